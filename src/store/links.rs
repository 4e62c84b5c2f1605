//! What leads where: backlinks, pages that are missing, pages nobody leads to. Each answer is for
//! one actor: what the actor may not see neither leads anywhere nor is led to.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{
    Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement, SimpleExpr,
};

use super::faces::{columns_equal, same_face};
use super::lists::{Ask, Line, asked, line_columns, lines};
use crate::access::Actor;
use crate::error::Result;

/// How many of the pages that name a missing one are told.
const NAMED_IN_MAX: usize = 3;

/// A page that does not exist, as far as the actor can see.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The name links give it.
    pub name: String,
    /// The space the links name, if any.
    pub space: Option<String>,
    /// How many pages lead to it.
    pub pages: u64,
    /// Some of them.
    pub named_in: Vec<Line>,
}

/// The pages that lead to a page of this space under one of these names, last changed first.
pub async fn leading_to(
    db: &impl ConnectionTrait,
    actor: &Actor,
    space: &str,
    keys: &[String],
    limit: u64,
) -> Result<Vec<Line>> {
    let links = Query::select()
        .expr(Expr::val(1))
        .from("link")
        .cond_where(same_face("link"))
        .and_where(Expr::col(("link", "target_key")).is_in(keys.iter().cloned()))
        .and_where(
            Expr::col(("link", "target_space"))
                .is_null()
                .or(Expr::col(("link", "target_space")).eq(space)),
        )
        .take();
    let mut query = asked(actor, &Ask::default());
    line_columns(&mut query);
    query
        .and_where(Expr::exists(links))
        .order_by(("face", "updated_at"), Order::Desc)
        .order_by(("face", "page_id"), Order::Asc)
        .limit(limit);
    lines(db, &query).await
}

/// The pages that links lead to and that nobody wrote yet, the most wanted first.
pub async fn missing(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ask: &Ask,
    limit: u64,
) -> Result<Vec<Missing>> {
    let mut query = asked(actor, ask);
    let pages = Func::count_distinct(Expr::col(("face", "page_id")));
    query
        .columns([("link", "target_space"), ("link", "target_key")])
        .expr(Func::min(Expr::col(("link", "name"))))
        .expr(pages.clone())
        .inner_join("link", same_face("link"))
        .and_where(Expr::exists(answering(actor)).not())
        .add_group_by([Expr::col(("link", "target_space")), Expr::col(("link", "target_key"))])
        .order_by_expr(SimpleExpr::from(pages), Order::Desc)
        .order_by(("link", "target_key"), Order::Asc)
        .limit(limit);
    let mut missing = Vec::new();
    let mut keys = Vec::new();
    for row in db.query_all(&query).await? {
        let count: i64 = row.try_get_by_index(3)?;
        keys.push(row.try_get_by_index::<String>(1)?);
        missing.push(Missing {
            space: row.try_get_by_index(0)?,
            name: row.try_get_by_index(2)?,
            pages: count as u64,
            named_in: Vec::new(),
        });
    }
    let mut named_in = naming(db, actor, ask, &keys).await?;
    for (one, key) in missing.iter_mut().zip(keys) {
        one.named_in = named_in.remove(&(one.space.clone(), key)).unwrap_or_default();
    }
    Ok(missing)
}

/// The pages no other page leads to, longest unchanged first. The home of a space needs none.
pub async fn not_led_to(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ask: &Ask,
    home: &str,
) -> Result<Vec<Line>> {
    let mut leading = Query::select();
    leading
        .expr(Expr::val(1))
        .from_as("page_name", "own")
        .inner_join("link", columns_equal(("link", "target_key"), ("own", "key")))
        .and_where(columns_equal(("own", "page_id"), ("face", "page_id")))
        .and_where(columns_equal(("own", "face"), ("face", "face")))
        .and_where(Expr::col(("link", "page_id")).not_equals(("face", "page_id")))
        .and_where(
            Expr::col(("link", "target_space"))
                .is_null()
                .or(Expr::col(("link", "target_space")).equals(("space", "key"))),
        );
    if !actor.is_admin() {
        leading.and_where(Expr::exists(shared_circle(actor, "link")));
    }
    let mut query = asked(actor, ask);
    line_columns(&mut query);
    query
        .and_where(Expr::col(("page", "path")).ne(home))
        .and_where(Expr::exists(leading.take()).not())
        .order_by(("face", "updated_at"), Order::Asc)
        .order_by(("face", "page_id"), Order::Asc)
        .limit(ask.limit)
        .offset(ask.offset);
    lines(db, &query).await
}

