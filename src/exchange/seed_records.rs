//! Rows of record sets in the seed: `content-seed/records.toml` and the `records` of seed pages,
//! loaded on the first start only. Nobody gets a task or a notice by them.
//!
//! `[[record]]` names the page by its number in the seed or its title, the set, and under
//! `[record.fields]` its values. A day may be written from the first start: `today`, `today+14`,
//! `today-10`, so that what is overdue in an example is so on every first day.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Builder;

use super::pagefile::RecordFile;
use super::seed::{RECORDS, SeedFiles};
use super::seed_pages::InWiki;
use super::site_kinds::hash;
use crate::clock::{self, Clock};
use crate::error::{AppError, Result};
use crate::kinds::{self, Kinds, Role};
use crate::pages::{LoadedRecord, Pages};
use crate::store::pages::Head;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordsFile {
    #[serde(default)]
    record: Vec<RecordEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordEntry {
    page: String,
    set: String,
    #[serde(default)]
    fields: Map<String, Value>,
}

/// Loads the rows of the seed at the pages that are there. It is ours, so a mistake is a failure.
pub(super) async fn load(
    clock: &Clock,
    kinds: &Kinds,
    pages: &Pages,
    files: &SeedFiles,
    loaded: &[InWiki],
) -> Result<()> {
    let today = clock::berlin_day(clock.now());
    let text = files.0.get(RECORDS).map(String::as_str).unwrap_or_default();
    let file: RecordsFile = toml::from_str(text).map_err(AppError::failure)?;
    let mut rows = Vec::new();
    for it in loaded {
        let own = it.page.page.records.iter().cloned();
        rows.extend(rows_of(kinds, &it.head, own.collect()));
    }
    for (number, entry) in file.record.into_iter().enumerate() {
        // An example that was not loaded takes its rows along.
        let Some(it) = loaded.iter().find(|it| is_meant(kinds, it, &entry.page)) else { continue };
        let mut row = read(kinds, &it.head, entry, today)?;
        row.id = Some(id_of(&row, number));
        rows.push(row);
    }
    if !rows.is_empty() {
        pages.load_records(rows).await?;
    }
    Ok(())
}

/// The rows a file carries, at the page that was made of it.
pub(super) fn rows_of(kinds: &Kinds, head: &Head, rows: Vec<RecordFile>) -> Vec<LoadedRecord> {
    let sets = rows.into_iter().filter_map(|row| {
        let set = Arc::clone(kinds.get(&head.kind)?.record_set(&row.set)?);
        Some(LoadedRecord { head: head.clone(), set, id: row.id, fields: row.fields })
    });
    sets.collect()
}

/// By its number in the seed, else by its title.
fn is_meant(kinds: &Kinds, it: &InWiki, name: &str) -> bool {
    let draft = &it.page.page.draft;
    let kind = kinds.get(&it.head.kind);
    let mut of_seed = kind.into_iter().flat_map(|it| it.with_role(Role::Seed));
    of_seed.any(|field| draft.fields().get(&field.id).and_then(Value::as_str) == Some(name))
        || draft.title() == name
}

fn read(kinds: &Kinds, head: &Head, entry: RecordEntry, today: Date) -> Result<LoadedRecord> {
    let wrong = |what: String| {
        AppError::failure(format!("{RECORDS}: {} at {}: {what}", entry.set, entry.page))
    };
    let set = kinds.get(&head.kind).and_then(|it| it.record_set(&entry.set));
    let set = set.ok_or_else(|| wrong("no such set".to_owned()))?;
    let written = entry.fields.iter().map(|(key, value)| (key.clone(), on_day(value, today)));
    let (fields, _, problems) = set.read_json(&written.collect());
    if !problems.is_empty() {
        return Err(wrong(format!("{problems:?}")));
    }
    let empty = set.fields.iter().find(|it| it.required && kinds::is_empty(fields.get(&it.id)));
    if let Some(field) = empty {
        return Err(wrong(format!("{} is empty", field.id)));
    }
    Ok(LoadedRecord { head: head.clone(), set: Arc::clone(set), id: None, fields })
}

/// The same id each time, so that a first start that was cut short does not load a row twice; ids
/// follow the order of the file.
fn id_of(row: &LoadedRecord, number: usize) -> String {
    let whole = hash(&format!("{}/{}", row.head.id, row.set.id));
    let mut bytes = [0; 16];
    for (byte, text) in bytes.iter_mut().zip(whole.bytes()) {
        *byte = text;
    }
    for (byte, part) in bytes.iter_mut().zip((number as u32).to_be_bytes()) {
        *byte = part;
    }
    Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// A day counted from the first start; any other value as it is.
fn on_day(value: &Value, today: Date) -> Value {
    let day = value.as_str().and_then(|it| it.strip_prefix("today")).and_then(|it| match it {
        "" => Some(today),
        days => {
            let has_sign = days.starts_with(['+', '-']);
            let days = days.parse::<i32>().ok().filter(|_| has_sign)?;
            today.checked_add(days.days()).ok()
        }
    });
    day.map_or_else(|| value.clone(), |it| Value::String(it.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_counted_from_the_first_start() {
        let today = jiff::civil::date(2026, 11, 22);
        let on = |text: &str| on_day(&Value::from(text), today).as_str().unwrap().to_owned();
        assert_eq!(on("today"), "2026-11-22");
        assert_eq!((on("today+14"), on("today-22")), ("2026-12-06".into(), "2026-10-31".into()));
        for other in ["todays work", "today14", "today+", "today+99999999999", "2026-01-01"] {
            assert_eq!(on(other), other);
        }
    }
}
