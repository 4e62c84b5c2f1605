//! Lists in seed pages that are asked for when the page is read.
//! Deliberately not here: answering them for readers; that is tested over HTTP.

use qm_wiki::kinds::{Kinds, Query, Test, Wanted, facts};

use super::{SeedPage, none, seed};
use crate::shipped;

/// How a block begins that asks for a list.
const FENCE: &str = "```abfrage\n";

#[test]
fn every_list_can_be_asked_for() {
    let kinds = shipped();
    let mut found = Vec::new();
    let mut count = 0;
    for page in seed(&kinds) {
        for block in blocks(&page.body) {
            let (query, problems) = Query::read_block(block, &kinds);
            count += 1;
            found.extend(problems.iter().map(|it| format!("{}: {it:?}\n{block}", page.file)));
            if query.kinds.is_empty() && query.records.is_none() || !query.unread.is_empty() {
                found.push(format!("{}: lists anything\n{block}", page.file));
            }
        }
    }
    none(found);
    assert!(count >= 20, "only {count} lists");
}

#[test]
fn every_list_says_before_it_what_belongs_there() {
    let kinds = shipped();
    let mut found = Vec::new();
    for page in seed(&kinds) {
        for (at, _) in page.body.match_indices(FENCE) {
            let before = page.body.split_at(at).0.trim_end().lines().next_back().unwrap_or("");
            if before.is_empty() || before.starts_with('#') || before.starts_with("```") {
                found.push(format!("{}: {before}", page.file));
            }
        }
    }
    none(found);
}

/// The questions a page asks.
pub fn queries(page: &SeedPage, kinds: &Kinds) -> Vec<Query> {
    blocks(&page.body).into_iter().map(|block| Query::read_block(block, kinds).0).collect()
}

/// Whether a page stands in the answer, as far as kind, space, status and plain values tell.
pub fn lists(query: &Query, page: &SeedPage, kinds: &Kinds) -> bool {
    let is_in = |wanted: &[String], value: &String| wanted.is_empty() || wanted.contains(value);
    let facts = facts(page.kind(kinds), &page.fields);
    let fits = |field: &str, test: &Test| match test {
        Test::Is(wanted) => facts
            .iter()
            .any(|fact| fact.field == field && wanted.contains(&Wanted::Text(fact.text.clone()))),
        Test::Empty => !facts.iter().any(|fact| fact.field == field),
        Test::Filled => facts.iter().any(|fact| fact.field == field),
        Test::Before(_) | Test::After(_) | Test::Contains(_) => false,
    };
    query.records.is_none()
        && query.kinds.contains(&page.kind)
        && is_in(&query.spaces, &page.space)
        && is_in(&query.statuses, &page.status)
        && query.districts.is_empty()
        && query.filters.iter().all(|it| fits(&it.field, &it.test))
}

fn blocks(body: &str) -> Vec<&str> {
    let after = body.split(FENCE).skip(1);
    after.map(|it| it.split_once("```").map_or(it, |(block, _)| block)).collect()
}
