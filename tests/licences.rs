//! Holds what `deny.toml` says of licences and banned crates, where cargo-deny is not at hand.
//! Deliberately reads no licence texts: it trusts what each crate declares.

#![allow(clippy::expect_used, clippy::unwrap_used)] // A test may fail by panicking.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// Each platform the wiki is built for counts, but no other.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

#[derive(Deserialize)]
struct Rules {
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    allow: BTreeSet<String>,
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    license: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

#[test]
fn every_crate_that_is_built_in_may_be() {
    let rules = rules();
    let declared = built_in();
    assert!(declared.len() > 100, "the whole tree is read");

    let offending: Vec<String> = declared
        .iter()
        .filter(|(name, licence)| !may_be_built_in(&rules.licenses, name, licence))
        .map(|(name, licence)| format!("{name}: {licence}"))
        .collect();
    assert!(offending.is_empty(), "not in deny.toml:\n{}\n", offending.join("\n"));
}

#[test]
fn no_exception_outlives_its_crate() {
    let declared = built_in();
    let rules = rules();
    let stale: Vec<&str> = rules
        .licenses
        .exceptions
        .iter()
        .map(|exception| exception.name.as_str())
        .filter(|name| !declared.contains_key(*name))
        .collect();
    assert_eq!(stale, [""; 0], "in deny.toml, but not built in");
}

#[test]
fn no_banned_crate_is_built_in() {
    let declared = built_in();
    let banned = rules().bans.deny;
    let found: Vec<_> = banned.iter().filter(|it| declared.contains_key(&it.name)).collect();
    assert!(found.is_empty(), "{:?}", found.iter().map(|it| &it.name).collect::<Vec<_>>());
}

#[test]
fn an_expression_is_read_as_spdx_means_it() {
    let allow = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned).into();
    let licences = Licences { allow, exceptions: Vec::new() };
    for (expression, may) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-2.0-only OR Apache-2.0", true),
        ("GPL-2.0-only AND Apache-2.0", false),
        ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
        ("MIT AND (GPL-3.0 OR BSL-1.0)", false),
        ("MIT/Apache-2.0", true),
        ("Apache-2.0 WITH LLVM-exception", false),
        ("", false),
    ] {
        assert_eq!(may_be_built_in(&licences, "a-crate", expression), may, "{expression}");
    }
}

fn rules() -> Rules {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Name and declared licence of every crate in the tree of the program, its build and its tests.
fn built_in() -> BTreeMap<String, String> {
    let answer = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", PLATFORM])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let problem = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{problem}");

    let metadata: Metadata = serde_json::from_slice(&answer.stdout).unwrap();
    let used: BTreeSet<String> = metadata.resolve.nodes.into_iter().map(|node| node.id).collect();
    metadata
        .packages
        .into_iter()
        .filter(|package| used.contains(&package.id))
        .map(|package| (package.name, package.license.unwrap_or_default()))
        .collect()
}

fn may_be_built_in(licences: &Licences, name: &str, expression: &str) -> bool {
    let exception = licences.exceptions.iter().find(|exception| exception.name == name);
    let allowed =
        |id: &str| licences.allow.contains(id) || exception.is_some_and(|it| it.allow.contains(id));
    let plain = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = plain.split_whitespace().collect::<Vec<_>>();
    words.reverse();
    any_of(&mut words, &allowed)
}

/// `a OR b`, where both sides may be joined by `AND`. Takes what it reads off the end.
fn any_of(words: &mut Vec<&str>, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut may = all_of(words, allowed);
    while words.pop_if(|word| *word == "OR").is_some() {
        may |= all_of(words, allowed);
    }
    may
}

fn all_of(words: &mut Vec<&str>, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut may = one(words, allowed);
    while words.pop_if(|word| *word == "AND").is_some() {
        may &= one(words, allowed);
    }
    may
}

/// A licence, or an expression in brackets.
fn one(words: &mut Vec<&str>, allowed: &dyn Fn(&str) -> bool) -> bool {
    let Some(first) = words.pop() else {
        return false;
    };
    if first == "(" {
        let may = any_of(words, allowed);
        words.pop();
        return may;
    }
    if words.pop_if(|word| *word == "WITH").is_some() {
        let exception = words.pop().unwrap_or_default();
        return allowed(&format!("{first} WITH {exception}"));
    }
    allowed(first)
}
