//! Pages as programs walk through them: whole but for their texts, in a given order, from a place
//! in that order on. The place is one of values, not of numbers of rows, so that pages that come
//! or go meanwhile neither repeat nor hide others. Like every list it goes through `may_see`.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{Condition, ConnectionTrait, QueryResult};

use super::faces::columns_equal;
use super::lists::{Ask, asked};
use super::pages::{Content, Head, Revision, object};
use super::spaces::Space;
use crate::access::Actor;
use crate::error::Result;
use crate::kinds::SortOrder;

/// A page with the revision a list shows; its text is empty.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The page.
    pub head: Head,
    /// What is shown of it, without text.
    pub revision: Revision,
    /// Where it stands in the order.
    pub place: Place,
}

/// What pages can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderBy {
    /// Title.
    Title,
    /// Code, such as that of a standard.
    Code,
    /// Id of the kind.
    Kind,
    /// Key of the space.
    Space,
    /// Status.
    Status,
    /// When what is shown was written.
    Updated,
}

impl OrderBy {
    const ALL: [(&str, Self); 7] = [
        ("title", Self::Title),
        ("code", Self::Code),
        ("kind", Self::Kind),
        ("space", Self::Space),
        ("status", Self::Status),
        ("updated", Self::Updated),
        ("updated_at", Self::Updated),
    ];

    /// The order of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, it)| *it)
    }

    fn column(self) -> Expr {
        let (table, column) = match self {
            Self::Title => ("face", "title_sort"),
            Self::Code => ("face", "code"),
            Self::Kind => ("face", "kind"),
            Self::Space => ("space", "key"),
            Self::Status => ("face", "status"),
            Self::Updated => ("face", "updated_at"),
        };
        Expr::col((table, column))
    }

    fn fits(self, value: &Value) -> bool {
        matches!(value, Value::Number(_)) == (self == Self::Updated)
    }
}

/// A value of a place in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
}

/// A place in an order: the values of one row, and its id, which parts rows of the same values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// One value for each part of the order.
    pub values: Vec<Value>,
    /// The id of the page.
    pub page: String,
}

impl Place {
    /// Whether there can be such a place in this order.
    pub fn fits(&self, order: &[(OrderBy, SortOrder)]) -> bool {
        self.values.len() == order.len()
            && self.values.iter().zip(order).all(|(value, (by, _))| by.fits(value))
    }
}

/// What is walked through.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Which pages; its own order, limit and offset do not count.
    pub ask: Ask,
    /// Only these kinds, any of them.
    pub kinds: Vec<String>,
    /// In which order; by id, which is the order of creation, where nothing is said.
    pub order: Vec<(OrderBy, SortOrder)>,
    /// From behind this place, which must fit the order.
    pub after: Option<Place>,
    /// At most this many.
    pub limit: u64,
}

/// The pages of a listing.
pub async fn pages(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: &Listing,
) -> Result<Vec<Listed>> {
    let mut query = asked(actor, &listing.ask);
    query
        .inner_join(
            "revision",
            Condition::all()
                .add(columns_equal(("revision", "page_id"), ("face", "page_id")))
                .add(columns_equal(("revision", "number"), ("face", "revision"))),
        )
        .columns(PAGE.map(|it| ("page", it)))
        .columns(REVISION.map(|it| ("revision", it)))
        .column(("space", "id"));
    if !listing.kinds.is_empty() {
        query.and_where(Expr::col(("face", "kind")).is_in(listing.kinds.iter().cloned()));
    }
    for (by, order) in &listing.order {
        query.expr(by.column()).order_by_expr(by.column(), direction(*order));
    }
    if let Some(place) = &listing.after {
        query.cond_where(behind(&listing.order, place));
    }
    query.order_by(("face", "page_id"), sea_orm::Order::Asc).limit(listing.limit);

    let spaces = super::spaces::all(db).await?;
    let rows = db.query_all(&query).await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in &rows {
        listed.extend(read(row, &spaces, &listing.order)?);
    }
    Ok(listed)
}

