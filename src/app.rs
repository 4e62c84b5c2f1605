//! Puts the rooms together: opens a wiki in its data folder, and serves it. Holds THE list of
//! routes. Decides nothing itself.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};

use crate::changes::Changes;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::exchange::{self, Registers, SiteKinds};
use crate::files::Files;
use crate::findings::Findings;
use crate::kinds::LiveKinds;
use crate::measures::Measures;
use crate::pages::{Capabilities, Pages};
use crate::people::People;
use crate::practice::Practice;
use crate::projects::Projects;
use crate::reading::Reading;
use crate::search::{Follower, Index};
use crate::theme::Theme;
use crate::web::kept::{self, Kept};
use crate::web::site::Site;
use crate::web::visitor::IsHttps;
use crate::web::{
    acts, administration, api, assets, errors, files, glossary, guard, health, history, lists,
    page, portal, recent, records, registers, search, sign_in, spaces, status, trash, unsaved,
    upkeep, write,
};

/// Pages derived anew between two pauses.
const PAGES_AT_ONCE: u64 = 20;
/// How long a bulk command lets others write.
const PAUSE: Duration = Duration::from_millis(5);

/// An open wiki: every room on one database.
#[derive(Clone)]
pub struct Wiki {
    /// Its settings.
    pub config: Config,
    /// What time it is.
    pub clock: Clock,
    /// Its database.
    pub db: Db,
    /// Its kinds of pages.
    pub kinds: LiveKinds,
    /// Where they come from, and what its files say besides.
    pub site_kinds: SiteKinds,
    /// Its change log.
    pub changes: Changes,
    /// Its people.
    pub people: People,
    /// Acts on its pages.
    pub pages: Pages,
    /// Its pages for readers.
    pub reading: Reading,
    /// Its files.
    pub files: Files,
}

impl Wiki {
    /// Opens a wiki. A first start fills it with spaces and seed pages.
    pub async fn open(config: Config, clock: Clock) -> Result<Self> {
        make_private(&config.data)?;
        if let Some(file) = exchange::unfinished_restore(&config.data) {
            return Err(AppError::failure(format!(
                "restoring {file} was cut short; run it again: qm-wiki restore {file}"
            )));
        }
        let db = Db::connect(&config.database_url()).await?;
        if db.is_older().await? {
            let file = exchange::backup_beside(&db, &clock, &config.data, "before-update").await?;
            tracing::info!("made a backup before updating the tables: {}", file.display());
        }
        db.update().await?;
        let site_kinds = SiteKinds::open(&config.data, &db).await?;
        let kinds = site_kinds.live().clone();
        let changes = Changes::open(&db).await?;
        let runtime = tokio::runtime::Handle::current();
        let files = Files::open(&config, &db, &clock, &kinds, &changes, runtime.clone())?;
        let pages = Pages::new(&db, &clock, &kinds, &changes, runtime).with(capabilities());
        exchange::first_start(&db, &clock, &kinds.now(), &pages, config.seed).await?;
        exchange::attach_seed_files(&db, &kinds.now(), &files, config.seed).await?;
        Ok(Self {
            people: People::new(&db, &clock, &config.limits, &changes),
            reading: Reading::new(&db, &kinds, &changes, &clock),
            config,
            clock,
            db,
            kinds,
            site_kinds,
            changes,
            pages,
            files,
        })
    }

    /// Opens the search index of this wiki.
    pub async fn open_index(&self) -> Result<(Index, Follower)> {
        let folder = self.config.data.join("index");
        Follower::open(&folder, &self.db, &self.kinds, &self.changes).await
    }

    /// Follows the files of the site and its registers while it is served.
    pub fn follow_kinds(&self) -> impl Future<Output = ()> + Send + use<> {
        let (pages, changes, clock) =
            (self.pages.clone(), self.changes.clone(), self.clock.clone());
        self.site_kinds.clone().follow(pages, changes, clock)
    }

    /// Makes everything derived from revisions and records anew, page by page; answers how many.
    pub async fn rederive(&self, mut progress: impl FnMut(usize)) -> Result<usize> {
        let (mut after, mut count) = (String::new(), 0);
        loop {
            let ids =
                crate::store::pages::ids_after(self.db.reader(), &after, PAGES_AT_ONCE).await?;
            let Some(last) = ids.last().cloned() else {
                break;
            };
            for id in &ids {
                self.pages.rederive(id).await?;
            }
            // Whoever writes beside this shall not wait for the whole of it.
            tokio::time::sleep(PAUSE).await;
            count += ids.len();
            progress(count);
            after = last;
        }
        Ok(count)
    }

