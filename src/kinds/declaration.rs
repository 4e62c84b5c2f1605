//! What kinds of pages and sets of records have in common: fields in sections, statuses, rules.
//! Holds no values; where a declaration comes from and who may write is told next door.

use serde::Serialize;
use serde_json::Value;

use super::Field;
use super::FieldType;
use super::Fields;
use super::Label;
use super::Problem;
use super::Role;
use super::Rule;

/// What a file says about values that belong together: those of a page, or of one record.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Declaration {
    /// The id, kept for good.
    pub id: String,
    /// The word for one.
    pub label: Label,
    /// The word for several.
    pub plural: Label,
    /// One sentence shown where a new one is begun.
    pub hint: Label,
    /// The sections in order; none for records.
    pub sections: Vec<Section>,
    /// The fields in order.
    pub fields: Vec<Field>,
    /// The statuses in order.
    pub statuses: Vec<Status>,
    /// The rules beyond single fields.
    pub rules: Vec<Rule>,
}

/// One status of a life cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The id, kept for good.
    pub id: String,
    /// Its word.
    pub label: Label,
    /// How much it asks for: a field required from a status is required from this rank on.
    pub rank: u32,
    /// Whether the life of a page ends here (repealed, archived). An end asks for nothing but the
    /// fields required exactly from it, so that nothing keeps a page from being laid to rest.
    pub end: bool,
    /// The statuses one goes to from here, the usual one first; without any, every other one.
    pub next: Vec<String>,
    /// Whether going here asks for a reason in words.
    pub reason: bool,
}

/// A group of fields in the form and on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The id.
    pub id: String,
    /// The heading.
    pub label: Label,
}

/// What a status asks for and what of it is not there yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing<'d> {
    /// The fields still empty, in order.
    pub missing: Vec<&'d Field>,
    /// How many fields the status asks for.
    pub required: usize,
}

