//! Lists of pages as one reader may see them: registers, recent changes, backlinks, counts.
//! Every query here goes through `may_see`; there is no other way to list pages.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{Condition, ConnectionTrait, QueryResult};

use super::faces::{columns_equal, same_face};
use crate::access::{Actor, Face};
use crate::clock::Millis;
use crate::error::Result;

/// A row of a list of pages.
#[derive(Clone, Debug)]
pub struct Line {
    /// The page id.
    pub page: String,
    /// The face it shows.
    pub face: Face,
    /// The space key.
    pub space: String,
    /// The path in the space.
    pub path: String,
    /// The kind.
    pub kind: String,
    /// The title.
    pub title: String,
    /// The code, empty where there is none.
    pub code: String,
    /// The status.
    pub status: String,
    /// The summary.
    pub summary: String,
    /// `belegt`, `vorhaben`, `beispiel` or empty.
    pub honesty: String,
    /// When the shown revision was written.
    pub updated_at: Millis,
}

/// What a list is asked for; everything left out is not asked.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Only this kind.
    pub kind: Option<String>,
    /// Only these space keys, any of them.
    pub spaces: Vec<String>,
    /// Only these statuses, any of them.
    pub statuses: Vec<String>,
    /// Only pages that have one of the values in each of these fields.
    pub facts: Vec<(String, Vec<String>)>,
    /// Only these pages.
    pub pages: Vec<String>,
    /// Only pages right below this one.
    pub parent: Option<String>,
    /// Only pages right below one of these.
    pub parents: Vec<String>,
    /// Only pages that lie below no other one.
    pub only_top: bool,
    /// Only pages that serve as templates for new ones.
    pub only_templates: bool,
    /// Only pages this account created.
    pub created_by: Option<String>,
    /// Only pages no revision of which is in force.
    pub only_drafts: bool,
    /// In which order.
    pub order: Order,
    /// As somebody put them in order, the others after them in `order`.
    pub as_placed: bool,
    /// At most this many rows.
    pub limit: u64,
    /// After skipping this many.
    pub offset: u64,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By title.
    #[default]
    Title,
    /// By title, from the end.
    TitleDescending,
    /// Last changed first.
    Newest,
    /// Longest unchanged first.
    Oldest,
}

/// The condition on `face` that the actor may see it. Administrators see every face.
pub(super) fn may_see(actor: &Actor) -> Condition {
    if actor.is_admin() {
        return Condition::all();
    }
    let shared = Query::select()
        .expr(Expr::val(1))
        .from("face_audience")
        .cond_where(same_face("face_audience"))
        .and_where(Expr::col(("face_audience", "token")).is_in(actor.tokens().iter().cloned()))
        .take();
    Condition::all().add(Expr::exists(shared))
}

/// Each page once: the face in force if the actor may see it, else the one worked on.
pub(super) fn once(actor: &Actor) -> Condition {
    let released = Face::Released.id();
    let mut in_force = Query::select();
    in_force
        .expr(Expr::val(1))
        .from_as("face", "in_force")
        .and_where(columns_equal(("in_force", "page_id"), ("face", "page_id")))
        .and_where(Expr::col(("in_force", "face")).eq(released));
    if !actor.is_admin() {
        in_force
            .inner_join(
                Alias::new("face_audience"),
                Condition::all()
                    .add(columns_equal(("face_audience", "page_id"), ("in_force", "page_id")))
                    .add(columns_equal(("face_audience", "face"), ("in_force", "face"))),
            )
            .and_where(Expr::col(("face_audience", "token")).is_in(actor.tokens().iter().cloned()));
    }
    let alone = Condition::any()
        .add(Expr::col(("face", "face")).eq(released))
        .add(Expr::exists(in_force.take()).not());
    may_see(actor).add(alone)
}

/// The rows of a list.
pub async fn pages(db: &impl ConnectionTrait, actor: &Actor, ask: &Ask) -> Result<Vec<Line>> {
    let mut query = asked(actor, ask);
    line_columns(&mut query);
    let title = || Expr::col(("face", "title_sort"));
    let newest = || Expr::col(("face", "updated_at"));
    let (by, order) = match ask.order {
        Order::Title => (title(), sea_orm::Order::Asc),
        Order::TitleDescending => (title(), sea_orm::Order::Desc),
        Order::Newest => (newest(), sea_orm::Order::Desc),
        Order::Oldest => (newest(), sea_orm::Order::Asc),
    };
    if ask.as_placed {
        query.order_by(("page", "position"), sea_orm::Order::Asc);
    }
    query
        .order_by_expr(by, order)
        .order_by(("face", "page_id"), sea_orm::Order::Asc)
        .limit(ask.limit)
        .offset(ask.offset);
    lines(db, &query).await
}

