//! A page as readers see it: `/wiki/{space}/{path}`, with `?face=` and `?revision=`.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::acts;
use super::files;
use super::records;
use super::site::Site;
use super::status;
use super::unsaved;
use super::view::{
    Banner, BannerAbout, CellView, Chip, ChipLook, ColumnView, Crumb, FieldSection, FieldValue,
    FieldView, Heading, Item, PageLine, PageView, Place, PrintHead, RowView, Tone,
};
use super::visitor::Visitor;
use super::words;
use crate::access::{Face, may_edit, may_order};
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{Field, FieldType, Fields, Kind, Role, Shown};
use crate::pages::Pages;
use crate::people::People;
use crate::reading::{Links, Read, Reading, Which};
use crate::store;
use crate::store::faces::NameSort;
use crate::store::pages::{Head, page_url};
use crate::texts::{self, Lang};
use crate::theme;

/// Rows of all record sets together shown at one page.
const ROWS_MAX: u64 = 2_000;

/// Which state of the page is asked for.
#[derive(Deserialize)]
pub struct State {
    face: Option<String>,
    revision: Option<u32>,
}

impl State {
    fn which(&self) -> Result<Which> {
        match (&self.face, self.revision) {
            (_, Some(number)) => Ok(Which::Revision(number)),
            (Some(face), None) => Face::parse(face).map(Which::Face).ok_or(AppError::NotFound),
            (None, None) => Ok(Which::InForce),
        }
    }
}

/// `GET /wiki/{space}/{path}`
pub async fn page(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
    state: web::Query<State>,
) -> Result<HttpResponse> {
    let (space, path) = address.into_inner();
    let head = match reading.find(&visitor.actor, &space, path.trim_end_matches('/')).await {
        Ok(head) => head,
        // A living page always comes first; only where there is none a former address leads on.
        Err(AppError::NotFound) => return moved_on(&request, &visitor, &db, &space, &path).await,
        Err(error) => return Err(error),
    };
    let read = reading.read(&visitor.actor, visitor.lang, head, state.which()?).await?;
    let used_in = reading.used_in(&visitor.actor, &read).await?;
    let spaces = site.spaces().await?;

    let rows = match reading.has_records(&read.head).await? {
        true => store::records::of_page(db.reader(), &read.head.id, ROWS_MAX).await?,
        false => Vec::new(),
    };
    let records = match &read.kind {
        Some(kind) => records::tables(&visitor, &read.head, kind, rows, &spaces),
        None => Vec::new(),
    };
    let lang = visitor.lang;
    let tools = acts::tools(&visitor, &db, &read.head).await?;
    let locked = acts::locked(&db, &read.head, lang).await?;
    let writing_now = match may_edit(&visitor.actor, &read.head.standing()) {
        Some(permit) => unsaved::writing_now(&visitor, &pages, &people, &permit).await?,
        None => None,
    };
    let order_href = may_order(&visitor.actor, &read.head.space.standing)
        .map(|_| words::address("/order", &[("page", &read.head.id)]));
    let files = files::list(&site, &db, lang, &read).await?;
    let lines = |lines: Vec<store::lists::Line>| -> Vec<PageLine> {
        lines.iter().map(|it| words::page_line(lang, &site.kinds(), &spaces, it)).collect()
    };
    let content = &read.revision().content;
    let place = Place::of_kind(&read.head.kind);
    let view = PageView {
        frame: site.frame(&request, &visitor, place, content.title.clone()).await?,
        page_id: read.head.id.clone(),
        kind: read.head.kind.clone(),
        kind_label: kind_label(&read, lang),
        breadcrumb: way(&reading, &visitor, &read.head).await?,
        pillar: words::pillar(&read.head.space),
        space: words::space_crumb(&read.head.space, lang),
        code: read.text(Role::Code).map(str::to_owned),
        title: titled(&read),
        chips: chips(&read, lang),
        meta: version(&read, lang),
        banner: banner(&read, lang),
        summary: lead(&read),
        fields: fields(&read, lang),
        sections: sections(&read, lang),
        headings: headings(&read),
        edit_href: read.may_edit.then(|| format!("{}/edit", read.head.url())),
        history_href: Some(format!("{}/history", read.head.url())),
        actions: Vec::new(),
        tools,
        locked,
        writing_now,
        order_href,
        status: status::control(&visitor, &pages, &read).await?,
        used_in: lines(used_in),
        children: lines(reading.below(&visitor.actor, &read.head).await?),
        owner: read.text(Role::Owner).map(str::to_owned),
        changed: Some(words::since(lang, read.revision().at, site.clock.now())),
        print: print_head(&read, &site, lang),
        previous: None,
        next: None,
        records,
        files,
        body_html: read.body_html,
    };
    site.html(&theme::page_template(&view.kind), lang, &view)
}

