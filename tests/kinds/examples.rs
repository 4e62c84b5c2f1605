//! The rows of the example pages fit their sets of records.
//! Deliberately not here: loading them, and what overdue rows cause.

use std::collections::BTreeMap;

use qm_wiki::kinds::{Kinds, Role, front_matter};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{shipped, source};

#[derive(Deserialize)]
struct RecordsFile {
    record: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    page: String,
    set: String,
    fields: Map<String, Value>,
}

fn rows() -> Vec<Row> {
    let path = source::root().join("content-seed/records.toml");
    let file: RecordsFile = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file.record
}

/// Days from the first start, if the text says so.
fn days(text: &str) -> Option<i32> {
    let after = text.strip_prefix("today")?;
    if after.is_empty() { Some(0) } else { after.parse().ok() }
}

/// The fields with days as dates around a first start on 1 June 2026.
fn dated(fields: &Map<String, Value>) -> Map<String, Value> {
    let start = jiff::civil::date(2026, 6, 1);
    let on_day = |value: &Value| match value.as_str().and_then(days) {
        Some(days) => Value::from(start.saturating_add(jiff::Span::new().days(days)).to_string()),
        None => value.clone(),
    };
    fields.iter().map(|(key, value)| (key.clone(), on_day(value))).collect()
}

/// Kind and honesty of each seed page, by number and by title.
fn pages(kinds: &Kinds) -> BTreeMap<String, (String, String)> {
    let folder = source::root().join("content-seed");
    let mut pages = BTreeMap::new();
    for path in ["praxis", "projekte"].iter().flat_map(|it| source::files(&folder.join(it), ".md"))
    {
        let text = std::fs::read_to_string(path).unwrap();
        let values = front_matter::read(front_matter::split(&text).0.unwrap()).unwrap();
        let word = |key: &str| values.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let kind = kinds.get(&word("kind")).unwrap();
        let fields = kind.read_json(&values).0;
        let honesty = kind.text_with_role(Role::Honesty, &fields).unwrap_or_default().to_owned();
        for name in [word("seed_ref"), word("title")] {
            pages.insert(name, (kind.id.clone(), honesty.clone()));
        }
    }
    pages
}

#[test]
fn every_row_fits_its_set_and_the_kind_of_its_page() {
    let kinds = shipped();
    let pages = pages(&kinds);
    for row in rows() {
        let (kind, _) = pages.get(&row.page).unwrap_or_else(|| panic!("no page {}", row.page));
        let set = kinds.get(kind).unwrap().record_set(&row.set);
        let set = set.unwrap_or_else(|| panic!("{} has no {}", row.page, row.set));
        let (_, _, problems) = set.read_json(&dated(&row.fields));
        assert!(problems.is_empty(), "{}: {problems:?}", row.page);
    }
}

#[test]
fn rows_stand_on_example_pages_only() {
    let pages = pages(&shipped());
    let real: Vec<_> = rows().into_iter().filter(|row| pages[&row.page].1 != "beispiel").collect();
    assert!(real.is_empty(), "{:?}", real.iter().map(|row| &row.page).collect::<Vec<_>>());
}

#[test]
fn of_the_measures_some_are_done_one_is_overdue_and_one_is_due_soon() {
    let kinds = shipped();
    let set = kinds.record_set("measure").unwrap();
    let measures: Vec<_> = rows().into_iter().filter(|row| row.set == "measure").collect();
    let due = |row: &Row| row.fields["due_on"].as_str().and_then(days).unwrap();
    let open: Vec<_> = measures.iter().filter(|row| !set.is_closed(&row.fields)).collect();
    assert_eq!(measures.len(), 6);
    assert!(open.len() < measures.len());
    assert_eq!(open.iter().filter(|row| due(row) < 0).count(), 1);
    assert_eq!(open.iter().filter(|row| (0..=14).contains(&due(row))).count(), 1);
}

#[test]
fn two_districts_use_the_example_of_good_practice_differently() {
    let rows: Vec<_> = rows().into_iter().filter(|row| row.set == "adoption").collect();
    assert_eq!(rows.len(), 2);
    for field in ["district", "state"] {
        assert_ne!(rows[0].fields[field], rows[1].fields[field]);
    }
}

#[test]
fn days_are_counted_from_the_first_start() {
    assert_eq!(days("today"), Some(0));
    assert_eq!(days("today+14"), Some(14));
    assert_eq!(days("today-10"), Some(-10));
    assert_eq!(days("2026-06-01"), None);
    assert_eq!(days("today or so"), None);
}
