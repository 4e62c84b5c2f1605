//! The JSON object a program sends. Its members are read one by one, so that everything that is
//! wrong can be told at once; members nobody asks for are left alone.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, web};
use serde_json::{Map, Value};

use super::problem::Refusal;
use crate::kinds::Problem;
use crate::web::site::Site;

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);

/// The object in the body of a request, with what was wrong in it so far.
#[derive(Debug, Default)]
pub struct Body {
    /// The object as it came.
    pub members: Map<String, Value>,
    /// What is wrong with the members read so far.
    pub problems: Vec<Problem>,
}

impl Body {
    /// A text; `None` when it is left out or null.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.read(name, "problem-not-text", |it| it.as_str().map(str::to_owned))
    }

    /// A yes or no; `None` when it is left out or null.
    pub fn yes_no(&mut self, name: &str) -> Option<bool> {
        let value = self.members.get(name).filter(|it| !it.is_null())?;
        let value = value.clone();
        let read = value.as_bool();
        if read.is_none() {
            let problem = Problem::at(name, "problem-not-yes-or-no");
            self.problems.push(problem.with("value", super::short(&value)));
        }
        read
    }

    /// An object; `None` when it is left out or null.
    pub fn object(&mut self, name: &str) -> Option<Map<String, Value>> {
        self.read(name, "api-problem-not-an-object", |it| it.as_object().cloned())
    }

    /// Notes a mistake in a member.
    pub fn is_wrong(&mut self, name: &str, code: &str) {
        self.problems.push(Problem::at(name, code));
    }

    fn read<T>(
        &mut self,
        name: &str,
        code: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.members.get(name).filter(|it| !it.is_null())?;
        let read = read(value);
        if read.is_none() {
            self.problems.push(Problem::at(name, code));
        }
        read
    }
}

impl FromRequest for Body {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limit = request.app_data::<web::Data<Site>>().map(|it| it.limits.body_bytes_max);
        let is_json = is_json(request);
        let announced = announced(request);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let limit = limit.unwrap_or_default();
            if !is_json {
                return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE));
            }
            if announced.is_some_and(|it| it > limit) {
                return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE));
            }
            let payload = payload.await.map_err(|_| bad("api-problem-bad-json"))?;
            let bytes = tokio::time::timeout(PATIENCE, gather(payload, limit)).await;
            let bytes = bytes.map_err(|_| Refusal::new(StatusCode::REQUEST_TIMEOUT))??;
            let members = serde_json::from_slice::<Map<String, Value>>(&bytes);
            let members = members.map_err(|_| bad("api-problem-bad-json"))?;
            Ok(Self { members, problems: Vec::new() })
        })
    }
}

/// A page of another site cannot send JSON with somebody's cookies: that is why the type counts.
fn is_json(request: &HttpRequest) -> bool {
    let sent = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let essence = sent.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn announced(request: &HttpRequest) -> Option<usize> {
    let length = request.headers().get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

async fn gather(payload: web::Payload, limit: usize) -> Result<Bytes, Refusal> {
    match payload.to_bytes_limited(limit).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(bad("api-problem-bad-json")),
        Err(_) => Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE)),
    }
}

fn bad(detail: &'static str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST).saying(detail)
}
