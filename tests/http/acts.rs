//! Acts on whole pages: move, copy, trash, lock, order, and taking them back.

use qm_wiki::clock::{DAY, MINUTE};

use crate::app::{Answer, TestApp, Visitor};

/// Sends the "Rückgängig" an answer's address names.
fn undo(visitor: &mut Visitor, answer: &Answer) -> Answer {
    let seq = undo_of(answer);
    visitor.post("/undo", &[("seq", &seq)])
}

fn undo_of(answer: &Answer) -> String {
    let location = answer.location.as_deref().unwrap_or_default();
    let (_, rest) = location.split_once("undo=").unwrap();
    rest.split(['&', '#']).next().unwrap_or_default().to_owned()
}

fn page_id(visitor: &mut Visitor, page: &str) -> String {
    let body = visitor.get(page).body;
    let (_, rest) = body.split_once("data-page-id=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Puts a page below another one, by the form of a move.
fn put_below(visitor: &mut Visitor, page: &str, above: &str) -> String {
    let slug = page.rsplit('/').next().unwrap();
    let form = [("space", "mitte"), ("above", above), ("slug", slug)];
    visitor.post(&format!("{page}/move"), &form).address()
}

#[test]
fn a_moved_page_takes_those_below_along_and_is_found_under_both_addresses() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte", "editor@pankow"]);
    let top = anna.write("mitte", "page", "Empfang", "Oben");
    let below = anna.write("mitte", "page", "Rollen", "Unten");
    let below = put_below(&mut anna, &below, "Empfang");
    assert_eq!(below, "/wiki/mitte/empfang/rollen");

    let form = [("space", "pankow"), ("above", ""), ("slug", "ankommen")];
    let moved = anna.post(&format!("{top}/move"), &form);
    moved.expect_redirect("/wiki/pankow/ankommen?done=moved");

    anna.get("/wiki/pankow/ankommen/rollen").expect_status(200).expect_text("Unten");
    let old = anna.get("/wiki/mitte/empfang/rollen");
    assert_eq!(old.status, 301);
    assert_eq!(old.location.as_deref(), Some("/wiki/pankow/ankommen/rollen"));
    anna.get(moved.location.as_deref().unwrap())
        .expect_text("2 Seiten verschoben")
        .expect_text("/undo");
    anna.search_until("Unten", "/wiki/pankow/ankommen/rollen");

    undo(&mut anna, &moved).expect_redirect("/wiki/mitte/empfang?done=undone");
    anna.get("/wiki/mitte/empfang/rollen").expect_status(200);
    assert_eq!(anna.get("/wiki/pankow/ankommen").status, 301);
}

#[test]
fn links_by_a_former_title_or_address_keep_leading_to_the_page() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alter Name", "Text");
    let other = anna.write("mitte", "page", "Verweis", "[[Alter Name]] und [[mitte:alter-name]]");

    let renamed = anna.save(&page, 1, "Neuer Name", "Text");
    renamed.expect_redirect(&page);
    anna.get(renamed.location.as_deref().unwrap()).expect_text("/move?slug=neuer-name");
    let form = [("space", "mitte"), ("above", ""), ("slug", "neuer-name")];
    anna.post(&format!("{page}/move"), &form).expect_redirect("/wiki/mitte/neuer-name");

    let body = anna.get(&other).body;
    assert_eq!(body.matches("href=\"/wiki/mitte/neuer-name\"").count(), 2, "{body}");
    // A page that has the name now comes before one that only had it.
    let new = anna.write("mitte", "page", "Alter Name", "Jetzt ich");
    assert_eq!(new, "/wiki/mitte/alter-name");
    anna.get(&new).expect_status(200).expect_text("Jetzt ich");
    let body = anna.get(&other).body;
    assert_eq!(body.matches("href=\"/wiki/mitte/alter-name\"").count(), 2, "{body}");
}

#[test]
fn readers_do_not_learn_the_title_of_a_draft_or_where_a_hidden_page_went() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let draft = [("space", "mitte"), ("kind", "page"), ("title", "Geheim"), ("act", "save")];
    let page = anna.post("/new", &draft).address();
    let form = [("space", "mitte"), ("above", ""), ("slug", "versteckt")];
    anna.post(&format!("{page}/move"), &form).expect_redirect("/wiki/mitte/versteckt");

    let mut rita = app.person("rita", &["reader@mitte"]);
    rita.get(&page).expect_status(404);
    rita.get("/wiki/mitte/versteckt").expect_status(404);
    app.stranger().get(&page).expect_redirect("/sign-in");
}

