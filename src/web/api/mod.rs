//! The interface for programs: JSON below `/api/v1`, described by OpenAPI at `/api/openapi.json`.
//! Acts, rights and rules are those of the screens; a handler reads, asks whether it may, does,
//! and answers.

mod acts;
mod body;
mod changes;
mod cursor;
mod document;
mod history;
mod kinds;
mod me;
mod page_object;
mod pages;
mod params;
mod problem;
mod records;
mod registers;
mod render;
mod search;
mod spaces;
mod status;
mod tag;

pub use document::document;
pub use problem::{Refusal, language};

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{HttpMessage, Route, guard, web};
use serde_json::Value;

use super::visitor::Visitor;
use crate::error::AppError;

/// Addresses that answer whoever asks.
const OPEN: [&str; 2] = ["/api/openapi.json", "/api/v1/status"];
/// Rows of a list when nobody says how many.
const ROWS_USUAL: u32 = 50;
/// Rows of a list at most.
const ROWS_MAX: u32 = 200;

/// Writes the list of operations once: as routes, for the document, and for a test that compares.
macro_rules! operations {
    ($($path:literal: $($method:ident $file:ident::$handler:ident),+;)+) => {
        /// Method and address of every operation below `/api/v1`.
        pub const OPERATIONS: &[(&str, &str)] = &[$($((stringify!($method), $path)),+),+];

        fn operations(app: &mut web::ServiceConfig) {
            $(
                app.service(
                    web::resource($path)
                        $(.route(on(stringify!($method)).to($file::$handler)))+
                        .default_service(not_allowed(&[$(stringify!($method)),+])),
                );
            )+
        }

        /// What the handlers say of themselves.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($($file::$handler),+),+))]
        struct Operations;
    };
}

operations! {
    "/me": get me::me;
    "/spaces": get spaces::list, post spaces::create;
    "/spaces/{key}/members/{user}": put spaces::set_member;
    "/kinds": get kinds::list;
    "/kinds/{kind}": get kinds::schema;
    "/registers/{name}": get registers::register;
    "/pages": get pages::list, post pages::create;
    "/pages/{id}": get pages::read, put pages::save, delete acts::trash;
    "/pages/{id}/restore": post acts::restore;
    "/pages/{id}/move": post acts::move_page;
    "/pages/{id}/status": put acts::set_status;
    "/pages/{id}/revisions": get history::list;
    "/pages/{id}/revisions/{number}": get history::revision;
    "/pages/{id}/diff": get history::diff;
    "/pages/{id}/records/{set}": get records::at_page, post records::add;
    "/records/{key}": get records::list, put records::change, delete records::remove;
    "/render": post render::render;
    "/search": get search::search;
    "/changes": get changes::changes;
    "/status": get status::status;
}

/// All addresses of the interface.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        web::scope("/api")
            .wrap(from_fn(only_known_callers))
            .route("/openapi.json", web::get().to(document::serve))
            .service(web::scope("/v1").configure(operations))
            .default_service(web::to(not_there)),
    );
}

fn on(method: &str) -> Route {
    match method {
        "post" => web::post(),
        "put" => web::put(),
        "delete" => web::delete(),
        _ => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
    }
}

/// What an address answers to methods it does not know, naming those it does.
fn not_allowed(methods: &[&str]) -> Route {
    let mut allowed = methods.iter().map(|it| it.to_uppercase()).collect::<Vec<_>>();
    if methods.contains(&"get") {
        allowed.push("HEAD".to_owned());
    }
    let allowed = allowed.join(", ");
    web::to(move || {
        let allowed = allowed.clone();
        async move {
            let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED);
            Err::<actix_web::HttpResponse, _>(refusal.under(header::ALLOW, allowed))
        }
    })
}

async fn not_there() -> problem::Answer {
    Err(AppError::NotFound.into())
}

/// Without a token or a session every address answers alike, whether it exists or not.
async fn only_known_callers<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let visitor = request.extract::<Visitor>().await;
    let visitor = match visitor {
        Ok(visitor) => visitor,
        Err(error) => return Ok(request.error_response(error).map_into_right_body()),
    };
    if visitor.person.is_none() && !OPEN.contains(&request.path()) {
        return Ok(request.error_response(AppError::SignInNeeded).map_into_right_body());
    }
    request.extensions_mut().insert(visitor);
    Ok(next.call(request).await?.map_into_left_body())
}

/// A value short enough to stand in a message.
fn short(value: &Value) -> String {
    const CHARS_MAX: usize = 80;
    let text = value.to_string();
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
