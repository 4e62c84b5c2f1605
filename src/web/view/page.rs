//! `kinds/<kind>.html` and `kinds/generic.html`: one page as readers see it.
//! Deliberately not here: the form, see `form`, and older revisions, see `history`.

use serde::Serialize;

use super::acts::Tool;
use super::files::FilesView;
use super::form::{FormField, ProblemLine};
use super::frame::{Frame, Tone};
use super::pieces::{Chip, Crumb, Item, PageLine, Pillar};
use super::status::StatusControl;

/// A page, ready to be shown by the template of its kind.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// Id of the page; becomes `<main data-page-id>`.
    pub page_id: String,
    /// Id of the kind; picks the template.
    pub kind: String,
    /// The kind's word, for instance "Gute Praxis".
    pub kind_label: String,
    /// The way here, without the page itself.
    pub breadcrumb: Vec<Crumb>,
    /// Pillar of the space.
    pub pillar: Option<Pillar>,
    /// The space.
    pub space: Item,
    /// Code, for instance `FM-3`.
    pub code: Option<String>,
    /// Title.
    pub title: String,
    /// Status first, then others ("Empfehlung", "Erprobt", "Beispiel").
    pub chips: Vec<Chip>,
    /// Quiet words after the chips, for instance "Fassung 1".
    pub meta: Option<String>,
    /// The one state of the whole page that changes how to read it.
    pub banner: Option<Banner>,
    /// Summary, shown as lead.
    pub summary: Option<String>,
    /// Filled fields of the kind in the kind's order, without title and summary.
    pub fields: Vec<FieldView>,
    /// Sections of the kind in order; the generic template shows fields under them.
    pub sections: Vec<FieldSection>,
    /// Rows that live at the page, set by set.
    pub records: Vec<RecordsView>,
    /// Its files, where there are some or may be.
    pub files: Option<FilesView>,
    /// The rendered, sanitised body; empty when there is none.
    pub body_html: String,
    /// Headings of the body on the second level, for "Auf dieser Seite".
    pub headings: Vec<Heading>,
    /// Address of the form, when the person may edit.
    pub edit_href: Option<String>,
    /// Address of the history, when the person may see it.
    pub history_href: Option<String>,
    /// Further actions, each a link.
    pub actions: Vec<Action>,
    /// What else can be done with the page, in a closed list.
    pub tools: Vec<Tool>,
    /// That it is locked, since when and why.
    pub locked: Option<String>,
    /// Who is writing it just now, for those who may write it too.
    pub writing_now: Option<String>,
    /// Where the pages below it are put in order.
    pub order_href: Option<String>,
    /// The status, for those who may change it.
    pub status: Option<StatusControl>,
    /// Pages that link here.
    pub used_in: Vec<PageLine>,
    /// Pages below this one.
    pub children: Vec<PageLine>,
    /// Who is responsible: a person, a unit or a function.
    pub owner: Option<String>,
    /// When it changed last, in words after "Geändert": "vor 5 Minuten", "gestern, 9:05 Uhr".
    pub changed: Option<String>,
    /// The line printed on top of the sheet.
    pub print: PrintHead,
    /// Page before in a chain.
    pub previous: Option<PageLine>,
    /// Page after in a chain.
    pub next: Option<PageLine>,
}

/// A state of the whole page.
#[derive(Debug, Clone, Serialize)]
pub struct Banner {
    /// Which one; the template has title and words for it.
    pub about: BannerAbout,
    /// How serious.
    pub tone: Tone,
    /// A link that belongs to it, for instance to the version in force.
    pub link: Option<Item>,
    /// Words that replace or follow the standard sentence, for instance "Fassung 2 vom 3. Mai".
    pub detail: Option<String>,
    /// Address to post "Wiederherstellen" to (trash only).
    pub restore_action: Option<String>,
}

/// States a banner can speak of, in order of importance: at most one is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BannerAbout {
    /// In the trash.
    Trash,
    /// An older revision or version.
    OldRevision,
    /// Superseded by another page.
    Superseded,
    /// Repealed without successor.
    Repealed,
    /// Third-party text, not in force in Berlin.
    SourceText,
    /// Invented content.
    Example,
    /// A draft everybody may read while it is being agreed.
    OpenDraft,
    /// A draft that only few people see.
    Draft,
    /// The person sees the version in force, a working copy with changes exists.
    PendingForReader,
    /// The person sees the working copy, readers still see the version in force.
    PendingShown,
}

