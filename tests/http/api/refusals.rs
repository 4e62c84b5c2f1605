//! What cannot be understood is told, and nothing of the inside with it.

use serde_json::json;

use super::client::Program;
use crate::app::TestApp;

#[test]
fn a_body_that_is_no_json_object_is_refused() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let deep = "[".repeat(100_000);
    let deep = format!("{{\"fields\":{{\"a\":{deep}");
    let bodies = [
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{\"title\":1e999}",
        "{\"title\":\"\\ud800\"}",
        "nonsense",
        deep.as_str(),
    ];
    for body in bodies {
        let reply = anna.send("POST", "/pages", &[], Some(body.to_owned()));
        reply.expect_problem(400);
        assert!(reply.json["errors"].is_null());
    }
    let text = [("content-type", "text/plain")];
    anna.send("POST", "/pages", &text, Some("{}".to_owned())).expect_problem(415);
    let large = format!("{{\"title\":\"{}\"}}", "a".repeat(9 << 20));
    anna.send("POST", "/pages", &[], Some(large)).expect_problem(413);
    anna.get("/me").expect(200);
}

#[test]
fn an_address_tells_which_methods_it_knows() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);

    let reply = anna.send("PATCH", "/pages", &[], Some("{}".to_owned()));
    reply.expect_problem(405);
    assert_eq!(reply.header("allow"), Some("GET, POST, HEAD"));
    anna.send("DELETE", "/me", &[], None).expect_problem(405);
    anna.get("/nichts").expect_problem(404);
    anna.get("/pages/a%00b").expect_problem(404);
    assert_eq!(anna.send("HEAD", "/me", &[], None).status, 200);
}

#[test]
fn odd_values_do_no_harm() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let body = json!({
        "space": "mitte", "kind": "practice", "title": "a\u{0}b", "markdown": "x\u{0}\u{feff}",
        "fields": { "erfunden": { "tief\u{0}": [1e300, -0.0, 18446744073709551615u64] } },
        "slug": "\u{0}/../..", "parent": "\u{0}",
    });
    anna.post("/pages", body.clone()).expect_errors(&["parent"]);
    let mut body = body;
    body["parent"] = json!(null);

    let page = anna.post("/pages", body).expect(201).json.clone();

    assert_eq!(page["title"], "ab");
    assert_eq!(page["markdown"], "x\u{feff}");
    assert!(!page["url"].as_str().unwrap().contains(".."));
    anna.get("/pages?sort=title").expect(200);
}
