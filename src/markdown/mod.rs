//! Turns Markdown into a document: what it needs, what it says in plain text, and safe HTML.
//! Knows no database and no language: the caller says which pages exist and how labels read.

mod fence;
mod links;
mod lists;
mod passages;
mod raw;
mod slots;
mod tasks;
mod writer;

use std::borrow::Cow;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream};

use crate::german;
use slots::Piece;

pub use links::{FileTarget, LinkTarget};
pub use lists::{ListAnswer, ListCell, ListLine, ListPart, ListShown};
pub use slots::{FileAnswer, ImageAnswer, Label, LinkAnswer, escaped};
pub use writer::FOOTNOTE_PREFIX;

/// What every anchor made from a heading begins with, so that no text can take an address that
/// the page around it uses.
pub const ANCHOR_PREFIX: &str = "abschnitt-";

/// A text as read: what it needs from outside and what it says. Saving and indexing stop here;
/// showing it goes on to [`Document::body`].
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The text of the level-one heading that opens the text, if there is one.
    pub title: Option<String>,
    /// The headings of the body in their order. A heading which only repeats the page's title
    /// (see [`parse_page`]) is not among them.
    pub headings: Vec<Heading>,
    /// What stands in the body as plain text, in pieces of about one kilobyte, for searching.
    pub passages: Vec<Passage>,
    /// The first sentence of the first paragraph, at most about 300 characters; may be empty.
    pub first_sentence: String,
    links: Vec<LinkTarget>,
    lists: Vec<String>,
    files: Vec<FileTarget>,
    /// Not yet cleaned, so it must not leave this room.
    marked_html: String,
}

/// The clean HTML of a document, cut into stretches that are the same for everybody and slots.
/// The dear part of showing a page, and the part to keep: it depends on the text alone.
#[derive(Clone, Debug, Default)]
pub struct Body {
    links: Vec<LinkTarget>,
    lists: Vec<String>,
    files: Vec<FileTarget>,
    pieces: Vec<Piece>,
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The level it is shown with, 2 to 6: the page's own title is the only level one.
    pub level: u8,
    /// Its plain text, at most about 300 characters.
    pub text: String,
    /// Its id in the HTML, unique in the document, beginning with [`ANCHOR_PREFIX`].
    pub anchor: String,
}

/// A stretch of plain text below one heading, never longer than about one kilobyte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The anchor of the heading above; none before the first heading.
    pub anchor: Option<String>,
    /// The headings above, outermost first.
    pub heading_path: Vec<String>,
    /// Paragraphs, list items, table rows and code, one per line.
    pub text: String,
}

/// What a document has to be told before it can be rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The pages it links to, each once, in their order.
    pub links: Vec<LinkTarget>,
    /// The words of the blocks that ask for lists, in their order.
    pub lists: Vec<String>,
    /// The files of its page that it shows or links to, in their order.
    pub files: Vec<FileTarget>,
}

/// Whoever can answer a document's needs for one reader.
pub trait Answers {
    /// What stands behind a wiki link for this reader.
    fn link(&self, target: &LinkTarget) -> LinkAnswer;
    /// The finished HTML of a page, or of a section of it, that stands in the text itself
    /// (`![[Seite#Abschnitt]]` in a paragraph of its own); `None` shows it as a link.
    fn embed(&self, _: &LinkTarget) -> Option<&str> {
        None
    }
    /// What stands behind the name of a file for this reader.
    fn file(&self, _target: &FileTarget) -> FileAnswer {
        FileAnswer::Unknown
    }
    /// A label in the language of the reader, as plain text.
    fn label(&self, label: Label) -> Cow<'_, str>;
    /// The list that stands in the place of a block with these words.
    fn list(&self, _: &str) -> Option<&ListAnswer> {
        None
    }
}

impl Document {
    /// What the caller has to find out before [`render`].
    pub fn needs(&self) -> Needs {
        Needs { links: self.links.clone(), lists: self.lists.clone(), files: self.files.clone() }
    }

    /// Cleans the HTML and cuts it at its slots.
    pub fn body(&self) -> Body {
        Body {
            links: self.links.clone(),
            lists: self.lists.clone(),
            files: self.files.clone(),
            pieces: slots::split(&fence::clean(&self.marked_html)),
        }
    }
}

impl Body {
    /// The pages whose answers [`Body::render`] asks for, each once, in their order.
    pub fn links(&self) -> &[LinkTarget] {
        &self.links
    }

