//! Writing pages: `/new` and `…/edit`. Whatever goes wrong, the answer is the form again with
//! everything the person typed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::acts;
use super::conflict;
use super::form_screen::{Beside, Target, Writing};
use super::page::breadcrumb;
use super::sign_in::see_other;
use super::site::Site;
use super::templates;
use super::unsaved;
use super::view::{NewView, Place};
use super::visitor::Visitor;
use super::words;
use crate::access::{may_create, may_edit};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::german;
use crate::kinds::{self, Fields, Kind, Problem};
use crate::pages::{Created, Draft, Edit, FormOf, KeepPermit, NewPage, Outcome, Pages, Written};
use crate::people::People;
use crate::reading::Reading;
use crate::store::pages::{Head, Revision};
use crate::store::spaces::Space;
use crate::texts;

/// The pairs a form sends, in their order.
type Pairs = Vec<(String, String)>;

/// `GET /new?space=&kind=`
pub async fn new(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let spaces = site.writable_spaces(&visitor).await?;
    if spaces.is_empty() {
        return Err(AppError::Forbidden);
    }
    let wanted = words::query_value(&request, "space");
    let space = wanted.and_then(|key| spaces.iter().find(|it| it.key() == key).cloned());
    let Some(kind) = words::query_value(&request, "kind") else {
        return choose(&request, &visitor, &site, space).await;
    };
    let kind = site.kinds().get(&kind).cloned().ok_or(AppError::NotFound)?;
    let space = space.or_else(|| usual_space(&visitor, &spaces));
    let form = FormOf::New(kind.id.clone());
    if let Some(draft) = unsaved::resumed(&request, &visitor, &pages, &form).await? {
        let space = spaces.iter().find(|it| it.key() == sent(&draft.pairs, "space"));
        let target = Target::New { spaces: &spaces, space };
        let writing = resumed(&kind, target, &kind.defaults(), &draft.pairs, &site);
        return writing.show(&request, &visitor, &site, &pages, StatusCode::OK).await;
    }
    let begun = templates::begin(&request, &site, &kind);
    let mut writing = Writing {
        kind: &kind,
        target: Target::New { spaces: &spaces, space: space.as_ref() },
        way: Vec::new(),
        title: begun.title,
        text: begun.text,
        note: String::new(),
        fields: begun.fields,
        problems: Vec::new(),
        touched: None,
        preview: None,
        is_minor: false,
        beside: Beside::default(),
    };
    let href = words::address("/new", &[("kind", &kind.id)]);
    writing.beside.unsaved = unsaved::offered(&visitor, &pages, &form, &href).await?;
    writing.beside.from_pages = acts::templates(&visitor, &db, &kind.id).await?;
    writing.show(&request, &visitor, &site, &pages, StatusCode::OK).await
}

/// `POST /new`
pub async fn create(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let form = form.into_inner();
    let spaces = site.writable_spaces(&visitor).await?;
    let kind = site.kinds().get(&sent(&form, "kind")).cloned().ok_or(AppError::NotFound)?;
    let space = spaces.iter().find(|it| it.key() == sent(&form, "space"));
    let (mut written, mut problems) = read(&kind, &kind.defaults(), &form);
    if space.is_none() {
        problems.push(Problem::at("space", "problem-space-missing"));
    }
    let intent = Intent::of(&kind, &form, &mut written.fields, &kind.defaults());
    let (draft, draft_problems) = Draft::parse(written, &site.limits);
    problems.extend(draft_problems);
    let form_of = || Writing::of(&kind, Target::New { spaces: &spaces, space }, &draft);
    let nothing = Fields::new();
    let publish = match settle(form_of(), intent, problems, &nothing, &reading, &visitor).await? {
        Settled::Save { publish } => publish,
        Settled::Show(writing, status) => {
            let writing = told_at_once(*writing, &pages, &visitor).await?;
            return writing.show(&request, &visitor, &site, &pages, status).await;
        }
    };
    let space = space.ok_or(AppError::BadRequest("problem-space-missing"))?;
    let permit = may_create(&visitor.actor, &space.standing).ok_or(AppError::Forbidden)?;
    let new = NewPage {
        id: None,
        kind: kind.id.clone(),
        slug: None,
        parent: None,
        visibility: None,
        draft: draft.clone(),
        publish,
    };
    match pages.create(permit, space.clone(), new).await? {
        Created::Stored(stored) => {
            forget(&visitor, &pages, &FormOf::New(kind.id.clone())).await?;
            let seq = stored.seq.to_string();
            let pairs = [("done", "created"), ("undo", seq.as_str())];
            Ok(see_other(&words::address(&stored.head.url(), &pairs)))
        }
        Created::Refused(broken) => {
            let writing = form_of().breaking(broken, visitor.lang);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            writing.show(&request, &visitor, &site, &pages, status).await
        }
    }
}

