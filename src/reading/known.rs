//! What every view asks for, kept in memory: heads of pages with the circles that may see them,
//! and which pages answer to a name. The same for everybody; each reader is measured against the
//! circles anew, so nothing here can show a page to anybody who may not see it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::Mutex;

use crate::access::Actor;
use crate::changes::Changes;
use crate::db::Db;
use crate::error::Result;
use crate::store;
use crate::store::changes::{Change, ChangeType};
use crate::store::faces::{Candidate, Named, SeenPage};

/// Heads kept at most; beyond that all are read again.
const PAGES_MAX: usize = 20_000;
/// Names kept at most; beyond that all are read again.
const NAMES_MAX: usize = 50_000;
/// More changes at once than this are not looked at one by one.
const CHANGES_MAX: u64 = 200;

/// Pages and names in memory, following the change log.
#[derive(Clone)]
pub struct Known {
    db: Db,
    changes: Changes,
    memory: Arc<RwLock<Memory>>,
    catching_up: Arc<Mutex<()>>,
}

#[derive(Default)]
struct Memory {
    /// The number of the last change that is reflected here.
    as_of: u64,
    pages: HashMap<String, Arc<SeenPage>>,
    addresses: HashMap<String, HashMap<String, String>>,
    names: HashMap<String, Arc<[Candidate]>>,
    /// Under which of the names a page was found, to drop them when it changes.
    names_of: HashMap<String, HashSet<String>>,
}

impl Known {
    /// Begins empty.
    pub fn new(db: &Db, changes: &Changes) -> Self {
        let memory = Memory { as_of: changes.head(), ..Memory::default() };
        Self {
            db: db.clone(),
            changes: changes.clone(),
            memory: Arc::new(RwLock::new(memory)),
            catching_up: Arc::default(),
        }
    }

    /// The page at an address.
    pub async fn at(&self, space: &str, path: &str) -> Result<Option<Arc<SeenPage>>> {
        let as_of = self.catch_up().await?;
        if let Some(page) = self.read().at(space, path) {
            return Ok(Some(page));
        }
        let found = store::faces::head_at(self.db.reader(), space, path).await?;
        Ok(found.map(|page| self.keep_page(as_of, page)))
    }

    /// The page of an id.
    pub async fn page(&self, id: &str) -> Result<Option<Arc<SeenPage>>> {
        let as_of = self.catch_up().await?;
        if let Some(page) = self.read().pages.get(id) {
            return Ok(Some(page.clone()));
        }
        let found = store::faces::head_of(self.db.reader(), id).await?;
        Ok(found.map(|page| self.keep_page(as_of, page)))
    }

    /// The pages the actor may see under these names, asked from the space `from`. What is only
    /// tried out in the practice space answers to names there alone.
    pub async fn named(&self, actor: &Actor, from: &str, keys: &[String]) -> Result<Vec<Named>> {
        let as_of = self.catch_up().await?;
        let mut found: Vec<Arc<[Candidate]>> = Vec::with_capacity(keys.len());
        let mut missing: Vec<String> = Vec::new();
        {
            let memory = self.read();
            for key in keys {
                match memory.names.get(key) {
                    Some(candidates) => found.push(candidates.clone()),
                    None => missing.push(key.clone()),
                }
            }
        }
        if !missing.is_empty() {
            let candidates = store::faces::candidates(self.db.reader(), &missing).await?;
            found.extend(self.keep_names(as_of, missing, candidates));
        }
        let answers = found.iter().flat_map(|it| it.iter()).filter(|it| it.answers(actor, from));
        Ok(answers.map(|it| it.named.clone()).collect())
    }

