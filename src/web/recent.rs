//! `/changes`: what changed lately, in one space or in all; and who wrote which paragraph of a
//! page. Names are said only to those who may edit the page; there is no way to ask for a person.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::page::breadcrumb;
use super::site::Site;
use super::view::{AuthoredParagraph, AuthorsView, ChangeDay, ChangeRow, ChangesView, Item, Place};
use super::visitor::Visitor;
use super::words;
use crate::access::{Standing, may_edit, may_see_authors, may_see_drafts};
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::pages::{Authorship, Paragraph};
use crate::people::People;
use crate::reading::Reading;
use crate::store;
use crate::store::changes::ChangeType;
use crate::store::pages::{Head, RevisionLine, page_url};
use crate::store::recent::{RecentAsk, RecentLine};
use crate::store::spaces::Space;
use crate::texts::{self, Lang};

/// Rows of one page of changes.
const ROWS: u64 = 50;
/// How long who wrote what is looked for; what is not found by then counts as older.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Revisions looked at; older ones count as one.
const REVISIONS_MAX: u32 = 400;

/// Which changes are asked for.
#[derive(Deserialize)]
pub struct Asked {
    space: Option<String>,
    before: Option<u64>,
    minor: Option<u8>,
}

/// `GET /changes?space=&minor=&before=`
pub async fn changes(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    people: web::Data<People>,
    db: web::Data<Db>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let spaces = site.spaces().await?;
    let space = match asked.space.as_deref().filter(|it| !it.is_empty()) {
        Some(key) => Some(site.space(key).await?),
        None => None,
    };
    let ask = RecentAsk {
        space: space.as_ref().map(|it| it.id.clone()),
        drafts_in: drafts_in(&visitor, &spaces),
        without_minor: asked.minor == Some(0),
        before: asked.before,
        limit: ROWS + 1,
    };
    let mut lines = store::recent::changes(db.reader(), &visitor.actor, &ask).await?;
    let has_more = lines.len() as u64 > ROWS;
    lines.truncate(ROWS as usize);
    let names = names(&visitor, &people, &spaces, &lines).await?;

    let lang = visitor.lang;
    let title = texts::say(lang, "changes-title", &[]);
    let key = space.as_ref().map_or("", |it| it.key());
    let minor = if ask.without_minor { "0" } else { "" };
    let older = lines.last().filter(|_| has_more).map(|it| it.seq.to_string());
    let to = |space: &str, minor: &str, before: &str| {
        words::address("/changes", &[("space", space), ("minor", minor), ("before", before)])
    };
    let view = ChangesView {
        frame: site.frame(&request, &visitor, Place::Elsewhere, title.clone()).await?,
        breadcrumb: space.iter().map(|it| words::space_crumb(it, lang)).collect(),
        title: match &space {
            Some(space) => {
                let space = words::space_title(space, lang);
                texts::say(lang, "changes-title-in", &[("space", space.into())])
            }
            None => title,
        },
        minor: match ask.without_minor {
            true => Item::link(texts::say(lang, "changes-with-minor", &[]), to(key, "", "")),
            false => Item::link(texts::say(lang, "changes-without-minor", &[]), to(key, "0", "")),
        },
        spaces: choices(&spaces, key, lang, |it| to(it, minor, "")),
        days: days(&site, &spaces, &lines, &names, lang),
        older_href: older.map(|it| to(key, minor, &it)),
        newest_href: asked.before.map(|_| to(key, minor, "")),
    };
    site.html("changes.html", lang, &view)
}

/// `GET …/authors`
pub async fn authors(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    people: web::Data<People>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let (lines, _) = reading.history(&visitor.actor, &head, None, REVISIONS_MAX.into()).await?;
    let first = lines.last().map_or(1, |it| it.number);
    let paragraphs = authorship(&db, &head, first).await?;
    let accounts: Vec<String> = lines.iter().filter_map(|it| it.account.clone()).collect();
    let names = people.names(&accounts).await?;

    let lang = visitor.lang;
    let mut shown = Vec::with_capacity(paragraphs.len());
    for one in paragraphs {
        let line = lines.iter().find(|it| it.number == one.revision);
        let html =
            reading.preview(&visitor.actor, lang, head.space.key(), Some(&head), &one.text).await?;
        shown.push(authored(html, one.revision, line, &names, &head, lang));
    }
    let mut way = breadcrumb(&head, &db, &visitor).await?;
    let page = Item::link(store::pages::title(db.reader(), &head).await?, head.url());
    way.push(page.clone());
    let title = texts::say(lang, "authors-title", &[]);
    let view = AuthorsView {
        frame: site.frame(&request, &visitor, Place::of_kind(&head.kind), title).await?,
        breadcrumb: way,
        page,
        paragraphs: shown,
        is_partial: first > 1,
    };
    site.html("authors.html", lang, &view)
}

/// Walks the revisions from the oldest one looked at to the newest.
async fn authorship(db: &Db, head: &Head, first: u32) -> Result<Vec<Paragraph>> {
    let deadline = Instant::now() + PATIENCE;
    let mut authorship = Authorship::default();
    for number in first..=head.working {
        // Past the deadline only the newest text counts, which must be shown in any case.
        if Instant::now() > deadline && number != head.working {
            continue;
        }
        let revision = store::pages::revision(db.reader(), &head.id, number).await?;
        let Some(revision) = revision else { continue };
        let step = web::block(move || {
            authorship.follow(number, &revision.content.text, deadline);
            authorship
        });
        authorship = step.await.map_err(AppError::failure)?;
    }
    Ok(authorship.paragraphs())
}