/// Where the page that was last at an address is now, for those who may see it.
async fn moved_on(
    request: &HttpRequest,
    visitor: &Visitor,
    db: &Db,
    space: &str,
    path: &str,
) -> Result<HttpResponse> {
    let db = db.reader();
    let space = store::spaces::by_key(db, space).await?.ok_or(AppError::NotFound)?;
    let path = path.trim_end_matches('/');
    let page = store::addresses::formerly_at(db, &space.id, path).await?;
    let page = page.ok_or(AppError::NotFound)?;
    let head = store::pages::head(db, &page).await?.ok_or(AppError::NotFound)?;
    if store::faces::visible(db, &visitor.actor, &head.id).await?.is_empty() {
        return Err(AppError::NotFound);
    }
    let query = request.query_string();
    let sign = if query.is_empty() { "" } else { "?" };
    let address = format!("{}{sign}{query}", head.url());
    Ok(HttpResponse::MovedPermanently().insert_header((header::LOCATION, address)).finish())
}

/// The sentences under the title.
fn lead(read: &Read) -> Option<String> {
    let kind = read.kind.as_deref()?;
    let mut fields = kind.with_role(Role::Summary);
    let field = fields.find(|it| !matches!(it.r#type, FieldType::Markdown))?;
    let text = read.revision().content.fields.get(&field.id)?.as_str()?;
    Some(text.to_owned())
}

/// The title with its abbreviation, as the glossary writes it: "QM-Beauftragte (QMB)".
fn titled(read: &Read) -> String {
    let content = &read.revision().content;
    match read.text(Role::Abbreviation) {
        Some(short) if !content.title.contains(short) => format!("{} ({short})", content.title),
        _ => content.title.clone(),
    }
}

fn kind_label(read: &Read, lang: Lang) -> String {
    let label = read.kind.as_ref().map(|it| it.label.get(lang.code()));
    label.unwrap_or(read.head.kind.as_str()).to_owned()
}

/// The way to a page: its space and the pages above it that the visitor may see.
pub async fn breadcrumb(head: &Head, db: &Db, visitor: &Visitor) -> Result<Vec<Crumb>> {
    let mut crumbs = vec![words::space_crumb(&head.space, visitor.lang)];
    let above = head.path.match_indices('/').map(|(end, _)| head.path.get(..end));
    for path in above.flatten() {
        let Some(parent) = store::pages::at(db.reader(), &head.space, path).await? else {
            continue;
        };
        if !store::faces::visible(db.reader(), &visitor.actor, &parent.id).await?.is_empty() {
            let title = store::pages::title(db.reader(), &parent).await?;
            crumbs.push(Item::link(title, parent.url()));
        }
    }
    Ok(crumbs)
}

async fn way(reading: &Reading, visitor: &Visitor, head: &Head) -> Result<Vec<Crumb>> {
    let above = reading.above(&visitor.actor, head).await?;
    let above = above.into_iter().map(|(title, page)| Item::link(title, page.url()));
    Ok(std::iter::once(words::space_crumb(&head.space, visitor.lang)).chain(above).collect())
}

fn chips(read: &Read, lang: Lang) -> Vec<Chip> {
    let content = &read.revision().content;
    let kind = read.kind.as_deref();
    let is_plain = read.head.kind == "page" && read.is_in_force();
    let face = if read.is_in_force() { Face::Released } else { Face::Working };
    let status = words::face_chip(lang, kind, &read.head.kind, &content.status, face);
    let mut chips: Vec<Chip> = status.into_iter().filter(|_| !is_plain).collect();
    // What else a standard or practice is known by, in words.
    for field in kind.into_iter().flat_map(|it| it.with_role(Role::Chip)) {
        let Some(value) = content.fields.get(&field.id) else { continue };
        if let Shown::Choices(choices) = field.display(value, lang.code()) {
            chips.extend(
                choices.into_iter().map(|it| Chip { look: ChipLook::Plain, text: it.label }),
            );
        }
    }
    let honesty = read.text(Role::Honesty).unwrap_or_default();
    chips.extend(words::honesty_chip(lang, honesty));
    chips
}

fn version(read: &Read, lang: Lang) -> Option<String> {
    let date = texts::date(lang, clock::berlin_day(read.revision().at));
    let number = i64::from(read.revision().number);
    let id = if read.is_in_force() { "version-released" } else { "version-working" };
    Some(texts::say(lang, id, &[("number", number.into()), ("date", date.into())]))
}

/// The one state of the page that changes how to read it, most important first.
fn banner(read: &Read, lang: Lang) -> Option<Banner> {
    let url = read.head.url();
    let link = |id: &str, href: String| Some(Item::link(texts::say(lang, id, &[]), href));
    let banner =
        |about, tone, link| Some(Banner { about, tone, link, detail: None, restore_action: None });
    let content = &read.revision().content;
    let honesty = read.text(Role::Honesty);
    let is_pending = read.head.released.is_some_and(|it| it != read.head.working);
    let sees_drafts = read.visible.contains(&Face::Working);
    if !read.is_newest() && !read.is_in_force() {
        let href = link("banner-to-current", url);
        return banner(BannerAbout::OldRevision, Tone::Attention, href);
    }
    match content.status.as_str() {
        "abgeloest" => banner(BannerAbout::Superseded, Tone::Attention, None),
        "ausser_kraft" => banner(BannerAbout::Repealed, Tone::Attention, None),
        _ if is_pending && read.is_newest() => {
            let href = link("banner-to-released", format!("{url}?face=released"));
            banner(BannerAbout::PendingShown, Tone::Notice, href)
        }
        _ if is_pending && sees_drafts => {
            let href = link("banner-to-working", format!("{url}?face=working"));
            banner(BannerAbout::PendingForReader, Tone::Notice, href)
        }
        "fachliche_grundlage" => banner(BannerAbout::SourceText, Tone::Plain, None),
        _ if honesty == Some("beispiel") => banner(BannerAbout::Example, Tone::Plain, None),
        "in_abstimmung" if read.is_in_force() => banner(BannerAbout::OpenDraft, Tone::Notice, None),
        _ if read.head.released.is_none() => banner(BannerAbout::Draft, Tone::Notice, None),
        _ => None,
    }
}

fn headings(read: &Read) -> Vec<Heading> {
    let second_level = read.prepared.headings.iter().filter(|it| it.level == 2);
    let headings =
        second_level.map(|it| Heading { anchor: it.anchor.clone(), text: it.text.clone() });
    headings.collect()
}

fn sections(read: &Read, lang: Lang) -> Vec<FieldSection> {
    let Some(kind) = read.kind.as_deref() else {
        return Vec::new();
    };
    let filled = |field: &&Field| is_shown(field, read);
    let sections = kind.sections.iter().map(|section| FieldSection {
        id: section.id.clone(),
        label: section.label.get(lang.code()).to_owned(),
        fields: kind.fields_in(&section.id).filter(filled).map(|it| it.id.clone()).collect(),
    });
    sections.filter(|it| !it.fields.is_empty()).collect()
}

fn fields(read: &Read, lang: Lang) -> Vec<FieldView> {
    let Some(kind) = read.kind.as_deref() else {
        return Vec::new();
    };
    let shown = kind.fields.iter().filter(|field| is_shown(field, read));
    let views = shown.filter_map(|field| {
        let value = read.revision().content.fields.get(&field.id)?;
        Some(FieldView {
            id: field.id.clone(),
            label: field.label.get(lang.code()).to_owned(),
            value: field_value(field, field.display(value, lang.code()), &read.links, lang)?,
        })
    });
    views.collect()
}

fn is_shown(field: &Field, read: &Read) -> bool {
    let is_elsewhere = match field.role {
        Some(Role::Code | Role::Owner | Role::Honesty | Role::Seed | Role::Abbreviation) => true,
        // A lead is one text; Markdown, as a definition is, keeps its place among the fields.
        Some(Role::Summary) => !matches!(field.r#type, FieldType::Markdown),
        Some(Role::Name | Role::Chip) | None => false,
    };
    !is_elsewhere && !crate::kinds::is_empty(read.revision().content.fields.get(&field.id))
}

fn field_value(field: &Field, shown: Shown, links: &Links, lang: Lang) -> Option<FieldValue> {
    match shown {
        Shown::Empty => None,
        Shown::Markdown(text) => Some(FieldValue::Prose { html: links.prose(&text) }),
        Shown::Table { columns, rows } => {
            let ids: Vec<String> = columns.iter().map(|it| it.id.clone()).collect();
            let columns =
                columns.into_iter().map(|it| ColumnView { id: it.id, label: it.label }).collect();
            let rows = rows.into_iter().map(|row| RowView {
                id: row.id,
                number: number_of(&ids, &row.cells),
                cells: cells(field, &ids, row.cells, links, lang),
            });
            Some(FieldValue::Table { columns, rows: rows.collect() })
        }
        other => {
            let mut items = items(other, links, lang);
            match items.len() {
                0 => None,
                1 if !field.r#type.is_list() => items.pop().map(|item| FieldValue::One { item }),
                _ => Some(FieldValue::Many { items }),
            }
        }
    }
}

/// A table with a column `no` numbers its rows itself; numbers are never given twice.
fn number_of(columns: &[String], cells: &[Shown]) -> Option<String> {
    let at = columns.iter().position(|it| it == "no")?;
    match cells.get(at) {
        Some(Shown::Text(number)) => Some(number.clone()),
        _ => None,
    }
}

fn cells(
    field: &Field,
    columns: &[String],
    cells: Vec<Shown>,
    links: &Links,
    lang: Lang,
) -> Vec<CellView> {
    let views = columns.iter().zip(cells).filter(|(_, cell)| *cell != Shown::Empty);
    let views = views.map(|(id, cell)| {
        let is_prose =
            field.table_column(id).is_some_and(|it| matches!(it.r#type, FieldType::Markdown));
        match cell {
            Shown::Markdown(text) if is_prose => {
                CellView { id: id.clone(), items: Vec::new(), html: Some(links.prose(&text)) }
            }
            other => CellView { id: id.clone(), items: items(other, links, lang), html: None },
        }
    });
    views.collect()
}

/// The filled cells of a row whose fields are declared one by one.
pub fn cell_views(columns: &[&Field], values: &Fields, links: &Links, lang: Lang) -> Vec<CellView> {
    let filled = columns.iter().filter_map(|field| Some((field, values.get(&field.id)?)));
    let views = filled.map(|(field, value)| match field.display(value, lang.code()) {
        Shown::Markdown(text) => {
            CellView { id: field.id.clone(), items: Vec::new(), html: Some(links.prose(&text)) }
        }
        other => CellView { id: field.id.clone(), items: items(other, links, lang), html: None },
    });
    views.collect()
}

fn items(shown: Shown, links: &Links, lang: Lang) -> Vec<Item> {
    match shown {
        Shown::Empty | Shown::Table { .. } => Vec::new(),
        Shown::Text(text) | Shown::Markdown(text) | Shown::File(text) => vec![Item::text(text)],
        Shown::Lines(lines) | Shown::Tags(lines) => lines.into_iter().map(Item::text).collect(),
        Shown::Choices(choices) => choices.into_iter().map(|it| Item::text(it.label)).collect(),
        Shown::Date(day) => vec![Item::text(day_in_words(&day, lang))],
        Shown::Number(number) => vec![Item::text(number_in_words(number, lang))],
        Shown::YesNo(true) => vec![Item::text(texts::say(lang, "yes", &[]))],
        Shown::YesNo(false) => vec![Item::text(texts::say(lang, "no", &[]))],
        Shown::Url(url) => vec![Item::link(url.clone(), url)],
        Shown::Pages(names) => names.into_iter().map(|it| page_item(&it, links)).collect(),
    }
}

fn page_item(name: &str, links: &Links) -> Item {
    match links.page(name) {
        Some(page) => {
            // A code says more than the title of the page that explains it.
            let text = match page.what {
                NameSort::Code => format!("{name} {}", page.title),
                NameSort::Alias | NameSort::Abbreviation => name.to_owned(),
                NameSort::Title | NameSort::Slug | NameSort::Former => page.title.clone(),
            };
            Item::link(text, page_url(&page.space, &page.path))
        }
        None => Item::text(name),
    }
}

fn day_in_words(day: &str, lang: Lang) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |it| texts::date(lang, it))
}

fn number_in_words(number: f64, lang: Lang) -> String {
    let text = number.to_string();
    if lang == Lang::De { text.replace('.', ",") } else { text }
}

fn print_head(read: &Read, site: &Site, lang: Lang) -> PrintHead {
    let kind: Option<&Kind> = read.kind.as_deref();
    let status = words::status_chip(lang, kind, &read.head.kind, &read.revision().content.status);
    PrintHead {
        state: status.map(|it| it.text).unwrap_or_default(),
        version: version(read, lang),
        printed_on: texts::date(lang, clock::berlin_day(site.clock.now())),
        address: read.head.url(),
    }
}