#[test]
fn moving_needs_rights_in_both_spaces_and_over_everything_below() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    let form = [("space", "pankow"), ("above", ""), ("slug", "alpha")];

    anna.post(&format!("{page}/move"), &form).expect_status(403);
    let mut ben = app.person("ben", &["editor@pankow"]);
    ben.post(&format!("{page}/move"), &form).expect_status(403);
    ben.post(&format!("{page}/trash"), &[]).expect_status(403);
    let mut rita = app.person("rita", &["reader@mitte"]);
    rita.get(&format!("{page}/move")).expect_status(404);
    rita.get(&page).expect_no_text("/alpha/trash\"").expect_no_text("/move\"");
    anna.get(&page).expect_status(200).expect_text("/move\"");

    let below = [("space", "mitte"), ("above", "alpha"), ("slug", "alpha")];
    anna.post(&format!("{page}/move"), &below).expect_status(422).expect_text("unter sich selbst");
    let nowhere = [("space", "mitte"), ("above", "gibt es nicht"), ("slug", "alpha")];
    anna.post(&format!("{page}/move"), &nowhere).expect_status(422).expect_text("gibt es nicht");
}

#[test]
fn a_copy_is_a_draft_with_the_words_and_without_the_past() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Empfang", "Text eins");
    anna.save(&page, 1, "Empfang", "Text zwei");
    let below = anna.write("mitte", "page", "Rollen", "Unten");
    put_below(&mut anna, &below, "Empfang");
    let mut ben = app.person("ben", &["editor@pankow"]);

    ben.get(&format!("{page}/copy")).expect_status(200).expect_text("Kopie von Empfang");
    let form = [("title", "Kopie von Empfang"), ("space", "pankow"), ("whole", "1")];
    let copied = ben.post(&format!("{page}/copy"), &form);
    copied.expect_redirect("/wiki/pankow/kopie-von-empfang?done=copied");

    ben.get("/wiki/pankow/kopie-von-empfang").expect_text("Text zwei").expect_text("Entwurf");
    ben.get("/wiki/pankow/kopie-von-empfang/rollen").expect_text("Unten");
    ben.get("/wiki/pankow/kopie-von-empfang/history").expect_no_text("revision=2");
    anna.get("/wiki/pankow/kopie-von-empfang").expect_status(404);
    undo(&mut ben, &copied).expect_redirect("/wiki/pankow");
    ben.get("/wiki/pankow/kopie-von-empfang").expect_status(404);
}

#[test]
fn a_trashed_page_is_gone_from_everywhere_and_comes_back_as_it_was() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Zirkelabend", "Einmalig");
    let below = anna.write("mitte", "page", "Ablaufplan", "Unten");
    let below = put_below(&mut anna, &below, "Zirkelabend");
    let other = anna.write("mitte", "page", "Verweis", "[[Zirkelabend]]");
    anna.search_until("Einmalig", &page);

    let trashed = anna.post(&format!("{page}/trash"), &[]);
    trashed.expect_redirect("/wiki/mitte?done=trashed");

    for address in [page.as_str(), below.as_str()] {
        anna.get(address).expect_status(404);
    }
    for list in ["/wiki/mitte", "/list/page", "/changes"] {
        anna.get(list).expect_no_text("/wiki/mitte/zirkelabend");
    }
    anna.get(&other).expect_text("qmw-fehlt");
    anna.search_until("Verweis", &other);
    anna.get("/search?q=Einmalig").expect_no_text("/wiki/mitte/zirkelabend\"");
    anna.get("/trash").expect_text("Zirkelabend").expect_text("mit einer Unterseite");
    app.person("ben", &["editor@pankow"]).get("/trash").expect_no_text("Zirkelabend");
    app.person("rita", &["reader@mitte"]).get("/trash").expect_no_text("Zirkelabend");

    undo(&mut anna, &trashed).expect_redirect(&page);
    anna.get(&below).expect_status(200).expect_text("Unten");
    anna.search_until("Einmalig", &page);
    anna.get("/trash").expect_no_text("Zirkelabend");
}

