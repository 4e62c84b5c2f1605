//! Files at pages: taken in, stored under their content, given to those who may see the page.
//! Every act takes a permit and is one transaction with its change row. Shows nothing itself.
//!
//! A version counts for readers from the revision of its page it was added to: what was added to
//! a draft stays with the draft until that is in force, and at a page that needs approval every
//! change of a file waits for the next approval.

mod blobs;
mod child;
mod cleaning;
mod images;
mod intake;
mod media;
mod office;
mod pdf;
mod prepare;
mod reading;
mod scanner;

pub use blobs::Stream;
pub use images::WIDTHS;
pub use intake::Incoming;
pub use media::{is_cleanable, is_image, is_shown, told_type, word};
pub use reading::{clean_file, extract_text};

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use tempfile::NamedTempFile;
use tokio::sync::Semaphore;

use blobs::Blobs;
use child::Child;
use intake::{Bounds, Received, megabytes, problem};
use prepare::{Ready, blocking};
use reading::Refusal;
use scanner::Scanner;

use crate::access::{Actor, EditPermit, may_edit, may_see_drafts};
use crate::changes::Changes;
use crate::clock::{Clock, Millis};
use crate::config::{Config, Limits};
use crate::db::{Db, Txn};
use crate::error::{AppError, Result};
use crate::kinds::{LiveKinds, Problem, Publish};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::files::{self, File, Shown, State, Version};
use crate::store::pages::Head;
use crate::store::{self, new_id};

/// How many files are looked at at once: each may take a quarter of a gigabyte while it lasts.
const TURNS: usize = 2;
/// How many files taken away long ago are erased at once.
const PURGED_AT_ONCE: u64 = 100;

/// No upload takes longer.
const CUT_OFF_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// What stands in an address as it is.
const IN_ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// The files of one wiki.
#[derive(Clone)]
pub struct Files {
    db: Db,
    clock: Clock,
    kinds: LiveKinds,
    changes: Changes,
    runtime: tokio::runtime::Handle,
    blobs: Blobs,
    incoming: PathBuf,
    limits: Limits,
    child: Child,
    scanner: Option<Scanner>,
    turns: Arc<Semaphore>,
}

/// Room for uploads, as much as there is now.
pub struct Room {
    folder: PathBuf,
    bounds: Bounds,
}

/// What became of an upload.
#[derive(Debug, Default)]
pub struct Taken {
    /// The files as they are now.
    pub stored: Vec<Shown>,
    /// The files that were not taken.
    pub refused: Vec<Refused>,
    /// Number of the change; 0 when nothing changed.
    pub seq: u64,
}

/// A file that was not taken.
#[derive(Debug)]
pub struct Refused {
    /// Its name.
    pub name: String,
    /// Why.
    pub problem: Problem,
}

/// A file as somebody may see it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The page it belongs to.
    pub head: Head,
    /// The file and the version asked for.
    pub shown: Shown,
}

/// A change of a file that leaves its versions alone.
#[derive(Clone, Copy)]
enum Act {
    Remove,
    Restore,
}

impl Room {
    /// Begins to take in a file.
    pub fn begin(&self, name: &str) -> Result<Incoming> {
        Incoming::begin(&self.folder, name, self.bounds)
    }
}

impl Files {
    /// Opens the files in the data folder. Acts run to their end on `runtime`.
    pub fn open(
        config: &Config,
        db: &Db,
        clock: &Clock,
        kinds: &LiveKinds,
        changes: &Changes,
        runtime: tokio::runtime::Handle,
    ) -> Result<Self> {
        let folder = config.data.join("files");
        let incoming = folder.join("incoming");
        std::fs::create_dir_all(&incoming)?;
        forget_cut_off(&incoming)?;
        let program = match &config.program {
            Some(program) => program.clone(),
            None => std::env::current_exe()?,
        };
        Ok(Self {
            db: db.clone(),
            clock: clock.clone(),
            kinds: kinds.clone(),
            changes: changes.clone(),
            runtime,
            blobs: Blobs::open(&folder)?,
            incoming,
            limits: config.limits.clone(),
            child: Child::new(program),
            scanner: config.clamd.as_deref().map(Scanner::new),
            turns: Arc::new(Semaphore::new(TURNS)),
        })
    }

    /// Room for files at a page, for those who may write it.
    pub async fn room(&self, _: &EditPermit) -> Result<Room> {
        let used = files::total_bytes(self.db.reader()).await?;
        let bounds = Bounds {
            file_max: self.limits.file_bytes_max,
            left: self.limits.files_bytes_max.saturating_sub(used),
        };
        Ok(Room { folder: self.incoming.clone(), bounds })
    }

