//! Capabilities: behaviour that values alone cannot decide. `app` hands them to [`Pages`](super::Pages),
//! whose acts run their checks inside the transaction. Knows none of them by name.

use std::sync::Arc;

use crate::clock::Millis;
use crate::kinds::{Fields, Problem, Rule, Setting};
use crate::store::records::Record;

/// What a capability adds to the rules of kinds and sets of records. It never writes and asks no
/// database: which rows it has to see it says beforehand, so that a check is a function of values.
pub trait Capability: Send + Sync {
    /// The checks it brings, as rules name them: `measures.none_left_open`.
    fn checks(&self) -> &'static [&'static str];

    /// The sets of records whose rows at the page a check looks at.
    fn rows(&self, check: &str) -> &'static [&'static str];

    /// What a check finds wrong; nothing when the rule holds.
    fn check(&self, check: &str, case: &Case<'_>) -> Option<Problem>;
}

/// What a check looks at: a page, or one row of a set of records.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The rule that asks.
    pub rule: &'a Rule,
    /// The values as they would be stored.
    pub fields: &'a Fields,
    /// The values stored now; none for a new page or row.
    pub before: Option<&'a Fields>,
    /// The note on the change, for a page.
    pub note: &'a str,
    /// When the page or row came to be; now for a new one.
    pub created_at: Millis,
    /// What time it is.
    pub now: Millis,
    /// Where the values stand.
    pub setting: Setting<'a>,
    /// The rows at the page of the sets the capability asked for.
    pub rows: &'a [Record],
}

impl Case<'_> {
    /// The field the rule speaks about, for a problem at it; the page as a whole otherwise.
    pub fn problem(&self, code: &str) -> Problem {
        let field = self.rule.field().map(str::to_owned);
        Problem { field, code: code.to_owned(), args: Default::default() }
    }
}

/// All capabilities of a wiki.
#[derive(Clone, Default)]
pub struct Capabilities(Vec<Arc<dyn Capability>>);

impl Capabilities {
    /// These capabilities.
    pub fn new(all: Vec<Arc<dyn Capability>>) -> Self {
        Self(all)
    }

    /// The one that brings a check; none while a rule waits for its capability.
    pub fn bringing(&self, check: &str) -> Option<&dyn Capability> {
        let brings = |it: &&Arc<dyn Capability>| it.checks().contains(&check);
        self.0.iter().find(brings).map(AsRef::as_ref)
    }
}

/// A rule that asks for a check, for the tests of capabilities.
#[cfg(test)]
pub fn sample_rule(check: &str, field: Option<&str>) -> Rule {
    use crate::kinds::{Level, RuleForm};
    Rule {
        id: "R".to_owned(),
        level: Level::Error,
        hint_unless: Vec::new(),
        from: Vec::new(),
        when: Vec::new(),
        unless: Vec::new(),
        form: RuleForm::Named { check: check.to_owned(), field: field.map(str::to_owned) },
        bites: None,
        source: None,
        message: Default::default(),
    }
}

/// A row of a set, for the tests of capabilities.
#[cfg(test)]
pub fn sample_row(set: &str, fields: serde_json::Value) -> Record {
    Record {
        id: "r".to_owned(),
        page: "p".to_owned(),
        set: set.to_owned(),
        per: None,
        version: 1,
        fields: fields.as_object().cloned().unwrap_or_default(),
        is_closed: false,
        created_by: None,
        created_at: 0,
        updated_at: 0,
    }
}
