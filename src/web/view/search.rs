//! `search.html`: hits and ways on. Deliberately not here: finding and ranking.

use serde::Serialize;

use super::frame::Frame;
use super::pieces::{Chip, Facet, Hidden, Item, Paging, Pillar};

/// `search.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The words searched for; empty shows the field with examples.
    pub query: String,
    /// Values the filter form keeps.
    pub hidden: Vec<Hidden>,
    /// Filters with counts.
    pub facets: Vec<Facet>,
    /// Filters in force, each as a link that takes it away.
    pub chosen: Vec<Item>,
    /// Address without any filter.
    pub clear_href: Option<String>,
    /// A better spelling.
    pub suggestion: Option<Item>,
    /// A definition on top, when the words are a term.
    pub definition: Option<Definition>,
    /// The hits.
    pub hits: Vec<Hit>,
    /// Where in the hits.
    pub paging: Paging,
    /// Example searches, shown while there is no query.
    pub examples: Vec<Item>,
    /// Address of a new page with the words filled in, when the person may write.
    pub write_href: Option<String>,
}

/// A definition above the hits.
#[derive(Debug, Clone, Serialize)]
pub struct Definition {
    /// The term.
    pub term: Item,
    /// First sentence.
    pub text: String,
    /// Related terms.
    pub see_also: Vec<Item>,
}

/// A hit.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// Code in front of the title.
    pub code: Option<String>,
    /// Title, escaped, found words in `<mark>`.
    pub title_html: String,
    /// Address.
    pub href: String,
    /// The kind's word.
    pub kind_label: String,
    /// Space or path, outermost first.
    pub path: Vec<String>,
    /// Status and others.
    pub chips: Vec<Chip>,
    /// Pillar of the space.
    pub pillar: Option<Pillar>,
    /// Snippet, escaped, found words in `<mark>`.
    pub snippet_html: String,
    /// Further places inside the same page.
    pub places: Vec<HitPlace>,
    /// How many more places there are beyond those shown.
    pub more_places: u64,
}

/// A place inside a page.
#[derive(Debug, Clone, Serialize)]
pub struct HitPlace {
    /// Number or heading.
    pub label: String,
    /// Address with anchor.
    pub href: String,
    /// Snippet, escaped, found words in `<mark>`.
    pub snippet_html: String,
}
