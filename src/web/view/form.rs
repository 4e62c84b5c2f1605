//! `new.html` and `form.html`: choosing a kind and writing a page.
//! Deliberately not here: checking what was written, which is the business of the kinds.

use serde::Serialize;

use super::acts::UnsavedView;
use super::frame::{Frame, NewChoice};
use super::pieces::{Chip, Crumb, Hidden, Item, Pillar};

/// `new.html`: "Was möchten Sie tun?"
#[derive(Debug, Clone, Serialize)]
pub struct NewView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// What can be made.
    pub choices: Vec<NewChoice>,
    /// The space chosen before, if any.
    pub space: Option<Item>,
}

/// `form.html`: writing a page of any kind.
///
/// Names of inputs are the paths of problems after `f.`: `f.summary`, `f.statements.2.text`. Each
/// row of a table sends its stable id as `f.statements.2.id`, and a group of checkboxes sends its
/// name once more with an empty value, so that emptying it is seen. Buttons are `act` = `save`,
/// `publish`, `preview`, and for tables `add.<field>`, `remove.<field>.<row>`, `up.<field>.<row>`,
/// `down.<field>.<row>` (value `1`).
#[derive(Debug, Clone, Serialize)]
pub struct FormView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// New page or existing one.
    pub purpose: FormPurpose,
    /// Address the form is posted to.
    pub action: String,
    /// Id of the kind.
    pub kind: String,
    /// The kind's word.
    pub kind_label: String,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// Pillar of the space.
    pub pillar: Option<Pillar>,
    /// Status and others.
    pub chips: Vec<Chip>,
    /// Quiet words after the chips, for instance "Zuletzt gespeichert vor 5 Minuten".
    pub saved: Option<String>,
    /// Hidden values: `base`, `kind`, `parent` and the like.
    pub hidden: Vec<Hidden>,
    /// What a new page can begin with, the empty page first; empty where there is no choice.
    pub templates: Vec<TemplateChoice>,
    /// What is wrong, on top, with links to the fields.
    pub problems: Vec<ProblemLine>,
    /// At most seven fields, title first.
    pub first: Vec<FormField>,
    /// The text of the page.
    pub body: FormField,
    /// All other fields, in closed sections.
    pub sections: Vec<FormSection>,
    /// What a later status will ask for; `None` when nothing is asked.
    pub missing: Option<Missing>,
    /// What is only worth thinking about; never in the way.
    pub hints: Vec<Item>,
    /// Who will see the result, for instance "Sie und das Team QM Mitte".
    pub audience: String,
    /// What a reader gets to see after saving a pending change; `None` for living pages.
    pub audience_note: Option<String>,
    /// Which buttons there are.
    pub save: SaveButtons,
    /// The note on the change; `None` on a first draft.
    pub change_note: Option<FormField>,
    /// Whether the change is called small; `None` on a first draft.
    pub minor: Option<bool>,
    /// Texts typed into this form and not saved.
    pub unsaved: Vec<UnsavedView>,
    /// Pages that serve as templates, each leading to a copy; only on an empty form.
    pub from_pages: Vec<Item>,
    /// Who else is writing the page just now.
    pub writing_now: Option<String>,
    /// Address scripts send what is typed to, so that it is not lost.
    pub keep_action: Option<String>,
    /// Address scripts say to that the form is open.
    pub presence_action: Option<String>,
    /// The rendered text after "Vorschau".
    pub preview_html: Option<String>,
    /// Where "Abbrechen" leads.
    pub cancel_href: String,
}

/// What the form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormPurpose {
    /// A new page.
    New,
    /// An existing one.
    Edit,
}

/// The buttons at the foot of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SaveButtons {
    /// "Speichern": a draft, or a pending change.
    Draft,
    /// "Speichern und veröffentlichen" first, "Als Entwurf speichern" second.
    PublishOrDraft,
    /// "Speichern und veröffentlichen" only: the page is live already.
    Publish,
}

/// A problem in the summary on top.
#[derive(Debug, Clone, Serialize)]
pub struct ProblemLine {
    /// Anchor of the field with `#`; `None` when it concerns the whole form.
    pub href: Option<String>,
    /// Label of the field.
    pub label: Option<String>,
    /// What is wrong and what to do.
    pub text: String,
}

