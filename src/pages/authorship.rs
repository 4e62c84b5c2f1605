//! Who wrote which paragraph: walks the revisions of a page from the first to the newest and
//! keeps for each paragraph the last one that changed it. Pure; who may know is decided elsewhere.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

/// A paragraph and the revision that last changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its Markdown.
    pub text: String,
    /// The number of the revision.
    pub revision: u32,
}

/// The paragraphs of a text, as revision after revision is read.
#[derive(Clone, Debug, Default)]
pub struct Authorship {
    paragraphs: Vec<Paragraph>,
}

impl Authorship {
    /// Reads the next revision. After `deadline` the comparison is coarse: what it is not sure of
    /// counts as written by this revision.
    pub fn follow(&mut self, number: u32, text: &str, deadline: Instant) {
        let new = paragraphs(text);
        let old: Vec<&str> = self.paragraphs.iter().map(|it| it.text.as_str()).collect();
        let new_refs: Vec<&str> = new.iter().map(String::as_str).collect();
        let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new_refs, Some(deadline));
        let mut next = Vec::with_capacity(new.len());
        for op in ops {
            let is_same = op.tag() == DiffTag::Equal;
            for (at, text) in op
                .old_range()
                .map(Some)
                .chain(std::iter::repeat(None))
                .zip(new.get(op.new_range()).unwrap_or_default())
            {
                let known = at.filter(|_| is_same).and_then(|it| self.paragraphs.get(it));
                let revision = known.map_or(number, |it| it.revision);
                next.push(Paragraph { text: text.clone(), revision });
            }
        }
        self.paragraphs = next;
    }

    /// The paragraphs of the newest revision read.
    pub fn paragraphs(self) -> Vec<Paragraph> {
        self.paragraphs
    }
}

/// The paragraphs of a Markdown text: what blank lines part, fenced code in one piece.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (mut current, mut fence) = (String::new(), None::<&str>);
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|it| start.starts_with(it));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if start.trim_end().is_empty() && fence.is_none() {
            if !current.is_empty() {
                found.push(std::mem::take(&mut current));
            }
            continue;
        }
        current.push_str(line);
    }
    if !current.is_empty() {
        found.push(current);
    }
    found
}

/// Two texts paragraph by paragraph: what stands on the left and on the right of each row, and
/// whether it is the same. Settles for a coarser answer after `patience`.
pub fn side_by_side(
    older: &str,
    newer: &str,
    patience: Duration,
) -> Vec<(Option<String>, Option<String>, bool)> {
    let (old, new) = (paragraphs(older), paragraphs(newer));
    let deadline = Instant::now() + patience;
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline));
    let mut rows = Vec::new();
    for op in ops {
        let is_same = op.tag() == DiffTag::Equal;
        let mut left = old.get(op.old_range()).unwrap_or_default().iter().cloned();
        let mut right = new.get(op.new_range()).unwrap_or_default().iter().cloned();
        loop {
            match (left.next(), right.next()) {
                (None, None) => break,
                (left, right) => rows.push((left, right, is_same)),
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[test]
    fn a_paragraph_belongs_to_the_revision_that_changed_it_last() {
        let mut authorship = Authorship::default();
        authorship.follow(1, "Anfang\n\nMitte\n\nEnde\n", soon());
        authorship.follow(2, "Anfang\n\nNeue Mitte\n\nEnde\n", soon());
        authorship.follow(3, "Davor\n\nAnfang\n\nNeue Mitte\n\nEnde\n", soon());

        let numbers: Vec<u32> = authorship.paragraphs().iter().map(|it| it.revision).collect();

        assert_eq!(numbers, [3, 1, 2, 1]);
    }

    #[test]
    fn fenced_code_is_one_paragraph() {
        assert_eq!(paragraphs("a\n\n```\nb\n\nc\n```\n").len(), 2);
    }

    #[test]
    fn a_changed_paragraph_stands_beside_the_old_one() {
        let rows = side_by_side("a\n\nb\n", "a\n\nc\n", Duration::from_secs(1));

        let changed = (Some("b\n".to_owned()), Some("c\n".to_owned()), false);
        assert_eq!(rows.get(1), Some(&changed));
    }

    proptest! {
        #[test]
        fn every_paragraph_of_the_newest_text_is_there(a in "[ab\n]{0,40}", b in "[ab\n]{0,40}") {
            let mut authorship = Authorship::default();
            authorship.follow(1, &a, soon());
            authorship.follow(2, &b, soon());
            let texts: Vec<String> =
                authorship.paragraphs().into_iter().map(|it| it.text).collect();
            prop_assert_eq!(texts, paragraphs(&b));
        }
    }
}
