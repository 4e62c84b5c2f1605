//! Reads which paths the code of a file says, by line.
//! Deliberately resolves no names: what `use … as …` brings in is seen where it is brought in.

use std::iter::Peekable;
use std::path::Path;

use crate::source::code_only;

/// A path such as `crate::store::pages`, as said in a file; groups of a `use` are taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// Line number, from 1.
    pub line: usize,
    /// The modules it is said in, those of the file first.
    pub within: Vec<String>,
    /// The segments after leading `self` and `super` are resolved: the first is `crate` or the
    /// name of another crate or a local name.
    pub path: Vec<String>,
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
            "mod" => inline = words.next_if(|(_, it)| is_name(it)).map(|it| it.1.to_owned()),
            ";" => inline = None,
            _ if is_name(word) => {
                let within: Vec<String> =
                    modules.iter().chain(open.iter().flatten()).cloned().collect();
                let mut found = Vec::new();
                read_path(vec![word.to_owned()], line, &mut words, &mut found);
                all.extend(found.into_iter().map(|(line, path)| Said {
                    line,
                    path: resolved(&path, &within),
                    within: within.clone(),
                }));
            }
            _ => {}
        }
    }
    all
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
    all: &mut Vec<(usize, Vec<String>)>,
) {
    if words.next_if(|(_, it)| *it == "::").is_none() {
        all.push((line, path));
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
                    read_path([path.clone(), vec![word.to_owned()]].concat(), line, words, all);
                }
            }
            words.next();
        }
        // A turbofish: what stands between its brackets is read as paths of their own.
        _ => all.push((line, path)),
    }
}

/// The path from the crate's root for what begins with `self` or `super` in module `here`.
fn resolved(path: &[String], here: &[String]) -> Vec<String> {
    let steps = path.iter().take_while(|it| ["self", "super"].contains(&it.as_str())).count();
    if steps == 0 {
        return path.to_vec();
    }
    let up = path.iter().take(steps).filter(|it| *it == "super").count();
    let kept = here.iter().take(here.len().saturating_sub(up));
    let rest = path.iter().skip(steps);
    ["crate".to_owned()].into_iter().chain(kept.chain(rest).cloned()).collect()
}
