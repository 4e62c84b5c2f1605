//! Says what is wrong with the stored pages: revisions that are missing or were altered, derived
//! state that does not fit them. Mends nothing; `rebuild` and `restore` do.

use super::{Pages, content_hash, faces};
use crate::error::Result;
use crate::store;
use crate::store::faces::NewFace;
use crate::store::pages::Head;

/// Pages looked at between two pauses.
const PAGES_AT_ONCE: u64 = 100;

/// Something wrong with a stored page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A revision is not there.
    RevisionMissing {
        /// The address of the page.
        page: String,
        /// The number of the revision.
        number: u32,
    },
    /// A revision does not hold what was written.
    RevisionAltered {
        /// The address of the page.
        page: String,
        /// The number of the revision.
        number: u32,
    },
    /// What is derived from a page does not fit it.
    DerivedStale {
        /// The address of the page.
        page: String,
    },
    /// The change log has gaps.
    LogGap {
        /// The number of the newest act.
        head: u64,
        /// How many are there.
        count: u64,
    },
}

impl Pages {
    /// Looks at every page; tells `progress` how many are done.
    pub async fn check(&self, mut progress: impl FnMut(usize)) -> Result<Vec<Fault>> {
        let mut faults = Vec::new();
        let (mut after, mut done) = (String::new(), 0);
        loop {
            let ids = store::pages::ids_after(self.db.reader(), &after, PAGES_AT_ONCE).await?;
            let Some(last) = ids.last().cloned() else { break };
            for id in &ids {
                self.check_page(id, &mut faults).await?;
            }
            done += ids.len();
            progress(done);
            after = last;
        }
        let (head, count) = (
            store::changes::head(self.db.reader()).await?,
            store::changes::count(self.db.reader()).await?,
        );
        if head != count {
            faults.push(Fault::LogGap { head, count });
        }
        Ok(faults)
    }

    async fn check_page(&self, id: &str, faults: &mut Vec<Fault>) -> Result<()> {
        // One state of the page, whoever writes meanwhile.
        let db = self.db.snapshot().await?;
        let Some(head) = store::pages::head(&db, id).await? else { return Ok(()) };
        let digests = store::pages::digests(&db, id).await?;
        let mut missing = false;
        for number in 1..=head.working {
            let page = head.url();
            let digest = digests.iter().find(|(it, _)| *it == number);
            match (digest, store::pages::revision(&db, id, number).await) {
                (Some((_, digest)), Ok(Some(revision))) => {
                    if content_hash(&revision.content) != *digest {
                        faults.push(Fault::RevisionAltered { page, number });
                    }
                }
                (Some(_), Err(_)) => faults.push(Fault::RevisionAltered { page, number }),
                _ => {
                    missing = true;
                    faults.push(Fault::RevisionMissing { page, number });
                }
            }
        }
        if !missing && !self.is_derived(&db, &head).await? {
            faults.push(Fault::DerivedStale { page: head.url() });
        }
        db.commit().await?;
        Ok(())
    }

    /// Whether everything derived from a page is what would be made anew.
    async fn is_derived(&self, db: &crate::db::Txn, head: &Head) -> Result<bool> {
        let working = super::revision(db, head, head.working).await?;
        let released = match head.released {
            Some(number) => Some(super::revision(db, head, number).await?),
            None => None,
        };
        let kind = self.kinds.now().get(&head.kind).cloned();
        let mut fresh = faces(kind.as_deref(), head, &working, released.as_ref());
        let former = store::addresses::former_names(db, &head.id).await?;
        fresh.iter_mut().for_each(|it| super::derive::add_former(it, &former));
        let stored = store::faces::stored(db, &head.id).await?;
        Ok(sorted(fresh) == sorted(stored))
    }
}

fn sorted(mut faces: Vec<NewFace>) -> Vec<String> {
    for face in &mut faces {
        face.audience.sort();
        face.names.sort_by(|one, other| one.key.cmp(&other.key));
        face.links.sort();
        let place = |it: &store::faces::Fact| (it.field.clone(), it.position);
        face.facts.sort_by_key(place);
    }
    let mut faces: Vec<String> = faces.iter().map(|it| format!("{it:?}")).collect();
    faces.sort();
    faces
}
