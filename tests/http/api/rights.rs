//! Nobody where they don't belong, by program as on the screens.

use serde_json::json;

use super::client::{Program, path};
use crate::app::TestApp;

#[test]
fn a_draft_does_not_exist_for_others() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let body = json!({ "space": "mitte", "kind": "page", "title": "Geheim", "publish": false });
    let page = anna.post("/pages", body).expect(201).json.clone();
    let at = path(&page);

    for other in [
        Program::of(&app, "rita", &["reader@mitte"]),
        Program::of(&app, "ben", &["editor@pankow"]),
        Program::of(&app, "kai", &[]),
    ] {
        let missing = other.get("/pages/gibt-es-nicht").expect_problem(404).json.clone();
        assert_eq!(other.get(&at).expect_problem(404).json, missing);
        for below in ["/revisions", "/revisions/1", "/diff?from=1&to=1", "/records/comment"] {
            other.get(&format!("{at}{below}")).expect_problem(404);
        }
        other.put(&at, "\"1\"", json!({ "title": "Meins" })).expect_problem(404);
        for list in ["/pages", "/changes", "/search?q=Geheim"] {
            let reply = other.get(list).expect(200).json.to_string();
            assert!(!reply.contains("Geheim") && !reply.contains(page["id"].as_str().unwrap()));
        }
        assert_eq!(other.get("/pages").json["total"], 0);
    }
    Program::of(&app, "carla", &["contributor@mitte"]).get(&at).expect(200);
}

#[test]
fn whoever_may_only_read_writes_nothing() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = anna.write("project", "Offen", "");
    let rita = Program::of(&app, "rita", &["reader@mitte"]);

    let body = json!({ "space": "mitte", "kind": "page", "title": "Neu" });
    rita.post("/pages", body).expect_problem(403);
    rita.put(&path(&page), "\"1\"", json!({ "title": "Meins" })).expect_problem(403);
    let measure = json!({ "fields": { "title": "A" } });
    rita.post(&format!("{}/records/measure", path(&page)), measure).expect_problem(403);
    rita.get(&path(&page)).expect(200);
}

#[test]
fn a_contributor_writes_own_drafts_alone() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let carla = Program::of(&app, "carla", &["contributor@mitte"]);
    let others = path(&anna.write("page", "Fremd", ""));
    let own = carla.write("page", "Eigen", "");

    assert_eq!((&own["released"], &own["status"]), (&json!(null), &json!("entwurf")));
    carla.put(&path(&own), "\"1\"", json!({ "markdown": "Weiter" })).expect(200);
    carla.put(&others, "\"1\"", json!({ "markdown": "Weiter" })).expect_problem(403);
}

#[test]
fn names_of_writers_are_for_those_who_may_write() {
    let app = TestApp::start();
    let anna = Program::of(&app, "annabella", &["editor@mitte"]);
    let page = anna.write("page", "Offen", "Text");
    let at = path(&page);
    anna.put(&at, "\"1\"", json!({ "markdown": "Neu" })).expect(200);
    let rita = Program::of(&app, "rita", &["reader@mitte"]);

    let addresses = [
        at.clone(),
        format!("{at}?on=2026-11-22"),
        format!("{at}/revisions"),
        format!("{at}/revisions/1"),
        format!("{at}/diff?from=1&to=2"),
        "/pages".to_owned(),
        "/changes".to_owned(),
        "/search?q=Offen".to_owned(),
    ];
    for address in &addresses {
        let reply = rita.get(address).expect(200).json.to_string();
        assert!(!reply.contains("annabella"), "{address}: {reply}");
    }
    assert_eq!(rita.get(&at).json["updated_by"], json!(null));
    let ben = Program::of(&app, "ben", &["editor@mitte"]);
    assert_eq!(ben.get(&at).json["updated_by"], "annabella");
}

#[test]
fn an_administrator_adds_spaces_and_members() {
    let app = TestApp::start();
    let admin = Program::of_administrator(&app);
    let kai = Program::of(&app, "kai", &[]);
    let body = json!({
        "key": "fortbildung", "title": "Fortbildung", "pillar": "gesamtstaedtisch",
        "visibility": "members",
    });

    kai.post("/spaces", body.clone()).expect_problem(403);
    let space = admin.post("/spaces", body.clone());
    assert_eq!(space.expect(201).json["url"], "/wiki/fortbildung");
    admin.post("/spaces", body).expect_problem(409);
    let wrong = json!({ "key": "Nicht so", "title": " ", "pillar": "x", "visibility": "y" });
    admin.post("/spaces", wrong).expect_errors(&["key", "title", "pillar", "visibility"]);

    let keys = |program: &Program| program.get("/spaces").expect(200).json.to_string();
    assert!(keys(&admin).contains("fortbildung") && !keys(&kai).contains("fortbildung"));
    let page = json!({ "space": "fortbildung", "kind": "page", "title": "Plan" });
    kai.post("/pages", page.clone()).expect_errors(&["space"]);
    kai.send("PUT", "/spaces/fortbildung/members/kai", &[], Some(json!({}).to_string()))
        .expect_problem(404);

    let member = |role: &str| Some(json!({ "role": role }).to_string());
    let address = "/spaces/fortbildung/members/kai";
    admin.send("PUT", address, &[], member("chef")).expect_errors(&["role"]);
    admin
        .send("PUT", "/spaces/fortbildung/members/niemand", &[], member("editor"))
        .expect_problem(404);
    let set = admin.send("PUT", address, &[], member("editor"));
    assert_eq!(set.expect(200).json["role"], "editor");
    kai.post("/pages", page).expect(201);
    kai.send("PUT", address, &[], member("manager")).expect_problem(403);
}

#[test]
fn kinds_and_registers_are_told() {
    let app = TestApp::start();
    let kai = Program::of(&app, "kai", &[]);

    let kinds = kai.get("/kinds").expect(200).json.clone();
    assert_eq!(kinds["items"].as_array().unwrap().len(), 12);
    let schema = kai.get("/kinds/practice").expect(200).json.clone();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    kai.get("/kinds/nichts").expect_problem(404);
    let districts = kai.get("/registers/districts").expect(200).json.clone();
    assert_eq!(districts["items"].as_array().unwrap().len(), 12);
    kai.get("/registers/practice_type").expect_problem(404);
}
