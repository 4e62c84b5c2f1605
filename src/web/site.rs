//! What every screen needs: the theme, and the frame around the sheet. Fills no sheet.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use super::view::{
    Flash, Frame, Navigation, NewChoice, OPTIONAL_PAGES, Person as PersonView, Place,
};
use super::visitor::Visitor;
use crate::access::{SpaceStanding, may_create};
use crate::changes::Changes;
use crate::clock::Clock;
use crate::config::Limits;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::exchange::{SiteKinds, Told};
use crate::kinds::Kinds;
use crate::store;
use crate::store::spaces::Space;
use crate::texts::{self, Lang};
use crate::theme::Theme;

/// The name in the header and in window titles.
const SITE_NAME: &str = "QM-Wiki";
/// The space that holds the pages the navigation leads to.
const COMMON_SPACE: &str = "gesamtstadt";

/// Builds screens.
#[derive(Clone)]
pub struct Site {
    kinds: SiteKinds,
    /// What time it is.
    pub clock: Clock,
    /// Limits on what comes in.
    pub limits: Limits,
    db: Db,
    changes: Changes,
    theme: Arc<Theme>,
    known: Arc<Mutex<Known>>,
}

/// What frames ask for every time and what rarely changes; as of a change number.
#[derive(Default)]
struct Known {
    as_of: Option<u64>,
    spaces: Arc<Vec<Space>>,
    pages: Arc<HashSet<String>>,
}

impl Site {
    /// The screens of one wiki.
    pub fn new(
        db: &Db,
        changes: &Changes,
        clock: &Clock,
        limits: &Limits,
        kinds: &SiteKinds,
        theme: Theme,
    ) -> Self {
        Self {
            kinds: kinds.clone(),
            clock: clock.clone(),
            limits: limits.clone(),
            db: db.clone(),
            changes: changes.clone(),
            theme: Arc::new(theme),
            known: Arc::default(),
        }
    }

    /// The kinds of pages, as they are now.
    pub fn kinds(&self) -> Arc<Kinds> {
        self.kinds.live().now()
    }

    /// What the files of the site say besides kinds: their mistakes, and templates of new pages.
    pub fn told(&self) -> Arc<Told> {
        self.kinds.told()
    }

    /// All spaces in their order.
    pub async fn spaces(&self) -> Result<Arc<Vec<Space>>> {
        Ok(self.known().await?.0)
    }

    /// The space of a key, `NotFound` where there is none.
    pub async fn space(&self, key: &str) -> Result<Space> {
        let spaces = self.spaces().await?;
        spaces.iter().find(|it| it.key() == key).cloned().ok_or(AppError::NotFound)
    }

    /// The spaces in which the visitor may create pages, in their order.
    pub async fn writable_spaces(&self, visitor: &Visitor) -> Result<Vec<Space>> {
        let spaces = self.spaces().await?;
        let may = |standing: &SpaceStanding| may_create(&visitor.actor, standing).is_some();
        Ok(spaces.iter().filter(|it| may(&it.standing)).cloned().collect())
    }

    /// The frame of a screen.
    pub async fn frame(
        &self,
        request: &HttpRequest,
        visitor: &Visitor,
        place: Place,
        title: impl Into<String>,
    ) -> Result<Frame> {
        let (spaces, pages) = self.known().await?;
        let is_signed_in = visitor.person.is_some();
        let is_admin = visitor.actor.is_admin();
        let may_write = spaces.iter().any(|it| may_create(&visitor.actor, &it.standing).is_some());
        Ok(Frame {
            lang: visitor.lang,
            site: SITE_NAME.to_owned(),
            title: title.into(),
            path: request.uri().to_string(),
            query: String::new(),
            person: visitor.person.as_ref().map(|it| PersonView {
                name: it.display_name.clone(),
                administration_href: is_admin.then(|| super::administration::ADDRESS.into()),
            }),
            navigation: Navigation::new(place, |href| is_signed_in && pages.contains(href)),
            new_choices: if may_write { self.new_choices(visitor.lang, None) } else { Vec::new() },
            flash: flash(request, visitor.lang)
                .or_else(|| super::administration::notice(request, visitor, &self.told())),
        })
    }

    /// What can be made under "+ Neu", in a space or with the space still open.
    pub fn new_choices(&self, lang: Lang, space: Option<&str>) -> Vec<NewChoice> {
        let kinds = self.kinds();
        let choices = kinds.iter().map(|kind| {
            let label = kind.label.get(lang.code());
            let space = space.map(|it| format!("&space={it}")).unwrap_or_default();
            NewChoice {
                kind: kind.id.clone(),
                label: texts::new_words(lang, &kind.id, label),
                hint: kind.hint.get(lang.code()).to_owned(),
                href: format!("/new?kind={}{space}", kind.id),
            }
        });
        choices.collect()
    }

    /// A page of HTML.
    pub fn html(&self, template: &str, lang: Lang, view: &impl Serialize) -> Result<HttpResponse> {
        self.html_with(StatusCode::OK, template, lang, view)
    }

    /// A page of HTML with another status.
    pub fn html_with(
        &self,
        status: StatusCode,
        template: &str,
        lang: Lang,
        view: &impl Serialize,
    ) -> Result<HttpResponse> {
        let html = self.theme.render(template, lang, view).map_err(AppError::failure)?;
        Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
    }

    async fn known(&self) -> Result<(Arc<Vec<Space>>, Arc<HashSet<String>>)> {
        let head = self.changes.head();
        {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if known.as_of == Some(head) {
                return Ok((known.spaces.clone(), known.pages.clone()));
            }
        }
        let spaces = Arc::new(store::spaces::all(self.db.reader()).await?);
        let pages = Arc::new(self.optional_pages(&spaces).await?);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Known { as_of: Some(head), spaces: spaces.clone(), pages: pages.clone() };
        Ok((spaces, pages))
    }

    async fn optional_pages(&self, spaces: &[Space]) -> Result<HashSet<String>> {
        let mut found: HashSet<String> =
            spaces.iter().map(|it| format!("/wiki/{}", it.key())).collect();
        let Some(common) = spaces.iter().find(|it| it.key() == COMMON_SPACE) else {
            return Ok(found);
        };
        let prefix = format!("/wiki/{COMMON_SPACE}/");
        let paths: Vec<String> = OPTIONAL_PAGES
            .iter()
            .filter_map(|it| it.strip_prefix(&prefix))
            .map(str::to_owned)
            .collect();
        let there = store::pages::taken_paths(self.db.reader(), common, &paths).await?;
        found.extend(there.into_iter().map(|it| format!("{prefix}{it}")));
        Ok(found)
    }
}

/// What just happened, told by the address a form led to.
fn flash(request: &HttpRequest, lang: Lang) -> Option<Flash> {
    let done = super::words::query_value(request, "done")?;
    super::words::flash(lang, &done, request)
}
