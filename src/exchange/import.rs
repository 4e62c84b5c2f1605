//! `qm-wiki import`: a folder of Markdown files, or one file, into a space. Runs beside a server
//! in short transactions, so that people who save meanwhile do not wait.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;
use walkdir::WalkDir;

use super::pagefile::{Defaults, FileReport, PageFile, RecordFile, WIKI_ONLY, line_of};
use super::seed_records::rows_of;
use super::unpack::{is_zip, unpack};
use crate::access::{self, Actor};
use crate::config::Limits;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::german;
use crate::kinds::{Finding, Kinds, Problem, front_matter};
use crate::pages::{Edit, Loaded, LoadedPage, NewPage, Outcome, Pages};
use crate::store;
use crate::store::pages::Head;
use crate::store::spaces::Space;

/// Pages written in one transaction; a few dozen milliseconds each.
pub(super) const PAGES_AT_ONCE: usize = 40;
/// Between two transactions, so that the writers of a running server get their turn: SQLite gives
/// the lock to whoever asks at the right moment.
pub(super) const PAUSE: Duration = Duration::from_millis(5);

/// What is imported and where to.
pub struct Import<'a> {
    /// A folder or a file.
    pub path: &'a Path,
    /// The space.
    pub space: Space,
    /// The kind of files that name none.
    pub kind: &'a str,
    /// Whose revisions these are.
    pub author: Option<(String, i64)>,
    /// Only say what would happen.
    pub is_rehearsal: bool,
}

/// What came of an import.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// New pages.
    pub created: usize,
    /// Pages with a new revision.
    pub updated: usize,
    /// Pages that were the same already.
    pub unchanged: usize,
    /// Files that could not be taken.
    pub refused: usize,
    /// Whether somebody stopped it before the end.
    pub is_stopped: bool,
    /// Everything that had to be said about files.
    pub reports: Vec<FileReport>,
}

/// What is imported, ready to be read: an archive is unpacked beside, a folder or file is as it is.
pub struct Source {
    path: PathBuf,
    outside: Vec<FileReport>,
    _unpacked: Option<TempDir>,
}

impl Source {
    /// The folder or file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What of an archive stayed outside.
    pub fn outside(&self) -> &[FileReport] {
        &self.outside
    }
}

/// Opens a folder, a file or a zip archive of either.
///
/// # Errors
/// If there is nothing of this name, or an archive cannot be unpacked.
pub fn open_source(path: &Path) -> Result<Source> {
    if !path.is_file() || !is_zip(path) {
        return Ok(Source { path: path.to_owned(), outside: Vec::new(), _unpacked: None });
    }
    let (folder, outside) = unpack(path)?;
    // An archive of one folder is that folder.
    let mut entries = fs::read_dir(folder.path())?.collect::<std::io::Result<Vec<_>>>()?;
    let only = entries.pop().filter(|it| entries.is_empty() && it.path().is_dir());
    let path = only.map_or_else(|| folder.path().to_owned(), |it| it.path());
    Ok(Source { path, outside, _unpacked: Some(folder) })
}

/// Imports; `progress` is told how many of how many files are done, and may stop it between two
/// transactions. Run again, it goes on where it was.
pub async fn import(
    db: &Db,
    kinds: &Kinds,
    limits: &Limits,
    pages: &Pages,
    what: Import<'_>,
    mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let files = markdown_files(what.path, &mut summary)?;
    let names: HashSet<PathBuf> = files.iter().cloned().collect();
    let mut run = Run { db, kinds, pages, names, written: HashMap::new(), what };
    let (mut done, all) = (0, files.len());
    let mut depth = 0;
    let mut batch: Vec<New> = Vec::new();
    let mut later: Vec<(PathBuf, PageFile)> = Vec::new();
    for file in files {
        // Pages above are stored before pages below them look for them.
        let is_deeper = file.components().count() > depth;
        depth = file.components().count();
        if is_deeper || batch.len() >= PAGES_AT_ONCE {
            run.store(std::mem::take(&mut batch), &mut summary).await?;
        }
        if done % PAGES_AT_ONCE == 0 && progress(done, all).is_break() {
            run.store(batch, &mut summary).await?;
            summary.is_stopped = true;
            return Ok(summary);
        }
        if let Some(page) = read(&file, run.what.path, kinds, limits, run.what.kind, &mut summary)?
        {
            match run.waits_for(&page).await? {
                Wait::Stored => {
                    run.store(std::mem::take(&mut batch), &mut summary).await?;
                    batch.extend(run.place(file, page, &mut summary).await?);
                }
                Wait::Unknown => later.push((file, page)),
                Wait::No => batch.extend(run.place(file, page, &mut summary).await?),
            }
        }
        done += 1;
    }
    run.store(batch, &mut summary).await?;
    run.place_later(later, &mut summary).await?;
    let _ = progress(done, all);
    Ok(summary)
}

