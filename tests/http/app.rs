//! `TestApp`: a whole wiki on a free port with a database of its own, and people who use it.

use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use qm_wiki::access::Role;
use qm_wiki::app::Wiki;
use qm_wiki::clock::Clock;
use qm_wiki::config::{Config, Seed};
use qm_wiki::db::Db;
use qm_wiki::people::NewAccount;
use qm_wiki::search::Index;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, Statement};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::{Url, form_urlencoded};

/// 22 November 2026, 10:00 in Berlin.
const NOW: i64 = 1_795_338_000_000;
/// A search may lag a save by one second; a busy machine gets more before a test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// Stands between the parts of a form with files.
const BOUNDARY: &str = "zwischen-den-teilen";

/// A running wiki.
pub struct TestApp {
    /// Its rooms, for what has no address yet.
    pub wiki: Wiki,
    /// Its clock, which moves only when told.
    pub clock: Clock,
    /// What runs it; tests use it for calls without an address.
    pub runtime: Runtime,
    base: String,
    index: Index,
    _folder: TempDir,
}

/// Somebody with a browser of their own.
pub struct Visitor {
    agent: ureq::Agent,
    base: String,
    cookies: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// `Location`, if any.
    pub location: Option<String>,
    /// Body as text.
    pub body: String,
    /// All headers, names in lower case.
    pub headers: Vec<(String, String)>,
}

/// A file that came back.
pub struct Fetched {
    /// Status code.
    pub status: u16,
    /// All headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl TestApp {
    /// A wiki with spaces and kinds, without seed pages.
    pub fn start() -> Self {
        Self::start_with(Seed::None)
    }

    /// A wiki with this seed.
    pub fn start_with(seed: Seed) -> Self {
        Self::start_in(seed, |_| {}, |_| {})
    }

    /// A wiki without seed pages with other settings.
    pub fn start_set(set: impl FnOnce(&mut Config)) -> Self {
        Self::start_in(Seed::None, |_| {}, set)
    }

    /// A wiki whose data folder was prepared before its first start.
    pub fn start_prepared(prepare: impl FnOnce(&Path)) -> Self {
        Self::start_in(Seed::None, prepare, |_| {})
    }

    fn start_in(seed: Seed, prepare: impl FnOnce(&Path), set: impl FnOnce(&mut Config)) -> Self {
        let runtime = Runtime::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        let clock = Clock::fixed(NOW);
        let mut config = Config {
            seed,
            database_url: runtime.block_on(database_url()),
            workers: Some(1),
            program: Some(env!("CARGO_BIN_EXE_qm-wiki").into()),
            ..Config::for_folder(folder.path())
        };
        set(&mut config);
        let (wiki, base, index) = runtime.block_on(async {
            let wiki = Wiki::open(config, clock.clone()).await.unwrap();
            let (index, follower) = wiki.open_index().await.unwrap();
            let socket = TcpListener::bind("127.0.0.1:0").unwrap();
            let base = format!("http://{}", socket.local_addr().unwrap());
            tokio::spawn(wiki.serve(&index, socket).unwrap());
            tokio::spawn(follower.follow());
            tokio::spawn(wiki.follow_kinds());
            (wiki, base, index)
        });
        Self { wiki, clock, runtime, base, index, _folder: folder }
    }

