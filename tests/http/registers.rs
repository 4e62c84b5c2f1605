//! Registers and lists as an administrator keeps them in the interface, and what pages make of it.

use std::time::Instant;

use qm_wiki::app::Wiki;

use crate::app::{TestApp, Visitor};

const REGISTERS: &str = "/administration/registers";
const AREAS: &str = "/administration/registers/service_areas";

fn add(admin: &mut Visitor, de: &str, en: &str) {
    let form = [("act", "add"), ("label_de", de), ("label_en", en)];
    admin.post(AREAS, &form).expect_redirect(AREAS);
}

/// A practice that has this service area; its address.
fn practice(anna: &mut Visitor, area: &str) -> String {
    let form = [
        ("space", "mitte"),
        ("kind", "practice"),
        ("title", "Sprechstunde"),
        ("f.service_areas", area),
        ("act", "save"),
    ];
    anna.post("/new", &form).address()
}

fn form_version(admin: &mut Visitor, address: &str) -> String {
    let body = admin.get(address).body;
    let (_, rest) = body.split_once("name=\"version\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

fn change(admin: &mut Visitor, entry: &str, version: &str, pairs: &[(&str, &str)]) -> u16 {
    let mut form = vec![("version", version)];
    form.extend_from_slice(pairs);
    admin.post(&format!("{AREAS}/{entry}"), &form).status
}

#[test]
fn only_administrators_keep_registers() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["manager@mitte"]);
    for address in ["/administration", REGISTERS, AREAS, &format!("{AREAS}/eh")] {
        anna.get(address).expect_status(404);
        app.stranger().get(address).expect_redirect("/sign-in");
    }
    let form = [("act", "add"), ("label_de", "Wohngeld"), ("label_en", "")];
    anna.post(AREAS, &form).expect_status(403);
    let form = [("version", "0"), ("label_de", "Wohngeld"), ("label_en", "")];
    anna.post(&format!("{AREAS}/eh"), &form).expect_status(403);
    anna.get("/new?kind=practice").expect_no_text("Wohngeld");
    let mut admin = app.administrator();
    admin.get("/").expect_text("/administration");
    admin.get("/administration").expect_text("Register und Auswahllisten");
}

#[test]
fn every_register_and_list_says_what_it_is_for() {
    let app = TestApp::start();
    let mut admin = app.administrator();
    let all = admin.get(REGISTERS);
    all.expect_status(200).expect_text("Leistungsbereiche").expect_text("Gremien");
    all.expect_text("danach suchen Beschäftigte zuerst").expect_text("Zur Auswahl in:");
    for list in app.wiki.kinds.now().lists() {
        let address = format!("{REGISTERS}/{}", list.list);
        if all.body.contains(&format!("\"{address}\"")) {
            admin.get(&address).expect_status(200);
        }
    }
    admin.get(&format!("{REGISTERS}/ghost")).expect_status(404);
    admin.get(&format!("{AREAS}/ghost")).expect_status(404);
}

#[test]
fn a_new_entry_can_be_chosen_at_once_and_is_kept() {
    let app = TestApp::start();
    let (mut admin, mut anna) = (app.administrator(), app.person("anna", &["editor@mitte"]));
    add(&mut admin, "Wohngeld", "Housing benefit");
    admin.get(AREAS).expect_text("Wohngeld").expect_text("Housing benefit");

    let page = practice(&mut anna, "wohngeld");
    anna.get(&page).expect_text("Wohngeld");
    anna.get("/list/practice?service_areas=wohngeld").expect_text("Sprechstunde");
    admin.get(AREAS).expect_text("1 Seite");
    admin
        .get(&format!("{AREAS}/wohngeld"))
        .expect_text("/list/practice?service_areas=wohngeld")
        .expect_no_text("value=\"delete\"");

    let config = app.wiki.config.clone();
    let again = app.runtime.block_on(Wiki::open(config, app.clock.clone())).unwrap();
    assert!(again.kinds.now().list("service_areas").unwrap().get("wohngeld").is_some());
}

#[test]
fn another_word_counts_everywhere_and_is_found() {
    let training = include_str!("../fixtures/kinds/site/training.toml");
    let app = TestApp::start_prepared(|data| {
        std::fs::create_dir_all(data.join("kinds")).unwrap();
        std::fs::write(data.join("kinds/training.toml"), training).unwrap();
    });
    let (mut admin, mut anna) = (app.administrator(), app.person("anna", &["editor@mitte"]));
    let form = [
        ("space", "mitte"),
        ("kind", "training"),
        ("title", "Gespräche führen"),
        ("f.training_form", "kurs"),
        ("act", "save"),
    ];
    let page = anna.post("/new", &form).address();
    anna.get(&page).expect_text("Kurs");
    let entry = format!("{REGISTERS}/training_form/kurs");
    let words = [("version", "0"), ("label_de", "Lehrgang"), ("label_en", "Course")];
    admin.post(&entry, &words).expect_redirect(REGISTERS);

    anna.get(&page).expect_text("Lehrgang");
    anna.get("/new?kind=training").expect_text("Lehrgang");
    anna.search_until("Lehrgang", &page);
    // The id stays, and with it every address that names it.
    anna.get("/list/training?training_form=kurs").expect_text("Gespräche führen");
}

