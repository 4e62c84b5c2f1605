//! Makes everything that is derived from a page's revisions: its faces with names, links, facts
//! and audience. Pure: writes nothing, so that `rebuild` can call it for any page at any time.

use std::collections::HashSet;

use serde_json::Value;

use crate::access::{Face, audience};
use crate::german;
use crate::kinds::{self, FieldType, Fields, Kind, Role};
use crate::markdown::{self, LinkTarget};
use crate::store::addresses::FormerName;
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
    let content = &in_current_form(kind, revision.content.clone());
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
        code: text(kind, content, Role::Code).unwrap_or_default().to_owned(),
        status: content.status.clone(),
        summary: summary(kind, content, &document),
        honesty: text(kind, content, Role::Honesty).unwrap_or_default().to_owned(),
        updated_at: revision.at,
        audience: audience(&head.space.standing, &head.visibility, face, author),
        names: names(kind, content, &head.slug),
        links: links(&links_of(kind, &content.fields, &document)),
        facts: kind.map(|it| facts(it, content)).unwrap_or_default(),
    }
}

/// What a revision holds as its kind sees it today: values under today's ids, whichever version of
/// the kind wrote them. What is stored stays as it was written.
pub fn in_current_form(kind: Option<&Kind>, content: Content) -> Content {
    let Some(kind) = kind else { return content };
    let (fields, extra) = kind.in_current_form(&content.fields, &content.extra);
    Content { fields, extra, ..content }
}

/// The names links find a page by: title, code, abbreviation, other spellings, slug.
pub fn names(kind: Option<&Kind>, content: &Content, slug: &str) -> Vec<Name> {
    let mut named = vec![(NameSort::Title, content.title.as_str())];
    let roles = [
        (Role::Code, NameSort::Code),
        (Role::Abbreviation, NameSort::Abbreviation),
        (Role::Name, NameSort::Alias),
    ];
    for (role, sort) in roles {
        named.extend(texts(kind, content, role).map(|it| (sort, it)));
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

/// Adds the names a page had, weaker than any it has; readers learn only those they ever knew.
pub fn add_former(face: &mut NewFace, former: &[FormerName]) {
    for one in former {
        let is_known = face.face == Face::Working || one.was_in_force;
        if is_known && !face.names.iter().any(|it| it.key == one.key) {
            let (what, key) = (NameSort::Former, one.key.clone());
            face.names.push(Name { what, key, name: one.name.clone() });
        }
    }
}

fn summary(kind: Option<&Kind>, content: &Content, document: &markdown::Document) -> String {
    let written = text(kind, content, Role::Summary);
    let text = match written {
        Some(text) => text,
        None => document.first_sentence.as_str(),
    };
    text.chars().take(SUMMARY_CHARS_MAX).collect()
}

/// The pages that a text links to and that fields name.
pub fn links_of(
    kind: Option<&Kind>,
    fields: &Fields,
    document: &markdown::Document,
) -> Vec<LinkTarget> {
    let mut links = document.needs().links;
    for field in kind.into_iter().flat_map(|it| &it.fields) {
        let Some(value) = fields.get(&field.id) else { continue };
        add_links(&field.r#type, value, &mut links);
        let Value::Array(rows) = value else { continue };
        for column in field.columns() {
            let cells = rows.iter().filter_map(|row| row.get(&column.id));
            cells.for_each(|cell| add_links(&column.r#type, cell, &mut links));
        }
    }
    links
}

fn add_links(field_type: &FieldType, value: &Value, links: &mut Vec<LinkTarget>) {
    match (field_type, value) {
        (FieldType::Markdown, Value::String(text)) => {
            links.extend(markdown::parse(text).needs().links);
        }
        (FieldType::Pages { .. }, Value::Array(names)) => {
            links.extend(names.iter().filter_map(Value::as_str).filter_map(LinkTarget::read));
        }
        _ => {}
    }
}

/// Each page a face leads to once, by the first of the names it is given.
fn links(targets: &[LinkTarget]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut seen = HashSet::new();
    for target in targets {
        let key = target.key();
        // A link to a heading of the same page leads to no page.
        if !key.is_empty() && seen.insert((target.space.clone(), key.clone())) {
            links.push(Link { space: target.space.clone(), key, name: target.page.clone() });
        }
    }
    links
}

fn facts(kind: &Kind, content: &Content) -> Vec<Fact> {
    kinds::facts(kind, &content.fields).into_iter().map(stored_fact).collect()
}

/// A fact as it is stored, with its place in a register.
pub(super) fn stored_fact(fact: kinds::Fact) -> Fact {
    Fact {
        field: fact.field,
        position: fact.position,
        sort_key: Some(german::link_key(&fact.text)),
        text: Some(fact.text),
        number: fact.number,
        day: fact.day,
    }
}

/// The first filled text in a field of this role.
fn text<'a>(kind: Option<&Kind>, content: &'a Content, role: Role) -> Option<&'a str> {
    kind?.text_with_role(role, &content.fields)
}

/// All texts in fields of this role, entries of lists one by one.
fn texts<'a>(
    kind: Option<&'a Kind>,
    content: &'a Content,
    role: Role,
) -> impl Iterator<Item = &'a str> {
    let fields = kind.into_iter().flat_map(move |it| it.with_role(role));
    let values = fields.filter_map(|field| content.fields.get(&field.id));
    let texts = values.flat_map(|value| match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect::<Vec<_>>(),
    });
    texts.filter(|it| !it.is_empty())
}
