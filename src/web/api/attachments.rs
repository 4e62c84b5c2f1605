//! Files of a page: which there are, and adding one. Their contents are at the `url` each has.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Answer, OfBodies, Refusal, Usual};
use crate::access::may_edit;
use crate::db::Db;
use crate::error::AppError;
use crate::files::{self, Files};
use crate::kinds;
use crate::reading::Reading;
use crate::store;
use crate::store::files::Shown;
use crate::web::files::receive;
use crate::web::visitor::Visitor;

/// A file of a page.
#[derive(Serialize, ToSchema)]
struct Attachment {
    /// Its id, which never changes.
    id: String,
    /// Where its content is on this server; a session is needed there.
    url: String,
    /// Its name, as texts of the page name it.
    name: String,
    /// The SHA-256 of its content in hexadecimal digits.
    sha256: String,
    /// Its length in bytes.
    size: u64,
}

/// The files of a page, by name.
#[derive(Serialize, ToSchema)]
struct AttachmentList {
    items: Vec<Attachment>,
    /// Always null: the list is never cut.
    next_cursor: Option<String>,
}

/// A file to be added.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // Described here; taken in piece by piece.
struct AttachmentBody {
    /// The content; its file name becomes the name. A name the page has already gets a new version.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The files of a page as the caller may see them.
#[utoipa::path(
    get, path = "/api/v1/pages/{id}/attachments", tag = "files", params(("id" = String, Path)),
    responses((status = 200, body = AttachmentList), Usual),
)]
pub async fn list(
    visitor: Visitor,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    id: web::Path<String>,
) -> Answer {
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let state = files::state_for(&visitor.actor, &head, head.working);
    let shown = store::files::at_page(db.reader(), &head.id, state).await?;
    let items = shown.into_iter().map(object).collect();
    Ok(HttpResponse::Ok().json(AttachmentList { items, next_cursor: None }))
}

/// Adds a file to a page.
#[utoipa::path(
    post, path = "/api/v1/pages/{id}/attachments", tag = "files", params(("id" = String, Path)),
    request_body(content = AttachmentBody, content_type = "multipart/form-data"),
    responses((status = 201, body = Attachment), Usual, OfBodies),
)]
pub async fn add(
    request: HttpRequest,
    visitor: Visitor,
    reading: web::Data<Reading>,
    files: web::Data<Files>,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let permit = may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    if !is_form(&request) {
        let refusal = Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        return Err(refusal.saying("api-problem-no-form"));
    }
    let incoming = receive(&request, &files.room(&permit).await?, payload).await?;
    let refused = |problem: kinds::Problem| {
        let problem = kinds::Problem { field: Some("file".to_owned()), ..problem };
        Refusal::of_values([&problem], visitor.lang)
    };
    if incoming.len() != 1 {
        return Err(refused(kinds::Problem::at("file", "api-problem-one-file")));
    }
    let mut taken = files.add(permit, incoming).await?;
    match (taken.stored.pop(), taken.refused.pop()) {
        (Some(shown), _) => Ok(HttpResponse::Created().json(object(shown))),
        (None, Some(it)) => Err(refused(it.problem)),
        (None, None) => Err(refused(kinds::Problem::at("file", "api-problem-one-file"))),
    }
}

fn is_form(request: &HttpRequest) -> bool {
    let sent = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    sent.unwrap_or_default().to_ascii_lowercase().starts_with("multipart/form-data")
}

fn object(shown: Shown) -> Attachment {
    Attachment {
        url: files::href(&shown),
        id: shown.file.id,
        name: shown.file.name,
        sha256: shown.version.sha256,
        size: shown.version.size,
    }
}
