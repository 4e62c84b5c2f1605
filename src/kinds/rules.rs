//! Rules that span fields, declared in kind files in a closed list of forms.
//! Evaluates what the values of one page can tell; what needs other pages is only declared here.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::Fields;
use super::Kind;
use super::Label;
use super::Problem;
use super::is_empty;
use super::problem::quoted;
use super::toml_table::Table;
use super::value::as_text;

/// The name by which a rule speaks of the titles of pages.
pub const TITLE: &str = "title";

/// How a broken rule acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Keeps the page from being saved.
    Error,
    /// Keeps the page from reaching a status.
    Gate,
    /// Is only said.
    Hint,
}

/// One rule of a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// Its name, as papers call it (`R12`).
    pub id: String,
    /// How it acts when broken.
    pub level: Level,
    /// The status from which on it holds; without one it always holds.
    pub from: Option<String>,
    /// It holds only then.
    pub when: Option<When>,
    /// What it asks for.
    pub form: RuleForm,
    /// The source that asks for it.
    pub source: Option<String>,
    /// What to say when it is broken.
    pub message: Label,
}

/// A condition on one field, or on one column of the same table as the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// `external_consulting`, or `statements.is_minimum`.
    pub field: String,
    /// Any of these values, as text (`ja` and `nein` for answers); empty means: filled in.
    pub is: Vec<String>,
}

/// What a rule asks for. Fields are ids, or `table.column` for a cell in each row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum RuleForm {
    /// The field is filled.
    Required {
        /// The field.
        field: String,
    },
    /// The field has so many entries or rows.
    Count {
        /// The field.
        field: String,
        /// At least.
        min: Option<usize>,
        /// At most.
        max: Option<usize>,
    },
    /// The first is not after (or greater than) the second, where both are filled.
    Order {
        /// A date or number.
        first: String,
        /// A date or number.
        second: String,
    },
    /// No value twice among the rows; for a field of its own: on no other page of the kind.
    Unique {
        /// The field.
        field: String,
    },
    /// The two differ.
    NotEqual {
        /// The field.
        field: String,
        /// The other field.
        other: String,
    },
    /// The value is one of those in the other field.
    MemberOf {
        /// The field.
        field: String,
        /// The list.
        other: String,
    },
    /// Following the pages named never leads back. Needs other pages.
    Acyclic {
        /// The field.
        field: String,
    },
}

/// A rule that is broken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// How it acts.
    pub level: Level,
    /// The rule.
    pub rule: String,
    /// What to say.
    pub message: Label,
    /// Where and what.
    pub problem: Problem,
}

impl Kind {
    /// Which rules the values break in `status`, as far as the values alone can tell.
    pub fn check(&self, fields: &Fields, status: &str) -> Vec<Finding> {
        let holds =
            |rule: &&Rule| rule.from.as_deref().is_none_or(|from| self.has_reached(status, from));
        let mut findings = Vec::new();
        for rule in self.rules.iter().filter(holds) {
            let problems = rule.broken(self, fields);
            findings.extend(problems.into_iter().map(|problem| Finding {
                level: rule.level,
                rule: rule.id.clone(),
                message: rule.message.clone(),
                problem,
            }));
        }
        findings
    }

    /// What a page still needs for `status` beyond whole fields: too few entries, and cells missing
    /// in rows. Nothing for the first status, a draft is free.
    pub fn gaps(&self, status: &str, fields: &Fields) -> Vec<Problem> {
        let mut gaps = Vec::new();
        if self.first_status().is_none_or(|first| first == status) {
            return gaps;
        }
        for field in &self.fields {
            let items = match fields.get(&field.id) {
                Some(Value::Array(items)) => items.as_slice(),
                _ => &[],
            };
            let min = field.limits.items_min.filter(|min| items.len() < *min);
            if let Some(min) = min.filter(|_| self.requires(field, status)) {
                let gap = Problem::at(&field.id, "problem-too-few");
                gaps.push(gap.with("min", min).with("actual", items.len()));
            }
            for (place, row) in items.iter().enumerate() {
                let required = field.columns().iter().filter(|column| column.required);
                for column in required.filter(|column| is_empty(row.get(&column.id))) {
                    let path = format!("{}.{place}.{}", field.id, column.id);
                    gaps.push(required_at(self, &path));
                }
            }
        }
        gaps
    }
}

