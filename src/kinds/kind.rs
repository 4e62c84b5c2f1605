//! A kind of page: what it declares, its life cycle, and who makes a change visible.
//! Holds no values of any page and does not read files.

use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;

use super::Declaration;
use super::Label;
use super::RecordSet;
use super::Status;

/// Who makes a change visible to readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Publish {
    /// A saved change is live at once.
    AtOnce,
    /// A change of a released page waits for approval.
    Approval,
}

/// Where the statuses of a kind come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeCycle {
    /// The one all approved pages share.
    Page,
    /// The kind brings its own statuses.
    Own,
    /// Pages of this kind have no status.
    None,
}

/// A kind of page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kind {
    /// Its words, fields, statuses and rules.
    #[serde(flatten)]
    pub declaration: Declaration,
    /// Its place among the kinds; smaller comes first.
    pub order: i64,
    /// Where its statuses come from.
    pub life_cycle: LifeCycle,
    /// Who makes a change visible.
    pub publish: Publish,
    /// Visibilities within which a change is live at once all the same (product.md 3: a practice
    /// among the QM officers).
    pub live_within: Vec<String>,
    /// The named capabilities it switches on.
    pub capabilities: Vec<String>,
    /// The sets of records its pages carry, in the order shown.
    pub records: Vec<Arc<RecordSet>>,
}

/// A kind is read like its declaration: `kind.fields`, `kind.check(…)`.
impl Deref for Kind {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        &self.declaration
    }
}

impl Kind {
    /// The set of records with this id, if pages of the kind carry it.
    pub fn record_set(&self, id: &str) -> Option<&Arc<RecordSet>> {
        self.records.iter().find(|set| set.id == id)
    }

    /// The status whose demands are shown while a page is in `from`. What is live at once is not
    /// handed round first.
    pub fn status_ahead(&self, from: &str) -> Option<&Status> {
        let is_living = self.life_cycle == LifeCycle::Page && self.publish == Publish::AtOnce;
        if is_living && matches!(from, "entwurf" | "in_abstimmung") {
            return self.status("freigegeben");
        }
        self.declaration.status_ahead(from)
    }

    /// Whether a saved change of a page with this visibility is live at once.
    pub fn is_live(&self, visibility: &str) -> bool {
        self.publish == Publish::AtOnce || self.live_within.iter().any(|it| it == visibility)
    }

    /// Whether the kind switches a capability on.
    pub fn has_capability(&self, name: &str) -> bool {
        self.capabilities.iter().any(|it| it == name)
    }
}

/// The statuses of the life cycle that approved pages share (domain.md 2.10, product.md 3).
pub fn page_statuses() -> Vec<Status> {
    let step = |id: &str, de: &str, en: &str, end: End, next: &[&str]| Status {
        id: id.to_owned(),
        label: Label { de: de.to_owned(), en: en.to_owned() },
        rank: 0,
        end: end == End::Yes,
        next: next.iter().map(|it| (*it).to_owned()).collect(),
        reason: matches!(id, "entwurf" | "ausser_kraft"),
    };
    let laid_to_rest = ["in_ueberpruefung", "abgeloest", "ausser_kraft", "archiviert"];
    let looked_at = ["freigegeben", "abgeloest", "ausser_kraft", "archiviert"];
    let begun = ["in_abstimmung", "freigegeben", "fachliche_grundlage", "archiviert"];
    let discussed = ["freigegeben", "entwurf", "archiviert"];
    let over = ["archiviert", "freigegeben"];
    let mut steps = vec![
        step("entwurf", "Entwurf", "Draft", End::No, &begun),
        step("in_abstimmung", "In Abstimmung", "In consultation", End::No, &discussed),
        step("freigegeben", "Freigegeben", "Released", End::No, &laid_to_rest),
        step("in_ueberpruefung", "In Überprüfung", "Under review", End::No, &looked_at),
        step("abgeloest", "Abgelöst", "Superseded", End::Yes, &over),
        step("ausser_kraft", "Außer Kraft", "Repealed", End::Yes, &over),
        step(
            "fachliche_grundlage",
            "Fachliche Grundlage",
            "Source text",
            End::Yes,
            &["archiviert"],
        ),
        step("archiviert", "Archiviert", "Archived", End::Yes, &["entwurf"]),
    ];
    for (rank, status) in (0..).zip(&mut steps) {
        status.rank = rank;
    }
    steps
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use crate::kinds::Problem;
    use crate::kinds::samples::kinds;
    use crate::kinds::samples::object;
    use crate::kinds::samples::practice;

    #[test]
    fn a_place_is_called_by_its_labels() {
        let kind = practice();
        assert_eq!(kind.path_label("summary", "en"), "Summary");
        assert_eq!(kind.path_label("statements.2.text", "de"), "Aussagen · 3 · Aussage");
        assert_eq!(kind.path_label("ghost.1", "de"), "ghost.1");
    }

    #[test]
    fn a_problem_speaks_the_language_of_the_reader() {
        let problem = Problem::at("statements.0.text", "problem-not-different")
            .with("label", "Aussagen · 1 · Aussage")
            .with("other", "Kurzfassung")
            .with("other_field", "summary");
        let english = practice().in_language(&problem, "en");
        let args = (english.args["label"].as_str(), english.args["other"].as_str());
        assert_eq!(args, ("Statements · 1 · Statement", "Summary"));
    }

    #[test]
    fn a_retired_choice_is_offered_only_where_it_is_held() {
        let kinds = kinds();
        let list = kinds.list("practice_type").unwrap();
        let offered = |held: &[&str]| list.offered(held, "2026-11-22").count();
        assert_eq!((offered(&[]), offered(&["altes"]), offered(&["ghost"])), (2, 3, 2));

        let mut choice = list.get("instrument").unwrap().clone();
        choice.valid_until = Some("2026-11-22".to_owned());
        assert!(choice.is_offered("2026-11-22") && !choice.is_offered("2026-11-23"));
    }

    #[test]
    fn a_new_page_begins_with_the_defaults() {
        let expected = object(serde_json::json!({ "practice_type": "instrument" }));
        assert_eq!(practice().defaults(), expected);
    }

    #[test]
    fn english_falls_back_to_german() {
        let label = crate::kinds::Label { de: "Wort".to_owned(), en: String::new() };
        assert_eq!((label.get("en"), label.get("fr")), ("Wort", "Wort"));
    }
}
