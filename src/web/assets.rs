//! Style, script and fonts under hashed names that never change their content.
//! Not files of pages: those come with rights.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use super::kept::takes_gzip;
use crate::error::{AppError, Result};
use crate::theme::assets;

/// `GET /assets/{name}`
pub async fn asset(request: HttpRequest) -> Result<HttpResponse> {
    let asset = assets::find(request.path()).ok_or(AppError::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(asset.content_type())
        .insert_header((header::CACHE_CONTROL, assets::CACHE_CONTROL))
        .insert_header((header::VARY, "accept-encoding"));
    match asset.gzip() {
        Some(packed) if takes_gzip(&request) => {
            Ok(answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(packed))
        }
        _ => Ok(answer.insert_header((header::CONTENT_ENCODING, "identity")).body(asset.bytes())),
    }
}
