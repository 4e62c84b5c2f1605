//! A page as a file of an export, written and read so that nothing of it is lost. Ordinary
//! Markdown files are read next door: what stands here is believed, status included.
//!
//! `PATH.md` holds the face readers see, or the only one; `PATH.working.md` what is being worked
//! on beside it. Front matter has the reserved keys, the fields as in any page file, keys the kind
//! does not know, `records`, `attachments`, and under `_wiki` what only a wiki knows.

use serde_json::{Map, Value, json};

use super::pagefile::{RecordFile, WIKI};
use crate::config::Limits;
use crate::kinds::front_matter::{self, RESERVED};
use crate::kinds::{Fields, Kind, Kinds, Problem};
use crate::pages::{Draft, Written};
use crate::store::addresses::FormerName;
use crate::store::pages::Content;

const RECORDS: &str = "records";
const ATTACHMENTS: &str = "attachments";

/// The face of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WholeFace {
    pub(super) content: Content,
    pub(super) note: String,
}

/// A page with everything that stands at it.
#[derive(Clone, Debug)]
pub(super) struct WholePage {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) space: String,
    pub(super) slug: String,
    /// The slug path of the page above it.
    pub(super) parent: Option<String>,
    pub(super) visibility: Option<String>,
    pub(super) is_in_force: bool,
    pub(super) records: Vec<RecordFile>,
    pub(super) attachments: Vec<String>,
    pub(super) position: Option<i32>,
    pub(super) is_template: bool,
    pub(super) lock: Option<String>,
    /// Space keys and paths.
    pub(super) former_addresses: Vec<(String, String)>,
    pub(super) former_names: Vec<FormerName>,
}

impl WholePage {
    /// Its address within the space, as it was where it comes from.
    pub(super) fn path(&self) -> String {
        match &self.parent {
            Some(parent) => format!("{parent}/{}", self.slug),
            None => self.slug.clone(),
        }
    }
}

/// The file of a page with its first face.
pub(super) fn write_page(kind: Option<&Kind>, page: &WholePage, face: &WholeFace) -> String {
    let mut values = Map::new();
    values.insert("id".into(), page.id.clone().into());
    values.insert("kind".into(), page.kind.clone().into());
    values.insert("space".into(), page.space.clone().into());
    if let Some(parent) = &page.parent {
        values.insert("parent".into(), parent.clone().into());
    }
    values.insert("slug".into(), page.slug.clone().into());
    if let Some(visibility) = &page.visibility {
        values.insert("visibility".into(), visibility.clone().into());
    }
    let mut wiki = add_face(kind, face, &mut values);
    if !page.records.is_empty() {
        let has_field = kind.is_some_and(|it| it.field(RECORDS).is_some());
        let place = if has_field { &mut wiki } else { &mut values };
        place.insert(RECORDS.into(), records(&page.records));
    }
    if !page.attachments.is_empty() {
        values.insert(ATTACHMENTS.into(), page.attachments.clone().into());
    }
    wiki.insert("in_force".into(), page.is_in_force.into());
    if let Some(position) = page.position {
        wiki.insert("position".into(), position.into());
    }
    if page.is_template {
        wiki.insert("template".into(), true.into());
    }
    if let Some(reason) = &page.lock {
        wiki.insert("locked".into(), reason.clone().into());
    }
    if !page.former_addresses.is_empty() {
        let addresses = page.former_addresses.iter().map(|(space, path)| format!("{space}/{path}"));
        wiki.insert("former_addresses".into(), addresses.collect());
    }
    if !page.former_names.is_empty() {
        let names = page
            .former_names
            .iter()
            .map(|it| json!({ "name": it.name, "key": it.key, "was_in_force": it.was_in_force }));
        wiki.insert("former_names".into(), names.collect());
    }
    values.insert(WIKI.into(), wiki.into());
    front_matter::write(&values, &face.content.text)
}

/// The file of what is being worked on beside the face in force.
pub(super) fn write_working(kind: Option<&Kind>, face: &WholeFace) -> String {
    let mut values = Map::new();
    let wiki = add_face(kind, face, &mut values);
    if !wiki.is_empty() {
        values.insert(WIKI.into(), wiki.into());
    }
    front_matter::write(&values, &face.content.text)
}