    /// Adds files to a page; one whose name the page has already becomes its next version.
    pub async fn add(&self, permit: EditPermit, incoming: Vec<Incoming>) -> Result<Taken> {
        let this = self.clone();
        self.to_the_end(async move {
            let (ready, refused) = this.prepare_all(incoming).await?;
            this.store(&permit, ready, refused).await
        })
        .await
    }

    /// Adds the next version of a file, whatever the new one is called.
    pub async fn add_version(
        &self,
        permit: EditPermit,
        file: File,
        mut incoming: Incoming,
    ) -> Result<Taken> {
        incoming.name = file.name;
        self.add(permit, vec![incoming]).await
    }

    /// Takes a file away. Its versions stay until it is erased.
    pub async fn remove(&self, permit: EditPermit, file: File) -> Result<u64> {
        let this = self.clone();
        self.to_the_end(async move { this.change(&permit, &file, Act::Remove).await }).await
    }

    /// Brings a file back that was taken away; `Conflict` when its name is taken meanwhile.
    pub async fn restore(&self, permit: EditPermit, file: File) -> Result<u64> {
        let this = self.clone();
        self.to_the_end(async move { this.change(&permit, &file, Act::Restore).await }).await
    }

    /// Makes a version without names, comments and tracked changes the newest one.
    pub async fn clean(&self, permit: EditPermit, file: File) -> Result<Taken> {
        let this = self.clone();
        self.to_the_end(async move {
            let version = files::version(this.db.reader(), &file.id, file.version).await?;
            let version = version.ok_or(AppError::NotFound)?;
            let cleaned = match this.cleaned(&version, &file.name).await? {
                Ok(cleaned) => cleaned,
                Err(problem) => {
                    let refused = vec![Refused { name: file.name, problem }];
                    return Ok(Taken { refused, ..Taken::default() });
                }
            };
            let (ready, refused) = match this.prepare(cleaned).await? {
                Ok(ready) => (vec![ready], Vec::new()),
                Err(problem) => (Vec::new(), vec![Refused { name: file.name, problem }]),
            };
            this.store(&permit, ready, refused).await
        })
        .await
    }

