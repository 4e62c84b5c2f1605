//! Acts on whole pages: move, copy, trash, lock, template, order, and taking an act back. Writing
//! is in `write`, the trash itself in `trash`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::forms;
use super::page::breadcrumb;
use super::sign_in::see_other;
use super::site::Site;
use super::view::{
    ActView, ChoiceOption, Control, FormField, Hidden, Item, OrderRow, OrderView, Place, Tool,
    Width,
};
use super::visitor::Visitor;
use super::words;
use crate::access::{
    Actor, Standing, may_change_tree, may_create, may_edit, may_lock, may_order, may_undo,
};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::german;
use crate::kinds::Problem;
use crate::pages::{
    Direction, Original, Pages, Place as Target, TREE_MAX, Template, TreeOutcome, Undone,
};
use crate::reading::Reading;
use crate::store;
use crate::store::lists::Ask;
use crate::store::pages::{Head, Revision};
use crate::store::spaces::Space;
use crate::texts::{self, Arg, Lang};

/// Pages offered as the one above.
const SUGGESTED: u64 = 100;
/// Neighbours that can be put in order on one screen.
const ORDERED: u64 = 200;

type Pairs = Vec<(String, String)>;
type Address = web::Path<(String, String)>;

/// What else somebody can do with a page, beside writing it.
pub async fn tools(visitor: &Visitor, db: &Db, head: &Head) -> Result<Vec<Tool>> {
    let lang = visitor.lang;
    let url = head.url();
    let mut tools = Vec::new();
    if !visitor.actor.is_signed_in() {
        return Ok(tools);
    }
    let say = |id: &str| texts::say(lang, id, &[]);
    let link = |id: &str, icon: &str, below: &str| Tool {
        label: say(id),
        icon: icon.to_owned(),
        href: Some(format!("{url}/{below}")),
        action: None,
        hidden: Vec::new(),
    };
    let button = |id: &str, icon: &str, below: &str, on: &str| Tool {
        label: say(id),
        icon: icon.to_owned(),
        href: None,
        action: Some(format!("{url}/{below}")),
        hidden: vec![Hidden { name: "on".to_owned(), value: on.to_owned() }],
    };
    let standing = head.standing();
    let edits = may_edit(&visitor.actor, &standing).is_some();
    if edits {
        tools.push(link("tool-move", "arrow-forward", "move"));
    }
    tools.push(link("tool-copy", "content-copy", "copy"));
    if edits && may_order(&visitor.actor, &head.space.standing).is_some() {
        match store::tree::is_template(db.reader(), &head.id).await? {
            true => tools.push(button("tool-no-template", "draft", "template", "")),
            false => tools.push(button("tool-template", "draft", "template", "1")),
        }
    }
    if may_lock(&visitor.actor, &standing).is_some() {
        match head.is_locked {
            true => tools.push(button("tool-unlock", "check", "lock", "")),
            false => tools.push(link("tool-lock", "close", "lock")),
        }
    }
    if edits {
        tools.push(link("authors-title", "account-circle", "authors"));
        tools.push(button("tool-trash", "delete", "trash", "1"));
    }
    Ok(tools)
}

/// The pages a new one of this kind can begin as, each leading to its copy.
pub async fn templates(visitor: &Visitor, db: &Db, kind: &str) -> Result<Vec<Item>> {
    let lines = store::lists::templates(db.reader(), &visitor.actor, kind, 20).await?;
    let items = lines.iter().map(|it| {
        let url = store::pages::page_url(&it.space, &it.path);
        Item::link(&it.title, format!("{url}/copy?as=template"))
    });
    Ok(items.collect())
}

/// That a page is locked, since when and why. Who did it is no matter of the page.
pub async fn locked(db: &Db, head: &Head, lang: Lang) -> Result<Option<String>> {
    if !head.is_locked {
        return Ok(None);
    }
    let Some(lock) = store::tree::lock(db.reader(), &head.id).await? else { return Ok(None) };
    let when = words::moment(lang, lock.at);
    let args: [(&str, Arg); 2] = [("when", when.into()), ("reason", lock.reason.as_str().into())];
    let id = if lock.reason.is_empty() { "locked-since" } else { "locked-because" };
    Ok(Some(texts::say(lang, id, &args)))
}

