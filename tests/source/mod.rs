//! Finds the project's own files and reads Rust without its comments and strings.
//! Deliberately not a parser: it knows just enough to tell code from words.
#![allow(dead_code)] // Each test binary takes what it needs.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below `folder` that people wrote and whose name ends in `ending`, sorted.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_made(entry.path()))
        .map(|entry| entry.expect("the folder can be read").into_path())
        .filter(|path| path.is_file() && path.to_string_lossy().ends_with(ending))
        .collect()
}

/// The text with comments and the insides of strings and characters blanked; lines stay lines.
pub fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (length, keep) = piece(rest, code.chars().last());
        let (taken, left) = rest.split_at(length.max(next.len_utf8()));
        if keep {
            code.push_str(taken);
        } else {
            code.extend(taken.chars().map(|it| if it == '\n' { '\n' } else { ' ' }));
        }
        rest = left;
    }
    code
}

/// Whether a folder is made by tools: not in the repository, or not by hand.
fn is_made(path: &Path) -> bool {
    let anywhere = [".git", "node_modules", "target"];
    let here = [root().join("data"), root().join("tests/browser/out")];
    path.file_name().is_some_and(|name| anywhere.iter().any(|it| name == *it))
        || here.iter().any(|it| path == it)
}

/// Length of the comment, literal or single character at the start, and whether it is code.
fn piece(rest: &str, before: Option<char>) -> (usize, bool) {
    let starts_word = !before.is_some_and(|it| it.is_alphanumeric() || it == '_');
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), false);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), false);
    }
    if starts_word && let Some(length) = raw_string(rest) {
        return (length, false);
    }
    if rest.starts_with('"') {
        return (1 + quoted(rest.split_at(1).1, '"'), false);
    }
    if let Some(after) = rest.strip_prefix('\'') {
        // A lifetime has no closing quote directly after its first character.
        let mut letters = after.chars();
        let (first, second) = (letters.next(), letters.next());
        if first == Some('\\') || second == Some('\'') {
            return (1 + quoted(after, '\''), false);
        }
    }
    (0, true)
}

/// Length up to and with the closing quote, minding backslashes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Length of `r"…"`, `r#"…"#`, `br#"…"#`, `cr"…"` at the start.
fn raw_string(rest: &str) -> Option<usize> {
    let after = ["r", "br", "cr"].iter().find_map(|it| rest.strip_prefix(it))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inside = after.trim_start_matches('#').strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(rest.len() - inside.len() + length)
}

/// Length of a block comment, which may hold others.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(here) = rest.get(at..).filter(|it| !it.is_empty()) {
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
        if depth == 0 {
            break;
        }
    }
    at
}