#[test]
fn what_is_used_retires_and_stays_on_its_pages() {
    let app = TestApp::start();
    let (mut admin, mut anna) = (app.administrator(), app.person("anna", &["editor@mitte"]));
    let page = practice(&mut anna, "eh");
    let entry = format!("{AREAS}/eh");
    let version = form_version(&mut admin, &entry);
    assert_eq!(change(&mut admin, "eh", &version, &[("act", "retire")]), 303);

    admin.get(AREAS).expect_text("Angeboten bis 21. November 2026");
    anna.get("/new?kind=practice").expect_no_text("Eingliederungshilfe (EH)");
    anna.get(&page).expect_text("Eingliederungshilfe (EH)");
    let edit = format!("{page}/edit");
    anna.get(&edit).expect_text("Eingliederungshilfe (EH)");
    // An untouched save keeps it.
    let form = [
        ("base", "1"),
        ("title", "Sprechstunde am Abend"),
        ("f.service_areas", "eh"),
        ("act", "save"),
    ];
    anna.post(&edit, &form).expect_redirect(&page);
    anna.get(&page).expect_text("Eingliederungshilfe (EH)").expect_text("Sprechstunde am Abend");

    let version = form_version(&mut admin, &entry);
    assert_eq!(change(&mut admin, "eh", &version, &[("act", "delete")]), 409);
    assert_eq!(change(&mut admin, "eh", &version, &[("act", "offer")]), 303);
    anna.get("/new?kind=practice").expect_text("Eingliederungshilfe (EH)");
}

#[test]
fn only_what_was_added_and_never_used_can_be_deleted() {
    let app = TestApp::start();
    let (mut admin, mut anna) = (app.administrator(), app.person("anna", &["editor@mitte"]));
    add(&mut admin, "Wohngeld", "");
    add(&mut admin, "Irrtum", "");
    assert_eq!(change(&mut admin, "irrtum", "1", &[("act", "delete")]), 303);
    admin.get(AREAS).expect_no_text("Irrtum");
    admin.get(&format!("{AREAS}/irrtum")).expect_status(404);

    let page = practice(&mut anna, "wohngeld");
    let form =
        [("base", "1"), ("title", "Sprechstunde"), ("f.service_areas", "eh"), ("act", "save")];
    anna.post(&format!("{page}/edit"), &form).expect_redirect(&page);
    // No page has it now, but an older revision does.
    assert_eq!(change(&mut admin, "wohngeld", "1", &[("act", "delete")]), 409);
    assert_eq!(change(&mut admin, "ahzp", "0", &[("act", "delete")]), 409);
}

#[test]
fn the_order_is_that_of_the_office() {
    let app = TestApp::start();
    let (mut admin, mut anna) = (app.administrator(), app.person("anna", &["editor@mitte"]));
    let form = [("act", "up"), ("entry", "ahzp"), ("before", "eh"), ("behind", "gesamtes_amt")];
    admin.post(AREAS, &form).expect_redirect(AREAS);
    let body = anna.get("/new?kind=practice").body;
    assert!(body.find("value=\"ahzp\"") < body.find("value=\"eh\""));
    // Somebody who still sees the old order is told, and sees the new one.
    let again = admin.post(AREAS, &form);
    again.expect_status(409).expect_text("Reihenfolge hat sich gerade geändert");
    let form = [("act", "down"), ("entry", "ahzp"), ("before", ""), ("behind", "eh")];
    admin.post(AREAS, &form).expect_redirect(AREAS);
}

#[test]
fn two_who_change_one_entry_are_told() {
    let app = TestApp::start();
    let mut admin = app.administrator();
    let first = [("label_de", "Teilhabe"), ("label_en", "")];
    assert_eq!(change(&mut admin, "eh", "0", &first), 303);
    let form = [("version", "0"), ("label_de", "Eingliederung"), ("label_en", "")];
    let answer = admin.post(&format!("{AREAS}/eh"), &form);
    answer.expect_status(409).expect_text("„Teilhabe“").expect_text("value=\"Eingliederung\"");
    assert_eq!(change(&mut admin, "eh", "1", &[("label_de", "Eingliederung")]), 303);
    admin.get(AREAS).expect_text("Eingliederung");
}

#[test]
fn what_is_typed_wrong_is_told_at_its_field() {
    let app = TestApp::start();
    let mut admin = app.administrator();
    let empty = admin.post(AREAS, &[("act", "add"), ("label_de", " "), ("label_en", "Thing")]);
    empty.expect_status(422).expect_text("eine Bezeichnung").expect_text("value=\"Thing\"");
    let twice = [("act", "add"), ("label_de", "Eingliederungshilfe (EH)"), ("label_en", "")];
    admin.post(AREAS, &twice).expect_status(422).expect_text("steht schon in der Liste");
    let long = "x".repeat(201);
    admin.post(AREAS, &[("act", "add"), ("label_de", &long)]).expect_status(422);
    let form = [("version", "0"), ("label_de", "EH"), ("last_day", "irgendwann")];
    let day = admin.post(&format!("{AREAS}/eh"), &form);
    day.expect_status(422).expect_text("31.12.2026").expect_text("irgendwann");
    let form = [("version", "0"), ("label_de", "EH"), ("last_day", "31.12.2026")];
    admin.post(&format!("{AREAS}/eh"), &form).expect_redirect(AREAS);
    admin.get(AREAS).expect_text("31. Dezember 2026");
}

#[test]
fn another_process_on_the_same_database_follows() {
    let app = TestApp::start();
    let mut admin = app.administrator();
    let config = qm_wiki::config::Config {
        data: app.wiki.config.data.join("second"),
        database_url: Some(app.wiki.config.database_url()),
        ..app.wiki.config.clone()
    };
    let second = app.runtime.block_on(Wiki::open(config, app.clock.clone())).unwrap();
    app.runtime.spawn(second.changes.clone().look_for_others());
    app.runtime.spawn(second.follow_kinds());
    add(&mut admin, "Wohngeld", "");
    let began = Instant::now();
    while second.kinds.now().list("service_areas").unwrap().get("wohngeld").is_none() {
        assert!(began.elapsed().as_secs() < 20, "the other process does not follow");
        std::thread::yield_now();
    }
}
