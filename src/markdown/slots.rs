//! Slots: the places in a rendered text whose content depends on the reader.
//! Marks them with private-use characters, which no text may bring along, splits and fills them.

use std::fmt::Write as _;

use super::{Answers, Body, FileTarget, LinkTarget, lists};
use crate::german;

const OPEN: char = '\u{e000}';
const BODY: char = '\u{e001}';
const CLOSE: char = '\u{e002}';

/// A word that belongs to the interface, not to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// The alert `> [!NOTE]`.
    Note,
    /// The alert `> [!TIP]`.
    Tip,
    /// The alert `> [!IMPORTANT]`.
    Important,
    /// The alert `> [!WARNING]`.
    Warning,
    /// The alert `> [!CAUTION]`.
    Caution,
    /// Names the frame of a table; its number follows.
    Table,
    /// A ticked task.
    TaskDone,
    /// A task not ticked.
    TaskOpen,
    /// Names the link to a footnote; its number follows.
    Footnote,
    /// Names the list of footnotes.
    Footnotes,
    /// Names the link from a footnote back to the text; its number follows.
    FootnoteBack,
    /// Follows, for screen readers, a link to a page that does not exist.
    PageMissing,
    /// Follows, for screen readers, a link which several pages answer to.
    PageAmbiguous,
    /// Follows the name of a file which the page does not have.
    FileMissing,
}

impl Label {
    /// Every label.
    pub const ALL: [Self; 14] = [
        Self::Note,
        Self::Tip,
        Self::Important,
        Self::Warning,
        Self::Caution,
        Self::Table,
        Self::TaskDone,
        Self::TaskOpen,
        Self::Footnote,
        Self::Footnotes,
        Self::FootnoteBack,
        Self::PageMissing,
        Self::PageAmbiguous,
        Self::FileMissing,
    ];

    /// The id of the message that words this label.
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Note => "markdown-note",
            Self::Tip => "markdown-tip",
            Self::Important => "markdown-important",
            Self::Warning => "markdown-warning",
            Self::Caution => "markdown-caution",
            Self::Table => "markdown-table",
            Self::TaskDone => "markdown-task-done",
            Self::TaskOpen => "markdown-task-open",
            Self::Footnote => "markdown-footnote",
            Self::Footnotes => "markdown-footnotes",
            Self::FootnoteBack => "markdown-footnote-back",
            Self::PageMissing => "markdown-page-missing",
            Self::PageAmbiguous => "markdown-page-ambiguous",
            Self::FileMissing => "markdown-file-missing",
        }
    }
}

/// What stands behind a wiki link for one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkAnswer {
    /// A page the reader may see.
    Known {
        /// Its address without a fragment.
        href: String,
        /// Its title, told where the link reads differently.
        title: String,
        /// The id of its kind, for a sign beside the link.
        kind: Option<String>,
    },
    /// No page, as far as this reader may know.
    Missing {
        /// Where the reader can write it, if that is allowed.
        create_href: Option<String>,
    },
    /// Several pages; the address leads to the choice.
    Ambiguous {
        /// The address of the choice.
        href: String,
    },
}

/// What stands behind the name of a file for one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileAnswer {
    /// A file the reader may see.
    Known {
        /// Its address.
        href: String,
        /// What it is and how large, in words.
        about: String,
        /// How it is shown, if it is an image.
        image: Option<ImageAnswer>,
    },
    /// The page has no such file, as far as this reader may know.
    Missing,
    /// Nobody can say here, for the text stands on no page.
    Unknown,
}

/// How an image is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageAnswer {
    /// The address of the image as it is shown in a text.
    pub src: String,
    /// The same in several widths, as browsers read it; may be empty.
    pub srcset: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A stretch of finished HTML, or a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Html(String),
    Label(Label),
    /// The index of the target and the HTML which the link shows.
    Link(usize, String),
    /// The index of the block that asks for a list.
    List(usize),
    /// The index of the target whose text stands here.
    Embed(usize),
    /// Where a link to a file begins, by the index of the target.
    FileBegin(usize),
    /// Where it ends.
    FileEnd(usize),
    /// The index of the target and the words for the image, for content and values.
    Image(usize, String),
}

/// The mark of a label, for text and attribute values.
pub(super) fn label_mark(label: Label) -> String {
    let index = Label::ALL.iter().position(|one| *one == label).unwrap_or_default();
    format!("{OPEN}A{index}{BODY}")
}

