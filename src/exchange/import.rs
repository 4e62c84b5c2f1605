//! `qm-wiki import`: a folder of Markdown files, or one file, into a space. Runs beside a server
//! in short transactions, so that people who save meanwhile do not wait.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use walkdir::WalkDir;

use super::pagefile::{Defaults, FileReport, PageFile, RecordFile, line_of};
use super::seed_records::rows_of;
use crate::access::{self, Actor};
use crate::config::Limits;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::german;
use crate::kinds::{Finding, Kinds, Problem};
use crate::pages::{Edit, Loaded, LoadedPage, NewPage, Outcome, Pages};
use crate::store;
use crate::store::pages::Head;
use crate::store::spaces::Space;

/// Pages written in one transaction; a few dozen milliseconds each.
const PAGES_AT_ONCE: usize = 40;
/// Between two transactions, so that the writers of a running server get their turn: SQLite gives
/// the lock to whoever asks at the right moment.
const PAUSE: Duration = Duration::from_millis(5);

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
    /// Everything that had to be said about files.
    pub reports: Vec<FileReport>,
}

/// Imports; `progress` is told how many of how many files are done.
pub async fn import(
    db: &Db,
    kinds: &Kinds,
    limits: &Limits,
    pages: &Pages,
    what: Import<'_>,
    mut progress: impl FnMut(usize, usize),
) -> Result<Summary> {
    let files = markdown_files(what.path)?;
    let mut summary = Summary::default();
    let mut done = 0;
    // Pages of this run: a second file of the same title is another page, not a new revision.
    let mut written: HashSet<String> = HashSet::new();
    for batch in files.chunks(PAGES_AT_ONCE) {
        let mut new: Vec<(&Path, Space, LoadedPage)> = Vec::new();
        let mut rows: HashMap<&Path, Vec<RecordFile>> = HashMap::new();
        for file in batch {
            let Some(page) = read(file, what.path, kinds, limits, what.kind, &mut summary)? else {
                continue;
            };
            let slug = german::slug(page.slug.as_deref().unwrap_or(page.draft.title()));
            let there = store::pages::at(db.reader(), &what.space, &slug).await?;
            let is_new_here = written.insert(slug.clone());
            match there {
                Some(head) if is_new_here && head.kind == page.kind => {
                    update(pages, kinds, &what, head, page, file, &mut summary).await?;
                }
                _ => {
                    rows.insert(file, page.records.clone());
                    new.push((file, what.space.clone(), loaded(page, slug)));
                }
            }
        }
        if what.is_rehearsal {
            rehearse(pages, kinds, &what, new, &mut summary).await?;
        } else if !new.is_empty() {
            load(pages, kinds, &what, new, rows, &mut summary).await?;
            tokio::time::sleep(PAUSE).await;
        }
        done += batch.len();
        progress(done, files.len());
    }
    Ok(summary)
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
fn refuse(file: &Path, root: &Path, broken: Vec<Finding>, summary: &mut Summary) {
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
fn name_of(file: &Path, root: &Path) -> String {
    let below = file.strip_prefix(root).ok().filter(|it| !it.as_os_str().is_empty());
    below.unwrap_or(Path::new(file.file_name().unwrap_or_default())).display().to_string()
}

fn loaded(page: PageFile, slug: String) -> LoadedPage {
    LoadedPage {
        page: NewPage {
            id: None,
            kind: page.kind,
            slug: Some(slug),
            parent: None,
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
    let report = |problem| FileReport { file: name.clone(), line: None, problem };
    if fs::metadata(file)?.len() > limits.page_bytes_max as u64 {
        let max = limits.page_bytes_max >> 20;
        summary.refused += 1;
        summary
            .reports
            .push(report(Problem::at("text", "problem-text-too-large").with("max", max)));
        return Ok(None);
    }
    let Ok(text) = String::from_utf8(fs::read(file)?) else {
        summary.refused += 1;
        summary.reports.push(report(Problem::at("text", "problem-not-utf8")));
        return Ok(None);
    };
    let stem = file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let defaults = Defaults { kind, file_stem: &stem };
    let (page, problems) = PageFile::read(&text, kinds, limits, defaults);
    if page.is_none() {
        summary.refused += 1;
    }
    for problem in problems {
        // A key nobody knows stands in every file of a collection; once is enough to say.
        let is_told = |it: &FileReport| it.problem.is_hint() && it.problem == problem;
        if !summary.reports.iter().any(is_told) {
            summary.reports.push(report(problem));
        }
    }
    Ok(page)
}

/// The Markdown files below a path in the order of names. Links to elsewhere are not followed.
fn markdown_files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.exists() {
        let cause = std::io::Error::new(std::io::ErrorKind::NotFound, path.display().to_string());
        return Err(cause.into());
    }
    let entries = WalkDir::new(path).follow_links(false).sort_by_file_name();
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(std::io::Error::from)?;
        let is_markdown = entry.path().extension().is_some_and(|it| it.eq_ignore_ascii_case("md"));
        if entry.file_type().is_file() && is_markdown {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}
