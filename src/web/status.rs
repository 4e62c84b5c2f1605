//! The status of a page: what may come next, what is missing for it, and the act itself, which
//! works without scripts. Decides nothing, see `pages` and `access`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::forms::{self, anchor};
use super::page::breadcrumb;
use super::sign_in::see_other;
use super::site::Site;
use super::view::{Item, NextStep, Place, ProblemLine, StatusControl, StatusView, StepChoice};
use super::visitor::Visitor;
use super::words;
use crate::access::{StatusPermit, may_set_status};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{Finding, Kind, LifeCycle, Publish};
use crate::pages::{
    Pages, Showing, StatusChange, StatusOutcome, Step, may_be_shown, steps, steps_allowed,
};
use crate::reading::{Read, Reading};
use crate::store::pages::{Head, Revision};
use crate::texts::{self, Lang};

/// How the form writes that a page is to be shown within a circle, in the place of a status.
const SHOW: &str = "show-";

/// What the form of the screen sends.
#[derive(Deserialize)]
pub struct StatusForm {
    #[serde(default)]
    to: String,
    #[serde(default)]
    note: String,
    seen: Option<u32>,
}

/// `GET /wiki/{space}/{path}/status?to=`
pub async fn form(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let standing = Standing::open(&visitor, &site, &reading, address.into_inner()).await?;
    let to = words::query_value(&request, "to").unwrap_or_default();
    let form = StatusForm { to, note: String::new(), seen: Some(standing.head.working) };
    let view = standing.view(&request, &visitor, &site, &pages, &db, &form, &[]).await?;
    site.html("status.html", visitor.lang, &view)
}

/// `POST /wiki/{space}/{path}/status`
pub async fn set(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
    form: web::Form<StatusForm>,
) -> Result<HttpResponse> {
    let standing = Standing::open(&visitor, &site, &reading, address.into_inner()).await?;
    let form = form.into_inner();
    let (outcome, done) = match form.to.strip_prefix(SHOW) {
        Some(within) => {
            let showing = Showing { within: within.to_owned(), seen: form.seen };
            (pages.show(standing.permit.clone(), showing).await?, "status-shown")
        }
        None => {
            let (to, note) = (form.to.clone(), form.note.clone());
            let change = StatusChange { to, note, seen: form.seen };
            let outcome = pages.set_status(standing.permit.clone(), change).await?;
            (outcome, done(&standing.kind, &form.to))
        }
    };
    match outcome {
        StatusOutcome::Moved(stored) => {
            let is_draft = stored.head.released.is_some_and(|it| it != stored.head.working);
            let is_seen = is_draft && matches!(form.to.as_str(), "entwurf" | "in_abstimmung");
            let face = if is_seen { "working" } else { "" };
            let done = if stored.is_new { done } else { "status-same" };
            Ok(see_other(&words::address(&stored.head.url(), &[("face", face), ("done", done)])))
        }
        StatusOutcome::Refused(unmet) => {
            let view = standing.view(&request, &visitor, &site, &pages, &db, &form, &unmet).await?;
            site.html_with(StatusCode::CONFLICT, "status.html", visitor.lang, &view)
        }
    }
}

/// The status on a page, for those who may change it.
pub async fn control(
    visitor: &Visitor,
    pages: &Pages,
    read: &Read,
) -> Result<Option<StatusControl>> {
    let (Some(kind), Some(permit)) =
        (read.kind.as_deref(), may_set_status(&visitor.actor, &read.head.standing()))
    else {
        return Ok(None);
    };
    if kind.life_cycle == LifeCycle::None || !(read.is_newest() || read.is_in_force()) {
        return Ok(None);
    }
    let lang = visitor.lang;
    let (head, shown) = (&read.head, read.revision());
    let status = shown.content.status.as_str();
    let mut control = StatusControl {
        word: status_word(kind, status, lang),
        href: format!("{}/status", head.url()),
        next: None,
        missing: None,
    };
    // Beside a draft the version in force only says where it stands.
    if !read.is_newest() {
        return Ok(Some(control));
    }
    let Some(ahead) = kind.status_ahead(status) else { return Ok(Some(control)) };
    let allowed = steps_allowed(kind, head, shown, None, &permit);
    control.next = allowed.iter().find(|it| it.to == ahead.id).map(|it| NextStep {
        to: it.to.clone(),
        label: verb(kind, status, &it.to, lang),
        seen: head.working.into(),
    });
    let outlook =
        pages.outlook(kind, Some(head), Some(&head.space), &shown.content, Some(&ahead.id)).await?;
    control.missing =
        forms::missing(kind, &outlook, lang, |it| field_address(head, it)).filter(|it| {
            // On the page only what is open is worth the room.
            !it.open.is_empty()
        });
    Ok(Some(control))
}

