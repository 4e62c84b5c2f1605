//! Acts on pages: create, save with merge, restore, load in bulk. Every act takes a permit, holds
//! what it writes against the rules of its kind, moves the head by compare-and-set and is one
//! transaction with its change row. Answers no views: those are made in `reading`.

mod address;
mod authorship;
mod autosave;
mod capability;
mod checking;
mod compare;
mod content;
mod copying;
mod derive;
mod draft;
mod load;
mod load_again;
mod locking;
mod merge;
mod moving;
mod names;
mod presence;
mod records;
mod rederive;
mod sections;
mod soundness;
mod status;
mod trash;
mod undo;

pub use authorship::{Authorship, Paragraph, paragraphs, side_by_side};
pub use autosave::{FormOf, KeepPermit, Typed};
pub use capability::{Capabilities, Capability, Case};
#[cfg(test)]
pub use capability::{sample_row, sample_rule};
pub use checking::Outlook;
pub use compare::{Block, Span, compare_text, compare_words};
pub use copying::{Original, copied};
pub use derive::{faces, in_current_form, links_of};
pub use draft::{Draft, Written};
pub use load::{Loaded, LoadedPage};
pub use load_again::LoadedRecord;
pub use locking::{Direction, Template};
pub use merge::{Merged, Part};
pub use moving::Place;
pub use records::{RecordOutcome, StoredRecord};
pub use sections::{Choice, Section, sections, settled};
pub use soundness::Fault;
pub use status::{Showing, StatusChange, StatusOutcome, Step, may_be_shown, steps, steps_allowed};
pub use trash::{TRASH_DAYS, TREE_MAX, TreeDone, TreeOutcome};
pub use undo::{UNDO_WITHIN, Undone};

use serde_json::json;

use self::undo::Inverse;
use crate::access::{CreatePermit, EditPermit, SpaceVisibility};
use crate::changes::Changes;
use crate::clock::Clock;
use crate::db::{Db, Txn};
use crate::error::{AppError, Result};
use crate::german;
use crate::kinds::{Finding, Kind, LifeCycle, LiveKinds, Publish};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::pages::{Content, Head, Revision};
use crate::store::spaces::Space;
use crate::store::{self, new_id};

use address::free_address;
use checking::Subject;
use content::{content_hash, content_of, same};

/// Last parts of addresses that mean an act on the page above, never a page.
const RESERVED_SLUGS: [&str; 14] = [
    "edit", "files", "history", "compare", "restore", "status", "records", "move", "copy", "trash",
    "lock", "template", "order", "authors",
];
/// How often an act is tried when others write the same page at the same moment.
const TRIES: u32 = 20;

/// The acts on pages of one wiki.
#[derive(Clone)]
pub struct Pages {
    db: Db,
    clock: Clock,
    kinds: LiveKinds,
    changes: Changes,
    runtime: tokio::runtime::Handle,
    capabilities: Capabilities,
}

/// Where a new page goes and what it holds.
#[derive(Clone, Debug)]
pub struct NewPage {
    /// Its id, when it comes from elsewhere and has one.
    pub id: Option<String>,
    /// Its kind.
    pub kind: String,
    /// The last part of its address; made from the title unless given.
    pub slug: Option<String>,
    /// The page above it.
    pub parent: Option<Head>,
    /// Who may see it once it is in force; the space's default unless given.
    pub visibility: Option<String>,
    /// What it holds.
    pub draft: Draft,
    /// Whether it shall be in force at once, where kind and permit allow.
    pub publish: bool,
}

/// An edit of a page.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What the page shall hold.
    pub draft: Draft,
    /// The revision the edit was made from.
    pub base: u32,
    /// Whether it shall be in force at once, where kind and permit allow.
    pub publish: bool,
}

/// What became of an edit.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is stored, or was already there.
    Stored(Box<Stored>),
    /// Somebody else changed the same place; nothing was stored.
    Conflict(Box<Conflict>),
    /// It breaks these rules of its kind; nothing was stored.
    Refused(Vec<Finding>),
}

