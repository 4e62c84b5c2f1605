//! What a revision holds, as acts handle it: made from a draft, compared, and given a hash.
//! Stores nothing.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::Draft;
use crate::store::pages::Content;

pub(super) fn content_of(draft: &Draft, status: &str) -> Content {
    Content {
        title: draft.title.clone(),
        status: status.to_owned(),
        fields: draft.fields.clone(),
        extra: draft.extra.clone(),
        text: draft.text.clone(),
    }
}

/// Whether two contents are the same for a reader; the order of keys is not.
pub(super) fn same(one: &Content, other: &Content) -> bool {
    one.title == other.title
        && one.status == other.status
        && one.text == other.text
        && crate::kinds::same(&one.fields, &other.fields)
        && crate::kinds::same(&one.extra, &other.extra)
}

pub(super) fn content_hash(content: &Content) -> String {
    let whole = json!([content.title, content.status, content.fields, content.extra, content.text]);
    Sha256::digest(whole.to_string().as_bytes()).iter().map(|it| format!("{it:02x}")).collect()
}
