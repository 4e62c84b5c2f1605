//! Finds which sections of which laws a text names: `§ 36 SGB VIII`, `SGB 8 § 36`.
//! Knows no list of laws: a law is what is written like one.

use super::{normal, numerals::roman, spans::spans};

/// A section of a law, or a law as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Citation {
    /// Law and section, `sgb8#36`; of a whole law without section, `sgb8`.
    pub key: String,
    /// The bytes of the text it stands in.
    pub at: (usize, usize),
    /// Written so that nothing else can be meant; else a word and a number side by side.
    pub sure: bool,
}

/// Words between a section and its law that say where in the section.
const WITHIN: [&str; 16] = [
    "abs", "absatz", "satz", "s", "nr", "nummer", "ziff", "ziffer", "hs", "halbsatz", "alt", "var",
    "buchst", "lit", "des", "der",
];
/// How many words may stand between a section and its law.
const WITHIN_MAX: usize = 8;

/// The citations of a text, those that are sure and those that could be meant: what somebody
/// types (`sgb xii 35a`) has no signs, so a search takes both and the index only the sure ones.
pub fn citations(text: &str) -> Vec<Citation> {
    let words = words(text);
    let mut found: Vec<Citation> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if let Some(law) = law(&words, at) {
            let behind = words.get(law.next);
            let section = behind.filter(|it| it.is_section());
            let key = section.map(|it| format!("{}#{}", law.key, it.normal));
            if let (Some(key), Some(section)) = (key, section) {
                let sure = law.sure && section.signed;
                found.push(Citation { key, at: (word.start, section.end), sure });
            }
            let end = law
                .next
                .checked_sub(1)
                .and_then(|last| words.get(last))
                .map_or(word.end, |it| it.end);
            if law.sure && law.has_book {
                found.push(Citation { key: law.key.clone(), at: (word.start, end), sure: true });
            }
        }
        if word.is_section()
            && let Some((law, law_at)) = law_behind(&words, at)
        {
            let end = law
                .next
                .checked_sub(1)
                .and_then(|last| words.get(last))
                .map_or(word.end, |it| it.end);
            let sure = word.signed && law.sure;
            let near = law_at == at + 1;
            if word.signed || near {
                let key = format!("{}#{}", law.key, word.normal);
                found.push(Citation { key, at: (word.start, end), sure });
            }
        }
    }
    found
}

struct Word {
    start: usize,
    end: usize,
    normal: String,
    /// Written with capitals as an abbreviation is: `SGB`, `AufenthG`.
    is_short: bool,
    /// Behind a `§` or the word for it.
    signed: bool,
    roman: Option<u32>,
}

impl Word {
    /// `36`, `35a`.
    fn is_section(&self) -> bool {
        let digits = self.normal.trim_end_matches(|it: char| it.is_ascii_lowercase());
        self.roman.is_none()
            && self.normal.len() <= 6
            && self.normal.len() - digits.len() <= 2
            && !digits.is_empty()
            && digits.bytes().all(|it| it.is_ascii_digit())
    }

    fn number(&self) -> Option<u32> {
        self.roman.or_else(|| self.normal.parse().ok())
    }
}

struct Law {
    key: String,
    /// The word behind it.
    next: usize,
    sure: bool,
    has_book: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before = 0;
    let mut signed = false;
    for span in spans(text) {
        let written = text.get(span.start..span.end).unwrap_or_default();
        let between = text.get(before..span.start).unwrap_or_default();
        before = span.end;
        let sign = between.contains('§');
        let normal = normal(written);
        if matches!(normal.as_str(), "paragraph" | "paragraf" | "artikel" | "art") && !sign {
            signed = true;
            continue;
        }
        let capitals = written.chars().filter(|it| it.is_uppercase()).count();
        let short =
            capitals >= 2 && written.len() <= 24 && !written.chars().all(|it| it.is_numeric());
        let small = normal.len() == 1 && matches!(roman(&written.to_uppercase()), Some(1..=14));
        words.push(Word {
            start: span.start,
            end: span.end,
            is_short: short,
            signed: sign || signed,
            roman: roman(written)
                .or_else(|| if small { roman(&written.to_uppercase()) } else { None }),
            normal,
        });
        signed = false;
    }
    words
}

