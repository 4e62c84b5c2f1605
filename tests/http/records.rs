//! Rows that live at a page: measures, adoptions, comments, each with rights of its own.

use crate::app::{TestApp, Visitor};

const MEASURES: &str = "/records/measure";
const ADOPTIONS: &str = "/records/adoption";

#[test]
fn a_task_costs_a_line() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");

    let form = [("f.title", "Aushang erneuern"), ("act", "save")];
    anna.post(&format!("{page}{MEASURES}/new"), &form).expect_redirect(&page);

    anna.get(&page).expect_text("Aushang erneuern");
}

#[test]
fn a_row_without_its_text_is_refused_and_nothing_is_lost() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");

    let form = [("f.title", ""), ("f.responsible", "Soz QM 1"), ("act", "save")];
    let answer = anna.post(&format!("{page}{MEASURES}/new"), &form);

    answer.expect_status(422).expect_text("Soz QM 1").expect_text("aria-invalid=\"true\"");
}

#[test]
fn a_row_is_changed_and_taken_away_without_a_new_revision() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");
    let form = [("f.title", "Aushang erneuern"), ("act", "save")];
    anna.post(&format!("{page}{MEASURES}/new"), &form);
    let row = row_address(&mut anna, &page, MEASURES);

    anna.get(&row).expect_status(200).expect_text("Aushang erneuern");
    anna.post(&row, &[("f.title", "Aushang ersetzen"), ("act", "save")]).expect_redirect(&page);
    anna.get(&page).expect_text("Aushang ersetzen").expect_no_text("Aushang erneuern");
    anna.post(&row, &[("f.title", "Aushang ersetzen"), ("act", "remove")]).expect_redirect(&page);

    anna.get(&page).expect_no_text("Aushang ersetzen");
    anna.get(&row).expect_status(404);
    anna.get(&format!("{page}?revision=2")).expect_status(404);
}

#[test]
fn a_district_speaks_for_itself_alone() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut paul = app.person("paul", &["editor@pankow"]);
    let page = paul.write("pankow", "practice", "Rückruf am selben Tag", "");
    // A draft is its district's own; the others see it once it is in force, so Anna reads along.
    let mut both = app.person("berta", &["editor@mitte", "contributor@pankow"]);

    let row = |district| [("f.district", district), ("f.state", "uebernommen"), ("act", "save")];
    let new = format!("{page}{ADOPTIONS}/new");
    both.post(&new, &row("pankow")).expect_status(403);
    both.post(&new, &row("mitte")).expect_redirect(&page);
    both.post(&new, &row("mitte")).expect_status(409);
    paul.post(&new, &row("pankow")).expect_redirect(&page);

    anna.post(&new, &row("mitte")).expect_status(404);
    let mut reader = app.person("rita", &["reader@pankow"]);
    reader.post(&new, &row("pankow")).expect_status(404);
}

#[test]
fn whoever_may_not_write_a_row_finds_no_form_for_it() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");
    anna.post(&format!("{page}{MEASURES}/new"), &[("f.title", "Aushang"), ("act", "save")]);
    let row = row_address(&mut anna, &page, MEASURES);
    let mut rita = app.person("rita", &["reader@mitte"]);

    rita.get(&page).expect_text("Aushang").expect_no_text(&format!("{page}{MEASURES}"));
    rita.get(&row).expect_status(404);
    rita.post(&row, &[("f.title", "Meins"), ("act", "save")]).expect_status(403);
    anna.get(&format!("{page}/records/nichts/new")).expect_status(404);
    anna.get(&format!("{page}{MEASURES}/nichts")).expect_status(404);
}

/// The address of the first row of a set at a page.
fn row_address(visitor: &mut Visitor, page: &str, set: &str) -> String {
    let body = visitor.get(page).body;
    let links = body.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    let beginning = format!("{page}{set}/");
    let rows = links.filter(|it| it.starts_with(&beginning) && !it.ends_with("/new"));
    rows.last().unwrap().to_owned()
}

#[test]
fn a_row_that_somebody_changed_meanwhile_is_not_overwritten() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut ben = app.person("ben", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");
    anna.post(&format!("{page}{MEASURES}/new"), &[("f.title", "Aushang"), ("act", "save")]);
    let row = row_address(&mut anna, &page, MEASURES);

    let form = [("version", "1"), ("f.title", "Annas Aushang"), ("act", "save")];
    anna.post(&row, &form).expect_redirect(&page);
    let form = [("version", "1"), ("f.title", "Bens Aushang"), ("act", "save")];
    let answer = ben.post(&row, &form);

    answer
        .expect_status(409)
        .expect_text("Bens Aushang")
        .expect_text("name=\"version\" value=\"2\"");
    ben.get(&page).expect_text("Annas Aushang");
}
