//! The status of a page: who moves it where, what has to be there first, and what readers see.

use qm_wiki::clock::DAY;

use crate::app::{Answer, TestApp, Visitor};

/// Everything a report needs to be released.
const REPORT: [(&str, &str); 11] = [
    ("f.report_type", "amtsleitung"),
    ("f.district", "mitte"),
    ("f.period_from", "1.1.2026"),
    ("f.period_to", "30.6.2026"),
    ("f.summary", "Was im ersten Halbjahr war."),
    ("f.recipients", "senat-soziales"),
    ("f.owner", "QMB Mitte"),
    ("f.activities", "Zwei Befragungen."),
    ("f.instruments", "Q-Check"),
    ("f.good_practice", "Ein Rückruf am selben Tag."),
    ("f.measures_state", "Drei von vier sind umgesetzt."),
];

fn set(visitor: &mut Visitor, page: &str, to: &str, note: &str) -> Answer {
    visitor.post(&format!("{page}/status"), &[("to", to), ("note", note)])
}

fn save(
    visitor: &mut Visitor,
    page: &str,
    base: u32,
    title: &str,
    more: &[(&str, &str)],
) -> Answer {
    let base = base.to_string();
    let mut form = vec![("base", base.as_str()), ("title", title), ("act", "save")];
    form.extend(more);
    visitor.post(&format!("{page}/edit"), &form)
}

/// A report with everything its release asks for; answers its address.
fn report(visitor: &mut Visitor) -> String {
    let page = visitor.write("mitte", "report", "Halbjahr 2026", "");
    save(visitor, &page, 1, "Halbjahr 2026", &filled("Mehr davon.")).expect_redirect(&page);
    page
}

fn filled(outlook: &str) -> Vec<(&str, &str)> {
    REPORT.into_iter().chain([("f.outlook", outlook)]).collect()
}

#[test]
fn an_editor_hands_a_draft_round_and_an_approver_releases_it() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut amt = app.person("amt", &["approver@mitte"]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let page = report(&mut anna);
    rita.get(&page).expect_status(404);

    anna.get(&page).expect_text("Zur Mitzeichnung geben");
    set(&mut anna, &page, "in_abstimmung", "").expect_redirect(&page);
    anna.get(&page).expect_text("In Abstimmung");
    rita.get(&page).expect_status(404);
    set(&mut anna, &page, "freigegeben", "").expect_status(403);
    amt.get(&page).expect_text("Freigeben");
    let answer = set(&mut amt, &page, "freigegeben", "Gut so");
    answer.expect_redirect(&page);
    amt.get(answer.location.as_deref().unwrap()).expect_text("Das ist jetzt die gültige Fassung");

    rita.get(&page).expect_status(200).expect_text("Halbjahr 2026");
    amt.get(&format!("{page}/history")).expect_text("Gut so");
}

#[test]
fn every_role_may_do_what_it_may() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = report(&mut anna);
    set(&mut anna, &page, "in_abstimmung", "").expect_redirect(&page);

    let mut reader = app.person("rita", &["reader@mitte"]);
    let mut stranger = app.stranger();
    let mut contributor = app.person("carl", &["contributor@mitte"]);
    let mut admin = app.administrator();
    set(&mut stranger, &page, "freigegeben", "").expect_status(303);
    set(&mut reader, &page, "freigegeben", "").expect_status(404);
    set(&mut contributor, &page, "freigegeben", "").expect_status(403);
    contributor.get(&format!("{page}/status")).expect_status(404);
    contributor.get(&page).expect_no_text(&format!("{page}/status"));
    set(&mut admin, &page, "freigegeben", "").expect_status(403);
    admin.get(&format!("{page}/status")).expect_text("Weitere Schritte sind Sache derer");
    let mut elsewhere = app.person("paul", &["manager@pankow"]);
    set(&mut elsewhere, &page, "freigegeben", "").expect_status(404);

    let mut manager = app.person("manuela", &["manager@mitte"]);
    set(&mut manager, &page, "freigegeben", "").expect_redirect(&page);
    let kept = ["in_ueberpruefung", "freigegeben", "ausser_kraft", "archiviert"];
    for to in kept {
        set(&mut anna, &page, to, "Grund").expect_status(403);
        set(&mut manager, &page, to, "Grund").expect_redirect(&page);
        reader.get(&page).expect_status(200);
    }
}

#[test]
fn a_contributor_hands_round_the_own_draft_alone() {
    let app = TestApp::start();
    let mut carl = app.person("carl", &["contributor@mitte"]);
    let page = carl.write("mitte", "report", "Halbjahr 2026", "");
    save(&mut carl, &page, 1, "Halbjahr 2026", &filled("Mehr davon.")).expect_redirect(&page);

    set(&mut carl, &page, "in_abstimmung", "").expect_redirect(&page);
    set(&mut carl, &page, "freigegeben", "").expect_status(403);
    set(&mut carl, &page, "entwurf", "Noch nicht fertig").expect_redirect(&page);
    let plain = carl.write("mitte", "page", "Meine Seite", "");
    set(&mut carl, &plain, "freigegeben", "").expect_status(403);
}

