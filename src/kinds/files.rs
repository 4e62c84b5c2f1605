//! The files that describe kinds, held in memory.
//! Reads no disk: whoever starts the program hands the texts in.

use std::collections::BTreeMap;

/// Named texts. A text added later under the same name replaces the earlier one. A site brings its
/// own from another folder: its kinds and registers replace those of the same name, its common
/// fields, lists, messages and sets of records lie on top of the shipped ones, and those with a known id win.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    by_part: BTreeMap<Part, Vec<Text>>,
}

/// What a file describes, told from its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// `common.toml`: fields that kinds take over, and rules for all pages.
    Common,
    /// `choices.toml`: lists of choices.
    Choices,
    /// `records.toml`: sets of records.
    Records,
    /// `messages.toml`: what rules say, by id.
    Messages,
    /// `registers/<name>.toml`: one register.
    Register(String),
    /// `<kind>.toml`: one kind.
    Kind(String),
}

/// A file's name as handed in, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// name that is not about kinds, choices, records or registers is left aside.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) {
        let (name, text) = (name.into(), text.into());
        let Some(part) = part_of(&name) else {
            return;
        };
        let texts = self.by_part.entry(part).or_default();
        match texts.iter_mut().find(|other| other.name == name) {
            Some(same) => same.text = text,
            None => texts.push(Text { name, text }),
        }
    }

    /// Adds all texts of another folder on top.
    pub fn add_all(&mut self, others: &Self) {
        for (name, text) in others.iter() {
            self.add(name, text);
        }
    }

    /// The names and texts, for keeping a copy.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_part.values().flatten().map(|text| (text.name.as_str(), text.text.as_str()))
    }

    /// The text under this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Takes the text under this name away.
    pub fn remove(&mut self, name: &str) {
        for texts in self.by_part.values_mut() {
            texts.retain(|text| text.name != name);
        }
        self.by_part.retain(|_, texts| !texts.is_empty());
    }

    /// The texts that count: of a kind and of a register the last one, of the others all.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&Part, &Text)> {
        self.by_part.iter().flat_map(|(part, texts)| {
            let skipped = match part {
                Part::Kind(_) | Part::Register(_) => texts.len().saturating_sub(1),
                Part::Common | Part::Choices | Part::Records | Part::Messages => 0,
            };
            texts.iter().skip(skipped).map(move |text| (part, text))
        })
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

fn part_of(name: &str) -> Option<Part> {
    let path = name.replace('\\', "/");
    let stem = path.strip_suffix(".toml")?;
    let (folders, stem) = stem.rsplit_once('/').unwrap_or(("", stem));
    match (folders.rsplit('/').next(), stem) {
        (Some("registers"), name) => Some(Part::Register(name.to_owned())),
        (_, "common") => Some(Part::Common),
        (_, "choices") => Some(Part::Choices),
        (_, "records") => Some(Part::Records),
        (_, "messages") => Some(Part::Messages),
        (_, "spaces") => None,
        (_, kind) => Some(Part::Kind(kind.to_owned())),
    }
}
