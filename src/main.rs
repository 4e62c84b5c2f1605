//! The command line: reads flags, environment and file, opens a wiki and does one thing with it.
//! What is done stands in the rooms; here are only words and exit codes.

use std::io::{IsTerminal, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use qm_wiki::access::{Pillar, Role, SpaceStanding, SpaceVisibility};
use qm_wiki::app::{Wiki, lock_folder};
use qm_wiki::clock::Clock;
use qm_wiki::config::{Config, Seed};
use qm_wiki::db::Db;
use qm_wiki::error::{AppError, Result};
use qm_wiki::exchange::{self, Holdings, Import};
use qm_wiki::pages::Fault;
use qm_wiki::people::NewAccount;
use qm_wiki::search::{self, IndexState};
use qm_wiki::store;
use qm_wiki::store::spaces::Space;
use qm_wiki::texts::{self, Lang};
use serde::Deserialize;

/// Indexing and imports come in bursts; this allocator gives their memory back, where the system's
/// kept four times as much (docs/measurements.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A wiki for quality management in public administration.
#[derive(Parser)]
#[command(name = "qm-wiki", version, args_conflicts_with_subcommands = false)]
struct Line {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct Settings {
    /// The data folder [default: ./data]
    #[arg(long, global = true, env = "QMWIKI_DATA")]
    data: Option<PathBuf>,
    /// A settings file [default: qm-wiki.toml in the data folder]
    #[arg(long, global = true, env = "QMWIKI_CONFIG")]
    config: Option<PathBuf>,
    /// The database, as postgres://… or sqlite://… [default: SQLite in the data folder]
    #[arg(long, global = true, env = "QMWIKI_DATABASE_URL")]
    database_url: Option<String>,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "QMWIKI_LISTEN")]
    listen: Option<SocketAddr>,
    /// The address people use, when a proxy stands in front
    #[arg(long, global = true, env = "QMWIKI_PUBLIC_URL")]
    public_url: Option<String>,
    /// Begin without seed pages
    #[arg(long, global = true, env = "QMWIKI_NO_SEED")]
    no_seed: bool,
    /// Begin without the seed pages that are marked as examples
    #[arg(long, global = true, env = "QMWIKI_WITHOUT_EXAMPLES")]
    without_examples: bool,
}

