//! Builds fields and columns from their tables, and names every mistake by line.
//! Knows one field at a time; kinds and sets of records are put together next door.

use std::collections::BTreeMap;

use super::ChoiceList;
use super::Column;
use super::Declaration;
use super::Field;
use super::FieldType;
use super::Limits;
use super::Role;
use super::front_matter;
use super::rule_load::Messages;
use super::toml_table::Table;
use super::value::ROW_ID;
use super::value::canonical;

/// The fields of `common.toml`, by id.
pub(crate) struct CommonFields<'s> {
    by_id: BTreeMap<String, Table<'s>>,
}

impl<'s> CommonFields<'s> {
    /// Reads the files in order; a field in a later file wins over one with the same id before.
    pub(crate) fn read(tables: &[Table<'s>]) -> Self {
        let mut by_id = BTreeMap::new();
        for table in tables {
            let mut here = BTreeMap::new();
            for field in table.tables("field") {
                let Some(id) = field.required_text("id") else {
                    continue;
                };
                if here.contains_key(&id) {
                    field.note("problem-file-duplicate", &[("id", &id)]);
                    continue;
                }
                here.insert(id, field);
            }
            by_id.extend(here);
        }
        Self { by_id }
    }

    /// The table of a common field, to be put under the one that takes it over.
    fn under(&self, id: &str) -> Option<Table<'s>> {
        self.by_id.get(id).map(Table::again)
    }
}

/// What reading a field or rule needs to know of the other files.
pub(crate) struct Reading<'r, 's> {
    pub(crate) common: &'r CommonFields<'s>,
    pub(crate) lists: &'r BTreeMap<String, ChoiceList>,
    pub(crate) messages: &'r Messages,
    pub(crate) kind_ids: &'r [&'r str],
}

/// Whose field it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Page,
    Record,
}

impl<'s> Reading<'_, 's> {
    /// Reads one field of a declaration whose fields before it are read already.
    pub(crate) fn field(
        &self,
        declaration: &Declaration,
        owner: Owner,
        table: Table<'s>,
    ) -> Option<Field> {
        let id = table.required_text("id")?;
        if !is_id(&id) {
            table.note_at("id", "problem-file-bad-id", &[("id", &id)]);
            return None;
        }
        if is_reserved(owner, &id) {
            table.note_at("id", "problem-file-reserved", &[("id", &id)]);
            return None;
        }
        if declaration.field(&id).is_some() {
            table.note_at("id", "problem-file-duplicate", &[("id", &id)]);
            return None;
        }
        let common = table.yes("common");
        let table = if common { self.over_common(&id, table)? } else { table };

        let field_type = self.field_type(&table)?;
        let section = section_of(declaration, &table);
        let limits = limits(&table);
        let default = default_value(&id, &field_type, &limits, &table);
        let field = Field {
            section,
            label: table.required_label("label").unwrap_or_default(),
            help: table.label("help").unwrap_or_default(),
            source: table.text("source"),
            required: owner == Owner::Record && table.yes("required"),
            required_from: required_from(declaration, &table),
            default,
            facet: table.yes("facet"),
            // In a table the key `column` holds its columns.
            column: !matches!(field_type, FieldType::Table(_)) && table.yes("column"),
            weight: table.weight("weight").unwrap_or(usual_weight(&field_type)),
            first: owner == Owner::Page && table.yes("first"),
            role: role(&table),
            was: table.texts("was"),
            r#type: field_type,
            limits,
            common,
            id,
        };
        table.finish();
        Some(field)
    }

    fn over_common(&self, id: &str, table: Table<'s>) -> Option<Table<'s>> {
        match self.common.under(id) {
            Some(under) => Some(table.over(under)),
            None => {
                table.note("problem-file-unknown-common", &[("id", id)]);
                None
            }
        }
    }

    fn field_type(&self, table: &Table<'s>) -> Option<FieldType> {
        if let Some(simple) = self.column_type(table)? {
            return Some(simple);
        }
        let mut columns: Vec<Column> = Vec::new();
        for column in table.tables("column") {
            if let Some(column) = self.table_column(&columns, &column) {
                columns.push(column);
            }
        }
        if columns.is_empty() {
            table.note("problem-file-missing-key", &[("key", "column")]);
            return None;
        }
        Some(FieldType::Table(columns))
    }

    /// The type of a column or field; `Some(None)` for a table.
    fn column_type(&self, table: &Table<'s>) -> Option<Option<FieldType>> {
        let name = table.required_text("type")?;
        Some(Some(match name.as_str() {
            "text" => FieldType::Text,
            "markdown" => FieldType::Markdown,
            "number" => FieldType::Number,
            "date" => FieldType::Date,
            "yes_no" => FieldType::YesNo,
            "choice" => FieldType::Choice(self.list(table, None)),
            "choices" => FieldType::Choices(self.list(table, None)),
            "district" => FieldType::District(self.list(table, Some("districts"))),
            "districts" => FieldType::Districts(self.list(table, Some("districts"))),
            "person" => FieldType::Person,
            "pages" => FieldType::Pages { kinds: self.kinds_meant(table) },
            "tags" => FieldType::Tags,
            "lines" => FieldType::Lines,
            "url" => FieldType::Url,
            "file" => FieldType::File,
            "table" => return Some(None),
            _ => {
                let args = [("key", "type"), ("value", name.as_str())];
                table.note_at("type", "problem-file-unknown-value", &args);
                return None;
            }
        }))
    }

    fn table_column(&self, before: &[Column], table: &Table<'s>) -> Option<Column> {
        let id = table.required_text("id")?;
        if !is_id(&id) {
            table.note_at("id", "problem-file-bad-id", &[("id", &id)]);
            return None;
        }
        if id == ROW_ID {
            table.note_at("id", "problem-file-reserved", &[("id", &id)]);
            return None;
        }
        if before.iter().any(|column| column.id == id) {
            table.note_at("id", "problem-file-duplicate", &[("id", &id)]);
            return None;
        }
        let Some(field_type) = self.column_type(table)? else {
            let args = [("key", "type"), ("value", "table")];
            table.note_at("type", "problem-file-unknown-value", &args);
            return None;
        };
        let column = Column {
            id,
            r#type: field_type,
            label: table.required_label("label").unwrap_or_default(),
            help: table.label("help").unwrap_or_default(),
            required: table.yes("required"),
            limits: limits(table),
            was: table.texts("was"),
        };
        table.finish();
        Some(column)
    }

    fn list(&self, table: &Table<'s>, usual: Option<&str>) -> ChoiceList {
        if usual.is_none() && !table.has("choices") {
            table.note("problem-file-missing-key", &[("key", "choices")]);
        }
        let named = table.text("choices").or_else(|| usual.map(str::to_owned));
        let name = named.unwrap_or_default();
        if let Some(list) = self.lists.get(&name) {
            return list.clone();
        }
        if !name.is_empty() {
            table.note_at("choices", "problem-file-unknown-list", &[("list", &name)]);
        }
        ChoiceList::named(name)
    }

    fn kinds_meant(&self, table: &Table<'s>) -> Vec<String> {
        let kinds = table.texts("kinds");
        for kind in kinds.iter().filter(|kind| !self.kind_ids.contains(&kind.as_str())) {
            table.note_at("kinds", "problem-file-unknown-kind", &[("kind", kind)]);
        }
        kinds
    }
}

