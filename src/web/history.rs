//! What a page was: its history, any two revisions side by side, and taking an old one up again.

use std::collections::HashMap;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::form_screen::{Target, Writing};
use super::page::breadcrumb;
use super::sign_in::see_other;
use super::site::Site;
use super::view::{
    CompareView, Crumb, FieldChange, Hidden, HistoryView, Item, Mark, Paging, Piece, Place, Reason,
    RenderedRow, RevisionHead, RevisionRow, TextBlock,
};
use super::visitor::Visitor;
use super::words;
use crate::access::{may_edit, may_see_authors};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{Kind, Shown};
use crate::pages::{self, Block, Draft, Edit, Outcome, Pages, Span, Written};
use crate::people::People;
use crate::reading::Reading;
use crate::reading::lists::{number_in_words, yes_no};
use crate::store::pages::{Head, Revision, RevisionLine};
use crate::texts::{self, Lang};

/// Rows of one page of history.
const ROWS: u64 = 50;
/// Unchanged lines shown around a change; what lies further off is folded.
const LINES_AROUND: usize = 3;
/// Notes on changes shown above a comparison.
const REASONS: u64 = 100;
/// Paragraphs shown side by side as readers see them.
const RENDERED_ROWS: usize = 200;
/// How long paragraphs are matched before a coarser answer does.
const PATIENCE: Duration = Duration::from_millis(500);

/// Which part of the history is asked for.
#[derive(Deserialize)]
pub struct Before {
    before: Option<u32>,
}

/// Which two revisions are compared.
#[derive(Deserialize)]
pub struct Two {
    from: u32,
    to: u32,
    view: Option<String>,
}

/// The form that takes an old revision up again.
#[derive(Deserialize)]
pub struct RestoreForm {
    revision: u32,
}

/// `GET /wiki/{space}/{path}/history`
pub async fn history(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    people: web::Data<People>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
    query: web::Query<Before>,
) -> Result<HttpResponse> {
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    let limit = ROWS + 1;
    let (mut lines, releases) = reading.history(&visitor.actor, &head, query.before, limit).await?;
    let has_more = lines.len() as u64 > ROWS;
    lines.truncate(ROWS as usize);
    let accounts = lines.iter().map(|it| &it.account);
    let names = names(&visitor, &people, &head, accounts).await?;

    let lang = visitor.lang;
    let url = head.url();
    let may_restore = may_edit(&visitor.actor, &head.standing()).is_some();
    let last = lines.last().map(|it| it.number).filter(|_| has_more);
    let rows = lines.iter().enumerate().map(|(index, line)| RevisionRow {
        number: line.number.into(),
        href: format!("{url}?revision={}", line.number),
        when: words::moment(lang, line.at),
        when_iso: words::moment_iso(line.at),
        by: line.account.as_ref().and_then(|it| names.get(it)).cloned(),
        note: Some(line.change_note.clone()).filter(|it| !it.is_empty()),
        is_minor: line.is_minor,
        released: releases.contains(&line.number).then(|| {
            let status = words::status_chip(lang, None, &head.kind, &line.status);
            status.map_or_else(|| texts::say(lang, "history-released", &[]), |it| it.text)
        }),
        in_force: head.released == Some(line.number),
        restore_action: (may_restore && line.number != head.working)
            .then(|| format!("{url}/restore")),
        restore_hidden: vec![Hidden { name: "revision".into(), value: line.number.to_string() }],
        from: index == 1,
        to: index == 0,
    });
    let rows: Vec<RevisionRow> = rows.collect();
    let view = HistoryView {
        breadcrumb: way_here(&head, &db, &visitor).await?,
        page: page_item(&head, &db).await?,
        authors_href: may_restore.then(|| format!("{url}/authors")),
        compare_action: format!("{url}/compare"),
        paging: Paging {
            from: rows.last().map_or(0, |it| it.number),
            to: rows.first().map_or(0, |it| it.number),
            total: head.working.into(),
            previous: query.before.map(|_| format!("{url}/history")),
            next: last.map(|it| format!("{url}/history?before={it}")),
        },
        revisions: rows,
        frame: frame(&request, &visitor, &site, &head, "history-title").await?,
    };
    site.html("history.html", lang, &view)
}

