//! The seed from one version of the program to the next, rows in files, and examples taken away.

use std::fs;

use qm_wiki::access::Actor;
use qm_wiki::config::{Limits, Seed};
use qm_wiki::exchange::{Import, SeedFiles, follow_seed, import};
use qm_wiki::store::{instance, lists, records, spaces};

use crate::app::TestApp;

fn page(title: &str, more: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nkind: page\nspace: gesamtstadt\n{more}---\n\n{text}\n")
}

/// A wiki that is open to a seed of the test's own.
fn empty_wiki() -> TestApp {
    let app = TestApp::start();
    app.runtime.block_on(async {
        let txn = app.wiki.db.begin().await.unwrap();
        instance::set(&txn, instance::SEED, "full").await.unwrap();
        txn.commit().await.unwrap();
    });
    app
}

fn follow(app: &TestApp, files: &[(&str, String)]) {
    let files: SeedFiles = files.iter().map(|(name, text)| (*name, text.clone())).collect();
    let (db, kinds, pages) = (&app.wiki.db, app.wiki.kinds.now(), &app.wiki.pages);
    app.runtime.block_on(follow_seed(db, &kinds, pages, Seed::Full, &files)).unwrap();
}

#[test]
fn a_newer_seed_reaches_the_pages_nobody_has_edited() {
    let app = empty_wiki();
    let mut anna = app.person("anna", &["editor@gesamtstadt"]);
    let first = [
        ("g/eins.md", page("Eins", "", "Erster Stand.")),
        ("g/zwei.md", page("Zwei", "", "Zweiter Text.")),
        ("g/drei.md", page("Drei", "", "Dritter Text.")),
    ];
    follow(&app, &first);
    anna.get("/wiki/gesamtstadt/eins").expect_text("Erster Stand.");
    anna.save("/wiki/gesamtstadt/zwei", 1, "Zwei", "Von Anna.").expect_status(303);

    let second = [
        ("g/eins.md", page("Eins", "", "Neuer Stand.")),
        ("g/zwei.md", page("Zwei", "", "Neuer Text aus dem Programm.")),
        ("g/vier.md", page("Vier", "", "Ganz neu, siehe [[Eins]].")),
        ("g/fuenf.md", page("Fünf", "parent: vier\n", "Darunter.")),
    ];
    follow(&app, &second);
    anna.get("/wiki/gesamtstadt/eins").expect_text("Neuer Stand.");
    anna.get("/wiki/gesamtstadt/zwei").expect_text("Von Anna.").expect_no_text("Programm");
    anna.get("/wiki/gesamtstadt/drei").expect_text("Dritter Text.");
    anna.get("/wiki/gesamtstadt/vier").expect_text("Ganz neu");
    anna.get("/wiki/gesamtstadt/vier/fuenf").expect_text("Darunter.");

    // The edited page stays edited, whatever comes later; loading again changes nothing.
    let before = app.wiki.changes.head();
    follow(&app, &second);
    assert_eq!(app.wiki.changes.head(), before);
    let third = [("g/zwei.md", page("Zwei", "", "Noch neuer."))];
    follow(&app, &third);
    anna.get("/wiki/gesamtstadt/zwei").expect_text("Von Anna.");
    assert_eq!(app.wiki.changes.head(), before);
}

#[test]
fn a_page_of_somebody_else_at_the_same_address_is_never_touched() {
    let app = empty_wiki();
    let mut anna = app.person("anna", &["editor@gesamtstadt"]);
    let address = anna.write("gesamtstadt", "page", "Eins", "Annas eigene Seite.");
    follow(&app, &[("g/eins.md", page("Eins", "", "Aus dem Programm."))]);
    follow(&app, &[("g/eins.md", page("Eins", "", "Neuer aus dem Programm."))]);
    anna.get(&address).expect_text("Annas eigene Seite.");
}

#[test]
fn a_wiki_that_began_without_the_seed_stays_without() {
    let app = TestApp::start();
    follow(&app, &[("g/eins.md", page("Eins", "", "Text."))]);
    app.administrator().get("/wiki/gesamtstadt/eins").expect_status(404);
}

