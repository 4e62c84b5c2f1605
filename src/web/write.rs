//! Writing pages: `/new` and `…/edit`. Whatever goes wrong, the answer is the form again with
//! everything the person typed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::forms::{self, Filled, anchor};
use super::page::breadcrumb;
use super::sign_in::see_other;
use super::site::Site;
use super::templates;
use super::view::{
    ChoiceOption, ConflictPart, ConflictView, Control, Crumb, FormField, FormPurpose, FormView,
    Hidden, Item, Mark, NewView, Piece, Place, SaveButtons, Width,
};
use super::visitor::Visitor;
use super::words;
use crate::access::{SpaceVisibility, may_create, may_edit};
use crate::clock::{self, Millis};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{self, Fields, Kind, Level, Problem, Publish, Setting};
use crate::pages::{
    Conflict, Draft, Edit, NewPage, OtherNames, Outcome, Pages, Part, Span, Written, compare_words,
};
use crate::people::People;
use crate::reading::Reading;
use crate::store;
use crate::store::pages::{Head, Revision};
use crate::store::spaces::Space;
use crate::texts::{self, Lang};

/// The pairs a form sends, in their order.
type Pairs = Vec<(String, String)>;

/// `GET /new?space=&kind=`
pub async fn new(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
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
    let begun = templates::begin(&request, &site, &kind);
    let writing = Writing {
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
    };
    writing.show(&request, &visitor, &site, StatusCode::OK).await
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
    let key = space.map_or("", |it| it.key());
    let others = pages.other_names(&kind, None, key, draft.title(), draft.fields()).await?;
    let writing = Writing::of(&kind, Target::New { spaces: &spaces, space }, &draft);
    let nothing = Fields::new();
    let now = site.clock.now();
    let publish =
        match writing.settle(intent, problems, &nothing, &reading, &visitor, &others, now).await? {
            Settled::Save { publish } => publish,
            Settled::Show(writing, status) => {
                return writing.show(&request, &visitor, &site, status).await;
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
        draft,
        publish,
    };
    let stored = pages.create(permit, space.clone(), new).await?;
    Ok(see_other(&words::address(&stored.head.url(), &[("done", "created")])))
}

/// `GET /wiki/{space}/{path}/edit`
pub async fn edit(
    request: HttpRequest,
    visitor: Visitor,
    site: web::Data<Site>,
    reading: web::Data<Reading>,
    db: web::Data<Db>,
    address: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (head, current) = editable(&visitor, &reading, address.into_inner()).await?;
    let kind = site.kinds().get(&head.kind).cloned().ok_or(AppError::NotFound)?;
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
    };
    writing.show(&request, &visitor, &site, StatusCode::OK).await
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
    take_choices(&form, &before, &mut written);
    written.extra = before.extra;
    let (draft, draft_problems) = Draft::parse(written, &site.limits);
    problems.extend(draft_problems);

    let target = Target::Page { head: &head, base, status: &current.content.status };
    let id = Some(head.id.as_str());
    let others =
        pages.other_names(&kind, id, head.space.key(), draft.title(), draft.fields()).await?;
    let writing = Writing::of(&kind, target, &draft);
    let now = site.clock.now();
    let settled =
        writing.settle(intent, problems, &before.fields, &reading, &visitor, &others, now).await?;
    let publish = match settled {
        Settled::Save { publish } => publish,
        Settled::Show(mut writing, status) => {
            writing.way = breadcrumb(&head, &db, &visitor).await?;
            return writing.show(&request, &visitor, &site, status).await;
        }
    };
    match pages.save(permit, Edit { draft, base, publish }).await? {
        Outcome::Stored(stored) => Ok(see_other(&after_saving(&stored, base))),
        Outcome::Conflict(conflict) => {
            conflict_screen(&request, &visitor, &site, &people, &db, &kind, *conflict).await
        }
    }
}

/// Where a saved edit leads: to the face that shows it.
fn after_saving(stored: &crate::pages::Stored, base: u32) -> String {
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
    let pairs = [("face", face), ("done", done), ("from", compare.0), ("to", compare.1)];
    words::address(&head.url(), &pairs)
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

/// What is being written.
enum Target<'a> {
    New { spaces: &'a [Space], space: Option<&'a Space> },
    Page { head: &'a Head, base: u32, status: &'a str },
}

