//! Folders of Markdown taken in beside a running wiki.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use qm_wiki::exchange::{Import, Summary, import, open_source};
use qm_wiki::store::spaces;

use crate::app::TestApp;

/// The laws the search is measured with, where they are at hand.
const LAWS: &str = "../shared/search/corpus-sgb";
/// All of them, packed.
const ALL_LAWS: &str = "../shared/search/corpus-gesetze.tar.zst";

fn take_in(app: &TestApp, path: &Path) -> Summary {
    app.runtime.block_on(async {
        let wiki = &app.wiki;
        let space = spaces::by_key(wiki.db.reader(), "gesamtstadt").await.unwrap().unwrap();
        let what = Import { path, space, kind: "page", author: None, is_rehearsal: false };
        let limits = &wiki.config.limits;
        import(&wiki.db, &wiki.kinds.now(), limits, &wiki.pages, what, |_, _| {
            ControlFlow::Continue(())
        })
        .await
        .unwrap()
    })
}

#[test]
fn what_can_be_taken_is_taken_and_found_and_the_rest_is_told() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.md", "\u{feff}---\r\nTitle: Wohngeld\r\njurabk: WoGG\r\n---\r\n\r\n# Wohngeld\r\n");
    write("b.md", "# Kornrade\n\nEin Satz über Feldblumen.\n");
    write("c.md", "---\nkind: rezept\n---\nFremd.\n");
    write("d.txt", "Kein Markdown.");

    let summary = take_in(&app, folder.path());

    assert_eq!((summary.created, summary.refused), (2, 1));
    let told: Vec<_> = summary.reports.iter().map(|it| it.problem.code.as_str()).collect();
    assert_eq!(told, ["problem-unknown-field", "problem-unknown-kind"]);
    let mut anna = app.person("anna", &[]);
    anna.search_until("Feldblume", "/wiki/gesamtstadt/kornrade");

    let again = take_in(&app, folder.path());
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));
}

#[test]
fn laws_come_in_whole_and_are_found() {
    let laws = Path::new(env!("CARGO_MANIFEST_DIR")).join(LAWS);
    let Ok(files) = fs::read_dir(&laws) else { return };
    let count = files.filter(|it| it.as_ref().is_ok_and(|it| it.path().is_file())).count();
    let app = TestApp::start();

    let summary = take_in(&app, &laws);

    assert_eq!((summary.created, summary.refused), (count, 0), "{:?}", summary.reports);
    let mut anna = app.person("anna", &[]);
    anna.search_until("Benachteiligungen Gleichbehandlung", "/wiki/gesamtstadt/agg");
}

#[test]
fn every_federal_law_comes_in_without_an_error_and_can_be_searched() {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join(ALL_LAWS);
    if !packed.exists() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut unpack = Command::new("tar");
    unpack.arg("--zstd").arg("-xf").arg(&packed).arg("-C").arg(folder.path());
    assert!(unpack.status().unwrap().success());
    let app = TestApp::start();

    let summary = take_in(&app, folder.path());

    assert_eq!((summary.created, summary.updated, summary.refused), (6_636, 0, 0));
    let mut anna = app.person("anna", &[]);
    anna.search_until("Goldmünze", "<mark>");
}

#[test]
fn files_of_one_title_stay_the_same_pages_at_every_import() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.md", "---\ntitle: Protokoll\n---\n\nErstes\n");
    write("b.md", "---\ntitle: Protokoll\n---\n\nZweites\n");
    write("c.md", "---\ntitle: Protokoll 2\n---\n\nDrittes\n");
    write("d.md", "---\ntitle: Protokoll\n---\n\nViertes\n");
    let first = take_in(&app, folder.path());
    assert_eq!((first.created, first.refused), (4, 0));

    for _ in 0..2 {
        let again = take_in(&app, folder.path());
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 4));
    }

    write("d.md", "---\ntitle: Protokoll\n---\n\nViertes, neu\n");
    let changed = take_in(&app, folder.path());
    assert_eq!((changed.created, changed.updated, changed.unchanged), (0, 1, 3));
    let mut anna = app.person("anna", &["reader@gesamtstadt"]);
    anna.get("/wiki/gesamtstadt/protokoll").expect_text("Erstes");
    anna.get("/wiki/gesamtstadt/protokoll-3").expect_text("Viertes, neu");
}

