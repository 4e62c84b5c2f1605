//! Measures: moved dates have a reason, longer undertakings milestones, and nothing open is left
//! behind. Looks at the rows of a page; reminds nobody, and counts nothing per person.

use crate::clock::DAY;
use crate::kinds::{Problem, is_empty};
use crate::pages::{Capability, Case};

/// A new date may be put right for a week without giving a reason (product.md 3).
const FREE_MOVES: i64 = 7 * DAY;

/// What measures, milestones and the pages that carry them are held to.
pub struct Measures;

impl Capability for Measures {
    fn checks(&self) -> &'static [&'static str] {
        &["measures.moved_with_reason", "measures.milestone_suggested", "measures.none_left_open"]
    }

    fn rows(&self, check: &str) -> &'static [&'static str] {
        match check {
            "measures.milestone_suggested" => &["milestone"],
            "measures.none_left_open" => &["measure"],
            _ => &[],
        }
    }

    fn check(&self, check: &str, case: &Case<'_>) -> Option<Problem> {
        let is_broken = match check {
            "measures.moved_with_reason" => is_moved(case) && !has_reason(case),
            "measures.milestone_suggested" => case.rows.is_empty(),
            "measures.none_left_open" => case.rows.iter().any(|it| !it.is_closed),
            _ => false,
        };
        is_broken.then(|| case.problem("problem-rule"))
    }
}

/// Whether a date that stood for more than a week becomes another one (R19).
fn is_moved(case: &Case<'_>) -> bool {
    let Some(before) = case.before.and_then(|it| it.get("due_on")) else { return false };
    case.fields.get("due_on") != Some(before) && case.now - case.created_at > FREE_MOVES
}

/// A row has a field for the reason; a page has the note on the change.
fn has_reason(case: &Case<'_>) -> bool {
    match case.rule.field() {
        Some(field @ "moved_reason") => !is_empty(case.fields.get(field)),
        _ => !case.note.trim().is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::{Fields, Setting};
    use crate::pages::sample_rule;

    fn fields(value: serde_json::Value) -> Fields {
        value.as_object().cloned().unwrap_or_default()
    }

    fn broken(before: Option<&Fields>, now: &Fields, days: i64, note: &str) -> bool {
        let rule = sample_rule("measures.moved_with_reason", Some("moved_reason"));
        let case = Case {
            rule: &rule,
            fields: now,
            before,
            note,
            created_at: 0,
            now: days * DAY,
            setting: Setting::default(),
            rows: &[],
        };
        Measures.check("measures.moved_with_reason", &case).is_some()
    }

    #[test]
    fn a_date_that_stood_for_a_week_moves_with_a_reason_only() {
        let first = fields(json!({ "due_on": "2026-12-01" }));
        let later = fields(json!({ "due_on": "2026-12-24" }));
        let told = fields(json!({ "due_on": "2026-12-24", "moved_reason": "abhaengigkeit" }));

        assert!(broken(Some(&first), &later, 8, ""));
        assert!(broken(Some(&first), &Fields::new(), 8, ""));
        assert!(!broken(Some(&first), &told, 8, ""));
        assert!(!broken(Some(&first), &later, 7, ""));
        assert!(!broken(Some(&first), &first, 8, ""));
        assert!(!broken(Some(&Fields::new()), &later, 8, ""));
        assert!(!broken(None, &later, 8, ""));
    }
}
