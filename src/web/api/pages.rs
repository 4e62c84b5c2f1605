//! Pages: list, read, create, save. What is written is read by its kind and stored by the same
//! act as a form; here are only the words of HTTP around it.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

use super::body::Body;
use super::page_object::Page;
use super::params::{Params, of_problems};
use super::problem::{Answer, OfBodies, Problem, Refusal, Usual};
use super::{cursor, tag};
use crate::access::{Face, may_create, may_edit, may_see_authors};
use crate::db::Db;
use crate::error::AppError;
use crate::kinds::{self, Declaration, Fields, Finding, Kind, Query, Test, Wanted};
use crate::pages::{Conflict, Created, Draft, Edit, NewPage, Outcome, Pages, Stored, Written};
use crate::people::People;
use crate::reading::{Reading, Which};
use crate::store::listing::{self, Listing, OrderBy};
use crate::store::lists::Ask;
use crate::store::pages::{Content, Head, Revision};
use crate::store::spaces::Space;
use crate::texts::Lang;
use crate::web::site::Site;
use crate::web::visitor::Visitor;
use crate::web::words;

/// Circles a page can be shown to once it is in force (domain.md 2.2, product.md 3).
const VISIBILITIES: [&str; 6] = ["bezirk", "qm", "intern", "partner", "oeffentlich", "beteiligte"];

/// Which pages are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // Described here; read with all others of their sort by `Params`.
struct Filters {
    /// Key of a space; may stand several times.
    space: Option<String>,
    /// Id of a kind; may stand several times.
    kind: Option<String>,
    /// A status; may stand several times.
    status: Option<String>,
    /// `title`, `code`, `kind`, `space`, `status` or `updated`, with `-` in front from the end;
    /// several with commas. By creation where it is left out.
    #[param(example = "-updated")]
    sort: Option<String>,
    /// How many pages at most; 200 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the answer before.
    cursor: Option<String>,
}

/// Pages, without their texts.
#[derive(Serialize, ToSchema)]
struct PageList {
    items: Vec<Page>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
    /// How many pages there are in all; told with the first part of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = u64, required = false)]
    total: Option<u64>,
}

/// A page to be written.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // Described here; read member by member, so that all mistakes are told at once.
struct NewPageBody {
    /// Key of the space; when saving it may be left out and cannot change.
    space: String,
    /// Id of the kind; when saving it may be left out and cannot change.
    kind: String,
    /// The title, at most 1,000 characters.
    #[schema(max_length = 1000)]
    title: String,
    /// The last part of the address; made from the title where it is left out.
    slug: Option<String>,
    /// Id of the page above.
    parent: Option<String>,
    /// Values of the fields of the kind; those nobody knows go to `extra`.
    #[schema(value_type = Option<Object>)]
    fields: Option<Map<String, Value>>,
    /// Values under keys the kind does not know.
    #[schema(value_type = Option<Object>)]
    extra: Option<Map<String, Value>>,
    /// The text, at most 4 MiB.
    markdown: Option<String>,
    /// What changed, in the author's words.
    #[schema(max_length = 200)]
    change_note: Option<String>,
    /// Who may see it once it is in force; the default of the space where it is left out.
    visibility: Option<String>,
    /// Whether it shall be in force at once, where its kind and the caller's role allow.
    publish: Option<bool>,
}

/// A page to be saved. What is left out stays as it was in the revision of `If-Match`.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code)] // As above.
struct SavedPageBody {
    /// Must be that of the page; moving is another operation.
    space: Option<String>,
    /// Must be that of the page.
    kind: Option<String>,
    /// The title, at most 1,000 characters.
    #[schema(max_length = 1000)]
    title: Option<String>,
    /// Values of the fields of the kind, all of them; those nobody knows go to `extra`.
    #[schema(value_type = Option<Object>)]
    fields: Option<Map<String, Value>>,
    /// Values under keys the kind does not know, all of them.
    #[schema(value_type = Option<Object>)]
    extra: Option<Map<String, Value>>,
    /// The text, at most 4 MiB.
    markdown: Option<String>,
    /// What changed, in the author's words.
    #[schema(max_length = 200)]
    change_note: Option<String>,
    /// Whether it shall be in force at once, where its kind and the caller's role allow.
    publish: Option<bool>,
}

