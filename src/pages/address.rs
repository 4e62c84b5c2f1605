//! Finds the address of a new page: the slug of its title, with a number where somebody has it
//! already. Moves and renames nothing.

use super::RESERVED_SLUGS;
use crate::db::Txn;
use crate::error::Result;
use crate::store::pages::Head;
use crate::store::spaces::Space;
use crate::store::{self, new_id};

/// How many numbers are tried behind a taken slug.
const SLUG_TRIES: u32 = 200;

/// An address nobody has: the slug itself, or the slug with a number.
pub(super) async fn free_address(
    txn: &Txn,
    space: &Space,
    parent: Option<&Head>,
    slug: &str,
) -> Result<(String, String)> {
    let in_parent = |slug: &str| match parent {
        Some(parent) => format!("{}/{slug}", parent.path),
        None => slug.to_owned(),
    };
    let numbered = (2..SLUG_TRIES).map(|number| format!("{slug}-{number}"));
    let wanted: Vec<String> = std::iter::once(slug.to_owned())
        .filter(|it| !RESERVED_SLUGS.contains(&it.as_str()))
        .chain(numbered)
        .collect();
    let first = wanted.first().map(|it| in_parent(it)).unwrap_or_default();
    // Nearly always the first is free, so only then are two hundred looked up.
    let mut taken = store::pages::taken_paths(txn, space, std::slice::from_ref(&first)).await?;
    if !taken.is_empty() {
        let paths: Vec<String> = wanted.iter().map(|it| in_parent(it)).collect();
        taken = store::pages::taken_paths(txn, space, &paths).await?;
    }
    let free = wanted.into_iter().map(|slug| (in_parent(&slug), slug));
    let free = free.into_iter().find(|(path, _)| !taken.contains(path));
    match free {
        Some((path, slug)) => Ok((slug, path)),
        // So many pages of one name: the id is unique for sure.
        None => {
            let slug = format!("{slug}-{}", new_id());
            Ok((slug.clone(), in_parent(&slug)))
        }
    }
}