fn section_of(declaration: &Declaration, table: &Table<'_>) -> String {
    let section = table.text("section").unwrap_or_default();
    if declaration.sections.iter().any(|known| known.id == section) {
        return section;
    }
    if section.is_empty() && !declaration.sections.is_empty() {
        table.note("problem-file-missing-key", &[("key", "section")]);
    } else if !section.is_empty() {
        let args = [("section", section.as_str())];
        table.note_at("section", "problem-file-unknown-section", &args);
    }
    // The field must not vanish from the form because of a misspelt section.
    declaration.sections.first().map_or(section, |first| first.id.clone())
}

fn limits(table: &Table<'_>) -> Limits {
    Limits {
        chars_max: table.count("max_chars"),
        items_min: table.count("min_items"),
        items_max: table.count("max_items"),
    }
}

fn default_value(
    id: &str,
    field_type: &FieldType,
    limits: &Limits,
    table: &Table<'_>,
) -> Option<serde_json::Value> {
    let given = table.json("default")?;
    let mut problems = Vec::new();
    let value = canonical(field_type, limits, id, &given, &mut problems);
    if problems.is_empty() {
        return value;
    }
    table.note_at("default", "problem-file-bad-default", &[("id", id)]);
    None
}

fn required_from(declaration: &Declaration, table: &Table<'_>) -> Option<String> {
    let status = table.text("required_from")?;
    if declaration.status(&status).is_some() {
        return Some(status);
    }
    // A common field may name a status that another life cycle does not have; it asks for nothing.
    if !table.says("required_from") {
        return None;
    }
    let args = [("status", status.as_str())];
    table.note_at("required_from", "problem-file-unknown-status", &args);
    None
}

fn role(table: &Table<'_>) -> Option<Role> {
    let name = table.text("role")?;
    let role = Role::parse(&name);
    if role.is_none() {
        let args = [("key", "role"), ("value", name.as_str())];
        table.note_at("role", "problem-file-unknown-value", &args);
    }
    role
}

/// The keys a page file keeps for itself, and the id that every record has.
fn is_reserved(owner: Owner, id: &str) -> bool {
    match owner {
        Owner::Page => front_matter::RESERVED.contains(&id),
        Owner::Record => id == ROW_ID,
    }
}

/// Text is searched unless its kind says otherwise; dates, numbers and answers are not words.
fn usual_weight(field_type: &FieldType) -> f32 {
    match field_type {
        FieldType::Date
        | FieldType::Number
        | FieldType::YesNo
        | FieldType::File
        | FieldType::Url => 0.0,
        _ => 1.0,
    }
}

/// Lower-case letters, digits and underscores, beginning with a letter: ids stand in addresses,
/// form names and queries.
pub(crate) fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
