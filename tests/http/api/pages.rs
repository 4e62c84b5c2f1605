//! Pages by program: write, read, save, bring together, look back.

use serde_json::json;

use super::client::{Program, path};
use crate::app::TestApp;
use qm_wiki::clock::DAY;

#[test]
fn what_is_created_is_read_back() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let body = json!({
        "space": "mitte", "kind": "practice", "title": "Rückruf am selben Tag",
        "fields": { "summary": "Kurz", "tags": "a, b", "erfunden": [1] },
        "markdown": "# Eins\r\nZwei", "change_note": "Erste Fassung",
    });

    let created = anna.post("/pages", body);

    created.expect(201);
    let page = &created.json;
    assert_eq!(created.tag(), "\"1\"");
    assert_eq!(created.header("location"), Some(format!("/api/v1{}", path(page)).as_str()));
    assert_eq!(page["url"], "/wiki/mitte/rueckruf-am-selben-tag");
    assert_eq!(page["slug"], "rueckruf-am-selben-tag");
    assert_eq!(page["fields"]["summary"], "Kurz");
    assert_eq!(page["fields"]["tags"], json!(["a", "b"]));
    assert_eq!(page["extra"], json!({ "erfunden": [1] }));
    assert_eq!(page["markdown"], "# Eins\nZwei");
    assert_eq!((&page["revision"], &page["released"]), (&json!(1), &json!(null)));
    assert_eq!(page["status"], "entwurf");
    assert_eq!(page["updated_by"], "anna");
    let read = anna.get(&path(page));
    assert_eq!((&read.expect(200).json, read.tag()), (page, "\"1\"".to_owned()));
}

#[test]
fn a_page_that_is_live_at_once_can_wait() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = anna.write("page", "Sofort", "");
    assert_eq!((&page["released"], &page["status"]), (&json!(1), &json!("freigegeben")));

    let body = json!({ "space": "mitte", "kind": "page", "title": "Später", "publish": false });
    let draft = anna.post("/pages", body).expect(201).json.clone();
    assert_eq!((&draft["released"], &draft["status"]), (&json!(null), &json!("entwurf")));
    let tag = "\"1\"";
    let live = anna.put(&path(&draft), tag, json!({ "title": "Später" }));
    assert_eq!(live.expect(200).json["released"], 2);
}

#[test]
fn an_own_slug_a_parent_and_a_visibility_are_taken() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte", "editor@pankow"]);
    let above = anna.write("page", "Oben", "");
    let body = json!({
        "space": "mitte", "kind": "page", "title": "Unten", "slug": "ganz-unten",
        "parent": above["id"], "visibility": "qm",
    });
    let below = anna.post("/pages", body).expect(201).json.clone();
    assert_eq!(below["path"], "oben/ganz-unten");
    assert_eq!(below["visibility"], "qm");

    let body = json!({
        "space": "pankow", "kind": "page", "title": "Unten", "parent": above["id"],
        "visibility": "allen",
    });
    anna.post("/pages", body).expect_errors(&["parent", "visibility"]);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);

    anna.post("/pages", json!({})).expect_errors(&["space", "kind"]);
    let body = json!({
        "space": "mitte", "kind": "practice", "title": 5, "markdown": ["x"], "publish": "ja",
        "fields": { "starts_on": "morgen", "summary": { "a": 1 } },
    });
    let reply = anna.post("/pages", body);
    reply.expect_problem(422);
    let told = reply.json["errors"].to_string();
    for field in ["title", "markdown", "publish", "summary"] {
        assert!(told.contains(&format!("\"field\":\"{field}\"")), "{field} in {told}");
    }
    let long = json!({ "space": "mitte", "kind": "page", "title": "ü".repeat(1_001) });
    anna.post("/pages", long).expect_errors(&["title"]);
    let large = "a".repeat((4 << 20) + 1);
    let large = json!({ "space": "mitte", "kind": "page", "title": "Groß", "markdown": large });
    anna.post("/pages", large).expect_errors(&["markdown"]);
}

