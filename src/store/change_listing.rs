//! The change log as one reader may see it: acts on pages they may read, never who did them.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::faces::columns_equal;
use super::lists::may_see;
use crate::access::Actor;
use crate::clock::Millis;
use crate::error::Result;

/// A change of a page.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: Millis,
    /// What happened, as the log has it.
    pub what: String,
    /// The page id.
    pub page: String,
    /// The id of the space the page is in now.
    pub space: String,
}

/// The changes after `seq` to pages the actor may see, oldest first, at most `limit`.
pub async fn seen(
    db: &impl ConnectionTrait,
    actor: &Actor,
    after: u64,
    limit: u64,
) -> Result<Vec<Seen>> {
    let seen = Query::select()
        .expr(Expr::val(1))
        .from("face")
        .and_where(columns_equal(("face", "page_id"), ("change", "page_id")))
        .cond_where(may_see(actor))
        .take();
    let query = Query::select()
        .columns([("change", "seq"), ("change", "at"), ("change", "type"), ("change", "page_id")])
        .column(("page", "space_id"))
        .from("change")
        .inner_join("page", columns_equal(("page", "id"), ("change", "page_id")))
        .and_where(Expr::col(("change", "seq")).gt(after as i64))
        .and_where(Expr::exists(seen))
        .order_by(("change", "seq"), sea_orm::Order::Asc)
        .limit(limit)
        .take();
    let rows = db.query_all(&query).await?;
    let read = rows.iter().map(|row| {
        Ok(Seen {
            seq: row.try_get_by_index::<i64>(0)? as u64,
            at: row.try_get_by_index(1)?,
            what: row.try_get_by_index(2)?,
            page: row.try_get_by_index(3)?,
            space: row.try_get_by_index(4)?,
        })
    });
    read.collect()
}
