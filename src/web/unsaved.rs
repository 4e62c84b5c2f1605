//! What was typed and not saved, and who is writing just now: what scripts of a form send, and
//! what the form says about it. Everything works without scripts; then there is less to say.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::sign_in::see_other;
use super::site::Site;
use super::view::UnsavedView;
use super::visitor::Visitor;
use super::words;
use crate::access::{EditPermit, may_create, may_edit};
use crate::error::{AppError, Result};
use crate::pages::{FormOf, KeepPermit, Pages, Typed};
use crate::people::People;
use crate::reading::Reading;
use crate::store::drafts::StoredDraft;
use crate::texts::{self, Lang};

type Pairs = Vec<(String, String)>;

/// Which form was typed into.
#[derive(Deserialize)]
pub struct Which {
    page: Option<String>,
    kind: Option<String>,
}

/// `POST /drafts?page=` or `?kind=`: keeps what is being typed; sent by scripts.
pub async fn keep(
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    which: web::Query<Which>,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let permit = match (&which.page, &which.kind) {
        (Some(page), _) => {
            let head = reading.find_by_id(&visitor.actor, page).await?;
            let permit = may_edit(&visitor.actor, &head.standing());
            KeepPermit::Edit(permit.ok_or(AppError::Forbidden)?)
        }
        (None, Some(kind)) => {
            let kind = site.kinds().get(kind).map(|it| it.id.clone());
            let kind = kind.ok_or(AppError::NotFound)?;
            let spaces = site.writable_spaces(&visitor).await?;
            let mut permits = spaces.iter().map(|it| may_create(&visitor.actor, &it.standing));
            let permit = permits.find_map(|it| it).ok_or(AppError::Forbidden)?;
            KeepPermit::Create(permit, kind)
        }
        (None, None) => return Err(AppError::NotFound),
    };
    pages.keep_typed(&permit, typed(form.into_inner())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /drafts/{id}/discard`
pub async fn discard(
    visitor: Visitor,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let account = visitor.signed_in()?.id.clone();
    let url = match pages.discard_typed(&account, &id).await? {
        FormOf::New(kind) => words::address("/new", &[("kind", &kind), ("done", "discarded")]),
        FormOf::Page(page) => {
            let head = reading.find_by_id(&visitor.actor, &page).await?;
            words::address(&format!("{}/edit", head.url()), &[("done", "discarded")])
        }
    };
    Ok(see_other(&url))
}

/// What a script says about an open form.
#[derive(Deserialize)]
pub struct Sign {
    left: Option<u8>,
}

/// `POST /presence/{page}`: says that the form is open, or was left; answers who else writes.
pub async fn presence(
    visitor: Visitor,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    page: web::Path<String>,
    sign: web::Form<Sign>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let head = reading.find_by_id(&visitor.actor, &page).await?;
    let permit = may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    if sign.left == Some(1) {
        pages.stopped_writing(&permit).await?;
        return Ok(HttpResponse::NoContent().finish());
    }
    pages.is_writing(&permit).await?;
    let words = writing_now(&visitor, &pages, &people, &permit).await?;
    Ok(HttpResponse::Ok().json(json!({ "words": words })))
}

/// Who else has the form of a page open, in words.
pub async fn writing_now(
    visitor: &Visitor,
    pages: &Pages,
    people: &People,
    permit: &EditPermit,
) -> Result<Option<String>> {
    let others = pages.others_writing(permit).await?;
    if others.is_empty() {
        return Ok(None);
    }
    let mut names: Vec<String> = people.names(&others).await?.into_values().collect();
    names.sort();
    let count = names.len() as i64;
    let args = [("names", names.join(", ").into()), ("count", count.into())];
    Ok((count > 0).then(|| texts::say(visitor.lang, "writing-now", &args)))
}

/// What the form offers: what was typed and not saved, and what a conflict put aside.
pub async fn offered(
    visitor: &Visitor,
    pages: &Pages,
    form: &FormOf,
    form_href: &str,
) -> Result<Vec<UnsavedView>> {
    let Some(account) = visitor.actor.account() else { return Ok(Vec::new()) };
    let drafts = pages.typed(account, form).await?;
    Ok(drafts.iter().map(|it| offer(it, form_href, visitor.lang)).collect())
}

/// The text somebody goes on with, by the `?draft=` of the address.
pub async fn resumed(
    request: &HttpRequest,
    visitor: &Visitor,
    pages: &Pages,
    form: &FormOf,
) -> Result<Option<StoredDraft>> {
    let Some(id) = words::query_value(request, "draft") else { return Ok(None) };
    let Some(account) = visitor.actor.account() else { return Ok(None) };
    let drafts = pages.typed(account, form).await?;
    Ok(drafts.into_iter().find(|it| it.id == id))
}

/// What a form sent, to be kept.
pub fn typed(pairs: Pairs) -> Typed {
    let value = |name: &str| {
        let pair = pairs.iter().rev().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    Typed { base: value("base").parse().ok(), title: value("title"), pairs }
}

fn offer(draft: &StoredDraft, form_href: &str, lang: Lang) -> UnsavedView {
    let id = if draft.put_aside { "unsaved-aside" } else { "unsaved-typed" };
    let when = words::moment(lang, draft.saved_at);
    let sign = if form_href.contains('?') { '&' } else { '?' };
    UnsavedView {
        label: texts::say(lang, id, &[("when", when.into())]),
        resume_href: format!("{form_href}{sign}draft={}", draft.id),
        discard_action: format!("/drafts/{}/discard", draft.id),
    }
}