/// Reads a `[[rule]]`; mistakes are noted where the table notes them.
pub(crate) fn read(kind: &Kind, table: &Table<'_>) -> Option<Rule> {
    let id = table.required_text("id");
    let level = level(table);
    let from = table.text("from").filter(|status| {
        let known = kind.status(status).is_some();
        if !known {
            table.note_at("from", "problem-file-unknown-status", &[("status", status)]);
        }
        known
    });
    let when = table.table("when").map(|when| read_when(kind, &when));
    let form = read_form(kind, table);
    let source = table.text("source");
    let message = table.required_label("message").unwrap_or_default();
    table.finish();
    // A condition nobody can read must not turn into a rule that always holds.
    let when = match when {
        Some(None) => return None,
        Some(when) => when,
        None => None,
    };
    Some(Rule { id: id?, level: level?, from, when, form: form?, source, message })
}

fn level(table: &Table<'_>) -> Option<Level> {
    match table.required_text("level")?.as_str() {
        "error" => Some(Level::Error),
        "gate" => Some(Level::Gate),
        "hint" => Some(Level::Hint),
        other => {
            let args = [("key", "level"), ("value", other)];
            table.note_at("level", "problem-file-unknown-value", &args);
            None
        }
    }
}

fn read_when(kind: &Kind, table: &Table<'_>) -> Option<When> {
    let field = field_named(kind, table, "field");
    let is = match table.json("is") {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().filter_map(rule_text).collect(),
        Some(single) => rule_text(&single).into_iter().collect(),
    };
    table.finish();
    Some(When { field: field?, is })
}

fn read_form(kind: &Kind, table: &Table<'_>) -> Option<RuleForm> {
    let field = |key| field_named(kind, table, key);
    match table.required_text("form")?.as_str() {
        "required_if" | "required" => Some(RuleForm::Required { field: field("field")? }),
        "count" => Some(RuleForm::Count {
            field: field("field")?,
            min: table.count("min"),
            max: table.count("max"),
        }),
        "order" => {
            let (first, second) = (field("first"), field("second"));
            Some(RuleForm::Order { first: first?, second: second? })
        }
        "unique" => Some(RuleForm::Unique { field: field_or_title(kind, table)? }),
        "not_equal" => {
            let (field, other) = (field("field"), field("other"));
            Some(RuleForm::NotEqual { field: field?, other: other? })
        }
        "member_of" => {
            let (field, other) = (field("field"), field("other"));
            Some(RuleForm::MemberOf { field: field?, other: other? })
        }
        "acyclic" => Some(RuleForm::Acyclic { field: field("field")? }),
        other => {
            let args = [("key", "form"), ("value", other)];
            table.note_at("form", "problem-file-unknown-value", &args);
            None
        }
    }
}

/// Titles are no field; that they are unique is all a kind can ask of them.
fn field_or_title(kind: &Kind, table: &Table<'_>) -> Option<String> {
    match table.text("field") {
        Some(name) if name == TITLE => Some(name),
        _ => field_named(kind, table, "field"),
    }
}

/// The field or column a rule names, if the kind has it.
fn field_named(kind: &Kind, table: &Table<'_>, key: &'static str) -> Option<String> {
    let name = table.required_text(key)?;
    let (field, column) = match name.split_once('.') {
        Some((field, column)) => (field, Some(column)),
        None => (name.as_str(), None),
    };
    let known = kind
        .field(field)
        .is_some_and(|field| column.is_none_or(|column| field.table_column(column).is_some()));
    if !known {
        table.note_at(key, "problem-file-unknown-field", &[("id", &name)]);
    }
    known.then_some(name)
}

/// Where a rule looks: at the page, or at one row of a table.
#[derive(Clone, Copy)]
enum Place<'v> {
    Page(&'v Fields),
    Row { table: &'v str, place: usize, cells: &'v Value, page: &'v Fields },
}

impl<'v> Place<'v> {
    fn value(self, name: &str) -> Option<&'v Value> {
        let value = match (self, name.split_once('.')) {
            (Self::Row { table, cells, .. }, Some((field, column))) if field == table => {
                cells.get(column)
            }
            (Self::Row { page, .. }, None) => page.get(name),
            (Self::Page(page), None) => page.get(name),
            _ => None,
        };
        value.filter(|value| !is_empty(Some(value)))
    }

    fn path(self, name: &str) -> String {
        match (self, name.split_once('.')) {
            (Self::Row { place, .. }, Some((field, column))) => format!("{field}.{place}.{column}"),
            _ => name.to_owned(),
        }
    }
}

impl Rule {
    fn broken(&self, kind: &Kind, fields: &Fields) -> Vec<Problem> {
        let places = self.places(fields);
        let places = places.into_iter().filter(|place| self.applies(*place));
        match &self.form {
            RuleForm::Unique { field } => repeated(field, places),
            _ => places.filter_map(|place| self.broken_at(kind, place)).collect(),
        }
    }

    /// The page, or each row if the rule speaks of columns.
    fn places<'v>(&'v self, fields: &'v Fields) -> Vec<Place<'v>> {
        let Some((table, _)) = self.field().split_once('.') else {
            return vec![Place::Page(fields)];
        };
        let rows = fields.get(table).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let row = |(place, cells)| Place::Row { table, place, cells, page: fields };
        rows.iter().enumerate().map(row).collect()
    }

