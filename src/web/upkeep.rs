//! `/upkeep/{what}`: what keeps a wiki in order: pages that links name and nobody wrote, pages
//! nothing leads to, pages nobody looks after. `/names`: the choice between pages of one name.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::site::Site;
use super::view::{Item, MissingPage, NamesView, PageLine, Place, SpaceOption, UpkeepView};
use super::visitor::Visitor;
use super::words;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{Kinds, Role};
use crate::markdown::LinkTarget;
use crate::reading::Reading;
use crate::store::links::{self, Missing};
use crate::store::lists::{self, Ask, Line};
use crate::store::pages::page_url;
use crate::store::spaces::Space;
use crate::texts;

/// The page of a space that is its home, which needs no link.
const HOME: &str = "start";
/// Rows of one list.
const ROWS: u64 = 200;

/// The lists, with the ends of their addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Missing,
    Unlinked,
    Ownerless,
}

impl List {
    const ALL: [(&str, Self); 3] =
        [("missing", Self::Missing), ("unlinked", Self::Unlinked), ("ownerless", Self::Ownerless)];
}

/// The space a list is narrowed to.
#[derive(Deserialize)]
pub struct Narrowed {
    space: Option<String>,
}

/// `GET /upkeep/{what}`
pub async fn upkeep(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    what: web::Path<String>,
    narrowed: web::Query<Narrowed>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let known = List::ALL.into_iter().find(|(id, _)| *id == *what);
    let (id, list) = known.ok_or(AppError::NotFound)?;
    let space = narrowed.space.clone().filter(|it| !it.is_empty());
    let ask = Ask { spaces: space.iter().cloned().collect(), limit: ROWS, ..Ask::default() };
    let (mut missing, mut lines) = (Vec::new(), Vec::new());
    match list {
        List::Missing => missing = links::missing(db.reader(), &visitor.actor, &ask, ROWS).await?,
        List::Unlinked => {
            lines = links::not_led_to(db.reader(), &visitor.actor, &ask, HOME).await?;
        }
        List::Ownerless => {
            let fields = owner_fields(&site.kinds());
            lines = links::without_value(db.reader(), &visitor.actor, &ask, &fields).await?;
        }
    }

    let lang = visitor.lang;
    let spaces = site.spaces().await?;
    let writable = site.writable_spaces(&visitor).await?;
    let title = texts::say(lang, &format!("upkeep-{id}"), &[]);
    let view = UpkeepView {
        frame: site.frame(&request, &visitor, Place::Elsewhere, title.clone()).await?,
        title,
        about: texts::say(lang, &format!("upkeep-{id}-about"), &[]),
        empty: texts::say(lang, &format!("upkeep-{id}-empty"), &[]),
        lists: List::ALL.map(|(other, _)| tab(lang, other, other == id)).to_vec(),
        action: format!("/upkeep/{id}"),
        spaces: space_options(&spaces, space.as_deref(), lang),
        missing: missing.iter().map(|it| missing_page(it, &spaces, &writable, lang)).collect(),
        pages: page_lines(&lines, &site.kinds(), &spaces, lang),
        is_cut: missing.len().max(lines.len()) as u64 == ROWS,
    };
    site.html("upkeep.html", lang, &view)
}

/// The name that several pages have.
#[derive(Deserialize)]
pub struct Name {
    name: String,
    space: Option<String>,
}

/// `GET /names?name=`: the pages a link may mean.
pub async fn names(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    asked: web::Query<Name>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let target = LinkTarget::read(&asked.name).ok_or(AppError::NotFound)?;
    let from = asked.space.as_deref().unwrap_or_default();
    let pages = reading.called(&visitor.actor, from, &target).await?;
    let ask = Ask { pages, limit: ROWS, ..Ask::default() };
    let lines = match ask.pages.is_empty() {
        true => Vec::new(),
        false => lists::pages(db.reader(), &visitor.actor, &ask).await?,
    };

    let lang = visitor.lang;
    let title = texts::say(lang, "names-title", &[("name", target.written.as_str().into())]);
    let spaces = site.spaces().await?;
    let view = NamesView {
        frame: site.frame(&request, &visitor, Place::Elsewhere, title.clone()).await?,
        title,
        pages: page_lines(&lines, &site.kinds(), &spaces, lang),
        search_href: words::address("/search", &[("q", &target.written)]),
    };
    site.html("names.html", lang, &view)
}

/// The kinds whose pages somebody looks after, with the field that says who.
fn owner_fields(kinds: &Kinds) -> Vec<(String, String)> {
    let fields = kinds.iter().flat_map(|kind| {
        kind.with_role(Role::Owner).map(|field| (kind.id.clone(), field.id.clone()))
    });
    fields.collect()
}

fn tab(lang: texts::Lang, id: &str, is_current: bool) -> Item {
    let text = texts::say(lang, &format!("upkeep-{id}"), &[]);
    if is_current { Item::text(text) } else { Item::link(text, format!("/upkeep/{id}")) }
}

fn space_options(spaces: &[Space], chosen: Option<&str>, lang: texts::Lang) -> Vec<SpaceOption> {
    let options = spaces.iter().map(|it| SpaceOption {
        key: it.key().to_owned(),
        title: words::space_title(it, lang).to_owned(),
        chosen: chosen == Some(it.key()),
    });
    options.collect()
}

/// A missing page, to be written where most of those who name it stand, if that is allowed.
fn missing_page(
    missing: &Missing,
    spaces: &[Space],
    writable: &[Space],
    lang: texts::Lang,
) -> MissingPage {
    let place = missing.space.as_deref().or(missing.named_in.first().map(|it| it.space.as_str()));
    let place = writable.iter().find(|it| Some(it.key()) == place);
    let named = spaces.iter().find(|it| Some(it.key()) == missing.space.as_deref());
    MissingPage {
        name: missing.name.clone(),
        space: named.map(|it| words::space_title(it, lang).to_owned()),
        pages: missing.pages,
        named_in: missing
            .named_in
            .iter()
            .map(|it| Item::link(&it.title, page_url(&it.space, &it.path)))
            .collect(),
        create: place
            .map(|it| words::address("/new", &[("space", it.key()), ("title", &missing.name)])),
    }
}

fn page_lines(lines: &[Line], kinds: &Kinds, spaces: &[Space], lang: texts::Lang) -> Vec<PageLine> {
    let lines = lines.iter().map(|line| {
        let mut page = words::page_line(lang, kinds, spaces, line);
        let kind = kinds.get(&line.kind).map(|it| it.label.get(lang.code()).to_owned());
        let space = spaces.iter().find(|it| it.key() == line.space);
        page.notes.extend(kind);
        page.notes.extend(space.map(|it| words::space_title(it, lang).to_owned()));
        page
    });
    lines.collect()
}