/// A page on its way in that is not there yet.
struct New {
    file: PathBuf,
    page: LoadedPage,
    rows: Vec<RecordFile>,
}

/// What a page waits for that names the page above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    No,
    /// That page is of this run and only has to be stored.
    Stored,
    /// Nobody has seen that page yet.
    Unknown,
}

struct Run<'a> {
    db: &'a Db,
    kinds: &'a Kinds,
    pages: &'a Pages,
    what: Import<'a>,
    /// All files of this run.
    names: HashSet<PathBuf>,
    /// Addresses this run has given, with the file each belongs to. A second file of one title is
    /// another page, not a new revision.
    written: HashMap<String, PathBuf>,
}

impl Run<'_> {
    async fn waits_for(&self, page: &PageFile) -> Result<Wait> {
        let Some(path) = &page.parent else { return Ok(Wait::No) };
        if store::pages::at(self.db.reader(), &self.what.space, path).await?.is_some() {
            return Ok(Wait::No);
        }
        let is_of_run = self.written.contains_key(path);
        Ok(if is_of_run { Wait::Stored } else { Wait::Unknown })
    }

    /// Places pages whose page above came after them, round by round; what is left goes on top.
    async fn place_later(
        &mut self,
        mut later: Vec<(PathBuf, PageFile)>,
        summary: &mut Summary,
    ) -> Result<()> {
        loop {
            let (mut rest, mut ready) = (Vec::new(), Vec::new());
            for (file, page) in later {
                match self.waits_for(&page).await? {
                    Wait::Unknown => rest.push((file, page)),
                    Wait::No | Wait::Stored => ready.push((file, page)),
                }
            }
            let is_last = ready.is_empty();
            if is_last {
                ready = std::mem::take(&mut rest);
            }
            for (file, page) in ready {
                let new = self.place(file, page, summary).await?;
                self.store(new.into_iter().collect(), summary).await?;
            }
            if rest.is_empty() {
                return Ok(());
            }
            later = rest;
        }
    }

    /// Finds the page a file belongs to: by its id, then by its address, then by title and place.
    /// One that is there is brought up to date; answers one that is not.
    async fn place(
        &mut self,
        file: PathBuf,
        page: PageFile,
        summary: &mut Summary,
    ) -> Result<Option<New>> {
        if let Some(id) = &page.id
            && let Some(head) = store::pages::head(self.db.reader(), id).await?
        {
            let is_here = head.space.id == self.what.space.id && head.kind == page.kind;
            if !is_here {
                let code = "problem-import-elsewhere";
                let problem = Problem::at("id", code).with("url", head.url());
                tell(&file, self.what.path, problem, summary);
                summary.refused += 1;
                return Ok(None);
            }
            self.written.insert(head.path.clone(), file.clone());
            self.update(head, page, &file, summary).await?;
            return Ok(None);
        }
        let parent = self.parent(&file, &page, summary).await?;
        let slug = german::slug(page.slug.as_deref().unwrap_or(page.draft.title()));
        let below = |slug: &str| match &parent {
            Some(parent) => format!("{}/{slug}", parent.path),
            None => slug.to_owned(),
        };
        let (mut path, mut own) = (below(&slug), slug.clone());
        for number in 2.. {
            let there = store::pages::at(self.db.reader(), &self.what.space, &path).await?;
            let is_given = self.written.contains_key(&path);
            match there {
                None if !is_given => break,
                Some(head) if !is_given && head.kind == page.kind => {
                    let is_first = number == 2;
                    // Behind a number stands whatever else is called so.
                    let title = store::pages::title(self.db.reader(), &head).await?;
                    if is_first || title == page.draft.title() {
                        self.written.insert(path, file.clone());
                        self.update(head, page, &file, summary).await?;
                        return Ok(None);
                    }
                }
                _ => {}
            }
            own = format!("{slug}-{number}");
            path = below(&own);
        }
        self.written.insert(path.clone(), file.clone());
        let id = match page.id.as_deref().filter(|it| is_id(it)) {
            Some(id) if !store::pages::is_known(self.db.reader(), id).await? => Some(id.to_owned()),
            _ => None,
        };
        let rows = page.records.clone();
        Ok(Some(New { file, page: loaded(page, id, own, parent), rows }))
    }

    /// The page above: the one the file names, else the one whose file stands beside the folder.
    async fn parent(
        &self,
        file: &Path,
        page: &PageFile,
        summary: &mut Summary,
    ) -> Result<Option<Head>> {
        let beside = file.parent().map(|it| it.with_extension("md"));
        let beside = beside.filter(|it| self.names.contains(it));
        let of_run = beside.and_then(|beside| {
            let mut given = self.written.iter();
            given.find(|(_, file)| **file == beside).map(|(path, _)| path.clone())
        });
        let Some(path) = page.parent.clone().or(of_run) else { return Ok(None) };
        let head = store::pages::at(self.db.reader(), &self.what.space, &path).await?;
        if head.is_none() && !self.what.is_rehearsal {
            let problem = Problem::at("parent", "problem-import-top").with("parent", path);
            tell(file, self.what.path, problem, summary);
        }
        Ok(head)
    }

    async fn store(&self, new: Vec<New>, summary: &mut Summary) -> Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let space = &self.what.space;
        let pages = new.iter().map(|it| (it.file.as_path(), space.clone(), it.page.clone()));
        if self.what.is_rehearsal {
            return rehearse(self.pages, self.kinds, &self.what, pages.collect(), summary).await;
        }
        let rows = new.iter().map(|it| (it.file.as_path(), it.rows.clone())).collect();
        load(self.pages, self.kinds, &self.what, pages.collect(), rows, summary).await?;
        tokio::time::sleep(PAUSE).await;
        Ok(())
    }

    async fn update(
        &self,
        head: Head,
        page: PageFile,
        file: &Path,
        summary: &mut Summary,
    ) -> Result<()> {
        update(self.pages, self.kinds, &self.what, head, page, file, summary).await
    }
}

