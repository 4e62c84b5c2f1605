//! The one reading view of a page, for whoever asks: which face or revision this reader may see,
//! its text as HTML with every link answered for this reader. Writes nothing.

mod embeds;
mod known;
mod links;
pub mod lists;
mod prepared;

pub use links::Links;
pub use prepared::Prepared;

use std::sync::Arc;

use embeds::Embedding;
use jiff::civil::Date;
use known::Known;
use prepared::Shelf;

use crate::access::{Actor, Face, may_create, may_edit, may_see_drafts};
use crate::changes::Changes;
use crate::clock::{self, Clock};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::files;
use crate::kinds::{Kind, LiveKinds, Role};
use crate::markdown::{self, LinkTarget};
use crate::pages;
use crate::store;
use crate::store::faces::SeenPage;
use crate::store::files::Shown;
use crate::store::lists::{Ask, Line};
use crate::store::pages::{Head, Revision, RevisionLine};
use crate::texts::Lang;

/// How many pages right below one are named.
const BELOW_MAX: u64 = 100;
/// How many pages "Wird verwendet in" names.
const USED_IN_MAX: u64 = 30;

/// Reads pages for people.
#[derive(Clone)]
pub struct Reading {
    db: Db,
    kinds: LiveKinds,
    clock: Clock,
    known: Known,
    shelf: Shelf,
}

/// Which state of a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The face in force, or the one worked on while there is none.
    InForce,
    /// This face.
    Face(Face),
    /// This revision.
    Revision(u32),
}

/// A page as one reader sees it.
pub struct Read {
    /// Its head.
    pub head: Head,
    /// Its kind; a page whose kind is gone stays readable.
    pub kind: Option<Arc<Kind>>,
    /// The revision shown, made ready.
    pub prepared: Arc<Prepared>,
    /// The text as HTML for this reader.
    pub body_html: String,
    /// What the links of text and fields lead to for this reader.
    pub links: Links,
    /// The faces this reader may see.
    pub visible: Vec<Face>,
    /// Its files, in the versions that belong to the revision shown.
    pub files: Vec<Shown>,
    /// Whether the reader may edit it.
    pub may_edit: bool,
}

impl Read {
    /// The revision shown.
    pub fn revision(&self) -> &Revision {
        &self.prepared.revision
    }

    /// The first filled text in a field of this role.
    pub fn text(&self, role: Role) -> Option<&str> {
        self.kind.as_ref()?.text_with_role(role, &self.revision().content.fields)
    }

    /// Whether the revision shown is the one in force.
    pub fn is_in_force(&self) -> bool {
        self.head.released == Some(self.revision().number)
    }

    /// Whether the revision shown is the newest one.
    pub fn is_newest(&self) -> bool {
        self.head.working == self.revision().number
    }
}

impl Reading {
    /// Reads from this database.
    pub fn new(db: &Db, kinds: &LiveKinds, changes: &Changes, clock: &Clock) -> Self {
        let known = Known::new(db, changes);
        let (db, kinds, clock) = (db.clone(), kinds.clone(), clock.clone());
        Self { db, kinds, clock, known, shelf: Shelf::default() }
    }

    /// The page at an address, `NotFound` where this reader sees none.
    pub async fn find(&self, actor: &Actor, space: &str, path: &str) -> Result<Head> {
        seen(actor, self.known.at(space, path).await?)
    }

    /// The page of an id, `NotFound` where this reader sees none.
    pub async fn find_by_id(&self, actor: &Actor, id: &str) -> Result<Head> {
        seen(actor, self.known.page(id).await?)
    }

    /// Reads a state of a page.
    pub async fn read(&self, actor: &Actor, lang: Lang, head: Head, which: Which) -> Result<Read> {
        let visible = self.visible(actor, &head).await?;
        let number = self.number(actor, &head, &visible, which).await?;
        let generation = self.kinds.generation();
        let kind = self.kinds.now().get(&head.kind).cloned();
        let prepared =
            self.shelf.take(&self.db, kind.as_ref(), generation, &head.id, number).await?;

        let mut links = Links::new(lang, head.space.key(), create_space(actor, &head));
        links.want(prepared.wanted.iter().cloned());
        self.answer(actor, &mut links).await?;
        let mut embedding = Embedding::of(actor, lang, &head.id);
        self.answer_embeds(&mut embedding, &prepared.body, &mut links).await?;
        let may_edit = may_edit(actor, &head.standing()).is_some();
        self.answer_lists(&mut embedding, &prepared.body, may_edit, &mut links).await?;
        let files = self.files(actor, &head, number).await?;
        links.attach(&files);
        let body_html = prepared.body.render(&links);
        Ok(Read { head, kind, prepared, body_html, links, visible, files, may_edit })
    }

