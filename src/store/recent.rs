//! What changed lately, as one reader may see it: the change log joined with the faces of pages.
//! Names are not given here; whoever shows the list decides who may know them.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{Condition, ConnectionTrait};

use super::changes::ChangeType;
use super::faces::columns_equal;
use super::lists::may_see;
use crate::access::{Actor, Face};
use crate::clock::Millis;
use crate::error::Result;

/// A change of a page.
#[derive(Clone, Debug)]
pub struct RecentLine {
    /// The number of the change.
    pub seq: u64,
    /// When.
    pub at: Millis,
    /// What happened.
    pub what: ChangeType,
    /// Who did it; for those alone who may know.
    pub account: Option<String>,
    /// The revision it made or was about.
    pub revision: Option<u32>,
    /// What changed, in the author's words.
    pub note: String,
    /// Whether its author called it a small change.
    pub is_minor: bool,
    /// The page id.
    pub page: String,
    /// The title readers or, where there is nothing for them, writers see.
    pub title: String,
    /// The kind.
    pub kind: String,
    /// The space id.
    pub space: String,
    /// The path in the space.
    pub path: String,
    /// Who created the page.
    pub created_by: Option<String>,
    /// Whether a revision of it is in force.
    pub is_released: bool,
    /// Whether it is locked.
    pub is_locked: bool,
}

/// Which changes are asked for.
#[derive(Clone, Debug, Default)]
pub struct RecentAsk {
    /// Only those in this space id; else in all but those for trying out.
    pub space: Option<String>,
    /// The ids of the spaces whose drafts the reader sees.
    pub drafts_in: Vec<String>,
    /// Without those their authors called small.
    pub without_minor: bool,
    /// Only older ones than this number.
    pub before: Option<u64>,
    /// At most this many.
    pub limit: u64,
}

const SHOWN: [ChangeType; 5] = [
    ChangeType::PageCreated,
    ChangeType::PageSaved,
    ChangeType::PageMoved,
    ChangeType::PageRestored,
    ChangeType::PageMarked,
];

/// The changes a reader may see, newest first. What never came into force is for those who see
/// drafts; a page in the trash has no face and therefore no change here.
pub async fn changes(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ask: &RecentAsk,
) -> Result<Vec<RecentLine>> {
    let mut query = Query::select();
    query
        .columns([("change", "seq"), ("change", "at"), ("change", "type")])
        .columns([("change", "account_id"), ("change", "revision")])
        .columns([("revision", "change_note"), ("revision", "is_minor")])
        .columns([("face", "page_id"), ("face", "title"), ("face", "kind"), ("face", "space_id")])
        .columns([("page", "path"), ("page", "created_by"), ("page", "released")])
        .column(("page", "locked_at"))
        .from("change")
        .inner_join("page", columns_equal(("page", "id"), ("change", "page_id")))
        .inner_join("face", columns_equal(("face", "page_id"), ("page", "id")))
        .inner_join("space", columns_equal(("space", "id"), ("face", "space_id")))
        .left_join(
            "revision",
            Condition::all()
                .add(columns_equal(("revision", "page_id"), ("change", "page_id")))
                .add(columns_equal(("revision", "number"), ("change", "revision"))),
        )
        .and_where(Expr::col(("change", "type")).is_in(SHOWN.map(ChangeType::id)))
        .cond_where(may_see(actor))
        .cond_where(one_face())
        .order_by(("change", "seq"), sea_orm::Order::Desc)
        .limit(ask.limit);
    if !actor.is_admin() {
        query.cond_where(may_know(actor, ask));
    }
    match &ask.space {
        Some(space) => query.and_where(Expr::col(("face", "space_id")).eq(space.as_str())),
        // What is only tried out appears nowhere else (product.md 8).
        None => query.and_where(Expr::col(("space", "everyone_role")).is_null()),
    };
    if ask.without_minor {
        let small = Expr::col(("revision", "is_minor"));
        query.cond_where(Condition::any().add(small.clone().is_null()).add(small.eq(false)));
    }
    if let Some(before) = ask.before {
        query.and_where(Expr::col(("change", "seq")).lt(before as i64));
    }
    let rows = db.query_all(&query).await?;
    let read = rows.iter().map(|row| {
        let what: String = row.try_get_by_index(2)?;
        let (seq, revision): (i64, Option<i32>) =
            (row.try_get_by_index(0)?, row.try_get_by_index(4)?);
        let (note, is_minor): (Option<String>, Option<bool>) =
            (row.try_get_by_index(5)?, row.try_get_by_index(6)?);
        let (released, locked): (Option<i32>, Option<i64>) =
            (row.try_get_by_index(13)?, row.try_get_by_index(14)?);
        Ok(RecentLine {
            seq: seq as u64,
            at: row.try_get_by_index(1)?,
            what: SHOWN.into_iter().find(|it| it.id() == what).unwrap_or(ChangeType::PageSaved),
            account: row.try_get_by_index(3)?,
            revision: revision.map(|it| it as u32),
            note: note.unwrap_or_default(),
            is_minor: is_minor.unwrap_or(false),
            page: row.try_get_by_index(7)?,
            title: row.try_get_by_index(8)?,
            kind: row.try_get_by_index(9)?,
            space: row.try_get_by_index(10)?,
            path: row.try_get_by_index(11)?,
            created_by: row.try_get_by_index(12)?,
            is_released: released.is_some(),
            is_locked: locked.is_some(),
        })
    });
    read.collect()
}

/// Each change once: by the face in force, or by the one worked on where there is none in force.
fn one_face() -> Condition {
    Condition::any()
        .add(Expr::col(("face", "face")).eq(Face::Released.id()))
        .add(Expr::col(("page", "released")).is_null())
}

/// What came into force is for all readers of the page, drafts for those who see drafts.
fn may_know(actor: &Actor, ask: &RecentAsk) -> Condition {
    let mut may = Condition::any()
        .add(Expr::col(("change", "in_force")).eq(true))
        .add(Expr::col(("change", "space_id")).is_in(ask.drafts_in.iter().cloned()));
    if let Some(account) = actor.account() {
        let own: SimpleExpr = Expr::col(("page", "created_by")).eq(account);
        may = may.add(own);
    }
    may
}