/// A page after it was saved.
#[derive(Serialize, ToSchema)]
struct SavedPage {
    #[serde(flatten)]
    page: Page,
    /// Whether it was brought together with what somebody else had written meanwhile.
    merged: bool,
}

/// A save that cannot be brought together with what somebody else has written meanwhile.
#[derive(Serialize, ToSchema)]
#[allow(dead_code)] // Only described.
struct SaveConflict {
    #[serde(flatten)]
    problem: Problem,
    /// The page as it is now.
    current: Page,
    /// The body that was sent.
    #[schema(value_type = Object)]
    yours: Map<String, Value>,
}

/// Which state of a page is read.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // As above.
struct State {
    /// The one in force, or the newest one. Where it is left out: the newest one for those who
    /// may edit the page, the one in force for all others.
    #[param(inline)]
    face: Option<FaceWord>,
    /// The one in force at the end of this day in Berlin.
    #[param(format = Date, example = "2026-11-30")]
    on: Option<String>,
}

/// A face of a page.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(dead_code)] // Only described.
enum FaceWord {
    Released,
    Working,
}

/// Pages the caller may see, in a stable order.
///
/// `field.NAME=value` asks for pages that have the value in that field of their kind; several
/// values of one field are alternatives.
#[utoipa::path(
    get, path = "/api/v1/pages", params(Filters), tag = "pages",
    responses((status = 200, body = PageList), Usual),
)]
pub async fn list(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    people: web::Data<People>,
    db: web::Data<Db>,
) -> Answer {
    let is_filter =
        |it: &str| matches!(it, "space" | "kind" | "status" | "sort") || it.starts_with("field.");
    let is_known = |it: &str| is_filter(it) || matches!(it, "limit" | "cursor");
    let params = Params::read(&request, visitor.lang, is_known)?;
    let limit = params.limit()?;
    let mut listing = asked(&params.pairs(is_filter), &site, &visitor, &params)?;
    listing.limit = u64::from(limit) + 1;
    if let Some(sent) = params.cursor()? {
        let place = cursor::place(sent)?;
        if !place.fits(&listing.order) {
            return Err(cursor::broken());
        }
        listing.after = Some(place);
    }

    let mut listed = listing::pages(db.reader(), &visitor.actor, &listing).await?;
    let has_more = listed.len() > limit as usize;
    listed.truncate(limit as usize);
    let next = listed.last().filter(|_| has_more).map(|it| cursor::of_place(&it.place));
    let total = match listing.after {
        Some(_) => None,
        None => Some(listing::count(db.reader(), &visitor.actor, &listing).await?),
    };
    let with_authors =
        listed.iter().filter(|it| may_see_authors(&visitor.actor, &it.head.standing()));
    let accounts: Vec<String> = with_authors.filter_map(|it| it.revision.account.clone()).collect();
    let names = people.names(&accounts).await?;
    let items = listed.into_iter().map(|it| {
        let may_know = may_see_authors(&visitor.actor, &it.head.standing());
        let nobody = HashMap::new();
        let names = if may_know { &names } else { &nobody };
        Page { markdown: None, ..Page::of(&it.head, it.revision, names) }
    });
    let list = PageList { items: items.collect(), next_cursor: next, total };
    Ok(HttpResponse::Ok().json(list))
}

