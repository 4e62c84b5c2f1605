//! An export of a wiki taken back: spaces, files of the site, and pages with ids, both faces, rows
//! and former names. What is there already stays; ordinary Markdown is taken in next door.
//!
//! A status in a file counts here and nowhere else: whoever runs the machine says by importing an
//! export without naming a space that these pages were approved where they come from.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::export::{SITE, SITE_FOLDERS, WORKING, read_spaces, site_files};
use super::import::{PAGES_AT_ONCE, PAUSE, Summary, name_of};
use super::pagefile::{FileReport, line_of};
use super::whole::{WholeFace, WholePage, read_page, read_working};
use crate::access::{self, Actor};
use crate::changes::Changes;
use crate::clock::Clock;
use crate::config::Limits;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::kinds::{Kinds, Problem};
use crate::pages::{Edit, Outcome, Pages, ReturningFace, ReturningPage, ReturningRecord};
use crate::store;
use crate::store::pages::Head;
use crate::store::spaces::Space;

/// Where an export is taken back to.
pub struct BringBack<'a> {
    /// The folder of the export.
    pub folder: &'a Path,
    /// Only say what would happen.
    pub is_rehearsal: bool,
    /// The clock of the wiki.
    pub clock: &'a Clock,
    /// Its log.
    pub changes: &'a Changes,
}

/// Puts files of kinds and templates of an export where the wiki looks for them, before it reads
/// them. A file that is there already stays; answers the names of those that are different.
pub fn bring_site_files(folder: &Path, data: &Path) -> Result<Vec<String>> {
    let mut different = Vec::new();
    for name in SITE_FOLDERS {
        for (below, file) in site_files(&folder.join(SITE).join(name))? {
            let to = data.join(name).join(&below);
            if to.exists() {
                if fs::read(&to)? != fs::read(&file)? {
                    different.push(to.display().to_string());
                }
                continue;
            }
            fs::create_dir_all(to.parent().unwrap_or(data))?;
            fs::copy(file, to)?;
        }
    }
    Ok(different)
}

/// Takes an export back; `progress` is told how many of how many files are done, and may stop it
/// between two transactions. Run again, it goes on where it was.
pub async fn bring_back(
    db: &Db,
    kinds: &Kinds,
    limits: &Limits,
    pages: &Pages,
    what: BringBack<'_>,
    mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let spaces = bring_spaces(db, &what).await?;
    let files = page_files(what.folder, &mut summary)?;
    let mut run = Run { db, kinds, limits, pages, what, spaces, there: BTreeMap::new() };
    let mut waiting: Vec<Waiting> = Vec::new();
    for (number, (depth, file)) in files.iter().enumerate() {
        // Pages above are stored before pages below are read.
        let is_deeper = waiting.first().is_some_and(|it| it.depth < *depth);
        if is_deeper || waiting.len() >= PAGES_AT_ONCE {
            run.store(std::mem::take(&mut waiting), &mut summary).await?;
            if progress(number, files.len()).is_break() {
                summary.is_stopped = true;
                return Ok(summary);
            }
        }
        waiting.extend(run.read(file, *depth, &mut summary).await?);
    }
    run.store(waiting, &mut summary).await?;
    let _ = progress(files.len(), files.len());
    Ok(summary)
}

struct Run<'a> {
    db: &'a Db,
    kinds: &'a Kinds,
    limits: &'a Limits,
    pages: &'a Pages,
    what: BringBack<'a>,
    spaces: Vec<Space>,
    /// Pages of this run by the address they had.
    there: BTreeMap<(String, String), Head>,
}

struct Waiting {
    depth: usize,
    file: PathBuf,
    page: WholePage,
    new: ReturningPage,
}

/// A page file with what is being worked on beside it, if anything is.
struct Faces {
    shown: WholeFace,
    working: Option<WholeFace>,
}