/// Whether a text is an id as the wiki writes them.
fn is_id(text: &str) -> bool {
    uuid::Uuid::parse_str(text).is_ok_and(|it| it.to_string() == text)
}

/// The text of a file as it may be a page, or why it may not.
pub(super) fn text_of(
    file: &Path,
    limits: &Limits,
) -> Result<std::result::Result<String, Problem>> {
    // Front matter comes beside the text.
    let most = limits.page_bytes_max as u64 + front_matter::BYTES_MAX as u64;
    if fs::metadata(file)?.len() > most {
        let max = limits.page_bytes_max >> 20;
        return Ok(Err(Problem::at("text", "problem-text-too-large").with("max", max)));
    }
    let not_utf8 = |_| Problem::at("text", "problem-not-utf8");
    Ok(String::from_utf8(fs::read(file)?).map_err(not_utf8))
}

async fn load(
    pages: &Pages,
    kinds: &Kinds,
    what: &Import<'_>,
    new: Vec<(&Path, Space, LoadedPage)>,
    mut rows: HashMap<&Path, Vec<RecordFile>>,
    summary: &mut Summary,
) -> Result<()> {
    let author = what.author.as_ref().map(|(id, _)| id.clone());
    let (files, new): (Vec<&Path>, Vec<_>) =
        new.into_iter().map(|(file, space, page)| (file, (space, page))).unzip();
    let answers = pages.load(author, new).await?;
    let mut taken = Vec::new();
    for (file, answer) in files.into_iter().zip(answers) {
        match answer {
            Loaded::Taken(head) => {
                summary.created += 1;
                let rows = rows.remove(file).unwrap_or_default();
                taken.extend(rows_of(kinds, &head, rows));
            }
            Loaded::Refused(broken) => refuse(file, what.path, broken, summary),
        }
    }
    if !taken.is_empty() {
        pages.load_records(taken).await?;
    }
    Ok(())
}

/// Says which of the new pages would be taken; pages of the same run do not stand against each
/// other here.
async fn rehearse(
    pages: &Pages,
    kinds: &Kinds,
    what: &Import<'_>,
    new: Vec<(&Path, Space, LoadedPage)>,
    summary: &mut Summary,
) -> Result<()> {
    for (file, space, loaded) in new {
        let page = loaded.page;
        let Some(kind) = kinds.get(&page.kind) else { continue };
        let status = kind.first_status().unwrap_or_default();
        let broken = pages.broken_rules(kind, None, &space, &page.draft, status).await?;
        if broken.is_empty() {
            summary.created += 1;
        } else {
            refuse(file, what.path, broken, summary);
        }
    }
    Ok(())
}

