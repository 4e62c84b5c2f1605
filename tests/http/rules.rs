//! Rules hold on every way in: form, restored revision, import, rows, and two writers at once.

use std::fs;
use std::sync::Barrier;
use std::thread;

use qm_wiki::exchange::{Import, Summary, check_kinds, import};
use qm_wiki::store::spaces;

use crate::app::{Answer, TestApp, Visitor};

const FORM: &str = "/new";

fn goal(visitor: &mut Visitor, title: &str, above: &str) -> Answer {
    let form = [
        ("space", "gesamtstadt"),
        ("kind", "goal"),
        ("title", title),
        ("f.parent_goal", above),
        ("act", "publish"),
    ];
    visitor.post(FORM, &form)
}

fn hang(visitor: &mut Visitor, page: &str, title: &str, above: &str) -> Answer {
    let form = [("base", "1"), ("title", title), ("f.parent_goal", above), ("act", "publish")];
    visitor.post(&format!("{page}/edit"), &form)
}

fn take_in(app: &TestApp, space: &str, files: &[(&str, &str)], is_rehearsal: bool) -> Summary {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    app.runtime.block_on(async {
        let wiki = &app.wiki;
        let space = spaces::by_key(wiki.db.reader(), space).await.unwrap().unwrap();
        let what = Import { path: folder.path(), space, kind: "page", author: None, is_rehearsal };
        let limits = &wiki.config.limits;
        import(&wiki.db, &wiki.kinds.now(), limits, &wiki.pages, what, |_, _| {}).await.unwrap()
    })
}

#[test]
fn a_form_that_breaks_rules_comes_back_with_all_of_them_and_everything_typed() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "project"),
        ("title", "Gemeinsam"),
        ("text", "Lange überlegt."),
        ("f.districts", ""),
        ("f.districts", "pankow"),
        ("f.starts_on", "2.12.2026"),
        ("f.due_on", "1.12.2026"),
        ("act", "save"),
    ];

    let answer = anna.post(FORM, &form);

    answer
        .expect_status(422)
        .expect_text("Lange überlegt.")
        .expect_text("2 Angaben stimmen noch nicht");
    answer
        .expect_text("Das geplante Ende liegt vor dem Beginn.")
        .expect_text("genau diesen Bezirk");
}

#[test]
fn what_is_unreadable_and_what_breaks_a_rule_is_told_at_once() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "project"),
        ("title", "Gemeinsam"),
        ("f.districts", ""),
        ("f.districts", "pankow"),
        ("f.starts_on", "morgen"),
        ("act", "save"),
    ];

    let answer = anna.post(FORM, &form);

    answer.expect_status(422).expect_text("„morgen“").expect_text("genau diesen Bezirk");
}

#[test]
fn a_page_of_another_district_is_left_out_of_an_import_and_told_with_its_line() {
    let app = TestApp::start();
    let wrong = "---\nkind: project\ntitle: Fremd\ndistricts: [pankow]\n---\n";
    let right = "---\nkind: project\ntitle: Eigen\ndistricts: [mitte]\n---\n";
    let files = [("a.md", wrong), ("b.md", right)];

    let rehearsed = take_in(&app, "mitte", &files, true);
    assert_eq!((rehearsed.created, rehearsed.refused), (1, 1));
    let summary = take_in(&app, "mitte", &files, false);

    assert_eq!((summary.created, summary.refused), (1, 1));
    let told = &summary.reports[0];
    assert_eq!((told.file.as_str(), told.line), ("a.md", Some(4)));
    assert_eq!(told.problem.code, "problem-rule");
    let mut anna = app.person("anna", &["editor@mitte"]);
    anna.get("/wiki/mitte/eigen").expect_status(200);
    anna.get("/wiki/mitte/fremd").expect_status(404);
}

#[test]
fn an_import_over_a_page_keeps_its_rules() {
    let app = TestApp::start();
    let right = "---\nkind: project\ntitle: Eigen\ndistricts: [mitte]\n---\n";
    assert_eq!(take_in(&app, "mitte", &[("b.md", right)], false).created, 1);

    let summary = take_in(&app, "mitte", &[("b.md", &right.replace("mitte", "pankow"))], false);

    assert_eq!((summary.updated, summary.refused), (0, 1));
    assert_eq!(summary.reports[0].line, Some(4));
}

#[test]
fn one_import_cannot_bring_two_terms_of_one_name() {
    let app = TestApp::start();
    let term = "---\nkind: term\ntitle: Wirkung\n---\n";

    let summary = take_in(&app, "gesamtstadt", &[("a.md", term), ("b.md", term)], false);

    assert_eq!((summary.created, summary.refused), (1, 1), "{:?}", summary.reports);
    assert_eq!(summary.reports[0].file, "b.md");
}

#[test]
fn goals_never_stand_below_themselves() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@gesamtstadt"]);
    let a = goal(&mut anna, "Ziel A", "").address();
    let b = goal(&mut anna, "Ziel B", "Ziel A").address();
    goal(&mut anna, "Ziel C", "ziel-b").address();

    hang(&mut anna, &a, "Ziel A", "Ziel A").expect_status(422).expect_text("unter sich selbst");
    hang(&mut anna, &a, "Ziel A", "Ziel B").expect_status(422).expect_text("unter sich selbst");
    hang(&mut anna, &a, "Ziel A", "Ziel C").expect_status(422).expect_text("unter sich selbst");
    // What a page is called now counts even where it gets another name with the same save.
    hang(&mut anna, &a, "Oberziel", "Ziel C").expect_status(422);
    hang(&mut anna, &b, "Ziel B", "Ziel, das es nicht gibt").expect_redirect(&b);
    hang(&mut anna, &a, "Ziel A", "Ziel C").expect_redirect(&a);
}

