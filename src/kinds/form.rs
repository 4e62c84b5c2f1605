//! Reads the values of a page from a form, and lets tables grow, shrink and move without scripts.
//! Knows the names of inputs (`f.title`, `f.statements.0.text`), not how they look.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;

use super::Column;
use super::Declaration;
use super::Field;
use super::FieldType;
use super::Fields;
use super::Problem;
use super::soften;
use super::value::ROW_ID;
use super::value::as_typed;

/// The inputs of a form that shows these values: what a browser would send back untouched.
pub fn form_inputs(declaration: &Declaration, fields: &Fields) -> Vec<(String, String)> {
    let mut inputs = Vec::new();
    for field in &declaration.fields {
        let Some(value) = fields.get(&field.id) else {
            continue;
        };
        let name = format!("f.{}", field.id);
        match (&field.r#type, value) {
            (FieldType::Table(_), Value::Array(rows)) => {
                add_rows(field, &name, rows, &mut inputs);
            }
            (field_type, value) => add_inputs(Some(field_type), &name, value, &mut inputs),
        }
    }
    inputs
}

/// What a button of a table does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableAct {
    /// One more empty row at the end.
    Add {
        /// The table.
        field: String,
    },
    /// Takes a row away.
    Remove {
        /// The table.
        field: String,
        /// The row, as the form names it.
        row: String,
    },
    /// Moves a row one place up.
    Up {
        /// The table.
        field: String,
        /// The row, as the form names it.
        row: String,
    },
    /// Moves a row one place down.
    Down {
        /// The table.
        field: String,
        /// The row, as the form names it.
        row: String,
    },
}

/// The button of a table that was pressed, if one was: `add.team`, `remove.team.2`, `up.team.2`,
/// `down.team.2`.
pub fn table_act(form: &[(String, String)]) -> Option<TableAct> {
    form.iter().find_map(|(name, _)| act_named(name))
}

impl Declaration {
    /// Reads the values of all fields that stand in the form. Names: `f.<field>` (repeated for
    /// checkboxes; one text with an entry per line for pages, lines and tags),
    /// `f.<field>.<row>.<column>` and `f.<field>.<row>.id` for tables. Rows come in the order in
    /// which they stand in the form; empty rows vanish.
    ///
    /// A field is only known to be emptied if its name occurs: a group of checkboxes needs a hidden
    /// input of the same name with an empty value.
    pub fn read_form(&self, form: &[(String, String)]) -> (Fields, Vec<Problem>) {
        self.read_form_over(&Fields::new(), form)
    }

    /// The same for a page that has values already: fields the form does not show keep theirs, and
    /// a value nobody touched is at most a hint.
    pub fn read_form_over(
        &self,
        before: &Fields,
        form: &[(String, String)],
    ) -> (Fields, Vec<Problem>) {
        let inputs = Inputs::sort(form);
        let mut problems = Vec::new();
        let mut fields = Fields::new();
        for field in &self.fields {
            let value = match inputs.by_field.get(field.id.as_str()) {
                Some(input) => {
                    let value = field.read(&input.value(field), &mut problems);
                    value.map(|it| with_unknown_cells(field, it, before.get(&field.id)))
                }
                None => before.get(&field.id).cloned(),
            };
            if let Some(value) = value {
                fields.insert(field.id.clone(), value);
            }
        }
        for name in inputs.by_field.keys().filter(|name| self.field(name).is_none()) {
            problems.push(Problem::at(*name, "problem-unknown-field").with("key", name));
        }
        let problems = soften(problems, before, &fields);
        (fields, problems)
    }

    /// The values of the form after a button of a table was pressed, to show the form again. Only
    /// here a table may hold an empty row (an object without cells), the one just added.
    pub fn apply(&self, act: &TableAct, before: &Fields, form: &[(String, String)]) -> Fields {
        let (mut fields, _) = self.read_form_over(before, form);
        let inputs = Inputs::sort(form);
        let Some(field) = self.field(act.field()) else {
            return fields;
        };
        let FieldType::Table(columns) = &field.r#type else {
            return fields;
        };
        let mut rows: Vec<_> = match inputs.by_field.get(field.id.as_str()) {
            Some(input) => input.rows.iter().collect(),
            None => Vec::new(),
        };
        move_rows(act, &mut rows);
        let mut rows: Vec<_> = rows.iter().map(|row| read_row(field, columns, row)).collect();
        if matches!(act, TableAct::Add { .. }) {
            rows.push(Value::Object(Map::new()));
        }
        if rows.is_empty() {
            fields.shift_remove(&field.id);
        } else {
            fields.insert(field.id.clone(), Value::Array(rows));
        }
        fields
    }
}

impl TableAct {
    /// The table meant.
    pub fn field(&self) -> &str {
        match self {
            Self::Add { field }
            | Self::Remove { field, .. }
            | Self::Up { field, .. }
            | Self::Down { field, .. } => field,
        }
    }
}

