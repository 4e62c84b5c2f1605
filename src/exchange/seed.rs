//! What a new wiki begins with: kinds, spaces, and the seed pages in `content-seed`, all embedded
//! in the program. Runs once; what people did since is never touched.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::json;

use super::pagefile::{Defaults, PageFile};
use crate::access::{Pillar, Role, SpaceStanding, SpaceVisibility};
use crate::changes::Changes;
use crate::clock::Clock;
use crate::config::{Limits, Seed};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{self, Kinds};
use crate::pages::{Loaded, LoadedPage, NewPage, Pages};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::instance;
use crate::store::pages::Head;
use crate::store::spaces::Space;
use crate::store::{self, new_id};

/// The honesty class of invented content (domain.md 4.0).
const EXAMPLE: &str = "beispiel";
/// Pages written in one transaction.
const PAGES_AT_ONCE: usize = 50;

#[derive(RustEmbed)]
#[folder = "content-seed"]
#[exclude = "*.py"]
struct ContentSeed;

#[derive(Deserialize)]
struct SpacesFile {
    space: Vec<SpaceEntry>,
}

#[derive(Deserialize)]
struct SpaceEntry {
    key: String,
    title: LabelEntry,
    #[serde(default)]
    pillar: Option<String>,
    visibility: String,
    #[serde(default)]
    district: Option<String>,
    #[serde(default)]
    everyone_role: Option<String>,
}

#[derive(Deserialize)]
struct LabelEntry {
    de: String,
    en: String,
}

/// The kinds, choices and registers the program brings, as files.
pub(super) fn embedded_kind_files() -> impl Iterator<Item = (String, String)> {
    let folders = ["kinds/", "registers/"];
    embedded(|name| name.ends_with(".toml") && folders.iter().any(|it| name.starts_with(it)))
        .into_iter()
}

/// Fills a new wiki: number of the database, spaces, seed pages. Does nothing in one that is
/// filled already; begins again in one whose first start was cut short.
pub async fn first_start(
    db: &Db,
    clock: &Clock,
    kinds: &Kinds,
    pages: &Pages,
    seed: Seed,
) -> Result<()> {
    if instance::get(db.reader(), instance::SEEDED).await?.is_some() {
        return Ok(());
    }
    let txn = db.begin().await?;
    if instance::get(&txn, instance::DATABASE_ID).await?.is_none() {
        instance::set(&txn, instance::DATABASE_ID, &new_id()).await?;
        instance::set(&txn, instance::EPOCH, "1").await?;
    }
    txn.commit().await?;
    load_spaces(db, clock).await?;
    if seed != Seed::None {
        load_pages(db, kinds, pages, seed).await?;
    }
    let txn = db.begin().await?;
    instance::set(&txn, instance::SEEDED, &clock.now().to_string()).await?;
    Ok(txn.commit().await?)
}

async fn load_spaces(db: &Db, clock: &Clock) -> Result<()> {
    let text = embedded(|name| name == "spaces.toml").into_values().next();
    let text = text.ok_or_else(|| AppError::failure("spaces.toml is not embedded"))?;
    let file: SpacesFile = toml::from_str(&text).map_err(AppError::failure)?;
    let txn = db.begin().await?;
    let mut made = Vec::new();
    for (position, entry) in file.space.into_iter().enumerate() {
        if store::spaces::by_key(&txn, &entry.key).await?.is_some() {
            continue;
        }
        let space = space(entry, position)?;
        store::spaces::insert(&txn, &space).await?;
        made.push(space.id);
    }
    for space in made {
        store::changes::append(&txn, space_saved(clock, space)).await?;
    }
    Ok(txn.commit().await?)
}

fn space(entry: SpaceEntry, position: usize) -> Result<Space> {
    let unknown = |word: &str| AppError::failure(format!("spaces.toml: {word} is not known"));
    let visibility =
        SpaceVisibility::parse(&entry.visibility).ok_or_else(|| unknown(&entry.visibility))?;
    let pillar = match &entry.pillar {
        Some(pillar) => Pillar::parse(pillar).ok_or_else(|| unknown(pillar))?,
        None => Pillar::None,
    };
    Ok(Space {
        id: new_id(),
        title_de: entry.title.de,
        title_en: entry.title.en,
        district: entry.district,
        position: position as i32,
        standing: SpaceStanding {
            key: entry.key,
            visibility,
            pillar,
            everyone: entry.everyone_role.as_deref().and_then(Role::parse),
        },
    })
}

