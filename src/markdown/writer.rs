//! Writes the events of a text as well-formed HTML with marks for slots, and gathers on the way
//! its headings, links and plain text. Does not sanitise: `fence` stands behind it.

mod blocks;
mod inlines;

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Alignment, Event};

use super::{ANCHOR_PREFIX, FileTarget, Heading, LinkTarget, Passage, passages::Passages, slots};
use crate::german;

/// What every id of a footnote begins with.
pub const FOOTNOTE_PREFIX: &str = "fussnote-";

/// Quotes, lists and details nested deeper are shown flat, so that no text can make browsers or
/// sanitising slow.
const BLOCK_DEPTH_MAX: usize = 40;

/// The same for everything together; what is inside a line stands deeper than its blocks.
const DEPTH_MAX: usize = 80;

/// Headings with a permalink; later ones can still be linked to.
const PERMALINKS_MAX: usize = 1_000;

/// References to footnotes that are links; later ones only show their number.
const REFERENCE_LINKS_MAX: usize = 5_000;

/// Links from one footnote back into the text.
const BACK_LINKS_MAX: usize = 10;

/// Characters of a heading in lists of headings and in the paths of passages.
const HEADING_CHARS_MAX: usize = 300;

/// How many events the words of an embedded page take at most.
const EMBED_EVENTS_MAX: usize = 20;

/// Characters of the first sentence.
const SENTENCE_CHARS_MAX: usize = 300;

/// What one walk through the events yields.
pub(super) struct Written {
    pub(super) html: String,
    pub(super) headings: Vec<Heading>,
    pub(super) passages: Vec<Passage>,
    pub(super) links: Vec<LinkTarget>,
    pub(super) lists: Vec<String>,
    pub(super) files: Vec<FileTarget>,
    pub(super) first_sentence: String,
}

/// Writes events whose highest heading level is `top_level`.
pub(super) fn write(events: &[Event<'_>], top_level: u8) -> Written {
    let mut writer = Writer { top_level, ..Writer::default() };
    for event in events {
        if let Event::Start(pulldown_cmark::Tag::FootnoteDefinition(name)) = event {
            writer.footnotes_defined.insert(name.to_string());
        }
    }
    let mut rest = events;
    while let Some((event, after)) = rest.split_first() {
        rest = match embedded(rest) {
            Some((target, length)) if writer.embed(target) => rest.get(length..).unwrap_or(after),
            _ => {
                writer.event(event);
                after
            }
        };
    }
    writer.close_raw();
    writer.flush();
    writer.write_footnotes();

    Written {
        html: writer.html,
        headings: writer.headings,
        passages: writer.passages.into_passages(),
        links: writer.links,
        lists: writer.lists,
        files: writer.files,
        first_sentence: writer.first_sentence,
    }
}

/// A page that fills a paragraph of its own, as written, and how many events that takes.
fn embedded<'a>(events: &'a [Event<'_>]) -> Option<(&'a str, usize)> {
    use pulldown_cmark::{LinkType, Tag, TagEnd};
    let [Event::Start(Tag::Paragraph), Event::Start(image), ..] = events else { return None };
    let Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. } = image else {
        return None;
    };
    let is_end = |event: &Event<'_>| matches!(event, Event::End(TagEnd::Image));
    let end = events.iter().take(EMBED_EVENTS_MAX).position(is_end)?;
    let is_alone = matches!(events.get(end + 1), Some(Event::End(TagEnd::Paragraph)));
    is_alone.then_some((dest_url.as_ref(), end + 2))
}

