//! The frame around every screen: header, navigation, message, footer.
//! Deliberately not here: what stands on the sheet.

use serde::Serialize;

use crate::texts::Lang;

use super::pieces::{Hidden, Item};

/// What every screen shares.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Language of the interface; becomes `<html lang>` and the language of `t()`.
    pub lang: Lang,
    /// Name of this wiki in the header and in the window title, for instance `QM-Wiki`.
    pub site: String,
    /// Title of this screen in the window, without the wiki's name.
    pub title: String,
    /// Path and query of this screen, given back by sign-in and language switch.
    pub path: String,
    /// Words already searched for; stands in the search field of the header.
    pub query: String,
    /// The signed-in person; `None` shows "Anmelden".
    pub person: Option<Person>,
    /// Links of the navigation row, of "Mehr" and of the footer.
    pub navigation: Navigation,
    /// Choices under "+ Neu"; empty hides the button.
    pub new_choices: Vec<NewChoice>,
    /// What just happened, shown once on top of the sheet.
    pub flash: Option<Flash>,
}

/// The signed-in person as the header shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// Display name.
    pub name: String,
    /// Address of "Verwaltung", for administrators once there is such a page.
    pub administration_href: Option<String>,
}

/// A choice under "+ Neu".
#[derive(Debug, Clone, Serialize)]
pub struct NewChoice {
    /// Id of the kind, for its icon.
    pub kind: String,
    /// What the person does, for instance "Gute Praxis teilen".
    pub label: String,
    /// One sentence on what belongs there, shown on `/new`.
    pub hint: String,
    /// Address of the empty form.
    pub href: String,
}

/// What just happened, with a way back when there is one.
#[derive(Debug, Clone, Serialize)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// One or two sentences.
    pub text: String,
    /// A link that belongs to it, for instance "Vergleichen" after a merge.
    pub link: Option<Item>,
    /// "Rückgängig", sent as a form.
    pub undo: Option<UndoForm>,
}

/// The form behind "Rückgängig".
#[derive(Debug, Clone, Serialize)]
pub struct UndoForm {
    /// Address the form is posted to.
    pub action: String,
    /// Word on the button; `None` says "Rückgängig".
    pub label: Option<String>,
    /// Hidden values.
    pub hidden: Vec<Hidden>,
}

/// How a message or a state is meant. Words always say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// It worked, it is in force.
    Good,
    /// Worth knowing.
    Notice,
    /// Look before you act.
    Attention,
    /// It did not work, it is over.
    Wrong,
    /// Neither.
    Plain,
}

/// The place in the main navigation that stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `/`
    Start,
    /// `/list/standard` and every standard.
    Standards,
    /// `/glossary` and every term.
    Glossary,
    /// `/list/practice` and every practice.
    Practice,
    /// `/list/project` and every project.
    Projects,
    /// The working group and its dates.
    Meetings,
    /// `/spaces` and the homes of the spaces.
    Spaces,
    /// Nothing stands out.
    Elsewhere,
}

impl Place {
    /// The place of a page of this kind.
    pub fn of_kind(kind: &str) -> Place {
        match kind {
            "standard" => Place::Standards,
            "term" => Place::Glossary,
            "practice" => Place::Practice,
            "project" => Place::Projects,
            _ => Place::Elsewhere,
        }
    }
}

/// All links of the frame, without those that lead nowhere.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Navigation {
    /// The row under the header.
    pub main: Vec<NavLink>,
    /// What stands under "Mehr".
    pub more: Vec<NavLink>,
    /// What stands in the footer.
    pub footer: Vec<NavLink>,
}

/// One link of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavLink {
    /// Id of the message with its word.
    pub word: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// True when the person is at this place.
    pub current: bool,
}

/// Pages that the navigation shows only when they exist.
pub const OPTIONAL_PAGES: [&str; 8] = [
    "/wiki/gesamtstadt/ag-qm",
    "/wiki/gesamtstadt/neu-im-qm",
    "/wiki/gesamtstadt/hilfe",
    "/wiki/uebung",
    "/wiki/gesamtstadt/barrierefreiheit",
    "/wiki/gesamtstadt/barriere-melden",
    "/wiki/gesamtstadt/datenschutz",
    "/wiki/gesamtstadt/impressum",
];

impl Navigation {
    /// The navigation seen from `place`. `exists` is asked for [`OPTIONAL_PAGES`] only and says
    /// whether this person may see that page, so that no link is dead.
    pub fn new(place: Place, exists: impl Fn(&str) -> bool) -> Navigation {
        let link = |word, href: &'static str, at: Place| NavLink {
            word,
            href,
            current: at == place && at != Place::Elsewhere,
        };
        let shown = |link: &NavLink| !OPTIONAL_PAGES.contains(&link.href) || exists(link.href);
        let elsewhere = Place::Elsewhere;
        let main = vec![
            link("nav-start", "/", Place::Start),
            link("nav-standards", "/list/standard", Place::Standards),
            link("nav-glossary", "/glossary", Place::Glossary),
            link("nav-practice", "/list/practice", Place::Practice),
            link("nav-projects", "/list/project", Place::Projects),
            link("nav-meetings", "/wiki/gesamtstadt/ag-qm", Place::Meetings),
            link("nav-spaces", "/spaces", Place::Spaces),
        ];
        let more = vec![
            link("nav-newcomers", "/wiki/gesamtstadt/neu-im-qm", elsewhere),
            link("nav-help", "/wiki/gesamtstadt/hilfe", elsewhere),
            link("nav-upkeep", "/upkeep/missing", elsewhere),
            link("nav-practise", "/wiki/uebung", elsewhere),
        ];
        let footer = vec![
            link("nav-help", "/wiki/gesamtstadt/hilfe", elsewhere),
            link("nav-accessibility", "/wiki/gesamtstadt/barrierefreiheit", elsewhere),
            link("nav-barrier", "/wiki/gesamtstadt/barriere-melden", elsewhere),
            link("nav-privacy", "/wiki/gesamtstadt/datenschutz", elsewhere),
            link("nav-imprint", "/wiki/gesamtstadt/impressum", elsewhere),
        ];
        let keep = |links: Vec<NavLink>| links.into_iter().filter(&shown).collect();
        Navigation { main: keep(main), more: keep(more), footer: keep(footer) }
    }
}
