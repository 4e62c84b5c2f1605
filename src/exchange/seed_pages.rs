//! The pages of the seed: reads them, loads new ones, and gives those nobody has edited their
//! newer text. What was edited, moved to the trash or taken out of the seed is left as it is.

use std::collections::BTreeMap;

use super::pagefile::{Defaults, PageFile};
use super::seed::{EXAMPLE, PAGES_AT_ONCE, RECORDS, SeedFiles};
use super::site_kinds::hash;
use crate::config::{Limits, Seed};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{Kinds, Role};
use crate::pages::{Loaded, LoadedPage, NewPage, Pages};
use crate::store;
use crate::store::pages::Head;
use crate::store::seed::SeedRow;
use crate::store::spaces::Space;

/// The status of what a body is about to agree on.
const BEING_AGREED: &str = "in_abstimmung";

/// A page of the seed with where it stands in the wiki.
pub(super) struct InWiki {
    pub(super) page: SeedPage,
    pub(super) head: Head,
}

/// Loads what is new and brings up to date what nobody has edited; answers all pages that are
/// there now.
pub(super) async fn bring_up_to_date(
    db: &Db,
    kinds: &Kinds,
    pages: &Pages,
    seed: Seed,
    files: &SeedFiles,
) -> Result<Vec<InWiki>> {
    let spaces = store::spaces::all(db.reader()).await?;
    let rows = store::seed::all(db.reader()).await?;
    let known: BTreeMap<String, SeedRow> =
        rows.into_iter().map(|it| (it.place.clone(), it)).collect();
    let mut waiting = read_pages(kinds, seed, files)?;
    let mut there: BTreeMap<String, InWiki> = BTreeMap::new();
    // Pages above come before pages below, so each round takes those whose parent is there.
    while !waiting.is_empty() {
        let (ready, rest): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|it| it.parent_place().is_none_or(|it| there.contains_key(&it)));
        if ready.is_empty() && known.is_empty() {
            let names: Vec<_> = rest.iter().map(|it| it.file.clone()).collect();
            return Err(AppError::failure(format!("seed pages without parent: {names:?}")));
        }
        if ready.is_empty() {
            // Somebody took the page above away; what would stand below it goes with it.
            break;
        }
        let mut ready = ready.into_iter().peekable();
        while ready.peek().is_some() {
            let batch: Vec<SeedPage> = ready.by_ref().take(PAGES_AT_ONCE).collect();
            for it in take_batch(db, pages, &spaces, &known, &there, batch).await? {
                there.insert(it.page.place(), it);
            }
        }
        waiting = rest;
    }
    Ok(there.into_values().collect())
}

async fn take_batch(
    db: &Db,
    pages: &Pages,
    spaces: &[Space],
    known: &BTreeMap<String, SeedRow>,
    there: &BTreeMap<String, InWiki>,
    batch: Vec<SeedPage>,
) -> Result<Vec<InWiki>> {
    let (mut taken, mut rows) = (Vec::new(), Vec::new());
    let (mut new, mut loaded) = (Vec::new(), Vec::new());
    for page in batch {
        let space = spaces.iter().find(|it| it.key() == page.space);
        let space = space
            .ok_or_else(|| AppError::failure(format!("{}: no space {}", page.file, page.space)))?;
        let parent = page.parent_place().and_then(|it| there.get(&it));
        let parent = parent.map(|it| it.head.clone());
        let head = match known.get(&page.place()) {
            Some(row) => store::pages::head(db.reader(), &row.page).await?,
            None => store::pages::at(db.reader(), space, &page.path()).await?,
        };
        match (head, known.get(&page.place())) {
            (Some(head), row) => {
                rows.extend(renew(pages, &page, &head, row, parent).await?);
                taken.push(InWiki { page, head });
            }
            // It was there and is not any longer: somebody wanted it so.
            (None, Some(_)) => {}
            (None, None) => {
                new.push((space.clone(), page.loaded(parent)));
                loaded.push(page);
            }
        }
    }
    let answers = if new.is_empty() { Vec::new() } else { pages.load(None, new).await? };
    for (page, answer) in loaded.into_iter().zip(answers) {
        let Loaded::Taken(head) = answer else {
            return Err(AppError::failure(format!("{} breaks a rule: {answer:?}", page.file)));
        };
        rows.push(page.row(&head, head.working));
        taken.push(InWiki { page, head: *head });
    }
    if !rows.is_empty() {
        let txn = db.begin().await?;
        store::seed::note(&txn, &rows).await?;
        txn.commit().await?;
    }
    Ok(taken)
}

