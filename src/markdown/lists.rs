//! The lists that stand in a text: what their blocks say, and how an answer becomes HTML.
//! Does not know what the words of a block mean; whoever answers it does.

use super::slots::{escape, push_attribute};

/// The word behind a fence that asks for a list.
const FENCE_WORD: &str = "abfrage";

/// The longest block that is read, in bytes.
pub(super) const BLOCK_BYTES_MAX: usize = 10_000;

/// Lists kept from one text; later ones are told to be too many.
pub(super) const BLOCKS_KEPT_MAX: usize = 100;

/// What a text shows in the place of a block, for one reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListAnswer {
    /// Names the list for those who do not see it.
    pub label: String,
    /// What it shows.
    pub shown: ListShown,
    /// Leads to the whole list.
    pub more: Option<ListPart>,
    /// What is wrong with the block, for those who may mend it; a heading stands before it.
    pub problems: Vec<String>,
    /// That heading.
    pub problems_label: String,
}

/// What a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListShown {
    /// A sentence: how many there are, or that there is nothing.
    Sentence(String),
    /// That there is nothing, and what belongs there.
    Nothing(String, String),
    /// One line per row, its title first and quiet words below.
    Lines(Vec<ListLine>),
    /// Rows and columns; the first cell of a row names it.
    Table {
        /// The heads of the columns.
        heads: Vec<String>,
        /// The rows, each with a cell per column.
        rows: Vec<Vec<ListCell>>,
    },
}

impl Default for ListShown {
    fn default() -> Self {
        Self::Sentence(String::new())
    }
}

/// A row of a list without columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListLine {
    /// Its title.
    pub title: ListPart,
    /// Quiet words below.
    pub notes: Vec<String>,
}

/// A cell; its parts stand behind each other, parted by commas.
pub type ListCell = Vec<ListPart>;

/// A text that may be a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPart {
    /// What is read.
    pub text: String,
    /// Where it leads, an address of this wiki.
    pub href: Option<String>,
}

/// Whether the words behind a fence ask for a list.
pub(super) fn is_asked_by(info: &str) -> bool {
    info.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case(FENCE_WORD))
}

/// Appends the list to finished HTML.
pub(super) fn write(answer: &ListAnswer, html: &mut String) {
    html.push_str("<div class=\"qmw-liste\">\n");
    match &answer.shown {
        ListShown::Sentence(text) if text.is_empty() => {}
        ListShown::Sentence(text) => paragraph("", text, html),
        ListShown::Nothing(text, hint) => {
            paragraph(" class=\"qmw-leise\"", text, html);
            if !hint.is_empty() {
                paragraph(" class=\"qmw-klein qmw-leise\"", hint, html);
            }
        }
        ListShown::Lines(lines) => write_lines(lines, html),
        ListShown::Table { heads, rows } => write_table(&answer.label, heads, rows, html),
    }
    if let Some(more) = &answer.more {
        html.push_str("<p>");
        write_part(more, html);
        html.push_str("</p>\n");
    }
    write_problems(answer, html);
    html.push_str("</div>\n");
}