/// What became of a new page.
#[derive(Clone, Debug)]
pub enum Created {
    /// It is stored.
    Stored(Box<Stored>),
    /// It breaks these rules of its kind; nothing was stored.
    Refused(Vec<Finding>),
}

/// A stored edit.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The page after it.
    pub head: Head,
    /// Whether there is a new revision.
    pub is_new: bool,
    /// The revision of somebody else it was brought together with.
    pub merged_with: Option<u32>,
    /// Number of the change, for readers who must not see less than it.
    pub seq: u64,
}

/// An edit that cannot be stored without a decision.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The page as it is now.
    pub head: Head,
    /// What it holds now.
    pub current: Revision,
    /// The edit, with everything that fits already brought together.
    pub merged: Merged,
    /// The edit as it came.
    pub mine: Draft,
    /// The revision both were made from.
    pub base: Revision,
}

impl Pages {
    /// The acts on the pages of this database; they run to their end on `runtime` even when
    /// whoever asked has gone.
    pub fn new(
        db: &Db,
        clock: &Clock,
        kinds: &LiveKinds,
        changes: &Changes,
        runtime: tokio::runtime::Handle,
    ) -> Self {
        Self {
            db: db.clone(),
            clock: clock.clone(),
            kinds: kinds.clone(),
            changes: changes.clone(),
            runtime,
            capabilities: Capabilities::default(),
        }
    }

    /// The same acts, with what these capabilities check.
    #[must_use]
    pub fn with(self, capabilities: Capabilities) -> Self {
        Self { capabilities, ..self }
    }

    /// Creates a page, unless it breaks a rule of its kind.
    pub async fn create(
        &self,
        permit: CreatePermit,
        space: Space,
        new: NewPage,
    ) -> Result<Created> {
        if permit.space() != space.key() {
            return Err(AppError::Forbidden);
        }
        let this = self.clone();
        self.to_the_end(async move {
            for _ in 1..TRIES {
                match this.create_once(&permit, &space, new.clone()).await {
                    // Somebody took the same address at the same moment: the next one is free.
                    Err(error) if error.is_taken() => {}
                    other => return other,
                }
            }
            this.create_once(&permit, &space, new).await
        })
        .await
    }

    async fn create_once(
        &self,
        permit: &CreatePermit,
        space: &Space,
        new: NewPage,
    ) -> Result<Created> {
        let txn = self.db.begin().await?;
        self.queue_for_names(&txn, std::iter::once(new.kind.as_str())).await?;
        refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
        let publish = new.publish && permit.may_publish();
        let loaded =
            LoadedPage { page: NewPage { publish, ..new }, status: None, is_open_draft: false };
        let head = match self.insert(&txn, permit.account(), space, loaded).await? {
            Loaded::Taken(head) => *head,
            Loaded::Refused(broken) => return Ok(Created::Refused(broken)),
        };
        let change = self.change(ChangeType::PageCreated, &head, permit.account());
        let inverse = Inverse::Create { pages: vec![head.id.clone()] };
        let seq = self.log_undoable(&txn, change, permit.rights(), &inverse).await?;
        txn.commit().await?;
        self.changes.committed(seq);
        let stored = Stored { head, is_new: true, merged_with: None, seq };
        Ok(Created::Stored(Box::new(stored)))
    }

    /// Saves an edit. If the page moved on meanwhile, both edits are brought together.
    pub async fn save(&self, permit: EditPermit, edit: Edit) -> Result<Outcome> {
        let this = self.clone();
        self.to_the_end(async move {
            for _ in 1..TRIES {
                match this.save_once(&permit, edit.clone()).await {
                    // The head moved between reading and writing it: now both come together.
                    Err(AppError::Conflict) => {}
                    other => return other,
                }
            }
            this.save_once(&permit, edit).await
        })
        .await
    }

