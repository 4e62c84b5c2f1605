//! The whole wiki as one archive and back: `qm-wiki backup` and `restore`. A gzipped tar with a
//! manifest, the rows of every table as JSON lines, and the site's own files; the same for both
//! databases, so it also moves a wiki from one to the other. Derived state is made anew.
//!
//! Sessions and sign-in links are not in it, nor the settings file, which may hold passwords.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Component, Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Clock;
use crate::db::{Db, Txn};
use crate::error::{AppError, Result};
use crate::store::instance;
use crate::store::rows::{self, Table};

/// The form of the archive; a program refuses one it does not know.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const END: &str = "end.json";
const ROWS: &str = "rows";
const FOLDERS: &str = "folders";
/// What a site keeps beside its database.
const SITE_FOLDERS: [&str; 4] = [FILES, "kinds", "templates", "themes"];
/// Blobs bear their content as name, so those of another state do no harm and stay.
const FILES: &str = "files";
/// Rows are written in stretches of about this many bytes.
const CHUNK_BYTES: usize = 4 << 20;
/// Present while a restore is under way.
const UNFINISHED: &str = "restore-unfinished";

/// What an archive holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the archive.
    pub format: u32,
    /// The program that made it.
    pub version: String,
    /// When, as RFC 3339.
    pub made_at: String,
    /// The migrations its tables had been through.
    pub schema: Vec<String>,
}

/// How much an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holdings {
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// Files.
    pub files: u64,
}

type Archive = tar::Builder<GzEncoder<File>>;

/// Writes an archive of the wiki in this data folder; people may go on writing meanwhile. It
/// appears under its name only when it is whole.
pub async fn backup(db: &Db, clock: &Clock, data: &Path, file: &Path) -> Result<Holdings> {
    let part = file.with_extension("part");
    let out = File::create(&part).map_err(|error| named(&part, error))?;
    private(&out)?;
    let mut archive = tar::Builder::new(GzEncoder::new(out, Compression::new(4)));
    let made_at = jiff::Timestamp::from_millisecond(clock.now()).map_err(AppError::failure)?;
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: made_at.to_string(),
        schema: db.applied().await,
    };
    add(&mut archive, MANIFEST, &to_json(&manifest)?)?;

    let mut holdings = Holdings::default();
    let snapshot = db.snapshot().await?;
    for table in rows::tables(&snapshot).await? {
        let count = add_rows(&mut archive, &snapshot, &table).await?;
        holdings.rows.insert(table.name, count);
    }
    // Files named by these rows were there before them, and none is taken away on the way.
    for folder in SITE_FOLDERS {
        holdings.files += add_folder(&mut archive, &data.join(folder), folder)?;
    }
    snapshot.commit().await?;
    add(&mut archive, END, &to_json(&holdings)?)?;

    let out = archive.into_inner()?.finish()?;
    out.sync_all()?;
    fs::rename(&part, file)?;
    Ok(holdings)
}

/// Writes an archive into the folder for backups, named by what it is made before and the time.
pub async fn backup_beside(db: &Db, clock: &Clock, data: &Path, before: &str) -> Result<PathBuf> {
    let folder = data.join("backups");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{before}-{}.tar.gz", clock.now()));
    backup(db, clock, data, &file).await?;
    Ok(file)
}

/// Puts the wiki of an archive in place of the one in this data folder. The archive is read to
/// its end first; what is wrong with it changes nothing. Derived state has to be made anew after.
pub async fn restore(db: &Db, clock: &Clock, data: &Path, file: &Path) -> Result<Holdings> {
    let (manifest, holdings) = examine(file)?;
    let mark = data.join(UNFINISHED);
    fs::write(&mark, file.display().to_string())?;
    for folder in SITE_FOLDERS.iter().filter(|it| **it != FILES) {
        let _ = fs::remove_dir_all(data.join(folder));
    }
    db.empty_at(&manifest.schema).await?;
    let txn = db.begin().await?;
    // Some migrations write first rows of their own.
    rows::clear(&txn).await?;
    let tables = rows::tables(&txn).await?;
    let mut archive = tar::Archive::new(opened(file)?);
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        match parts(&path)?.as_slice() {
            [ROWS, table, _] => {
                let table = tables.iter().find(|it| it.name == *table).ok_or_else(|| {
                    AppError::failure(format!("the backup has an unknown table {table}"))
                })?;
                let mut text = String::new();
                entry.read_to_string(&mut text)?;
                rows::insert(&txn, table, &lines(&text)?).await?;
            }
            [FOLDERS, inside @ ..] => put(&mut entry, data, inside)?,
            _ => {}
        }
    }
    // An index made before belongs to another state, whatever its number says.
    instance::set(&txn, instance::EPOCH, &clock.now().to_string()).await?;
    txn.commit().await?;
    db.update().await?;
    fs::remove_file(&mark)?;
    Ok(holdings)
}

/// The archive whose restore was cut short in this folder, if one was.
pub fn unfinished_restore(data: &Path) -> Option<String> {
    fs::read_to_string(data.join(UNFINISHED)).ok()
}