impl Run<'_> {
    /// Reads a file; answers the page if it is new here, and brings it up to date if it is not.
    async fn read(
        &mut self,
        file: &Path,
        depth: usize,
        summary: &mut Summary,
    ) -> Result<Option<Waiting>> {
        let Some(text) = text_of(file, self.what.folder, self.limits, summary)? else {
            return Ok(None);
        };
        let (page, faces) = match self.parse(file, &text, summary)? {
            Ok(read) => read,
            Err(problem) => {
                refuse(file, self.what.folder, &text, problem, summary);
                return Ok(None);
            }
        };
        if let Some(head) = store::pages::head(self.db.reader(), &page.id).await? {
            self.there.insert((page.space.clone(), page.path()), head.clone());
            self.update(&head, &faces, file, summary).await?;
            return Ok(None);
        }
        if store::pages::is_known(self.db.reader(), &page.id).await? {
            refuse(file, self.what.folder, &text, problem("id", "in-trash"), summary);
            return Ok(None);
        }
        match self.returning(&page, &faces).await? {
            Ok(new) => Ok(Some(Waiting { depth, file: file.to_owned(), page, new })),
            Err(problem) => {
                refuse(file, self.what.folder, &text, problem, summary);
                Ok(None)
            }
        }
    }

    fn parse(
        &self,
        file: &Path,
        text: &str,
        summary: &mut Summary,
    ) -> Result<std::result::Result<(WholePage, Faces), Problem>> {
        let (page, shown) = match read_page(text, self.kinds, self.limits) {
            Ok(read) => read,
            Err(problem) => return Ok(Err(problem)),
        };
        let beside = file.with_extension(WORKING.trim_start_matches('.'));
        let mut working = None;
        let is_file = fs::symlink_metadata(&beside).is_ok_and(|it| it.is_file());
        if is_file && let Some(text) = text_of(&beside, self.what.folder, self.limits, summary)? {
            let kind = self.kinds.get(&page.kind).map(AsRef::as_ref);
            match read_working(&text, kind, self.limits) {
                Ok(face) => working = Some(face),
                // The page itself is good; only what was being worked on is not.
                Err(problem) => refuse(&beside, self.what.folder, &text, problem, summary),
            }
        }
        Ok(Ok((page, Faces { shown, working })))
    }

    async fn returning(
        &self,
        page: &WholePage,
        faces: &Faces,
    ) -> Result<std::result::Result<ReturningPage, Problem>> {
        let Some(space) = self.space(&page.space) else {
            return Ok(Err(problem("space", "no-space").with("space", &page.space)));
        };
        let parent = match &page.parent {
            Some(path) => match self.parent(&space, path).await? {
                Some(head) => Some(head),
                None => return Ok(Err(problem("parent", "no-parent").with("parent", path))),
            },
            None => None,
        };
        let face = |it: &WholeFace| {
            let status = it.content.status.clone();
            it.draft(self.limits).map(|draft| ReturningFace { draft, status })
        };
        let shown = match face(&faces.shown) {
            Ok(face) => Some(face),
            Err(problem) => return Ok(Err(problem)),
        };
        let (released, mut working) = if page.is_in_force { (shown, None) } else { (None, shown) };
        if released.is_some() {
            working = faces.working.as_ref().and_then(|it| face(it).ok());
        }
        let former = page.former_addresses.iter();
        let former =
            former.filter_map(|(key, path)| Some((self.space(key)?, path.clone()))).collect();
        Ok(Ok(ReturningPage {
            id: page.id.clone(),
            space,
            kind: page.kind.clone(),
            slug: page.slug.clone(),
            parent,
            visibility: page.visibility.clone(),
            released,
            working,
            records: self.records(page),
            position: page.position,
            is_template: page.is_template,
            lock: page.lock.clone(),
            former_addresses: former,
            former_names: page.former_names.clone(),
        }))
    }

    fn records(&self, page: &WholePage) -> Vec<ReturningRecord> {
        let rows = page.records.iter().filter_map(|row| {
            // A set that is no longer declared has no place to be shown; its rows are told below.
            let set = self.kinds.record_set(&row.set)?;
            Some(ReturningRecord {
                set: set.clone(),
                id: row.id.clone(),
                fields: row.fields.clone(),
            })
        });
        rows.collect()
    }

    fn space(&self, key: &str) -> Option<Space> {
        self.spaces.iter().find(|it| it.key() == key).cloned()
    }

    async fn parent(&self, space: &Space, path: &str) -> Result<Option<Head>> {
        let of_run = self.there.get(&(space.key().to_owned(), path.to_owned())).cloned();
        match of_run {
            Some(head) => Ok(Some(head)),
            None => store::pages::at(self.db.reader(), space, path).await,
        }
    }

    async fn store(&mut self, waiting: Vec<Waiting>, summary: &mut Summary) -> Result<()> {
        for it in &waiting {
            self.tell_lost_rows(it, summary);
        }
        if self.what.is_rehearsal {
            summary.created += waiting.len();
            for it in waiting {
                let head = rehearsed(&it);
                self.there.insert((it.page.space.clone(), it.page.path()), head);
            }
            return Ok(());
        }
        if waiting.is_empty() {
            return Ok(());
        }
        let new = waiting.iter().map(|it| it.new.clone()).collect();
        let answers = self.pages.readmit(None, new).await?;
        for (it, head) in waiting.into_iter().zip(answers) {
            let Some(head) = head else {
                let text = fs::read_to_string(&it.file).unwrap_or_default();
                refuse(&it.file, self.what.folder, &text, problem("id", "twice"), summary);
                continue;
            };
            summary.created += 1;
            if head.path != it.page.path() {
                let told = problem("slug", "moved").with("path", &head.path);
                tell(&it.file, self.what.folder, told, summary);
            }
            self.there.insert((it.page.space.clone(), it.page.path()), head);
        }
        tokio::time::sleep(PAUSE).await;
        Ok(())
    }

    fn tell_lost_rows(&self, it: &Waiting, summary: &mut Summary) {
        for row in &it.page.records {
            if self.kinds.record_set(&row.set).is_none() {
                let told = Problem::at("records", "problem-records-set").with("set", &row.set);
                tell(&it.file, self.what.folder, told, summary);
            }
        }
    }

    /// A page that is there gets a new revision where the file says something else. That is an
    /// edit like any other, with the rules and the approval of its kind.
    async fn update(
        &self,
        head: &Head,
        faces: &Faces,
        file: &Path,
        summary: &mut Summary,
    ) -> Result<()> {
        let face = faces.working.as_ref().unwrap_or(&faces.shown);
        let current = store::pages::revision(self.db.reader(), &head.id, head.working).await?;
        let is_same = current.is_some_and(|it| {
            let (mine, there) = (&face.content, &it.content);
            mine.title == there.title
                && mine.text == there.text
                && mine.fields == there.fields
                && mine.extra == there.extra
        });
        if is_same {
            summary.unchanged += 1;
            return Ok(());
        }
        if self.what.is_rehearsal {
            summary.updated += 1;
            return Ok(());
        }
        let Ok(draft) = face.draft(self.limits) else { return Ok(()) };
        let permit = access::may_edit(&Actor::system(), &head.standing());
        let permit = permit.ok_or(AppError::Forbidden)?;
        let publish = faces.working.is_none() && head.released.is_some();
        let edit = Edit { draft, base: head.working, publish };
        match self.pages.save(permit, edit).await? {
            Outcome::Stored(stored) if stored.is_new => summary.updated += 1,
            Outcome::Stored(_) => summary.unchanged += 1,
            Outcome::Refused(broken) => {
                super::import::refuse(file, self.what.folder, broken, summary);
            }
            Outcome::Conflict(_) => {
                let moved = Problem::at("text", "problem-page-moved");
                refuse(file, self.what.folder, "", moved, summary);
            }
        }
        Ok(())
    }
}

