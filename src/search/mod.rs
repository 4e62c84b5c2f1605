//! Full-text search: the index on disk, the words of a search, ranking, facets and snippets.
//! Only its follower knows the database; nothing here knows the web. The caller checks the hits.
//!
//! One face of a page is one block of index documents: its *head* (title, names, all its text)
//! followed by its *passages* of at most 1 KB. The head decides whether a page is found, the
//! passages help the ranking and say where in the page the words stand. Rights are part of the
//! query itself, so totals and facets count only what the reader may read.

mod analysis;
mod find;
mod follower;
mod groups;
mod index;
#[cfg(test)]
mod measure;
mod query;
mod snippet;
mod synonyms;
mod wording;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use follower::{Follower, IndexState, examine};
pub use index::{Index, Opened, Rebuild};

/// One face of a page as the index sees it.
#[derive(Debug, Clone, Default)]
pub struct PageDoc {
    /// Id of the page (uuid as text); both faces of a page carry the same.
    pub page: String,
    /// Which face this is.
    pub face: Face,
    /// Key of the space.
    pub space: String,
    /// Id of the kind.
    pub kind: String,
    /// Id of the status in the life cycle.
    pub status: String,
    /// How much the page counts beside another with the same words.
    pub standing: Standing,
    /// Title as written.
    pub title: String,
    /// Other names: aliases, code, abbreviation.
    pub names: Vec<String>,
    /// Summary as plain text.
    pub summary: String,
    /// Searched field values as plain text with their weight; weight 0 is left out.
    pub fields: Vec<(f32, String)>,
    /// The text in reading order, as plain text; longer passages are cut into pieces of 1 KB.
    pub passages: Vec<Passage>,
    /// A reader needs one of these tokens …
    pub audience: Vec<String>,
    /// … and none of these.
    pub hidden_from: Vec<String>,
    /// Unix seconds of the last change; orders a search without words.
    pub updated_at: i64,
    /// Number of the revision, for comparing the index with the database.
    pub revision: u32,
    /// Address of the page, handed back with the hit.
    pub url: String,
}

/// A stretch of text that can be found and jumped to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// Fragment of the address, without `#`.
    pub anchor: Option<String>,
    /// Heading above the text; may be empty.
    pub heading: String,
    /// Plain text; may be empty.
    pub text: String,
}

/// The face of a page that an index document shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Face {
    /// Only the working face.
    Working,
    /// Only the released face.
    Released,
    /// Working and released face are the same.
    #[default]
    Both,
}

impl Face {
    /// The word stored in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Face::Working => "working",
            Face::Released => "released",
            Face::Both => "both",
        }
    }

    fn from_stored(word: &str) -> Face {
        match word {
            "working" => Face::Working,
            "released" => Face::Released,
            _ => Face::Both,
        }
    }
}

/// What a page is worth beside another with the same words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// In force, or live at once.
    #[default]
    Valid,
    /// Not yet released.
    Draft,
    /// Superseded, no longer in force, archived.
    Past,
    /// An invented example.
    Example,
    /// Says who runs the site and the like, not what people look for.
    Formality,
}

impl Standing {
    fn stored(self) -> u64 {
        match self {
            Standing::Valid => 0,
            Standing::Draft => 1,
            Standing::Past => 2,
            Standing::Example => 3,
            Standing::Formality => 4,
        }
    }

    /// Factor on the score of a page with this stored standing.
    fn factor(stored: u64) -> f32 {
        match stored {
            0 => 1.0,
            1 => 0.9,
            2 => 0.6,
            _ => 0.5,
        }
    }
}

/// To which database and to which build of the program an index belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Schema and analysis, see [`index_version`].
    pub index_version: String,
    /// Uuid of the database.
    pub database: String,
    /// Grows when the database is restored from a backup.
    pub epoch: i64,
}

impl Stamp {
    /// The stamp of this build for a database.
    pub fn new(database: &str, epoch: i64) -> Stamp {
        Stamp { index_version: index_version(), database: database.to_owned(), epoch }
    }
}

