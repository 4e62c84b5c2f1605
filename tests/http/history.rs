//! Nothing that was written is lost: merges, conflicts, history, compare, restore.

use crate::app::TestApp;

#[test]
fn a_stale_save_that_fits_is_brought_together() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut ben = app.person("ben", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Anfang\n\nMitte\n\nEnde\n");

    anna.save(&page, 1, "Alpha", "Annas Anfang\n\nMitte\n\nEnde\n").expect_redirect(&page);
    let answer = ben.save(&page, 1, "Alpha", "Anfang\n\nMitte\n\nBens Ende\n");

    answer.expect_redirect(&format!("{page}?done=merged"));
    ben.get(&page).expect_text("Annas Anfang").expect_text("Bens Ende");
}

#[test]
fn a_stale_save_of_the_same_line_keeps_the_words_of_both_writers() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut ben = app.person("ben", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Anfang");

    anna.save(&page, 1, "Alpha", "Annas Fassung");
    let answer = ben.save(&page, 1, "Alpha", "Bens Fassung");

    answer
        .expect_status(409)
        .expect_text("Annas")
        .expect_text("Bens")
        .expect_text("name=\"base\" value=\"2\"")
        .expect_text("choose.text")
        .expect_text("Alle angemeldeten Beschäftigten");
    anna.get(&page).expect_text("Annas Fassung").expect_no_text("Bens Fassung");
}

#[test]
fn a_conflict_is_settled_by_mine_theirs_or_both() {
    for (choice, mine_stays, theirs_stays) in
        [("mine", true, false), ("theirs", false, true), ("both", true, true)]
    {
        let app = TestApp::start();
        let mut anna = app.person("anna", &["editor@mitte"]);
        let mut ben = app.person("ben", &["editor@mitte"]);
        let page = anna.write("mitte", "page", "Alpha", "Anfang");
        anna.save(&page, 1, "Alpha", "Annas Fassung");

        let form = [
            ("base", "2"),
            ("title", "Alpha"),
            ("text", "Bens Fassung"),
            ("choose.text", choice),
            ("act", "publish"),
        ];
        ben.post(&format!("{page}/edit"), &form).expect_redirect(&page);

        let body = ben.get(&page).body;
        assert_eq!(body.contains("Bens Fassung"), mine_stays, "{choice}");
        assert_eq!(body.contains("Annas Fassung"), theirs_stays, "{choice}");
    }
}

#[test]
fn any_two_revisions_can_be_compared_and_an_old_one_taken_up_again() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Der erste Satz.");
    anna.save(&page, 1, "Alpha", "Der zweite Satz.");
    anna.save(&page, 2, "Alpha", "Der dritte Satz.");

    anna.get(&format!("{page}/history")).expect_status(200).expect_text("revision=1");
    anna.get(&format!("{page}/compare?from=1&to=3"))
        .expect_status(200)
        .expect_text("<del>")
        .expect_text("erste")
        .expect_text("<ins>")
        .expect_text("dritte");
    anna.get(&format!("{page}?revision=1")).expect_text("Der erste Satz.");

    anna.post(&format!("{page}/restore"), &[("revision", "1")])
        .expect_redirect(&format!("{page}?done=restored"));

    anna.get(&page).expect_text("Der erste Satz.");
    anna.get(&format!("{page}/compare?from=3&to=4")).expect_text("wiederhergestellt");
}

#[test]
fn a_revision_that_never_was_is_not_there() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "page", "Alpha", "Text");

    anna.get(&format!("{page}?revision=7")).expect_status(404);
    anna.get(&format!("{page}/compare?from=1&to=7")).expect_status(404);
    anna.save(&page, 7, "Alpha", "Neu").expect_status(400);
    anna.save(&page, 0, "Alpha", "Neu").expect_status(400);
}