/// The pages of a kind that serve as templates for new ones, as far as the actor may see them.
pub async fn templates(
    db: &impl ConnectionTrait,
    actor: &Actor,
    kind: &str,
    limit: u64,
) -> Result<Vec<Line>> {
    let ask = Ask { kind: Some(kind.to_owned()), only_templates: true, limit, ..Ask::default() };
    pages(db, actor, &ask).await
}

/// The pages right below these ones, each with the page above it, in the order they were given.
pub async fn below(
    db: &impl ConnectionTrait,
    actor: &Actor,
    parents: &[String],
    limit: u64,
) -> Result<Vec<(String, Line)>> {
    // Whoever names the pages above has narrowed the list down.
    let ask = Ask { parents: parents.to_vec(), ..Ask::default() };
    if parents.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = asked(actor, &ask);
    line_columns(&mut query);
    query
        .column(("page", "parent_id"))
        .order_by(("page", "position"), sea_orm::Order::Asc)
        .order_by(("face", "title_sort"), sea_orm::Order::Asc)
        .order_by(("face", "page_id"), sea_orm::Order::Asc)
        .limit(limit);
    let rows = db.query_all(&query).await?;
    let above: Result<Vec<String>> =
        rows.iter().map(|row| Ok(row.try_get("", "parent_id")?)).collect();
    let lines: Result<Vec<Line>> = rows.iter().map(line).collect();
    Ok(above?.into_iter().zip(lines?).collect())
}

/// How many rows a list has.
pub async fn count(db: &impl ConnectionTrait, actor: &Actor, ask: &Ask) -> Result<u64> {
    let mut query = asked(actor, ask);
    query.expr(Func::count(Expr::col(("face", "page_id"))));
    let row = db.query_one(&query).await?;
    let count: i64 = row.map_or(Ok(0), |it| it.try_get_by_index(0))?;
    Ok(count as u64)
}

/// How many rows of a list have each value of a field, most frequent first.
pub async fn facet(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ask: &Ask,
    field: &str,
) -> Result<Vec<(String, u64)>> {
    let mut query = asked(actor, ask);
    let count = Func::count_distinct(Expr::col(("face", "page_id")));
    query
        .column(("fact", "text"))
        .expr(count.clone())
        .inner_join("fact", same_face("fact"))
        .and_where(Expr::col(("fact", "field")).eq(field))
        .and_where(Expr::col(("fact", "text")).is_not_null())
        .add_group_by([Expr::col(("fact", "text"))])
        .order_by_expr(SimpleExpr::from(count), sea_orm::Order::Desc)
        .order_by(("fact", "text"), sea_orm::Order::Asc);
    grouped(db, &query).await
}

/// How many rows of a list each kind, space or status has.
pub async fn by_column(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ask: &Ask,
    column: GroupColumn,
) -> Result<Vec<(String, u64)>> {
    let mut query = asked(actor, ask);
    let column = match column {
        GroupColumn::Kind => ("face", "kind"),
        GroupColumn::Space => ("space", "key"),
        GroupColumn::Status => ("face", "status"),
    };
    query
        .column(column)
        .expr(Func::count(Expr::col(("face", "page_id"))))
        .add_group_by([Expr::col(column)])
        .order_by(column, sea_orm::Order::Asc);
    grouped(db, &query).await
}

/// What [`by_column`] groups by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupColumn {
    /// By kind.
    Kind,
    /// By space key.
    Space,
    /// By status.
    Status,
}

/// The values of some fields for the faces of a list, in the order of positions.
pub async fn facts_of(
    db: &impl ConnectionTrait,
    lines: &[Line],
    fields: &[&str],
) -> Result<Vec<(String, String, String)>> {
    let mut facts = Vec::new();
    if fields.is_empty() {
        return Ok(facts);
    }
    // SQLite refuses conditions nested deeper than a thousand.
    for lines in lines.chunks(300) {
        let faces = lines.iter().fold(Condition::any(), |any, it| {
            let this = Condition::all()
                .add(Expr::col("page_id").eq(it.page.clone()))
                .add(Expr::col("face").eq(it.face.id()));
            any.add(this)
        });
        let query = Query::select()
            .columns(["page_id", "field", "text"])
            .from("fact")
            .cond_where(faces)
            .and_where(Expr::col("field").is_in(fields.iter().copied()))
            .order_by("position", sea_orm::Order::Asc)
            .take();
        for row in db.query_all(&query).await? {
            let text: Option<String> = row.try_get_by_index(2)?;
            facts.push((
                row.try_get_by_index(0)?,
                row.try_get_by_index(1)?,
                text.unwrap_or_default(),
            ));
        }
    }
    Ok(facts)
}