#[test]
fn mistakes_are_told_in_the_language_of_the_caller() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let body = json!({ "space": "mitte", "kind": "page", "title": "" }).to_string();
    let told = |lang| {
        let headers = [("accept-language", lang)];
        let reply = anna.send("POST", "/pages", &headers, Some(body.clone()));
        reply.expect(422).json["errors"][0]["message"].as_str().unwrap().to_owned()
    };

    assert_eq!(told("de-DE,de;q=0.9"), "Geben Sie der Seite einen Titel.");
    assert_eq!(told("en"), "Give the page a title.");
}

#[test]
fn a_save_needs_to_say_what_it_was_made_from() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = path(&anna.write("page", "Leitfaden", "Text"));

    anna.send("PUT", &page, &[], Some(json!({ "title": "Neu" }).to_string())).expect_problem(428);
    anna.put(&page, "1", json!({ "title": "Neu" })).expect_problem(400);
    let unknown = anna.put(&page, "\"7\"", json!({ "title": "Neu" }));
    unknown.expect_problem(412);
    assert_eq!(unknown.json["current"]["title"], "Leitfaden");
    assert_eq!(unknown.json["yours"], json!({ "title": "Neu" }));
    let saved = anna.put(&page, "\"1\"", json!({ "title": "Neu", "markdown": "Text" }));
    assert_eq!((saved.expect(200).tag().as_str(), &saved.json["merged"]), ("\"2\"", &json!(false)));
}

#[test]
fn two_edits_come_together_or_are_both_shown() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let ben = Program::of(&app, "ben", &["editor@mitte"]);
    let text = "Eins\n\nZwei\n\nDrei\n";
    let page = path(&anna.write("page", "Leitfaden", text));
    let body = |markdown: &str| json!({ "title": "Leitfaden", "markdown": markdown });
    anna.put(&page, "\"1\"", body("Eins!\n\nZwei\n\nDrei\n")).expect(200);

    let merged = ben.put(&page, "\"1\"", body("Eins\n\nZwei\n\nDrei?\n"));
    assert_eq!(merged.expect(200).json["merged"], true);
    assert_eq!(merged.json["markdown"], "Eins!\n\nZwei\n\nDrei?\n");
    assert_eq!(merged.tag(), "\"3\"");

    let conflict = ben.put(&page, "\"1\"", body("Eins, aber anders\n\nZwei\n\nDrei\n"));
    conflict.expect_problem(412);
    assert_eq!(conflict.json["current"]["markdown"], "Eins!\n\nZwei\n\nDrei?\n");
    assert_eq!(conflict.json["current"]["revision"], 3);
    assert_eq!(conflict.json["yours"]["markdown"], "Eins, aber anders\n\nZwei\n\nDrei\n");
    assert_eq!(anna.get(&page).json["revision"], 3);
}

#[test]
fn saving_what_is_there_makes_no_revision() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = anna.write("practice", "Rückruf", "Zeile\n");

    let same = anna.put(&path(&page), "\"1\"", page.clone());

    assert_eq!((same.expect(200).tag().as_str(), &same.json["revision"]), ("\"1\"", &json!(1)));
    let crlf = json!({ "title": "Rückruf", "markdown": "Zeile\r\n" });
    assert_eq!(anna.put(&path(&page), "\"1\"", crlf).expect(200).tag(), "\"1\"");
}

#[test]
fn what_a_save_leaves_out_stays() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let body = json!({
        "space": "mitte", "kind": "practice", "title": "Rückruf", "markdown": "Text",
        "fields": { "summary": "Kurz", "fremd": 1 },
    });
    let page = path(&anna.post("/pages", body).json);

    let saved = anna.put(&page, "*", json!({ "title": "Rückruf heute" })).expect(200).json.clone();
    assert_eq!(saved["markdown"], "Text");
    assert_eq!(
        (&saved["fields"]["summary"], &saved["extra"]["fremd"]),
        (&json!("Kurz"), &json!(1))
    );
    let saved = anna.put(&page, "*", json!({ "fields": {}, "extra": {} })).expect(200).json.clone();
    assert_eq!((&saved["fields"], &saved["extra"]), (&json!({}), &json!({})));
}

