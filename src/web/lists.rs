//! `/list/{what}`: the list of a kind, of a set of records, or of pages of any kind (`pages`). The
//! address is a question; columns, filters and files follow from what the kinds declare.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use url::form_urlencoded;

use super::site::Site;
use super::table_files::{self, Format};
use super::view::{
    CountLink, Facet, FacetOption, Hidden, Item, ListCell, ListColumn, ListRow, ListView,
    ListsView, PageLine, Paging, Place, Sorted,
};
use super::visitor::Visitor;
use super::words;
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{
    Asker, Declaration, FieldType, Filter, Kinds, Problem, Query, RecordSet, Sort, SortOrder, Test,
    Wanted,
};
use crate::markdown::ListPart;
use crate::reading::lists::{self, ALL_PAGES, Listing};
use crate::store::query::{self, DISTRICT, Row, Scope, Window};
use crate::store::spaces::{self, Space};
use crate::texts::{self, Arg, Lang};

/// Rows of one page of a list, if the address does not say.
const ROWS: u32 = 50;
/// Nobody turns pages further than this.
const SKIP_MAX: u64 = 100_000;

type Pairs = Vec<(String, String)>;

/// What the address of a list asks for.
struct Asked {
    path: String,
    query: Query,
    /// What the address says that no list knows; it stays, and it is told.
    unknown: Pairs,
    problems: Vec<Problem>,
    skip: u64,
    format: Option<Format>,
}

/// `GET /list/{what}`
pub async fn list(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    what: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let kinds = site.kinds();
    let asked = Asked::read(&request, base(&what, &kinds)?, &kinds);
    let spaces = site.spaces().await?;
    let today = clock::berlin_day(site.clock.now()).to_string();
    let district = spaces::own_district(&visitor.actor, &spaces);
    let asker = Asker { district, today: &today };
    let listing = Listing {
        scope: Scope { actor: &visitor.actor, asker, kinds: &kinds },
        query: &asked.query,
        spaces: &spaces,
        lang: visitor.lang,
    };
    if let Some(format) = asked.format {
        return table_files::answer(&request, &db, &listing, format, &today).await;
    }
    let view = view(&request, &visitor, &site, &db, &asked, &listing).await?;
    site.html("list.html", visitor.lang, &view)
}

/// `GET /list`
pub async fn overview(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let (kinds, lang) = (site.kinds(), visitor.lang);
    let today = clock::berlin_day(site.clock.now()).to_string();
    let asker = Asker { district: None, today: &today };
    let scope = Scope { actor: &visitor.actor, asker, kinds: &kinds };
    let counts = query::facet(db.reader(), &scope, &Query::default(), "kind").await?;
    let of_kind = kinds.iter().map(|kind| CountLink {
        label: kind.plural.get(lang.code()).to_owned(),
        href: format!("/list/{}", kind.id),
        count: counts.iter().find(|(id, _)| *id == kind.id).map_or(0, |(_, count)| *count),
    });
    let used = |set: &&Arc<RecordSet>| kinds.iter().any(|it| it.record_set(&set.id).is_some());
    let sets = kinds
        .record_sets()
        .filter(used)
        .map(|set| Item::link(set.plural.get(lang.code()), format!("/list/{}", set.id)));
    let title = texts::say(lang, "lists-overview", &[]);
    let view = ListsView {
        frame: site.frame(&request, &visitor, Place::Elsewhere, title).await?,
        kinds: of_kind.collect(),
        sets: sets.collect(),
    };
    site.html("lists.html", lang, &view)
}

/// What the path of the address asks for.
fn base(what: &str, kinds: &Kinds) -> Result<Query> {
    let kind = kinds.get(what).map(|it| it.id.clone());
    if let Some(kind) = kind {
        return Ok(Query { kinds: vec![kind], ..Query::default() });
    }
    if let Some(set) = kinds.record_set(what) {
        return Ok(Query { records: Some(set.id.clone()), ..Query::default() });
    }
    if what == ALL_PAGES { Ok(Query::default()) } else { Err(AppError::NotFound) }
}

