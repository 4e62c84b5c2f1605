//! Rows of record sets: at one page, across pages, added, changed, taken away. Which sets there
//! are and who may write a row comes from their declaration, as on the screens.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

use super::body::Body;
use super::pages::of_rules;
use super::params::{Params, of_problems};
use super::problem::{Answer, OfBodies, Problem, Refusal, Usual};
use super::{cursor, tag};
use crate::db::Db;
use crate::error::AppError;
use crate::kinds::{self, Fields, Query, RecordSet, Test, Wanted};
use crate::pages::{Pages, RecordOutcome};
use crate::reading::Reading;
use crate::store::pages::Head;
use crate::store::record_listing::{self, RecordListing};
use crate::store::records::{self, Record};
use crate::web::records::permit;
use crate::web::site::Site;
use crate::web::visitor::Visitor;
use crate::web::words;

/// A row of a record set.
#[derive(Serialize, ToSchema)]
struct RecordObject {
    /// Its id, which never changes.
    id: String,
    /// Id of the page it lives at.
    page_id: String,
    /// Id of its set.
    set: String,
    /// Its version, which is also the entity tag.
    #[schema(minimum = 1)]
    version: u32,
    /// Its values; `/kinds` has their JSON Schema.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
    /// Whether it counts as done.
    closed: bool,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

/// Rows in the order they were added.
#[derive(Serialize, ToSchema)]
struct RecordList {
    items: Vec<RecordObject>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
}

/// A row to be stored.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // Described here; read member by member, so that all mistakes are told at once.
struct RecordBody {
    /// The values. What is left out has its default in a new row and stays in one that is changed;
    /// null empties. They may also stand in the object itself.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

/// A row that somebody else has changed meanwhile.
#[derive(Serialize, ToSchema)]
#[allow(dead_code)] // Only described.
struct RecordConflict {
    #[serde(flatten)]
    problem: Problem,
    /// The row as it is now.
    current: RecordObject,
    /// The body that was sent; empty when the row was to be taken away.
    #[schema(value_type = Object)]
    yours: Map<String, Value>,
}

/// Where a list is read.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // Described here; read by `Params`.
struct Part {
    /// How many rows at most; 200 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the answer before.
    cursor: Option<String>,
}

/// The rows of a set at a page.
///
/// `field.NAME=value` asks for rows that have the value in that field.
#[utoipa::path(
    get, path = "/api/v1/pages/{id}/records/{set}", tag = "records",
    params(("id" = String, Path), ("set" = String, Path, example = "measure"), Part),
    responses((status = 200, body = RecordList), Usual),
)]
pub async fn at_page(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
) -> Answer {
    let (id, set) = address.into_inner();
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let set = set_at(&site, &head, &set)?;
    let listing = RecordListing { page: Some(head.id), ..RecordListing::default() };
    rows(&request, &visitor, &site, &db, &set, listing).await
}

/// The rows of a set across all pages the caller may see. Here `{key}` is the id of a set.
///
/// `field.NAME=value` asks for rows that have the value in that field. Fields that name persons
/// cannot be asked for.
#[utoipa::path(
    get, path = "/api/v1/records/{key}", tag = "records",
    params(("key" = String, Path, example = "measure"), Part),
    responses((status = 200, body = RecordList), Usual),
)]
pub async fn list(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    db: web::Data<Db>,
    key: web::Path<String>,
) -> Answer {
    let set = site.kinds().record_set(&key).cloned().ok_or(AppError::NotFound)?;
    rows(&request, &visitor, &site, &db, &set, RecordListing::default()).await
}

/// Adds a row.
#[utoipa::path(
    post, path = "/api/v1/pages/{id}/records/{set}", request_body = RecordBody, tag = "records",
    params(("id" = String, Path), ("set" = String, Path, example = "measure")),
    responses(
        (status = 201, body = RecordObject, headers(("ETag" = String, description = "The version"))),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "There is a row for this already"),
        Usual, OfBodies,
    ),
)]
pub async fn add(
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    address: web::Path<(String, String)>,
    mut body: Body,
) -> Answer {
    let (id, set) = address.into_inner();
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let set = set_at(&site, &head, &set)?;
    let given = given(&mut body);
    let (mut fields, unknown, problems) = set.read_json(&given);
    for (id, value) in set.defaults() {
        if !fields.contains_key(&id) && !given.contains_key(&id) {
            fields.insert(id, value);
        }
    }
    let spaces = site.spaces().await?;
    let permit = permit(&visitor, &head, &set, &fields, None, &spaces);
    let permit = permit.ok_or(AppError::Forbidden)?;
    let problems = [body.problems, problems].concat();
    refuse_wrong(problems, &unknown, &fields, &Fields::new(), &set, &visitor)?;
    let added =
        pages.add_record(permit, head, &set, fields).await.map_err(|error| match error {
            AppError::Conflict => {
                Refusal::new(StatusCode::CONFLICT).saying("api-problem-row-there")
            }
            error => error.into(),
        })?;
    let stored = match added {
        RecordOutcome::Stored(stored) => stored,
        RecordOutcome::Refused(broken) => return Err(of_rules(broken, &set, visitor.lang)),
    };
    let row = object(stored.record);
    Ok(HttpResponse::Created().insert_header(tag::of(row.version)).json(row))
}

