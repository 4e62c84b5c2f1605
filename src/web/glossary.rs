//! `/glossary`: all terms from A to Z with the first sentence of each.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};

use super::site::Site;
use super::view::{Abbreviation, GlossaryView, Item, Letter, LetterGroup, Place, TermLine};
use super::visitor::Visitor;
use super::words;
use crate::db::Db;
use crate::error::Result;
use crate::german;
use crate::kinds::Role;
use crate::store::lists::{self, Ask, Line};
use crate::store::pages::page_url;
use crate::texts;

/// The kind of glossary entries.
const TERM: &str = "term";
/// A glossary has hundreds of terms; this many are shown at most.
const TERMS_MAX: u64 = 2_000;
/// The letters a German glossary is ordered by.
const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The terms the visitor may see, in the order of their names.
pub async fn terms(db: &Db, visitor: &Visitor) -> Result<Vec<Line>> {
    let ask = Ask { kind: Some(TERM.into()), limit: TERMS_MAX, ..Ask::default() };
    lists::pages(db.reader(), &visitor.actor, &ask).await
}

/// The letters under which there are terms.
pub fn letters(terms: &[Line]) -> Vec<String> {
    let mut letters: Vec<String> = terms.iter().map(|it| letter_of(&it.title)).collect();
    letters.sort();
    letters.dedup();
    letters
}

/// `GET /glossary`
pub async fn glossary(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let terms = terms(&db, &visitor).await?;
    let kinds = site.kinds();
    let kind = kinds.get(TERM);
    let ids =
        |role| kind.into_iter().flat_map(move |it| it.with_role(role)).map(|it| it.id.as_str());
    let (short, names): (Vec<&str>, Vec<&str>) =
        (ids(Role::Abbreviation).collect(), ids(Role::Name).collect());
    let wanted = [short.as_slice(), names.as_slice()].concat();
    let facts = lists::facts_of(db.reader(), &terms, &wanted).await?;
    let mut by_page: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (page, field, text) in facts {
        by_page.entry(page).or_default().push((field, text));
    }

    let mut groups: Vec<LetterGroup> = Vec::new();
    let mut abbreviations = Vec::new();
    for term in &terms {
        let facts = by_page.remove(&term.page).unwrap_or_default();
        let line = term_line(&site, &visitor, term, facts, (&short, &names));
        if let Some(short) = &line.abbreviation {
            let long = Item::link(&line.title, &line.href);
            abbreviations.push(Abbreviation { short: short.clone(), long });
        }
        let letter = letter_of(&term.title);
        match groups.iter_mut().find(|it| it.letter == letter) {
            Some(group) => group.terms.push(line),
            None => groups.push(LetterGroup { letter, terms: vec![line] }),
        }
    }
    groups.sort_by(|one, other| one.letter.cmp(&other.letter));
    abbreviations.sort_by_key(|it| it.short.to_lowercase());

    let title = texts::say(visitor.lang, "nav-glossary", &[]);
    let may_write = !site.writable_spaces(&visitor).await?.is_empty();
    let view = GlossaryView {
        frame: site.frame(&request, &visitor, Place::Glossary, title).await?,
        total: terms.len() as u64,
        query: String::new(),
        letters: alphabet(&groups),
        groups,
        abbreviations,
        new_href: may_write.then(|| "/new?kind=term".to_owned()),
    };
    site.html("glossary.html", visitor.lang, &view)
}

fn term_line(
    site: &Site,
    visitor: &Visitor,
    term: &Line,
    facts: Vec<(String, String)>,
    (short, names): (&[&str], &[&str]),
) -> TermLine {
    let of = |fields: &[&str]| -> Vec<String> {
        let texts = facts.iter().filter(|(field, _)| fields.contains(&field.as_str()));
        texts.map(|(_, text)| text.clone()).collect()
    };
    let kinds = site.kinds();
    let kind = kinds.get(&term.kind).map(|it| it.as_ref());
    let is_settled = term.status == "freigegeben";
    TermLine {
        title: term.title.clone(),
        abbreviation: of(short).into_iter().next(),
        href: page_url(&term.space, &term.path),
        definition: Some(first_sentence(&term.summary)).filter(|it| !it.is_empty()),
        aliases: of(names),
        chips: words::status_chip(visitor.lang, kind, &term.kind, &term.status)
            .into_iter()
            .filter(|_| !is_settled)
            .chain(words::honesty_chip(visitor.lang, &term.honesty))
            .collect(),
    }
}

fn first_sentence(text: &str) -> String {
    let document = crate::markdown::parse(text);
    if document.first_sentence.is_empty() { text.to_owned() } else { document.first_sentence }
}

fn alphabet(groups: &[LetterGroup]) -> Vec<Letter> {
    let all = ALPHABET.chars().map(String::from);
    let mut letters: Vec<Letter> = all
        .map(|letter| {
            let is_there = groups.iter().any(|it| it.letter == letter);
            Letter { href: is_there.then(|| format!("#{letter}")), letter }
        })
        .collect();
    if groups.iter().any(|it| it.letter == "0") {
        letters.push(Letter { letter: "0".into(), href: Some("#0".into()) });
    }
    letters
}

/// Umlauts stand with their vowels; whatever begins with no letter stands under `0`.
fn letter_of(title: &str) -> String {
    let first = german::slug(title).chars().next().unwrap_or('0');
    if first.is_ascii_alphabetic() { first.to_ascii_uppercase().to_string() } else { "0".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_umlaut_stands_with_its_vowel() {
        assert_eq!(letter_of("Änderung"), "A");
        assert_eq!(letter_of("§ 78b SGB VIII"), "0");
        assert_eq!(letter_of("qualität"), "Q");
    }
}
