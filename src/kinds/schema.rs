//! Describes the fields of a kind or set of records as a JSON Schema (2020-12), for programs.
//! Describes the canonical form; reading is more lenient than the schema.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::ChoiceList;
use super::Column;
use super::Declaration;
use super::Field;
use super::FieldType;
use super::Kind;
use super::Label;
use super::Limits;
use super::RecordSet;
use super::value::ROW_ID;

impl Kind {
    /// The schema of the object `fields`, words in the language with the code `lang`. Nothing is
    /// required, as a draft needs no field; `x-required-from` says from which status it is.
    pub fn json_schema(&self, lang: &str) -> Value {
        let mut schema = object_schema(self, "kind", lang);
        let records: Vec<_> = self.records.iter().map(|set| set.id.as_str()).collect();
        schema.insert("x-publish".to_owned(), json!(self.publish));
        schema.insert("x-records".to_owned(), json!(records));
        Value::Object(schema)
    }
}

impl RecordSet {
    /// The schema of the values of one row, words in the language with the code `lang`.
    pub fn json_schema(&self, lang: &str) -> Value {
        let mut schema = object_schema(self, "records", lang);
        let required = self.fields.iter().filter(|field| field.required);
        let required: Vec<_> = required.map(|field| field.id.as_str()).collect();
        schema.insert("required".to_owned(), json!(required));
        schema.insert("x-per".to_owned(), json!(self.per));
        schema.insert("x-edit".to_owned(), json!(self.edit));
        schema.insert("x-append-only".to_owned(), json!(self.append_only));
        schema.insert("x-status-field".to_owned(), json!(self.status_field));
        schema.insert("x-closed".to_owned(), json!(self.closed));
        Value::Object(schema)
    }
}

fn object_schema(declaration: &Declaration, sort: &str, lang: &str) -> Map<String, Value> {
    let properties: Map<_, _> = declaration
        .fields
        .iter()
        .map(|field| (field.id.clone(), Value::Object(field_schema(field, lang))))
        .collect();
    let statuses: Vec<_> = declaration
        .statuses
        .iter()
        .map(|status| json!({ "const": status.id, "title": status.label.get(lang) }))
        .collect();
    object(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{sort}:{}", declaration.id),
        "title": declaration.label.get(lang),
        "description": declaration.hint.get(lang),
        "type": "object",
        "properties": properties,
        "additionalProperties": true,
        "x-statuses": statuses,
    }))
}

fn field_schema(field: &Field, lang: &str) -> Map<String, Value> {
    let mut schema = type_schema(&field.r#type, &field.limits, lang);
    describe(&mut schema, &field.label, &field.help, lang);
    if let Some(default) = &field.default {
        schema.insert("default".to_owned(), default.clone());
    }
    if let Some(status) = &field.required_from {
        schema.insert("x-required-from".to_owned(), Value::from(status.as_str()));
    }
    if let Some(source) = &field.source {
        schema.insert("x-source".to_owned(), Value::from(source.as_str()));
    }
    schema.insert("x-type".to_owned(), Value::from(field.r#type.name()));
    schema.insert("x-section".to_owned(), Value::from(field.section.as_str()));
    schema
}

fn describe(schema: &mut Map<String, Value>, label: &Label, help: &Label, lang: &str) {
    schema.insert("title".to_owned(), Value::from(label.get(lang)));
    if !help.get(lang).is_empty() {
        schema.insert("description".to_owned(), Value::from(help.get(lang)));
    }
}

fn type_schema(field_type: &FieldType, limits: &Limits, lang: &str) -> Map<String, Value> {
    match field_type {
        FieldType::Text | FieldType::Person | FieldType::File => texts(limits),
        FieldType::Markdown => {
            let mut schema = texts(limits);
            schema.insert("contentMediaType".to_owned(), Value::from("text/markdown"));
            schema
        }
        FieldType::Number => object(json!({ "type": "number" })),
        FieldType::Date => object(json!({ "type": "string", "format": "date" })),
        FieldType::YesNo => object(json!({ "type": "boolean" })),
        FieldType::Url => object(json!({ "type": "string", "format": "uri" })),
        FieldType::Choice(list) | FieldType::District(list) => choice(list, lang),
        FieldType::Choices(list) | FieldType::Districts(list) => {
            array(choice(list, lang), limits, Repeats::No)
        }
        FieldType::Pages { kinds } => {
            let mut schema = array(texts(&Limits::default()), limits, Repeats::No);
            schema.insert("x-kinds".to_owned(), json!(kinds));
            schema
        }
        FieldType::Tags | FieldType::Lines => array(texts(limits), limits, Repeats::No),
        FieldType::Table(columns) => array(row(columns, lang), limits, Repeats::Yes),
    }
}

/// Whether a list may hold an entry twice.
#[derive(Clone, Copy, PartialEq)]
enum Repeats {
    Yes,
    No,
}

fn array(items: Map<String, Value>, limits: &Limits, repeats: Repeats) -> Map<String, Value> {
    let mut schema = object(json!({ "type": "array", "items": items }));
    if repeats == Repeats::No {
        schema.insert("uniqueItems".to_owned(), Value::Bool(true));
    }
    if let Some(max) = limits.items_max {
        schema.insert("maxItems".to_owned(), json!(max));
    }
    schema
}

fn texts(limits: &Limits) -> Map<String, Value> {
    let mut schema = object(json!({ "type": "string" }));
    if let Some(max) = limits.chars_max {
        schema.insert("maxLength".to_owned(), json!(max));
    }
    schema
}

fn choice(list: &ChoiceList, lang: &str) -> Map<String, Value> {
    if list.items.is_empty() {
        return texts(&Limits::default());
    }
    let options: Vec<_> = list
        .items
        .iter()
        .map(|choice| {
            let mut option = object(json!({
                "const": choice.id,
                "title": choice.label.get(lang),
            }));
            if choice.retired {
                option.insert("deprecated".to_owned(), Value::Bool(true));
            }
            option
        })
        .collect();
    object(json!({ "type": "string", "oneOf": options }))
}

fn row(columns: &[Column], lang: &str) -> Map<String, Value> {
    let id = json!({ "type": "string", "description": "Stable; given by the server if absent." });
    let mut properties = Map::new();
    properties.insert(ROW_ID.to_owned(), id);
    for column in columns {
        let mut schema = type_schema(&column.r#type, &column.limits, lang);
        describe(&mut schema, &column.label, &column.help, lang);
        properties.insert(column.id.clone(), Value::Object(schema));
    }
    object(json!({ "type": "object", "properties": properties, "additionalProperties": true }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::kinds::samples::practice;

    #[test]
    fn the_schema_tells_programs_what_a_kind_holds() {
        let schema = practice().json_schema("en");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["title"], "Good practice");
        let fields = &schema["properties"];
        assert_eq!(fields["summary"]["maxLength"], 60);
        assert_eq!(fields["summary"]["x-required-from"], "in_abstimmung");
        assert_eq!(fields["starts_on"]["format"], "date");
        assert_eq!(
            fields["dimensions"]["items"]["oneOf"][0],
            json!({ "const": "struktur", "title": "Structure" })
        );
        assert_eq!(fields["practice_type"]["oneOf"][2]["deprecated"], true);
        assert_eq!(fields["statements"]["items"]["properties"]["is_minimum"]["type"], "boolean");
        assert_eq!(fields["quality_goals"]["x-kinds"], json!(["goal"]));
    }
}
