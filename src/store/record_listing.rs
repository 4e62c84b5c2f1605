//! Rows of a record set as programs walk through them, at one page or across all pages a reader
//! may see, in the order they were added. Like every list it goes through `may_see`.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{Condition, ConnectionTrait};

use super::faces::columns_equal;
use super::lists::may_see;
use super::pages::object;
use super::records::Record;
use crate::access::Actor;
use crate::clock::Millis;
use crate::error::Result;

/// Which rows are walked through.
#[derive(Clone, Debug, Default)]
pub struct RecordListing {
    /// The set.
    pub set: String,
    /// Only rows at this page; else those of all pages but the ones that are only tried out.
    pub page: Option<String>,
    /// Only rows that have one of the values in each of these fields.
    pub facts: Vec<(String, Vec<String>)>,
    /// From behind the row that was added then and has this id.
    pub after: Option<(Millis, String)>,
    /// At most this many.
    pub limit: u64,
}

/// The rows of a listing.
pub async fn records(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: &RecordListing,
) -> Result<Vec<Record>> {
    let seen = Query::select()
        .expr(Expr::val(1))
        .from("face")
        .and_where(columns_equal(("face", "page_id"), ("record", "page_id")))
        .cond_where(may_see(actor))
        .take();
    let mut query = Query::select();
    query
        .columns(COLUMNS.map(|it| ("record", it)))
        .from("record")
        .and_where(Expr::col(("record", "record_set")).eq(listing.set.as_str()))
        .and_where(Expr::col(("record", "removed_at")).is_null())
        .and_where(Expr::exists(seen))
        .order_by(("record", "created_at"), sea_orm::Order::Asc)
        .order_by(("record", "id"), sea_orm::Order::Asc)
        .limit(listing.limit);
    match &listing.page {
        Some(page) => {
            query.and_where(Expr::col(("record", "page_id")).eq(page.as_str()));
        }
        None => {
            // What is only tried out appears nowhere else (product.md 8).
            query
                .inner_join("page", columns_equal(("page", "id"), ("record", "page_id")))
                .inner_join("space", columns_equal(("space", "id"), ("page", "space_id")))
                .and_where(Expr::col(("space", "everyone_role")).is_null());
        }
    }
    for (field, values) in &listing.facts {
        let has = Query::select()
            .expr(Expr::val(1))
            .from("record_fact")
            .and_where(columns_equal(("record_fact", "record_id"), ("record", "id")))
            .and_where(Expr::col(("record_fact", "field")).eq(field.as_str()))
            .and_where(Expr::col(("record_fact", "text")).is_in(values.iter().cloned()))
            .take();
        query.and_where(Expr::exists(has));
    }
    if let Some((at, id)) = &listing.after {
        let created = || Expr::col(("record", "created_at"));
        let later = Condition::all()
            .add(created().eq(*at))
            .add(Expr::col(("record", "id")).gt(id.as_str()));
        query.cond_where(Condition::any().add(created().gt(*at)).add(later));
    }
    let rows = db.query_all(&query).await?;
    let read = rows.iter().map(|row| {
        let fields: String = row.try_get_by_index(5)?;
        Ok(Record {
            id: row.try_get_by_index(0)?,
            page: row.try_get_by_index(1)?,
            set: row.try_get_by_index(2)?,
            per: row.try_get_by_index(3)?,
            version: row.try_get_by_index::<i32>(4)? as u32,
            fields: object(&fields)?,
            is_closed: row.try_get_by_index(6)?,
            created_by: row.try_get_by_index(7)?,
            created_at: row.try_get_by_index(8)?,
            updated_at: row.try_get_by_index(9)?,
        })
    });
    read.collect()
}

const COLUMNS: [&str; 10] = [
    "id",
    "page_id",
    "record_set",
    "per",
    "version",
    "fields",
    "is_closed",
    "created_by",
    "created_at",
    "updated_at",
];
