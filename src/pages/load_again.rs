//! Acts of the wiki itself on what it has loaded: a newer text of a page nobody has edited, rows
//! that belong to loaded pages, and taking loaded pages away. They ask nobody and tell nobody.

use std::sync::Arc;

use serde_json::json;

use super::records::facts;
use super::{LoadedPage, Pages, content_of, revision, same};
use crate::error::Result;
use crate::kinds::{Fields, RecordSet};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::pages::{Head, Revision};
use crate::store::records::{self, Record};
use crate::store::{self, new_id};

/// A row as it is loaded.
#[derive(Clone, Debug)]
pub struct LoadedRecord {
    /// The page it stands at.
    pub head: Head,
    /// Its set.
    pub set: Arc<RecordSet>,
    /// Its id, when it comes from elsewhere and has one.
    pub id: Option<String>,
    /// Its values.
    pub fields: Fields,
}

impl Pages {
    /// Gives a loaded page its newer text, if its newest revision still is number `from`; answers
    /// the page then, and nothing when somebody has written since or the page is gone.
    pub async fn load_again(
        &self,
        page: &str,
        from: u32,
        loaded: LoadedPage,
    ) -> Result<Option<Head>> {
        let (this, page) = (self.clone(), page.to_owned());
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            let head = store::pages::head(&txn, &page).await?;
            let is_untouched = |it: &Head| it.working == from && it.kind == loaded.page.kind;
            let Some(mut head) = head.filter(is_untouched) else { return Ok(None) };
            let current = revision(&txn, &head, head.working).await?;
            let publish = loaded.is_published(this.is_live(&head.kind, &head.visibility));
            let first = this.first_status(&head.kind);
            let status = loaded.status;
            let status =
                status.unwrap_or_else(|| this.published_status(&head.kind, publish, first));
            let content = content_of(&loaded.page.draft, &status);
            if same(&content, &current.content) {
                return Ok(Some(head));
            }
            let new = Revision {
                number: head.working + 1,
                content,
                account: None,
                at: this.clock.now(),
                change_note: loaded.page.draft.change_note,
                merged_from: None,
            };
            this.advance(&txn, &mut head, new, publish).await?;
            let change = this.change(ChangeType::PageSaved, &head, None);
            let seq = store::changes::append(&txn, change).await?;
            txn.commit().await?;
            this.changes.committed(seq);
            Ok(Some(head))
        })
        .await
    }

    /// Loads rows in one transaction; a row whose place is taken already is left out. Answers how
    /// many are new.
    pub async fn load_records(&self, rows: Vec<LoadedRecord>) -> Result<usize> {
        let this = self.clone();
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            let now = this.clock.now();
            let mut changes = Vec::new();
            for row in rows {
                let record = Record {
                    id: row.id.unwrap_or_else(new_id),
                    page: row.head.id.clone(),
                    set: row.set.id.clone(),
                    per: row.set.key_of(&row.fields),
                    version: 1,
                    is_closed: row.set.is_closed(&row.fields),
                    created_by: None,
                    created_at: now,
                    updated_at: now,
                    fields: row.fields,
                };
                // Asked first: on PostgreSQL a failed statement ends the whole transaction.
                if records::is_taken(&txn, &record).await? {
                    continue;
                }
                records::insert(&txn, &record, &facts(&row.set, &record.fields)).await?;
                changes.push(NewChange {
                    what: ChangeType::RecordSaved,
                    at: now,
                    page: Some(record.page),
                    space: Some(row.head.space.id),
                    account: None,
                    data: json!({ "record": record.id, "set": record.set, "version": 1 }),
                });
            }
            let count = changes.len();
            let mut last = None;
            for change in changes {
                last = Some(store::changes::append(&txn, change).await?);
            }
            txn.commit().await?;
            last.into_iter().for_each(|seq| this.changes.committed(seq));
            Ok(count)
        })
        .await
    }

    /// Puts loaded pages into the trash, each for itself, and takes the rows away that stand at them.
    pub async fn take_away(&self, pages: &[String]) -> Result<usize> {
        let (this, pages) = (self.clone(), pages.to_vec());
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            let now = this.clock.now();
            let mut heads = Vec::new();
            for page in pages {
                let Some(head) = store::pages::head(&txn, &page).await? else { continue };
                this.put_in_trash(&txn, std::slice::from_ref(&head), None).await?;
                records::put_away(&txn, &page, now).await?;
                heads.push(head);
            }
            let count = heads.len();
            let mut last = None;
            for head in heads {
                let change = this.change(ChangeType::PageTrashed, &head, None);
                last = Some(store::changes::append(&txn, change).await?);
            }
            txn.commit().await?;
            last.into_iter().for_each(|seq| this.changes.committed(seq));
            Ok(count)
        })
        .await
    }
}
