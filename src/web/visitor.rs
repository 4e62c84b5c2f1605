//! Whoever sends a request: the person of the session cookie, and the language to answer in.
//! Decides no rights.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::people::{People, Person, Secret};
use crate::texts::Lang;
use crate::web::api;

/// The cookie that remembers the language of somebody who is not signed in.
const LANGUAGE_COOKIE: &str = "qmwiki_language";

/// Whether people reach the wiki by https, so that the session cookie may insist on it.
#[derive(Clone, Copy, Debug)]
pub struct IsHttps(pub bool);

/// Whoever sends a request.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The signed-in person.
    pub person: Option<Arc<Person>>,
    /// What rights are decided by.
    pub actor: Actor,
    /// The language to answer in.
    pub lang: Lang,
}

impl Visitor {
    /// The signed-in person, or the demand to sign in.
    pub fn signed_in(&self) -> Result<&Person> {
        self.person.as_deref().ok_or(AppError::SignInNeeded)
    }
}

impl FromRequest for Visitor {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // Whoever guards a whole range of addresses has asked already.
        let known = request.extensions().get::<Self>().cloned();
        let request = request.clone();
        Box::pin(async move {
            if let Some(known) = known {
                return Ok(known);
            }
            let person = person_of(&request).await?;
            let own = || Lang::from_code(&person.as_ref()?.language);
            let lang = match is_for_programs(&request) {
                // A program says with each request which language its answer shall have.
                true => api::language(&request).or_else(own).unwrap_or_default(),
                false => own().unwrap_or_else(|| language_of(&request)),
            };
            let actor = match &person {
                Some(person) => person.actor.clone(),
                None => Actor::anonymous(),
            };
            Ok(Self { person, actor, lang })
        })
    }
}

/// Whether an address belongs to the interface for programs.
pub fn is_for_programs(request: &HttpRequest) -> bool {
    request.path().starts_with("/api/")
}

/// The session cookie of a request.
pub fn secret_of(request: &HttpRequest) -> Option<String> {
    request.cookie(session_cookie_name(is_https(request))).map(|it| it.value().to_owned())
}

/// The cookie for a new session.
pub fn session_cookie(request: &HttpRequest, secret: &Secret) -> Cookie<'static> {
    session(request, secret.reveal().to_owned())
}

/// The cookie that takes a session away.
pub fn no_session_cookie(request: &HttpRequest) -> Cookie<'static> {
    let mut cookie = session(request, String::new());
    cookie.make_removal();
    cookie
}

/// The cookie that remembers a language.
pub fn language_cookie(request: &HttpRequest, lang: Lang) -> Cookie<'static> {
    Cookie::build(LANGUAGE_COOKIE, lang.code())
        .path("/")
        .secure(is_https(request))
        .same_site(SameSite::Lax)
        .max_age(time::Duration::days(365))
        .finish()
}

/// The person of the token, else of the session. Tokens count for programs alone: a link must
/// never make a browser act with one. A token that is wrong is not made good by a session.
async fn person_of(request: &HttpRequest) -> Result<Option<Arc<Person>>> {
    let Some(people) = request.app_data::<web::Data<People>>() else { return Ok(None) };
    if is_for_programs(request)
        && let Some(authorization) = request.headers().get(header::AUTHORIZATION)
    {
        return match token_in(authorization) {
            Some(token) => people.of_token(token).await,
            None => Ok(None),
        };
    }
    match secret_of(request) {
        Some(secret) => people.of_session(&secret).await,
        None => Ok(None),
    }
}

fn token_in(authorization: &header::HeaderValue) -> Option<&str> {
    let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn session(request: &HttpRequest, value: String) -> Cookie<'static> {
    let is_https = is_https(request);
    Cookie::build(session_cookie_name(is_https), value)
        .path("/")
        .http_only(true)
        .secure(is_https)
        // Lax, not Strict: a link in a mail must find the reader signed in.
        .same_site(SameSite::Lax)
        .max_age(time::Duration::days(30))
        .finish()
}

/// Behind https the name itself makes browsers refuse the cookie from anywhere else.
fn session_cookie_name(is_https: bool) -> &'static str {
    if is_https { "__Host-qmwiki" } else { "qmwiki" }
}

fn is_https(request: &HttpRequest) -> bool {
    request.app_data::<web::Data<IsHttps>>().is_some_and(|it| it.0)
}

fn language_of(request: &HttpRequest) -> Lang {
    let chosen = request.cookie(LANGUAGE_COOKIE);
    if let Some(lang) = chosen.and_then(|it| Lang::from_code(it.value())) {
        return lang;
    }
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|it| it.to_str().ok()).unwrap_or_default();
    Lang::from_accept_language(accepted)
}