    /// Markdown that is not stored yet, as this reader would see it in a space, or on a page.
    pub async fn preview(
        &self,
        actor: &Actor,
        lang: Lang,
        space: &str,
        page: Option<&Head>,
        text: &str,
    ) -> Result<String> {
        let body = markdown::parse(text).body();
        let mut links = Links::new(lang, space, None);
        if let Some(head) = page {
            links.attach(&self.files(actor, head, head.working).await?);
        }
        links.want(body.links().iter().cloned());
        self.answer(actor, &mut links).await?;
        let mut embedding = Embedding::of(actor, lang, "");
        self.answer_embeds(&mut embedding, &body, &mut links).await?;
        self.answer_lists(&mut embedding, &body, true, &mut links).await?;
        Ok(body.render(&links))
    }

    /// A revision of a page, if this reader may see it.
    pub async fn revision(&self, actor: &Actor, head: &Head, number: u32) -> Result<Revision> {
        self.stored(actor, head, Which::Revision(number)).await
    }

    /// A state of a page as it is stored, without making its text ready for a screen.
    pub async fn stored(&self, actor: &Actor, head: &Head, which: Which) -> Result<Revision> {
        let visible = self.visible(actor, head).await?;
        let number = self.number(actor, head, &visible, which).await?;
        let revision = store::pages::revision(self.db.reader(), &head.id, number).await?;
        revision.ok_or(AppError::NotFound)
    }

    /// The revision that was in force at the end of a day in Berlin, by today's rights.
    pub async fn in_force_on(&self, actor: &Actor, head: &Head, day: Date) -> Result<Revision> {
        if !self.visible(actor, head).await?.contains(&Face::Released) {
            return Err(AppError::NotFound);
        }
        let end = clock::end_of_berlin_day(day);
        let number = store::pages::in_force_at(self.db.reader(), &head.id, end).await?;
        let number = number.ok_or(AppError::NotFound)?;
        let revision = store::pages::revision(self.db.reader(), &head.id, number).await?;
        let mut revision = revision.ok_or(AppError::NotFound)?;
        let kind = self.kinds.now().get(&head.kind).cloned();
        revision.content = pages::in_current_form(kind.as_deref(), revision.content);
        Ok(revision)
    }

    /// The history of a page as far as this reader may see it, newest first, with the revisions
    /// that were ever in force.
    pub async fn history(
        &self,
        actor: &Actor,
        head: &Head,
        before: Option<u32>,
        limit: u64,
    ) -> Result<(Vec<RevisionLine>, Vec<u32>)> {
        self.visible(actor, head).await?;
        let releases = store::pages::releases(self.db.reader(), &head.id).await?;
        let sees_drafts = may_see_drafts(actor, &head.standing());
        let only = (!sees_drafts).then_some(releases.as_slice());
        let db = self.db.reader();
        let lines = store::pages::history(db, &head.id, only, before, limit).await?;
        Ok((lines, releases))
    }

    /// The pages that answer to a name as far as the actor may see them, asked from the space
    /// `from`: those in the space the name begins with, if there are any.
    pub async fn called(
        &self,
        actor: &Actor,
        from: &str,
        target: &LinkTarget,
    ) -> Result<Vec<String>> {
        let mut links = Links::new(Lang::De, from, None);
        links.want([target.clone()]);
        self.answer(actor, &mut links).await?;
        Ok(links.pages(target))
    }

