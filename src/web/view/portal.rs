//! `portal.html`: the start page. Deliberately not here: lists of their own, see `lists`.

use serde::Serialize;

use super::frame::Frame;
use super::pieces::{CountLink, Item, Letter, PageLine, Pillar};

/// The start page. What is empty is not shown.
#[derive(Debug, Clone, Serialize)]
pub struct PortalView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// Three example searches under the field.
    pub examples: Vec<Item>,
    /// Pages released lately that the person may see.
    pub changes: Vec<PageLine>,
    /// Address of all changes.
    pub changes_href: Option<String>,
    /// Standards in force by service area.
    pub areas: Vec<CountLink>,
    /// Third-party standards, listed apart.
    pub source_texts: Option<CountLink>,
    /// The glossary strip.
    pub glossary: Option<GlossaryStrip>,
    /// Latest good practice from the districts.
    pub practices: Vec<PageLine>,
    /// The person's own drafts.
    pub drafts: Vec<PageLine>,
    /// Address of the reading path for newcomers, if that page exists.
    pub newcomers_href: Option<String>,
    /// The pillars at the foot with the address of their home.
    pub pillars: Vec<PillarLink>,
}

/// The glossary on the start page.
#[derive(Debug, Clone, Serialize)]
pub struct GlossaryStrip {
    /// The term of the day with its definition as summary.
    pub term: Option<PageLine>,
    /// How many terms there are.
    pub count: u64,
    /// A to Z.
    pub letters: Vec<Letter>,
}

/// A pillar with its home.
#[derive(Debug, Clone, Serialize)]
pub struct PillarLink {
    /// The pillar.
    pub pillar: Pillar,
    /// Address of its home.
    pub href: String,
}