/// What a new page can begin with.
#[derive(Debug, Clone, Serialize)]
pub struct TemplateChoice {
    /// What it is called.
    pub label: String,
    /// When it helps.
    pub hint: String,
    /// Address of the form that begins with it.
    pub href: String,
    /// True for the one the form began with.
    pub chosen: bool,
}

/// A closed section of the form.
#[derive(Debug, Clone, Serialize)]
pub struct FormSection {
    /// Id of the section.
    pub id: String,
    /// Heading.
    pub label: String,
    /// How many of its fields are filled.
    pub filled: u64,
    /// True opens it, for instance because of a problem inside or a row just added.
    pub open: bool,
    /// Its fields.
    pub fields: Vec<FormField>,
}

/// A field of the form.
#[derive(Debug, Clone, Serialize)]
pub struct FormField {
    /// Anchor and `id` of the input, for instance `f-statements-2-text`.
    pub id: String,
    /// Name of the input.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Help under the label.
    pub help: Option<String>,
    /// Needed for saving at all (title and space only).
    pub required: bool,
    /// What is wrong and what to do.
    pub problem: Option<String>,
    /// How it is filled in.
    pub control: Control,
}

impl FormField {
    /// The `id` of the input for this path: `statements.2.text` becomes `f-statements-2-text`.
    pub fn id_of(path: &str) -> String {
        format!("f-{}", path.replace(['.', '_'], "-"))
    }

    /// The name of the input for this path: `statements.2.text` becomes `f.statements.2.text`.
    pub fn name_of(path: &str) -> String {
        format!("f.{path}")
    }
}

/// How a field is filled in.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "control", rename_all = "snake_case")]
pub enum Control {
    /// One line.
    Line {
        /// Value.
        value: String,
        /// How wide.
        width: Width,
        /// Values offered while typing.
        suggestions: Vec<String>,
    },
    /// An address on the web.
    Url {
        /// Value.
        value: String,
    },
    /// A number, as text so that "1,5" works.
    Number {
        /// Value.
        value: String,
    },
    /// A day, `YYYY-MM-DD`.
    Date {
        /// Value.
        value: String,
    },
    /// A few sentences without formatting.
    Text {
        /// Value.
        value: String,
        /// Height in lines.
        rows: u64,
    },
    /// Markdown.
    Markdown {
        /// Value.
        value: String,
        /// Height in lines.
        rows: u64,
    },
    /// A list, one entry per line.
    Lines {
        /// Value, entries separated by line breaks.
        value: String,
        /// Height in lines.
        rows: u64,
    },
    /// One of a few; up to six as areas to click, more as a select.
    Choice {
        /// What can be chosen; an option with empty value means "no answer".
        options: Vec<ChoiceOption>,
    },
    /// Several of a few.
    Choices {
        /// What can be chosen.
        options: Vec<ChoiceOption>,
    },
    /// A table with rows to add, remove and move.
    Table {
        /// Id of the field, for the names of the buttons.
        field: String,
        /// Rows in order.
        rows: Vec<FormRow>,
        /// True while more rows are allowed.
        may_add: bool,
    },
}

/// How wide a one-line input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    /// A code, a number, a date.
    Short,
    /// A name.
    Medium,
    /// A sentence.
    Full,
}

/// A value that can be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct ChoiceOption {
    /// Value that is sent.
    pub value: String,
    /// Its words.
    pub label: String,
    /// A few words more.
    pub hint: Option<String>,
    /// True when chosen.
    pub chosen: bool,
}

/// A row of a table in the form.
#[derive(Debug, Clone, Serialize)]
pub struct FormRow {
    /// The row's stable id, sent as `f.<field>.<row>.id`.
    pub id: String,
    /// Its cells, each named `f.<field>.<row>.<column>`.
    pub cells: Vec<FormField>,
}

/// What a later status will ask for.
#[derive(Debug, Clone, Serialize)]
pub struct Missing {
    /// Still missing: label and anchor.
    pub open: Vec<Item>,
    /// Already there.
    pub done: Vec<String>,
}