/// A page, where it stands, and what the visitor may do about it.
struct Standing {
    head: Head,
    kind: std::sync::Arc<Kind>,
    permit: StatusPermit,
    working: Revision,
    released: Option<Revision>,
}

impl Standing {
    async fn open(
        visitor: &Visitor,
        site: &Site,
        reading: &Reading,
        (space, path): (String, String),
    ) -> Result<Self> {
        let head = reading.find(&visitor.actor, &space, &path).await?;
        let permit = may_set_status(&visitor.actor, &head.standing());
        let permit = permit.ok_or(AppError::Forbidden)?;
        let kind = site.kinds().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
        if kind.life_cycle == LifeCycle::None {
            return Err(AppError::NotFound);
        }
        let working = reading.revision(&visitor.actor, &head, head.working).await?;
        let released = match head.released.filter(|it| *it != head.working) {
            Some(number) => Some(reading.revision(&visitor.actor, &head, number).await?),
            None => None,
        };
        Ok(Self { head, kind, permit, working, released })
    }

    async fn view(
        &self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        pages: &Pages,
        db: &Db,
        form: &StatusForm,
        unmet: &[Finding],
    ) -> Result<StatusView> {
        let lang = visitor.lang;
        let (head, kind, content) = (&self.head, &self.kind, &self.working.content);
        let all = steps(kind, head, &self.working, self.released.as_ref());
        let allowed =
            steps_allowed(kind, head, &self.working, self.released.as_ref(), &self.permit);
        let wanted = self.wanted(form, &allowed).filter(|_| !form.to.starts_with(SHOW));
        let mut choices = Vec::new();
        for step in &allowed {
            choices.push(self.choice(pages, step, wanted.as_deref(), lang).await?);
        }
        if may_be_shown(kind, head) && self.permit.may_publish() {
            // After the usual step and before what lays the page aside.
            let at = choices.len().min(1);
            let shows = kind.live_within.iter().map(|it| show_choice(it, &form.to, lang));
            choices.splice(at..at, shows);
        }
        let here = pages.outlook(kind, Some(head), Some(&head.space), content, wanted.as_deref());
        let page = Item::link(&content.title, head.url());
        let mut way = breadcrumb(head, db, visitor).await?;
        way.push(page.clone());
        let title = texts::say(lang, "step-title", &[("title", content.title.as_str().into())]);
        let note_problem = unmet.iter().find(|it| it.problem.field.as_deref() == Some("note"));
        Ok(StatusView {
            frame: site.frame(request, visitor, Place::of_kind(&head.kind), title).await?,
            breadcrumb: way,
            page,
            chips: words::status_chip(lang, Some(kind), &head.kind, &content.status)
                .into_iter()
                .collect(),
            action: format!("{}/status", head.url()),
            seen: head.working.into(),
            problems: unmet.iter().map(|it| self.problem_line(it, lang)).collect(),
            choices,
            note: form.note.clone(),
            note_problem: note_problem.map(|it| words::problem(lang, &it.problem)),
            hints: forms::hints(kind, &here.await?, lang, |it| field_address(head, it)),
            asks_others: allowed.len() < all.len(),
            cancel_href: head.url(),
        })
    }

    /// The step to be chosen already: the one asked for, else the usual next one.
    fn wanted(&self, form: &StatusForm, allowed: &[Step]) -> Option<String> {
        let ahead = self.kind.status_ahead(&self.working.content.status).map(|it| it.id.clone());
        let wanted = [Some(form.to.clone()), ahead].into_iter().flatten();
        let mut possible = wanted.filter(|to| allowed.iter().any(|it| it.to == *to));
        possible.next().or_else(|| allowed.first().map(|it| it.to.clone()))
    }

