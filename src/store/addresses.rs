//! Where pages were and what they were called: former addresses and names, which keep leading to
//! them. A living page always comes first; that is decided by whoever asks here second.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SimpleExpr};

use super::pages::Head;
use crate::clock::Millis;
use crate::error::Result;

/// A name a page had once.
#[derive(Clone, Debug)]
pub struct FormerName {
    /// The form under which names meet.
    pub key: String,
    /// The name as written.
    pub name: String,
    /// Whether readers ever knew the page by it.
    pub was_in_force: bool,
}

/// Keeps the address a page has as one it had.
pub async fn keep_address(db: &impl ConnectionTrait, head: &Head, at: Millis) -> Result<()> {
    let mut query = Query::insert();
    query
        .into_table("former_address")
        .columns(["space_id", "path", "page_id", "at"])
        .values_panic([
            head.space.id.as_str().into(),
            head.path.as_str().into(),
            head.id.as_str().into(),
            SimpleExpr::from(at),
        ])
        .on_conflict(
            OnConflict::columns(["space_id", "path"]).update_columns(["page_id", "at"]).to_owned(),
        );
    db.execute(&query).await?;
    Ok(())
}

/// The page that was last at an address.
pub async fn formerly_at(
    db: &impl ConnectionTrait,
    space_id: &str,
    path: &str,
) -> Result<Option<String>> {
    let query = Query::select()
        .column("page_id")
        .from("former_address")
        .and_where(Expr::col("space_id").eq(space_id))
        .and_where(Expr::col("path").eq(path))
        .take();
    let row = db.query_one(&query).await?;
    Ok(row.map(|it| it.try_get_by_index(0)).transpose()?)
}

/// The addresses a page had and nobody else has taken over: key of the space and path.
pub async fn former_addresses(
    db: &impl ConnectionTrait,
    page: &str,
) -> Result<Vec<(String, String)>> {
    let query = Query::select()
        .columns([("space", "key"), ("former_address", "path")])
        .from("former_address")
        .inner_join("space", Expr::col(("space", "id")).equals(("former_address", "space_id")))
        .and_where(Expr::col(("former_address", "page_id")).eq(page))
        .order_by(("space", "key"), sea_orm::Order::Asc)
        .order_by(("former_address", "path"), sea_orm::Order::Asc)
        .take();
    let rows = db.query_all(&query).await?;
    let read = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    read.collect()
}

/// Keeps a name a page has as one it had.
pub async fn keep_name(db: &impl ConnectionTrait, page: &str, former: &FormerName) -> Result<()> {
    let mut query = Query::insert();
    query
        .into_table("former_name")
        .columns(["page_id", "key", "name", "was_in_force"])
        .values_panic([
            page.into(),
            former.key.as_str().into(),
            former.name.as_str().into(),
            SimpleExpr::from(former.was_in_force),
        ]);
    let mut again = OnConflict::columns(["page_id", "key"]);
    // What readers once knew stays known to them.
    if former.was_in_force {
        again.update_column("was_in_force")
    } else {
        again.do_nothing()
    };
    query.on_conflict(again);
    db.execute(&query).await?;
    Ok(())
}

/// The names a page had.
pub async fn former_names(db: &impl ConnectionTrait, page: &str) -> Result<Vec<FormerName>> {
    let query = Query::select()
        .columns(["key", "name", "was_in_force"])
        .from("former_name")
        .and_where(Expr::col("page_id").eq(page))
        .order_by("key", sea_orm::Order::Asc)
        .take();
    let rows = db.query_all(&query).await?;
    let read = rows.iter().map(|row| {
        Ok(FormerName {
            key: row.try_get_by_index(0)?,
            name: row.try_get_by_index(1)?,
            was_in_force: row.try_get_by_index(2)?,
        })
    });
    read.collect()
}
