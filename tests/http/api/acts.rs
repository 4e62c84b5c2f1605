//! Trash, move and status by program.

use serde_json::json;

use super::client::{Program, path};
use crate::app::TestApp;

#[test]
fn a_page_goes_to_the_trash_and_comes_back() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let rita = Program::of(&app, "rita", &["reader@mitte"]);
    let page = path(&anna.write("page", "Leitfaden", "Text"));

    rita.send("DELETE", &page, &[], None).expect_problem(403);
    anna.send("DELETE", &page, &[], None).expect(204);
    anna.get(&page).expect_problem(404);
    anna.send("DELETE", &page, &[], None).expect_problem(404);
    assert_eq!(anna.get("/pages").json["items"], json!([]));
    anna.put(&page, "*", json!({ "title": "Neu" })).expect_problem(404);

    rita.send("POST", &format!("{page}/restore"), &[], None).expect_problem(404);
    let back = anna.send("POST", &format!("{page}/restore"), &[], None);
    assert_eq!(back.expect(200).json["url"], "/wiki/mitte/leitfaden");
    anna.send("POST", &format!("{page}/restore"), &[], None).expect_problem(404);
    assert_eq!(anna.get(&page).expect(200).json["markdown"], "Text");
}

#[test]
fn a_page_moves_with_those_below_it() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte", "editor@pankow"]);
    let above = anna.write("page", "Oben", "");
    let page = anna.write("page", "Leitfaden", "");
    let below = json!({
        "space": "mitte", "kind": "page", "title": "Unten", "parent": page["id"],
    });
    let below = path(&anna.post("/pages", below).expect(201).json);
    let to = |body| anna.post(&format!("{}/move", path(&page)), body);

    let moved = to(json!({ "space": "mitte", "path": "oben/anleitung" }));
    assert_eq!(moved.expect(200).json["path"], "oben/anleitung");
    assert_eq!(anna.get(&below).json["path"], "oben/anleitung/unten");
    let moved = to(json!({ "space": "pankow", "path": "leitfaden" }));
    assert_eq!(moved.expect(200).json["url"], "/wiki/pankow/leitfaden");

    to(json!({ "space": "pankow", "path": "gibt-es-nicht/x" })).expect_errors(&["path"]);
    to(json!({ "space": "pankow", "path": "leitfaden/unten/x" })).expect_errors(&["path"]);
    to(json!({ "space": "nirgends", "path": "x" })).expect_errors(&["space"]);
    to(json!({})).expect_errors(&["path"]);
    let ben = Program::of(&app, "ben", &["editor@mitte"]);
    let into = json!({ "space": "pankow", "path": "fremd" });
    ben.post(&format!("{}/move", path(&above)), into).expect_problem(403);
}

#[test]
fn a_status_is_reached_when_nothing_is_missing() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = anna.write("practice", "Rückruf", "");
    let status = format!("{}/status", path(&page));
    let to = |program: &Program, body: serde_json::Value| {
        program.send("PUT", &status, &[], Some(body.to_string()))
    };

    let unmet = to(&anna, json!({ "to": "in_abstimmung" }));
    unmet.expect_problem(409);
    assert!(!unmet.json["errors"].as_array().unwrap().is_empty());
    to(&anna, json!({ "to": "unfug" })).expect_problem(409);
    to(&anna, json!({})).expect_errors(&["to"]);
    let rita = Program::of(&app, "rita", &["reader@mitte"]);
    to(&rita, json!({ "to": "in_abstimmung" })).expect_problem(404);

    let plain = json!({
        "space": "mitte", "kind": "page", "title": "Plan", "publish": false,
        "fields": { "summary": "Worum es geht", "owner": "Soz QM 1" },
    });
    let plain = path(&anna.post("/pages", plain).expect(201).json);
    let body = Some(json!({ "to": "freigegeben", "note": "Fertig" }).to_string());
    let released = anna.send("PUT", &format!("{plain}/status"), &[], body);
    assert_eq!(released.expect(200).json["status"], "freigegeben");
    assert_eq!(released.json["released"], 2);
}
