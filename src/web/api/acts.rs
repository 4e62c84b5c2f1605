//! Acts on whole pages: into the trash and out of it, to another address, to another status.
//! Saving is next door.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Body;
use super::page_object::Page;
use super::pages::{newest, of_rules};
use super::problem::{Answer, OfBodies, Problem, Refusal, Usual};
use super::tag;
use crate::access::{Standing, TreePermit, may_change_tree, may_create, may_edit, may_set_status};
use crate::db::Db;
use crate::error::AppError;
use crate::pages::{Pages, Place, StatusChange, StatusOutcome, TREE_MAX, TreeOutcome};
use crate::people::People;
use crate::reading::Reading;
use crate::store;
use crate::store::pages::Head;
use crate::web::site::Site;
use crate::web::visitor::Visitor;

/// Where a page shall go.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // Described here; read member by member, so that all mistakes are told at once.
struct MoveBody {
    /// Key of the space; the one it is in where it is left out.
    space: Option<String>,
    /// The whole address within the space; all but its last part must be there.
    #[schema(min_length = 1, example = "handbuch/rueckruf")]
    path: String,
}

/// The status a page shall have.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // As above.
struct StatusBody {
    /// Id of the status; `/kinds` has those of each kind.
    #[schema(example = "in_abstimmung")]
    to: String,
    /// Why, in the person's words; some steps ask for it.
    note: Option<String>,
}

/// Puts a page and everything below it into the trash.
#[utoipa::path(
    delete, path = "/api/v1/pages/{id}", tag = "pages", params(("id" = String, Path)),
    responses((status = 204, description = "It is in the trash"), Usual),
)]
pub async fn trash(
    visitor: Visitor,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    id: web::Path<String>,
) -> Answer {
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let tree = store::tree::subtree(db.reader(), &head, TREE_MAX).await?;
    let permit = permit(&visitor, &tree).ok_or(AppError::Forbidden)?;
    pages.trash(permit, &head.id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a page out of the trash, with everything that was trashed with it.
#[utoipa::path(
    post, path = "/api/v1/pages/{id}/restore", tag = "pages", params(("id" = String, Path)),
    responses(
        (status = 200, body = Page, headers(("ETag" = String, description = "The revision"))),
        Usual,
    ),
)]
pub async fn restore(
    visitor: Visitor,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    db: web::Data<Db>,
    id: web::Path<String>,
) -> Answer {
    let tree = store::trash::tree(db.reader(), &id).await?;
    // Nothing is told of what lies there to those who might not have seen it.
    let permit = permit(&visitor, &tree).ok_or(AppError::NotFound)?;
    if tree.first().is_none_or(|it| it.id != *id) {
        return Err(AppError::NotFound.into());
    }
    let done = pages.take_out(permit, &id).await?;
    let page = newest(&visitor, &reading, &people, done.head).await?;
    Ok(HttpResponse::Ok().insert_header(tag::of(page.revision)).json(page))
}

/// Moves a page with everything below it. Former addresses keep leading to it.
#[utoipa::path(
    post, path = "/api/v1/pages/{id}/move", request_body = MoveBody, tag = "pages",
    params(("id" = String, Path)),
    responses(
        (status = 200, body = Page, headers(("ETag" = String, description = "The revision"))),
        Usual, OfBodies,
    ),
)]
pub async fn move_page(
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    db: web::Data<Db>,
    id: web::Path<String>,
    mut body: Body,
) -> Answer {
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let tree = store::tree::subtree(db.reader(), &head, TREE_MAX).await?;
    let permit = permit(&visitor, &tree).ok_or(AppError::Forbidden)?;
    let place = place(&mut body, &visitor, &site, &reading, &head, &tree).await?;
    let into = may_create(&visitor.actor, &place.space.standing).ok_or(AppError::Forbidden)?;
    let done = match pages.move_page(permit, into, &head.id, place).await? {
        TreeOutcome::Done(done) => done,
        TreeOutcome::Refused(broken) => {
            let kind = site.kinds().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
            return Err(of_rules(broken, &kind, visitor.lang));
        }
    };
    let page = newest(&visitor, &reading, &people, done.head).await?;
    Ok(HttpResponse::Ok().insert_header(tag::of(page.revision)).json(page))
}