/// Adds one space.
pub async fn add_space(db: &Db, clock: &Clock, changes: &Changes, space: Space) -> Result<()> {
    let txn = db.begin().await?;
    store::spaces::insert(&txn, &space).await?;
    let seq = store::changes::append(&txn, space_saved(clock, space.id)).await?;
    txn.commit().await?;
    changes.committed(seq);
    Ok(())
}

fn space_saved(clock: &Clock, space: String) -> NewChange {
    NewChange {
        what: ChangeType::SpaceSaved,
        at: clock.now(),
        page: None,
        space: Some(space),
        account: None,
        data: json!({}),
    }
}

async fn load_pages(db: &Db, kinds: &Kinds, pages: &Pages, seed: Seed) -> Result<()> {
    let spaces = store::spaces::all(db.reader()).await?;
    let mut waiting = read_pages(kinds, seed)?;
    let mut loaded: BTreeMap<(String, String), Head> = BTreeMap::new();
    // Pages above come before pages below, so each round takes those whose parent is there.
    while !waiting.is_empty() {
        let (ready, rest): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|it| it.parent_key().is_none_or(|it| loaded.contains_key(&it)));
        if ready.is_empty() {
            let names: Vec<_> = rest.iter().map(|it| it.file.clone()).collect();
            return Err(AppError::failure(format!("seed pages without parent: {names:?}")));
        }
        for batch in ready.chunks(PAGES_AT_ONCE) {
            let mut new = Vec::new();
            for seed_page in batch {
                let space = spaces.iter().find(|it| it.key() == seed_page.space);
                let space = space.ok_or_else(|| {
                    AppError::failure(format!("{}: no space {}", seed_page.file, seed_page.space))
                })?;
                let path = seed_page.path();
                if let Some(head) = store::pages::at(db.reader(), space, &path).await? {
                    loaded.insert((seed_page.space.clone(), path), head);
                    continue;
                }
                let parent = seed_page.parent_key().and_then(|it| loaded.get(&it)).cloned();
                new.push((space.clone(), seed_page.loaded(parent)));
            }
            for answer in pages.load(None, new).await? {
                let head = match answer {
                    Loaded::Taken(head) => *head,
                    Loaded::Refused(broken) => {
                        return Err(AppError::failure(format!("a seed page breaks {broken:?}")));
                    }
                };
                loaded.insert((head.space.key().to_owned(), head.path.clone()), head);
            }
        }
        waiting = rest;
    }
    Ok(())
}

struct SeedPage {
    file: String,
    space: String,
    slug: String,
    page: PageFile,
}

impl SeedPage {
    fn path(&self) -> String {
        match &self.page.parent {
            Some(parent) => format!("{parent}/{}", self.slug),
            None => self.slug.clone(),
        }
    }

    fn parent_key(&self) -> Option<(String, String)> {
        self.page.parent.as_ref().map(|it| (self.space.clone(), it.clone()))
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
        }
    }
}

/// Reads the seed. It is ours, so a mistake in it is a failure, and a test finds it first.
fn read_pages(kinds: &Kinds, seed: Seed) -> Result<Vec<SeedPage>> {
    let limits = Limits::default();
    let mut pages = Vec::new();
    for (file, text) in embedded(is_page) {
        let stem = file.rsplit('/').next().unwrap_or(&file).trim_end_matches(".md");
        let defaults = Defaults { kind: "page", file_stem: stem };
        let (page, problems) = PageFile::read(&text, kinds, &limits, defaults);
        if !problems.is_empty() {
            return Err(AppError::failure(format!("{file}: {problems:?}")));
        }
        let Some(page) = page else { continue };
        let kind = kinds.get(&page.kind);
        let is_example = kind
            .and_then(|it| it.text_with_role(kinds::Role::Honesty, page.draft.fields()))
            == Some(EXAMPLE);
        if is_example && seed == Seed::WithoutExamples {
            continue;
        }
        let space = page.space.clone();
        let space = space.ok_or_else(|| AppError::failure(format!("{file}: names no space")))?;
        let slug = page.slug.clone().unwrap_or_else(|| stem.to_owned());
        pages.push(SeedPage { file, space, slug, page });
    }
    Ok(pages)
}

/// Templates are what pages may begin with, not pages.
fn is_page(name: &str) -> bool {
    name.ends_with(".md") && !name.starts_with("templates/") && !name.starts_with("files/")
}

/// The embedded files of these names with their texts, in the order of names.
fn embedded(wanted: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    let names = ContentSeed::iter().filter(|it| wanted(it));
    let files = names.filter_map(|name| {
        let file = ContentSeed::get(&name)?;
        Some((name.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
    });
    files.collect()
}
