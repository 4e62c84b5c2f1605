//! Where the words of a text begin and end, with the ways offices write both genders.
//! Knows nothing of stems and of what a word means.

/// A word in a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where its letters end that count: `Nutzer` of `Nutzer:innen`.
    pub base: usize,
    /// Where it ends.
    pub end: usize,
    /// A hyphen leads from here to the next word.
    pub hyphen: bool,
}

/// Endings behind `/`, `:`, `*`, `_`, `(` or a dot in the middle that name the other gender.
const BOTH: [&str; 12] = [
    "inne/n", "inn/en", "innen)", "innen", "in/nen", "in/innen", "inn(en)", "in)", "in", "frau",
    "r", "n",
];

/// The words of a text in their order: runs of letters and digits. `Nutzer/inne/n`,
/// `Nutzer:innen` and `NutzerInnen` are one word each, whose base is `Nutzer`.
pub fn spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(char::is_alphanumeric)?;
        let rest = text.get(start..)?;
        let end = start + rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        let span = with_both_genders(text, start, end);
        at = span.end;
        Some(span)
    })
}

fn with_both_genders(text: &str, start: usize, end: usize) -> Span {
    let word = text.get(start..end).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let mut span = Span { start, base: end, end, hyphen: false };
    for suffix in ["Innen", "In"] {
        if let Some(base) = word.strip_suffix(suffix)
            && base.len() > 3
            && base.ends_with(char::is_lowercase)
        {
            span.base = start + base.len();
        }
    }
    if word.len() > 3
        && let Some(length) = other_gender(behind)
    {
        span.end = end + length;
    }
    let behind = text.get(span.end..).unwrap_or_default();
    let mut signs = behind.chars();
    span.hyphen = matches!(signs.next(), Some('-' | '\u{2010}' | '\u{2011}'))
        && signs.next().is_some_and(char::is_alphanumeric);
    span
}

/// The bytes of an ending for the other gender at the beginning of a text.
fn other_gender(text: &str) -> Option<usize> {
    let sign = text.chars().next().filter(|it| matches!(it, '/' | ':' | '*' | '_' | '(' | '·'))?;
    let mut lead = sign.len_utf8();
    if text.get(lead..)?.starts_with('-') {
        lead += 1;
    }
    let rest = text.get(lead..)?;
    BOTH.iter().find_map(|ending| {
        // A single letter means the other gender behind a slash only: `die/r`, `Angestellte/n`.
        if ending.len() == 1 && sign != '/' {
            return None;
        }
        let behind = rest.strip_prefix(ending)?;
        (!behind.starts_with(char::is_alphanumeric)).then_some(lead + ending.len())
    })
}

/// A word in normal form without its female ending, so that `Klientinnen` and `Klient` meet.
///
/// Goes by the ending alone: what is shortened by mistake is shortened everywhere alike.
pub fn base_of_female(word: &str) -> &str {
    let plural = word.strip_suffix("innen").filter(|base| base.len() >= 4);
    let single = || {
        let base = word.strip_suffix("in")?;
        let ends = ["er", "ent", "ant", "ist", "or", "og", "arzt", "ient"];
        (base.len() >= 5 && ends.iter().any(|end| base.ends_with(end))).then_some(base)
    };
    plural.or_else(single).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bases(text: &str) -> Vec<&str> {
        spans(text).map(|span| &text[span.start..span.base]).collect()
    }

    #[test]
    fn both_genders_are_one_word() {
        for text in [
            "Nutzer/inne/n",
            "Nutzer/inn/en",
            "Nutzer:innen",
            "Nutzer*innen",
            "Nutzer_innen",
            "NutzerInnen",
            "Nutzer/-innen",
            "Nutzer(innen)",
            "Nutzer/in",
            "Nutzer·innen",
        ] {
            assert_eq!(bases(text), ["Nutzer"], "{text}");
            assert_eq!(spans(text).next().unwrap().end, text.len(), "{text}");
        }
        assert_eq!(bases("und/oder Bund/Land"), ["und", "oder", "Bund", "Land"]);
        assert_eq!(bases("Ziel: in Kraft"), ["Ziel", "in", "Kraft"]);
        assert_eq!(bases("QM-Beauftragte"), ["QM", "Beauftragte"]);
    }

    #[test]
    fn hyphens_are_seen() {
        let hyphens: Vec<bool> = spans("Ko-Produktion - Q-Check").map(|it| it.hyphen).collect();
        assert_eq!(hyphens, [true, false, true, false]);
    }

    #[test]
    fn female_endings_go() {
        for (word, base) in [
            ("klientinnen", "klient"),
            ("nutzerin", "nutzer"),
            ("padagoginnen", "padagog"),
            ("berlin", "berlin"),
            ("termin", "termin"),
            ("beginnen", "beginnen"),
            ("innen", "innen"),
        ] {
            assert_eq!(base_of_female(word), base);
        }
    }

    proptest! {
        #[test]
        fn words_follow_each_other_and_fit(text in "[\\PC:*/_()-]{0,80}") {
            let mut before = 0;
            for span in spans(&text) {
                prop_assert!(before <= span.start && span.start < span.base);
                prop_assert!(span.base <= span.end);
                prop_assert!(text.get(span.start..span.base).is_some_and(|it| !it.is_empty()));
                prop_assert!(text.get(span.base..span.end).is_some());
                before = span.end;
            }
        }
    }
}
