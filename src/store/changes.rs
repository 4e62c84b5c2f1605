//! The change log: one typed row per act, in the order acts became durable, without gaps.
//! Knows no followers; `changes` runs those.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use serde_json::Value;

use super::entities::change;
use crate::clock::Millis;
use crate::db::Txn;
use crate::error::{AppError, Result};

/// What happened; followers skip types they do not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeType {
    /// A page came to be.
    PageCreated,
    /// A page has a new revision, or its faces changed.
    PageSaved,
    /// A page has another address, or another place among its neighbours.
    PageMoved,
    /// A page went to the trash.
    PageTrashed,
    /// A page came back from the trash.
    PageRestored,
    /// A page is gone for good.
    PagePurged,
    /// A page was locked, unlocked, or made a template or none.
    PageMarked,
    /// A row of a record set was added, changed or taken away.
    RecordSaved,
    /// The files of a page changed.
    FilesSaved,
    /// A space came to be or changed.
    SpaceSaved,
    /// A person's account, roles or standing changed.
    AccountSaved,
    /// What is derived from a page was made anew, because its kind changed; nobody wrote.
    PageDerived,
    /// An entry of a register or list was added, changed or moved.
    RegisterSaved,
    /// Files of kinds changed, and everything derived has followed.
    KindsChanged,
}

impl ChangeType {
    const ALL: [Self; 14] = [
        Self::PageCreated,
        Self::PageSaved,
        Self::PageMoved,
        Self::PageTrashed,
        Self::PageRestored,
        Self::PagePurged,
        Self::PageMarked,
        Self::RecordSaved,
        Self::FilesSaved,
        Self::SpaceSaved,
        Self::AccountSaved,
        Self::PageDerived,
        Self::RegisterSaved,
        Self::KindsChanged,
    ];

    /// The word in the log.
    pub fn id(self) -> &'static str {
        match self {
            Self::PageCreated => "page.created",
            Self::PageSaved => "page.saved",
            Self::PageMoved => "page.moved",
            Self::PageTrashed => "page.trashed",
            Self::PageRestored => "page.restored",
            Self::PagePurged => "page.purged",
            Self::PageMarked => "page.marked",
            Self::RecordSaved => "record.saved",
            Self::FilesSaved => "files.saved",
            Self::SpaceSaved => "space.saved",
            Self::AccountSaved => "account.saved",
            Self::PageDerived => "page.derived",
            Self::RegisterSaved => "register.saved",
            Self::KindsChanged => "kinds.changed",
        }
    }
}

/// An act about to be logged.
#[derive(Clone, Debug)]
pub struct NewChange {
    /// What happened.
    pub what: ChangeType,
    /// When.
    pub at: Millis,
    /// The page it happened to.
    pub page: Option<String>,
    /// The space it happened in.
    pub space: Option<String>,
    /// Who did it, or to whose account it happened.
    pub account: Option<String>,
    /// More, per type.
    pub data: Value,
}

/// A logged act.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its number; numbers have no gaps.
    pub seq: u64,
    /// What happened; `None` for a type of a newer program.
    pub what: Option<ChangeType>,
    /// The page it happened to.
    pub page: Option<String>,
    /// The space it happened in.
    pub space: Option<String>,
    /// Who did it, or to whose account it happened.
    pub account: Option<String>,
}

/// Logs an act. Must be the last statement of its transaction: the counter row is held from here
/// to the commit, which is what keeps numbers in commit order and free of gaps.
pub async fn append(txn: &Txn, change: NewChange) -> Result<u64> {
    let next = Statement::from_string(
        txn.get_database_backend(),
        "UPDATE change_counter SET seq = seq + 1 WHERE id = 1 RETURNING seq",
    );
    let row = txn.query_one_raw(next).await?;
    let row = row.ok_or_else(|| AppError::failure("the change counter is missing"))?;
    let seq: i64 = row.try_get("", "seq")?;
    let number = |key: &str| change.data.get(key).and_then(Value::as_i64).map(|it| it as i32);
    let revision = number("revision");
    let row = change::ActiveModel {
        seq: Set(seq),
        at: Set(change.at),
        r#type: Set(change.what.id().to_owned()),
        version: Set(1),
        page_id: Set(change.page),
        space_id: Set(change.space),
        account_id: Set(change.account),
        data: Set(change.data.to_string()),
        revision: Set(revision),
        // Lists of changes show readers only what came into force.
        in_force: Set(revision.map(|it| number("released") == Some(it))),
    };
    change::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(seq as u64)
}

/// The acts after `seq`, oldest first, at most `limit`.
pub async fn after(db: &impl ConnectionTrait, seq: u64, limit: u64) -> Result<Vec<Change>> {
    let rows = change::Entity::find()
        .filter(change::Column::Seq.gt(seq as i64))
        .order_by_asc(change::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The number of the newest act of this type after `seq`, if there is one.
pub async fn newest(db: &impl ConnectionTrait, what: ChangeType, seq: u64) -> Result<Option<u64>> {
    let newest = change::Entity::find()
        .select_only()
        .column(change::Column::Seq)
        .filter(change::Column::Seq.gt(seq as i64))
        .filter(change::Column::Type.eq(what.id()))
        .order_by_desc(change::Column::Seq)
        .into_tuple::<i64>()
        .one(db)
        .await?;
    Ok(newest.map(|it| it as u64))
}

/// How many acts are logged, which must be the number of the newest one.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(change::Entity::find().count(db).await?)
}

/// The number of the newest act, 0 in an empty wiki.
pub async fn head(db: &impl ConnectionTrait) -> Result<u64> {
    let query = Statement::from_string(
        db.get_database_backend(),
        "SELECT seq FROM change_counter WHERE id = 1",
    );
    let row = db.query_one_raw(query).await?;
    let seq: i64 = row.map_or(Ok(0), |it| it.try_get("", "seq"))?;
    Ok(seq as u64)
}

fn from_row(row: change::Model) -> Change {
    Change {
        seq: row.seq as u64,
        what: ChangeType::ALL.into_iter().find(|it| it.id() == row.r#type),
        page: row.page_id,
        space: row.space_id,
        account: row.account_id,
    }
}
