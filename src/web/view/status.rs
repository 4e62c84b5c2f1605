//! `status.html` and the control on a page: where a page stands, what may come next, what is
//! missing for it. Deliberately not here: who may take a step, see `access`.

use serde::Serialize;

use super::form::{Missing, ProblemLine};
use super::frame::Frame;
use super::pieces::{Chip, Crumb, Item};

/// `status.html`: choosing the next status.
#[derive(Debug, Clone, Serialize)]
pub struct StatusView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// The page.
    pub page: Item,
    /// Where it stands now.
    pub chips: Vec<Chip>,
    /// Address the form is posted to.
    pub action: String,
    /// The newest revision the person has seen.
    pub seen: u64,
    /// What is wrong, on top.
    pub problems: Vec<ProblemLine>,
    /// The steps the person may take.
    pub choices: Vec<StepChoice>,
    /// What the person wrote about it.
    pub note: String,
    /// What is wrong with that.
    pub note_problem: Option<String>,
    /// What is only worth thinking about.
    pub hints: Vec<Item>,
    /// True where further steps are up to somebody with another role.
    pub asks_others: bool,
    /// Where "Abbrechen" leads.
    pub cancel_href: String,
}

/// One step that can be taken.
#[derive(Debug, Clone, Serialize)]
pub struct StepChoice {
    /// The status it leads to.
    pub to: String,
    /// What one does, for instance "Zur Mitzeichnung geben".
    pub label: String,
    /// What comes of it, in a sentence.
    pub effect: Option<String>,
    /// True when it is chosen already.
    pub chosen: bool,
    /// True when it asks for a reason.
    pub reason: bool,
    /// What it asks for; `None` when it asks for nothing.
    pub missing: Option<Missing>,
}

/// The status on a page, for those who may change it.
#[derive(Debug, Clone, Serialize)]
pub struct StatusControl {
    /// The status in words.
    pub word: String,
    /// Where it is changed.
    pub href: String,
    /// The step that usually comes next, when the person may take it.
    pub next: Option<NextStep>,
    /// What it asks for.
    pub missing: Option<Missing>,
}

/// The usual next step, as a button.
#[derive(Debug, Clone, Serialize)]
pub struct NextStep {
    /// The status it leads to.
    pub to: String,
    /// What one does.
    pub label: String,
    /// The newest revision the person has seen.
    pub seen: u64,
}
