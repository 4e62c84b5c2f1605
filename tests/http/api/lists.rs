//! Lists: filters, order, cursors that hold while others write, search, changes.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Program, path};
use crate::app::TestApp;

fn titles(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|it| it["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_is_filtered_and_sorted() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte", "editor@pankow"]);
    for (space, kind, title, tag) in [
        ("mitte", "practice", "Beta", "x"),
        ("mitte", "practice", "Alpha", "y"),
        ("pankow", "practice", "Gamma", "x"),
        ("pankow", "page", "Delta", "x"),
    ] {
        let fields = json!({ "tags": [tag] });
        let body = json!({ "space": space, "kind": kind, "title": title, "fields": fields });
        anna.post("/pages", body).expect(201);
    }

    let list = |query: &str| titles(&anna.get(&format!("/pages?{query}")).expect(200).json);
    assert_eq!(list("sort=title"), ["Alpha", "Beta", "Delta", "Gamma"]);
    assert_eq!(list("sort=-title&kind=practice"), ["Gamma", "Beta", "Alpha"]);
    assert_eq!(list("space=mitte"), ["Beta", "Alpha"]);
    assert_eq!(
        list("space=mitte&space=pankow&sort=space,-title"),
        ["Beta", "Alpha", "Gamma", "Delta"]
    );
    assert_eq!(list("kind=practice&field.tags=x"), ["Beta", "Gamma"]);
    assert_eq!(list("status=freigegeben"), ["Delta"]);
    let page = &anna.get("/pages?kind=page").json;
    assert_eq!(page["total"], 1);
    assert!(page["items"][0].get("markdown").is_none());
    assert_eq!(page["items"][0]["updated_by"], "anna");
}

#[test]
fn what_a_list_does_not_know_is_told() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    for query in [
        "kind=nichts",
        "sort=unfug",
        "limit=0",
        "limit=",
        "limit=viele",
        "limit=-1",
        "cursor=kaputt",
        "unbekannt=1",
        "field.unbekannt=1",
        "cursor=W10",
        "limit=1&limit=2",
        "space=%00",
    ] {
        anna.get(&format!("/pages?{query}")).expect_problem(400);
    }
    assert_eq!(anna.get("/pages?limit=100000").expect(200).status, 200);
}

#[test]
fn a_cursor_holds_while_pages_come_and_change() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    let mut before = BTreeSet::new();
    for number in 0..12 {
        // Pairs of one title, so that the id has to part them.
        let page = anna.write("page", &format!("Seite {:02}", number / 2), "");
        before.insert(page["id"].as_str().unwrap().to_owned());
    }

    for sort in ["", "&sort=title", "&sort=-title", "&sort=status,-title"] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        let mut rounds = 0;
        loop {
            let list = anna.get(&format!("/pages?limit=5{sort}{cursor}")).expect(200).json.clone();
            let items = list["items"].as_array().unwrap();
            assert!(items.len() <= 5);
            seen.extend(items.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
            anna.write("page", &format!("Seite {rounds:02} dazwischen"), "");
            rounds += 1;
            let Some(next) = list["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
            assert!(rounds < 100, "the list does not end");
        }
        let once: BTreeSet<_> = seen.iter().cloned().collect();
        assert_eq!(once.len(), seen.len(), "a page stood twice in {sort}");
        assert!(before.is_subset(&once), "a page was passed over in {sort}");
    }
}

#[test]
fn a_cursor_of_another_order_is_refused() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    for title in ["Eins", "Zwei"] {
        anna.write("page", title, "");
    }
    let list = anna.get("/pages?limit=1&sort=title").json;
    let cursor = list["next_cursor"].as_str().unwrap();

    anna.get(&format!("/pages?limit=1&sort=title&cursor={cursor}")).expect(200);
    anna.get(&format!("/pages?limit=1&sort=updated&cursor={cursor}")).expect_problem(400);
    anna.get(&format!("/pages?limit=1&cursor={cursor}")).expect_problem(400);
}

#[test]
fn a_search_counts_and_goes_on() {
    let app = TestApp::start();
    let anna = Program::of(&app, "anna", &["editor@mitte"]);
    for number in 0..3 {
        anna.write("page", &format!("Zirkel {number}"), "Ein Qualitätszirkel tagt.");
    }
    anna.write("term", "Qualitätszirkel", "");
    let began = Instant::now();
    let found = loop {
        let found = anna.get("/search?q=Qualit%C3%A4tszirkel&limit=3").expect(200).json.clone();
        if found["total"] == 4 {
            break found;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{found}");
    };

    assert_eq!(found["items"].as_array().unwrap().len(), 3);
    assert_eq!(found["facets"]["kind"][0], json!({ "value": "page", "count": 3 }));
    assert!(found.get("did_you_mean").is_none());
    assert!(found["items"].to_string().contains("<mark>"));
    let cursor = found["next_cursor"].as_str().unwrap();
    let query = format!("/search?q=Qualit%C3%A4tszirkel&limit=3&cursor={cursor}");
    let rest = anna.get(&query).expect(200).json.clone();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &json!(null)));
    anna.get("/search?q=a&cursor=unfug").expect_problem(400);
    assert_eq!(anna.get("/search").expect(200).json["total"], 0);
}

#[test]
fn changes_are_told_in_order_without_persons() {
    let app = TestApp::start();
    let anna = Program::of(&app, "annabella", &["editor@mitte"]);
    let page = anna.write("page", "Leitfaden", "");
    anna.put(&path(&page), "\"1\"", json!({ "markdown": "Neu" })).expect(200);

    let log = anna.get("/changes").expect(200).json.clone();
    let items = log["items"].as_array().unwrap();
    let types: Vec<_> = items.iter().map(|it| it["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["page.created", "page.saved"]);
    assert!(items.iter().all(|it| it["page_id"] == page["id"] && it["space"] == "mitte"));
    assert!(!log.to_string().contains("annabella"));

    let first = anna.get("/changes?limit=1").json;
    let after = first["next_cursor"].as_str().unwrap();
    let rest = anna.get(&format!("/changes?after={after}")).expect(200).json.clone();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    assert_eq!(rest["next_cursor"], json!(null));
}
