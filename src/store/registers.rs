//! Entries of registers and lists as the site has changed them, every entry that was ever in one,
//! and where entries are used. What an entry of the files says is not here; `kinds` knows that.

use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict, Query, SimpleExpr};
use sea_orm::{Condition, ConnectionTrait};

use super::faces::{columns_equal, same_face};
use super::lists::may_see;
use crate::access::Actor;
use crate::clock::Millis;
use crate::error::Result;
use crate::kinds::{Choice, EntryChange, Label, ListChanges, Until};

/// How many rows one INSERT carries; both databases limit the values of a statement.
const ROWS_PER_INSERT: usize = 500;

/// What the site has changed about one entry, with the version of its row.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The change.
    pub change: EntryChange,
    /// How often it was changed.
    pub version: u32,
}

/// A field that offers a list: the kind or set of records, and the field or `field.column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The kind or the set.
    pub of: String,
    /// The field.
    pub field: String,
}

/// How often a value is used in pages of a kind, or in rows of a set of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The kind or the set.
    pub of: String,
    /// The value.
    pub value: String,
    /// How many pages or rows.
    pub count: u64,
}

/// Everything the site has changed about its lists, and all entries ever seen.
pub async fn changes(db: &impl ConnectionTrait) -> Result<ListChanges> {
    let query = Query::select()
        .columns(["list", "id", "label_de", "label_en", "also"])
        .from("known_choice")
        .order_by("list", sea_orm::Order::Asc)
        .order_by("id", sea_orm::Order::Asc)
        .take();
    let mut known = Vec::new();
    for row in db.query_all(&query).await? {
        let also: String = row.try_get_by_index(4)?;
        let choice = Choice {
            id: row.try_get_by_index(1)?,
            label: Label { de: row.try_get_by_index(2)?, en: row.try_get_by_index(3)? },
            retired: false,
            valid_until: None,
            also: serde_json::from_str(&also).unwrap_or_default(),
            extra: Default::default(),
        };
        known.push((row.try_get_by_index(0)?, choice));
    }
    let entries = entries(db, None).await?.into_iter().map(|it| it.change).collect();
    Ok(ListChanges { entries, known })
}

/// The changed entries of one list.
pub async fn of_list(db: &impl ConnectionTrait, list: &str) -> Result<Vec<Entry>> {
    entries(db, Some(list)).await
}

async fn entries(db: &impl ConnectionTrait, list: Option<&str>) -> Result<Vec<Entry>> {
    let mut query = Query::select();
    query
        .columns(["list", "id", "label_de", "label_en", "valid_until", "position"])
        .columns(["is_added", "is_deleted", "version"])
        .from("register_entry")
        // Entries that were added stand in the order in which they were.
        .order_by("updated_at", sea_orm::Order::Asc)
        .order_by("id", sea_orm::Order::Asc);
    if let Some(list) = list {
        query.and_where(Expr::col("list").eq(list));
    }
    let mut entries = Vec::new();
    for row in db.query_all(&query).await? {
        let de: Option<String> = row.try_get_by_index(2)?;
        let en: Option<String> = row.try_get_by_index(3)?;
        let until: Option<String> = row.try_get_by_index(4)?;
        let position: Option<i32> = row.try_get_by_index(5)?;
        let version: i32 = row.try_get_by_index(8)?;
        let change = EntryChange {
            list: row.try_get_by_index(0)?,
            id: row.try_get_by_index(1)?,
            label: de.map(|de| Label { de, en: en.unwrap_or_default() }),
            until: until.map(|it| if it.is_empty() { Until::Open } else { Until::Day(it) }),
            position: position.map(i64::from),
            is_added: row.try_get_by_index(6)?,
            is_deleted: row.try_get_by_index(7)?,
        };
        entries.push(Entry { change, version: version as u32 });
    }
    Ok(entries)
}

/// Writes an entry whose row has version `from`, 0 for none yet; answers whether it still had.
pub async fn put(
    db: &impl ConnectionTrait,
    from: u32,
    change: &EntryChange,
    at: Millis,
) -> Result<bool> {
    if from == 0 {
        let insert = Query::insert()
            .into_table("register_entry")
            .columns(COLUMNS)
            .values_panic(values(change, 1, at))
            .on_conflict(OnConflict::columns(["list", "id"]).do_nothing().to_owned())
            .take();
        return Ok(db.execute(&insert).await?.rows_affected() == 1);
    }
    let pairs = COLUMNS.iter().copied().zip(values(change, from + 1, at));
    let update = Query::update()
        .table("register_entry")
        .values(pairs.filter(|(name, _)| !matches!(*name, "list" | "id")))
        .and_where(Expr::col("list").eq(change.list.as_str()))
        .and_where(Expr::col("id").eq(change.id.as_str()))
        .and_where(Expr::col("version").eq(from as i32))
        .take();
    Ok(db.execute(&update).await?.rows_affected() == 1)
}

const COLUMNS: [&str; 10] = [
    "list",
    "id",
    "label_de",
    "label_en",
    "valid_until",
    "position",
    "is_added",
    "is_deleted",
    "version",
    "updated_at",
];