#[test]
fn what_is_missing_is_listed_with_the_way_to_its_field() {
    let app = TestApp::start();
    let mut amt = app.person("amt", &["approver@mitte"]);
    let page = amt.write("mitte", "report", "Halbjahr 2026", "");

    let answer = set(&mut amt, &page, "freigegeben", "Trotzdem");

    answer.expect_status(409).expect_text("Der Status ist unverändert");
    answer.expect_text(&format!("{page}/edit#f-summary")).expect_text("Trotzdem");
    amt.get(&format!("{page}?revision=2")).expect_status(404);
    amt.get(&format!("{page}/status")).expect_text("Was noch fehlt").expect_text("#f-summary");
    amt.get(&page).expect_text("Was noch fehlt").expect_text(&format!("{page}/edit#f-summary"));
}

#[test]
fn going_back_asks_for_a_reason() {
    let app = TestApp::start();
    let mut amt = app.person("amt", &["approver@mitte"]);
    let page = report(&mut amt);
    set(&mut amt, &page, "in_abstimmung", "").expect_redirect(&page);

    set(&mut amt, &page, "entwurf", " ").expect_status(409).expect_text("einen Grund");
    set(&mut amt, &page, "entwurf", "Zahlen fehlen").expect_redirect(&page);

    amt.get(&format!("{page}/history")).expect_text("Zahlen fehlen");
}

#[test]
fn steps_the_life_cycle_does_not_have_are_refused_in_words() {
    let app = TestApp::start();
    let mut amt = app.person("amt", &["approver@mitte"]);
    let page = report(&mut amt);

    set(&mut amt, &page, "ausser_kraft", "Grund")
        .expect_status(409)
        .expect_text("nicht vorgesehen");
    set(&mut amt, &page, "erfunden", "").expect_status(409).expect_text("„erfunden“");
    set(&mut amt, &page, "", "").expect_status(409);
    set(&mut amt, &page, "entwurf", "").expect_redirect(&page);
    amt.get(&format!("{page}?revision=3")).expect_status(404);
}

#[test]
fn nobody_releases_what_somebody_else_has_just_written() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut amt = app.person("amt", &["approver@mitte"]);
    let page = report(&mut anna);
    let changed = filled("Etwas ganz anderes.");
    save(&mut anna, &page, 2, "Halbjahr 2026", &changed).expect_redirect(&page);

    let form = [("to", "freigegeben"), ("seen", "2")];
    let answer = amt.post(&format!("{page}/status"), &form);

    answer.expect_status(409).expect_text("inzwischen geändert").expect_text("value=\"3\"");
    amt.post(&format!("{page}/status"), &[("to", "freigegeben"), ("seen", "3")])
        .expect_redirect(&page);
}

#[test]
fn an_edit_of_a_released_page_waits_until_it_is_released_again() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut amt = app.person("amt", &["approver@mitte"]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let page = report(&mut anna);
    set(&mut amt, &page, "freigegeben", "").expect_redirect(&page);

    save(&mut anna, &page, 3, "Halbjahr 2026, ergänzt", &[]).expect_redirect(&page);
    rita.get(&page).expect_text("Halbjahr 2026").expect_no_text("ergänzt");
    anna.get(&format!("{page}?face=working")).expect_text("ergänzt").expect_text("Entwurf");
    set(&mut anna, &page, "in_abstimmung", "").expect_redirect(&page);
    rita.get(&page).expect_no_text("ergänzt").expect_no_text("In Abstimmung");

    set(&mut amt, &page, "freigegeben", "").expect_redirect(&page);
    rita.get(&page).expect_text("ergänzt");
}

#[test]
fn a_version_in_force_is_repealed_beside_its_draft() {
    let app = TestApp::start();
    let mut amt = app.person("amt", &["approver@mitte"]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let page = report(&mut amt);
    set(&mut amt, &page, "freigegeben", "").expect_redirect(&page);
    save(&mut amt, &page, 3, "Zweiter Anlauf", &[]).expect_redirect(&page);

    let screen = amt.get(&format!("{page}/status"));
    screen.expect_text("Außer Kraft setzen").expect_text("Zur Mitzeichnung geben");
    set(&mut amt, &page, "ausser_kraft", "Gesetz geändert").expect_redirect(&page);

    let read = rita.get(&page);
    read.expect_text("Außer Kraft").expect_text("Halbjahr 2026").expect_no_text("Zweiter Anlauf");
    amt.get(&format!("{page}?face=working")).expect_text("Zweiter Anlauf").expect_text("Entwurf");
}

#[test]
fn a_draft_that_is_laid_aside_does_not_come_into_force() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let page = anna.write("mitte", "report", "Verworfen", "");

    set(&mut anna, &page, "archiviert", "").expect_redirect(&page);

    anna.get(&page).expect_text("Archiviert");
    rita.get(&page).expect_status(404);
    set(&mut anna, &page, "entwurf", "Doch gebraucht").expect_redirect(&page);
}

