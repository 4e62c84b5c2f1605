//! A page as programs see it: one shape for single pages, lists, revisions and past days.
//! Decides nothing about who may see what: it is made from what `reading` has given out.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::store::pages::{Head, Revision};
use crate::web::words;

/// A page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page {
    /// Its id, which never changes.
    #[schema(example = "01938e3c-7a6b-7c2e-9d4f-3b2a1c0d9e8f")]
    pub id: String,
    /// Its address on this server, beginning with `/`.
    #[schema(example = "/wiki/mitte/rueckruf-am-selben-tag")]
    pub url: String,
    /// The key of its space.
    pub space: String,
    /// The id of its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The last part of its address.
    pub slug: String,
    /// Its whole address within the space.
    pub path: String,
    /// The value of the life cycle of its kind; empty for kinds without one.
    pub status: String,
    /// Who may see it once it is in force.
    pub visibility: String,
    /// The number of the newest revision, which is also the entity tag.
    #[schema(minimum = 1)]
    pub revision: u32,
    /// The number of the revision in force, null while there is none.
    #[schema(minimum = 1)]
    pub released: Option<u32>,
    /// The values of the fields of its kind; see `/kinds/{kind}`.
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
    /// Values under keys its kind does not know.
    #[schema(value_type = Object)]
    pub extra: Map<String, Value>,
    /// Its text; lists leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub markdown: Option<String>,
    /// When what is shown was written.
    #[schema(format = DateTime)]
    pub updated_at: String,
    /// Who wrote it; null for callers who may not edit the page, and for seed pages.
    pub updated_by: Option<String>,
}

impl Page {
    /// The page with what a revision of it holds; `names` are those the caller may know.
    pub fn of(head: &Head, revision: Revision, names: &HashMap<String, String>) -> Self {
        let content = revision.content;
        Self {
            id: head.id.clone(),
            url: head.url(),
            space: head.space.key().to_owned(),
            kind: head.kind.clone(),
            title: content.title,
            slug: head.slug.clone(),
            path: head.path.clone(),
            status: content.status,
            visibility: head.visibility.clone(),
            revision: head.working,
            released: head.released,
            fields: content.fields,
            extra: content.extra,
            markdown: Some(content.text),
            updated_at: words::moment_iso(revision.at),
            updated_by: revision.account.as_ref().and_then(|it| names.get(it)).cloned(),
        }
    }

    /// The same page as it stood with this revision.
    #[must_use]
    pub fn at_revision(self, revision: u32) -> Self {
        Self { revision, released: self.released.filter(|it| *it <= revision), ..self }
    }
}
