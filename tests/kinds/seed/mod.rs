//! The pages a new wiki begins with, as texts: their rules, links, lists, norms and words.
//! Deliberately not here: loading them, and what a reader sees of them.

mod links;
mod lists;
mod rules;
mod words;

use std::collections::BTreeMap;

use qm_wiki::kinds::{Field, FieldType, Fields, Kind, Kinds, Role, front_matter};
use serde::Deserialize;
use serde_json::Value;

use crate::source;

/// The folders that hold pages; others hold kinds, registers and templates.
const FOLDERS: [&str; 10] = [
    "bezirke",
    "gesamtstadt",
    "glossar",
    "kennzahlen",
    "praxis",
    "projekte",
    "seiten",
    "standards",
    "ueberbezirklich",
    "ziele",
];

/// A page of the seed as its file says it.
struct SeedPage {
    /// The file, from the folder of the seed on.
    file: String,
    kind: String,
    title: String,
    space: String,
    slug: String,
    status: String,
    fields: Fields,
    /// Keys of the file that its kind does not know.
    unknown: Vec<String>,
    /// What reading had to say.
    problems: Vec<String>,
    body: String,
}

#[derive(Deserialize)]
struct SpacesFile {
    space: Vec<SpaceEntry>,
}

#[derive(Clone, Deserialize)]
struct SpaceEntry {
    key: String,
    pillar: String,
    district: Option<String>,
}

fn seed(kinds: &Kinds) -> Vec<SeedPage> {
    let root = source::root().join("content-seed");
    let folders = FOLDERS.iter().map(|name| root.join(name));
    let paths = folders.flat_map(|folder| source::files(&folder, ".md"));
    let page = |path: std::path::PathBuf| {
        let file = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        SeedPage::read(file, &text, kinds)
    };
    paths.map(page).collect()
}

fn spaces() -> BTreeMap<String, SpaceEntry> {
    let path = source::root().join("content-seed/spaces.toml");
    let file: SpacesFile = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file.space.into_iter().map(|it| (it.key.clone(), it)).collect()
}

impl SeedPage {
    fn read(file: String, text: &str, kinds: &Kinds) -> Self {
        let (yaml, body) = front_matter::split(text);
        let values = front_matter::read(yaml.unwrap_or_default()).unwrap();
        let (reserved, values) = front_matter::split_reserved(values);
        let word = |key: &str| reserved.get(key).and_then(Value::as_str).unwrap_or_default();
        let kind = kinds.get(word("kind")).unwrap_or_else(|| panic!("{file}: which kind?"));
        let (fields, extra, problems) = kind.read_json(&values);
        let told = |problem: &qm_wiki::kinds::Problem| format!("{file}: {problem:?}");
        Self {
            kind: kind.id.clone(),
            title: word("title").to_owned(),
            space: word("space").to_owned(),
            slug: word("slug").to_owned(),
            status: word("status").to_owned(),
            unknown: extra.keys().cloned().collect(),
            problems: problems.iter().map(told).collect(),
            fields,
            body: body.to_owned(),
            file,
        }
    }

    fn kind<'k>(&self, kinds: &'k Kinds) -> &'k Kind {
        kinds.get(&self.kind).unwrap()
    }

    fn honesty<'s>(&'s self, kinds: &Kinds) -> &'s str {
        self.kind(kinds).text_with_role(Role::Honesty, &self.fields).unwrap_or_default()
    }

    fn is_example(&self, kinds: &Kinds) -> bool {
        self.honesty(kinds) == "beispiel"
    }

    /// All texts people wrote: the body first, then every text in a field with the type it has.
    fn texts(&self, kinds: &Kinds) -> Vec<(FieldType, String)> {
        let mut texts = vec![(FieldType::Markdown, self.body.clone())];
        for field in &self.kind(kinds).fields {
            if let Some(value) = self.fields.get(&field.id) {
                collect(field, value, &mut texts);
            }
        }
        texts
    }

    /// Everything that is shown as Markdown.
    fn markdown(&self, kinds: &Kinds) -> Vec<String> {
        let texts = self.texts(kinds).into_iter();
        texts.filter(|(of, _)| matches!(of, FieldType::Markdown)).map(|(_, text)| text).collect()
    }
}

fn collect(field: &Field, value: &Value, texts: &mut Vec<(FieldType, String)>) {
    let Value::Array(rows) = value else {
        texts.extend(value.as_str().map(|text| (field.r#type.clone(), text.to_owned())));
        return;
    };
    for row in rows {
        match row {
            Value::String(text) => texts.push((field.r#type.clone(), text.clone())),
            _ => {
                for column in field.columns() {
                    match row.get(&column.id) {
                        Some(Value::Array(items)) => {
                            let items = items.iter().filter_map(Value::as_str);
                            texts.extend(items.map(|it| (column.r#type.clone(), it.to_owned())));
                        }
                        Some(Value::String(text)) => {
                            texts.push((column.r#type.clone(), text.clone()));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

/// Fails with one line per finding.
fn none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}