fn values(change: &EntryChange, version: u32, at: Millis) -> Vec<SimpleExpr> {
    let label = change.label.as_ref();
    let until = change.until.as_ref().map(|it| match it {
        Until::Open => String::new(),
        Until::Day(day) => day.clone(),
    });
    let position = change.position.and_then(|it| i32::try_from(it).ok());
    let values: Vec<sea_orm::Value> = vec![
        change.list.as_str().into(),
        change.id.as_str().into(),
        label.map(|it| it.de.clone()).into(),
        label.map(|it| it.en.clone()).into(),
        until.into(),
        position.into(),
        change.is_added.into(),
        change.is_deleted.into(),
        (version as i32).into(),
        at.into(),
    ];
    values.into_iter().map(SimpleExpr::from).collect()
}

/// Puts the entries of a list in this order. Words and versions stay as they are.
pub async fn put_in_order(
    db: &impl ConnectionTrait,
    list: &str,
    ids: &[String],
    at: Millis,
) -> Result<()> {
    let mut places: Vec<(usize, &String)> = ids.iter().enumerate().collect();
    // Always in the same order, so that two people who sort never wait for each other in a ring.
    places.sort_by_key(|(_, id)| id.as_str());
    for (place, id) in places {
        let position = i64::try_from(place).ok();
        let change = EntryChange { position, ..EntryChange::none(list, id.as_str()) };
        let insert = Query::insert()
            .into_table("register_entry")
            .columns(COLUMNS)
            .values_panic(values(&change, 1, at))
            .on_conflict(OnConflict::columns(["list", "id"]).update_column("position").to_owned())
            .take();
        db.execute(&insert).await?;
    }
    Ok(())
}

/// Remembers entries with their last word.
pub async fn remember(db: &impl ConnectionTrait, seen: &[(String, Choice)]) -> Result<()> {
    for seen in seen.chunks(ROWS_PER_INSERT) {
        let mut insert = Query::insert();
        insert.into_table("known_choice").columns(["list", "id", "label_de", "label_en", "also"]);
        for (list, choice) in seen {
            let also = serde_json::Value::from(choice.also.clone()).to_string();
            let words = [list, &choice.id, &choice.label.de, &choice.label.en, &also];
            insert.values_panic(words.map(|it| SimpleExpr::from(it.as_str())));
        }
        insert.on_conflict(
            OnConflict::columns(["list", "id"])
                .update_columns(["label_de", "label_en", "also"])
                .to_owned(),
        );
        db.execute(&insert).await?;
    }
    Ok(())
}

/// How many pages of each kind the actor may see use each value in one of these fields.
pub async fn used_in_pages(
    db: &impl ConnectionTrait,
    actor: &Actor,
    places: &[Place],
) -> Result<Vec<Use>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let at_place = |any: Condition, it: &Place| {
        let this = Condition::all()
            .add(Expr::col(("face", "kind")).eq(it.of.as_str()))
            .add(Expr::col(("fact", "field")).eq(it.field.as_str()));
        any.add(this)
    };
    let query = Query::select()
        .columns([("face", "kind"), ("fact", "text")])
        .expr(Func::count_distinct(Expr::col(("face", "page_id"))))
        .from("face")
        .inner_join("fact", same_face("fact"))
        .inner_join("page", columns_equal(("page", "id"), ("face", "page_id")))
        .and_where(Expr::col(("page", "trashed_at")).is_null())
        .and_where(Expr::col(("fact", "text")).is_not_null())
        .cond_where(places.iter().fold(Condition::any(), at_place))
        .cond_where(may_see(actor))
        .add_group_by([Expr::col(("face", "kind")), Expr::col(("fact", "text"))])
        .take();
    uses(db, &query).await
}

/// How many rows of each set of records use each value in one of these fields.
pub async fn used_in_records(db: &impl ConnectionTrait, places: &[Place]) -> Result<Vec<Use>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let at_place = |any: Condition, it: &Place| {
        let this = Condition::all()
            .add(Expr::col("record_set").eq(it.of.as_str()))
            .add(Expr::col("field").eq(it.field.as_str()));
        any.add(this)
    };
    let query = Query::select()
        .columns(["record_set", "text"])
        .expr(Func::count_distinct(Expr::col("record_id")))
        .from("record_fact")
        .and_where(Expr::col("text").is_not_null())
        .cond_where(places.iter().fold(Condition::any(), at_place))
        .add_group_by([Expr::col("record_set"), Expr::col("text")])
        .take();
    uses(db, &query).await
}

/// Whether a value stands in any revision of a page or any version of a row, as far as their
/// stored text tells: what was once written has to stay readable.
pub async fn was_ever_used(db: &impl ConnectionTrait, values: &[&str]) -> Result<bool> {
    for table in ["revision", "record_version"] {
        for value in values {
            let quoted = serde_json::Value::from(*value).to_string();
            let pattern = format!("%{}%", quoted.replace('_', "\\_").replace('%', "\\%"));
            let like = sea_orm::sea_query::LikeExpr::new(pattern).escape('\\');
            let query = Query::select()
                .expr(Expr::val(1))
                .from(table)
                .and_where(Expr::col("fields").like(like))
                .limit(1)
                .take();
            if db.query_one(&query).await?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

async fn uses(
    db: &impl ConnectionTrait,
    query: &sea_orm::sea_query::SelectStatement,
) -> Result<Vec<Use>> {
    let mut found = Vec::new();
    for row in db.query_all(query).await? {
        let count: i64 = row.try_get_by_index(2)?;
        found.push(Use {
            of: row.try_get_by_index(0)?,
            value: row.try_get_by_index(1)?,
            count: count as u64,
        });
    }
    Ok(found)
}