    async fn save_once(&self, permit: &EditPermit, edit: Edit) -> Result<Outcome> {
        let txn = self.db.begin().await?;
        let before = store::pages::head(&txn, permit.page()).await?;
        let outcome = self.save_in(&txn, permit, edit).await?;
        let Outcome::Stored(mut stored) = outcome else { return Ok(outcome) };
        if stored.is_new {
            let change = self.change(ChangeType::PageSaved, &stored.head, permit.account());
            let inverse = Inverse::of_save(before.as_ref(), &stored.head);
            stored.seq = self.log_undoable(&txn, change, permit.rights(), &inverse).await?;
            txn.commit().await?;
            self.changes.committed(stored.seq);
        }
        Ok(Outcome::Stored(stored))
    }

    /// Makes everything derived from a page's revisions anew.
    pub async fn rederive(&self, page: &str) -> Result<()> {
        let txn = self.db.begin().await?;
        if let Some(head) = store::pages::head(&txn, page).await? {
            let working = revision(&txn, &head, head.working).await?;
            self.write_faces(&txn, &head, &working).await?;
            self.rederive_records(&txn, &head).await?;
        }
        Ok(txn.commit().await?)
    }

    async fn save_in(&self, txn: &Txn, permit: &EditPermit, edit: Edit) -> Result<Outcome> {
        refuse_moved_rights(txn, permit.account(), permit.rights()).await?;
        let mut head = store::pages::head(txn, permit.page()).await?.ok_or(AppError::NotFound)?;
        self.queue_for_names(txn, std::iter::once(head.kind.as_str())).await?;
        // Whoever may only write own drafts may not once one of them is in force.
        if head.released.is_some() && !permit.may_publish() {
            return Err(AppError::Forbidden);
        }
        // It may have been locked since the form was read.
        if head.is_locked && !permit.passes_lock() {
            return Err(AppError::Forbidden);
        }
        let current = revision(txn, &head, head.working).await?;
        let base = match edit.base {
            number if number == head.working => current.clone(),
            number => revision(txn, &head, number).await?,
        };
        let status = self.status_of_edit(&head, &current);
        let mine = content_of(&edit.draft, &base.content.status);
        let kind = self.kinds.now().get(&head.kind).cloned();
        let mut merged = merge::merge(kind.as_deref(), &base.content, &mine, &current.content);
        if !merged.conflicts.is_empty() {
            let conflict = Conflict { head, current, merged, mine: edit.draft, base };
            return Ok(Outcome::Conflict(Box::new(conflict)));
        }
        let publish =
            edit.publish && permit.may_publish() && self.is_live(&head.kind, &head.visibility);
        merged.content.status = self.published_status(&head.kind, publish, status);
        let merged_with = (edit.base != head.working).then_some(head.working);
        let is_same = same(&merged.content, &current.content);
        if is_same && (!publish || head.released == Some(head.working)) {
            return Ok(Outcome::Stored(Box::new(Stored {
                head,
                is_new: false,
                merged_with,
                seq: 0,
            })));
        }
        let note = edit.draft.change_note();
        let broken =
            self.broken(txn, kind.as_deref(), &head, &merged.content, &current, note).await?;
        if !broken.is_empty() {
            return Ok(Outcome::Refused(broken));
        }
        let new = Revision {
            number: head.working + 1,
            content: merged.content,
            account: permit.account().map(str::to_owned),
            at: self.clock.now(),
            change_note: edit.draft.change_note,
            merged_from: merged_with,
        };
        self.keep_former_title(txn, &head, &current, &new).await?;
        self.advance(txn, &mut head, new, publish).await?;
        if edit.draft.is_minor {
            store::pages::mark_minor(txn, &head.id, head.working).await?;
        }
        Ok(Outcome::Stored(Box::new(Stored { head, is_new: true, merged_with, seq: 0 })))
    }

