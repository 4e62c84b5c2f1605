//! Writing pages and reading them again.

use crate::app::TestApp;

#[test]
fn a_draft_of_every_kind_costs_a_title() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let kinds: Vec<String> = app.wiki.kinds.now().iter().map(|it| it.id.clone()).collect();
    assert_eq!(kinds.len(), 12);

    for kind in kinds {
        let form = [
            ("space", "mitte"),
            ("kind", kind.as_str()),
            ("title", "Nur ein Titel"),
            ("act", "save"),
        ];
        let page = anna.post("/new", &form).address();

        anna.get(&page).expect_status(200).expect_text("Nur ein Titel");
    }
}

#[test]
fn what_is_written_is_read_with_its_links() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let target = anna.write("mitte", "page", "Übergabe der Akten", "Ziel.");

    let page = anna.write(
        "mitte",
        "page",
        "Leitfaden",
        "Siehe [[uebergabe der akten]] und [[Noch nicht da]].\n\n<script>alert(1)</script>",
    );

    assert_eq!(page, "/wiki/mitte/leitfaden");
    let answer = anna.get(&page);
    answer
        .expect_status(200)
        .expect_text("data-page-id=\"")
        .expect_text("data-page-body")
        .expect_text(&format!("href=\"{target}\""))
        .expect_text("class=\"qmw-fehlt\"")
        .expect_no_text("<script>alert");
    anna.get(&target).expect_text("Leitfaden");
}

#[test]
fn a_missing_title_is_told_at_its_field_and_nothing_is_lost() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "practice"),
        ("title", " "),
        ("text", "Mein langer Text"),
        ("f.summary", "Meine Kurzfassung"),
        ("act", "save"),
    ];

    let answer = anna.post("/new", &form);

    answer
        .expect_status(422)
        .expect_text("Mein langer Text")
        .expect_text("Meine Kurzfassung")
        .expect_text("href=\"#f-title\"")
        .expect_text("aria-invalid=\"true\"");
}

#[test]
fn a_long_page_is_taken_and_one_beyond_the_limit_is_told_so() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    // actix stops forms at 16 KiB unless told otherwise.
    let long = "Ein Satz mit zehn Wörtern steht hier viele, viele Male. ".repeat(4_000);
    let page = anna.write("mitte", "page", "Lang", &long);
    anna.get(&page).expect_status(200);

    let too_long = "a".repeat((4 << 20) + 1);
    let answer = anna.save(&page, 1, "Lang", &too_long);

    answer.expect_status(422).expect_text("größer als 4 MiB");
}

#[test]
fn two_pages_of_one_title_get_two_addresses() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);

    let first = anna.write("mitte", "page", "Protokoll", "");
    let second = anna.write("mitte", "page", "Protokoll", "");
    let reserved = anna.write("mitte", "page", "Edit", "");

    assert_eq!(first, "/wiki/mitte/protokoll");
    assert_eq!(second, "/wiki/mitte/protokoll-2");
    anna.get(&reserved).expect_status(200).expect_text("data-page-body");
}

#[test]
fn saving_the_same_again_makes_no_revision() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "eins\nzwei");

    let answer = anna.save(&page, 1, "Alpha", "eins\r\nzwei");

    answer.expect_redirect(&format!("{page}?done=unchanged"));
}

#[test]
fn an_approved_kind_keeps_its_version_in_force_while_it_is_edited() {
    let app = TestApp::start_with(qm_wiki::config::Seed::Full);
    let mut editor = app.administrator();
    let mut reader = app.person("rita", &[]);
    let answer = reader.search_until("Qualitätszirkel einrichten", "/qualitaetszirkel\"");
    let page = link_ending_in(&answer.body, "/qualitaetszirkel");
    let form = editor.get(&format!("{page}/edit"));
    form.expect_status(200).expect_text("name=\"base\" value=\"1\"");

    let saved = editor.save(&page, 1, "Qualitätszirkel einrichten", "Ganz neuer Zwischenstand.");

    saved.expect_redirect(&format!("{page}?face=working&done=pending"));
    reader.get(&page).expect_status(200).expect_no_text("Ganz neuer Zwischenstand");
    reader.get(&format!("{page}?face=working")).expect_status(404);
    editor.get(&format!("{page}?face=working")).expect_text("Ganz neuer Zwischenstand");
    editor.search_until("Zwischenstand", "face=working");
    reader.get("/search?q=Zwischenstand").expect_no_text("face=working");
}

#[test]
fn rows_of_a_table_come_and_go_without_scripts() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "standard"),
        ("title", "Rückruf"),
        ("f.statements.0.text", "Wir rufen am selben Tag zurück."),
        ("add.statements", "1"),
    ];

    let answer = anna.post("/new", &form);

    answer
        .expect_status(200)
        .expect_text("Wir rufen am selben Tag zurück.")
        .expect_text("name=\"f.statements.1.text\"");
    let saved = [
        ("space", "mitte"),
        ("kind", "standard"),
        ("title", "Rückruf"),
        ("f.statements.0.text", "Wir rufen am selben Tag zurück."),
        ("f.statements.1.text", "Wir notieren den Anruf."),
        ("act", "save"),
    ];
    let page = anna.post("/new", &saved).address();
    anna.get(&page).expect_text("Wir notieren den Anruf.");
}

