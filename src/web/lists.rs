//! `/list/{kind}`: the register of a kind with the columns and filters the kind declares.

use actix_web::{HttpRequest, HttpResponse, web};
use url::form_urlencoded;

use super::site::Site;
use super::view::{
    Facet, FacetOption, Hidden, Item, ListCell, ListColumn, ListRow, ListView, Paging, Place,
    Sorted,
};
use super::visitor::Visitor;
use super::words;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{Field, Kind};
use crate::store::lists::{self, Ask, GroupColumn, Line, Order};
use crate::store::spaces::Space;
use crate::texts::{self, Lang};

/// Rows of one page of a list.
const ROWS: u64 = 50;

/// What the address of a list asks for.
struct Wanted {
    path: String,
    filters: Vec<(String, String)>,
    sort: String,
    skip: u64,
}

impl Wanted {
    fn read(request: &HttpRequest) -> Self {
        let mut wanted = Self {
            path: request.path().to_owned(),
            filters: Vec::new(),
            sort: String::new(),
            skip: 0,
        };
        for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
            match name.as_ref() {
                "sort" => wanted.sort = value.into_owned(),
                "skip" => wanted.skip = value.parse().unwrap_or(0).min(100_000),
                _ if value.is_empty() => {}
                _ => wanted.filters.push((name.into_owned(), value.replace('\0', ""))),
            }
        }
        wanted
    }

    fn values(&self, name: &str) -> Vec<String> {
        let values = self.filters.iter().filter(|(key, _)| key == name);
        values.map(|(_, value)| value.clone()).collect()
    }

    fn order(&self) -> Order {
        match self.sort.as_str() {
            "-title" => Order::TitleDescending,
            "-updated" => Order::Newest,
            "updated" => Order::Oldest,
            _ => Order::Title,
        }
    }

    /// The address with a filter chosen, or no longer chosen, from the first row on.
    fn toggled(&self, name: &str, value: &str) -> String {
        let is_this = |(key, it): &&(String, String)| key == name && it == value;
        let is_chosen = self.filters.iter().any(|it| is_this(&it));
        let others = self.filters.iter().filter(|it| !is_this(it));
        let mut pairs: Vec<(&str, &str)> =
            others.map(|(key, it)| (key.as_str(), it.as_str())).collect();
        if !is_chosen {
            pairs.push((name, value));
        }
        pairs.push(("sort", &self.sort));
        words::address(&self.path, &pairs)
    }

    fn sorted(&self, sort: &str) -> String {
        let pairs = self.filters.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        words::address(&self.path, &pairs.chain([("sort", sort)]).collect::<Vec<_>>())
    }

    fn skipping(&self, skip: u64) -> String {
        let skip = skip.to_string();
        let pairs = self.filters.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let more = [("sort", self.sort.as_str()), ("skip", skip.as_str())];
        words::address(&self.path, &pairs.chain(more).collect::<Vec<_>>())
    }
}

/// `GET /list/{kind}`
pub async fn list(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    kind: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let kind = site.kinds().get(&kind).cloned().ok_or(AppError::NotFound)?;
    let wanted = Wanted::read(&request);
    let ask = ask(&kind, &wanted);
    let total = lists::count(db.reader(), &visitor.actor, &ask).await?;
    let lines = lists::pages(db.reader(), &visitor.actor, &ask).await?;
    let spaces = site.spaces().await?;

    let lang = visitor.lang;
    let plural = kind.plural.get(lang.code()).to_owned();
    let may_write = !site.writable_spaces(&visitor).await?.is_empty();
    let facets = facets(&visitor, &db, &kind, &wanted, &spaces).await?;
    let chosen = chosen(&facets);
    let shown = lines.len() as u64;
    let columns: Vec<&Field> = kind.fields.iter().filter(|it| it.column).take(4).collect();
    let view = ListView {
        frame: site.frame(&request, &visitor, Place::of_kind(&kind.id), plural.clone()).await?,
        kind: kind.id.clone(),
        title: plural,
        hint: kind.hint.get(lang.code()).to_owned(),
        action: wanted.path.clone(),
        hidden: vec![Hidden { name: "sort".into(), value: wanted.sort.clone() }],
        query: String::new(),
        clear_href: (!chosen.is_empty()).then(|| wanted.path.clone()),
        chosen,
        facets,
        columns: list_columns(&columns, &wanted, lang),
        title_column: title_column(&wanted, lang),
        rows: rows(&visitor, &site, &db, &spaces, &columns, lines).await?,
        paging: Paging {
            from: if shown == 0 { 0 } else { wanted.skip + 1 },
            to: wanted.skip + shown,
            total,
            previous: (wanted.skip > 0).then(|| wanted.skipping(wanted.skip.saturating_sub(ROWS))),
            next: (wanted.skip + shown < total).then(|| wanted.skipping(wanted.skip + ROWS)),
        },
        new_href: may_write.then(|| format!("/new?kind={}", kind.id)),
        new_label: texts::new_words(lang, &kind.id, kind.label.get(lang.code())),
    };
    site.html("list.html", lang, &view)
}

fn ask(kind: &Kind, wanted: &Wanted) -> Ask {
    let facets = kind.fields.iter().filter(|it| it.facet);
    let facts = facets.map(|it| (it.id.clone(), wanted.values(&it.id)));
    Ask {
        kind: Some(kind.id.clone()),
        spaces: wanted.values("space"),
        statuses: wanted.values("status"),
        facts: facts.filter(|(_, values)| !values.is_empty()).collect(),
        order: wanted.order(),
        limit: ROWS,
        offset: wanted.skip,
        ..Ask::default()
    }
}

