//! Answers a `Query` for one actor and one day: its rows, how many there are, and how many have
//! each value. Every condition stands in one statement with the audience filter; no words here.

mod conditions;

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, Func, NullOrdering, Order, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use self::conditions::{Asked, Place};
use super::entities::{record, revision};
use super::lists::{self, Line};
use super::records::{self, Record};
use crate::access::Actor;
use crate::clock::Millis;
use crate::error::Result;
use crate::kinds::{Asker, Fields, Kinds, Query, SortOrder};

/// The most values a facet tells of.
const VALUES_MAX: u64 = 100;
/// How many rows are looked up at once; SQLite refuses conditions nested deeper than a thousand.
const CHUNK: usize = 300;

/// Who asks, on which day, and what the fields of the question mean.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Whose rights count.
    pub actor: &'a Actor,
    /// Whose district and which day are meant.
    pub asker: Asker<'a>,
    /// The kinds as they are now.
    pub kinds: &'a Kinds,
}

/// Which part of an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// At most so many rows.
    pub limit: u64,
    /// After skipping so many.
    pub offset: u64,
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub struct Row {
    /// The page, or the page at which the record lives.
    pub line: Line,
    /// The record, where records were asked for.
    pub record: Option<Record>,
    /// The values of the page as this actor sees it; empty for records, which have their own.
    pub page_fields: Fields,
}

impl Row {
    /// The values of the page or of the record, whichever was asked for.
    pub fn fields(&self) -> &Fields {
        self.record.as_ref().map_or(&self.page_fields, |it| &it.fields)
    }

    /// When the page or the record last changed.
    pub fn updated_at(&self) -> Millis {
        self.record.as_ref().map_or(self.line.updated_at, |it| it.updated_at)
    }
}

/// The rows of an answer in their order. Equal ones keep the order of their ids, so that the parts
/// of a long answer fit together.
pub async fn rows(
    db: &impl ConnectionTrait,
    scope: &Scope<'_>,
    query: &Query,
    window: Window,
) -> Result<Vec<Row>> {
    let asked = Asked::new(scope, query);
    let mut select = asked.select();
    lists::line_columns(&mut select);
    select.column(("face", "revision"));
    if asked.is_about_records() {
        select.column(("record", "id"));
    }
    add_order(&asked, &mut select);
    select.limit(window.limit).offset(window.offset);

    let found = db.query_all(&select).await?;
    if asked.is_about_records() {
        let mut keys = Vec::with_capacity(found.len());
        for row in &found {
            keys.push((lists::line(row)?, row.try_get_by_index::<String>(12)?));
        }
        return with_records(db, keys).await;
    }
    let mut keys = Vec::with_capacity(found.len());
    for row in &found {
        keys.push((lists::line(row)?, row.try_get_by_index::<i32>(11)?));
    }
    with_fields(db, keys).await
}

/// How many rows the whole answer has.
pub async fn count(db: &impl ConnectionTrait, scope: &Scope<'_>, query: &Query) -> Result<u64> {
    let asked = Asked::new(scope, query);
    let mut select = asked.select();
    select.expr(Func::count(asked.id()));
    let row = db.query_one(&select).await?;
    let count: i64 = row.map_or(Ok(0), |it| it.try_get_by_index(0))?;
    Ok(count as u64)
}

/// How many rows of the answer have each value of a field, most frequent first, at most a hundred
/// values. `district` counts as the condition on districts does: where a row stands, or what it
/// names.
pub async fn facet(
    db: &impl ConnectionTrait,
    scope: &Scope<'_>,
    query: &Query,
    field: &str,
) -> Result<Vec<(String, u64)>> {
    let asked = Asked::new(scope, query);
    if field == DISTRICT {
        return by_district(db, &asked).await;
    }
    let mut select = asked.select();
    match asked.place(field) {
        Place::Facts { fields, .. } => {
            let fact = asked.fact_table();
            select
                .expr_as(Expr::col((fact, "text")), "value")
                .inner_join(fact, asked.same_row())
                .and_where(Expr::col((fact, "field")).is_in(fields))
                .and_where(Expr::col((fact, "text")).is_not_null());
        }
        Place::Kind => {
            select.expr_as(Expr::col(("face", "kind")), "value");
        }
        Place::Space => {
            select.expr_as(Expr::col(("space", "key")), "value");
        }
        Place::Status => {
            select.expr_as(asked.status(), "value");
        }
        Place::Title | Place::PageTitle | Place::Updated | Place::Nowhere => return Ok(Vec::new()),
    }
    counted(db, &asked, select).await
}

