//! What a status asks of a page, one by one: fields that must be filled and gates of rules, each
//! met or open. Decides nothing about who may set a status.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Declaration;
use super::Field;
use super::Fields;
use super::Finding;
use super::Label;
use super::Level;
use super::Others;
use super::Rule;
use super::RuleForm;
use super::Setting;

/// One thing a status asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Demand {
    /// The field it is about; `None` for what concerns the page as a whole.
    pub field: Option<String>,
    /// The rule that asks; `None` for a field that must be filled.
    pub rule: Option<String>,
    /// What the rule says.
    pub message: Option<Label>,
    /// Whether it is there.
    pub is_met: bool,
}

impl Declaration {
    /// What going to status `to` asks for, in the order of the fields and then of the rules. It is
    /// open as far as [`Declaration::gates_among`] finds something. Checks of capabilities are not
    /// among it, and a draft is free.
    pub fn demands(
        &self,
        fields: &Fields,
        from: &str,
        to: &str,
        setting: &Setting<'_>,
        others: &dyn Others,
    ) -> Vec<Demand> {
        if from == to || self.first_status() == Some(to) {
            return Vec::new();
        }
        let findings = self.gates_among(fields, from, to, setting, others);
        let setting = Setting { status: to, ..*setting };
        let asked = self.fields.iter().filter(|field| self.requires(field, to));
        let mut demands: Vec<Demand> = asked.map(|field| of_field(field, &findings)).collect();
        let told: BTreeSet<String> = demands.iter().filter_map(|it| it.field.clone()).collect();
        let is_told = |rule: &Rule| {
            let is_about_filling =
                matches!(rule.form, RuleForm::Required { .. } | RuleForm::Count { .. });
            is_about_filling && rule.field().is_some_and(|it| told.contains(it))
        };
        let rules = self.rules.iter().filter(|rule| rule.bites.is_none());
        let asking = rules.filter(|rule| rule.asks(self, fields, &setting) && !is_told(rule));
        for rule in asking {
            let demand = of_rule(rule, &findings);
            // Several rules may say the same words about one field, then they ask for one thing.
            let same = |it: &&mut Demand| it.field == demand.field && it.message == demand.message;
            match demands.iter_mut().find(same) {
                Some(other) => other.is_met &= demand.is_met,
                None => demands.push(demand),
            }
        }
        demands
    }
}

fn of_field(field: &Field, findings: &[Finding]) -> Demand {
    let open = findings.iter().find(|it| it.problem.top_field() == Some(field.id.as_str()));
    Demand {
        field: Some(field.id.clone()),
        rule: open.and_then(|it| it.rule.clone()),
        message: open.and_then(|it| it.message.clone()),
        is_met: open.is_none(),
    }
}

fn of_rule(rule: &Rule, findings: &[Finding]) -> Demand {
    let is_its = |it: &&Finding| {
        it.rule.as_ref() == Some(&rule.id) && it.message.as_ref() == Some(&rule.message)
    };
    let open = findings.iter().find(is_its);
    let at = open.and_then(|it| it.problem.field.as_deref()).or_else(|| rule.field());
    Demand {
        field: at.and_then(|it| it.split('.').next()).map(str::to_owned),
        rule: Some(rule.id.clone()),
        message: Some(rule.message.clone()),
        is_met: open.is_none(),
    }
}

impl Rule {
    /// Whether the rule stands between these values and their status: it is a gate somewhere in
    /// them, whether broken or kept.
    pub fn asks(&self, declaration: &Declaration, fields: &Fields, setting: &Setting<'_>) -> bool {
        let is_named = matches!(self.form, RuleForm::Named { .. });
        !is_named && self.level_among(declaration, fields, setting) == Some(Level::Gate)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::Alone;
    use crate::kinds::samples::{object, practice};

    fn asked(fields: serde_json::Value, to: &str) -> Vec<String> {
        let setting = Setting::default();
        let demands = practice().demands(&object(fields), "entwurf", to, &setting, &Alone);
        let told = |it: Demand| {
            let mark = if it.is_met { "+" } else { "-" };
            format!("{mark}{}", it.field.unwrap_or_default())
        };
        demands.into_iter().map(told).collect()
    }

    #[test]
    fn a_draft_is_free_and_a_release_asks_for_fields_and_gates() {
        assert_eq!(asked(json!({}), "entwurf"), [""; 0]);
        let minimum = json!({ "practice_type": "verfahren", "summary": "S", "problem": "P",
            "risks": ["a", "b"], "statements": [{ "id": "a", "text": "A", "is_minimum": true }] });
        let expected = ["+summary", "+practice_type", "+problem", "+risks", "-statements"];
        assert_eq!(asked(minimum, "freigegeben"), expected);
    }

    #[test]
    fn a_rule_about_a_field_that_is_asked_for_anyway_counts_once() {
        let open = asked(json!({ "practice_type": "instrument" }), "freigegeben");
        assert_eq!(open.iter().filter(|it| it.ends_with("risks")).count(), 1);
    }
}