#[test]
fn a_preview_shows_the_text_and_keeps_the_form() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "page"),
        ("title", "Entwurf"),
        ("text", "Das ist **wichtig**."),
        ("act", "preview"),
    ];

    let answer = anna.post("/new", &form);

    answer.expect_status(200).expect_text("<strong>wichtig</strong>").expect_text("**wichtig**");
    anna.get("/wiki/mitte/entwurf").expect_status(404);
}

/// The first address in some HTML that ends like this.
fn link_ending_in(html: &str, ending: &str) -> String {
    let links = html.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    links.filter(|it| it.starts_with("/wiki/")).find(|it| it.ends_with(ending)).unwrap().to_owned()
}

#[test]
fn a_page_that_was_kept_is_made_anew_as_soon_as_anything_changes() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Siehe [[Beta]].");
    let first = anna.get(&page);
    first.expect_text("qmw-fehlt");
    assert_eq!(anna.get(&page).body, first.body);

    let other = anna.write("mitte", "page", "Beta", "Da.");

    anna.get(&page).expect_text(&format!("href=\"{other}\"")).expect_no_text("qmw-fehlt");
}

#[test]
fn a_kept_page_is_for_the_person_it_was_made_for() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");

    anna.get(&page).expect_text(">anna<").expect_text("/edit\"");
    rita.get(&page).expect_text(">rita<").expect_no_text("/edit\"");
    anna.get(&page).expect_text(">anna<").expect_text("/edit\"");
    app.stranger().get(&page).expect_redirect("/sign-in");
}

#[test]
fn a_page_of_a_district_that_names_another_one_is_not_stored() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "project"),
        ("title", "Falscher Bezirk"),
        ("f.districts", "pankow"),
        ("act", "save"),
    ];

    let answer = anna.post("/new", &form);

    answer.expect_status(422).expect_text("genau diesen Bezirk").expect_text("Falscher Bezirk");
}

#[test]
fn a_term_of_a_name_that_is_taken_is_told_so() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    anna.write("mitte", "term", "Wiedervorlage", "");
    let form = [("space", "mitte"), ("kind", "term"), ("title", "wiedervorlage "), ("act", "save")];

    anna.post("/new", &form).expect_status(422).expect_text("Diesen Begriff gibt es schon.");

    // The page itself keeps its name, and another kind may share it.
    anna.save("/wiki/mitte/wiedervorlage", 1, "Wiedervorlage", "Neu").expect_status(303);
    anna.write("mitte", "page", "Wiedervorlage", "");
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let app = TestApp::start_with(qm_wiki::config::Seed::None);
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "indicator", "Anteil", "");
    let new = format!("{page}/records/indicator_value/new");
    let form = [
        ("f.reference_unit", "bezirk"),
        ("f.district", "mitte"),
        ("f.period_from", "1.1.2026"),
        ("f.period_to", "31.12.2026"),
        ("f.value", "12,345"),
        ("act", "save"),
    ];
    anna.post(&new, &form).expect_redirect(&page);

    anna.get(&page).expect_text("12,345");
    let body = anna.get(&page).body;
    let row = body
        .split("href=\"")
        .find(|it| it.starts_with(&format!("{page}/records/indicator_value/0")))
        .unwrap();
    let row = row.split('"').next().unwrap().to_owned();
    anna.get(&row).expect_text("value=\"12,345\"");
}

#[test]
fn a_table_that_was_emptied_stays_empty() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "standard"),
        ("title", "Rückruf"),
        ("f.statements.0.text", "Wir rufen zurück."),
        ("act", "save"),
    ];
    let page = anna.post("/new", &form).address();
    anna.get(&format!("{page}/edit")).expect_text("name=\"f.statements\" value=\"\"");

    let form = [("base", "1"), ("title", "Rückruf"), ("f.statements", ""), ("act", "save")];
    anna.post(&format!("{page}/edit"), &form).expect_redirect(&page);

    anna.get(&page).expect_no_text("Wir rufen zurück.");
}

#[test]
fn two_people_who_save_at_the_same_moment_are_brought_together() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let lines: Vec<String> = (0..16).map(|it| format!("Zeile {it}\n\n")).collect();
    let page = anna.write("mitte", "page", "Alpha", &lines.concat());
    let writers: Vec<_> =
        (0..8).map(|it| app.person(&format!("w{it}"), &["editor@mitte"])).collect();

    std::thread::scope(|scope| {
        for (number, mut writer) in writers.into_iter().enumerate() {
            let (page, mut lines) = (page.clone(), lines.clone());
            scope.spawn(move || {
                lines[number * 2] = format!("Zeile von w{number}\n\n");
                writer.save(&page, 1, "Alpha", &lines.concat()).expect_redirect(&page);
            });
        }
    });

    let body = anna.get(&page).body;
    for number in 0..8 {
        assert!(body.contains(&format!("Zeile von w{number}")), "w{number} is missing");
    }
}

#[test]
fn an_empty_list_says_what_belongs_there_and_offers_the_first_step() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);

    let answer = anna.get("/list/question");

    answer.expect_status(200).expect_text("Noch kein Eintrag").expect_text("Alle Bezirke fragen");
    answer.expect_no_text("Was möchten Sie tun?</span></a>");
}
