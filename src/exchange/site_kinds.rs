//! The kinds of a running wiki, put together from what the program brings, the files of the site
//! in `DATA/kinds`, and what was changed in the interface; and followed while the wiki serves.
//! What files may say is the business of `kinds`, acts on registers are next door.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use arc_swap::ArcSwap;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use super::FileReport;
use super::seed::embedded_kind_files;
use super::templates::{self, Template};
use crate::changes::Changes;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{self, Choice, FileProblem, Files, Kinds, ListChanges, LiveKinds, Parsed};
use crate::pages::Pages;
use crate::store::changes::{ChangeType, NewChange};
use crate::store::{self, instance};

/// Where a site puts its files, below the data folder.
const FOLDER: &str = "kinds";
/// Where the last files without mistakes are kept, below that folder.
const LAST_GOOD: &str = ".last-good";
/// How often the folders are looked at. A change counts once two looks have seen the same, so
/// that a file is not read while it is being written.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Pages made anew in one transaction.
const PAGES_AT_ONCE: u64 = 40;
/// Between two such transactions, so that people who save get their turn.
const PAUSE: Duration = Duration::from_millis(5);

/// The kinds of one wiki, with what is wrong in its files.
#[derive(Clone)]
pub struct SiteKinds {
    data: PathBuf,
    db: Db,
    live: LiveKinds,
    told: Arc<ArcSwap<Told>>,
    /// One reading at a time; holds up to which change the log was looked through.
    turn: Arc<Mutex<u64>>,
}

/// What the files of the site say besides kinds.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What is wrong with files of kinds, registers and lists.
    pub problems: Vec<FileProblem>,
    /// What is wrong with templates of new pages.
    pub template_problems: Vec<FileReport>,
    /// The templates of new pages, in the order in which they are offered.
    pub templates: Vec<Template>,
    /// How the folders looked just before they were read.
    look: Look,
}

impl SiteKinds {
    /// Reads everything once.
    pub async fn open(data: &Path, db: &Db) -> Result<Self> {
        let this = Self {
            data: data.to_owned(),
            db: db.clone(),
            live: LiveKinds::new(Kinds::default()),
            told: Arc::default(),
            turn: Arc::default(),
        };
        this.read_again().await?;
        Ok(this)
    }

    /// The kinds that count now, for every room.
    pub fn live(&self) -> &LiveKinds {
        &self.live
    }

    /// What the files of the site said when they were last read.
    pub fn told(&self) -> Arc<Told> {
        self.told.load_full()
    }

    /// Reads files and registers anew; from then on they count on this node.
    pub async fn read_again(&self) -> Result<()> {
        let mut looked_to = self.turn.lock().await;
        // Noted first: what is changed while rows are read is read once more.
        let head = store::changes::head(self.db.reader()).await?;
        let changes = store::registers::changes(self.db.reader()).await?;
        let read = read(&self.data, &changes)?;
        remember(&self.db, &changes, &read.kinds).await?;
        if read.told.problems != self.told.load().problems {
            log(&read.told.problems);
        }
        self.live.replace(read.kinds);
        self.told.store(Arc::new(read.told));
        *looked_to = head;
        Ok(())
    }

    /// Follows files and registers until the task is dropped, and makes anew what is derived.
    pub async fn follow(self, pages: Pages, changes: Changes, clock: Clock) {
        let mut log = changes.watch();
        let mut files = Watched::new(&self.data);
        // An act reads the kinds again itself, so what counts is which set was derived from.
        let mut derived_from = None;
        loop {
            let has_news = files.have_changed(&self.told().look)
                || self.registers_have_changed(&changes).await;
            let caught_up = async {
                if has_news {
                    self.read_again().await?;
                }
                let generation = self.live.generation();
                if derived_from != Some(generation) {
                    self.derive(&pages, &changes, &clock).await?;
                }
                Ok::<u64, AppError>(generation)
            };
            match caught_up.await {
                Ok(generation) => derived_from = Some(generation),
                Err(error) => tracing::error!(%error, "the kinds cannot follow; trying again"),
            }
            // Whichever comes first: somebody acts, or it is time to look at the files.
            let _ = tokio::time::timeout(LOOK_EVERY, log.changed()).await;
        }
    }