/// Changes a row. Here `{key}` is the id of the row.
#[utoipa::path(
    put, path = "/api/v1/records/{key}", request_body = RecordBody, tag = "records",
    params(
        ("key" = String, Path),
        ("If-Match" = String, Header, description = "The entity tag the change was made from"),
    ),
    responses(
        (status = 200, body = RecordObject, headers(("ETag" = String, description = "The version"))),
        (status = 412, body = RecordConflict, content_type = "application/problem+json"),
        (status = 428, body = Problem, content_type = "application/problem+json"),
        Usual, OfBodies,
    ),
)]
pub async fn change(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    key: web::Path<String>,
    mut body: Body,
) -> Answer {
    let row = Row::find(&visitor, &site, &reading, &db, &key).await?;
    let Row { head, set, record } = &row;
    let mut values = record.fields.clone();
    values.extend(given(&mut body));
    let (fields, unknown, problems) = set.read_json(&values);
    let spaces = site.spaces().await?;
    let permit = permit(&visitor, head, set, &fields, Some(record), &spaces);
    let permit = permit.ok_or(AppError::Forbidden)?;
    row.refuse_outdated(&request, &body.members)?;
    let problems = [std::mem::take(&mut body.problems), problems].concat();
    refuse_wrong(problems, &unknown, &fields, &record.fields, set, &visitor)?;
    let changed = pages.change_record(permit, head.clone(), set, record.clone(), fields).await;
    match changed {
        Ok(RecordOutcome::Refused(broken)) => Err(of_rules(broken, set, visitor.lang)),
        Ok(RecordOutcome::Stored(stored)) => {
            let row = object(stored.record);
            Ok(HttpResponse::Ok().insert_header(tag::of(row.version)).json(row))
        }
        Err(AppError::Conflict) => Err(row.conflict(&db, body.members).await?),
        Err(error) => Err(error.into()),
    }
}

/// Takes a row away; its versions stay. Here `{key}` is the id of the row.
#[utoipa::path(
    delete, path = "/api/v1/records/{key}", tag = "records",
    params(
        ("key" = String, Path),
        ("If-Match" = String, Header, description = "The entity tag of the row to be taken away"),
    ),
    responses(
        (status = 204, description = "It is gone"),
        (status = 412, body = RecordConflict, content_type = "application/problem+json"),
        (status = 428, body = Problem, content_type = "application/problem+json"),
        Usual,
    ),
)]
pub async fn remove(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    key: web::Path<String>,
) -> Answer {
    let row = Row::find(&visitor, &site, &reading, &db, &key).await?;
    let Row { head, set, record } = &row;
    let spaces = site.spaces().await?;
    let permit = permit(&visitor, head, set, &record.fields, Some(record), &spaces);
    let permit = permit.ok_or(AppError::Forbidden)?;
    row.refuse_outdated(&request, &Map::new())?;
    match pages.remove_record(permit, head.clone(), set, record.clone()).await {
        Ok(_) => Ok(HttpResponse::NoContent().finish()),
        Err(AppError::Conflict) => Err(row.conflict(&db, Map::new()).await?),
        Err(error) => Err(error.into()),
    }
}

/// A row that is there, with where it lives.
struct Row {
    head: Head,
    set: Arc<RecordSet>,
    record: Record,
}

impl Row {
    async fn find(
        visitor: &Visitor,
        site: &Site,
        reading: &Reading,
        db: &Db,
        id: &str,
    ) -> Result<Self, Refusal> {
        let record = records::by_id(db.reader(), id).await?.ok_or(AppError::NotFound)?;
        let head = reading.find_by_id(&visitor.actor, &record.page).await?;
        let set = set_at(site, &head, &record.set)?;
        Ok(Self { head, set, record })
    }

