//! `qm-wiki export`: the pages of the wiki as Markdown files in a folder, with everything that
//! `qm-wiki import` needs to make the same wiki of them. No history, no persons and no files at
//! pages: those are in a backup. Two exports of one state are the same bytes.
//!
//! ```text
//! DIR/spaces.toml          spaces, which also marks the folder as an export
//! DIR/_site/               kinds, templates, changed entries of lists
//! DIR/SPACE/PATH.md        a page
//! DIR/SPACE/PATH.working.md  what is being worked on, where readers see something else
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::pagefile::RecordFile;
use super::whole::{WholeFace, WholePage, write_page, write_working};
use crate::access::{Pillar, Role, SpaceStanding, SpaceVisibility};
use crate::db::{Db, Txn};
use crate::error::{AppError, Result};
use crate::kinds::Kinds;
use crate::store::pages::{Head, Revision};
use crate::store::spaces::Space;
use crate::store::{self, addresses, tree};

/// Marks a folder as an export and holds its spaces.
pub(super) const SPACES: &str = "spaces.toml";
/// What belongs to the site. No key of a space begins with `_`.
pub(super) const SITE: &str = "_site";
/// What a site keeps as files and an export takes along.
pub(super) const SITE_FOLDERS: [&str; 2] = ["kinds", "templates"];
/// How the file of what is being worked on ends.
pub(super) const WORKING: &str = ".working.md";
/// The form of the folder; a program refuses one it does not know.
const FORMAT: u32 = 1;
const PAGES_AT_ONCE: u64 = 100;
/// More rows than a page ever has.
const ROWS_MAX: u64 = 1_000_000;

/// What is exported and where to.
pub struct Export<'a> {
    /// The folder; it is made, and must be empty if it is there.
    pub folder: &'a Path,
    /// The data folder of the wiki, for the files of the site.
    pub data: &'a Path,
    /// Only this space.
    pub space: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpacesFile {
    format: u32,
    #[serde(default)]
    space: Vec<SpaceEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpaceEntry {
    key: String,
    title_de: String,
    title_en: String,
    pillar: String,
    visibility: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    district: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    everyone_role: Option<String>,
    position: i32,
}

/// Exports one state of the wiki, whatever is written meanwhile; answers how many pages, and none
/// when `progress` said to stop. The folder is there whole or not at all.
pub async fn export(
    db: &Db,
    kinds: &Kinds,
    what: Export<'_>,
    mut progress: impl FnMut(usize) -> ControlFlow<()>,
) -> Result<Option<usize>> {
    refuse_full(what.folder)?;
    let around = match what.folder.parent().filter(|it| !it.as_os_str().is_empty()) {
        Some(parent) => parent.to_owned(),
        None => PathBuf::from("."),
    };
    fs::create_dir_all(&around)?;
    let unfinished = tempfile::Builder::new().prefix(".export-").tempdir_in(&around)?;
    let txn = db.snapshot().await?;
    let spaces = spaces_of(&txn, what.space).await?;
    fs::write(unfinished.path().join(SPACES), spaces_toml(&spaces)?)?;
    copy_site(what.data, &unfinished.path().join(SITE))?;
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let ids = store::pages::ids_after(&txn, &after, PAGES_AT_ONCE).await?;
        let Some(last) = ids.last().cloned() else { break };
        for id in &ids {
            let Some(head) = store::pages::head(&txn, id).await? else { continue };
            if spaces.iter().any(|it| it.id == head.space.id) {
                write_one(&txn, kinds, unfinished.path(), &head).await?;
                count += 1;
            }
        }
        if progress(count).is_break() {
            return Ok(None);
        }
        after = last;
    }
    txn.commit().await?;
    if what.folder.exists() {
        fs::remove_dir(what.folder)?;
    }
    let finished = unfinished.keep();
    make_readable(&finished)?;
    fs::rename(&finished, what.folder)?;
    Ok(Some(count))
}

/// The spaces a folder of an export names, as they shall be made where they are missing.
pub(super) fn read_spaces(folder: &Path) -> Result<Vec<Space>> {
    let failure = |reason: String| AppError::failure(format!("{SPACES}: {reason}"));
    let text = fs::read_to_string(folder.join(SPACES))?;
    let file: SpacesFile = toml::from_str(&text).map_err(|error| failure(error.to_string()))?;
    if file.format != FORMAT {
        return Err(failure(format!("format {} is not known to this program", file.format)));
    }
    let read = file.space.into_iter().map(|it| {
        let unknown = |word: &str| failure(format!("{word} is not known"));
        let visibility = SpaceVisibility::parse(&it.visibility);
        Ok(Space {
            title_de: it.title_de,
            title_en: it.title_en,
            district: it.district,
            position: it.position,
            standing: SpaceStanding {
                visibility: visibility.ok_or_else(|| unknown(&it.visibility))?,
                pillar: match it.pillar.as_str() {
                    "" => Pillar::None,
                    word => Pillar::parse(word).ok_or_else(|| unknown(word))?,
                },
                everyone: it.everyone_role.as_deref().and_then(Role::parse),
                key: it.key,
            },
            id: store::new_id(),
        })
    });
    read.collect()
}

