//! Keeps the index in step with the database: follows the change log, or builds the index anew
//! where it does not fit. Ranking and searching are in `index`; nothing here answers readers.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::{Face, Index, PageDoc, Passage, SearchError, Stamp, Standing};
use crate::access;
use crate::changes::Changes;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{self, Kind, LiveKinds};
use crate::markdown;
use crate::store;
use crate::store::faces::StoredFace;
use crate::store::files::State;
use crate::store::pages::{Content, Head};

/// Changes read at once. The index library holds documents at about four times their text until
/// they are written, so this also bounds the memory of a large import.
const CHANGES_AT_ONCE: u64 = 40;
/// Pages read at once while the index is built anew.
const PAGES_AT_ONCE: u64 = 40;
/// After a wake-up this long is waited for more, since a commit costs as much for one page as
/// for fifty. A reader finds what was saved within a second.
const GATHER: Duration = Duration::from_millis(300);
/// After a failure.
const RETRY: Duration = Duration::from_secs(1);
/// Tag of the pages every site must have.
const FORMALITIES: &str = "pflichtangaben";
/// Without changes for this long the writer and its memory are let go.
const REST_AFTER: Duration = Duration::from_secs(10);

/// How an index stands to its database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexState {
    /// It holds everything.
    Fits,
    /// There is none that fits; the next start builds one.
    Missing,
    /// Its files were altered.
    Damaged,
    /// It is behind by so many changes, which a running server catches up with.
    Behind(u64),
    /// It holds so many page faces, the database has so many.
    Differs(usize, usize),
}

/// Looks at the index in a folder, beside a running server too.
pub async fn examine(folder: &Path, db: &Db) -> Result<IndexState> {
    let stamp = stamp_of(db).await?;
    let folder = folder.to_owned();
    let found = blocking(move || {
        let Some(index) = Index::look(&folder, &stamp)? else { return Ok(None) };
        Ok(Some((index.is_damaged()?, index.applied_seq(), index.count())))
    });
    let head = store::changes::head(db.reader()).await?;
    Ok(match found.await {
        Err(_) | Ok(Some((true, ..))) => IndexState::Damaged,
        Ok(None) => IndexState::Missing,
        // Written after the head was read.
        Ok(Some((_, applied, _))) if applied > head => IndexState::Fits,
        Ok(Some((_, applied, _))) if applied < head => IndexState::Behind(head - applied),
        Ok(Some((_, _, count))) => match store::faces::count(db.reader()).await? as usize {
            faces if faces == count => IndexState::Fits,
            faces => IndexState::Differs(count, faces),
        },
    })
}

async fn stamp_of(db: &Db) -> Result<Stamp> {
    let id = store::instance::get(db.reader(), store::instance::DATABASE_ID).await?;
    let epoch = store::instance::get(db.reader(), store::instance::EPOCH).await?;
    let epoch = epoch.and_then(|it| it.parse().ok()).unwrap_or(0);
    Ok(Stamp::new(&id.unwrap_or_default(), epoch))
}
/// Text of all documents at a page that is found.
const FILES_BYTES_MAX: usize = 2 << 20;
/// Text of one passage.
const PASSAGE_BYTES: usize = 1_000;
/// Where a page lists its files.
const FILES_ANCHOR: &str = "dateien";

/// Follows the change log into one index.
pub struct Follower {
    db: Db,
    kinds: LiveKinds,
    changes: Changes,
    index: Index,
    applied: Option<u64>,
}

impl Follower {
    /// Opens the index of this database in a folder. Whatever is wrong with the files there, the
    /// answer is an index, at worst an empty one that is about to be filled.
    pub async fn open(
        folder: &Path,
        db: &Db,
        kinds: &LiveKinds,
        changes: &Changes,
    ) -> Result<(Index, Self)> {
        let stamp = stamp_of(db).await?;
        let folder = folder.to_owned();
        let opened = blocking(move || Index::open(&folder, &stamp)).await?;
        let index = opened.index.clone();
        let follower = Self {
            db: db.clone(),
            kinds: kinds.clone(),
            changes: changes.clone(),
            index: opened.index,
            applied: opened.applied_seq,
        };
        Ok((index, follower))
    }