/// Reads an archive to its end: whether this program understands it and whether it is whole.
fn examine(file: &Path) -> Result<(Manifest, Holdings)> {
    let mut archive = tar::Archive::new(opened(file)?);
    let (mut manifest, mut end): (Option<Manifest>, Option<Holdings>) = (None, None);
    let mut found = Holdings::default();
    let entries = archive.entries().map_err(|error| unreadable(file, error))?;
    for entry in entries {
        let mut entry = entry.map_err(|error| unreadable(file, error))?;
        let path = entry.path()?.into_owned();
        if !entry.header().entry_type().is_file() {
            return Err(AppError::failure(format!("{} is no plain file", path.display())));
        }
        let mut read = || {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(|error| unreadable(file, error))?;
            Ok::<_, AppError>(bytes)
        };
        match parts(&path)?.as_slice() {
            [MANIFEST] => manifest = Some(from_json(&read()?)?),
            [END] => end = Some(from_json(&read()?)?),
            [ROWS, table, _] => {
                let rows = read()?.iter().filter(|it| **it == b'\n').count() as u64;
                *found.rows.entry((*table).to_owned()).or_default() += rows;
            }
            [FOLDERS, folder, ..] if SITE_FOLDERS.contains(folder) => {
                std::io::copy(&mut entry, &mut std::io::sink())
                    .map_err(|error| unreadable(file, error))?;
                found.files += 1;
            }
            _ => return Err(AppError::failure(format!("{} is unknown", path.display()))),
        }
    }
    // The checksum of the whole stands behind the last entry.
    std::io::copy(&mut archive.into_inner(), &mut std::io::sink())
        .map_err(|error| unreadable(file, error))?;
    let manifest = manifest.ok_or_else(|| unreadable(file, "it has no manifest"))?;
    if manifest.format != FORMAT {
        let (format, version) = (manifest.format, &manifest.version);
        return Err(unreadable(file, format!("it has form {format}, made by QM-Wiki {version}")));
    }
    found.rows.retain(|_, count| *count > 0);
    let mut end = end.ok_or_else(|| unreadable(file, "its end is missing"))?;
    end.rows.retain(|_, count| *count > 0);
    if end != found {
        return Err(unreadable(file, "it does not hold what it says it does"));
    }
    Ok((manifest, end))
}

async fn add_rows(archive: &mut Archive, db: &Txn, table: &Table) -> Result<u64> {
    let mut text = Vec::new();
    let mut chunk = 0;
    let count = rows::each(db, table, |row| {
        serde_json::to_writer(&mut text, &row).map_err(AppError::failure)?;
        text.push(b'\n');
        if text.len() >= CHUNK_BYTES {
            add(archive, &chunk_name(table, chunk), &text)?;
            chunk += 1;
            text.clear();
        }
        Ok(())
    });
    let count = count.await?;
    if !text.is_empty() {
        add(archive, &chunk_name(table, chunk), &text)?;
    }
    Ok(count)
}

fn chunk_name(table: &Table, chunk: u32) -> String {
    format!("{ROWS}/{}/{chunk:06}.jsonl", table.name)
}

/// Adds the plain files of a folder; half-written ones begin with a dot or end in `.part`.
fn add_folder(archive: &mut Archive, folder: &Path, name: &str) -> Result<u64> {
    let mut count = 0;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let Ok(entry) = entry else { continue };
        let is_passing = entry.path().extension().is_some_and(|it| it == "part" || it == "tmp");
        if !entry.file_type().is_file() || is_passing {
            continue;
        }
        let inside = entry.path().strip_prefix(folder).map_err(AppError::failure)?;
        let mut file = match File::open(entry.path()) {
            Ok(file) => file,
            // Erased since: no row of a later state names it.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(named(entry.path(), error)),
        };
        let size = file.metadata()?.len();
        let mut header = header(size);
        let path = Path::new(FOLDERS).join(name).join(inside);
        archive.append_data(&mut header, path, (&mut file).take(size))?;
        count += 1;
    }
    Ok(count)
}

fn add(archive: &mut Archive, name: &str, bytes: &[u8]) -> Result<()> {
    archive.append_data(&mut header(bytes.len() as u64), name, bytes)?;
    Ok(())
}

fn header(size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header
}

/// Writes a file of the archive into the data folder, whole or not at all.
fn put(entry: &mut impl Read, data: &Path, inside: &[&str]) -> Result<()> {
    let path = data.join(inside.iter().collect::<PathBuf>());
    path.parent().map(fs::create_dir_all).transpose()?;
    let part = path.with_extension("part");
    let mut out = File::create(&part)?;
    std::io::copy(entry, &mut out)?;
    out.sync_all()?;
    fs::rename(part, path)?;
    Ok(())
}

/// The parts of a path in the archive, which must stay inside it.
fn parts(path: &Path) -> Result<Vec<&str>> {
    let parts = path.components().map(|it| match it {
        Component::Normal(part) => part.to_str(),
        _ => None,
    });
    let parts: Option<Vec<&str>> = parts.collect();
    parts.ok_or_else(|| AppError::failure(format!("{} leads out of the backup", path.display())))
}

fn opened(file: &Path) -> Result<GzDecoder<BufReader<File>>> {
    let open = File::open(file).map_err(|error| named(file, error))?;
    Ok(GzDecoder::new(BufReader::new(open)))
}

fn lines(text: &str) -> Result<Vec<Map<String, Value>>> {
    text.lines().map(|it| from_json(it.as_bytes())).collect()
}

fn to_json(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(AppError::failure)
}

fn from_json<T: for<'a> Deserialize<'a>>(bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|error| AppError::failure(format!("backup: {error}")))
}

fn unreadable(file: &Path, why: impl std::fmt::Display) -> AppError {
    AppError::failure(format!("{} is no backup this program can read: {why}", file.display()))
}

fn named(file: &Path, error: std::io::Error) -> AppError {
    AppError::failure(format!("{}: {error}", file.display()))
}

/// A backup holds everything, so it is for nobody else on the machine.
fn private(file: &File) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}