    /// Erases a file with all its versions, and every content nobody else has. There is no way
    /// back; whoever calls has decided that it must go.
    pub async fn erase(&self, account: Option<&str>, id: &str) -> Result<()> {
        let (this, id) = (self.clone(), id.to_owned());
        let account = account.map(str::to_owned);
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            let file = files::by_id(&txn, &id).await?.ok_or(AppError::NotFound)?;
            for content in files::delete(&txn, &id).await? {
                this.drop_content(&txn, &content).await?;
            }
            let change = NewChange {
                what: ChangeType::FilesSaved,
                at: this.clock.now(),
                page: Some(file.page),
                space: None,
                account,
                data: json!({ "erased": id }),
            };
            let seq = store::changes::append(&txn, change).await?;
            txn.commit().await?;
            this.changes.committed(seq);
            Ok(())
        })
        .await
    }

    /// Erases files that were taken away before a moment; answers how many.
    pub async fn erase_removed(&self, before: Millis) -> Result<usize> {
        let removed = files::removed_before(self.db.reader(), before, PURGED_AT_ONCE).await?;
        for file in &removed {
            self.erase(None, &file.id).await?;
        }
        Ok(removed.len())
    }

    /// The file of an id in the version this reader sees, or in the version asked for, which is
    /// for those who may edit unless readers see it. `NotFound` for whatever they may not know of.
    pub async fn find(&self, actor: &Actor, id: &str, version: Option<u32>) -> Result<Found> {
        let db = self.db.reader();
        let file = files::by_id(db, id).await?.ok_or(AppError::NotFound)?;
        let head = store::pages::head(db, &file.page).await?.ok_or(AppError::NotFound)?;
        if store::faces::visible(db, actor, &head.id).await?.is_empty() {
            return Err(AppError::NotFound);
        }
        let shown = match version {
            Some(number) if may_edit(actor, &head.standing()).is_some() => {
                let version = files::version(db, id, number).await?;
                version.map(|version| Shown { file, version })
            }
            _ => self.shown(actor, &head, id, version).await?,
        };
        Ok(Found { head, shown: shown.ok_or(AppError::NotFound)? })
    }

    /// A file and its page with leave to write, also one that was taken away. `NotFound` for
    /// whatever this person may not know of, `Forbidden` for what they may only read.
    pub async fn find_to_write(&self, actor: &Actor, id: &str) -> Result<(Head, File, EditPermit)> {
        let db = self.db.reader();
        let file = files::by_id(db, id).await?.ok_or(AppError::NotFound)?;
        let head = store::pages::head(db, &file.page).await?.ok_or(AppError::NotFound)?;
        match may_edit(actor, &head.standing()) {
            Some(permit) => Ok((head, file, permit)),
            None => {
                self.find(actor, id, None).await?;
                Err(AppError::Forbidden)
            }
        }
    }

    /// A stretch of a version, or all of it.
    pub async fn read(
        &self,
        version: &Version,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Stream> {
        self.blobs.get(&version.sha256, range).await
    }

    /// An image in another of its widths, made now if it was not made before.
    pub async fn scaled(&self, version: &Version, width: u32) -> Result<Option<bytes::Bytes>> {
        if !widths(version).any(|it| it == width) {
            return Ok(None);
        }
        if let Some(image) = self.blobs.scaled(&version.sha256, width).await? {
            return Ok(Some(image));
        }
        let content = self.blobs.bytes(&version.sha256).await?;
        let _turn = self.turns.acquire().await.map_err(AppError::failure)?;
        let media_type = version.media_type.clone();
        let image = blocking(move || images::scaled(&content, &media_type, width)).await?;
        let Some(image) = image else { return Ok(None) };
        self.blobs.put_scaled(&version.sha256, width, image.clone()).await?;
        Ok(Some(image.into()))
    }

    async fn shown(
        &self,
        actor: &Actor,
        head: &Head,
        id: &str,
        version: Option<u32>,
    ) -> Result<Option<Shown>> {
        let in_force = head.released.map(State::InForce);
        let newest = may_see_drafts(actor, &head.standing()).then_some(State::Newest);
        // Who sees drafts may look at the face in force, too, with the version that belongs to it.
        for state in newest.into_iter().chain(in_force) {
            let shown = files::shown_as(self.db.reader(), id, state).await?;
            let fits = |it: &Shown| version.is_none_or(|number| number == it.version.number);
            if let Some(shown) = shown.filter(fits) {
                return Ok(Some(shown));
            }
        }
        Ok(None)
    }

    async fn prepare_all(&self, incoming: Vec<Incoming>) -> Result<(Vec<Ready>, Vec<Refused>)> {
        let (mut ready, mut refused) = (Vec::new(), Vec::new());
        for one in incoming {
            let name = one.name.clone();
            let prepared = match one.finish().await? {
                Ok(received) => self.prepare(received).await?,
                Err(problem) => Err(problem),
            };
            match prepared {
                Ok(one) => ready.push(one),
                Err(problem) => refused.push(Refused { name, problem }),
            }
        }
        Ok((ready, refused))
    }

    /// Stores what is ready. Contents come first and rows after them, so that no row ever speaks
    /// of a content that is not there; what fails in between is taken away again.
    async fn store(
        &self,
        permit: &EditPermit,
        ready: Vec<Ready>,
        refused: Vec<Refused>,
    ) -> Result<Taken> {
        let mut taken = Taken { refused, ..Taken::default() };
        if ready.is_empty() {
            return Ok(taken);
        }
        let contents: Vec<String> = ready.iter().map(|it| it.sha256.clone()).collect();
        let stored = self.store_all(permit, ready, &mut taken).await;
        let is_whole = stored.is_ok() && taken.refused.is_empty();
        if !is_whole {
            self.discard(&contents).await?;
        }
        stored.map(|()| taken)
    }

    async fn store_all(
        &self,
        permit: &EditPermit,
        ready: Vec<Ready>,
        taken: &mut Taken,
    ) -> Result<()> {
        for one in &ready {
            self.blobs.put(&one.sha256, one.temporary.path()).await?;
            for (width, image) in &one.scaled {
                self.blobs.put_scaled(&one.sha256, *width, image.clone()).await?;
            }
        }
        let txn = self.db.begin().await?;
        let head = self.writable_head(&txn, permit).await?;
        let mut names = Vec::new();
        let mut has_changed = false;
        for one in ready {
            let name = one.name.clone();
            match self.store_one(&txn, permit, &head, one).await? {
                Ok((shown, is_new)) => {
                    names.push(shown.file.name.clone());
                    has_changed |= is_new;
                    taken.stored.push(shown);
                }
                Err(problem) => taken.refused.push(Refused { name, problem }),
            }
        }
        if has_changed {
            let change = self.change_row(&head, permit, json!({ "files": names }));
            taken.seq = store::changes::append(&txn, change).await?;
            txn.commit().await?;
            self.changes.committed(taken.seq);
        }
        Ok(())
    }

    /// Stores one file; answers it and whether there is something new.
    async fn store_one(
        &self,
        txn: &Txn,
        permit: &EditPermit,
        head: &Head,
        ready: Ready,
    ) -> Result<Result<(Shown, bool), Problem>> {
        let known = files::by_name(txn, &head.id, &ready.name).await?;
        if let Some(file) = &known
            && let Some(newest) = files::version(txn, &file.id, file.version).await?
            && newest.sha256 == ready.sha256
        {
            return Ok(Ok((Shown { file: file.clone(), version: newest }, false)));
        }
        let now = self.clock.now();
        files::hold_content(txn, &ready.sha256, ready.size, now).await?;
        if files::total_bytes(txn).await? > self.limits.files_bytes_max {
            return Ok(Err(problem("files-wiki-full")));
        }
        // Somebody may have erased the same content a moment ago; from now on nobody can.
        self.blobs.put(&ready.sha256, ready.temporary.path()).await?;
        let number = known.as_ref().map_or(1, |it| it.version + 1);
        let version = Version {
            file: known.as_ref().map_or_else(new_id, |it| it.id.clone()),
            number,
            sha256: ready.sha256,
            name: ready.name.clone(),
            media_type: ready.media_type,
            size: ready.size,
            width: ready.sides.map(|it| it.0),
            height: ready.sides.map(|it| it.1),
            from_revision: self.counts_from(head),
            findings: ready.findings,
            account: permit.account().map(str::to_owned),
            at: now,
        };
        let file = match known {
            Some(known) => {
                if !files::add_version(txn, &version).await? {
                    return Err(AppError::Conflict);
                }
                File { version: number, ..known }
            }
            None => {
                let max = self.limits.files_per_page_max;
                if files::count(txn, &head.id).await? >= max {
                    return Ok(Err(problem("files-too-many").with("max", max)));
                }
                let file = new_file(&version, &head.id);
                files::insert(txn, &file, &version).await?;
                file
            }
        };
        if let Some(text) = &ready.text {
            files::keep_text(txn, &version.sha256, text).await?;
        }
        Ok(Ok((Shown { file, version }, true)))
    }

    /// The revision of a page from which a change of its files counts for readers.
    fn counts_from(&self, head: &Head) -> u32 {
        let is_live =
            self.kinds.now().get(&head.kind).is_some_and(|it| it.publish == Publish::AtOnce);
        let is_in_force = head.released == Some(head.working);
        if is_in_force && !is_live { head.working + 1 } else { head.working }
    }

    /// One change of one file in one transaction.
    async fn change(&self, permit: &EditPermit, file: &File, act: Act) -> Result<u64> {
        if permit.page() != file.page {
            return Err(AppError::Forbidden);
        }
        let txn = self.db.begin().await?;
        let head = self.writable_head(&txn, permit).await?;
        let changed = match act {
            Act::Remove => {
                let from = self.counts_from(&head);
                files::remove(&txn, &file.id, self.clock.now(), from).await
            }
            Act::Restore => files::restore(&txn, &file.id).await,
        };
        match changed {
            Ok(true) => {}
            Ok(false) => return Err(AppError::Conflict),
            Err(error) if error.is_taken() => return Err(AppError::Conflict),
            Err(error) => return Err(error),
        }
        let change = self.change_row(&head, permit, json!({ "files": [file.name] }));
        let seq = store::changes::append(&txn, change).await?;
        txn.commit().await?;
        self.changes.committed(seq);
        Ok(seq)
    }

    /// The page of a permit, if rights have not moved since it was given.
    async fn writable_head(&self, txn: &Txn, permit: &EditPermit) -> Result<Head> {
        if let Some(account) = permit.account() {
            let rights = store::people::rights_of(txn, account).await?;
            if rights != Some(permit.rights()) {
                return Err(AppError::Forbidden);
            }
        }
        let head = store::pages::head(txn, permit.page()).await?.ok_or(AppError::NotFound)?;
        // Whoever may only write own drafts may not once one of them is in force.
        if head.released.is_some() && !permit.may_publish() {
            return Err(AppError::Forbidden);
        }
        Ok(head)
    }

    fn change_row(&self, head: &Head, permit: &EditPermit, data: serde_json::Value) -> NewChange {
        NewChange {
            what: ChangeType::FilesSaved,
            at: self.clock.now(),
            page: Some(head.id.clone()),
            space: Some(head.space.id.clone()),
            account: permit.account().map(str::to_owned),
            data,
        }
    }

    async fn cleaned(
        &self,
        version: &Version,
        name: &str,
    ) -> Result<std::result::Result<Received, Problem>> {
        if !is_cleanable(&version.media_type) {
            return Ok(Err(problem("files-not-cleanable")));
        }
        let folder = self.incoming.clone();
        let content = self.blobs.bytes(&version.sha256).await?;
        let written = |content: bytes::Bytes| {
            blocking(move || -> Result<NamedTempFile> {
                let mut temporary = NamedTempFile::new_in(folder)?;
                temporary.write_all(&content)?;
                temporary.flush()?;
                Ok(temporary)
            })
        };
        let original = written.clone()(content).await??;
        let max = self.limits.file_bytes_max;
        let cleaned = self.child.clean(original.path(), &version.media_type, max).await;
        let content = match cleaned {
            Ok(Ok(content)) => content,
            Ok(Err(refusal)) => return Ok(Err(problem(in_words(refusal)))),
            Err(error) => {
                tracing::warn!(%error, "a document could not be cleaned");
                return Ok(Err(problem("files-not-cleanable")));
            }
        };
        let (sha256, size) = (intake::sha256(&content), content.len() as u64);
        let temporary = written(content.into()).await??;
        Ok(Ok(Received { name: name.to_owned(), temporary, sha256, size }))
    }

    /// Takes contents away that no version has, after something failed.
    async fn discard(&self, contents: &[String]) -> Result<()> {
        let txn = self.db.begin().await?;
        for content in contents {
            self.drop_content(&txn, content).await?;
        }
        Ok(txn.commit().await?)
    }

    /// Deletes a content no version has any more. Its row is held meanwhile, so nobody can come to
    /// share the content while it goes.
    async fn drop_content(&self, txn: &Txn, content: &str) -> Result<()> {
        if files::drop_content(txn, content).await? {
            self.blobs.delete(content).await?;
        }
        Ok(())
    }

    /// Runs an act in a task of its own, so that a client who goes away cannot cut it in half.
    async fn to_the_end<T: Send + 'static>(
        &self,
        act: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        self.runtime.spawn(act).await.map_err(AppError::failure)?
    }
}