#[test]
fn an_id_decides_which_page_a_file_is() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    let id = "0194fdc2-fa2f-7cc0-81d3-ff12045b73c8";
    let text = |title: &str| format!("---\nid: {id}\ntitle: {title}\n---\n\nText\n");
    fs::write(folder.path().join("a.md"), text("Vorher")).unwrap();
    assert_eq!(take_in(&app, folder.path()).created, 1);

    fs::write(folder.path().join("a.md"), text("Nachher")).unwrap();
    let again = take_in(&app, folder.path());

    assert_eq!((again.created, again.updated), (0, 1));
    let mut anna = app.person("anna", &["reader@gesamtstadt"]);
    anna.get("/wiki/gesamtstadt/vorher").expect_text("Nachher");
    let elsewhere = text("Anderswo").replace("title:", "kind: meeting\ntitle:");
    fs::write(folder.path().join("a.md"), elsewhere).unwrap();
    let refused = take_in(&app, folder.path());
    assert_eq!((refused.created, refused.updated, refused.refused), (0, 0, 1));
    assert_eq!(refused.reports[0].problem.code, "problem-import-elsewhere");
}

#[test]
fn pages_below_find_the_pages_above() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("ordner")).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("ordner.md", "# Oben\n");
    write("ordner/unten.md", "# Unten\n");
    write("zzz.md", "---\ntitle: Auch unten\nparent: oben\n---\n");
    write("verloren.md", "---\ntitle: Verloren\nparent: gibt/es/nicht\n---\n");

    let first = take_in(&app, folder.path());

    assert_eq!((first.created, first.refused), (4, 0), "{:?}", first.reports);
    let told: Vec<_> = first.reports.iter().map(|it| it.problem.code.as_str()).collect();
    assert_eq!(told, ["problem-import-top"]);
    let mut anna = app.person("anna", &["reader@gesamtstadt"]);
    for path in ["oben", "oben/unten", "oben/auch-unten", "verloren"] {
        anna.get(&format!("/wiki/gesamtstadt/{path}")).expect_status(200);
    }
    let again = take_in(&app, folder.path());
    assert_eq!((again.created, again.unchanged), (0, 4));
}

#[test]
fn what_is_wrong_is_told_with_file_and_line() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
    write("a.md", b"---\ntitle: A\nkind: rezept\n---\n");
    write("b.md", b"---\ntitle: B\nb: [1\n---\n\nText von B\n");
    write("c.md", &[0xff, 0xfe, b'c']);
    write("d.md", "---\r\ntitle: D\r\nunbekannt: 1\r\n---\r\n\r\nZeile\r\n".as_bytes());
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("e.md")).unwrap();

    let summary = take_in(&app, folder.path());

    assert_eq!((summary.created, summary.refused), (2, 2), "{:?}", summary.reports);
    let told: Vec<_> = summary
        .reports
        .iter()
        .map(|it| (it.file.as_str(), it.line, it.problem.code.as_str()))
        .filter(|it| it.0 != "e.md")
        .collect();
    let expected = [
        ("a.md", Some(3), "problem-unknown-kind"),
        ("b.md", told[1].1, "problem-front-matter-syntax"),
        ("c.md", None, "problem-not-utf8"),
        ("d.md", Some(3), "problem-unknown-field"),
    ];
    assert_eq!(told, expected);
    assert!(told[1].1.is_some());
    #[cfg(unix)]
    assert!(summary.reports.iter().any(|it| it.problem.code == "problem-import-link"));
    let mut anna = app.person("anna", &["reader@gesamtstadt"]);
    anna.get("/wiki/gesamtstadt/b").expect_text("Text von B");
}

#[test]
fn an_archive_is_taken_in_like_the_folder_it_holds() {
    let app = TestApp::start();
    let kept = tempfile::tempdir().unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [("ordner/a.md", "# Eins\n"), ("ordner/b.md", "# Zwei\n")] {
        writer.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    }
    let file = kept.path().join("seiten.zip");
    fs::write(&file, writer.finish().unwrap().into_inner()).unwrap();

    let source = open_source(&file).unwrap();
    let summary = take_in(&app, source.path());

    assert_eq!((summary.created, summary.refused, source.outside().len()), (2, 0, 0));
    let mut anna = app.person("anna", &["reader@gesamtstadt"]);
    anna.get("/wiki/gesamtstadt/zwei").expect_status(200);
}
