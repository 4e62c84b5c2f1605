//! Signing in with a name and a password or by a one-time link, signing out, and the language.
//! Knows no identity provider yet.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::errors;
use super::site::Site;
use super::view::{Place, SignInNotice, SignInView};
use super::visitor::{self, Visitor};
use crate::error::{AppError, Result};
use crate::people::People;
use crate::texts::{self, Lang};

/// The sign-in form.
#[derive(Deserialize)]
pub struct SignInForm {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// The language form.
#[derive(Deserialize)]
pub struct LanguageForm {
    lang: String,
    #[serde(default)]
    next: String,
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`
pub async fn form(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    query: web::Query<Next>,
) -> Result<HttpResponse> {
    let next = own_address(&query.next);
    if visitor.person.is_some() {
        return Ok(see_other(next));
    }
    let needed = (next != "/").then_some(SignInNotice::Needed);
    let notice = errors::notice_of(&request).or(needed);
    show(&request, &visitor, &site, StatusCode::OK, next, "", notice).await
}

/// `POST /sign-in`
pub async fn sign_in(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    people: web::Data<People>,
    form: web::Form<SignInForm>,
) -> Result<HttpResponse> {
    let next = own_address(&form.next);
    match people.sign_in(&form.name, &form.password).await? {
        Some(secret) => Ok(HttpResponse::SeeOther()
            .cookie(visitor::session_cookie(&request, &secret))
            .insert_header((header::LOCATION, next))
            .finish()),
        None => {
            let notice = Some(SignInNotice::Wrong);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(&request, &visitor, &site, status, next, &form.name, notice).await
        }
    }
}

/// `GET /sign-in/link/{secret}`
pub async fn by_link(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    people: web::Data<People>,
    secret: web::Path<String>,
) -> Result<HttpResponse> {
    match people.sign_in_by_link(&secret).await? {
        Some(secret) => Ok(HttpResponse::SeeOther()
            .cookie(visitor::session_cookie(&request, &secret))
            .insert_header((header::LOCATION, "/"))
            .finish()),
        None => {
            let notice = Some(SignInNotice::BadLink);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(&request, &visitor, &site, status, "/", "", notice).await
        }
    }
}

/// `POST /sign-out`
pub async fn sign_out(request: HttpRequest, people: web::Data<People>) -> Result<HttpResponse> {
    if let Some(secret) = visitor::secret_of(&request) {
        people.sign_out(&secret).await?;
    }
    Ok(HttpResponse::SeeOther()
        .cookie(visitor::no_session_cookie(&request))
        .insert_header((header::LOCATION, "/sign-in?notice=signed-out"))
        .finish())
}

/// `POST /language`
pub async fn language(
    request: HttpRequest,
    visitor: Visitor,
    people: web::Data<People>,
    form: web::Form<LanguageForm>,
) -> Result<HttpResponse> {
    let lang = Lang::from_code(&form.lang).ok_or(AppError::BadRequest("problem-language"))?;
    if let Some(person) = &visitor.person {
        people.set_language(&person.id, lang.code()).await?;
    }
    Ok(HttpResponse::SeeOther()
        .cookie(visitor::language_cookie(&request, lang))
        .insert_header((header::LOCATION, own_address(&form.next)))
        .finish())
}

/// An answer that leads on.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

async fn show(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    status: StatusCode,
    next: &str,
    name: &str,
    notice: Option<SignInNotice>,
) -> Result<HttpResponse> {
    let title = texts::say(visitor.lang, "sign-in", &[]);
    let view = SignInView {
        frame: site.frame(request, visitor, Place::Elsewhere, title).await?,
        action: "/sign-in".to_owned(),
        next: next.to_owned(),
        name: name.to_owned(),
        notice,
    };
    site.html_with(status, "sign-in.html", visitor.lang, &view)
}

/// Only addresses of this wiki are returned to: browsers read `//` and `/\` as other hosts.
fn own_address(next: &str) -> &str {
    let is_own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(char::is_control);
    if is_own { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_never_leads_to_another_site() {
        let foreign =
            ["https://example.org", "//example.org", "/\\example.org", "javascript:x", ""];
        for next in foreign {
            assert_eq!(own_address(next), "/");
        }
        assert_eq!(own_address("/search?q=a&kind=b"), "/search?q=a&kind=b");
        assert_eq!(own_address("/a\r\nSet-Cookie: x=y"), "/");
    }
}
