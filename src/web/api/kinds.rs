//! Kinds of pages as programs need them: which there are, and what the fields of one hold.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::problem::{Answer, Usual};
use crate::error::AppError;
use crate::kinds::{Kind, LifeCycle, Publish};
use crate::web::site::Site;
use crate::web::visitor::Visitor;

/// A kind of pages; words are in the language of the caller.
#[derive(Serialize, ToSchema)]
struct KindObject {
    id: String,
    label: String,
    plural: String,
    hint: String,
    /// `page` for the common life cycle, `own`, or `none`.
    life_cycle: &'static str,
    /// `at_once`, or `approval` where a change of a released page waits for it.
    publish: &'static str,
    /// The statuses in their order.
    statuses: Vec<StatusObject>,
    /// The sets of records its pages carry.
    records: Vec<SetObject>,
}

/// A status of a life cycle.
#[derive(Serialize, ToSchema)]
struct StatusObject {
    id: String,
    label: String,
}

/// A set of records with what a row holds.
#[derive(Serialize, ToSchema)]
struct SetObject {
    id: String,
    label: String,
    /// The JSON Schema of the values of a row.
    #[schema(value_type = Object)]
    schema: Value,
}

/// All kinds, in the order in which they are offered.
#[derive(Serialize, ToSchema)]
struct KindList {
    items: Vec<KindObject>,
    /// Always null: the list is never cut.
    next_cursor: Option<String>,
}

/// All kinds of pages.
#[utoipa::path(
    get, path = "/api/v1/kinds", tag = "kinds",
    responses((status = 200, body = KindList), Usual),
)]
pub async fn list(visitor: Visitor, site: web::Data<Site>) -> Answer {
    let kinds = site.kinds();
    let items = kinds.iter().map(|it| object(it, visitor.lang.code())).collect();
    Ok(HttpResponse::Ok().json(KindList { items, next_cursor: None }))
}

/// The JSON Schema of the object `fields` of a kind.
#[utoipa::path(
    get, path = "/api/v1/kinds/{kind}", tag = "kinds", params(("kind" = String, Path)),
    responses((status = 200, body = Object, description = "A JSON Schema (2020-12)"), Usual),
)]
pub async fn schema(visitor: Visitor, site: web::Data<Site>, id: web::Path<String>) -> Answer {
    let kind = site.kinds().get(&id).cloned().ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok().json(kind.json_schema(visitor.lang.code())))
}

fn object(kind: &Kind, lang: &str) -> KindObject {
    let statuses = kind
        .statuses()
        .iter()
        .map(|it| StatusObject { id: it.id.clone(), label: it.label.get(lang).to_owned() });
    let records = kind.records.iter().map(|it| SetObject {
        id: it.id.clone(),
        label: it.label.get(lang).to_owned(),
        schema: it.json_schema(lang),
    });
    KindObject {
        id: kind.id.clone(),
        label: kind.label.get(lang).to_owned(),
        plural: kind.plural.get(lang).to_owned(),
        hint: kind.hint.get(lang).to_owned(),
        life_cycle: match kind.life_cycle {
            LifeCycle::Page => "page",
            LifeCycle::Own => "own",
            LifeCycle::None => "none",
        },
        publish: match kind.publish {
            Publish::AtOnce => "at_once",
            Publish::Approval => "approval",
        },
        statuses: statuses.collect(),
        records: records.collect(),
    }
}
