//! What changed lately, who wrote what, and comparing as it is read.

use crate::app::TestApp;

#[test]
fn recent_changes_are_for_those_who_may_see_the_page_and_name_nobody_to_readers() {
    let app = TestApp::start();
    let mut anna = app.person("annabella", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Eins");
    let form = [
        ("base", "1"),
        ("title", "Alpha"),
        ("text", "Zwei"),
        ("change_note", "Zahl erhöht"),
        ("act", "publish"),
    ];
    anna.post(&format!("{page}/edit"), &form).expect_redirect(&page);
    let draft = [("space", "mitte"), ("kind", "page"), ("title", "Geheimes"), ("act", "save")];
    anna.post("/new", &draft);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let mut kai = app.person("kai", &["editor@pankow"]);

    let own = anna.get("/changes");
    own.expect_text("Zahl erhöht").expect_text("annabella").expect_text("Geheimes");
    own.expect_text("22. November 2026").expect_text("compare?from=1&amp;to=2");
    for other in [&mut rita, &mut kai] {
        let list = other.get("/changes?space=mitte");
        list.expect_text("Alpha").expect_no_text("annabella").expect_no_text("Geheimes");
    }
    kai.get("/changes?space=pankow").expect_no_text("Alpha").expect_text("noch nichts geändert");
    kai.get("/changes?space=nirgends").expect_status(404);
    app.stranger().get("/changes").expect_redirect("/sign-in");
}

#[test]
fn what_was_a_pending_draft_stays_out_of_the_changes_of_readers() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let draft = [("space", "mitte"), ("kind", "page"), ("title", "Alpha"), ("act", "save")];
    let page = anna.post("/new", &draft).address();
    let form = [
        ("base", "1"),
        ("title", "Alpha"),
        ("text", "x"),
        ("change_note", "Noch unfertig"),
        ("act", "save"),
    ];
    anna.post(&format!("{page}/edit"), &form);
    anna.save(&page, 2, "Alpha", "Fertig").expect_redirect(&page);
    let mut rita = app.person("rita", &["reader@mitte"]);

    rita.get("/changes").expect_text("Alpha").expect_no_text("Noch unfertig");
    anna.get("/changes").expect_text("Noch unfertig");
}

#[test]
fn small_changes_can_be_left_out_and_are_marked_in_the_history() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Eins");
    let form = [
        ("base", "1"),
        ("title", "Alpha"),
        ("text", "Ein"),
        ("change_note", "Tippfehler weg"),
        ("minor", "1"),
        ("act", "publish"),
    ];
    anna.post(&format!("{page}/edit"), &form).expect_redirect(&page);

    anna.get("/changes").expect_text("Tippfehler weg").expect_text("kleine Änderung");
    anna.get("/changes?minor=0").expect_text("Alpha").expect_no_text("Tippfehler weg");
    anna.get(&format!("{page}/history")).expect_text("kleine Änderung");
    anna.get(&format!("{page}/edit")).expect_text("name=\"minor\"");
}

#[test]
fn older_changes_are_on_pages_of_their_own() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    for number in 0..52 {
        anna.write("mitte", "page", &format!("Seite Nr {number}"), "");
    }

    let first = anna.get("/changes").body;
    assert!(first.contains("Seite Nr 51") && !first.contains("Seite Nr 1<"));
    let (_, rest) = first.split_once("/changes?before=").unwrap();
    let before = rest.split('"').next().unwrap();
    anna.get(&format!("/changes?before={before}"))
        .expect_text("Seite Nr 1<")
        .expect_no_text("Seite Nr 51<");
}

#[test]
fn who_wrote_which_paragraph_is_told_to_editors_alone() {
    let app = TestApp::start();
    let mut anna = app.person("annabella", &["editor@mitte"]);
    let mut ben = app.person("benedikt", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Annas Absatz.\n\nNoch einer.\n");
    ben.save(&page, 1, "Alpha", "Annas Absatz.\n\nBens Absatz.\n").expect_redirect(&page);

    let shown = ben.get(&format!("{page}/authors"));
    shown.expect_status(200).expect_text("annabella").expect_text("benedikt");
    let (before, after) = shown.body.split_once("Bens Absatz").unwrap();
    assert!(before.contains("annabella") && after.contains("benedikt"), "{}", shown.body);
    app.person("rita", &["reader@mitte"]).get(&format!("{page}/authors")).expect_status(404);
    app.person("kai", &["editor@pankow"]).get(&format!("{page}/authors")).expect_status(404);
}

#[test]
fn two_revisions_stand_side_by_side_as_they_are_read_with_the_reasons_between() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Der **erste** Satz.\n");
    for (base, note) in [("1", "Neue Zahl"), ("2", "Doch anders")] {
        let text = format!("Der **{note}** Satz.\n");
        let form = [
            ("base", base),
            ("title", "Alpha"),
            ("text", text.as_str()),
            ("change_note", note),
            ("act", "publish"),
        ];
        anna.post(&format!("{page}/edit"), &form).expect_redirect(&page);
    }

    anna.get(&format!("{page}/compare?from=1&to=3&view=rendered"))
        .expect_status(200)
        .expect_text("<strong>erste</strong>")
        .expect_text("<strong>Doch anders</strong>")
        .expect_text("Neue Zahl");
    anna.get(&format!("{page}/compare?from=1&to=3")).expect_text("view=rendered");
}
