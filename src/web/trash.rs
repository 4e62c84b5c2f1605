//! `/trash`: what lies there for those who may write where it was, the way back, and deleting for
//! good, which asks first because nothing brings a page back from that.

use actix_web::{HttpRequest, HttpResponse, web};

use super::sign_in::see_other;
use super::site::Site;
use super::view::{ActView, Place, TrashRow, TrashView};
use super::visitor::Visitor;
use super::words;
use crate::access::{Role, Standing, may_change_tree, may_purge};
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::pages::{Pages, TRASH_DAYS};
use crate::store;
use crate::store::pages::Head;
use crate::store::trash::{TrashAsk, TrashLine};
use crate::texts;

/// Rows of the list.
const ROWS: u64 = 200;

/// `GET /trash`
pub async fn list(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let spaces = site.spaces().await?;
    let edits = |it: &&store::spaces::Space| {
        let role = visitor.actor.role_in(&it.standing);
        // What anybody tried out is nobody's business, even if all may write there.
        let has_role = it.standing.everyone.is_none() && role >= Some(Role::Editor);
        visitor.actor.is_admin() || has_role
    };
    let ask = TrashAsk {
        spaces: spaces.iter().filter(edits).map(|it| it.id.clone()).collect(),
        account: visitor.actor.account().map(str::to_owned),
        limit: ROWS,
    };
    let lines = store::trash::list(db.reader(), &ask).await?;
    let rows = lines.iter().map(|it| row(&visitor, &site, &spaces, it)).collect();
    let title = texts::say(visitor.lang, "trash-title", &[]);
    let frame = site.frame(&request, &visitor, Place::Elsewhere, title).await?;
    site.html("trash.html", visitor.lang, &TrashView { frame, rows })
}

/// `POST /trash/{id}/restore`
pub async fn restore(
    visitor: Visitor,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    page: web::Path<String>,
) -> Result<HttpResponse> {
    let tree = tree(&visitor, &db, &page).await?;
    let standings: Vec<Standing> = tree.iter().map(Head::standing).collect();
    let permit = may_change_tree(&visitor.actor, &standings).ok_or(AppError::NotFound)?;
    let done = pages.take_out(permit, &page).await?;
    let (seq, count) = (done.seq.to_string(), done.pages.to_string());
    let count = if done.pages > 1 { count.as_str() } else { "" };
    let pairs = [("done", "taken-out"), ("undo", seq.as_str()), ("count", count)];
    Ok(see_other(&words::address(&done.head.url(), &pairs)))
}

/// `GET /trash/{id}/purge`: asks first.
pub async fn purge_form(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    page: web::Path<String>,
) -> Result<HttpResponse> {
    let tree = tree(&visitor, &db, &page).await?;
    let head = tree.first().ok_or(AppError::NotFound)?;
    may_purge(&visitor.actor, &head.space.standing).ok_or(AppError::NotFound)?;
    let lang = visitor.lang;
    let title = store::pages::title(db.reader(), head).await?;
    let count = tree.len() as i64;
    let heading = texts::say(lang, "purge-title", &[("title", title.into())]);
    let view = ActView {
        frame: site.frame(&request, &visitor, Place::Elsewhere, heading.clone()).await?,
        breadcrumb: Vec::new(),
        title: heading,
        lead: vec![texts::say(lang, "purge-lead", &[("count", count.into())])],
        action: format!("/trash/{}/purge", head.id),
        problems: Vec::new(),
        fields: Vec::new(),
        hidden: Vec::new(),
        submit: texts::say(lang, "trash-purge", &[]),
        cancel_href: "/trash".to_owned(),
    };
    site.html("act.html", lang, &view)
}

/// `POST /trash/{id}/purge`
pub async fn purge(
    visitor: Visitor,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    page: web::Path<String>,
) -> Result<HttpResponse> {
    let tree = tree(&visitor, &db, &page).await?;
    let head = tree.first().ok_or(AppError::NotFound)?;
    let permit = may_purge(&visitor.actor, &head.space.standing).ok_or(AppError::NotFound)?;
    pages.purge(permit, &page).await?;
    Ok(see_other("/trash?done=purged"))
}

/// What was trashed with a page; nothing for those who might not have seen it.
async fn tree(visitor: &Visitor, db: &Db, page: &str) -> Result<Vec<Head>> {
    visitor.signed_in()?;
    let tree = store::trash::tree(db.reader(), page).await?;
    if tree.first().is_none_or(|it| it.id != page) {
        return Err(AppError::NotFound);
    }
    Ok(tree)
}

fn row(
    visitor: &Visitor,
    site: &Site,
    spaces: &[store::spaces::Space],
    line: &TrashLine,
) -> TrashRow {
    let lang = visitor.lang;
    let kinds = site.kinds();
    let kind = kinds.get(&line.kind).map(|it| it.label.get(lang.code()).to_owned());
    let space = spaces.iter().find(|it| it.id == line.space);
    let about: Vec<String> =
        kind.into_iter().chain(space.map(|it| words::space_title(it, lang).to_owned())).collect();
    let until = line.at + TRASH_DAYS;
    let is_due = until <= site.clock.now();
    let day = texts::date(lang, clock::berlin_day(until));
    let id = if is_due { "trash-due" } else { "trash-until" };
    let when = words::moment(lang, line.at);
    let others = line.pages.saturating_sub(1) as i64;
    TrashRow {
        title: line.title.clone(),
        about: about.join(" · "),
        when: texts::say(lang, id, &[("when", when.into()), ("day", day.into())]),
        pages: (others > 0).then(|| texts::say(lang, "trash-with", &[("count", others.into())])),
        is_due,
        restore_action: Some(format!("/trash/{}/restore", line.page)),
        purge_href: space
            .filter(|it| may_purge(&visitor.actor, &it.standing).is_some())
            .map(|_| format!("/trash/{}/purge", line.page)),
    }
}