/// `GET /wiki/{space}/{path}/edit`
pub async fn edit(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (head, current) = editable(&visitor, &reading, address.into_inner()).await?;
    let kind = site.kinds().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
    let permit = may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    pages.is_writing(&permit).await?;
    let writing_now = unsaved::writing_now(&visitor, &pages, &people, &permit).await?;
    let form = FormOf::Page(head.id.clone());
    if let Some(draft) = unsaved::resumed(&request, &visitor, &pages, &form).await? {
        let base = draft.base.filter(|it| (1..=head.working).contains(it));
        let base = base.unwrap_or(head.working);
        let before = reading.revision(&visitor.actor, &head, base).await?.content;
        let target = Target::Page { head: &head, base, status: &current.content.status };
        let mut writing = resumed(&kind, target, &before.fields, &draft.pairs, &site);
        writing.way = breadcrumb(&head, &db, &visitor).await?;
        writing.beside.writing_now = writing_now;
        return writing.show(&request, &visitor, &site, &pages, StatusCode::OK).await;
    }
    let href = format!("{}/edit", head.url());
    let unsaved = unsaved::offered(&visitor, &pages, &form, &href).await?;
    let writing = Writing {
        kind: &kind,
        target: Target::Page { head: &head, base: current.number, status: &current.content.status },
        way: breadcrumb(&head, &db, &visitor).await?,
        title: current.content.title.clone(),
        text: current.content.text.clone(),
        note: String::new(),
        fields: current.content.fields.clone(),
        problems: Vec::new(),
        touched: None,
        preview: None,
        is_minor: false,
        beside: Beside { unsaved, writing_now, ..Beside::default() },
    };
    writing.show(&request, &visitor, &site, &pages, StatusCode::OK).await
}

/// `POST /wiki/{space}/{path}/edit`
pub async fn save(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    people: web::Data<People>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    let form = form.into_inner();
    let (head, current) = editable(&visitor, &reading, address.into_inner()).await?;
    let permit = may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let kind = site.kinds().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
    let base = base_of(&form, &head)?;
    let before = match base {
        number if number == current.number => current.content.clone(),
        number => reading.revision(&visitor.actor, &head, number).await?.content,
    };
    let (mut written, mut problems) = read(&kind, &before.fields, &form);
    let intent = Intent::of(&kind, &form, &mut written.fields, &before.fields);
    let renamed = before.title != sent(&form, "title").trim();
    let renamed = renamed.then(|| german::slug(&sent(&form, "title")));
    let common = conflict::common_base(&form, &head, &visitor, &reading).await?;
    conflict::take_choices(&form, common.as_ref(), &before, &mut written);
    written.extra = before.extra;
    let (draft, draft_problems) = Draft::parse(written, &site.limits);
    problems.extend(draft_problems);
    let draft = if sent(&form, "minor") == "1" { draft.minor() } else { draft };

    let status = current.content.status.as_str();
    let form_of = || Writing::of(&kind, Target::Page { head: &head, base, status }, &draft);
    let settled = settle(form_of(), intent, problems, &before.fields, &reading, &visitor).await?;
    let publish = match settled {
        Settled::Save { publish } => publish,
        Settled::Show(writing, status) => {
            let mut writing = told_at_once(*writing, &pages, &visitor).await?;
            writing.way = breadcrumb(&head, &db, &visitor).await?;
            return writing.show(&request, &visitor, &site, &pages, status).await;
        }
    };
    match pages.save(permit.clone(), Edit { draft: draft.clone(), base, publish }).await? {
        Outcome::Stored(stored) => {
            forget(&visitor, &pages, &FormOf::Page(head.id.clone())).await?;
            pages.stopped_writing(&permit).await?;
            Ok(see_other(&after_saving(&stored, base, renamed.as_deref())))
        }
        Outcome::Conflict(conflict) => {
            // Whatever is chosen on the screen, the words as they were written stay.
            pages.put_aside(&KeepPermit::Edit(permit), unsaved::typed(form)).await?;
            conflict::show(&request, &visitor, &site, &people, &db, &kind, *conflict).await
        }
        Outcome::Refused(broken) => {
            let mut writing = form_of().breaking(broken, visitor.lang);
            writing.way = breadcrumb(&head, &db, &visitor).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            writing.show(&request, &visitor, &site, &pages, status).await
        }
    }
}