    fn refuse_outdated(
        &self,
        request: &HttpRequest,
        yours: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        match tag::From::read(request)? {
            tag::From::Any => Ok(()),
            tag::From::Number(number) if number == self.record.version => Ok(()),
            _ => Err(outdated(self.record.clone(), yours.clone())),
        }
    }

    /// Somebody was faster, or there is a row for the same district already.
    async fn conflict(&self, db: &Db, yours: Map<String, Value>) -> Result<Refusal, Refusal> {
        match records::by_id(db.reader(), &self.record.id).await? {
            Some(now) if now.version == self.record.version => {
                Ok(Refusal::new(StatusCode::CONFLICT).saying("api-problem-row-there"))
            }
            Some(now) => Ok(outdated(now, yours)),
            None => Err(AppError::NotFound.into()),
        }
    }
}

fn outdated(current: Record, yours: Map<String, Value>) -> Refusal {
    let refusal = Refusal::new(StatusCode::PRECONDITION_FAILED);
    refusal.with("current", json!(object(current))).with("yours", Value::Object(yours))
}

async fn rows(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    db: &Db,
    set: &RecordSet,
    mut listing: RecordListing,
) -> Answer {
    let is_filter = |it: &str| it.starts_with("field.");
    let is_known = |it: &str| is_filter(it) || matches!(it, "limit" | "cursor");
    let params = Params::read(request, visitor.lang, is_known)?;
    let limit = params.limit()? as usize;
    let base = Query { records: Some(set.id.clone()), ..Query::default() };
    let kinds = site.kinds();
    let (query, problems) = Query::read_params(base, &params.pairs(is_filter), &kinds);
    if !problems.is_empty() {
        return Err(of_problems(&problems, visitor.lang));
    }
    for filter in &query.filters {
        let name = format!("field.{}", filter.field);
        let Test::Is(wanted) = &filter.test else {
            return Err(params.refusal(&name, "api-problem-bad-filter"));
        };
        let values = wanted.iter().filter_map(|it| match it {
            Wanted::Text(text) => Some(text.clone()),
            _ => None,
        });
        listing.facts.push((filter.field.clone(), values.collect()));
    }
    listing.set.clone_from(&set.id);
    listing.after = params.cursor()?.map(cursor::read::<(i64, String)>).transpose()?;
    listing.limit = limit as u64 + 1;
    let mut rows = record_listing::records(db.reader(), &visitor.actor, &listing).await?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| has_more);
    let next_cursor = last.map(|it| cursor::write(&(it.created_at, &it.id)));
    let items = rows.into_iter().map(object).collect();
    Ok(HttpResponse::Ok().json(RecordList { items, next_cursor }))
}

fn set_at(site: &Site, head: &Head, set: &str) -> Result<Arc<RecordSet>, AppError> {
    let kinds = site.kinds();
    let kind = kinds.get(&head.kind).ok_or(AppError::NotFound)?;
    kind.record_set(set).cloned().ok_or(AppError::NotFound)
}

/// The values in a body: under `fields`, or the object itself.
fn given(body: &mut Body) -> Map<String, Value> {
    match body.members.contains_key("fields") {
        true => body.object("fields").unwrap_or_default(),
        false => body.members.clone(),
    }
}

/// Refuses values that do not fit, each as it stands; rules are held by the act itself.
fn refuse_wrong(
    mut problems: Vec<kinds::Problem>,
    unknown: &Fields,
    fields: &Fields,
    before: &Fields,
    set: &RecordSet,
    visitor: &Visitor,
) -> Result<(), Refusal> {
    // A row has no place for what its set does not know.
    let unknown = unknown.keys().map(|it| kinds::Problem::at(it, "api-problem-unknown-field"));
    problems.extend(unknown);
    let lang = visitor.lang;
    let blocking = kinds::blocking(&problems, before, fields);
    if blocking.is_empty() {
        return Ok(());
    }
    let told: Vec<_> = blocking.into_iter().map(|it| set.in_language(it, lang.code())).collect();
    Err(Refusal::of_values(&told, lang))
}

fn object(record: Record) -> RecordObject {
    RecordObject {
        id: record.id,
        page_id: record.page,
        set: record.set,
        version: record.version,
        fields: record.fields,
        closed: record.is_closed,
        created_at: words::moment_iso(record.created_at),
        updated_at: words::moment_iso(record.updated_at),
    }
}
