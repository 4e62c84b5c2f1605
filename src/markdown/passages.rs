//! Gathers the plain text of a document in passages for the search index.
//! Knows neither Markdown nor HTML: the writer hands over paragraphs and headings.

use super::{Heading, Passage};

/// A passage ends before the paragraph which would make it longer, in bytes.
const PASSAGE_BYTES_MAX: usize = 1_000;

/// Passages while they are being gathered.
#[derive(Default)]
pub(super) struct Passages {
    done: Vec<Passage>,
    text: String,
    anchor: Option<String>,
    path: Vec<(u8, String)>,
}

impl Passages {
    /// Ends the passage: what follows stands below this heading.
    pub(super) fn heading(&mut self, heading: &Heading) {
        self.finish();
        while self.path.last().is_some_and(|(level, _)| *level >= heading.level) {
            self.path.pop();
        }
        self.path.push((heading.level, heading.text.clone()));
        self.anchor = Some(heading.anchor.clone());
    }

    /// Adds a paragraph; white space at its ends does not count.
    pub(super) fn paragraph(&mut self, paragraph: &str) {
        let mut rest = paragraph.trim();
        while !rest.is_empty() {
            let (part, after) = split_long(rest);
            if !self.text.is_empty() && self.text.len() + 1 + part.len() > PASSAGE_BYTES_MAX {
                self.finish();
            }
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(part.trim_end());
            rest = after.trim_start();
        }
    }

    /// All passages.
    pub(super) fn into_passages(mut self) -> Vec<Passage> {
        self.finish();
        self.done
    }

    fn finish(&mut self) {
        if self.text.is_empty() {
            return;
        }
        self.done.push(Passage {
            anchor: self.anchor.clone(),
            heading_path: self.path.iter().map(|(_, text)| text.clone()).collect(),
            text: std::mem::take(&mut self.text),
        });
    }
}

/// Cuts a text that is too long behind its last sentence that fits, else behind the last word,
/// else in the middle of a word.
fn split_long(text: &str) -> (&str, &str) {
    if text.len() <= PASSAGE_BYTES_MAX {
        return (text, "");
    }
    let head = text.get(..text.floor_char_boundary(PASSAGE_BYTES_MAX)).unwrap_or(text);
    let sentence = head.rfind(". ").map(|at| at + 1).filter(|at| *at > PASSAGE_BYTES_MAX / 2);
    let end = sentence.or_else(|| head.rfind(char::is_whitespace)).unwrap_or(head.len());
    text.split_at_checked(end.max(1)).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_ends_at_headings_and_about_one_kilobyte() {
        let mut passages = Passages::default();
        passages.paragraph("Vorweg.");
        let below = |level, text: &str| Heading {
            level,
            text: text.into(),
            anchor: format!("abschnitt-{text}"),
        };
        passages.heading(&below(2, "eins"));
        passages.heading(&below(3, "zwei"));
        for _ in 0..3 {
            passages.paragraph(&"Satz. ".repeat(80));
        }
        passages.heading(&below(2, "drei"));
        passages.paragraph(&"x".repeat(2_500));

        let found = passages.into_passages();
        let paths: Vec<_> = found.iter().map(|one| one.heading_path.join("/")).collect();
        assert_eq!(paths, ["", "eins/zwei", "eins/zwei", "drei", "drei", "drei"]);
        assert_eq!(found[0].anchor, None);
        assert_eq!(found[1].anchor.as_deref(), Some("abschnitt-zwei"));
        assert!(found.iter().all(|one| one.text.len() <= PASSAGE_BYTES_MAX));
    }

    #[test]
    fn a_long_paragraph_is_cut_behind_a_sentence() {
        let text = "Ein Satz mit Wörtern. ".repeat(100);
        let (head, tail) = split_long(&text);
        assert!(head.ends_with('.') && tail.starts_with(" Ein"));
        assert!(head.len() > 900);
    }
}
