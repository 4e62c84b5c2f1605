//! Brings two edits of the same revision together: title and fields by key, text by line.
//! Never throws anybody's words away: what does not fit together is named, not decided.

use serde_json::{Map, Value};

use crate::kinds::{self, Kind};
use crate::store::pages::Content;

/// Beyond this many lines a text is not merged line by line; comparing gets too dear.
const LINES_MAX: usize = 50_000;

/// A part of a page that two people changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// A field.
    Field(String),
    /// The Markdown.
    Text,
}

/// Two edits brought together. In parts that conflict the content is mine.
#[derive(Clone, Debug)]
pub struct Merged {
    /// What came out.
    pub content: Content,
    /// Where it takes a person to decide.
    pub conflicts: Vec<Part>,
}

/// Brings `mine` and `theirs`, both made from `base`, together. The status is theirs: an edit
/// does not change it.
pub fn merge(kind: Option<&Kind>, base: &Content, mine: &Content, theirs: &Content) -> Merged {
    let mut conflicts = Vec::new();
    let title = match one(&base.title, &mine.title, &theirs.title) {
        Some(title) => title,
        None => {
            conflicts.push(Part::Title);
            mine.title.clone()
        }
    };
    let (fields, in_conflict) = fields(kind, &base.fields, &mine.fields, &theirs.fields);
    conflicts.extend(in_conflict.into_iter().map(Part::Field));
    let (extra, in_conflict) = fields_by_key(&base.extra, &mine.extra, &theirs.extra);
    conflicts.extend(in_conflict.into_iter().map(Part::Field));
    let text = match text(&base.text, &mine.text, &theirs.text) {
        Some(text) => text,
        None => {
            conflicts.push(Part::Text);
            mine.text.clone()
        }
    };
    let content = Content { title, status: theirs.status.clone(), fields, extra, text };
    Merged { content, conflicts }
}

/// The value both sides agree on, or the one that changed.
fn one<T: PartialEq + Clone>(base: &T, mine: &T, theirs: &T) -> Option<T> {
    if mine == theirs || theirs == base {
        return Some(mine.clone());
    }
    (mine == base).then(|| theirs.clone())
}

fn text(base: &str, mine: &str, theirs: &str) -> Option<String> {
    if let Some(text) = one(&base, &mine, &theirs) {
        return Some(text.to_owned());
    }
    let is_long = [base, mine, theirs].iter().any(|it| it.lines().count() > LINES_MAX);
    if is_long {
        return None;
    }
    diffy::merge(base, mine, theirs).ok()
}

type Fields = Map<String, Value>;

/// With its kind, a table comes together row by row; without, a field is one value.
fn fields(
    kind: Option<&Kind>,
    base: &Fields,
    mine: &Fields,
    theirs: &Fields,
) -> (Fields, Vec<String>) {
    let Some(kind) = kind else {
        return fields_by_key(base, mine, theirs);
    };
    let in_conflict = match kinds::merge(kind, base, mine, theirs) {
        Ok(fields) => return (fields, Vec::new()),
        Err(in_conflict) => in_conflict,
    };
    let without = |fields: &Fields| -> Fields {
        let kept = fields.iter().filter(|(key, _)| !in_conflict.contains(key));
        kept.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    let rest = kinds::merge(kind, &without(base), &without(mine), &without(theirs));
    let mut fields = rest.unwrap_or_else(|_| without(mine));
    for key in &in_conflict {
        if let Some(value) = mine.get(key) {
            fields.insert(key.clone(), value.clone());
        }
    }
    (fields, in_conflict)
}

fn fields_by_key(base: &Fields, mine: &Fields, theirs: &Fields) -> (Fields, Vec<String>) {
    let mut keys: Vec<&String> = mine.keys().chain(theirs.keys()).collect();
    keys.sort();
    keys.dedup();
    let (mut merged, mut in_conflict) = (Fields::new(), Vec::new());
    for key in keys {
        let value = match one(&base.get(key), &mine.get(key), &theirs.get(key)) {
            Some(value) => value,
            None => {
                in_conflict.push(key.clone());
                mine.get(key)
            }
        };
        if let Some(value) = value {
            merged.insert(key.clone(), value.clone());
        }
    }
    (merged, in_conflict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(title: &str, text: &str) -> Content {
        Content {
            title: title.into(),
            status: "freigegeben".into(),
            fields: Map::new(),
            extra: Map::new(),
            text: text.into(),
        }
    }

    #[test]
    fn edits_of_different_paragraphs_come_together() {
        let base = content("T", "eins\n\nzwei\n\ndrei\n");
        let mine = content("T", "EINS\n\nzwei\n\ndrei\n");
        let theirs = content("T", "eins\n\nzwei\n\nDREI\n");

        let merged = merge(None, &base, &mine, &theirs);

        assert!(merged.conflicts.is_empty());
        assert_eq!(merged.content.text, "EINS\n\nzwei\n\nDREI\n");
    }

    #[test]
    fn edits_of_the_same_line_are_left_to_people() {
        let base = content("T", "eins\n");

        let merged = merge(None, &base, &content("T", "meins\n"), &content("T", "deins\n"));

        assert_eq!(merged.conflicts, [Part::Text]);
        assert_eq!(merged.content.text, "meins\n");
    }

    #[test]
    fn the_same_edit_made_twice_is_no_conflict() {
        let base = content("T", "eins\n");

        let merged = merge(None, &base, &content("U", "zwei\n"), &content("U", "zwei\n"));

        assert!(merged.conflicts.is_empty());
        assert_eq!(merged.content.title, "U");
    }

    #[test]
    fn a_field_changed_by_one_side_keeps_that_change() {
        let with = |value: &str| {
            let mut content = content("T", "");
            content.fields.insert("summary".into(), value.into());
            content
        };

        let merged = merge(None, &with("alt"), &with("alt"), &with("neu"));

        assert!(merged.conflicts.is_empty());
        assert_eq!(merged.content.fields["summary"], "neu");
    }

    #[test]
    fn a_field_changed_by_both_sides_is_named() {
        let with = |value: &str| {
            let mut content = content("T", "");
            content.fields.insert("summary".into(), value.into());
            content.fields.insert("code".into(), "FM-1".into());
            content
        };

        let merged = merge(None, &with("alt"), &with("meins"), &with("deins"));

        assert_eq!(merged.conflicts, [Part::Field("summary".into())]);
        assert_eq!(merged.content.fields["summary"], "meins");
        assert_eq!(merged.content.fields["code"], "FM-1");
    }
}
