//! Signing in and out.

use qm_wiki::clock::DAY;
use qm_wiki::people::NewAccount;

use crate::app::TestApp;

#[test]
fn a_name_and_a_password_lead_to_where_one_wanted_to_go() {
    let app = TestApp::start();
    let password = Some("Feldweg 7 im Mai".to_owned());
    let new = NewAccount { name: "Kaya".into(), password, ..NewAccount::default() };
    app.runtime.block_on(app.wiki.people.add(new)).unwrap();
    let mut kaya = app.stranger();

    kaya.get("/search?q=Frist&kind=term")
        .expect_redirect("/sign-in?next=%2Fsearch%3Fq%3DFrist%26kind%3Dterm");
    let form =
        [("name", "kaya"), ("password", "Feldweg 7 im Mai"), ("next", "/search?q=Frist&kind=term")];
    kaya.post("/sign-in", &form).expect_redirect("/search?q=Frist&kind=term");

    kaya.get("/").expect_status(200).expect_text("Kaya");
}

#[test]
fn a_wrong_password_and_an_unknown_name_read_the_same() {
    let app = TestApp::start();
    let password = Some("Feldweg 7 im Mai".to_owned());
    let new = NewAccount { name: "kaya".into(), password, ..NewAccount::default() };
    app.runtime.block_on(app.wiki.people.add(new)).unwrap();
    let mut stranger = app.stranger();

    let wrong = stranger.post("/sign-in", &[("name", "kaya"), ("password", "x")]);
    let unknown = stranger.post("/sign-in", &[("name", "kira"), ("password", "x")]);

    wrong.expect_status(422);
    assert_eq!(wrong.body.replace("kaya", "kira"), unknown.body);
}

#[test]
fn a_one_time_link_works_once_and_for_a_day() {
    let app = TestApp::start();
    let people = &app.wiki.people;
    let new = NewAccount { name: "kaya".into(), ..NewAccount::default() };
    let account = app.runtime.block_on(people.add(new)).unwrap();
    let link = || app.runtime.block_on(people.sign_in_link(&account)).unwrap();
    let address = |it: &str| format!("/sign-in/link/{it}");

    let used = link();
    app.stranger().get(&address(used.reveal())).expect_redirect("/");
    app.stranger().get(&address(used.reveal())).expect_status(422);

    let old = link();
    app.clock.advance(DAY + 1);
    app.stranger().get(&address(old.reveal())).expect_status(422);
    app.stranger().get(&address("geraten")).expect_status(422);
}

#[test]
fn signing_out_ends_the_session_for_good() {
    let app = TestApp::start();
    let mut kaya = app.person("kaya", &[]);
    kaya.get("/").expect_status(200).expect_text("action=\"/sign-out\"");

    kaya.post("/sign-out", &[]).expect_redirect("/sign-in");

    kaya.get("/").expect_redirect("/sign-in");
}

#[test]
fn a_session_ends_when_nobody_used_it_for_long() {
    let app = TestApp::start();
    let mut kaya = app.person("kaya", &[]);

    app.clock.advance(6 * DAY);
    kaya.get("/").expect_status(200);
    app.clock.advance(6 * DAY);
    kaya.get("/").expect_status(200);
    app.clock.advance(8 * DAY);

    kaya.get("/").expect_redirect("/sign-in");
}

#[test]
fn the_session_cookie_is_for_this_site_and_no_script() {
    let app = TestApp::start();
    let people = app.wiki.people.clone();
    let link = app.runtime.block_on(async move {
        let new = NewAccount { name: "kaya".into(), ..NewAccount::default() };
        let account = people.add(new).await.unwrap();
        people.sign_in_link(&account).await.unwrap()
    });

    let answer = app.stranger().get(&format!("/sign-in/link/{}", link.reveal()));

    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
}

#[test]
fn the_language_stays_chosen() {
    let app = TestApp::start();
    let mut kaya = app.person("kaya", &[]);
    kaya.get("/").expect_text("<html lang=\"de\">");

    kaya.post("/language", &[("lang", "en"), ("next", "/glossary")]).expect_redirect("/glossary");

    kaya.get("/").expect_text("<html lang=\"en\">");
}
