//! Marks the words found in a text and chooses the stretch worth showing, as escaped HTML.
//! Deliberately never trusts the text: everything but `<mark>` is escaped. Knows no index.

use std::collections::{HashMap, HashSet};

use tantivy::tokenizer::{TextAnalyzer, TokenStream};

use super::analysis;
use crate::german;

/// Longest snippet, in characters.
const SNIPPET_CHARS_MAX: usize = 240;
/// How far a snippet may begin before the first word found, in bytes.
const LEAD_BYTES_MAX: usize = 90;

/// The words to mark, as stems with their weight.
pub(super) struct Marks {
    weights: HashMap<String, f32>,
    first_letters: HashSet<char>,
    analyzer: TextAnalyzer,
}

/// A word found in a text, in bytes.
struct Spot {
    start: usize,
    end: usize,
    stem: String,
}

impl Marks {
    pub(super) fn new(weights: HashMap<String, f32>) -> Marks {
        let first_letters = weights.keys().filter_map(|stem| stem.chars().next()).collect();
        Marks { weights, first_letters, analyzer: analysis::stems() }
    }

    /// The whole text with its words marked.
    pub(super) fn whole(&mut self, text: &str) -> String {
        let spots = self.spots(text);
        html(text, &spots, 0, text.len())
    }

    /// The best stretch of a text, from its beginning if no word stands in it.
    pub(super) fn stretch(&mut self, text: &str) -> String {
        let spots = self.spots(text);
        let (start, end) = self.best_window(text, &spots);
        let mut out = String::new();
        if start > 0 {
            out.push_str("… ");
        }
        out.push_str(&html(text, &spots, start, end));
        if text.get(end..).is_some_and(|rest| !rest.trim().is_empty()) {
            out.push_str(" …");
        }
        out
    }

    /// The words to mark. Stemming every word of every text would be the dearest part of a search,
    /// so only words that begin with the letter of a stem sought are looked at closely.
    fn spots(&mut self, text: &str) -> Vec<Spot> {
        let mut spots = Vec::new();
        if self.weights.is_empty() {
            return spots;
        }
        for (span, word) in analysis::plain_words(text) {
            let first = analysis::first_letter(word);
            if first.is_some_and(|letter| self.first_letters.contains(&letter)) {
                let mut stream = self.analyzer.token_stream(word);
                if stream.advance() && self.weights.contains_key(&stream.token().text) {
                    let stem = stream.token().text.clone();
                    spots.push(Spot { start: span.start, end: span.end, stem });
                    continue;
                }
            }
            if let Some(stem) = self.part_sought(word) {
                spots.push(Spot { start: span.start, end: span.end, stem });
            }
        }
        spots
    }

    /// The first part of a compound that is sought.
    fn part_sought(&mut self, word: &str) -> Option<String> {
        if word.len() < 2 * german::PART_BYTES_MIN || self.weights.is_empty() {
            return None;
        }
        let word = german::normal(word);
        let begins = |part: &&str| {
            part.chars().next().is_some_and(|letter| self.first_letters.contains(&letter))
        };
        let parts: Vec<&str> = german::parts(&word).into_iter().filter(begins).collect();
        let mut stems = parts.into_iter().map(analysis::stem_of_evened);
        stems.find(|stem| self.weights.contains_key(stem))
    }

    /// The window with the most weight of different words, as bytes of the text.
    fn best_window(&self, text: &str, spots: &[Spot]) -> (usize, usize) {
        let mut best = (0.0_f32, 0_usize, 0_usize);
        for (number, first) in spots.iter().enumerate() {
            let reach = end_after(text, first.start, SNIPPET_CHARS_MAX - 40);
            let mut seen: Vec<&str> = Vec::new();
            let (mut weight, mut last) = (0.0, first.end);
            for spot in spots.iter().skip(number).take_while(|spot| spot.end <= reach) {
                let value = self.weights.get(&spot.stem).copied().unwrap_or(0.0);
                let again = seen.contains(&spot.stem.as_str());
                weight += if again { value * 0.1 } else { value };
                seen.push(&spot.stem);
                last = spot.end;
            }
            if weight > best.0 {
                best = (weight, first.start, last);
            }
        }
        let start = window_start(text, best.1, best.2);
        (start, window_end(text, start))
    }
}

/// Where the word whose evened-out spelling is given stands in a text, as it is written there.
pub(super) fn as_written(text: &str, evened: &str) -> Option<String> {
    let mut analyzer = analysis::words();
    let mut stream = analyzer.token_stream(text);
    while stream.advance() {
        let token = stream.token();
        if token.text == evened {
            return text.get(token.offset_from..token.offset_to).map(str::to_owned);
        }
    }
    None
}