/// `GET …/move`
pub async fn move_form(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    address: Address,
) -> Result<HttpResponse> {
    let head = editable(&visitor, &reading, address).await?;
    let above = match &head.parent {
        Some(parent) => store::pages::head(db.reader(), parent).await?.map(|it| it.path),
        None => None,
    };
    let slug = words::query_value(&request, "slug").unwrap_or_else(|| head.slug.clone());
    let wanted =
        Wanted { space: head.space.key().to_owned(), above: above.unwrap_or_default(), slug };
    move_screen(&request, &visitor, &site, &db, &head, wanted, &[]).await
}

/// `POST …/move`
pub async fn move_page(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    address: Address,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    let head = editable(&visitor, &reading, address).await?;
    let wanted = Wanted::read(&form);
    let tree = store::tree::subtree(db.reader(), &head, TREE_MAX).await?;
    let standings: Vec<Standing> = tree.iter().map(Head::standing).collect();
    let permit = may_change_tree(&visitor.actor, &standings).ok_or(AppError::Forbidden)?;
    let space = site.space(&wanted.space).await?;
    let into = may_create(&visitor.actor, &space.standing).ok_or(AppError::Forbidden)?;
    let mut problems = Vec::new();
    let parent = match parent_of(&db, &visitor.actor, &space, &wanted.above).await? {
        Ok(parent) => parent,
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    if parent.as_ref().is_some_and(|it| tree.iter().any(|one| one.id == it.id)) {
        problems.push(Problem::at("above", "problem-move-below-itself"));
    }
    if !problems.is_empty() {
        return move_screen(&request, &visitor, &site, &db, &head, wanted, &problems).await;
    }
    let slug = Some(wanted.slug.clone()).filter(|it| !it.trim().is_empty());
    let target = Target { space, parent, slug };
    match pages.move_page(permit, into, &head.id, target).await? {
        TreeOutcome::Done(done) => {
            let word = if done.seq == 0 { "not-moved" } else { "moved" };
            Ok(see_other(&told(&done.head.url(), word, done.seq, done.pages)))
        }
        TreeOutcome::Refused(broken) => {
            let lang = visitor.lang;
            let problems: Vec<Problem> =
                broken.into_iter().map(|it| words::of_rule(it, lang)).collect();
            move_screen(&request, &visitor, &site, &db, &head, wanted, &problems).await
        }
    }
}

/// `GET …/copy`
pub async fn copy_form(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    address: Address,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    let title = readable(&visitor.actor, &reading, &head).await?.content.title;
    let title = match words::query_value(&request, "as").as_deref() {
        // What begins as a template gets a name of its own.
        Some("template") => String::new(),
        _ => texts::say(visitor.lang, "copy-of", &[("title", title.into())]),
    };
    copy_screen(&request, &visitor, &site, &db, &head, title, "", &[]).await
}

/// `POST …/copy`: a new draft with the words of the page.
pub async fn copy(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    address: Address,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    let title = sent(&form, "title").split_whitespace().collect::<Vec<_>>().join(" ");
    let key = sent(&form, "space");
    let target = site.space(&key).await?;
    let permit = may_create(&visitor.actor, &target.standing).ok_or(AppError::Forbidden)?;
    let mut problems = Vec::new();
    if title.is_empty() {
        problems.push(Problem::at("title", "problem-title-missing"));
    }
    let (max, actual) = (site.limits.title_chars_max, title.chars().count());
    if actual > max {
        let problem = Problem::at("title", "problem-too-long");
        problems.push(problem.with("max", max).with("actual", actual));
    }
    if !problems.is_empty() {
        return copy_screen(&request, &visitor, &site, &db, &head, title, &key, &problems).await;
    }
    let whole = sent(&form, "whole") == "1";
    let originals = originals(&visitor.actor, &reading, &db, &head, whole).await?;
    // Beside the original, where that is in the same space.
    let parent = match &head.parent {
        Some(parent) if target.id == head.space.id => {
            store::pages::head(db.reader(), parent).await?
        }
        _ => None,
    };
    match pages.copy(permit, target, parent, title.clone(), originals).await? {
        TreeOutcome::Done(done) => {
            Ok(see_other(&told(&done.head.url(), "copied", done.seq, done.pages)))
        }
        TreeOutcome::Refused(broken) => {
            let lang = visitor.lang;
            let problems: Vec<Problem> =
                broken.into_iter().map(|it| words::of_rule(it, lang)).collect();
            copy_screen(&request, &visitor, &site, &db, &head, title, &key, &problems).await
        }
    }
}

/// `POST …/trash`: the page and everything below it, with a way back.
pub async fn trash(
    visitor: Visitor,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    address: Address,
) -> Result<HttpResponse> {
    let head = editable(&visitor, &reading, address).await?;
    let tree = store::tree::subtree(db.reader(), &head, TREE_MAX).await?;
    let standings: Vec<Standing> = tree.iter().map(Head::standing).collect();
    let permit = may_change_tree(&visitor.actor, &standings).ok_or(AppError::Forbidden)?;
    let done = pages.trash(permit, &head.id).await?;
    let above = match &head.parent {
        Some(parent) => store::pages::head(db.reader(), parent).await?.map(|it| it.url()),
        None => None,
    };
    let above = above.unwrap_or_else(|| format!("/wiki/{}", head.space.key()));
    Ok(see_other(&told(&above, "trashed", done.seq, done.pages)))
}

/// `GET …/lock`: asks for the reason.
pub async fn lock_form(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    address: Address,
) -> Result<HttpResponse> {
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    may_lock(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let lang = visitor.lang;
    let say = |id: &str| texts::say(lang, id, &[]);
    let reason =
        Control::Line { value: String::new(), width: Width::Full, suggestions: Vec::new() };
    let screen = Screen {
        title: say("lock-title"),
        lead: vec![say("lock-lead")],
        below: "lock",
        fields: vec![field("reason", "lock-reason", reason, &[], lang)],
        hidden: vec![Hidden { name: "on".into(), value: "1".into() }],
        submit: say("tool-lock"),
        problems: &[],
    };
    screen.show(&request, &visitor, &site, &db, &head).await
}

/// `POST …/lock` with `on=1` and a reason; without `on` the lock is taken away.
pub async fn lock(
    visitor: Visitor,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    address: Address,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    let permit = may_lock(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let locks = sent(&form, "on") == "1";
    let reason = sent(&form, "reason").replace('\0', "");
    let reason: String = reason.trim().chars().take(500).collect();
    let (head, seq) = pages.lock(permit, locks.then_some(reason)).await?;
    let word = if locks { "locked" } else { "unlocked" };
    Ok(see_other(&told(&head.url(), word, seq, 1)))
}

/// `POST …/template` with `on=1`; without it the page is no template any more.
pub async fn template(
    visitor: Visitor,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    address: Address,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    let head = editable(&visitor, &reading, address).await?;
    let permit = may_order(&visitor.actor, &head.space.standing).ok_or(AppError::Forbidden)?;
    let (what, word) = match sent(&form, "on").as_str() {
        "1" => (Template::Offered, "template"),
        _ => (Template::Withdrawn, "no-template"),
    };
    let (head, seq) = pages.make_template(permit, &head.id, what).await?;
    Ok(see_other(&told(&head.url(), word, seq, 1)))
}

/// The act that is taken back.
#[derive(Deserialize)]
pub struct UndoForm {
    seq: u64,
}

/// `POST /undo`
pub async fn undo(
    visitor: Visitor,
    pages: web::Data<Pages>,
    db: web::Data<Db>,
    form: web::Form<UndoForm>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let row = store::undo::by_seq(db.reader(), form.seq).await?;
    let Some(row) = row else { return Ok(see_other("/?done=undo-late")) };
    let permit = may_undo(&visitor.actor, row.seq, &row.account, row.rights);
    let permit = permit.ok_or(AppError::NotFound)?;
    let note = texts::say(visitor.lang, "undo-note", &[]);
    let (word, head) = match pages.undo(permit, note).await? {
        Undone::Done(head) => ("undone", head.map(|it| *it)),
        Undone::TooLate => ("undo-late", None),
        Undone::MovedOn => ("undo-moved", None),
    };
    let head = match (head, &row.page) {
        (Some(head), _) => Some(head),
        (None, Some(page)) => store::pages::head(db.reader(), page).await?,
        (None, None) => None,
    };
    let back = match (&head, &row.page) {
        (Some(head), _) => head.url(),
        (None, Some(page)) => {
            let tree = store::trash::tree(db.reader(), page).await?;
            tree.first().map_or("/".to_owned(), |it| format!("/wiki/{}", it.space.key()))
        }
        (None, None) => "/".to_owned(),
    };
    Ok(see_other(&words::address(&back, &[("done", word)])))
}

/// Which pages are put in order: those below a page, or those on top of a space.
#[derive(Deserialize)]
pub struct Which {
    space: Option<String>,
    page: Option<String>,
}

/// `GET /order?space=` or `?page=`
pub async fn order_form(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    which: web::Query<Which>,
) -> Result<HttpResponse> {
    visitor.signed_in()?;
    let lang = visitor.lang;
    let (space, above) = match (&which.page, &which.space) {
        (Some(page), _) => {
            let head = reading.find_by_id(&visitor.actor, page).await?;
            (head.space.clone(), Some(head))
        }
        (None, Some(space)) => (site.space(space).await?, None),
        (None, None) => return Err(AppError::NotFound),
    };
    may_order(&visitor.actor, &space.standing).ok_or(AppError::Forbidden)?;
    let lines = neighbours(&db, &visitor.actor, &space, above.as_ref()).await?;
    let rows = lines.iter().map(|it| OrderRow {
        id: it.page.clone(),
        page: Item::link(&it.title, store::pages::page_url(&it.space, &it.path)),
        below_href: Some(words::address("/order", &[("page", &it.page)])),
    });
    let (title, back, way) = match &above {
        Some(head) => {
            let title = store::pages::title(db.reader(), head).await?;
            let mut way = breadcrumb(head, &db, &visitor).await?;
            way.push(Item::link(&title, head.url()));
            (title, head.url(), way)
        }
        None => {
            let crumb = words::space_crumb(&space, lang);
            (crumb.text.clone(), format!("/wiki/{}", space.key()), vec![crumb])
        }
    };
    let beside = lines.iter().map(|it| Hidden { name: "beside".into(), value: it.page.clone() });
    let frame_title = texts::say(lang, "order-title", &[]);
    let view = OrderView {
        frame: site.frame(&request, &visitor, Place::Elsewhere, frame_title).await?,
        breadcrumb: way,
        title,
        rows: rows.collect(),
        beside: beside.collect(),
        back: Item::link(texts::say(lang, "order-back", &[]), back),
    };
    site.html("order.html", lang, &view)
}

/// `POST /order` with `up` or `down`, and `beside` as the pages stood.
pub async fn order(
    visitor: Visitor,
    reading: web::Data<Reading>,
    pages: web::Data<Pages>,
    form: web::Form<Pairs>,
) -> Result<HttpResponse> {
    let (direction, page) = match (sent(&form, "up"), sent(&form, "down")) {
        (up, _) if !up.is_empty() => (Direction::Up, up),
        (_, down) => (Direction::Down, down),
    };
    let head = reading.find_by_id(&visitor.actor, &page).await?;
    let permit = may_order(&visitor.actor, &head.space.standing).ok_or(AppError::Forbidden)?;
    let beside = form.iter().filter(|(name, _)| name == "beside").map(|(_, id)| id.clone());
    let beside: Vec<String> = beside.take(ORDERED as usize).collect();
    let (head, seq) = pages.put_in_order(permit, &page, direction, beside).await?;
    let seq = if seq == 0 { String::new() } else { seq.to_string() };
    let mut pairs = match &head.parent {
        Some(parent) => vec![("page", parent.as_str())],
        None => vec![("space", head.space.key())],
    };
    pairs.extend([("done", "ordered"), ("undo", seq.as_str())]);
    Ok(see_other(&words::address("/order", &pairs)))
}

/// The pages right below a page, or on top of a space, in their order.
pub async fn neighbours(
    db: &Db,
    actor: &Actor,
    space: &Space,
    above: Option<&Head>,
) -> Result<Vec<store::lists::Line>> {
    let ask = Ask {
        spaces: vec![space.key().to_owned()],
        parent: above.map(|it| it.id.clone()),
        only_top: above.is_none(),
        as_placed: true,
        limit: ORDERED,
        ..Ask::default()
    };
    store::lists::pages(db.reader(), actor, &ask).await
}

/// Where an act leads: what happened, and the number by which it can be taken back.
fn told(url: &str, done: &str, seq: u64, pages: usize) -> String {
    let seq = if seq == 0 { String::new() } else { seq.to_string() };
    let count = if pages > 1 { pages.to_string() } else { String::new() };
    words::address(url, &[("done", done), ("undo", &seq), ("count", &count)])
}

/// The page at an address for those who may write it; the others see it and nothing of this.
async fn editable(visitor: &Visitor, reading: &Reading, address: Address) -> Result<Head> {
    let (space, path) = address.into_inner();
    let head = reading.find(&visitor.actor, &space, &path).await?;
    may_edit(&visitor.actor, &head.standing()).ok_or(AppError::Forbidden)?;
    Ok(head)
}

/// What the form of a move says.
struct Wanted {
    space: String,
    above: String,
    slug: String,
}

impl Wanted {
    fn read(form: &Pairs) -> Self {
        Self { space: sent(form, "space"), above: sent(form, "above"), slug: sent(form, "slug") }
    }
}

/// The page above by address or by name; as far as the person may see it.
async fn parent_of(
    db: &Db,
    actor: &Actor,
    space: &Space,
    wanted: &str,
) -> Result<std::result::Result<Option<Head>, Problem>> {
    let wanted = wanted.trim().replace('\0', "");
    if wanted.is_empty() {
        return Ok(Ok(None));
    }
    let prefix = format!("/wiki/{}/", space.key());
    let path = wanted.strip_prefix(&prefix).unwrap_or(&wanted);
    let mut found = store::pages::at(db.reader(), space, path).await?;
    if found.is_none() {
        let keys = [german::link_key(&wanted)];
        let named = store::faces::named(db.reader(), actor, space.key(), &keys).await?;
        let here = named.into_iter().filter(|it| it.space == space.key());
        if let Some(best) = here.min_by_key(|it| (it.what, it.page.clone())) {
            found = store::pages::head(db.reader(), &best.page).await?;
        }
    }
    let Some(head) = found else { return Ok(Err(Problem::at("above", "problem-no-such-page"))) };
    let visible = store::faces::visible(db.reader(), actor, &head.id).await?;
    if visible.is_empty() {
        return Ok(Err(Problem::at("above", "problem-no-such-page")));
    }
    Ok(Ok(Some(head)))
}

/// The newest revision of a page the person may read.
async fn readable(actor: &Actor, reading: &Reading, head: &Head) -> Result<Revision> {
    match reading.revision(actor, head, head.working).await {
        Err(AppError::NotFound) => {
            let released = head.released.ok_or(AppError::NotFound)?;
            reading.revision(actor, head, released).await
        }
        other => other,
    }
}

/// A page, and those below it if wanted, as far as the person may read them.
async fn originals(
    actor: &Actor,
    reading: &Reading,
    db: &Db,
    head: &Head,
    whole: bool,
) -> Result<Vec<Original>> {
    let tree = match whole {
        true => store::tree::subtree(db.reader(), head, TREE_MAX).await?,
        false => vec![head.clone()],
    };
    if tree.len() > TREE_MAX {
        return Err(AppError::BadRequest("problem-tree-too-large"));
    }
    let mut originals = Vec::with_capacity(tree.len());
    for one in tree {
        let content = match readable(actor, reading, &one).await {
            Ok(revision) => revision.content,
            Err(AppError::NotFound) if one.id != head.id => continue,
            Err(error) => return Err(error),
        };
        originals.push(Original { page: one.id, parent: one.parent, kind: one.kind, content });
    }
    Ok(originals)
}

async fn move_screen(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    db: &Db,
    head: &Head,
    wanted: Wanted,
    problems: &[Problem],
) -> Result<HttpResponse> {
    let lang = visitor.lang;
    let say = |id: &str| texts::say(lang, id, &[]);
    let spaces = site.writable_spaces(visitor).await?;
    let ask = Ask { spaces: vec![head.space.key().to_owned()], limit: SUGGESTED, ..Ask::default() };
    let lines = store::lists::pages(db.reader(), &visitor.actor, &ask).await?;
    let others = lines.into_iter().filter(|it| it.page != head.id).map(|it| it.path).collect();
    let above = Control::Line { value: wanted.above, width: Width::Full, suggestions: others };
    let slug = Control::Line { value: wanted.slug, width: Width::Medium, suggestions: Vec::new() };
    let below = store::tree::subtree(db.reader(), head, TREE_MAX).await?.len() - 1;
    let mut lead = vec![say("move-lead")];
    if below > 0 {
        lead.push(texts::say(lang, "move-below", &[("count", (below as i64).into())]));
    }
    let screen = Screen {
        title: say("move-title"),
        lead,
        below: "move",
        fields: vec![
            field(
                "space",
                "field-space",
                space_choice(&spaces, &wanted.space, lang),
                problems,
                lang,
            ),
            field("above", "move-above", above, problems, lang),
            field("slug", "move-slug", slug, problems, lang),
        ],
        hidden: Vec::new(),
        submit: say("tool-move"),
        problems,
    };
    screen.show(request, visitor, site, db, head).await
}

async fn copy_screen(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    db: &Db,
    head: &Head,
    title: String,
    space: &str,
    problems: &[Problem],
) -> Result<HttpResponse> {
    let lang = visitor.lang;
    let say = |id: &str| texts::say(lang, id, &[]);
    let spaces = site.writable_spaces(visitor).await?;
    let own = spaces.iter().any(|it| it.key() == head.space.key());
    let chosen = match space {
        "" if own => head.space.key(),
        "" => spaces.first().map_or("", |it| it.key()),
        chosen => chosen,
    };
    let title = Control::Line { value: title, width: Width::Full, suggestions: Vec::new() };
    let mut fields = vec![
        field("title", "field-title", title, problems, lang),
        field("space", "field-space", space_choice(&spaces, chosen, lang), problems, lang),
    ];
    let below = store::tree::subtree(db.reader(), head, TREE_MAX).await?.len() - 1;
    if below > 0 {
        let whole = |value: &str, label: String, chosen| ChoiceOption {
            value: value.into(),
            label,
            hint: None,
            chosen,
        };
        let with = texts::say(lang, "copy-with", &[("count", (below as i64).into())]);
        let options = vec![whole("", say("copy-alone"), true), whole("1", with, false)];
        fields.push(field("whole", "copy-whole", Control::Choice { options }, problems, lang));
    }
    let screen = Screen {
        title: say("copy-title"),
        lead: vec![say("copy-lead")],
        below: "copy",
        fields,
        hidden: Vec::new(),
        submit: say("tool-copy"),
        problems,
    };
    screen.show(request, visitor, site, db, head).await
}

/// A small form for one act.
struct Screen<'a> {
    title: String,
    lead: Vec<String>,
    below: &'a str,
    fields: Vec<FormField>,
    hidden: Vec<Hidden>,
    submit: String,
    problems: &'a [Problem],
}

impl Screen<'_> {
    async fn show(
        self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        db: &Db,
        head: &Head,
    ) -> Result<HttpResponse> {
        let lang = visitor.lang;
        let mut way = breadcrumb(head, db, visitor).await?;
        way.push(Item::link(store::pages::title(db.reader(), head).await?, head.url()));
        let lines = self.problems.iter().map(|it| super::view::ProblemLine {
            href: it.field.as_deref().map(|name| format!("#{}", forms::anchor(name))),
            label: None,
            text: words::problem(lang, it),
        });
        let view = ActView {
            frame: site
                .frame(request, visitor, Place::of_kind(&head.kind), self.title.clone())
                .await?,
            breadcrumb: way,
            title: self.title,
            lead: self.lead,
            action: format!("{}/{}", head.url(), self.below),
            problems: lines.collect(),
            fields: self.fields,
            hidden: self.hidden,
            submit: self.submit,
            cancel_href: head.url(),
        };
        let status = match self.problems {
            [] => StatusCode::OK,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        site.html_with(status, "act.html", lang, &view)
    }
}

fn space_choice(spaces: &[Space], chosen: &str, lang: Lang) -> Control {
    let options = spaces.iter().map(|it| ChoiceOption {
        value: it.key().to_owned(),
        label: words::space_title(it, lang).to_owned(),
        hint: None,
        chosen: it.key() == chosen,
    });
    Control::Choice { options: options.collect() }
}

fn field(name: &str, label: &str, control: Control, problems: &[Problem], lang: Lang) -> FormField {
    let problem = problems.iter().find(|it| it.field.as_deref() == Some(name));
    FormField {
        id: forms::anchor(name),
        name: name.to_owned(),
        label: texts::say(lang, label, &[]),
        help: texts::say_if_known(lang, &format!("{label}-help"), &[]),
        required: false,
        problem: problem.map(|it| words::problem(lang, it)),
        control,
    }
}

fn sent(form: &Pairs, name: &str) -> String {
    let value = form.iter().rev().find(|(key, _)| key == name);
    value.map(|(_, value)| value.clone()).unwrap_or_default()
}
