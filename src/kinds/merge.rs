//! Compares the values of a page and brings two changes of the same values together.
//! Merges what is clearly apart and names the rest; it never guesses.

use serde_json::Map;
use serde_json::Value;

use super::FieldType;
use super::Fields;
use super::Kind;
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
/// The ids of the fields that both sides changed in different ways, in the order of the kind.
pub fn merge(
    kind: &Kind,
    base: &Fields,
    mine: &Fields,
    theirs: &Fields,
) -> Result<Fields, Vec<String>> {
    let mut merged = Fields::new();
    let mut conflicts = Vec::new();
    for key in keys(kind, &[mine, theirs, base]) {
        let sides = Sides {
            base: base.get(key),
            mine: mine.get(key),
            theirs: theirs.get(key),
        };
        match sides.merge(kind.field(key).map(|field| &field.r#type)) {
            Ok(Some(value)) => {
                merged.insert(key.to_owned(), value);
            }
            Ok(None) => {}
            Err(Conflict) => conflicts.push(key.to_owned()),
        }
    }
    if conflicts.is_empty() {
        Ok(merged)
    } else {
        Err(conflicts)
    }
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
        let text = |value| {
            Ok(entries(value)?
                .iter()
                .map(|line| format!("{line}\n"))
                .collect())
        };
        let (base, mine, theirs): (String, String, String) =
            (text(self.base)?, text(self.mine)?, text(self.theirs)?);
        let merged = merge_by_line(&base, &mine, &theirs)?;
        let lines: Vec<_> = merged.lines().map(Value::from).collect();
        Ok((!lines.is_empty()).then_some(Value::Array(lines)))
    }

    /// What either side took away is gone, what either side added is there.
    fn merge_entries(self) -> Result<Option<Value>, Conflict> {
        let (base, mine, theirs) = (
            entries(self.base)?,
            entries(self.mine)?,
            entries(self.theirs)?,
        );
        let kept = mine
            .iter()
            .filter(|it| theirs.contains(it) || !base.contains(it));
        let added = theirs
            .iter()
            .filter(|it| !base.contains(it) && !mine.contains(it));
        let merged: Vec<_> = kept.chain(added).map(|it| Value::from(*it)).collect();
        Ok((!merged.is_empty()).then_some(Value::Array(merged)))
    }

    fn merge_rows(self) -> Result<Option<Value>, Conflict> {
        let (base, mine, theirs) = (rows(self.base)?, rows(self.mine)?, rows(self.theirs)?);
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
        let cells = Sides {
            base: base.get(key),
            mine: mine.get(key),
            theirs: theirs.get(key),
        };
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
        rows.iter()
            .map(|row| row.0)
            .filter(|id| among.iter().any(|row| row.0 == *id))
            .collect()
    };
    let mine_kept_order = order(mine, base) == order(base, mine);
    let (lead, follow) = if mine_kept_order {
        (theirs, mine)
    } else {
        (mine, theirs)
    };
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
    let rows = value
        .as_array()
        .and_then(|rows| rows.iter().map(with_its_id).collect());
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
    let entries = value
        .as_array()
        .and_then(|items| items.iter().map(Value::as_str).collect());
    entries.ok_or(Conflict)
}

fn merge_by_line(base: &str, mine: &str, theirs: &str) -> Result<String, Conflict> {
    /// More lines than this are not worth the wait; people decide.
    const LINES_MAX: usize = 50_000;
    if [base, mine, theirs]
        .iter()
        .any(|text| text.lines().count() > LINES_MAX)
    {
        return Err(Conflict);
    }
    diffy::merge(base, mine, theirs).map_err(|_| Conflict)
}

/// All keys once: the kind's fields in their order, then the others.
fn keys<'v>(kind: &'v Kind, sides: &[&'v Fields]) -> Vec<&'v str> {
    let mut keys: Vec<&str> = kind.fields.iter().map(|field| field.id.as_str()).collect();
    for key in sides.iter().flat_map(|fields| fields.keys()) {
        if !keys.contains(&key.as_str()) {
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
    filled
        .map(|(key, value)| (key.clone(), plain(value)))
        .collect()
}