/// The mark before the text of a link.
pub(super) fn link_mark(target: usize) -> String {
    format!("{OPEN}L{target}{BODY}")
}

/// The mark of a list.
pub(super) fn list_mark(index: usize) -> String {
    format!("{OPEN}Q{index}{BODY}")
}

/// The mark of a page that stands in the text.
pub(super) fn embed_mark(target: usize) -> String {
    format!("{OPEN}E{target}{BODY}")
}

/// The targets of the pages that stand in the text.
pub(super) fn embeds(pieces: &[Piece]) -> impl Iterator<Item = usize> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Embed(index) => Some(*index),
        _ => None,
    })
}

/// The mark before the text of a link to a file.
pub(super) fn file_mark(target: usize) -> String {
    format!("{OPEN}F{target}{BODY}")
}

/// The mark after the text of a link to a file.
pub(super) fn file_end_mark(target: usize) -> String {
    format!("{OPEN}G{target}{BODY}")
}

/// The mark before the words for an image; [`LINK_END`] stands behind them.
pub(super) fn image_mark(target: usize) -> String {
    format!("{OPEN}I{target}{BODY}")
}

/// The mark after the text of a link.
pub(super) const LINK_END: &str = "\u{e002}";

/// Stand-ins for characters with a meaning in HTML. Texts full of them would otherwise be slow to
/// clean, for reading character references takes longer the more there are in one text.
const STAND_INS: [(char, char, &str); 4] = [
    ('&', '\u{e003}', "&amp;"),
    ('<', '\u{e004}', "&lt;"),
    ('>', '\u{e005}', "&gt;"),
    ('"', '\u{e006}', "&quot;"),
];