    /// Whether the values of one page cannot tell: whoever saves looks at the other pages.
    pub fn needs_other_pages(&self) -> bool {
        match &self.form {
            RuleForm::Unique { field } => !field.contains('.'),
            RuleForm::Acyclic { .. } => true,
            _ => false,
        }
    }

    /// The field the rule is about.
    pub fn field(&self) -> &str {
        match &self.form {
            RuleForm::Required { field }
            | RuleForm::Count { field, .. }
            | RuleForm::Unique { field }
            | RuleForm::NotEqual { field, .. }
            | RuleForm::MemberOf { field, .. }
            | RuleForm::Acyclic { field } => field,
            RuleForm::Order { first, .. } => first,
        }
    }

    fn applies(&self, place: Place<'_>) -> bool {
        let Some(when) = &self.when else { return true };
        let held = entries(place.value(&when.field));
        if when.is.is_empty() {
            return !held.is_empty();
        }
        // An answer nobody gave counts as no.
        let unanswered = held.is_empty() && when.is.iter().any(|wanted| wanted == "nein");
        unanswered || held.iter().any(|value| when.is.contains(value))
    }

    fn broken_at(&self, kind: &Kind, place: Place<'_>) -> Option<Problem> {
        match &self.form {
            RuleForm::Required { field } => {
                let empty = place.value(field).is_none();
                empty.then(|| required_at(kind, &place.path(field)))
            }
            RuleForm::Count { field, min, max } => {
                let actual = entries_count(place.value(field));
                let (code, limit, bound) = match (min, max) {
                    (Some(min), _) if actual < *min => ("problem-too-few", "min", min),
                    (_, Some(max)) if actual > *max => ("problem-too-many", "max", max),
                    _ => return None,
                };
                let problem = Problem::at(place.path(field), code);
                Some(problem.with(limit, bound).with("actual", actual))
            }
            RuleForm::Order { first, second } => {
                let (a, b) = (place.value(first)?, place.value(second)?);
                let problem = Problem::at(place.path(second), "problem-out-of-order");
                is_after(a, b).then(|| problem.with("first", quoted(a)).with("second", quoted(b)))
            }
            RuleForm::NotEqual { field, other } => {
                let (a, b) = (place.value(field)?, place.value(other)?);
                let problem = Problem::at(place.path(field), "problem-not-different");
                (a == b).then(|| with_other(kind, problem, &place.path(other)))
            }
            RuleForm::MemberOf { field, other } => {
                let members = entries(place.value(other));
                let stray = entries(place.value(field));
                let stray = stray.iter().find(|value| !members.contains(value))?;
                let problem = Problem::at(place.path(field), "problem-not-a-member");
                Some(with_other(kind, problem.with("value", stray), other))
            }
            // These look at other pages.
            RuleForm::Unique { .. } | RuleForm::Acyclic { .. } => None,
        }
    }
}

/// The rows whose value occurred in an earlier row.
fn repeated<'v>(field: &str, places: impl Iterator<Item = Place<'v>>) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for place in places {
        let Some(text) = place.value(field).and_then(rule_text) else {
            continue;
        };
        if !seen.insert(text.to_lowercase()) {
            let problem = Problem::at(place.path(field), "problem-not-unique");
            problems.push(problem.with("value", text));
        }
    }
    problems
}

fn required_at(kind: &Kind, path: &str) -> Problem {
    Problem::at(path, "problem-required").with("label", kind.path_label(path, "de"))
}

fn with_other(kind: &Kind, problem: Problem, other: &str) -> Problem {
    problem.with("other", kind.path_label(other, "de")).with("other_field", other)
}

fn entries(value: Option<&Value>) -> Vec<String> {
    match value {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().filter_map(rule_text).collect(),
        Some(single) => rule_text(single).into_iter().collect(),
    }
}

fn entries_count(value: Option<&Value>) -> usize {
    match value {
        None => 0,
        Some(Value::Array(items)) => items.len(),
        Some(_) => 1,
    }
}

/// Days compare as text, they are written year first.
fn is_after(first: &Value, second: &Value) -> bool {
    match (first, second) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() > b.as_f64(),
        (Value::String(a), Value::String(b)) => a > b,
        _ => false,
    }
}