/// Where a saved edit leads: to the face that shows it.
fn after_saving(stored: &crate::pages::Stored, base: u32, renamed: Option<&str>) -> String {
    let head = &stored.head;
    let is_pending = head.released.is_some_and(|it| it != head.working);
    let face = if is_pending { "working" } else { "" };
    let done = match (stored.is_new, stored.merged_with) {
        (false, _) => "unchanged",
        (true, Some(_)) => "merged",
        (true, None) if is_pending => "pending",
        (true, None) if head.released == Some(head.working) => "published",
        (true, None) => "saved",
    };
    let (from, to) = (base.to_string(), head.working.to_string());
    let compare = if stored.is_new { (from.as_str(), to.as_str()) } else { ("", "") };
    let seq = if stored.seq > 0 { stored.seq.to_string() } else { String::new() };
    let mut pairs = vec![("face", face), ("done", done), ("from", compare.0), ("to", compare.1)];
    let slug = renamed.filter(|it| stored.is_new && *it != head.slug);
    pairs.extend([("undo", seq.as_str()), ("slug", slug.unwrap_or_default())]);
    words::address(&head.url(), &pairs)
}

/// The form with a text somebody goes on with.
fn resumed<'a>(
    kind: &'a Kind,
    target: Target<'a>,
    before: &Fields,
    pairs: &[(String, String)],
    site: &Site,
) -> Writing<'a> {
    let pairs = pairs.to_vec();
    let (written, mut problems) = read(kind, before, &pairs);
    let (draft, draft_problems) = Draft::parse(written, &site.limits);
    problems.extend(draft_problems.into_iter().filter(|it| it.code != "problem-title-missing"));
    let draft = if sent(&pairs, "minor") == "1" { draft.minor() } else { draft };
    Writing { problems, ..Writing::of(kind, target, &draft) }
}

/// What was typed into a form is saved now and needs no keeping.
async fn forget(visitor: &Visitor, pages: &Pages, form: &FormOf) -> Result<()> {
    match visitor.actor.account() {
        Some(account) => pages.forget_typed(account, form).await,
        None => Ok(()),
    }
}

async fn choose(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    space: Option<Space>,
) -> Result<HttpResponse> {
    let lang = visitor.lang;
    let title = texts::say(lang, "new-heading", &[]);
    let mut choices = site.new_choices(lang, space.as_ref().map(|it| it.key()));
    // The title searched for in vain goes along into the form.
    if let Some(wanted) = words::query_value(request, "title") {
        for choice in &mut choices {
            let title = words::address("", &[("title", &wanted)]);
            choice.href = format!("{}{}", choice.href, title.replacen('?', "&", 1));
        }
    }
    let view = NewView {
        frame: site.frame(request, visitor, Place::Elsewhere, title).await?,
        choices,
        space: space.map(|it| words::space_crumb(&it, lang)),
    };
    site.html("new.html", lang, &view)
}

/// The page at an address with its newest revision, for those who may edit it.
async fn editable(
    visitor: &Visitor,
    reading: &Reading,
    (space, path): (String, String),
) -> Result<(Head, Revision)> {
    let head = reading.find(&visitor.actor, &space, &path).await?;
    if may_edit(&visitor.actor, &head.standing()).is_none() {
        return Err(AppError::Forbidden);
    }
    let current = reading.revision(&visitor.actor, &head, head.working).await?;
    Ok((head, current))
}