#[test]
fn of_two_writers_who_close_a_circle_at_once_one_is_refused() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@gesamtstadt"]);
    let mut ben = app.person("ben", &["editor@gesamtstadt"]);
    for round in 0..4 {
        let (first, second) = (format!("Ziel {round} A"), format!("Ziel {round} B"));
        let a = goal(&mut anna, &first, "").address();
        let b = goal(&mut anna, &second, "").address();

        let start = Barrier::new(2);
        let (one, other) = thread::scope(|scope| {
            let one = scope.spawn(|| {
                start.wait();
                hang(&mut anna, &a, &first, &second).status
            });
            let other = scope.spawn(|| {
                start.wait();
                hang(&mut ben, &b, &second, &first).status
            });
            (one.join().unwrap(), other.join().unwrap())
        });

        let mut both = [one, other];
        both.sort_unstable();
        assert_eq!(both, [303, 422]);
    }
}

#[test]
fn of_two_writers_of_one_term_one_is_refused() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@gesamtstadt"]);
    let mut ben = app.person("ben", &["editor@gesamtstadt"]);
    let write = |visitor: &mut Visitor, title: &str| {
        let form = [("space", "gesamtstadt"), ("kind", "term"), ("title", title), ("act", "save")];
        visitor.post(FORM, &form).status
    };
    for title in ["Wirkung", "Ergebnis", "Leistung", "Nutzen"] {
        let start = Barrier::new(2);
        let (one, other) = thread::scope(|scope| {
            let one = scope.spawn(|| {
                start.wait();
                write(&mut anna, title)
            });
            let other = scope.spawn(|| {
                start.wait();
                write(&mut ben, title)
            });
            (one.join().unwrap(), other.join().unwrap())
        });

        let mut both = [one, other];
        both.sort_unstable();
        assert_eq!(both, [303, 422]);
    }
}

#[test]
fn what_was_right_once_comes_back_as_a_form_where_it_is_wrong_now() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@gesamtstadt"]);
    let a = goal(&mut anna, "Ziel A", "Ziel B").address();
    hang(&mut anna, &a, "Ziel A", "").expect_redirect(&a);
    goal(&mut anna, "Ziel B", "Ziel A").address();

    let answer = anna.post(&format!("{a}/restore"), &[("revision", "1")]);

    answer.expect_status(422).expect_text("unter sich selbst").expect_text("Ziel B");
}

#[test]
fn a_mistake_from_before_the_rule_keeps_nobody_from_mending_a_spelling() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "meeting", "Sitzng", "");
    let data = &app.wiki.config.data;
    fs::create_dir_all(data.join("kinds")).unwrap();
    let meeting = include_str!("../../content-seed/kinds/meeting.toml");
    let rule = "\n[[rule]]\nid = \"place\"\nlevel = \"error\"\nform = \"required\"\n\
        field = \"place\"\nmessage = { de = \"Wo?\", en = \"Where?\" }\n";
    fs::write(data.join("kinds/meeting.toml"), format!("{meeting}{rule}")).unwrap();
    let (kinds, told) = check_kinds(data).unwrap();
    assert!(told.problems.is_empty(), "{:?}", told.problems);
    app.wiki.kinds.replace(kinds);

    anna.save(&page, 1, "Sitzung", "Mit Text.").expect_redirect(&page);

    let form = [("space", "mitte"), ("kind", "meeting"), ("title", "Neu"), ("act", "save")];
    anna.post(FORM, &form).expect_status(422).expect_text("Wo?");
}

#[test]
fn a_row_is_held_against_its_rules_where_it_is_stored() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Wartezeiten", "");
    let new = format!("{page}/records/measure/new");
    let form = [
        ("f.title", "Aushang erneuern"),
        ("f.starts_on", "2.12.2026"),
        ("f.due_on", "1.12.2026"),
        ("act", "save"),
    ];

    let answer = anna.post(&new, &form);

    answer.expect_status(422).expect_text("Aushang erneuern");
    anna.get(&page).expect_no_text("Aushang erneuern");
}

#[test]
fn the_number_of_a_decision_is_never_given_twice() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let one = anna.write("mitte", "project", "Eins", "");
    let two = anna.write("mitte", "project", "Zwei", "");
    let row = [("f.no", "AGQM-2026-03/2"), ("f.wording", "So sei es."), ("act", "save")];

    anna.post(&format!("{one}/records/decision/new"), &row).expect_redirect(&one);
    anna.post(&format!("{two}/records/decision/new"), &row).expect_status(422);
}

#[test]
fn a_draft_of_every_kind_needs_only_a_title() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte", "editor@gesamtstadt"]);
    let kinds: Vec<String> = app.wiki.kinds.now().iter().map(|it| it.id.clone()).collect();
    for kind in &kinds {
        for space in ["mitte", "gesamtstadt"] {
            let title = format!("{kind} in {space}");
            let form = [("space", space), ("kind", kind), ("title", &title), ("act", "save")];
            anna.post(FORM, &form).expect_status(303);
        }
    }
}

#[test]
fn the_form_counts_fields_and_gates_and_lists_hints_apart() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@gesamtstadt"]);
    let page = anna.write("gesamtstadt", "project", "Wartezeiten", "");

    let form = anna.get(&format!("{page}/edit"));

    form.expect_text("Was noch fehlt").expect_text("href=\"#f-quality-goals\"");
}
