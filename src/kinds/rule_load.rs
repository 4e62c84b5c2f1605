//! Builds rules from their tables, and names every mistake by line.
//! Knows how rules are written, not what they find.

use std::collections::BTreeMap;

use super::Act;
use super::Condition;
use super::Declaration;
use super::Label;
use super::Level;
use super::Rule;
use super::RuleForm;
use super::SPACE_DISTRICT;
use super::TITLE;
use super::TODAY;
use super::rules::entries;
use super::toml_table::Table;

/// What rules say, by the id under which they name it.
pub(crate) type Messages = BTreeMap<String, Label>;

/// Reads a `[[rule]]`; mistakes are noted where the table notes them.
pub(crate) fn read(
    declaration: &Declaration,
    messages: &Messages,
    table: &Table<'_>,
) -> Option<Rule> {
    let id = table.required_text("id");
    let level = level(table);
    let mut from = table.texts("from");
    from.retain(|status| is_status(declaration, table, "from", status));
    let conditions = |key| {
        let tables = table.one_or_more(key);
        let read = tables.iter().map(|it| read_conditions(declaration, it));
        Some(read.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect::<Vec<_>>())
    };
    let (when, unless) = (conditions("when"), conditions("unless"));
    let hint_unless = conditions("hint_unless");
    let form = read_form(declaration, table);
    let bites = act(table);
    let source = table.text("source");
    let message = message(messages, table);
    table.finish();
    // A condition nobody can read must not turn into a rule that always holds.
    let (when, unless, hint_unless) = (when?, unless?, hint_unless?);
    let (id, level, form) = (id?, level?, form?);
    Some(Rule { id, level, hint_unless, from, when, unless, form, bites: bites?, source, message })
}

/// The words in the rule itself, or those that stand under the id it gives.
fn message(messages: &Messages, table: &Table<'_>) -> Label {
    let label = table.required_label("message").unwrap_or_default();
    if let Some(words) = messages.get(&label.de) {
        return words.clone();
    }
    if label.de.starts_with("rule-") {
        table.note_at("message", "problem-file-unknown-message", &[("id", &label.de)]);
    }
    label
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

/// The act a rule waits for, if it says one that exists.
fn act(table: &Table<'_>) -> Option<Option<Act>> {
    let Some(name) = table.text("bites") else {
        return Some(None);
    };
    let act = Act::parse(&name);
    if act.is_none() {
        let args = [("key", "bites"), ("value", name.as_str())];
        table.note_at("bites", "problem-file-unknown-value", &args);
    }
    act.map(Some)
}

fn is_status(
    declaration: &Declaration,
    table: &Table<'_>,
    key: &'static str,
    status: &str,
) -> bool {
    let known = declaration.status(status).is_some();
    if !known {
        table.note_at(key, "problem-file-unknown-status", &[("status", status)]);
    }
    known
}

/// The conditions of one table; all of them must hold.
fn read_conditions(declaration: &Declaration, table: &Table<'_>) -> Option<Vec<Condition>> {
    let mut conditions = Vec::new();
    if table.has("pillar") {
        conditions.push(Condition::Pillar { values: pillars(table)? });
    }
    if table.has("status") {
        let values = table.texts("status");
        if !values.iter().all(|status| is_status(declaration, table, "status", status)) {
            return None;
        }
        conditions.push(Condition::Status { values });
    }
    if table.has("field") || conditions.is_empty() {
        let field = field_named(declaration, table, "field")?;
        let values = table.json("is").map(|values| entries(Some(&values)));
        conditions.push(match (values, table.yes("empty")) {
            (Some(values), _) => Condition::Is { field, values },
            (None, true) => Condition::Empty { field },
            (None, false) => Condition::Filled { field },
        });
    }
    table.finish();
    Some(conditions)
}

fn pillars(table: &Table<'_>) -> Option<Vec<String>> {
    const PILLARS: [&str; 3] = ["bezirklich", "ueberbezirklich", "gesamtstaedtisch"];
    let values = table.texts("pillar");
    let unknown = values.iter().find(|it| !PILLARS.contains(&it.as_str()));
    if let Some(unknown) = unknown {
        let args = [("key", "pillar"), ("value", unknown.as_str())];
        table.note_at("pillar", "problem-file-unknown-value", &args);
    }
    (unknown.is_none() && !values.is_empty()).then_some(values)
}

fn read_form(declaration: &Declaration, table: &Table<'_>) -> Option<RuleForm> {
    let field = |key| field_named(declaration, table, key);
    let or_outside = |key, outside| named_or(declaration, table, key, outside);
    match table.required_text("form")?.as_str() {
        "required_if" | "required_from" | "required" => {
            Some(RuleForm::Required { field: field("field")? })
        }
        "count" => Some(RuleForm::Count {
            field: field("field")?,
            min: table.count("min"),
            max: table.count("max"),
        }),
        "order" => {
            let (first, second) = (or_outside("first", TODAY), or_outside("second", TODAY));
            Some(RuleForm::Order { first: first?, second: second? })
        }
        "unique" => Some(RuleForm::Unique { field: or_outside("field", TITLE)? }),
        "not_equal" if table.has("value") => {
            let (field, values) = (field("field"), entries(table.json("value").as_ref()));
            Some(RuleForm::NotOneOf { field: field?, values })
        }
        "not_equal" => {
            let (field, other) = (field("field"), field("other"));
            Some(RuleForm::NotEqual { field: field?, other: other? })
        }
        "member_of" => {
            let (field, other) = (field("field"), or_outside("other", SPACE_DISTRICT));
            Some(RuleForm::MemberOf { field: field?, other: other? })
        }
        "acyclic" => Some(RuleForm::Acyclic { field: field("field")? }),
        "named" => {
            let about = if table.has("field") { Some(field("field")?) } else { None };
            Some(RuleForm::Named { check: named_check(table)?, field: about })
        }
        other => {
            let args = [("key", "form"), ("value", other)];
            table.note_at("form", "problem-file-unknown-value", &args);
            None
        }
    }
}

/// `capability.name`.
fn named_check(table: &Table<'_>) -> Option<String> {
    let check = table.required_text("check")?;
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if check.split_once('.').is_some_and(|(room, name)| is_word(room) && is_word(name)) {
        return Some(check);
    }
    let args = [("key", "check"), ("value", check.as_str())];
    table.note_at("check", "problem-file-unknown-value", &args);
    None
}

/// What stands outside the fields, by its name, or a field.
fn named_or(
    declaration: &Declaration,
    table: &Table<'_>,
    key: &'static str,
    outside: &str,
) -> Option<String> {
    match table.text(key) {
        Some(name) if name == outside => Some(name),
        _ => field_named(declaration, table, key),
    }
}

/// The field or column a rule names, if the declaration has it.
fn field_named(declaration: &Declaration, table: &Table<'_>, key: &'static str) -> Option<String> {
    let name = table.required_text(key)?;
    let (field, column) = match name.split_once('.') {
        Some((field, column)) => (field, Some(column)),
        None => (name.as_str(), None),
    };
    let known = declaration
        .field(field)
        .is_some_and(|field| column.is_none_or(|column| field.table_column(column).is_some()));
    if !known {
        table.note_at(key, "problem-file-unknown-field", &[("id", &name)]);
    }
    known.then_some(name)
}
