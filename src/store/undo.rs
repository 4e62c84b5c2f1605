//! What would undo an act, kept for a short while under the number of its change. How an act is
//! undone is the business of `pages`.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use serde_json::Value;

use crate::clock::Millis;
use crate::error::{AppError, Result};

/// What would undo one act.
#[derive(Clone, Debug)]
pub struct UndoRow {
    /// The number of the act's change.
    pub seq: u64,
    /// Who did it.
    pub account: String,
    /// With which rights.
    pub rights: i64,
    /// When.
    pub at: Millis,
    /// The page it was about.
    pub page: Option<String>,
    /// What the inverse needs, as `pages` wrote it.
    pub data: Value,
    /// Whether it was undone.
    pub is_used: bool,
}

/// Keeps what would undo an act, and forgets what is too old to be undone.
pub async fn keep(db: &impl ConnectionTrait, row: &UndoRow, oldest: Millis) -> Result<()> {
    let old = Query::delete().from_table("undo").and_where(Expr::col("at").lt(oldest)).take();
    db.execute(&old).await?;
    let query = Query::insert()
        .into_table("undo")
        .columns(["seq", "account_id", "rights", "at", "page_id", "data"])
        .values_panic([
            SimpleExpr::from(row.seq as i64),
            row.account.as_str().into(),
            row.rights.into(),
            row.at.into(),
            row.page.clone().into(),
            row.data.to_string().into(),
        ])
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// What would undo the act of this number.
pub async fn by_seq(db: &impl ConnectionTrait, seq: u64) -> Result<Option<UndoRow>> {
    let query = Query::select()
        .columns(["account_id", "rights", "at", "page_id", "data", "used_at"])
        .from("undo")
        .and_where(Expr::col("seq").eq(seq as i64))
        .take();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    let data: String = row.try_get_by_index(4)?;
    let used_at: Option<i64> = row.try_get_by_index(5)?;
    Ok(Some(UndoRow {
        seq,
        account: row.try_get_by_index(0)?,
        rights: row.try_get_by_index(1)?,
        at: row.try_get_by_index(2)?,
        page: row.try_get_by_index(3)?,
        data: serde_json::from_str(&data).map_err(AppError::failure)?,
        is_used: used_at.is_some(),
    }))
}

/// Notes that an act was undone; answers whether it was not before.
pub async fn use_up(db: &impl ConnectionTrait, seq: u64, at: Millis) -> Result<bool> {
    let query = Query::update()
        .table("undo")
        .value("used_at", at)
        .and_where(Expr::col("seq").eq(seq as i64))
        .and_where(Expr::col("used_at").is_null())
        .take();
    Ok(db.execute(&query).await?.rows_affected() == 1)
}