/// Moves a page to another status. What is missing for it is told with 409.
#[utoipa::path(
    put, path = "/api/v1/pages/{id}/status", request_body = StatusBody, tag = "pages",
    params(("id" = String, Path)),
    responses(
        (status = 200, body = Page, headers(("ETag" = String, description = "The revision"))),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "The life cycle has no such step from here, or `errors` is missing for it"),
        Usual, OfBodies,
    ),
)]
pub async fn set_status(
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    id: web::Path<String>,
    mut body: Body,
) -> Answer {
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let permit = may_set_status(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let kind = site.kinds().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
    let to = body.text("to").unwrap_or_default();
    let note = body.text("note").unwrap_or_default();
    if to.is_empty() && body.problems.is_empty() {
        body.is_wrong("to", "problem-not-text");
    }
    if note.chars().count() > site.limits.note_chars_max {
        let problem = crate::kinds::Problem::at("note", "problem-too-long");
        let problem = problem.with("max", site.limits.note_chars_max);
        body.problems.push(problem.with("actual", note.chars().count()));
    }
    if !body.problems.is_empty() {
        return Err(Refusal::of_values(&body.problems, visitor.lang));
    }
    let change = StatusChange { to, note, seen: None };
    match pages.set_status(permit, change).await? {
        StatusOutcome::Moved(stored) => {
            let page = newest(&visitor, &reading, &people, stored.head).await?;
            Ok(HttpResponse::Ok().insert_header(tag::of(page.revision)).json(page))
        }
        StatusOutcome::Refused(unmet) => {
            Err(of_rules(unmet, &kind, visitor.lang).told_as(StatusCode::CONFLICT))
        }
    }
}

fn permit(visitor: &Visitor, tree: &[Head]) -> Option<TreePermit> {
    let standings: Vec<Standing> = tree.iter().map(Head::standing).collect();
    may_change_tree(&visitor.actor, &standings)
}

/// Where a body says a page shall go.
async fn place(
    body: &mut Body,
    visitor: &Visitor,
    site: &Site,
    reading: &Reading,
    head: &Head,
    tree: &[Head],
) -> Result<Place, Refusal> {
    let key = body.text("space").unwrap_or_else(|| head.space.key().to_owned());
    let spaces = site.spaces().await?;
    let space = spaces.iter().find(|it| it.key() == key).cloned();
    let space = space.filter(|it| super::spaces::may_know(&visitor.actor, it));
    let path = body.text("path").unwrap_or_default().replace('\0', "");
    let path = path.trim_matches('/');
    let (above, slug) = path.rsplit_once('/').unwrap_or(("", path));
    let known = body.problems.len();
    if slug.is_empty() && known == 0 {
        body.is_wrong("path", "api-problem-no-path");
    }
    let mut parent = None;
    if let (Some(space), false) = (&space, above.is_empty()) {
        match reading.find(&visitor.actor, space.key(), above).await {
            Ok(found) if tree.iter().any(|it| it.id == found.id) => {
                body.is_wrong("path", "problem-move-below-itself");
            }
            Ok(found) => parent = Some(found),
            Err(AppError::NotFound) => body.is_wrong("path", "api-problem-no-parent"),
            Err(error) => return Err(error.into()),
        }
    }
    match space {
        Some(space) if body.problems.is_empty() => {
            Ok(Place { space, parent, slug: Some(slug.to_owned()) })
        }
        Some(_) => Err(Refusal::of_values(&body.problems, visitor.lang)),
        None => {
            body.is_wrong("space", "problem-space-missing");
            Err(Refusal::of_values(&body.problems, visitor.lang))
        }
    }
}
