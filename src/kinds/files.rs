//! The files that describe kinds, held in memory.
//! Reads no disk: whoever starts the program hands the texts in.

use std::collections::BTreeMap;

/// Named texts; a text added later under the same name replaces the earlier one, so that a site
/// overrides a shipped file by bringing its own.
#[derive(Debug, Clone, Default)]
pub struct Files {
    by_role: BTreeMap<Role, Text>,
}

/// What a file describes, told from its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// `common.toml`: fields that kinds take over.
    Common,
    /// `choices.toml`: lists of choices.
    Choices,
    /// `registers/<name>.toml`: one register.
    Register(String),
    /// `<kind>.toml`: one kind.
    Kind(String),
}

/// A file's name as handed in, and its text.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Files {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text. `name` may carry folders (`kinds/practice.toml`, `registers/bodies.toml`); a
    /// name that is not about kinds, choices or registers is left aside.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) {
        let name = name.into();
        if let Some(role) = role_of(&name) {
            self.by_role.insert(role, Text { name, text: text.into() });
        }
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = (&Role, &Text)> {
        self.by_role.iter()
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for Files {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(pairs: I) -> Self {
        let mut files = Self::new();
        for (name, text) in pairs {
            files.add(name, text);
        }
        files
    }
}

fn role_of(name: &str) -> Option<Role> {
    let path = name.replace('\\', "/");
    let stem = path.strip_suffix(".toml")?;
    let (folders, stem) = stem.rsplit_once('/').unwrap_or(("", stem));
    match (folders.rsplit('/').next(), stem) {
        (Some("registers"), name) => Some(Role::Register(name.to_owned())),
        (_, "common") => Some(Role::Common),
        (_, "choices") => Some(Role::Choices),
        (_, "spaces") => None,
        (_, kind) => Some(Role::Kind(kind.to_owned())),
    }
}