    /// The pages above this one that the actor may see, the uppermost first, with their titles.
    pub async fn above(&self, actor: &Actor, head: &Head) -> Result<Vec<(String, Head)>> {
        let mut above = Vec::new();
        for path in head.path.match_indices('/').filter_map(|(end, _)| head.path.get(..end)) {
            let page = self.known.at(head.space.key(), path).await?;
            let titled = page.as_ref().and_then(|it| Some((it.title(actor)?, &it.head)));
            above.extend(titled.map(|(title, head)| (title.to_owned(), head.clone())));
        }
        Ok(above)
    }

    /// The pages right below this one that the actor may see, as somebody put them in order.
    pub async fn below(&self, actor: &Actor, head: &Head) -> Result<Vec<Line>> {
        if self.known.page(&head.id).await?.is_none_or(|it| !it.has_children) {
            return Ok(Vec::new());
        }
        let ask = Ask {
            parent: Some(head.id.clone()),
            as_placed: true,
            limit: BELOW_MAX,
            ..Ask::default()
        };
        store::lists::pages(self.db.reader(), actor, &ask).await
    }

    /// Whether record sets have rows at this page.
    pub async fn has_records(&self, head: &Head) -> Result<bool> {
        Ok(self.known.page(&head.id).await?.is_some_and(|it| it.has_records))
    }

    /// The pages that link to this one, as far as this reader may see them.
    pub async fn used_in(&self, actor: &Actor, read: &Read) -> Result<Vec<Line>> {
        let names =
            crate::pages::names_of(read.kind.as_deref(), &read.revision().content, &read.head.slug);
        let space = read.head.space.key();
        let lines =
            store::links::leading_to(self.db.reader(), actor, space, &names, USED_IN_MAX).await?;
        Ok(lines.into_iter().filter(|it| it.page != read.head.id).collect())
    }

    async fn visible(&self, actor: &Actor, head: &Head) -> Result<Vec<Face>> {
        let page = self.known.page(&head.id).await?;
        let visible = page.map(|it| it.visible(actor)).unwrap_or_default();
        if visible.is_empty() { Err(AppError::NotFound) } else { Ok(visible) }
    }

    /// Which revision answers the question, `NotFound` where this reader may not see it.
    async fn number(
        &self,
        actor: &Actor,
        head: &Head,
        visible: &[Face],
        which: Which,
    ) -> Result<u32> {
        let sees_released = visible.contains(&Face::Released);
        let sees_drafts = may_see_drafts(actor, &head.standing());
        match which {
            Which::InForce => match head.released {
                Some(number) if sees_released => Ok(number),
                // The draft may have been published since the head was read.
                _ if sees_drafts => Ok(head.working),
                _ => Err(AppError::NotFound),
            },
            Which::Face(Face::Released) => {
                head.released.filter(|_| sees_released).ok_or(AppError::NotFound)
            }
            Which::Face(Face::Working) if sees_drafts => Ok(head.working),
            Which::Face(Face::Working) => Err(AppError::NotFound),
            Which::Revision(number) if sees_drafts => Ok(number),
            Which::Revision(number) => {
                let releases = store::pages::releases(self.db.reader(), &head.id).await?;
                let is_open = sees_released && releases.contains(&number);
                if is_open { Ok(number) } else { Err(AppError::NotFound) }
            }
        }
    }

    /// The files of a page; one that has none says so itself, and nothing is asked.
    async fn files(&self, actor: &Actor, head: &Head, revision: u32) -> Result<Vec<Shown>> {
        if !head.has_files {
            return Ok(Vec::new());
        }
        let state = files::state_for(actor, head, revision);
        store::files::at_page(self.db.reader(), &head.id, state).await
    }

    async fn answer(&self, actor: &Actor, links: &mut Links) -> Result<()> {
        let keys = links.keys();
        if !keys.is_empty() {
            links.answer(self.known.named(actor, links.space(), &keys).await?);
        }
        Ok(())
    }
}

/// The head of a page this actor may see.
fn seen(actor: &Actor, page: Option<Arc<SeenPage>>) -> Result<Head> {
    let page = page.filter(|it| !it.visible(actor).is_empty());
    page.map(|it| it.head.clone()).ok_or(AppError::NotFound)
}

/// The space in which a missing page would be offered for writing.
fn create_space(actor: &Actor, head: &Head) -> Option<String> {
    may_create(actor, &head.space.standing).map(|it| it.space().to_owned())
}
