//! `docs/kinds.md` says what the shipped kinds say.
//! Deliberately not here: whether what they say is right.

use qm_wiki::kinds::kinds_md;

use crate::{shipped, source};

#[test]
fn the_reference_is_current() {
    let path = source::root().join("docs/kinds.md");
    let now = kinds_md(&shipped());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &now).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let first = written.lines().zip(now.lines()).position(|(one, other)| one != other);
    assert!(
        written == now,
        "docs/kinds.md is out of date from line {}: run UPDATE_DOCS=1 cargo test --test kinds",
        first.map_or(written.lines().count().min(now.lines().count()), |line| line) + 1
    );
}

#[test]
fn the_reference_names_every_numbered_rule() {
    let page = kinds_md(&shipped());
    let (_, by_number) = page.split_once("## Rules by number").unwrap();
    for number in 1..=36 {
        let start = format!("\n| R{number}");
        let next = |at: usize| by_number[at + start.len()..].chars().next();
        let found = by_number
            .match_indices(&start)
            .any(|(at, _)| next(at).is_some_and(|letter| !letter.is_ascii_digit()));
        assert!(found, "R{number}");
    }
}
