//! Tokens: what they open, and when they end.

use sea_orm::ConnectionTrait;

use super::client::Program;
use crate::app::TestApp;

#[test]
fn a_token_acts_for_its_person() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);

    let me = anna.get("/me").expect(200).json.clone();

    assert_eq!(me["name"], "anna");
    let roles = me["roles"].as_array().unwrap();
    let mitte = serde_json::json!({ "space": "mitte", "role": "editor" });
    assert!(roles.contains(&mitte), "{me}");
}

#[test]
fn no_token_and_a_wrong_one_are_refused_alike() {
    let app = TestApp::start();
    for program in [
        Program::of_nobody(&app),
        Program::with(&app, Some("falsch")),
        Program::with(&app, Some("")),
    ] {
        for path in ["/me", "/pages", "/pages/gibt-es-nicht", "/gibt-es-nicht", "/search?q=a"] {
            let reply = program.get(path);
            reply.expect_problem(401);
            assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        }
        program.post("/pages", serde_json::json!({})).expect_problem(401);
    }
}

#[test]
fn the_state_of_the_server_and_the_document_are_for_everybody() {
    let app = TestApp::start();
    let nobody = Program::of_nobody(&app);

    let status = nobody.get("/status").expect(200).json.clone();
    assert!(status["index"]["head_seq"].is_u64(), "{status}");
    app.stranger().get("/api/openapi.json").expect_status(200).expect_text("\"3.1.0\"");
}

#[test]
fn a_token_ends_with_the_account_it_acts_for() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    anna.get("/me").expect(200);

    app.runtime.block_on(async {
        let sql = "UPDATE account SET disabled_at = 1 WHERE name = 'anna'";
        let txn = app.wiki.db.begin().await.unwrap();
        txn.execute_unprepared(sql).await.unwrap();
        txn.commit().await.unwrap();
    });

    anna.get("/me").expect_problem(401);
}

#[test]
fn a_token_opens_no_screen() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = anna.write("page", "Leitfaden", "Text");

    let screen = anna.at_root().get(page["url"].as_str().unwrap());

    assert_eq!(screen.status, 303);
}

#[test]
fn a_session_reads_and_another_site_cannot_write_with_it() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);

    anna.get("/api/v1/me").expect_status(200).expect_text("anna");
    let form = [("space", "mitte"), ("kind", "page"), ("title", "Untergeschoben")];
    let answer = anna.post_from("/api/v1/pages", &form, &[("sec-fetch-site", "cross-site")]);
    answer.expect_status(403);
    let answer = anna.post_from("/api/v1/pages", &form, &[]);
    answer.expect_status(415);
}
