//! Turns stored values into what a template shows: words for ids, cells for rows.
//! Renders nothing: Markdown stays Markdown, a day stays a day, page names are not yet links.

use serde::Serialize;
use serde_json::Value;

use super::ChoiceList;
use super::Column;
use super::Declaration;
use super::Field;
use super::FieldType;
use super::value::ROW_ID;
use super::value::as_text;
use super::value::as_typed;
use super::value::parse_date;

/// A value ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Shown {
    /// Nothing filled in.
    Empty,
    /// One line of text; also a value that does not fit its type, as it stands.
    Text(String),
    /// Markdown, to be rendered.
    Markdown(String),
    /// Short texts.
    Lines(Vec<String>),
    /// Keywords.
    Tags(Vec<String>),
    /// One or more choices with their words.
    Choices(Vec<ShownChoice>),
    /// A day, `YYYY-MM-DD`.
    Date(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    YesNo(bool),
    /// Page names, to be resolved to links.
    Pages(Vec<String>),
    /// A web or mail address that is safe to link to.
    Url(String),
    /// The id of a file.
    File(String),
    /// A table.
    Table {
        /// The columns that any row fills, in order.
        columns: Vec<ShownColumn>,
        /// The rows; each has a cell per column.
        rows: Vec<ShownRow>,
    },
}

/// A choice with its word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownChoice {
    /// The stored id.
    pub id: String,
    /// Its word; the id itself if the list no longer knows it.
    pub label: String,
    /// Whether the list knows it.
    pub known: bool,
}

/// A column of a shown table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownColumn {
    /// The id.
    pub id: String,
    /// Its word.
    pub label: String,
}

/// A row of a shown table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownRow {
    /// The stable id, for anchors.
    pub id: String,
    /// One cell per column.
    pub cells: Vec<Shown>,
}

impl Declaration {
    /// The value of `field` ready to be shown, words in the language with the code `lang`.
    pub fn display(&self, field: &Field, value: &Value, lang: &str) -> Shown {
        field.display(value, lang)
    }
}

impl Field {
    /// A value of this field ready to be shown, words in the language with the code `lang`.
    pub fn display(&self, value: &Value, lang: &str) -> Shown {
        match (&self.r#type, value) {
            (FieldType::Table(columns), Value::Array(rows)) => table(columns, rows, lang),
            (field_type, value) => single(field_type, value, lang),
        }
    }
}

fn single(field_type: &FieldType, value: &Value, lang: &str) -> Shown {
    if super::is_empty(Some(value)) {
        return Shown::Empty;
    }
    let shown = match field_type {
        FieldType::Text | FieldType::Person => as_text(value).map(Shown::Text),
        FieldType::Markdown => as_text(value).map(Shown::Markdown),
        FieldType::Number => value.as_f64().map(Shown::Number),
        FieldType::Date => value
            .as_str()
            .filter(|day| parse_date(day).is_some())
            .map(|day| Shown::Date(day.into())),
        FieldType::YesNo => value.as_bool().map(Shown::YesNo),
        FieldType::Choice(list) | FieldType::District(list) => {
            as_text(value).map(|id| Shown::Choices(vec![choice(list, id, lang)]))
        }
        FieldType::Choices(list) | FieldType::Districts(list) => texts(value)
            .map(|ids| Shown::Choices(ids.into_iter().map(|id| choice(list, id, lang)).collect())),
        FieldType::Pages { .. } => texts(value).map(Shown::Pages),
        FieldType::Tags => texts(value).map(Shown::Tags),
        FieldType::Lines => texts(value).map(Shown::Lines),
        FieldType::Url => {
            value.as_str().filter(|url| is_link(url)).map(|url| Shown::Url(url.into()))
        }
        FieldType::File => as_text(value).map(Shown::File),
        FieldType::Table(_) => None,
    };
    shown.unwrap_or_else(|| Shown::Text(as_typed(value)))
}

/// A stored address may be one that did not fit and was kept; only these become links.
fn is_link(url: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

fn choice(list: &ChoiceList, id: String, lang: &str) -> ShownChoice {
    let known = list.get(&id).is_some();
    ShownChoice { label: list.label(&id, lang).to_owned(), id, known }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(as_text).collect(),
        other => as_text(other).map(|only| vec![only]),
    }
}

fn table(columns: &[Column], rows: &[Value], lang: &str) -> Shown {
    let filled = |column: &&Column| rows.iter().any(|row| !super::is_empty(row.get(&column.id)));
    let columns: Vec<_> = columns.iter().filter(filled).collect();
    let rows = rows.iter().map(|row| shown_row(&columns, row, lang)).collect();
    let heads = columns.iter().map(|column| ShownColumn {
        id: column.id.clone(),
        label: column.label.get(lang).to_owned(),
    });
    Shown::Table { columns: heads.collect(), rows }
}

fn shown_row(columns: &[&Column], row: &Value, lang: &str) -> ShownRow {
    let id = row.get(ROW_ID).and_then(Value::as_str).unwrap_or_default().to_owned();
    let cell = |column: &&Column| match row.get(&column.id) {
        Some(value) => single(&column.r#type, value, lang),
        None => Shown::Empty,
    };
    ShownRow { id, cells: columns.iter().map(cell).collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::read::tests::any_fields;
    use crate::kinds::samples::practice;

    fn shown(field: &str, value: Value, lang: &str) -> Value {
        let kind = practice();
        serde_json::to_value(kind.display(kind.field(field).unwrap(), &value, lang)).unwrap()
    }

    #[test]
    fn templates_get_words_and_never_look_up_ids() {
        let choice = |id: &str, label: &str, known: bool| json!({ "id": id, "label": label, "known": known });
        assert_eq!(
            shown("dimensions", json!(["struktur", "fort"]), "en"),
            json!({ "type": "choices", "value": [choice("struktur", "Structure", true), choice("fort", "fort", false)] })
        );
        assert_eq!(
            shown("origin", json!("neukoelln"), "de"),
            json!({ "type": "choices", "value": [choice("neukoelln", "Neukölln", true)] })
        );
        assert_eq!(shown("tested", json!(true), "de"), json!({ "type": "yes_no", "value": true }));
        assert_eq!(shown("summary", json!(""), "de"), json!({ "type": "empty" }));
    }

    #[test]
    fn a_value_that_does_not_fit_is_shown_as_it_stands() {
        assert_eq!(
            shown("starts_on", json!("morgen"), "de"),
            json!({ "type": "text", "value": "morgen" })
        );
        assert_eq!(
            shown("link", json!("javascript:alert(1)"), "de"),
            json!({ "type": "text", "value": "javascript:alert(1)" })
        );
    }

    #[test]
    fn a_table_shows_the_columns_that_are_filled() {
        let rows = json!([{ "id": "a", "text": "T" }, { "id": "b", "due_on": "2026-01-02" }]);
        assert_eq!(
            shown("statements", rows, "de"),
            json!({ "type": "table", "value": {
            "columns": [{ "id": "text", "label": "Aussage" }, { "id": "due_on", "label": "Bis" }],
            "rows": [
                { "id": "a", "cells": [{ "type": "text", "value": "T" }, { "type": "empty" }] },
                { "id": "b", "cells": [{ "type": "empty" }, { "type": "date", "value": "2026-01-02" }] },
            ],
        } })
        );
    }

    proptest::proptest! {
        #[test]
        fn everything_stored_can_be_shown(fields in any_fields()) {
            let kind = practice();
            for field in &kind.fields {
                if let Some(value) = fields.get(&field.id) {
                    kind.display(field, value, "de");
                }
            }
        }
    }
}