/// Cuts a text into pieces of at most `bytes_max` bytes, at sentences where there are any.
pub(super) fn pieces(text: &str, bytes_max: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while rest.len() > bytes_max {
        let room = rest.get(..rest.floor_char_boundary(bytes_max)).unwrap_or(rest);
        let cut = last_break(room).filter(|cut| *cut > bytes_max / 3);
        let cut = cut.or_else(|| room.rfind(char::is_whitespace).filter(|cut| *cut > 0));
        let (piece, behind) =
            rest.split_at_checked(cut.unwrap_or(room.len())).unwrap_or((rest, ""));
        pieces.push(piece.trim());
        rest = behind.trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The byte behind the last sentence or line in a text.
fn last_break(text: &str) -> Option<usize> {
    let line = text.rfind('\n').map(|at| at + 1);
    let sentence = [". ", "? ", "! "].iter().filter_map(|end| text.rfind(end)).max();
    line.max(sentence.map(|at| at + 2))
}

/// The beginning of the sentence if it is near, else of a word a little before.
fn window_start(text: &str, first: usize, last: usize) -> usize {
    let used = last.saturating_sub(first);
    let lead = LEAD_BYTES_MAX.min((SNIPPET_CHARS_MAX - 20).saturating_sub(used));
    let earliest = text.floor_char_boundary(first.saturating_sub(lead));
    if earliest == 0 {
        return 0;
    }
    let before = text.get(earliest..first).unwrap_or_default();
    if let Some(at) = last_break(before) {
        return earliest + at;
    }
    let word = before.find(char::is_whitespace).map_or(before.len(), |at| at + 1);
    let start = earliest + word;
    if text.is_char_boundary(start) { start } else { first }
}

/// The end of a snippet that begins here, at a word.
fn window_end(text: &str, start: usize) -> usize {
    let end = end_after(text, start, SNIPPET_CHARS_MAX);
    if end >= text.len() {
        return text.len();
    }
    let shown = text.get(start..end).unwrap_or_default();
    match shown.rfind(char::is_whitespace) {
        Some(at) if at > shown.len() / 2 => start + at,
        _ => end,
    }
}

/// The byte at most `chars` characters behind `start`.
fn end_after(text: &str, start: usize, chars: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.char_indices().nth(chars).map_or(text.len(), |(at, _)| start + at)
}

fn html(text: &str, spots: &[Spot], start: usize, end: usize) -> String {
    let mut out = String::with_capacity(end.saturating_sub(start) + 64);
    let mut at = start;
    for spot in spots.iter().filter(|spot| spot.start >= start && spot.end <= end) {
        escape(text.get(at..spot.start).unwrap_or_default(), &mut out);
        out.push_str("<mark>");
        escape(text.get(spot.start..spot.end).unwrap_or_default(), &mut out);
        out.push_str("</mark>");
        at = spot.end;
    }
    escape(text.get(at..end).unwrap_or_default().trim_end(), &mut out);
    out
}

fn escape(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ if sign.is_whitespace() => out.push(' '),
            _ => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marks(words: &[&str]) -> Marks {
        let weights = words
            .iter()
            .flat_map(|word| analysis::tokens(&mut analysis::stems(), word))
            .map(|stem| (stem, 1.0))
            .collect();
        Marks::new(weights)
    }

    #[test]
    fn every_form_of_a_word_is_marked() {
        let text = "Haus und Häuser, HAEUSER & <b>Zelte</b>";
        assert_eq!(
            marks(&["haus"]).whole(text),
            "<mark>Haus</mark> und <mark>Häuser</mark>, <mark>HAEUSER</mark> &amp; \
             &lt;b&gt;Zelte&lt;/b&gt;"
        );
    }

    #[test]
    fn the_stretch_with_most_different_words_is_shown() {
        let text = format!(
            "Die Frist. {}Frist und Überprüfung stehen fest. {}",
            "Lorem ipsum dolor. ".repeat(30),
            "Danach kommt noch viel. ".repeat(20)
        );
        let shown = marks(&["Frist", "Überprüfung"]).stretch(&text);
        assert!(
            shown.contains("<mark>Frist</mark> und <mark>Überprüfung</mark> stehen fest."),
            "{shown}"
        );
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
    }

    #[test]
    fn without_a_word_the_text_begins_at_its_beginning() {
        assert_eq!(marks(&["x"]).stretch("Kurz und gut."), "Kurz und gut.");
    }

    #[test]
    fn pieces_end_at_sentences() {
        let text = "Erster Satz ist da. Zweiter Satz ist da. Dritter Satz.";
        assert_eq!(pieces(text, 45), ["Erster Satz ist da. Zweiter Satz ist da.", "Dritter Satz."]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_a_snippet(text in "[\\PC\\n ]{0,600}", word in "\\PC{0,8}") {
            let mut marks = marks(&[&word]);
            for shown in [marks.stretch(&text), marks.whole(&text)] {
                let bare = shown.replace("<mark>", "").replace("</mark>", "");
                prop_assert!(!bare.contains(['<', '>', '"']));
                prop_assert_eq!(shown.matches("<mark>").count(), shown.matches("</mark>").count());
            }
        }

        #[test]
        fn pieces_keep_every_letter(text in "[\\PC\\n ]{0,400}", bytes_max in 8_usize..60) {
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            let cut = pieces(&text, bytes_max);
            prop_assert!(cut.iter().all(|piece| piece.len() <= bytes_max));
            prop_assert_eq!(letters(&cut.concat()), letters(&text));
        }
    }
}
