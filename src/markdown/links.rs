//! Where a link leads: wiki targets as people write them, and addresses that may leave this room.
//! Does not know whether a page exists.

use linkify::{LinkFinder, LinkKind};
use percent_encoding::percent_decode_str;

use super::anchor;
use crate::german;

/// Longer names are no names; a page title has at most 1,000 characters.
const NAME_CHARS_MAX: usize = 1_000;

/// Longer names no file has.
const FILE_NAME_CHARS_MAX: usize = 250;

/// What a wiki link points at, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LinkTarget {
    /// The key of the space, where a prefix that can be one was written: `[[mitte:Ziel]]`.
    /// If there is no such space, the prefix belongs to the name: look up [`Self::written`].
    pub space: Option<String>,
    /// The name of the page without the prefix: a title, alias, code or slug.
    pub page: String,
    /// The heading on that page: `[[Ziel#Abschnitt]]`.
    pub section: Option<String>,
    /// Prefix and name as written.
    pub written: String,
}

impl LinkTarget {
    /// Reads what stands between `[[` and `|` or `]]`; none if that cannot be a name.
    pub fn read(written: &str) -> Option<Self> {
        let written: Vec<&str> = written.trim_end_matches('\\').split_whitespace().collect();
        let written = written.join(" ");
        if written.is_empty() || written.chars().count() > NAME_CHARS_MAX {
            return None;
        }
        let (name, section) = match written.split_once('#') {
            Some((name, section)) => (name.trim(), Some(section.trim().to_owned())),
            None => (written.as_str(), None),
        };

        let (space, page) = match name.split_once(':') {
            Some((prefix, page)) if is_space_key(prefix) && !page.trim().is_empty() => {
                (Some(prefix.to_lowercase()), page.trim())
            }
            _ => (None, name),
        };
        Some(Self {
            space,
            page: page.to_owned(),
            section: section.filter(|section| !section.is_empty()),
            written: name.to_owned(),
        })
    }

    /// The key under which the page is looked up in its space.
    pub fn key(&self) -> String {
        german::link_key(&self.page)
    }

    /// The key under which the page is looked up where the prefix is no space.
    pub fn written_key(&self) -> String {
        german::link_key(&self.written)
    }

    /// The fragment with its `#`; empty without a section.
    pub fn fragment(&self) -> String {
        self.section.as_ref().map(|section| format!("#{}", anchor(section))).unwrap_or_default()
    }
}

/// A file of the page a text stands on, by the name it was written with: `[Plan](plan.pdf)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileTarget {
    /// Its name.
    pub name: String,
    /// What stands behind `#`, as `page=3` in a PDF.
    pub fragment: Option<String>,
    /// What is shown when a pointer rests on it.
    pub title: String,
    /// Whether it stands inside a link, where there cannot be another one.
    pub in_link: bool,
}

impl FileTarget {
    /// Reads an address that is nothing but the name of a file; none if it is anything else.
    pub(super) fn read(address: &str) -> Option<Self> {
        let (name, fragment) = match address.split_once('#') {
            Some((name, fragment)) => (name, Some(fragment.to_owned())),
            None => (address, None),
        };
        let name = percent_decode_str(name).decode_utf8().ok()?;
        let name = name.trim();
        let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?.1;
        let is_ending = (1..=8).contains(&ending.len())
            && ending.bytes().all(|it| it.is_ascii_alphanumeric())
            && ending.bytes().any(|it| it.is_ascii_alphabetic());
        let is_bare = !name.contains(['/', '\\', ':', '?']) && !name.chars().any(char::is_control);
        let fits = is_ending && is_bare && name.chars().count() <= FILE_NAME_CHARS_MAX;
        fits.then(|| Self {
            name: name.to_owned(),
            fragment: fragment.filter(|it| !it.is_empty()),
            title: String::new(),
            in_link: false,
        })
    }

    /// The fragment with its `#`; empty without one.
    pub fn fragment(&self) -> String {
        self.fragment.as_ref().map(|it| format!("#{}", encoded(it))).unwrap_or_default()
    }
}

/// Whether a prefix can be the key of a space. A blank behind the colon is not looked at: who
/// writes `[[mitte: Ziel]]` means the space too, and the caller falls back to the whole name.
fn is_space_key(prefix: &str) -> bool {
    let in_alphabet = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    (2..=40).contains(&prefix.len())
        && prefix.bytes().all(in_alphabet)
        && prefix.starts_with(|c: char| c.is_ascii_alphabetic())
        && !prefix.ends_with('-')
}

/// An address from a text, sorted by where it leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// Inside the wiki: a path or a fragment.
    Inside(String),
    /// Another site.
    Outside(String),
    /// A mail address or telephone number.
    Contact(String),
    /// Nothing a link may lead to.
    Refused,
}

