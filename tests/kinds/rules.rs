//! Declared rules, case by case: `tests/cases/rules.toml` has a row for each.
//! Deliberately not here: checks that capabilities bring; they are only listed.

use std::collections::{BTreeMap, BTreeSet};

use qm_wiki::kinds::{
    Alone, Declaration, Fields, Finding, Kinds, Others, Problem, Rule, RuleForm, Setting,
};
use serde::Deserialize;

use crate::shipped;

const CASES: &str = include_str!("../cases/rules.toml");

/// Rows by kind or set of records, then by rule.
type Cases = BTreeMap<String, BTreeMap<String, Vec<Case>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: Option<String>,
    pillar: Option<String>,
    district: Option<String>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    today: String,
    #[serde(default)]
    taken: BTreeSet<String>,
    #[serde(default)]
    leads: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    fields: Fields,
    finds: Vec<String>,
    #[serde(default = "yes")]
    speaks: bool,
}

fn yes() -> bool {
    true
}

impl Others for Case {
    fn have(&self, _: &str, value: &str) -> bool {
        self.taken.contains(value)
    }

    fn is_this(&self, name: &str) -> bool {
        name == "Diese Seite"
    }

    fn named_by(&self, name: &str, _: &str) -> Vec<String> {
        self.leads.get(name).cloned().unwrap_or_default()
    }
}

impl Case {
    fn setting<'c>(&'c self, kinds: &'c Kinds, of: &str) -> Setting<'c> {
        let own_status = kinds.record_set(of).map(|set| set.status_of(&self.fields));
        Setting {
            title: self.title.as_deref(),
            pillar: self.pillar.as_deref(),
            district: self.district.as_deref(),
            status: own_status.unwrap_or(&self.status),
            today: &self.today,
        }
    }

    /// The row as the file shows it, to find it there.
    fn told(&self) -> String {
        format!("{} fields = {}", self.status, serde_json::Value::Object(self.fields.clone()))
    }
}

fn cases() -> Cases {
    toml::from_str(CASES).unwrap_or_else(|error| panic!("{error}"))
}

fn declaration<'k>(kinds: &'k Kinds, id: &str) -> &'k Declaration {
    let kind = kinds.get(id).map(|kind| -> &Declaration { kind });
    let set = || kinds.record_set(id).map(|set| -> &Declaration { set });
    kind.or_else(set).unwrap_or_else(|| panic!("there is no kind or set of records {id}"))
}

fn declarations(kinds: &Kinds) -> impl Iterator<Item = &Declaration> {
    let sets = kinds.record_sets().map(|set| -> &Declaration { set });
    kinds.iter().map(|kind| -> &Declaration { kind }).chain(sets)
}

/// What a row must prove, or why the rule has none: `None` for a rule that the values decide.
fn decided_elsewhere(rule: &Rule) -> Option<String> {
    match (&rule.form, rule.bites) {
        (_, Some(act)) => Some(format!("bites with the act {}", act.name())),
        (RuleForm::Named { check, .. }, None) => Some(format!("checked by {check}")),
        _ => None,
    }
}

fn findings(of: &Declaration, rule: &Rule, case: &Case, setting: &Setting<'_>) -> Vec<String> {
    let told = |it: Finding| format!("{} {}", it.level.name(), it.problem.field.unwrap());
    rule.findings(of, &case.fields, setting, case).into_iter().map(told).collect()
}

#[test]
fn every_case_finds_what_its_row_says() {
    let kinds = shipped();
    for (of, rules) in &cases() {
        let declaration = declaration(&kinds, of);
        for (id, cases) in rules {
            let rule = declaration.rules.iter().find(|rule| rule.id == *id);
            let rule = rule.unwrap_or_else(|| panic!("{of} has no rule {id}"));
            for case in cases {
                let setting = case.setting(&kinds, of);
                let found = findings(declaration, rule, case, &setting);
                assert_eq!(found, case.finds, "{of} {id} {}", case.told());
                let speaks = rule.speaks_of(declaration, &case.fields, &setting);
                assert_eq!(speaks, case.speaks, "{of} {id} {}", case.told());
            }
        }
    }
}

#[test]
fn the_values_of_every_case_are_values_of_its_kind() {
    let kinds = shipped();
    for (of, rules) in &cases() {
        for case in rules.values().flatten() {
            let (fields, _, problems) = declaration(&kinds, of).read_json(&case.fields);
            let problems: Vec<&Problem> = problems.iter().collect();
            assert!(problems.is_empty(), "{of} {}: {problems:?}", case.told());
            assert_eq!(fields, case.fields, "{of} {}", case.told());
        }
    }
}

