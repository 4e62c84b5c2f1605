//! Nobody where they don't belong: every address, asked by everybody.

use crate::app::{TestApp, Visitor};

/// What exists below a page's address.
const BELOW: [&str; 5] = ["", "/edit", "/history", "/compare?from=1&to=1", "?revision=1"];

fn never_shows(visitor: &mut Visitor, address: &str, secret: &str) {
    let answer = visitor.get(address);
    assert!(!answer.body.contains(secret), "{address} shows {secret}");
}

#[test]
fn a_stranger_is_told_nothing_but_to_sign_in() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    let mut stranger = app.stranger();

    for below in BELOW {
        let there = stranger.get(&format!("{page}{below}"));
        let not_there = stranger.get(&format!("{page}x{below}"));

        there.expect_redirect("/sign-in");
        assert_eq!(there.body, not_there.body);
    }
    for address in ["/", "/search?q=a", "/list/page", "/glossary", "/spaces", "/wiki/mitte", "/new"]
    {
        stranger.get(address).expect_redirect("/sign-in");
    }
    stranger.get("/api/v1/me").expect_status(401);
}

#[test]
fn a_draft_is_for_those_who_write_there_alone() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let draft = [
        ("space", "mitte"),
        ("kind", "page"),
        ("title", "Geheimnisvoll"),
        ("text", "Verborgenes"),
        ("act", "save"),
    ];
    let page = anna.post("/new", &draft).address();
    anna.search_until("Verborgenes", "Geheimnisvoll");
    let others = [
        app.person("rita", &["reader@mitte"]),
        app.person("ben", &["editor@pankow"]),
        app.person("kai", &[]),
    ];

    for mut other in others {
        for below in BELOW {
            other.get(&format!("{page}{below}")).expect_status(404);
        }
        let form = [("base", "1"), ("title", "Meins"), ("text", "Meins")];
        other.post(&format!("{page}/edit"), &form).expect_status(404);
        other.post(&format!("{page}/restore"), &[("revision", "1")]).expect_status(404);
        let lists = ["/", "/list/page", "/wiki/mitte", "/spaces", "/search?q=Verborgenes"];
        for list in lists {
            never_shows(&mut other, list, "Geheimnisvoll");
        }
    }
    app.person("carla", &["contributor@mitte"]).get(&page).expect_status(200);
}

#[test]
fn counts_do_not_tell_of_hidden_pages() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let draft = [("space", "mitte"), ("kind", "page"), ("title", "Zirkelschluss"), ("act", "save")];
    anna.post("/new", &draft);
    anna.write("mitte", "page", "Zirkelsitzung", "");
    anna.search_until("Zirkelschluss", "/wiki/mitte/zirkelschluss");
    let mut kai = app.person("kai", &[]);

    kai.search_until("Zirkelsitzung", "/wiki/mitte/zirkelsitzung");
    kai.get("/search?q=Zirkelschluss").expect_no_text("/wiki/mitte/zirkelschluss");
    kai.get("/search?q=Zirkelschlus").expect_no_text("Zirkelschluss\"");
    kai.get("/list/page").expect_text("1 Eintrag");
    anna.get("/list/page").expect_text("2 Einträge");
}

#[test]
fn a_link_to_a_page_one_may_not_see_looks_like_one_to_a_missing_page() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let draft = [("space", "mitte"), ("kind", "page"), ("title", "Verborgen"), ("act", "save")];
    let hidden = anna.post("/new", &draft).address();
    let page = anna.write("mitte", "page", "Offen", "[[Verborgen]]");
    let mut kai = app.person("kai", &[]);

    anna.get(&page).expect_text(&format!("href=\"{hidden}\""));
    kai.get(&page).expect_no_text(&format!("href=\"{hidden}\"")).expect_text("qmw-fehlt");
}

#[test]
fn a_reader_finds_no_way_to_write() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    let mut rita = app.person("rita", &["reader@mitte"]);

    rita.get(&page).expect_status(200).expect_no_text("/edit\"");
    rita.get(&format!("{page}/edit")).expect_status(404);
    rita.save(&page, 1, "Alpha", "Anders").expect_status(403);
    rita.post(&format!("{page}/restore"), &[("revision", "1")]).expect_status(403);
    let form = [("space", "mitte"), ("kind", "page"), ("title", "Neu"), ("act", "save")];
    rita.post("/new", &form).expect_status(422);
    anna.get(&page).expect_text("Text");
}

#[test]
fn names_of_writers_are_for_those_who_may_write() {
    let app = TestApp::start();
    let mut anna = app.person("annabella", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    anna.save(&page, 1, "Alpha", "Anders");
    let mut rita = app.person("rita", &["reader@mitte"]);

    for below in ["/history", "/compare?from=1&to=2", ""] {
        never_shows(&mut rita, &format!("{page}{below}"), "annabella");
    }
    let mut ben = app.person("ben", &["editor@mitte"]);
    ben.get(&format!("{page}/history")).expect_text("annabella");
}

#[test]
fn a_role_that_was_taken_while_writing_stops_the_save() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    anna.get(&format!("{page}/edit")).expect_status(200);

    app.runtime.block_on(async {
        let people = &app.wiki.people;
        let account = people.by_name("anna").await.unwrap().unwrap();
        let space = qm_wiki::store::spaces::by_key(app.wiki.db.reader(), "mitte").await.unwrap();
        people.set_role(&account, &space.unwrap(), qm_wiki::access::Role::Reader).await.unwrap();
    });

    anna.save(&page, 1, "Alpha", "Anders").expect_status(403);
}

#[test]
fn everybody_may_write_in_the_practice_space() {
    let app = TestApp::start();
    let mut kai = app.person("kai", &[]);

    let page = kai.write("uebung", "page", "Mein Versuch", "Hallo");

    kai.get(&page).expect_status(200).expect_text("Hallo");
}

#[test]
fn a_form_from_another_site_is_refused() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [("space", "mitte"), ("kind", "page"), ("title", "Untergeschoben")];

    let answer = anna.post_from("/new", &form, &[("sec-fetch-site", "cross-site")]);
    answer.expect_status(403);
    let answer = anna.post_from("/new", &form, &[("origin", "https://example.org")]);
    answer.expect_status(403);

    anna.get("/wiki/mitte/untergeschoben").expect_status(404);
}

#[test]
fn what_is_tried_out_appears_nowhere_else() {
    let app = TestApp::start();
    let mut kai = app.person("kai", &["editor@mitte"]);
    kai.write("uebung", "term", "Probierwort", "Nur ein Versuch.");
    let page = kai.write("mitte", "page", "Alpha", "[[Probierwort]]");
    kai.search_until("Alpha", &page);

    kai.get(&page).expect_text("qmw-fehlt");
    kai.get("/glossary").expect_no_text("Probierwort");
    kai.get("/list/term").expect_no_text("Probierwort");
    kai.get("/search?q=Probierwort").expect_no_text("/wiki/uebung/probierwort");
    kai.search_until_at("/search?q=Probierwort&space=uebung", "/wiki/uebung/probierwort");
    kai.get("/list/term?space=uebung").expect_text("Probierwort");
}
