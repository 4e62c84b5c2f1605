//! Small pieces that several screens share: links, chips, lines of lists, facets, paging.
//! Deliberately not here: whole screens.

use serde::Serialize;

/// A text that may be a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What is read.
    pub text: String,
    /// Where it leads; `None` is plain text.
    pub href: Option<String>,
}

impl Item {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Item {
        Item { text: text.into(), href: None }
    }

    /// A link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Item {
        Item { text: text.into(), href: Some(href.into()) }
    }
}

/// A hidden value of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// Name of the input.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The pillar that owns a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pillar {
    /// Säule I, one district.
    Bezirklich,
    /// Säule II, several districts.
    Ueberbezirklich,
    /// Säule III, the whole city.
    Gesamtstaedtisch,
}

impl Pillar {
    /// The pillar with this id, as it stands in the file of spaces.
    pub fn from_id(id: &str) -> Option<Pillar> {
        match id {
            "bezirklich" => Some(Pillar::Bezirklich),
            "ueberbezirklich" => Some(Pillar::Ueberbezirklich),
            "gesamtstaedtisch" => Some(Pillar::Gesamtstaedtisch),
            _ => None,
        }
    }
}

/// A state in words, with a sign that repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// How it looks.
    pub look: ChipLook,
    /// The words.
    pub text: String,
}

/// How a chip looks; the sign follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChipLook {
    /// Green with a tick: valid, published, closed well.
    Good,
    /// Blue: under way, in force from a date.
    Notice,
    /// Yellow: under review, not yet approved.
    Attention,
    /// Red: repealed, superseded, failed.
    Out,
    /// Outlined with a book: third-party text.
    Source,
    /// Dashed: an example.
    Example,
    /// Grey with a sheet: draft.
    Draft,
    /// Grey without judgement.
    Plain,
}

impl ChipLook {
    /// The look of a status id of the life cycles `page` and `project`.
    pub fn of_status(status: &str) -> ChipLook {
        match status {
            "freigegeben" | "abgeschlossen" => ChipLook::Good,
            "in_abstimmung" | "laufend" => ChipLook::Notice,
            "in_ueberpruefung" | "ruhend" | "anbahnung" => ChipLook::Attention,
            "abgeloest" | "ausser_kraft" | "abgebrochen" => ChipLook::Out,
            "fachliche_grundlage" => ChipLook::Source,
            "entwurf" => ChipLook::Draft,
            _ => ChipLook::Plain,
        }
    }
}

/// A page in a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageLine {
    /// Code in front of the title, for instance `FM-3`.
    pub code: Option<String>,
    /// Title of the page.
    pub title: String,
    /// Address of the page.
    pub href: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// Status chip and others.
    pub chips: Vec<Chip>,
    /// Pillar chip.
    pub pillar: Option<Pillar>,
    /// Quiet words below, joined by dots: kind, space, "vor 5 Minuten".
    pub notes: Vec<String>,
}

/// A step of the breadcrumb.
pub type Crumb = Item;

/// A link with a number beside it.
#[derive(Debug, Clone, Serialize)]
pub struct CountLink {
    /// What is counted.
    pub label: String,
    /// Where the counted pages are.
    pub href: String,
    /// How many.
    pub count: u64,
}

/// A letter of the alphabet strip.
#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    /// The letter.
    pub letter: String,
    /// Its address; `None` when nothing begins with it.
    pub href: Option<String>,
}

/// One facet of a list or a search.
#[derive(Debug, Clone, Serialize)]
pub struct Facet {
    /// Name of the query value.
    pub name: String,
    /// Heading, for instance "Leistungsbereich".
    pub label: String,
    /// The values, most frequent first.
    pub options: Vec<FacetOption>,
}

/// One value of a facet.
#[derive(Debug, Clone, Serialize)]
pub struct FacetOption {
    /// Value in the query.
    pub value: String,
    /// The words.
    pub label: String,
    /// How many pages it leaves; `None` when not counted.
    pub count: Option<u64>,
    /// True when the list is narrowed by it.
    pub chosen: bool,
    /// Address that adds this value, or takes it away when chosen.
    pub href: String,
}

/// Where in a long list the person is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Paging {
    /// Number of the first line shown, from 1; 0 when there is none.
    pub from: u64,
    /// Number of the last line shown.
    pub to: u64,
    /// How many lines there are.
    pub total: u64,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// A piece of compared text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What became of it.
    pub mark: Mark,
    /// The text.
    pub text: String,
}

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It stayed.
    Same,
    /// It is new.
    Added,
    /// It went.
    Removed,
}
