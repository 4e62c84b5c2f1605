//! The words of a question, in German and English, and how values stand between them.
//! Knows words and quotation marks, not what a question means.

/// A key that is not a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Kind,
    Records,
    Space,
    Status,
    District,
    Sort,
    Columns,
    Count,
    Limit,
}

/// A word with a meaning inside a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Before,
    After,
    Contains,
    Empty,
    Filled,
    Mine,
    Today,
    Descending,
    Ascending,
}

/// German words, then English ones; the first of each is the one written.
type Words = (&'static [&'static str], &'static [&'static str]);

impl Key {
    const ALL: [(Self, Words); 9] = [
        (Self::Kind, (&["Seitenart", "Seitenarten"], &["kind", "kinds"])),
        (Self::Records, (&["Einträge", "Datensätze"], &["records", "record"])),
        (Self::Space, (&["Bereich", "Bereiche"], &["space", "spaces"])),
        (Self::Status, (&["Status"], &["status"])),
        (Self::District, (&["Bezirk"], &["district"])),
        (Self::Sort, (&["Sortierung", "sortiert nach"], &["sort", "sort by"])),
        (Self::Columns, (&["Spalten"], &["columns"])),
        (Self::Count, (&["Nur Anzahl", "Anzahl"], &["count", "count only"])),
        (Self::Limit, (&["Höchstens", "Limit"], &["limit", "at most"])),
    ];

    /// The key a word means.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        find(&Self::ALL, word)
    }

    /// The word in the language with this code.
    pub(crate) fn word(self, lang: &str) -> &'static str {
        first(&Self::ALL, self, lang)
    }

    /// Whether it says how rows are shown, and not which.
    pub(crate) fn is_about_showing(self) -> bool {
        matches!(self, Self::Sort | Self::Columns | Self::Count | Self::Limit)
    }
}

impl Word {
    const ALL: [(Self, Words); 9] = [
        (Self::Before, (&["vor"], &["before"])),
        (Self::After, (&["nach"], &["after"])),
        (Self::Contains, (&["enthält"], &["contains"])),
        (Self::Empty, (&["leer"], &["empty"])),
        (Self::Filled, (&["ausgefüllt", "nicht leer"], &["filled", "not empty"])),
        (Self::Mine, (&["meiner", "mein Bezirk"], &["mine", "my district"])),
        (Self::Today, (&["heute"], &["today"])),
        (Self::Descending, (&["absteigend"], &["descending"])),
        (Self::Ascending, (&["aufsteigend"], &["ascending"])),
    ];

    /// The meaning of a value that is nothing but this word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        find(&Self::ALL, word)
    }

    /// The word in the language with this code.
    pub(crate) fn word(self, lang: &str) -> &'static str {
        first(&Self::ALL, self, lang)
    }

    /// The word a value begins with, and what follows it.
    pub(crate) fn beginning(value: &str) -> Option<(Self, &str)> {
        let (word, rest) = value.split_once(char::is_whitespace)?;
        Some((Self::parse(word)?, rest.trim()))
    }
}

/// What stands before a field whose name might be a key or a label.
pub(crate) fn field_prefix(lang: &str) -> &'static str {
    if lang == "en" { "field." } else { "Feld." }
}

/// The field after such a prefix.
pub(crate) fn after_field_prefix(key: &str) -> Option<&str> {
    let strip = |prefix: &str| {
        let (start, rest) = key.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then_some(rest)
    };
    strip(field_prefix("en")).or_else(|| strip(field_prefix("de")))
}

/// One item of a list of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) text: String,
    /// Quoted, it means itself and no word of the question.
    pub(crate) is_quoted: bool,
}

/// The items between commas; empty ones are left out. A quotation mark that is never closed is a
/// letter like others.
pub(crate) fn items(value: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut rest = value;
    while !rest.trim_start_matches([',', ' ', '\t']).is_empty() {
        rest = rest.trim_start_matches([',', ' ', '\t']);
        let (item, after) = unquoted(rest).unwrap_or_else(|| {
            let (text, after) = rest.split_once(',').unwrap_or((rest, ""));
            (Item { text: text.trim().to_owned(), is_quoted: false }, after)
        });
        items.push(item);
        rest = after;
    }
    items
}

/// A text as one item, whatever is in it.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Whether a text as it is would be read as this text again.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.contains([',', '"', '\n', '\r'])
        && Word::parse(text).is_none()
        && Word::beginning(text).is_none()
        && days_from_today(text).is_none()
        && !has_thousands(text)
}

/// `1.234` is a thousand and more to people, and less than two to programs.
fn has_thousands(text: &str) -> bool {
    text.parse::<f64>().is_ok() && text.contains('.')
}

/// `heute`, `heute + 14`, `today -30 days`: the days from today.
pub(crate) fn days_from_today(text: &str) -> Option<i32> {
    let start = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(start)?;
    if Word::parse(word) != Some(Word::Today) {
        return None;
    }
    let rest: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    if rest.is_empty() {
        return Some(0);
    }
    let digits = rest.trim_end_matches(char::is_alphabetic);
    let unit = rest.get(digits.len()..)?.to_lowercase();
    let is_days = ["", "tag", "tage", "tagen", "day", "days"].contains(&unit.as_str());
    let is_signed = digits.starts_with(['+', '-']);
    digits.parse().ok().filter(|_| is_days && is_signed)
}

/// A quoted item at the beginning, and what follows the comma behind it.
fn unquoted(rest: &str) -> Option<(Item, &str)> {
    let mut text = String::new();
    let mut inside = rest.strip_prefix('"')?;
    loop {
        let (before, after) = inside.split_once('"')?;
        text.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                text.push('"');
                inside = more;
            }
            None => {
                let after = after.trim_start();
                let after = if after.is_empty() { after } else { after.strip_prefix(',')? };
                return Some((Item { text, is_quoted: true }, after));
            }
        }
    }
}

fn find<T: Copy>(all: &[(T, Words)], word: &str) -> Option<T> {
    let wanted = word.trim().to_lowercase();
    let is_it =
        |words: &Words| words.0.iter().chain(words.1).any(|known| known.to_lowercase() == wanted);
    all.iter().find(|(_, words)| is_it(words)).map(|(what, _)| *what)
}

fn first<T: Copy + PartialEq>(all: &[(T, Words)], wanted: T, lang: &str) -> &'static str {
    let words = all.iter().find(|(what, _)| *what == wanted).map(|(_, words)| words);
    let words = words.map(|words| if lang == "en" { words.1 } else { words.0 });
    words.and_then(|words| words.first().copied()).unwrap_or_default()
}
