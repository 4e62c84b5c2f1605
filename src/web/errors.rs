//! The one place where an error becomes an answer: a page with a way on, or problem+json.
//! What a stranger may not know never shows: without a session everything hidden reads the same.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, web};

use super::api::Refusal;
use super::site::Site;
use super::view::{ErrorView, Place, SignInNotice};
use super::visitor::{Visitor, is_for_programs};
use super::words;
use crate::access::may_create;
use crate::error::{AppError, Result};
use crate::texts::{self, Lang};

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict => StatusCode::CONFLICT,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Database(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Io(_) | Self::Failure(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Only a status: [`pages`] makes the page.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// Turns what went wrong in a handler, or in reading a request for one, into a page.
pub async fn pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    // Handlers' errors arrive inside an answer. The request must not be kept while it is routed:
    // actix writes the match into it and demands to be its only owner.
    let response = next.call(request).await?;
    let failure = response.response().error().map(|it| told(it, response.request()));
    let Some(failure) = failure else {
        return Ok(response.map_into_left_body());
    };
    let request = response.request().clone();
    let answer = answer(&request, failure).await;
    Ok(ServiceResponse::new(request, answer).map_into_right_body())
}

/// An error as far as answers tell it.
struct Told {
    /// How the interface for programs puts it.
    refusal: Option<Refusal>,
    status: StatusCode,
    detail: Option<&'static str>,
    retry_after: Option<u64>,
}

fn told(error: &actix_web::Error, request: &HttpRequest) -> Told {
    let status = error.as_response_error().status_code();
    let told = Told { refusal: None, status, detail: None, retry_after: None };
    if let Some(refusal) = error.as_error::<Refusal>() {
        return Told { refusal: Some(refusal.clone()), ..told };
    }
    let told = match error.as_error::<AppError>() {
        Some(AppError::BadRequest(id)) => Told { detail: Some(id), ..told },
        Some(AppError::TooMany(seconds)) => Told { retry_after: Some(*seconds), ..told },
        Some(error @ (AppError::Database(_) | AppError::Io(_) | AppError::Failure(_))) => {
            tracing::error!(%error, "a request failed");
            told
        }
        _ => told,
    };
    if !is_for_programs(request) {
        return told;
    }
    let refusal = Refusal::new(status);
    let refusal = match told.detail {
        Some(id) => refusal.saying(id),
        None => refusal,
    };
    Told { refusal: Some(refusal), ..told }
}

async fn answer(request: &HttpRequest, told: Told) -> HttpResponse {
    if let Some(refusal) = &told.refusal {
        return refusal.answer(request);
    }
    let visitor = Visitor::extract(request).await.unwrap_or_else(|_| Visitor {
        person: None,
        actor: crate::access::Actor::anonymous(),
        lang: Lang::De,
    });
    let is_hidden = matches!(
        told.status,
        StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
    );
    let is_asset = request.path().starts_with(crate::theme::assets::FOLDER);
    if visitor.person.is_none() && is_hidden && !is_asset {
        return to_sign_in(request);
    }
    match page(request, &visitor, &told).await {
        Ok(page) => page,
        Err(error) => {
            tracing::error!(%error, "the page for an error failed");
            HttpResponse::build(told.status)
                .content_type("text/plain; charset=utf-8")
                .body(texts::say(visitor.lang, "error-plain", &[]))
        }
    }
}

/// Nothing told but that one has to sign in; afterwards one is exactly where one wanted to be.
fn to_sign_in(request: &HttpRequest) -> HttpResponse {
    let wanted = match *request.method() {
        Method::GET | Method::HEAD => request.uri().to_string(),
        _ => request.path().to_owned(),
    };
    let wanted = if wanted == "/" { String::new() } else { wanted };
    let address = words::address("/sign-in", &[("next", &wanted)]);
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

async fn page(request: &HttpRequest, visitor: &Visitor, told: &Told) -> Result<HttpResponse> {
    let site = request.app_data::<web::Data<Site>>();
    let site = site.ok_or_else(|| AppError::failure("no site"))?;
    // Missing and forbidden are one page: whoever may not see a page may not know of it either.
    let status = match told.status {
        StatusCode::FORBIDDEN if *request.method() == Method::GET => StatusCode::NOT_FOUND,
        status => status,
    };
    // A refused act reads like a missing page, in the window title too.
    let shown = if status == StatusCode::FORBIDDEN { 404 } else { status.as_u16() };
    let title = texts::say(visitor.lang, &format!("error-{shown}-title"), &[]);
    let view = ErrorView {
        frame: site.frame(request, visitor, Place::Elsewhere, title).await?,
        status: status.as_u16(),
        detail: told.detail.map(|id| texts::say(visitor.lang, id, &[])),
        write_href: match status {
            StatusCode::NOT_FOUND => write_href(site, request, visitor).await?,
            _ => None,
        },
        back_href: None,
        retry_after: told.retry_after,
        reference: None,
    };
    site.html_with(status, "error.html", visitor.lang, &view)
}

/// Where a missing page can be written, for those who write in its space.
async fn write_href(
    site: &Site,
    request: &HttpRequest,
    visitor: &Visitor,
) -> Result<Option<String>> {
    let mut parts = request.path().trim_start_matches('/').split('/');
    let (Some("wiki"), Some(space), Some(slug)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let Ok(space) = site.space(space).await else {
        return Ok(None);
    };
    let title = slug.replace('-', " ");
    Ok(may_create(&visitor.actor, &space.standing)
        .map(|permit| words::address("/new", &[("space", permit.space()), ("title", &title)])))
}

/// Where a sign-in page says why it appeared.
pub fn notice_of(request: &HttpRequest) -> Option<SignInNotice> {
    match words::query_value(request, "notice")?.as_str() {
        "signed-out" => Some(SignInNotice::SignedOut),
        _ => None,
    }
}
