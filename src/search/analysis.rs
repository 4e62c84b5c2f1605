//! How text becomes the words of the index: split, German spelling evened out, stemmed.
//! Deliberately one path for documents and questions; nothing here knows a field or a page.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use tantivy::tokenizer::{
    Language, RawTokenizer, RemoveLongFilter, Stemmer, TextAnalyzer, Token, TokenFilter,
    TokenStream, Tokenizer, TokenizerManager,
};
use unicode_normalization::UnicodeNormalization;

use crate::german;

/// Name of the analysis with stems.
pub(super) const STEMS: &str = "german_stems";
/// Name of the analysis without stems: whole words, for beginnings and for typing errors.
pub(super) const WORDS: &str = "german_words";
/// Name of the analysis with stems of the parts of compounds; other words pass whole.
pub(super) const PARTS: &str = "german_parts";

/// Longer words are no words; in bytes, umlauts count twice.
const WORD_BYTES_MAX: usize = 100;

/// Words that say nothing alone, in evened-out spelling. They stay in the index for phrases.
const LITTLE_WORDS: &[&str] = &[
    "aber", "alle", "als", "also", "am", "an", "and", "auch", "auf", "aus", "bei", "beim", "bin",
    "bis", "da", "damit", "dann", "das", "dass", "dem", "den", "der", "des", "die", "dies",
    "diese", "diesem", "diesen", "dieser", "dieses", "doch", "durch", "ein", "eine", "einem",
    "einen", "einer", "eines", "er", "es", "etwa", "for", "fur", "gegen", "haben", "hat", "ich",
    "ihr", "ihre", "im", "in", "is", "ist", "kann", "kein", "keine", "konnen", "man", "mein",
    "meine", "mit", "muss", "mussen", "nach", "nicht", "noch", "nur", "ob", "oder", "of", "ohne",
    "on", "or", "seine", "sich", "sie", "sind", "so", "soll", "sollen", "the", "to", "uber", "um",
    "und", "unter", "vom", "von", "vor", "wann", "war", "was", "welche", "welcher", "welches",
    "wenn", "wer", "werden", "wie", "wieviel", "wir", "wird", "wo", "wozu", "zu", "zum", "zur",
    "zwischen",
];

/// The analyses the index needs, under their names. They also write words joined by a hyphen as
/// one, so that `Koproduktion` finds `Ko-Produktion`.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    let even = || TextAnalyzer::builder(Words { hyphens: Hyphens::JoinedToo }).filter(long());
    manager.register(STEMS, even().filter(EvenSpelling).filter(stemmer()).build());
    manager.register(WORDS, even().filter(EvenSpelling).build());
    manager.register(PARTS, parts());
    manager
}

/// Words with evened-out spelling and without their endings.
pub(super) fn stems() -> TextAnalyzer {
    let words = TextAnalyzer::builder(Words { hyphens: Hyphens::Part }).filter(long());
    words.filter(EvenSpelling).filter(stemmer()).build()
}

/// Whole words with evened-out spelling.
pub(super) fn words() -> TextAnalyzer {
    let words = TextAnalyzer::builder(Words { hyphens: Hyphens::Part }).filter(long());
    words.filter(EvenSpelling).build()
}

/// The parts of compounds without their endings.
fn parts() -> TextAnalyzer {
    let words = TextAnalyzer::builder(Words { hyphens: Hyphens::Part }).filter(long());
    words.filter(EvenSpelling).filter(SplitCompounds).filter(stemmer()).build()
}

fn long() -> RemoveLongFilter {
    RemoveLongFilter::limit(WORD_BYTES_MAX)
}

fn stemmer() -> Stemmer {
    Stemmer::new(Language::German)
}

/// The stem of a word already in evened-out spelling: evening out twice could change it.
pub(super) fn stem_of_evened(word: &str) -> String {
    let stemmer = Stemmer::new(Language::German);
    let mut analyzer = TextAnalyzer::builder(RawTokenizer::default()).filter(stemmer).build();
    tokens(&mut analyzer, word).concat()
}

/// All tokens of a text.
pub(super) fn tokens(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut stream = analyzer.token_stream(text);
    stream.process(&mut |token| found.push(token.text.clone()));
    found
}

/// A text whose words do not fall apart when it is split: a `u` followed by two dots becomes `ü`,
/// soft hyphens and other invisible joiners go.
pub(super) fn composed(text: &str) -> String {
    text.nfc().filter(|sign| !is_invisible(*sign)).collect()
}

fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A whole name in evened-out spelling, for comparing names: `FM-4` and `fm 4` are the same.
pub(super) fn evened(text: &str) -> String {
    tokens(&mut words(), &composed(text)).join(" ")
}