/// Reads the file of a page.
///
/// # Errors
/// Why it cannot be a page of an export.
pub(super) fn read_page(
    text: &str,
    kinds: &Kinds,
    limits: &Limits,
) -> Result<(WholePage, WholeFace), Problem> {
    let (yaml, body) = front_matter::split(text);
    let yaml = yaml.ok_or_else(|| Problem::at("id", "problem-import-no-id"))?;
    let values = front_matter::read(yaml)?;
    let word = |key: &str| values.get(key).and_then(Value::as_str).map(str::to_owned);
    let needed = |key: &str| word(key).ok_or_else(|| Problem::at(key, "problem-import-no-id"));
    let id = needed("id")?;
    if uuid::Uuid::parse_str(&id).is_ok_and(|it| it.to_string() != id)
        || uuid::Uuid::parse_str(&id).is_err()
    {
        return Err(Problem::at("id", "problem-import-no-id"));
    }
    let kind_id = needed("kind")?;
    let kind = kinds.get(&kind_id).map(AsRef::as_ref);
    let wiki = values.get(WIKI).and_then(Value::as_object).cloned().unwrap_or_default();
    let rows = values.get(RECORDS).filter(|_| kind.is_none_or(|it| it.field(RECORDS).is_none()));
    let rows = wiki.get(RECORDS).or(rows);
    let page = WholePage {
        id,
        space: needed("space")?,
        slug: needed("slug")?,
        parent: word("parent"),
        visibility: word("visibility"),
        is_in_force: wiki.get("in_force").and_then(Value::as_bool).unwrap_or_default(),
        records: rows.map(read_records).unwrap_or_default(),
        attachments: words(values.get(ATTACHMENTS)),
        position: wiki.get("position").and_then(Value::as_i64).and_then(|it| it.try_into().ok()),
        is_template: wiki.get("template").and_then(Value::as_bool).unwrap_or_default(),
        lock: wiki.get("locked").and_then(Value::as_str).map(str::to_owned),
        former_addresses: words(wiki.get("former_addresses"))
            .iter()
            .filter_map(|it| it.split_once('/'))
            .map(|(space, path)| (space.to_owned(), path.to_owned()))
            .collect(),
        former_names: former_names(wiki.get("former_names")),
        kind: kind_id,
    };
    let face = read_face(kind, values, &wiki, body, limits)?;
    Ok((page, face))
}

/// Reads the file of what is being worked on.
///
/// # Errors
/// Why it cannot be that.
pub(super) fn read_working(
    text: &str,
    kind: Option<&Kind>,
    limits: &Limits,
) -> Result<WholeFace, Problem> {
    let (yaml, body) = front_matter::split(text);
    let values = yaml.map_or(Ok(Map::new()), front_matter::read)?;
    let wiki = values.get(WIKI).and_then(Value::as_object).cloned().unwrap_or_default();
    read_face(kind, values, &wiki, body, limits)
}

impl WholeFace {
    /// The content as something that may be stored.
    ///
    /// # Errors
    /// Why it may not.
    pub(super) fn draft(&self, limits: &Limits) -> Result<Draft, Problem> {
        let content = self.content.clone();
        let (draft, problems) = Draft::parse(
            Written {
                title: content.title,
                fields: content.fields,
                extra: content.extra,
                text: content.text,
                change_note: self.note.clone(),
            },
            limits,
        );
        problems.into_iter().next().map_or(Ok(draft), Err)
    }
}