    async fn choice(
        &self,
        pages: &Pages,
        step: &Step,
        wanted: Option<&str>,
        lang: Lang,
    ) -> Result<StepChoice> {
        let (head, kind) = (&self.head, &self.kind);
        let begun = self.released.as_ref().filter(|_| step.is_of_released);
        let content = &begun.unwrap_or(&self.working).content;
        let outlook =
            pages.outlook(kind, Some(head), Some(&head.space), content, Some(&step.to)).await?;
        let status = kind.status(&step.to);
        Ok(StepChoice {
            label: verb(kind, &content.status, &step.to, lang),
            effect: effect(kind, &step.to, lang),
            chosen: wanted == Some(step.to.as_str()),
            reason: status.is_some_and(|it| it.reason),
            missing: forms::missing(kind, &outlook, lang, |it| field_address(head, it)),
            to: step.to.clone(),
        })
    }

    fn problem_line(&self, finding: &Finding, lang: Lang) -> ProblemLine {
        let problem = words::of_rule(finding.clone(), lang);
        let problem = self.kind.in_language(&problem, lang.code());
        let field = problem.top_field().filter(|it| self.kind.field(it).is_some());
        ProblemLine {
            href: match (field, problem.field.as_deref()) {
                (Some(field), _) => Some(field_address(&self.head, field)),
                (None, Some("note")) => Some("#f-note".to_owned()),
                _ => None,
            },
            label: field.map(|it| forms::label_of(&self.kind, it, lang)),
            text: words::problem(lang, &problem),
        }
    }
}

/// The choice to show a page within a circle before it is approved.
fn show_choice(within: &str, wanted: &str, lang: Lang) -> StepChoice {
    let to = format!("{SHOW}{within}");
    StepChoice {
        label: texts::say(lang, &format!("step-{to}"), &[]),
        effect: texts::say_if_known(lang, &format!("step-effect-{to}"), &[]),
        chosen: wanted == to,
        reason: false,
        missing: None,
        to,
    }
}

/// Where a field is filled in.
fn field_address(head: &Head, field: &str) -> String {
    format!("{}/edit#{}", head.url(), anchor(field))
}

fn status_word(kind: &Kind, status: &str, lang: Lang) -> String {
    let chip = words::status_chip(lang, Some(kind), &kind.id, status);
    chip.map_or_else(|| status.to_owned(), |it| it.text)
}

/// What one does who takes a step, in the words of product.md 2.
fn verb(kind: &Kind, from: &str, to: &str, lang: Lang) -> String {
    let is_begun = matches!(from, "entwurf" | "in_abstimmung");
    let id = match (kind.life_cycle, to) {
        (LifeCycle::Page, "freigegeben") => match kind.publish {
            _ if from == "in_ueberpruefung" => "step-still-valid",
            _ if !is_begun => "step-back-in-force",
            Publish::Approval => "step-release",
            Publish::AtOnce => "step-publish",
        },
        (LifeCycle::Page, "entwurf") if from == "in_abstimmung" => "step-return",
        (LifeCycle::Page, "entwurf") => "step-reopen",
        (LifeCycle::Page, "in_abstimmung") => "step-submit",
        (LifeCycle::Page, "in_ueberpruefung") => "step-review",
        (LifeCycle::Page, "abgeloest") => "step-supersede",
        (LifeCycle::Page, "ausser_kraft") => "step-repeal",
        (LifeCycle::Page, "fachliche_grundlage") => "step-source-text",
        (LifeCycle::Page, "archiviert") => "step-archive",
        _ => "step-other",
    };
    texts::say(lang, id, &[("status", status_word(kind, to, lang).into())])
}

/// What comes of a step; kinds with statuses of their own say it by their words.
fn effect(kind: &Kind, to: &str, lang: Lang) -> Option<String> {
    let is_shared = kind.life_cycle == LifeCycle::Page;
    let id = format!("step-effect-{}", to.replace('_', "-"));
    texts::say_if_known(lang, &id, &[]).filter(|_| is_shared)
}

/// The word for what happened.
fn done(kind: &Kind, to: &str) -> &'static str {
    match (kind.life_cycle, to) {
        (LifeCycle::Page, "in_abstimmung") => "status-submitted",
        (LifeCycle::Page, "freigegeben") => "status-released",
        (LifeCycle::Page, "entwurf") => "status-returned",
        (LifeCycle::Page, "archiviert") => "status-archived",
        _ => "status-set",
    }
}
