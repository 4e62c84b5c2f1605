//! Markdown as the caller would see it on a page. Stores nothing.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::problem::{Answer, OfBodies, Refusal, Usual};
use crate::kinds;
use crate::reading::Reading;
use crate::web::site::Site;
use crate::web::visitor::Visitor;

/// What shall be shown.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // Described here; read member by member.
struct RenderBody {
    /// The text, at most 4 MiB.
    markdown: String,
    /// Key of the space in which links are looked up first.
    space: Option<String>,
}

/// What it looks like.
#[derive(Serialize, ToSchema)]
struct Rendered {
    /// Safe HTML.
    html: String,
}

/// Shows Markdown as HTML, links answered for the caller.
#[utoipa::path(
    post, path = "/api/v1/render", request_body = RenderBody, tag = "pages",
    responses((status = 200, body = Rendered), Usual, OfBodies),
)]
pub async fn render(
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    mut body: Body,
) -> Answer {
    let text = body.text("markdown");
    if text.is_none() && body.problems.is_empty() {
        body.is_wrong("markdown", "problem-not-text");
    }
    let max = site.limits.page_bytes_max;
    if text.as_ref().is_some_and(|it| it.len() > max) {
        let problem = kinds::Problem::at("markdown", "problem-text-too-large");
        body.problems.push(problem.with("max", max >> 20));
    }
    let space = body.text("space").unwrap_or_default().replace('\0', "");
    if !body.problems.is_empty() {
        return Err(Refusal::of_values(&body.problems, visitor.lang));
    }
    let text = text.unwrap_or_default().replace('\0', "");
    let html = reading.preview(&visitor.actor, visitor.lang, &space, &text).await?;
    Ok(HttpResponse::Ok().json(Rendered { html }))
}