/// What a settings file may say; flags and environment come first.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SettingsFile {
    database_url: Option<String>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    theme: Option<String>,
    workers: Option<usize>,
    clamd: Option<String>,
    file_megabytes_max: Option<u64>,
    files_gigabytes_max: Option<u64>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the wiki (what happens without a command, too)
    Serve,
    /// Accounts
    #[command(subcommand)]
    User(UserCommand),
    /// Tokens with which programs act for somebody
    #[command(subcommand)]
    Token(TokenCommand),
    /// Spaces
    #[command(subcommand)]
    Space(SpaceCommand),
    /// Take in Markdown files. Example: qm-wiki import ./laws --space gesamtstadt
    Import {
        /// A folder, or one file
        path: PathBuf,
        /// The space the pages go to
        #[arg(long)]
        space: String,
        /// The kind of files that name none
        #[arg(long, default_value = "page")]
        kind: String,
        /// The account whose pages they become
        #[arg(long)]
        author: Option<String>,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the whole wiki into one file, also while it is in use.
    /// Example: qm-wiki backup /mnt/backup/qm-wiki.tar.gz
    Backup {
        /// The archive to write; one of that name is replaced when the new one is whole
        file: PathBuf,
    },
    /// Put the wiki of a backup in place of the present one, of which a backup is made first; the
    /// server must be stopped. Example: qm-wiki restore /mnt/backup/qm-wiki.tar.gz
    Restore {
        /// The archive to read
        file: PathBuf,
    },
    /// Say what is wrong with the wiki and what mends it. Example: qm-wiki check --kinds
    Check {
        /// Only the files that describe kinds
        #[arg(long)]
        kinds: bool,
    },
    /// Examples of the seed
    #[command(subcommand)]
    Examples(ExamplesCommand),
    /// Make everything anew that is derived from revisions and records, also while the wiki is in
    /// use. Example: qm-wiki rebuild --index
    Rebuild {
        /// The search index too; the server must be stopped
        #[arg(long)]
        index: bool,
    },
    /// Look into a document from standard input; the server does this in a process of its own
    #[command(hide = true)]
    ExtractText {
        /// Its type
        media_type: String,
    },
    /// Clean a document from standard input; the server does this in a process of its own
    #[command(hide = true)]
    CleanFile {
        /// Its type
        media_type: String,
    },
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add an account. Example: qm-wiki user add kaya --email k@example.org --role editor@mitte
    Add {
        /// The name to sign in with
        name: String,
        /// Mail address
        #[arg(long)]
        email: Option<String>,
        /// May administer, read and write in every space
        #[arg(long)]
        admin: bool,
        /// A role in a space, as ROLE@SPACE; may be given several times
        #[arg(long)]
        role: Vec<String>,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Print a link that signs somebody in once. Example: qm-wiki user link kaya
    Link {
        /// The name to sign in with
        name: String,
    },
}

#[derive(Subcommand)]
enum TokenCommand {
    /// Print a new token once, as the last word. Example: qm-wiki token create kaya --name reports
    Create {
        /// The sign-in name of the person it acts for
        user: String,
        /// What it is for
        #[arg(long, default_value = "")]
        name: String,
    },
}

#[derive(Subcommand)]
enum SpaceCommand {
    /// Add a space. Example: qm-wiki space add fortbildung --title Fortbildung --pillar gesamtstaedtisch
    Add {
        /// Its key, as in /wiki/KEY
        key: String,
        /// Its title
        #[arg(long)]
        title: String,
        /// bezirklich, ueberbezirklich or gesamtstaedtisch
        #[arg(long)]
        pillar: String,
        /// public, intern or members
        #[arg(long, default_value = "intern")]
        visibility: String,
    },
}

#[derive(Subcommand)]
enum ExamplesCommand {
    /// Take all example pages away with everything at them. Example: qm-wiki examples remove
    Remove,
}

fn main() -> ExitCode {
    let line = Line::parse();
    // Documents are looked into without anything else in the process.
    let looked = match &line.command {
        Some(Command::ExtractText { media_type }) => qm_wiki::files::extract_text(media_type),
        Some(Command::CleanFile { media_type }) => qm_wiki::files::clean_file(media_type),
        _ => return with_wiki(line),
    };
    looked.map_or(ExitCode::FAILURE, ExitCode::from)
}

#[tokio::main]
async fn with_wiki(line: Line) -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("QMWIKI_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,qm_wiki=info")),
        )
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match run(line).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("qm-wiki: {}", in_words(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run(line: Line) -> Result<ExitCode> {
    let config = config(&line.settings)?;
    match line.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(config).await,
        Command::User(command) => user(config, command).await,
        Command::Token(TokenCommand::Create { user, name }) => {
            create_token(config, &user, &name).await
        }
        Command::Space(SpaceCommand::Add { key, title, pillar, visibility }) => {
            add_space(config, key, title, &pillar, &visibility).await
        }
        Command::Import { path, space, kind, author, dry_run } => {
            import(config, &path, &space, &kind, author, dry_run).await
        }
        Command::Examples(ExamplesCommand::Remove) => remove_examples(config).await,
        Command::Backup { file } => backup(config, &file).await,
        Command::Restore { file } => restore(config, &file).await,
        Command::Check { kinds: true } => Ok(outcome(check_kinds(&config)?)),
        Command::Check { kinds: false } => check(config).await,
        Command::Rebuild { index } => rebuild(config, index).await,
        Command::ExtractText { .. } | Command::CleanFile { .. } => Ok(ExitCode::FAILURE),
    }
}

fn config(settings: &Settings) -> Result<Config> {
    let data = settings.data.clone().unwrap_or_else(|| PathBuf::from("data"));
    let named = settings.config.clone();
    let path = named.clone().unwrap_or_else(|| data.join("qm-wiki.toml"));
    let file: SettingsFile = match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text)
            .map_err(|error| AppError::failure(format!("{}: {error}", path.display())))?,
        Err(_) if named.is_none() => SettingsFile::default(),
        Err(error) => return Err(AppError::failure(format!("{}: {error}", path.display()))),
    };
    let mut defaults = Config::for_folder(data);
    let limits = &mut defaults.limits;
    limits.file_bytes_max = file.file_megabytes_max.map_or(limits.file_bytes_max, |it| it << 20);
    limits.files_bytes_max = file.files_gigabytes_max.map_or(limits.files_bytes_max, |it| it << 30);
    Ok(Config {
        listen: settings.listen.or(file.listen).unwrap_or(defaults.listen),
        database_url: settings.database_url.clone().or(file.database_url),
        public_url: settings.public_url.clone().or(file.public_url),
        seed: match (settings.no_seed, settings.without_examples) {
            (true, _) => Seed::None,
            (false, true) => Seed::WithoutExamples,
            (false, false) => Seed::Full,
        },
        theme: file.theme,
        workers: file.workers,
        clamd: file.clamd,
        ..defaults
    })
}

