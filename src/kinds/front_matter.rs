//! The YAML block at the head of a page file: finding it, reading it, writing it.
//! Knows nothing of kinds; what the values mean is decided by the kind that reads them.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Map;
use serde_json::Number;
use serde_json::Value;
use serde_saphyr::Error;
use serde_saphyr::Spanned;

use super::Problem;

/// The keys that speak of the page and not of a field of its kind.
pub const RESERVED: [&str; 10] = [
    "id",
    "kind",
    "title",
    "slug",
    "space",
    "parent",
    "status",
    "visibility",
    "change_note",
    "attachments",
];

/// The longest block that is read, in bytes.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;

/// Why a block could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatterProblem {
    /// The line of the file, counted from 1; the opening `---` is line 1.
    pub line: usize,
    /// The id of the message.
    pub code: &'static str,
}

impl From<FrontMatterProblem> for Problem {
    fn from(problem: FrontMatterProblem) -> Self {
        let nowhere = Self { field: None, code: problem.code.to_owned(), args: Default::default() };
        nowhere.with("line", problem.line)
    }
}

/// The block and the text after it. There is a block only if the first line is `---` and a later
/// one closes it; one empty line after the block belongs to neither.
pub fn split(text: &str) -> (Option<&str>, &str) {
    let whole = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(after_opening) = strip_line(whole, |line| line == "---") else {
        return (None, whole);
    };
    let mut rest = after_opening;
    loop {
        if let Some(body) = strip_line(rest, |line| matches!(line, "---" | "...")) {
            let yaml_length = after_opening.len() - rest.len();
            let yaml = after_opening.get(..yaml_length).unwrap_or_default();
            return (Some(yaml), strip_line(body, str::is_empty).unwrap_or(body));
        }
        match rest.split_once('\n') {
            Some((_, next)) => rest = next,
            None => return (None, whole),
        }
    }
}

/// Reads a block. Nesting, size and the use of anchors are limited, no key may occur twice.
///
/// Numbers keep their spelling where it says more than the number: `4.10` stays `4.10`.
///
/// # Errors
/// What is wrong, with the line of the file.
pub fn read(yaml: &str) -> Result<Map<String, Value>, FrontMatterProblem> {
    if yaml.len() > BYTES_MAX {
        return Err(FrontMatterProblem { line: 1, code: "problem-front-matter-too-large" });
    }
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: 16,
            max_nodes: 50_000,
            max_events: 200_000,
            max_aliases: 100,
            max_anchors: 100,
            max_documents: 1,
            max_total_scalar_bytes: BYTES_MAX,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 10_000,
            max_replay_stack_depth: 8,
        },
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    // A block of comments alone is an empty one.
    let node = serde_saphyr::from_str_with_options::<Option<Spanned<Node>>>(yaml, options)
        .map_err(|error| told(&error))?;
    match node.map(|node| (node.referenced.line(), node.value.into_json(yaml))) {
        None | Some((_, Value::Null)) => Ok(Map::new()),
        Some((_, Value::Object(values))) => Ok(values),
        Some((line, _)) => {
            let line = line_of_file(line);
            Err(FrontMatterProblem { line, code: "problem-front-matter-not-a-map" })
        }
    }
}

/// A page file with this block and text. Reading it gives the same values and the same text.
pub fn write(values: &Map<String, Value>, body: &str) -> String {
    if values.is_empty() && split(body) == (None, body) {
        return body.to_owned();
    }
    let yaml = if values.is_empty() { String::new() } else { to_yaml(values) };
    let line_end = if yaml.is_empty() || yaml.ends_with('\n') { "" } else { "\n" };
    format!("---\n{yaml}{line_end}---\n\n{body}")
}

/// The reserved values and the others, each in their order.
pub fn split_reserved(values: Map<String, Value>) -> (Map<String, Value>, Map<String, Value>) {
    values.into_iter().partition(|(key, _)| RESERVED.contains(&key.as_str()))
}

/// The text after the first line, if the first line is as wanted (blanks at its end do not count).
fn strip_line(text: &str, wanted: impl Fn(&str) -> bool) -> Option<&str> {
    if text.is_empty() {
        return None;
    }
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    wanted(line.trim_end_matches(['\r', ' ', '\t'])).then_some(rest)
}

fn to_yaml(values: &Map<String, Value>) -> String {
    let options = serde_saphyr::ser_options! {
        // One line of a text stays one line of the file, so that a comparison shows what changed.
        folded_wrap_chars: usize::MAX,
    };
    serde_saphyr::to_string_with_options(values, options)
        .ok()
        .filter(|yaml| read(yaml).as_ref() == Ok(values))
        // JSON is YAML too: less pleasant to read, and exact.
        .unwrap_or_else(|| serde_json::to_string_pretty(values).unwrap_or_default())
}

