//! Every setting of a running wiki with its default and its limits.
//! Not the command line: `main` reads flags, environment and file and hands the result over.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

use crate::clock::{DAY, Millis};

/// The settings of one wiki.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data folder (mode 0700).
    pub data: PathBuf,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The database; SQLite in the data folder unless given.
    pub database_url: Option<String>,
    /// The address people use, when a proxy stands in front.
    pub public_url: Option<String>,
    /// Whether a first start loads the seed pages.
    pub seed: Seed,
    /// Name of the site's own theme below `DATA/themes`.
    pub theme: Option<String>,
    /// Limits on everything that comes in.
    pub limits: Limits,
    /// How many HTTP workers; the number of cores unless given.
    pub workers: Option<usize>,
    /// A clamd that checks every file, as `HOST:PORT` or the path of its socket.
    pub clamd: Option<String>,
    /// The program that looks into documents in a process of its own; this one unless given.
    pub program: Option<PathBuf>,
}

/// What a first start puts into the wiki.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seed {
    /// All seed pages.
    Full,
    /// All seed pages but those marked as examples.
    WithoutExamples,
    /// Spaces, kinds and registers only.
    None,
}

/// Upper bounds; beyond them people get a clear message.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Text of one page in bytes.
    pub page_bytes_max: usize,
    /// One request body in bytes, uploads aside.
    pub body_bytes_max: usize,
    /// Title in characters.
    pub title_chars_max: usize,
    /// Change note in characters.
    pub note_chars_max: usize,
    /// One file in bytes.
    pub file_bytes_max: u64,
    /// All files of the wiki together in bytes, each content counted once.
    pub files_bytes_max: u64,
    /// Files of one page.
    pub files_per_page_max: u64,
    /// Rows of any list.
    pub list_max: usize,
    /// Length of a session without any request.
    pub session_idle: Millis,
    /// Length of a session at most.
    pub session_life: Millis,
    /// Validity of a one-time sign-in link.
    pub sign_in_link_life: Millis,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page_bytes_max: 4 << 20,
            body_bytes_max: 8 << 20,
            title_chars_max: 1_000,
            note_chars_max: 200,
            file_bytes_max: 50 << 20,
            files_bytes_max: 20 << 30,
            files_per_page_max: 300,
            list_max: 200,
            session_idle: 7 * DAY,
            session_life: 30 * DAY,
            sign_in_link_life: DAY,
        }
    }
}

impl Config {
    /// Settings for a data folder, all else by default.
    pub fn for_folder(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database_url: None,
            public_url: None,
            seed: Seed::Full,
            theme: None,
            limits: Limits::default(),
            workers: None,
            clamd: None,
            program: None,
        }
    }

    /// The database address: the one given, else SQLite in the data folder.
    pub fn database_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite://{}?mode=rwc", self.data.join("qm-wiki.sqlite").display()),
        }
    }

    /// Whether people reach the wiki by https, so that cookies may demand it.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}
