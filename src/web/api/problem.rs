//! What the interface for programs answers when it does not do what it was asked: problem+json
//! (RFC 9457). Which mistakes there are is decided elsewhere; here they are only told.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::{IntoResponses, ToSchema};

use crate::error::AppError;
use crate::kinds;
use crate::texts::{self, Lang};
use crate::web::words;

/// What handlers of the interface answer.
pub type Answer = Result<HttpResponse, Refusal>;

/// A refusal: a status, one sentence, and what else the caller needs to go on.
#[derive(Clone, Debug)]
pub struct Refusal(Box<Told>);

#[derive(Clone, Debug)]
struct Told {
    status: StatusCode,
    detail: Option<&'static str>,
    errors: Vec<FieldError>,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, String)>,
}

/// A refusal as it is sent (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what sort of problem it is.
    #[schema(example = "about:blank")]
    pub r#type: String,
    /// The status in words.
    pub title: String,
    /// The status code.
    pub status: u16,
    /// What is wrong with this request, in the language of the caller.
    pub detail: Option<String>,
    /// What is wrong with single values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
}

/// What is wrong with one value.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// The field, `statements.2.text` for a cell of a table; null for the whole.
    pub field: Option<String>,
    /// A word for the mistake that stays the same in all languages.
    pub code: String,
    /// The mistake in the language of the caller.
    pub message: String,
}

/// Refusals every operation may answer with.
#[derive(IntoResponses)]
#[allow(dead_code)] // Only described, never made.
pub enum Usual {
    /// The request cannot be understood.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// Neither a token nor a session.
    #[response(status = 401, content_type = "application/problem+json")]
    SignInNeeded(Problem),
    /// The caller may not do this.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// There is no such thing, or the caller may not know of it.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The wiki failed; trying again later may help.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failure(Problem),
}

/// Refusals of operations that take a body.
#[derive(IntoResponses)]
#[allow(dead_code)] // Only described, never made.
pub enum OfBodies {
    /// The body did not arrive in time.
    #[response(status = 408, content_type = "application/problem+json")]
    TooSlow(Problem),
    /// The body is larger than the limit.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is not `application/json`.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(Problem),
    /// Values in the body are wrong; `errors` names them all.
    #[response(status = 422, content_type = "application/problem+json")]
    Unprocessable(Problem),
}

impl Refusal {
    /// A refusal with this status.
    pub fn new(status: StatusCode) -> Self {
        let (errors, members, headers) = (Vec::new(), Map::new(), Vec::new());
        Self(Box::new(Told { status, detail: None, errors, members, headers }))
    }

    /// The refusal of values, all of them at once, in the language of the caller.
    pub fn of_values<'p>(
        problems: impl IntoIterator<Item = &'p kinds::Problem>,
        lang: Lang,
    ) -> Self {
        let errors = problems.into_iter().map(|it| FieldError {
            field: it.field.clone(),
            code: it.code.clone(),
            message: words::problem(lang, it),
        });
        let mut refusal = Self::new(StatusCode::UNPROCESSABLE_ENTITY);
        refusal.0.errors = errors.collect();
        refusal
    }

    /// The same refusal under another status.
    #[must_use]
    pub fn told_as(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }

    /// The same refusal with the message that says more.
    #[must_use]
    pub fn saying(mut self, detail: &'static str) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// The same refusal with one more member.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0.members.insert(name.to_owned(), value);
        self
    }

    /// The same refusal with one more header.
    #[must_use]
    pub fn under(mut self, name: HeaderName, value: String) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// The refusal as an answer to this request.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let lang = language(request).unwrap_or_default();
        let general = format!("api-problem-{}", self.0.status.as_u16());
        let detail = match self.0.detail {
            Some(id) => Some(texts::say(lang, id, &[])),
            None => texts::say_if_known(lang, &general, &[]),
        };
        let problem = Problem {
            r#type: "about:blank".to_owned(),
            title: self.0.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.0.status.as_u16(),
            detail,
            errors: self.0.errors.clone(),
        };
        let mut body = json!(problem);
        if let Some(body) = body.as_object_mut() {
            body.extend(self.0.members.clone());
        }
        let mut answer = HttpResponse::build(self.0.status);
        answer.content_type("application/problem+json");
        if self.0.status == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        for (name, value) in &self.0.headers {
            answer.insert_header((name.clone(), value.as_str()));
        }
        answer.body(body.to_string())
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        let refusal = Self::new(error.status_code());
        match error {
            AppError::BadRequest(id) => refusal.saying(id),
            AppError::TooMany(seconds) => refusal.under(header::RETRY_AFTER, seconds.to_string()),
            AppError::Database(_) | AppError::Io(_) | AppError::Failure(_) => {
                tracing::error!(%error, "a request of a program failed");
                refusal
            }
            _ => refusal,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "refused with {}", self.0.status)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    /// Only a status: the words depend on the request, which the caller of [`Refusal::answer`] has.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.0.status)
    }
}

/// The language a program asks for, if it asks for one.
pub fn language(request: &HttpRequest) -> Option<Lang> {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    Some(Lang::from_accept_language(accepted))
}