#[test]
fn a_project_goes_its_own_way_and_readers_see_it_at_once() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut rita = app.person("rita", &["reader@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");

    let answer = set(&mut anna, &page, "geplant", "");
    answer.expect_status(409).expect_text("quality_goals".replace('_', "-").as_str());
    set(&mut anna, &page, "laufend", "").expect_status(409).expect_text("nicht vorgesehen");
    let cancelled = [("f.cancel_reason", "Kein Geld"), ("f.lessons", "Früher fragen")];
    save(&mut anna, &page, 1, "Wartezeiten", &cancelled).expect_redirect(&page);
    anna.post(
        &format!("{page}/edit"),
        &[("base", "2"), ("title", "Wartezeiten"), ("act", "publish")],
    )
    .expect_redirect(&page);
    set(&mut anna, &page, "abgebrochen", "").expect_redirect(&page);

    rita.get(&page).expect_text("Abgebrochen");
}

#[test]
fn setting_the_status_a_page_has_changes_nothing() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Sprechzeiten", "Montags.");

    let answer = set(&mut anna, &page, "freigegeben", "");

    answer.expect_redirect(&page);
    assert!(answer.location.unwrap().contains("status-same"));
    anna.get(&format!("{page}?revision=2")).expect_status(404);
}

#[test]
fn a_practice_is_shown_to_the_officers_alone_and_to_all_once_it_is_approved() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut paul = app.person("paul", &["editor@pankow"]);
    let mut staff = app.person("sina", &["reader@pankow"]);
    let page = anna.write("mitte", "practice", "Rückruf am selben Tag", "");
    paul.get(&page).expect_status(404);

    anna.get(&format!("{page}/status")).expect_text("Allen QM-Beauftragten zeigen");
    let answer = set(&mut anna, &page, "show-qm", "");
    answer.expect_redirect(&page);
    anna.get(answer.location.as_deref().unwrap()).expect_text("für alle QM-Beauftragten lesbar");

    paul.get(&page).expect_text("Noch nicht freigegeben");
    paul.get("/list/practice").expect_text("Noch nicht freigegeben");
    staff.get(&page).expect_status(404);
    anna.save(&page, 2, "Rückruf am selben Tag", "So geht es.").expect_redirect(&page);
    paul.get(&page).expect_text("So geht es.").expect_text("Noch nicht freigegeben");
    set(&mut anna, &page, "show-qm", "").expect_status(409);
    set(&mut anna, &page, "freigegeben", "").expect_status(403);
}

#[test]
fn only_a_practice_is_shown_before_it_is_approved() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = report(&mut anna);

    anna.get(&format!("{page}/status")).expect_no_text("QM-Beauftragten zeigen");
    set(&mut anna, &page, "show-qm", "").expect_status(409);
    let practice = anna.write("mitte", "practice", "Rückruf", "");
    set(&mut anna, &practice, "show-intern", "").expect_status(409);
    let mut carl = app.person("carl", &["contributor@mitte"]);
    let own = carl.write("mitte", "practice", "Meine", "");
    set(&mut carl, &own, "show-qm", "").expect_status(403);
}

#[test]
fn a_project_is_not_closed_while_measures_are_open() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");
    let more = [("f.cancel_reason", "Kein Geld"), ("f.lessons", "Früher fragen")];
    save(&mut anna, &page, 1, "Wartezeiten", &more).expect_redirect(&page);
    let measures = format!("{page}/records/measure/new");
    anna.post(&measures, &[("f.title", "Aushang"), ("act", "save")]).expect_redirect(&page);

    let answer = set(&mut anna, &page, "abgebrochen", "");

    answer.expect_status(409).expect_text("noch Maßnahmen offen");
}

#[test]
fn a_date_that_stood_for_a_week_moves_with_a_reason_only() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");
    let measures = format!("{page}/records/measure");
    let form = [("f.title", "Aushang"), ("f.due_on", "1.12.2026"), ("act", "save")];
    anna.post(&format!("{measures}/new"), &form).expect_redirect(&page);
    let body = anna.get(&page).body;
    let links = body.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    let row = links.filter(|it| it.starts_with(&measures) && !it.ends_with("/new")).last().unwrap();

    let moved = |day| [("f.title", "Aushang"), ("f.due_on", day), ("act", "save")];
    anna.post(row, &moved("8.12.2026")).expect_redirect(&page);
    app.clock.advance(8 * DAY);
    let mut anna = app.person("berta", &["editor@mitte"]);
    anna.post(row, &moved("24.12.2026")).expect_status(422).expect_text("2026-12-24");
    let told = [("f.moved_reason", "anderes")];
    let form: Vec<_> = moved("24.12.2026").into_iter().chain(told).collect();
    anna.post(row, &form).expect_redirect(&page);
}