async fn serve(config: Config) -> Result<ExitCode> {
    let _lock = lock_folder(&config.data)?;
    // The socket first: a taken port should not cost a first start before it is told.
    let socket = TcpListener::bind(config.listen).map_err(|error| {
        AppError::failure(format!(
            "cannot listen on {}: {error}; choose another address with --listen",
            config.listen
        ))
    })?;
    let address = socket.local_addr()?;
    let wiki = Wiki::open(config, Clock::system()).await?;
    let (index, follower) = wiki.open_index().await?;
    let link = wiki.people.first_administrator().await?;
    let server = wiki.serve(&index, socket)?;
    let handle = server.handle();

    let running = tokio::spawn(server);
    let following = tokio::spawn(follower.follow());
    let looking = tokio::spawn(wiki.changes.clone().look_for_others());
    let kinds = tokio::spawn(wiki.follow_kinds());
    let base = wiki.config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    say(&format!("listening on http://{address}"))?;
    if let Some(link) = link {
        let base = base.trim_end_matches('/');
        say(&format!("sign in once within 24 hours: {base}/sign-in/link/{}", link.reveal()))?;
    }

    told_to_stop().await?;
    handle.stop(true).await;
    running.await.map_err(AppError::failure)??;
    looking.abort();
    kinds.abort();
    following.abort();
    // An index commit that is under way ends before its folder is let go of.
    tokio::task::spawn_blocking(move || index.rest())
        .await
        .map_err(AppError::failure)?
        .map_err(AppError::failure)?;
    wiki.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn told_to_stop() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted?,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}

