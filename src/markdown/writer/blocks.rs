//! The blocks of a text: paragraphs, headings, lists, quotes, tables, code, footnotes.
//! What stands inside a line is written by `inlines`.

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, HeadingLevel, Tag};

use super::{
    BACK_LINKS_MAX, BLOCK_DEPTH_MAX, DEPTH_MAX, FOOTNOTE_PREFIX, HEADING_CHARS_MAX, Heading, Open,
    PERMALINKS_MAX, REFERENCE_LINKS_MAX, SENTENCE_CHARS_MAX, Writer, shortened,
};
use crate::{
    german,
    markdown::{
        lists,
        raw::{self, Token},
        slots::{Label, label_mark, list_mark, mark_value},
    },
};

impl Writer {
    pub(super) fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.flush();
                self.push_html("<p>", Open::Paragraph);
            }
            Tag::Heading { level, id, .. } => self.start_heading(*level, id.as_deref()),
            Tag::BlockQuote(kind) => self.start_quote(*kind),
            Tag::CodeBlock(kind) => self.start_code(kind),
            Tag::HtmlBlock => self.raw_block = Some(String::new()),
            Tag::List(Some(start)) if *start != 1 => {
                self.push_container(&format!("<ol start=\"{start}\">\n"), "</ol>\n");
            }
            Tag::List(Some(_)) => self.push_container("<ol>\n", "</ol>\n"),
            Tag::List(None) => self.push_container("<ul>\n", "</ul>\n"),
            Tag::Item => {
                self.in_task = false;
                self.push_part("<li>", "</li>\n");
            }
            Tag::DefinitionList => self.push_container("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.push_part("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.push_part("<dd>", "</dd>\n"),
            Tag::FootnoteDefinition(name) => {
                self.flush();
                self.footnotes_open += 1;
                let around = std::mem::take(&mut self.html);
                self.push(Open::Footnote { name: name.to_string(), around });
            }
            Tag::Table(columns) => self.start_table(columns),
            Tag::TableHead => {
                self.table_head = true;
                self.table_column = 0;
                self.push_html("<thead><tr>", Open::Block("</tr></thead>\n<tbody>\n"));
            }
            Tag::TableRow => {
                self.table_head = false;
                self.table_column = 0;
                self.push_html("<tr>", Open::Block("</tr>\n"));
            }
            Tag::TableCell => self.start_cell(),
            Tag::MetadataBlock(_) => self.push(Open::Flat),
            _ => self.start_inline(tag),
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        let outside = self.footnotes_open == 0 && self.depth == 0;
        if self.first_sentence.is_empty() && outside {
            self.first_sentence = german::first_sentence(&self.plain, SENTENCE_CHARS_MAX);
        }
        self.flush();
        self.html.push_str("</p>\n");
    }

    fn start_heading(&mut self, level: HeadingLevel, id: Option<&str>) {
        self.flush();
        let level = (level as u8).saturating_sub(self.top_level).saturating_add(2).min(6);
        let around = std::mem::take(&mut self.html);
        self.push(Open::Heading { level, id: id.map(str::to_owned), around });
    }

    /// Writes a heading with its permalink beside it, not in it, so that the heading's name for
    /// screen readers stays its text.
    pub(super) fn end_heading(&mut self, level: u8, id: Option<&str>, around: String) {
        let inner = std::mem::replace(&mut self.html, around);
        let plain = std::mem::take(&mut self.plain);
        let text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }

        let anchor = self.free_anchor(id.unwrap_or(&text));
        let text = shortened(&text, HEADING_CHARS_MAX);
        let inner = inner.trim();
        let html = format!("<h{level} id=\"{anchor}\">{inner}</h{level}>");
        if self.headings.len() < PERMALINKS_MAX {
            let mut name = String::new();
            mark_value(&text, &mut name);
            self.html.push_str(&format!(
                "<div class=\"qmw-ueberschrift\">{html}<a class=\"qmw-anker\" \
                 href=\"#{anchor}\" aria-label=\"Permalink: {name}\">#</a></div>\n"
            ));
        } else {
            self.html.extend([&html, "\n"]);
        }
        let heading = Heading { level, text, anchor };
        self.passages.heading(&heading);
        self.headings.push(heading);
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else {
            return self.push_container("<blockquote>\n", "</blockquote>\n");
        };
        let (name, icon, label) = match kind {
            BlockQuoteKind::Note => ("hinweis", "info", Label::Note),
            BlockQuoteKind::Tip => ("tipp", "success", Label::Tip),
            BlockQuoteKind::Important => ("wichtig", "info", Label::Important),
            BlockQuoteKind::Warning => ("warnung", "warning", Label::Warning),
            BlockQuoteKind::Caution => ("vorsicht", "danger", Label::Caution),
        };
        let html = format!(
            "<div class=\"qmw-hinweis qmw-hinweis--{name}\" role=\"note\">\n\
             <p class=\"qmw-hinweis__titel\">\
             <span class=\"kern-icon kern-icon--{icon}\" aria-hidden=\"true\"></span>{}</p>\n",
            label_mark(label)
        );
        self.push_container(&html, "</div>\n");
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.flush();
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        if lists::is_asked_by(info) {
            self.list_block = Some(String::new());
            return self.push(Open::ListBlock);
        }
        self.in_code_block = true;
        let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '#');
        let word = info.split_whitespace().next().unwrap_or_default();
        let language: String = word.chars().filter(allowed).take(30).collect();
        // A wide block scrolls, so the keyboard must be able to reach it.
        self.html.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.html.push_str(&format!(" class=\"language-{}\"", language.to_lowercase()));
        }
        self.push_html(">", Open::CodeBlock);
    }

    /// What a block asks for is answered per reader; its own words say nothing.
    pub(super) fn end_list(&mut self) {
        let Some(words) = self.list_block.take() else { return };
        if self.lists.len() < lists::BLOCKS_KEPT_MAX {
            self.html.push_str(&list_mark(self.lists.len()));
            self.html.push('\n');
            self.lists.push(words);
        }
    }

    /// A table stands in a frame that can be scrolled with the keyboard.
    fn start_table(&mut self, columns: &[Alignment]) {
        self.flush();
        self.tables += 1;
        self.table_columns = columns.to_vec();
        let frame = format!(
            "<div class=\"qmw-tabellenrahmen\" tabindex=\"0\" role=\"region\" \
             aria-label=\"{} {}\"><table class=\"qmw-tabelle\">",
            label_mark(Label::Table),
            self.tables
        );
        self.push_html(&frame, Open::Block("</tbody></table></div>\n"));
    }

    fn start_cell(&mut self) {
        let class = match self.table_columns.get(self.table_column) {
            Some(Alignment::Left) => " class=\"qmw-links\"",
            Some(Alignment::Center) => " class=\"qmw-mitte\"",
            Some(Alignment::Right) => " class=\"qmw-rechts\"",
            _ => "",
        };
        self.table_column += 1;
        if self.table_head {
            self.push_html(&format!("<th scope=\"col\"{class}>"), Open::TableCell("</th>"));
        } else {
            self.push_html(&format!("<td{class}>"), Open::TableCell("</td>"));
        }
    }

    pub(super) fn task_marker(&mut self, done: bool) {
        self.in_task = true;
        let (checked, label) =
            if done { (" checked", Label::TaskDone) } else { ("", Label::TaskOpen) };
        self.html.push_str(&format!(
            "<input class=\"qmw-haken\" type=\"checkbox\" disabled{checked} aria-label=\"{}\"> ",
            label_mark(label)
        ));
    }

    pub(super) fn footnote_reference(&mut self, name: &str) {
        if self.in_image > 0 {
            return;
        }
        if !self.footnotes_defined.contains(name) {
            return self.text(&format!("[^{name}]"));
        }
        let next = self.footnotes.len() + 1;
        let footnote = self.footnotes.entry(name.to_owned()).or_default();
        if footnote.number == 0 {
            footnote.number = next;
        }
        footnote.references += 1;
        let number = footnote.number;
        // Only so many of the references are led back to.
        let id = match footnote.references {
            reference @ ..=BACK_LINKS_MAX => format!(" id=\"{}\"", back_link_id(number, reference)),
            _ => String::new(),
        };
        let label = label_mark(Label::Footnote);
        self.footnote_links += 1;
        let links = self.in_link == 0 && self.footnote_links <= REFERENCE_LINKS_MAX;
        self.html.push_str("<sup class=\"qmw-fussnotenzeichen\">");
        if links {
            self.html.push_str(&format!(
                "<a{id} href=\"#{FOOTNOTE_PREFIX}{number}\" aria-label=\"{label} {number}\">\
                 {number}</a></sup>"
            ));
        } else {
            self.html.push_str(&format!("{number}</sup>"));
        }
    }

    pub(super) fn end_footnote(&mut self, name: String, around: String) {
        self.flush();
        self.footnotes_open = self.footnotes_open.saturating_sub(1);
        let html = std::mem::replace(&mut self.html, around);
        let next = self.footnotes.len() + 1;
        let footnote = self.footnotes.entry(name).or_default();
        if footnote.number == 0 {
            footnote.number = next;
        }
        footnote.html.get_or_insert_default().push_str(&html);
    }

    pub(super) fn write_footnotes(&mut self) {
        let mut footnotes: Vec<_> = self.footnotes.drain().map(|(_, footnote)| footnote).collect();
        if footnotes.is_empty() {
            return;
        }
        footnotes.sort_by_key(|footnote| footnote.number);
        self.html.push_str(&format!(
            "<section class=\"qmw-fussnoten\" aria-label=\"{}\">\n<ol>\n",
            label_mark(Label::Footnotes)
        ));
        for footnote in footnotes {
            let number = footnote.number;
            let html = footnote.html.unwrap_or_default();
            let (body, end) = match html.strip_suffix("</p>\n") {
                Some(body) => (body, "</p>\n"),
                None => (html.as_str(), ""),
            };
            self.html.push_str(&format!("<li id=\"{FOOTNOTE_PREFIX}{number}\">{body}"));
            for reference in 1..=footnote.references.min(BACK_LINKS_MAX) {
                self.html.push_str(&format!(
                    " <a class=\"qmw-fussnote-zurueck\" href=\"#{}\" aria-label=\"{} {number}\">↩</a>",
                    back_link_id(number, reference),
                    label_mark(Label::FootnoteBack)
                ));
            }
            self.html.extend([end, "</li>\n"]);
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    /// A block of the text's own HTML. Its text stands in paragraphs; `details` may stay open
    /// for the Markdown that follows.
    pub(super) fn raw_block_html(&mut self, html: &str) {
        self.flush();
        for token in raw::tokens(html) {
            match token {
                Token::Text(text) => {
                    let text = raw::decoded(text);
                    if !text.trim().is_empty() {
                        self.open_raw_paragraph();
                    }
                    self.text(&text);
                }
                Token::Open("hr", _) => {
                    self.close_raw_line();
                    self.html.push_str("<hr>\n");
                }
                Token::Open(name, attributes) if raw::is_block(name) => {
                    self.close_raw_line();
                    self.close_raw_tag("summary");
                    let misplaced = name == "summary" && !self.is_raw_open("details");
                    if self.depth < BLOCK_DEPTH_MAX && !misplaced {
                        self.open_raw(name, &attributes);
                    }
                }
                Token::Close(name) if raw::is_block(name) => {
                    self.close_raw_line();
                    self.close_raw_tag(name);
                    self.html.push('\n');
                }
                Token::Open(name, attributes) => {
                    self.open_raw_paragraph();
                    self.open_raw_inline(name, &attributes);
                }
                Token::Close(name) => self.close_raw_tag(name),
            }
        }
        self.close_raw_line();
        if self.is_raw_open("summary") {
            self.close_one();
        }
    }

    pub(super) fn open_raw_inline(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, String)],
    ) {
        if raw::is_void(name) {
            self.html.extend(["<", name, ">"]);
            self.plain(" ");
        } else if self.depth < DEPTH_MAX {
            self.open_raw(name, attributes);
        }
    }

    /// Closes the tag if it stands open and only tags of the text's own HTML stand inside it.
    pub(super) fn close_raw_tag(&mut self, name: &str) {
        let raw = self.open.iter().rev().map_while(|open| match open {
            Open::Raw(raw) => Some(*raw),
            _ => None,
        });
        let inside = raw.take_while(|raw| *raw != name).count();
        let opened = self.open.len().checked_sub(inside + 1).and_then(|at| self.open.get(at));
        if !matches!(opened, Some(Open::Raw(raw)) if *raw == name) {
            return;
        }
        for _ in 0..=inside {
            self.close_one();
        }
    }

    fn open_raw(&mut self, name: &'static str, attributes: &[(&'static str, String)]) {
        self.html.extend(["<", name]);
        for (key, value) in attributes {
            self.html.extend([" ", *key, "=\""]);
            mark_value(value, &mut self.html);
            self.html.push('"');
        }
        self.push_html(">", Open::Raw(name));
    }

    /// Whether the innermost open element is this tag of the text's own HTML.
    fn is_raw_open(&self, name: &str) -> bool {
        matches!(self.open.last(), Some(Open::Raw(raw)) if *raw == name)
    }

    fn open_raw_paragraph(&mut self) {
        let block = self.open.iter().rev().find_map(|open| match open {
            Open::Raw(name @ ("p" | "summary" | "details")) => Some(Some(*name)),
            Open::Raw(_) => None,
            _ => Some(None),
        });
        if !matches!(block.flatten(), Some("p" | "summary")) {
            self.open_raw("p", &[]);
        }
    }

    /// Closes a paragraph of a raw block and what stands open in it.
    fn close_raw_line(&mut self) {
        while matches!(self.open.last(), Some(Open::Raw(name)) if !raw::is_block(name)) {
            self.close_one();
        }
        self.flush();
    }
}

fn back_link_id(number: usize, reference: usize) -> String {
    match reference {
        1 => format!("{FOOTNOTE_PREFIX}{number}-bezug"),
        _ => format!("{FOOTNOTE_PREFIX}{number}-bezug-{reference}"),
    }
}