/// Something that stands open, with what is to be done when it closes.
enum Open {
    /// A tag of the text's own HTML.
    Raw(&'static str),
    /// Shown flat because it stands too deep.
    Flat,
    /// Closes with this HTML.
    Html(&'static str),
    /// Closes with this HTML and ends a paragraph of the plain text.
    Block(&'static str),
    Paragraph,
    CodeBlock,
    /// A block that asks for a list.
    ListBlock,
    TableCell(&'static str),
    Link(&'static str),
    /// The slot of a link whose text begins at `start`; it never shows nothing.
    Slot {
        start: usize,
        target: usize,
    },
    /// The link to a file whose text begins at `start`.
    File {
        start: usize,
        target: usize,
    },
    Image {
        address: String,
        title: String,
    },
    Heading {
        level: u8,
        id: Option<String>,
        around: String,
    },
    Footnote {
        name: String,
        around: String,
    },
}

/// A footnote on its way to the end of the text.
#[derive(Default)]
struct Footnote {
    number: usize,
    references: usize,
    html: Option<String>,
}

#[derive(Default)]
struct Writer {
    html: String,
    open: Vec<Open>,
    /// How many of the open ones have left a tag.
    depth: usize,
    top_level: u8,
    /// The paragraph of plain text that is being gathered.
    plain: String,
    passages: Passages,
    headings: Vec<Heading>,
    anchors: HashSet<String>,
    anchor_numbers: HashMap<String, usize>,
    links: Vec<LinkTarget>,
    link_indexes: HashMap<LinkTarget, usize>,
    /// The same by what was written, for most links of a text are written alike.
    written_links: HashMap<String, usize>,
    files: Vec<FileTarget>,
    first_sentence: String,
    footnotes: HashMap<String, Footnote>,
    footnotes_defined: HashSet<String>,
    footnotes_open: usize,
    footnote_links: usize,
    /// The raw HTML block that is being gathered.
    raw_block: Option<String>,
    in_code_block: bool,
    /// The words of the block that asks for a list and stands open.
    list_block: Option<String>,
    lists: Vec<String>,
    /// Inside an entry of a list that can be ticked off.
    in_task: bool,
    in_link: usize,
    /// Inside the slot of a link there can be no other slot.
    in_slot: usize,
    /// Inside an image only its text for screen readers is gathered.
    in_image: usize,
    alt: String,
    table_columns: Vec<Alignment>,
    table_column: usize,
    table_head: bool,
    tables: usize,
}

impl Writer {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => {
                self.in_task &= !matches!(tag, pulldown_cmark::TagEnd::Item);
                self.end();
            }
            Event::Code(text) => self.code(text),
            Event::Text(text) if self.raw_block.is_none() => self.text(text),
            Event::Html(html) | Event::Text(html) => match &mut self.raw_block {
                Some(block) => block.push_str(html),
                None => self.raw_inline(html),
            },
            Event::InlineHtml(html) => self.raw_inline(html),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::FootnoteReference(name) => self.footnote_reference(name),
            Event::TaskListMarker(done) => self.task_marker(*done),
            // Not switched on; were it, the formula would still be readable.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.code(text),
        }
    }

    fn push(&mut self, open: Open) {
        if !matches!(open, Open::Flat) {
            self.depth += 1;
        }
        self.open.push(open);
    }

    /// Opens an element with this HTML.
    fn push_html(&mut self, html: &str, open: Open) {
        self.html.push_str(html);
        self.push(open);
    }

    /// Opens a block element, or nothing where blocks stand too deep.
    fn push_container(&mut self, html: &str, close: &'static str) {
        self.flush();
        if self.depth >= BLOCK_DEPTH_MAX {
            self.html.push('\n');
            self.push(Open::Flat);
        } else {
            self.push_html(html, Open::Block(close));
        }
    }

    /// Opens a part of a container, flat where the container is.
    fn push_part(&mut self, html: &str, close: &'static str) {
        self.flush();
        if matches!(self.open.last(), Some(Open::Flat)) {
            self.html.push('\n');
            self.push(Open::Flat);
        } else {
            self.push_html(html, Open::Block(close));
        }
    }

    /// Opens an element inside a line, or nothing where it stands too deep.
    fn push_inline(&mut self, html: &str, close: &'static str) {
        if self.in_image > 0 || self.depth >= DEPTH_MAX {
            self.push(Open::Flat);
        } else {
            self.push_html(html, Open::Html(close));
        }
    }

    /// Closes the innermost element of the Markdown, and before it what the text's own HTML has
    /// left open inside.
    fn end(&mut self) {
        if let Some(block) = self.raw_block.take() {
            self.raw_block_html(&block);
        } else {
            self.close_raw();
            self.close_one();
        }
    }

    fn close_raw(&mut self) {
        while matches!(self.open.last(), Some(Open::Raw(_))) {
            self.close_one();
        }
    }

    fn close_one(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if !matches!(open, Open::Flat) {
            self.depth = self.depth.saturating_sub(1);
        }
        match open {
            Open::Flat => {}
            Open::Raw(name) => {
                if name == "p" {
                    self.html.truncate(self.html.trim_end().len());
                }
                self.html.extend(["</", name, ">"]);
            }
            Open::Html(close) => self.html.push_str(close),
            Open::Block(close) => {
                self.flush();
                self.html.push_str(close);
            }
            Open::Paragraph => self.end_paragraph(),
            Open::CodeBlock => {
                self.in_code_block = false;
                self.flush();
                self.html.push_str("</code></pre>\n");
            }
            Open::ListBlock => self.end_list(),
            Open::TableCell(close) => {
                self.html.push_str(close);
                self.plain.push_str(" · ");
            }
            Open::Link(close) => {
                self.in_link = self.in_link.saturating_sub(1);
                self.html.push_str(close);
            }
            Open::Slot { start, target } => self.end_wiki_link(start, target),
            Open::File { start, target } => self.end_file(start, target),
            Open::Image { address, title } => self.end_image(&address, &title),
            Open::Heading { level, id, around } => self.end_heading(level, id.as_deref(), around),
            Open::Footnote { name, around } => self.end_footnote(name, around),
        }
    }

    /// Ends the paragraph of the plain text.
    fn flush(&mut self) {
        let paragraph = std::mem::take(&mut self.plain);
        self.passages.paragraph(paragraph.trim_end_matches([' ', '·']));
    }

    /// Adds to the plain text, or to the text of the image that stands open.
    fn plain(&mut self, text: &str) {
        let out = if self.in_image > 0 { &mut self.alt } else { &mut self.plain };
        let counts = |c: char| !slots::is_reserved(c) && !matches!(c, '\u{ad}' | '\u{200b}');
        if text.chars().all(counts) {
            out.push_str(text);
        } else {
            out.extend(text.chars().filter(|c| counts(*c)));
        }
    }

    /// An anchor nobody in this document has yet.
    fn free_anchor(&mut self, text: &str) -> String {
        let base = format!("{ANCHOR_PREFIX}{}", german::slug(text));
        let mut anchor = base.clone();
        while !self.anchors.insert(anchor.clone()) {
            let number = self.anchor_numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            anchor = format!("{base}-{number}");
        }
        anchor
    }
}

/// At most so many characters of a text, with an ellipsis for the rest.
fn shortened(text: &str, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
