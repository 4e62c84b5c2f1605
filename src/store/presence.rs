//! Who has the form of a page open just now. One row per person and page, gone after a minute;
//! nothing is kept of what was.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SimpleExpr};

use crate::clock::Millis;
use crate::error::Result;

/// Notes that somebody has the form of a page open, and forgets everybody seen before `oldest`.
pub async fn note(
    db: &impl ConnectionTrait,
    page: &str,
    account: &str,
    at: Millis,
    oldest: Millis,
) -> Result<()> {
    let old =
        Query::delete().from_table("presence").and_where(Expr::col("seen_at").lt(oldest)).take();
    db.execute(&old).await?;
    let query = Query::insert()
        .into_table("presence")
        .columns(["page_id", "account_id", "seen_at"])
        .values_panic([SimpleExpr::from(page), account.into(), at.into()])
        .on_conflict(
            OnConflict::columns(["page_id", "account_id"]).update_column("seen_at").to_owned(),
        )
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// Notes that somebody has closed the form.
pub async fn leave(db: &impl ConnectionTrait, page: &str, account: &str) -> Result<()> {
    let query = Query::delete()
        .from_table("presence")
        .and_where(Expr::col("page_id").eq(page))
        .and_where(Expr::col("account_id").eq(account))
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// The accounts of those who had the form of a page open since a moment.
pub async fn since(db: &impl ConnectionTrait, page: &str, since: Millis) -> Result<Vec<String>> {
    let query = Query::select()
        .column("account_id")
        .from("presence")
        .and_where(Expr::col("page_id").eq(page))
        .and_where(Expr::col("seen_at").gte(since))
        .order_by("account_id", sea_orm::Order::Asc)
        .limit(20)
        .take();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}
