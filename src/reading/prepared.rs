//! A revision made ready for readers: read, cleaned, and kept in memory. The same for everybody;
//! what depends on the reader (which links lead where) is answered per view.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::Kind;
use crate::markdown::{self, Body, Heading, LinkTarget};
use crate::pages;
use crate::store;
use crate::store::pages::Revision;

/// What all prepared revisions together may take, in bytes of text and HTML.
const BYTES_MAX: u64 = 8 << 20;
/// About as many as fit, to size the tables.
const EXPECTED: usize = 2_000;
/// Longer texts are prepared where they do not hold up other requests.
const QUICK_BYTES: usize = 64 << 10;

/// A revision made ready for readers.
pub struct Prepared {
    /// The revision.
    pub revision: Revision,
    /// The headings of its text.
    pub headings: Vec<Heading>,
    /// Its text, clean, with open slots.
    pub body: Body,
    /// The pages its text and its fields name.
    pub wanted: Vec<LinkTarget>,
}

/// Which revision: page id and number, and as which set of kinds sees it. A revision never
/// changes, so neither does what is kept.
type Key = (String, u32, u64);

/// The prepared revisions in memory.
#[derive(Clone)]
pub struct Shelf {
    cache: Arc<Cache<Key, Arc<Prepared>, Weight>>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Prepared>> for Weight {
    fn weight(&self, _: &Key, prepared: &Arc<Prepared>) -> u64 {
        let content = &prepared.revision.content;
        let fields = serde_json::to_string(&content.fields).map_or(0, |it| it.len());
        let text = content.text.len() + fields + prepared.body.bytes();
        // Headings and the tables around them, roughly.
        text as u64 + 2_000
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self { cache: Arc::new(Cache::with_weighter(EXPECTED, BYTES_MAX, Weight)) }
    }
}

impl Shelf {
    /// The revision, from memory or from the database; `NotFound` when there is none.
    pub async fn take(
        &self,
        db: &Db,
        kind: Option<&Arc<Kind>>,
        generation: u64,
        page: &str,
        number: u32,
    ) -> Result<Arc<Prepared>> {
        let key = (page.to_owned(), number, generation);
        if let Some(prepared) = self.cache.get(&key) {
            return Ok(prepared);
        }
        let revision = store::pages::revision(db.reader(), page, number).await?;
        let mut revision = revision.ok_or(AppError::NotFound)?;
        let kind = kind.cloned();
        revision.content = pages::in_current_form(kind.as_deref(), revision.content);
        let prepared = if revision.content.text.len() <= QUICK_BYTES {
            prepare(kind.as_deref(), revision)
        } else {
            let work = move || prepare(kind.as_deref(), revision);
            tokio::task::spawn_blocking(work).await.map_err(AppError::failure)?
        };
        let prepared = Arc::new(prepared);
        self.cache.insert(key, prepared.clone());
        Ok(prepared)
    }
}

fn prepare(kind: Option<&Kind>, revision: Revision) -> Prepared {
    let content = &revision.content;
    let document = markdown::parse_page(&content.text, &content.title);
    let wanted = pages::links_of(kind, &content.fields, &document);
    Prepared { body: document.body(), headings: document.headings, wanted, revision }
}
