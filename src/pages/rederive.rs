//! Makes everything derived anew where a kind or a set of records has changed, a few pages or rows
//! per transaction. Nobody writes here: revisions and rows stay as they are.

use serde_json::json;

use super::records::facts;
use super::{Pages, revision};
use crate::error::Result;
use crate::kinds::RecordSet;
use crate::store;
use crate::store::changes::{ChangeType, NewChange};

/// Rows of a set made anew in one transaction.
const ROWS_AT_ONCE: u64 = 200;

impl Pages {
    /// Makes everything derived from the revisions of these pages anew and logs it page by page,
    /// so that whoever follows the log does the same.
    pub async fn derive_anew(&self, pages: &[String]) -> Result<()> {
        let txn = self.db.begin().await?;
        let mut heads = Vec::new();
        for page in pages {
            if let Some(head) = store::pages::head(&txn, page).await? {
                let working = revision(&txn, &head, head.working).await?;
                self.write_faces(&txn, &head, &working).await?;
                heads.push(head);
            }
        }
        let mut last = None;
        for head in heads {
            let change = NewChange {
                what: ChangeType::PageDerived,
                at: self.clock.now(),
                page: Some(head.id),
                space: Some(head.space.id),
                account: None,
                data: json!({}),
            };
            last = Some(store::changes::append(&txn, change).await?);
        }
        txn.commit().await?;
        last.into_iter().for_each(|seq| self.changes.committed(seq));
        Ok(())
    }

    /// Makes the facts of all rows of a set anew; answers how many there are.
    pub async fn derive_records_anew(&self, set: &RecordSet) -> Result<usize> {
        let (mut after, mut count) = (String::new(), 0);
        loop {
            let txn = self.db.begin().await?;
            let rows = store::records::of_set_after(&txn, &set.id, &after, ROWS_AT_ONCE).await?;
            for row in &rows {
                let facts = facts(set, &row.fields);
                store::records::replace_facts(&txn, row, &facts).await?;
            }
            txn.commit().await?;
            count += rows.len();
            match rows.last() {
                Some(last) => after.clone_from(&last.id),
                None => return Ok(count),
            }
        }
    }
}