fn write_lines(lines: &[ListLine], html: &mut String) {
    html.push_str("<ul class=\"qmw-zeilen\">\n");
    for line in lines {
        html.push_str("<li class=\"qmw-zeile\">");
        write_part(&line.title, html);
        if !line.notes.is_empty() {
            paragraph(" class=\"qmw-klein qmw-leise\"", &line.notes.join(" · "), html);
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n");
}

fn write_table(label: &str, heads: &[String], rows: &[Vec<ListCell>], html: &mut String) {
    html.push_str("<div class=\"qmw-tabellenrahmen\" tabindex=\"0\" role=\"region\"");
    push_attribute(" aria-label", label, html);
    html.push_str("\"><table class=\"qmw-tabelle\">\n<thead><tr>");
    for head in heads {
        html.push_str("<th scope=\"col\">");
        escape(head, html);
        html.push_str("</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for cell in row {
            html.push_str("<td>");
            for (place, part) in cell.iter().enumerate() {
                html.push_str(if place > 0 { ", " } else { "" });
                write_part(part, html);
            }
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
}

fn write_part(part: &ListPart, html: &mut String) {
    let Some(href) = &part.href else { return escape(&part.text, html) };
    push_attribute("<a href", href, html);
    html.push_str("\">");
    escape(&part.text, html);
    html.push_str("</a>");
}

/// Says calmly what could not be read; readers who cannot mend it are not given any.
fn write_problems(answer: &ListAnswer, html: &mut String) {
    if answer.problems.is_empty() {
        return;
    }
    html.push_str("<div class=\"qmw-hinweis qmw-hinweis--hinweis\" role=\"note\">\n");
    paragraph(" class=\"qmw-hinweis__titel\"", &answer.problems_label, html);
    html.push_str("<ul>\n");
    for problem in &answer.problems {
        html.push_str("<li>");
        escape(problem, html);
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n</div>\n");
}

fn paragraph(attributes: &str, text: &str, html: &mut String) {
    html.extend(["<p", attributes, ">"]);
    escape(text, html);
    html.push_str("</p>\n");
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::markdown::{Answers, Label, LinkAnswer, LinkTarget, parse, render};

    struct Lists(Vec<(&'static str, ListAnswer)>);

    impl Answers for Lists {
        fn link(&self, _: &LinkTarget) -> LinkAnswer {
            LinkAnswer::Missing { create_href: None }
        }

        fn label(&self, _: Label) -> Cow<'_, str> {
            "".into()
        }

        fn list(&self, block: &str) -> Option<&ListAnswer> {
            self.0.iter().find(|(known, _)| *known == block).map(|(_, answer)| answer)
        }
    }

    fn sentence(text: &str) -> ListAnswer {
        ListAnswer { shown: ListShown::Sentence(text.into()), ..ListAnswer::default() }
    }

    #[test]
    fn a_block_is_kept_as_written_and_says_nothing_itself() {
        let text = "Vorher\n\n```abfrage\nSeitenart: Projekt\nStatus: \"laufend\"\n```\n\nNachher";
        let document = parse(text);
        assert_eq!(document.needs().lists, ["Seitenart: Projekt\nStatus: \"laufend\"\n"]);
        let said: Vec<_> = document.passages.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(said.join("\n"), "Vorher\nNachher");
        let html = render(
            &document,
            &Lists(vec![("Seitenart: Projekt\nStatus: \"laufend\"\n", sentence("<b>12 & mehr"))]),
        );
        assert!(html.contains("<p>&lt;b&gt;12 &amp; mehr</p>"), "{html}");
        assert!(!html.contains("Seitenart") && !html.contains("<pre"), "{html}");
    }

    #[test]
    fn blocks_stand_where_other_blocks_do() {
        let text = "- Punkt\n\n  ```Abfrage neu\n  Seitenart: Projekt\n  ```\n\n> ~~~abfrage\n> Titel: x\n> ~~~\n";
        let document = parse(text);
        assert_eq!(document.needs().lists, ["Seitenart: Projekt\n", "Titel: x\n"]);
        let html = render(
            &document,
            &Lists(vec![
                ("Titel: x\n", sentence("zwei")),
                ("Seitenart: Projekt\n", sentence("eins")),
            ]),
        );
        let one = html.find("eins").unwrap();
        let item = html.find("</li>").unwrap();
        let two = html.find("zwei").unwrap();
        assert!(one < item && item < two && two < html.find("</blockquote>").unwrap(), "{html}");
    }

    #[test]
    fn nobody_who_cannot_answer_shows_the_block() {
        let html = render(&parse("```abfrage\nSeitenart: Projekt\n```"), &Lists(Vec::new()));
        assert_eq!(html, "\n");
    }

    #[test]
    fn addresses_and_words_of_an_answer_cannot_leave_their_place() {
        let part = ListPart { text: "<script>".into(), href: Some("/wiki/a\"><b>".into()) };
        let answer = ListAnswer {
            label: "\"><i>".into(),
            shown: ListShown::Table { heads: vec!["<u>".into()], rows: vec![vec![vec![part]]] },
            problems: vec!["<s>".into()],
            ..ListAnswer::default()
        };
        let html = render(&parse("```abfrage\n```"), &Lists(vec![("", answer)]));
        for tag in ["<script", "<b>", "<i>", "<u>", "<s>"] {
            assert!(!html.contains(tag), "{tag} in {html}");
        }
    }

    #[test]
    fn very_many_blocks_are_kept_in_bounds() {
        let text = "```abfrage\nx\n```\n\n".repeat(5_000);
        let document = parse(&text);
        assert_eq!(document.needs().lists.len(), BLOCKS_KEPT_MAX);
        let long = format!("```abfrage\n{}\n```", "ä: b\n".repeat(100_000));
        assert!(parse(&long).needs().lists[0].len() <= BLOCK_BYTES_MAX);
    }
}
