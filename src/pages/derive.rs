//! Makes everything that is derived from a page's revisions: its faces with names, links, facts
//! and audience. Pure: writes nothing, so that `rebuild` can call it for any page at any time.

use serde_json::Value;

use crate::access::{Face, audience};
use crate::german;
use crate::kinds::{self, Kind};
use crate::markdown;
use crate::store::faces::{Fact, Link, Name, NameSort, NewFace};
use crate::store::pages::{Content, Head, Revision};

/// The longest summary kept for lists, in characters.
const SUMMARY_CHARS_MAX: usize = 400;

/// The faces of a page: the one in force, and the one worked on where it is another revision.
pub fn faces(
    kind: Option<&Kind>,
    head: &Head,
    working: &Revision,
    released: Option<&Revision>,
) -> Vec<NewFace> {
    let mut faces = Vec::new();
    if let Some(released) = released {
        faces.push(face(kind, head, Face::Released, released));
    }
    if head.released != Some(working.number) {
        faces.push(face(kind, head, Face::Working, working));
    }
    faces
}

fn face(kind: Option<&Kind>, head: &Head, face: Face, revision: &Revision) -> NewFace {
    let content = &revision.content;
    let document = markdown::parse(&content.text);
    let author = head.created_by.as_deref();
    NewFace {
        page: head.id.clone(),
        face,
        revision: revision.number,
        space: head.space.id.clone(),
        kind: head.kind.clone(),
        title: content.title.clone(),
        title_sort: german::link_key(&content.title),
        code: text_field(content, "code").unwrap_or_default().to_owned(),
        status: content.status.clone(),
        summary: summary(content, &document),
        honesty: text_field(content, "honesty").unwrap_or_default().to_owned(),
        updated_at: revision.at,
        audience: audience(&head.space.standing, &head.visibility, face, author),
        names: names(content, &head.slug),
        links: links(&document),
        facts: kind.map(|it| facts(it, content)).unwrap_or_default(),
    }
}

/// The names links find a page by: title, code, abbreviation, other spellings, slug.
pub fn names(content: &Content, slug: &str) -> Vec<Name> {
    let mut named = vec![(NameSort::Title, content.title.as_str())];
    named.extend(text_field(content, "code").map(|it| (NameSort::Code, it)));
    named.extend(text_field(content, "abbreviation").map(|it| (NameSort::Abbreviation, it)));
    if let Some(Value::Array(aliases)) = content.fields.get("aliases") {
        named.extend(aliases.iter().filter_map(Value::as_str).map(|it| (NameSort::Alias, it)));
    }
    named.push((NameSort::Slug, slug));

    let mut names: Vec<Name> = Vec::new();
    for (what, name) in named {
        let key = german::link_key(name);
        // The strongest sort of a name comes first; the same key once more adds nothing.
        if !names.iter().any(|it| it.key == key) {
            names.push(Name { what, key, name: name.to_owned() });
        }
    }
    names
}

fn summary(content: &Content, document: &markdown::Document) -> String {
    let written = text_field(content, "summary").or_else(|| text_field(content, "definition"));
    let text = match written {
        Some(text) => text,
        None => document.first_sentence.as_str(),
    };
    text.chars().take(SUMMARY_CHARS_MAX).collect()
}

fn links(document: &markdown::Document) -> Vec<Link> {
    let needs = document.needs();
    let mut links: Vec<Link> =
        needs.links.iter().map(|it| Link { space: it.space.clone(), key: it.key() }).collect();
    links.sort();
    links.dedup();
    links
}

fn facts(kind: &Kind, content: &Content) -> Vec<Fact> {
    let facts = kinds::facts(kind, &content.fields).into_iter().map(|it| Fact {
        field: it.field,
        position: it.position,
        text: Some(it.text),
        number: it.number,
        day: it.day,
    });
    facts.collect()
}

fn text_field<'a>(content: &'a Content, field: &str) -> Option<&'a str> {
    content.fields.get(field).and_then(Value::as_str).filter(|it| !it.is_empty())
}
