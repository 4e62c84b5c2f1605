//! The files of a page, `file.html` and `upload.html`.
//! Deliberately not here: images in texts, which Markdown shows.

use serde::Serialize;

use super::frame::Frame;
use super::pieces::{Crumb, Item};

/// The files of a page, below its text.
#[derive(Debug, Clone, Serialize)]
pub struct FilesView {
    /// The files in the order of their names.
    pub files: Vec<FileLine>,
    /// Files that were taken away and can be brought back, for editors.
    pub removed: Vec<RemovedFile>,
    /// Where files are added, for editors.
    pub upload: Option<UploadForm>,
}

/// A file in the list.
#[derive(Debug, Clone, Serialize)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// Where it is fetched.
    pub href: String,
    /// Type, size and day in words.
    pub about: String,
    /// Set when readers do not see this version yet.
    pub pending: bool,
    /// What it tells beside its text, in sentences, for editors.
    pub findings: Vec<String>,
    /// Address a cleaned version is asked from, where one can be made.
    pub clean_action: Option<String>,
    /// Its sheet with versions, for editors.
    pub manage_href: Option<String>,
}

/// A file that was taken away.
#[derive(Debug, Clone, Serialize)]
pub struct RemovedFile {
    /// Its name.
    pub name: String,
    /// When it was taken away, in words.
    pub when: String,
    /// Address "Wiederherstellen" is posted to.
    pub action: String,
}

/// The form files are added with.
#[derive(Debug, Clone, Serialize)]
pub struct UploadForm {
    /// Address it is posted to.
    pub action: String,
    /// Megabytes of one file at most.
    pub max: u64,
}

/// `file.html`: one file with its versions, for editors.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// Its name.
    pub name: String,
    /// How it is written in a text of its page.
    pub markdown: String,
    /// What it tells beside its text, in sentences.
    pub findings: Vec<String>,
    /// Whether a cleaned version can be made.
    pub cleanable: bool,
    /// Whether it was taken away.
    pub removed: bool,
    /// Why the last act did not happen.
    pub problem: Option<String>,
    /// Its versions, newest first.
    pub versions: Vec<VersionLine>,
    /// Address acts are posted to.
    pub action: String,
    /// The form for a new version.
    pub upload: UploadForm,
    /// The page it belongs to.
    pub page: Item,
}

/// A version of a file.
#[derive(Debug, Clone, Serialize)]
pub struct VersionLine {
    /// Its number.
    pub number: u64,
    /// Where it is fetched.
    pub href: String,
    /// Type and size in words.
    pub about: String,
    /// When it was added, in words.
    pub when: String,
    /// When, for machines (RFC 3339).
    pub when_iso: String,
    /// Who added it.
    pub by: Option<String>,
    /// The name it came with, where that is another one.
    pub came_as: Option<String>,
    /// Whether readers see it.
    pub in_force: bool,
}

/// `upload.html`: what became of an upload that was not taken whole.
#[derive(Debug, Clone, Serialize)]
pub struct UploadView {
    /// Header, navigation, footer.
    pub frame: Frame,
    /// The way here.
    pub breadcrumb: Vec<Crumb>,
    /// The files that were not taken, with the reason.
    pub refused: Vec<RefusedFile>,
    /// The names of those that were.
    pub stored: Vec<String>,
    /// The form once more.
    pub upload: UploadForm,
    /// The page.
    pub page: Item,
}

/// A file that was not taken.
#[derive(Debug, Clone, Serialize)]
pub struct RefusedFile {
    /// Its name.
    pub name: String,
    /// Why, in a sentence.
    pub reason: String,
}
