//! What holds for every answer and every writing request: headers that keep pages harmless, and
//! the refusal of forms that another site sends. No rights: those are decided per act.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;

use crate::error::AppError;

/// Nothing but our own files, no inline script or style, nobody may frame us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer, unless a handler has said something more exact.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    // What a page shows depends on who asks; nothing in between may keep it.
    (header::CACHE_CONTROL, "private, no-cache"),
];

/// Puts the headers on every answer.
pub async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    for (name, value) in HEADERS {
        if !response.headers().contains_key(&name) {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    Ok(response)
}

/// Refuses a writing request that a browser sends on behalf of another site. The session cookie
/// is `SameSite=Lax` already; this also holds where that is not enough, on sibling host names.
pub async fn same_origin<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    // PostgreSQL cannot even be asked for a NUL, and no page has one in its address.
    if request.path().contains("%00") || request.path().contains('\0') {
        return Ok(request.error_response(AppError::NotFound).map_into_right_body());
    }
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_reading && is_foreign(request.headers()) {
        return Ok(request.error_response(AppError::Forbidden).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

/// Programs send neither header; browsers send at least one with every form.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    let host = text(header::HOST).unwrap_or_default();
    let origin_host = origin.split_once("://").map_or("", |(_, host)| host);
    origin_host.is_empty() || origin_host != host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_foreign(&headers.collect())
    }

    #[test]
    fn a_form_of_another_site_is_foreign() {
        assert!(foreign(&[("sec-fetch-site", "cross-site")]));
        assert!(foreign(&[("sec-fetch-site", "same-site")]));
        assert!(foreign(&[("origin", "https://example.org"), ("host", "wiki.example.org")]));
        assert!(foreign(&[("origin", "null"), ("host", "wiki.example.org")]));
    }

    #[test]
    fn our_own_forms_and_programs_are_not_foreign() {
        assert!(!foreign(&[("sec-fetch-site", "same-origin")]));
        assert!(!foreign(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!foreign(&[("host", "127.0.0.1:8080")]));
    }
}
