//! Reads the project's own Rust text: files, code without comments and strings, paths by line.
//! Deliberately not a parser: it knows just enough to see which names a file says.

use std::iter::Peekable;
use std::path::{Path, PathBuf};

/// A path such as `crate::store::pages`, as said in a file; groups of a `use` are taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// Line number, from 1.
    pub line: usize,
    /// The segments after leading `self` and `super` are resolved: the first is `crate` or the
    /// name of another crate or a local name.
    pub path: Vec<String>,
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below `folder` whose name ends in `ending`, sorted.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the folder can be read").into_path())
        .filter(|path| path.is_file() && path.to_string_lossy().ends_with(ending))
        .collect()
}

/// The modules a file stands for: `["store", "pages"]` for `store/pages.rs` below `src`.
pub fn modules(below_src: &Path) -> Vec<String> {
    let mut names: Vec<String> = below_src
        .with_extension("")
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    if ["mod", "lib", "main"].contains(&names.last().map_or("", String::as_str)) {
        names.pop();
    }
    names
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

/// Every path said in the code of a file that stands for `modules`.
pub fn said(text: &str, modules: &[String]) -> Vec<Said> {
    let code = code_only(text);
    let mut words = words(&code).into_iter().peekable();
    let mut open: Vec<Option<String>> = Vec::new();
    let mut inline = None;
    let mut all = Vec::new();

    while let Some((line, word)) = words.next() {
        match word {
            "{" => open.push(inline.take()),
            "}" => {
                open.pop();
            }
            "mod" => {
                inline = words
                    .next_if(|(_, it)| is_name(it))
                    .map(|it| it.1.to_owned())
            }
            ";" => inline = None,
            _ if is_name(word) => {
                let start = all.len();
                read_path(vec![word.to_owned()], line, &mut words, &mut all);
                let here = modules
                    .iter()
                    .chain(open.iter().flatten())
                    .cloned()
                    .collect::<Vec<_>>();
                for said in all.iter_mut().skip(start) {
                    said.path = resolved(&said.path, &here);
                }
            }
            _ => {}
        }
    }
    all
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
    let after = ["r", "br", "cr"]
        .iter()
        .find_map(|it| rest.strip_prefix(it))?;
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

/// Names, `::` and single signs, each with its line.
fn words(code: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let name = rest.find(|it: char| !it.is_alphanumeric() && it != '_');
            let length = match name.unwrap_or(rest.len()) {
                0 if rest.starts_with("::") => 2,
                0 => first.len_utf8(),
                length => length,
            };
            let (word, left) = rest.split_at(length);
            words.push((number + 1, word));
            rest = left.trim_start();
        }
    }
    words
}

fn is_name(word: &str) -> bool {
    word.starts_with(|it: char| it.is_alphabetic() || it == '_')
}

/// Reads on from `path` and keeps each full path it leads to.
fn read_path<'a>(
    path: Vec<String>,
    line: usize,
    words: &mut Peekable<impl Iterator<Item = (usize, &'a str)>>,
    all: &mut Vec<Said>,
) {
    if words.next_if(|(_, it)| *it == "::").is_none() {
        all.push(Said { line, path });
        return;
    }
    match words.peek().copied() {
        Some((line, word)) if is_name(word) || word == "*" => {
            words.next();
            read_path([path, vec![word.to_owned()]].concat(), line, words, all);
        }
        Some((_, "{")) => {
            words.next();
            while let Some((line, word)) = words.next_if(|(_, it)| *it != "}") {
                if is_name(word) || word == "*" {
                    read_path(
                        [path.clone(), vec![word.to_owned()]].concat(),
                        line,
                        words,
                        all,
                    );
                }
            }
            words.next();
        }
        // A turbofish: what stands between its brackets is read as paths of their own.
        _ => all.push(Said { line, path }),
    }
}

/// The path from the crate's root for what begins with `self` or `super` in module `here`.
fn resolved(path: &[String], here: &[String]) -> Vec<String> {
    let steps = path
        .iter()
        .take_while(|it| ["self", "super"].contains(&it.as_str()))
        .count();
    if steps == 0 {
        return path.to_vec();
    }
    let up = path.iter().take(steps).filter(|it| *it == "super").count();
    let kept = here.iter().take(here.len().saturating_sub(up));
    let rest = path.iter().skip(steps);
    ["crate".to_owned()]
        .into_iter()
        .chain(kept.chain(rest).cloned())
        .collect()
}