#[test]
fn a_page_changes_space_and_kind_by_other_acts() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte", "editor@pankow"]);
    let page = path(&anna.write("page", "Leitfaden", ""));

    let body = json!({ "space": "pankow", "kind": "term", "title": "Leitfaden" });
    anna.put(&page, "\"1\"", body).expect_errors(&["space", "kind"]);
    anna.put(&page, "\"1\"", json!({ "space": "mitte", "kind": "page" })).expect(200);
}

#[test]
fn history_and_differences_are_told() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = path(&anna.write("page", "Leitfaden", "Eins\nZwei\n"));
    let body =
        json!({ "title": "Leitfaden neu", "markdown": "Eins\nDrei\n", "change_note": "Warum" });
    anna.put(&page, "\"1\"", body).expect(200);

    let history = anna.get(&format!("{page}/revisions?limit=1")).expect(200).json.clone();
    let first = &history["items"][0];
    assert_eq!((&first["number"], &first["change_note"]), (&json!(2), &json!("Warum")));
    assert_eq!(first["by"], "anna");
    let cursor = history["next_cursor"].as_str().unwrap();
    let rest = anna.get(&format!("{page}/revisions?limit=1&cursor={cursor}")).json;
    assert_eq!((&rest["items"][0]["number"], &rest["next_cursor"]), (&json!(1), &json!(null)));

    let old = anna.get(&format!("{page}/revisions/1")).expect(200).json.clone();
    assert_eq!((&old["title"], &old["revision"]), (&json!("Leitfaden"), &json!(1)));
    anna.get(&format!("{page}/revisions/9")).expect_problem(404);

    let diff = anna.get(&format!("{page}/diff?from=1&to=2")).expect(200).json.clone();
    assert_eq!(diff["fields"][0]["to"], "Leitfaden neu");
    let changes: Vec<_> =
        diff["text"].as_array().unwrap().iter().map(|it| it["change"].as_str().unwrap()).collect();
    assert!(changes.contains(&"removed") && changes.contains(&"added"), "{diff}");
}

#[test]
fn a_past_day_shows_what_was_in_force_at_its_end() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = path(&anna.write("page", "Leitfaden", "Alt"));
    app.clock.advance(DAY);
    anna.put(&page, "\"1\"", json!({ "markdown": "Neu" })).expect(200);

    let on = |day: &str| anna.get(&format!("{page}?on={day}"));
    on("2026-11-21").expect_problem(404);
    assert_eq!(on("2026-11-22").expect(200).json["markdown"], "Alt");
    assert_eq!(on("2026-11-22").json["revision"], 1);
    assert_eq!(on("2026-11-23").expect(200).json["markdown"], "Neu");
    on("gestern").expect_problem(400);
}

#[test]
fn readers_see_the_face_in_force_and_writers_the_newest() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let rita = Program::of(&app, "rita", &["reader@mitte"]);
    let page = path(&anna.write("page", "Leitfaden", "In Kraft"));
    anna.put(&page, "\"1\"", json!({ "markdown": "Entwurf", "publish": false })).expect(200);

    assert_eq!(anna.get(&page).json["markdown"], "Entwurf");
    assert_eq!(anna.get(&format!("{page}?face=released")).json["markdown"], "In Kraft");
    assert_eq!(rita.get(&page).json["markdown"], "In Kraft");
    assert_eq!(rita.get(&page).tag(), "\"2\"");
    rita.get(&format!("{page}?face=working")).expect_problem(404);
    rita.get(&format!("{page}/revisions/2")).expect_problem(404);
    anna.get(&format!("{page}?face=beide")).expect_problem(400);
}

#[test]
fn markdown_is_shown_as_html_without_being_stored() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    anna.write("page", "Leitfaden", "");

    let body = json!({ "markdown": "**Siehe** [[Leitfaden]]<script>x</script>", "space": "mitte" });
    let html = anna.post("/render", body).expect(200).json["html"].as_str().unwrap().to_owned();

    assert!(html.contains("<strong>Siehe</strong>") && html.contains("/wiki/mitte/leitfaden"));
    assert!(!html.contains("<script>"));
    anna.post("/render", json!({})).expect_errors(&["markdown"]);
}