/// The law that begins at a word.
fn law(words: &[Word], at: usize) -> Option<Law> {
    let word = words.get(at)?;
    if word.is_section() || WITHIN.contains(&word.normal.as_str()) || word.signed {
        return None;
    }
    if !word.normal.starts_with(|it: char| it.is_ascii_alphabetic()) || word.normal.len() < 2 {
        return None;
    }
    let mut law = Law {
        key: word.normal.clone(),
        next: at + 1,
        sure: word.is_short && word.roman.is_none(),
        has_book: false,
    };
    if let Some(book) = glued_book(&word.normal) {
        law.key = format!("sgb{book}");
        law.has_book = true;
        return Some(law);
    }
    let behind = words.get(at + 1).filter(|it| !it.signed);
    if let Some(book) = behind.and_then(Word::number).filter(|it| (1..=14).contains(it)) {
        // Any law may have parts, but without a sign for the section its number may be meant.
        let is_followed = words.get(at + 2).is_some_and(|it| it.signed);
        if word.normal == "sgb" || is_followed {
            law.key.push_str(&book.to_string());
            law.next += 1;
            law.has_book = true;
            law.sure = law.sure || word.normal == "sgb";
        }
    }
    // A year tells versions of a law apart; nobody writes it.
    let year = words.get(law.next).filter(|it| !it.signed && it.normal.len() == 4);
    if year.is_some_and(|it| it.number().is_some_and(|it| (1870..2100).contains(&it))) {
        law.next += 1;
    }
    Some(law)
}

/// The book in `sgbvi` or `sgb8`.
fn glued_book(word: &str) -> Option<u32> {
    let book = word.strip_prefix("sgb").filter(|it| !it.is_empty())?;
    let number = book.parse().ok().or_else(|| roman(&book.to_ascii_uppercase()))?;
    (1..=14).contains(&number).then_some(number)
}

/// The law that a section belongs to, behind what is said about the place in it.
fn law_behind(words: &[Word], at: usize) -> Option<(Law, usize)> {
    for next in at + 1..=at + 1 + WITHIN_MAX {
        let word = words.get(next)?;
        let within = WITHIN.contains(&word.normal.as_str());
        if (word.is_section() && !word.signed)
            || within
            || (word.normal.len() == 1 && !word.is_short)
        {
            continue;
        }
        return law(words, next).map(|law| (law, next));
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str, sure: bool) -> Vec<String> {
        let found = citations(text).into_iter().filter(|it| it.sure == sure || !sure);
        found.map(|it| it.key).filter(|it| it.contains('#')).collect()
    }

    #[test]
    fn spellings_of_a_citation_are_one() {
        for text in [
            "§ 35a SGB XII",
            "SGB XII § 35a",
            "§35a SGB 12",
            "SGB 12 § 35a",
            "Paragraph 35a SGB XII",
            "§ 35a SGBXII",
        ] {
            assert_eq!(keys(text, true), ["sgb12#35a"], "{text}");
        }
        for text in ["35a SGB 12", "sgb xii 35a", "35a sgb xii", "SGB 12 35a"] {
            assert!(keys(text, false).contains(&"sgb12#35a".to_owned()), "{text}");
        }
        assert_eq!(keys("§ 170 Abs. 1 Satz 2 SGB III", true), ["sgb3#170"]);
        assert_eq!(keys("sgb i 33b", false), ["sgb1#33b"]);
        assert_eq!(keys("SGB 9 2018 § 60 Andere Leistungsanbieter", true), ["sgb9#60"]);
        assert_eq!(keys("AufenthG 2004 § 81 Beantragung", true), ["aufenthg#81"]);
        assert_eq!(keys("BesVNG 2 § 2 Ersetzung", true), ["besvng2#2"]);
        assert_eq!(keys("FrühV 3", false), ["fruhv#3"]);
        assert_eq!(keys("206 SGB V", false), ["sgb5#206"]);
    }

    #[test]
    fn other_numbers_are_no_sure_citation() {
        for text in
            ["Säule 2", "im Jahr 2018", "12 Monate", "Version 1.2 der Liste", "§ 5 Absatz 2"]
        {
            assert!(keys(text, true).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_book_of_the_sozialgesetzbuch_is_cited_as_a_whole() {
        let found = citations("nach dem SGB XII und");
        assert_eq!(found.first().map(|it| it.key.as_str()), Some("sgb12"));
    }

    proptest! {
        #[test]
        fn any_text_may_be_searched_for_citations(text in "[\\PC§ 0-9IVX]{0,80}") {
            for citation in citations(&text) {
                prop_assert!(text.get(citation.at.0..citation.at.1).is_some());
            }
        }
    }
}
