//! What a page was: its revisions, one of them whole, and how two differ.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::cursor;
use super::page_object::Page;
use super::pages::page_of;
use super::params::Params;
use super::problem::{Answer, Refusal, Usual};
use super::tag;
use crate::access::may_see_authors;
use crate::error::AppError;
use crate::pages::{self, Block, Span};
use crate::people::People;
use crate::reading::Reading;
use crate::store::pages::Revision;
use crate::web::visitor::Visitor;
use crate::web::words;

/// Where a history is read.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // Described here; read by `Params`.
struct Part {
    /// How many revisions at most; 200 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the answer before.
    cursor: Option<String>,
}

/// Which two revisions are compared.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // As above.
struct Two {
    /// Number of the older revision.
    #[param(value_type = i64, minimum = 1)]
    from: u32,
    /// Number of the newer revision.
    #[param(value_type = i64, minimum = 1)]
    to: u32,
}

/// A revision.
#[derive(Serialize, ToSchema)]
struct Line {
    /// Its number, from 1 without gaps.
    number: u32,
    /// When it was written.
    #[schema(format = DateTime)]
    at: String,
    /// Who wrote it; null for callers who may not edit the page.
    by: Option<String>,
    /// What changed, in the author's words.
    change_note: String,
}

/// Revisions, newest first.
#[derive(Serialize, ToSchema)]
struct History {
    items: Vec<Line>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
}

/// How two revisions differ.
#[derive(Serialize, ToSchema)]
struct Difference {
    from: u32,
    to: u32,
    /// Title, status and fields that differ.
    fields: Vec<FieldDifference>,
    /// The text, in runs of lines; inside of a changed run word by word.
    text: Vec<Run>,
}

/// A value that differs.
#[derive(Serialize, ToSchema)]
struct FieldDifference {
    /// `title`, `status`, or a field of the kind.
    field: String,
    /// The value before; null where there was none.
    from: Value,
    /// The value after; null where there is none.
    to: Value,
}

/// A run of text.
#[derive(Serialize, ToSchema)]
struct Run {
    #[schema(inline)]
    change: Change,
    text: String,
}

/// What happened to a run of text.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Change {
    Same,
    Removed,
    Added,
}

/// The revisions of a page the caller may see, newest first.
#[utoipa::path(
    get, path = "/api/v1/pages/{id}/revisions", tag = "history",
    params(("id" = String, Path), Part),
    responses((status = 200, body = History), Usual),
)]
pub async fn list(
    request: HttpRequest,
    visitor: Visitor,
    reading: web::Data<Reading>,
    people: web::Data<People>,
    id: web::Path<String>,
) -> Answer {
    let params = Params::read(&request, visitor.lang, |it| matches!(it, "limit" | "cursor"))?;
    let limit = params.limit()? as usize;
    let before = params.cursor()?.map(cursor::read::<u32>).transpose()?;
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let (mut lines, _) = reading.history(&visitor.actor, &head, before, limit as u64 + 1).await?;
    let has_more = lines.len() > limit;
    lines.truncate(limit);
    let names = match may_see_authors(&visitor.actor, &head.standing()) {
        true => {
            let ids: Vec<String> = lines.iter().filter_map(|it| it.account.clone()).collect();
            people.names(&ids).await?
        }
        false => HashMap::new(),
    };
    let next = lines.last().filter(|_| has_more).map(|it| cursor::write(&it.number));
    let items = lines.into_iter().map(|it| Line {
        number: it.number,
        at: words::moment_iso(it.at),
        by: it.account.as_ref().and_then(|it| names.get(it)).cloned(),
        change_note: it.change_note,
    });
    Ok(HttpResponse::Ok().json(History { items: items.collect(), next_cursor: next }))
}

/// A page as it stood with one of its revisions.
#[utoipa::path(
    get, path = "/api/v1/pages/{id}/revisions/{number}", tag = "history",
    params(("id" = String, Path), ("number" = i64, Path, minimum = 1)),
    responses((status = 200, body = Page), Usual),
)]
pub async fn revision(
    visitor: Visitor,
    reading: web::Data<Reading>,
    people: web::Data<People>,
    address: web::Path<(String, u32)>,
) -> Answer {
    let (id, number) = address.into_inner();
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let revision = existing(&visitor, &reading, &head, number).await?;
    let page = page_of(&visitor, &people, &head, revision).await?.at_revision(number);
    Ok(HttpResponse::Ok().insert_header(tag::of(number)).json(page))
}

/// How two revisions of a page differ.
#[utoipa::path(
    get, path = "/api/v1/pages/{id}/diff", tag = "history", params(("id" = String, Path), Two),
    responses((status = 200, body = Difference), Usual),
)]
pub async fn diff(
    request: HttpRequest,
    visitor: Visitor,
    reading: web::Data<Reading>,
    id: web::Path<String>,
) -> Answer {
    let params = Params::read(&request, visitor.lang, |it| matches!(it, "from" | "to"))?;
    let number = |name: &str| -> Result<u32, Refusal> {
        let number = params.number(name)?.and_then(|it| u32::try_from(it).ok());
        number.filter(|it| *it > 0).ok_or_else(|| params.refusal(name, "api-problem-bad-parameter"))
    };
    let (from, to) = (number("from")?, number("to")?);
    let head = reading.find_by_id(&visitor.actor, &id).await?;
    let older = existing(&visitor, &reading, &head, from).await?;
    let newer = existing(&visitor, &reading, &head, to).await?;
    let fields = field_differences(&older, &newer);
    let texts = (older.content.text, newer.content.text);
    let blocks = web::block(move || pages::compare_text(&texts.0, &texts.1)).await;
    let blocks = blocks.map_err(AppError::failure)?;
    let text = blocks.into_iter().flat_map(runs).collect();
    Ok(HttpResponse::Ok().json(Difference { from, to, fields, text }))
}

/// A revision the caller may see; numbers there never were are as hidden ones.
async fn existing(
    visitor: &Visitor,
    reading: &Reading,
    head: &crate::store::pages::Head,
    number: u32,
) -> Result<Revision, Refusal> {
    if number > head.working {
        return Err(AppError::NotFound.into());
    }
    Ok(reading.revision(&visitor.actor, head, number).await?)
}

fn field_differences(older: &Revision, newer: &Revision) -> Vec<FieldDifference> {
    let (old, new) = (&older.content, &newer.content);
    let mut differences = Vec::new();
    let mut compare = |field: &str, from: Value, to: Value| {
        if from != to {
            differences.push(FieldDifference { field: field.to_owned(), from, to });
        }
    };
    compare("title", old.title.as_str().into(), new.title.as_str().into());
    compare("status", old.status.as_str().into(), new.status.as_str().into());
    for (one, other) in [(&old.fields, &new.fields), (&old.extra, &new.extra)] {
        let gone = one.keys();
        let come = other.keys().filter(|it| !one.contains_key(*it));
        for key in gone.chain(come) {
            let value =
                |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or(Value::Null);
            compare(key, value(one), value(other));
        }
    }
    differences
}

fn runs(block: Block) -> Vec<Run> {
    let run = |change, text| Run { change, text };
    match block {
        Block::Same(text) => vec![run(Change::Same, text)],
        Block::Removed(text) => vec![run(Change::Removed, text)],
        Block::Added(text) => vec![run(Change::Added, text)],
        Block::Changed(spans) => {
            let runs = spans.into_iter().map(|it| match it {
                Span::Same(text) => run(Change::Same, text),
                Span::Removed(text) => run(Change::Removed, text),
                Span::Added(text) => run(Change::Added, text),
            });
            runs.collect()
        }
    }
}