    async fn registers_have_changed(&self, changes: &Changes) -> bool {
        let mut looked_to = self.turn.lock().await;
        let head = changes.head();
        if head <= *looked_to {
            return false;
        }
        let what = ChangeType::RegisterSaved;
        match store::changes::newest(self.db.reader(), what, *looked_to).await {
            Ok(None) => {
                *looked_to = head;
                false
            }
            Ok(Some(_)) => true,
            Err(error) => {
                tracing::warn!(%error, "the change log cannot be read");
                false
            }
        }
    }

    /// Makes everything derived anew that other kinds had made. Whoever notices first does it;
    /// for whoever comes later there is nothing left to do.
    async fn derive(&self, pages: &Pages, changes: &Changes, clock: &Clock) -> Result<()> {
        let kinds = self.live.now();
        let mut derived = derived(&self.db).await?;
        let mut done = Vec::new();
        for (name, digest) in digests(&kinds) {
            if derived.get(&name) == Some(&digest) {
                continue;
            }
            match name.split_once('/') {
                Some(("kind", id)) => derive_kind(&self.db, pages, id).await?,
                Some((_, id)) => {
                    if let Some(set) = kinds.record_set(id) {
                        pages.derive_records_anew(set).await?;
                    }
                }
                None => {}
            }
            done.push(name.clone());
            derived.insert(name, digest);
            note(&self.db, &derived).await?;
        }
        if done.is_empty() {
            return Ok(());
        }
        tracing::info!(kinds = ?done, "made anew what is derived from kinds that have changed");
        let txn = self.db.begin().await?;
        let change = NewChange {
            what: ChangeType::KindsChanged,
            at: clock.now(),
            page: None,
            space: None,
            account: None,
            data: json!({ "changed": done }),
        };
        let seq = store::changes::append(&txn, change).await?;
        txn.commit().await?;
        changes.committed(seq);
        Ok(())
    }
}

/// Notes that everything in the wiki was made by these kinds: after a first start it was.
pub(super) async fn note_all_derived(db: &Db, kinds: &Kinds) -> Result<()> {
    note(db, &digests(kinds).into_iter().collect()).await
}

/// Everything the files of a data folder say now, with every mistake; nothing else is asked.
pub fn check_kinds(data: &Path) -> Result<(Kinds, Told)> {
    let (kinds, problems) = Kinds::parse(&all_files(&files_in(&data.join(FOLDER))?));
    let (templates, template_problems) = templates::read_all(data, &kinds)?;
    Ok((kinds, Told { problems, template_problems, templates, look: Look::new() }))
}

struct Read {
    kinds: Kinds,
    told: Told,
}

/// With a mistake in a file its last good copy counts, so that a slip of the pen never takes the
/// wiki down; the mistakes come along.
fn read(data: &Path, changes: &ListChanges) -> Result<Read> {
    let folder = data.join(FOLDER);
    let look = look(data);
    let site = files_in(&folder)?;
    let good = files_in(&folder.join(LAST_GOOD))?;
    let parsed = Kinds::parse_over(&all_files(&site), &all_files(&good), changes);
    let Parsed { kinds, problems, files } = parsed;
    let in_use: Vec<(String, String)> = files
        .iter()
        .filter(|(name, _)| site.iter().chain(&good).any(|(known, _)| known == name))
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    if in_use.iter().collect::<BTreeSet<_>>() != good.iter().collect::<BTreeSet<_>>() {
        keep(&folder.join(LAST_GOOD), &in_use)?;
    }
    let (templates, template_problems) = templates::read_all(data, &kinds)?;
    Ok(Read { kinds, told: Told { problems, template_problems, templates, look } })
}

/// The files of the program with those of the site on top.
fn all_files(site: &[(String, String)]) -> Files {
    let shipped = embedded_kind_files().map(|(name, text)| (format!("content-seed/{name}"), text));
    shipped.chain(site.iter().cloned()).collect()
}

/// The TOML files of a folder and of `registers` below it, in the order of names.
fn files_in(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for path in paths_in(folder) {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let name = format!("{FOLDER}/{}", below.display());
        // What is no text is a mistake in the file like any other, and told with its line.
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        files.push((name, text));
    }
    files.sort();
    Ok(files)
}

fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in [folder.to_owned(), folder.join("registers")] {
        paths.extend(files_with_ending(&folder, "toml"));
    }
    paths
}

/// The files right in a folder whose names end like this; none where there is no such folder.
pub(super) fn files_with_ending(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let has_ending = |path: &PathBuf| path.extension().is_some_and(|it| it == ending);
    let mut paths: Vec<PathBuf> = paths.filter(|it| has_ending(it) && it.is_file()).collect();
    paths.sort();
    paths
}