/// The filters: status, space, and the fields the kind marks; each counts what its own choice
/// would bring.
async fn facets(
    visitor: &Visitor,
    db: &Db,
    kind: &Kind,
    wanted: &Wanted,
    spaces: &[Space],
) -> Result<Vec<Facet>> {
    let lang = visitor.lang;
    let mut facets = Vec::new();
    for (name, column) in [("status", GroupColumn::Status), ("space", GroupColumn::Space)] {
        let mut without = ask(kind, wanted);
        match column {
            GroupColumn::Status => without.statuses.clear(),
            _ => without.spaces.clear(),
        }
        let counts = lists::by_column(db.reader(), &visitor.actor, &without, column).await?;
        let label = |value: &str| match column {
            GroupColumn::Status => words::status_chip(lang, Some(kind), &kind.id, value)
                .map_or_else(|| value.to_owned(), |it| it.text),
            _ => spaces
                .iter()
                .find(|it| it.key() == value)
                .map_or_else(|| value.to_owned(), |it| words::space_title(it, lang).to_owned()),
        };
        let title = texts::say(lang, &format!("facet-{name}"), &[]);
        facets.push(facet(wanted, name, title, counts, label));
    }
    for field in kind.fields.iter().filter(|it| it.facet) {
        let mut without = ask(kind, wanted);
        without.facts.retain(|(name, _)| *name != field.id);
        let counts = lists::facet(db.reader(), &visitor.actor, &without, &field.id).await?;
        let choices = field.r#type.choices();
        let label =
            |value: &str| choices.map_or(value, |it| it.label(value, lang.code())).to_owned();
        let title = field.label.get(lang.code()).to_owned();
        facets.push(facet(wanted, &field.id, title, counts, label));
    }
    // A filter with one choice that changes nothing is no filter.
    facets.retain(|it| it.options.len() > 1 || it.options.iter().any(|it| it.chosen));
    Ok(facets)
}

fn facet(
    wanted: &Wanted,
    name: &str,
    label: String,
    counts: Vec<(String, u64)>,
    label_of: impl Fn(&str) -> String,
) -> Facet {
    let now = wanted.values(name);
    let options = counts.into_iter().map(|(value, count)| FacetOption {
        label: label_of(&value),
        count: Some(count),
        chosen: now.contains(&value),
        href: wanted.toggled(name, &value),
        value,
    });
    Facet { name: name.to_owned(), label, options: options.collect() }
}

/// The filters in force, each with the address without it.
pub fn chosen(facets: &[Facet]) -> Vec<Item> {
    let options = facets.iter().flat_map(|facet| &facet.options).filter(|it| it.chosen);
    options.map(|it| Item::link(&it.label, &it.href)).collect()
}

fn title_column(wanted: &Wanted, lang: Lang) -> ListColumn {
    let (sorted, next) = match wanted.order() {
        Order::Title => (Sorted::Ascending, "-title"),
        Order::TitleDescending => (Sorted::Descending, ""),
        Order::Newest | Order::Oldest => (Sorted::None, ""),
    };
    ListColumn {
        label: texts::say(lang, "field-title", &[]),
        sort_href: Some(wanted.sorted(next)),
        sorted,
    }
}

fn list_columns(fields: &[&Field], wanted: &Wanted, lang: Lang) -> Vec<ListColumn> {
    let plain = |label: String| ListColumn { label, sort_href: None, sorted: Sorted::None };
    let mut columns = vec![plain(texts::say(lang, "facet-status", &[]))];
    columns.extend(fields.iter().map(|it| plain(it.label.get(lang.code()).to_owned())));
    let (sorted, next) = match wanted.order() {
        Order::Newest => (Sorted::Descending, "updated"),
        Order::Oldest => (Sorted::Ascending, "-updated"),
        Order::Title | Order::TitleDescending => (Sorted::None, "-updated"),
    };
    columns.push(ListColumn {
        label: texts::say(lang, "field-updated", &[]),
        sort_href: Some(wanted.sorted(next)),
        sorted,
    });
    columns
}

async fn rows(
    visitor: &Visitor,
    site: &Site,
    db: &Db,
    spaces: &[Space],
    fields: &[&Field],
    lines: Vec<Line>,
) -> Result<Vec<ListRow>> {
    let lang = visitor.lang;
    let ids: Vec<&str> = fields.iter().map(|it| it.id.as_str()).collect();
    let facts = lists::facts_of(db.reader(), &lines, &ids).await?;
    let now = site.clock.now();
    let rows = lines.iter().map(|line| {
        let mut page = words::page_line(lang, &site.kinds(), spaces, line);
        let status = (!page.chips.is_empty()).then(|| page.chips.remove(0));
        let mut cells = vec![ListCell { items: Vec::new(), chip: status }];
        cells.extend(fields.iter().map(|field| {
            let values = facts.iter().filter(|(page, id, _)| *page == line.page && *id == field.id);
            let items = values.map(|(_, _, value)| Item::text(in_words(field, value, lang)));
            ListCell { items: items.collect(), chip: None }
        }));
        let since = words::since(lang, line.updated_at, now);
        cells.push(ListCell { items: vec![Item::text(since)], chip: None });
        ListRow { page, cells }
    });
    Ok(rows.collect())
}

fn in_words(field: &Field, value: &str, lang: Lang) -> String {
    match field.r#type.choices() {
        Some(choices) => choices.label(value, lang.code()).to_owned(),
        None => value.parse().map_or_else(|_| value.to_owned(), |it| texts::date(lang, it)),
    }
}