impl Asked {
    fn read(request: &HttpRequest, base: Query, kinds: &Kinds) -> Self {
        let mut asked = Self {
            path: request.path().to_owned(),
            query: Query::default(),
            unknown: Vec::new(),
            problems: Vec::new(),
            skip: 0,
            format: None,
        };
        let is_of_kind = base.records.is_none() && base.kinds.len() == 1;
        let mut params = Vec::new();
        for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
            let value = value.replace('\0', "");
            match name.as_ref() {
                "skip" => asked.skip = value.parse().unwrap_or(0).min(SKIP_MAX),
                "format" if Format::parse(&value).is_some() => {
                    asked.format = Format::parse(&value);
                }
                _ if value.trim().is_empty() => {}
                "kind" if is_of_kind => asked.unknown.push(("kind".to_owned(), value)),
                "records" => asked.unknown.push(("records".to_owned(), value)),
                name if base.knows_param(name, kinds) => params.push((name.to_owned(), value)),
                name => asked.unknown.push((name.to_owned(), value)),
            }
        }
        let (query, mut problems) = Query::read_params(base, &params, kinds);
        problems.extend(asked.unknown.iter().map(|(name, _)| {
            Problem::at("query", "problem-query-unknown-parameter").with("name", name)
        }));
        Self { query, problems, ..asked }
    }

    /// The parameters that ask the same again.
    fn pairs(&self) -> Pairs {
        let is_in_path = |name: &str| match name {
            "records" => true,
            "kind" => self.query.records.is_none() && self.query.kinds.len() == 1,
            _ => false,
        };
        let mut pairs = self.query.to_params();
        pairs.retain(|(name, _)| !is_in_path(name) || self.path.ends_with(ALL_PAGES));
        pairs.extend(self.unknown.iter().cloned());
        pairs
    }

    fn address(&self, pairs: &Pairs) -> String {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        words::address(&self.path, &pairs)
    }

    /// The address with a filter chosen, or no longer chosen, from the first row on.
    fn toggled(&self, name: &str, value: &str) -> String {
        let mut pairs = self.pairs();
        let before = pairs.len();
        pairs.retain(|(key, it)| !(key == name && it == value));
        if pairs.len() == before {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        self.address(&pairs)
    }

    fn sorted(&self, sort: &str) -> String {
        self.with("sort", sort)
    }

    fn with(&self, name: &str, value: &str) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(key, _)| key != name);
        pairs.push((name.to_owned(), value.to_owned()));
        self.address(&pairs)
    }

    fn rows(&self) -> u64 {
        u64::from(self.query.rows(ROWS).max(1))
    }

    /// The address without any condition.
    fn cleared(&self) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| !is_condition(name));
        self.address(&pairs)
    }
}

fn is_condition(name: &str) -> bool {
    matches!(name, "kind" | "space" | "status" | "district") || name.starts_with("field.")
}

async fn view(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    db: &Db,
    asked: &Asked,
    listing: &Listing<'_>,
) -> Result<ListView> {
    let (lang, query) = (visitor.lang, &asked.query);
    let window = Window { limit: asked.rows(), offset: asked.skip };
    let total = query::count(db.reader(), &listing.scope, query).await?;
    let rows = query::rows(db.reader(), &listing.scope, query, window).await?;
    let columns = match query.columns.is_empty() {
        true => listing.usual_columns(),
        false => listing.asked_columns(),
    };
    let facets = facets(db, asked, listing).await?;
    let chosen = chosen_conditions(asked, listing, &facets);
    let kind = one_kind(query);
    let may_write = kind.is_some() && !site.writable_spaces(visitor).await?.is_empty();
    let title = listing.label();
    let place = kind.map_or(Place::Elsewhere, Place::of_kind);
    let views = rows.iter().map(|it| row(it, &columns, listing, site.clock.now()));
    Ok(ListView {
        frame: site.frame(request, visitor, place, title.clone()).await?,
        kind: kind.unwrap_or_default().to_owned(),
        hint: listing.hint(),
        notices: notices(asked, lang),
        action: asked.path.clone(),
        hidden: kept(asked, &facets),
        query: String::new(),
        clear_href: (!chosen.is_empty()).then(|| asked.cleared()),
        chosen,
        facets,
        columns: columns.iter().map(|it| head(it, asked, listing)).collect(),
        title_column: head(&listing.title_column(), asked, listing),
        paging: paging(asked, rows.len() as u64, total),
        rows: views.collect(),
        new_href: kind.filter(|_| may_write).map(|it| format!("/new?kind={it}")),
        new_label: kind.map_or_else(String::new, |it| {
            let label = listing.scope.kinds.get(it).map(|it| it.label.get(lang.code()));
            texts::new_words(lang, it, label.unwrap_or_default())
        }),
        files: files(asked, lang),
        block: block(query, lang),
        title,
    })
}

