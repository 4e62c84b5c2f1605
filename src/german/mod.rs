//! Words as German offices write them: addresses, link keys, normal forms, words and sentences.
//! Not a stemmer and no collation: those stand elsewhere. Knows neither pages nor the index.

mod citations;
mod compounds;
mod letters;
mod numerals;
mod sentences;
mod spans;

use letters::{is_joiner, plain_letters};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub use citations::{Citation, citations};
pub use compounds::{PART_BYTES_MIN, knows, lexicon, parts};
pub use numerals::roman;
pub use sentences::first_sentence;
pub use spans::{Span, base_of_female, spans};

/// The longest slug, in bytes.
pub const SLUG_BYTES_MAX: usize = 100;

/// The address part of a title: only `[a-z0-9-]`, never empty, at most [`SLUG_BYTES_MAX`] bytes.
///
/// Umlauts are written out (`ä` becomes `ae`, `ß` becomes `ss`), other accents fall away. What is
/// left of a title without any Latin letter or digit is `seite`. `slug(slug(t)) == slug(t)`.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for letter in written_out(title).chars() {
        if !letter.is_ascii_alphanumeric() {
            gap = gap || !matches!(letter, '\'' | '’');
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        slug.push(letter);
    }

    cut_at_hyphen(&mut slug);
    if slug.is_empty() { "seite".to_owned() } else { slug }
}

/// The key under which titles, aliases, codes and slugs of one thing meet.
///
/// Case, umlaut spelling (`ä` = `ae`, `ß` = `ss`), Unicode form and everything that is neither a
/// letter nor a digit make no difference: `QM-Wiki`, `qm wiki` and `QMWiki` are one key, for
/// German offices write compounds in all three ways. Only between two digits a gap counts, so
/// that `Version 1.2` is not `Version 12`. Umlauts are never dropped: `Schuld` is not `Schüld`.
/// The key of a text without any letter or digit is the text itself without white space.
/// `link_key(link_key(t)) == link_key(t)`, and `link_key(slug(t)) == link_key(t)` for titles in
/// Latin letters which the slug does not cut.
pub fn link_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    let letters = written_out(text);
    for letter in letters.chars() {
        if !letter.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && letter.is_numeric() && key.ends_with(char::is_numeric) {
            key.push('-');
        }
        gap = false;
        key.push(letter);
    }

    if key.is_empty() {
        key = letters.split_whitespace().collect();
    }
    key
}

/// The normal form of a word for searching: both the index and the query go through it.
///
/// Lower case, `ß` as `ss`, accents off, and `ä`, `ö`, `ü` as well as `ae`, `oe`, `ue` as `a`,
/// `o`, `u`, so that `Häuser`, `Haeuser` and `HAUSER` meet. The pair `ue` stays after a vowel or
/// `q`, where it is no umlaut (`neue`, `Bauer`, `Quelle`). Not idempotent, apply it once.
pub fn normal(word: &str) -> String {
    let mut normal = String::with_capacity(word.len());
    let mut before = ' ';
    let mut letters = word.nfc().filter(|c| !is_joiner(*c)).flat_map(char::to_lowercase).peekable();
    while let Some(letter) = letters.next() {
        let pair = matches!(letter, 'a' | 'o') || (letter == 'u' && !keeps_ue(before));
        if pair && letters.peek() == Some(&'e') {
            letters.next();
            normal.push(letter);
            before = 'e';
            continue;
        }
        plain_letters(letter, &mut normal);
        if !is_combining_mark(letter) {
            before = letter;
        }
    }
    normal
}

/// The words of a text in their order, as they stand there: runs of letters and digits with
/// their combining marks. A soft hyphen inside a word does not part it.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_word_letter(c)).filter(|word| word.contains(char::is_alphanumeric))
}

fn is_word_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_joiner(c)
}

fn keeps_ue(before: char) -> bool {
    matches!(before, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'ö' | 'ü' | 'q')
}

/// Lower-case letters with umlauts written out and accents off; other characters as they are.
fn written_out(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.nfc().filter(|c| !is_joiner(*c)).flat_map(char::to_lowercase) {
        match letter {
            'ä' | 'æ' => out.push_str("ae"),
            'ö' | 'œ' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            _ => plain_letters(letter, &mut out),
        }
    }
    out
}