    /// Drops what changed since the last look; answers up to which change all is reflected.
    async fn catch_up(&self) -> Result<u64> {
        let head = self.changes.head();
        let as_of = self.read().as_of;
        if as_of >= head {
            return Ok(as_of);
        }
        let _one_at_a_time = self.catching_up.lock().await;
        let as_of = self.read().as_of;
        if as_of >= head {
            return Ok(as_of);
        }
        let changes = store::changes::after(self.db.reader(), as_of, CHANGES_MAX).await?;
        let last = changes.last().map_or(head, |it| it.seq);
        match pages_of(&changes).filter(|_| (changes.len() as u64) < CHANGES_MAX) {
            Some(pages) if pages.is_empty() => self.write().as_of = last,
            Some(pages) => {
                let new_names = store::faces::keys_of(self.db.reader(), &pages).await?;
                let parents = store::pages::parents_of(self.db.reader(), &pages).await?;
                self.write().forget(pages.iter().chain(&parents), &new_names, last);
            }
            None => *self.write() = Memory { as_of: last.max(head), ..Memory::default() },
        }
        Ok(last)
    }

    /// Keeps a page unless something changed since it was asked for.
    fn keep_page(&self, as_of: u64, page: SeenPage) -> Arc<SeenPage> {
        let page = Arc::new(page);
        let mut memory = self.write();
        if memory.as_of == as_of {
            if memory.pages.len() >= PAGES_MAX {
                memory.pages.clear();
                memory.addresses.clear();
            }
            let (id, head) = (page.head.id.clone(), &page.head);
            let paths = memory.addresses.entry(head.space.key().to_owned()).or_default();
            paths.insert(head.path.clone(), id.clone());
            memory.pages.insert(id, page.clone());
        }
        page
    }

    /// Keeps who answers to names, also that nobody does.
    fn keep_names(
        &self,
        as_of: u64,
        keys: Vec<String>,
        candidates: Vec<Candidate>,
    ) -> Vec<Arc<[Candidate]>> {
        let mut by_key: HashMap<String, Vec<Candidate>> =
            keys.into_iter().map(|it| (it, Vec::new())).collect();
        for candidate in candidates {
            by_key.entry(candidate.named.key.clone()).or_default().push(candidate);
        }
        let mut memory = self.write();
        let is_current = memory.as_of == as_of;
        if is_current && memory.names.len() >= NAMES_MAX {
            memory.names.clear();
            memory.names_of.clear();
        }
        let kept = by_key.into_iter().map(|(key, candidates)| {
            let candidates: Arc<[Candidate]> = candidates.into();
            if is_current {
                for one in candidates.iter() {
                    let names = memory.names_of.entry(one.named.page.clone()).or_default();
                    names.insert(key.clone());
                }
                memory.names.insert(key, candidates.clone());
            }
            candidates
        });
        kept.collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Memory> {
        self.memory.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Memory> {
        self.memory.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn at(&self, space: &str, path: &str) -> Option<Arc<SeenPage>> {
        self.pages.get(self.addresses.get(space)?.get(path)?).cloned()
    }

    fn forget<'a>(
        &mut self,
        pages: impl Iterator<Item = &'a String>,
        new_names: &[String],
        as_of: u64,
    ) {
        for id in pages {
            if let Some(page) = self.pages.remove(id)
                && let Some(paths) = self.addresses.get_mut(page.head.space.key())
            {
                paths.remove(&page.head.path);
            }
            for name in self.names_of.remove(id).unwrap_or_default() {
                self.names.remove(&name);
            }
        }
        for name in new_names {
            self.names.remove(name);
        }
        self.as_of = as_of;
    }
}

/// The pages these changes touch; `None` if that cannot be told.
fn pages_of(changes: &[Change]) -> Option<Vec<String>> {
    let mut pages = Vec::new();
    for change in changes {
        match (change.what, &change.page) {
            (
                Some(
                    ChangeType::PageCreated
                    | ChangeType::PageSaved
                    | ChangeType::PageDerived
                    | ChangeType::RecordSaved
                    | ChangeType::FilesSaved,
                ),
                Some(page),
            ) => pages.push(page.clone()),
            (Some(ChangeType::AccountSaved | ChangeType::RegisterSaved), _) => {}
            // A moved or trashed page takes others along, a space gives all its pages other
            // readers, and what a newer program did cannot be known here.
            _ => return None,
        }
    }
    pages.sort();
    pages.dedup();
    Some(pages)
}
