//! Texts that were typed and not saved: one per person and form, and those put aside by a
//! conflict. Every query names the person; there is no way to read those of somebody else.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, QueryResult};

use crate::clock::Millis;
use crate::error::{AppError, Result};

/// A text that was typed and not saved.
#[derive(Clone, Debug)]
pub struct StoredDraft {
    /// Its id.
    pub id: String,
    /// The form it was typed into: `page:ID` or `new:KIND`.
    pub form: String,
    /// The page the form was for.
    pub page: Option<String>,
    /// The revision the form was made from.
    pub base: Option<u32>,
    /// The title as typed.
    pub title: String,
    /// Everything the form sent, in its order.
    pub pairs: Vec<(String, String)>,
    /// Whether it was put aside by a conflict, rather than kept while typing.
    pub put_aside: bool,
    /// When.
    pub saved_at: Millis,
}

/// Keeps what is being typed in place of what was kept before for the same person and form.
pub async fn keep(db: &impl ConnectionTrait, account: &str, draft: &StoredDraft) -> Result<()> {
    forget(db, account, &draft.form).await?;
    db.execute(&insert(account, draft)?).await?;
    Ok(())
}

/// Puts a text aside, beside all others.
pub async fn put_aside(
    db: &impl ConnectionTrait,
    account: &str,
    draft: &StoredDraft,
) -> Result<()> {
    db.execute(&insert(account, draft)?).await?;
    Ok(())
}

/// Everything one person has for a form, newest first.
pub async fn of_form(
    db: &impl ConnectionTrait,
    account: &str,
    form: &str,
    since: Millis,
) -> Result<Vec<StoredDraft>> {
    let mut query = columns();
    query
        .and_where(Expr::col("account_id").eq(account))
        .and_where(Expr::col("form").eq(form))
        .and_where(Expr::col("saved_at").gte(since))
        .order_by("saved_at", sea_orm::Order::Desc)
        .limit(20);
    db.query_all(&query).await?.iter().map(from_row).collect()
}

/// One text of one person.
pub async fn by_id(
    db: &impl ConnectionTrait,
    account: &str,
    id: &str,
) -> Result<Option<StoredDraft>> {
    let mut query = columns();
    query.and_where(Expr::col("account_id").eq(account)).and_where(Expr::col("id").eq(id));
    db.query_one(&query).await?.as_ref().map(from_row).transpose()
}

/// Forgets one text of one person.
pub async fn discard(db: &impl ConnectionTrait, account: &str, id: &str) -> Result<()> {
    let query = Query::delete()
        .from_table("draft")
        .and_where(Expr::col("account_id").eq(account))
        .and_where(Expr::col("id").eq(id))
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// Forgets what one person typed into a form, since it is saved; what was put aside stays.
pub async fn forget(db: &impl ConnectionTrait, account: &str, form: &str) -> Result<()> {
    let query = Query::delete()
        .from_table("draft")
        .and_where(Expr::col("account_id").eq(account))
        .and_where(Expr::col("form").eq(form))
        .and_where(Expr::col("put_aside").eq(false))
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// Forgets everything typed before a moment.
pub async fn forget_before(db: &impl ConnectionTrait, before: Millis) -> Result<()> {
    let query =
        Query::delete().from_table("draft").and_where(Expr::col("saved_at").lt(before)).take();
    db.execute(&query).await?;
    Ok(())
}

fn insert(account: &str, draft: &StoredDraft) -> Result<sea_orm::sea_query::InsertStatement> {
    let pairs = serde_json::to_string(&draft.pairs).map_err(AppError::failure)?;
    let query = Query::insert()
        .into_table("draft")
        .columns([
            "id",
            "account_id",
            "form",
            "page_id",
            "base",
            "title",
            "pairs",
            "put_aside",
            "saved_at",
        ])
        .values_panic([
            SimpleExpr::from(draft.id.as_str()),
            account.into(),
            draft.form.as_str().into(),
            draft.page.clone().into(),
            draft.base.map(|it| it as i32).into(),
            draft.title.as_str().into(),
            pairs.into(),
            draft.put_aside.into(),
            draft.saved_at.into(),
        ])
        .take();
    Ok(query)
}

fn columns() -> SelectStatement {
    Query::select()
        .columns(["id", "form", "page_id", "base", "title", "pairs", "put_aside", "saved_at"])
        .from("draft")
        .take()
}

fn from_row(row: &QueryResult) -> Result<StoredDraft> {
    let base: Option<i32> = row.try_get_by_index(3)?;
    let pairs: String = row.try_get_by_index(5)?;
    Ok(StoredDraft {
        id: row.try_get_by_index(0)?,
        form: row.try_get_by_index(1)?,
        page: row.try_get_by_index(2)?,
        base: base.map(|it| it as u32),
        title: row.try_get_by_index(4)?,
        pairs: serde_json::from_str(&pairs).map_err(AppError::failure)?,
        put_aside: row.try_get_by_index(6)?,
        saved_at: row.try_get_by_index(7)?,
    })
}
