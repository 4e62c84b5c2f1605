//! A set of records: rows beside a page that have a life of their own, such as measures.
//! Declares what a row holds and who may write it; holds no rows and grants no right.

use std::ops::Deref;

use serde::Serialize;
use serde_json::Value;

use super::Declaration;
use super::Field;
use super::FieldType;
use super::Fields;
use super::Finding;
use super::Level;
use super::Role;
use super::Setting;
use super::rules::missing;
use super::value::as_text;

/// Who may write the rows of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditRight {
    /// Whoever may edit the page.
    Page,
    /// Whoever works for the district the row is about.
    OwnDistrict,
    /// Whoever works in the unit the row is about.
    OwnUnit,
    /// Whoever may edit the page, and whoever the row names as responsible.
    Responsible,
    /// The members of the body.
    Member,
    /// Whoever may read the page.
    Anybody,
    /// Nobody: the program writes them as part of an act.
    System,
}

impl EditRight {
    const ALL: [(&str, Self); 7] = [
        ("page", Self::Page),
        ("own-district", Self::OwnDistrict),
        ("own-unit", Self::OwnUnit),
        ("responsible", Self::Responsible),
        ("member", Self::Member),
        ("anybody", Self::Anybody),
        ("system", Self::System),
    ];

    /// The right with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, right)| *right)
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, right)| *right == self).map_or("", |(name, _)| name)
    }
}

/// A set of records. Its statuses are the choices of its status field; those that count as done are
/// ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordSet {
    /// Its words, fields, statuses and rules.
    #[serde(flatten)]
    pub declaration: Declaration,
    /// The field of which each value has at most one row on a page.
    pub per: Option<String>,
    /// Who may write its rows.
    pub edit: EditRight,
    /// Whether rows are only ever added.
    pub append_only: bool,
    /// The field that tells open rows from closed ones.
    pub status_field: Option<String>,
    /// The values of the status field that count as done.
    pub closed: Vec<String>,
}

/// A set of records is read like its declaration: `set.fields`, `set.read_json(…)`.
impl Deref for RecordSet {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        &self.declaration
    }
}

impl RecordSet {
    /// The status of a row: the value of the status field, or its default. Empty while there is
    /// neither, and for a set whose rows have no status.
    pub fn status_of<'v>(&'v self, row: &'v Fields) -> &'v str {
        let Some(field) = self.status_field.as_deref().and_then(|id| self.field(id)) else {
            return "";
        };
        let held = row.get(&field.id).or(field.default.as_ref());
        held.and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a row is done.
    pub fn is_closed(&self, row: &Fields) -> bool {
        self.closed.iter().any(|closed| closed == self.status_of(row))
    }

    /// The value that no other row of the page may have; `None` for a set of free rows.
    pub fn key_of(&self, row: &Fields) -> Option<String> {
        row.get(self.per.as_deref()?).and_then(as_text)
    }

    /// The field that says which district a row is about.
    pub fn district_field(&self) -> Option<&Field> {
        let of_type = || self.fields.iter().filter(|field| is_district(field));
        of_type().find(|field| self.per.as_ref() == Some(&field.id)).or_else(|| of_type().next())
    }

    /// The field that says who answers for a row.
    pub fn responsible_field(&self) -> Option<&Field> {
        let person = |field: &&Field| matches!(field.r#type, FieldType::Person);
        self.with_role(Role::Owner).next().or_else(|| self.fields.iter().find(person))
    }

    /// Which rules a row breaks, what it must hold and does not included: a record is no draft, so
    /// an empty required field keeps it from being saved. The status in `setting` does not count,
    /// the row has its own.
    pub fn check(&self, row: &Fields, setting: &Setting<'_>) -> Vec<Finding> {
        let setting = Setting { status: self.status_of(row), ..*setting };
        let mut findings = missing(self, row, setting.status, Level::Error);
        findings.extend(self.declaration.check(row, &setting));
        findings
    }
}

fn is_district(field: &Field) -> bool {
    matches!(field.r#type, FieldType::District(_))
}