    /// What handlers work with.
    pub fn services(&self, index: &Index) -> Services {
        let theme = match &self.config.theme {
            Some(name) => {
                Theme::with_site(&self.config.data.join("themes").join(name).join("templates"))
            }
            None => Theme::embedded(),
        };
        let limits = &self.config.limits;
        Services {
            site: web::Data::new(Site::new(
                &self.db,
                &self.changes,
                &self.clock,
                limits,
                &self.site_kinds,
                theme,
            )),
            db: web::Data::new(self.db.clone()),
            people: web::Data::new(self.people.clone()),
            pages: web::Data::new(self.pages.clone()),
            reading: web::Data::new(self.reading.clone()),
            files: web::Data::new(self.files.clone()),
            index: web::Data::new(index.clone()),
            registers: web::Data::new(Registers::new(
                &self.db,
                &self.clock,
                &self.changes,
                &self.site_kinds,
                tokio::runtime::Handle::current(),
            )),
            is_https: web::Data::new(IsHttps(self.config.is_https())),
            kept: web::Data::new(Kept::new(&self.changes, &self.kinds, &self.clock)),
            body_bytes_max: limits.body_bytes_max,
        }
    }

    /// Serves the wiki on a socket until told to stop.
    pub fn serve(&self, index: &Index, socket: TcpListener) -> Result<Server> {
        let services = self.services(index);
        let mut server = HttpServer::new(move || {
            App::new()
                .configure(|it| services.configure(it))
                .default_service(web::to(not_found))
                .wrap(from_fn(kept::pages))
                .wrap(from_fn(guard::same_origin))
                .wrap(from_fn(errors::pages))
                .wrap(from_fn(guard::headers))
                .wrap(Compress::default())
        })
        .shutdown_timeout(8)
        .disable_signals();
        if let Some(workers) = self.config.workers {
            server = server.workers(workers);
        }
        Ok(server.listen(socket)?.run())
    }
}

/// What the wiki can beyond what its kinds declare; each brings checks that rules name.
pub fn capabilities() -> Capabilities {
    Capabilities::new(vec![
        Arc::new(Findings),
        Arc::new(Measures),
        Arc::new(Practice),
        Arc::new(Projects),
    ])
}

/// The handles handlers take, one for each thing they work with.
#[derive(Clone)]
pub struct Services {
    site: web::Data<Site>,
    db: web::Data<Db>,
    people: web::Data<People>,
    pages: web::Data<Pages>,
    reading: web::Data<Reading>,
    files: web::Data<Files>,
    index: web::Data<Index>,
    registers: web::Data<Registers>,
    is_https: web::Data<IsHttps>,
    kept: web::Data<Kept>,
    body_bytes_max: usize,
}

impl Services {
    /// Hands the services and the routes to an application.
    pub fn configure(&self, app: &mut web::ServiceConfig) {
        // actix stops forms at 16 KiB, which a page soon is.
        let form = web::FormConfig::default()
            .limit(self.body_bytes_max)
            .error_handler(|error, _| unreadable_form(&error).into());
        let query = web::QueryConfig::default()
            .error_handler(|_, _| AppError::BadRequest("problem-bad-address").into());
        let path = web::PathConfig::default().error_handler(|_, _| AppError::NotFound.into());
        app.app_data(form)
            .app_data(query)
            .app_data(path)
            .app_data(self.site.clone())
            .app_data(self.db.clone())
            .app_data(self.people.clone())
            .app_data(self.pages.clone())
            .app_data(self.reading.clone())
            .app_data(self.files.clone())
            .app_data(self.index.clone())
            .app_data(self.registers.clone())
            .app_data(self.is_https.clone())
            .app_data(self.kept.clone())
            .configure(routes);
    }
}

