//! Compares two texts as people read them: by line, and inside a changed paragraph by word.
//! Only differences; how they look is the business of templates.

use std::time::Duration;

use similar::{Algorithm, ChangeTag, DiffTag, TextDiff};

/// After this long a comparison settles for a coarser answer.
const PATIENCE: Duration = Duration::from_millis(500);

/// A run of words that stayed, went or came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// In both.
    Same(String),
    /// Only in the older one.
    Removed(String),
    /// Only in the newer one.
    Added(String),
}

/// A run of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// In both.
    Same(String),
    /// Only in the older one.
    Removed(String),
    /// Only in the newer one.
    Added(String),
    /// Changed, word by word.
    Changed(Vec<Span>),
}

/// How the newer text differs from the older one.
pub fn compare_text(older: &str, newer: &str) -> Vec<Block> {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(PATIENCE)
        .diff_lines(older, newer);
    let blocks = diff.ops().iter().map(|op| {
        let old: String = op.old_range().filter_map(|it| diff.old_slice(it)).collect();
        let new: String = op.new_range().filter_map(|it| diff.new_slice(it)).collect();
        match op.tag() {
            DiffTag::Equal => Block::Same(old),
            DiffTag::Delete => Block::Removed(old),
            DiffTag::Insert => Block::Added(new),
            DiffTag::Replace => Block::Changed(compare_words(&old, &new)),
        }
    });
    blocks.collect()
}

/// How the newer text differs from the older one, word by word.
pub fn compare_words(older: &str, newer: &str) -> Vec<Span> {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(PATIENCE)
        .diff_words(older, newer);
    let mut spans: Vec<Span> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match (change.tag(), spans.last_mut()) {
            (ChangeTag::Equal, Some(Span::Same(text))) => text.push_str(word),
            (ChangeTag::Delete, Some(Span::Removed(text))) => text.push_str(word),
            (ChangeTag::Insert, Some(Span::Added(text))) => text.push_str(word),
            (ChangeTag::Equal, _) => spans.push(Span::Same(word.to_owned())),
            (ChangeTag::Delete, _) => spans.push(Span::Removed(word.to_owned())),
            (ChangeTag::Insert, _) => spans.push(Span::Added(word.to_owned())),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_changed_word_is_shown_inside_its_line() {
        let blocks = compare_text("Kopf\nDer alte Satz.\n", "Kopf\nDer neue Satz.\n");

        let changed = vec![
            Span::Same("Der ".into()),
            Span::Removed("alte".into()),
            Span::Added("neue".into()),
            Span::Same(" Satz.\n".into()),
        ];
        assert_eq!(blocks, [Block::Same("Kopf\n".into()), Block::Changed(changed)]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_back_from_the_comparison(a in "[a-c \n]{0,60}", b in "[a-c \n]{0,60}") {
            let (mut old, mut new) = (String::new(), String::new());
            for block in compare_text(&a, &b) {
                let spans = match block {
                    Block::Same(text) => vec![Span::Same(text)],
                    Block::Removed(text) => vec![Span::Removed(text)],
                    Block::Added(text) => vec![Span::Added(text)],
                    Block::Changed(spans) => spans,
                };
                for span in spans {
                    match span {
                        Span::Same(text) => { old.push_str(&text); new.push_str(&text); }
                        Span::Removed(text) => old.push_str(&text),
                        Span::Added(text) => new.push_str(&text),
                    }
                }
            }
            prop_assert_eq!(old, a);
            prop_assert_eq!(new, b);
        }
    }
}
