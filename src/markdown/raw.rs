//! Reads HTML inside Markdown: a short list of harmless tags counts, the rest is shown as text.
//! Not a fence: everything it lets through is cleaned again after rendering.

/// Tags that stand inside a line.
const INLINE: [&str; 24] = [
    "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "strike", "strong", "sub", "sup", "u", "var", "wbr", "tt",
];

/// Tags that stand between paragraphs.
const BLOCK: [&str; 3] = ["details", "summary", "hr"];

/// A tag longer than this is text, so that unclosed tags cannot make reading slow.
const TAG_BYTES_MAX: usize = 1_000;

/// A part of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, and whatever is not on the list, with its entities still written out.
    Text(&'a str),
    /// An opening tag with the attributes that count, as name and value.
    Open(&'static str, Vec<(&'static str, String)>),
    /// A closing tag.
    Close(&'static str),
}

/// Whether the tag stands between paragraphs.
pub(super) fn is_block(name: &str) -> bool {
    BLOCK.contains(&name)
}

/// Whether the tag has no content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "wbr")
}

/// The parts of raw HTML in their order; comments are left out.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    let mut comments_end = true;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = html.get(start..).unwrap_or_default();
        let read = if rest.starts_with("<!--") && comments_end {
            let end = rest.find("-->").map(|end| (None, end + 3));
            comments_end = end.is_some();
            end
        } else {
            read_tag(rest).map(|(token, length)| (Some(token), length))
        };
        let Some((token, length)) = read else {
            at = start + 1;
            continue;
        };
        push_text(&mut tokens, html.get(text_start..start));
        tokens.extend(token);
        at = start + length;
        text_start = at;
    }
    push_text(&mut tokens, html.get(text_start..));
    tokens
}

/// Raw text with its common entities read. Others stay as they are written.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(';').and_then(|(name, rest)| Some((entity(name)?, rest))) {
            Some((c, rest)) => {
                out.push(c);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    out
}

fn push_text<'a>(tokens: &mut Vec<Token<'a>>, text: Option<&'a str>) {
    tokens.extend(text.filter(|text| !text.is_empty()).map(Token::Text));
}

/// Reads the tag at the beginning and its length; none if it is not on the list.
fn read_tag(html: &str) -> Option<(Token<'static>, usize)> {
    let window = html.get(..html.floor_char_boundary(TAG_BYTES_MAX))?;
    let closes = window.starts_with("</");
    let name_start = if closes { 2 } else { 1 };
    let after = window.get(name_start..)?;
    let name_end = after.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = known_name(after.get(..name_end)?)?;
    let (attributes, length) = read_attributes(after.get(name_end..)?)?;

    let token = if closes {
        Token::Close(name)
    } else {
        let counts = attributes.into_iter().filter_map(|(key, value)| {
            let key = known_attribute(name, &key)?;
            Some((key, value))
        });
        Token::Open(name, counts.collect())
    };
    Some((token, name_start + name_end + length))
}

fn known_name(name: &str) -> Option<&'static str> {
    INLINE.iter().chain(&BLOCK).copied().find(|known| known.eq_ignore_ascii_case(name)).map(
        |known| match known {
            "strike" => "s",
            "tt" => "code",
            _ => known,
        },
    )
}

fn known_attribute(tag: &str, name: &str) -> Option<&'static str> {
    match (tag, name.to_ascii_lowercase().as_str()) {
        ("abbr" | "dfn", "title") => Some("title"),
        ("details", "open") => Some("open"),
        _ => None,
    }
}

/// The attributes up to `>` as written, and the length including it.
fn read_attributes(text: &str) -> Option<(Vec<(String, String)>, usize)> {
    let mut attributes = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some((attributes, text.len() - after.len()));
        }
        let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
        let (name, after) = rest.split_at_checked(rest.find(ends_name)?)?;
        let value = after.trim_start();
        let Some(value) = value.strip_prefix('=').map(str::trim_start) else {
            attributes.push((name.to_owned(), String::new()));
            rest = after;
            continue;
        };
        let (value, after) = match value.chars().next()? {
            quote @ ('"' | '\'') => value.get(1..)?.split_once(quote)?,
            _ => value
                .split_at_checked(value.find(|c: char| c.is_ascii_whitespace() || c == '>')?)?,
        };
        attributes.push((name.to_owned(), decoded(value)));
        rest = after;
    }
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#').filter(|number| number.len() <= 8)?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_tags_count_and_others_are_text() {
        let found = tokens("a<KBD class=x>Strg</kbd ><Name des Amtes>&lt;");
        let expected = [
            Token::Text("a"),
            Token::Open("kbd", vec![]),
            Token::Text("Strg"),
            Token::Close("kbd"),
            Token::Text("<Name des Amtes>&lt;"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn only_harmless_attributes_count() {
        let found = tokens("<abbr onclick='x' title=\"A &amp; B\" style=x><details open/>");
        let expected = [
            Token::Open("abbr", vec![("title", "A & B".to_owned())]),
            Token::Open("details", vec![("open", String::new())]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn comments_vanish_but_only_when_they_end() {
        assert_eq!(tokens("a<!-- <b> -->b"), [Token::Text("a"), Token::Text("b")]);
        assert_eq!(tokens("<!-- a <!-- b"), [Token::Text("<!-- a <!-- b")]);
    }

    #[test]
    fn unclosed_tags_are_text() {
        for html in ["<b", "<b title=\"", "<b ".repeat(100).as_str(), "</", "<", "< b>"] {
            assert_eq!(tokens(html), [Token::Text(html)]);
        }
    }
}
