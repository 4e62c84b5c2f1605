//! `act.html`, `trash.html`, `changes.html`, `authors.html`, `order.html`: acts on whole pages and
//! what they leave behind. Deliberately not here: writing and comparing, see `form` and `history`.

use serde::Serialize;

use super::form::{FormField, ProblemLine};
use super::frame::Frame;
use super::pieces::{Crumb, Hidden, Item};

/// Something to do with a page beside writing it: a link, or a button that does it at once.
#[derive(Debug, Clone, Serialize)]
pub struct Tool {
    /// The verb.
    pub label: String,
    /// Name of a sign of the theme.
    pub icon: String,
    /// Where it is asked for; `None` when the button does it.
    pub href: Option<String>,
    /// Address the button posts to; `None` for a link.
    pub action: Option<String>,
    /// Hidden values of the button.
    pub hidden: Vec<Hidden>,
}

/// `act.html`: a small form for one act on a page.
#[derive(Debug, Clone, Serialize)]
pub struct ActView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// What is done.
    pub title: String,
    /// What it means, in sentences.
    pub lead: Vec<String>,
    /// Address the form is posted to.
    pub action: String,
    /// What is wrong, on top.
    pub problems: Vec<ProblemLine>,
    /// What has to be said.
    pub fields: Vec<FormField>,
    /// Hidden values.
    pub hidden: Vec<Hidden>,
    /// The verb on the button.
    pub submit: String,
    /// Where "Abbrechen" leads.
    pub cancel_href: String,
}

/// `trash.html`: what lies in the trash.
#[derive(Debug, Clone, Serialize)]
pub struct TrashView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// Last trashed first.
    pub rows: Vec<TrashRow>,
}

/// A page in the trash.
#[derive(Debug, Clone, Serialize)]
pub struct TrashRow {
    /// Its title.
    pub title: String,
    /// Its kind and space, in words.
    pub about: String,
    /// When it was trashed and until when it stays, in words.
    pub when: String,
    /// How many pages came with it, in words.
    pub pages: Option<String>,
    /// Whether its time is over.
    pub is_due: bool,
    /// Address to post "Wiederherstellen" to.
    pub restore_action: Option<String>,
    /// Where it can be deleted for good.
    pub purge_href: Option<String>,
}

/// `changes.html`: what changed lately.
#[derive(Debug, Clone, Serialize)]
pub struct ChangesView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// Title, with the space where it is only about one.
    pub title: String,
    /// Leads to the list with small changes, or to the one without them.
    pub minor: Item,
    /// Spaces to choose from, the chosen one without address.
    pub spaces: Vec<Item>,
    /// Newest day first.
    pub days: Vec<ChangeDay>,
    /// Address of older changes.
    pub older_href: Option<String>,
    /// Address of the newest ones, when these are older.
    pub newest_href: Option<String>,
}

/// What changed on one day.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeDay {
    /// The day in words.
    pub day: String,
    /// Newest first.
    pub rows: Vec<ChangeRow>,
}

/// A change.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeRow {
    /// When, in words.
    pub time: String,
    /// The page.
    pub page: Item,
    /// What happened, the kind and the space, in words.
    pub about: String,
    /// What changed, in the author's words.
    pub note: Option<String>,
    /// Who, when that may be said.
    pub by: Option<String>,
    /// Whether it was called small.
    pub is_minor: bool,
    /// Where before and after stand side by side.
    pub compare_href: Option<String>,
}

/// `authors.html`: who wrote what, for those who may edit the page.
#[derive(Debug, Clone, Serialize)]
pub struct AuthorsView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// The page.
    pub page: Item,
    /// From the first to the last.
    pub paragraphs: Vec<AuthoredParagraph>,
    /// Whether older revisions were left out, since the page has too many.
    pub is_partial: bool,
}

/// A paragraph and who changed it last.
#[derive(Debug, Clone, Serialize)]
pub struct AuthoredParagraph {
    /// The paragraph as HTML.
    pub html: String,
    /// The revision that changed it last, with a link to what it changed.
    pub revision: Item,
    /// Who.
    pub by: Option<String>,
    /// When, in words.
    pub when: String,
}

/// `order.html`: the pages below one another, to be put in order.
#[derive(Debug, Clone, Serialize)]
pub struct OrderView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// What is put in order.
    pub title: String,
    /// The pages as they stand.
    pub rows: Vec<OrderRow>,
    /// The ids of all of them, in this order, sent with each step.
    pub beside: Vec<Hidden>,
    /// Where the pages are read.
    pub back: Item,
}

/// A page among its neighbours.
#[derive(Debug, Clone, Serialize)]
pub struct OrderRow {
    /// Its id.
    pub id: String,
    /// The page.
    pub page: Item,
    /// Where the pages below it are put in order.
    pub below_href: Option<String>,
}

/// A text that was typed and not saved.
#[derive(Debug, Clone, Serialize)]
pub struct UnsavedView {
    /// What it is and from when, in words.
    pub label: String,
    /// Address of the form filled with it.
    pub resume_href: String,
    /// Address to post "Verwerfen" to.
    pub discard_action: String,
}

/// A page in the tree of a space.
#[derive(Debug, Clone, Serialize)]
pub struct TreeItem {
    /// The page.
    pub page: Item,
    /// Whether it is the one being read.
    pub is_here: bool,
    /// The pages below it, where they are shown.
    pub below: Vec<TreeItem>,
}