/// `GET /wiki/{space}/{path}/compare?from=&to=`
pub async fn compare(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    people: web::Data<People>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
    two: web::Query<Two>,
) -> Result<HttpResponse> {
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    let older = reading.revision(&visitor.actor, &head, two.from.min(two.to)).await?;
    let newer = reading.revision(&visitor.actor, &head, two.from.max(two.to)).await?;
    let between = between(&visitor, &reading, &head, &older, &newer).await?;
    let accounts = [&older.account, &newer.account].into_iter();
    let accounts = accounts.chain(between.iter().map(|it| &it.account));
    let names = names(&visitor, &people, &head, accounts).await?;

    let lang = visitor.lang;
    let kind = site.kinds().get(&head.kind).cloned();
    let url = head.url();
    let heading = |revision: &Revision| RevisionHead {
        label: revision_label(revision.number, lang),
        href: format!("{url}?revision={}", revision.number),
        when: words::moment(lang, revision.at),
        by: revision.account.as_ref().and_then(|it| names.get(it)).cloned(),
        note: Some(revision.change_note.clone()).filter(|it| !it.is_empty()),
    };
    let is_rendered = two.view.as_deref() == Some("rendered");
    let (mut text, mut rendered_rows) = (Vec::new(), Vec::new());
    if is_rendered {
        rendered_rows = rendered(&visitor, &reading, &head, &older, &newer).await?;
    } else {
        let texts_of = (older.content.text.clone(), newer.content.text.clone());
        let blocks = web::block(move || pages::compare_text(&texts_of.0, &texts_of.1)).await;
        text = text_blocks(blocks.map_err(AppError::failure)?);
    }
    let view = CompareView {
        reasons: reasons(&between, &names, lang),
        rendered: rendered_rows,
        other_view: other_view(&url, &older, &newer, is_rendered, lang),
        frame: frame(&request, &visitor, &site, &head, "compare-title").await?,
        breadcrumb: way_here(&head, &db, &visitor).await?,
        page: page_item(&head, &db).await?,
        fields: field_changes(kind.as_deref(), &older, &newer, lang),
        text,
        history_href: format!("{url}/history"),
        earlier_href: (older.number > 1)
            .then(|| format!("{url}/compare?from={}&to={}", older.number - 1, older.number)),
        later_href: (newer.number < head.working)
            .then(|| format!("{url}/compare?from={}&to={}", newer.number, newer.number + 1)),
        from: heading(&older),
        to: heading(&newer),
    };
    site.html("compare.html", lang, &view)
}

/// `POST /wiki/{space}/{path}/restore`: the old content becomes a new revision.
pub async fn restore(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
    form: web::Form<RestoreForm>,
) -> Result<HttpResponse> {
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    let permit = may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let old = reading.revision(&visitor.actor, &head, form.revision).await?;
    let number = i64::from(old.number);
    let note = texts::say(visitor.lang, "restore-note", &[("number", number.into())]);
    let written = Written {
        title: old.content.title,
        fields: old.content.fields,
        extra: old.content.extra,
        text: old.content.text,
        change_note: note,
    };
    let (draft, problems) = Draft::parse(written, &site.limits);
    if !problems.is_empty() {
        return Err(AppError::failure("a stored revision is no draft any more"));
    }
    let publish = head.released == Some(head.working);
    let base = head.working;
    match pages.save(permit, Edit { draft: draft.clone(), base, publish }).await? {
        Outcome::Stored(stored) => {
            let done = if stored.is_new { "restored" } else { "unchanged" };
            let face = stored.head.released.filter(|it| *it != stored.head.working);
            let face = face.map_or("", |_| "working");
            let url = stored.head.url();
            let seq = if stored.seq > 0 { stored.seq.to_string() } else { String::new() };
            let pairs = [("face", face), ("done", done), ("undo", seq.as_str())];
            Ok(see_other(&words::address(&url, &pairs)))
        }
        Outcome::Conflict(_) => Err(AppError::Conflict),
        // What held once may not hold today; the form says what, filled with what it held then.
        Outcome::Refused(broken) => {
            let kind = site.kinds().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
            let now = reading.revision(&visitor.actor, &head, head.working).await?;
            let target = Target::Page { head: &head, base, status: &now.content.status };
            let mut writing = Writing::of(&kind, target, &draft).breaking(broken, visitor.lang);
            writing.way = breadcrumb(&head, &db, &visitor).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            writing.show(&request, &visitor, &site, &pages, status).await
        }
    }
}

