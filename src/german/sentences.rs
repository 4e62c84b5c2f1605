//! Where a German sentence ends.
//! Not a parser: a full stop counts by the word before and the letter after it.

/// Words whose full stop ends no sentence, in lower case and without the stop.
const ABBREVIATIONS: [&str; 46] = [
    "abb", "abs", "abschn", "allg", "anh", "anl", "anm", "art", "aufl", "az", "bd", "bsp", "bspw",
    "bzgl", "bzw", "ca", "dgl", "dr", "einschl", "etc", "evtl", "ff", "ggf", "hrsg", "inkl",
    "insb", "insbes", "kap", "lfd", "max", "mind", "mio", "mrd", "nr", "prof", "rn", "rz", "sog",
    "st", "str", "tel", "usw", "vgl", "vs", "zzgl", "ziff",
];

/// The first sentence of a text, at most about `chars_max` characters.
///
/// White space becomes single spaces. A sentence that is too long is cut before a word and ends
/// with an ellipsis. Empty for an empty text.
pub fn first_sentence(text: &str, chars_max: usize) -> String {
    let mut sentence = String::new();
    let mut chars = 0;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let length = word.chars().count();
        if chars + length + 1 > chars_max {
            return cut(sentence, word, chars_max);
        }
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        chars += length + 1;
        if words.peek().is_some_and(|next| ends_sentence(word, next)) {
            break;
        }
    }
    sentence
}

fn cut(mut sentence: String, word: &str, chars_max: usize) -> String {
    if sentence.is_empty() {
        sentence.extend(word.chars().take(chars_max.saturating_sub(1)));
    } else {
        sentence.push(' ');
    }
    sentence.push('…');
    sentence
}

/// Whether a sentence ends with `word` when `next` follows it.
pub(super) fn ends_sentence(word: &str, next: &str) -> bool {
    let closed = word.trim_end_matches(['"', '“', '”', '»', '«', '‘', '’', ')', ']']);
    let begins = |c: char| c.is_uppercase() || c.is_numeric() || !c.is_alphanumeric();
    if !next.chars().next().is_some_and(begins) {
        return false;
    }
    if closed.ends_with(['!', '?', '…']) {
        return true;
    }
    let Some(bare) = closed.strip_suffix('.') else {
        return false;
    };
    let bare = bare.trim_start_matches(|c: char| !c.is_alphanumeric());
    let last = bare.rsplit(['.', '-', '/', '(']).next().unwrap_or(bare);
    let is_number = !last.is_empty() && last.chars().all(char::is_numeric);
    let is_letter = last.chars().count() == 1;
    !(is_number || is_letter || ABBREVIATIONS.contains(&last.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_before_a_capital_letter() {
        assert_eq!(first_sentence("Er  prüft\ndas. Sie hilft.", 200), "Er prüft das.");
        assert_eq!(first_sentence("Wirklich? Ja!", 200), "Wirklich?");
        assert_eq!(first_sentence("(Siehe oben.) Dann weiter.", 200), "(Siehe oben.)");
        assert_eq!(first_sentence("Ohne Punkt", 200), "Ohne Punkt");
        assert_eq!(first_sentence("", 200), "");
    }

    #[test]
    fn abbreviations_and_ordinals_end_no_sentence() {
        for sentence in [
            "Das gilt z. B. Montag, vgl. § 5 Abs. 2 Nr. 3 SGB XII.",
            "Am 1. Januar beginnt der Betrieb ca. Mitte des Monats.",
            "Die Ämter (bzw. Stellen, z.B. Köln) prüfen das ggf. Dienstags.",
        ] {
            assert_eq!(first_sentence(&format!("{sentence} Dann weiter."), 200), sentence);
        }
    }

    #[test]
    fn a_long_sentence_is_cut_before_a_word() {
        assert_eq!(first_sentence("Eins zwei drei vier", 14), "Eins zwei …");
        assert_eq!(first_sentence("Donaudampfschiff", 6), "Donau…");
    }
}