pub(super) fn asked(actor: &Actor, ask: &Ask) -> SelectStatement {
    let mut query = Query::select();
    query
        .from("face")
        .inner_join("page", columns_equal(("page", "id"), ("face", "page_id")))
        .inner_join("space", columns_equal(("space", "id"), ("face", "space_id")))
        .cond_where(once(actor));
    let texts = [
        (("face", "kind"), &ask.kind),
        (("page", "parent_id"), &ask.parent),
        (("page", "created_by"), &ask.created_by),
    ];
    for (column, value) in texts {
        if let Some(value) = value {
            query.and_where(Expr::col(column).eq(value.as_str()));
        }
    }
    let lists = [
        (("face", "page_id"), &ask.pages),
        (("page", "parent_id"), &ask.parents),
        (("space", "key"), &ask.spaces),
        (("face", "status"), &ask.statuses),
    ];
    for (column, values) in lists {
        if !values.is_empty() {
            query.and_where(Expr::col(column).is_in(values.iter().cloned()));
        }
    }
    let is_narrow = !ask.spaces.is_empty()
        || !ask.pages.is_empty()
        || ask.parent.is_some()
        || !ask.parents.is_empty()
        || ask.created_by.is_some();
    if !is_narrow {
        // What is only tried out appears nowhere else (product.md 8).
        query.and_where(Expr::col(("space", "everyone_role")).is_null());
    }
    if ask.only_top {
        query.and_where(Expr::col(("page", "parent_id")).is_null());
    }
    if ask.only_templates {
        query.and_where(Expr::col(("page", "is_template")).eq(true));
    }
    if ask.only_drafts {
        query.and_where(Expr::col(("page", "released")).is_null());
    }
    for (field, values) in &ask.facts {
        let has = Query::select()
            .expr(Expr::val(1))
            .from("fact")
            .cond_where(same_face("fact"))
            .and_where(Expr::col(("fact", "field")).eq(field.as_str()))
            .and_where(Expr::col(("fact", "text")).is_in(values.iter().cloned()))
            .take();
        query.and_where(Expr::exists(has));
    }
    query
}

/// How many columns [`line_columns`] are.
pub(super) const LINE_COLUMNS: usize = 11;

pub(super) fn line_columns(query: &mut SelectStatement) {
    query
        .columns([("face", "page_id"), ("face", "face"), ("space", "key"), ("page", "path")])
        .columns([("face", "kind"), ("face", "title"), ("face", "status"), ("face", "summary")])
        .columns([("face", "honesty"), ("face", "updated_at"), ("face", "code")]);
}

pub(super) async fn lines(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<Line>> {
    db.query_all(query).await?.iter().map(line).collect()
}

/// A row whose first columns are those of [`line_columns`].
pub(super) fn line(row: &QueryResult) -> Result<Line> {
    let face: String = row.try_get_by_index(1)?;
    Ok(Line {
        page: row.try_get_by_index(0)?,
        face: Face::parse(&face).unwrap_or(Face::Working),
        space: row.try_get_by_index(2)?,
        path: row.try_get_by_index(3)?,
        kind: row.try_get_by_index(4)?,
        title: row.try_get_by_index(5)?,
        status: row.try_get_by_index(6)?,
        summary: row.try_get_by_index(7)?,
        honesty: row.try_get_by_index(8)?,
        updated_at: row.try_get_by_index(9)?,
        code: row.try_get_by_index(10)?,
    })
}

pub(super) async fn grouped(
    db: &impl ConnectionTrait,
    query: &SelectStatement,
) -> Result<Vec<(String, u64)>> {
    let rows = db.query_all(query).await?;
    let read = rows.iter().map(|row| {
        let count: i64 = row.try_get_by_index(1)?;
        Ok((row.try_get_by_index(0)?, count as u64))
    });
    read.collect()
}
