//! Files on their way in: written to a temporary file as they come, counted and hashed. Whatever
//! is dropped before it was taken in leaves nothing behind. Looks into no content.

use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::error::{AppError, Result};
use crate::kinds::Problem;

/// Characters of a file's name; the rest in front of its ending is cut.
const NAME_CHARS_MAX: usize = 150;
/// The name of a file that came without one.
const NO_NAME: &str = "Datei";

/// A file that is being uploaded.
pub struct Incoming {
    /// The name it gets.
    pub name: String,
    temporary: NamedTempFile,
    file: File,
    hash: Sha256,
    size: u64,
    bounds: Bounds,
    problem: Option<Problem>,
}

/// How much may come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Bytes of one file.
    pub(super) file_max: u64,
    /// Bytes that all files of the wiki may still grow by.
    pub(super) left: u64,
}

/// A file that has come in whole.
pub(super) struct Received {
    pub(super) name: String,
    pub(super) temporary: NamedTempFile,
    pub(super) sha256: String,
    pub(super) size: u64,
}

impl Incoming {
    pub(super) fn begin(folder: &Path, name: &str, bounds: Bounds) -> Result<Self> {
        let temporary = NamedTempFile::new_in(folder)?;
        let file = File::from_std(temporary.reopen()?);
        let name = clean_name(name);
        let (hash, size, problem) = (Sha256::new(), 0, None);
        Ok(Self { name, temporary, file, hash, size, bounds, problem })
    }

    /// Takes the next bytes. What is too large is read to its end and told afterwards, since a
    /// browser shows no answer before it has sent everything; what never ends is cut off.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        let Bounds { file_max, left } = self.bounds;
        if self.size > file_max.saturating_mul(2).saturating_add(1 << 20) {
            return Err(AppError::TooLarge(file_max as usize));
        }
        if self.size > file_max {
            let max = megabytes(file_max);
            self.problem = Some(problem("files-too-large").with("max", max));
        } else if self.size > left {
            self.problem = Some(problem("files-wiki-full"));
        } else {
            self.hash.update(bytes);
            self.file.write_all(bytes).await?;
        }
        Ok(())
    }

    /// How much has come.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The whole file, or why it is not taken.
    pub(super) async fn finish(mut self) -> Result<Result<Received, Problem>> {
        if let Some(problem) = self.problem {
            return Ok(Err(problem));
        }
        if self.size == 0 {
            return Ok(Err(problem("files-empty")));
        }
        self.file.flush().await?;
        Ok(Ok(Received {
            name: self.name,
            temporary: self.temporary,
            sha256: hex(&self.hash.finalize()),
            size: self.size,
        }))
    }
}

/// The SHA-256 of a content in hexadecimal digits.
pub(super) fn sha256(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

pub(super) fn problem(code: &str) -> Problem {
    Problem { field: None, code: code.to_owned(), args: Default::default() }
}

/// A size in whole megabytes, at least one.
pub(super) fn megabytes(bytes: u64) -> u64 {
    (bytes >> 20).max(1)
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|it| format!("{it:02x}")).collect()
}

/// A name that is only a name: no folder, nothing a file system or a header stumbles over, nothing
/// that turns the reading direction to make `exe.pdf` of `fdp.exe`.
pub(super) fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let known: String =
        last.chars()
            .filter(|c| !c.is_control() && !is_direction(*c))
            .map(|c| {
                if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '%' | '#') {
                    '-'
                } else {
                    c
                }
            })
            .collect();
    let words: Vec<&str> = known.split_whitespace().collect();
    let name = words.join(" ");
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() {
        return NO_NAME.to_owned();
    }
    shortened(name)
}

/// Marks that change the direction or do not show at all.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS_MAX {
        return name.to_owned();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 10 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let kept: String = stem.chars().take(NAME_CHARS_MAX - ending.chars().count()).collect();
    format!("{}{ending}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_the_last_part_of_what_came() {
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("C:\\Ablage\\Plan.docx"), "Plan.docx");
        assert_eq!(clean_name("..."), "Datei");
        assert_eq!(clean_name(""), "Datei");
    }

    #[test]
    fn a_name_keeps_its_ending_when_it_is_shortened() {
        let name = clean_name(&format!("{}.pdf", "ä".repeat(400)));

        assert!(name.ends_with("ä.pdf"));
        assert_eq!(name.chars().count(), NAME_CHARS_MAX);
    }

    #[tokio::test]
    async fn what_never_ends_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let bounds = Bounds { file_max: 1 << 20, left: u64::MAX };
        let mut incoming = Incoming::begin(folder.path(), "a.txt", bounds).unwrap();
        let part = vec![b'x'; 1 << 20];

        for _ in 0..3 {
            incoming.write(&part).await.unwrap();
        }
        let cut_off = incoming.write(&part).await;

        assert!(matches!(cut_off, Err(AppError::TooLarge(_))));
        drop(incoming);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn no_name_turns_the_reading_direction() {
        assert_eq!(clean_name("rechnung\u{202e}fdp.exe"), "rechnungfdp.exe");
    }

    proptest! {
        #[test]
        fn a_clean_name_is_one_part_of_an_address_and_stays_clean(name in ".{0,300}") {
            let clean = clean_name(&name);
            prop_assert!(!clean.is_empty() && clean != "." && clean != "..");
            prop_assert!(!clean.contains(['/', '\\', '\0', '\n', '\r', '"', '?', '#', '%']));
            prop_assert!(clean.chars().count() <= NAME_CHARS_MAX);
            prop_assert_eq!(clean_name(&clean), clean);
        }
    }
}
