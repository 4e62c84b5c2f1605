//! The words of the interface: German and English messages, dates and numbers as people write them.
//! Deliberately not here: words of kinds, registers and pages, which are data and come from files.

use serde::Serialize;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// German, the language the wiki is made in.
    #[default]
    De,
    /// English.
    En,
}

impl Lang {
    /// All languages, German first.
    pub const ALL: [Lang; 2] = [Lang::De, Lang::En];

    /// The language's code as it stands in `<html lang>`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::De => "de",
            Lang::En => "en",
        }
    }
}
