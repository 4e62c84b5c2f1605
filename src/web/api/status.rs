//! How the server is: which version, which database, how far its index is behind.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{Answer, Usual};
use crate::db::Db;
use crate::search::Index;
use crate::store;

/// How the server is.
#[derive(Serialize, ToSchema)]
struct Status {
    /// Version of the program.
    version: &'static str,
    /// `sqlite` or `postgresql`.
    database: &'static str,
    index: IndexStatus,
}

/// How far the search index is.
#[derive(Serialize, ToSchema)]
struct IndexStatus {
    /// The newest change in the index.
    applied_seq: u64,
    /// The newest change there is.
    head_seq: u64,
}

/// How the server is; answers without a token, too.
#[utoipa::path(
    get, path = "/api/v1/status", tag = "server", security(()),
    responses((status = 200, body = Status), Usual),
)]
pub async fn status(db: web::Data<Db>, index: web::Data<Index>) -> Answer {
    let head_seq = store::changes::head(db.reader()).await?;
    let index = IndexStatus { applied_seq: index.applied_seq(), head_seq };
    let version = env!("CARGO_PKG_VERSION");
    Ok(HttpResponse::Ok().json(Status { version, database: db.backend(), index }))
}