    async fn broken(
        &self,
        txn: &Txn,
        kind: Option<&Kind>,
        head: &Head,
        content: &Content,
        current: &Revision,
        note: &str,
    ) -> Result<Vec<Finding>> {
        let Some(kind) = kind else { return Ok(Vec::new()) };
        let (space, before) = (Some(&head.space), Some(&current.content));
        self.errors(txn, &Subject { kind, head: Some(head), space, content, before, note }).await
    }

    /// Waits for other writers of names, where a kind has rules about those of other pages.
    async fn queue_for_names(
        &self,
        txn: &Txn,
        mut kinds: impl Iterator<Item = &str>,
    ) -> Result<()> {
        let known = self.kinds.now();
        let asks = |id: &str| known.get(id).is_some_and(|it| names::needs_others(it));
        if kinds.any(asks) {
            Db::alone(txn).await?;
        }
        Ok(())
    }

    /// Writes the next revision of a page and moves its head there.
    async fn advance(
        &self,
        txn: &Txn,
        head: &mut Head,
        new: Revision,
        publish: bool,
    ) -> Result<()> {
        let from = head.working;
        head.working = new.number;
        head.updated_at = new.at;
        if publish {
            head.released = Some(new.number);
        }
        // The head moves first: if somebody was faster, nothing else may happen.
        if !store::pages::move_head(txn, from, head).await? {
            return Err(AppError::Conflict);
        }
        self.write_revision(txn, head, &new).await
    }

    async fn insert(
        &self,
        txn: &Txn,
        account: Option<&str>,
        space: &Space,
        loaded: LoadedPage,
    ) -> Result<Loaded> {
        let visibility = loaded.page.visibility.clone();
        let visibility = visibility.unwrap_or_else(|| default_visibility(space));
        let publish = loaded.is_published(self.is_live(&loaded.page.kind, &visibility));
        let LoadedPage { page, status, .. } = loaded;
        let first = self.first_status(&page.kind);
        let status = status.unwrap_or_else(|| self.published_status(&page.kind, publish, first));
        let content = content_of(&page.draft, &status);
        if let Some(kind) = self.kinds.now().get(&page.kind) {
            let (space, note) = (Some(space), page.draft.change_note());
            let content = &content;
            let subject = Subject { kind, head: None, space, content, before: None, note };
            let broken = self.errors(txn, &subject).await?;
            if !broken.is_empty() {
                return Ok(Loaded::Refused(broken));
            }
        }
        let slug = match &page.slug {
            Some(slug) => german::slug(slug),
            None => german::slug(&page.draft.title),
        };
        let (slug, path) = free_address(txn, space, page.parent.as_ref(), &slug).await?;
        let now = self.clock.now();
        let head = Head {
            id: page.id.unwrap_or_else(new_id),
            space: space.clone(),
            kind: page.kind,
            slug,
            path,
            parent: page.parent.map(|it| it.id),
            visibility,
            working: 1,
            released: publish.then_some(1),
            created_by: account.map(str::to_owned),
            created_at: now,
            updated_at: now,
            is_locked: false,
            has_files: false,
        };
        let revision = Revision {
            number: 1,
            content,
            account: account.map(str::to_owned),
            at: now,
            change_note: page.draft.change_note,
            merged_from: None,
        };
        store::pages::insert(txn, &head).await?;
        self.write_revision(txn, &head, &revision).await?;
        Ok(Loaded::Taken(Box::new(head)))
    }

    async fn write_revision(&self, txn: &Txn, head: &Head, new: &Revision) -> Result<()> {
        store::pages::insert_revision(txn, &head.id, new, &content_hash(&new.content)).await?;
        if head.released == Some(new.number) {
            store::pages::insert_release(txn, &head.id, new.number, new.at).await?;
        }
        self.write_faces(txn, head, new).await
    }