/// Gives a page its newer text if nobody has edited it; answers what to note.
async fn renew(
    pages: &Pages,
    page: &SeedPage,
    head: &Head,
    row: Option<&SeedRow>,
    parent: Option<Head>,
) -> Result<Option<SeedRow>> {
    let from = match row {
        Some(row) if row.file_hash == page.hash => return Ok(None),
        Some(row) => row.revision,
        // Loaded before such rows were kept; somebody else's page is none of ours.
        None if head.created_by.is_none() => 1,
        None => return Ok(None),
    };
    let renewed = pages.load_again(&head.id, from, page.loaded(parent)).await?;
    Ok(renewed.map(|head| page.row(&head, head.working)))
}

/// A page of the seed as its file says it.
pub(super) struct SeedPage {
    pub(super) file: String,
    hash: String,
    pub(super) space: String,
    slug: String,
    pub(super) page: PageFile,
}

impl SeedPage {
    pub(super) fn path(&self) -> String {
        match &self.page.parent {
            Some(parent) => format!("{parent}/{}", self.slug),
            None => self.slug.clone(),
        }
    }

    /// Space and path, by which it is known from one version of the seed to the next.
    fn place(&self) -> String {
        format!("{}/{}", self.space, self.path())
    }

    fn parent_place(&self) -> Option<String> {
        self.page.parent.as_ref().map(|it| format!("{}/{it}", self.space))
    }

    fn row(&self, head: &Head, revision: u32) -> SeedRow {
        SeedRow {
            place: self.place(),
            page: head.id.clone(),
            revision,
            file_hash: self.hash.clone(),
        }
    }

    fn loaded(&self, parent: Option<Head>) -> LoadedPage {
        LoadedPage {
            page: NewPage {
                id: None,
                kind: self.page.kind.clone(),
                slug: Some(self.slug.clone()),
                parent,
                visibility: self.page.visibility.clone(),
                draft: self.page.draft.clone(),
                publish: true,
            },
            status: self.page.status.clone(),
            // What the AG QM has in hand is there to be read and talked about (product.md 3).
            is_open_draft: self.page.status.as_deref() == Some(BEING_AGREED),
        }
    }
}

/// Reads the seed. It is ours, so a mistake in it is a failure, and a test finds it first.
pub(super) fn read_pages(kinds: &Kinds, seed: Seed, files: &SeedFiles) -> Result<Vec<SeedPage>> {
    let limits = Limits::default();
    let mut pages = Vec::new();
    for (file, text) in files.0.iter().filter(|(name, _)| *name != RECORDS) {
        let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".md");
        let defaults = Defaults { kind: "page", file_stem: stem };
        let (page, problems) = PageFile::read(text, kinds, &limits, defaults);
        if !problems.is_empty() {
            return Err(AppError::failure(format!("{file}: {problems:?}")));
        }
        let Some(page) = page else { continue };
        let kind = kinds.get(&page.kind);
        let honesty = kind.and_then(|it| it.text_with_role(Role::Honesty, page.draft.fields()));
        if honesty == Some(EXAMPLE) && seed == Seed::WithoutExamples {
            continue;
        }
        let space = page.space.clone();
        let space = space.ok_or_else(|| AppError::failure(format!("{file}: names no space")))?;
        let slug = page.slug.clone().unwrap_or_else(|| stem.to_owned());
        pages.push(SeedPage { file: file.clone(), hash: hash(text), space, slug, page });
    }
    Ok(pages)
}
