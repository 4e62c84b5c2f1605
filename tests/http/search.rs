//! Finding what was written.

use crate::app::TestApp;

#[test]
fn a_saved_word_is_found_in_every_form() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    anna.write("mitte", "page", "Wohnungsnotfälle", "Wir begleiten die Häuser der Wohnhilfe.");

    anna.search_until("Haus", "/wiki/mitte/wohnungsnotfaelle");
    anna.search_until("haeuser", "<mark>");
    anna.search_until("WOHNUNGSNOTFAELLE", "/wiki/mitte/wohnungsnotfaelle");
}

#[test]
fn an_edited_word_is_found_and_the_old_one_no_more() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Sonnenblume");
    anna.search_until("Sonnenblume", &page);

    anna.save(&page, 1, "Alpha", "Kornrade");

    anna.search_until("Kornrade", &page);
    anna.get("/search?q=Sonnenblume").expect_no_text(&format!("{page}\""));
}

#[test]
fn any_text_is_a_search() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &[]);

    for query in ["%22", "kind%3A", "%28%29+AND+-", "a%00b", "%C3%A4%2A", "%3Cscript%3E"] {
        anna.get(&format!("/search?q={query}")).expect_status(200).expect_no_text("<script>");
    }
    let long = "x".repeat(5_000);
    anna.get(&format!("/search?q={long}")).expect_status(200);
}

#[test]
fn kind_and_space_narrow_a_search() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte", "editor@pankow"]);
    let in_mitte = anna.write("mitte", "page", "Zirkel in Mitte", "");
    let in_pankow = anna.write("pankow", "project", "Zirkel in Pankow", "");
    anna.search_until("Zirkel", &in_mitte);
    anna.search_until("Zirkel", &in_pankow);

    anna.get("/search?q=Zirkel&space=mitte").expect_text(&in_mitte).expect_no_text(&in_pankow);
    anna.get("/search?q=Zirkel&kind=project").expect_text(&in_pankow).expect_no_text(&in_mitte);

    for filter in ["art:Projekt", "kind:projects", "typ:project", "bezirk:Pankow", "space:pankow"] {
        let found = anna.get(&format!("/search?q=Zirkel+{filter}"));
        found.expect_text(&in_pankow).expect_no_text(&format!("{in_mitte}\""));
    }
    anna.get("/search?q=Zirkel+bezirk%3A%22%28+art%3A").expect_status(200);
}
