//! Keeps finished pages for the person they were made for, until anything in the wiki changes.
//! Nothing is shared between people, so nothing can leak; coarse, but a warm view asks the
//! database nothing. Only reading screens are kept, no forms and no searches.

use std::io::Write;
use std::sync::Arc;

use actix_web::body::{BoxBody, EitherBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use flate2::Compression;
use flate2::write::GzEncoder;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::visitor::Visitor;
use super::words;
use crate::changes::Changes;
use crate::clock::{Clock, MINUTE};
use crate::kinds::LiveKinds;
use crate::texts::Lang;

/// What all kept pages together may take.
const BYTES_MAX: u64 = 8 << 20;
/// About as many as fit, to size the tables.
const EXPECTED: usize = 1_000;
/// Screens that only show and show the same until something changes.
const KEPT: [&str; 5] = ["/wiki/", "/list/", "/glossary", "/spaces", "/"];
/// Below a page these are forms, or compare what may be large.
const NOT_KEPT: [&str; 8] =
    ["/edit", "/history", "/compare", "/status", "/move", "/copy", "/lock", "/authors"];

/// For whom, in which words, what, and as of which state of the wiki.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    account: String,
    rights: i64,
    lang: Lang,
    address: String,
    as_of: u64,
    /// Which set of kinds: words of fields and lists change without an act of their own.
    kinds: u64,
    /// Pages say "vor 5 Minuten"; a minute later that is wrong.
    minute: i64,
}

#[derive(Clone)]
struct Page {
    plain: Bytes,
    packed: Bytes,
}

/// The kept pages of one wiki.
#[derive(Clone)]
pub struct Kept {
    pages: Arc<Cache<Key, Page, Weight>>,
    changes: Changes,
    kinds: LiveKinds,
    clock: Clock,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Page> for Weight {
    fn weight(&self, key: &Key, page: &Page) -> u64 {
        (key.address.len() + page.plain.len() + page.packed.len() + 300) as u64
    }
}

impl Kept {
    /// Keeps pages as of the change log's end.
    pub fn new(changes: &Changes, kinds: &LiveKinds, clock: &Clock) -> Self {
        let pages = Arc::new(Cache::with_weighter(EXPECTED, BYTES_MAX, Weight));
        Self { pages, changes: changes.clone(), kinds: kinds.clone(), clock: clock.clone() }
    }

    fn key(&self, request: &HttpRequest, visitor: &Visitor) -> Option<Key> {
        Some(Key {
            account: visitor.actor.account()?.to_owned(),
            rights: visitor.actor.rights(),
            lang: visitor.lang,
            address: request.uri().to_string(),
            as_of: self.changes.head(),
            kinds: self.kinds.generation(),
            minute: self.clock.now() / MINUTE,
        })
    }
}

/// Answers from what is kept, and keeps what was made.
pub async fn pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let kept = request.app_data::<web::Data<Kept>>().cloned();
    let (Some(kept), true) = (kept, may_be_kept(request.request())) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    // Whatever is wrong with the visitor, the handler finds out and says so.
    let Ok(visitor) = Visitor::extract(request.request()).await else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    // The state is noted before the page is made: what changes meanwhile makes it stale at once.
    let Some(key) = kept.key(request.request(), &visitor) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let takes_gzip = takes_gzip(request.request());
    if let Some(page) = kept.pages.get(&key) {
        return Ok(request.into_response(answer(&page, takes_gzip)).map_into_right_body());
    }
    let response = next.call(request).await?;
    if response.status() != StatusCode::OK || response.response().error().is_some() {
        return Ok(response.map_into_left_body());
    }
    let (request, response) = response.into_parts();
    let plain = to_bytes(response.into_body()).await.map_err(|error| error.into())?;
    let page = Page { packed: packed(&plain), plain };
    kept.pages.insert(key, page.clone());
    Ok(ServiceResponse::new(request, answer(&page, takes_gzip)).map_into_right_body())
}

fn may_be_kept(request: &HttpRequest) -> bool {
    let path = request.path();
    let is_screen = KEPT.iter().any(|it| path == *it || (*it != "/" && path.starts_with(it)));
    *request.method() == Method::GET
        && is_screen
        && !path.contains("/records/")
        && !NOT_KEPT.iter().any(|it| path.ends_with(it))
        // What just happened is told once.
        && words::query_value(request, "done").is_none()
        // A file is no screen.
        && words::query_value(request, "format").is_none()
}

fn answer(page: &Page, takes_gzip: bool) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::VARY, "accept-encoding"));
    if takes_gzip && !page.packed.is_empty() {
        answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(page.packed.clone())
    } else {
        answer.insert_header((header::CONTENT_ENCODING, "identity")).body(page.plain.clone())
    }
}

/// Whether the browser takes gzip.
pub fn takes_gzip(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT_ENCODING);
    accepted.and_then(|it| it.to_str().ok()).is_some_and(|it| it.contains("gzip"))
}

/// Empty when packing failed, which writing to memory does not.
fn packed(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(4));
    let written = encoder.write_all(plain).and_then(|()| encoder.finish());
    written.map(Bytes::from).unwrap_or_default()
}