fn one_kind(query: &Query) -> Option<&str> {
    match query.kinds.as_slice() {
        [kind] if query.records.is_none() => Some(kind),
        _ => None,
    }
}

fn notices(asked: &Asked, lang: Lang) -> Vec<String> {
    asked.problems.iter().map(|it| words::problem(lang, it)).collect()
}

fn paging(asked: &Asked, shown: u64, total: u64) -> Paging {
    let at = |skip: u64| asked.with("skip", &skip.to_string());
    Paging {
        from: if shown == 0 { 0 } else { asked.skip + 1 },
        to: asked.skip + shown,
        total,
        previous: (asked.skip > 0).then(|| at(asked.skip.saturating_sub(asked.rows()))),
        next: (asked.skip + shown < total && shown > 0).then(|| at(asked.skip + shown)),
    }
}

/// The list as files, in the order people ask for them.
fn files(asked: &Asked, lang: Lang) -> Vec<Item> {
    let file = |format: Format| {
        let label = texts::say(lang, &format!("lists-as-{}", format.id()), &[]);
        Item::link(label, asked.with("format", format.id()))
    };
    vec![file(Format::Xlsx), file(Format::Csv)]
}

/// The block that shows this list in the text of a page.
fn block(query: &Query, lang: Lang) -> String {
    format!("```abfrage\n{}```\n", query.to_block(lang.code()))
}

/// What the form of filters has to carry along, since its own boxes do not say it.
fn kept(asked: &Asked, facets: &[Facet]) -> Vec<Hidden> {
    let is_box = |name: &str, value: &str| {
        let facet = facets.iter().find(|it| it.name == name);
        facet.is_some_and(|it| it.options.iter().any(|it| it.value == value))
    };
    let pairs = asked.pairs().into_iter().filter(|(name, value)| !is_box(name, value));
    pairs.map(|(name, value)| Hidden { name, value }).collect()
}

fn head(column: &lists::ListColumn, asked: &Asked, listing: &Listing<'_>) -> ListColumn {
    let now = asked.query.sort.first().filter(|it| it.field == column.path);
    let is_usual = asked.query.sort.is_empty()
        && asked.query.records.is_none()
        && column.path == listing.title_column().path;
    let sorted = match now.map(|it| it.order) {
        Some(SortOrder::Ascending) => Sorted::Ascending,
        Some(SortOrder::Descending) => Sorted::Descending,
        None if is_usual => Sorted::Ascending,
        None => Sorted::None,
    };
    // What changed last is what people want to see first.
    let down = match sorted {
        Sorted::Ascending => true,
        Sorted::Descending => false,
        Sorted::None => column.path == "updated",
    };
    let order = if down { SortOrder::Descending } else { SortOrder::Ascending };
    let next = Sort { field: column.path.clone(), order };
    ListColumn {
        label: column.label.clone(),
        sort_href: Some(asked.sorted(&next.to_word())),
        sorted,
    }
}

fn row(row: &Row, columns: &[lists::ListColumn], listing: &Listing<'_>, now: i64) -> ListRow {
    let lang = listing.lang;
    let (kinds, spaces) = (listing.scope.kinds, listing.spaces);
    let mut status = None;
    let mut page = words::page_line(lang, kinds, spaces, &row.line);
    if row.record.is_some() {
        let title = listing.title(row);
        let href = title.href.unwrap_or_default();
        page = PageLine { title: title.text, href, ..PageLine::default() };
    } else if columns.iter().any(|it| it.path == "status") && !page.chips.is_empty() {
        status = Some(page.chips.remove(0));
    }
    let cells = columns.iter().map(|column| match column.path.as_str() {
        "status" if row.record.is_none() => ListCell { items: Vec::new(), chip: status.clone() },
        "updated" => {
            let since = words::since(lang, row.updated_at(), now);
            ListCell { items: vec![Item::text(since)], chip: None }
        }
        path => {
            let parts = listing.value(path, row).words(lang);
            ListCell { items: parts.into_iter().map(item).collect(), chip: None }
        }
    });
    ListRow { cells: cells.collect(), page }
}