/// The head a page would get, for pages below it in a rehearsal.
fn rehearsed(it: &Waiting) -> Head {
    Head {
        id: it.page.id.clone(),
        space: it.new.space.clone(),
        kind: it.page.kind.clone(),
        slug: it.page.slug.clone(),
        path: it.page.path(),
        parent: None,
        visibility: String::new(),
        working: 1,
        released: None,
        created_by: None,
        created_at: 0,
        updated_at: 0,
        is_locked: false,
        has_files: false,
    }
}

/// Makes the spaces that are missing; answers all of them as they are here.
async fn bring_spaces(db: &Db, what: &BringBack<'_>) -> Result<Vec<Space>> {
    let mut there = store::spaces::all(db.reader()).await?;
    for space in read_spaces(what.folder)? {
        if there.iter().any(|it| it.key() == space.key()) {
            continue;
        }
        if !what.is_rehearsal {
            super::seed::add_space(db, what.clock, what.changes, space.clone()).await?;
        }
        there.push(space);
    }
    Ok(there)
}

/// The page files of an export with their depth, pages above first.
fn page_files(folder: &Path, summary: &mut Summary) -> Result<Vec<(usize, PathBuf)>> {
    let site = folder.join(SITE);
    let mut files = super::import::markdown_files(folder, summary)?;
    files.retain(|it| !it.starts_with(&site));
    let is_working = |it: &PathBuf| it.to_string_lossy().ends_with(WORKING);
    let mut files: Vec<(usize, PathBuf)> = files
        .into_iter()
        .filter(|it| !is_working(it))
        .map(|it| (it.components().count(), it))
        .collect();
    files.sort();
    Ok(files)
}

/// The text of a file; none when it cannot be one, with the reason in the summary.
fn text_of(
    file: &Path,
    root: &Path,
    limits: &Limits,
    summary: &mut Summary,
) -> Result<Option<String>> {
    match super::import::text_of(file, limits)? {
        Ok(text) => Ok(Some(text)),
        Err(problem) => {
            refuse(file, root, "", problem, summary);
            Ok(None)
        }
    }
}

fn problem(field: &str, reason: &str) -> Problem {
    Problem::at(field, &format!("problem-import-{reason}"))
}

fn refuse(file: &Path, root: &Path, text: &str, problem: Problem, summary: &mut Summary) {
    summary.refused += 1;
    let line = problem.top_field().and_then(|it| line_of(text, it));
    summary.reports.push(FileReport { file: name_of(file, root), line, problem });
}

fn tell(file: &Path, root: &Path, problem: Problem, summary: &mut Summary) {
    summary.reports.push(FileReport { file: name_of(file, root), line: None, problem });
}
