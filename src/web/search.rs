//! `/search`: hits with their places, filters with counts, and a way on where nothing was found.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::lists::chosen;
use super::site::Site;
use super::view::{Definition, Facet, FacetOption, Hit, HitPlace, Item, Paging, Place, SearchView};
use super::visitor::Visitor;
use super::words;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::german;
use crate::search::{self, Ask, Face, Found, Index, Reader};
use crate::store;
use crate::store::faces::NameSort;
use crate::store::spaces::Space;
use crate::texts::{self, Lang};

/// Hits of one page of results.
const HITS: usize = 10;
/// The longest text searched for, in characters.
const TEXT_CHARS_MAX: usize = 500;

/// What the address of a search asks for.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    space: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    skip: usize,
}

impl Wanted {
    fn address(&self, change: (&str, &str)) -> String {
        let skip = if change.0 == "skip" { change.1 } else { "" };
        let of = |name: &'static str, value: &str| -> (&'static str, String) {
            (name, if change.0 == name { change.1.to_owned() } else { value.to_owned() })
        };
        let pairs = [
            of("q", &self.q),
            of("kind", &self.kind),
            of("space", &self.space),
            of("status", &self.status),
            ("skip", skip.to_owned()),
        ];
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (*k, v.as_str())).collect();
        words::address("/search", &pairs)
    }
}

/// `GET /search?q=&kind=&space=&status=&skip=`
pub async fn search(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    index: web::Data<Index>,
    db: web::Data<Db>,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let mut wanted = wanted.into_inner();
    wanted.q = wanted.q.trim().chars().take(TEXT_CHARS_MAX).collect();
    let has_filter = [&wanted.kind, &wanted.space, &wanted.status].iter().any(|it| !it.is_empty());
    let found = match wanted.q.is_empty() && !has_filter {
        true => Found::default(),
        false => find(&visitor, index, &wanted).await?,
    };
    let spaces = site.spaces().await?;
    let lang = visitor.lang;
    let facets = facets(&site, &spaces, &found, &wanted, lang);
    let chosen = chosen(&facets);
    let shown = found.hits.len();
    let mut frame = site.frame(&request, &visitor, Place::Elsewhere, title(&wanted, lang)).await?;
    frame.query.clone_from(&wanted.q);
    let view = SearchView {
        frame,
        query: wanted.q.clone(),
        hidden: Vec::new(),
        clear_href: (!chosen.is_empty()).then(|| words::address("/search", &[("q", &wanted.q)])),
        chosen,
        facets,
        suggestion: found
            .corrected
            .as_ref()
            .map(|it| Item::link(it, words::address("/search", &[("q", it)]))),
        definition: definition(&visitor, &db, &wanted).await?,
        hits: found.hits.into_iter().map(|it| hit(&site, &spaces, it, lang)).collect(),
        paging: Paging {
            from: if shown == 0 { 0 } else { wanted.skip as u64 + 1 },
            to: (wanted.skip + shown) as u64,
            total: found.total as u64,
            previous: (wanted.skip > 0)
                .then(|| wanted.address(("skip", &previous_skip(wanted.skip)))),
            next: (wanted.skip + shown < found.total)
                .then(|| wanted.address(("skip", &(wanted.skip + HITS).to_string()))),
        },
        examples: Vec::new(),
        write_href: write_href(&visitor, &site, &wanted).await?,
    };
    site.html("search.html", lang, &view)
}

async fn find(visitor: &Visitor, index: web::Data<Index>, wanted: &Wanted) -> Result<Found> {
    let given = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
    let ask = Ask {
        text: wanted.q.clone(),
        tokens: visitor.actor.tokens().to_vec(),
        reader: if visitor.actor.is_admin() { Reader::Everything } else { Reader::ByTokens },
        kind: given(&wanted.kind),
        space: given(&wanted.space),
        status: given(&wanted.status),
        limit: HITS,
        offset: wanted.skip.min(search::OFFSET_MAX),
    };
    let found = web::block(move || index.search(&ask)).await.map_err(AppError::failure)?;
    found.map_err(AppError::failure)
}

fn title(wanted: &Wanted, lang: Lang) -> String {
    match wanted.q.is_empty() {
        true => texts::say(lang, "search-title", &[]),
        false => texts::say(lang, "search-title-for", &[("query", wanted.q.as_str().into())]),
    }
}

fn previous_skip(skip: usize) -> String {
    match skip.saturating_sub(HITS) {
        0 => String::new(),
        skip => skip.to_string(),
    }
}

