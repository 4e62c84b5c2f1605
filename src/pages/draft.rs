//! What somebody wrote, read at the border: inside, a `Draft` is known to be storable.
//! Does not know whether the writer may save it, nor what a later status will ask for.

use serde_json::{Map, Value};

use crate::config::Limits;
use crate::kinds::Problem;

/// What came in by form, JSON or file, fields already read by their kind.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Title.
    pub title: String,
    /// Values of the kind's fields.
    pub fields: Map<String, Value>,
    /// Values of keys the kind does not know.
    pub extra: Map<String, Value>,
    /// Markdown.
    pub text: String,
    /// What changed, in the author's words.
    pub change_note: String,
}

/// Content that may be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub(super) title: String,
    pub(super) fields: Map<String, Value>,
    pub(super) extra: Map<String, Value>,
    pub(super) text: String,
    pub(super) change_note: String,
    pub(super) is_minor: bool,
}

impl Draft {
    /// Normalises what was written and names everything that keeps it from being stored.
    pub fn parse(written: Written, limits: &Limits) -> (Self, Vec<Problem>) {
        let draft = Self {
            title: one_line(&written.title),
            fields: clean_map(written.fields),
            extra: clean_map(written.extra),
            text: many_lines(&written.text),
            change_note: one_line(&written.change_note),
            is_minor: false,
        };
        let mut problems = Vec::new();
        if draft.title.is_empty() {
            problems.push(Problem::at("title", "problem-title-missing"));
        }
        let too_long = [
            ("title", &draft.title, limits.title_chars_max),
            ("change_note", &draft.change_note, limits.note_chars_max),
        ];
        for (field, text, max) in too_long {
            let actual = text.chars().count();
            if actual > max {
                let problem = Problem::at(field, "problem-too-long");
                problems.push(problem.with("max", max).with("actual", actual));
            }
        }
        if draft.text.len() > limits.page_bytes_max {
            let mebibytes = limits.page_bytes_max >> 20;
            problems.push(Problem::at("text", "problem-text-too-large").with("max", mebibytes));
        }
        (draft, problems)
    }

    /// The same, called a small change by its author.
    pub fn minor(self) -> Self {
        Self { is_minor: true, ..self }
    }

    /// Whether its author called it a small change.
    pub fn is_minor(&self) -> bool {
        self.is_minor
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The Markdown.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The field values.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// The change note.
    pub fn change_note(&self) -> &str {
        &self.change_note
    }
}

/// Line ends as LF, no byte order mark, and no NUL, which PostgreSQL cannot store.
fn many_lines(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

pub(super) fn one_line(text: &str) -> String {
    let text = text.replace('\0', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn clean_map(map: Map<String, Value>) -> Map<String, Value> {
    map.into_iter().map(|(key, value)| (key.replace('\0', ""), clean(value))).collect()
}

fn clean(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(many_lines(&text)),
        Value::Array(items) => Value::Array(items.into_iter().map(clean).collect()),
        Value::Object(map) => Value::Object(clean_map(map)),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(title: &str, text: &str) -> Written {
        Written { title: title.into(), text: text.into(), ..Written::default() }
    }

    #[test]
    fn a_title_is_all_a_draft_needs() {
        let (_, problems) = Draft::parse(written("Rückruf am selben Tag", ""), &Limits::default());

        assert!(problems.is_empty());
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let limits = Limits { page_bytes_max: 4, note_chars_max: 3, ..Limits::default() };
        let note = Written { change_note: "lang".into(), ..written(" \t", "zu lang") };

        let (_, problems) = Draft::parse(note, &limits);

        let codes: Vec<_> = problems.iter().map(|it| it.code.as_str()).collect();
        let expected = ["problem-title-missing", "problem-too-long", "problem-text-too-large"];
        assert_eq!(codes, expected);
    }

    #[test]
    fn line_ends_are_one_kind_and_nul_is_gone() {
        let (draft, _) = Draft::parse(written("a\0b", "\u{feff}x\r\ny\rz\0"), &Limits::default());

        assert_eq!(draft.title(), "ab");
        assert_eq!(draft.text(), "x\ny\nz");
    }
}