/// A whole name as one word, for comparing names: `Case Management` and `Casemanagement` are the
/// same. Only between two numbers a gap counts.
pub(super) fn name_key<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut key = String::new();
    for word in words {
        if key.ends_with(char::is_numeric) && word.starts_with(char::is_numeric) {
            key.push('-');
        }
        key.push_str(word);
    }
    key
}

/// The words of a text, the bytes at which they begin, and what they are without the ending for
/// the other gender, split as the analyses split it.
pub(super) fn plain_words(text: &str) -> impl Iterator<Item = (german::Span, &str)> {
    german::spans(text).filter_map(|span| Some((span, text.get(span.start..span.base)?)))
}

/// The first letter of a word in evened-out spelling; its stem begins with the same.
pub(super) fn first_letter(word: &str) -> Option<char> {
    if let Some(number) = german::roman(word) {
        return number.to_string().chars().next();
    }
    let first = word.chars().next()?;
    if first.is_ascii() {
        return Some(first.to_ascii_lowercase());
    }
    german::normal(first.encode_utf8(&mut [0; 4])).chars().next()
}

/// Whether a word in evened-out spelling says nothing alone.
pub(super) fn is_little(word: &str) -> bool {
    LITTLE_WORDS.contains(&word)
}

/// What the analyses make of a probe text: differs as soon as one of them changes.
pub(super) fn fingerprint() -> String {
    static FINGERPRINT: LazyLock<String> = LazyLock::new(|| {
        let probe = "Häuser Haeuser Straßen aktuelle Qualitätszirkel Überprüfungen Poesie neue \
            Leistungsvereinbarungen Pflegerinnen café Bauern quer Zielvereinbarung 78b SGB VIII \
            fortgeschriebene bewährtesten Teilhabeplänen Wirksamkeiten Nutzer/inne/n Klientinnen Q-Check";
        let mut hash = Sha256::new();
        hash.update(tokens(&mut stems(), probe).join(" "));
        hash.update(tokens(&mut words(), probe).join(" "));
        hash.update(WORD_BYTES_MAX.to_le_bytes());
        hash.update(tokens(&mut parts(), probe).join(" "));
        hash.update(german::lexicon());
        for citation in german::citations("§ 36 Abs. 2 SGB VIII, SGB 12 35a, Säule 2") {
            hash.update(citation.key);
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    });
    FINGERPRINT.clone()
}

/// Splits a text into words, see [`german::spans`].
#[derive(Clone)]
struct Words {
    hyphens: Hyphens,
}

/// What becomes of words with a hyphen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hyphens {
    /// Several words.
    Part,
    /// Several words, and before them all of them as one.
    JoinedToo,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordsStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordsStream {
        let mut tokens = Vec::new();
        let mut chain: Vec<german::Span> = Vec::new();
        for (position, span) in german::spans(text).enumerate() {
            chain.push(span);
            if span.hyphen {
                continue;
            }
            let first = position + 1 - chain.len();
            let word = |span: &german::Span| text.get(span.start..span.base).unwrap_or_default();
            let at = |position, offset_from, offset_to, text| Token {
                offset_from,
                offset_to,
                position,
                text,
                position_length: 1,
            };
            if self.hyphens == Hyphens::JoinedToo
                && let [one, .., last] = chain.as_slice()
            {
                let joined = chain.iter().map(word).collect::<String>();
                tokens.push(at(first, one.start, last.end, joined));
            }
            for (position, span) in (first..).zip(&chain) {
                tokens.push(at(position, span.start, span.end, word(span).to_owned()));
            }
            chain.clear();
        }
        WordsStream { tokens: tokens.into_iter(), token: Token::default() }
    }
}

struct WordsStream {
    tokens: std::vec::IntoIter<Token>,
    token: Token,
}

