//! The form of a page as a screen: its fields, what is missing, who will see the result, and its
//! buttons. Saves nothing, see `write`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::forms::{self, Filled, anchor};
use super::site::Site;
use super::templates;
use super::view::{
    ChoiceOption, Control, Crumb, FormField, FormPurpose, FormView, Hidden, Item, Place,
    SaveButtons, UnsavedView, Width,
};
use super::visitor::Visitor;
use super::words;
use crate::access::{SpaceVisibility, may_create, may_edit};
use crate::clock;
use crate::error::Result;
use crate::kinds::{Fields, Finding, Kind, Problem, Publish};
use crate::pages::{Draft, Outlook, Pages};
use crate::store::pages::{Content, Head};
use crate::store::spaces::Space;
use crate::texts::{self, Lang};

/// What is being written.
pub enum Target<'a> {
    /// A new page, and the spaces it could go to.
    New {
        /// The spaces the visitor may write in.
        spaces: &'a [Space],
        /// The one that was chosen.
        space: Option<&'a Space>,
    },
    /// A page that is there.
    Page {
        /// It.
        head: &'a Head,
        /// The revision the form was made from.
        base: u32,
        /// Its status now.
        status: &'a str,
    },
}

/// A form and what it is filled with.
pub struct Writing<'a> {
    /// What declares the fields.
    pub kind: &'a Kind,
    /// New or there already.
    pub target: Target<'a>,
    /// The way to the page.
    pub way: Vec<Crumb>,
    /// The title.
    pub title: String,
    /// The Markdown.
    pub text: String,
    /// The note on the change.
    pub note: String,
    /// The values.
    pub fields: Fields,
    /// What is wrong with all of this.
    pub problems: Vec<Problem>,
    /// The table a row was just added to, moved in or taken from.
    pub touched: Option<String>,
    /// The rendered text, when it was asked for.
    pub preview: Option<String>,
    /// Whether the change is called small.
    pub is_minor: bool,
    /// What else the form tells.
    pub beside: Beside,
}

/// What a form tells beside its fields.
#[derive(Default)]
pub struct Beside {
    /// Texts typed into it and not saved.
    pub unsaved: Vec<UnsavedView>,
    /// Pages that serve as templates, each leading to a copy.
    pub from_pages: Vec<Item>,
    /// Who else is writing the page just now.
    pub writing_now: Option<String>,
}

impl<'a> Writing<'a> {
    /// The form with what a draft holds.
    pub fn of(kind: &'a Kind, target: Target<'a>, draft: &Draft) -> Self {
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
            is_minor: draft.is_minor(),
            beside: Beside::default(),
        }
    }

    /// The same with rules it breaks among what is wrong.
    #[must_use]
    pub fn breaking(mut self, broken: Vec<Finding>, lang: Lang) -> Self {
        self.problems.extend(broken.into_iter().map(|it| words::of_rule(it, lang)));
        self
    }

    /// The same, with the rules the written values break as far as they can be told before saving,
    /// so that everything that is wrong is said at once.
    pub async fn with_broken_rules(self, pages: &Pages, lang: Lang) -> Result<Self> {
        let broken = self.outlook(pages).await?.errors;
        Ok(self.breaking(broken, lang))
    }

    /// Shows the form.
    pub async fn show(
        self,
        request: &HttpRequest,
        visitor: &Visitor,
        site: &Site,
        pages: &Pages,
        status: StatusCode,
    ) -> Result<HttpResponse> {
        let lang = visitor.lang;
        let outlook = self.outlook(pages).await?;
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
        let view = FormView { templates, ..self.view(frame, visitor, &today, &outlook) };
        site.html_with(status, "form.html", lang, &view)
    }

    /// What its next status asks for, with what is written in it now.
    async fn outlook(&self, pages: &Pages) -> Result<Outlook> {
        let head = match &self.target {
            Target::New { .. } => None,
            Target::Page { head, .. } => Some(*head),
        };
        let content = Content {
            title: self.title.clone(),
            status: self.status().to_owned(),
            fields: self.fields.clone(),
            extra: Fields::new(),
            text: self.text.clone(),
        };
        let to = self.kind.status_ahead(&content.status).map(|it| it.id.as_str());
        pages.outlook(self.kind, head, self.space(), &content, to).await
    }

    fn view(
        self,
        frame: super::view::Frame,
        visitor: &Visitor,
        today: &str,
        outlook: &Outlook,
    ) -> FormView {
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
            missing: forms::missing(self.kind, outlook, lang, |it| format!("#{}", anchor(it))),
            hints: forms::hints(self.kind, outlook, lang, |it| format!("#{}", anchor(it))),
            audience: self.audience(lang, self.buttons(visitor)),
            audience_note: self.audience_note(lang),
            save: self.buttons(visitor),
            change_note: self.note_field(lang),
            minor: matches!(self.target, Target::Page { .. }).then_some(self.is_minor),
            keep_action: Some(self.keep_action()),
            presence_action: match &self.target {
                Target::New { .. } => None,
                Target::Page { head, .. } => Some(format!("/presence/{}", head.id)),
            },
            preview_html: self.preview.clone(),
            cancel_href: self.cancel_href(),
            unsaved: self.beside.unsaved,
            from_pages: self.beside.from_pages,
            writing_now: self.beside.writing_now,
            frame,
        }
    }

    /// The space it stands in, once there is one.
    pub fn space(&self) -> Option<&Space> {
        match &self.target {
            Target::New { space, .. } => *space,
            Target::Page { head, .. } => Some(&head.space),
        }
    }

    /// Where scripts send what is typed.
    fn keep_action(&self) -> String {
        match &self.target {
            Target::New { .. } => words::address("/drafts", &[("kind", &self.kind.id)]),
            Target::Page { head, .. } => words::address("/drafts", &[("page", &head.id)]),
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

    /// The status the page has now, or will begin with.
    fn status(&self) -> &str {
        match &self.target {
            Target::New { .. } => self.kind.first_status().unwrap_or_default(),
            Target::Page { status, .. } => status,
        }
    }

    fn is_live_at_once(&self) -> bool {
        match &self.target {
            Target::Page { head, .. } => self.kind.is_live(&head.visibility),
            Target::New { .. } => self.kind.publish == Publish::AtOnce,
        }
    }

    /// The buttons this visitor gets.
    pub fn buttons(&self, visitor: &Visitor) -> SaveButtons {
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
    pub fn audience(&self, lang: Lang, buttons: SaveButtons) -> String {
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
