//! The words of the interface: German and English messages, dates and numbers as people write them.
//! Deliberately not here: words of kinds, registers and pages, which are data and come from files.

mod dates;
mod numbers;

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid};
use serde::Serialize;

pub use dates::{date, date_short, moment, month, since, weekday};
pub use numbers::{bytes, number};

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

/// A value that stands in a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Words.
    Text(String),
    /// A number; messages choose singular and plural by it.
    Number(i64),
}

static GERMAN: LanguageIdentifier = langid!("de");
static ENGLISH: LanguageIdentifier = langid!("en");

// Isolation marks around values would stand in titles, attributes and copied text.
fluent_templates::static_loader! {
    static MESSAGES = {
        locales: "./src/texts/locales",
        fallback_language: "de",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

impl Lang {
    /// All languages, German first.
    pub const ALL: [Lang; 2] = [Lang::De, Lang::En];

    /// The language's code as it stands in `<html lang>` and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Lang::De => "de",
            Lang::En => "en",
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code))
    }

    /// The language a browser asks for first; German when it asks for neither.
    pub fn from_accept_language(header: &str) -> Lang {
        let mut best = (0.0, Lang::De);
        for part in header.split(',').take(32) {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            let primary = tag.split('-').next().unwrap_or_default();
            let Some(lang) = Lang::from_code(primary) else {
                continue;
            };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Lang::De => &GERMAN,
            Lang::En => &ENGLISH,
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Arg {
        Arg::Number(number)
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Arg {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Arg {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// The message `id` in `lang` with its values filled in. An unknown id, or one whose values are
/// missing, reads as the id itself, so that a page still shows and the fault is seen.
pub fn say(lang: Lang, id: &str, args: &[(&str, Arg)]) -> String {
    say_if_known(lang, id, args).unwrap_or_else(|| id.to_owned())
}

/// The message `id` in `lang`, or `None` when there is no such message or a value is missing.
pub fn say_if_known(lang: Lang, id: &str, args: &[(&str, Arg)]) -> Option<String> {
    if args.is_empty() {
        return MESSAGES.try_lookup(lang.identifier(), id);
    }
    let values: HashMap<Cow<'static, str>, FluentValue<'static>> =
        args.iter().map(|(name, arg)| (Cow::Owned((*name).to_owned()), value(lang, arg))).collect();
    MESSAGES.try_lookup_with_args(lang.identifier(), id, &values)
}

/// The word for a status of a page, as product words have it: a released standard is "Gültig", a
/// released practice "Veröffentlicht". `None` for a life cycle of a site's own kind.
pub fn status_word(lang: Lang, kind: &str, status: &str) -> Option<String> {
    let status = status.replace('_', "-");
    say_if_known(lang, &format!("status-{kind}-{status}"), &[])
        .or_else(|| say_if_known(lang, &format!("status-{status}"), &[]))
}

/// What a person does who makes a page of this kind ("Gute Praxis teilen"); `label` for kinds
/// without words of their own ("Bericht anlegen").
pub fn new_words(lang: Lang, kind: &str, label: &str) -> String {
    say_if_known(lang, &format!("new-{kind}"), &[])
        .unwrap_or_else(|| say(lang, "new-of-kind", &[("kind", label.into())]))
}

fn value(lang: Lang, arg: &Arg) -> FluentValue<'static> {
    match arg {
        Arg::Text(text) => FluentValue::from(text.clone()),
        // Numbers below a thousand look the same everywhere and choose plurals; longer ones are
        // grouped, and their plural is always "other".
        Arg::Number(number) if number.unsigned_abs() < 1000 => FluentValue::from(*number),
        Arg::Number(number) => FluentValue::from(numbers::number(lang, *number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn ids(lang: Lang) -> BTreeSet<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/texts/locales")
            .join(lang.code());
        let mut found = BTreeSet::new();
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry.unwrap();
            if entry.path().extension().is_none_or(|ending| ending != "ftl") {
                continue;
            }
            for line in std::fs::read_to_string(entry.path()).unwrap().lines() {
                let Some((id, _)) = line.split_once(" =") else {
                    continue;
                };
                if id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                    assert!(found.insert(id.to_owned()), "{id} stands twice in {}", lang.code());
                }
            }
        }
        found
    }

    #[test]
    fn both_languages_know_the_same_messages() {
        let (german, english) = (ids(Lang::De), ids(Lang::En));
        assert!(german.len() > 100);
        let only_german: Vec<_> = german.difference(&english).collect();
        let only_english: Vec<_> = english.difference(&german).collect();
        assert!(only_german.is_empty(), "only German: {only_german:?}");
        assert!(only_english.is_empty(), "only English: {only_english:?}");
    }

    #[test]
    fn english_does_not_fall_back_to_german() {
        assert_eq!(say(Lang::De, "nav-glossary", &[]), "Glossar");
        assert_eq!(say(Lang::En, "nav-glossary", &[]), "Glossary");
    }

    #[test]
    fn an_unknown_message_reads_as_its_id() {
        assert_eq!(say(Lang::De, "no-such-message", &[]), "no-such-message");
        assert_eq!(say_if_known(Lang::De, "no-such-message", &[]), None);
    }

    #[test]
    fn values_carry_no_invisible_marks_and_long_numbers_are_grouped() {
        let text = say(Lang::De, "search-total", &[("count", 6636_u64.into())]);
        assert_eq!(text, "6.636 Treffer");
        assert_eq!(say(Lang::En, "search-total", &[("count", 1_u64.into())]), "1 hit");
    }

    #[test]
    fn a_released_standard_is_valid_and_a_released_practice_published() {
        assert_eq!(status_word(Lang::De, "standard", "freigegeben").as_deref(), Some("Gültig"));
        let practice = status_word(Lang::De, "practice", "freigegeben");
        assert_eq!(practice.as_deref(), Some("Veröffentlicht"));
        assert_eq!(status_word(Lang::De, "ort", "eigener_zustand"), None);
    }

    #[test]
    fn the_heavier_language_of_a_browser_wins() {
        assert_eq!(Lang::from_accept_language("en-GB,en;q=0.9,de;q=0.8"), Lang::En);
        assert_eq!(Lang::from_accept_language("fr, en;q=0.3, de-DE;q=0.7"), Lang::De);
        assert_eq!(Lang::from_accept_language("fr,tr"), Lang::De);
        assert_eq!(Lang::from_accept_language("en;q=0, de;q=0.1"), Lang::De);
    }

    proptest! {
        #[test]
        fn any_header_gives_a_language(header in ".{0,200}") {
            prop_assert!(Lang::ALL.contains(&Lang::from_accept_language(&header)));
        }
    }
}