/// Whether a text may not bring this character along.
pub(super) fn is_reserved(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// Appends plain text to marked HTML as content.
pub(super) fn mark_text(text: &str, out: &mut String) {
    if is_unmarked(text) {
        return out.push_str(text);
    }
    out.extend(text.chars().filter_map(|c| if c == '"' { Some(c) } else { stand_in(c) }));
}

/// Appends plain text to marked HTML as the value of an attribute in double quotes.
pub(super) fn mark_value(text: &str, out: &mut String) {
    if is_unmarked(text) {
        return out.push_str(text);
    }
    out.extend(text.chars().filter_map(stand_in));
}

/// Whether nothing in a text can need a stand-in. Looks at bytes only, for most texts are plain:
/// reserved characters begin with one of the last two.
fn is_unmarked(text: &str) -> bool {
    !text.bytes().any(|b| matches!(b, b'&' | b'<' | b'>' | b'"' | 0 | 0xee | 0xef))
}

fn stand_in(c: char) -> Option<char> {
    match c {
        '\0' => Some('\u{fffd}'),
        _ if is_reserved(c) => None,
        _ => Some(STAND_INS.iter().find(|(plain, ..)| *plain == c).map_or(c, |(_, mark, _)| *mark)),
    }
}

/// Cuts marked HTML into its pieces.
pub(super) fn split(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut parts = html.split(OPEN);
    push_html(&mut pieces, parts.next().unwrap_or_default());
    for part in parts {
        let (mark, rest) = part.split_once(BODY).unwrap_or(("", part));
        let (kind, index) = mark.split_at_checked(1).unwrap_or_default();
        match (kind, index.parse::<usize>()) {
            ("L", Ok(index)) => {
                let (shown, rest) = rest.split_once(CLOSE).unwrap_or((rest, ""));
                pieces.push(Piece::Link(index, unmarked(shown)));
                push_html(&mut pieces, rest);
            }
            ("Q", Ok(index)) => {
                pieces.push(Piece::List(index));
                push_html(&mut pieces, rest);
            }
            ("E", Ok(index)) => {
                pieces.push(Piece::Embed(index));
                push_html(&mut pieces, rest);
            }
            ("I", Ok(index)) => {
                let (shown, rest) = rest.split_once(CLOSE).unwrap_or((rest, ""));
                pieces.push(Piece::Image(index, unmarked(shown)));
                push_html(&mut pieces, rest);
            }
            ("F", Ok(index)) => {
                pieces.push(Piece::FileBegin(index));
                push_html(&mut pieces, rest);
            }
            ("G", Ok(index)) => {
                pieces.push(Piece::FileEnd(index));
                push_html(&mut pieces, rest);
            }
            ("A", Ok(index)) => {
                pieces.extend(Label::ALL.get(index).copied().map(Piece::Label));
                push_html(&mut pieces, rest);
            }
            _ => push_html(&mut pieces, rest),
        }
    }
    pieces
}

fn push_html(pieces: &mut Vec<Piece>, marked: &str) {
    if !marked.is_empty() {
        pieces.push(Piece::Html(unmarked(marked)));
    }
}

/// The same HTML with character references instead of stand-ins.
fn unmarked(marked: &str) -> String {
    let mut html = String::with_capacity(marked.len());
    let mut rest = marked;
    while let Some((before, mark, after)) = split_at_reserved(rest) {
        html.push_str(before);
        html.push_str(STAND_INS.iter().find(|it| it.1 == mark).map_or("", |it| it.2));
        rest = after;
    }
    html.push_str(rest);
    html
}

fn split_at_reserved(text: &str) -> Option<(&str, char, &str)> {
    let (before, from) = text.split_at_checked(text.find(is_reserved)?)?;
    let mut after = from.chars();
    let mark = after.next()?;
    Some((before, mark, after.as_str()))
}

/// About how many bytes the pieces take in memory.
pub(super) fn bytes(pieces: &[Piece]) -> usize {
    let of_one = |piece: &Piece| match piece {
        Piece::Html(html) | Piece::Link(_, html) | Piece::Image(_, html) => html.len(),
        Piece::Label(_) | Piece::Embed(_) | Piece::List(_) => 0,
        Piece::FileBegin(_) | Piece::FileEnd(_) => 0,
    };
    pieces.iter().map(|piece| of_one(piece) + size_of::<Piece>()).sum()
}

/// Joins the pieces with the answers for one reader.
pub(super) fn fill(body: &Body, answers: &dyn Answers) -> String {
    let Body { pieces, links, lists: blocks, files } = body;
    let length = pieces.iter().map(|piece| match piece {
        Piece::Html(html) => html.len(),
        Piece::Label(_) | Piece::FileEnd(_) => 16,
        Piece::List(_) => 2_000,
        Piece::Embed(_) => 1_024,
        Piece::Link(_, shown) | Piece::Image(_, shown) => shown.len() + 96,
        Piece::FileBegin(_) => 96,
    });
    let mut html = String::with_capacity(length.sum());
    for piece in pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Label(label) => escape(&answers.label(*label), &mut html),
            Piece::List(index) => {
                let block = blocks.get(*index);
                if let Some(answer) = block.and_then(|it| answers.list(it)) {
                    lists::write(answer, &mut html);
                }
            }
            Piece::Link(index, shown) => match links.get(*index) {
                Some(target) => fill_link(target, shown, answers, &mut html),
                None => html.push_str(shown),
            },
            Piece::Embed(index) => fill_embed(links.get(*index), answers, &mut html),
            Piece::FileBegin(index) => begin_file(files.get(*index), answers, &mut html),
            Piece::FileEnd(index) => end_file(files.get(*index), answers, &mut html),
            Piece::Image(index, alt) => fill_image(files.get(*index), alt, answers, &mut html),
        }
    }
    html
}

fn fill_embed(target: Option<&LinkTarget>, answers: &dyn Answers, html: &mut String) {
    let Some(target) = target else { return };
    match answers.embed(target) {
        Some(embedded) => html.push_str(embedded),
        None => {
            let mut shown = String::new();
            escape(&target.written, &mut shown);
            html.push_str("<p>");
            fill_link(target, &shown, answers, html);
            html.push_str("</p>\n");
        }
    }
}

fn fill_link(target: &LinkTarget, shown: &str, answers: &dyn Answers, html: &mut String) {
    match answers.link(target) {
        LinkAnswer::Known { href, title, kind } => {
            html.push_str("<a class=\"qmw-verweis");
            if let Some(kind) = kind {
                let _ = write!(html, " qmw-verweis--{}", german::slug(&kind));
            }
            push_attribute("\" href", &(href + &target.fragment()), html);
            if title != target.page && german::link_key(&title) != target.key() {
                push_attribute("\" title", &title, html);
            }
            let _ = write!(html, "\">{shown}</a>");
        }
        LinkAnswer::Missing { create_href: Some(href) } => {
            push_attribute("<a class=\"qmw-fehlt\" href", &href, html);
            let _ = write!(html, "\">{shown}");
            push_hidden(&answers.label(Label::PageMissing), html);
            html.push_str("</a>");
        }
        LinkAnswer::Missing { create_href: None } => {
            let _ = write!(html, "<span class=\"qmw-fehlt\">{shown}");
            push_hidden(&answers.label(Label::PageMissing), html);
            html.push_str("</span>");
        }
        LinkAnswer::Ambiguous { href } => {
            push_attribute("<a class=\"qmw-mehrdeutig\" href", &href, html);
            let _ = write!(html, "\">{shown}");
            push_hidden(&answers.label(Label::PageAmbiguous), html);
            html.push_str("</a>");
        }
    }
}

