//! Registers: the lists an office changes itself, such as districts, bodies and units.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::problem::{Answer, Usual};
use crate::error::AppError;
use crate::web::site::Site;
use crate::web::visitor::Visitor;

/// An entry of a register.
#[derive(Serialize, ToSchema)]
struct Entry {
    id: String,
    /// Its word in the language of the caller.
    label: String,
    /// No longer offered; where it is in use it stays.
    retired: bool,
    /// The last day it is offered.
    valid_until: Option<String>,
    /// What else the register says about it.
    #[schema(value_type = Object)]
    more: Map<String, Value>,
}

/// The entries of a register, in their order.
#[derive(Serialize, ToSchema)]
struct Register {
    items: Vec<Entry>,
    /// Always null: the list is never cut.
    next_cursor: Option<String>,
}

/// A register, whole.
#[utoipa::path(
    get, path = "/api/v1/registers/{name}", tag = "kinds",
    params(("name" = String, Path, example = "districts")),
    responses((status = 200, body = Register), Usual),
)]
pub async fn register(visitor: Visitor, site: web::Data<Site>, name: web::Path<String>) -> Answer {
    let kinds = site.kinds();
    let list = kinds.list(&name).filter(|it| it.register).ok_or(AppError::NotFound)?;
    let items = list.items.iter().map(|it| Entry {
        id: it.id.clone(),
        label: it.label.get(visitor.lang.code()).to_owned(),
        retired: it.retired,
        valid_until: it.valid_until.clone(),
        more: it.extra.clone(),
    });
    Ok(HttpResponse::Ok().json(Register { items: items.collect(), next_cursor: None }))
}
