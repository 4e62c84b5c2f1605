//! Rows of record sets by program.

use serde_json::{Value, json};

use super::client::{Program, path};
use crate::app::TestApp;

fn row(row: &Value) -> String {
    format!("/records/{}", row["id"].as_str().unwrap())
}

#[test]
fn a_row_is_added_changed_and_taken_away() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = anna.write("project", "Wartezeiten", "");
    let measures = format!("{}/records/measure", path(&page));

    let added = anna.post(&measures, json!({ "fields": { "title": "Aushang" } }));
    assert_eq!((added.expect(201).tag().as_str(), &added.json["version"]), ("\"1\"", &json!(1)));
    assert_eq!(added.json["page_id"], page["id"]);
    assert_eq!(added.json["fields"]["title"], "Aushang");
    let row = row(&added.json);
    let changed = anna.put(&row, "\"1\"", json!({ "fields": { "title": "Aushang neu" } }));
    assert_eq!(changed.expect(200).tag(), "\"2\"");
    let list = anna.get(&measures).expect(200).json.clone();
    assert_eq!(list["items"][0]["fields"]["title"], "Aushang neu");

    let late = anna.put(&row, "\"1\"", json!({ "fields": { "title": "Zu spät" } }));
    late.expect_problem(412);
    assert_eq!(late.json["current"]["fields"]["title"], "Aushang neu");
    assert_eq!(late.json["yours"], json!({ "fields": { "title": "Zu spät" } }));
    anna.send("DELETE", &row, &[], None).expect_problem(428);
    anna.delete(&row, "\"1\"").expect_problem(412);
    anna.delete(&row, "\"2\"").expect(204);
    anna.delete(&row, "\"2\"").expect_problem(404);
    assert_eq!(anna.get(&measures).json["items"], json!([]));
}

#[test]
fn a_row_needs_its_text_and_knows_its_fields() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = path(&anna.write("project", "Wartezeiten", ""));

    let measures = format!("{page}/records/measure");
    anna.post(&measures, json!({ "fields": {} })).expect_errors(&["title"]);
    let body = json!({ "fields": { "title": "A", "erfunden": 1 } });
    anna.post(&measures, body).expect_errors(&["erfunden"]);
    anna.post(&format!("{page}/records/nichts"), json!({})).expect_problem(404);
    anna.get(&format!("{page}/records/nichts")).expect_problem(404);
    anna.get("/records/nichts").expect_problem(404);
}

#[test]
fn a_district_speaks_once_and_for_itself_alone() {
    let app = TestApp::start();
    let paul = Program::of(&app, "paul", &["editor@pankow"]);
    let body = json!({ "space": "pankow", "kind": "practice", "title": "Rückruf" });
    let page = paul.post("/pages", body).expect(201).json.clone();
    let adoptions = format!("{}/records/adoption", path(&page));
    let both = Program::of(&app, "berta", &["editor@mitte", "contributor@pankow"]);
    let row =
        |district: &str| json!({ "fields": { "district": district, "state": "uebernommen" } });

    both.post(&adoptions, row("pankow")).expect_problem(403);
    both.post(&adoptions, row("mitte")).expect(201);
    both.post(&adoptions, row("mitte")).expect_problem(409);
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    anna.get(&adoptions).expect_problem(404);
    assert_eq!(anna.get("/records/adoption").expect(200).json["items"], json!([]));
    assert_eq!(both.get("/records/adoption").json["items"].as_array().unwrap().len(), 1);
    let of_mitte = both.get("/records/adoption?field.district=mitte").expect(200).json.clone();
    assert_eq!(of_mitte["items"].as_array().unwrap().len(), 1);
    let of_pankow = both.get("/records/adoption?field.district=pankow").expect(200).json.clone();
    assert_eq!(of_pankow["items"], json!([]));
}

#[test]
fn rows_are_walked_through_with_a_cursor() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let page = path(&anna.write("project", "Wartezeiten", ""));
    for number in 0..5 {
        let body = json!({ "fields": { "title": format!("Schritt {number}") } });
        anna.post(&format!("{page}/records/measure"), body).expect(201);
    }

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let list = anna.get(&format!("/records/measure?limit=2{cursor}")).expect(200).json.clone();
        let items = list["items"].as_array().unwrap();
        seen.extend(items.iter().map(|it| it["fields"]["title"].as_str().unwrap().to_owned()));
        let Some(next) = list["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["Schritt 0", "Schritt 1", "Schritt 2", "Schritt 3", "Schritt 4"]);
}

#[test]
fn nobody_is_asked_for_across_pages() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);

    anna.get("/records/measure?field.responsible=Kaya").expect_problem(400);
    anna.get("/records/measure?field.state=offen").expect(200);
}