async fn update(
    pages: &Pages,
    kinds: &Kinds,
    what: &Import<'_>,
    head: Head,
    page: PageFile,
    file: &Path,
    summary: &mut Summary,
) -> Result<()> {
    if what.is_rehearsal {
        let Some(kind) = kinds.get(&head.kind) else { return Ok(()) };
        let status = kind.first_status().unwrap_or_default();
        let broken =
            pages.broken_rules(kind, Some(&head), &what.space, &page.draft, status).await?;
        match broken.is_empty() {
            true => summary.updated += 1,
            false => refuse(file, what.path, broken, summary),
        }
        return Ok(());
    }
    let actor = match &what.author {
        Some((id, rights)) => Actor::person(id, *rights, true, Default::default()),
        None => Actor::system(),
    };
    let permit = access::may_edit(&actor, &head.standing()).ok_or(AppError::Forbidden)?;
    let edit = Edit { draft: page.draft, base: head.working, publish: head.released.is_some() };
    match pages.save(permit, edit).await? {
        Outcome::Stored(stored) if stored.is_new => summary.updated += 1,
        Outcome::Stored(_) => summary.unchanged += 1,
        Outcome::Refused(broken) => refuse(file, what.path, broken, summary),
        Outcome::Conflict(_) => {
            summary.refused += 1;
            let problem = Problem::at("text", "problem-page-moved");
            let file = name_of(file, what.path);
            summary.reports.push(FileReport { file, line: None, problem });
        }
    }
    Ok(())
}

/// A page that breaks rules is left out, and each rule told with the line of its value.
pub(super) fn refuse(file: &Path, root: &Path, broken: Vec<Finding>, summary: &mut Summary) {
    summary.refused += 1;
    let text = fs::read_to_string(file).unwrap_or_default();
    for finding in broken {
        let field = finding.problem.top_field().unwrap_or_default();
        let line = line_of(&text, field);
        let problem = match finding.message {
            // Whoever runs the machine reads German, as with every other word of the program.
            Some(message) => {
                let said = Problem { code: "problem-rule".to_owned(), ..finding.problem };
                said.with("message", message.de)
            }
            None => finding.problem,
        };
        summary.reports.push(FileReport { file: name_of(file, root), line, problem });
    }
}

/// The name of a file below the folder that is imported.
pub(super) fn name_of(file: &Path, root: &Path) -> String {
    let below = file.strip_prefix(root).ok().filter(|it| !it.as_os_str().is_empty());
    below.unwrap_or(Path::new(file.file_name().unwrap_or_default())).display().to_string()
}

fn loaded(page: PageFile, id: Option<String>, slug: String, parent: Option<Head>) -> LoadedPage {
    LoadedPage {
        page: NewPage {
            id,
            kind: page.kind,
            slug: Some(slug),
            parent,
            visibility: page.visibility,
            draft: page.draft,
            publish: true,
        },
        // A status is an approval; a file cannot bring one along.
        status: None,
        is_open_draft: false,
    }
}

/// Reads one file; `None` when it cannot be taken, with the reason in the summary.
fn read(
    file: &Path,
    root: &Path,
    kinds: &Kinds,
    limits: &Limits,
    kind: &str,
    summary: &mut Summary,
) -> Result<Option<PageFile>> {
    let name = name_of(file, root);
    let text = match text_of(file, limits)? {
        Ok(text) => text,
        Err(problem) => {
            tell(file, root, problem, summary);
            summary.refused += 1;
            return Ok(None);
        }
    };
    let report = |problem: Problem| {
        let of_block = problem.args.get("line").and_then(|it| it.parse().ok());
        let line = of_block.or_else(|| problem.top_field().and_then(|it| line_of(&text, it)));
        FileReport { file: name.clone(), line, problem }
    };
    let stem = file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let defaults = Defaults { kind, file_stem: &stem };
    let (page, problems) = PageFile::read(&text, kinds, limits, defaults);
    if page.is_none() {
        summary.refused += 1;
    }
    for problem in problems {
        // A key nobody knows stands in every file of a collection; once is enough to say.
        let is_told = |it: &FileReport| {
            let is_hint = it.problem.is_hint() || it.problem.code == WIKI_ONLY;
            is_hint && it.problem == problem
        };
        if !summary.reports.iter().any(is_told) {
            summary.reports.push(report(problem));
        }
    }
    Ok(page)
}

fn tell(file: &Path, root: &Path, problem: Problem, summary: &mut Summary) {
    summary.reports.push(FileReport { file: name_of(file, root), line: None, problem });
}

/// The Markdown files below a path, those above first and then in the order of names. Links to
/// elsewhere are not followed, and told.
pub(super) fn markdown_files(path: &Path, summary: &mut Summary) -> Result<Vec<PathBuf>> {
    if !path.exists() {
        let cause = std::io::Error::new(std::io::ErrorKind::NotFound, path.display().to_string());
        return Err(cause.into());
    }
    let entries = WalkDir::new(path).follow_links(false).sort_by_file_name();
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(std::io::Error::from)?;
        let is_markdown = entry.path().extension().is_some_and(|it| it.eq_ignore_ascii_case("md"));
        if entry.file_type().is_symlink() {
            tell(entry.path(), path, Problem::at("file", "problem-import-link"), summary);
        } else if entry.file_type().is_file() && is_markdown {
            files.push(entry.into_path());
        }
    }
    files.sort_by_cached_key(|it| (it.components().count(), it.clone()));
    Ok(files)
}