    /// The same wiki served a second time, with nothing in memory yet; its address.
    pub fn twin(&self) -> String {
        self.runtime.block_on(async {
            let config = self.wiki.config.clone();
            let wiki = Wiki::open(config, self.clock.clone()).await.unwrap();
            let socket = TcpListener::bind("127.0.0.1:0").unwrap();
            let base = format!("http://{}", socket.local_addr().unwrap());
            let index = self.index.clone();
            tokio::spawn(wiki.serve(&index, socket).unwrap());
            base
        })
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.base
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Visitor {
        let agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        Visitor { agent, base: self.base.clone(), cookies: Vec::new() }
    }

    /// Somebody with these roles, as `editor@mitte`, signed in.
    pub fn person(&self, name: &str, roles: &[&str]) -> Visitor {
        let roles = roles.iter().map(|it| {
            let (role, space) = it.split_once('@').unwrap();
            (space.to_owned(), Role::parse(role).unwrap())
        });
        self.signed_in(NewAccount {
            name: name.to_owned(),
            roles: roles.collect(),
            ..NewAccount::default()
        })
    }

    /// An administrator, signed in.
    pub fn administrator(&self) -> Visitor {
        let name = "verwaltung".to_owned();
        self.signed_in(NewAccount { name, is_admin: true, ..NewAccount::default() })
    }

    fn signed_in(&self, new: NewAccount) -> Visitor {
        let people = self.wiki.people.clone();
        let link = self.runtime.block_on(async move {
            let account = people.add(new).await.unwrap();
            people.sign_in_link(&account).await.unwrap()
        });
        let mut visitor = self.stranger();
        visitor.get(&format!("/sign-in/link/{}", link.reveal())).expect_redirect("/");
        visitor
    }
}

impl Visitor {
    /// The same person with the same cookies at another address of the wiki.
    pub fn at(&self, base: &str) -> Self {
        let (agent, cookies) = (self.agent.clone(), self.cookies.clone());
        Self { agent, base: base.to_owned(), cookies }
    }

    /// Opens an address.
    pub fn get(&mut self, path: &str) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        if let Some(cookies) = self.cookie_header() {
            request = request.header("cookie", cookies);
        }
        let response = request.call().unwrap();
        self.read(response)
    }

    /// Opens the address of a file and answers its bytes.
    pub fn get_bytes(&mut self, path: &str) -> Vec<u8> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        if let Some(cookies) = self.cookie_header() {
            request = request.header("cookie", cookies);
        }
        let mut response = request.call().unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let mut bytes = Vec::new();
        response.body_mut().as_reader().read_to_end(&mut bytes).unwrap();
        bytes
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.post_from(path, form, &[])
    }

    /// Sends a form with headers of a browser.
    pub fn post_from(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookies) = self.cookie_header() {
            request = request.header("cookie", cookies);
        }
        let response = request.send(body).unwrap();
        self.read(response)
    }

    /// Sends files as a form in a browser does.
    pub fn upload(&mut self, path: &str, files: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, content) in files {
            body.extend_from_slice(
                format!(
                    "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; \
                     filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
                )
                .as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.upload_raw(path, &body)
    }

    /// Sends whatever this is as a form with files.
    pub fn upload_raw(&mut self, path: &str, body: &[u8]) -> Answer {
        let mut request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
        if let Some(cookies) = self.cookie_header() {
            request = request.header("cookie", cookies);
        }
        let response = request.send(body).unwrap();
        self.read(response)
    }

    /// Fetches what is no text.
    pub fn fetch(&mut self, path: &str, headers: &[(&str, &str)]) -> Fetched {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookies) = self.cookie_header() {
            request = request.header("cookie", cookies);
        }
        let (parts, mut body) = request.call().unwrap().into_parts();
        let mut content = Vec::new();
        body.as_reader().read_to_end(&mut content).unwrap();
        let headers = parts.headers.iter();
        let headers = headers.map(|(name, it)| (name.to_string(), it.to_str().unwrap().to_owned()));
        Fetched { status: parts.status.as_u16(), headers: headers.collect(), content }
    }

    /// Creates a page and answers its address.
    pub fn write(&mut self, space: &str, kind: &str, title: &str, text: &str) -> String {
        let form = [
            ("space", space),
            ("kind", kind),
            ("title", title),
            ("text", text),
            ("act", "publish"),
        ];
        let answer = self.post("/new", &form);
        answer.address()
    }

    /// Saves a page over the revision `base`.
    pub fn save(&mut self, page: &str, base: u32, title: &str, text: &str) -> Answer {
        let base = base.to_string();
        let form = [("base", base.as_str()), ("title", title), ("text", text), ("act", "publish")];
        self.post(&format!("{page}/edit"), &form)
    }

    /// Searches until the answer has this text: the index follows within a second.
    pub fn search_until(&mut self, query: &str, text: &str) -> Answer {
        let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        self.search_until_at(&format!("/search?q={query}"), text)
    }

    /// The same for an address with filters.
    pub fn search_until_at(&mut self, address: &str, text: &str) -> Answer {
        let began = Instant::now();
        loop {
            let answer = self.get(address);
            if answer.body.contains(text) {
                return answer;
            }
            assert!(began.elapsed() < PATIENCE, "no {text:?} at {address}");
            std::thread::yield_now();
        }
    }

    /// Opens an address until the answer no longer has this text.
    pub fn gone_at(&mut self, address: &str, text: &str) -> Answer {
        let began = Instant::now();
        loop {
            let answer = self.get(address);
            if !answer.body.contains(text) {
                return answer;
            }
            assert!(began.elapsed() < PATIENCE, "{text:?} still at {address}");
            std::thread::yield_now();
        }
    }

    fn cookie_header(&self) -> Option<String> {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let header = pairs.collect::<Vec<_>>().join("; ");
        (!header.is_empty()).then_some(header)
    }

    fn read(&mut self, response: ureq::http::Response<ureq::Body>) -> Answer {
        let (parts, mut body) = response.into_parts();
        let headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        for (_, cookie) in headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let mut text = String::new();
        body.as_reader().read_to_string(&mut text).unwrap();
        let location = headers.iter().find(|(name, _)| name == "location");
        Answer {
            status: parts.status.as_u16(),
            location: location.map(|(_, value)| value.clone()),
            body: text,
            headers,
        }
    }
}

