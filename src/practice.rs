//! Good practice: whether what is called proven is in use elsewhere. Counts rows of districts,
//! judges nothing; a person confirms the word.

use crate::kinds::{Problem, is_empty};
use crate::pages::{Capability, Case};
use crate::store::records::Record;

/// From so many districts on a practice is proven (R23).
const DISTRICTS_MIN: usize = 2;

/// What good practices are held to beyond their values.
pub struct Practice;

impl Capability for Practice {
    fn checks(&self) -> &'static [&'static str] {
        &["practice.maturity_supported"]
    }

    fn rows(&self, _: &str) -> &'static [&'static str] {
        &["adoption"]
    }

    fn check(&self, _: &str, case: &Case<'_>) -> Option<Problem> {
        let maturity = case.fields.get("maturity").and_then(|it| it.as_str());
        let is_used = case.rows.iter().filter(|it| is_in_use(it)).count() >= DISTRICTS_MIN;
        let is_supported = is_used || !is_empty(case.fields.get("evidence"));
        (maturity == Some("bewaehrt") && !is_supported).then(|| case.problem("problem-rule"))
    }
}

fn is_in_use(row: &Record) -> bool {
    let state = row.fields.get("state").and_then(|it| it.as_str());
    matches!(state, Some("uebernommen" | "angepasst_uebernommen"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::{Fields, Setting};
    use crate::pages::{sample_row, sample_rule};

    fn broken(fields: serde_json::Value, states: &[&str]) -> bool {
        let rule = sample_rule("practice.maturity_supported", Some("maturity"));
        let fields: Fields = fields.as_object().cloned().unwrap_or_default();
        let row = |state: &&str| sample_row("adoption", json!({ "state": state }));
        let rows: Vec<Record> = states.iter().map(row).collect();
        let case = Case {
            rule: &rule,
            fields: &fields,
            before: None,
            note: "",
            created_at: 0,
            now: 0,
            setting: Setting::default(),
            rows: &rows,
        };
        Practice.check("practice.maturity_supported", &case).is_some()
    }

    #[test]
    fn proven_means_two_districts_or_evidence() {
        let proven = json!({ "maturity": "bewaehrt" });

        assert!(broken(proven.clone(), &[]));
        assert!(broken(proven.clone(), &["uebernommen", "in_erprobung"]));
        assert!(!broken(proven, &["uebernommen", "angepasst_uebernommen"]));
        assert!(!broken(json!({ "maturity": "bewaehrt", "evidence": "Befragung" }), &[]));
        assert!(!broken(json!({ "maturity": "erprobt" }), &[]));
    }
}
