//! Taking pages back that an export of a wiki holds: with their ids, both faces, rows, marks and
//! former names. Rules are not asked, for the wiki the pages come from has asked them, and nobody
//! is told. Reads no files.

use std::sync::Arc;

use serde_json::json;

use super::address::free_address;
use super::content::content_of;
use super::records::facts;
use super::{Draft, Pages, default_visibility};
use crate::clock::Millis;
use crate::db::Txn;
use crate::error::Result;
use crate::german;
use crate::kinds::{Fields, RecordSet};
use crate::store::addresses::{self, FormerName};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::pages::{Head, Revision};
use crate::store::records::{self, Record};
use crate::store::spaces::Space;
use crate::store::tree::{self, Lock};
use crate::store::{self, new_id};

/// A face of a page on its way back.
#[derive(Clone, Debug)]
pub struct ReturningFace {
    /// What it holds.
    pub draft: Draft,
    /// Its status.
    pub status: String,
}

/// A row on its way back.
#[derive(Clone, Debug)]
pub struct ReturningRecord {
    /// Its set.
    pub set: Arc<RecordSet>,
    /// The id it had; a new one unless given.
    pub id: Option<String>,
    /// Its values.
    pub fields: Fields,
}

/// A page on its way back.
#[derive(Clone, Debug)]
pub struct ReturningPage {
    /// The id it had.
    pub id: String,
    /// Its space.
    pub space: Space,
    /// Its kind.
    pub kind: String,
    /// The last part of its address.
    pub slug: String,
    /// The page above it.
    pub parent: Option<Head>,
    /// Who may see it; the space's default unless given.
    pub visibility: Option<String>,
    /// The revision in force.
    pub released: Option<ReturningFace>,
    /// What is being worked on, where that is not what is in force.
    pub working: Option<ReturningFace>,
    /// The rows that stand at it.
    pub records: Vec<ReturningRecord>,
    /// Its place among its neighbours, where somebody put them in order.
    pub position: Option<i32>,
    /// Whether it serves as template.
    pub is_template: bool,
    /// Why it is locked, if it is.
    pub lock: Option<String>,
    /// Where it was before: space and path.
    pub former_addresses: Vec<(Space, String)>,
    /// What it was called before.
    pub former_names: Vec<FormerName>,
}

impl Pages {
    /// Takes pages of an export back in one transaction. The answers come in the order of the
    /// pages; none for a page whose id is there already, be it in the trash, and for one without
    /// any face.
    pub async fn readmit(
        &self,
        author: Option<String>,
        pages: Vec<ReturningPage>,
    ) -> Result<Vec<Option<Head>>> {
        let this = self.clone();
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            let mut answers = Vec::with_capacity(pages.len());
            let mut last = None;
            for page in pages {
                let taken = this.readmit_one(&txn, author.as_deref(), page).await?;
                if let Some((_, seq)) = &taken {
                    last = Some(*seq);
                }
                answers.push(taken.map(|(head, _)| head));
            }
            txn.commit().await?;
            last.into_iter().for_each(|seq| this.changes.committed(seq));
            Ok(answers)
        })
        .await
    }

    async fn readmit_one(
        &self,
        txn: &Txn,
        author: Option<&str>,
        page: ReturningPage,
    ) -> Result<Option<(Head, u64)>> {
        let is_released = page.released.is_some();
        let (first, second) = match (page.released, page.working) {
            (Some(released), working) => (released, working),
            (None, Some(working)) => (working, None),
            (None, None) => return Ok(None),
        };
        if store::pages::is_known(txn, &page.id).await? {
            return Ok(None);
        }
        let slug = german::slug(&page.slug);
        let (slug, path) = free_address(txn, &page.space, page.parent.as_ref(), &slug).await?;
        let now = self.clock.now();
        let mut head = Head {
            id: page.id,
            visibility: page.visibility.unwrap_or_else(|| default_visibility(&page.space)),
            space: page.space,
            kind: page.kind,
            slug,
            path,
            parent: page.parent.map(|it| it.id),
            working: 1,
            released: is_released.then_some(1),
            created_by: author.map(str::to_owned),
            created_at: now,
            updated_at: now,
            is_locked: page.lock.is_some(),
            has_files: false,
        };
        let revision = |number: u32, face: ReturningFace| Revision {
            number,
            content: content_of(&face.draft, &face.status),
            account: author.map(str::to_owned),
            at: now,
            change_note: face.draft.change_note,
            merged_from: None,
        };
        store::pages::insert(txn, &head).await?;
        // Before the faces, which carry them.
        for former in &page.former_names {
            addresses::keep_name(txn, &head.id, former).await?;
        }
        self.write_revision(txn, &head, &revision(1, first)).await?;
        if let Some(second) = second {
            self.advance(txn, &mut head, revision(2, second), false).await?;
        }
        for (space, path) in page.former_addresses {
            let there = Head { space, path, ..head.clone() };
            addresses::keep_address(txn, &there, now).await?;
        }
        if let Some(position) = page.position {
            tree::set_position(txn, &head.id, position).await?;
        }
        if page.is_template {
            tree::set_template(txn, &head.id, true).await?;
        }
        if let Some(reason) = page.lock {
            let lock = Lock { at: now, account: None, reason };
            tree::set_lock(txn, &head.id, Some(&lock)).await?;
        }
        let change = self.change(ChangeType::PageCreated, &head, author);
        let mut seq = store::changes::append(txn, change).await?;
        // Rows keep their order, which is that of their moments.
        let before = page.records.len() as Millis;
        for (place, row) in (-before..).zip(page.records) {
            seq = self.readmit_row(txn, &head, row, now + place).await?.unwrap_or(seq);
        }
        Ok(Some((head, seq)))
    }

    async fn readmit_row(
        &self,
        txn: &Txn,
        head: &Head,
        row: ReturningRecord,
        at: Millis,
    ) -> Result<Option<u64>> {
        let record = Record {
            id: row.id.unwrap_or_else(new_id),
            page: head.id.clone(),
            set: row.set.id.clone(),
            per: row.set.key_of(&row.fields),
            version: 1,
            is_closed: row.set.is_closed(&row.fields),
            created_by: None,
            created_at: at,
            updated_at: at,
            fields: row.fields,
        };
        // Asked first: on PostgreSQL a failed statement ends the whole transaction.
        if records::is_taken(txn, &record).await? {
            return Ok(None);
        }
        records::insert(txn, &record, &facts(&row.set, &record.fields)).await?;
        let change = NewChange {
            what: ChangeType::RecordSaved,
            at: self.clock.now(),
            page: Some(record.page),
            space: Some(head.space.id.clone()),
            account: None,
            data: json!({ "record": record.id, "set": record.set, "version": 1 }),
        };
        Ok(Some(store::changes::append(txn, change).await?))
    }
}