#[test]
fn a_page_whose_address_was_taken_comes_back_to_the_next_free_one() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Die erste");
    let id = page_id(&mut anna, &page);
    anna.post(&format!("{page}/trash"), &[]).expect_redirect("/wiki/mitte");
    assert_eq!(anna.write("mitte", "page", "Alpha", "Die zweite"), page);
    let mut ben = app.person("ben", &["editor@pankow"]);
    ben.post(&format!("/trash/{id}/restore"), &[]).expect_status(404);

    let back = anna.post(&format!("/trash/{id}/restore"), &[]);

    back.expect_redirect("/wiki/mitte/alpha-2?done=taken-out");
    anna.get("/wiki/mitte/alpha-2").expect_text("Die erste");
    anna.get(&page).expect_text("Die zweite");
}

#[test]
fn deleting_for_good_asks_first_and_is_for_those_who_manage() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut mia = app.person("mia", &["manager@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");
    let id = page_id(&mut anna, &page);
    anna.post(&format!("{page}/trash"), &[]);

    anna.get("/trash").expect_no_text(&format!("/trash/{id}/purge"));
    anna.post(&format!("/trash/{id}/purge"), &[]).expect_status(404);
    mia.get("/trash").expect_text("hier bis").expect_text(&format!("/trash/{id}/purge"));
    app.clock.advance(91 * DAY);
    let mut mia = app.person("mona", &["manager@mitte"]);
    mia.get("/trash").expect_text("kann endgültig gelöscht werden");
    mia.get(&format!("/trash/{id}/purge")).expect_text("nicht rückgängig");
    mia.post(&format!("/trash/{id}/purge"), &[]).expect_redirect("/trash?done=purged");

    mia.get("/trash").expect_no_text("Alpha");
    mia.post(&format!("/trash/{id}/restore"), &[]).expect_status(404);
    mia.get(&page).expect_status(404);
}

#[test]
fn a_locked_page_is_written_by_those_who_approve_alone() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut lea = app.person("lea", &["approver@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");

    anna.get(&format!("{page}/lock")).expect_status(404);
    anna.post(&format!("{page}/lock"), &[("on", "1")]).expect_status(403);
    let form = [("on", "1"), ("reason", "Wird gerade geprüft.")];
    let locked = lea.post(&format!("{page}/lock"), &form);
    locked.expect_redirect(&format!("{page}?done=locked"));

    anna.get(&page).expect_text("Wird gerade geprüft.").expect_no_text("/edit\"");
    anna.save(&page, 1, "Alpha", "Anders").expect_status(403);
    anna.post(&format!("{page}/trash"), &[]).expect_status(403);
    lea.save(&page, 1, "Alpha", "Geprüft").expect_redirect(&page);
    lea.post(&format!("{page}/lock"), &[]).expect_redirect(&format!("{page}?done=unlocked"));
    anna.save(&page, 2, "Alpha", "Wieder offen").expect_redirect(&page);
    undo(&mut lea, &locked).expect_redirect(&format!("{page}?done=undo-moved"));
}

#[test]
fn a_save_can_be_taken_back_for_ten_minutes_by_whoever_made_it() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut ben = app.person("ben", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Eins");
    let saved = anna.save(&page, 1, "Alpha", "Zwei");

    let seq = undo_of(&saved);
    ben.post("/undo", &[("seq", &seq)]).expect_status(404);
    undo(&mut anna, &saved).expect_redirect(&format!("{page}?done=undone"));
    anna.get(&page).expect_text("Eins").expect_no_text("Zwei");
    anna.get(&format!("{page}/history"))
        .expect_text("revision=3")
        .expect_text("Rückgängig gemacht");
    undo(&mut anna, &saved).expect_redirect(&format!("{page}?done=undo-late"));

    let saved = anna.save(&page, 3, "Alpha", "Drei");
    ben.save(&page, 4, "Alpha", "Vier").expect_redirect(&page);
    undo(&mut anna, &saved).expect_redirect(&format!("{page}?done=undo-moved"));
    anna.get(&page).expect_text("Vier");

    let saved = anna.save(&page, 5, "Alpha", "Fünf");
    app.clock.advance(11 * MINUTE);
    undo(&mut anna, &saved).expect_redirect(&format!("{page}?done=undo-late"));
    anna.get(&page).expect_text("Fünf");
}

#[test]
fn taking_back_the_first_publishing_makes_a_draft_again() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let draft = [("space", "mitte"), ("kind", "page"), ("title", "Alpha"), ("act", "save")];
    let page = anna.post("/new", &draft).address();
    let published = anna.save(&page, 1, "Alpha", "Offen");
    let mut rita = app.person("rita", &["reader@mitte"]);
    rita.get(&page).expect_status(200);

    undo(&mut anna, &published).expect_redirect(&page);

    rita.get(&page).expect_status(404);
    anna.get(&page).expect_text("Entwurf");
}

