//! Acts on registers and lists of choices: add, call anew, retire, move, delete. Each takes a
//! permit and is one transaction with its change row; afterwards the kinds of this node know.
//! What an entry is used for stands in `kinds`, how often in `store`.

use serde_json::json;

use super::SiteKinds;
use crate::access::RegisterPermit;
use crate::changes::Changes;
use crate::clock::Clock;
use crate::db::{Db, Txn};
use crate::error::{AppError, Result};
use crate::german;
use crate::kinds::{ChoiceList, EntryChange, Label, Until};
use crate::store;
use crate::store::changes::{ChangeType, NewChange};
use crate::store::registers::Entry;

/// The acts on the registers and lists of one wiki.
#[derive(Clone)]
pub struct Registers {
    db: Db,
    clock: Clock,
    changes: Changes,
    kinds: SiteKinds,
    runtime: tokio::runtime::Handle,
}

/// What an entry shall be called and until when it shall be offered; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Its word.
    pub label: Option<Label>,
    /// Until when.
    pub until: Option<Until>,
}

/// Where an entry moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the entry before it.
    Up,
    /// Behind the entry behind it.
    Down,
}

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is stored, or was so already.
    Stored,
    /// Somebody else changed the same entry or order meanwhile; nothing was stored.
    Overtaken,
    /// The entry is used, or comes with a file: it can only retire.
    StillNeeded,
}

impl Registers {
    /// The acts on the registers of this database; they run to their end on `runtime`.
    pub fn new(
        db: &Db,
        clock: &Clock,
        changes: &Changes,
        kinds: &SiteKinds,
        runtime: tokio::runtime::Handle,
    ) -> Self {
        Self {
            db: db.clone(),
            clock: clock.clone(),
            changes: changes.clone(),
            kinds: kinds.clone(),
            runtime,
        }
    }

    /// What the site has changed about the entries of a list, with versions.
    pub async fn entries(&self, list: &str) -> Result<Vec<Entry>> {
        store::registers::of_list(self.db.reader(), list).await
    }

    /// Adds an entry; its id comes from its German word and is kept for good.
    pub async fn add(&self, permit: RegisterPermit, list: &str, label: Label) -> Result<Done> {
        let (this, list) = (self.clone(), list.to_owned());
        self.to_the_end(async move {
            let txn = this.begin(&permit).await?;
            let taken = this.ids(&txn, &list).await?;
            let id = free_id(&label.de, &taken);
            let label = Some(label);
            let change = EntryChange { label, is_added: true, ..EntryChange::none(&list, &id) };
            let done = this.put(&txn, 0, &change).await?;
            this.end(txn, permit, &list, &id, done).await
        })
        .await
    }

    /// Changes word and validity of an entry whose row still has version `from`, 0 for none yet.
    pub async fn change(
        &self,
        permit: RegisterPermit,
        list: &str,
        id: &str,
        from: u32,
        words: Words,
    ) -> Result<Done> {
        let (this, list, id) = (self.clone(), list.to_owned(), id.to_owned());
        self.to_the_end(async move {
            let txn = this.begin(&permit).await?;
            let row = row(&txn, &list, &id).await?;
            let before = row.unwrap_or_else(|| EntryChange::none(&list, &id));
            let change = EntryChange {
                label: words.label.or_else(|| before.label.clone()),
                until: words.until.or_else(|| before.until.clone()),
                ..before
            };
            let done = this.put(&txn, from, &change).await?;
            this.end(txn, permit, &list, &id, done).await
        })
        .await
    }

    /// Deletes an entry that was added here and never used; any other can only retire.
    pub async fn delete(
        &self,
        permit: RegisterPermit,
        list: &str,
        id: &str,
        from: u32,
    ) -> Result<Done> {
        let (this, list, id) = (self.clone(), list.to_owned(), id.to_owned());
        self.to_the_end(async move {
            let txn = this.begin(&permit).await?;
            let row = row(&txn, &list, &id).await?;
            let Some(before) = row.filter(|it| it.is_added) else {
                return Ok(Done::StillNeeded);
            };
            if store::registers::was_ever_used(&txn, &[&id]).await? {
                return Ok(Done::StillNeeded);
            }
            let change = EntryChange { is_deleted: true, ..before };
            let done = this.put(&txn, from, &change).await?;
            this.end(txn, permit, &list, &id, done).await
        })
        .await
    }