fn add_rows(field: &Field, name: &str, rows: &[Value], inputs: &mut Vec<(String, String)>) {
    for (place, row) in rows.iter().enumerate() {
        for (column, cell) in row.as_object().into_iter().flatten() {
            let column_type = field.table_column(column).map(|it| &it.r#type);
            add_inputs(column_type, &format!("{name}.{place}.{column}"), cell, inputs);
        }
    }
}

/// A choice of several has an input per box, everything else has one.
fn add_inputs(
    field_type: Option<&FieldType>,
    name: &str,
    value: &Value,
    inputs: &mut Vec<(String, String)>,
) {
    match (field_type, value) {
        (Some(FieldType::Choices(_) | FieldType::Districts(_)), Value::Array(ids)) => {
            inputs.extend(ids.iter().map(|id| (name.to_owned(), as_typed(id))));
        }
        _ => inputs.push((name.to_owned(), as_typed(value))),
    }
}

/// A form has no inputs for cells whose column is gone; they stay with their row.
fn with_unknown_cells(field: &Field, value: Value, before: Option<&Value>) -> Value {
    let Some(before) = before.and_then(Value::as_array) else {
        return value;
    };
    let Value::Array(mut rows) = value else {
        return value;
    };
    let by_id: BTreeMap<&str, &Fields> = before
        .iter()
        .filter_map(|row| Some((row.get(ROW_ID)?.as_str()?, row.as_object()?)))
        .collect();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        let id = row.get(ROW_ID).and_then(Value::as_str);
        let Some(old) = id.and_then(|id| by_id.get(id)) else {
            continue;
        };
        for (key, cell) in *old {
            if key != ROW_ID && !is_column(field, key) && !row.contains_key(key) {
                row.insert(key.clone(), cell.clone());
            }
        }
    }
    Value::Array(rows)
}

fn is_column(field: &Field, key: &str) -> bool {
    field.columns().iter().any(|it| it.id == key || it.was.iter().any(|was| was == key))
}

fn act_named(name: &str) -> Option<TableAct> {
    let mut parts = name.split('.').map(str::to_owned);
    let (verb, field) = (parts.next()?, parts.next().filter(|field| !field.is_empty())?);
    let row = parts.next();
    if parts.next().is_some() {
        return None;
    }
    match (verb.as_str(), row) {
        ("add", None) => Some(TableAct::Add { field }),
        ("remove", Some(row)) => Some(TableAct::Remove { field, row }),
        ("up", Some(row)) => Some(TableAct::Up { field, row }),
        ("down", Some(row)) => Some(TableAct::Down { field, row }),
        _ => None,
    }
}

fn move_rows(act: &TableAct, rows: &mut Vec<&Row<'_>>) {
    let place = |rows: &[&Row<'_>], wanted: &str| rows.iter().position(|row| row.name == wanted);
    match act {
        TableAct::Add { .. } => {}
        TableAct::Remove { row, .. } => rows.retain(|other| other.name != row),
        TableAct::Up { row, .. } => {
            if let Some(at) = place(rows, row).filter(|at| *at > 0) {
                rows.swap(at, at - 1);
            }
        }
        TableAct::Down { row, .. } => {
            if let Some(at) = place(rows, row).filter(|at| at + 1 < rows.len()) {
                rows.swap(at, at + 1);
            }
        }
    }
}

/// A row for the form shown again; an empty one stays.
fn read_row(field: &Field, columns: &[Column], row: &Row<'_>) -> Value {
    let alone = Value::Array(vec![row.value(columns)]);
    match field.read(&alone, &mut Vec::new()) {
        Some(Value::Array(mut rows)) => rows.pop().unwrap_or_default(),
        _ => Value::Object(Map::new()),
    }
}

/// The inputs of a form, sorted by field.
struct Inputs<'f> {
    by_field: BTreeMap<&'f str, Input<'f>>,
}

/// What the form says about one field.
#[derive(Default)]
struct Input<'f> {
    values: Vec<&'f str>,
    rows: Vec<Row<'f>>,
}

/// One row of a table in a form.
struct Row<'f> {
    name: &'f str,
    cells: Vec<(&'f str, &'f str)>,
}

impl<'f> Inputs<'f> {
    fn sort(form: &'f [(String, String)]) -> Self {
        let mut by_field: BTreeMap<&str, Input<'_>> = BTreeMap::new();
        // Finding a row by its name must not take longer the more rows there are.
        let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (name, value) in form {
            let Some(name) = name.strip_prefix("f.") else {
                continue;
            };
            let mut parts = name.splitn(3, '.');
            let field = parts.next().unwrap_or_default();
            let input = by_field.entry(field).or_default();
            let (Some(row), Some(column)) = (parts.next(), parts.next()) else {
                if name == field {
                    input.values.push(value);
                }
                continue;
            };
            let place = *places.entry((field, row)).or_insert_with(|| {
                input.rows.push(Row { name: row, cells: Vec::new() });
                input.rows.len() - 1
            });
            if let Some(row) = input.rows.get_mut(place) {
                row.cells.push((column, value));
            }
        }
        Self { by_field }
    }
}

