//! The templates offered for new pages fit the shipped kinds.
//! Deliberately not here: how a template is chosen and becomes a page.

use std::collections::BTreeSet;

use qm_wiki::kinds::{Kinds, front_matter};
use serde_json::{Map, Value};

use crate::{shipped, source};

/// One template for each structure the concept and the cornerstones describe (domain.md 4.7).
const NAMES: [&str; 15] = [
    "begriff",
    "gute-praxis",
    "instrument",
    "jahresbericht",
    "kennzahl",
    "projekt",
    "projekt-prozessstandard",
    "q-check",
    "qualitaetsdialog",
    "qualitaetszirkel",
    "sitzung-ag-qm",
    "standard-fachlich",
    "standard-geschaeftsprozess",
    "standard-kooperation",
    "workshop",
];

/// A template as its file says.
struct Template {
    name: String,
    values: Map<String, Value>,
    text: String,
}

impl Template {
    fn word(&self, key: &str) -> &str {
        self.values.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn in_language(&self, key: &str, language: &str) -> &str {
        self.values.get(key).and_then(|it| it.get(language)).and_then(Value::as_str).unwrap_or("")
    }

    fn fields(&self) -> &Map<String, Value> {
        self.values.get("fields").and_then(Value::as_object).expect("fields are a map")
    }
}

fn templates() -> Vec<Template> {
    let folder = source::root().join("content-seed/templates");
    let read = |path: &std::path::PathBuf| {
        let file = std::fs::read_to_string(path).unwrap();
        let (block, text) = front_matter::split(&file);
        let values = front_matter::read(block.expect("a block at the head")).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Template { name, values, text: text.to_owned() }
    };
    source::files(&folder, ".md").iter().map(read).collect()
}

/// What the kind of the template says against its fields.
fn problems(kinds: &Kinds, template: &Template) -> Vec<String> {
    let Some(kind) = kinds.get(template.word("kind")) else {
        return vec![format!("{}: no kind {}", template.name, template.word("kind"))];
    };
    let (_, _, problems) = kind.read_json(template.fields());
    problems.iter().map(|problem| format!("{}: {problem:?}", template.name)).collect()
}

#[test]
fn there_is_a_template_for_each_named_structure() {
    let names: BTreeSet<_> = templates().into_iter().map(|it| it.name).collect();
    assert_eq!(names, NAMES.map(str::to_owned).into());
}

#[test]
fn the_fields_of_a_template_fit_its_kind() {
    let kinds = shipped();
    let found: Vec<_> = templates().iter().flat_map(|it| problems(&kinds, it)).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_field_that_does_not_fit_is_found() {
    let kinds = shipped();
    let mut template = templates().remove(0);
    let unknown = Map::from_iter([("no_such_field".to_owned(), Value::from("x"))]);
    template.values.insert("fields".to_owned(), unknown.into());
    assert_eq!(problems(&kinds, &template).len(), 1);
}

#[test]
fn every_template_says_in_both_languages_what_one_gets() {
    for template in templates() {
        for language in ["de", "en"] {
            let (label, hint) =
                (template.in_language("label", language), template.in_language("hint", language));
            assert!(!label.is_empty(), "{} has no label in {language}", template.name);
            assert!(hint.ends_with('.') && !hint[..hint.len() - 1].contains(". "), "{hint}");
        }
    }
}

#[test]
fn templates_stand_in_an_order_of_their_own() {
    let templates = templates();
    let orders: BTreeSet<_> = templates.iter().map(|it| it.values["order"].as_i64()).collect();
    assert_eq!(orders.len(), templates.len());
    assert!(!orders.contains(&None));
}

#[test]
fn every_template_guides_with_headings_and_sentences_to_replace() {
    for template in templates() {
        assert!(template.text.contains("\n> "), "{} guides nobody", template.name);
        assert!(template.text.starts_with("## "), "{} has no heading", template.name);
        assert!(!template.text.contains('<'), "{} holds HTML", template.name);
    }
}

#[test]
fn a_template_has_no_other_keys() {
    let known = ["kind", "label", "hint", "order", "fields"];
    for template in templates() {
        let keys: Vec<_> = template.values.keys().collect();
        assert_eq!(keys, known, "{}", template.name);
    }
}
