//! What a new wiki begins with: kinds, spaces, and the seed pages in `content-seed`, all embedded
//! in the program. What people did since is never touched.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::json;

use super::site_kinds::hash;
use super::{seed_pages, seed_records};
use crate::access::{Pillar, Role, SpaceStanding, SpaceVisibility};
use crate::changes::Changes;
use crate::clock::Clock;
use crate::config::Seed;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::Kinds;
use crate::pages::Pages;
use crate::store::changes::{ChangeType, NewChange};
use crate::store::instance;
use crate::store::spaces::Space;
use crate::store::{self, new_id};

/// The honesty class of invented content (domain.md 4.0).
pub(super) const EXAMPLE: &str = "beispiel";
/// The rows of the seed.
pub(super) const RECORDS: &str = "records.toml";
/// Pages written in one transaction.
pub(super) const PAGES_AT_ONCE: usize = 50;

#[derive(RustEmbed)]
#[folder = "content-seed"]
#[exclude = "*.py"]
pub(super) struct ContentSeed;

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
    let describes_kinds = |name: &str| name.starts_with("kinds/") || name.starts_with("registers/");
    embedded(|name| describes_kinds(name) && name.ends_with(".toml")).into_iter()
}

/// The templates of new pages the program brings.
pub(super) fn embedded_templates() -> impl Iterator<Item = (String, String)> {
    embedded(|name| name.starts_with("templates/") && name.ends_with(".md")).into_iter()
}

/// The pages and rows of a seed as files: name below the seed, and text.
#[derive(Clone, Debug, Default)]
pub struct SeedFiles(pub(super) BTreeMap<String, String>);

impl SeedFiles {
    /// The seed the program brings.
    pub fn embedded() -> Self {
        Self(embedded(|name| is_page(name) || name == RECORDS))
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for SeedFiles {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(files: I) -> Self {
        Self(files.into_iter().map(|(name, text)| (name.into(), text.into())).collect())
    }
}

/// Whether a file of the seed is a page: templates and files to attach are none.
fn is_page(name: &str) -> bool {
    let is_beside = ["templates/", "files/"].iter().any(|it| name.starts_with(it));
    name.ends_with(".md") && !is_beside
}

/// Fills a new wiki: number of the database, spaces, pages and rows of the seed; begins again in
/// one whose first start was cut short. In a wiki that is filled, the pages of the seed nobody has
/// edited follow the program's.
pub async fn first_start(
    db: &Db,
    clock: &Clock,
    kinds: &Kinds,
    pages: &Pages,
    seed: Seed,
) -> Result<()> {
    let files = SeedFiles::embedded();
    if instance::get(db.reader(), instance::SEEDED).await?.is_some() {
        return follow_seed(db, kinds, pages, seed, &files).await;
    }
    let txn = db.begin().await?;
    if instance::get(&txn, instance::DATABASE_ID).await?.is_none() {
        instance::set(&txn, instance::DATABASE_ID, &new_id()).await?;
        instance::set(&txn, instance::EPOCH, "1").await?;
    }
    txn.commit().await?;
    load_spaces(db, clock).await?;
    if seed != Seed::None {
        let loaded = seed_pages::bring_up_to_date(db, kinds, pages, seed, &files).await?;
        seed_records::load(clock, kinds, pages, &files, &loaded).await?;
    }
    super::site_kinds::note_all_derived(db, kinds).await?;
    let txn = db.begin().await?;
    instance::set(&txn, instance::SEED, word_of(seed)).await?;
    instance::set(&txn, instance::SEED_HASH, &hash_of(&files, seed)).await?;
    instance::set(&txn, instance::SEEDED, &clock.now().to_string()).await?;
    Ok(txn.commit().await?)
}

/// Brings the pages of the seed up to these files: new ones appear, those nobody has edited get
/// their newer text, edited ones and those that are in no file any longer stay as they are. A wiki
/// that began without the seed, or whose examples were taken away, stays so.
pub async fn follow_seed(
    db: &Db,
    kinds: &Kinds,
    pages: &Pages,
    seed: Seed,
    files: &SeedFiles,
) -> Result<()> {
    let begun = match instance::get(db.reader(), instance::SEED).await? {
        Some(word) => seed_of(&word),
        // Begun before this was noted.
        None => seed,
    };
    let seed = match (begun, seed) {
        (Seed::None, _) | (_, Seed::None) => return Ok(()),
        (Seed::Full, Seed::Full) => Seed::Full,
        _ => Seed::WithoutExamples,
    };
    let hash = hash_of(files, seed);
    if instance::get(db.reader(), instance::SEED_HASH).await?.as_deref() == Some(hash.as_str()) {
        return Ok(());
    }
    seed_pages::bring_up_to_date(db, kinds, pages, seed, files).await?;
    let txn = db.begin().await?;
    instance::set(&txn, instance::SEED, word_of(begun)).await?;
    instance::set(&txn, instance::SEED_HASH, &hash).await?;
    Ok(txn.commit().await?)
}

/// Takes all examples of the seed away with everything at them, for good: a newer program does not
/// bring them back. Answers how many pages there were.
pub async fn remove_examples(db: &Db, pages: &Pages) -> Result<usize> {
    let mut count = 0;
    for batch in store::seed::examples(db.reader(), EXAMPLE).await?.chunks(PAGES_AT_ONCE) {
        count += pages.take_away(batch).await?;
    }
    if instance::get(db.reader(), instance::SEED).await?.as_deref() == Some(word_of(Seed::Full)) {
        let txn = db.begin().await?;
        instance::set(&txn, instance::SEED, word_of(Seed::WithoutExamples)).await?;
        txn.commit().await?;
    }
    Ok(count)
}

/// How many pages are examples of the seed.
pub async fn examples(db: &Db) -> Result<usize> {
    Ok(store::seed::examples(db.reader(), EXAMPLE).await?.len())
}

fn word_of(seed: Seed) -> &'static str {
    match seed {
        Seed::Full => "full",
        Seed::WithoutExamples => "without-examples",
        Seed::None => "none",
    }
}

fn seed_of(word: &str) -> Seed {
    let all = [Seed::Full, Seed::WithoutExamples];
    all.into_iter().find(|it| word_of(*it) == word).unwrap_or(Seed::None)
}

pub(super) fn hash_of(files: &SeedFiles, seed: Seed) -> String {
    let mut whole = word_of(seed).to_owned();
    for (name, text) in &files.0 {
        for part in [name, text] {
            whole.push('\0');
            whole.push_str(part);
        }
    }
    hash(&whole)
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

/// The embedded files of these names with their texts, in the order of names.
fn embedded(wanted: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    let names = ContentSeed::iter().filter(|it| wanted(it));
    let files = names.filter_map(|name| {
        let file = ContentSeed::get(&name)?;
        Some((name.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
    });
    files.collect()
}