    /// The pages whose text stands in this one, in their order.
    pub fn embeds(&self) -> impl Iterator<Item = &LinkTarget> {
        slots::embeds(&self.pieces).filter_map(|it| self.links.get(it))
    }

    /// Whether the HTML is the same for every reader of one language.
    pub fn is_same_for_all(&self) -> bool {
        self.links.is_empty() && self.lists.is_empty() && self.files.is_empty()
    }

    /// The words of the blocks whose lists [`Body::render`] asks for, in their order.
    pub fn lists(&self) -> &[String] {
        &self.lists
    }

    /// About how many bytes it takes in memory.
    pub fn bytes(&self) -> usize {
        slots::bytes(&self.pieces) + self.lists.iter().map(String::len).sum::<usize>()
    }

    /// The finished HTML for one reader.
    pub fn render(&self, answers: &dyn Answers) -> String {
        slots::fill(self, answers)
    }
}

/// Reads a text. Never fails: what is no Markdown is text.
pub fn parse(text: &str) -> Document {
    parse_page(text, "")
}

/// Reads the text of a page. A level-one heading at its beginning that only repeats the page's
/// title is left out of the HTML, for the page shows its title itself.
pub fn parse_page(text: &str, page_title: &str) -> Document {
    let events: Vec<Event<'_>> = TextMergeStream::new(Parser::new_ext(text, syntax())).collect();
    let (title, title_end) = opening_title(&events);
    let repeated = title
        .as_deref()
        .is_some_and(|title| german::link_key(title) == german::link_key(page_title));
    let body = if repeated { events.get(title_end..).unwrap_or_default() } else { &events };

    let written = writer::write(body, top_level(body));
    Document {
        title,
        headings: written.headings,
        passages: written.passages,
        first_sentence: written.first_sentence,
        links: written.links,
        lists: written.lists,
        files: written.files,
        marked_html: written.html,
    }
}

/// The Markdown below the heading with this anchor, up to the next heading of its level or a
/// higher one, with the heading itself.
pub fn section<'a>(text: &'a str, anchor: &str) -> Option<&'a str> {
    let document = parse(text);
    let place = document.headings.iter().position(|it| it.anchor == anchor)?;
    let level = document.headings.get(place)?.level;
    let after = document.headings.iter().skip(place + 1).position(|it| it.level <= level);
    // Empty headings get no anchor and stand in no list, so they are not counted here either.
    let starts: Vec<usize> = heading_starts(text);
    let from = *starts.get(place)?;
    let to = after.and_then(|it| starts.get(place + 1 + it).copied()).unwrap_or(text.len());
    text.get(from..to)
}

/// Where the headings of a text begin, those without words left out.
fn heading_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut open: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, syntax()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some(range.start),
            Event::End(TagEnd::Heading(_)) => open = None,
            Event::Text(words) | Event::Code(words) if !words.trim().is_empty() => {
                starts.extend(open.take());
            }
            _ => {}
        }
    }
    starts
}

/// The finished HTML of a document for one reader, in one go. Who shows the same text again
/// keeps its [`Body`].
pub fn render(document: &Document, answers: &dyn Answers) -> String {
    document.body().render(answers)
}

/// The anchor which a heading of this text gets where no other has taken it before.
pub fn anchor(heading: &str) -> String {
    format!("{ANCHOR_PREFIX}{}", german::slug(heading))
}

/// No sub- and superscript marks, for they take `~` from strike-through; no mathematics, for
/// amounts in dollars are likelier; no front matter, which only the import reads.
fn syntax() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// The text of the level-one heading which opens the document, and the event after it.
fn opening_title(events: &[Event<'_>]) -> (Option<String>, usize) {
    let Some(Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })) = events.first() else {
        return (None, 0);
    };
    let mut title = String::new();
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Text(text) | Event::Code(text) => title.push_str(text),
            Event::SoftBreak | Event::HardBreak => title.push(' '),
            Event::End(TagEnd::Heading(_)) => {
                let title = title.trim().to_owned();
                return (Some(title).filter(|title| !title.is_empty()), at + 1);
            }
            _ => {}
        }
    }
    (None, 0)
}

/// The highest level among the headings; it becomes level two, the others keep their distance.
fn top_level(events: &[Event<'_>]) -> u8 {
    let levels = events.iter().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
        _ => None,
    });
    levels.min().unwrap_or(1)
}

#[cfg(test)]
mod tests;
