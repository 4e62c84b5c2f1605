//! Compares the values of a page and brings two changes of the same values together.
//! Merges what is clearly apart and names the rest; it never guesses.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;

use super::Declaration;
use super::FieldType;
use super::Fields;
use super::ROW_ID;
use super::is_empty;
use super::value::plain_number;

/// Whether two sets of values say the same: spelling of numbers, order of keys, empty values and the
/// ids of rows do not count.
pub fn same(one: &Fields, other: &Fields) -> bool {
    plain(&Value::Object(one.clone())) == plain(&Value::Object(other.clone()))
}

/// Three-way merge: what only one side changed is taken from that side, tables go row by row and
/// cell by cell, lists of choices and names entry by entry, longer texts line by line.
///
/// # Errors
/// The ids of the fields that both sides changed in different ways, in the order in which they are declared.
pub fn merge(
    declaration: &Declaration,
    base: &Fields,
    mine: &Fields,
    theirs: &Fields,
) -> Result<Fields, Vec<String>> {
    let mut merged = Fields::new();
    let mut conflicts = Vec::new();
    for key in keys(declaration, &[mine, theirs, base]) {
        let sides = Sides { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) };
        match sides.merge(declaration.field(key).map(|field| &field.r#type)) {
            Ok(Some(value)) => {
                merged.insert(key.to_owned(), value);
            }
            Ok(None) => {}
            Err(Conflict) => conflicts.push(key.to_owned()),
        }
    }
    if conflicts.is_empty() { Ok(merged) } else { Err(conflicts) }
}

/// Both sides changed the same thing in different ways.
struct Conflict;

/// One value as it was and as two people left it.
#[derive(Clone, Copy)]
struct Sides<'v> {
    base: Option<&'v Value>,
    mine: Option<&'v Value>,
    theirs: Option<&'v Value>,
}

impl Sides<'_> {
    fn merge(self, field_type: Option<&FieldType>) -> Result<Option<Value>, Conflict> {
        if let Some(settled) = self.settled() {
            return Ok(settled);
        }
        match field_type {
            Some(FieldType::Table(_)) => self.merge_rows(),
            Some(
                FieldType::Choices(_)
                | FieldType::Districts(_)
                | FieldType::Tags
                | FieldType::Pages { .. },
            ) => self.merge_entries(),
            Some(FieldType::Lines) => self.merge_lines(),
            Some(FieldType::Markdown) => self.merge_text(),
            _ => Err(Conflict),
        }
    }

    /// The value if at most one side changed it.
    fn settled(self) -> Option<Option<Value>> {
        let plain = |value: Option<&Value>| value.filter(|it| !is_empty(Some(it))).map(plain);
        let (base, mine, theirs) = (plain(self.base), plain(self.mine), plain(self.theirs));
        if mine == theirs || theirs == base {
            return Some(self.mine.cloned());
        }
        (mine == base).then(|| self.theirs.cloned())
    }

    fn merge_text(self) -> Result<Option<Value>, Conflict> {
        let text = |value: Option<&Value>| match value {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(format!("{text}\n")),
            Some(_) => Err(Conflict),
        };
        let merged = merge_by_line(&text(self.base)?, &text(self.mine)?, &text(self.theirs)?)?;
        let merged = merged.trim_end();
        Ok((!merged.is_empty()).then(|| Value::from(merged)))
    }

    fn merge_lines(self) -> Result<Option<Value>, Conflict> {
        let text = |value| Ok(entries(value)?.iter().map(|line| format!("{line}\n")).collect());
        let (base, mine, theirs): (String, String, String) =
            (text(self.base)?, text(self.mine)?, text(self.theirs)?);
        let merged = merge_by_line(&base, &mine, &theirs)?;
        let lines: Vec<_> = merged.lines().map(Value::from).collect();
        Ok((!lines.is_empty()).then_some(Value::Array(lines)))
    }

    /// What either side took away is gone, what either side added is there.
    fn merge_entries(self) -> Result<Option<Value>, Conflict> {
        let (base, mine, theirs) =
            (entries(self.base)?, entries(self.mine)?, entries(self.theirs)?);
        few(&[base.len(), mine.len(), theirs.len()])?;
        let kept = mine.iter().filter(|it| theirs.contains(it) || !base.contains(it));
        let added = theirs.iter().filter(|it| !base.contains(it) && !mine.contains(it));
        let merged: Vec<_> = kept.chain(added).map(|it| Value::from(*it)).collect();
        Ok((!merged.is_empty()).then_some(Value::Array(merged)))
    }

    fn merge_rows(self) -> Result<Option<Value>, Conflict> {
        let (base, mine, theirs) = (rows(self.base)?, rows(self.mine)?, rows(self.theirs)?);
        few(&[base.len(), mine.len(), theirs.len()])?;
        let mut merged = Vec::new();
        for id in row_order(&base, &mine, &theirs) {
            let (base, mine, theirs) = (row(&base, id), row(&mine, id), row(&theirs, id));
            if let Some(row) = merge_row(base, mine, theirs)? {
                merged.push(Value::Object(row));
            }
        }
        Ok((!merged.is_empty()).then_some(Value::Array(merged)))
    }
}

