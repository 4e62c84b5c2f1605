//! What a person can get wrong in a value or in a kind file, as a code with arguments.
//! Not prose: the words for a code stand in the texts, in German and English.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Fields;

/// One mistake in a value. `code` is the id of a message, `args` are its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where it is: `summary`, or `statements.2.text` for a cell (rows count from 0). `None` speaks
    /// of the page as a whole.
    pub field: Option<String>,
    /// The id of the message, one of [`PROBLEM_CODES`].
    pub code: String,
    /// The arguments of the message, already as text.
    pub args: BTreeMap<String, String>,
}

impl Problem {
    /// A problem of the value at `field`, without arguments yet.
    pub fn at(field: impl Into<String>, code: &str) -> Self {
        Self { field: Some(field.into()), code: code.to_owned(), args: BTreeMap::new() }
    }

    /// The same problem with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// Whether this is only a hint: it is shown and never keeps anyone from saving.
    pub fn is_hint(&self) -> bool {
        self.weight() == Some(Weight::Hint)
    }

    /// Whether the value cannot be saved as it stands.
    pub fn blocks(&self) -> bool {
        !matches!(self.weight(), Some(Weight::Hint | Weight::Gap))
    }

    /// How heavy it weighs; `None` for the codes of other rooms.
    pub fn weight(&self) -> Option<Weight> {
        PROBLEM_CODES.iter().find(|known| known.code == self.code).map(|known| known.weight)
    }

    /// The field this problem belongs to: `statements` for `statements.2.text`.
    pub fn top_field(&self) -> Option<&str> {
        self.field.as_deref().and_then(|path| path.split('.').next())
    }
}

/// One mistake in a file that describes kinds, choices or registers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileProblem {
    /// The name of the file as it was handed in.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The id of the message, one of [`PROBLEM_CODES`].
    pub code: String,
    /// The arguments of the message, already as text.
    pub args: BTreeMap<String, String>,
}

/// How heavy a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The value cannot be taken as it stands; the caller refuses to save it.
    Error,
    /// Worth saying, never in the way.
    Hint,
    /// Something is not there yet; counts only when the status asks for it.
    Gap,
    /// A mistake in a file that describes kinds.
    File,
}

/// A code that can occur, with the names of its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemCode {
    /// The id of the message.
    pub code: &'static str,
    /// How heavy it weighs.
    pub weight: Weight,
    /// The names of its arguments.
    pub args: &'static [&'static str],
}

/// Every code this room can give. The texts are tested against this list.
pub const PROBLEM_CODES: &[ProblemCode] = &[
    error("problem-too-long", &["max", "actual"]),
    error("problem-too-many", &["max", "actual"]),
    error("problem-not-a-date", &["value"]),
    error("problem-not-a-number", &["value"]),
    error("problem-not-yes-or-no", &["value"]),
    error("problem-not-a-choice", &["value"]),
    error("problem-not-a-url", &["value"]),
    error("problem-not-text", &[]),
    error("problem-not-a-list", &[]),
    error("problem-not-a-table", &[]),
    error("problem-out-of-order", &["first", "second"]),
    error("problem-not-unique", &["value"]),
    error("problem-not-different", &["other"]),
    error("problem-not-a-member", &["value", "other"]),
    error("problem-not-this", &["value"]),
    error("problem-leads-back", &["value"]),
    error("problem-query-no-colon", &["line"]),
    error("problem-query-unknown-key", &["key"]),
    error("problem-query-unknown-field", &["field"]),
    error("problem-query-unknown-kind", &["kind"]),
    error("problem-query-unknown-records", &["records"]),
    error("problem-query-unknown-operator", &["operator"]),
    error("problem-query-twice", &["key"]),
    error("problem-query-too-many", &["max"]),
    error("problem-query-by-person", &["field"]),
    hint("problem-retired-choice", &["value"]),
    hint("problem-no-longer-fits", &[]),
    hint("problem-unknown-field", &["key"]),
    hint("problem-unknown-column", &["key"]),
    gap("problem-required", &["label"]),
    gap("problem-too-few", &["min", "actual"]),
    front_matter("problem-front-matter-syntax", &["line"]),
    front_matter("problem-front-matter-duplicate-key", &["line"]),
    front_matter("problem-front-matter-not-a-map", &["line"]),
    front_matter("problem-front-matter-too-large", &["line"]),
    file("problem-file-syntax", &["message"]),
    file("problem-file-wrong-type", &["key", "expected"]),
    file("problem-file-unknown-key", &["key"]),
    file("problem-file-missing-key", &["key"]),
    file("problem-file-bad-id", &["id"]),
    file("problem-file-wrong-id", &["id", "expected"]),
    file("problem-file-duplicate", &["id"]),
    file("problem-file-reserved", &["id"]),
    file("problem-file-unknown-value", &["key", "value"]),
    file("problem-file-unknown-list", &["list"]),
    file("problem-file-unknown-common", &["id"]),
    file("problem-file-unknown-field", &["id"]),
    file("problem-file-unknown-kind", &["kind"]),
    file("problem-file-unknown-records", &["id"]),
    file("problem-file-unknown-message", &["id"]),
    file("problem-file-unknown-section", &["section"]),
    file("problem-file-unknown-status", &["status"]),
    file("problem-file-bad-default", &["id"]),
    file("problem-file-too-many-first", &["max", "actual"]),
];

