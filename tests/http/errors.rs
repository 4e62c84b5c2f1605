//! Bad input gets an answer, and every answer is harmless.

use crate::app::TestApp;

#[test]
fn every_answer_carries_the_headers_that_keep_it_harmless() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);

    for address in ["/", "/sign-in", "/nirgends", "/search?q=x", "/healthz"] {
        let answer = anna.get(address);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{address}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{address}");
        assert_eq!(answer.header("cache-control"), Some("private, no-cache"), "{address}");
    }
}

#[test]
fn a_missing_page_offers_a_way_on() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);

    let answer = anna.get("/wiki/mitte/gibt-es-nicht");

    answer
        .expect_status(404)
        .expect_text("role=\"search\"")
        .expect_text("/new?space=mitte&amp;title=gibt+es+nicht");
}

#[test]
fn what_cannot_be_read_is_refused_and_the_server_lives() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);

    anna.get("/list/nichts").expect_status(404);
    anna.get("/wiki/atlantis").expect_status(404);
    anna.get("/new?kind=nichts").expect_status(404);
    anna.get("/search?skip=viele").expect_status(400);
    anna.get("/wiki/mitte/%ff%fe").expect_status(404);
    anna.post("/language", &[("lang", "fr")]).expect_status(400);
    anna.post("/sign-in", &[("name", "nur das")]).expect_status(400);
    let huge = "a".repeat(9 << 20);
    anna.post("/new", &[("title", &huge)]).expect_status(413);

    anna.get("/").expect_status(200);
}

#[test]
fn machines_are_told_whether_it_lives_and_can_serve() {
    let app = TestApp::start();
    let mut stranger = app.stranger();

    stranger.get("/healthz").expect_status(200);
    stranger.get("/readyz").expect_status(200);
    let mut anna = app.person("anna", &[]);
    anna.get("/api/v1/status").expect_status(200).expect_text("\"applied_seq\"");
    anna.get("/api/v1/nichts").expect_status(404).expect_text("\"status\":404");
}

#[test]
fn style_and_script_are_ours_and_stay() {
    let app = TestApp::start();
    let mut stranger = app.stranger();
    let page = stranger.get("/sign-in").body;
    let style = page.split("href=\"").find(|it| it.starts_with("/assets/qmw")).unwrap();
    let style = style.split('"').next().unwrap();

    let answer = stranger.get(style);

    answer.expect_status(200);
    assert!(answer.header("cache-control").unwrap().contains("immutable"));
    stranger.get("/assets/fehlt.css").expect_status(404);
}
