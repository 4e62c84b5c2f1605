//! Spaces, and who belongs to them. Tells nobody who the members are.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::problem::{Answer, OfBodies, Problem, Refusal, Usual};
use crate::access::{
    Actor, Pillar, Role, SpaceVisibility, may_administer, may_know_space, may_set_members,
};
use crate::error::AppError;
use crate::german;
use crate::kinds;
use crate::people::{NewSpace, People};
use crate::store::spaces::Space;
use crate::web::site::Site;
use crate::web::visitor::Visitor;
use crate::web::words;

/// The longest key, in characters.
const KEY_CHARS_MAX: usize = 100;

/// A space.
#[derive(Serialize, ToSchema)]
pub struct SpaceObject {
    /// Its key, as in `/wiki/{key}`.
    key: String,
    /// Its address on this server.
    url: String,
    /// Its title in the language of the caller.
    title: String,
    /// `bezirklich`, `ueberbezirklich`, `gesamtstaedtisch`, or `ohne` for trying out.
    pillar: &'static str,
    /// How far its pages may be seen at most: `public`, `intern` or `members`.
    visibility: &'static str,
    /// Id of the district it belongs to.
    district: Option<String>,
    /// The caller's role in it.
    role: Option<&'static str>,
}

/// All spaces the caller may know of, in their order.
#[derive(Serialize, ToSchema)]
struct SpaceList {
    items: Vec<SpaceObject>,
    /// Always null: the list is never cut.
    next_cursor: Option<String>,
}

/// A space to be added.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // Described here; read member by member, so that all mistakes are told at once.
struct NewSpaceBody {
    /// Lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 100, example = "fortbildung")]
    key: String,
    #[schema(min_length = 1, max_length = 1000)]
    title: String,
    #[schema(value_type = PillarWord)]
    pillar: String,
    /// `intern` where it is left out.
    #[schema(value_type = Option<VisibilityWord>)]
    visibility: Option<String>,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code)] // Only described.
enum PillarWord {
    Bezirklich,
    Ueberbezirklich,
    Gesamtstaedtisch,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code)] // Only described.
enum VisibilityWord {
    Public,
    Intern,
    Members,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code)] // Only described.
enum RoleWord {
    Reader,
    Contributor,
    Editor,
    Approver,
    Manager,
}

/// The role somebody shall have.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // As above.
struct MemberBody {
    #[schema(value_type = RoleWord)]
    role: String,
}

/// The role somebody has in a space.
#[derive(Serialize, ToSchema)]
struct Member {
    /// Key of the space.
    space: String,
    /// Sign-in name.
    user: String,
    #[schema(value_type = RoleWord)]
    role: &'static str,
}

/// Whether the caller may know of a space.
pub(super) fn may_know(actor: &Actor, space: &Space) -> bool {
    may_know_space(actor, &space.standing)
}

/// All spaces the caller may know of.
#[utoipa::path(
    get, path = "/api/v1/spaces", tag = "spaces",
    responses((status = 200, body = SpaceList), Usual),
)]
pub async fn list(visitor: Visitor, site: web::Data<Site>) -> Answer {
    let spaces = site.spaces().await?;
    let known = spaces.iter().filter(|it| may_know(&visitor.actor, it));
    let items = known.map(|it| object(it, &visitor)).collect();
    Ok(HttpResponse::Ok().json(SpaceList { items, next_cursor: None }))
}

/// Adds a space; for administrators.
#[utoipa::path(
    post, path = "/api/v1/spaces", request_body = NewSpaceBody, tag = "spaces",
    responses(
        (status = 201, body = SpaceObject),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "The key is taken"),
        Usual, OfBodies,
    ),
)]
pub async fn create(visitor: Visitor, people: web::Data<People>, mut body: Body) -> Answer {
    let permit = may_administer(&visitor.actor).ok_or(AppError::Forbidden)?;
    let Some(new) = read(&mut body) else {
        return Err(Refusal::of_values(&body.problems, visitor.lang));
    };
    let space = people.add_space(permit, new).await.map_err(|error| match error {
        AppError::Conflict => Refusal::new(StatusCode::CONFLICT).saying("api-problem-key-taken"),
        error => error.into(),
    })?;
    Ok(HttpResponse::Created().json(object(&space, &visitor)))
}

/// Gives somebody a role in a space; for those who manage it and administrators.
#[utoipa::path(
    put, path = "/api/v1/spaces/{key}/members/{user}", request_body = MemberBody, tag = "spaces",
    params(
        ("key" = String, Path, description = "Key of the space"),
        ("user" = String, Path, description = "Sign-in name"),
    ),
    responses((status = 200, body = Member), Usual, OfBodies),
)]
pub async fn set_member(
    visitor: Visitor,
    site: web::Data<Site>,
    people: web::Data<People>,
    address: web::Path<(String, String)>,
    mut body: Body,
) -> Answer {
    let (key, user) = address.into_inner();
    let space = site.space(&key).await?;
    if !may_know(&visitor.actor, &space) {
        return Err(AppError::NotFound.into());
    }
    let permit = may_set_members(&visitor.actor, &space.standing).ok_or(AppError::Forbidden)?;
    let account = people.by_name(&user).await?.ok_or(AppError::NotFound)?;
    let Some(role) = word(&mut body, "role", Role::parse) else {
        return Err(Refusal::of_values(&body.problems, visitor.lang));
    };
    people.set_member(permit, &space, &account, role).await?;
    let member = Member { space: key, user: account.name, role: role.id() };
    Ok(HttpResponse::Ok().json(member))
}

fn object(space: &Space, visitor: &Visitor) -> SpaceObject {
    SpaceObject {
        key: space.key().to_owned(),
        url: format!("/wiki/{}", space.key()),
        title: words::space_title(space, visitor.lang).to_owned(),
        pillar: space.standing.pillar.id(),
        visibility: space.standing.visibility.id(),
        district: space.district.clone(),
        role: visitor.actor.role_in(&space.standing).map(Role::id),
    }
}

fn read(body: &mut Body) -> Option<NewSpace> {
    let key = body.text("key").unwrap_or_default();
    if key.is_empty() || key.chars().count() > KEY_CHARS_MAX || german::slug(&key) != key {
        body.is_wrong("key", "api-problem-bad-key");
    }
    let title = body.text("title").unwrap_or_default().replace('\0', "");
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() || title.chars().count() > 1_000 {
        body.is_wrong("title", "api-problem-bad-space-title");
    }
    let pillar = word(body, "pillar", |it| Pillar::parse(it).filter(|it| *it != Pillar::None));
    let visibility = match body.members.get("visibility").filter(|it| !it.is_null()) {
        Some(_) => word(body, "visibility", SpaceVisibility::parse),
        None => Some(SpaceVisibility::Intern),
    };
    if !body.problems.is_empty() {
        return None;
    }
    Some(NewSpace { key, title, pillar: pillar?, visibility: visibility? })
}

/// A member that is one of some words.
fn word<T>(body: &mut Body, name: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    let known = body.problems.len();
    let text = body.text(name).unwrap_or_default();
    let value = parse(&text);
    if value.is_none() && body.problems.len() == known {
        let problem = kinds::Problem::at(name, "problem-not-a-choice").with("value", text);
        body.problems.push(problem);
    }
    value
}
