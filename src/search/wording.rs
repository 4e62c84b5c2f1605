//! Reads what somebody typed into the search field: words, "phrases", -exclusions and filters.
//! Deliberately cannot fail: what is no operator is a word. Knows no index.

use super::analysis::composed;

/// More words say no more, but cost time.
const WORDS_MAX: usize = 24;
/// Longer texts are cut; in bytes.
const TEXT_BYTES_MAX: usize = 1_000;

/// What somebody typed, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wording {
    /// The text itself, composed and cut to size; spans refer to it.
    pub text: String,
    /// Words outside quotation marks.
    pub words: Vec<Typed>,
    /// Texts in quotation marks, never empty.
    pub phrases: Vec<String>,
    /// Words and phrases that must not occur.
    pub without: Vec<String>,
    /// Value of `kind:`, `art:`, `type:` or `typ:`.
    pub kind: Option<String>,
    /// Value of `space:`, `bereich:`, `district:` or `bezirk:`.
    pub space: Option<String>,
    /// Value of `status:` or `stand:`.
    pub status: Option<String>,
}

/// A word and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// The word as typed.
    pub word: String,
    /// Byte of [`Wording::text`] at which it begins.
    pub start: usize,
}

/// Takes a text apart.
pub(super) fn read(text: &str) -> Wording {
    let mut wording = Wording { text: cut(&composed(text)), ..Wording::default() };
    let text = wording.text.clone();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|sign: char| !is_space(sign)) {
        rest = rest.get(start..).unwrap_or_default();
        let at = text.len() - rest.len();
        let (piece, behind) = next_piece(rest);
        take(&mut wording, piece, at);
        rest = behind;
    }
    wording
}

enum Piece<'a> {
    Plain(&'a str),
    Quoted(&'a str),
    Without(&'a str),
    Filter(Filter, &'a str),
}

#[derive(Clone, Copy)]
enum Filter {
    Kind,
    Space,
    Status,
}

/// The first piece of a text that begins with no space, and the text behind it.
fn next_piece(text: &str) -> (Piece<'_>, &str) {
    if let Some((quoted, behind)) = quoted(text) {
        return (Piece::Quoted(quoted), behind);
    }
    if let Some(negated) = text.strip_prefix(['-', '−', '–', '!']) {
        if let Some((quoted, behind)) = quoted(negated) {
            return (Piece::Without(quoted), behind);
        }
        if negated.starts_with(char::is_alphanumeric) {
            let (word, behind) = until_space(negated);
            return (Piece::Without(word), behind);
        }
    }
    let (word, _) = until_space(text);
    if let Some((filter, value_at)) = filter(word) {
        let value = text.get(value_at..).unwrap_or_default();
        let (value, behind) = quoted(value).unwrap_or_else(|| until_space(value));
        return (Piece::Filter(filter, value), behind);
    }
    let (word, behind) = until_space(text);
    (Piece::Plain(word), behind)
}

fn take(wording: &mut Wording, piece: Piece<'_>, at: usize) {
    let has_word = |text: &str| text.contains(char::is_alphanumeric);
    match piece {
        Piece::Plain(word) => {
            if has_word(word) && wording.words.len() < WORDS_MAX {
                wording.words.push(Typed { word: word.to_owned(), start: at });
            }
        }
        Piece::Quoted(text) => {
            if has_word(text) && wording.phrases.len() < WORDS_MAX {
                wording.phrases.push(text.to_owned());
            }
        }
        Piece::Without(text) => {
            if has_word(text) && wording.without.len() < WORDS_MAX {
                wording.without.push(text.to_owned());
            }
        }
        Piece::Filter(Filter::Kind, value) => wording.kind = Some(value.to_owned()),
        Piece::Filter(Filter::Space, value) => wording.space = Some(value.to_owned()),
        Piece::Filter(Filter::Status, value) => wording.status = Some(value.to_owned()),
    }
}

/// A known filter with a value behind the colon, and the byte at which the value begins.
fn filter(word: &str) -> Option<(Filter, usize)> {
    let (name, value) = word.split_once(':')?;
    if !value.starts_with(|sign: char| sign.is_alphanumeric() || is_quote(sign)) {
        return None;
    }
    let filter = match name.to_lowercase().as_str() {
        "kind" | "art" | "typ" | "type" => Filter::Kind,
        "space" | "bereich" | "bezirk" | "district" => Filter::Space,
        "status" | "stand" => Filter::Status,
        _ => return None,
    };
    Some((filter, name.len() + 1))
}

/// The text in quotation marks at the beginning, if they are closed again.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(is_quote)?;
    let end = inner.find(is_quote)?;
    let (quoted, behind) = inner.split_at_checked(end)?;
    Some((quoted, behind.strip_prefix(is_quote).unwrap_or(behind)))
}

fn until_space(text: &str) -> (&str, &str) {
    let end = text.find(is_space).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '„' | '“' | '”' | '«' | '»')
}

fn is_space(sign: char) -> bool {
    sign.is_whitespace() || sign.is_control()
}

fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(TEXT_BYTES_MAX);
    text.get(..end).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(wording: &Wording) -> Vec<&str> {
        wording.words.iter().map(|typed| typed.word.as_str()).collect()
    }

    #[test]
    fn words_phrases_exclusions_and_filters_are_told_apart() {
        let wording =
            read("Hilfeplan \"ambulante Hilfe\" -stationär art:standard Bereich:\"mitte\"");
        assert_eq!(words(&wording), ["Hilfeplan"]);
        assert_eq!(wording.phrases, ["ambulante Hilfe"]);
        assert_eq!(wording.without, ["stationär"]);
        assert_eq!(wording.kind.as_deref(), Some("standard"));
        assert_eq!(wording.space.as_deref(), Some("mitte"));
    }

    #[test]
    fn german_quotation_marks_make_a_phrase() {
        assert_eq!(read("„runder Tisch“").phrases, ["runder Tisch"]);
    }

    #[test]
    fn what_is_no_operator_is_a_word() {
        let wording = read("foo:bar \"offen (abc: +- AND QM-Handbuch - kind: ");
        assert_eq!(words(&wording), ["foo:bar", "\"offen", "(abc:", "AND", "QM-Handbuch", "kind:"]);
        assert!(wording.phrases.is_empty() && wording.without.is_empty());
        assert_eq!(wording.kind, None);
    }

    #[test]
    fn an_unclosed_filter_value_does_not_swallow_the_rest() {
        let wording = read("status:\"entwurf neu");
        assert_eq!(wording.status.as_deref(), Some("\"entwurf"));
        assert_eq!(words(&wording), ["neu"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_spans_fit(text in "[\\PC \\t\"„“:-]*") {
            let wording = read(&text);
            for typed in &wording.words {
                let span = wording.text.get(typed.start..).unwrap();
                prop_assert!(span.starts_with(&typed.word));
            }
        }
    }
}