/// Sorts an address. Browsers ignore control characters and read `\` as `/`, so this does too.
pub(super) fn sort_address(address: &str) -> Address {
    let address: String = address.chars().filter(|c| !c.is_control()).collect();
    let address = address.trim();
    let scheme_end = address.find([':', '/', '?', '#', '\\']);
    let scheme = scheme_end.filter(|end| address.get(*end..*end + 1) == Some(":"));
    match scheme.and_then(|end| address.get(..end)).map(str::to_ascii_lowercase).as_deref() {
        Some("http" | "https") => Address::Outside(encoded(address)),
        Some("mailto" | "tel") => Address::Contact(encoded(address)),
        Some(_) => Address::Refused,
        None if address.replace('\\', "/").starts_with("//") => Address::Outside(encoded(address)),
        None => Address::Inside(match address.strip_prefix('#') {
            Some(fragment) => own_fragment(fragment),
            None => encoded(address),
        }),
    }
}

/// Whether an image may be shown: only files of this wiki, so that no reader's visit is told to
/// another site.
pub(super) fn is_own_file(address: &str) -> bool {
    let plain = !address.contains(['\\', '%', '?']) || !address.contains("..");
    address.starts_with("/files/") && plain && !address.split('/').any(|part| part == "..")
}

/// Fragments written for other Markdown programs find our headings.
fn own_fragment(fragment: &str) -> String {
    let known = [super::ANCHOR_PREFIX, super::writer::FOOTNOTE_PREFIX];
    if fragment.is_empty() || known.iter().any(|prefix| fragment.starts_with(prefix)) {
        return format!("#{}", encoded(fragment));
    }
    format!("#{}", anchor(fragment))
}

fn encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '`' => out.push_str("%60"),
            '\\' => out.push_str("%5C"),
            _ => out.push(c),
        }
    }
    out
}

/// The parts of a text: plain, or a bare address with where it leads.
pub(super) fn bare_links(text: &str) -> Vec<(&str, Option<String>)> {
    if !text.contains("://") && !text.contains('@') {
        return vec![(text, None)];
    }
    let finder = LinkFinder::new();
    let parts = finder.spans(text).map(|span| {
        let address = match span.kind() {
            Some(LinkKind::Email) => Some(format!("mailto:{}", span.as_str())),
            Some(_) => Some(span.as_str().to_owned()),
            None => None,
        };
        (span.as_str(), address)
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(written: &str) -> LinkTarget {
        LinkTarget::read(written).unwrap()
    }

    #[test]
    fn a_prefix_names_the_space() {
        let found = target("Mitte:Übergabe am Tresen#So geht es");
        assert_eq!(found.space.as_deref(), Some("mitte"));
        assert_eq!(found.page, "Übergabe am Tresen");
        assert_eq!(found.fragment(), "#abschnitt-so-geht-es");
        assert_eq!(found.written, "Mitte:Übergabe am Tresen");
    }

    #[test]
    fn a_colon_in_a_title_makes_no_space() {
        assert_eq!(target("Gut beraten: ein Leitfaden").space, None);
        assert_eq!(target("§ 5: Hilfe").space, None);
        assert_eq!(target("mitte:").space, None);
    }

    #[test]
    fn nothing_is_no_target() {
        assert_eq!(LinkTarget::read("  "), None);
        assert_eq!(LinkTarget::read(&"x".repeat(1_001)), None);
        assert_eq!(target("Ziel\\").page, "Ziel");
        assert_eq!(target("#Oben").page, "");
    }

    #[test]
    fn addresses_are_sorted_by_where_they_lead() {
        let outside = |a: &str| matches!(sort_address(a), Address::Outside(_));
        assert!(outside("https://example.org/a?b=c"));
        assert!(outside("HTTP://example.org"));
        assert!(outside("//example.org"));
        assert!(outside("\\\\example.org"));
        assert_eq!(sort_address("/wiki/mitte"), Address::Inside("/wiki/mitte".into()));
        assert_eq!(sort_address("a/b:c"), Address::Inside("a/b:c".into()));
        assert_eq!(sort_address("#Zum Ziel"), Address::Inside("#abschnitt-zum-ziel".into()));
        assert_eq!(sort_address("tel:+4930"), Address::Contact("tel:+4930".into()));
    }

    #[test]
    fn addresses_that_run_or_carry_something_are_refused() {
        for address in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
        ] {
            assert_eq!(sort_address(address), Address::Refused, "{address}");
        }
    }

    #[test]
    fn only_own_files_are_images() {
        assert!(is_own_file("/files/01/plan.png"));
        assert!(!is_own_file("/files/../sign-out"));
        assert!(!is_own_file("//example.org/files/x.png"));
        assert!(!is_own_file("plan.png"));
    }
}
