//! Projects: who has to have agreed before a joint one starts. Enrols nobody; that is up to each
//! district itself.

use crate::kinds::{Problem, is_empty};
use crate::pages::{Capability, Case};
use crate::store::records::Record;

/// A joint project has two sides at least (R1, R1b).
const DISTRICTS_MIN: usize = 2;

/// The departments one of which a citywide project works with (R2), as the register of
/// organisations has them.
const SENATE: [&str; 2] = ["senat-soziales", "senat-pflege-gesundheit"];

/// What projects are held to beyond their values.
pub struct Projects;

impl Capability for Projects {
    fn checks(&self) -> &'static [&'static str] {
        &[
            "projects.participants_confirmed",
            "projects.senate_named",
            "projects.phase_kept_in_history",
        ]
    }

    fn rows(&self, check: &str) -> &'static [&'static str] {
        match check {
            "projects.participants_confirmed" => &["participation"],
            _ => &[],
        }
    }

    fn check(&self, check: &str, case: &Case<'_>) -> Option<Problem> {
        let is_broken = match check {
            // The silent do not keep the others waiting: they stay listed as asked.
            "projects.participants_confirmed" => {
                case.rows.iter().filter(|it| has_agreed(it)).count() < DISTRICTS_MIN
            }
            "projects.senate_named" => !names_senate(case),
            // Each save is a revision, so every phase a project was in is in its history (R6).
            _ => false,
        };
        is_broken.then(|| case.problem("problem-rule"))
    }
}

fn has_agreed(row: &Record) -> bool {
    let state = row.fields.get("state").and_then(|it| it.as_str());
    state == Some("bestaetigt") && !is_empty(row.fields.get("contact"))
}

fn names_senate(case: &Case<'_>) -> bool {
    let named = case.fields.get("senate_departments").and_then(|it| it.as_array());
    let named = named.into_iter().flatten().filter_map(|it| it.as_str());
    named.into_iter().any(|it| SENATE.contains(&it))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::{Fields, Setting};
    use crate::pages::{sample_row, sample_rule};

    fn broken(check: &str, fields: serde_json::Value, rows: &[Record]) -> bool {
        let rule = sample_rule(check, None);
        let fields: Fields = fields.as_object().cloned().unwrap_or_default();
        let case = Case {
            rule: &rule,
            fields: &fields,
            before: None,
            note: "",
            created_at: 0,
            now: 0,
            setting: Setting::default(),
            rows,
        };
        Projects.check(check, &case).is_some()
    }

    #[test]
    fn a_joint_project_starts_with_two_districts_that_agreed_and_named_somebody() {
        let row = |state: &str, contact: &str| {
            sample_row("participation", json!({ "state": state, "contact": contact }))
        };
        let check = "projects.participants_confirmed";
        let agreed = row("bestaetigt", "QMB Mitte");

        assert!(broken(check, json!({}), &[]));
        assert!(broken(check, json!({}), &[agreed.clone(), row("angefragt", "QMB Pankow")]));
        assert!(broken(check, json!({}), &[agreed.clone(), row("bestaetigt", " ")]));
        let silent = row("angefragt", "QMB Spandau");
        assert!(!broken(check, json!({}), &[agreed.clone(), agreed, silent]));
    }

    #[test]
    fn a_district_office_is_no_senate_department() {
        let check = "projects.senate_named";
        let named =
            |ids: serde_json::Value| broken(check, json!({ "senate_departments": ids }), &[]);

        assert!(named(json!(["bezirksamt-mitte", "senat-finanzen"])));
        assert!(named(json!([])));
        assert!(!named(json!(["senat-finanzen", "senat-soziales"])));
    }
}
