//! Folders of Markdown taken in beside a running wiki.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use qm_wiki::exchange::{Import, Summary, import};
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