fn authored(
    html: String,
    number: u32,
    line: Option<&RevisionLine>,
    names: &HashMap<String, String>,
    head: &Head,
    lang: Lang,
) -> AuthoredParagraph {
    let label = texts::say(lang, "history-number", &[("number", i64::from(number).into())]);
    let href = match number {
        0 | 1 => format!("{}?revision=1", head.url()),
        number => format!("{}/compare?from={}&to={number}", head.url(), number - 1),
    };
    AuthoredParagraph {
        html,
        revision: Item::link(label, href),
        by: line.and_then(|it| it.account.as_ref()).and_then(|it| names.get(it)).cloned(),
        when: line.map(|it| words::moment(lang, it.at)).unwrap_or_default(),
    }
}

/// The spaces whose drafts somebody sees, whoever began them.
fn drafts_in(visitor: &Visitor, spaces: &[Space]) -> Vec<String> {
    let sees = |space: &&Space| {
        let standing = Standing {
            page: String::new(),
            space: space.standing.clone(),
            created_by: None,
            is_released: false,
            is_locked: false,
        };
        may_see_drafts(&visitor.actor, &standing)
    };
    spaces.iter().filter(sees).map(|it| it.id.clone()).collect()
}

/// The names behind the changes of pages the visitor may edit, and no others.
async fn names(
    visitor: &Visitor,
    people: &People,
    spaces: &[Space],
    lines: &[RecentLine],
) -> Result<HashMap<u64, String>> {
    let known: BTreeMap<u64, String> = lines
        .iter()
        .filter(|line| {
            let space = spaces.iter().find(|it| it.id == line.space);
            space.is_some_and(|space| {
                let standing = Standing {
                    page: line.page.clone(),
                    space: space.standing.clone(),
                    created_by: line.created_by.clone(),
                    is_released: line.is_released,
                    is_locked: line.is_locked,
                };
                may_see_authors(&visitor.actor, &standing)
            })
        })
        .filter_map(|line| Some((line.seq, line.account.clone()?)))
        .collect();
    let mut accounts: Vec<String> = known.values().cloned().collect();
    accounts.sort();
    accounts.dedup();
    let names = people.names(&accounts).await?;
    let named = known.into_iter().filter_map(|(seq, it)| Some((seq, names.get(&it)?.clone())));
    Ok(named.collect())
}

fn choices(spaces: &[Space], chosen: &str, lang: Lang, href: impl Fn(&str) -> String) -> Vec<Item> {
    let item = |key: &str, label: String| {
        if key == chosen { Item::text(label) } else { Item::link(label, href(key)) }
    };
    let all = item("", texts::say(lang, "changes-everywhere", &[]));
    let each = spaces.iter().map(|it| item(it.key(), words::space_title(it, lang).to_owned()));
    std::iter::once(all).chain(each).collect()
}

fn days(
    site: &Site,
    spaces: &[Space],
    lines: &[RecentLine],
    names: &HashMap<u64, String>,
    lang: Lang,
) -> Vec<ChangeDay> {
    let mut days: Vec<ChangeDay> = Vec::new();
    for line in lines {
        let day = texts::date(lang, clock::berlin_day(line.at));
        let row = row(site, spaces, line, names.get(&line.seq).cloned(), lang);
        match days.last_mut().filter(|it| it.day == day) {
            Some(known) => known.rows.push(row),
            None => days.push(ChangeDay { day, rows: vec![row] }),
        }
    }
    days
}

fn row(
    site: &Site,
    spaces: &[Space],
    line: &RecentLine,
    by: Option<String>,
    lang: Lang,
) -> ChangeRow {
    let kinds = site.kinds();
    let kind = kinds.get(&line.kind).map(|it| it.label.get(lang.code()).to_owned());
    let space = spaces.iter().find(|it| it.id == line.space);
    let what = match line.what {
        ChangeType::PageCreated => "change-created",
        ChangeType::PageMoved => "change-moved",
        ChangeType::PageRestored => "change-restored",
        ChangeType::PageMarked => "change-marked",
        _ => "change-saved",
    };
    let about: Vec<String> = std::iter::once(texts::say(lang, what, &[]))
        .chain(kind)
        .chain(space.map(|it| words::space_title(it, lang).to_owned()))
        .collect();
    let url = page_url(space.map_or("", |it| it.key()), &line.path);
    let is_save = line.what == ChangeType::PageSaved;
    let before = line.revision.filter(|it| is_save && *it > 1);
    let time = clock::berlin(line.at);
    ChangeRow {
        time: format!("{}:{:02}", time.hour(), time.minute()),
        page: Item::link(&line.title, &url),
        about: about.join(" · "),
        note: Some(line.note.clone()).filter(|it| is_save && !it.is_empty()),
        by,
        is_minor: is_save && line.is_minor,
        compare_href: before.map(|it| format!("{url}/compare?from={}&to={it}", it - 1)),
    }
}