fn item(part: ListPart) -> Item {
    Item { text: part.text, href: part.href }
}

/// The filters: status, space, district, and the fields the kind marks; each counts what its own
/// choice would bring.
async fn facets(db: &Db, asked: &Asked, listing: &Listing<'_>) -> Result<Vec<Facet>> {
    let mut facets = Vec::new();
    for name in facet_names(asked, listing.scope.kinds) {
        let without = without(&asked.query, &name);
        let path = name.strip_prefix("field.").unwrap_or(&name);
        let counts = query::facet(db.reader(), &listing.scope, &without, path).await?;
        let options = counts.into_iter().map(|(value, count)| FacetOption {
            label: value_in_words(&name, &value, listing),
            count: Some(count),
            chosen: is_chosen(&asked.query, &name, &value),
            href: asked.toggled(&name, &value),
            value,
        });
        let options: Vec<_> = options.collect();
        let label = facet_label(&name, listing);
        facets.push(Facet { name, label, options });
    }
    // A filter with one choice that changes nothing is no filter.
    facets.retain(|it| it.options.len() > 1 || it.options.iter().any(|it| it.chosen));
    Ok(facets)
}

fn facet_names(asked: &Asked, kinds: &Kinds) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let query = &asked.query;
    let set = query.records.as_deref().and_then(|id| kinds.record_set(id));
    if asked.path.ends_with(ALL_PAGES) {
        names.push("kind".to_owned());
    }
    names.extend(["status", "space", DISTRICT].map(str::to_owned));
    let of_kind = || one_kind(query).and_then(|id| kinds.get(id));
    let declaration: Option<&Declaration> =
        set.map(|it| -> &Declaration { it }).or_else(|| of_kind().map(|it| -> &Declaration { it }));
    let status_field = set.and_then(|it| it.status_field.as_deref());
    for field in declaration.into_iter().flat_map(|it| &it.fields).filter(|it| it.facet) {
        let is_district = matches!(field.r#type, FieldType::District(_) | FieldType::Districts(_));
        let is_open = set.is_none_or(|set| set.is_open_to_questions(&field.id));
        if !is_district && is_open && status_field != Some(field.id.as_str()) {
            names.push(format!("field.{}", field.id));
        }
    }
    names
}

/// The question without its condition on one facet.
fn without(query: &Query, name: &str) -> Query {
    let mut query = query.clone();
    match name {
        "kind" => query.kinds.clear(),
        "status" => query.statuses.clear(),
        "space" => query.spaces.clear(),
        DISTRICT => query.districts.clear(),
        _ => {
            let field = name.strip_prefix("field.").unwrap_or(name);
            query.filters.retain(|it| it.field != field || !matches!(it.test, Test::Is(_)));
        }
    }
    query
}

fn is_chosen(query: &Query, name: &str, value: &str) -> bool {
    let has = |wanted: &[Wanted]| wanted.iter().any(|it| *it == Wanted::Text(value.to_owned()));
    let listed = |values: &[String]| values.iter().any(|it| it == value);
    match name {
        "kind" => listed(&query.kinds),
        "status" => listed(&query.statuses),
        "space" => listed(&query.spaces),
        DISTRICT => has(&query.districts),
        _ => {
            let field = name.strip_prefix("field.").unwrap_or(name);
            let of_field = |it: &&Filter| it.field == field;
            query.filters.iter().filter(of_field).any(|it| match &it.test {
                Test::Is(wanted) => has(wanted),
                _ => false,
            })
        }
    }
}

fn facet_label(name: &str, listing: &Listing<'_>) -> String {
    match name.strip_prefix("field.") {
        Some(field) => listing.column(field).label,
        None if name == DISTRICT => texts::say(listing.lang, "lists-district", &[]),
        None => texts::say(listing.lang, &format!("facet-{name}"), &[]),
    }
}