/// Creates a page. A draft needs a title and a space.
#[utoipa::path(
    post, path = "/api/v1/pages", request_body = NewPageBody, tag = "pages",
    responses(
        (status = 201, body = Page, headers(
            ("ETag" = String, description = "The revision"),
            ("Location" = String, description = "Where the page can be read"),
        )),
        Usual, OfBodies,
    ),
)]
pub async fn create(
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    mut body: Body,
) -> Answer {
    let kinds = site.kinds();
    let space = space_of(&mut body, &site, &visitor).await?;
    let kind = body.text("kind");
    let kind = kind.and_then(|it| kinds.get(&it).cloned());
    let (Some(space), Some(kind)) = (&space, &kind) else {
        if kind.is_none() && !has_problem(&body, "kind") {
            body.is_wrong("kind", "api-problem-unknown-kind");
        }
        return Err(Refusal::of_values(&body.problems, visitor.lang));
    };
    let permit = may_create(&visitor.actor, &space.standing).ok_or(AppError::Forbidden)?;
    let parent = parent_of(&mut body, &reading, &visitor, space).await?;
    let slug = body.text("slug").filter(|it| !it.trim().is_empty());
    let visibility = visibility_of(&mut body);
    let publish = body.yes_no("publish").unwrap_or(true);
    let draft = read_new(&mut body, kind, &site);
    refuse_wrong(&body.problems, &draft, kind, &Fields::new(), &visitor)?;

    let new = NewPage { id: None, kind: kind.id.clone(), slug, parent, visibility, draft, publish };
    let stored = match pages.create(permit, space.clone(), new).await? {
        Created::Stored(stored) => stored,
        Created::Refused(broken) => return Err(of_rules(broken, kind, visitor.lang)),
    };
    let page = newest(&visitor, &reading, &people, stored.head).await?;
    Ok(HttpResponse::Created()
        .insert_header(tag::of(page.revision))
        .insert_header(("Location", format!("/api/v1/pages/{}", page.id)))
        .json(page))
}

/// Reads a page.
#[utoipa::path(
    get, path = "/api/v1/pages/{id}", params(("id" = String, Path), State), tag = "pages",
    responses(
        (status = 200, body = Page, headers(("ETag" = String, description = "The newest revision"))),
        Usual,
    ),
)]
pub async fn read(
    request: HttpRequest,
    visitor: Visitor,
    reading: web::Data<Reading>,
    people: web::Data<People>,
    id: web::Path<String>,
) -> Answer {
    let params = Params::read(&request, visitor.lang, |it| matches!(it, "face" | "on"))?;
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    if let Some(on) = params.one("on")? {
        let day = on.parse::<jiff::civil::Date>();
        let day = day.map_err(|_| params.refusal("on", "api-problem-bad-parameter"))?;
        let revision = reading.in_force_on(&visitor.actor, &head, day).await?;
        let number = revision.number;
        let page = page_of(&visitor, &people, &head, revision).await?.at_revision(number);
        return Ok(HttpResponse::Ok().insert_header(tag::of(number)).json(page));
    }
    let which = match params.one("face")? {
        Some(word) => {
            let face = Face::parse(word);
            Which::Face(face.ok_or_else(|| params.refusal("face", "api-problem-bad-parameter"))?)
        }
        // What is read to be written must be what the entity tag says.
        None if may_edit(&visitor.actor, &head.standing()).is_some() => Which::Face(Face::Working),
        None => Which::InForce,
    };
    let revision = reading.stored(&visitor.actor, &head, which).await?;
    let page = page_of(&visitor, &people, &head, revision).await?;
    Ok(HttpResponse::Ok().insert_header(tag::of(head.working)).json(page))
}

/// Saves a page. If somebody else has saved it meanwhile, both are brought together; where that
/// needs a decision, nothing is stored and the answer is 412 with both.
#[utoipa::path(
    put, path = "/api/v1/pages/{id}", request_body = SavedPageBody, tag = "pages",
    params(
        ("id" = String, Path),
        ("If-Match" = String, Header, description = "The entity tag the change was made from"),
    ),
    responses(
        (status = 200, body = SavedPage, headers(("ETag" = String, description = "The revision"))),
        (status = 412, body = SaveConflict, content_type = "application/problem+json"),
        (status = 428, body = Problem, content_type = "application/problem+json"),
        Usual, OfBodies,
    ),
)]
pub async fn save(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    id: web::Path<String>,
    mut body: Body,
) -> Answer {
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let permit = may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let kind = site.kinds().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
    let base = match tag::From::read(&request)? {
        tag::From::Any => head.working,
        tag::From::Number(number) if number <= head.working => number,
        _ => {
            let current = reading.revision(&visitor.actor, &head, head.working).await?;
            return Err(outdated(&visitor, &people, &head, current, body.members).await?);
        }
    };
    let before = reading.revision(&visitor.actor, &head, base).await?.content;
    refuse_moving(&mut body, &head);
    let publish = body.yes_no("publish").unwrap_or(true);
    let fields = before.fields.clone();
    let draft = read_over(&mut body, &kind, before, &site);
    refuse_wrong(&body.problems, &draft, &kind, &fields, &visitor)?;

    match pages.save(permit, Edit { draft, base, publish }).await? {
        Outcome::Stored(stored) => {
            let Stored { head, merged_with, .. } = *stored;
            let page = newest(&visitor, &reading, &people, head).await?;
            let tag = tag::of(page.revision);
            let saved = SavedPage { page, merged: merged_with.is_some() };
            Ok(HttpResponse::Ok().insert_header(tag).json(saved))
        }
        Outcome::Conflict(conflict) => {
            let Conflict { head, current, .. } = *conflict;
            Err(outdated(&visitor, &people, &head, current, body.members).await?)
        }
        Outcome::Refused(broken) => Err(of_rules(broken, &kind, visitor.lang)),
    }
}