/// What a form leads to.
enum Settled<'a> {
    /// It may be stored.
    Save { publish: bool },
    /// It is shown once more.
    Show(Box<Writing<'a>>, StatusCode),
}

/// A form and what it is filled with.
struct Writing<'a> {
    kind: &'a Kind,
    target: Target<'a>,
    way: Vec<Crumb>,
    title: String,
    text: String,
    note: String,
    fields: Fields,
    problems: Vec<Problem>,
    touched: Option<String>,
    preview: Option<String>,
}

impl<'a> Writing<'a> {
    /// The form with what a draft holds.
    fn of(kind: &'a Kind, target: Target<'a>, draft: &Draft) -> Self {
        Self {
            kind,
            target,
            way: Vec::new(),
            title: draft.title().to_owned(),
            text: draft.text().to_owned(),
            note: draft.change_note().to_owned(),
            fields: draft.fields().clone(),
            problems: Vec::new(),
            touched: None,
            preview: None,
        }
    }

    /// Does what the pressed button asks, as far as that is not saving.
    async fn settle(
        mut self,
        intent: Intent,
        mut problems: Vec<Problem>,
        before: &Fields,
        reading: &Reading,
        visitor: &Visitor,
        others: &OtherNames,
        now: Millis,
    ) -> Result<Settled<'a>> {
        problems.extend(self.against_rules(others, now, visitor.lang));
        match intent {
            Intent::Save { publish }
                if kinds::blocking(&problems, before, &self.fields).is_empty() =>
            {
                return Ok(Settled::Save { publish });
            }
            Intent::Save { .. } => {
                self.problems = problems;
                return Ok(Settled::Show(Box::new(self), StatusCode::UNPROCESSABLE_ENTITY));
            }
            Intent::Table { field } => self.touched = Some(field),
            Intent::Preview => {
                let space = self.space().map_or("", |it| it.key()).to_owned();
                let html =
                    reading.preview(&visitor.actor, visitor.lang, &space, &self.text).await?;
                self.preview = Some(html);
            }
            Intent::Form => {}
        }
        Ok(Settled::Show(Box::new(self), StatusCode::OK))
    }

    /// What the rules of the kind do not let be stored; gates and hints come with the status.
    fn against_rules(&self, others: &OtherNames, now: Millis, lang: Lang) -> Vec<Problem> {
        let Some(space) = self.space() else { return Vec::new() };
        let today = clock::berlin_day(now).to_string();
        let status = match &self.target {
            Target::New { .. } => self.kind.first_status().unwrap_or_default(),
            Target::Page { status, .. } => status,
        };
        let setting = Setting {
            title: Some(&self.title),
            pillar: Some(space.standing.pillar.id()),
            district: space.district.as_deref(),
            status,
            today: &today,
        };
        let findings = self.kind.check_among(&self.fields, &setting, others).into_iter();
        findings.filter(|it| it.level == Level::Error).map(|it| words::of_rule(it, lang)).collect()
    }

    async fn show(
        self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        status: StatusCode,
    ) -> Result<HttpResponse> {
        let lang = visitor.lang;
        let label = self.kind.label.get(lang.code()).to_owned();
        let title = match &self.target {
            Target::New { .. } => texts::new_words(lang, &self.kind.id, &label),
            Target::Page { .. } => {
                texts::say(lang, "edit-title", &[("title", self.title.as_str().into())])
            }
        };
        let frame = site.frame(request, visitor, Place::of_kind(&self.kind.id), title).await?;
        let today = clock::berlin_day(site.clock.now()).to_string();
        let templates = templates::offered(request, site, self.kind, lang);
        let view = FormView { templates, ..self.view(frame, visitor, &today) };
        site.html_with(status, "form.html", lang, &view)
    }

    fn view(self, frame: super::view::Frame, visitor: &Visitor, today: &str) -> FormView {
        let lang = visitor.lang;
        let filled = Filled {
            kind: self.kind,
            fields: &self.fields,
            problems: &self.problems,
            lang,
            today,
            touched: self.touched.as_deref(),
        };
        let mut first = vec![self.title_field(lang)];
        first.extend(self.space_field(lang));
        let already = first.len();
        first.extend(filled.first(already));
        FormView {
            purpose: match self.target {
                Target::New { .. } => FormPurpose::New,
                Target::Page { .. } => FormPurpose::Edit,
            },
            action: self.action(),
            kind: self.kind.id.clone(),
            kind_label: self.kind.label.get(lang.code()).to_owned(),
            breadcrumb: self.breadcrumb(),
            pillar: self.space().and_then(words::pillar),
            chips: self.chips(lang),
            saved: None,
            hidden: self.hidden(),
            templates: Vec::new(),
            problems: forms::problem_lines(self.kind, &self.problems, lang),
            first,
            body: self.body_field(lang),
            sections: filled.sections(already),
            missing: filled.missing(self.next_status()),
            audience: self.audience(lang, self.buttons(visitor)),
            audience_note: self.audience_note(lang),
            save: self.buttons(visitor),
            change_note: self.note_field(lang),
            preview_html: self.preview.clone(),
            cancel_href: self.cancel_href(),
            frame,
        }
    }

    fn space(&self) -> Option<&Space> {
        match &self.target {
            Target::New { space, .. } => *space,
            Target::Page { head, .. } => Some(&head.space),
        }
    }

    fn action(&self) -> String {
        match &self.target {
            Target::New { .. } => "/new".to_owned(),
            Target::Page { head, .. } => format!("{}/edit", head.url()),
        }
    }

    fn cancel_href(&self) -> String {
        match &self.target {
            Target::New { space: Some(space), .. } => format!("/wiki/{}", space.key()),
            Target::New { space: None, .. } => "/".to_owned(),
            Target::Page { head, .. } => head.url(),
        }
    }

    fn breadcrumb(&self) -> Vec<Crumb> {
        match &self.target {
            Target::New { .. } => Vec::new(),
            Target::Page { head, .. } => {
                let mut way = self.way.clone();
                way.push(Item::link(&self.title, head.url()));
                way
            }
        }
    }

    fn chips(&self, lang: Lang) -> Vec<super::view::Chip> {
        match &self.target {
            Target::New { .. } => Vec::new(),
            Target::Page { status, .. } => {
                words::status_chip(lang, Some(self.kind), &self.kind.id, status)
                    .into_iter()
                    .collect()
            }
        }
    }

    fn hidden(&self) -> Vec<Hidden> {
        let hidden = |name: &str, value: String| Hidden { name: name.to_owned(), value };
        match &self.target {
            Target::New { .. } => vec![hidden("kind", self.kind.id.clone())],
            Target::Page { base, .. } => vec![hidden("base", base.to_string())],
        }
    }

    fn title_field(&self, lang: Lang) -> FormField {
        let label = forms::label_of(self.kind, "title", lang);
        let control = Control::Line {
            value: self.title.clone(),
            width: Width::Full,
            suggestions: Vec::new(),
        };
        FormField { required: true, ..self.common_field("title", label, control, lang) }
    }

    /// A new page asks for its space, unless there is only one it could go to.
    fn space_field(&self, lang: Lang) -> Option<FormField> {
        let Target::New { spaces, space } = &self.target else {
            return None;
        };
        let options = spaces.iter().map(|it| ChoiceOption {
            value: it.key().to_owned(),
            label: words::space_title(it, lang).to_owned(),
            hint: None,
            chosen: space.is_some_and(|chosen| chosen.key() == it.key()),
        });
        let label = forms::label_of(self.kind, "space", lang);
        let control = Control::Choice { options: options.collect() };
        Some(FormField { required: true, ..self.common_field("space", label, control, lang) })
    }

    fn body_field(&self, lang: Lang) -> FormField {
        let label = forms::label_of(self.kind, "text", lang);
        let rows = self.text.lines().count().clamp(8, 30) as u64;
        let control = Control::Markdown { value: self.text.clone(), rows };
        self.common_field("text", label, control, lang)
    }

    fn note_field(&self, lang: Lang) -> Option<FormField> {
        if matches!(self.target, Target::New { .. }) {
            return None;
        }
        let label = forms::label_of(self.kind, "change_note", lang);
        let control =
            Control::Line { value: self.note.clone(), width: Width::Full, suggestions: Vec::new() };
        Some(self.common_field("change_note", label, control, lang))
    }

    fn common_field(&self, name: &str, label: String, control: Control, lang: Lang) -> FormField {
        let problem = self.problems.iter().find(|it| it.field.as_deref() == Some(name));
        FormField {
            id: anchor(name),
            name: name.to_owned(),
            label,
            help: texts::say_if_known(lang, &format!("help-{}", name.replace('_', "-")), &[]),
            required: false,
            problem: problem.map(|it| words::problem(lang, it)),
            control,
        }
    }

    /// The status whose demands the form counts: the next one that asks for something.
    fn next_status(&self) -> &str {
        let now = match &self.target {
            Target::New { .. } => self.kind.first_status().unwrap_or_default(),
            Target::Page { status, .. } => status,
        };
        let statuses = self.kind.statuses();
        let at = statuses.iter().position(|it| it.id == now).unwrap_or(0);
        let next = statuses.iter().skip(at + 1).find(|it| !it.end);
        next.map_or(now, |it| it.id.as_str())
    }

    fn is_live_at_once(&self) -> bool {
        self.kind.publish == Publish::AtOnce
    }

    fn buttons(&self, visitor: &Visitor) -> SaveButtons {
        let may_publish = match &self.target {
            Target::New { spaces, .. } => spaces.iter().any(|it| {
                may_create(&visitor.actor, &it.standing).is_some_and(|it| it.may_publish())
            }),
            Target::Page { head, .. } => {
                may_edit(&visitor.actor, &head.standing()).is_some_and(|it| it.may_publish())
            }
        };
        match &self.target {
            _ if !self.is_live_at_once() || !may_publish => SaveButtons::Draft,
            Target::Page { head, .. } if head.released == Some(head.working) => {
                SaveButtons::Publish
            }
            _ => SaveButtons::PublishOrDraft,
        }
    }

    /// Who will see the result, in words beside the button.
    fn audience(&self, lang: Lang, buttons: SaveButtons) -> String {
        let Some(space) = self.space() else {
            return texts::say(lang, "audience-open", &[]);
        };
        let title = words::space_title(space, lang);
        let visibility = match &self.target {
            Target::Page { head, .. } => head.visibility.as_str(),
            Target::New { .. } if space.standing.visibility == SpaceVisibility::Public => {
                "oeffentlich"
            }
            Target::New { .. } => "intern",
        };
        let id = match space.standing.visibility {
            _ if buttons == SaveButtons::Draft => "audience-draft",
            SpaceVisibility::Members => "audience-members",
            _ => match visibility {
                "oeffentlich" => "audience-public",
                "intern" => "audience-intern",
                "qm" => "audience-qm",
                _ => "audience-members",
            },
        };
        texts::say(lang, id, &[("space", title.into())])
    }

    fn audience_note(&self, lang: Lang) -> Option<String> {
        match &self.target {
            Target::Page { head, .. } if !self.is_live_at_once() && head.released.is_some() => {
                Some(texts::say(lang, "audience-note-pending", &[]))
            }
            _ => None,
        }
    }
}

