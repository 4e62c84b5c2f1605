//! A field is named in its file and in the capability that gives it behaviour, and nowhere else:
//! code asks for the role of a field. Deliberately not here: templates, which show fields by name.

use std::collections::BTreeSet;
use std::path::Path;

use qm_wiki::kinds::{Declaration, Kinds};

use crate::{shipped, source};

/// Places that say a word which is also the id of a field, with the reason.
const ALLOWED: &[(&str, &[&str], &str)] = &[
    ("kinds/field.rs", &["abbreviation", "code", "honesty", "owner", "summary"], "names of roles"),
    ("kinds/load.rs", &["abbreviation", "code", "valid_until"], "keys of registers"),
    ("kinds/record_set.rs", &["responsible"], "a named right"),
    ("markdown", &["code", "summary"], "HTML elements"),
    ("store/faces.rs", &["abbreviation", "code"], "sorts of names in the database"),
    ("store/listing.rs", &["code"], "a column of the database"),
    ("store/lists.rs", &["code", "honesty", "summary"], "columns of the database"),
    ("store/registers.rs", &["valid_until"], "a column of the database"),
    ("store/seed.rs", &["honesty"], "a column of the database"),
    ("web/portal.rs", &["service_areas"], "the way standards are looked up on the start page"),
];

/// The ids to look for: those of two words, which mean nothing else, and those of fields with a
/// role. Other ids are words that code needs for itself.
fn ids(kinds: &Kinds) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let kinds_of = kinds.iter().map(|kind| -> &Declaration { kind });
    let sets = kinds.record_sets().map(|set| -> &Declaration { set });
    for declaration in kinds_of.chain(sets) {
        for field in &declaration.fields {
            let is_telling = field.role.is_some() || field.id.contains('_');
            ids.extend(is_telling.then(|| field.id.clone()));
            let columns = field.columns().iter().filter(|column| column.id.contains('_'));
            ids.extend(columns.map(|column| column.id.clone()));
        }
    }
    ids
}

/// The quoted words of the code of a file, its tests and comments left out.
fn words(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned)).collect()
}

/// Whether the file belongs to a capability of a kind or set of records that has the field.
fn is_of_its_capability(kinds: &Kinds, file: &str, id: &str) -> bool {
    let room = file.split(['/', '.']).next().unwrap_or_default();
    kinds.iter().filter(|kind| kind.has_capability(room)).any(|kind| {
        kind.field(id).is_some() || kind.records.iter().any(|set| set.field(id).is_some())
    })
}

/// `file id` for each field named where it should not be.
fn offences(kinds: &Kinds) -> BTreeSet<(String, String)> {
    let src = source::root().join("src");
    let ids = ids(kinds);
    let mut found = BTreeSet::new();
    for path in source::files(&src, ".rs").iter().filter(|path| !is_test(path)) {
        let file = path.strip_prefix(&src).unwrap().to_string_lossy().into_owned();
        let named = words(&std::fs::read_to_string(path).unwrap());
        let named = named.intersection(&ids).filter(|id| !is_allowed(&file, id));
        let named = named.filter(|id| !is_of_its_capability(kinds, &file, id));
        found.extend(named.map(|id| (file.clone(), id.clone())));
    }
    found
}

fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests" || stem == "samples")
}

fn is_allowed(file: &str, id: &str) -> bool {
    ALLOWED.iter().any(|(place, ids, _)| file.starts_with(place) && ids.contains(&id))
}

#[test]
fn fields_are_named_where_they_get_their_behaviour() {
    let found = offences(&shipped());
    let told: Vec<_> = found.iter().map(|(file, id)| format!("{file} {id}")).collect();
    assert_eq!(told, [""; 0], "ask for the role instead");
}

#[test]
fn every_allowance_is_used() {
    let src = source::root().join("src");
    for (place, ids, reason) in ALLOWED {
        let files = source::files(&src, ".rs");
        let files = files
            .iter()
            .filter(|path| path.strip_prefix(&src).unwrap().to_string_lossy().starts_with(place));
        let named: BTreeSet<String> =
            files.flat_map(|path| words(&std::fs::read_to_string(path).unwrap())).collect();
        for id in *ids {
            assert!(named.contains(*id), "{place} does not name {id} ({reason})");
        }
    }
}

#[test]
fn quoted_words_of_code_are_seen_and_those_of_comments_and_tests_are_not() {
    let text = "let a = [\"one\", \"two\"];\n// \"three\"\n#[cfg(test)]\nmod tests { \"four\" }";
    let expected = ["one", "two"].map(str::to_owned);
    assert_eq!(words(text), expected.into_iter().collect());
}
