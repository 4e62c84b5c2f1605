//! Acts on rows of record sets: add, change, take away. Each is one transaction with its change
//! row; what the row was stays in its versions. Which sets there are is data.

use serde_json::{Map, Value, json};

use super::names::needs_others;
use super::undo::Inverse;
use super::{Pages, derive, refuse_moved_rights};
use crate::access::RecordPermit;
use crate::db::{Db, Txn};
use crate::error::{AppError, Result};
use crate::kinds::{self, Finding, RecordSet};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::faces::Fact;
use crate::store::new_id;
use crate::store::pages::Head;
use crate::store::records::{self, Record};

/// A stored row.
#[derive(Clone, Debug)]
pub struct StoredRecord {
    /// The row after the act.
    pub record: Record,
    /// Number of the change; 0 when there was nothing to change.
    pub seq: u64,
}

/// What became of a row.
#[derive(Clone, Debug)]
pub enum RecordOutcome {
    /// It is stored, or was already like this.
    Stored(Box<StoredRecord>),
    /// It breaks these rules of its set; nothing was stored.
    Refused(Vec<Finding>),
}

impl Pages {
    /// Adds a row; `Conflict` when the set has one row per district and there is one already.
    pub async fn add_record(
        &self,
        permit: RecordPermit,
        head: Head,
        set: &RecordSet,
        fields: Map<String, Value>,
    ) -> Result<RecordOutcome> {
        refuse_other_place(&permit, &head, set)?;
        let now = self.clock.now();
        let record = Record {
            id: new_id(),
            page: head.id.clone(),
            set: set.id.clone(),
            per: set.key_of(&fields),
            version: 1,
            is_closed: set.is_closed(&fields),
            created_by: permit.account().map(str::to_owned),
            created_at: now,
            updated_at: now,
            fields,
        };
        let facts = facts(set, &record.fields);
        let (this, set) = (self.clone(), set.clone());
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            if needs_others(&set) {
                Db::alone(&txn).await?;
            }
            refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
            let broken = this.row_errors(&txn, &head, &set, &record, None).await?;
            if !broken.is_empty() {
                return Ok(RecordOutcome::Refused(broken));
            }
            let added = records::insert(&txn, &record, &facts).await;
            added.map_err(|error| if error.is_taken() { AppError::Conflict } else { error })?;
            let change = this.record_change(&head, &record, &permit);
            let inverse = inverse(&record, None);
            let seq = this.log_undoable(&txn, change, permit.rights(), &inverse).await?;
            txn.commit().await?;
            this.changes.committed(seq);
            Ok(RecordOutcome::Stored(Box::new(StoredRecord { record, seq })))
        })
        .await
    }

    /// Changes a row that still has version `from`; `Conflict` when it has not.
    pub async fn change_record(
        &self,
        permit: RecordPermit,
        head: Head,
        set: &RecordSet,
        before: Record,
        fields: Map<String, Value>,
    ) -> Result<RecordOutcome> {
        refuse_other_place(&permit, &head, set)?;
        if set.append_only {
            return Err(AppError::Forbidden);
        }
        if kinds::same(&before.fields, &fields) {
            let stored = StoredRecord { record: before, seq: 0 };
            return Ok(RecordOutcome::Stored(Box::new(stored)));
        }
        let (from, stored) = (before.version, before.fields.clone());
        let record = Record {
            per: set.key_of(&fields),
            version: from + 1,
            is_closed: set.is_closed(&fields),
            updated_at: self.clock.now(),
            fields,
            ..before
        };
        let facts = facts(set, &record.fields);
        let (this, set) = (self.clone(), set.clone());
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            if needs_others(&set) {
                Db::alone(&txn).await?;
            }
            refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
            let broken = this.row_errors(&txn, &head, &set, &record, Some(&stored)).await?;
            if !broken.is_empty() {
                return Ok(RecordOutcome::Refused(broken));
            }
            let changed = records::change(&txn, from, &record, &facts, permit.account()).await;
            match changed {
                Ok(true) => {}
                Ok(false) => return Err(AppError::Conflict),
                Err(error) if error.is_taken() => return Err(AppError::Conflict),
                Err(error) => return Err(error),
            }
            let change = this.record_change(&head, &record, &permit);
            let inverse = inverse(&record, Some(from));
            let seq = this.log_undoable(&txn, change, permit.rights(), &inverse).await?;
            txn.commit().await?;
            this.changes.committed(seq);
            Ok(RecordOutcome::Stored(Box::new(StoredRecord { record, seq })))
        })
        .await
    }

    /// Takes a row away that still has version `from`; its versions stay.
    pub async fn remove_record(
        &self,
        permit: RecordPermit,
        head: Head,
        set: &RecordSet,
        before: Record,
    ) -> Result<StoredRecord> {
        refuse_other_place(&permit, &head, set)?;
        if set.append_only {
            return Err(AppError::Forbidden);
        }
        let from = before.version;
        let record = Record { version: from + 1, updated_at: self.clock.now(), ..before };
        let this = self.clone();
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
            if !records::remove(&txn, from, &record, permit.account()).await? {
                return Err(AppError::Conflict);
            }
            let change = this.record_change(&head, &record, &permit);
            let inverse = inverse(&record, Some(from));
            let seq = this.log_undoable(&txn, change, permit.rights(), &inverse).await?;
            txn.commit().await?;
            this.changes.committed(seq);
            Ok(StoredRecord { record, seq })
        })
        .await
    }

    /// Makes what lists ask of a page's rows anew.
    pub(super) async fn rederive_records(&self, txn: &Txn, head: &Head) -> Result<()> {
        let kinds = self.kinds.now();
        for record in records::of_page(txn, &head.id, i64::MAX as u64).await? {
            // Rows of a set that is gone keep what was derived when it was there.
            if let Some(set) = kinds.record_set(&record.set) {
                records::replace_facts(txn, &record, &facts(set, &record.fields)).await?;
            }
        }
        Ok(())
    }

    fn record_change(&self, head: &Head, record: &Record, permit: &RecordPermit) -> NewChange {
        NewChange {
            what: ChangeType::RecordSaved,
            at: record.updated_at,
            page: Some(head.id.clone()),
            space: Some(head.space.id.clone()),
            account: permit.account().map(str::to_owned),
            data: json!({ "record": record.id, "set": record.set, "version": record.version }),
        }
    }
}

/// What would give a row the values of the version before; none where it was not there.
fn inverse(record: &Record, before: Option<u32>) -> Inverse {
    Inverse::Record { record: record.id.clone(), before, after: record.version }
}

/// A permit is for one set at one page.
fn refuse_other_place(permit: &RecordPermit, head: &Head, set: &RecordSet) -> Result<()> {
    let fits = permit.page() == head.id && permit.set() == set.id;
    if fits { Ok(()) } else { Err(AppError::Forbidden) }
}

pub(super) fn facts(set: &RecordSet, fields: &Map<String, Value>) -> Vec<Fact> {
    kinds::facts(set, fields).into_iter().map(derive::stored_fact).collect()
}