/// What tells one state of the folders from another without reading a file.
type Look = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

fn look(data: &Path) -> Look {
    let kinds = paths_in(&data.join(FOLDER)).into_iter();
    let templates = files_with_ending(&data.join(templates::FOLDER), "md");
    let seen = kinds.chain(templates).filter_map(|path| {
        let about = fs::metadata(&path).ok()?;
        Some((path, (about.modified().ok(), about.len())))
    });
    seen.collect()
}

/// The folders of the site, looked at now and then.
struct Watched {
    data: PathBuf,
    looked_at: Instant,
    last: Look,
}

impl Watched {
    fn new(data: &Path) -> Self {
        Self { data: data.to_owned(), looked_at: Instant::now(), last: look(data) }
    }

    /// Whether they differ from what was read, and no longer change.
    fn have_changed(&mut self, read: &Look) -> bool {
        if self.looked_at.elapsed() < LOOK_EVERY {
            return false;
        }
        self.looked_at = Instant::now();
        let now = look(&self.data);
        let is_settled = now == self.last;
        self.last = now;
        is_settled && self.last != *read
    }
}

/// Written beside and renamed, so that a copy is whole or not there.
fn keep(folder: &Path, site: &[(String, String)]) -> Result<()> {
    let fresh = folder.with_extension("new");
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh)?;
    for (name, text) in site {
        let name = name.strip_prefix("kinds/").unwrap_or(name);
        let path = fresh.join(name);
        path.parent().map(fs::create_dir_all).transpose()?;
        fs::write(path, text)?;
    }
    let _ = fs::remove_dir_all(folder);
    fs::rename(&fresh, folder)?;
    Ok(())
}

/// Keeps the last word of every entry, for the day it is in no file any longer.
async fn remember(db: &Db, changes: &ListChanges, kinds: &Kinds) -> Result<()> {
    let is_known = |list: &str, choice: &Choice| {
        changes.known.iter().any(|(name, known)| {
            name == list
                && known.id == choice.id
                && known.label == choice.label
                && known.also == choice.also
        })
    };
    let all = kinds.lists().flat_map(|list| list.items.iter().map(move |it| (&list.list, it)));
    let new: Vec<(String, Choice)> = all
        .filter(|(list, choice)| !is_known(list, choice))
        .map(|(list, choice)| (list.clone(), choice.clone()))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let txn = db.begin().await?;
    store::registers::remember(&txn, &new).await?;
    Ok(txn.commit().await?)
}

async fn derive_kind(db: &Db, pages: &Pages, kind: &str) -> Result<()> {
    let mut after = String::new();
    loop {
        let reader = db.reader();
        let ids = store::pages::ids_of_kind_after(reader, kind, &after, PAGES_AT_ONCE).await?;
        let Some(last) = ids.last().cloned() else { return Ok(()) };
        pages.derive_anew(&ids).await?;
        tokio::time::sleep(PAUSE).await;
        after = last;
    }
}

/// What decides how pages and rows are taken apart, by `kind/ID` and `records/ID`.
fn digests(kinds: &Kinds) -> Vec<(String, String)> {
    let of_kinds =
        kinds.iter().map(|it| (format!("kind/{}", it.id), kinds::derivation(&it.declaration)));
    let of_sets = kinds
        .record_sets()
        .map(|it| (format!("records/{}", it.id), kinds::derivation(&it.declaration)));
    of_kinds.chain(of_sets).map(|(name, text)| (name, hash(&text))).collect()
}

pub(super) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|it| format!("{it:02x}")).collect()
}

/// By which kinds everything in the wiki was made.
async fn derived(db: &Db) -> Result<BTreeMap<String, String>> {
    let noted = instance::get(db.reader(), instance::DERIVED_BY).await?;
    Ok(noted.and_then(|it| serde_json::from_str(&it).ok()).unwrap_or_default())
}

async fn note(db: &Db, derived: &BTreeMap<String, String>) -> Result<()> {
    let txn = db.begin().await?;
    instance::set(&txn, instance::DERIVED_BY, &json!(derived).to_string()).await?;
    Ok(txn.commit().await?)
}

fn log(problems: &[FileProblem]) {
    for problem in problems {
        let (file, line) = (&problem.file, problem.line);
        tracing::error!(file, line, "wrong, so the last good copy counts: {}", problem.code);
    }
    if problems.is_empty() {
        tracing::info!("the files of kinds are all right again");
    }
}