fn told(error: &Error) -> FrontMatterProblem {
    let error = error.without_snippet();
    let line = error.location().map_or(0, |location| location.line());
    let cause = match error {
        Error::AliasError { error, .. } => error.without_snippet(),
        other => other,
    };
    let code = match cause {
        Error::DuplicateMappingKey { .. } => "problem-front-matter-duplicate-key",
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => "problem-front-matter-too-large",
        _ => "problem-front-matter-syntax",
    };
    FrontMatterProblem { line: line_of_file(line), code }
}

/// A line of the block as a line of the file.
fn line_of_file(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX).saturating_add(1)
}

/// A YAML node that still knows where it stands.
enum Node {
    Scalar(Value),
    List(Vec<Spanned<Node>>),
    Map(Vec<(String, Spanned<Node>)>),
}

impl Node {
    fn into_json(self, yaml: &str) -> Value {
        match self {
            Self::Scalar(value) => value,
            Self::List(items) => {
                Value::Array(items.into_iter().map(|item| spanned_json(item, yaml)).collect())
            }
            Self::Map(entries) => Value::Object(
                entries.into_iter().map(|(key, value)| (key, spanned_json(value, yaml))).collect(),
            ),
        }
    }
}

fn spanned_json(node: Spanned<Node>, yaml: &str) -> Value {
    let span = node.defined.span();
    let value = node.value.into_json(yaml);
    let Value::Number(number) = &value else {
        return value;
    };
    let spelling = || {
        let start = usize::try_from(span.byte_offset()?).ok()?;
        let length = usize::try_from(span.len()).ok()?;
        // The spelling of a number has no letter longer than a byte, so characters are bytes.
        yaml.get(start..start.checked_add(length)?)
    };
    match spelling() {
        Some(spelling) if says_more(spelling, number) => Value::from(spelling),
        _ => value,
    }
}

