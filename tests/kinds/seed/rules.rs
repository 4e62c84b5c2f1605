//! What kinds ask of seed pages, and what pages say of where they come from.
//! Deliberately not here: approvals; nobody has approved the seed yet.

use std::collections::{BTreeMap, BTreeSet};

use qm_wiki::german;
use qm_wiki::kinds::{Kinds, Level, Others, Setting, TITLE, facts};
use qm_wiki::markdown;

use super::{SeedPage, none, seed, spaces};
use crate::shipped;

/// Pages whoever runs the wiki fills in, or that hand out files; they tell of no source.
const WITHOUT_SOURCE: [&str; 5] = [
    "seiten/barrierefreiheit.md",
    "seiten/datenschutz.md",
    "seiten/impressum.md",
    "seiten/uebung-start.md",
    "seiten/vorlagen.md",
];
/// How long the sentence may be that appears where somebody points at a link.
const TOOLTIP_CHARS_MAX: usize = 240;
/// About what a screen holds of an instruction.
const SCREEN_CHARS: usize = 1_800;
/// What the sources do not tell of projects that are over or under way, and what nobody has
/// decided for a seed that nobody has approved. A person who takes a page on fills it in.
const NOT_IN_THE_SOURCES: [&str; 9] = [
    "review_on",
    "professional_reviewer",
    "project_lead",
    "sponsor",
    "starts_on",
    "due_on",
    "ended_on",
    "success_criteria",
    "stakeholders",
];

/// The other pages of the seed, for rules that look at them.
struct Rest<'s> {
    kinds: &'s Kinds,
    page: &'s SeedPage,
    pages: &'s [SeedPage],
}

impl Others for Rest<'_> {
    fn have(&self, field: &str, value: &str) -> bool {
        let others = self.pages.iter().filter(|it| it.file != self.page.file);
        others.filter(|it| it.kind == self.page.kind).any(|other| {
            let key = german::link_key(value);
            if field == TITLE {
                return german::link_key(&other.title) == key;
            }
            let facts = facts(other.kind(self.kinds), &other.fields);
            facts.iter().any(|it| it.field == field && german::link_key(&it.text) == key)
        })
    }

    fn is_this(&self, name: &str) -> bool {
        german::link_key(name) == german::link_key(&self.page.title)
    }

    fn named_by(&self, name: &str, field: &str) -> Vec<String> {
        let key = german::link_key(name);
        let page = self.pages.iter().find(|it| german::link_key(&it.title) == key);
        let facts = page.map(|it| facts(it.kind(self.kinds), &it.fields)).unwrap_or_default();
        facts.into_iter().filter(|it| it.field == field).map(|it| it.text).collect()
    }
}

#[test]
fn every_page_is_read_without_a_question() {
    let kinds = shipped();
    let pages = seed(&kinds);
    let unknown = pages.iter().flat_map(|page| {
        page.unknown.iter().map(|key| format!("{}: {} has no field {key}", page.file, page.kind))
    });
    let problems = pages.iter().flat_map(|page| page.problems.clone());
    none(unknown.chain(problems).collect());
}

