//! Taking an act back within ten minutes, by whoever did it. Each act keeps what would undo it;
//! it is refused once anything it touched has moved on. Undoing is an act like any other: it is
//! logged, and a revision that is taken back stays in the history.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Pages, records, refuse_moved_rights, revision};
use crate::access::UndoPermit;
use crate::clock::{MINUTE, Millis};
use crate::db::Txn;
use crate::error::{AppError, Result};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::pages::{Head, Revision};
use crate::store::records::{Record, RecordVersion};
use crate::store::tree::Lock;
use crate::store::undo::UndoRow;
use crate::store::{self};

/// How long an act can be undone.
pub const UNDO_WITHIN: Millis = 10 * MINUTE;

/// What would undo an act, with the state it must still find.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Inverse {
    /// Take up the revision before again.
    Save { page: String, before: u32, before_released: Option<u32>, after: u32 },
    /// Put pages that came to be into the trash.
    Create { pages: Vec<String> },
    /// Put pages back where they were.
    Move { pages: Vec<Moved> },
    /// Take a tree out of the trash.
    Trash { root: String },
    /// Put a tree back into the trash.
    Restore { root: String },
    /// Set the lock that was there before.
    Lock { page: String, before: Option<LockBefore>, is_locked: bool },
    /// Make a page a template, or none, as before.
    Template { page: String, before: bool },
    /// Put neighbours back in the order they had.
    Order { before: Vec<(String, i32)>, after: Vec<(String, i32)> },
    /// Give a row the values it had; none where it was not there.
    Record { record: String, before: Option<u32>, after: u32 },
}

/// Where a page was and where it is now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// The page.
    pub page: String,
    /// Where it was.
    pub from: PlaceBefore,
    /// The path it has now.
    pub path: String,
}

/// A place a page had.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlaceBefore {
    /// The space key.
    pub space: String,
    /// The path.
    pub path: String,
    /// The last part of it.
    pub slug: String,
    /// The page above.
    pub parent: Option<String>,
}

/// A lock there was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LockBefore {
    at: Millis,
    account: Option<String>,
    reason: String,
}

/// What became of undoing.
#[derive(Clone, Debug)]
pub enum Undone {
    /// It is undone; the page it was about, if it is still there.
    Done(Option<Box<Head>>),
    /// More than ten minutes have gone, or it was undone already.
    TooLate,
    /// Somebody changed the same thing since.
    MovedOn,
}

impl Pages {
    /// Logs an act and keeps what would undo it. The change row comes first, since its number
    /// names the act; both are the last statements before the commit.
    pub(super) async fn log_undoable(
        &self,
        txn: &Txn,
        change: NewChange,
        rights: i64,
        inverse: &Inverse,
    ) -> Result<u64> {
        let (account, page, at) = (change.account.clone(), change.page.clone(), change.at);
        let seq = store::changes::append(txn, change).await?;
        // What the wiki does by itself nobody undoes.
        if let Some(account) = account {
            let data = serde_json::to_value(inverse).map_err(AppError::failure)?;
            let row = UndoRow { seq, account, rights, at, page, data, is_used: false };
            store::undo::keep(txn, &row, at - UNDO_WITHIN).await?;
        }
        Ok(seq)
    }

