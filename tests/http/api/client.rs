//! A program with a token, and what it is answered.

use std::io::Read;
use std::time::Duration;

use qm_wiki::access::Role;
use qm_wiki::people::NewAccount;
use serde_json::Value;

use crate::app::TestApp;

/// A program that acts for somebody.
pub struct Program {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub json: Value,
}

impl Program {
    /// A program of somebody new with these roles, as `editor@mitte`.
    pub fn of(app: &TestApp, name: &str, roles: &[&str]) -> Self {
        let roles = roles.iter().map(|it| {
            let (role, space) = it.split_once('@').unwrap();
            (space.to_owned(), Role::parse(role).unwrap())
        });
        let name = name.to_owned();
        let new = NewAccount { name, roles: roles.collect(), ..NewAccount::default() };
        Self::acting_for(app, new)
    }

    /// A program of an administrator.
    pub fn of_administrator(app: &TestApp) -> Self {
        let name = "verwaltung".to_owned();
        Self::acting_for(app, NewAccount { name, is_admin: true, ..NewAccount::default() })
    }

    /// A program without a token.
    pub fn of_nobody(app: &TestApp) -> Self {
        Self::with(app, None)
    }

    /// A program with this token, whatever it is.
    pub fn with(app: &TestApp, token: Option<&str>) -> Self {
        let agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        let base = format!("{}/api/v1", app.address());
        Self { agent, base, token: token.map(str::to_owned) }
    }

    /// The same program, asking for screens.
    pub fn at_root(&self) -> Self {
        let base = self.base.trim_end_matches("/api/v1").to_owned();
        Self { agent: self.agent.clone(), base, token: self.token.clone() }
    }

    fn acting_for(app: &TestApp, new: NewAccount) -> Self {
        let people = app.wiki.people.clone();
        let token = app.runtime.block_on(async move {
            let account = people.add(new).await.unwrap();
            people.create_token(&account, "test").await.unwrap()
        });
        Self::with(app, Some(token.reveal()))
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None)
    }

    pub fn post(&self, path: &str, body: Value) -> Reply {
        self.send("POST", path, &[], Some(body.to_string()))
    }

    pub fn put(&self, path: &str, tag: &str, body: Value) -> Reply {
        self.send("PUT", path, &[("if-match", tag)], Some(body.to_string()))
    }

    pub fn delete(&self, path: &str, tag: &str) -> Reply {
        self.send("DELETE", path, &[("if-match", tag)], None)
    }

    /// Sends a request; bodies are JSON unless a header says otherwise.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Reply {
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let says = |name: &str| headers.iter().any(|(known, _)| *known == name);
        if !says("accept-language") {
            request = request.header("accept-language", "en");
        }
        if body.is_some() && !says("content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let (parts, mut body) = response.unwrap().into_parts();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        let mut text = String::new();
        body.as_reader().read_to_string(&mut text).unwrap();
        Reply {
            status: parts.status.as_u16(),
            headers: headers.collect(),
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
        }
    }

    /// Creates a page in `mitte` and answers its page object.
    pub fn write(&self, kind: &str, title: &str, markdown: &str) -> Value {
        let body = serde_json::json!({
            "space": "mitte", "kind": kind, "title": title, "markdown": markdown,
        });
        self.post("/pages", body).expect(201).json.clone()
    }
}

impl Reply {
    /// Fails unless the status is this.
    #[track_caller]
    pub fn expect(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}", self.json);
        self
    }

    /// Fails unless this is problem+json of that status.
    #[track_caller]
    pub fn expect_problem(&self, status: u16) -> &Self {
        self.expect(status);
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        assert_eq!(self.json["status"], status);
        assert!(self.json["title"].is_string() && self.json["type"].is_string());
        self
    }

    /// Fails unless these fields are the ones refused.
    #[track_caller]
    pub fn expect_errors(&self, fields: &[&str]) -> &Self {
        self.expect_problem(422);
        let errors = self.json["errors"].as_array().unwrap();
        let told: Vec<_> = errors.iter().map(|it| it["field"].as_str().unwrap()).collect();
        assert_eq!(told, fields, "{}", self.json);
        assert!(errors.iter().all(|it| it["code"].is_string() && it["message"].is_string()));
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn tag(&self) -> String {
        self.header("etag").unwrap().to_owned()
    }
}

/// Where a page object is read and saved.
pub fn path(page: &Value) -> String {
    format!("/pages/{}", page["id"].as_str().unwrap())
}
