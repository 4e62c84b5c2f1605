//! Which pages came from the seed, and as which revision. Knows no texts: those are in `exchange`.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SimpleExpr};

use crate::error::Result;

/// A page of the seed as it was last loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedRow {
    /// The space key and the path it was loaded under, as `gesamtstadt/ag-qm`.
    pub place: String,
    /// The page id.
    pub page: String,
    /// The number of the revision that came from the seed.
    pub revision: u32,
    /// Hash of the file it came from.
    pub file_hash: String,
}

/// All pages of the seed.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<SeedRow>> {
    let query = Query::select()
        .columns(["place", "page_id", "revision", "file_hash"])
        .from("seed_page")
        .order_by("place", sea_orm::Order::Asc)
        .take();
    let mut rows = Vec::new();
    for row in db.query_all(&query).await? {
        let revision: i32 = row.try_get_by_index(2)?;
        rows.push(SeedRow {
            place: row.try_get_by_index(0)?,
            page: row.try_get_by_index(1)?,
            revision: revision as u32,
            file_hash: row.try_get_by_index(3)?,
        });
    }
    Ok(rows)
}

/// Notes pages as they were loaded now.
pub async fn note(db: &impl ConnectionTrait, rows: &[SeedRow]) -> Result<()> {
    for rows in rows.chunks(500) {
        let mut insert = Query::insert();
        insert.into_table("seed_page").columns(["place", "page_id", "revision", "file_hash"]);
        for row in rows {
            let values: [sea_orm::Value; 4] = [
                row.place.as_str().into(),
                row.page.as_str().into(),
                (row.revision as i32).into(),
                row.file_hash.as_str().into(),
            ];
            insert.values_panic(values.map(SimpleExpr::from));
        }
        insert.on_conflict(
            OnConflict::column("place")
                .update_columns(["page_id", "revision", "file_hash"])
                .to_owned(),
        );
        db.execute(&insert).await?;
    }
    Ok(())
}

/// The ids of living pages that are examples of the seed: invented there, whoever has edited them since.
pub async fn examples(db: &impl ConnectionTrait, honesty: &str) -> Result<Vec<String>> {
    let query = Query::select()
        .distinct()
        .column(("page", "id"))
        .from("page")
        .inner_join("face", super::faces::columns_equal(("face", "page_id"), ("page", "id")))
        .inner_join(
            "seed_page",
            super::faces::columns_equal(("seed_page", "page_id"), ("page", "id")),
        )
        .and_where(Expr::col(("face", "honesty")).eq(honesty))
        .and_where(Expr::col(("page", "trashed_at")).is_null())
        .order_by(("page", "id"), sea_orm::Order::Asc)
        .take();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}