/// What [`facet`] calls the districts a row concerns.
pub const DISTRICT: &str = "district";

/// Rows by the district of their space and by the districts they name, each row once a district.
async fn by_district(db: &impl ConnectionTrait, asked: &Asked<'_>) -> Result<Vec<(String, u64)>> {
    let own = asked.district_fields();
    let mut of_space = asked.select();
    of_space
        .expr_as(Expr::col(("space", "district")), "value")
        .and_where(Expr::col(("space", "district")).is_not_null());
    if asked.is_about_records() && !own.is_empty() {
        of_space.and_where(Expr::exists(asked.facts(&own)).not());
    }
    let mut counts: HashMap<String, u64> =
        counted(db, asked, of_space).await?.into_iter().collect();
    if !own.is_empty() {
        let fact = asked.fact_table();
        let mut named = asked.select();
        named
            .expr_as(Expr::col((fact, "text")), "value")
            .inner_join(fact, asked.same_row())
            .and_where(Expr::col((fact, "field")).is_in(own));
        if !asked.is_about_records() {
            // What stands in the district's own space is counted already.
            let elsewhere = Condition::any()
                .add(Expr::col(("space", "district")).is_null())
                .add(Expr::col(("space", "district")).ne(Expr::col((fact, "text"))));
            named.cond_where(elsewhere);
        }
        for (district, count) in counted(db, asked, named).await? {
            *counts.entry(district).or_default() += count;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(counts)
}

/// Counts the rows of a statement for each of its values.
async fn counted(
    db: &impl ConnectionTrait,
    asked: &Asked<'_>,
    mut select: SelectStatement,
) -> Result<Vec<(String, u64)>> {
    select
        .expr_as(Func::count_distinct(asked.id()), "rows")
        .add_group_by([Expr::col("value")])
        .order_by("rows", Order::Desc)
        .order_by("value", Order::Asc)
        .limit(VALUES_MAX);
    let mut counts = lists::grouped(db, &select).await?;
    counts.retain(|(value, _)| !value.is_empty());
    Ok(counts)
}

fn add_order(asked: &Asked<'_>, select: &mut SelectStatement) {
    for (key, order) in asked.order() {
        let order = match order {
            SortOrder::Ascending => Order::Asc,
            SortOrder::Descending => Order::Desc,
        };
        select.order_by_expr_with_nulls(key, order, NullOrdering::Last);
    }
    if asked.order().is_empty() && asked.is_about_records() {
        select.order_by(("record", "created_at"), Order::Desc);
    } else if asked.order().is_empty() {
        select.order_by(("face", "title_sort"), Order::Asc);
    }
    select.order_by_expr(asked.id(), Order::Asc);
}

async fn with_records(db: &impl ConnectionTrait, keys: Vec<(Line, String)>) -> Result<Vec<Row>> {
    let mut found = HashMap::new();
    for keys in keys.chunks(CHUNK) {
        let ids = keys.iter().map(|(_, id)| id.clone());
        let rows = record::Entity::find().filter(record::Column::Id.is_in(ids)).all(db).await?;
        for row in rows {
            let record = records::from_row(row)?;
            found.insert(record.id.clone(), record);
        }
    }
    let rows = keys.into_iter().filter_map(|(line, id)| {
        Some(Row { line, record: Some(found.remove(&id)?), page_fields: Fields::new() })
    });
    Ok(rows.collect())
}

async fn with_fields(db: &impl ConnectionTrait, keys: Vec<(Line, i32)>) -> Result<Vec<Row>> {
    use sea_orm::QuerySelect;

    let mut found: HashMap<String, Fields> = HashMap::new();
    for keys in keys.chunks(CHUNK) {
        let these = keys.iter().fold(Condition::any(), |any, (line, number)| {
            let this = revision::Column::PageId.eq(&line.page);
            any.add(this.and(revision::Column::Number.eq(*number)))
        });
        let rows: Vec<(String, String)> = revision::Entity::find()
            .select_only()
            .columns([revision::Column::PageId, revision::Column::Fields])
            .filter(these)
            .into_tuple()
            .all(db)
            .await?;
        for (page, fields) in rows {
            found.insert(page, records::object(&fields)?);
        }
    }
    let rows = keys.into_iter().map(|(line, _)| {
        let page_fields = found.remove(&line.page).unwrap_or_default();
        Row { line, record: None, page_fields }
    });
    Ok(rows.collect())
}
