//! `space.html`, `spaces.html`, `list.html`, `glossary.html`: pages in rows.
//! Deliberately not here: search hits, see `search`.

use serde::Serialize;

use super::acts::TreeItem;
use super::frame::Frame;
use super::pieces::{
    Chip, CountLink, Crumb, Facet, Hidden, Item, Letter, PageLine, Paging, Pillar,
};

/// `space.html`: the home of a space.
#[derive(Debug, Clone, Serialize)]
pub struct SpaceView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// Title of the space.
    pub title: String,
    /// Pillar of the space.
    pub pillar: Option<Pillar>,
    /// Summary of the home page.
    pub summary: Option<String>,
    /// The home page of the space, if it has one.
    pub home: Option<SpaceHome>,
    /// Pages of the space by kind.
    pub groups: Vec<PageGroup>,
    /// The pages of the space as a tree, in the order somebody gave them.
    pub tree: Vec<TreeItem>,
    /// Where that order is made.
    pub order_href: Option<String>,
    /// Latest changes in this space.
    pub changes: Vec<PageLine>,
    /// All changes in this space.
    pub changes_href: String,
    /// Address of "Neu" with this space chosen; `None` when the person may not write here.
    pub new_href: Option<String>,
}

/// The home page inside the home of a space.
#[derive(Debug, Clone, Serialize)]
pub struct SpaceHome {
    /// Id of the page.
    pub page_id: String,
    /// Its rendered, sanitised body.
    pub body_html: String,
    /// Address of its form, when the person may edit it.
    pub edit_href: Option<String>,
    /// Address of its history.
    pub history_href: Option<String>,
}

/// Pages under one heading.
#[derive(Debug, Clone, Serialize)]
pub struct PageGroup {
    /// Plural of the kind.
    pub label: String,
    /// How many there are in all.
    pub count: u64,
    /// The first of them.
    pub pages: Vec<PageLine>,
    /// Address of all of them, when more exist.
    pub more_href: Option<String>,
}

/// `spaces.html`: all spaces by pillar.
#[derive(Debug, Clone, Serialize)]
pub struct SpacesView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// Spaces by pillar.
    pub groups: Vec<SpaceGroup>,
}

/// The spaces of one pillar.
#[derive(Debug, Clone, Serialize)]
pub struct SpaceGroup {
    /// The pillar; `None` gathers spaces outside the pillars.
    pub pillar: Option<Pillar>,
    /// Its spaces.
    pub spaces: Vec<SpaceLine>,
}

/// One space in a list.
#[derive(Debug, Clone, Serialize)]
pub struct SpaceLine {
    /// Title.
    pub title: String,
    /// Address of its home.
    pub href: String,
    /// How many pages in it the person may see.
    pub pages: u64,
    /// True for the person's own district.
    pub own: bool,
}

/// `list.html`: pages of a kind, or rows of a set of records.
#[derive(Debug, Clone, Serialize)]
pub struct ListView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// Id of the kind; empty for other lists.
    pub kind: String,
    /// Plural of the kind.
    pub title: String,
    /// What belongs here, from the kind.
    pub hint: String,
    /// What of the address could not be followed.
    pub notices: Vec<String>,
    /// Address of this list, where the filter form goes.
    pub action: String,
    /// Values the filter form keeps, for instance the order.
    pub hidden: Vec<Hidden>,
    /// Words to narrow the list by title.
    pub query: String,
    /// Filters from the facets of the kind.
    pub facets: Vec<Facet>,
    /// Filters in force, each as a link that takes it away.
    pub chosen: Vec<Item>,
    /// Address without any filter.
    pub clear_href: Option<String>,
    /// Column heads after the title.
    pub columns: Vec<ListColumn>,
    /// Head of the title column.
    pub title_column: ListColumn,
    /// The pages.
    pub rows: Vec<ListRow>,
    /// Where in the list.
    pub paging: Paging,
    /// Address of an empty form of this kind, when the person may write.
    pub new_href: Option<String>,
    /// Word on the button, for instance "Gute Praxis teilen".
    pub new_label: String,
    /// The list as files.
    pub files: Vec<Item>,
    /// The block that shows this list in the text of a page.
    pub block: String,
}

/// `lists.html`: all lists there are.
#[derive(Debug, Clone, Serialize)]
pub struct ListsView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The lists of pages, with how many the person may see.
    pub kinds: Vec<CountLink>,
    /// The lists of records.
    pub sets: Vec<Item>,
}

/// Head of a column.
#[derive(Debug, Clone, Serialize)]
pub struct ListColumn {
    /// The words.
    pub label: String,
    /// Address that sorts by it; `None` when it cannot be sorted.
    pub sort_href: Option<String>,
    /// The order in force.
    pub sorted: Sorted,
}

/// Order of a column; the words are the values of `aria-sort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sorted {
    /// Not sorted by this column.
    None,
    /// A to Z, old to new.
    Ascending,
    /// Z to A, new to old.
    Descending,
}

/// A row of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListRow {
    /// The page; its chips and summary stand under the title.
    pub page: PageLine,
    /// One cell per column.
    pub cells: Vec<ListCell>,
}

/// A cell of a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListCell {
    /// Texts, joined by commas.
    pub items: Vec<Item>,
    /// A status, shown as a chip instead.
    pub chip: Option<Chip>,
}

/// `glossary.html`: all terms from A to Z.
#[derive(Debug, Clone, Serialize)]
pub struct GlossaryView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// How many terms there are.
    pub total: u64,
    /// Words to narrow the glossary.
    pub query: String,
    /// A to Z.
    pub letters: Vec<Letter>,
    /// Terms by letter; the anchor of a group is `buchstabe-<letter>`.
    pub groups: Vec<LetterGroup>,
    /// Abbreviations with their long form.
    pub abbreviations: Vec<Abbreviation>,
    /// Address of an empty term, when the person may write.
    pub new_href: Option<String>,
}

/// Terms that begin with one letter.
#[derive(Debug, Clone, Serialize)]
pub struct LetterGroup {
    /// The letter.
    pub letter: String,
    /// The terms.
    pub terms: Vec<TermLine>,
}

/// A term in the glossary.
#[derive(Debug, Clone, Serialize)]
pub struct TermLine {
    /// The headword.
    pub title: String,
    /// Its abbreviation.
    pub abbreviation: Option<String>,
    /// Address.
    pub href: String,
    /// First sentence of the definition.
    pub definition: Option<String>,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Draft, example.
    pub chips: Vec<Chip>,
}

/// An abbreviation.
#[derive(Debug, Clone, Serialize)]
pub struct Abbreviation {
    /// The short form.
    pub short: String,
    /// The long form, a link to its term.
    pub long: Item,
}