fn begin_file(target: Option<&FileTarget>, answers: &dyn Answers, html: &mut String) {
    match target.map(|it| (it, answers.file(it))) {
        Some((target, FileAnswer::Known { href, about, .. })) => {
            let class = "<a class=\"qmw-verweis qmw-verweis--datei\" href";
            push_attribute(class, &(href + &target.fragment()), html);
            let title = if target.title.is_empty() { &about } else { &target.title };
            push_attribute("\" title", title, html);
            html.push_str("\">");
        }
        Some((target, FileAnswer::Missing)) => {
            push_attribute("<span class=\"qmw-fehlt\" title", &target.name, html);
            html.push_str("\">");
        }
        Some((_, FileAnswer::Unknown)) | None => {}
    }
}

fn end_file(target: Option<&FileTarget>, answers: &dyn Answers, html: &mut String) {
    match target.map(|it| answers.file(it)) {
        Some(FileAnswer::Known { .. }) => html.push_str("</a>"),
        Some(FileAnswer::Missing) => end_missing_file(answers, html),
        Some(FileAnswer::Unknown) | None => {}
    }
}

fn end_missing_file(answers: &dyn Answers, html: &mut String) {
    html.push_str(" <small>");
    escape(&answers.label(Label::FileMissing), html);
    html.push_str("</small></span>");
}

/// An image, or a link where the file is none.
fn fill_image(target: Option<&FileTarget>, alt: &str, answers: &dyn Answers, html: &mut String) {
    let Some(target) = target else { return html.push_str(alt) };
    let mut name = String::new();
    escape(&target.name, &mut name);
    let shown = if alt.trim().is_empty() { &name } else { alt };
    match answers.file(target) {
        FileAnswer::Known { href, image: Some(image), .. } => {
            let is_larger = !image.srcset.is_empty() && !target.in_link;
            if is_larger {
                push_attribute("<a href", &href, html);
                html.push_str("\">");
            }
            push_image(target, &image, alt, html);
            html.push_str(if is_larger { "</a>" } else { "" });
        }
        FileAnswer::Known { .. } if !target.in_link => {
            begin_file(Some(target), answers, html);
            html.push_str(shown);
            html.push_str("</a>");
        }
        FileAnswer::Missing => {
            begin_file(Some(target), answers, html);
            html.push_str(shown);
            end_missing_file(answers, html);
        }
        FileAnswer::Known { .. } | FileAnswer::Unknown => html.push_str(shown),
    }
}

fn push_image(target: &FileTarget, image: &ImageAnswer, alt: &str, html: &mut String) {
    push_attribute("<img src", &image.src, html);
    if !image.srcset.is_empty() {
        push_attribute("\" srcset", &image.srcset, html);
        html.push_str("\" sizes=\"(min-width: 48rem) 42rem, 100vw");
    }
    let _ = write!(html, "\" width=\"{}\" height=\"{}\"", image.width, image.height);
    let _ = write!(html, " alt=\"{alt}\" loading=\"lazy");
    if !target.title.is_empty() {
        push_attribute("\" title", &target.title, html);
    }
    html.push_str("\">");
}

/// Opens the value of an attribute and leaves its closing quote to the caller.
pub(super) fn push_attribute(name: &str, value: &str, html: &mut String) {
    html.push_str(name);
    html.push_str("=\"");
    escape(value, html);
}

/// Plain text for finished HTML, as content or as a value in double quotes.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}

/// Appends plain text to finished HTML, as content or as a value in double quotes.
pub(super) fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match STAND_INS.iter().find(|(plain, ..)| *plain == c) {
            Some((_, _, reference)) => html.push_str(reference),
            None => html.push(c),
        }
    }
}

fn push_hidden(text: &str, html: &mut String) {
    html.push_str("<span class=\"qmw-nur-vorlesen\"> ");
    escape(text, html);
    html.push_str("</span>");
}
