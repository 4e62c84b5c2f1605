//! What stands inside a line: text, code, emphasis, links, images and the text's own HTML.
//! Knows no blocks; those are written by `blocks`.

use pulldown_cmark::{LinkType, Tag};

use super::{Open, Writer};
use crate::markdown::{
    links::{self, Address, FileTarget, LinkTarget},
    lists,
    raw::{self, Token},
    slots::{
        LINK_END, embed_mark, file_end_mark, file_mark, image_mark, link_mark, mark_text,
        mark_value,
    },
    tasks::{self, Part},
};

impl Writer {
    pub(super) fn start_inline(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis => self.push_inline("<em>", "</em>"),
            Tag::Strong => self.push_inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.push_inline("<del>", "</del>"),
            Tag::Subscript => self.push_inline("<sub>", "</sub>"),
            Tag::Superscript => self.push_inline("<sup>", "</sup>"),
            Tag::Link { link_type, dest_url, title, .. }
            | Tag::Image {
                link_type: link_type @ LinkType::WikiLink { .. },
                dest_url,
                title,
                ..
            } => {
                self.start_link(*link_type, dest_url, title);
            }
            Tag::Image { dest_url, title, .. } => {
                self.in_image += 1;
                self.push(Open::Image { address: dest_url.to_string(), title: title.to_string() });
            }
            _ => self.push(Open::Flat),
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(block) = &mut self.list_block {
            let free = lists::BLOCK_BYTES_MAX.saturating_sub(block.len());
            block.push_str(text.get(..text.floor_char_boundary(free)).unwrap_or_default());
            return;
        }
        self.plain(text);
        if self.in_image > 0 {
            return;
        }
        if self.in_code_block || self.in_link > 0 {
            return mark_text(text, &mut self.html);
        }
        if self.in_task {
            return self.task_text(text);
        }
        self.linked_text(text);
    }

    /// The text of a task, with its people and days standing out.
    fn task_text(&mut self, text: &str) {
        for part in tasks::parts(text) {
            match part {
                Part::Text(text) => self.linked_text(text),
                Part::Person(name) => {
                    self.html.push_str("<span class=\"qmw-person\">");
                    mark_text(name, &mut self.html);
                    self.html.push_str("</span>");
                }
                Part::Day(written, day) => {
                    let machine = day.map(|it| format!(" datetime=\"{it}\"")).unwrap_or_default();
                    self.html.extend(["<time class=\"qmw-frist\"", &machine, ">", written]);
                    self.html.push_str("</time>");
                }
            }
        }
    }

    fn linked_text(&mut self, text: &str) {
        for (part, address) in links::bare_links(text) {
            match address.map(|address| links::sort_address(&address)) {
                Some(address @ (Address::Outside(_) | Address::Contact(_))) => {
                    let close = self.open_address(&address, "");
                    mark_text(part, &mut self.html);
                    self.html.push_str(close);
                }
                _ => mark_text(part, &mut self.html),
            }
        }
    }

    pub(super) fn code(&mut self, text: &str) {
        self.plain(text);
        if self.in_image == 0 {
            self.html.push_str("<code>");
            mark_text(text, &mut self.html);
            self.html.push_str("</code>");
        }
    }

    pub(super) fn line_break(&mut self, html: &str) {
        self.plain(" ");
        if self.in_image == 0 {
            self.html.push_str(html);
        }
    }

    pub(super) fn raw_inline(&mut self, html: &str) {
        for token in raw::tokens(html) {
            match token {
                Token::Open(name, attributes) if !raw::is_block(name) && self.in_image == 0 => {
                    self.open_raw_inline(name, &attributes);
                }
                Token::Close(name) if !raw::is_block(name) => self.close_raw_tag(name),
                Token::Text(text) => self.text(&raw::decoded(text)),
                // Between words a block has no place; its content is shown without it.
                Token::Open(..) | Token::Close(_) => {}
            }
        }
    }

    fn start_link(&mut self, link_type: LinkType, address: &str, title: &str) {
        if self.in_link > 0 || self.in_image > 0 {
            return self.push(Open::Flat);
        }
        if matches!(link_type, LinkType::WikiLink { .. }) {
            return self.start_wiki_link(address);
        }
        if link_type != LinkType::Email
            && let Some(target) = FileTarget::read(address)
        {
            return self.start_file(FileTarget { title: title.to_owned(), ..target });
        }
        let sorted = match link_type {
            LinkType::Email => links::sort_address(&format!("mailto:{address}")),
            _ => links::sort_address(address),
        };
        if sorted == Address::Refused {
            return self.push(Open::Flat);
        }
        let close = self.open_address(&sorted, title);
        self.in_link += 1;
        self.push(Open::Link(close));
    }