async fn conflict_screen(
    request: &HttpRequest,
    visitor: &Visitor,
    site: &Site,
    people: &People,
    db: &Db,
    kind: &Kind,
    conflict: Conflict,
) -> Result<HttpResponse> {
    let lang = visitor.lang;
    let head = &conflict.head;
    let names = people.names(&conflict.current.account.iter().cloned().collect::<Vec<_>>()).await?;
    let other = conflict.current.account.as_ref().and_then(|it| names.get(it)).cloned();
    let parts = conflict.merged.conflicts.iter();
    let parts: Vec<ConflictPart> =
        parts.map(|part| conflict_part(kind, part, &conflict, lang)).collect();
    let title = texts::say(lang, "conflict-title", &[]);
    let view = ConflictView {
        frame: site.frame(request, visitor, Place::of_kind(&kind.id), title).await?,
        breadcrumb: breadcrumb(head, db, visitor).await?,
        page: Item::link(store::pages::title(db.reader(), head).await?, head.url()),
        other,
        when: words::since(lang, conflict.current.at, site.clock.now()),
        action: format!("{}/edit", head.url()),
        hidden: conflict_hidden(kind, &conflict),
        merged: Vec::new(),
        act: if head.released == Some(head.working) { "publish" } else { "save" }.to_owned(),
        audience: {
            let (base, status) =
                (conflict.current.number, conflict.current.content.status.as_str());
            let writing = Writing::of(kind, Target::Page { head, base, status }, &conflict.mine);
            writing.audience(lang, writing.buttons(visitor))
        },
        current_href: head.url(),
        parts,
    };
    site.html_with(StatusCode::CONFLICT, "conflict.html", lang, &view)
}