/// The names behind revisions, for those who may know them; for others there are none.
async fn names(
    visitor: &Visitor,
    people: &People,
    head: &Head,
    accounts: impl Iterator<Item = &Option<String>>,
) -> Result<HashMap<String, String>> {
    if !may_see_authors(&visitor.actor, &head.standing()) {
        return Ok(HashMap::new());
    }
    let ids: Vec<String> = accounts.flatten().cloned().collect();
    people.names(&ids).await
}

/// The revisions after the older side up to the newer one, as far as the visitor may know them.
async fn between(
    visitor: &Visitor,
    reading: &Reading,
    head: &Head,
    older: &Revision,
    newer: &Revision,
) -> Result<Vec<RevisionLine>> {
    let before = Some(newer.number + 1);
    let (lines, _) = reading.history(&visitor.actor, head, before, REASONS).await?;
    Ok(lines.into_iter().filter(|it| it.number > older.number).collect())
}

/// What the revisions in between say they changed.
fn reasons(lines: &[RevisionLine], names: &HashMap<String, String>, lang: Lang) -> Vec<Reason> {
    let told = lines.iter().filter(|it| !it.change_note.is_empty());
    let reasons = told.map(|it| Reason {
        number: it.number.into(),
        when: words::moment(lang, it.at),
        by: it.account.as_ref().and_then(|it| names.get(it)).cloned(),
        note: it.change_note.clone(),
    });
    reasons.collect()
}

/// Both texts as readers see them, paragraph beside paragraph, around what changed.
async fn rendered(
    visitor: &Visitor,
    reading: &Reading,
    head: &Head,
    older: &Revision,
    newer: &Revision,
) -> Result<Vec<RenderedRow>> {
    let texts_of = (older.content.text.clone(), newer.content.text.clone());
    let rows = web::block(move || pages::side_by_side(&texts_of.0, &texts_of.1, PATIENCE)).await;
    let rows = rows.map_err(AppError::failure)?;
    let is_near = |at: usize| {
        let around = rows.get(at.saturating_sub(1)..(at + 2).min(rows.len()));
        around.unwrap_or_default().iter().any(|(_, _, is_same)| !is_same)
    };
    let near: Vec<usize> = (0..rows.len()).filter(|it| is_near(*it)).take(RENDERED_ROWS).collect();
    let mut shown = Vec::new();
    for (old, new, is_same) in near.into_iter().filter_map(|it| rows.get(it)) {
        let mut html = [None, None];
        for (slot, text) in html.iter_mut().zip([old, new]) {
            if let Some(text) = text {
                let space = head.space.key();
                let made = reading.preview(&visitor.actor, visitor.lang, space, None, text).await?;
                *slot = Some(made);
            }
        }
        let [old, new] = html;
        shown.push(RenderedRow { old, new, is_same: *is_same });
    }
    Ok(shown)
}

fn other_view(
    url: &str,
    older: &Revision,
    newer: &Revision,
    is_rendered: bool,
    lang: Lang,
) -> Item {
    let (from, to) = (older.number.to_string(), newer.number.to_string());
    let (view, id) =
        if is_rendered { ("", "compare-as-text") } else { ("rendered", "compare-as-read") };
    let pairs = [("from", from.as_str()), ("to", to.as_str()), ("view", view)];
    Item::link(texts::say(lang, id, &[]), words::address(&format!("{url}/compare"), &pairs))
}

fn revision_label(number: u32, lang: Lang) -> String {
    texts::say(lang, "revision-label", &[("number", i64::from(number).into())])
}

async fn frame(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    head: &Head,
    title: &str,
) -> Result<super::view::Frame> {
    let title = texts::say(visitor.lang, title, &[]);
    site.frame(request, visitor, Place::of_kind(&head.kind), title).await
}

async fn way_here(head: &Head, db: &Db, visitor: &Visitor) -> Result<Vec<Crumb>> {
    let mut crumbs = breadcrumb(head, db, visitor).await?;
    crumbs.push(page_item(head, db).await?);
    Ok(crumbs)
}

async fn page_item(head: &Head, db: &Db) -> Result<Item> {
    Ok(Item::link(crate::store::pages::title(db.reader(), head).await?, head.url()))
}

