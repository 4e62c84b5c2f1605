//! Reads keys out of a TOML table and notes, with the line, what is wrong or left over.
//! Knows nothing of kinds.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Number;
use serde_json::Value;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use super::FileProblem;
use super::Label;
use super::parse_date;

/// A file being read and the problems found so far in all files.
#[derive(Clone, Copy)]
pub(crate) struct Source<'s> {
    pub(crate) name: &'s str,
    pub(crate) text: &'s str,
    pub(crate) problems: &'s RefCell<Vec<FileProblem>>,
}

impl Source<'_> {
    /// Notes a problem at a byte of the file.
    pub(crate) fn note(&self, byte: usize, code: &str, args: &[(&str, &str)]) {
        let before = self.text.as_bytes().get(..byte).unwrap_or(self.text.as_bytes());
        let args: BTreeMap<_, _> =
            args.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.problems.borrow_mut().push(FileProblem {
            file: self.name.to_owned(),
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            code: code.to_owned(),
            args,
        });
    }
}

/// A table, and under it another one whose keys count where it has none.
pub(crate) struct Table<'s> {
    source: Source<'s>,
    entries: &'s DeTable<'s>,
    start: usize,
    under: Option<Box<Table<'s>>>,
    asked: RefCell<BTreeSet<&'static str>>,
}

/// A value with the file it stands in.
struct Found<'s> {
    source: Source<'s>,
    value: &'s Spanned<DeValue<'s>>,
}

impl<'s> Table<'s> {
    /// A table that begins at a byte of its file.
    pub(crate) fn new(source: Source<'s>, entries: &'s DeTable<'s>, start: usize) -> Self {
        Self { source, entries, start, under: None, asked: RefCell::default() }
    }

    /// The same table, to be read once more.
    pub(crate) fn again(&self) -> Self {
        Self::new(self.source, self.entries, self.start)
    }

    /// The same table on top of another.
    pub(crate) fn over(self, under: Table<'s>) -> Self {
        Self { under: Some(Box::new(under)), ..self }
    }

    /// Notes a problem of the table as a whole.
    pub(crate) fn note(&self, code: &str, args: &[(&str, &str)]) {
        self.source.note(self.start, code, args);
    }

    /// Notes a problem of the value at `key`.
    pub(crate) fn note_at(&self, key: &'static str, code: &str, args: &[(&str, &str)]) {
        match self.find(key) {
            Some(found) => found.source.note(found.value.span().start, code, args),
            None => self.note(code, args),
        }
    }