    /// Derives the faces of a page from its newest revision and the one in force.
    async fn write_faces(&self, txn: &Txn, head: &Head, working: &Revision) -> Result<()> {
        let older = match head.released {
            Some(number) if number != working.number => Some(revision(txn, head, number).await?),
            _ => None,
        };
        let released = match head.released {
            Some(number) if number == working.number => Some(working),
            _ => older.as_ref(),
        };
        let kind = self.kinds.now().get(&head.kind).cloned();
        let mut faces = faces(kind.as_deref(), head, working, released);
        let former = store::addresses::former_names(txn, &head.id).await?;
        faces.iter_mut().for_each(|it| derive::add_former(it, &former));
        store::faces::replace(txn, &head.id, &faces).await
    }

    fn is_live(&self, kind: &str, visibility: &str) -> bool {
        self.kinds.now().get(kind).is_some_and(|it| it.is_live(visibility))
    }

    fn first_status(&self, kind: &str) -> String {
        let first = self.kinds.now();
        let first = first.get(kind).and_then(|it| it.first_status());
        first.unwrap_or_default().to_owned()
    }

    /// An edit of a page in force that needs approval begins a draft; any other keeps its status.
    fn status_of_edit(&self, head: &Head, current: &Revision) -> String {
        let is_in_force = head.released == Some(head.working);
        if is_in_force && !self.is_live(&head.kind, &head.visibility) {
            return self.first_status(&head.kind);
        }
        current.content.status.clone()
    }

    /// Publishing a living kind with the common life cycle makes it `freigegeben`; a kind with
    /// statuses of its own keeps the one it has, and so does what is shown before it is approved.
    fn published_status(&self, kind: &str, publish: bool, status: String) -> String {
        let releases =
            |it: &Kind| it.life_cycle == LifeCycle::Page && it.publish == Publish::AtOnce;
        if publish && self.kinds.now().get(kind).is_some_and(|it| releases(it)) {
            return "freigegeben".to_owned();
        }
        status
    }

    fn change(&self, what: ChangeType, head: &Head, account: Option<&str>) -> NewChange {
        NewChange {
            what,
            at: self.clock.now(),
            page: Some(head.id.clone()),
            space: Some(head.space.id.clone()),
            account: account.map(str::to_owned),
            data: json!({ "revision": head.working, "released": head.released }),
        }
    }

    /// Runs an act in a task of its own, so that a client who goes away cannot cut it in half.
    async fn to_the_end<T: Send + 'static>(
        &self,
        act: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        self.runtime.spawn(act).await.map_err(AppError::failure)?
    }
}

/// The keys of all names a page has.
pub fn names_of(kind: Option<&Kind>, content: &Content, slug: &str) -> Vec<String> {
    derive::names(kind, content, slug).into_iter().map(|it| it.key).collect()
}

/// Whether a page of this status is shown to readers (domain.md 2.10).
fn is_in_force(status: &str) -> bool {
    !matches!(status, "entwurf" | "in_abstimmung")
}

fn default_visibility(space: &Space) -> String {
    match space.standing.visibility {
        SpaceVisibility::Public => "oeffentlich".to_owned(),
        SpaceVisibility::Intern => "intern".to_owned(),
        SpaceVisibility::Members => "bezirk".to_owned(),
    }
}

async fn revision(txn: &Txn, head: &Head, number: u32) -> Result<Revision> {
    let revision = store::pages::revision(txn, &head.id, number).await?;
    revision.ok_or(AppError::BadRequest("problem-unknown-revision"))
}

/// Rights are part of the compare-and-set: what was allowed when the form was read must still be
/// allowed when it is stored.
async fn refuse_moved_rights(txn: &Txn, account: Option<&str>, rights: i64) -> Result<()> {
    let Some(account) = account else {
        return Ok(());
    };
    match store::people::rights_of(txn, account).await? {
        Some(now) if now == rights => Ok(()),
        _ => Err(AppError::Forbidden),
    }
}