/// The edit as it came, to be sent again on top of what is stored now.
fn conflict_hidden(kind: &Kind, conflict: &Conflict) -> Vec<Hidden> {
    let content = &conflict.merged.content;
    let mut pairs = vec![
        ("base".to_owned(), conflict.current.number.to_string()),
        ("title".to_owned(), content.title.clone()),
        ("text".to_owned(), content.text.clone()),
        ("change_note".to_owned(), conflict.mine.change_note().to_owned()),
    ];
    pairs.extend(forms::pairs(kind, &content.fields));
    pairs.into_iter().map(|(name, value)| Hidden { name, value }).collect()
}

fn conflict_part(kind: &Kind, part: &Part, conflict: &Conflict, lang: Lang) -> ConflictPart {
    let (name, mine, theirs) = match part {
        Part::Title => {
            ("title", conflict.mine.title().to_owned(), conflict.current.content.title.clone())
        }
        Part::Text => {
            ("text", conflict.mine.text().to_owned(), conflict.current.content.text.clone())
        }
        Part::Field(id) => {
            let plain = |fields: &Fields| match (kind.field(id), fields.get(id)) {
                (Some(field), Some(value)) => {
                    super::history::plain(field.display(value, lang.code()))
                }
                _ => String::new(),
            };
            (id.as_str(), plain(conflict.mine.fields()), plain(&conflict.current.content.fields))
        }
    };
    let (mut my_pieces, mut their_pieces) = (Vec::new(), Vec::new());
    for span in compare_words(&theirs, &mine) {
        match span {
            Span::Same(text) => {
                my_pieces.push(Piece { mark: Mark::Same, text: text.clone() });
                their_pieces.push(Piece { mark: Mark::Same, text });
            }
            Span::Added(text) => my_pieces.push(Piece { mark: Mark::Added, text }),
            Span::Removed(text) => their_pieces.push(Piece { mark: Mark::Added, text }),
        }
    }
    ConflictPart {
        name: name.to_owned(),
        label: forms::label_of(kind, name, lang),
        mine: my_pieces,
        theirs: their_pieces,
        // The other version is stored already; it need not travel through the browser.
        theirs_value: String::new(),
        both: *part == Part::Text,
        chosen: "mine".to_owned(),
    }
}

/// Takes over what was chosen on the conflict screen. `theirs` is what the form was based on: the
/// version that stood against it.
fn take_choices(form: &Pairs, theirs: &store::pages::Content, written: &mut Written) {
    for (name, choice) in form {
        let Some(part) = name.strip_prefix("choose.") else {
            continue;
        };
        match (part, choice.as_str()) {
            ("title", "theirs") => written.title.clone_from(&theirs.title),
            ("text", "theirs") => written.text.clone_from(&theirs.text),
            ("text", "both") => {
                let mine = written.text.trim_end();
                written.text = format!("{mine}\n\n{}", theirs.text);
            }
            (field, "theirs") => match theirs.fields.get(field) {
                Some(value) => {
                    written.fields.insert(field.to_owned(), value.clone());
                }
                None => {
                    written.fields.shift_remove(field);
                }
            },
            _ => {}
        }
    }
}
