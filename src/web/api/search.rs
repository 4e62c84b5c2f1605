//! Search: hits in the order of their rank, with counts for narrowing down. The index finds, the
//! database has the last word on what the caller may see.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::cursor;
use super::params::Params;
use super::problem::{Answer, Refusal, Usual};
use crate::db::Db;
use crate::error::AppError;
use crate::search::{Ask, Found, HITS_MAX, Hit, Index, OFFSET_MAX, Reader};
use crate::store::lists;
use crate::web::site::Site;
use crate::web::visitor::Visitor;

/// The longest text searched for, in characters.
const TEXT_CHARS_MAX: usize = 500;

/// What is searched for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // Described here; read by `Params`.
struct Words {
    /// The words, as typed; the first 500 characters count.
    q: Option<String>,
    /// Key of a space; may stand several times.
    space: Option<String>,
    /// Id of a kind; may stand several times.
    kind: Option<String>,
    /// A status; may stand several times.
    status: Option<String>,
    /// How many hits at most; 200 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the answer before.
    cursor: Option<String>,
}

/// Hits, best first.
#[derive(Serialize, ToSchema)]
struct Hits {
    /// How many pages were found in all.
    total: u64,
    items: Vec<HitObject>,
    /// Pages per value; each list leaves its own filter aside.
    facets: FacetsObject,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
}

/// A page that was found.
#[derive(Serialize, ToSchema)]
struct HitObject {
    /// Id of the page.
    id: String,
    title: String,
    /// Its address on this server.
    url: String,
    kind: String,
    space: String,
    status: String,
    /// The place found as safe HTML, the words found in `<mark>`.
    snippet: String,
    /// Comparable within one answer only.
    score: f32,
}

/// Pages per kind, space and status, most first.
#[derive(Serialize, ToSchema)]
struct FacetsObject {
    kind: Vec<FacetValue>,
    space: Vec<FacetValue>,
    status: Vec<FacetValue>,
}

/// How many pages have a value.
#[derive(Serialize, ToSchema)]
struct FacetValue {
    value: String,
    count: u64,
}

/// Searches the pages the caller may see. What was just saved is found within a second.
#[utoipa::path(
    get, path = "/api/v1/search", params(Words), tag = "search",
    responses((status = 200, body = Hits), Usual),
)]
pub async fn search(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    index: web::Data<Index>,
    db: web::Data<Db>,
) -> Answer {
    let is_known = |it: &str| matches!(it, "q" | "space" | "kind" | "status" | "limit" | "cursor");
    let params = Params::read(&request, visitor.lang, is_known)?;
    let limit = params.limit()? as usize;
    let offset = params.cursor()?.map(cursor::read::<usize>).transpose()?.unwrap_or(0);
    if offset > OFFSET_MAX {
        return Err(cursor::broken());
    }
    let ask = ask(&params, &site, &visitor).await?;
    let is_empty =
        ask.text.is_empty() && ask.kind.is_empty() && ask.space.is_empty() && ask.status.is_empty();
    let found = match is_empty {
        true => Found::default(),
        false => find(index, ask, offset, limit).await?,
    };
    let end = offset + found.hits.len();
    let has_more = !found.hits.is_empty() && end < found.total.min(OFFSET_MAX);
    let facets = FacetsObject {
        kind: values(found.facets.kind),
        space: values(found.facets.space),
        status: values(found.facets.status),
    };
    let items = known(&visitor, &db, found.hits).await?;
    let next_cursor = has_more.then(|| cursor::write(&end));
    let hits = Hits { total: found.total as u64, items, facets, next_cursor };
    Ok(HttpResponse::Ok().json(hits))
}

async fn ask(params: &Params, site: &Site, visitor: &Visitor) -> Result<Ask, Refusal> {
    let spaces = site.spaces().await?;
    let for_trying_out = spaces.iter().filter(|it| it.standing.everyone.is_some());
    let text = params.one("q")?.unwrap_or_default();
    Ok(Ask {
        text: text.trim().chars().take(TEXT_CHARS_MAX).collect(),
        tokens: visitor.actor.tokens().to_vec(),
        reader: if visitor.actor.is_admin() { Reader::Everything } else { Reader::ByTokens },
        kind: params.all("kind"),
        space: params.all("space"),
        status: params.all("status"),
        called: crate::web::search::called(site, &spaces),
        without_spaces: for_trying_out.map(|it| it.key().to_owned()).collect(),
        limit: 0,
        offset: 0,
    })
}

/// Asks the index as often as it takes: it gives fewer hits at once than a list may have.
async fn find(
    index: web::Data<Index>,
    ask: Ask,
    offset: usize,
    limit: usize,
) -> Result<Found, Refusal> {
    let found = web::block(move || {
        let mut all = Found::default();
        while all.hits.len() < limit {
            let wanted = (limit - all.hits.len()).min(HITS_MAX);
            let offset = (offset + all.hits.len()).min(OFFSET_MAX);
            let found = index.search(&Ask { limit: wanted, offset, ..ask.clone() })?;
            let count = found.hits.len();
            let before = std::mem::replace(&mut all, found);
            all.hits.splice(0..0, before.hits);
            if count < wanted || offset == OFFSET_MAX {
                break;
            }
        }
        Ok::<Found, crate::search::SearchError>(all)
    });
    Ok(found.await.map_err(AppError::failure)?.map_err(AppError::failure)?)
}

/// The hits the database agrees with: the index may lag by a second, rights never do.
async fn known(visitor: &Visitor, db: &Db, hits: Vec<Hit>) -> Result<Vec<HitObject>, Refusal> {
    let pages: Vec<String> = hits.iter().map(|it| it.page.clone()).collect();
    if pages.is_empty() {
        return Ok(Vec::new());
    }
    let ask = lists::Ask { limit: pages.len() as u64, pages, ..lists::Ask::default() };
    let lines = lists::pages(db.reader(), &visitor.actor, &ask).await?;
    let known = hits.into_iter().filter(|it| lines.iter().any(|line| line.page == it.page));
    let items = known.map(|it| HitObject {
        id: it.page,
        title: it.title,
        url: it.url,
        kind: it.kind,
        space: it.space,
        status: it.status,
        snippet: it.snippet_html,
        score: it.score,
    });
    Ok(items.collect())
}

fn values(counts: Vec<(String, usize)>) -> Vec<FacetValue> {
    let values = counts.into_iter().map(|(value, count)| FacetValue { value, count: count as u64 });
    values.collect()
}