/// Whether the spelling of a number would be lost: trailing zeros, a plus sign, another base.
/// A number with exponent, and one that would be read as grouped thousands, stays a number.
fn says_more(spelling: &str, number: &Number) -> bool {
    let is_number_like =
        spelling.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let has_exponent = spelling.contains(['e', 'E']) && !spelling.starts_with("0x");
    let is_same_when_typed = || match super::parse_number(spelling) {
        Some(typed) => typed.as_f64() == number.as_f64(),
        None => true,
    };
    is_number_like && !has_exponent && spelling != number.to_string() && is_same_when_typed()
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Bool(yes)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Scalar(Value::from(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Scalar(Value::from(number)))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Node, E> {
        Ok(Node::Scalar(Value::from(number.to_string())))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Node, E> {
        Ok(Node::Scalar(Value::from(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Scalar(Value::from(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Scalar(Value::from(text)))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Node, D::Error> {
        Node::deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read_object(yaml: &str) -> Value {
        Value::Object(read(yaml).unwrap())
    }

    #[test]
    fn a_block_stands_at_the_very_beginning() {
        assert_eq!(split("---\na: 1\n---\n\nText"), (Some("a: 1\n"), "Text"));
        assert_eq!(split("\u{feff}---\r\na: 1\r\n---\r\n\r\nText"), (Some("a: 1\r\n"), "Text"));
        assert_eq!(split("--- \na: 1\n...\nText"), (Some("a: 1\n"), "Text"));
        assert_eq!(split("---\n---\n"), (Some(""), ""));
        assert_eq!(split("---\n---"), (Some(""), ""));
        assert_eq!(split("---\n---\n\n\nText"), (Some(""), "\nText"));
    }

    #[test]
    fn text_before_it_or_a_missing_end_means_no_block() {
        for text in [
            "",
            "Text",
            "Text\n---\na: 1\n---\n",
            "\n---\na: 1\n---\n",
            "---\na: 1\n",
            "---",
            "----\na\n----\n",
            "---\n  ---\n",
        ] {
            assert_eq!(split(text), (None, text), "{text:?}");
        }
    }

    #[test]
    fn values_come_as_written() {
        let yaml = "title: Standard 4.10\nsection: 4.10\ncode: 007\ncount: 12\nshare: 0.5\nyes: ja\n\
                    no: no\nday: 2026-12-12\nempty:\nlist: [a, 'b']\nrows:\n- text: 'T'\n  no: 1\n";
        assert_eq!(
            read_object(yaml),
            json!({
                "title": "Standard 4.10", "section": "4.10", "code": "007", "count": 12, "share": 0.5,
                "yes": "ja", "no": "no", "day": "2026-12-12", "empty": null, "list": ["a", "b"],
                "rows": [{ "text": "T", "no": 1 }],
            })
        );
    }

    #[test]
    fn a_number_after_umlauts_keeps_its_own_spelling() {
        assert_eq!(
            read_object("ä: 'öü'\nn: 1.50\nm: 'ß'\n"),
            json!({ "ä": "öü", "n": "1.50", "m": "ß" })
        );
    }

    #[test]
    fn an_empty_block_has_no_values() {
        for yaml in ["", "\n", "# nur ein Kommentar\n", "{}\n", "~\n"] {
            assert_eq!(read_object(yaml), json!({}), "{yaml:?}");
        }
    }

    #[test]
    fn mistakes_are_told_with_the_line_of_the_file() {
        let problem = |yaml: &str| {
            let problem = read(yaml).unwrap_err();
            (problem.line, problem.code.strip_prefix("problem-front-matter-").unwrap())
        };
        assert_eq!(problem("a: 1\nb: [1\nc: 2\n").1, "syntax");
        assert_eq!(problem("a: 1\nb: 2\na: 3\n"), (4, "duplicate-key"));
        assert_eq!(problem("a:\n  b: 1\n  b: 2\n"), (4, "duplicate-key"));
        assert_eq!(problem("- a\n- b\n"), (2, "not-a-map"));
        assert_eq!(problem("nur Text\n"), (2, "not-a-map"));
        assert_eq!(problem(&"[".repeat(100_000)).1, "syntax");
        assert_eq!(problem(&format!("a: {}{}", "[".repeat(40), "]".repeat(40))).1, "too-large");
        assert_eq!(problem(&"#".repeat(BYTES_MAX + 1)), (1, "too-large"));
    }

    #[test]
    fn a_few_anchors_that_unfold_to_millions_are_refused() {
        let mut yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let before = format!("*a{}", level - 1);
            let row = vec![before; 10].join(", ");
            yaml.push_str(&format!("a{level}: &a{level} [{row}]\n"));
        }
        assert_eq!(read(&yaml).unwrap_err().code, "problem-front-matter-too-large");
    }

    #[test]
    fn an_anchor_used_twice_is_read_twice() {
        assert_eq!(read_object("a: &x [1.10]\nb: *x\n"), json!({ "a": ["1.10"], "b": ["1.10"] }));
    }

    #[test]
    fn a_written_file_is_pleasant_to_read() {
        let values = json!({
            "title": "Qualitätszirkel: der Einstieg", "summary": "Eine Zeile",
            "problem": "Absatz eins\n\nAbsatz zwei", "tags": ["moderation"],
            "statements": [{ "id": "s1", "text": "T", "is_minimum": true }],
        });
        let written = write(values.as_object().unwrap(), "# Text\n");
        assert_eq!(
            written,
            "---\ntitle: \"Qualitätszirkel: der Einstieg\"\nsummary: Eine Zeile\n\
            problem: |-\n  Absatz eins\n\n  Absatz zwei\ntags:\n- moderation\nstatements:\n- id: s1\n  \
            text: T\n  is_minimum: true\n---\n\n# Text\n"
        );
    }

    #[test]
    fn a_text_without_values_is_written_as_it_is_unless_it_looks_like_a_block() {
        assert_eq!(write(&Map::new(), "# Text"), "# Text");
        let body = "---\na: 1\n---\nText";
        assert_eq!(split(&write(&Map::new(), body)), (Some(""), body));
    }

    #[test]
    fn reserved_keys_are_told_from_fields() {
        let values = read("title: T\nsummary: S\nspace: mitte\n").unwrap();
        let (head, fields) = split_reserved(values);
        assert_eq!(head.keys().collect::<Vec<_>>(), ["title", "space"]);
        assert_eq!(fields.keys().collect::<Vec<_>>(), ["summary"]);
    }

    /// Strings that are hard on YAML.
    fn hard_text() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\PC{0,20}",
            "[ \n\t:#'\"|>&*!%@`{}\\[\\],?~.0-9a-zäß-]{0,20}",
            Just("---".to_owned()),
            Just("a\n---\nb\n".to_owned()),
            Just("\n\n x\n".to_owned()),
            Just("null".to_owned()),
            Just("1.50".to_owned()),
            Just("0x1F".to_owned()),
            Just("2026-12-12".to_owned()),
        ]
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            proptest::num::f64::NORMAL.prop_map(Value::from),
            (-9999_i32..9999).prop_map(|number| Value::from(f64::from(number) / 100.0)),
            hard_text().prop_map(Value::from),
            Just(Value::Null),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                proptest::collection::vec((hard_text(), inner), 0..4)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_same(
            entries in proptest::collection::vec((hard_text(), any_value()), 0..6),
            body in prop_oneof!["\\PC{0,30}", "[-\n\r a.]{0,12}"],
        ) {
            let values: Map<_, _> = entries.into_iter().collect();
            let file = write(&values, &body);
            let (yaml, rest) = split(&file);
            prop_assert_eq!(rest, body.strip_prefix('\u{feff}').unwrap_or(&body));
            let again = yaml.map_or(Ok(Map::new()), read);
            prop_assert_eq!(again.as_ref(), Ok(&values));
            let order = |map: &Map<String, Value>| map.keys().cloned().collect::<Vec<_>>();
            prop_assert_eq!(order(&again.unwrap()), order(&values));
        }

        #[test]
        fn no_text_brings_the_reader_down(text in "(?s)[-:\\[\\]{}&*|>'\"#\n a-c0-9.]{0,80}") {
            let (yaml, _) = split(&text);
            let _ = read(yaml.unwrap_or(&text));
        }
    }
}
