//! Rows of record sets: what lives at a page without being part of its revisions. Each write
//! keeps the row as it was in `record_version`. Knows no set by name and no right.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Map, Value};

use super::entities::{record, record_version};
use super::faces::{Fact, insert as insert_rows};
use crate::clock::Millis;
use crate::error::{AppError, Result};

/// A row of a record set.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// The page it lives at.
    pub page: String,
    /// The set it belongs to.
    pub set: String,
    /// The value there is only one row for, such as a district.
    pub per: Option<String>,
    /// Its version, from 1.
    pub version: u32,
    /// Its values.
    pub fields: Map<String, Value>,
    /// Whether it counts as done.
    pub is_closed: bool,
    /// Who added it.
    pub created_by: Option<String>,
    /// When it was added.
    pub created_at: Millis,
    /// When it last changed.
    pub updated_at: Millis,
}

/// A row as it once was.
#[derive(Clone, Debug)]
pub struct RecordVersion {
    /// The version.
    pub version: u32,
    /// The values.
    pub fields: Map<String, Value>,
    /// Whether the row was taken away with this version.
    pub is_removed: bool,
    /// Who wrote it.
    pub account: Option<String>,
    /// When.
    pub at: Millis,
}

/// The rows of a set at a page, oldest first.
pub async fn at_page(
    db: &impl ConnectionTrait,
    page: &str,
    set: &str,
    limit: u64,
) -> Result<Vec<Record>> {
    let rows = record::Entity::find()
        .filter(record::Column::PageId.eq(page))
        .filter(record::Column::RecordSet.eq(set))
        .filter(record::Column::RemovedAt.is_null())
        .order_by_asc(record::Column::CreatedAt)
        .order_by_asc(record::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Which of these texts another row of the set has in a field.
pub async fn taken(
    db: &impl ConnectionTrait,
    set: &str,
    field: &str,
    texts: &[String],
    except: &str,
) -> Result<Vec<String>> {
    let query = Query::select()
        .distinct()
        .column("text")
        .from("record_fact")
        .and_where(Expr::col("record_set").eq(set))
        .and_where(Expr::col("field").eq(field))
        .and_where(Expr::col("text").is_in(texts.iter().cloned()))
        .and_where(Expr::col("record_id").ne(except))
        .take();
    let rows = db.query_all(&query).await?;
    let read = rows.iter().map(|row| Ok(row.try_get_by_index(0)?));
    read.collect()
}

/// The rows of all sets at a page, oldest first.
pub async fn of_page(db: &impl ConnectionTrait, page: &str, limit: u64) -> Result<Vec<Record>> {
    let rows = record::Entity::find()
        .filter(record::Column::PageId.eq(page))
        .filter(record::Column::RemovedAt.is_null())
        .order_by_asc(record::Column::CreatedAt)
        .order_by_asc(record::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// A row that was not taken away.
pub async fn by_id(db: &impl ConnectionTrait, id: &str) -> Result<Option<Record>> {
    let row = record::Entity::find_by_id(id).filter(record::Column::RemovedAt.is_null());
    row.one(db).await?.map(from_row).transpose()
}

/// A row, be it taken away or not.
#[derive(Clone, Debug)]
pub struct StandingRecord {
    /// The row.
    pub record: Record,
    /// Whether it was taken away.
    pub is_removed: bool,
}

/// A row, be it taken away or not.
pub async fn even_removed(db: &impl ConnectionTrait, id: &str) -> Result<Option<StandingRecord>> {
    let Some(row) = record::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let is_removed = row.removed_at.is_some();
    Ok(Some(StandingRecord { record: from_row(row)?, is_removed }))
}

/// Makes a row that was taken away count again; its next version follows.
pub async fn put_back(db: &impl ConnectionTrait, id: &str) -> Result<()> {
    record::Entity::update_many()
        .col_expr(record::Column::RemovedAt, Expr::value(None::<i64>))
        .filter(record::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Writes a new row; fails when there is one for the same `per` already.
pub async fn insert(db: &impl ConnectionTrait, new: &Record, facts: &[Fact]) -> Result<()> {
    let row = record::ActiveModel {
        id: Set(new.id.clone()),
        page_id: Set(new.page.clone()),
        record_set: Set(new.set.clone()),
        per: Set(new.per.clone()),
        version: Set(new.version as i32),
        fields: Set(json(&new.fields)),
        is_closed: Set(new.is_closed),
        created_by: Set(new.created_by.clone()),
        created_at: Set(new.created_at),
        updated_at: Set(new.updated_at),
        removed_at: Set(None),
    };
    record::Entity::insert(row).exec_without_returning(db).await?;
    keep_version(db, new, false, new.created_by.as_deref()).await?;
    replace_facts(db, new, facts).await
}

/// Whether there is a row of this id already, or one for the same `per` of the same page.
pub async fn is_taken(db: &impl ConnectionTrait, new: &Record) -> Result<bool> {
    if record::Entity::find_by_id(&new.id).one(db).await?.is_some() {
        return Ok(true);
    }
    let Some(per) = &new.per else { return Ok(false) };
    let same = record::Entity::find()
        .filter(record::Column::PageId.eq(&new.page))
        .filter(record::Column::RecordSet.eq(&new.set))
        .filter(record::Column::Per.eq(per.as_str()))
        .filter(record::Column::RemovedAt.is_null());
    Ok(same.one(db).await?.is_some())
}

/// Puts all rows at a page away, with what is derived from them; their versions stay.
pub async fn put_away(db: &impl ConnectionTrait, page: &str, at: Millis) -> Result<()> {
    let of_page =
        Query::select().column("id").from("record").and_where(Expr::col("page_id").eq(page)).take();
    let facts = Query::delete()
        .from_table("record_fact")
        .and_where(Expr::col("record_id").in_subquery(of_page))
        .take();
    db.execute(&facts).await?;
    record::Entity::update_many()
        .col_expr(record::Column::RemovedAt, Expr::value(at))
        .filter(record::Column::PageId.eq(page))
        .filter(record::Column::RemovedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Changes a row that still has version `from`; answers whether it had.
pub async fn change(
    db: &impl ConnectionTrait,
    from: u32,
    record: &Record,
    facts: &[Fact],
    account: Option<&str>,
) -> Result<bool> {
    let changed = record::Entity::update_many()
        .col_expr(record::Column::Version, Expr::value(record.version as i32))
        .col_expr(record::Column::Fields, Expr::value(json(&record.fields)))
        .col_expr(record::Column::Per, Expr::value(record.per.clone()))
        .col_expr(record::Column::IsClosed, Expr::value(record.is_closed))
        .col_expr(record::Column::UpdatedAt, Expr::value(record.updated_at))
        .filter(record::Column::Id.eq(&record.id))
        .filter(record::Column::Version.eq(from as i32))
        .filter(record::Column::RemovedAt.is_null())
        .exec(db)
        .await?;
    if changed.rows_affected != 1 {
        return Ok(false);
    }
    keep_version(db, record, false, account).await?;
    replace_facts(db, record, facts).await?;
    Ok(true)
}

/// Takes a row away that still has version `from`; answers whether it had. Its versions stay.
pub async fn remove(
    db: &impl ConnectionTrait,
    from: u32,
    record: &Record,
    account: Option<&str>,
) -> Result<bool> {
    let removed = record::Entity::update_many()
        .col_expr(record::Column::Version, Expr::value(record.version as i32))
        .col_expr(record::Column::RemovedAt, Expr::value(record.updated_at))
        .filter(record::Column::Id.eq(&record.id))
        .filter(record::Column::Version.eq(from as i32))
        .filter(record::Column::RemovedAt.is_null())
        .exec(db)
        .await?;
    if removed.rows_affected != 1 {
        return Ok(false);
    }
    keep_version(db, record, true, account).await?;
    replace_facts(db, record, &[]).await?;
    Ok(true)
}

/// The rows of a set after `id`, in the order of ids, to walk through all of them.
pub async fn of_set_after(
    db: &impl ConnectionTrait,
    set: &str,
    id: &str,
    limit: u64,
) -> Result<Vec<Record>> {
    let rows = record::Entity::find()
        .filter(record::Column::RecordSet.eq(set))
        .filter(record::Column::Id.gt(id))
        .filter(record::Column::RemovedAt.is_null())
        .order_by_asc(record::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Everything a row ever was, newest first.
pub async fn versions(db: &impl ConnectionTrait, id: &str) -> Result<Vec<RecordVersion>> {
    let rows = record_version::Entity::find()
        .filter(record_version::Column::RecordId.eq(id))
        .order_by_desc(record_version::Column::Version)
        .all(db)
        .await?;
    let versions = rows.into_iter().map(|row| {
        Ok(RecordVersion {
            version: row.version as u32,
            fields: object(&row.fields)?,
            is_removed: row.is_removed,
            account: row.account_id,
            at: row.at,
        })
    });
    versions.collect()
}

async fn keep_version(
    db: &impl ConnectionTrait,
    record: &Record,
    is_removed: bool,
    account: Option<&str>,
) -> Result<()> {
    let row = record_version::ActiveModel {
        record_id: Set(record.id.clone()),
        version: Set(record.version as i32),
        fields: Set(json(&record.fields)),
        is_removed: Set(is_removed),
        account_id: Set(account.map(str::to_owned)),
        at: Set(record.updated_at),
    };
    record_version::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Replaces what lists ask of a row.
pub async fn replace_facts(
    db: &impl ConnectionTrait,
    record: &Record,
    facts: &[Fact],
) -> Result<()> {
    let old = Query::delete()
        .from_table("record_fact")
        .and_where(Expr::col("record_id").eq(record.id.as_str()))
        .take();
    db.execute(&old).await?;
    let rows = facts.iter().map(|it| {
        vec![
            record.id.as_str().into(),
            record.set.as_str().into(),
            it.field.as_str().into(),
            (it.position as i32).into(),
            it.text.clone().into(),
            it.number.into(),
            it.day.clone().into(),
            it.folded().into(),
            it.sort_key.clone().into(),
        ]
    });
    let columns = [
        "record_id",
        "record_set",
        "field",
        "position",
        "text",
        "number",
        "day",
        "folded",
        "sort_key",
    ];
    insert_rows(db, "record_fact", &columns, rows).await
}

pub(super) fn from_row(row: record::Model) -> Result<Record> {
    Ok(Record {
        id: row.id,
        page: row.page_id,
        set: row.record_set,
        per: row.per,
        version: row.version as u32,
        fields: object(&row.fields)?,
        is_closed: row.is_closed,
        created_by: row.created_by,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn json(fields: &Map<String, Value>) -> String {
    Value::Object(fields.clone()).to_string()
}

pub(super) fn object(json: &str) -> Result<Map<String, Value>> {
    serde_json::from_str(json).map_err(|it| AppError::failure(format!("stored record: {it}")))
}
