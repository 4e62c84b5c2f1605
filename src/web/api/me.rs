//! Who the caller is, and what they may do where. Tells of nobody else.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{Answer, Usual};
use crate::web::site::Site;
use crate::web::visitor::Visitor;

/// The caller.
#[derive(Serialize, ToSchema)]
struct Me {
    /// The sign-in name.
    name: String,
    /// The name shown to others.
    display_name: String,
    /// The language of the interface, `de` or `en`.
    language: String,
    /// Whether the caller administers the wiki.
    is_admin: bool,
    /// Roles by space.
    roles: Vec<RoleInSpace>,
}

/// A role in a space.
#[derive(Serialize, ToSchema)]
struct RoleInSpace {
    /// Key of the space.
    space: String,
    /// `reader`, `contributor`, `editor`, `approver` or `manager`.
    role: &'static str,
}

/// The caller, with their roles.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "people",
    responses((status = 200, body = Me), Usual),
)]
pub async fn me(visitor: Visitor, site: web::Data<Site>) -> Answer {
    let person = visitor.signed_in()?;
    let spaces = site.spaces().await?;
    let roles = spaces.iter().filter_map(|space| {
        let role = visitor.actor.role_in(&space.standing)?;
        Some(RoleInSpace { space: space.key().to_owned(), role: role.id() })
    });
    Ok(HttpResponse::Ok().json(Me {
        name: person.name.clone(),
        display_name: person.display_name.clone(),
        language: person.language.clone(),
        is_admin: visitor.actor.is_admin(),
        roles: roles.collect(),
    }))
}