    /// Leaves room for a page that stands in the text; answers whether it can be one.
    pub(super) fn embed(&mut self, written: &str) -> bool {
        let target = LinkTarget::read(written).filter(|it| !it.page.is_empty());
        let (Some(target), true) = (target, self.raw_block.is_none()) else { return false };
        self.flush();
        let index = self.link_index(written, target);
        self.html.push_str(&embed_mark(index));
        true
    }

    fn start_wiki_link(&mut self, written: &str) {
        if let Some(target) = self.written_links.get(written) {
            return self.open_slot(*target);
        }
        let Some(target) = LinkTarget::read(written) else {
            return self.push_html("[[", Open::Html("]]"));
        };
        if target.page.is_empty() {
            let close = self.open_address(&Address::Inside(target.fragment()), "");
            self.in_link += 1;
            return self.push(Open::Link(close));
        }
        let index = self.link_index(written, target);
        self.open_slot(index);
    }

    /// The number of a target among the links of the document.
    fn link_index(&mut self, written: &str, target: LinkTarget) -> usize {
        let next = self.links.len();
        let index = *self.link_indexes.entry(target.clone()).or_insert(next);
        if index == next {
            self.links.push(target);
        }
        self.written_links.insert(written.to_owned(), index);
        index
    }

    fn start_file(&mut self, target: FileTarget) {
        let index = self.files.len();
        self.files.push(target);
        self.in_link += 1;
        self.html.push_str(&file_mark(index));
        self.push(Open::File { start: self.html.len(), target: index });
    }

    pub(super) fn end_file(&mut self, start: usize, target: usize) {
        self.in_link = self.in_link.saturating_sub(1);
        if self.html.len() == start
            && let Some(target) = self.files.get(target)
        {
            let name = target.name.clone();
            self.plain(&name);
            mark_text(&name, &mut self.html);
        }
        self.html.push_str(&file_end_mark(target));
    }

    fn open_slot(&mut self, target: usize) {
        self.in_link += 1;
        self.in_slot += 1;
        self.html.push_str(&link_mark(target));
        self.push(Open::Slot { start: self.html.len(), target });
    }

    pub(super) fn end_wiki_link(&mut self, start: usize, target: usize) {
        self.in_link = self.in_link.saturating_sub(1);
        self.in_slot = self.in_slot.saturating_sub(1);
        if self.html.len() == start
            && let Some(target) = self.links.get(target)
        {
            let name = target.written.clone();
            self.plain(&name);
            mark_text(&name, &mut self.html);
        }
        self.html.push_str(LINK_END);
    }

    /// Writes the opening tag of a link and returns the closing one.
    fn open_address(&mut self, address: &Address, title: &str) -> &'static str {
        let (href, attributes) = match address {
            Address::Outside(href) => (href, " class=\"qmw-extern\" rel=\"noopener external\""),
            Address::Inside(href) | Address::Contact(href) => (href, ""),
            Address::Refused => return "",
        };
        self.html.push_str("<a href=\"");
        mark_value(href, &mut self.html);
        self.html.extend(["\"", attributes]);
        self.write_title(title);
        self.html.push('>');
        "</a>"
    }

    fn write_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_str(" title=\"");
            mark_value(title, &mut self.html);
            self.html.push('"');
        }
    }

    /// Shows an own file as an image and everything else as a link: a reader's visit is nobody
    /// else's business.
    pub(super) fn end_image(&mut self, address: &str, title: &str) {
        self.in_image = self.in_image.saturating_sub(1);
        if self.in_image > 0 {
            return;
        }
        let alt = std::mem::take(&mut self.alt);
        self.plain(&alt);
        if links::is_own_file(address) {
            self.html.push_str("<img src=\"");
            mark_value(address, &mut self.html);
            self.html.push_str("\" alt=\"");
            mark_value(alt.trim(), &mut self.html);
            self.html.push_str("\" loading=\"lazy\"");
            self.write_title(title);
            return self.html.push('>');
        }
        if self.in_slot == 0
            && let Some(target) = FileTarget::read(address)
        {
            let in_link = self.in_link > 0;
            self.html.push_str(&image_mark(self.files.len()));
            self.files.push(FileTarget { title: title.to_owned(), in_link, ..target });
            mark_value(alt.trim(), &mut self.html);
            return self.html.push_str(LINK_END);
        }

        let sorted = links::sort_address(address);
        let shown = if alt.trim().is_empty() { address } else { alt.trim() };
        if self.in_link > 0 || sorted == Address::Refused {
            return mark_text(shown, &mut self.html);
        }
        let close = self.open_address(&sorted, title);
        mark_text(shown, &mut self.html);
        self.html.push_str(close);
    }
}