/// Names schema and word analysis: an index written under another name is built anew.
///
/// The name comes from the schema and from what the analysis makes of a probe text, so a changed
/// stemmer changes the name without anybody remembering to.
pub fn index_version() -> String {
    let mut hash = Sha256::new();
    hash.update(tantivy::version_string());
    hash.update(index::schema_text());
    hash.update(analysis::fingerprint());
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What somebody asks for.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The text as typed, filters and quotation marks included; any text is allowed.
    pub text: String,
    /// Tokens of the reader; without any nothing is found.
    pub tokens: Vec<String>,
    /// Who asks.
    pub reader: Reader,
    /// Only these, any of them; goes before a `kind:` in the text. Empty means all.
    pub kind: Vec<String>,
    /// Only these, any of them; goes before a `space:` in the text. Empty means all.
    pub space: Vec<String>,
    /// Only these, any of them; goes before a `status:` in the text. Empty means all.
    pub status: Vec<String>,
    /// What values are called besides their id: a name people type behind `art:`, `bereich:` or
    /// `status:`, and the id.
    pub called: Vec<(String, String)>,
    /// Spaces left out unless they are asked for by name.
    pub without_spaces: Vec<String>,
    /// Hits on one page of results, at most [`HITS_MAX`].
    pub limit: usize,
    /// Hits to skip, at most [`OFFSET_MAX`].
    pub offset: usize,
}

/// Whether tokens decide what somebody finds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reader {
    /// Finds what the tokens allow.
    #[default]
    ByTokens,
    /// Finds everything (administrators).
    Everything,
}

/// Most hits in one answer.
pub const HITS_MAX: usize = 100;
/// Deepest hit that can be asked for.
pub const OFFSET_MAX: usize = 10_000;

/// The answer to an [`Ask`].
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Pages found in all, filters applied.
    pub total: usize,
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// Counts for narrowing down.
    pub facets: Facets,
    /// The text with mistyped words put right ("Meinten Sie"), if there were any.
    pub corrected: Option<String>,
    /// The words searched for, as typed, without filters; empty when only filters were given.
    pub words: Vec<String>,
}

/// Pages per value. Each list leaves its own filter aside, so one sees what another choice brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Id of the kind and pages, most first.
    pub kind: Vec<(String, usize)>,
    /// Key of the space and pages, most first.
    pub space: Vec<(String, usize)>,
    /// Id of the status and pages, most first.
    pub status: Vec<(String, usize)>,
}

/// A page that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Id of the page.
    pub page: String,
    /// The face that matched best.
    pub face: Face,
    /// Title as written.
    pub title: String,
    /// Title as HTML, escaped, the words found in `<mark>`.
    pub title_marked: String,
    /// Address of the page, without fragment.
    pub url: String,
    /// Id of the kind.
    pub kind: String,
    /// Key of the space.
    pub space: String,
    /// Id of the status.
    pub status: String,
    /// Best stretch of text as HTML, escaped, the words found in `<mark>`.
    pub snippet_html: String,
    /// Fragment of the place the snippet is from.
    pub anchor: Option<String>,
    /// Heading of that place; empty at the top of the page.
    pub heading: String,
    /// Score, comparable within one answer only.
    pub score: f32,
    /// Up to two further places of the same page.
    pub more_places: Vec<Place>,
}

/// A further place in a page that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Fragment of the address, without `#`.
    pub anchor: Option<String>,
    /// Heading of the place.
    pub heading: String,
    /// Stretch of text as HTML, escaped, the words found in `<mark>`.
    pub snippet_html: String,
}

/// What can go wrong with the index itself. Nothing a reader types is an error.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index library refused; the index may need a rebuild.
    #[error("search index: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// The folder of the index could not be read or written.
    #[error("folder of the search index: {0}")]
    Folder(#[from] std::io::Error),
    /// A rebuild went on after a failure.
    #[error("the rebuild of the search index was abandoned after a failure")]
    Abandoned,
    /// The note in the commit could not be written.
    #[error("note of the search index: {0}")]
    Note(#[from] serde_json::Error),
}