#[test]
fn every_page_keeps_the_rules_of_its_kind() {
    let kinds = shipped();
    let spaces = spaces();
    let pages = seed(&kinds);
    let mut broken = Vec::new();
    let mut hints: BTreeMap<String, usize> = BTreeMap::new();
    for page in &pages {
        let space = &spaces[&page.space];
        let kind = page.kind(&kinds);
        let setting = Setting {
            title: Some(&page.title),
            pillar: Some(&space.pillar),
            district: space.district.as_deref(),
            status: &page.status,
            today: "2026-11-22",
        };
        let rest = Rest { kinds: &kinds, page, pages: &pages };
        for finding in kind.check_among(&page.fields, &setting, &rest) {
            let rule = finding.rule.clone().unwrap_or_default();
            let field = finding.problem.top_field().unwrap_or_default();
            match finding.level {
                Level::Hint => *hints.entry(format!("{} {rule}", page.kind)).or_default() += 1,
                Level::Gate if NOT_IN_THE_SOURCES.contains(&field) => {}
                _ => broken.push(format!("{} {rule}: {:?}", page.file, finding.problem)),
            }
        }
        let empty = kind.missing_for(&page.status, &page.fields).missing;
        let empty = empty.iter().filter(|it| !NOT_IN_THE_SOURCES.contains(&it.id.as_str()));
        broken.extend(empty.map(|it| format!("{}: {} is empty", page.file, it.id)));
    }
    none(broken);
    let told: Vec<_> = hints.iter().map(|(rule, count)| format!("{rule}: {count}")).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn every_page_opens_with_a_sentence_that_can_stand_alone() {
    let kinds = shipped();
    let too_long = seed(&kinds).into_iter().filter_map(|page| {
        let kind = page.kind(&kinds);
        let summary = kind.text_with_role(qm_wiki::kinds::Role::Summary, &page.fields);
        let first = german::first_sentence(summary?, 10_000).chars().count();
        (first == 0 || first > TOOLTIP_CHARS_MAX).then(|| format!("{}: {first}", page.file))
    });
    none(too_long.collect());
}

#[test]
fn every_page_says_where_it_comes_from() {
    let kinds = shipped();
    let mut found = Vec::new();
    for page in seed(&kinds) {
        let silent = WITHOUT_SOURCE.contains(&page.file.as_str()) || is_how_to(&page);
        if page.honesty(&kinds).is_empty() && !silent {
            found.push(format!("{}: neither source, intention nor example", page.file));
        }
        let keys = page.fields.get("sources").and_then(|it| it.as_array()).cloned();
        for row in keys.unwrap_or_default() {
            let key = row["key"].as_str().unwrap_or_default();
            if !is_short_key(key) {
                found.push(format!("{}: {key:?} is no short reference", page.file));
            }
        }
    }
    none(found);
}

#[test]
fn texts_of_others_are_source_texts_and_those_of_the_working_group_are_drafts() {
    let kinds = shipped();
    let mut found = Vec::new();
    for page in seed(&kinds).iter().filter(|it| it.kind == "standard") {
        let code = page.fields["code"].as_str().unwrap_or_default();
        let wanted = if code.starts_with("ST-B") { "in_abstimmung" } else { "fachliche_grundlage" };
        if page.status != wanted {
            found.push(format!("{code}: {} instead of {wanted}", page.status));
        }
    }
    none(found);
}

#[test]
fn every_statement_of_the_sources_has_its_number() {
    let kinds = shipped();
    let pages = seed(&kinds);
    let standards = pages.iter().filter(|it| it.kind == "standard");
    let numbers: BTreeSet<String> = standards
        .flat_map(|it| facts(it.kind(&kinds), &it.fields))
        .filter(|it| it.field == "statements.no")
        .map(|it| it.text)
        .collect();
    let steps = [("FM-1", 10), ("FM-2", 8), ("FM-3", 6), ("FM-4", 8), ("FM-5", 5), ("FM-6", 5)];
    let in_step = |step: &str, count: usize| {
        (1..=count).map(|number| format!("{step}.{number:02}")).collect::<Vec<_>>()
    };
    let criteria = [("E-1", 5), ("E-2", 2), ("E-3", 3), ("E-4", 3), ("E-5", 4)];
    let of_criteria = |of: &str, count: usize| {
        (1..=count).map(|number| format!("{of}.{number}")).collect::<Vec<_>>()
    };
    let wanted = steps.iter().flat_map(|(step, count)| in_step(step, *count));
    let wanted = wanted.chain(criteria.iter().flat_map(|(of, count)| of_criteria(of, *count)));
    none(wanted.filter(|it| !numbers.contains(it)).collect());
}

#[test]
fn no_page_repeats_a_heading_or_its_title() {
    let kinds = shipped();
    let mut found = Vec::new();
    for page in seed(&kinds) {
        let document = markdown::parse_page(&page.body, &page.title);
        let mut seen = BTreeSet::new();
        for heading in document.headings {
            if !seen.insert(heading.text.clone()) {
                found.push(format!("{}: {}", page.file, heading.text));
            }
        }
    }
    none(found);
}

#[test]
fn every_instruction_fits_on_one_screen_and_names_its_buttons() {
    let kinds = shipped();
    let mut found = Vec::new();
    let pages = seed(&kinds);
    let instructions = pages.iter().filter(|it| it.slug != "hilfe" && is_how_to(it));
    let instructions: Vec<_> = instructions.filter(|it| it.slug != "wie-mache-ich").collect();
    for page in &instructions {
        let steps = page.body.lines().filter(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        let steps: Vec<_> = steps.collect();
        if !(5..=8).contains(&steps.len()) || !steps.iter().any(|it| it.contains("**")) {
            found.push(format!("{}: {} steps", page.file, steps.len()));
        }
        if page.body.chars().count() > SCREEN_CHARS {
            found.push(format!("{}: {} characters", page.file, page.body.chars().count()));
        }
    }
    none(found);
    assert_eq!(instructions.len(), 12);
}

/// Instructions tell how this wiki works; they come from no source.
fn is_how_to(page: &SeedPage) -> bool {
    let tags = page.fields.get("tags").and_then(|it| it.as_array());
    tags.is_some_and(|tags| tags.iter().any(|tag| tag == "anleitung"))
}

/// `B 4.3.3`, `E Gl.`, `F 2 Prozessschritt 1`, `P Beispiele (1)`.
fn is_short_key(key: &str) -> bool {
    key.split_once(' ').is_some_and(|(text, place)| {
        ["B", "E", "F", "P"].contains(&text) && !place.trim().is_empty()
    })
}
