//! `/search`: hits with their places, filters with counts, and a way on where nothing was found.

use actix_web::{HttpRequest, HttpResponse, web};
use url::form_urlencoded;

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
use crate::store::lists::Line;
use crate::store::spaces::Space;
use crate::texts::{self, Lang};

/// Hits of one page of results.
const HITS: usize = 10;
/// The longest text searched for, in characters.
const TEXT_CHARS_MAX: usize = 500;

/// What the address of a search asks for.
struct Wanted {
    q: String,
    /// Chosen filters: `kind`, `space`, `status` with a value each, some of them several times.
    filters: Vec<(String, String)>,
    skip: usize,
}

impl Wanted {
    fn read(request: &HttpRequest) -> Result<Self> {
        let mut wanted = Self { q: String::new(), filters: Vec::new(), skip: 0 };
        for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
            // PostgreSQL cannot even be asked for a NUL.
            let value = value.replace('\0', "");
            match name.as_ref() {
                "q" => wanted.q = value.trim().chars().take(TEXT_CHARS_MAX).collect(),
                "skip" => {
                    let skip = value.parse::<usize>();
                    let skip = skip.map_err(|_| AppError::BadRequest("problem-bad-address"))?;
                    wanted.skip = skip.min(search::OFFSET_MAX);
                }
                "kind" | "space" | "status" if !value.is_empty() => {
                    wanted.filters.push((name.into_owned(), value));
                }
                _ => {}
            }
        }
        Ok(wanted)
    }

    fn values(&self, name: &str) -> Vec<String> {
        let values = self.filters.iter().filter(|(key, _)| key == name);
        values.map(|(_, value)| value.clone()).collect()
    }

    /// The address with a filter chosen, or no longer chosen, from the first hit on.
    fn toggled(&self, name: &str, value: &str) -> String {
        let is_this = |(key, it): &&(String, String)| key == name && it == value;
        let is_chosen = self.filters.iter().any(|it| is_this(&it));
        let mut pairs: Vec<(&str, &str)> = vec![("q", &self.q)];
        let others = self.filters.iter().filter(|it| !is_this(it));
        pairs.extend(others.map(|(key, it)| (key.as_str(), it.as_str())));
        if !is_chosen {
            pairs.push((name, value));
        }
        words::address("/search", &pairs)
    }

    fn skipping(&self, skip: usize) -> String {
        let skip = if skip == 0 { String::new() } else { skip.to_string() };
        let mut pairs: Vec<(&str, &str)> = vec![("q", &self.q)];
        pairs.extend(self.filters.iter().map(|(key, it)| (key.as_str(), it.as_str())));
        pairs.push(("skip", &skip));
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
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let wanted = Wanted::read(&request)?;
    let found = match wanted.q.is_empty() && wanted.filters.is_empty() {
        true => Found::default(),
        false => find(&visitor, &site, index, &wanted).await?,
    };
    let spaces = site.spaces().await?;
    let lang = visitor.lang;
    let facets = facets(&site, &spaces, &found, &wanted, lang);
    let chosen = chosen(&facets);
    let shown = found.hits.len();
    let known = known(&visitor, &db, &found).await?;
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
        hits: found
            .hits
            .into_iter()
            .filter_map(|it| {
                let line = known.iter().find(|line| line.page == it.page)?;
                Some(hit(&site, &spaces, line, it, lang))
            })
            .collect(),
        paging: Paging {
            from: if shown == 0 { 0 } else { wanted.skip as u64 + 1 },
            to: (wanted.skip + shown) as u64,
            total: found.total as u64,
            previous: (wanted.skip > 0).then(|| wanted.skipping(wanted.skip.saturating_sub(HITS))),
            next: (shown > 0 && wanted.skip + shown < found.total.min(search::OFFSET_MAX))
                .then(|| wanted.skipping(wanted.skip + HITS)),
        },
        examples: Vec::new(),
        write_href: write_href(&visitor, &site, &wanted).await?,
    };
    site.html("search.html", lang, &view)
}

async fn find(
    visitor: &Visitor,
    site: &Site,
    index: web::Data<Index>,
    wanted: &Wanted,
) -> Result<Found> {
    let spaces = site.spaces().await?;
    let for_trying_out = spaces.iter().filter(|it| it.standing.everyone.is_some());
    let ask = Ask {
        text: wanted.q.clone(),
        tokens: visitor.actor.tokens().to_vec(),
        reader: if visitor.actor.is_admin() { Reader::Everything } else { Reader::ByTokens },
        kind: wanted.values("kind"),
        space: wanted.values("space"),
        status: wanted.values("status"),
        called: called(site, &spaces),
        without_spaces: for_trying_out.map(|it| it.key().to_owned()).collect(),
        limit: HITS,
        offset: wanted.skip.min(search::OFFSET_MAX),
    };
    let found = web::block(move || index.search(&ask)).await.map_err(AppError::failure)?;
    found.map_err(AppError::failure)
}