    /// Undoes an act. The note says so in the history where a revision is taken back.
    pub async fn undo(&self, permit: UndoPermit, note: String) -> Result<Undone> {
        let this = self.clone();
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            refuse_moved_rights(&txn, Some(permit.account()), permit.rights()).await?;
            let row = store::undo::by_seq(&txn, permit.seq()).await?;
            let Some(row) = row.filter(|it| it.account == permit.account()) else {
                return Ok(Undone::TooLate);
            };
            let now = this.clock.now();
            let is_late = row.at < now - UNDO_WITHIN;
            if is_late || row.is_used || !store::undo::use_up(&txn, row.seq, now).await? {
                return Ok(Undone::TooLate);
            }
            let inverse: Inverse = serde_json::from_value(row.data).map_err(AppError::failure)?;
            let changes = this.take_back(&txn, inverse, permit.account(), &note).await;
            let changes = match changes {
                Ok(Some(changes)) => changes,
                Ok(None) | Err(AppError::Conflict) => return Ok(Undone::MovedOn),
                // The place it would go back to is taken by now.
                Err(error) if error.is_taken() => return Ok(Undone::MovedOn),
                Err(error) => return Err(error),
            };
            let mut last = 0;
            for change in changes {
                last = store::changes::append(&txn, change).await?;
            }
            let head = match &row.page {
                Some(page) => store::pages::head(&txn, page).await?,
                None => None,
            };
            txn.commit().await?;
            this.changes.committed(last);
            Ok(Undone::Done(head.map(Box::new)))
        })
        .await
    }

    /// Does the inverse; `None` when what it needs has moved on.
    async fn take_back(
        &self,
        txn: &Txn,
        inverse: Inverse,
        account: &str,
        note: &str,
    ) -> Result<Option<Vec<NewChange>>> {
        match inverse {
            Inverse::Save { page, before, before_released, after } => {
                self.take_back_save(txn, &page, before, before_released, after, account, note).await
            }
            Inverse::Create { pages } => self.take_back_create(txn, &pages, account).await,
            Inverse::Move { pages } => self.take_back_move(txn, &pages, account).await,
            Inverse::Trash { root } => {
                let tree = store::trash::tree(txn, &root).await?;
                if tree.is_empty() {
                    return Ok(None);
                }
                let heads = self.bring_back(txn, tree).await?;
                Ok(Some(self.change_each(ChangeType::PageRestored, &heads, Some(account))))
            }
            Inverse::Restore { root } => {
                let Some(head) = store::pages::head(txn, &root).await? else { return Ok(None) };
                let tree = self.whole_tree(txn, &head).await?;
                self.put_in_trash(txn, &tree, Some(account)).await?;
                Ok(Some(self.change_each(ChangeType::PageTrashed, &tree, Some(account))))
            }
            Inverse::Lock { page, before, is_locked } => {
                let Some(head) = store::pages::head(txn, &page).await? else { return Ok(None) };
                if head.is_locked != is_locked {
                    return Ok(None);
                }
                let before = before.map(LockBefore::into_lock);
                store::tree::set_lock(txn, &page, before.as_ref()).await?;
                Ok(Some(self.change_each(ChangeType::PageMarked, &[head], Some(account))))
            }
            Inverse::Template { page, before } => {
                let Some(head) = store::pages::head(txn, &page).await? else { return Ok(None) };
                store::tree::set_template(txn, &page, before).await?;
                Ok(Some(self.change_each(ChangeType::PageMarked, &[head], Some(account))))
            }
            Inverse::Order { before, after } => {
                self.take_back_order(txn, &before, &after, account).await
            }
            Inverse::Record { record, before, after } => {
                self.take_back_record(txn, &record, before, after, account).await
            }
        }
    }

    async fn take_back_save(
        &self,
        txn: &Txn,
        page: &str,
        before: u32,
        before_released: Option<u32>,
        after: u32,
        account: &str,
        note: &str,
    ) -> Result<Option<Vec<NewChange>>> {
        let head = store::pages::head(txn, page).await?.filter(|it| it.working == after);
        let Some(mut head) = head else { return Ok(None) };
        let old = revision(txn, &head, before).await?;
        let new = Revision {
            number: after + 1,
            content: old.content,
            account: Some(account.to_owned()),
            at: self.clock.now(),
            change_note: note.to_owned(),
            merged_from: None,
        };
        head.released = match before_released {
            // What was in force and worked on at once is so again, under its new number.
            Some(number) if number == before => Some(new.number),
            other => other,
        };
        head.working = new.number;
        head.updated_at = new.at;
        if !store::pages::move_head(txn, after, &head).await? {
            return Ok(None);
        }
        self.write_revision(txn, &head, &new).await?;
        Ok(Some(self.change_each(ChangeType::PageSaved, &[head], Some(account))))
    }

    async fn take_back_create(
        &self,
        txn: &Txn,
        pages: &[String],
        account: &str,
    ) -> Result<Option<Vec<NewChange>>> {
        let Some(root) = pages.first() else { return Ok(None) };
        let Some(head) = store::pages::head(txn, root).await? else { return Ok(None) };
        let tree = self.whole_tree(txn, &head).await?;
        let is_untouched = tree.iter().all(|it| it.working == 1 && pages.contains(&it.id));
        if !is_untouched {
            return Ok(None);
        }
        self.put_in_trash(txn, &tree, Some(account)).await?;
        Ok(Some(self.change_each(ChangeType::PageTrashed, &tree, Some(account))))
    }

    async fn take_back_move(
        &self,
        txn: &Txn,
        pages: &[Moved],
        account: &str,
    ) -> Result<Option<Vec<NewChange>>> {
        let Some(root) = pages.first() else { return Ok(None) };
        let Some(head) = store::pages::head(txn, &root.page).await? else { return Ok(None) };
        // A page that came to be below since would be left where nobody looks for it.
        let tree = self.whole_tree(txn, &head).await?;
        if tree.iter().any(|it| pages.iter().all(|moved| moved.page != it.id)) {
            return Ok(None);
        }
        let mut heads = Vec::with_capacity(pages.len());
        for moved in pages {
            let Some(mut head) = store::pages::head(txn, &moved.page).await? else {
                return Ok(None);
            };
            let space = store::spaces::by_key(txn, &moved.from.space).await?;
            let Some(space) = space.filter(|_| head.path == moved.path) else { return Ok(None) };
            // The page above may be gone meanwhile.
            if let Some(parent) = &moved.from.parent
                && store::pages::head(txn, parent).await?.is_none()
            {
                return Ok(None);
            }
            store::addresses::keep_address(txn, &head, self.clock.now()).await?;
            head.space = space;
            head.path.clone_from(&moved.from.path);
            head.slug.clone_from(&moved.from.slug);
            head.parent.clone_from(&moved.from.parent);
            store::tree::set_place(txn, &head).await?;
            self.write_faces_now(txn, &head).await?;
            heads.push(head);
        }
        Ok(Some(self.change_each(ChangeType::PageMoved, &heads, Some(account))))
    }

    async fn take_back_order(
        &self,
        txn: &Txn,
        before: &[(String, i32)],
        after: &[(String, i32)],
        account: &str,
    ) -> Result<Option<Vec<NewChange>>> {
        let ids: Vec<String> = after.iter().map(|(id, _)| id.clone()).collect();
        let now = store::tree::positions(txn, &ids).await?;
        if after.iter().any(|it| !now.contains(it)) {
            return Ok(None);
        }
        let mut heads = Vec::new();
        for (id, position) in before {
            store::tree::set_position(txn, id, *position).await?;
            heads.extend(store::pages::head(txn, id).await?);
        }
        heads.truncate(1);
        Ok(Some(self.change_each(ChangeType::PageMoved, &heads, Some(account))))
    }

    async fn take_back_record(
        &self,
        txn: &Txn,
        id: &str,
        before: Option<u32>,
        after: u32,
        account: &str,
    ) -> Result<Option<Vec<NewChange>>> {
        let Some(now) = store::records::even_removed(txn, id).await? else { return Ok(None) };
        let head = store::pages::head(txn, &now.record.page).await?;
        let (Some(head), true) = (head, now.record.version == after) else { return Ok(None) };
        let kind = self.kinds.now().get(&head.kind).cloned();
        let set = kind.and_then(|it| it.record_set(&now.record.set).cloned());
        let Some(set) = set else { return Ok(None) };
        let fields = self.fields_before(txn, id, before).await?;
        let values = fields.clone().unwrap_or_else(|| now.record.fields.clone());
        let record = Record {
            per: set.key_of(&values),
            version: after + 1,
            is_closed: set.is_closed(&values),
            updated_at: self.clock.now(),
            fields: values,
            ..now.record
        };
        let facts = records::facts(&set, &record.fields);
        let done = match (fields.is_some(), now.is_removed) {
            (false, false) => store::records::remove(txn, after, &record, Some(account)).await?,
            (false, true) => false,
            (true, is_removed) => {
                if is_removed {
                    store::records::put_back(txn, id).await?;
                }
                store::records::change(txn, after, &record, &facts, Some(account)).await?
            }
        };
        let change = NewChange {
            what: ChangeType::RecordSaved,
            at: record.updated_at,
            page: Some(head.id.clone()),
            space: Some(head.space.id.clone()),
            account: Some(account.to_owned()),
            data: json!({ "record": record.id, "set": record.set, "version": record.version }),
        };
        Ok(done.then(|| vec![change]))
    }

    async fn fields_before(
        &self,
        txn: &Txn,
        id: &str,
        before: Option<u32>,
    ) -> Result<Option<Map<String, Value>>> {
        let Some(number) = before else { return Ok(None) };
        let versions: Vec<RecordVersion> = store::records::versions(txn, id).await?;
        Ok(versions.into_iter().find(|it| it.version == number).map(|it| it.fields))
    }

    /// One change per page, for followers that look at pages one by one.
    pub(super) fn change_each(
        &self,
        what: ChangeType,
        heads: &[Head],
        account: Option<&str>,
    ) -> Vec<NewChange> {
        heads.iter().map(|head| self.change(what, head, account)).collect()
    }
}

impl Inverse {
    /// Back to the revision a page had before an act made it this one.
    pub fn of_save(before: Option<&Head>, after: &Head) -> Self {
        Self::Save {
            page: after.id.clone(),
            before: before.map_or(after.working, |it| it.working),
            before_released: before.and_then(|it| it.released),
            after: after.working,
        }
    }
}

impl LockBefore {
    /// What a lock needs to be set again.
    pub fn of(lock: Lock) -> Self {
        Self { at: lock.at, account: lock.account, reason: lock.reason }
    }

    fn into_lock(self) -> Lock {
        Lock { at: self.at, account: self.account, reason: self.reason }
    }
}
