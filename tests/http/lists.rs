//! Lists of pages and of records: asked by address, standing in texts, downloaded as files.

use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

use crate::app::{TestApp, Visitor};

fn project(visitor: &mut Visitor, space: &str, title: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![("space", space), ("kind", "project"), ("title", title)];
    form.extend(more);
    form.push(("act", "publish"));
    visitor.post("/new", &form).address()
}

fn measure(visitor: &mut Visitor, page: &str, fields: &[(&str, &str)]) {
    let mut form = fields.to_vec();
    form.push(("act", "save"));
    visitor.post(&format!("{page}/records/measure/new"), &form).expect_redirect(page);
}

/// The places at which texts stand in a body, in the order of the texts.
#[track_caller]
fn expect_order(body: &str, texts: &[&str]) {
    let main = body.split("<main").nth(1).unwrap();
    let places: Vec<_> = texts
        .iter()
        .map(|it| main.find(it).unwrap_or_else(|| panic!("no {it} in {main}")))
        .collect();
    assert!(places.is_sorted(), "{texts:?} stand at {places:?}");
}

#[test]
fn a_list_is_put_in_order_by_any_of_its_columns_and_empty_comes_last() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    for (title, day) in [("Ämterlotse", "2026-05-01"), ("Zeitfenster", "2026-02-01"), ("Bus", "")]
    {
        project(&mut anna, "mitte", title, &[("f.starts_on", day)]);
    }

    let body = anna.get("/list/project").body;
    expect_order(&body, &["Ämterlotse", "Bus", "Zeitfenster"]);
    let body = anna.get("/list/project?sort=starts_on&columns=starts_on").body;
    expect_order(&body, &["Zeitfenster", "Ämterlotse", "Bus"]);
    let body = anna.get("/list/project?sort=-starts_on&columns=starts_on").body;
    expect_order(&body, &["Ämterlotse", "Zeitfenster", "Bus"]);
    assert!(body.contains("aria-sort=\"descending\""));
    assert!(
        body.contains("/list/project?sort=starts_on&amp;columns=starts_on")
            || body.contains("columns=starts_on&amp;sort=starts_on"),
        "{body}"
    );
}

#[test]
fn conditions_stand_in_the_address_and_can_be_taken_away() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte", "editor@pankow"]);
    project(&mut anna, "mitte", "Früh", &[("f.starts_on", "2026-02-01")]);
    project(&mut anna, "pankow", "Spät", &[("f.starts_on", "2026-11-01")]);
    project(&mut anna, "pankow", "Übergabe 100%", &[]);

    let answer = anna.get("/list/project?field.starts_on:before=2026-06-30");
    answer.expect_text("Früh").expect_no_text("Spät").expect_text("vor 2026-06-30");
    let answer = anna.get("/list/project?field.title:contains=%C3%BCBERGABE+100%25");
    answer.expect_text("Übergabe 100%").expect_no_text("Spät");
    let answer = anna.get("/list/project?field.title:contains=%25");
    answer.expect_text("Übergabe 100%").expect_no_text("Spät");
    let answer = anna.get("/list/project?district=pankow");
    answer.expect_text("Spät").expect_no_text("Früh");
    let answer = anna.get("/list/project?field.starts_on:empty=yes");
    answer.expect_text("Übergabe 100%").expect_no_text("Spät");
    let answer = anna.get("/list/project?status=anbahnung&space=mitte");
    answer.expect_text("Früh").expect_no_text("Spät");
}

#[test]
fn what_an_address_says_and_no_list_knows_is_kept_and_told() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    project(&mut anna, "mitte", "Früh", &[]);

    let answer = anna.get("/list/project?farbe=rot&field.geist=1&sort=nirgendwo");
    answer
        .expect_status(200)
        .expect_text("„farbe“")
        .expect_text("„geist“")
        .expect_text("„nirgendwo“");
    answer.expect_text("farbe=rot");
    anna.get("/list/project?farbe=%00&limit=viele&skip=-1&field.:=&district=%00")
        .expect_status(200);
    anna.get("/list/nichts").expect_status(404);
}