/// How many pages a listing has, wherever it goes on.
pub async fn count(db: &impl ConnectionTrait, actor: &Actor, listing: &Listing) -> Result<u64> {
    let mut query = asked(actor, &listing.ask);
    query.expr(sea_orm::sea_query::Func::count(Expr::col(("face", "page_id"))));
    if !listing.kinds.is_empty() {
        query.and_where(Expr::col(("face", "kind")).is_in(listing.kinds.iter().cloned()));
    }
    let row = db.query_one(&query).await?;
    let count: i64 = row.map_or(Ok(0), |it| it.try_get_by_index(0))?;
    Ok(count as u64)
}

const PAGE: [&str; 12] = [
    "id",
    "kind",
    "slug",
    "path",
    "parent_id",
    "visibility",
    "working",
    "released",
    "created_by",
    "created_at",
    "updated_at",
    "locked_at",
];
const REVISION: [&str; 9] = [
    "number",
    "title",
    "status",
    "fields",
    "extra",
    "account_id",
    "at",
    "change_note",
    "merged_from",
];

fn direction(order: SortOrder) -> sea_orm::Order {
    match order {
        SortOrder::Ascending => sea_orm::Order::Asc,
        SortOrder::Descending => sea_orm::Order::Desc,
    }
}

/// Rows behind a place: those that come later by the first value, or are alike there and come
/// later by the second, and so on; of rows alike in all, those of a greater id.
fn behind(order: &[(OrderBy, SortOrder)], place: &Place) -> Condition {
    let mut alike = Condition::all();
    let mut any = Condition::any();
    for ((by, order), value) in order.iter().zip(&place.values) {
        let value = match value {
            Value::Text(text) => Expr::val(text.as_str()),
            Value::Number(number) => Expr::val(*number),
        };
        let later = match order {
            SortOrder::Ascending => by.column().gt(value.clone()),
            SortOrder::Descending => by.column().lt(value.clone()),
        };
        any = any.add(alike.clone().add(later));
        alike = alike.add(by.column().eq(value));
    }
    any.add(alike.add(Expr::col(("face", "page_id")).gt(place.page.as_str())))
}

fn read(
    row: &QueryResult,
    spaces: &[Space],
    order: &[(OrderBy, SortOrder)],
) -> Result<Option<Listed>> {
    let space: String = row.try_get_by_index(21)?;
    let Some(space) = spaces.iter().find(|it| it.id == space) else { return Ok(None) };
    let id: String = row.try_get_by_index(0)?;
    let number = |index: usize| -> Result<u32> { Ok(row.try_get_by_index::<i32>(index)? as u32) };
    let optional = |index: usize| -> Result<Option<u32>> {
        Ok(row.try_get_by_index::<Option<i32>>(index)?.map(|it| it as u32))
    };
    let head = Head {
        id: id.clone(),
        space: space.clone(),
        kind: row.try_get_by_index(1)?,
        slug: row.try_get_by_index(2)?,
        path: row.try_get_by_index(3)?,
        parent: row.try_get_by_index(4)?,
        visibility: row.try_get_by_index(5)?,
        working: number(6)?,
        released: optional(7)?,
        created_by: row.try_get_by_index(8)?,
        created_at: row.try_get_by_index(9)?,
        updated_at: row.try_get_by_index(10)?,
        is_locked: row.try_get_by_index::<Option<i64>>(11)?.is_some(),
    };
    let (fields, extra): (String, String) = (row.try_get_by_index(15)?, row.try_get_by_index(16)?);
    let revision = Revision {
        number: number(12)?,
        content: Content {
            title: row.try_get_by_index(13)?,
            status: row.try_get_by_index(14)?,
            fields: object(&fields)?,
            extra: object(&extra)?,
            text: String::new(),
        },
        account: row.try_get_by_index(17)?,
        at: row.try_get_by_index(18)?,
        change_note: row.try_get_by_index(19)?,
        merged_from: optional(20)?,
    };
    let mut values = Vec::with_capacity(order.len());
    for (index, (by, _)) in (22..).zip(order) {
        values.push(match by {
            OrderBy::Updated => Value::Number(row.try_get_by_index(index)?),
            _ => Value::Text(row.try_get_by_index(index)?),
        });
    }
    Ok(Some(Listed { head, revision, place: Place { values, page: id } }))
}