/// A section of the kind.
#[derive(Debug, Clone, Serialize)]
pub struct FieldSection {
    /// Id of the section, used as anchor `abschnitt-<id>`.
    pub id: String,
    /// Heading.
    pub label: String,
    /// Ids of its filled fields.
    pub fields: Vec<String>,
}

/// A filled field.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    /// Id of the field, for instance `statements`.
    pub id: String,
    /// Its word.
    pub label: String,
    /// Its value.
    pub value: FieldValue,
}

/// The value of a field, as it is shown.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum FieldValue {
    /// One text, number, date, choice, person, file or link.
    One {
        /// The value.
        item: Item,
    },
    /// Several: choices, districts, tags, lines, pages.
    Many {
        /// The values.
        items: Vec<Item>,
    },
    /// Markdown, rendered and sanitised.
    Prose {
        /// Safe HTML.
        html: String,
    },
    /// A table.
    Table {
        /// Columns in order.
        columns: Vec<ColumnView>,
        /// Rows in order.
        rows: Vec<RowView>,
    },
}

/// A column of a table field.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnView {
    /// Id of the column.
    pub id: String,
    /// Its word.
    pub label: String,
}

/// A row of a table field.
#[derive(Debug, Clone, Serialize)]
pub struct RowView {
    /// The row's stable id.
    pub id: String,
    /// Number shown and used as anchor, for instance `FM-3.01`; `None` counts on.
    pub number: Option<String>,
    /// Filled cells.
    pub cells: Vec<CellView>,
}

/// A cell of a table field.
#[derive(Debug, Clone, Serialize)]
pub struct CellView {
    /// Id of the column.
    pub id: String,
    /// Texts; several are joined by commas.
    pub items: Vec<Item>,
    /// Safe HTML instead, for Markdown columns.
    pub html: Option<String>,
}

/// A heading of the body.
#[derive(Debug, Clone, Serialize)]
pub struct Heading {
    /// Its anchor.
    pub anchor: String,
    /// Its text.
    pub text: String,
}

/// Something the person can do, as a link in the side column.
#[derive(Debug, Clone, Serialize)]
pub struct Action {
    /// The verb.
    pub label: String,
    /// Where it is done.
    pub href: String,
    /// Name of a sign of the theme, for instance `draft`.
    pub icon: String,
}

/// What stands on top of a printed sheet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PrintHead {
    /// State in words, for instance "Entwurf".
    pub state: String,
    /// Version in words, for instance "Fassung 3, gültig seit 1. Juli 2026".
    pub version: Option<String>,
    /// Day of printing in words; for scripts-free pages the day the page was sent.
    pub printed_on: String,
    /// Short address.
    pub address: String,
}

/// The rows of one record set at a page.
#[derive(Debug, Clone, Serialize)]
pub struct RecordsView {
    /// Id of the set.
    pub id: String,
    /// Its heading.
    pub label: String,
    /// One sentence on what belongs there.
    pub hint: String,
    /// Columns in order.
    pub columns: Vec<ColumnView>,
    /// Rows in order.
    pub rows: Vec<RecordRow>,
    /// Where a row is added, for those who may.
    pub add_href: Option<String>,
    /// What is added, for instance "Maßnahme".
    pub add_label: String,
}

/// A row of a record set.
#[derive(Debug, Clone, Serialize)]
pub struct RecordRow {
    /// Filled cells.
    pub cells: Vec<CellView>,
    /// True when it counts as done.
    pub closed: bool,
    /// Address of its form, for those who may change it.
    pub edit_href: Option<String>,
}

/// `record.html`: the form of one row.
#[derive(Debug, Clone, Serialize)]
pub struct RecordFormView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// What it is, for instance "Maßnahme".
    pub title: String,
    /// One sentence on what belongs there.
    pub hint: String,
    /// Address the form is posted to.
    pub action: String,
    /// The version of the row the form was made from.
    pub version: u64,
    /// What is wrong, on top.
    pub problems: Vec<ProblemLine>,
    /// The fields shown at first.
    pub fields: Vec<FormField>,
    /// All others, in a closed section.
    pub more: Vec<FormField>,
    /// Whether it can be taken away.
    pub may_remove: bool,
    /// When it changed, newest first.
    pub history: Vec<String>,
    /// Where "Abbrechen" leads.
    pub cancel_href: String,
}
