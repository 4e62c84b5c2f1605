//! Two texts from one, section by section: what came together by itself, and each place where a
//! person has to decide. Pure; the same three texts always give the same sections, so a choice
//! made on a screen still means the same place when it comes back.

use diffy::{ConflictStyle, IncompleteHunkStyle, MergeOptions};

/// Beyond this many lines a text is decided as a whole; comparing gets too dear.
const LINES_MAX: usize = 50_000;
/// Marks longer than this are no marks but somebody's drawing.
const MARK_MAX: usize = 1_000;

/// A stretch of two texts brought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// It came together by itself.
    Settled(String),
    /// Both changed it differently.
    Open {
        /// The heading it stands under, if any.
        heading: Option<String>,
        /// My words; may be none.
        mine: String,
        /// Theirs; may be none.
        theirs: String,
    },
}

/// What is done with an open section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// My words.
    Mine,
    /// The others' words.
    Theirs,
    /// First mine, then theirs.
    Both,
}

/// The sections of two texts made from `base`; `None` where they are decided as a whole.
pub fn sections(base: &str, mine: &str, theirs: &str) -> Option<Vec<Section>> {
    let texts = [base, mine, theirs].map(with_line_end);
    if texts.iter().any(|it| it.lines().count() > LINES_MAX) {
        return None;
    }
    let mark = texts.iter().map(|it| longest_run(it)).max().unwrap_or(0) + 8;
    if mark > MARK_MAX {
        return None;
    }
    let [base, mine, theirs] = &texts;
    let mut options = MergeOptions::new();
    options
        .set_conflict_style(ConflictStyle::Merge)
        .set_conflict_marker_length(mark)
        .set_incomplete_hunk_style(IncompleteHunkStyle::Git);
    match options.merge(base, mine, theirs) {
        Ok(text) => Some(vec![Section::Settled(text)]),
        Err(marked) => Some(read(&marked, mark)),
    }
}

/// The text that comes of choosing; open sections without a choice are mine.
pub fn settled(sections: &[Section], choice: impl Fn(usize) -> Choice) -> String {
    let (mut text, mut number) = (String::new(), 0);
    for section in sections {
        match section {
            Section::Settled(settled) => text.push_str(settled),
            Section::Open { mine, theirs, .. } => {
                match choice(number) {
                    Choice::Mine => text.push_str(mine),
                    Choice::Theirs => text.push_str(theirs),
                    Choice::Both => {
                        text.push_str(mine);
                        // A blank line keeps two paragraphs two.
                        if !mine.is_empty() && !theirs.is_empty() {
                            text.push('\n');
                        }
                        text.push_str(theirs);
                    }
                }
                number += 1;
            }
        }
    }
    text
}

fn read(marked: &str, mark: usize) -> Vec<Section> {
    let is_mark =
        |line: &str, letter: char| line.chars().take_while(|it| *it == letter).count() == mark;
    let mut sections = Vec::new();
    let (mut settled, mut heading) = (String::new(), None);
    let mut open: Option<(String, Option<String>)> = None;
    for line in marked.split_inclusive('\n') {
        open = match open {
            None if is_mark(line, '<') => {
                if !settled.is_empty() {
                    sections.push(Section::Settled(std::mem::take(&mut settled)));
                }
                Some((String::new(), None))
            }
            None => {
                heading = heading_of(line).or(heading);
                settled.push_str(line);
                None
            }
            Some((mine, None)) if is_mark(line, '=') => Some((mine, Some(String::new()))),
            Some((mut mine, None)) => {
                mine.push_str(line);
                Some((mine, None))
            }
            Some((mine, Some(theirs))) if is_mark(line, '>') => {
                sections.push(Section::Open { heading: heading.clone(), mine, theirs });
                None
            }
            Some((mine, Some(mut theirs))) => {
                theirs.push_str(line);
                Some((mine, Some(theirs)))
            }
        };
    }
    if !settled.is_empty() {
        sections.push(Section::Settled(settled));
    }
    sections
}

fn heading_of(line: &str) -> Option<String> {
    let words = line.trim_start_matches('#');
    let is_heading = words.len() < line.len() && words.starts_with(' ');
    is_heading.then(|| words.trim().to_owned())
}

fn with_line_end(text: &str) -> String {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{end}")
}

fn longest_run(text: &str) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, '\0');
    for letter in text.chars() {
        run = match letter {
            '<' | '=' | '>' if letter == last => run + 1,
            '<' | '=' | '>' => 1,
            _ => 0,
        };
        last = letter;
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_place_both_changed_is_decided_on_its_own() {
        let base = "# Kopf\n\nA\n\nx\n\nB\n";
        let mine = "# Kopf\n\nA1\n\nx\n\nB1\n";
        let theirs = "# Kopf\n\nA2\n\nx\n\nB2\n";

        let found = sections(base, mine, theirs).unwrap();
        let text = settled(&found, |it| if it == 0 { Choice::Theirs } else { Choice::Both });

        assert_eq!(text, "# Kopf\n\nA2\n\nx\n\nB1\n\nB2\n");
        let open = found.iter().find_map(|it| match it {
            Section::Open { heading, .. } => Some(heading.clone()),
            Section::Settled(_) => None,
        });
        assert_eq!(open, Some(Some("Kopf".to_owned())));
    }

    #[test]
    fn lines_that_look_like_marks_are_somebodys_words() {
        let found = sections("a\n", "<<<<<<<<<<<<\n", "=======\n>>>>>>>\n").unwrap();

        assert_eq!(settled(&found, |_| Choice::Mine), "<<<<<<<<<<<<\n");
        assert_eq!(settled(&found, |_| Choice::Theirs), "=======\n>>>>>>>\n");
    }

    proptest! {
        #[test]
        fn nobodys_words_are_lost_or_made_up(
            base in "[abc\n]{0,30}", mine in "[abcd\n]{0,30}", theirs in "[abce\n]{0,30}"
        ) {
            let found = sections(&base, &mine, &theirs).unwrap();
            let both = settled(&found, |_| Choice::Both);
            for line in mine.lines().filter(|it| it.contains('d')) {
                prop_assert!(both.lines().any(|it| it == line));
            }
            for line in theirs.lines().filter(|it| it.contains('e')) {
                prop_assert!(both.lines().any(|it| it == line));
            }
        }
    }
}
