//! What leads where: names, backlinks, pages in pages, lists of missing and lonely pages.

use crate::app::TestApp;

#[test]
fn a_page_is_found_under_every_spelling_of_its_names() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let target = anna.write("mitte", "page", "Fall-Übergabe prüfen", "Ziel.");
    let spellings = ["fall-übergabe prüfen", "Fallübergabe prüfen", "FALL UEBERGABE PRUEFEN"];

    for (number, spelling) in spellings.iter().enumerate() {
        let text = format!("| a | b |\n|---|---|\n| [[{spelling}\\|hier]] | x |");
        let page = anna.write("mitte", "page", &format!("Tabelle {number}"), &text);

        anna.get(&page).expect_text(&format!("href=\"{target}\"")).expect_text(">hier</a>");
    }
}

#[test]
fn a_page_says_where_it_is_used_and_follows_the_space_of_a_link() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte", "editor@pankow"]);
    let in_mitte = anna.write("mitte", "page", "Wirkung", "Eins.");
    let in_pankow = anna.write("pankow", "page", "Wirkung", "Zwei.");
    anna.write("mitte", "page", "Nennt Pankow", "[[pankow:Wirkung]]");

    anna.get(&in_pankow).expect_text("Nennt Pankow");
    anna.get(&in_mitte).expect_no_text("Nennt Pankow");
}

#[test]
fn two_pages_of_one_name_are_offered_for_choice() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte", "editor@pankow", "editor@spandau"]);
    let one = anna.write("pankow", "page", "Wirkung", "Eins.");
    let two = anna.write("spandau", "page", "Wirkung", "Zwei.");
    let page = anna.write("mitte", "page", "Nennt", "[[Wirkung]]");
    let choice = "/names?name=Wirkung&amp;space=mitte";

    anna.get(&page).expect_text(choice);
    let choice = anna.get(&choice.replace("&amp;", "&"));
    choice.expect_status(200).expect_text(&one).expect_text(&two);
    anna.get("/names?name=").expect_status(404);
    app.stranger().get("/names?name=Wirkung").expect_redirect("/sign-in");
}

#[test]
fn a_page_or_a_section_stands_in_another_as_far_as_one_may_see_it() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut kai = app.person("kai", &[]);
    anna.write(
        "mitte",
        "page",
        "Frist",
        "Davor.\n\n## Dauer\n\nZwei Wochen.\n\n## Danach\n\nEnde.",
    );
    let draft = [
        ("space", "mitte"),
        ("kind", "page"),
        ("title", "Verborgen"),
        ("text", "Geheimes."),
        ("act", "save"),
    ];
    anna.post("/new", &draft).expect_status(303);
    let page = anna.write("mitte", "page", "Alpha", "![[Frist#Dauer]]\n\n![[Verborgen]]");

    anna.get(&page)
        .expect_text("qmw-einbettung")
        .expect_text("Zwei Wochen.")
        .expect_no_text("Davor.")
        .expect_no_text("Ende.")
        .expect_text("Geheimes.");
    kai.get(&page).expect_text("Zwei Wochen.").expect_no_text("Geheimes.");

    anna.save("/wiki/mitte/frist", 1, "Frist", "## Dauer\n\nDrei Wochen.").expect_status(303);
    kai.get(&page).expect_text("Drei Wochen.");
}

#[test]
fn pages_in_circles_end() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    anna.write("mitte", "page", "Beta", "Von Beta.\n\n![[Alpha]]\n\n![[Gamma]]");
    anna.write(
        "mitte",
        "page",
        "Gamma",
        "Von Gamma.\n\n![[Beta]]\n\n![[Gamma#Teil]]\n\n## Teil\n\n![[Gamma#Teil]]",
    );
    let page = anna.write("mitte", "page", "Alpha", "Von Alpha.\n\n![[Alpha]]\n\n![[Beta]]");

    let answer = anna.get(&page);
    answer.expect_status(200);
    assert_eq!(answer.body.matches("Von Alpha.").count(), 1, "{}", answer.body);
    assert_eq!(answer.body.matches("Von Beta.").count(), 1, "{}", answer.body);
    assert_eq!(answer.body.matches("Von Gamma.").count(), 1, "{}", answer.body);
}

#[test]
fn missing_lonely_and_ownerless_pages_are_listed_as_far_as_one_may_see_them() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut kai = app.person("kai", &[]);
    anna.write("mitte", "page", "Alpha", "[[Fehlt noch]] und [[Beta]] und [[pankow:Beta]]");
    anna.write("mitte", "page", "Beta", "[[fehlt Noch]]");
    let draft = [
        ("space", "mitte"),
        ("kind", "page"),
        ("title", "Verborgen"),
        ("text", "[[Nur hier genannt]] [[Alpha]]"),
        ("act", "save"),
    ];
    anna.post("/new", &draft).expect_status(303);

    let missing = anna.get("/upkeep/missing");
    missing
        .expect_text("Fehlt noch")
        .expect_text("auf 2 Seiten")
        .expect_text("/new?space=mitte&amp;title=Fehlt+noch")
        .expect_text("Nur hier genannt");
    let missing = kai.get("/upkeep/missing");
    missing
        .expect_text("Fehlt noch")
        .expect_no_text("Nur hier genannt")
        .expect_no_text("/new?space=mitte&amp;title");
    anna.get("/upkeep/missing?space=pankow").expect_no_text("Fehlt noch");

    anna.get("/upkeep/unlinked")
        .expect_text("/wiki/mitte/verborgen")
        .expect_no_text("/wiki/mitte/beta\"")
        .expect_no_text("/wiki/mitte/alpha\"");
    kai.get("/upkeep/unlinked")
        .expect_text("/wiki/mitte/alpha\"")
        .expect_no_text("/wiki/mitte/verborgen");
    anna.get("/upkeep/ownerless").expect_text("/wiki/mitte/alpha");
    anna.get("/upkeep/other").expect_status(404);
    app.stranger().get("/upkeep/missing").expect_redirect("/sign-in");
}

#[test]
fn a_task_says_who_and_when() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);

    let page = anna.write("mitte", "page", "Alpha", "- [ ] Protokoll @Kaya 12.12.2026\n- @Kaya");

    anna.get(&page)
        .expect_text("<span class=\"qmw-person\">@Kaya</span> <time class=\"qmw-frist\" datetime=\"2026-12-12\">12.12.2026</time>")
        .expect_text("<li>@Kaya</li>");
}