impl Fetched {
    /// A header, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let header = self.headers.iter().find(|(known, _)| known == name);
        header.map_or("", |(_, value)| value)
    }
}

impl Answer {
    /// Fails unless the status is this.
    #[track_caller]
    pub fn expect_status(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    /// Fails unless the body has this text.
    #[track_caller]
    pub fn expect_text(&self, text: &str) -> &Self {
        assert!(self.body.contains(text), "no {text:?} in: {}", self.body);
        self
    }

    /// Fails if the body has this text.
    #[track_caller]
    pub fn expect_no_text(&self, text: &str) -> &Self {
        assert!(!self.body.contains(text), "{text:?} in: {}", self.body);
        self
    }

    /// Fails unless this leads to an address that begins like this.
    #[track_caller]
    pub fn expect_redirect(&self, address: &str) -> &Self {
        assert_eq!(self.status, 303, "{}", self.body);
        let location = self.location.as_deref().unwrap_or_default();
        assert!(location.starts_with(address), "leads to {location}");
        self
    }

    /// The address this leads to, without its query.
    #[track_caller]
    pub fn address(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.body);
        let location = self.location.as_deref().unwrap();
        location.split('?').next().unwrap().to_owned()
    }

    /// A header of the answer.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A database of its own for each test: on PostgreSQL a copy of a template that was migrated once.
pub async fn database_url() -> Option<String> {
    if std::env::var("QMWIKI_TEST_DATABASE").as_deref() != Ok("postgres") {
        return None;
    }
    let server = std::env::var("QMWIKI_TEST_POSTGRES").unwrap();
    let of = |name: &str| {
        let mut url = Url::parse(&server).unwrap();
        url.set_path(name);
        url.to_string()
    };
    let mut options = ConnectOptions::new(&server);
    let db = Database::connect(options.max_connections(1).to_owned()).await.unwrap();
    // Tests run in processes of their own; the lock lets the first of them make the template.
    db.execute_unprepared("SELECT pg_advisory_lock(20261122)").await.unwrap();
    let known = "SELECT 1 FROM pg_database WHERE datname = 'qmwiki_template'";
    let known = Statement::from_string(db.get_database_backend(), known);
    if db.query_one_raw(known).await.unwrap().is_none() {
        db.execute_unprepared("CREATE DATABASE qmwiki_template").await.unwrap();
        Db::open(&of("qmwiki_template")).await.unwrap().close().await.unwrap();
    }
    let name = format!("t{}", qm_wiki::store::new_id().replace('-', ""));
    let copy = format!("CREATE DATABASE {name} TEMPLATE qmwiki_template");
    db.execute_unprepared(&copy).await.unwrap();
    db.execute_unprepared("SELECT pg_advisory_unlock(20261122)").await.unwrap();
    db.close().await.unwrap();
    Some(of(&name))
}
