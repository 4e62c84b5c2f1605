//! Where seed pages lead: to each other, and to the official texts of the law.
//! Deliberately not here: whether an outside address answers; tests stay at home.

use std::collections::{BTreeMap, BTreeSet};

use qm_wiki::german;
use qm_wiki::kinds::{FieldType, Kinds, Role};
use qm_wiki::markdown::{self, LinkTarget};

use super::{SeedPage, lists, none, seed};
use crate::shipped;

/// Links that lead nowhere on purpose, each with the file it stands in. The reference of the
/// source that has no entry there (Dienstleistungsqualität → Qualitätsmerkmale) got one here.
const DELIBERATELY_BROKEN: [(&str, &str); 0] = [];
/// Pages the frame of every page leads to.
const IN_THE_FRAME: [&str; 5] = ["portal", "barrierefreiheit", "datenschutz", "impressum", "start"];
/// Where the law is published officially.
const OFFICIAL: [&str; 2] = ["https://www.gesetze-im-internet.de/", "https://gesetze.berlin.de/"];
/// Laws that are named without a section.
const LAWS: [&str; 1] = ["E-Government-Gesetz"];

/// The files that answer to a name.
type Names = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_name_means_one_page() {
    let kinds = shipped();
    let pages = seed(&kinds);
    // A slug may be the name of another page: names people gave come first.
    let names = names(&pages, |page| names_of(page, &kinds));
    let shared = names.iter().filter(|(_, files)| files.len() > 1);
    none(shared.map(|(name, files)| format!("{name}: {files:?}")).collect());
}

#[test]
fn every_link_leads_to_a_page() {
    let kinds = shipped();
    let pages = seed(&kinds);
    let names = all_names(&pages, &kinds);
    let mut found = Vec::new();
    for page in &pages {
        for target in targets(page, &kinds) {
            let is_meant = DELIBERATELY_BROKEN.contains(&(&page.file, &target));
            if !names.contains_key(&german::link_key(&target)) && !is_meant {
                found.push(format!("{}: [[{target}]]", page.file));
            }
        }
    }
    none(found);
}

#[test]
fn every_page_is_found_from_another() {
    let kinds = shipped();
    let pages = seed(&kinds);
    let names = all_names(&pages, &kinds);
    let mut reached = BTreeSet::new();
    for page in &pages {
        let named = targets(page, &kinds).into_iter();
        let files = named.filter_map(|it| names.get(&german::link_key(&it))).flatten();
        reached.extend(files.filter(|file| **file != page.file).cloned());
        for query in lists::queries(page, &kinds) {
            let listed = pages.iter().filter(|it| lists::lists(&query, it, &kinds));
            reached.extend(listed.map(|it| it.file.clone()));
        }
    }
    let lost = pages.iter().filter(|it| !reached.contains(&it.file));
    let lost = lost.filter(|it| !IN_THE_FRAME.contains(&it.slug.as_str()));
    none(lost.map(|it| it.file.clone()).collect());
}

#[test]
fn removed_examples_leave_no_links_behind() {
    let kinds = shipped();
    let pages = seed(&kinds);
    let names = all_names(&pages, &kinds);
    let examples: BTreeSet<_> =
        pages.iter().filter(|it| it.is_example(&kinds)).map(|it| it.file.clone()).collect();
    let mut found = Vec::new();
    for page in pages.iter().filter(|it| !it.is_example(&kinds)) {
        for target in targets(page, &kinds) {
            let files = names.get(&german::link_key(&target));
            if files.is_some_and(|it| it.iter().any(|file| examples.contains(file))) {
                found.push(format!("{}: [[{target}]]", page.file));
            }
        }
    }
    none(found);
}

#[test]
fn every_norm_leads_to_the_official_text() {
    let kinds = shipped();
    let mut found = Vec::new();
    for page in seed(&kinds) {
        let markdown = page.markdown(&kinds).join("\n");
        let linked: BTreeSet<_> =
            official_links(&markdown).iter().flat_map(|it| norms(it)).collect();
        let named = page.texts(&kinds).into_iter().flat_map(|(_, text)| norms(&text));
        let named: BTreeSet<_> = named.collect();
        found.extend(named.difference(&linked).map(|norm| format!("{}: {norm}", page.file)));
    }
    none(found);
}

/// Everything by which links find pages.
fn all_names(pages: &[SeedPage], kinds: &Kinds) -> Names {
    let with_slug = |page: &SeedPage| {
        let mut names = names_of(page, kinds);
        // The homes of spaces share theirs; nobody links to it without a space.
        names.extend((page.slug != "start").then(|| page.slug.clone()));
        names
    };
    names(pages, with_slug)
}

fn names(pages: &[SeedPage], of: impl Fn(&SeedPage) -> Vec<String>) -> Names {
    let mut names = Names::new();
    for page in pages {
        for name in of(page) {
            names.entry(german::link_key(&name)).or_default().insert(page.file.clone());
        }
    }
    names
}

fn names_of(page: &SeedPage, kinds: &Kinds) -> Vec<String> {
    let mut names = vec![page.title.clone()];
    for field in &page.kind(kinds).fields {
        let is_name = [Role::Name, Role::Code, Role::Abbreviation].map(Some).contains(&field.role);
        match page.fields.get(&field.id) {
            Some(serde_json::Value::String(name)) if is_name => names.push(name.clone()),
            Some(serde_json::Value::Array(more)) if is_name => {
                names.extend(more.iter().filter_map(|it| it.as_str()).map(str::to_owned));
            }
            _ => {}
        }
    }
    names
}

/// The pages a page names: in its text, in fields with Markdown, in fields with pages.
fn targets(page: &SeedPage, kinds: &Kinds) -> Vec<String> {
    let mut targets = Vec::new();
    for (of, text) in page.texts(kinds) {
        match of {
            FieldType::Pages { .. } => targets.push(text),
            FieldType::Markdown => {
                let links = markdown::parse(&text).needs().links;
                targets.extend(links.into_iter().map(|link: LinkTarget| link.written));
            }
            _ => {}
        }
    }
    targets
}

/// The labels of links to the official texts.
fn official_links(text: &str) -> Vec<String> {
    let ends = text.match_indices("](");
    let labels = ends.filter_map(|(at, _)| {
        let address = text.get(at + 2..)?;
        let label = text.get(..at)?.rsplit_once('[')?.1;
        OFFICIAL.iter().any(|it| address.starts_with(it)).then(|| label.to_owned())
    });
    labels.collect()
}

/// The norms a text names, `§ 15 SGB II` as written, and the laws it names.
fn norms(text: &str) -> Vec<String> {
    let mut norms = Vec::new();
    for sentence in text.lines() {
        for part in sentence.split('§').skip(1) {
            let Some((section, law)) = part.split_once("SGB ") else { continue };
            let book: String = law.chars().take_while(|it| "IVX".contains(*it)).collect();
            let section = section.trim_start_matches('§').trim();
            let is_section = section.starts_with(|it: char| it.is_ascii_digit());
            if is_section && section.len() < 40 && !book.is_empty() {
                norms.push(format!("§ {section} SGB {book}"));
            }
        }
        norms.extend(LAWS.iter().filter(|it| sentence.contains(**it)).map(|it| (*it).to_owned()));
    }
    norms
}

#[test]
fn norms_are_recognised_in_running_text() {
    assert_eq!(
        norms("nach § 15 SGB II und §§ 6, 6a, 44b SGB II."),
        ["§ 15 SGB II", "§ 6, 6a, 44b SGB II"]
    );
    assert_eq!(norms("§ allein, SGB XII allein"), [""; 0]);
}