/// Whether a folder is an export of a wiki.
pub fn is_export(folder: &Path) -> bool {
    folder.join(SPACES).is_file()
}

fn refuse_full(folder: &Path) -> Result<()> {
    let is_free = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(error.into()),
    };
    let full = || AppError::failure(format!("{} is not empty", folder.display()));
    if is_free { Ok(()) } else { Err(full()) }
}

async fn spaces_of(txn: &Txn, only: Option<&str>) -> Result<Vec<Space>> {
    let mut spaces = store::spaces::all(txn).await?;
    if let Some(key) = only {
        spaces.retain(|it| it.key() == key);
        if spaces.is_empty() {
            return Err(AppError::failure("there is no such space"));
        }
    }
    Ok(spaces)
}

fn spaces_toml(spaces: &[Space]) -> Result<String> {
    let entries = spaces.iter().map(|it| SpaceEntry {
        key: it.key().to_owned(),
        title_de: it.title_de.clone(),
        title_en: it.title_en.clone(),
        pillar: it.standing.pillar.id().to_owned(),
        visibility: it.standing.visibility.id().to_owned(),
        district: it.district.clone(),
        everyone_role: it.standing.everyone.map(|it| it.id().to_owned()),
        position: it.position,
    });
    let file = SpacesFile { format: FORMAT, space: entries.collect() };
    toml::to_string(&file).map_err(AppError::failure)
}

/// Copies the files of the site. Hidden ones are the program's own.
fn copy_site(data: &Path, site: &Path) -> Result<()> {
    for name in SITE_FOLDERS {
        for (below, file) in site_files(&data.join(name))? {
            let to = site.join(name).join(below);
            fs::create_dir_all(to.parent().unwrap_or(site))?;
            fs::copy(file, to)?;
        }
    }
    Ok(())
}

/// The files below a folder of the site by their names there; none where there is no folder.
pub(super) fn site_files(folder: &Path) -> Result<BTreeMap<PathBuf, PathBuf>> {
    let is_hidden = |it: &walkdir::DirEntry| {
        it.depth() > 0 && it.file_name().as_encoded_bytes().starts_with(b".")
    };
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_entry(|it| !is_hidden(it)) {
        let entry = entry.map_err(std::io::Error::from)?;
        if entry.file_type().is_file()
            && let Ok(below) = entry.path().strip_prefix(folder)
        {
            files.insert(below.to_owned(), entry.path().to_owned());
        }
    }
    Ok(files)
}

async fn write_one(txn: &Txn, kinds: &Kinds, root: &Path, head: &Head) -> Result<()> {
    let kind = kinds.get(&head.kind).map(AsRef::as_ref);
    let page = whole(txn, head).await?;
    let shown = head.released.unwrap_or(head.working);
    let file = root.join(head.space.key()).join(format!("{}.md", head.path));
    fs::create_dir_all(file.parent().unwrap_or(root))?;
    let face = face(revision(txn, head, shown).await?);
    fs::write(&file, write_page(kind, &page, &face))?;
    if shown != head.working {
        let face = self::face(revision(txn, head, head.working).await?);
        let file = root.join(head.space.key()).join(format!("{}{WORKING}", head.path));
        fs::write(file, write_working(kind, &face))?;
    }
    Ok(())
}

async fn whole(txn: &Txn, head: &Head) -> Result<WholePage> {
    let position = tree::positions(txn, std::slice::from_ref(&head.id)).await?;
    let position = position.first().map(|(_, it)| *it).filter(|it| *it != tree::UNPLACED);
    let rows = store::records::of_page(txn, &head.id, ROWS_MAX).await?;
    let records =
        rows.into_iter().map(|it| RecordFile { set: it.set, id: Some(it.id), fields: it.fields });
    Ok(WholePage {
        id: head.id.clone(),
        kind: head.kind.clone(),
        space: head.space.key().to_owned(),
        slug: head.slug.clone(),
        parent: head.path.rsplit_once('/').map(|(above, _)| above.to_owned()),
        visibility: Some(head.visibility.clone()),
        is_in_force: head.released.is_some(),
        records: records.collect(),
        attachments: Vec::new(),
        position,
        is_template: tree::is_template(txn, &head.id).await?,
        lock: tree::lock(txn, &head.id).await?.map(|it| it.reason),
        former_addresses: addresses::former_addresses(txn, &head.id).await?,
        former_names: addresses::former_names(txn, &head.id).await?,
    })
}

async fn revision(txn: &Txn, head: &Head, number: u32) -> Result<Revision> {
    let revision = store::pages::revision(txn, &head.id, number).await?;
    revision
        .ok_or_else(|| AppError::failure(format!("page {}: revision {number} is missing", head.id)))
}

fn face(revision: Revision) -> WholeFace {
    WholeFace { content: revision.content, note: revision.change_note }
}

/// A folder made for one pair of eyes gets the rights any other new folder has.
fn make_readable(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o750))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