/// Adds title, status, fields and extra values; answers what has to be kept word for word, because
/// reading would make something else of it.
fn add_face(
    kind: Option<&Kind>,
    face: &WholeFace,
    values: &mut Map<String, Value>,
) -> Map<String, Value> {
    let content = &face.content;
    values.insert("title".into(), content.title.clone().into());
    values.insert("status".into(), content.status.clone().into());
    if !face.note.is_empty() {
        values.insert("change_note".into(), face.note.clone().into());
    }
    let fields = in_order(kind, &content.fields);
    let all = fields.iter().chain(&content.extra);
    let flat: Map<String, Value> = all
        .filter(|(key, _)| !is_ours(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let (as_fields, as_extra) = read_values(kind, &flat);
    let mut wiki = Map::new();
    if as_fields != content.fields {
        let mut exact = Map::new();
        for (key, value) in &fields {
            if as_fields.get(key) != Some(value) {
                exact.insert(key.clone(), value.clone());
            }
        }
        for key in as_fields.keys().filter(|it| !content.fields.contains_key(*it)) {
            exact.insert(key.clone(), Value::Null);
        }
        wiki.insert("fields".into(), exact.into());
    }
    if as_extra != content.extra {
        wiki.insert("extra".into(), content.extra.clone().into());
    }
    values.extend(flat);
    wiki
}

fn read_face(
    kind: Option<&Kind>,
    values: Map<String, Value>,
    wiki: &Map<String, Value>,
    body: &str,
    limits: &Limits,
) -> Result<WholeFace, Problem> {
    let word = |key: &str| values.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (title, status, note) = (word("title"), word("status"), word("change_note"));
    let has_field = kind.is_some_and(|it| it.field(RECORDS).is_some());
    let is_value = |key: &str| !is_ours(key) || (key == RECORDS && has_field);
    let flat = values.into_iter().filter(|(key, _)| is_value(key)).collect();
    let (mut fields, mut extra) = read_values(kind, &flat);
    if let Some(Value::Object(exact)) = wiki.get("fields") {
        for (key, value) in exact {
            match value {
                Value::Null => fields.shift_remove(key),
                value => fields.insert(key.clone(), value.clone()),
            };
        }
    }
    if let Some(Value::Object(exact)) = wiki.get("extra") {
        extra.clone_from(exact);
    }
    let content = Content { title, status, fields, extra, text: body.to_owned() };
    let face = WholeFace { content, note };
    face.draft(limits)?;
    Ok(face)
}

fn read_values(kind: Option<&Kind>, values: &Map<String, Value>) -> (Fields, Map<String, Value>) {
    match kind {
        Some(kind) => {
            let (fields, extra, _) = kind.read_json(values);
            (fields, extra)
        }
        // A kind that is gone: its values wait for it.
        None => (Fields::new(), values.clone()),
    }
}

fn is_ours(key: &str) -> bool {
    RESERVED.contains(&key) || matches!(key, WIKI | RECORDS)
}

/// The fields in the order of the kind, the same in every export.
fn in_order(kind: Option<&Kind>, fields: &Fields) -> Fields {
    let mut ordered = Fields::new();
    for field in kind.into_iter().flat_map(|it| &it.fields) {
        if let Some(value) = fields.get(&field.id) {
            ordered.insert(field.id.clone(), value.clone());
        }
    }
    let rest = fields.iter().filter(|(key, _)| kind.is_none_or(|it| it.field(key).is_none()));
    ordered.extend(rest.map(|(key, value)| (key.clone(), value.clone())));
    ordered
}

fn records(rows: &[RecordFile]) -> Value {
    let mut sets: Map<String, Value> = Map::new();
    for row in rows {
        let set = sets.entry(row.set.clone()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(set) = set {
            set.push(json!({ "id": row.id, "fields": row.fields }));
        }
    }
    sets.into()
}

fn read_records(value: &Value) -> Vec<RecordFile> {
    let sets = value.as_object().into_iter().flatten();
    let rows = sets.flat_map(|(set, rows)| {
        let rows = rows.as_array().into_iter().flatten();
        rows.map(move |row| RecordFile {
            set: set.clone(),
            id: row.get("id").and_then(Value::as_str).map(str::to_owned),
            fields: row.get("fields").and_then(Value::as_object).cloned().unwrap_or_default(),
        })
    });
    rows.collect()
}

fn former_names(value: Option<&Value>) -> Vec<FormerName> {
    let names = value.and_then(Value::as_array).into_iter().flatten();
    let read = names.filter_map(|it| {
        let word = |key: &str| it.get(key).and_then(Value::as_str).map(str::to_owned);
        let was_in_force = it.get("was_in_force").and_then(Value::as_bool).unwrap_or_default();
        Some(FormerName { key: word("key")?, name: word("name")?, was_in_force })
    });
    read.collect()
}

fn words(value: Option<&Value>) -> Vec<String> {
    let words = value.and_then(Value::as_array).into_iter().flatten();
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}