fn rule_text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(true) => Some("ja".to_owned()),
        Value::Bool(false) => Some("nein".to_owned()),
        other => as_text(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::kinds::read::tests::any_fields;
    use crate::kinds::samples::kinds;
    use crate::kinds::samples::object;
    use crate::kinds::samples::practice;

    fn broken(fields: Value, status: &str) -> Vec<String> {
        let findings = practice().check(&object(fields), status);
        let told =
            |it: &Finding| format!("{} {}", it.rule, it.problem.field.clone().unwrap_or_default());
        findings.iter().map(told).collect()
    }

    #[test]
    fn an_end_before_the_start_is_an_error() {
        let days = |start: &str, end: &str| json!({ "starts_on": start, "ends_on": end, "practice_type": "verfahren" });
        assert_eq!(broken(days("2026-02-01", "2026-01-31"), "entwurf"), ["R-order ends_on"]);
        assert_eq!(broken(days("2026-02-01", "2026-02-01"), "entwurf"), Vec::<String>::new());
        assert_eq!(broken(json!({ "starts_on": "2026-02-01" }), "entwurf"), Vec::<String>::new());
    }

    #[test]
    fn a_gate_holds_from_its_status_in_every_row() {
        let fields = json!({ "statements": [
            { "id": "a", "text": "A", "is_minimum": true },
            { "id": "b", "text": "B", "is_minimum": false },
            { "id": "c", "text": "C", "is_minimum": true, "basis": ["vereinbarung"] },
        ] });
        assert_eq!(broken(fields.clone(), "entwurf"), Vec::<String>::new());
        assert_eq!(broken(fields.clone(), "freigegeben"), ["R12b statements.0.basis"]);
        assert_eq!(broken(fields, "archiviert"), Vec::<String>::new());
    }

    #[test]
    fn count_member_and_unique_speak_of_the_right_place() {
        assert_eq!(broken(json!({ "practice_type": "instrument" }), "entwurf"), ["R17 risks"]);
        assert_eq!(
            broken(json!({ "practice_type": "verfahren" }), "entwurf"),
            Vec::<String>::new()
        );
        assert_eq!(
            broken(json!({ "origin": "mitte", "districts": ["pankow"] }), "entwurf"),
            ["R-origin origin"]
        );
        let twice = json!({ "statements": [{ "text": "Gleich" }, { "text": "gleich" }] });
        assert_eq!(broken(twice, "entwurf"), ["R-unique statements.1.text"]);
    }

    #[test]
    fn a_rule_says_when_it_needs_other_pages() {
        let kind = practice();
        let needing: Vec<_> = kind
            .rules
            .iter()
            .filter(|rule| rule.needs_other_pages())
            .map(|rule| &*rule.id)
            .collect();
        assert_eq!(needing, ["R-title"]);
    }

    #[test]
    fn what_is_missing_is_counted_from_the_status_that_asks_for_it() {
        let kind = practice();
        let fields = object(json!({ "practice_type": "instrument", "risks": ["eins"] }));
        let missing = |status| {
            let missing = kind.missing_for(status, &fields);
            let ids: Vec<_> = missing.missing.iter().map(|field| field.id.clone()).collect();
            (ids, missing.required)
        };
        assert_eq!(missing("entwurf"), (vec![], 1));
        assert_eq!(missing("in_abstimmung"), (vec!["summary".to_owned()], 2));
        assert_eq!(missing("freigegeben"), (vec!["summary".to_owned(), "problem".to_owned()], 4));
        assert_eq!(missing("in_ueberpruefung").1, 4);
        for end in
            ["abgeloest", "ausser_kraft", "fachliche_grundlage", "archiviert", "gibt_es_nicht"]
        {
            assert_eq!(missing(end).1, 0, "{end}");
        }
    }

    #[test]
    fn an_end_asks_only_for_what_belongs_to_it() {
        let kinds = kinds();
        let goal = kinds.get("goal").unwrap();
        let asked = |status| goal.missing_for(status, &Fields::new()).required;
        assert_eq!((asked("offen"), asked("erreicht"), asked("aufgegeben")), (1, 2, 1));
        assert_eq!(goal.first_status(), Some("offen"));
    }

    #[test]
    fn a_draft_has_no_gaps_and_a_release_names_cells() {
        let kind = practice();
        let fields =
            object(json!({ "risks": ["eins"], "statements": [{ "id": "a", "is_minimum": true }] }));
        assert_eq!(kind.gaps("entwurf", &fields), []);
        let gaps = kind.gaps("freigegeben", &fields);
        let told: Vec<_> =
            gaps.iter().map(|it| (it.field.as_deref().unwrap(), it.code.as_str())).collect();
        assert_eq!(told, [("risks", "problem-too-few"), ("statements.0.text", "problem-required")]);
    }

    proptest! {
        #[test]
        fn any_values_can_be_checked(values in any_fields()) {
            let kind = practice();
            for status in kind.statuses() {
                kind.check(&values, &status.id);
                kind.gaps(&status.id, &values);
                let missing = kind.missing_for(&status.id, &values);
                prop_assert!(missing.missing.len() <= missing.required);
            }
        }
    }
}
