//! Takes German compounds apart with a word list made from the laws of the federation.
//! Not a dictionary of meanings: it knows only which words occur as parts, in normal form.

use std::sync::LazyLock;

/// The word list, one word per line in the order of its bytes; `examples/lexicon.rs` makes it.
const LEXICON: &str = include_str!("lexicon.txt");
/// A part has at least this many bytes.
pub const PART_BYTES_MIN: usize = 4;
/// Longer words are left whole, in bytes.
const WORD_BYTES_MAX: usize = 100;

/// The words of the lexicon, in order.
static WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| LEXICON.lines().filter(|line| !line.starts_with('#')).collect());

/// The parts of a compound in normal form (see [`super::normal`]), in their order; empty for a
/// word that is no compound of known words.
///
/// Of several ways the one with the fewest parts counts, then the one with the longer first part.
pub fn parts(word: &str) -> Vec<&str> {
    if word.len() < 2 * PART_BYTES_MIN || word.len() > WORD_BYTES_MAX || knows(word) {
        return Vec::new();
    }
    // For each byte: parts that lead there, and where the last of them begins.
    let mut ways: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
    if let Some(start) = ways.first_mut() {
        *start = Some((0, 0));
    }
    for start in 0..word.len() {
        let Some((count, _)) = ways.get(start).copied().flatten() else { continue };
        for end in ends(word, start) {
            if let Some(way) = ways.get_mut(end)
                && way.is_none_or(|(fewest, _)| count < fewest)
            {
                *way = Some((count + 1, start));
            }
        }
    }

    let mut parts = Vec::new();
    let mut end = word.len();
    while end > 0 {
        let Some((_, start)) = ways.get(end).copied().flatten() else { return Vec::new() };
        parts.extend(word.get(start..end));
        end = start;
    }
    parts.reverse();
    parts
}

/// Whether a word in normal form stands in the lexicon.
pub fn knows(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

/// What the lexicon is made of, for naming the version of an index.
pub fn lexicon() -> &'static str {
    LEXICON
}

/// Where the known words that begin here end.
fn ends(word: &str, start: usize) -> impl Iterator<Item = usize> + '_ {
    let rest = word.get(start..).unwrap_or_default();
    let mut known: &[&str] = &WORDS;
    let mut length = 0;
    std::iter::from_fn(move || {
        while length < rest.len() && !known.is_empty() {
            let letter = rest.as_bytes().get(length).copied();
            let here = |it: &&str| it.as_bytes().get(length).copied();
            let from = known.partition_point(|it| here(it) < letter);
            let to = known.partition_point(|it| here(it) <= letter);
            known = known.get(from..to).unwrap_or_default();
            length += 1;
            if known.first().is_some_and(|it| it.len() == length) {
                return Some(start + length);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::german::normal;

    fn split(word: &str) -> String {
        parts(&normal(word)).join("|")
    }

    #[test]
    fn compounds_come_apart() {
        assert_eq!(split("Leistungsvereinbarung"), "leistungs|vereinbarung");
        assert_eq!(split("Hilfeplanverfahren"), "hilfe|plan|verfahren");
        assert_eq!(split("Beschwerdemanagement"), "beschwerde|management");
        assert_eq!(split("Mitarbeiterbefragung"), "mitarbeiter|befragung");
    }

    #[test]
    fn words_that_are_no_compounds_stay_whole() {
        for word in ["Verfahren", "Hilfe", "Unterlagen", "Berlin", "bearbeiten", "Qwertzuiop", ""] {
            assert_eq!(split(word), "", "{word}");
        }
    }

    #[test]
    fn the_lexicon_is_in_order_and_in_normal_form() {
        assert!(WORDS.len() > 5_000);
        assert!(WORDS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(WORDS.iter().all(|word| word.len() >= PART_BYTES_MIN));
        assert!(WORDS.iter().all(|word| word.bytes().all(|letter| letter.is_ascii_lowercase())));
    }

    proptest! {
        #[test]
        fn parts_make_up_the_word(word in "\\PC{0,40}") {
            let word = normal(&word);
            let parts = parts(&word);
            prop_assert!(parts.len() != 1);
            prop_assert!(parts.is_empty() || parts.concat() == word);
        }

        #[test]
        fn two_known_words_make_a_compound_that_comes_apart(
            first in any::<prop::sample::Index>(),
            second in any::<prop::sample::Index>(),
        ) {
            let word = format!("{}{}", first.get(&WORDS), second.get(&WORDS));
            prop_assert!(knows(&word) || parts(&word).len() == 2);
        }
    }
}
