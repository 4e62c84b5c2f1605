//! Looks into documents: their text and what they tell beside it, or a cleaned version. Runs in a
//! process of its own with little memory and time, for documents come from anywhere.

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use super::media::{PDF, TEXT};
use super::{cleaning, office, pdf};
use crate::error::{AppError, Result};
use crate::store::files::Finding;

/// Bytes of text kept for searching.
pub(super) const TEXT_BYTES_MAX: usize = 1 << 20;
/// Memory of the process, by addresses.
const MEMORY_MAX: u64 = 2 << 30;
/// Seconds of work of the process.
const SECONDS_MAX: u64 = 20;
/// How a process ends that refuses a document; the reason is its last line.
pub(super) const REFUSED: u8 = 3;

/// What a document holds.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Contents {
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
}

/// Why a document is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Refusal {
    /// It swells beyond measure when it is unpacked.
    Bomb,
    /// It is not what it says.
    Broken,
    /// It is locked with a password.
    Locked,
    /// Rows or cells of tables are tracked as deleted; taking them out could break the table.
    TrackedTables,
    /// Drawings beside comments cannot be told from them.
    Drawings,
}

/// `qm-wiki extract-text TYPE`: reads a document from standard input and writes what it holds.
pub fn extract_text(media_type: &str) -> Result<u8> {
    limit()?;
    let content = input()?;
    let read = match media_type {
        PDF => pdf::read(&content),
        TEXT => Ok(plain(&content)),
        other => office::read(&content, other),
    };
    let read = read.map(|mut contents| {
        contents.text = tidy(&contents.text);
        contents
    });
    // Crates that read documents may write lines of their own; the answer is the last one.
    let answer = serde_json::to_string(&read).map_err(AppError::failure)?;
    writeln!(std::io::stdout().lock(), "\n{answer}")?;
    Ok(0)
}

/// `qm-wiki clean-file TYPE`: reads a document from standard input and writes a cleaned version.
pub fn clean_file(media_type: &str) -> Result<u8> {
    limit()?;
    match cleaning::clean(&input()?, media_type) {
        Ok(cleaned) => {
            std::io::stdout().lock().write_all(&cleaned)?;
            Ok(0)
        }
        Err(refusal) => {
            let reason = serde_json::to_string(&refusal).map_err(AppError::failure)?;
            writeln!(std::io::stdout().lock(), "{reason}")?;
            Ok(REFUSED)
        }
    }
}

/// Bounds this process before it looks at anything.
fn limit() -> Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let bounds = [
            (Resource::As, MEMORY_MAX),
            (Resource::Cpu, SECONDS_MAX),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
        ];
        for (resource, most) in bounds {
            let bound = Rlimit { current: Some(most), maximum: Some(most) };
            setrlimit(resource, bound).map_err(AppError::failure)?;
        }
    }
    Ok(())
}

fn input() -> Result<Vec<u8>> {
    let mut content = Vec::new();
    std::io::stdin().lock().read_to_end(&mut content)?;
    Ok(content)
}

fn plain(content: &[u8]) -> Contents {
    Contents { text: String::from_utf8_lossy(content).into_owned(), findings: Vec::new() }
}

/// Text without what only layout needs, at most as long as is kept.
fn tidy(text: &str) -> String {
    let mut tidy = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        if tidy.len() + line.len() > TEXT_BYTES_MAX {
            break;
        }
        tidy.push_str(&words.join(" ").replace('\0', ""));
        tidy.push('\n');
    }
    tidy
}
