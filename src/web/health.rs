//! Whether the process lives, whether it can serve, and how far its index is.

use actix_web::{HttpResponse, web};
use serde_json::json;

use super::visitor::Visitor;
use crate::db::Db;
use crate::error::Result;
use crate::search::Index;
use crate::store;

/// `GET /healthz`: the process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database can be reached.
pub async fn ready(db: web::Data<Db>) -> HttpResponse {
    match db.ping().await {
        Ok(()) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            HttpResponse::ServiceUnavailable().body("the database cannot be reached\n")
        }
    }
}

/// `GET /api/v1/status`, for people who are signed in.
pub async fn status(
    visitor: Visitor,
    db: web::Data<Db>,
    index: web::Data<Index>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let head = store::changes::head(db.reader()).await?;
    Ok(HttpResponse::Ok().json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "database": db.backend(),
        "index": { "applied_seq": index.applied_seq(), "head_seq": head },
    })))
}
