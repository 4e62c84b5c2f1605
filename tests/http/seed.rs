//! A first start on its seed, seen by somebody who opens it.

use qm_wiki::access::Actor;
use qm_wiki::config::Seed;
use qm_wiki::store;
use qm_wiki::store::lists::{self, Ask};

use crate::app::TestApp;

#[test]
fn a_first_start_is_worth_opening() {
    let app = TestApp::start_with(Seed::Full);
    let mut kai = app.person("kai", &[]);

    kai.get("/").expect_status(200).expect_text("Glossar");
    kai.get("/spaces").expect_text("Reinickendorf");
    for kind in app.wiki.kinds.now().iter() {
        let list = kai.get(&format!("/list/{}", kind.id));
        list.expect_status(200).expect_text("/wiki/");
    }
    kai.search_until("Qualitätszirkel", "<mark>");
}

#[test]
fn every_seed_page_can_be_read_by_an_administrator() {
    let app = TestApp::start_with(Seed::Full);
    let mut admin = app.administrator();
    let ask = Ask { limit: 10_000, ..Ask::default() };
    let nobody = Actor::system();
    let all = lists::pages(app.wiki.db.reader(), &nobody, &ask);
    let all = app.runtime.block_on(all).unwrap();
    assert!(all.len() > 40);

    for line in all {
        let address = format!("/wiki/{}/{}", line.space, line.path);
        admin.get(&address).expect_status(200).expect_text("data-page-body");
        admin.get(&format!("{address}/edit")).expect_status(200);
    }
}

#[test]
fn examples_can_be_left_out() {
    let app = TestApp::start_with(Seed::WithoutExamples);
    let ask = Ask { limit: 10_000, ..Ask::default() };
    let nobody = Actor::system();
    let all = lists::pages(app.wiki.db.reader(), &nobody, &ask);

    let all = app.runtime.block_on(all).unwrap();

    assert!(all.iter().all(|it| it.honesty != "beispiel"));
}

#[test]
fn a_second_start_changes_nothing() {
    let app = TestApp::start_with(Seed::Full);
    let config = app.wiki.config.clone();
    let before = app.wiki.changes.head();

    let again = app.runtime.block_on(qm_wiki::app::Wiki::open(config, app.clock.clone())).unwrap();

    assert_eq!(again.changes.head(), before);
}

#[test]
fn the_office_files_hang_at_their_page_and_a_second_start_adds_none() {
    let app = TestApp::start_with(Seed::Full);
    let mut kai = app.person("kai", &[]);

    let page = kai.get("/wiki/gesamtstadt/vorlagen");

    page.expect_status(200)
        .expect_text("gute-praxis-steckbrief.docx")
        .expect_no_text("Datei fehlt");
    let acts = || app.runtime.block_on(store::changes::count(app.wiki.db.reader())).unwrap();
    let before = acts();
    app.twin();
    assert_eq!(acts(), before);
}

#[test]
fn what_the_working_group_is_about_to_agree_on_is_read_by_all_staff() {
    let app = TestApp::start_with(Seed::Full);

    let page = app.person("kai", &[]).get("/wiki/gesamtstadt/standards/st-b1-management-response");

    page.expect_status(200).expect_text("Entwurf, noch nicht beschlossen");
}
