//! The OpenAPI document, made from what the handlers say of themselves. Knows no operation.

use std::sync::OnceLock;

use actix_web::HttpResponse;
use utoipa::OpenApi as _;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{InfoBuilder, LicenseBuilder, OpenApi, SecurityRequirement};

use super::Operations;

/// What stands at the head of the document.
const ABOUT: &str = "The interface of QM-Wiki for programs. Times are UTC, days are days in \
    Berlin. Words in answers are in the language of `Accept-Language`. Lists are `{items, \
    next_cursor}`; `next_cursor` goes into `cursor` of the next request and is null at the end. \
    Errors are problem+json (RFC 9457); with 422 `errors` names every value that is wrong.";

/// The document.
pub fn document() -> OpenApi {
    let mut document = Operations::openapi();
    document.info = InfoBuilder::new()
        .title("QM-Wiki")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build()))
        .build();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token of `qm-wiki token create`; it may do what its person may."));
    let components = document.components.get_or_insert_with(Default::default);
    components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
    document.security = Some(vec![SecurityRequirement::new("token", [] as [&str; 0])]);
    name_operations(&mut document);
    document
}

/// Names each operation by its method and address, which no other has.
fn name_operations(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let path = path.trim_start_matches("/api/v1/").replace(['{', '}'], "").replace('/', "_");
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{path}"));
            }
        }
    }
}

/// `GET /api/openapi.json`
pub async fn serve() -> HttpResponse {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| document().to_json().unwrap_or_default());
    HttpResponse::Ok().content_type("application/json").body(document.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::super::OPERATIONS;
    use super::*;

    #[test]
    fn the_document_tells_of_every_route_and_of_no_other() {
        let document = json!(document());
        assert_eq!(document["openapi"], "3.1.0");
        let mut told = BTreeSet::new();
        for (path, operations) in document["paths"].as_object().unwrap() {
            for method in operations.as_object().unwrap().keys() {
                told.insert(format!("{method} {path}"));
            }
        }
        let routes = OPERATIONS.iter().map(|(method, path)| format!("{method} /api/v1{path}"));
        assert_eq!(told, routes.collect());
    }

    #[test]
    fn every_operation_says_what_it_does_and_how_it_fails() {
        let document = json!(document());
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let says = |it: &Value| it.as_str().is_some_and(|it| !it.is_empty());
                assert!(says(&operation["summary"]), "{method} {path} has no summary");
                assert!(says(&operation["operationId"]), "{method} {path} has no id");
                let problem = &operation["responses"]["404"]["content"];
                assert!(problem["application/problem+json"].is_object(), "{method} {path}");
            }
        }
    }
}