impl Declaration {
    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// What stands at a path: a field, or a column of a table (`statements.text`).
    pub fn type_at(&self, path: &str) -> Option<&FieldType> {
        match path.split_once('.') {
            Some((field, column)) => Some(&self.field(field)?.table_column(column)?.r#type),
            None => Some(&self.field(path)?.r#type),
        }
    }

    /// The path that a name with today's or former ids means.
    pub fn path_of(&self, name: &str) -> Option<String> {
        let is_it =
            |id: &str, was: &[String], name: &str| id == name || was.iter().any(|it| it == name);
        let (field, column) = match name.split_once('.') {
            Some((field, column)) => (field, Some(column)),
            None => (name, None),
        };
        let exact = self.field(field);
        let field =
            exact.or_else(|| self.fields.iter().find(|it| is_it(&it.id, &it.was, field)))?;
        let Some(column) = column else {
            return Some(field.id.clone());
        };
        let column = field.columns().iter().find(|it| is_it(&it.id, &it.was, column))?;
        Some(format!("{}.{}", field.id, column.id))
    }

    /// The id of the field with this label, in either language.
    pub(crate) fn path_labelled(&self, label: &str) -> Option<String> {
        let wanted = label.to_lowercase();
        let is_it = |it: &Label| it.de.to_lowercase() == wanted || it.en.to_lowercase() == wanted;
        self.fields.iter().find(|field| is_it(&field.label)).map(|field| field.id.clone())
    }

    /// The fields with this role, in order.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.role == Some(role))
    }

    /// The first text in a field with this role that is filled.
    pub fn text_with_role<'v>(&self, role: Role, fields: &'v Fields) -> Option<&'v str> {
        let texts = self.with_role(role).filter_map(|field| fields.get(&field.id)?.as_str());
        texts.into_iter().find(|text| !text.trim().is_empty())
    }

    /// How a problem's place is called: `Aussagen · 3 · Aussage` for `statements.2.text`; the path
    /// itself where the declaration does not know it.
    pub fn path_label(&self, path: &str, lang: &str) -> String {
        let mut parts = path.split('.');
        let Some(field) = parts.next().and_then(|id| self.field(id)) else {
            return path.to_owned();
        };
        let mut label = field.label.get(lang).to_owned();
        for part in parts {
            label.push_str(" · ");
            match (field.table_column(part), part.parse::<usize>()) {
                (Some(column), _) => label.push_str(column.label.get(lang)),
                (None, Ok(row)) => label.push_str(&row.saturating_add(1).to_string()),
                (None, Err(_)) => label.push_str(part),
            }
        }
        label
    }

    /// A problem with the labels it speaks of in the language with this code; they come in German.
    #[must_use]
    pub fn in_language(&self, problem: &Problem, lang: &str) -> Problem {
        let mut problem = problem.clone();
        let place = |path: &String| self.path_label(path, lang);
        if let (Some(label), Some(field)) = (problem.args.get_mut("label"), &problem.field) {
            *label = place(field);
        }
        if let Some(other) = problem.args.get("other_field").map(place) {
            problem.args.insert("other".to_owned(), other);
        }
        problem
    }

    /// The fields of a section, in order.
    pub fn fields_in<'d>(&'d self, section: &'d str) -> impl Iterator<Item = &'d Field> {
        self.fields.iter().filter(move |field| field.section == section)
    }

    /// The statuses in order; none for a kind without a life cycle.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// The status with this id.
    pub fn status(&self, id: &str) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// The statuses one may go to from this one, the usual one first (domain.md 2.10).
    pub fn next_statuses(&self, from: &str) -> Vec<&Status> {
        let Some(now) = self.status(from) else {
            // A status the kind no longer has is left for any it has.
            return self.statuses.iter().collect();
        };
        if now.next.is_empty() {
            let others = || self.statuses.iter().filter(|it| it.id != now.id);
            let (ahead, behind): (Vec<_>, Vec<_>) =
                others().partition(|it| it.rank >= now.rank && !it.end);
            return ahead.into_iter().chain(behind).collect();
        }
        now.next.iter().filter_map(|id| self.status(id)).collect()
    }

    /// The status whose demands are shown while a page is in `from`: the usual next one, unless
    /// the page has come as far as it goes.
    pub fn status_ahead(&self, from: &str) -> Option<&Status> {
        let rank = self.status(from).map_or(0, |it| it.rank);
        let next = self.next_statuses(from);
        next.into_iter().find(|it| it.rank > rank && !it.end)
    }

    /// The id of the status a new page begins with; none for a kind without a life cycle.
    pub fn first_status(&self) -> Option<&str> {
        self.statuses.first().map(|status| status.id.as_str())
    }

    /// Whether `field` must be filled in `status`. A status nobody knows asks for nothing but what
    /// is always required.
    pub fn requires(&self, field: &Field, status: &str) -> bool {
        let from = field.required_from.as_deref();
        field.required || from.is_some_and(|from| self.has_reached(status, from))
    }

    /// Whether a page or record in `status` has come as far as `from`.
    pub fn has_reached(&self, status: &str, from: &str) -> bool {
        let (Some(now), Some(from)) = (self.status(status), self.status(from)) else {
            return false;
        };
        if now.end || from.end {
            return now.id == from.id;
        }
        now.rank >= from.rank
    }

    /// "Was noch fehlt (3 von 9)": which of the fields required in `status` are empty.
    pub fn missing_for(&self, status: &str, fields: &Fields) -> Missing<'_> {
        let required: Vec<_> =
            self.fields.iter().filter(|field| self.requires(field, status)).collect();
        let count = required.len();
        let missing =
            required.into_iter().filter(|field| is_empty(fields.get(&field.id))).collect();
        Missing { missing, required: count }
    }

    /// The values a new page or record begins with.
    pub fn defaults(&self) -> Fields {
        self.fields
            .iter()
            .filter_map(|field| Some((field.id.clone(), field.default.clone()?)))
            .collect()
    }
}

/// Whether a value counts as not filled.
pub fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(cells)) => cells.is_empty(),
        Some(Value::Bool(_) | Value::Number(_)) => false,
    }
}