/// The pages of these kinds that name nobody in any of these fields.
pub async fn without_value(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ask: &Ask,
    kinds_and_fields: &[(String, String)],
) -> Result<Vec<Line>> {
    let mut fields: Vec<&str> = kinds_and_fields.iter().map(|(_, field)| field.as_str()).collect();
    fields.sort_unstable();
    fields.dedup();
    let named = Query::select()
        .expr(Expr::val(1))
        .from("fact")
        .cond_where(same_face("fact"))
        .and_where(Expr::col(("fact", "field")).is_in(fields))
        .take();
    let kinds = kinds_and_fields.iter().map(|(kind, _)| kind.as_str());
    let mut query = asked(actor, ask);
    line_columns(&mut query);
    query
        .and_where(Expr::col(("face", "kind")).is_in(kinds))
        .and_where(Expr::exists(named).not())
        .order_by(("face", "title_sort"), Order::Asc)
        .order_by(("face", "page_id"), Order::Asc)
        .limit(ask.limit)
        .offset(ask.offset);
    lines(db, &query).await
}

/// A page that answers to the link of the query around.
fn answering(actor: &Actor) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::val(1))
        .from("page_name")
        .and_where(columns_equal(("page_name", "key"), ("link", "target_key")));
    if !actor.is_admin() {
        query.and_where(Expr::exists(shared_circle(actor, "page_name")));
    }
    let in_named_space = Query::select()
        .expr(Expr::val(1))
        .from_as("page", "target")
        .join_as(
            JoinType::InnerJoin,
            "space",
            "target_space",
            columns_equal(("target_space", "id"), ("target", "space_id")),
        )
        .and_where(columns_equal(("target", "id"), ("page_name", "page_id")))
        .and_where(columns_equal(("target_space", "key"), ("link", "target_space")))
        .take();
    query
        .and_where(Expr::col(("link", "target_space")).is_null().or(Expr::exists(in_named_space)))
        .take()
}

/// Who may see the face that a row of `table` belongs to.
fn shared_circle(actor: &Actor, table: &'static str) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from_as("face_audience", "circle")
        .and_where(columns_equal(("circle", "page_id"), (table, "page_id")))
        .and_where(columns_equal(("circle", "face"), (table, "face")))
        .and_where(Expr::col(("circle", "token")).is_in(actor.tokens().iter().cloned()))
        .take()
}

type Target = (Option<String>, String);

/// Some pages that lead to each of these keys.
async fn naming(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ask: &Ask,
    keys: &[String],
) -> Result<HashMap<Target, Vec<Line>>> {
    let mut naming: HashMap<Target, Vec<Line>> = HashMap::new();
    if keys.is_empty() {
        return Ok(naming);
    }
    let mut query = asked(actor, ask);
    line_columns(&mut query);
    query
        .columns([("link", "target_space"), ("link", "target_key")])
        .inner_join("link", same_face("link"))
        .and_where(Expr::col(("link", "target_key")).is_in(keys.iter().cloned()))
        .order_by(("face", "title_sort"), Order::Asc)
        .limit(2_000);
    let rows = db.query_all(&query).await?;
    for row in &rows {
        let target: Target = (
            row.try_get_by_index(super::lists::LINE_COLUMNS)?,
            row.try_get_by_index(super::lists::LINE_COLUMNS + 1)?,
        );
        let some = naming.entry(target).or_default();
        if some.len() < NAMED_IN_MAX {
            some.push(super::lists::line(row)?);
        }
    }
    Ok(naming)
}