#[test]
fn rows_of_records_are_listed_with_their_page() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = project(&mut anna, "mitte", "Wartezeiten", &[]);
    measure(
        &mut anna,
        &page,
        &[("f.title", "Aushang"), ("f.due_on", "2026-12-01"), ("f.responsible", "Kaya")],
    );
    measure(
        &mut anna,
        &page,
        &[("f.title", "Telefon"), ("f.due_on", "2026-01-01"), ("f.state", "in_arbeit")],
    );

    let answer = anna.get("/list/measure?sort=due_on");
    expect_order(&answer.body, &["Telefon", "Aushang"]);
    answer.expect_text("Wartezeiten").expect_text(&page).expect_text("01.12.2026");
    let answer = anna.get("/list/measure?status=in_arbeit");
    answer.expect_text("Telefon").expect_no_text("Aushang");
    let answer = anna.get("/list/measure?field.due_on:after=2026-11-22");
    answer.expect_text("Aushang").expect_no_text("Telefon");
    let answer = anna.get("/list/measure?field.title=Aushang");
    answer.expect_text("Aushang").expect_no_text("Telefon");

    let mut paul = app.person("paul", &["editor@pankow"]);
    let draft = [("space", "mitte"), ("kind", "project"), ("title", "Geheim"), ("act", "save")];
    let hidden = anna.post("/new", &draft).address();
    measure(&mut anna, &hidden, &[("f.title", "Verborgen")]);
    anna.get("/list/measure").expect_text("Verborgen").expect_text("3 Einträge");
    paul.get("/list/measure").expect_no_text("Verborgen").expect_text("2 Einträge");
}

#[test]
fn no_list_over_several_pages_tells_of_one_person() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = project(&mut anna, "mitte", "Wartezeiten", &[]);
    measure(&mut anna, &page, &[("f.title", "Aushang"), ("f.responsible", "Kaya")]);

    for asked in
        ["columns=responsible", "sort=responsible", "field.responsible=Kaya", "responsible=Kaya"]
    {
        let answer = anna.get(&format!("/list/measure?{asked}"));
        answer.expect_status(200).expect_text("Nach Personen");
        let table = answer.body.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        assert!(!table.contains("Kaya"), "{asked}");
    }
    let file = anna.get("/list/measure?format=csv&columns=responsible").body;
    assert!(!file.contains("Kaya"), "{file}");
    let file = anna.get("/list/measure?format=csv").body;
    assert!(file.contains("Aushang") && !file.contains("Kaya"), "{file}");
    anna.get("/list/measure?field.responsible:empty=yes").expect_no_text("Aushang");
}

#[test]
fn a_list_stands_in_a_text_and_is_current_at_once() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let text = "Unsere Projekte:\n\n```abfrage\nSeitenart: Projekt\nBereich: mitte\nSpalten: Beginn\n\
                Sortierung: Beginn absteigend\n```\n\nEnde.";
    let page = anna.write("mitte", "page", "Überblick", text);
    anna.get(&page).expect_text("Noch keine Einträge").expect_text("Ein Vorhaben mit Ziel");

    project(&mut anna, "mitte", "Früh", &[("f.starts_on", "2026-02-01")]);
    project(&mut anna, "mitte", "Spät", &[("f.starts_on", "2026-11-01")]);

    let answer = anna.get(&page);
    expect_order(
        &answer.body,
        &["Unsere Projekte", "Spät", "01.11.2026", "Früh", "01.02.2026", "Ende."],
    );
    answer.expect_no_text("abfrage\n").expect_no_text("Seitenart: Projekt");
    answer.expect_text("href=\"/wiki/mitte/frueh\"");
}

#[test]
fn what_one_may_not_see_is_neither_listed_nor_counted_in_a_text() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut paul = app.person("paul", &["reader@pankow"]);
    let text = "```abfrage\nkind: Project\ncount: yes\n```\n\n```abfrage\nSeitenart: Projekt\n```\n\n\
                ```abfrage\nEinträge: Maßnahmen\nSpalten: Fällig am, Seite\nHöchstens: 1\n```";
    let page = anna.write("mitte", "page", "Überblick", text);
    let open = project(&mut anna, "mitte", "Offen", &[]);
    let draft = [("space", "mitte"), ("kind", "project"), ("title", "Geheim"), ("act", "save")];
    let hidden = anna.post("/new", &draft).address();
    for (page, title) in [(&open, "Aushang"), (&open, "Telefon"), (&hidden, "Verborgen")] {
        measure(&mut anna, page, &[("f.title", title)]);
    }

    let answer = anna.get(&page);
    answer.expect_text("2 Projekte").expect_text("Geheim").expect_text("Alle 3 anzeigen");
    answer.expect_text("href=\"/list/measure?columns=due_on%2C+page\"");
    let answer = paul.get(&page);
    answer.expect_text("1 Projekt<").expect_no_text("Geheim").expect_text("Alle 2 anzeigen");
    answer.expect_no_text("Verborgen");
}

#[test]
fn mistakes_in_a_block_are_told_to_those_who_can_mend_them() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let text = "```abfrage\nSeitenart: Projekt\nFarbe: rot\n```\n\n```abfrage\n```";
    let page = anna.write("mitte", "page", "Überblick", text);

    let answer = anna.get(&page);
    answer
        .expect_text("Zeile 2: „Farbe“ ist weder")
        .expect_text("Es fehlt, was die Liste zeigen soll");
    rita.get(&page)
        .expect_text("Noch keine Einträge")
        .expect_no_text("Farbe")
        .expect_no_text("Es fehlt");
}

