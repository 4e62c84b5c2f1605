//! Templates of new pages: Markdown files with front matter, in the program and in
//! `DATA/templates`, where a file of the same name takes the place of the shipped one.
//! Fills no form; that is done in `web`.
//!
//! Front matter: `kind`, `label` and `hint` (`{ de, en }`), `order` (a number, smaller comes
//! first), `title` (what the title begins with, if anything) and `fields` (values as in the front
//! matter of a page of that kind). The text below it is the text of the new page.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use super::pagefile::{FileReport, line_of};
use super::seed::embedded_templates;
use super::site_kinds::files_with_ending;
use crate::error::Result;
use crate::kinds::{Fields, Kinds, Label, Problem, front_matter};

/// Where a site puts its own, below the data folder.
pub(super) const FOLDER: &str = "templates";

/// What a new page may begin with.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Its id: the name of its file.
    pub id: String,
    /// The kind of page.
    pub kind: String,
    /// What it is called.
    pub label: Label,
    /// When it helps.
    pub hint: Label,
    /// Its place among the templates of the kind.
    pub order: i64,
    /// What the title begins with.
    pub title: String,
    /// Values of fields.
    pub fields: Fields,
    /// The text.
    pub text: String,
}

/// All templates, those of the data folder on top; a file with a mistake is told and left out.
pub(super) fn read_all(data: &Path, kinds: &Kinds) -> Result<(Vec<Template>, Vec<FileReport>)> {
    let mut files: Vec<(String, String)> = embedded_templates().collect();
    for path in files_with_ending(&data.join(FOLDER), "md") {
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let name = format!("{FOLDER}/{}", name.unwrap_or_default());
        files.retain(|(shipped, _)| *shipped != name);
        files.push((name, String::from_utf8_lossy(&fs::read(&path)?).into_owned()));
    }
    let (mut templates, mut problems) = (Vec::new(), Vec::new());
    for (file, text) in files {
        let (template, found) = read(&file, &text, kinds);
        templates.extend(template.filter(|_| found.is_empty()));
        problems.extend(found.into_iter().map(|problem| {
            let line = problem.top_field().and_then(|it| line_of(&text, it));
            // Values of fields stand below their key.
            let line = line.or_else(|| line_of(&text, "fields"));
            FileReport { file: file.clone(), line, problem }
        }));
    }
    templates.sort_by(|one, other| (one.order, &one.id).cmp(&(other.order, &other.id)));
    Ok((templates, problems))
}

fn read(file: &str, text: &str, kinds: &Kinds) -> (Option<Template>, Vec<Problem>) {
    let (yaml, body) = front_matter::split(text);
    let values = match yaml.map(front_matter::read) {
        Some(Ok(values)) => values,
        Some(Err(problem)) => return (None, vec![problem.into()]),
        None => Map::new(),
    };
    let word = |key: &str| values.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let kind_id = word("kind");
    let Some(kind) = kinds.get(&kind_id) else {
        let problem = Problem::at("kind", "problem-unknown-kind").with("kind", kind_id);
        return (None, vec![problem]);
    };
    let mut problems = unknown_keys(&values);
    let label = label(&values, "label");
    if label.de.is_empty() {
        problems.push(Problem::at("label", "problem-template-unnamed"));
    }
    let written = match values.get("fields") {
        Some(Value::Object(fields)) => fields.clone(),
        None | Some(Value::Null) => Map::new(),
        Some(_) => {
            problems.push(Problem::at("fields", "problem-template-fields"));
            Map::new()
        }
    };
    let (fields, _, found) = kind.read_json(&written);
    problems.extend(found);
    let name = file.rsplit('/').next().unwrap_or(file);
    let template = Template {
        id: name.trim_end_matches(".md").to_owned(),
        kind: kind_id,
        label,
        hint: self::label(&values, "hint"),
        order: values.get("order").and_then(Value::as_i64).unwrap_or(0),
        title: word("title"),
        fields,
        text: body.trim_start_matches('\n').to_owned(),
    };
    (Some(template), problems)
}

fn unknown_keys(values: &Map<String, Value>) -> Vec<Problem> {
    const KNOWN: [&str; 6] = ["kind", "label", "hint", "order", "title", "fields"];
    let unknown = values.keys().filter(|key| !KNOWN.contains(&key.as_str()));
    unknown.map(|key| Problem::at(key, "problem-template-key").with("key", key)).collect()
}

/// `{ de, en }`, or one text for both.
fn label(values: &Map<String, Value>, key: &str) -> Label {
    let word = |value: &Value, lang: &str| {
        let word = value.get(lang).and_then(Value::as_str).unwrap_or_default();
        word.trim().to_owned()
    };
    match values.get(key) {
        Some(Value::String(text)) => Label { de: text.trim().to_owned(), en: String::new() },
        Some(value) => Label { de: word(value, "de"), en: word(value, "en") },
        None => Label::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds() -> Kinds {
        Kinds::parse(&super::super::seed::embedded_kind_files().collect()).0
    }

    fn codes(text: &str) -> Vec<String> {
        let (_, problems) = read("templates/x.md", text, &kinds());
        problems.into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn every_shipped_template_fits_its_kind() {
        let nowhere = Path::new("/nowhere/at/all");
        let (_, problems) = read_all(nowhere, &kinds()).unwrap();
        assert_eq!(problems, []);
    }

    #[test]
    fn a_template_brings_values_and_text() {
        let text = "---\nkind: project\nlabel: { de: Analyse, en: Analysis }\norder: 2\n\
                    fields:\n  project_type: prozessanalyse\n---\n\n## Anlass\n";
        let (template, problems) = read("templates/analyse.md", text, &kinds());
        let template = template.unwrap();
        assert_eq!(problems, []);
        assert_eq!((template.id.as_str(), template.order), ("analyse", 2));
        assert_eq!(template.fields["project_type"], "prozessanalyse");
        assert_eq!((template.label.get("en"), template.text.as_str()), ("Analysis", "## Anlass\n"));
    }

    #[test]
    fn what_does_not_fit_is_told() {
        assert_eq!(codes("kein Vorspann"), ["problem-unknown-kind"]);
        assert_eq!(codes("---\nkind: page\n---\n"), ["problem-template-unnamed"]);
        assert_eq!(
            codes("---\nkind: page\nlabel: A\nlable: B\nfields: [a]\n---\n"),
            ["problem-template-key", "problem-template-fields"]
        );
        let wrong = "---\nkind: project\nlabel: A\nfields: { project_type: ghost }\n---\n";
        assert_eq!(codes(wrong), ["problem-not-a-choice"]);
    }
}
