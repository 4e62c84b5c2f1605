//! `/spaces`: all spaces by pillar. `/wiki/{space}`: the home of one, with what it holds.

use actix_web::{HttpRequest, HttpResponse, web};

use super::acts;
use super::site::Site;
use super::view::{
    Item, PageGroup, Place, SpaceGroup, SpaceHome, SpaceLine, SpaceView, SpacesView, TreeItem,
};
use super::visitor::Visitor;
use super::words;
use crate::access::{may_create, may_order};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::Role;
use crate::reading::{Reading, Which};
use crate::store;
use crate::store::lists::{self, Ask, GroupColumn, Order};
use crate::store::pages::page_url;
use crate::store::spaces::Space;
use crate::texts;

/// The page of a space that is shown as its home.
const HOME: &str = "start";
/// Pages shown below others in the tree of a space.
const BELOW: u64 = 200;
/// Pages on the first step of that tree.
const TREE_ROWS: usize = 40;
/// Rows of one kind on the home of a space.
const ROWS: u64 = 12;

/// `GET /spaces`
pub async fn spaces(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let spaces = site.spaces().await?;
    let all = Ask::default();
    let counts = lists::by_column(db.reader(), &visitor.actor, &all, GroupColumn::Space).await?;
    let mut groups: Vec<SpaceGroup> = Vec::new();
    for space in spaces.iter() {
        let line = SpaceLine {
            title: words::space_title(space, visitor.lang).to_owned(),
            href: format!("/wiki/{}", space.key()),
            pages: counts.iter().find(|(key, _)| key == space.key()).map_or(0, |(_, it)| *it),
            own: visitor.actor.role_in(&space.standing).is_some()
                && space.standing.everyone.is_none(),
        };
        let pillar = words::pillar(space);
        match groups.iter_mut().find(|it| it.pillar == pillar) {
            Some(group) => group.spaces.push(line),
            None => groups.push(SpaceGroup { pillar, spaces: vec![line] }),
        }
    }
    // The own district comes first: it is what most people look for here.
    for group in &mut groups {
        group.spaces.sort_by_key(|it| !it.own);
    }
    let title = texts::say(visitor.lang, "nav-spaces", &[]);
    let frame = site.frame(&request, &visitor, Place::Spaces, title).await?;
    site.html("spaces.html", visitor.lang, &SpacesView { frame, groups })
}

/// `GET /wiki/{space}`
pub async fn space(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    key: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let space = site.space(&key).await?;
    let spaces = site.spaces().await?;
    let lang = visitor.lang;
    let home = home(&visitor, &reading, space.key()).await?;
    let newest =
        Ask { spaces: vec![space.key().into()], order: Order::Newest, limit: 5, ..Ask::default() };
    let changes = lists::pages(db.reader(), &visitor.actor, &newest).await?;
    let title = words::space_title(&space, lang).to_owned();
    let view = SpaceView {
        frame: site.frame(&request, &visitor, Place::Spaces, title.clone()).await?,
        breadcrumb: Vec::new(),
        title,
        pillar: words::pillar(&space),
        summary: home.as_ref().and_then(|(_, summary)| summary.clone()),
        home: home.map(|(home, _)| home),
        groups: groups(&visitor, &site, &db, space.key()).await?,
        tree: tree(&visitor, &db, &space).await?,
        order_href: may_order(&visitor.actor, &space.standing)
            .map(|_| words::address("/order", &[("space", space.key())])),
        changes_href: words::address("/changes", &[("space", space.key())]),
        changes: changes
            .iter()
            .map(|it| words::page_line(lang, &site.kinds(), &spaces, it))
            .collect(),
        new_href: may_create(&visitor.actor, &space.standing)
            .map(|permit| format!("/new?space={}", permit.space())),
    };
    site.html("space.html", lang, &view)
}

/// The pages of a space as a tree of two steps: those somebody put in order or wrote others below.
async fn tree(visitor: &Visitor, db: &Db, space: &Space) -> Result<Vec<TreeItem>> {
    let top = acts::neighbours(db, &visitor.actor, space, None).await?;
    let ids: Vec<String> = top.iter().map(|it| it.page.clone()).collect();
    let placed = store::tree::positions(db.reader(), &ids).await?;
    let item = |line: &lists::Line| TreeItem {
        page: Item::link(&line.title, page_url(&line.space, &line.path)),
        is_here: false,
        below: Vec::new(),
    };
    let below = lists::below(db.reader(), &visitor.actor, &ids, BELOW).await?;
    let mut tree = Vec::new();
    for line in top.iter().filter(|it| it.path != HOME) {
        let pages = below.iter().filter(|(parent, _)| *parent == line.page);
        let pages: Vec<TreeItem> = pages.map(|(_, it)| item(it)).collect();
        let is_placed =
            placed.iter().any(|(id, at)| *id == line.page && *at < store::tree::UNPLACED);
        if is_placed || !pages.is_empty() {
            tree.push(TreeItem { below: pages, ..item(line) });
        }
    }
    tree.truncate(TREE_ROWS);
    Ok(tree)
}

/// The home page of a space as this visitor sees it, with its summary.
async fn home(
    visitor: &Visitor,
    reading: &Reading,
    space: &str,
) -> Result<Option<(SpaceHome, Option<String>)>> {
    let head = match reading.find(&visitor.actor, space, HOME).await {
        Ok(head) => head,
        Err(AppError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let read = reading.read(&visitor.actor, visitor.lang, head, Which::InForce).await?;
    let url = read.head.url();
    let summary = read.text(Role::Summary).map(str::to_owned);
    let home = SpaceHome {
        page_id: read.head.id.clone(),
        edit_href: read.may_edit.then(|| format!("{url}/edit")),
        history_href: Some(format!("{url}/history")),
        body_html: read.body_html,
    };
    Ok(Some((home, summary)))
}

/// The pages of a space by kind, in the order of kinds.
async fn groups(visitor: &Visitor, site: &Site, db: &Db, space: &str) -> Result<Vec<PageGroup>> {
    let spaces = site.spaces().await?;
    let in_space = Ask { spaces: vec![space.to_owned()], ..Ask::default() };
    let counts =
        lists::by_column(db.reader(), &visitor.actor, &in_space, GroupColumn::Kind).await?;
    let mut groups = Vec::new();
    for kind in site.kinds().iter() {
        let count = counts.iter().find(|(id, _)| *id == kind.id).map_or(0, |(_, it)| *it);
        if count == 0 {
            continue;
        }
        let ask = Ask { kind: Some(kind.id.clone()), limit: ROWS, ..in_space.clone() };
        let lines = lists::pages(db.reader(), &visitor.actor, &ask).await?;
        let pages = lines
            .iter()
            .filter(|it| it.path != HOME)
            .map(|it| words::page_line(visitor.lang, &site.kinds(), &spaces, it))
            .collect();
        groups.push(PageGroup {
            label: kind.plural.get(visitor.lang.code()).to_owned(),
            count,
            pages,
            more_href: (count > ROWS)
                .then(|| words::address(&format!("/list/{}", kind.id), &[("space", space)])),
        });
    }
    groups.retain(|it| !it.pages.is_empty());
    Ok(groups)
}
