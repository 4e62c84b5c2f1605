//! Whoever sends a request: the person of the session cookie, and the language to answer in.
//! Decides no rights.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};

use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::people::{People, Person, Secret};
use crate::texts::Lang;

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
        let request = request.clone();
        Box::pin(async move {
            let person = match (request.app_data::<web::Data<People>>(), secret_of(&request)) {
                (Some(people), Some(secret)) => people.of_session(&secret).await?,
                _ => None,
            };
            let lang = match &person {
                Some(person) => Lang::from_code(&person.language).unwrap_or_default(),
                None => language_of(&request),
            };
            let actor = match &person {
                Some(person) => person.actor.clone(),
                None => Actor::anonymous(),
            };
            Ok(Self { person, actor, lang })
        })
    }
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