fn merge_row(
    base: Option<&Fields>,
    mine: Option<&Fields>,
    theirs: Option<&Fields>,
) -> Result<Option<Fields>, Conflict> {
    if mine == theirs || theirs == base {
        return Ok(mine.cloned());
    }
    if mine == base {
        return Ok(theirs.cloned());
    }
    // One side took the row away while the other worked on it.
    let (Some(mine), Some(theirs)) = (mine, theirs) else {
        return Err(Conflict);
    };
    let none = Map::new();
    let base = base.unwrap_or(&none);
    let mut merged = Map::new();
    let new_keys = theirs.keys().filter(|key| !mine.contains_key(*key));
    for key in mine.keys().chain(new_keys) {
        let cells = Sides { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) };
        if let Some(cell) = cells.settled().ok_or(Conflict)? {
            merged.insert(key.clone(), cell);
        }
    }
    Ok(Some(merged))
}

/// The ids of all rows: in the order of the side that moved rows (mine if both did), rows only the
/// other side has after the row they follow there.
fn row_order<'v>(base: &[Row<'v>], mine: &[Row<'v>], theirs: &[Row<'v>]) -> Vec<&'v str> {
    let order = |rows: &[Row<'v>], among: &[Row<'v>]| -> Vec<&'v str> {
        rows.iter().map(|row| row.0).filter(|id| among.iter().any(|row| row.0 == *id)).collect()
    };
    let mine_kept_order = order(mine, base) == order(base, mine);
    let (lead, follow) = if mine_kept_order { (theirs, mine) } else { (mine, theirs) };
    let mut ids: Vec<&str> = lead.iter().map(|row| row.0).collect();
    let mut previous = None;
    for (id, _) in follow {
        if !ids.contains(id) {
            let after = previous.and_then(|it| ids.iter().position(|id| *id == it));
            ids.insert(after.map_or(0, |at| at + 1), id);
        }
        previous = Some(*id);
    }
    ids
}

/// A row with its id.
type Row<'v> = (&'v str, &'v Fields);

fn rows(value: Option<&Value>) -> Result<Vec<Row<'_>>, Conflict> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let rows = value.as_array().and_then(|rows| rows.iter().map(with_its_id).collect());
    rows.ok_or(Conflict)
}

fn with_its_id(row: &Value) -> Option<Row<'_>> {
    let cells = row.as_object()?;
    Some((cells.get(ROW_ID)?.as_str()?, cells))
}

fn row<'v>(rows: &[Row<'v>], id: &str) -> Option<&'v Fields> {
    rows.iter().find(|row| row.0 == id).map(|row| row.1)
}

fn entries(value: Option<&Value>) -> Result<Vec<&str>, Conflict> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let entries = value.as_array().and_then(|items| items.iter().map(Value::as_str).collect());
    entries.ok_or(Conflict)
}

/// Entries and rows are compared each with each; beyond this people decide.
fn few(counts: &[usize]) -> Result<(), Conflict> {
    const ITEMS_MAX: usize = 2_000;
    if counts.iter().any(|count| *count > ITEMS_MAX) { Err(Conflict) } else { Ok(()) }
}

fn merge_by_line(base: &str, mine: &str, theirs: &str) -> Result<String, Conflict> {
    /// More lines than this are not worth the wait; people decide.
    const LINES_MAX: usize = 50_000;
    if [base, mine, theirs].iter().any(|text| text.lines().count() > LINES_MAX) {
        return Err(Conflict);
    }
    diffy::merge(base, mine, theirs).map_err(|_| Conflict)
}

/// All keys once: the declared fields in their order, then the others.
fn keys<'v>(declaration: &'v Declaration, sides: &[&'v Fields]) -> Vec<&'v str> {
    let mut keys: Vec<&str> = declaration.fields.iter().map(|field| field.id.as_str()).collect();
    let mut known: BTreeSet<&str> = keys.iter().copied().collect();
    for key in sides.iter().flat_map(|fields| fields.keys()) {
        if known.insert(key) {
            keys.push(key);
        }
    }
    keys
}

/// A value without what does not count when comparing.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(plain_number(number)),
        Value::Array(items) => Value::Array(items.iter().map(plain_item).collect()),
        Value::Object(values) => Value::Object(plain_object(values)),
        other => other.clone(),
    }
}

fn plain_item(value: &Value) -> Value {
    let mut plain = plain(value);
    if let Value::Object(cells) = &mut plain {
        cells.shift_remove(ROW_ID);
    }
    plain
}