#[test]
fn every_rule_that_values_decide_has_a_case_that_breaks_and_one_that_keeps_it() {
    let (kinds, cases) = (shipped(), cases());
    let mut without = Vec::new();
    for declaration in declarations(&kinds) {
        for rule in declaration.rules.iter().filter(|rule| decided_elsewhere(rule).is_none()) {
            let rows = cases.get(&declaration.id).and_then(|rules| rules.get(&rule.id));
            let rows = rows.map_or(&[][..], Vec::as_slice);
            let breaks = |it: &&Case| {
                let firm = format!("{} ", rule.level.name());
                it.finds.iter().any(|found| found.starts_with(&firm))
            };
            let keeps = |it: &&Case| it.speaks && it.finds.is_empty();
            if !rows.iter().any(|it| breaks(&it)) || !rows.iter().any(|it| keeps(&it)) {
                without.push(format!("{} {}", declaration.id, rule.id));
            }
        }
    }
    assert!(without.is_empty(), "add rows for\n{}", without.join("\n"));
}

#[test]
fn rules_that_are_decided_elsewhere_are_known() {
    let kinds = shipped();
    let all = declarations(&kinds).flat_map(|it| it.rules.iter().map(move |rule| (&*it.id, rule)));
    let all = all.chain(kinds.rules().iter().map(|rule| ("all pages", rule)));
    let mut listed: Vec<_> = all
        .filter_map(|(of, rule)| Some(format!("{of} {}: {}", rule.id, decided_elsewhere(rule)?)))
        .collect();
    listed.sort();
    insta::assert_snapshot!(listed.join("\n"));
}

#[test]
fn every_check_of_a_capability_is_brought_or_waits_for_an_act() {
    let (kinds, capabilities) = (shipped(), qm_wiki::app::capabilities());
    let all = declarations(&kinds).flat_map(|it| it.rules.iter().map(move |rule| (&*it.id, rule)));
    let all = all.chain(kinds.rules().iter().map(|rule| ("all pages", rule)));
    let mut without = Vec::new();
    for (of, rule) in all.filter(|(_, rule)| rule.bites.is_none()) {
        if let RuleForm::Named { check, .. } = &rule.form
            && capabilities.bringing(check).is_none()
        {
            without.push(format!("{of} {}: {check}", rule.id));
        }
    }
    assert_eq!(without, [""; 0]);
}

#[test]
fn a_kind_whose_rules_name_a_capability_switches_it_on() {
    let kinds = shipped();
    for kind in kinds.iter() {
        for (check, rule) in kind.named_checks().filter(|(_, rule)| rule.bites.is_none()) {
            let capability = check.split('.').next().unwrap();
            assert!(kind.has_capability(capability), "{} {}: {check}", kind.id, rule.id);
        }
    }
}

#[test]
fn every_numbered_rule_of_the_domain_is_declared() {
    let kinds = shipped();
    let ids: BTreeSet<&str> = declarations(&kinds)
        .flat_map(|it| &it.rules)
        .chain(kinds.rules())
        .map(|rule| rule.id.split('-').next().unwrap())
        .collect();
    let numbers = (1..=36).map(|number| format!("R{number}"));
    let wanted = numbers.chain(["R1b".to_owned(), "R12b".to_owned()]);
    let missing: Vec<_> = wanted.filter(|id| !ids.contains(id.as_str())).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_rule_says_something_in_both_languages() {
    let kinds = shipped();
    for rule in declarations(&kinds).flat_map(|it| &it.rules).chain(kinds.rules()) {
        let words = [&rule.message.de, &rule.message.en];
        assert!(words.iter().all(|it| it.ends_with(['.', '?'])), "{}: {words:?}", rule.id);
    }
}

#[test]
fn a_draft_of_every_kind_breaks_no_rule() {
    let kinds = shipped();
    for kind in kinds.iter() {
        for pillar in ["bezirklich", "ueberbezirklich", "gesamtstaedtisch"] {
            let setting = Setting {
                title: Some("Titel"),
                pillar: Some(pillar),
                district: Some("mitte"),
                status: kind.first_status().unwrap_or_default(),
                today: "2026-11-22",
            };
            let found = kind.check_among(&kind.defaults(), &setting, &Alone);
            let blocking: Vec<_> = found.iter().filter(|it| it.level.name() == "error").collect();
            assert!(blocking.is_empty(), "{} {pillar}: {blocking:?}", kind.id);
        }
    }
}