    /// Follows until the task is dropped.
    pub async fn follow(mut self) {
        let mut log = self.changes.watch();
        loop {
            if let Err(error) = self.catch_up().await {
                tracing::error!(%error, "the search index cannot follow; trying again");
                tokio::time::sleep(RETRY).await;
                continue;
            }
            log.borrow_and_update();
            if self.applied.is_some_and(|it| it < self.changes.head()) {
                continue;
            }
            match tokio::time::timeout(REST_AFTER, log.changed()).await {
                Ok(Ok(())) => tokio::time::sleep(GATHER).await,
                Ok(Err(_)) => return,
                Err(_) => {
                    self.rest().await;
                    if log.changed().await.is_err() {
                        return;
                    }
                }
            }
        }
    }

    /// Brings the index to the end of the change log.
    pub async fn catch_up(&mut self) -> Result<()> {
        let head = store::changes::head(self.db.reader()).await?;
        // An index ahead of its database belongs to a future that was undone by a restore.
        match self.applied {
            Some(applied) if applied <= head => self.apply_changes(applied).await,
            _ => self.build_anew().await,
        }
    }

    async fn apply_changes(&mut self, mut applied: u64) -> Result<()> {
        loop {
            let changes = store::changes::after(self.db.reader(), applied, CHANGES_AT_ONCE).await?;
            let Some(last) = changes.last().map(|it| it.seq) else {
                return Ok(());
            };
            let pages: BTreeSet<String> = changes.into_iter().filter_map(|it| it.page).collect();
            let docs = self.docs(pages.iter()).await?;
            let index = self.index.clone();
            let pages: Vec<String> = pages.into_iter().collect();
            // Every changed page is removed first: a face that is gone leaves nothing behind.
            blocking(move || index.apply(docs, &pages, last)).await?;
            applied = last;
            self.applied = Some(last);
        }
    }

    /// Builds the index from the pages, whatever it held; searches see the old one meanwhile.
    pub async fn build_anew(&mut self) -> Result<()> {
        // Read first: what happens while pages are read is applied again afterwards.
        let head = store::changes::head(self.db.reader()).await?;
        tracing::info!("building the search index anew");
        let index = self.index.clone();
        let mut rebuild = blocking(move || index.rebuild()).await?;
        let mut after = String::new();
        loop {
            let ids = store::pages::ids_after(self.db.reader(), &after, PAGES_AT_ONCE).await?;
            let Some(last) = ids.last().cloned() else {
                break;
            };
            let docs = self.docs(ids.iter()).await?;
            rebuild = blocking(move || rebuild.feed(docs).map(|()| rebuild)).await?;
            after = last;
        }
        blocking(move || rebuild.finish(head)).await?;
        self.applied = Some(head);
        Ok(())
    }

    async fn docs(&self, pages: impl Iterator<Item = &String>) -> Result<Vec<PageDoc>> {
        let mut docs = Vec::new();
        for page in pages {
            let Some(head) = store::pages::head(self.db.reader(), page).await? else {
                continue;
            };
            let faces = store::faces::of_page(self.db.reader(), page).await?;
            let working = faces.iter().find(|it| it.face == access::Face::Working);
            let drafters = working.map(|it| it.audience.clone()).unwrap_or_default();
            for face in &faces {
                let hidden_from = match face.face {
                    access::Face::Released => drafters.clone(),
                    access::Face::Working => Vec::new(),
                };
                docs.extend(self.doc(&head, face, hidden_from).await?);
            }
        }
        Ok(docs)
    }

