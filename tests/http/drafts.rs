//! What was typed and not saved, who is writing just now, and texts that meet.

use qm_wiki::clock::{DAY, MINUTE};

use crate::app::{TestApp, Visitor};

fn page_id(visitor: &mut Visitor, page: &str) -> String {
    let body = visitor.get(page).body;
    let (_, rest) = body.split_once("data-page-id=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split(after).next().unwrap()
}

#[test]
fn what_was_typed_is_offered_to_the_person_alone_until_it_is_saved() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut ben = app.person("ben", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Alt");
    let id = page_id(&mut anna, &page);
    let typed = [("base", "1"), ("title", "Alpha"), ("text", "Halb getippt"), ("minor", "1")];
    let keep = format!("/drafts?page={id}");

    anna.post(&keep, &[("base", "1"), ("title", "Alpha"), ("text", "Halb")]).expect_status(204);
    anna.post(&keep, &typed).expect_status(204);

    let form = anna.get(&format!("{page}/edit"));
    form.expect_text("Nicht gespeicherte Fassung vom").expect_no_text("Halb getippt");
    assert_eq!(form.body.matches("Nicht gespeicherte Fassung").count(), 1);
    let href = between(&form.body, &format!("{page}/edit?draft="), "\"").to_owned();
    anna.get(&format!("{page}/edit?draft={href}"))
        .expect_text("Halb getippt")
        .expect_text("checked");
    ben.get(&format!("{page}/edit")).expect_no_text("Nicht gespeicherte Fassung");
    ben.get(&format!("{page}/edit?draft={href}")).expect_no_text("Halb getippt");
    ben.post(&format!("/drafts/{href}/discard"), &[]).expect_status(404);

    anna.save(&page, 1, "Alpha", "Ganz getippt").expect_redirect(&page);
    anna.get(&format!("{page}/edit")).expect_no_text("Nicht gespeicherte Fassung");
}

#[test]
fn what_was_typed_can_be_discarded_and_is_forgotten_after_half_a_year() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let typed = [("kind", "page"), ("space", "mitte"), ("title", "Beginn"), ("text", "Neues")];
    anna.post("/drafts?kind=page", &typed).expect_status(204);

    let form = anna.get("/new?kind=page");
    form.expect_text("Nicht gespeicherte Fassung");
    let id = between(&form.body, "/drafts/", "/discard").to_owned();
    anna.get(&format!("/new?kind=page&draft={id}")).expect_text("Neues").expect_text("Beginn");
    anna.post(&format!("/drafts/{id}/discard"), &[]).expect_redirect("/new?kind=page");
    anna.get("/new?kind=page").expect_no_text("Nicht gespeicherte Fassung");

    anna.post("/drafts?kind=page", &typed).expect_status(204);
    app.clock.advance(181 * DAY);
    // The session is over by then; somebody signs in again.
    let mut anna = again(&app, "anna");
    anna.get("/new?kind=page").expect_no_text("Nicht gespeicherte Fassung");
}

fn again(app: &TestApp, name: &str) -> Visitor {
    let people = app.wiki.people.clone();
    let name = name.to_owned();
    let link = app.runtime.block_on(async move {
        let account = people.by_name(&name).await.unwrap().unwrap();
        people.sign_in_link(&account).await.unwrap()
    });
    let mut visitor = app.stranger();
    visitor.get(&format!("/sign-in/link/{}", link.reveal())).expect_redirect("/");
    visitor
}

#[test]
fn keeping_needs_the_right_to_save() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Alt");
    let id = page_id(&mut anna, &page);
    let mut rita = app.person("rita", &["reader@mitte"]);

    rita.post(&format!("/drafts?page={id}"), &[("text", "x")]).expect_status(403);
    rita.post(&format!("/presence/{id}"), &[]).expect_status(403);
    app.stranger()
        .post(&format!("/drafts?page={id}"), &[("text", "x")])
        .expect_redirect("/sign-in");
    anna.post("/drafts?page=nirgends", &[("text", "x")]).expect_status(404);
}

#[test]
fn who_is_writing_is_told_to_those_who_may_write_for_a_minute() {
    let app = TestApp::start();
    let mut anna = app.person("annabella", &["editor@mitte"]);
    let mut ben = app.person("ben", &["editor@mitte"]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Alt");
    let id = page_id(&mut anna, &page);
    anna.get(&format!("{page}/edit")).expect_no_text("bearbeitet die Seite gerade");

    ben.get(&format!("{page}/edit")).expect_text("annabella bearbeitet die Seite gerade");
    ben.post(&format!("/presence/{id}"), &[]).expect_text("annabella bearbeitet");
    ben.get(&page).expect_text("annabella bearbeitet");
    rita.get(&page).expect_status(200).expect_no_text("annabella");
    anna.post(&format!("/presence/{id}"), &[("left", "1")]).expect_status(204);
    ben.post(&format!("/presence/{id}"), &[]).expect_no_text("annabella");

    anna.post(&format!("/presence/{id}"), &[]).expect_status(200);
    app.clock.advance(2 * MINUTE);
    ben.get(&format!("{page}/edit")).expect_no_text("annabella");
}

#[test]
fn a_conflict_is_decided_section_by_section_and_keeps_my_words() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut ben = app.person("ben", &["editor@mitte"]);
    let base = "# Kopf\n\nA\n\nMitte\n\nB\n";
    let page = anna.write("mitte", "page", "Alpha", base);
    anna.save(&page, 1, "Alpha", "# Kopf\n\nA von Anna\n\nMitte\n\nB von Anna\n");
    let mine = "# Kopf\n\nA von Ben\n\nMitte\n\nB von Ben\n";

    let screen = ben.save(&page, 1, "Alpha", mine);
    screen
        .expect_status(409)
        .expect_text("choose.text.0")
        .expect_text("choose.text.1")
        .expect_text("name=\"common\" value=\"1\"")
        .expect_text("außerdem aufgehoben");
    let form = [
        ("base", "2"),
        ("common", "1"),
        ("title", "Alpha"),
        ("text", mine),
        ("choose.text.0", "theirs"),
        ("choose.text.1", "both"),
        ("act", "publish"),
    ];
    ben.post(&format!("{page}/edit"), &form).expect_redirect(&page);

    ben.get(&format!("{page}/edit"))
        .expect_text("A von Anna\n\nMitte\n\nB von Ben\n\nB von Anna")
        .expect_text("aufgehoben, als jemand gleichzeitig");
    anna.get(&format!("{page}/edit")).expect_no_text("aufgehoben, als jemand");
}
