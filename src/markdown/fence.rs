//! The fence behind the writer: only known elements, attributes and addresses leave this room.
//! Not the place where layout is decided; the writer makes nothing that has to be taken away.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use ammonia::{Builder, UrlRelative};

use super::{ANCHOR_PREFIX, writer::FOOTNOTE_PREFIX};

const TAGS: [&str; 52] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

const ATTRIBUTES: [(&str, &[&str]); 13] = [
    ("a", &["href", "rel", "aria-label", "title"]),
    ("abbr", &["title"]),
    ("details", &["open"]),
    ("dfn", &["title"]),
    ("div", &["role", "tabindex", "aria-label"]),
    ("img", &["src", "alt", "title", "loading"]),
    ("input", &["type", "checked", "disabled", "aria-label"]),
    ("ol", &["start"]),
    ("pre", &["tabindex"]),
    ("section", &["aria-label"]),
    ("span", &["aria-hidden"]),
    ("th", &["scope"]),
    ("time", &["datetime"]),
];

static FENCE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut fence = Builder::empty();
    fence
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style", "iframe", "object", "template"]))
        .tag_attributes(
            ATTRIBUTES.map(|(tag, names)| (tag, names.iter().copied().collect())).into(),
        )
        .generic_attributes(HashSet::from(["class", "id"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|_, name, value| is_ours(name, value).then_some(Cow::Borrowed(value)));
    fence
});

/// The same HTML without anything that the writer cannot have meant.
pub(super) fn clean(html: &str) -> String {
    FENCE.clean(html).to_string()
}

/// Ids and classes carry our names only, so that a text cannot dress up as the page around it.
fn is_ours(name: &str, value: &str) -> bool {
    match name {
        "id" => value.starts_with(ANCHOR_PREFIX) || value.starts_with(FOOTNOTE_PREFIX),
        "class" => value.split(' ').all(|class| {
            ["qmw-", "kern-icon", "language-"].iter().any(|own| class.starts_with(own))
        }),
        "type" => value == "checkbox",
        _ => true,
    }
}
