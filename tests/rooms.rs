//! Holds the table of rooms: which room of `src` may use which, and who may name which crate.
//! Deliberately knows nothing finer than rooms: inside its room a file may use what it likes.

#![allow(clippy::expect_used, clippy::unwrap_used)] // A test may fail by panicking.

#[path = "source/paths.rs"]
mod paths;
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A room, and the rooms it may use besides itself, in the order of ARCHITECTURE.md. `(ground)`
/// are the rooms everything from `store` on stands on, `(above)` all rooms in the rows above.
const ROOMS: &[(&str, &str)] = &[
    ("kinds", "clock error"),
    ("german", "clock error"),
    ("texts", "clock error"),
    ("markdown", "clock error kinds german"),
    ("access", "clock error kinds"),
    ("clock", ""),
    ("config", "clock"),
    ("error", "clock config"),
    ("db", "clock config error"),
    ("store", "(ground) kinds access"),
    ("changes", "(ground) store"),
    ("people", "(ground) store access changes"),
    ("pages", "(ground) kinds german markdown access changes store"),
    ("findings", "(ground) kinds german markdown access changes store pages"),
    ("measures", "(ground) kinds german markdown access changes store pages"),
    ("practice", "(ground) kinds german markdown access changes store pages"),
    ("projects", "(ground) kinds german markdown access changes store pages"),
    ("files", "(ground) kinds access changes store"),
    ("search", "(ground) kinds german markdown access changes store"),
    ("reading", "(above)"),
    ("theme", "clock error config texts"),
    ("exchange", "(ground) kinds german markdown access store changes people pages reading files"),
    ("web", "(above)"),
    ("app", "(above)"),
    ("main", "(above)"),
];

/// Rooms that decide from values alone: no database, no web, no files, no runtime.
const PURE: &[&str] = &["kinds", "german", "texts", "markdown", "access"];

/// A crate (or module) that only some rooms may name.
const KEPT: &[(&[&str], &[&str])] = &[
    (&["sea_orm"], &["store", "db", "error"]),
    (&["sea_orm_migration"], &["db"]),
    (&["migrations"], &["db"]),
    (&["actix_web"], &["web", "app", "error"]),
    (&["actix_multipart"], &["web"]),
];

/// What no pure room may name.
const IMPURE: &[&[&str]] = &[&["std", "fs"], &["tokio"]];

#[test]
fn every_arrow_between_rooms_is_in_the_table() {
    let src = source::root().join("src");
    let mut offences = Vec::new();
    for file in source::files(&src, ".rs") {
        let text = fs::read_to_string(&file).unwrap();
        offences.extend(check(file.strip_prefix(&src).unwrap(), &text));
    }
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn every_entry_of_src_is_a_room_and_every_room_exists() {
    let src = source::root().join("src");
    let found: BTreeSet<String> = fs::read_dir(&src)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "lib")
        .collect();
    let known: BTreeSet<String> = ROOMS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, known, "left: found in src, right: the table in this test");
}

#[test]
fn the_table_has_no_arrow_back() {
    for (room, _) in ROOMS {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut next = allowed(room);
        while let Some(other) = next.pop() {
            if reached.insert(other) {
                next.extend(allowed(other));
            }
        }
        assert!(!reached.contains(room), "{room} reaches itself");
    }
}

#[test]
fn an_offending_text_is_found_with_file_line_and_arrow() {
    let text = "//! Says crate::web in words only.\n\
        use crate::{\n    kinds::Kind,\n    web::{view, Page},\n};\n\
        fn f<'a>(it: &'a str) -> bool { crate::pages::head(it) == \"crate::app::run\" }\n\
        use std::{collections::BTreeMap, fs::File};\n\
        /* crate::app /* crate::app */ crate::app */ const C: char = '\"';\n\
        const S: &str = r#\"crate::\"app\"#; type T = Vec<sea_orm::DbErr>;\n";
    let expected = [
        "src/markdown/blocks.rs:4: markdown -> web",
        "src/markdown/blocks.rs:6: markdown -> pages",
        "src/markdown/blocks.rs:7: markdown is pure and names std::fs",
        "src/markdown/blocks.rs:9: markdown names sea_orm",
    ];
    assert_eq!(check(Path::new("markdown/blocks.rs"), text), expected);
}

