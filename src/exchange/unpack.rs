//! A zip archive unpacked into a folder, for imports. Nothing leaves the folder, nothing swells
//! beyond measure, links stay outside. What the files say is not looked at.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;
use zip::ZipArchive;

use super::pagefile::FileReport;
use crate::error::{AppError, Result};
use crate::kinds::Problem;

/// Entries of an archive.
const ENTRIES_MAX: usize = 200_000;
/// Bytes of all entries together.
const BYTES_MAX: u64 = 4 << 30;
/// Bytes of one entry.
const ENTRY_BYTES_MAX: u64 = 256 << 20;
/// How much larger than the archive its contents may be, beyond the bytes below. Markdown packs
/// to a fifth; a bomb to a thousandth.
const RATIO_MAX: u64 = 100;
/// Below this an archive may pack as well as it likes.
const ALWAYS_ALLOWED: u64 = 8 << 20;

/// Whether a file is a zip archive, told by how it begins.
pub(super) fn is_zip(path: &Path) -> bool {
    let mut begin = [0; 4];
    let read = File::open(path).and_then(|mut it| it.read_exact(&mut begin));
    read.is_ok() && matches!(&begin, b"PK\x03\x04" | b"PK\x05\x06")
}

/// Unpacks an archive; answers the folder, which goes when it is dropped, and what stayed outside.
///
/// # Errors
/// If it is no archive, or swells beyond measure.
pub(super) fn unpack(path: &Path) -> Result<(TempDir, Vec<FileReport>)> {
    let bytes = fs::metadata(path)?.len();
    let broken = |error| AppError::failure(format!("{}: {error}", path.display()));
    let mut archive = ZipArchive::new(File::open(path)?).map_err(broken)?;
    if archive.len() > ENTRIES_MAX {
        return Err(bomb(path));
    }
    let folder = TempDir::new()?;
    let mut left = BYTES_MAX.min(ALWAYS_ALLOWED.max(bytes.saturating_mul(RATIO_MAX)));
    let mut outside = Vec::new();
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).and_then(std::result::Result::ok);
        let name = name.map(|it| it.into_owned()).unwrap_or_default();
        let report = |code: &str| FileReport {
            file: name.clone(),
            line: None,
            problem: Problem::at("file", code),
        };
        let entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(_) => {
                outside.push(report("problem-import-packed"));
                continue;
            }
        };
        if entry.is_dir() {
            continue;
        }
        if entry.is_symlink() {
            outside.push(report("problem-import-link"));
            continue;
        }
        let Some(below) = safe(&name) else {
            outside.push(report("problem-import-outside"));
            continue;
        };
        let to = folder.path().join(below);
        let made = fs::create_dir_all(to.parent().unwrap_or(folder.path()))
            .and_then(|()| File::create_new(&to));
        // Two entries of one name, or a name longer than the disk allows.
        let Ok(mut file) = made else {
            outside.push(report("problem-import-packed"));
            continue;
        };
        let most = left.min(ENTRY_BYTES_MAX);
        match std::io::copy(&mut entry.take(most + 1), &mut file) {
            Ok(length) if length > most => return Err(bomb(path)),
            Ok(length) => left -= length,
            Err(_) => {
                drop(file);
                fs::remove_file(&to)?;
                outside.push(report("problem-import-packed"));
            }
        }
    }
    Ok((folder, outside))
}

/// A name below the folder; none for one that leads elsewhere, on whatever system.
fn safe(name: &str) -> Option<PathBuf> {
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    if name.contains(['\\', '\0']) || has_drive {
        return None;
    }
    let path = Path::new(name);
    let is_below = path.components().all(|it| matches!(it, Component::Normal(_)));
    (is_below && !name.is_empty()).then(|| path.to_owned())
}

fn bomb(path: &Path) -> AppError {
    AppError::failure(format!("{}: unpacked, this archive is too large", path.display()))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(entries: &[(&str, &[u8])]) -> (TempDir, PathBuf) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("a.zip");
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            let options =
                SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
        fs::write(&path, writer.finish().unwrap().into_inner()).unwrap();
        (folder, path)
    }

    #[test]
    fn files_come_out_below_the_folder_and_nowhere_else() {
        let (_kept, path) = packed(&[
            ("a/b.md", b"B"),
            ("../c.md", b"C"),
            ("/tmp/d.md", b"D"),
            ("C:\\e.md", b"E"),
            ("x/../../f.md", b"F"),
        ]);
        assert!(is_zip(&path));
        let (folder, outside) = unpack(&path).unwrap();
        assert_eq!(fs::read(folder.path().join("a/b.md")).unwrap(), b"B");
        let told: Vec<_> = outside.iter().map(|it| it.file.as_str()).collect();
        assert_eq!(told, ["../c.md", "/tmp/d.md", "C:\\e.md", "x/../../f.md"]);
        assert!(!folder.path().parent().unwrap().join("c.md").exists());
    }

    #[test]
    fn links_stay_outside() {
        let kept = TempDir::new().unwrap();
        let path = kept.path().join("a.zip");
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        writer.add_symlink("l.md", "/etc/passwd", options).unwrap();
        fs::write(&path, writer.finish().unwrap().into_inner()).unwrap();
        let (folder, outside) = unpack(&path).unwrap();
        assert_eq!(outside[0].problem.code, "problem-import-link");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_swells_beyond_measure_is_refused() {
        let zeros = vec![0; (ALWAYS_ALLOWED + 1) as usize];
        let (_kept, path) = packed(&[("a.md", &zeros)]);
        assert!(fs::metadata(&path).unwrap().len() < 20_000);
        assert!(unpack(&path).is_err());
    }

    #[test]
    fn a_damaged_archive_is_an_error_and_no_panic() {
        let (kept, path) = packed(&[("a.md", b"Text"), ("b.md", b"Text")]);
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            let cut = kept.path().join("cut.zip");
            fs::write(&cut, &whole[..length]).unwrap();
            assert!(unpack(&cut).is_err());
        }
        for at in 0..whole.len() {
            let bent = kept.path().join("bent.zip");
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            fs::write(&bent, &bytes).unwrap();
            let _ = unpack(&bent);
        }
    }
}
