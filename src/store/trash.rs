//! Pages in the trash: put there as a tree, listed, brought back as that tree, or deleted for
//! good. Faces are not touched here: whoever trashes a page takes them away, too.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entities::page;
use super::pages::{Head, from_row};
use super::spaces;
use crate::clock::Millis;
use crate::error::Result;

/// A page in the trash, with everything that went with it.
#[derive(Clone, Debug)]
pub struct TrashLine {
    /// The page id.
    pub page: String,
    /// The space id.
    pub space: String,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// When it was trashed.
    pub at: Millis,
    /// How many pages came with it, itself included.
    pub pages: u64,
}

/// Whose trash is looked at.
#[derive(Clone, Debug, Default)]
pub struct TrashAsk {
    /// The ids of the spaces all of which may be seen.
    pub spaces: Vec<String>,
    /// The account whose own drafts may be seen as well.
    pub account: Option<String>,
    /// At most this many rows.
    pub limit: u64,
}

/// Puts pages into the trash as one tree.
pub async fn put(
    db: &impl ConnectionTrait,
    pages: &[Head],
    root: &str,
    at: Millis,
    account: Option<&str>,
) -> Result<()> {
    for head in pages {
        let query = Query::update()
            .table("page")
            .value("trashed_at", at)
            .value("trashed_by", account.map(str::to_owned))
            .value("trash_root", root)
            .and_where(Expr::col("id").eq(head.id.as_str()))
            .take();
        db.execute(&query).await?;
    }
    Ok(())
}

/// Takes a page out of the trash.
pub async fn take_out(db: &impl ConnectionTrait, page: &str) -> Result<()> {
    let query = Query::update()
        .table("page")
        .value("trashed_at", None::<i64>)
        .value("trashed_by", None::<String>)
        .value("trash_root", None::<String>)
        .and_where(Expr::col("id").eq(page))
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// The pages that were trashed with this one, itself first; empty when it is not in the trash.
pub async fn tree(db: &impl ConnectionTrait, root: &str) -> Result<Vec<Head>> {
    let ids = Query::select()
        .column("id")
        .from("page")
        .and_where(Expr::col("trash_root").eq(root))
        .take();
    let rows = page::Entity::find()
        .filter(page::Column::Id.in_subquery(ids))
        .filter(page::Column::TrashedAt.is_not_null())
        .order_by_asc(page::Column::Path)
        .all(db)
        .await?;
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let Some(space) = spaces::by_id(db, &first.space_id).await? else { return Ok(Vec::new()) };
    let mut heads: Vec<Head> = rows.into_iter().map(|it| from_row(it, space.clone())).collect();
    // The database sorts paths by its own rules; parents have fewer steps in every language.
    heads.sort_by_key(|it| (it.path.matches('/').count(), it.path.clone()));
    Ok(heads)
}

/// What lies in the trash, last trashed first.
pub async fn list(db: &impl ConnectionTrait, ask: &TrashAsk) -> Result<Vec<TrashLine>> {
    let mut whose = Condition::any().add(page::Column::SpaceId.is_in(ask.spaces.iter().cloned()));
    if let Some(account) = &ask.account {
        let own = Condition::all()
            .add(page::Column::CreatedBy.eq(account))
            .add(page::Column::Released.is_null());
        whose = whose.add(own);
    }
    let rows = page::Entity::find()
        .filter(page::Column::TrashedAt.is_not_null())
        .filter(Expr::col(("page", "trash_root")).equals(("page", "id")))
        .filter(whose)
        .order_by_desc(page::Column::TrashedAt)
        .order_by_asc(page::Column::Id)
        .limit(ask.limit)
        .all(db)
        .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let number = row.released.unwrap_or(row.working);
        let title = Query::select()
            .column("title")
            .from("revision")
            .and_where(Expr::col("page_id").eq(row.id.as_str()))
            .and_where(Expr::col("number").eq(number))
            .take();
        let title = db.query_one(&title).await?;
        lines.push(TrashLine {
            title: title.map(|it| it.try_get_by_index(0)).transpose()?.unwrap_or_default(),
            pages: tree(db, &row.id).await?.len() as u64,
            page: row.id,
            space: row.space_id,
            kind: row.kind,
            at: row.trashed_at.unwrap_or_default(),
        });
    }
    Ok(lines)
}

/// Deletes everything that belongs to a page; only its numbers in the change log stay.
pub async fn purge(db: &impl ConnectionTrait, page: &str) -> Result<()> {
    let records = || {
        Query::select().column("id").from("record").and_where(Expr::col("page_id").eq(page)).take()
    };
    for table in ["record_fact", "record_version"] {
        let rows = Query::delete()
            .from_table(table)
            .and_where(Expr::col("record_id").in_subquery(records()))
            .take();
        db.execute(&rows).await?;
    }
    let tables = [
        "record",
        "face",
        "face_audience",
        "page_name",
        "link",
        "fact",
        "release",
        "revision",
        "draft",
        "presence",
        "former_address",
        "former_name",
        "undo",
    ];
    for table in tables {
        let rows =
            Query::delete().from_table(table).and_where(Expr::col("page_id").eq(page)).take();
        db.execute(&rows).await?;
    }
    let head = Query::delete().from_table("page").and_where(Expr::col("id").eq(page)).take();
    db.execute(&head).await?;
    Ok(())
}
