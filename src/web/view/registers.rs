//! The screens of the administration: what is wrong in files, registers, lists and their entries.
//! Deliberately not here: rights, queries.

use serde::Serialize;

use super::form::{FormField, ProblemLine};
use super::frame::Frame;
use super::pieces::{Chip, CountLink, Crumb, Item};

/// `administration.html`: what administrators keep, and what needs their attention.
#[derive(Debug, Clone, Serialize)]
pub struct AdministrationView {
    /// The frame.
    pub frame: Frame,
    /// Mistakes in files of the data folder; the last good copies count meanwhile.
    pub mistakes: Vec<MistakeLine>,
    /// What can be kept in order here.
    pub parts: Vec<AdministrationPart>,
    /// How many pages are examples of the seed, if they can be taken away.
    pub examples: Option<u64>,
}

/// A mistake in a file.
#[derive(Debug, Clone, Serialize)]
pub struct MistakeLine {
    /// The file below the data folder.
    pub file: String,
    /// The line, counted from 1; 0 where it is not known.
    pub line: u64,
    /// What is wrong.
    pub text: String,
}

/// A way from the administration.
#[derive(Debug, Clone, Serialize)]
pub struct AdministrationPart {
    /// Where it leads.
    pub link: Item,
    /// What is done there.
    pub text: String,
}

/// `registers.html`: all registers and lists.
#[derive(Debug, Clone, Serialize)]
pub struct RegistersView {
    /// The frame.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// Lists the office keeps itself.
    pub registers: Vec<ListLine>,
    /// Lists that fields offer for choosing.
    pub lists: Vec<ListLine>,
}

/// A register or list among others.
#[derive(Debug, Clone, Serialize)]
pub struct ListLine {
    /// What it is called.
    pub title: String,
    /// Where its entries are.
    pub href: String,
    /// What it is for.
    pub about: String,
    /// How many entries are offered.
    pub offered: u64,
    /// How many are not offered any longer.
    pub retired: u64,
}

/// `register.html`: the entries of one register or list.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterView {
    /// The frame.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// The fields that offer it.
    pub fields: Vec<String>,
    /// Address forms are posted to.
    pub action: String,
    /// The entries in their order.
    pub entries: Vec<EntryLine>,
    /// What is wrong with a new entry.
    pub problems: Vec<ProblemLine>,
    /// The fields of a new entry.
    pub new: Vec<FormField>,
}

/// An entry among others.
#[derive(Debug, Clone, Serialize)]
pub struct EntryLine {
    /// Its id.
    pub id: String,
    /// Its word, with the address of its own screen.
    pub link: Item,
    /// Its word in the other language.
    pub other: String,
    /// Whether it is offered, until when, and whether it was added here.
    pub chips: Vec<Chip>,
    /// How many pages use it, with the address that shows them.
    pub used: Option<Item>,
    /// The entry before it, to move past; `None` for the first.
    pub before: Option<String>,
    /// The entry behind it, to move past; `None` for the last.
    pub behind: Option<String>,
}

/// `register-entry.html`: one entry.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterEntryView {
    /// The frame.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// Its word.
    pub title: String,
    /// Its id, for those who write files.
    pub id: String,
    /// Whether it is offered, and until when.
    pub chips: Vec<Chip>,
    /// Address the form is posted to.
    pub action: String,
    /// The version the form was made from.
    pub version: u64,
    /// What is wrong.
    pub problems: Vec<ProblemLine>,
    /// Words and validity.
    pub fields: Vec<FormField>,
    /// Whether it is offered now and can retire.
    pub may_retire: bool,
    /// Whether it can be offered again.
    pub may_offer: bool,
    /// Whether it can be deleted: it was added here and nobody uses it.
    pub may_delete: bool,
    /// Where it is used, list by list.
    pub uses: Vec<CountLink>,
    /// Rows of record sets that use it, in words.
    pub records: Vec<String>,
    /// Where "Abbrechen" leads.
    pub cancel_href: String,
}