    /// Whether the key is there.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.find(key).is_some()
    }

    /// Whether this table itself has the key, not only the one under it.
    pub(crate) fn says(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// A text.
    pub(crate) fn text(&self, key: &'static str) -> Option<String> {
        self.read(key, "text", |value| value.as_str().map(str::to_owned))
    }

    /// A text that must be there.
    pub(crate) fn required_text(&self, key: &'static str) -> Option<String> {
        self.require(key);
        self.text(key)
    }

    /// `{ de = "…", en = "…" }`, or one text for both.
    pub(crate) fn label(&self, key: &'static str) -> Option<Label> {
        self.read(key, "{ de, en }", label_of)
    }

    /// A word in both languages that must be there.
    pub(crate) fn required_label(&self, key: &'static str) -> Option<Label> {
        self.require(key);
        self.label(key)
    }

    /// `true` or `false`; false where it is not there.
    pub(crate) fn yes(&self, key: &'static str) -> bool {
        self.read(key, "true, false", DeValue::as_bool).unwrap_or(false)
    }

    /// A whole number from 0.
    pub(crate) fn count(&self, key: &'static str) -> Option<usize> {
        self.read(key, "0, 1, 2 …", |value| value.as_integer()?.as_str().parse().ok())
    }

    /// A whole number.
    pub(crate) fn whole(&self, key: &'static str) -> Option<i64> {
        self.read(key, "…, -1, 0, 1 …", |value| value.as_integer()?.as_str().parse().ok())
    }

    /// A number that is not negative.
    pub(crate) fn weight(&self, key: &'static str) -> Option<f32> {
        self.read(key, "0.0 …", |value| {
            let digits = match value {
                DeValue::Integer(integer) => integer.as_str(),
                DeValue::Float(float) => float.as_str(),
                _ => return None,
            };
            digits.parse().ok().filter(|weight: &f32| weight.is_finite() && *weight >= 0.0)
        })
    }

    /// A list of texts; one text counts as a list of one.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<String> {
        self.read(key, "[\"…\"]", |value| match value {
            DeValue::String(text) => Some(vec![text.to_string()]),
            DeValue::Array(items) => items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>(),
            _ => None,
        })
        .unwrap_or_default()
    }

    /// A day, as a TOML date or as text.
    pub(crate) fn day(&self, key: &'static str) -> Option<String> {
        self.read(key, "2026-12-31", |value| {
            let day = json_of(value)?;
            Some(parse_date(day.as_str()?)?.to_string())
        })
    }

    /// Any value, as JSON.
    pub(crate) fn json(&self, key: &'static str) -> Option<Value> {
        self.read(key, "value", json_of)
    }

    /// The table at a key.
    pub(crate) fn table(&self, key: &'static str) -> Option<Table<'s>> {
        let found = self.found(key)?;
        let table = one_table(&found);
        if table.is_none() {
            self.note_at(key, WRONG_TYPE, &[("key", key), ("expected", "{ … }")]);
        }
        table
    }

    /// The table at a key, or the tables in the list there.
    pub(crate) fn one_or_more(&self, key: &'static str) -> Vec<Table<'s>> {
        let Some(found) = self.found(key) else {
            return Vec::new();
        };
        let all = one_table(&found).map(|one| vec![one]);
        all.or_else(|| tables_in(found.source, found.value)).unwrap_or_else(|| {
            self.note_at(key, WRONG_TYPE, &[("key", key), ("expected", "[{ … }]")]);
            Vec::new()
        })
    }

    /// Leaves a key to another reader of the same table.
    pub(crate) fn leave(&self, key: &'static str) {
        self.asked.borrow_mut().insert(key);
    }

    /// The tables of `[[key]]`.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Table<'s>> {
        let Some(found) = self.found(key) else {
            return Vec::new();
        };
        let all = tables_in(found.source, found.value);
        all.unwrap_or_else(|| {
            let expected = format!("[[{key}]]");
            self.note_at(key, WRONG_TYPE, &[("key", key), ("expected", &expected)]);
            Vec::new()
        })
    }

    /// All keys with their `[[tables]]`, for files whose keys are names.
    pub(crate) fn named_tables(&self) -> Vec<(&'s str, Vec<Table<'s>>)> {
        let named = self.entries.iter().filter_map(|(key, value)| {
            let all = tables_in(self.source, value);
            if all.is_none() {
                let expected = format!("[[{}]]", key.get_ref());
                let args = [("key", key.get_ref().as_ref()), ("expected", expected.as_str())];
                self.source.note(value.span().start, WRONG_TYPE, &args);
            }
            Some((key.get_ref().as_ref(), all?))
        });
        named.collect()
    }

    /// All keys with the words at them, for files whose keys are names.
    pub(crate) fn named_labels(&self) -> Vec<(&'s str, Label)> {
        let named = self.entries.iter().filter_map(|(key, value)| {
            let label = label_of(value.get_ref());
            if label.is_none() {
                let args = [("key", key.get_ref().as_ref()), ("expected", "{ de, en }")];
                self.source.note(value.span().start, WRONG_TYPE, &args);
            }
            Some((key.get_ref().as_ref(), label?))
        });
        named.collect()
    }

    /// What nobody asked for, as JSON.
    pub(crate) fn rest(&self) -> Map<String, Value> {
        let asked = self.asked.borrow();
        self.entries
            .iter()
            .filter(|(key, _)| !asked.contains(key.get_ref().as_ref()))
            .filter_map(|(key, value)| Some((key.get_ref().to_string(), json_of(value.get_ref())?)))
            .collect()
    }

    /// Notes every key nobody asked for; call when the table is read.
    pub(crate) fn finish(&self) {
        self.note_left_over(&self.asked.borrow());
    }

    fn note_left_over(&self, asked: &BTreeSet<&'static str>) {
        for key in self.entries.keys().filter(|key| !asked.contains(key.get_ref().as_ref())) {
            let args = [("key", key.get_ref().as_ref())];
            self.source.note(key.span().start, "problem-file-unknown-key", &args);
        }
        if let Some(under) = &self.under {
            under.note_left_over(asked);
        }
    }

    fn require(&self, key: &'static str) {
        if !self.has(key) {
            self.note("problem-file-missing-key", &[("key", key)]);
        }
    }

    fn read<T>(
        &self,
        key: &'static str,
        expected: &str,
        take: impl Fn(&'s DeValue<'s>) -> Option<T>,
    ) -> Option<T> {
        let found = self.found(key)?;
        let taken = take(found.value.get_ref());
        if taken.is_none() {
            self.note_at(key, WRONG_TYPE, &[("key", key), ("expected", expected)]);
        }
        taken
    }

    fn found(&self, key: &'static str) -> Option<Found<'s>> {
        self.asked.borrow_mut().insert(key);
        self.find(key)
    }

    fn find(&self, key: &str) -> Option<Found<'s>> {
        match self.entries.get(key) {
            Some(value) => Some(Found { source: self.source, value }),
            None => self.under.as_ref()?.find(key),
        }
    }
}

const WRONG_TYPE: &str = "problem-file-wrong-type";

fn one_table<'s>(found: &Found<'s>) -> Option<Table<'s>> {
    let entries = found.value.get_ref().as_table()?;
    Some(Table::new(found.source, entries, found.value.span().start))
}

fn tables_in<'s>(source: Source<'s>, value: &'s Spanned<DeValue<'s>>) -> Option<Vec<Table<'s>>> {
    let items = value.get_ref().as_array()?;
    items
        .iter()
        .map(|item| Some(Table::new(source, item.get_ref().as_table()?, item.span().start)))
        .collect()
}

fn label_of(value: &DeValue<'_>) -> Option<Label> {
    if let Some(text) = value.as_str() {
        return Some(Label { de: text.to_owned(), en: text.to_owned() });
    }
    let words = value.as_table()?;
    let word = |lang: &str| words.get(lang).and_then(|word| word.get_ref().as_str());
    let only_languages = words.keys().all(|key| matches!(key.get_ref().as_ref(), "de" | "en"));
    let de = word("de").filter(|_| only_languages)?.to_owned();
    Some(Label { de, en: word("en").unwrap_or_default().to_owned() })
}

fn json_of(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(integer) => Value::Number(integer.as_str().parse::<i64>().ok()?.into()),
        DeValue::Float(float) => Value::Number(Number::from_f64(float.as_str().parse().ok()?)?),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(moment) => Value::String(moment.to_string()),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|item| json_of(item.get_ref())).collect::<Option<_>>()?)
        }
        DeValue::Table(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| Some((key.get_ref().to_string(), json_of(value.get_ref())?)))
                .collect::<Option<_>>()?,
        ),
    })
}
