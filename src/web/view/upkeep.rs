//! Views of the lists that keep a wiki in order, and of the choice between pages of one name.
//! Deliberately not here: which pages those are.

use serde::Serialize;

use super::frame::Frame;
use super::pieces::{Item, PageLine};

/// `upkeep.html`: missing pages, pages nothing leads to, pages nobody looks after.
#[derive(Debug, Clone, Serialize)]
pub struct UpkeepView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// Heading.
    pub title: String,
    /// What stands in the list and why it matters.
    pub about: String,
    /// What an empty list means.
    pub empty: String,
    /// All lists; the one shown has no address.
    pub lists: Vec<Item>,
    /// Address the choice of a space is sent to.
    pub action: String,
    /// Spaces to narrow the list to.
    pub spaces: Vec<SpaceOption>,
    /// Pages that links name and nobody wrote.
    pub missing: Vec<MissingPage>,
    /// Pages that exist.
    pub pages: Vec<PageLine>,
    /// Whether there are more than are shown.
    pub is_cut: bool,
}

/// A space in a choice.
#[derive(Debug, Clone, Serialize)]
pub struct SpaceOption {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A page that nobody wrote yet.
#[derive(Debug, Clone, Serialize)]
pub struct MissingPage {
    /// The name links give it.
    pub name: String,
    /// The space they name, if any.
    pub space: Option<String>,
    /// How many pages lead to it.
    pub pages: u64,
    /// Some of them.
    pub named_in: Vec<Item>,
    /// Address of an empty page of that name, when the person may write it.
    pub create: Option<String>,
}

/// `names.html`: the pages that share a name.
#[derive(Debug, Clone, Serialize)]
pub struct NamesView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// Heading.
    pub title: String,
    /// The pages.
    pub pages: Vec<PageLine>,
    /// Address of a search for the name.
    pub search_href: String,
}