#[test]
fn a_page_just_made_can_be_unmade_until_somebody_works_on_it() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [("space", "mitte"), ("kind", "page"), ("title", "Irrtum"), ("act", "publish")];
    let made = anna.post("/new", &form);
    let page = made.address();
    undo(&mut anna, &made).expect_redirect("/wiki/mitte?done=undone");
    anna.get(&page).expect_status(404);
    anna.get("/trash").expect_text("Irrtum");

    let form = [("space", "mitte"), ("kind", "page"), ("title", "Ernst"), ("act", "publish")];
    let made = anna.post("/new", &form);
    let page = made.address();
    app.person("ben", &["editor@mitte"]).save(&page, 1, "Ernst", "Mehr").expect_redirect(&page);
    undo(&mut anna, &made).expect_redirect(&format!("{page}?done=undo-moved"));
    anna.get(&page).expect_status(200);
}

#[test]
fn a_row_of_a_record_set_goes_back_to_what_it_was() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Vorhaben", "Text");
    let new = format!("{page}/records/measure/new");
    let title = |text: &'static str| [("version", "0"), ("f.title", text), ("act", "save")];
    let added = anna.post(&new, &title("Aushang erneuern"));
    added.expect_redirect(&page);
    let body = anna.get(&page).expect_text("Aushang erneuern").body.clone();
    let at = body.split(&format!("{page}/records/measure/")).nth(2).unwrap();
    let row = format!("{page}/records/measure/{}", at.split('"').next().unwrap());

    let changed = anna.post(&row, &[("version", "1"), ("f.title", "Aushang drucken")]);
    undo(&mut anna, &changed).expect_redirect(&page);
    anna.get(&page).expect_text("Aushang erneuern");
    let removed = anna.post(&row, &[("version", "3"), ("act", "remove")]);
    anna.get(&page).expect_no_text("Aushang erneuern");
    undo(&mut anna, &removed).expect_redirect(&page);
    anna.get(&page).expect_text("Aushang erneuern");
    undo(&mut anna, &added).expect_redirect(&format!("{page}?done=undo-moved"));
}

#[test]
fn pages_are_put_in_order_and_stand_so_on_the_home_of_the_space() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut ids = Vec::new();
    for title in ["Alpha", "Beta", "Gamma"] {
        let page = anna.write("mitte", "page", title, "");
        ids.push(page_id(&mut anna, &page));
    }
    let beside: Vec<(&str, &str)> = ids.iter().map(|it| ("beside", it.as_str())).collect();
    anna.get("/order?space=mitte").expect_status(200).expect_text("Gamma");

    let form: Vec<(&str, &str)> =
        [("up", ids[2].as_str())].into_iter().chain(beside.clone()).collect();
    let ordered = anna.post("/order", &form);
    ordered.expect_redirect("/order?space=mitte&done=ordered");

    let home = anna.get("/wiki/mitte").body;
    let tree = home.split("h-baum").nth(2).unwrap();
    assert!(tree.find("Gamma").unwrap() < tree.find("Beta").unwrap(), "{tree}");
    undo(&mut anna, &ordered).expect_status(303);
    anna.get("/wiki/mitte").expect_no_text("h-baum");
    let mut rita = app.person("rita", &["reader@mitte"]);
    rita.get("/order?space=mitte").expect_status(404);
    rita.post("/order", &form).expect_status(403);
}

#[test]
fn a_page_is_made_a_template_by_those_who_edit_its_space() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Muster", "Vorgabe");
    let mut rita = app.person("rita", &["reader@mitte"]);

    rita.post(&format!("{page}/template"), &[("on", "1")]).expect_status(403);
    let made = anna.post(&format!("{page}/template"), &[("on", "1")]);
    made.expect_redirect(&format!("{page}?done=template"));
    anna.get(&page).expect_text("Nicht mehr als Vorlage anbieten");
    anna.get("/new?kind=page").expect_text("/wiki/mitte/muster/copy?as=template");
    anna.get("/new?kind=term").expect_no_text("/muster/copy");
    undo(&mut anna, &made).expect_redirect(&page);
    anna.get(&page).expect_text("Als Vorlage verwenden");
}