/// The problems that must keep a save from happening: no hints, no gaps, and no complaint about a
/// value that was stored like this before.
pub fn blocking<'p>(problems: &'p [Problem], before: &Fields, now: &Fields) -> Vec<&'p Problem> {
    let is_old = |problem: &Problem| is_unchanged(problem, before, now);
    problems.iter().filter(|problem| problem.blocks() && !is_old(problem)).collect()
}

/// The same problems, but a complaint about a value that was stored like this before is only a
/// hint: a choice that left its list years ago must not keep anyone from correcting a spelling.
pub fn soften(problems: Vec<Problem>, before: &Fields, now: &Fields) -> Vec<Problem> {
    let soften = |problem: Problem| {
        if !problem.blocks() || !is_unchanged(&problem, before, now) {
            return problem;
        }
        Problem { code: "problem-no-longer-fits".to_owned(), args: BTreeMap::new(), ..problem }
    };
    problems.into_iter().map(soften).collect()
}

fn is_unchanged(problem: &Problem, before: &Fields, now: &Fields) -> bool {
    let field = problem.top_field();
    field.is_some_and(|field| before.contains_key(field) && before.get(field) == now.get(field))
}

/// What a person typed, short enough for a message.
pub(crate) fn quoted(value: &Value) -> String {
    const CHARS_MAX: usize = 80;
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= CHARS_MAX {
        return text;
    }
    text.chars().take(CHARS_MAX).chain(['…']).collect()
}

const fn error(code: &'static str, args: &'static [&'static str]) -> ProblemCode {
    ProblemCode { code, weight: Weight::Error, args }
}

const fn front_matter(code: &'static str, args: &'static [&'static str]) -> ProblemCode {
    error(code, args)
}

const fn hint(code: &'static str, args: &'static [&'static str]) -> ProblemCode {
    ProblemCode { code, weight: Weight::Hint, args }
}

const fn gap(code: &'static str, args: &'static [&'static str]) -> ProblemCode {
    ProblemCode { code, weight: Weight::Gap, args }
}

const fn file(code: &'static str, args: &'static [&'static str]) -> ProblemCode {
    ProblemCode { code, weight: Weight::File, args }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_used_in_this_room_is_in_the_list() {
        let sources = [
            include_str!("form.rs"),
            include_str!("front_matter.rs"),
            include_str!("load.rs"),
            include_str!("load_field.rs"),
            include_str!("query_read.rs"),
            include_str!("read.rs"),
            include_str!("rule_load.rs"),
            include_str!("rules.rs"),
            include_str!("toml_table.rs"),
            include_str!("value.rs"),
        ];
        let used: Vec<_> = sources
            .iter()
            .flat_map(|source| source.split('"'))
            .filter(|word| {
                word.starts_with("problem-") && !word.contains(' ') && !word.ends_with('-')
            })
            .collect();
        assert!(used.len() > 20);
        for code in &used {
            assert!(PROBLEM_CODES.iter().any(|known| known.code == *code), "{code}");
        }
        for known in PROBLEM_CODES.iter().filter(|it| it.code != "problem-no-longer-fits") {
            assert!(used.contains(&known.code), "{} is never given", known.code);
        }
    }

    #[test]
    fn a_cell_belongs_to_its_table() {
        let problem = Problem::at("statements.2.text", "problem-required");
        assert_eq!(problem.top_field(), Some("statements"));
    }
}