fn plain_object(values: &Fields) -> Fields {
    let filled = values.iter().filter(|(_, value)| !is_empty(Some(value)));
    filled.map(|(key, value)| (key.clone(), plain(value))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::kinds::read::tests::any_fields;
    use crate::kinds::samples::object;
    use crate::kinds::samples::practice;

    fn merged(base: Value, mine: Value, theirs: Value) -> Result<Value, Vec<String>> {
        merge(&practice(), &object(base), &object(mine), &object(theirs)).map(Value::Object)
    }

    #[test]
    fn spelling_order_and_empty_values_do_not_make_a_difference() {
        let one = object(json!({ "a": 3, "b": [{ "id": "x", "t": "T" }] }));
        let other = object(json!({ "b": [{ "t": "T", "id": "y" }], "a": 3.0, "c": "", "d": [] }));
        assert!(same(&one, &other));
        assert!(!same(&one, &object(json!({ "a": 3 }))));
        assert!(!same(&object(json!({ "a": [1, 2] })), &object(json!({ "a": [2, 1] }))));
    }

    #[test]
    fn changes_to_different_fields_come_together() {
        let base = json!({ "summary": "S", "effort": 1, "contact": "A" });
        let mine = json!({ "summary": "Mein", "effort": 1, "contact": "A" });
        let theirs = json!({ "summary": "S", "effort": 2, "tested": true });
        let expected = json!({ "summary": "Mein", "effort": 2, "tested": true });
        assert_eq!(merged(base, mine, theirs), Ok(expected));
    }

    #[test]
    fn different_changes_of_one_field_are_named() {
        let base = json!({ "summary": "S", "effort": 1, "x": 1 });
        let mine = json!({ "summary": "Mein", "effort": 2, "x": 2 });
        let theirs = json!({ "summary": "Ihr", "effort": 2, "x": 3 });
        assert_eq!(merged(base, mine, theirs), Err(vec!["summary".to_owned(), "x".to_owned()]));
    }

    #[test]
    fn lists_come_together_entry_by_entry() {
        let base = json!({ "tags": ["a", "b"] });
        let mine = json!({ "tags": ["b", "c"] });
        let theirs = json!({ "tags": ["a", "b", "d"] });
        assert_eq!(merged(base, mine, theirs), Ok(json!({ "tags": ["b", "c", "d"] })));
    }

    #[test]
    fn texts_come_together_line_by_line() {
        let base = json!({ "problem": "eins\nzwei\ndrei\nvier\nfünf" });
        let mine = json!({ "problem": "EINS\nzwei\ndrei\nvier\nfünf" });
        let theirs = json!({ "problem": "eins\nzwei\ndrei\nvier\nFÜNF" });
        let expected = json!({ "problem": "EINS\nzwei\ndrei\nvier\nFÜNF" });
        assert_eq!(merged(base.clone(), mine.clone(), theirs), Ok(expected));
        let clash = json!({ "problem": "Eins\nzwei\ndrei\nvier\nfünf" });
        assert_eq!(merged(base, mine, clash), Err(vec!["problem".to_owned()]));
    }

    #[test]
    fn tables_come_together_row_by_row_and_cell_by_cell() {
        let base = json!({ "statements": [
            { "id": "a", "text": "A" }, { "id": "b", "text": "B" }, { "id": "c", "text": "C" }] });
        let mine = json!({ "statements": [
            { "id": "a", "text": "A1" }, { "id": "n", "text": "Neu" }, { "id": "b", "text": "B" },
            { "id": "c", "text": "C" }] });
        let theirs = json!({ "statements": [
            { "id": "c", "text": "C" }, { "id": "a", "text": "A", "is_minimum": true },
            { "id": "m", "text": "Auch neu" }] });
        assert_eq!(
            merged(base, mine, theirs),
            Ok(json!({ "statements": [
            { "id": "c", "text": "C" },
            { "id": "a", "text": "A1", "is_minimum": true },
            { "id": "n", "text": "Neu" },
            { "id": "m", "text": "Auch neu" }] }))
        );
    }

    #[test]
    fn a_row_taken_away_and_worked_on_is_a_conflict() {
        let base =
            json!({ "statements": [{ "id": "a", "text": "A" }, { "id": "b", "text": "B" }] });
        let mine = json!({ "statements": [{ "id": "b", "text": "B" }] });
        let theirs =
            json!({ "statements": [{ "id": "a", "text": "A2" }, { "id": "b", "text": "B" }] });
        assert_eq!(merged(base, mine, theirs), Err(vec!["statements".to_owned()]));
    }

    proptest! {
        #[test]
        fn a_side_that_changed_nothing_gets_the_other_side(base in any_fields(), other in any_fields()) {
            let kind = practice();
            let (base, _, _) = kind.read_json(&base);
            let (other, _, _) = kind.read_json(&other);
            let mine = merge(&kind, &base, &other, &base);
            let theirs = merge(&kind, &base, &base, &other);
            prop_assert!(mine.is_ok_and(|fields| same(&fields, &other)));
            prop_assert!(theirs.is_ok_and(|fields| same(&fields, &other)));
        }

        #[test]
        fn no_values_bring_the_merge_down(base in any_fields(), mine in any_fields(), theirs in any_fields()) {
            let kind = practice();
            let one = merge(&kind, &base, &mine, &theirs);
            let other = merge(&kind, &base, &theirs, &mine);
            prop_assert_eq!(one.is_ok(), other.is_ok());
        }
    }
}