/// What changed outside the text: title, status and fields, as words before and after.
fn field_changes(
    kind: Option<&Kind>,
    older: &Revision,
    newer: &Revision,
    lang: Lang,
) -> Vec<FieldChange> {
    let (old, new) = (&older.content, &newer.content);
    let mut changes = Vec::new();
    let title = texts::say(lang, "field-title", &[]);
    changes.extend(field_change(title, &old.title, &new.title));
    let word = |status: &str| {
        let kind_id = kind.map_or("page", |it| it.id.as_str());
        words::status_chip(lang, kind, kind_id, status).map_or(status.to_owned(), |it| it.text)
    };
    let status = texts::say(lang, "field-status", &[]);
    changes.extend(field_change(status, &word(&old.status), &word(&new.status)));
    for field in kind.map(|it| it.fields.as_slice()).unwrap_or_default() {
        let text = |fields: &Map<String, Value>| match fields.get(&field.id) {
            Some(value) => plain(field.display(value, lang.code()), lang),
            None => String::new(),
        };
        let label = field.label.get(lang.code()).to_owned();
        changes.extend(field_change(label, &text(&old.fields), &text(&new.fields)));
    }
    changes
}

fn field_change(label: String, old: &str, new: &str) -> Option<FieldChange> {
    if old == new {
        return None;
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for span in pages::compare_words(old, new) {
        match span {
            Span::Same(text) => {
                before.push(Piece { mark: Mark::Same, text: text.clone() });
                after.push(Piece { mark: Mark::Same, text });
            }
            Span::Removed(text) => before.push(Piece { mark: Mark::Removed, text }),
            Span::Added(text) => after.push(Piece { mark: Mark::Added, text }),
        }
    }
    Some(FieldChange { label, old: before, new: after })
}

/// A value in plain words, one entry or cell per line.
pub fn plain(shown: Shown, lang: Lang) -> String {
    match shown {
        Shown::Empty => String::new(),
        Shown::Text(text)
        | Shown::Markdown(text)
        | Shown::Date(text)
        | Shown::Url(text)
        | Shown::File(text) => text,
        Shown::Lines(lines) | Shown::Tags(lines) | Shown::Pages(lines) => lines.join("\n"),
        Shown::Choices(choices) => {
            choices.into_iter().map(|it| it.label).collect::<Vec<_>>().join("\n")
        }
        Shown::Number(number) => number_in_words(number, lang),
        Shown::YesNo(yes) => yes_no(yes, lang),
        Shown::Table { rows, .. } => {
            let rows = rows.into_iter().map(|row| {
                let cells =
                    row.cells.into_iter().map(|it| plain(it, lang)).filter(|it| !it.is_empty());
                cells.collect::<Vec<_>>().join(" · ")
            });
            rows.collect::<Vec<_>>().join("\n")
        }
    }
}

/// The compared text with long unchanged stretches folded.
fn text_blocks(blocks: Vec<Block>) -> Vec<TextBlock> {
    let count = blocks.len();
    let mut shown = Vec::new();
    for (index, block) in blocks.into_iter().enumerate() {
        match block {
            Block::Same(text) => fold(&text, index == 0, index + 1 == count, &mut shown),
            Block::Removed(text) => shown.push(TextBlock::Removed { text }),
            Block::Added(text) => shown.push(TextBlock::Added { text }),
            Block::Changed(spans) => {
                shown.push(TextBlock::Changed { pieces: spans.into_iter().map(piece).collect() });
            }
        }
    }
    shown
}

fn fold(text: &str, is_first: bool, is_last: bool, shown: &mut Vec<TextBlock>) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let head = if is_first { 0 } else { LINES_AROUND };
    let tail = if is_last { 0 } else { LINES_AROUND };
    // Folding one or two lines would take as much room as showing them.
    if lines.len() <= head + tail + 2 {
        shown.push(TextBlock::Same { text: text.to_owned() });
        return;
    }
    let part = |lines: Option<&[&str]>| lines.unwrap_or_default().concat();
    let before = part(lines.get(..head));
    let after = part(lines.get(lines.len() - tail..));
    if !before.is_empty() {
        shown.push(TextBlock::Same { text: before });
    }
    shown.push(TextBlock::Skipped { lines: (lines.len() - head - tail) as u64 });
    if !after.is_empty() {
        shown.push(TextBlock::Same { text: after });
    }
}

fn piece(span: Span) -> Piece {
    match span {
        Span::Same(text) => Piece { mark: Mark::Same, text },
        Span::Removed(text) => Piece { mark: Mark::Removed, text },
        Span::Added(text) => Piece { mark: Mark::Added, text },
    }
}