/// Which files somebody sees at a page who looks at this revision of it.
pub fn state_for(actor: &Actor, head: &Head, revision: u32) -> State {
    let sees_drafts = may_see_drafts(actor, &head.standing());
    match head.released {
        // With an edit under way, the face in force shows the files that belong to it.
        Some(released) if !sees_drafts || (revision == released && released != head.working) => {
            State::InForce(released)
        }
        // Without drafts and without a face in force there is no page to look at.
        None if !sees_drafts => State::InForce(0),
        _ => State::Newest,
    }
}

/// The address of a file in the version shown.
pub fn href(shown: &Shown) -> String {
    let Shown { file, version } = shown;
    let name = utf8_percent_encode(&file.name, IN_ADDRESS);
    let address = format!("/files/{}/{name}", file.id);
    if version.number == file.version {
        return address;
    }
    format!("{address}?version={}", version.number)
}

/// The address of an image in another width.
pub fn scaled_href(shown: &Shown, width: u32) -> String {
    let address = href(shown);
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}width={width}")
}

/// The other widths an image is offered in, narrowest first.
pub fn widths(version: &Version) -> impl Iterator<Item = u32> {
    let own = version.width.filter(|_| version.media_type != "image/gif").unwrap_or_default();
    WIDTHS.into_iter().filter(move |it| *it < own)
}

/// The most one file may have, in whole megabytes.
pub fn file_megabytes_max(limits: &Limits) -> u64 {
    megabytes(limits.file_bytes_max)
}

/// Deletes what uploads have left behind that a fallen machine has cut off. What is younger may
/// belong to a server that runs.
fn forget_cut_off(incoming: &Path) -> Result<()> {
    for entry in std::fs::read_dir(incoming)? {
        let entry = entry?;
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if age > CUT_OFF_AFTER {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn new_file(version: &Version, page: &str) -> File {
    File {
        id: version.file.clone(),
        page: page.to_owned(),
        name: version.name.clone(),
        version: version.number,
        created_by: version.account.clone(),
        created_at: version.at,
        removed_at: None,
        removed_from: None,
    }
}

fn in_words(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Bomb => "files-bomb",
        Refusal::Locked => "files-locked",
        Refusal::TrackedTables => "files-tracked-tables",
        Refusal::Drawings => "files-drawings",
        Refusal::Broken => "files-not-cleanable",
    }
}
