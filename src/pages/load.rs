//! Loading pages in bulk: the seed, and imports by whoever runs the machine. Asks for no rights, as
//! nobody asks from outside; rules hold here as well.

use super::{NewPage, Pages};
use crate::error::Result;
use crate::kinds::Finding;
use crate::store;
use crate::store::changes::ChangeType;
use crate::store::pages::Head;
use crate::store::spaces::Space;

/// A page as it is loaded in bulk, with the standing it has there.
#[derive(Clone, Debug)]
pub struct LoadedPage {
    /// The page.
    pub page: NewPage,
    /// Its status; the one a new page gets unless given.
    pub status: Option<String>,
    /// Whether readers see it although nobody has approved it: a draft put before everybody.
    pub is_open_draft: bool,
}

impl LoadedPage {
    /// Whether its revision is the one readers see; `is_live` where its kind needs no approval.
    pub(super) fn is_published(&self, is_live: bool) -> bool {
        match &self.status {
            Some(status) => self.is_open_draft || super::is_in_force(status),
            None => self.page.publish && is_live,
        }
    }
}

/// What became of one page of a load.
#[derive(Clone, Debug)]
pub enum Loaded {
    /// It is stored.
    Taken(Box<Head>),
    /// It breaks these rules of its kind; the others are stored without it.
    Refused(Vec<Finding>),
}

impl Pages {
    /// Loads pages in one transaction, with the status they bring: for the seed and for imports
    /// by whoever runs the machine. It asks nobody and tells nobody (product.md 4). Pages that
    /// break a rule are left out; the answers come in the order of the pages.
    pub async fn load(
        &self,
        author: Option<String>,
        pages: Vec<(Space, LoadedPage)>,
    ) -> Result<Vec<Loaded>> {
        let this = self.clone();
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            let kinds = pages.iter().map(|(_, it)| it.page.kind.as_str());
            this.queue_for_names(&txn, kinds).await?;
            let mut answers = Vec::with_capacity(pages.len());
            for (space, page) in pages {
                answers.push(this.insert(&txn, author.as_deref(), &space, page).await?);
            }
            let mut last = None;
            for answer in &answers {
                if let Loaded::Taken(head) = answer {
                    let change = this.change(ChangeType::PageCreated, head, author.as_deref());
                    last = Some(store::changes::append(&txn, change).await?);
                }
            }
            txn.commit().await?;
            last.into_iter().for_each(|seq| this.changes.committed(seq));
            Ok(answers)
        })
        .await
    }
}