async fn user(config: Config, command: UserCommand) -> Result<ExitCode> {
    let wiki = Wiki::open(config, Clock::system()).await?;
    match command {
        UserCommand::Add { name, email, admin, role, password_stdin } => {
            let mut roles = Vec::new();
            for role in &role {
                roles.push(role_at_space(role)?);
            }
            let password = if password_stdin { Some(password()?) } else { None };
            let new = NewAccount {
                name: name.clone(),
                display_name: None,
                email,
                password,
                is_admin: admin,
                roles,
            };
            wiki.people.add(new).await.map_err(|error| match error {
                AppError::Conflict => AppError::failure(format!("the name {name} is taken")),
                AppError::NotFound => AppError::failure("there is no such space"),
                other => other,
            })?;
            say(&format!("added {name}"))?;
        }
        UserCommand::Link { name } => {
            let account = wiki.people.by_name(&name).await?;
            let account = account.ok_or_else(|| {
                AppError::failure(format!(
                    "nobody is called {name}; add them with: user add {name}"
                ))
            })?;
            let link = wiki.people.sign_in_link(&account).await?;
            let base = wiki.config.public_url.clone();
            let base = base.unwrap_or_else(|| format!("http://{}", wiki.config.listen));
            say(&format!("{}/sign-in/link/{}", base.trim_end_matches('/'), link.reveal()))?;
        }
    }
    wiki.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn create_token(config: Config, user: &str, name: &str) -> Result<ExitCode> {
    let wiki = Wiki::open(config, Clock::system()).await?;
    let account = wiki.people.by_name(user).await?;
    let account = account.ok_or_else(|| {
        AppError::failure(format!("nobody is called {user}; add them with: user add {user}"))
    })?;
    if account.disabled_at.is_some() {
        return Err(AppError::failure(format!("the account of {user} is disabled")));
    }
    let token = wiki.people.create_token(&account, name).await?;
    say(&format!("token for {user}, shown this once: {}", token.reveal()))?;
    wiki.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn add_space(
    config: Config,
    key: String,
    title: String,
    pillar: &str,
    visibility: &str,
) -> Result<ExitCode> {
    let unknown = |what: &str, word: &str| AppError::failure(format!("{word} is no {what}"));
    let pillar = Pillar::parse(pillar).ok_or_else(|| unknown("pillar", pillar))?;
    let visibility =
        SpaceVisibility::parse(visibility).ok_or_else(|| unknown("visibility", visibility))?;
    if key.is_empty() || qm_wiki::german::slug(&key) != key {
        return Err(AppError::failure("a key has lower-case letters, digits and hyphens only"));
    }
    let wiki = Wiki::open(config, Clock::system()).await?;
    let position = store::spaces::all(wiki.db.reader()).await?.len() as i32;
    let space = Space {
        id: store::new_id(),
        title_de: title.clone(),
        title_en: title,
        district: None,
        position,
        standing: SpaceStanding { key: key.clone(), visibility, pillar, everyone: None },
    };
    exchange::add_space(&wiki.db, &wiki.clock, &wiki.changes, space).await.map_err(|error| {
        if error.is_taken() { AppError::failure(format!("the key {key} is taken")) } else { error }
    })?;
    say(&format!("added {key}"))?;
    wiki.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn import(
    config: Config,
    path: &Path,
    space: &str,
    kind: &str,
    author: Option<String>,
    is_rehearsal: bool,
) -> Result<ExitCode> {
    let wiki = Wiki::open(config, Clock::system()).await?;
    let space = store::spaces::by_key(wiki.db.reader(), space).await?;
    let space = space.ok_or_else(|| AppError::failure("there is no such space"))?;
    if wiki.kinds.now().get(kind).is_none() {
        return Err(AppError::failure(format!("{kind} is no kind of page")));
    }
    let author = match author {
        Some(name) => {
            let account = wiki.people.by_name(&name).await?;
            let account =
                account.ok_or_else(|| AppError::failure(format!("nobody is called {name}")))?;
            Some((account.id, account.rights))
        }
        None => None,
    };
    let what = Import { path, space, kind, author, is_rehearsal };
    let is_terminal = std::io::stderr().is_terminal();
    let limits = &wiki.config.limits;
    let progress = |done: usize, all: usize| {
        if is_terminal {
            eprint!("\r{done} of {all} files");
        }
    };
    let summary =
        exchange::import(&wiki.db, &wiki.kinds.now(), limits, &wiki.pages, what, progress).await?;
    if is_terminal {
        eprintln!();
    }
    for report in &summary.reports {
        let words = qm_wiki::web::words::problem(Lang::De, &report.problem);
        match report.line {
            Some(line) => eprintln!("{}:{line}: {words}", report.file),
            None => eprintln!("{}: {words}", report.file),
        }
    }
    say(&format!(
        "{} new, {} changed, {} unchanged, {} refused",
        summary.created, summary.updated, summary.unchanged, summary.refused
    ))?;
    wiki.db.close().await?;
    Ok(if summary.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn backup(config: Config, file: &Path) -> Result<ExitCode> {
    let db = Db::connect(&config.database_url()).await?;
    let held = exchange::backup(&db, &Clock::system(), &config.data, file).await?;
    say(&format!("{}: {}", file.display(), in_numbers(&held)))?;
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn restore(config: Config, file: &Path) -> Result<ExitCode> {
    let _lock = lock_folder(&config.data)?;
    let clock = Clock::system();
    let db = Db::connect(&config.database_url()).await?;
    let is_empty = db.applied().await.is_empty();
    if !is_empty && exchange::unfinished_restore(&config.data).is_none() {
        let before = exchange::backup_beside(&db, &clock, &config.data, "before-restore").await?;
        say(&format!("what was there is kept in {}", before.display()))?;
    }
    let held = exchange::restore(&db, &clock, &config.data, file).await?;
    db.close().await?;
    let wiki = Wiki::open(config, clock).await?;
    wiki.rederive(counting("pages")).await?;
    let (_, mut follower) = wiki.open_index().await?;
    follower.build_anew().await?;
    say(&format!("restored {}", in_numbers(&held)))?;
    wiki.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn in_numbers(held: &Holdings) -> String {
    let rows = |table: &str| held.rows.get(table).copied().unwrap_or_default();
    format!(
        "{} pages, {} revisions, {} records, {} files",
        rows("page"),
        rows("revision"),
        rows("record"),
        held.files
    )
}

/// Says what is wrong with the wiki, each with what mends it.
async fn check(config: Config) -> Result<ExitCode> {
    let mut wrong = check_kinds(&config)?;
    let wiki = Wiki::open(config, Clock::system()).await?;
    let mut tell = |what: String| {
        wrong += 1;
        eprintln!("{what}");
    };
    if let Some(words) = store::rows::integrity(&wiki.db).await? {
        tell(format!("the database file is damaged ({words}): restore a backup"));
    }
    for fault in wiki.pages.check(counting("pages")).await? {
        tell(fault_in_words(&fault));
    }
    match search::examine(&wiki.config.data.join("index"), &wiki.db).await? {
        IndexState::Fits => {}
        IndexState::Behind(changes) => {
            say(&format!(
                "the search index is {changes} changes behind; a running server follows"
            ))?;
        }
        IndexState::Missing => say("there is no search index yet; the next start builds it")?,
        IndexState::Damaged => tell("the search index is damaged: qm-wiki rebuild --index".into()),
        IndexState::Differs(index, faces) => tell(format!(
            "the search index holds {index} page faces, the database {faces}: \
             qm-wiki rebuild --index"
        )),
    }
    say(&format!("{wrong} problems"))?;
    wiki.db.close().await?;
    Ok(outcome(wrong))
}

fn fault_in_words(fault: &Fault) -> String {
    match fault {
        Fault::RevisionMissing { page, number } => {
            format!("{page}: revision {number} is missing: restore a backup")
        }
        Fault::RevisionAltered { page, number } => {
            format!("{page}: revision {number} is not what was written: restore a backup")
        }
        Fault::DerivedStale { page } => {
            format!("{page}: what is derived from it does not fit: qm-wiki rebuild")
        }
        Fault::LogGap { head, count } => {
            format!("the change log has {count} acts up to number {head}: restore a backup")
        }
    }
}

fn outcome(wrong: usize) -> ExitCode {
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tells how far a long work is, where somebody looks at it.
fn counting(what: &'static str) -> impl FnMut(usize) {
    let is_terminal = std::io::stderr().is_terminal();
    move |done| {
        if is_terminal {
            eprint!("\r{done} {what} ");
        }
    }
}

/// Says what is wrong with the files that describe kinds and with templates of new pages, those of
/// the data folder included.
fn check_kinds(config: &Config) -> Result<usize> {
    let (kinds, told) = exchange::check_kinds(&config.data)?;
    for problem in &told.problems {
        let args: Vec<(&str, texts::Arg)> =
            problem.args.iter().map(|(name, it)| (name.as_str(), it.as_str().into())).collect();
        let words = texts::say(Lang::De, &problem.code, &args);
        eprintln!("{}:{}: {words}", problem.file, problem.line);
    }
    for report in &told.template_problems {
        let words = qm_wiki::web::words::problem(Lang::De, &report.problem);
        eprintln!("{}:{}: {words}", report.file, report.line.unwrap_or(1));
    }
    let problems = told.problems.len() + told.template_problems.len();
    let (kinds, templates) = (kinds.iter().count(), told.templates.len());
    say(&format!("{kinds} kinds, {templates} templates, {problems} problems"))?;
    Ok(problems)
}

async fn remove_examples(config: Config) -> Result<ExitCode> {
    let wiki = Wiki::open(config, Clock::system()).await?;
    let count = exchange::remove_examples(&wiki.db, &wiki.pages).await?;
    say(&format!("removed {count} example pages"))?;
    wiki.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn rebuild(config: Config, with_index: bool) -> Result<ExitCode> {
    let lock = if with_index { Some(lock_folder(&config.data)?) } else { None };
    let wiki = Wiki::open(config, Clock::system()).await?;
    let count = wiki.rederive(counting("pages")).await?;
    if lock.is_some() {
        let (_, mut follower) = wiki.open_index().await?;
        follower.build_anew().await?;
        say(&format!("rebuilt {count} pages and the search index"))?;
    } else {
        say(&format!("rebuilt {count} pages"))?;
    }
    wiki.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn role_at_space(text: &str) -> Result<(String, Role)> {
    let parts =
        text.split_once('@').and_then(|(role, space)| Some((space.to_owned(), Role::parse(role)?)));
    parts.ok_or_else(|| {
        AppError::failure(format!(
            "{text} is no ROLE@SPACE; roles are reader, contributor, editor, approver, manager"
        ))
    })
}

/// The first line of standard input.
fn password() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let password = text.lines().next().unwrap_or_default().to_owned();
    if password.is_empty() {
        return Err(AppError::failure("standard input holds no password"));
    }
    Ok(password)
}

/// Written at once, so that whoever waits for the line sees it.
fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}

fn in_words(error: &AppError) -> String {
    match error {
        AppError::Io(error) => error.to_string(),
        AppError::Failure(reason) => reason.clone(),
        AppError::BadRequest(id) => texts::say(Lang::En, id, &[]),
        other => other.to_string(),
    }
}
