//! `/`: where everybody begins. Shows what there is today and nothing that has no data.

use actix_web::{HttpRequest, HttpResponse, web};

use super::glossary;
use super::site::Site;
use super::view::{
    CountLink, GlossaryStrip, Item, Letter, PageLine, Pillar, PillarLink, Place, PortalView,
};
use super::visitor::Visitor;
use super::words;
use crate::db::Db;
use crate::error::Result;
use crate::store::lists::{self, Ask, Order};
use crate::store::spaces::Space;
use crate::texts;

/// The status of third-party texts that are not in force in Berlin.
const SOURCE_TEXT: &str = "fachliche_grundlage";
/// The space for trying things out, which appears nowhere else (product.md 8).
const PRACTICE_SPACE: &str = "uebung";
/// How many rows each part shows.
const ROWS: u64 = 4;
/// The field and register by which standards are looked up on the start page (product.md 1).
const AREAS: &str = "service_areas";
/// Searches that show what the field understands.
const EXAMPLES: [&str; 3] = ["Hilfeplan Frist", "Zielvereinbarung", "aHzP"];

/// `GET /`
pub async fn portal(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
) -> Result<HttpResponse> {
    let person = visitor.signed_in()?;
    let spaces = site.spaces().await?;
    let title = texts::say(visitor.lang, "nav-start", &[]);
    let standards = Ask { kind: Some("standard".into()), ..Ask::default() };
    let drafts = Ask {
        created_by: Some(person.id.clone()),
        only_drafts: true,
        order: Order::Newest,
        limit: ROWS,
        ..Ask::default()
    };
    let view = PortalView {
        frame: site.frame(&request, &visitor, Place::Start, title).await?,
        examples: EXAMPLES
            .iter()
            .map(|it| Item::link(*it, words::address("/search", &[("q", it)])))
            .collect(),
        changes: changes(&site, &visitor, &db, &spaces).await?,
        changes_href: None,
        areas: areas(&site, &visitor, &db, &standards).await?,
        source_texts: source_texts(&visitor, &db, standards).await?,
        glossary: glossary_strip(&site, &visitor, &db, &spaces).await?,
        practices: lines(&site, &visitor, &db, &spaces, &newest(Some("practice"))).await?,
        drafts: lines(&site, &visitor, &db, &spaces, &drafts).await?,
        newcomers_href: newcomers(&site, &visitor, &db).await?,
        pillars: vec![
            PillarLink { pillar: Pillar::Bezirklich, href: "/spaces".to_owned() },
            PillarLink {
                pillar: Pillar::Ueberbezirklich,
                href: "/wiki/ueberbezirklich".to_owned(),
            },
            PillarLink { pillar: Pillar::Gesamtstaedtisch, href: "/wiki/gesamtstadt".to_owned() },
        ],
    };
    site.html("portal.html", visitor.lang, &view)
}

fn newest(kind: Option<&str>) -> Ask {
    Ask { kind: kind.map(str::to_owned), order: Order::Newest, limit: ROWS, ..Ask::default() }
}

/// What is new for everybody: no third-party texts, which change nothing in Berlin, and nothing
/// that somebody only tries out.
async fn changes(
    site: &Site,
    visitor: &Visitor,
    db: &Db,
    spaces: &[Space],
) -> Result<Vec<PageLine>> {
    let ask = Ask { limit: 10 * ROWS, ..newest(None) };
    let lines = lists::pages(db.reader(), &visitor.actor, &ask).await?;
    let told = lines.iter().filter(|it| it.status != SOURCE_TEXT && it.space != PRACTICE_SPACE);
    let views = told.map(|it| words::page_line(visitor.lang, &site.kinds(), spaces, it));
    Ok(views.take(ROWS as usize).collect())
}

async fn lines(
    site: &Site,
    visitor: &Visitor,
    db: &Db,
    spaces: &[Space],
    ask: &Ask,
) -> Result<Vec<PageLine>> {
    let lines = lists::pages(db.reader(), &visitor.actor, ask).await?;
    let views = lines.iter().map(|it| words::page_line(visitor.lang, &site.kinds(), spaces, it));
    Ok(views.collect())
}

/// Standards in force by service area.
async fn areas(site: &Site, visitor: &Visitor, db: &Db, standards: &Ask) -> Result<Vec<CountLink>> {
    let counts = lists::facet(db.reader(), &visitor.actor, standards, AREAS).await?;
    let kinds = site.kinds();
    let list = kinds.list(AREAS);
    let links = counts.into_iter().map(|(area, count)| CountLink {
        label: list.map_or(area.as_str(), |it| it.label(&area, visitor.lang.code())).to_owned(),
        href: words::address("/list/standard", &[(AREAS, &area)]),
        count,
    });
    Ok(links.collect())
}

async fn source_texts(visitor: &Visitor, db: &Db, standards: Ask) -> Result<Option<CountLink>> {
    let ask = Ask { statuses: vec![SOURCE_TEXT.to_owned()], ..standards };
    let count = lists::count(db.reader(), &visitor.actor, &ask).await?;
    Ok((count > 0).then(|| CountLink {
        label: texts::say(visitor.lang, "portal-source-texts", &[("count", count.into())]),
        href: words::address("/list/standard", &[("status", SOURCE_TEXT)]),
        count,
    }))
}

/// The letters of the glossary and one term, another one each day.
async fn glossary_strip(
    site: &Site,
    visitor: &Visitor,
    db: &Db,
    spaces: &[Space],
) -> Result<Option<GlossaryStrip>> {
    let terms = glossary::terms(db, visitor).await?;
    if terms.is_empty() {
        return Ok(None);
    }
    let day = site.clock.now() / crate::clock::DAY;
    let of_today = terms.get(day as usize % terms.len());
    let letters = glossary::letters(&terms)
        .into_iter()
        .map(|it| Letter { href: Some(format!("/glossary#{it}")), letter: it });
    Ok(Some(GlossaryStrip {
        term: of_today.map(|it| words::page_line(visitor.lang, &site.kinds(), spaces, it)),
        count: terms.len() as u64,
        letters: letters.collect(),
    }))
}

async fn newcomers(site: &Site, visitor: &Visitor, db: &Db) -> Result<Option<String>> {
    let space = site.space("gesamtstadt").await?;
    let path = ["neu-im-qm".to_owned()];
    let there = crate::store::pages::taken_paths(db.reader(), &space, &path).await?;
    let is_shown = visitor.person.is_some() && !there.is_empty();
    Ok(is_shown.then(|| "/wiki/gesamtstadt/neu-im-qm".to_owned()))
}