#[test]
fn a_text_has_so_many_lists_and_a_list_so_many_rows() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let block = |at: usize| format!("```abfrage\nSeitenart: Projekt\nHöchstens: {at}\n```\n\n");
    let text: String = (9_001..=9_022).map(block).collect();
    let page = anna.write("mitte", "page", "Überblick", &text);
    project(&mut anna, "mitte", "Eins", &[]);

    let body = anna.get(&page).body;
    assert_eq!(body.matches(">Eins</a>").count(), 20);
    assert_eq!(body.matches("höchstens 20 Listen").count(), 2);
}

#[test]
fn a_list_is_shown_before_the_page_is_saved() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    project(&mut anna, "mitte", "Eins", &[]);
    let text = "```abfrage\nSeitenart: Projekt\n```";
    let form =
        [("space", "mitte"), ("kind", "page"), ("title", "T"), ("text", text), ("act", "preview")];
    anna.post("/new", &form).expect_text(">Eins</a>");
}

#[test]
fn what_is_only_tried_out_is_in_no_list() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = project(&mut anna, "uebung", "Versuch", &[]);
    measure(&mut anna, &page, &[("f.title", "Probe")]);

    anna.get("/list/project").expect_no_text("Versuch");
    anna.get("/list/measure").expect_no_text("Probe");
    anna.get("/list/project?space=uebung").expect_text("Versuch");
    anna.get("/list/measure?space=uebung").expect_text("Probe");
}

#[test]
fn a_list_can_be_taken_into_a_page() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    project(&mut anna, "mitte", "Eins", &[("f.starts_on", "2026-02-01")]);
    let body = anna
        .get("/list/project?space=mitte&field.starts_on:filled=&field.starts_on:after=2026-01-01")
        .body;
    let block = body.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    let text = block.replace("&quot;", "\"").replace("&#x27;", "'");
    assert!(text.starts_with("```abfrage\n") && text.contains("Bereich: mitte"), "{text}");
    let page = anna.write("mitte", "page", "Überblick", &text);
    anna.get(&page).expect_text(">Eins</a>").expect_no_text("Hinweis zu dieser Liste");
}

#[test]
fn a_csv_file_opens_in_german_spreadsheets_and_reckons_nothing() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    project(&mut anna, "mitte", "=1+1; \"quer\"", &[("f.starts_on", "2026-02-01")]);
    project(&mut anna, "mitte", "@Übergabe", &[]);
    let mut paul = app.person("paul", &["reader@pankow"]);
    let draft = [("space", "mitte"), ("kind", "project"), ("title", "Geheim"), ("act", "save")];
    anna.post("/new", &draft).address();

    let answer = anna.get("/list/project?format=csv");
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"projekte-2026-11-22.csv\"")
    );
    assert!(answer.header("content-type").unwrap().starts_with("text/csv"));
    let text = &answer.body;
    assert!(text.starts_with('\u{feff}'), "{text}");
    assert!(text.contains("Titel;Seitenart;Bereich;Status;") && text.contains("\r\n"), "{text}");
    assert!(text.contains("\"'=1+1; \"\"quer\"\"\";"), "{text}");
    assert!(text.contains("'@Übergabe;") && text.contains(";01.02.2026;"), "{text}");
    assert!(text.contains("Geheim"));
    let text = paul.get("/list/project?format=csv").body;
    assert!(!text.contains("Geheim") && text.contains("Übergabe"), "{text}");
    app.stranger().get("/list/project?format=csv").expect_status(303);
}

#[test]
fn a_workbook_holds_days_as_days_and_links() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = project(&mut anna, "mitte", "Wartezeiten", &[]);
    measure(&mut anna, &page, &[("f.title", "=Aushang"), ("f.due_on", "2026-12-01")]);

    let bytes = anna.get_bytes("/list/measure?format=xlsx");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("Maßnahmen").unwrap();
    let heads: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let row = sheet.rows().nth(1).unwrap();
    let at = |head: &str| &row[heads.iter().position(|it| it == head).unwrap()];
    assert_eq!(at("Was ist zu tun?"), &Data::String("=Aushang".into()));
    assert_eq!(at("Seite"), &Data::String("Wartezeiten".into()));
    let Data::DateTime(day) = at("Fällig am") else { panic!("{:?}", at("Fällig am")) };
    assert_eq!(day.as_f64().to_string(), "46357");
    assert!(!heads.iter().any(|it| it == "Verantwortlich"), "{heads:?}");
}
