//! Pages as a tree: what lies below one, moving and locking heads, the order of neighbours, and
//! which pages serve as templates. Who may do so is decided before.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entities::page;
use super::pages::{Head, from_row};
use crate::clock::Millis;
use crate::error::Result;

/// The place of a page nobody has put in order.
pub const UNPLACED: i32 = 1_000_000;
/// How many parents are asked for at once.
const AT_ONCE: usize = 300;

/// Why a page is locked.
#[derive(Clone, Debug)]
pub struct Lock {
    /// Since when.
    pub at: Millis,
    /// Who locked it.
    pub account: Option<String>,
    /// In the words of whoever did; may be empty.
    pub reason: String,
}

/// A living page and every living page below it, parents first; one more than `max` at most.
pub async fn subtree(db: &impl ConnectionTrait, root: &Head, max: usize) -> Result<Vec<Head>> {
    let mut found = vec![root.clone()];
    let mut above = vec![root.id.clone()];
    while !above.is_empty() && found.len() <= max {
        let mut next = Vec::new();
        for parents in above.chunks(AT_ONCE) {
            let rows = page::Entity::find()
                .filter(page::Column::ParentId.is_in(parents.iter().cloned()))
                .filter(page::Column::SpaceId.eq(&root.space.id))
                .filter(page::Column::TrashedAt.is_null())
                .order_by_asc(page::Column::Path)
                .limit((max + 1) as u64)
                .all(db)
                .await?;
            next.extend(rows.into_iter().map(|it| from_row(it, root.space.clone())));
        }
        above = next.iter().map(|it| it.id.clone()).collect();
        found.extend(next);
    }
    found.truncate(max + 1);
    Ok(found)
}

/// Writes where a page is; its place among neighbours is open again when they are others.
pub async fn set_place(db: &impl ConnectionTrait, head: &Head) -> Result<()> {
    let query = Query::update()
        .table("page")
        .value("space_id", head.space.id.as_str())
        .value("path", head.path.as_str())
        .value("slug", head.slug.as_str())
        .value("parent_id", head.parent.clone())
        .and_where(Expr::col("id").eq(head.id.as_str()))
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// Writes the place of a page among its neighbours.
pub async fn set_position(db: &impl ConnectionTrait, id: &str, position: i32) -> Result<()> {
    let query = Query::update()
        .table("page")
        .value("position", position)
        .and_where(Expr::col("id").eq(id))
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// Locks a page, or unlocks it with `None`.
pub async fn set_lock(db: &impl ConnectionTrait, id: &str, lock: Option<&Lock>) -> Result<()> {
    let query = Query::update()
        .table("page")
        .value("locked_at", lock.map(|it| it.at))
        .value("locked_by", lock.and_then(|it| it.account.clone()))
        .value("lock_reason", lock.map(|it| it.reason.clone()))
        .and_where(Expr::col("id").eq(id))
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// The lock of a page.
pub async fn lock(db: &impl ConnectionTrait, id: &str) -> Result<Option<Lock>> {
    let query = Query::select()
        .columns(["locked_at", "locked_by", "lock_reason"])
        .from("page")
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("locked_at").is_not_null())
        .take();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    let reason: Option<String> = row.try_get_by_index(2)?;
    Ok(Some(Lock {
        at: row.try_get_by_index(0)?,
        account: row.try_get_by_index(1)?,
        reason: reason.unwrap_or_default(),
    }))
}

/// Makes a page a template for new ones, or none any more.
pub async fn set_template(db: &impl ConnectionTrait, id: &str, is_template: bool) -> Result<()> {
    let query = Query::update()
        .table("page")
        .value("is_template", is_template)
        .and_where(Expr::col("id").eq(id))
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// Whether a page serves as template.
pub async fn is_template(db: &impl ConnectionTrait, id: &str) -> Result<bool> {
    let query =
        Query::select().column("is_template").from("page").and_where(Expr::col("id").eq(id)).take();
    let row = db.query_one(&query).await?;
    Ok(row.map(|it| it.try_get_by_index(0)).transpose()?.unwrap_or(false))
}

/// The places of pages among their neighbours, in the order asked for.
pub async fn positions(db: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<(String, i32)>> {
    let query = Query::select()
        .columns(["id", "position"])
        .from("page")
        .and_where(Expr::col("id").is_in(ids.iter().cloned()))
        .take();
    let rows = db.query_all(&query).await?;
    let read: Result<Vec<(String, i32)>> =
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect();
    let mut found = read?;
    found.sort_by_key(|(id, _)| ids.iter().position(|it| it == id));
    Ok(found)
}

/// Those of the named pages that are beside this one: below the same page, or on top as it is.
pub async fn beside(db: &impl ConnectionTrait, head: &Head, ids: &[String]) -> Result<Vec<String>> {
    let above = match &head.parent {
        Some(parent) => page::Column::ParentId.eq(parent),
        None => page::Column::ParentId.is_null(),
    };
    let found = page::Entity::find()
        .select_only()
        .column(page::Column::Id)
        .filter(page::Column::Id.is_in(ids.iter().cloned()))
        .filter(page::Column::SpaceId.eq(&head.space.id))
        .filter(page::Column::TrashedAt.is_null())
        .filter(above)
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(ids.iter().filter(|it| found.contains(it)).cloned().collect())
}