#[test]
fn examples_are_taken_away_with_everything_at_them() {
    let app = TestApp::start_with(Seed::Full);
    let (mut admin, mut anna) = (app.administrator(), app.person("anna", &["editor@mitte"]));
    let own = anna.write("mitte", "page", "Eigene Seite", "Bleibt.");
    anna.post("/administration/examples/remove", &[]).expect_status(403);
    let shown = admin.get("/administration");
    shown.expect_text("Beispiele entfernen");

    admin.post("/administration/examples/remove", &[]).expect_redirect("/administration");
    admin.get("/administration").expect_no_text("Beispiele entfernen");
    anna.get(&own).expect_text("Bleibt.");
    let ask = lists::Ask { limit: 10_000, ..lists::Ask::default() };
    let nobody = Actor::system();
    let left = lists::pages(app.wiki.db.reader(), &nobody, &ask);
    let left = app.runtime.block_on(left).unwrap();
    assert!(left.len() > 40 && left.iter().all(|it| it.honesty != "beispiel"));

    // A later start does not bring them back.
    let config = app.wiki.config.clone();
    let head = app.wiki.changes.head();
    let again = app.runtime.block_on(qm_wiki::app::Wiki::open(config, app.clock.clone())).unwrap();
    assert_eq!(again.changes.head(), head);
}

#[test]
fn rows_come_in_with_the_file_of_their_page() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    let rows = "records:\n  measure:\n    - id: eins\n      fields:\n        title: Stichprobe ziehen\n\
                attachments: [bogen.docx]\n";
    let text = format!("---\ntitle: Wartezeiten\nkind: project\n{rows}---\nText\n");
    fs::write(folder.path().join("wartezeiten.md"), text).unwrap();
    let wrong =
        "---\ntitle: Falsch\nkind: project\nrecords:\n  ghost: []\n  measure: [Text]\n---\n";
    fs::write(folder.path().join("falsch.md"), wrong).unwrap();
    let wiki = &app.wiki;
    let summary = app.runtime.block_on(async {
        let space = spaces::by_key(wiki.db.reader(), "mitte").await.unwrap().unwrap();
        let what =
            Import { path: folder.path(), space, kind: "page", author: None, is_rehearsal: false };
        let limits = Limits::default();
        import(&wiki.db, &wiki.kinds.now(), &limits, &wiki.pages, what, |_, _| {}).await.unwrap()
    });
    let codes: Vec<&str> = summary.reports.iter().map(|it| it.problem.code.as_str()).collect();
    assert_eq!(codes, ["problem-records-set", "problem-records-form"]);
    let row = app.runtime.block_on(records::by_id(wiki.db.reader(), "eins")).unwrap().unwrap();
    assert_eq!((row.set.as_str(), row.created_by), ("measure", None));
    app.administrator().get("/wiki/mitte/wartezeiten").expect_text("Stichprobe ziehen");
}

#[test]
fn rows_of_the_seed_count_their_days_from_the_first_start() {
    let app = TestApp::start_with(Seed::Full);
    let (mut admin, wiki) = (app.administrator(), &app.wiki);
    let rows = app.runtime.block_on(records::of_set_after(wiki.db.reader(), "measure", "", 100));
    let rows = rows.unwrap();
    assert!(rows.iter().any(|it| it.is_closed) && rows.iter().any(|it| !it.is_closed));
    // Ten days before 22 November 2026.
    assert!(rows.iter().any(|it| it.fields.get("due_on").is_some_and(|it| it == "2026-11-12")));
    assert!(rows.iter().all(|it| it.created_by.is_none()));

    // They go with the examples they stand at.
    admin.post("/administration/examples/remove", &[]).expect_redirect("/administration");
    let left = app.runtime.block_on(records::of_set_after(wiki.db.reader(), "measure", "", 100));
    assert!(left.unwrap().is_empty());
}
