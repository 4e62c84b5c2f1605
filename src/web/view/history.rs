//! `history.html`, `compare.html`, `conflict.html`: what a page was and how versions meet.
//! Deliberately not here: computing differences.

use serde::Serialize;

use super::frame::Frame;
use super::pieces::{Crumb, Hidden, Item, Paging, Piece};

/// `history.html`: all revisions of a page.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// The page.
    pub page: Item,
    /// Where it says who wrote which paragraph, for those who may know.
    pub authors_href: Option<String>,
    /// Revisions, latest first.
    pub revisions: Vec<RevisionRow>,
    /// Address the comparison is asked from with `from` and `to`.
    pub compare_action: String,
    /// Where in the list.
    pub paging: Paging,
}

/// A revision in the history.
#[derive(Debug, Clone, Serialize)]
pub struct RevisionRow {
    /// Its number within the page, from 1.
    pub number: u64,
    /// Address of the page as it was then.
    pub href: String,
    /// When, in words.
    pub when: String,
    /// When, for machines (RFC 3339).
    pub when_iso: String,
    /// Who, when that may be said.
    pub by: Option<String>,
    /// The note on the change.
    pub note: Option<String>,
    /// Whether its author called it a small change.
    pub is_minor: bool,
    /// Badge of a released version, for instance "Fassung 3".
    pub released: Option<String>,
    /// True for the revision everybody reads now.
    pub in_force: bool,
    /// Address to post "Wiederherstellen" to; `None` for the latest and without the right.
    pub restore_action: Option<String>,
    /// Hidden values of that form, for instance `base`.
    pub restore_hidden: Vec<Hidden>,
    /// True preselects it as the older side.
    pub from: bool,
    /// True preselects it as the newer side.
    pub to: bool,
}

/// `compare.html`: two revisions beside each other.
#[derive(Debug, Clone, Serialize)]
pub struct CompareView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// The page.
    pub page: Item,
    /// The older side.
    pub from: RevisionHead,
    /// The newer side.
    pub to: RevisionHead,
    /// What the revisions after the older side say they changed, latest first.
    pub reasons: Vec<Reason>,
    /// The texts as readers see them, side by side; empty unless asked for.
    pub rendered: Vec<RenderedRow>,
    /// Leads to the other way of looking at the text.
    pub other_view: Item,
    /// Fields that differ.
    pub fields: Vec<FieldChange>,
    /// The text, paragraph by paragraph; empty when it did not change.
    pub text: Vec<TextBlock>,
    /// Address of the history.
    pub history_href: String,
    /// Address of the comparison one step back.
    pub earlier_href: Option<String>,
    /// Address of the comparison one step on.
    pub later_href: Option<String>,
}

/// A side of a comparison.
#[derive(Debug, Clone, Serialize)]
pub struct RevisionHead {
    /// Its name, for instance "Bearbeitungsstand 4" or "Fassung 2".
    pub label: String,
    /// Address of the page as it was then.
    pub href: String,
    /// When, in words.
    pub when: String,
    /// Who, when that may be said.
    pub by: Option<String>,
    /// The note on the change.
    pub note: Option<String>,
}

/// What a revision says it changed.
#[derive(Debug, Clone, Serialize)]
pub struct Reason {
    /// Its number.
    pub number: u64,
    /// When, in words.
    pub when: String,
    /// Who, when that may be said.
    pub by: Option<String>,
    /// The note.
    pub note: String,
}

/// A paragraph as readers see it, before and after.
#[derive(Debug, Clone, Serialize)]
pub struct RenderedRow {
    /// Safe HTML of the older side; `None` where it is new.
    pub old: Option<String>,
    /// Safe HTML of the newer side; `None` where it is gone.
    pub new: Option<String>,
    /// Whether both are the same.
    pub is_same: bool,
}

/// A field that differs.
#[derive(Debug, Clone, Serialize)]
pub struct FieldChange {
    /// Its label.
    pub label: String,
    /// The old value in pieces (`same` and `removed`); empty when it was absent.
    pub old: Vec<Piece>,
    /// The new value in pieces (`same` and `added`); empty when it is gone.
    pub new: Vec<Piece>,
}

/// A paragraph of compared text.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum TextBlock {
    /// Lines that stayed and are shown for orientation.
    Same {
        /// The text.
        text: String,
    },
    /// Lines that stayed and are left out.
    Skipped {
        /// How many.
        lines: u64,
    },
    /// A line that changed inside.
    Changed {
        /// The words.
        pieces: Vec<Piece>,
    },
    /// A new line.
    Added {
        /// The text.
        text: String,
    },
    /// A line that went.
    Removed {
        /// The text.
        text: String,
    },
}

/// `conflict.html`: two people saved the same passages.
///
/// The form sends my whole input again (`hidden`, names as in the form, with the new `base`), and
/// for each part `choose.<name>` = `mine` | `theirs` | `both` and the other value as
/// `theirs.<name>`. `act` is `save` (or `publish`), or `edit` to go on in the form.
#[derive(Debug, Clone, Serialize)]
pub struct ConflictView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// The page.
    pub page: Item,
    /// Who saved meanwhile, when that may be said.
    pub other: Option<String>,
    /// When they did, in words.
    pub when: String,
    /// Address the form is posted to.
    pub action: String,
    /// My whole input and the new `base`.
    pub hidden: Vec<Hidden>,
    /// What has to be decided.
    pub parts: Vec<ConflictPart>,
    /// Labels of what was merged already.
    pub merged: Vec<String>,
    /// Which button saves: `save` or `publish`.
    pub act: String,
    /// Who will see the result.
    pub audience: String,
    /// Address of the page as it is now.
    pub current_href: String,
    /// That my text is put aside as well, in words.
    pub kept: Option<String>,
}

/// One decision of a conflict.
#[derive(Debug, Clone, Serialize)]
pub struct ConflictPart {
    /// Name of the input, for instance `body` or `summary`.
    pub name: String,
    /// Label of the field or heading of the passage.
    pub label: String,
    /// My version against the common base.
    pub mine: Vec<Piece>,
    /// Their version against the common base.
    pub theirs: Vec<Piece>,
    /// Their value as it is sent back.
    pub theirs_value: String,
    /// True offers "Beide behalten" (texts only).
    pub both: bool,
    /// Choice made before; empty at first.
    pub chosen: String,
}