/// What kinds and spaces are called in both languages, for filters typed into the search field.
pub fn called(site: &Site, spaces: &[Space]) -> Vec<(String, String)> {
    let mut called = Vec::new();
    for lang in [Lang::De, Lang::En] {
        for kind in site.kinds().iter() {
            for label in [&kind.label, &kind.plural] {
                called.push((label.get(lang.code()).to_owned(), kind.id.clone()));
            }
        }
        let spaces = spaces.iter();
        called.extend(spaces.map(|it| (words::space_title(it, lang).into(), it.key().into())));
    }
    called
}

fn title(wanted: &Wanted, lang: Lang) -> String {
    match wanted.q.is_empty() {
        true => texts::say(lang, "search-title", &[]),
        false => texts::say(lang, "search-title-for", &[("query", wanted.q.as_str().into())]),
    }
}

fn facets(site: &Site, spaces: &[Space], found: &Found, wanted: &Wanted, lang: Lang) -> Vec<Facet> {
    let kind = |id: &str| match site.kinds().get(id) {
        Some(kind) => kind.plural.get(lang.code()).to_owned(),
        None => id.to_owned(),
    };
    let space = |key: &str| match spaces.iter().find(|it| it.key() == key) {
        Some(space) => words::space_title(space, lang).to_owned(),
        None => key.to_owned(),
    };
    let status = |id: &str| {
        // A status has a word of its own per kind; across kinds the common word is shown.
        let kinds = wanted.values("kind");
        let kind = if let [only] = kinds.as_slice() { only.as_str() } else { "" };
        let chip = words::status_chip(lang, site.kinds().get(kind).map(|it| it.as_ref()), kind, id);
        chip.map_or_else(|| id.to_owned(), |it| it.text)
    };
    let of = |name: &str, counts: &[(String, usize)], label: &dyn Fn(&str) -> String| {
        let now = wanted.values(name);
        let options = counts.iter().map(|(value, count)| FacetOption {
            label: label(value),
            count: Some(*count as u64),
            chosen: now.contains(value),
            href: wanted.toggled(name, value),
            value: value.clone(),
        });
        Facet {
            name: name.to_owned(),
            label: texts::say(lang, &format!("facet-{name}"), &[]),
            options: options.collect(),
        }
    };
    let mut facets = vec![
        of("kind", &found.facets.kind, &kind),
        of("space", &found.facets.space, &space),
        of("status", &found.facets.status, &status),
    ];
    facets.retain(|it| !it.options.is_empty());
    facets
}

/// The hits as the database knows them: the index may lag by a second, rights never do.
async fn known(visitor: &Visitor, db: &Db, found: &Found) -> Result<Vec<Line>> {
    let pages: Vec<String> = found.hits.iter().map(|it| it.page.clone()).collect();
    if pages.is_empty() {
        return Ok(Vec::new());
    }
    let ask = store::lists::Ask { pages, limit: HITS as u64, ..Default::default() };
    store::lists::pages(db.reader(), &visitor.actor, &ask).await
}

fn hit(site: &Site, spaces: &[Space], line: &Line, hit: search::Hit, lang: Lang) -> Hit {
    let kinds = site.kinds();
    let kind = kinds.get(&hit.kind).map(|it| it.as_ref());
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
        code: Some(line.code.clone()).filter(|it| !it.is_empty()),
        title_html: hit.title_marked.clone(),
        href: place(None),
        kind_label: kind.map_or(hit.kind.as_str(), |it| it.label.get(lang.code())).to_owned(),
        path: space.map(|it| words::space_title(it, lang).to_owned()).into_iter().collect(),
        chips: words::status_chip(lang, kind, &hit.kind, &hit.status)
            .into_iter()
            .filter(|_| !is_plain)
            .chain(words::honesty_chip(lang, &line.honesty))
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
    let named = store::faces::named(db.reader(), &visitor.actor, "", &[key]).await?;
    let term = named
        .iter()
        .filter(|it| it.kind == "term" && it.what != NameSort::Slug)
        .min_by_key(|it| it.what);
    let Some(term) = term else { return Ok(None) };
    let ask = store::lists::Ask { pages: vec![term.page.clone()], limit: 1, ..Default::default() };
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