/// All addresses of the wiki.
fn routes(app: &mut web::ServiceConfig) {
    app
        // Beginning
        .route("/", web::get().to(portal::portal))
        .route("/sign-in", web::get().to(sign_in::form))
        .route("/sign-in", web::post().to(sign_in::sign_in))
        .route("/sign-in/link/{secret}", web::get().to(sign_in::by_link))
        .route("/sign-out", web::post().to(sign_in::sign_out))
        .route("/language", web::post().to(sign_in::language))
        // Finding
        .route("/search", web::get().to(search::search))
        .route("/list", web::get().to(lists::overview))
        .route("/list/{what}", web::get().to(lists::list))
        .route("/glossary", web::get().to(glossary::glossary))
        .route("/spaces", web::get().to(spaces::spaces))
        .route("/changes", web::get().to(recent::changes))
        .route("/names", web::get().to(upkeep::names))
        .route("/upkeep/{what}", web::get().to(upkeep::upkeep))
        // Writing
        .route("/new", web::get().to(write::new))
        .route("/new", web::post().to(write::create))
        .route("/drafts", web::post().to(unsaved::keep))
        .route("/drafts/{id}/discard", web::post().to(unsaved::discard))
        .route("/presence/{page}", web::post().to(unsaved::presence))
        .route("/undo", web::post().to(acts::undo))
        .route("/order", web::get().to(acts::order_form))
        .route("/order", web::post().to(acts::order))
        .route("/trash", web::get().to(trash::list))
        .route("/trash/{id}/restore", web::post().to(trash::restore))
        .route("/trash/{id}/purge", web::get().to(trash::purge_form))
        .route("/trash/{id}/purge", web::post().to(trash::purge))
        // Pages; what can be done with one stands below its address
        .route("/wiki/{space}/{path:.+}/edit", web::get().to(write::edit))
        .route("/wiki/{space}/{path:.+}/edit", web::post().to(write::save))
        .route("/wiki/{space}/{path:.+}/history", web::get().to(history::history))
        .route("/wiki/{space}/{path:.+}/compare", web::get().to(history::compare))
        .route("/wiki/{space}/{path:.+}/restore", web::post().to(history::restore))
        .route("/wiki/{space}/{path:.+}/move", web::get().to(acts::move_form))
        .route("/wiki/{space}/{path:.+}/move", web::post().to(acts::move_page))
        .route("/wiki/{space}/{path:.+}/copy", web::get().to(acts::copy_form))
        .route("/wiki/{space}/{path:.+}/copy", web::post().to(acts::copy))
        .route("/wiki/{space}/{path:.+}/trash", web::post().to(acts::trash))
        .route("/wiki/{space}/{path:.+}/lock", web::get().to(acts::lock_form))
        .route("/wiki/{space}/{path:.+}/lock", web::post().to(acts::lock))
        .route("/wiki/{space}/{path:.+}/template", web::post().to(acts::template))
        .route("/wiki/{space}/{path:.+}/authors", web::get().to(recent::authors))
        .route("/wiki/{space}/{path:.+}/status", web::get().to(status::form))
        .route("/wiki/{space}/{path:.+}/status", web::post().to(status::set))
        .route("/wiki/{space}/{path:.+}/records/{set}/{id}", web::get().to(records::form))
        .route("/wiki/{space}/{path:.+}/records/{set}/{id}", web::post().to(records::save))
        .route("/wiki/{space}/{path:.+}/files", web::post().to(files::upload))
        .route("/wiki/{space}", web::get().to(spaces::space))
        .route("/wiki/{space}/", web::get().to(spaces::space))
        .route("/wiki/{space}/{path:.+}", web::get().to(page::page))
        // Files
        .route("/files/{id}", web::get().to(files::sheet))
        .route("/files/{id}", web::post().to(files::act))
        .route("/files/{id}/versions", web::post().to(files::add_version))
        .route("/files/{id}/{name}", web::get().to(files::download))
        // Administration
        .route("/administration", web::get().to(administration::overview))
        .route("/administration/examples/remove", web::post().to(administration::remove_examples))
        .route("/administration/registers", web::get().to(registers::all))
        .route("/administration/registers/{list}", web::get().to(registers::list))
        .route("/administration/registers/{list}", web::post().to(registers::change_list))
        .route("/administration/registers/{list}/{entry}", web::get().to(registers::entry))
        .route("/administration/registers/{list}/{entry}", web::post().to(registers::change_entry))
        // For machines
        .route("/assets/{name:.+}", web::get().to(assets::asset))
        .route("/healthz", web::get().to(health::alive))
        .route("/healthz", web::head().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/readyz", web::head().to(health::ready))
        // For programs
        .configure(api::routes);
}

async fn not_found() -> Result<actix_web::HttpResponse> {
    Err(AppError::NotFound)
}

fn unreadable_form(error: &actix_web::error::UrlencodedError) -> AppError {
    match error {
        actix_web::error::UrlencodedError::Overflow { limit, .. } => AppError::TooLarge(*limit),
        _ => AppError::BadRequest("problem-bad-form"),
    }
}

/// Two servers on one folder would spoil each other's index; the second one is told so.
pub fn lock_folder(folder: &Path) -> Result<File> {
    make_private(folder)?;
    let lock = File::create(folder.join("serve.lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(_) => Err(AppError::failure(format!(
            "another QM-Wiki is serving {}; stop it first, or choose another folder with --data",
            folder.display()
        ))),
    }
}

/// Pages are not for other accounts of the machine.
fn make_private(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