    async fn doc(
        &self,
        head: &Head,
        face: &StoredFace,
        hidden_from: Vec<String>,
    ) -> Result<Option<PageDoc>> {
        let revision = store::pages::revision(self.db.reader(), &head.id, face.revision).await?;
        let Some(revision) = revision else {
            return Ok(None);
        };
        let kind = self.kinds.now().get(&head.kind).cloned();
        let content = revision.content;
        let document = markdown::parse(&content.text);
        let searchable = |kind: &Kind| {
            let (fields, _) = kind.in_current_form(&content.fields, &content.extra);
            kinds::searchable(kind, &fields)
        };
        let fields = kind.as_deref().map(searchable).unwrap_or_default();
        let is_both = head.released == Some(head.working);
        let mut passages = passages(document);
        passages.extend(self.file_passages(head, face).await?);
        Ok(Some(PageDoc {
            page: head.id.clone(),
            face: match face.face {
                access::Face::Working => Face::Working,
                access::Face::Released if is_both => Face::Both,
                access::Face::Released => Face::Released,
            },
            space: head.space.key().to_owned(),
            kind: head.kind.clone(),
            status: content.status.clone(),
            standing: standing(face, &content),
            title: content.title,
            names: face.names.clone(),
            summary: face.summary.clone(),
            fields: fields.into_iter().map(|(_, weight, text)| (weight, text)).collect(),
            passages,
            audience: face.audience.clone(),
            hidden_from,
            updated_at: revision.at / 1_000,
            revision: revision.number,
            url: head.url(),
        }))
    }

    /// What the documents at a page say, below their names.
    async fn file_passages(&self, head: &Head, face: &StoredFace) -> Result<Vec<Passage>> {
        if !head.has_files {
            return Ok(Vec::new());
        }
        let state = match face.face {
            access::Face::Released => State::InForce(face.revision),
            access::Face::Working => State::Newest,
        };
        let texts = store::files::texts(self.db.reader(), &head.id, state).await?;
        let mut left = FILES_BYTES_MAX;
        let mut passages = Vec::new();
        for (name, text) in texts {
            passages.push(file_passage(&name, name.clone()));
            for stretch in stretches(&text, PASSAGE_BYTES) {
                left = left.saturating_sub(stretch.len());
                if left == 0 {
                    return Ok(passages);
                }
                passages.push(file_passage(&name, stretch));
            }
        }
        Ok(passages)
    }

    async fn rest(&self) {
        let index = self.index.clone();
        if let Err(error) = blocking(move || index.rest()).await {
            tracing::warn!(%error, "the search index could not let go of its writer");
        }
    }
}

fn standing(face: &StoredFace, content: &Content) -> Standing {
    match content.status.as_str() {
        _ if face.honesty == "beispiel" => Standing::Example,
        _ if is_formality(content) => Standing::Formality,
        "abgeloest" | "ausser_kraft" | "archiviert" | "abgebrochen" => Standing::Past,
        _ if face.face == access::Face::Working => Standing::Draft,
        _ => Standing::Valid,
    }
}

/// Pages every site must have, such as the Impressum, name many words and answer few questions.
fn is_formality(content: &Content) -> bool {
    let tags = content.fields.get("tags").and_then(|it| it.as_array());
    tags.is_some_and(|tags| tags.iter().any(|tag| tag.as_str() == Some(FORMALITIES)))
}

fn passages(document: markdown::Document) -> Vec<Passage> {
    let passages = document.passages.into_iter().map(|it| Passage {
        anchor: it.anchor,
        heading: it.heading_path.last().cloned().unwrap_or_default(),
        text: it.text,
    });
    passages.collect()
}

/// A hit in a document leads to the files of its page.
fn file_passage(name: &str, text: String) -> Passage {
    Passage { anchor: Some(FILES_ANCHOR.to_owned()), heading: name.to_owned(), text }
}

/// A text in stretches of about so many bytes that end where a line or a word does.
fn stretches(text: &str, bytes: usize) -> Vec<String> {
    let mut stretches = Vec::new();
    let mut stretch = String::new();
    for line in text.lines() {
        for word in line.split_whitespace() {
            if stretch.len() + word.len() >= bytes && !stretch.is_empty() {
                stretches.push(std::mem::take(&mut stretch));
            }
            if !stretch.is_empty() && !stretch.ends_with('\n') {
                stretch.push(' ');
            }
            // A word without end is cut rather than kept whole.
            stretch.extend(word.chars().take(bytes / 4));
        }
        stretch.push('\n');
    }
    stretches.push(stretch);
    stretches.retain(|it| !it.trim().is_empty());
    stretches
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await.map_err(AppError::failure)?;
    done.map_err(AppError::failure)
}