#[test]
fn the_tests_of_a_pure_room_may_read_files() {
    let text = "use std::fs;\n";
    let offence = ["src/german/mod.rs:1: german is pure and names std::fs"];
    assert_eq!(check(Path::new("german/mod.rs"), text), offence);
    assert_eq!(check(Path::new("german/tests.rs"), text), [""; 0]);
    let inline = format!("mod tests {{\n    {text}}}\n");
    assert_eq!(check(Path::new("german/mod.rs"), &inline), [""; 0]);
}

#[test]
fn super_is_followed_to_the_room_it_means() {
    let text =
        "use super::people;\nmod tests {\n    use super::super::web;\n    use super::*;\n}\n";
    for file in ["pages.rs", "pages/mod.rs"] {
        let expected = ["1: pages -> people", "3: pages -> web"];
        let expected = expected.map(|it| format!("src/{file}:{it}"));
        assert_eq!(check(Path::new(file), text), expected);
    }
    assert_eq!(check(Path::new("pages/history.rs"), text), [""; 0]);
}

#[test]
fn a_glob_over_all_rooms_and_an_unknown_room_are_found() {
    let found = check(Path::new("web/mod.rs"), "use crate::*;\nuse super::helpers::Thing;\n");
    assert_eq!(found, ["src/web/mod.rs:1: web -> *", "src/web/mod.rs:2: web -> helpers"]);
}

#[test]
fn what_the_table_allows_is_not_found() {
    let text = "use sea_orm::EntityTrait;\nuse crate::kinds::{Kind, Problem};\n\
        pub(crate) use self::heads::Head;\nuse super::db::Db;\npub(in crate::store) fn f() {}\n";
    assert_eq!(check(Path::new("store/mod.rs"), text), [""; 0]);
}

/// Everything in the text of `src/{file}` that the tables above do not allow.
fn check(file: &Path, text: &str) -> Vec<String> {
    let modules = paths::modules(file);
    let stem = file.file_stem().unwrap().to_string_lossy();
    let room = modules.first().map_or(stem.as_ref(), String::as_str);
    let mut offences: Vec<String> = paths::said(text, &modules)
        .iter()
        .filter_map(|said| {
            let reason = offence(room, said)?;
            Some(format!("src/{}:{}: {room} {reason}", file.display(), said.line))
        })
        .collect();
    offences.dedup();
    offences
}

/// Why the room may not say this path, if it may not.
fn offence(room: &str, said: &paths::Said) -> Option<String> {
    let path: Vec<&str> = said.path.iter().map(String::as_str).collect();
    if let ["crate" | "qm_wiki", other, ..] = path.as_slice() {
        let may = room == "lib" || *other == room || allowed(room).contains(other);
        return (!may).then(|| format!("-> {other}"));
    }
    let kept = KEPT.iter().find(|(name, rooms)| path.starts_with(name) && !rooms.contains(&room));
    if let Some((name, _)) = kept {
        return Some(format!("names {}", name.join("::")));
    }
    // The tests of a pure room may read their cases from files.
    if !PURE.contains(&room) || said.within.iter().any(|module| module == "tests") {
        return None;
    }
    let impure = IMPURE.iter().find(|name| path.starts_with(name));
    impure.map(|name| format!("is pure and names {}", name.join("::")))
}

/// The rooms a room may use, with the words for several rooms written out.
fn allowed(room: &str) -> Vec<&'static str> {
    let Some(place) = ROOMS.iter().position(|(name, _)| *name == room) else {
        return Vec::new();
    };
    let row = ROOMS.iter().skip(place).take(1).flat_map(|(_, rooms)| rooms.split_whitespace());
    row.flat_map(|name| match name {
        "(ground)" => vec!["clock", "config", "error", "db"],
        "(above)" => ROOMS.iter().take(place).map(|(name, _)| *name).collect(),
        name => vec![name],
    })
    .collect()
}