    /// Moves an entry past its neighbour, if that still is its neighbour.
    pub async fn move_past(
        &self,
        permit: RegisterPermit,
        list: &str,
        id: &str,
        neighbour: &str,
        direction: Direction,
    ) -> Result<Done> {
        // The order others may have made since counts, not the one this node knew.
        self.kinds.read_again().await?;
        let kinds = self.kinds.live().now();
        let items = &kinds.list(list).ok_or(AppError::NotFound)?.items;
        let mut ids: Vec<String> = items.iter().map(|it| it.id.clone()).collect();
        let place = |wanted: &str| ids.iter().position(|it| it == wanted);
        let (Some(one), Some(other)) = (place(id), place(neighbour)) else {
            return Ok(Done::Overtaken);
        };
        let is_next = match direction {
            Direction::Up => other + 1 == one,
            Direction::Down => one + 1 == other,
        };
        if !is_next {
            return Ok(Done::Overtaken);
        }
        ids.swap(one, other);
        let (this, list, id) = (self.clone(), list.to_owned(), id.to_owned());
        self.to_the_end(async move {
            let txn = this.begin(&permit).await?;
            store::registers::put_in_order(&txn, &list, &ids, this.clock.now()).await?;
            this.end(txn, permit, &list, &id, Done::Stored).await
        })
        .await
    }

    async fn begin(&self, permit: &RegisterPermit) -> Result<Txn> {
        let txn = self.db.begin().await?;
        refuse_moved_rights(&txn, permit).await?;
        Ok(txn)
    }

    /// Logs what was done and commits; from then on the kinds of this node know.
    async fn end(
        &self,
        txn: Txn,
        permit: RegisterPermit,
        list: &str,
        id: &str,
        done: Done,
    ) -> Result<Done> {
        if done != Done::Stored {
            return Ok(done);
        }
        let change = NewChange {
            what: ChangeType::RegisterSaved,
            at: self.clock.now(),
            page: None,
            space: None,
            account: permit.account().map(str::to_owned),
            data: json!({ "list": list, "entry": id }),
        };
        let seq = store::changes::append(&txn, change).await?;
        txn.commit().await?;
        self.kinds.read_again().await?;
        self.changes.committed(seq);
        Ok(done)
    }

    /// Runs an act in a task of its own, so that a client who goes away cannot cut it in half.
    async fn to_the_end(
        &self,
        act: impl Future<Output = Result<Done>> + Send + 'static,
    ) -> Result<Done> {
        self.runtime.spawn(act).await.map_err(AppError::failure)?
    }

    async fn put(&self, txn: &Txn, from: u32, change: &EntryChange) -> Result<Done> {
        let is_stored = store::registers::put(txn, from, change, self.clock.now()).await?;
        Ok(if is_stored { Done::Stored } else { Done::Overtaken })
    }

    /// All ids of a list that are or ever were taken.
    async fn ids(&self, txn: &Txn, list: &str) -> Result<Vec<String>> {
        let kinds = self.kinds.live().now();
        let list: &ChoiceList = kinds.list(list).ok_or(AppError::NotFound)?;
        let in_files = list.items.iter().flat_map(|it| std::iter::once(&it.id).chain(&it.also));
        let mut ids: Vec<String> = in_files.cloned().collect();
        let rows = store::registers::of_list(txn, &list.list).await?;
        ids.extend(rows.into_iter().map(|it| it.change.id));
        Ok(ids)
    }
}

async fn row(txn: &Txn, list: &str, id: &str) -> Result<Option<EntryChange>> {
    let rows = store::registers::of_list(txn, list).await?;
    Ok(rows.into_iter().map(|it| it.change).find(|it| it.id == id))
}

fn free_id(word: &str, taken: &[String]) -> String {
    // `new` is the address of an entry that is still to be added.
    let is_free = |id: &String| id != "new" && !taken.contains(id);
    let slug = german::slug(word);
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.clone()).chain(numbered).find(is_free).unwrap_or(slug.clone())
}

/// Rights are part of the act: what was allowed when the form was read must still be.
async fn refuse_moved_rights(txn: &Txn, permit: &RegisterPermit) -> Result<()> {
    let Some(account) = permit.account() else { return Err(AppError::Forbidden) };
    match store::people::rights_of(txn, account).await? {
        Some(now) if now == permit.rights() => Ok(()),
        _ => Err(AppError::Forbidden),
    }
}
