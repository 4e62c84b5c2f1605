//! Takes values apart: into facts that lists, filters and queries ask for, and into searchable text.
//! Derived from values alone; may be thrown away and made again.

use serde_json::Value;

use super::ChoiceList;
use super::Declaration;
use super::Field;
use super::FieldType;
use super::Fields;
use super::value::as_text;
use super::value::parse_date;

/// One scalar of a page: the value of a field, an entry of a list, or a cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// `maturity`, or `statements.text` for a cell.
    pub field: String,
    /// The place: 0 for a single value, the place in a list, and for a table
    /// `row * FACTS_PER_ROW + entry`. Together with `field` it is unique on a page.
    pub position: u32,
    /// The value as text: ids of choices, `ja` or `nein`, the beginning of long texts.
    pub text: String,
    /// The number, for numbers; 1 or 0 for yes or no.
    pub number: Option<f64>,
    /// The day, `YYYY-MM-DD`, for dates.
    pub day: Option<String>,
}

/// How many entries of one cell become facts.
pub const FACTS_PER_ROW: u32 = 1000;

/// How many characters of a text become a fact; nobody filters by the end of a long text.
const TEXT_CHARS_MAX: usize = 400;

/// The facts of a page, in the order of its fields.
pub fn facts(declaration: &Declaration, fields: &Fields) -> Vec<Fact> {
    let mut facts = Vec::new();
    for field in &declaration.fields {
        let Some(value) = fields.get(&field.id) else {
            continue;
        };
        match (&field.r#type, value) {
            (FieldType::Table(_), Value::Array(rows)) => table_facts(field, rows, &mut facts),
            (field_type, value) => add_facts(&field.id, field_type, 0, value, &mut facts),
        }
    }
    facts
}

/// The texts of a page that search looks into: field, weight, text. Choices stand with their
/// German words, the language of the pages.
pub fn searchable(declaration: &Declaration, fields: &Fields) -> Vec<(String, f32, String)> {
    declaration
        .fields
        .iter()
        .filter(|field| field.weight > 0.0)
        .filter_map(|field| {
            let text = words(field, fields.get(&field.id)?);
            (!text.is_empty()).then(|| (field.id.clone(), field.weight, text))
        })
        .collect()
}

fn table_facts(field: &Field, rows: &[Value], facts: &mut Vec<Fact>) {
    for (place, row) in rows.iter().enumerate() {
        let first = u32::try_from(place).unwrap_or(u32::MAX).saturating_mul(FACTS_PER_ROW);
        for column in field.columns() {
            if let Some(value) = row.get(&column.id) {
                let name = format!("{}.{}", field.id, column.id);
                add_facts(&name, &column.r#type, first, value, facts);
            }
        }
    }
}

fn add_facts(name: &str, field_type: &FieldType, first: u32, value: &Value, facts: &mut Vec<Fact>) {
    let entries = match value {
        Value::Array(entries) => entries.as_slice(),
        single => std::slice::from_ref(single),
    };
    let positions = first..first.saturating_add(FACTS_PER_ROW);
    for (position, value) in positions.zip(entries) {
        let Some(text) = fact_text(value) else {
            continue;
        };
        let is_day = matches!(field_type, FieldType::Date);
        facts.push(Fact {
            field: name.to_owned(),
            position,
            number: number_of(value),
            day: parse_date(&text).filter(|_| is_day).map(|day| day.to_string()),
            text,
        });
    }
}

fn fact_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::Bool(true) => "ja".to_owned(),
        Value::Bool(false) => "nein".to_owned(),
        other => as_text(other)?,
    };
    Some(text.chars().take(TEXT_CHARS_MAX).collect())
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
        Value::Number(number) => number.as_f64(),
        _ => None,
    }
}

fn words(field: &Field, value: &Value) -> String {
    match (&field.r#type, value) {
        (FieldType::Table(columns), Value::Array(rows)) => {
            let row_words = |row: &Value| {
                let cells = columns
                    .iter()
                    .filter_map(|column| Some(words_of(&column.r#type, row.get(&column.id)?)));
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
            };
            rows.iter().map(row_words).collect::<Vec<_>>().join("\n")
        }
        (field_type, value) => words_of(field_type, value),
    }
}

fn words_of(field_type: &FieldType, value: &Value) -> String {
    let entries = match value {
        Value::Array(entries) => entries.as_slice(),
        single => std::slice::from_ref(single),
    };
    let word = |value: &Value| -> Option<String> {
        match (field_type.choices(), value) {
            (Some(list), Value::String(id)) => Some(choice_words(list, id)),
            // Yes and no are answers, not words anyone searches for.
            (None, Value::Bool(_)) => None,
            (_, value) => as_text(value),
        }
    };
    entries.iter().filter_map(word).collect::<Vec<_>>().join("\n")
}

fn choice_words(list: &ChoiceList, id: &str) -> String {
    list.label(id, "de").to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::kinds::read::tests::any_fields;
    use crate::kinds::samples::object;
    use crate::kinds::samples::practice;

    #[test]
    fn every_scalar_is_a_fact() {
        let fields = object(json!({
            "practice_type": "instrument", "districts": ["mitte", "pankow"], "effort": 1.5,
            "starts_on": "2026-12-12", "tested": false,
            "statements": [{ "id": "a", "text": "T" }, { "id": "b", "text": "U", "basis": ["vereinbarung"] }],
        }));
        let facts = facts(&practice(), &fields);
        let told: Vec<_> = facts
            .iter()
            .map(|it| {
                format!(
                    "{} {} {} {:?} {}",
                    it.field,
                    it.position,
                    it.text,
                    it.number,
                    it.day.clone().unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "practice_type 0 instrument None ",
                "districts 0 mitte None ",
                "districts 1 pankow None ",
                "effort 0 1.5 Some(1.5) ",
                "starts_on 0 2026-12-12 None 2026-12-12",
                "tested 0 nein Some(0.0) ",
                "statements.text 0 T None ",
                "statements.text 1000 U None ",
                "statements.basis 1000 vereinbarung None ",
            ]
        );
    }

    #[test]
    fn search_reads_words_and_not_ids() {
        let fields = object(json!({
            "summary": "Kurz", "practice_type": "instrument", "effort": 3, "tested": true,
            "statements": [{ "id": "a", "text": "Erste", "is_minimum": true, "basis": ["eigenes_ziel"] }],
        }));
        assert_eq!(
            searchable(&practice(), &fields),
            [
                ("summary".to_owned(), 2.0, "Kurz".to_owned()),
                ("practice_type".to_owned(), 1.0, "Instrument, Methode".to_owned()),
                ("statements".to_owned(), 1.0, "Erste · Eigenes Ziel".to_owned()),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn field_and_position_name_a_fact(values in any_fields()) {
            let kind = practice();
            let (fields, _, _) = kind.read_json(&values);
            let all = facts(&kind, &fields);
            let places: BTreeSet<_> = all.iter().map(|fact| (&fact.field, fact.position)).collect();
            proptest::prop_assert_eq!(places.len(), all.len());
            searchable(&kind, &fields);
        }
    }
}