/// A value of a facet as people read it.
fn value_in_words(name: &str, value: &str, listing: &Listing<'_>) -> String {
    let (lang, kinds) = (listing.lang, listing.scope.kinds);
    let from_list = |list: &str| kinds.list(list).map(|it| it.label(value, lang.code()).to_owned());
    let known = match name {
        "kind" => kinds.get(value).map(|it| it.label.get(lang.code()).to_owned()),
        "space" => space_title(value, listing.spaces, lang),
        DISTRICT if value == "mine" => Some(texts::say(lang, "lists-own-district", &[])),
        DISTRICT => from_list("districts"),
        "status" => status_in_words(value, listing),
        _ => {
            let field = name.strip_prefix("field.").unwrap_or(name);
            field_value_in_words(field, value, listing)
        }
    };
    known.unwrap_or_else(|| value.to_owned())
}

fn space_title(key: &str, spaces: &[Space], lang: Lang) -> Option<String> {
    let space = spaces.iter().find(|it| it.key() == key)?;
    Some(words::space_title(space, lang).to_owned())
}

fn status_in_words(status: &str, listing: &Listing<'_>) -> Option<String> {
    let (lang, query) = (listing.lang, listing.query);
    let kinds = listing.scope.kinds;
    if let Some(set) = query.records.as_deref().and_then(|id| kinds.record_set(id)) {
        return set.status(status).map(|it| it.label.get(lang.code()).to_owned());
    }
    let kind = one_kind(query).and_then(|it| kinds.get(it));
    let id = kind.map_or("page", |it| it.id.as_str());
    words::status_chip(lang, kind.map(|it| it.as_ref()), id, status).map(|it| it.text)
}

fn field_value_in_words(field: &str, value: &str, listing: &Listing<'_>) -> Option<String> {
    let (lang, query, kinds) = (listing.lang, listing.query, listing.scope.kinds);
    let set = query.records.as_deref().and_then(|id| kinds.record_set(id));
    let declaration: Option<&Declaration> = match set {
        Some(set) => Some(set),
        None => one_kind(query).and_then(|it| kinds.get(it)).map(|it| -> &Declaration { it }),
    };
    let field_type = declaration?.type_at(field)?;
    match field_type {
        FieldType::YesNo => Some(lists::yes_no(value == "ja", lang)),
        FieldType::Number => value.parse().ok().map(|it| lists::number_in_words(it, lang)),
        FieldType::Date => value.parse().ok().map(|it| texts::date_short(lang, it)),
        other => other.choices().map(|it| it.label(value, lang.code()).to_owned()),
    }
}

/// The conditions in force, each with the address without it.
fn chosen_conditions(asked: &Asked, listing: &Listing<'_>, facets: &[Facet]) -> Vec<Item> {
    let pairs = asked.pairs().into_iter().filter(|(name, _)| is_condition(name));
    let known = pairs.filter(|it| !asked.unknown.contains(it));
    let chips = known.map(|(name, value)| {
        let text = match name.strip_prefix("field.").and_then(|it| it.split_once(':')) {
            Some((field, _)) => {
                let filter = asked.query.filters.iter().find(|it| it.field == field);
                let test = filter.map(|it| it.test.words(listing.lang.code()));
                format!("{}: {}", listing.column(field).label, test.unwrap_or_default())
            }
            None if facets.iter().any(|it| it.name == name) || !name.starts_with("field.") => {
                value_in_words(&name, &value, listing)
            }
            None => {
                let label = facet_label(&name, listing);
                format!("{label}: {}", value_in_words(&name, &value, listing))
            }
        };
        Item::link(text, asked.toggled(&name, &value))
    });
    chips.collect()
}

/// The filters in force among facets, each with the address without it.
pub fn chosen(facets: &[Facet]) -> Vec<Item> {
    let options = facets.iter().flat_map(|facet| &facet.options).filter(|it| it.chosen);
    options.map(|it| Item::link(&it.label, &it.href)).collect()
}

/// How a file says that it is not the whole list.
pub fn cut_short(lang: Lang, shown: u64, total: u64) -> String {
    let number = |it: u64| Arg::from(i64::try_from(it).unwrap_or(i64::MAX));
    texts::say(lang, "lists-cut-short", &[("shown", number(shown)), ("total", number(total))])
}