fn cut_at_hyphen(slug: &mut String) {
    if slug.len() <= SLUG_BYTES_MAX {
        return;
    }
    // The byte after the limit is asked too: a hyphen there means that the last word fits.
    let end = slug
        .get(..=SLUG_BYTES_MAX)
        .and_then(|head| head.rfind('-'))
        .filter(|end| *end > 0)
        .unwrap_or(SLUG_BYTES_MAX);
    slug.truncate(end);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slug_writes_umlauts_out() {
        assert_eq!(slug("Qualitätszirkel für Ämter"), "qualitaetszirkel-fuer-aemter");
        assert_eq!(slug("Maße & Gewichte, STRAẞE"), "masse-gewichte-strasse");
        assert_eq!(slug("Cafe\u{301} Zoë"), "cafe-zoe");
        assert_eq!(slug("Smørrebrød, Łódź, Œuvre"), "smorrebrod-lodz-oeuvre");
        assert_eq!(slug("Amt’s Handbuch"), "amts-handbuch");
        assert_eq!(slug("Qualita\u{308}ts\u{ad}zirkel"), "qualitaetszirkel");
    }

    #[test]
    fn a_title_without_latin_letters_is_called_seite() {
        assert_eq!(slug(""), "seite");
        assert_eq!(slug(" – § ! "), "seite");
        assert_eq!(slug("Привет"), "seite");
    }

    #[test]
    fn a_long_slug_ends_with_a_whole_word() {
        let title = "Wort ".repeat(40);
        assert_eq!(slug(&title), ["wort"; 20].join("-"));
        assert_eq!(slug(&"x".repeat(300)).len(), SLUG_BYTES_MAX);
        let exact = format!("{}-b", "a".repeat(100));
        assert_eq!(slug(&exact), "a".repeat(100));
    }

    #[test]
    fn spellings_of_one_name_share_a_link_key() {
        for other in ["qm wiki", "QMWiki", "QM\u{2011}Wiki", " qm_wiki ", "QM\u{a0}Wiki?"] {
            assert_eq!(link_key(other), link_key("QM-Wiki"), "{other}");
        }
        for other in ["Qualitaetszirkel", "qualitätszirkel", "QUALITA\u{308}TSZIRKEL"] {
            assert_eq!(link_key(other), link_key("Qualitätszirkel"), "{other}");
        }
        assert_eq!(link_key("Straße"), link_key("STRASSE"));
        assert_eq!(link_key("FM-3"), link_key("fm 3"));
        assert_eq!(link_key("Wer nutzt das?"), link_key(&slug("Wer nutzt das?")));
    }

    #[test]
    fn different_names_keep_different_link_keys() {
        assert_ne!(link_key("Version 1.2"), link_key("Version 12"));
        assert_ne!(link_key("Schuld"), link_key("Schüld"));
        assert_ne!(link_key("???"), link_key("!!!"));
        assert_ne!(link_key("Привет"), link_key("Пока"));
    }

    #[test]
    fn umlauts_and_their_spellings_share_a_normal_form() {
        for word in ["Häuser", "Haeuser", "HÄUSER", "Ha\u{308}user", "hauser"] {
            assert_eq!(normal(word), "hauser", "{word}");
        }
        assert_eq!(normal("Übergänge"), normal("Uebergaenge"));
        assert_eq!(normal("Maßnahme"), normal("MASSNAHME"));
        assert_eq!(normal("Säue"), normal("Saeue"));
        assert_eq!(normal("Häe"), normal("Haee"));
        assert_eq!(normal("Café"), "cafe");
        assert_eq!(normal("Leis\u{ad}tung"), "leistung");
    }

    #[test]
    fn ue_stays_after_a_vowel_or_q() {
        for word in ["neue", "bauer", "quelle", "treue", "steuer"] {
            assert_eq!(normal(word), word);
        }
        assert_eq!(normal("Mueller"), "muller");
    }

    #[test]
    fn words_are_letters_and_digits_with_their_marks() {
        let text = "§ 78b SGB VIII: QM-Handbuch, Qualita\u{308}t und Leis\u{ad}tung – 3,5 %";
        let found: Vec<_> = words(text).collect();
        let expected = [
            "78b",
            "SGB",
            "VIII",
            "QM",
            "Handbuch",
            "Qualita\u{308}t",
            "und",
            "Leis\u{ad}tung",
            "3",
            "5",
        ];
        assert_eq!(found, expected);
        assert_eq!(words(" \u{ad} \u{308} –").count(), 0);
    }

    proptest! {
        #[test]
        fn a_slug_has_its_alphabet_and_length(title in ".{0,300}") {
            let slug = slug(&title);
            let in_alphabet = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            prop_assert!(slug.bytes().all(in_alphabet));
            prop_assert!((1..=SLUG_BYTES_MAX).contains(&slug.len()));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert_eq!(super::slug(&slug), slug);
        }

        #[test]
        fn a_link_key_of_mathematical_letters_is_stable(text in "[𝚤𝐀𝛼𝒾ⅧﬁℜıßǄ]{0,9}") {
            let key = link_key(&text);
            prop_assert_eq!(link_key(&key), key);
        }

        #[test]
        fn a_link_key_is_stable(text in ".{0,200}") {
            let key = link_key(&text);
            prop_assert_eq!(link_key(&key), key.clone());
            prop_assert_eq!(link_key(&text.nfd().collect::<String>()), key.clone());
            prop_assert_eq!(link_key(&text.nfc().collect::<String>()), key);
        }

        #[test]
        fn a_german_title_and_its_slug_share_a_key(title in "[A-ZÄÖÜa-zäöüß0-9 .,:?/-]{1,49}") {
            let slug = slug(&title);
            prop_assume!(slug != "seite");
            prop_assert_eq!(link_key(&slug), link_key(&title));
        }

        #[test]
        fn a_written_out_word_has_the_normal_form_of_the_umlaut(word in "[a-zäöüßA-ZÄÖÜ]{0,20}") {
            let out = word.replace('ä', "ae").replace('ö', "oe").replace('ß', "ss");
            prop_assert_eq!(normal(&out), normal(&word));
        }

        #[test]
        fn any_text_has_words_and_normal_forms(text in any::<String>()) {
            for word in words(&text) {
                let _ = normal(word);
            }
            let _ = first_sentence(&text, 200);
        }
    }
}
