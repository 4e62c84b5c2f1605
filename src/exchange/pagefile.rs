//! A page as a file: Markdown with or without front matter. Reads text only, stores nothing.
//!
//! Beside the fields of its kind a file may carry the rows that stand at the page, by the id of
//! their set, and the names of files attached to it:
//!
//! ```yaml
//! records:
//!   measure:
//!     - id: 0194fdc2-fa2f-7cc0-81d3-ff12045b73c8
//!       fields: { title: Stichprobe ziehen, due_on: 2026-12-12 }
//! attachments: [erhebungsbogen.docx]
//! ```
//!
//! A row without `id` gets one. A kind with a field of either name keeps it for itself.

use serde_json::{Map, Value};

use crate::config::Limits;
use crate::kinds::{self, Fields, Kind, Kinds, Problem, front_matter};
use crate::markdown;
use crate::pages::{Draft, Written};

/// A page read from a file.
#[derive(Clone, Debug)]
pub struct PageFile {
    /// Its kind.
    pub kind: String,
    /// The space it names, if it does.
    pub space: Option<String>,
    /// The last part of its address, if it names one.
    pub slug: Option<String>,
    /// The slug path of the page above it, if it names one.
    pub parent: Option<String>,
    /// Its status, if it names one.
    pub status: Option<String>,
    /// Who may see it, if it says so.
    pub visibility: Option<String>,
    /// What it holds.
    pub draft: Draft,
    /// The rows that stand at it.
    pub records: Vec<RecordFile>,
    /// The names of the files attached to it.
    pub attachments: Vec<String>,
}

/// A row of a record set in the file of its page.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordFile {
    /// The set.
    pub set: String,
    /// Its id, when it had one where it comes from.
    pub id: Option<String>,
    /// Its values.
    pub fields: Fields,
}

/// What had to be said about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// The file, relative to the folder that was imported.
    pub file: String,
    /// The line it stands in, from 1, where it is about a value in the front matter.
    pub line: Option<usize>,
    /// What was found.
    pub problem: Problem,
}

/// The line of a file, from 1, in which its front matter says a key.
pub(super) fn line_of(text: &str, key: &str) -> Option<usize> {
    let (yaml, _) = front_matter::split(text);
    let lines = yaml?.lines().count() + 1;
    let says =
        |line: &str| line.strip_prefix(key).is_some_and(|it| it.trim_start().starts_with(':'));
    let at = text.lines().take(lines).position(says)?;
    Some(at + 1)
}

/// What a file without an own word for it gets.
#[derive(Clone, Copy, Debug)]
pub struct Defaults<'a> {
    /// The kind, unless the file names one.
    pub kind: &'a str,
    /// The file name without folders and ending, the last resort for a title.
    pub file_stem: &'a str,
}

impl PageFile {
    /// Reads a file. What can be taken is taken; everything else is in the problems. Without a
    /// page in the answer one of the problems says why.
    pub fn read(
        text: &str,
        kinds: &Kinds,
        limits: &Limits,
        defaults: Defaults<'_>,
    ) -> (Option<Self>, Vec<Problem>) {
        let (yaml, body) = front_matter::split(text);
        let mut problems = Vec::new();
        let values = match yaml.map(front_matter::read) {
            None => Map::new(),
            Some(Ok(values)) => values,
            Some(Err(problem)) => {
                problems.push(problem.into());
                Map::new()
            }
        };
        let (reserved, values) = front_matter::split_reserved(values);
        let word = |key: &str| reserved.get(key).and_then(plain);
        let (title, mut values) = title_of(&reserved, values, body, defaults.file_stem);

        let kind_id = word("kind").unwrap_or_else(|| defaults.kind.to_owned());
        let Some(kind) = kinds.get(&kind_id) else {
            problems.push(Problem::at("kind", "problem-unknown-kind").with("kind", kind_id));
            return (None, problems);
        };
        let records = match of_the_file(kind, &mut values, "records") {
            Some(rows) => records(kind, &rows, &mut problems),
            None => Vec::new(),
        };
        let attachments = of_the_file(kind, &mut values, "attachments");
        let attachments = attachments.map(|it| names(&it)).unwrap_or_default();
        let (fields, extra, read_problems) = kind.read_json(&values);
        problems.extend(read_problems);
        let (draft, draft_problems) = Draft::parse(
            Written {
                title,
                fields,
                extra,
                text: body.to_owned(),
                change_note: word("change_note").unwrap_or_default(),
            },
            limits,
        );
        let is_storable = draft_problems.is_empty();
        problems.extend(draft_problems);
        let page = Self {
            kind: kind_id,
            space: word("space"),
            slug: word("slug"),
            parent: word("parent"),
            status: word("status"),
            visibility: word("visibility"),
            draft,
            records,
            attachments,
        };
        (is_storable.then_some(page), problems)
    }
}

/// What a key says that belongs to the file and not to the page's fields.
fn of_the_file(kind: &Kind, values: &mut Map<String, Value>, key: &str) -> Option<Value> {
    if kind.field(key).is_some() { None } else { values.shift_remove(key) }
}

/// The rows a file carries; what cannot be taken is told and left out.
fn records(kind: &Kind, value: &Value, problems: &mut Vec<Problem>) -> Vec<RecordFile> {
    let mut taken = Vec::new();
    let Value::Object(sets) = value else {
        problems.push(Problem::at("records", "problem-records-form"));
        return taken;
    };
    for (name, rows) in sets {
        let (Some(set), Value::Array(rows)) = (kind.record_set(name), rows) else {
            problems.push(Problem::at("records", "problem-records-set").with("set", name));
            continue;
        };
        for row in rows {
            let Some(Value::Object(written)) = row.get("fields") else {
                problems.push(Problem::at("records", "problem-records-form"));
                continue;
            };
            let (fields, _, found) = set.read_json(written);
            let is_good = kinds::blocking(&found, &Fields::new(), &fields).is_empty();
            problems.extend(found);
            if is_good {
                let id = row.get("id").and_then(plain);
                taken.push(RecordFile { set: name.clone(), id, fields });
            }
        }
    }
    taken
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(names) => names.iter().filter_map(plain).collect(),
        one => plain(one).into_iter().collect(),
    }
}

/// The title stands under `title` in any case, else it is the first heading, else the file name.
fn title_of(
    reserved: &Map<String, Value>,
    mut values: Map<String, Value>,
    body: &str,
    file_stem: &str,
) -> (String, Map<String, Value>) {
    let mut title = reserved.get("title").and_then(plain);
    let other_case = values.keys().find(|it| it.eq_ignore_ascii_case("title")).cloned();
    if let Some(key) = other_case {
        let value = values.shift_remove(&key);
        title = title.or_else(|| value.as_ref().and_then(plain));
    }
    let title = title.or_else(|| markdown::parse(body).title);
    (title.unwrap_or_else(|| file_stem.to_owned()), values)
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|it| !it.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