/// The page with a revision as this caller may know it.
pub(super) async fn page_of(
    visitor: &Visitor,
    people: &People,
    head: &Head,
    revision: Revision,
) -> Result<Page, Refusal> {
    let names = match &revision.account {
        Some(account) if may_see_authors(&visitor.actor, &head.standing()) => {
            people.names(std::slice::from_ref(account)).await?
        }
        _ => HashMap::new(),
    };
    Ok(Page::of(head, revision, &names))
}

/// The page as its author sees it after an act.
pub(super) async fn newest(
    visitor: &Visitor,
    reading: &Reading,
    people: &People,
    head: Head,
) -> Result<Page, Refusal> {
    let revision = reading.revision(&visitor.actor, &head, head.working).await?;
    page_of(visitor, people, &head, revision).await
}

/// The question in the parameters of a list.
fn asked(
    pairs: &[(String, String)],
    site: &Site,
    visitor: &Visitor,
    params: &Params,
) -> Result<Listing, Refusal> {
    let kinds = site.kinds();
    let (query, problems) = Query::read_params(Query::default(), pairs, &kinds);
    if !problems.is_empty() {
        return Err(of_problems(&problems, visitor.lang));
    }
    let mut order = Vec::new();
    for sort in &query.sort {
        let by = OrderBy::parse(&sort.field);
        order.push((by.ok_or_else(|| params.refusal("sort", "api-problem-bad-sort"))?, sort.order));
    }
    let mut facts = Vec::new();
    for filter in &query.filters {
        let name = format!("field.{}", filter.field);
        let Test::Is(wanted) = &filter.test else {
            return Err(params.refusal(&name, "api-problem-bad-filter"));
        };
        let values = wanted.iter().filter_map(|it| match it {
            Wanted::Text(text) => Some(text.clone()),
            _ => None,
        });
        facts.push((filter.field.clone(), values.collect()));
    }
    let ask = Ask { spaces: query.spaces, statuses: query.statuses, facts, ..Ask::default() };
    Ok(Listing { ask, kinds: query.kinds, order, ..Listing::default() })
}

/// The space a body names. One the caller can know nothing of is no space.
async fn space_of(
    body: &mut Body,
    site: &Site,
    visitor: &Visitor,
) -> Result<Option<Space>, Refusal> {
    let key = body.text("space");
    let spaces = site.spaces().await?;
    let space = key.and_then(|key| spaces.iter().find(|it| it.key() == key).cloned());
    let space = space.filter(|it| super::spaces::may_know(&visitor.actor, it));
    if space.is_none() && !has_problem(body, "space") {
        body.is_wrong("space", "problem-space-missing");
    }
    Ok(space)
}

/// The page above a new one, which must be in the same space.
async fn parent_of(
    body: &mut Body,
    reading: &Reading,
    visitor: &Visitor,
    space: &Space,
) -> Result<Option<Head>, Refusal> {
    let Some(id) = body.text("parent").filter(|it| !it.is_empty()) else { return Ok(None) };
    let found = match id.contains('\0') {
        true => Err(AppError::NotFound),
        false => reading.find_by_id(&visitor.actor, &id).await,
    };
    match found {
        Ok(head) if head.space.key() == space.key() => return Ok(Some(head)),
        Ok(_) | Err(AppError::NotFound) => body.is_wrong("parent", "api-problem-no-parent"),
        Err(error) => return Err(error.into()),
    }
    Ok(None)
}

fn visibility_of(body: &mut Body) -> Option<String> {
    let visibility = body.text("visibility")?;
    if VISIBILITIES.contains(&visibility.as_str()) {
        return Some(visibility);
    }
    let problem = kinds::Problem::at("visibility", "problem-not-a-choice");
    body.problems.push(problem.with("value", super::short(&json!(visibility))));
    None
}

