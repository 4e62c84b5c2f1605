//! `/administration`: what administrators keep in order, and what is wrong in the files of the
//! site. Registers and lists have screens of their own next door.

use actix_web::{HttpRequest, HttpResponse, web};

use super::sign_in::see_other;
use super::site::Site;
use super::view::{AdministrationPart, AdministrationView, Flash, Item, MistakeLine, Place, Tone};
use super::visitor::Visitor;
use super::words;
use crate::access::may_edit_registers;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::exchange::{self, Told};
use crate::pages::Pages;
use crate::texts::{self, Arg, Lang};

/// Where the administration begins.
pub const ADDRESS: &str = "/administration";

/// `GET /administration`
pub async fn overview(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    may_edit_registers(&visitor.actor).ok_or(AppError::Forbidden)?;
    let lang = visitor.lang;
    let title = texts::say(lang, "administration", &[]);
    let view = AdministrationView {
        frame: site.frame(&request, &visitor, Place::Elsewhere, title).await?,
        mistakes: mistakes(&site.told(), lang),
        parts: vec![AdministrationPart {
            link: Item::link(
                texts::say(lang, "registers-title", &[]),
                super::registers::ADDRESS.to_owned(),
            ),
            text: texts::say(lang, "registers-about", &[]),
        }],
        examples: match exchange::examples(&db).await? {
            0 => None,
            count => Some(count as u64),
        },
    };
    site.html("administration.html", lang, &view)
}

/// `POST /administration/examples/remove`
pub async fn remove_examples(
    visitor: Visitor,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    may_edit_registers(&visitor.actor).ok_or(AppError::Forbidden)?;
    exchange::remove_examples(&db, &pages).await?;
    Ok(see_other(&words::address(ADDRESS, &[("done", "examples-removed")])))
}

/// What administrators are told on every screen as long as a file has a mistake. Nobody else can
/// do anything about it, and nothing is broken: the last good copy counts.
pub fn notice(request: &HttpRequest, visitor: &Visitor, told: &Told) -> Option<Flash> {
    let is_right = told.problems.is_empty() && told.template_problems.is_empty();
    if is_right || !visitor.actor.is_admin() || request.path() == ADDRESS {
        return None;
    }
    let link = Item::link(texts::say(visitor.lang, "files-wrong-link", &[]), ADDRESS);
    let text = texts::say(visitor.lang, "files-wrong", &[]);
    Some(Flash { tone: Tone::Attention, text, link: Some(link), undo: None })
}

fn mistakes(told: &Told, lang: Lang) -> Vec<MistakeLine> {
    let in_kinds = told.problems.iter().map(|it| {
        let args: Vec<(&str, Arg)> =
            it.args.iter().map(|(name, value)| (name.as_str(), value.as_str().into())).collect();
        MistakeLine {
            file: it.file.clone(),
            line: it.line as u64,
            text: texts::say(lang, &it.code, &args),
        }
    });
    let in_templates = told.template_problems.iter().map(|it| MistakeLine {
        file: it.file.clone(),
        line: it.line.unwrap_or(0) as u64,
        text: words::problem(lang, &it.problem),
    });
    in_kinds.chain(in_templates).collect()
}
