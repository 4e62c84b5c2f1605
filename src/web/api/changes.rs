//! The change log as programs follow it: what happened to pages the caller may read, in order.
//! Never who did it.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::params::Params;
use super::problem::{Answer, Usual};
use crate::db::Db;
use crate::store;
use crate::web::site::Site;
use crate::web::visitor::Visitor;
use crate::web::words;

/// From where the log is read.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // Described here; read by `Params`.
struct From {
    /// Changes with greater numbers; all where it is left out.
    #[param(value_type = Option<i64>, minimum = 0)]
    after: Option<u64>,
    /// How many changes at most; 200 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<u32>,
}

/// A change.
#[derive(Serialize, ToSchema)]
struct ChangeObject {
    /// Its number.
    seq: u64,
    #[schema(format = DateTime)]
    at: String,
    /// What happened, such as `page.saved`; new words may come, so skip unknown ones.
    r#type: String,
    /// Id of the page it happened to.
    page_id: Option<String>,
    /// Key of the space it happened in.
    space: Option<String>,
}

/// Changes, oldest first.
#[derive(Serialize, ToSchema)]
struct ChangeList {
    items: Vec<ChangeObject>,
    /// Goes into `after` of the next request; null when there is nothing newer.
    next_cursor: Option<String>,
}

/// What happened to pages the caller may read.
#[utoipa::path(
    get, path = "/api/v1/changes", params(From), tag = "changes",
    responses((status = 200, body = ChangeList), Usual),
)]
pub async fn changes(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
) -> Answer {
    let params = Params::read(&request, visitor.lang, |it| matches!(it, "after" | "limit"))?;
    let after = params.number("after")?.unwrap_or(0);
    let limit = params.limit()? as usize;
    let seen = store::change_listing::seen(db.reader(), &visitor.actor, after, limit as u64 + 1);
    let mut seen = seen.await?;
    let has_more = seen.len() > limit;
    seen.truncate(limit);
    let next_cursor = seen.last().filter(|_| has_more).map(|it| it.seq.to_string());
    let spaces = site.spaces().await?;
    let items = seen.into_iter().map(|it| ChangeObject {
        seq: it.seq,
        at: words::moment_iso(it.at),
        r#type: it.what,
        page_id: Some(it.page),
        space: spaces.iter().find(|space| space.id == it.space).map(|it| it.key().to_owned()),
    });
    Ok(HttpResponse::Ok().json(ChangeList { items: items.collect(), next_cursor }))
}