/// The space a new page most likely belongs to: the only one the person has a role in.
fn usual_space(visitor: &Visitor, spaces: &[Space]) -> Option<Space> {
    let own: Vec<&Space> = spaces
        .iter()
        .filter(|it| it.standing.everyone.is_none())
        .filter(|it| visitor.actor.role_in(&it.standing).is_some())
        .collect();
    match own.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    }
}

/// What a pressed button asks for.
#[derive(Debug, PartialEq)]
enum Intent {
    Save {
        publish: bool,
    },
    Preview,
    /// The form once more, to go on writing.
    Form,
    Table {
        field: String,
    },
}

impl Intent {
    /// Reads the button; that of a table changes the rows at once.
    fn of(kind: &Kind, form: &Pairs, fields: &mut Fields, before: &Fields) -> Self {
        if let Some(act) = kinds::table_act(form) {
            *fields = kind.apply(&act, before, form);
            return Self::Table { field: act.field().to_owned() };
        }
        match sent(form, "act").as_str() {
            "preview" => Self::Preview,
            "edit" => Self::Form,
            "publish" => Self::Save { publish: true },
            _ => Self::Save { publish: false },
        }
    }
}

fn read(kind: &Kind, before: &Fields, form: &Pairs) -> (Written, Vec<Problem>) {
    let (fields, problems) = kind.read_form_over(before, form);
    let written = Written {
        title: sent(form, "title"),
        fields,
        extra: Fields::new(),
        text: sent(form, "text"),
        change_note: sent(form, "change_note"),
    };
    (written, problems)
}

fn sent(form: &Pairs, name: &str) -> String {
    let value = form.iter().rev().find(|(key, _)| key == name);
    value.map(|(_, value)| value.clone()).unwrap_or_default()
}

fn base_of(form: &Pairs, head: &Head) -> Result<u32> {
    let base = sent(form, "base").parse::<u32>();
    let base = base.map_err(|_| AppError::BadRequest("problem-unknown-revision"))?;
    match base {
        1.. if base <= head.working => Ok(base),
        _ => Err(AppError::BadRequest("problem-unknown-revision")),
    }
}

/// What a form leads to.
enum Settled<'a> {
    /// It may be stored, as far as its values go.
    Save { publish: bool },
    /// It is shown once more.
    Show(Box<Writing<'a>>, StatusCode),
}

/// Does what the pressed button asks, as far as that is not saving.
async fn settle<'a>(
    mut writing: Writing<'a>,
    intent: Intent,
    problems: Vec<Problem>,
    before: &Fields,
    reading: &Reading,
    visitor: &Visitor,
) -> Result<Settled<'a>> {
    match intent {
        Intent::Save { publish }
            if kinds::blocking(&problems, before, &writing.fields).is_empty() =>
        {
            return Ok(Settled::Save { publish });
        }
        Intent::Save { .. } => {
            writing.problems = problems;
            return Ok(Settled::Show(Box::new(writing), StatusCode::UNPROCESSABLE_ENTITY));
        }
        Intent::Table { field } => writing.touched = Some(field),
        Intent::Preview => {
            let space = writing.space().map_or("", |it| it.key()).to_owned();
            let page = match &writing.target {
                Target::Page { head, .. } => Some(*head),
                Target::New { .. } => None,
            };
            let (actor, lang) = (&visitor.actor, visitor.lang);
            let html = reading.preview(actor, lang, &space, page, &writing.text).await?;
            writing.preview = Some(html);
        }
        Intent::Form => {}
    }
    Ok(Settled::Show(Box::new(writing), StatusCode::OK))
}

/// A form that comes back with mistakes names the broken rules as well, so that nobody mends one
/// thing only to hear of the next.
async fn told_at_once<'a>(
    writing: Writing<'a>,
    pages: &Pages,
    visitor: &Visitor,
) -> Result<Writing<'a>> {
    if writing.problems.is_empty() {
        return Ok(writing);
    }
    writing.with_broken_rules(pages, visitor.lang).await
}