fn facets(site: &Site, spaces: &[Space], found: &Found, wanted: &Wanted, lang: Lang) -> Vec<Facet> {
    let kind = |id: &str| match site.kinds.get(id) {
        Some(kind) => kind.plural.get(lang.code()).to_owned(),
        None => id.to_owned(),
    };
    let space = |key: &str| match spaces.iter().find(|it| it.key() == key) {
        Some(space) => words::space_title(space, lang).to_owned(),
        None => key.to_owned(),
    };
    let status = |id: &str| {
        let chip = words::status_chip(
            lang,
            site.kinds.get(&wanted.kind).map(|it| it.as_ref()),
            &wanted.kind,
            id,
        );
        chip.or_else(|| words::status_chip(lang, None, "", id)).map_or(id.to_owned(), |it| it.text)
    };
    let of = |name: &str, counts: &[(String, usize)], label: &dyn Fn(&str) -> String, now: &str| {
        let options = counts.iter().map(|(value, count)| {
            let chosen = value == now;
            FacetOption {
                value: value.clone(),
                label: label(value),
                count: Some(*count as u64),
                chosen,
                href: wanted.address((name, if chosen { "" } else { value })),
            }
        });
        Facet {
            name: name.to_owned(),
            label: texts::say(lang, &format!("facet-{name}"), &[]),
            options: options.collect(),
        }
    };
    let mut facets = vec![
        of("kind", &found.facets.kind, &kind, &wanted.kind),
        of("space", &found.facets.space, &space, &wanted.space),
        of("status", &found.facets.status, &status, &wanted.status),
    ];
    facets.retain(|it| !it.options.is_empty());
    facets
}

fn hit(site: &Site, spaces: &[Space], hit: search::Hit, lang: Lang) -> Hit {
    let kind = site.kinds.get(&hit.kind).map(|it| it.as_ref());
    let space = spaces.iter().find(|it| it.key() == hit.space);
    // Whoever may write sees the newest words found, so the hit leads to where they stand.
    let face = if hit.face == Face::Working { "?face=working" } else { "" };
    let place = |anchor: Option<&String>| {
        let fragment = anchor.map(|it| format!("#{it}")).unwrap_or_default();
        format!("{}{face}{fragment}", hit.url)
    };
    let places: Vec<HitPlace> = hit
        .more_places
        .iter()
        .map(|it| HitPlace {
            label: if it.heading.is_empty() { hit.title.clone() } else { it.heading.clone() },
            href: place(it.anchor.as_ref()),
            snippet_html: it.snippet_html.clone(),
        })
        .collect();
    let is_plain = hit.kind == "page" && hit.face != Face::Working;
    Hit {
        code: None,
        title_html: hit.title_marked.clone(),
        href: place(None),
        kind_label: kind.map_or(hit.kind.as_str(), |it| it.label.get(lang.code())).to_owned(),
        path: space.map(|it| words::space_title(it, lang).to_owned()).into_iter().collect(),
        chips: words::status_chip(lang, kind, &hit.kind, &hit.status)
            .into_iter()
            .filter(|_| !is_plain)
            .collect(),
        pillar: space.and_then(words::pillar),
        snippet_html: hit.snippet_html.clone(),
        places,
        more_places: 0,
    }
}

/// The glossary's answer, where the words are exactly one of its terms.
async fn definition(visitor: &Visitor, db: &Db, wanted: &Wanted) -> Result<Option<Definition>> {
    if wanted.q.is_empty() || wanted.skip > 0 {
        return Ok(None);
    }
    let key = german::link_key(&wanted.q);
    let named = store::faces::named(db.reader(), &visitor.actor, &[key]).await?;
    let term = named
        .iter()
        .filter(|it| it.kind == "term" && it.what != NameSort::Slug)
        .min_by_key(|it| it.what);
    let Some(term) = term else { return Ok(None) };
    let ask = store::lists::Ask { page: Some(term.page.clone()), limit: 1, ..Default::default() };
    let lines = store::lists::pages(db.reader(), &visitor.actor, &ask).await?;
    Ok(lines.into_iter().next().filter(|it| !it.summary.is_empty()).map(|line| Definition {
        term: Item::link(line.title, store::pages::page_url(&line.space, &line.path)),
        text: crate::markdown::parse(&line.summary).first_sentence,
        see_also: Vec::new(),
    }))
}

/// What is not there yet can be written at once.
async fn write_href(visitor: &Visitor, site: &Site, wanted: &Wanted) -> Result<Option<String>> {
    let may_write = !site.writable_spaces(visitor).await?.is_empty();
    Ok(may_write.then(|| words::address("/new", &[("title", &wanted.q)])))
}