fn has_problem(body: &Body, name: &str) -> bool {
    body.problems.iter().any(|it| it.field.as_deref() == Some(name))
}

/// A new page: what nobody says has its default, as in a form.
fn read_new(body: &mut Body, kind: &Kind, site: &Site) -> Draft {
    let given = body.object("fields").unwrap_or_default();
    let (mut fields, unknown, problems) = kind.read_json(&given);
    body.problems.extend(problems);
    for (id, value) in kind.defaults() {
        if !fields.contains_key(&id) && !given.contains_key(&id) {
            fields.insert(id, value);
        }
    }
    let mut extra = body.object("extra").unwrap_or_default();
    extra.extend(unknown);
    let written = Written {
        title: body.text("title").unwrap_or_default(),
        fields,
        extra,
        text: body.text("markdown").unwrap_or_default(),
        change_note: body.text("change_note").unwrap_or_default(),
    };
    parse(written, body, site)
}

/// A saved page: what is left out stays as it was.
fn read_over(body: &mut Body, kind: &Kind, before: Content, site: &Site) -> Draft {
    let (fields, unknown) = match body.object("fields") {
        Some(given) => {
            let (fields, unknown, problems) = kind.read_json(&given);
            body.problems.extend(problems);
            (fields, unknown)
        }
        None => (before.fields, Fields::new()),
    };
    let mut extra = body.object("extra").unwrap_or(before.extra);
    extra.extend(unknown);
    let written = Written {
        title: body.text("title").unwrap_or(before.title),
        fields,
        extra,
        text: body.text("markdown").unwrap_or(before.text),
        change_note: body.text("change_note").unwrap_or_default(),
    };
    parse(written, body, site)
}

fn parse(written: Written, body: &mut Body, site: &Site) -> Draft {
    let (draft, problems) = Draft::parse(written, &site.limits);
    // Programs call the text by the name it has in the page object.
    body.problems.extend(problems.into_iter().map(|it| match it.field.as_deref() {
        Some("text") => kinds::Problem { field: Some("markdown".to_owned()), ..it },
        _ => it,
    }));
    draft
}

/// Where a page is, and what it is, changes by other acts.
fn refuse_moving(body: &mut Body, head: &Head) {
    let stands = [
        ("space", head.space.key()),
        ("kind", head.kind.as_str()),
        ("slug", head.slug.as_str()),
        ("path", head.path.as_str()),
        ("visibility", head.visibility.as_str()),
    ];
    for (name, stands) in stands {
        if body.text(name).is_some_and(|it| it != stands) {
            body.is_wrong(name, "api-problem-not-here");
        }
    }
}

/// Refuses values that do not fit, each as it stands; rules are held by the act itself.
fn refuse_wrong(
    problems: &[kinds::Problem],
    draft: &Draft,
    kind: &Kind,
    before: &Fields,
    visitor: &Visitor,
) -> Result<(), Refusal> {
    let lang = visitor.lang;
    let blocking = kinds::blocking(problems, before, draft.fields());
    if blocking.is_empty() {
        return Ok(());
    }
    let told: Vec<_> = blocking.into_iter().map(|it| kind.in_language(it, lang.code())).collect();
    Err(Refusal::of_values(&told, lang))
}

/// The refusal of what breaks rules of a kind or set.
pub(super) fn of_rules(broken: Vec<Finding>, declaration: &Declaration, lang: Lang) -> Refusal {
    let problems = broken.into_iter().map(|it| words::of_rule(it, lang));
    let told: Vec<_> = problems.map(|it| declaration.in_language(&it, lang.code())).collect();
    Refusal::of_values(&told, lang)
}

/// The refusal of a save over what somebody else has written meanwhile.
async fn outdated(
    visitor: &Visitor,
    people: &People,
    head: &Head,
    current: Revision,
    yours: Map<String, Value>,
) -> Result<Refusal, Refusal> {
    let page = page_of(visitor, people, head, current).await?;
    let refusal = Refusal::new(StatusCode::PRECONDITION_FAILED);
    Ok(refusal.with("current", json!(page)).with("yours", Value::Object(yours)))
}