impl Input<'_> {
    fn value(&self, field: &Field) -> Value {
        match &field.r#type {
            FieldType::Table(columns) => {
                Value::Array(self.rows.iter().map(|row| row.value(columns)).collect())
            }
            field_type => typed(field_type, &self.values),
        }
    }
}

impl Row<'_> {
    fn value(&self, columns: &[Column]) -> Value {
        let mut cells = Map::new();
        for (name, value) in &self.cells {
            let Some(column) = columns.iter().find(|column| column.id == *name) else {
                // The id of the row, and what an old form may still know.
                cells.insert((*name).to_owned(), Value::from(*value));
                continue;
            };
            if !cells.contains_key(*name) {
                let same = self.cells.iter().filter(|(other, _)| other == name);
                let values: Vec<_> = same.map(|(_, value)| *value).collect();
                cells.insert((*name).to_owned(), typed(&column.r#type, &values));
            }
        }
        if cells.get(ROW_ID).is_some_and(|id| id == "") {
            cells.shift_remove(ROW_ID);
        }
        Value::Object(cells)
    }
}

/// The values of inputs with one name: all of them for a list, else the last one filled. A hidden
/// "no" before a ticked "yes" is how a form says no.
fn typed(field_type: &FieldType, values: &[&str]) -> Value {
    match field_type {
        FieldType::Tags | FieldType::Lines | FieldType::Pages { .. } => {
            Value::String(values.join("\n"))
        }
        FieldType::Choices(_) | FieldType::Districts(_) => {
            let filled = values.iter().filter(|value| !value.trim().is_empty());
            Value::Array(filled.map(|value| Value::from(*value)).collect())
        }
        _ => {
            let last = values.iter().rev().find(|value| !value.trim().is_empty());
            Value::from(last.copied().unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::kinds::read::tests::any_fields;
    use crate::kinds::samples::object;
    use crate::kinds::samples::practice;

    fn form(inputs: &[(&str, &str)]) -> Vec<(String, String)> {
        inputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn texts(fields: &Fields) -> Vec<&str> {
        let rows =
            fields.get("statements").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        rows.iter().map(|row| row.get("text").and_then(Value::as_str).unwrap_or("")).collect()
    }

    #[test]
    fn a_form_gives_the_values_of_its_inputs() {
        let (fields, problems) = practice().read_form(&form(&[
            ("csrf", "x"),
            ("f.summary", "Kurz"),
            ("f.dimensions", ""),
            ("f.dimensions", "ergebnis"),
            ("f.dimensions", "struktur"),
            ("f.tags", "a, b\r\nc"),
            ("f.quality_goals", "QZ 1, mit Komma\r\nQZ 2"),
            ("f.tested", "nein"),
            ("f.tested", "ja"),
            ("f.effort", "1,5"),
        ]));
        assert_eq!(problems, []);
        assert_eq!(
            Value::Object(fields),
            json!({
                "summary": "Kurz", "dimensions": ["struktur", "ergebnis"],
                "quality_goals": ["QZ 1, mit Komma", "QZ 2"], "tags": ["a", "b", "c"],
                "effort": 1.5, "tested": true,
            })
        );
    }

    #[test]
    fn rows_come_as_they_stand_and_empty_rows_vanish() {
        let (fields, problems) = practice().read_form(&form(&[
            ("f.statements.7.id", "s7"),
            ("f.statements.7.text", "Sieben"),
            ("f.statements.7.basis", "vereinbarung"),
            ("f.statements.7.basis", "eigenes_ziel"),
            ("f.statements.9.id", "s9"),
            ("f.statements.9.text", "  "),
            ("f.statements.2.id", ""),
            ("f.statements.2.text", "Zwei"),
            ("f.statements.2.is_minimum", "on"),
        ]));
        assert_eq!(problems, []);
        let rows = &fields["statements"];
        assert_eq!(
            rows[0],
            json!({ "id": "s7", "text": "Sieben", "basis": ["vereinbarung", "eigenes_ziel"] })
        );
        assert_eq!((&rows[1]["text"], &rows[1]["is_minimum"]), (&json!("Zwei"), &json!(true)));
        assert!(rows[1]["id"].as_str().is_some_and(|id| !id.is_empty()));
        assert!(rows.get(2).is_none());
    }

    #[test]
    fn a_field_that_is_not_in_the_form_keeps_its_value_and_an_emptied_one_is_gone() {
        let before = object(json!({ "summary": "Alt", "tags": ["a"], "dimensions": ["struktur"] }));
        let (fields, _) =
            practice().read_form_over(&before, &form(&[("f.summary", ""), ("f.dimensions", "")]));
        assert_eq!(Value::Object(fields), json!({ "tags": ["a"] }));
    }

    #[test]
    fn what_was_typed_wrongly_comes_back_as_typed() {
        let (fields, problems) = practice().read_form(&form(&[
            ("f.starts_on", "morgen"),
            ("f.statements.0.due_on", "bald"),
            ("f.x", "1"),
        ]));
        assert_eq!(fields["starts_on"], "morgen");
        assert_eq!(fields["statements"][0]["due_on"], "bald");
        let paths: Vec<_> =
            problems.iter().filter_map(|problem| problem.field.as_deref()).collect();
        assert_eq!(paths, ["starts_on", "statements.0.due_on", "x"]);
    }

    #[test]
    fn the_pressed_button_is_recognised() {
        let pressed = |name: &str| table_act(&form(&[("f.add.x", "1"), (name, "")]));
        let field = || "statements".to_owned();
        assert_eq!(pressed("add.statements"), Some(TableAct::Add { field: field() }));
        assert_eq!(
            pressed("up.statements.3"),
            Some(TableAct::Up { field: field(), row: "3".to_owned() })
        );
        for other in ["save", "add.", "add.statements.1", "remove.statements", "remove.a.b.c"] {
            assert_eq!(pressed(other), None, "{other}");
        }
    }

    #[test]
    fn tables_grow_shrink_and_move_without_scripts() {
        let kind = practice();
        let form = form(&[
            ("f.summary", "Bleibt"),
            ("f.statements.0.text", "A"),
            ("f.statements.3.text", ""),
            ("f.statements.5.text", "C"),
        ]);
        let after = |name: &str| {
            let act = table_act(&[(name.to_owned(), String::new())]).unwrap();
            let fields = kind.apply(&act, &Fields::new(), &form);
            assert_eq!(fields["summary"], "Bleibt");
            texts(&fields).join("|")
        };
        assert_eq!(after("add.statements"), "A||C|");
        assert_eq!(after("remove.statements.0"), "|C");
        assert_eq!(after("up.statements.5"), "A|C|");
        assert_eq!(after("down.statements.0"), "|A|C");
        assert_eq!(after("up.statements.0"), "A||C");
        assert_eq!(after("down.statements.5"), "A||C");
        assert_eq!(after("remove.statements.99"), "A||C");
    }

    #[test]
    fn a_cell_whose_column_is_gone_stays_with_its_row() {
        let before = object(json!({ "statements": [
            { "id": "a", "text": "A", "no": 7 }, { "id": "b", "text": "B", "no": 8 }] }));
        let form = form(&[("f.statements.0.id", "a"), ("f.statements.0.text", "A2")]);
        let (fields, problems) = practice().read_form_over(&before, &form);
        assert_eq!(problems, []);
        assert_eq!(fields["statements"], json!([{ "id": "a", "text": "A2", "no": 7 }]));
    }

    /// Only values that fit, in canonical form.
    fn fitting(values: &Fields) -> Fields {
        let kind = practice();
        let (mut fields, _, problems) = kind.read_json(values);
        let is_odd =
            |id: &str| problems.iter().any(|it| !it.is_hint() && it.top_field() == Some(id));
        fields.retain(|id, _| !is_odd(id));
        let table = kind.field("statements").unwrap();
        let rows = fields.get_mut("statements").and_then(Value::as_array_mut);
        for row in rows.into_iter().flatten() {
            row.as_object_mut().unwrap().retain(|key, _| key == ROW_ID || is_column(table, key));
        }
        kind.read_json(&fields).0
    }

    proptest! {
        #[test]
        fn an_untouched_form_changes_nothing(values in any_fields()) {
            let (kind, fields) = (practice(), fitting(&values));
            let (again, problems) = kind.read_form(&form_inputs(&kind, &fields));
            prop_assert_eq!(&again, &fields);
            prop_assert!(problems.iter().all(Problem::is_hint));
        }

        #[test]
        fn no_form_brings_the_reader_down(
            inputs in proptest::collection::vec(
                ("(f|add|up|down|remove)\\.(statements|dimensions|summary|x|)(\\.[0-9a]{0,2}){0,3}(\\.text)?", "\\PC{0,8}"),
                0..12,
            )
        ) {
            let kind = practice();
            let (fields, _) = kind.read_form(&inputs);
            let (again, _, _) = kind.read_json(&fields);
            prop_assert_eq!(&fields, &again);
            if let Some(act) = table_act(&inputs) {
                kind.apply(&act, &Fields::new(), &inputs);
            }
        }
    }
}