impl TokenStream for WordsStream {
    fn advance(&mut self) -> bool {
        let next = self.tokens.next();
        let is_one = next.is_some();
        self.token = next.unwrap_or_default();
        is_one
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The filter that puts the parts of a compound in its place.
#[derive(Clone)]
struct SplitCompounds;

impl TokenFilter for SplitCompounds {
    type Tokenizer<T: Tokenizer> = SplitCompoundsTokenizer<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> SplitCompoundsTokenizer<T> {
        SplitCompoundsTokenizer { inner }
    }
}

#[derive(Clone)]
struct SplitCompoundsTokenizer<T> {
    inner: T,
}

impl<T: Tokenizer> Tokenizer for SplitCompoundsTokenizer<T> {
    type TokenStream<'a> = SplitCompoundsStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        SplitCompoundsStream { tail: self.inner.token_stream(text), waiting: Vec::new() }
    }
}

struct SplitCompoundsStream<T> {
    tail: T,
    /// Parts still to come, the next one last.
    waiting: Vec<String>,
}

impl<T: TokenStream> TokenStream for SplitCompoundsStream<T> {
    fn advance(&mut self) -> bool {
        if self.waiting.is_empty() {
            if !self.tail.advance() {
                return false;
            }
            let parts = german::parts(&self.tail.token().text).into_iter();
            self.waiting = parts.rev().map(str::to_owned).collect();
        }
        if let Some(part) = self.waiting.pop() {
            self.tail.token_mut().text = part;
        }
        true
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}

/// The filter that evens out German spelling.
#[derive(Clone)]
struct EvenSpelling;

impl TokenFilter for EvenSpelling {
    type Tokenizer<T: Tokenizer> = EvenSpellingTokenizer<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> EvenSpellingTokenizer<T> {
        EvenSpellingTokenizer { inner }
    }
}

#[derive(Clone)]
struct EvenSpellingTokenizer<T> {
    inner: T,
}

impl<T: Tokenizer> Tokenizer for EvenSpellingTokenizer<T> {
    type TokenStream<'a> = EvenSpellingStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        EvenSpellingStream { tail: self.inner.token_stream(text) }
    }
}

struct EvenSpellingStream<T> {
    tail: T,
}

impl<T: TokenStream> TokenStream for EvenSpellingStream<T> {
    fn advance(&mut self) -> bool {
        if !self.tail.advance() {
            return false;
        }
        let token = self.tail.token_mut();
        if let Some(number) = german::roman(&token.text) {
            token.text = number.to_string();
            return true;
        }
        // A word of plain letters without an `e` is the same in every spelling.
        if token.text.is_ascii() && !token.text.contains(['e', 'E']) {
            token.text.make_ascii_lowercase();
        } else {
            token.text = german::normal(&token.text);
        }
        let base = german::base_of_female(&token.text).len();
        token.text.truncate(base);
        true
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stem(word: &str) -> String {
        tokens(&mut stems(), &composed(word)).join(" ")
    }

    #[test]
    fn spellings_of_an_umlaut_are_the_same_word() {
        for spelling in ["Häuser", "HÄUSER", "Haeuser", "hauser", "Ha\u{308}user"] {
            assert_eq!(stem(spelling), stem("Häuser"), "{spelling}");
        }
        assert_eq!(stem("Straße"), stem("STRASSE"));
        assert_eq!(stem("Übergang"), stem("uebergang"));
        assert_eq!(evened("Café"), "cafe");
    }

    #[test]
    fn a_u_after_a_vowel_or_q_keeps_its_e() {
        assert_eq!(evened("neue Quelle Bauer"), "neue quelle bauer");
        assert_eq!(evened("Mueller queere"), "muller queere");
    }

    #[test]
    fn endings_do_not_matter() {
        assert_eq!(stem("Vereinbarungen"), stem("Vereinbarung"));
        assert_eq!(stem("Qualitätszirkels"), stem("Qualitätszirkel"));
    }

    #[test]
    fn a_stem_begins_with_the_first_letter_of_its_word() {
        for word in ["Übergang", "Oefen", "ßx", "Éclair", "Yacht", "jung", "Ärzte", "İzmir"] {
            assert_eq!(first_letter(word), stem(word).chars().next(), "{word}");
        }
    }

    #[test]
    fn words_are_split_alike_everywhere() {
        let text = "QM-Handbuch, § 78b; »Häuser« 3.5";
        let plain: Vec<_> = plain_words(text).map(|(_, word)| word).collect();
        assert_eq!(plain, ["QM", "Handbuch", "78b", "Häuser", "3", "5"]);
        assert_eq!(stem("Nutzer/inne/n und Klientinnen"), stem("Nutzer und Klienten"));
        assert_eq!(stem("Säule II"), stem("säule 2"));
        assert_eq!(plain.len(), tokens(&mut words(), text).len());
    }

    #[test]
    fn little_words_are_written_evened_out() {
        for word in LITTLE_WORDS {
            assert_eq!(&evened(word), word);
        }
    }

    #[test]
    fn a_soft_hyphen_does_not_part_a_word() {
        assert_eq!(stem("Leistungs\u{ad}vereinbarung"), stem("Leistungsvereinbarung"));
    }

    proptest! {
        #[test]
        fn a_stem_can_be_made_in_two_steps(word in "[a-zA-ZäöüßÄÖÜ]{1,20}") {
            prop_assert_eq!(stem_of_evened(&evened(&word)), stem(&word));
        }

        #[test]
        fn any_text_can_be_analysed(text in "\\PC*") {
            let text = composed(&text);
            tokens(&mut stems(), &text);
            tokens(&mut words(), &text);
        }

        #[test]
        fn first_letters_agree_with_stems(word in "[\\p{L}\\p{N}]{1,20}") {
            let word = composed(&word);
            for (_, word) in plain_words(&word) {
                if let Some(stem) = tokens(&mut stems(), word).first() {
                    prop_assert_eq!(first_letter(word), stem.chars().next());
                }
            }
        }
    }
}
