//! Backups hold the whole wiki and bring it back, to either database; `check` says what is wrong.

use std::fs;
use std::path::Path;

use qm_wiki::app::Wiki;
use qm_wiki::clock::Clock;
use qm_wiki::config::{Config, Seed};
use qm_wiki::db::Db;
use qm_wiki::exchange;
use qm_wiki::pages::Fault;
use qm_wiki::search::{self, IndexState};
use qm_wiki::store::rows;
use sea_orm::ConnectionTrait;

use crate::app::{TestApp, database_url};

/// Every row of every table that is no derived one, in an order of its own.
async fn everything(db: &Db) -> Vec<String> {
    let snapshot = db.snapshot().await.unwrap();
    let mut all = Vec::new();
    for table in rows::tables(&snapshot).await.unwrap() {
        let take = |row: serde_json::Map<_, _>| {
            if row.get("key").is_none_or(|it| it != "epoch") {
                all.push(format!("{} {}", table.name, serde_json::Value::Object(row)));
            }
            Ok(())
        };
        rows::each(&snapshot, &table, take).await.unwrap();
    }
    all.sort();
    all
}

/// Restores into an empty folder; answers the wiki there, with its derived state made anew.
async fn restored(file: &Path, config: Config) -> Wiki {
    let clock = Clock::system();
    fs::create_dir_all(&config.data).unwrap();
    let db = Db::connect(&config.database_url()).await.unwrap();
    exchange::restore(&db, &clock, &config.data, file).await.unwrap();
    db.close().await.unwrap();
    let wiki = Wiki::open(config, clock).await.unwrap();
    wiki.rederive(|_| {}).await.unwrap();
    wiki
}

fn lived_in() -> TestApp {
    let app = TestApp::start_with(Seed::Full);
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write("mitte", "project", "Ämter-Übergabe „quer“", "Text mit 🦉 und \\ und '.");
    anna.save(&page, 1, "Anders", "Neuer Text").expect_status(303);
    let row = [("f.title", "Protokoll an alle"), ("f.due_on", "2026-12-12")];
    anna.post(&format!("{page}/records/measure/new"), &row).expect_status(303);
    fs::create_dir_all(app.wiki.config.data.join("files/ab")).unwrap();
    fs::write(app.wiki.config.data.join("files/ab/abcd"), [0u8, 1, 2, 255]).unwrap();
    app
}

#[test]
fn a_backup_restored_elsewhere_is_the_same_wiki() {
    let app = lived_in();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wiki.tar.gz");
    app.runtime.block_on(async {
        let held =
            exchange::backup(&app.wiki.db, &app.clock, &app.wiki.config.data, &file).await.unwrap();
        assert!(held.rows["page"] > 300 && held.rows["record"] >= 1 && held.files >= 1, "{held:?}");
        let before = everything(&app.wiki.db).await;

        let same = Config {
            database_url: database_url().await,
            ..Config::for_folder(folder.path().join("same"))
        };
        let sqlite = Config::for_folder(folder.path().join("sqlite"));
        for config in [same, sqlite] {
            let wiki = restored(&file, config).await;

            assert_eq!(everything(&wiki.db).await, before);
            assert_eq!(wiki.pages.check(|_| {}).await.unwrap(), []);
            let blob = fs::read(wiki.config.data.join("files/ab/abcd")).unwrap();
            assert_eq!(blob, [0u8, 1, 2, 255]);
        }
    });
}

#[test]
fn a_backup_takes_the_place_of_what_was_there() {
    let app = lived_in();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wiki.tar.gz");
    let mut anna = app.person("berta", &["editor@mitte"]);
    app.runtime.block_on(async {
        let data = &app.wiki.config.data;
        exchange::backup(&app.wiki.db, &app.clock, data, &file).await.unwrap();
    });
    let before = app.runtime.block_on(everything(&app.wiki.db));
    anna.write("mitte", "page", "Danach geschrieben", "Text");

    app.runtime.block_on(async {
        let data = &app.wiki.config.data;
        exchange::restore(&app.wiki.db, &app.clock, data, &file).await.unwrap();

        assert_eq!(everything(&app.wiki.db).await, before);
    });
}

#[test]
fn a_backup_taken_while_people_write_is_one_state() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wiki.tar.gz");
    let mut people: Vec<_> =
        (0..3).map(|it| app.person(&format!("p{it}"), &["editor@mitte"])).collect();
    let pages: Vec<String> = people
        .iter_mut()
        .enumerate()
        .map(|(who, it)| it.write("mitte", "page", &format!("Seite {who}"), "Anfang"))
        .collect();
    std::thread::scope(|scope| {
        for (person, page) in people.iter_mut().zip(&pages) {
            scope.spawn(move || {
                for base in 1..40 {
                    person.save(page, base, "Seite", &format!("Stand {base}")).expect_status(303);
                }
            });
        }
        app.runtime.block_on(async {
            let data = &app.wiki.config.data;
            exchange::backup(&app.wiki.db, &app.clock, data, &file).await.unwrap();
        });
    });
    app.runtime.block_on(async {
        let wiki = restored(&file, Config::for_folder(folder.path().join("again"))).await;
        assert_eq!(wiki.pages.check(|_| {}).await.unwrap(), []);
    });
}

#[test]
fn what_is_no_whole_backup_changes_nothing() {
    let app = lived_in();
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.tar.gz");
    let data = app.wiki.config.data.clone();
    app.runtime.block_on(async {
        exchange::backup(&app.wiki.db, &app.clock, &data, &good).await.unwrap();
        let whole = fs::read(&good).unwrap();
        let cut = whole[..whole.len() / 2].to_vec();
        let mut turned = whole.clone();
        turned[whole.len() / 3] ^= 0x55;
        let strange: Vec<(&str, Vec<u8>)> = vec![
            ("cut", cut),
            ("turned", turned),
            ("empty", Vec::new()),
            ("text", b"kein Archiv".to_vec()),
            ("outside", archive(&[("../outside.txt", "x")])),
            ("no manifest", archive(&[("rows/page/000000.jsonl", "{}\n")])),
            (
                "newer",
                archive(&[(
                    "manifest.json",
                    r#"{"format":99,"version":"9","made_at":"","schema":[]}"#,
                )]),
            ),
        ];
        let before = everything(&app.wiki.db).await;
        for (name, bytes) in strange {
            let file = folder.path().join(name);
            fs::write(&file, bytes).unwrap();

            let outcome = exchange::restore(&app.wiki.db, &app.clock, &data, &file).await;

            assert!(outcome.is_err(), "{name} was taken");
            assert_eq!(everything(&app.wiki.db).await, before, "{name}");
            assert_eq!(exchange::unfinished_restore(&data), None, "{name}");
        }
        assert!(!data.parent().unwrap().join("outside.txt").exists());
    });
}

/// An archive with these entries, whatever they are.
fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    {
        let mut archive = tar::Builder::new(&mut packed);
        for (name, text) in entries {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            // `append_data` would refuse to write what a hostile archive brings.
            header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            archive.append(&header, text.as_bytes()).unwrap();
        }
        archive.finish().unwrap();
    }
    packed.finish().unwrap()
}

#[test]
fn tables_are_updated_only_after_a_backup_of_them() {
    let app = TestApp::start();
    app.runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            seed: Seed::None,
            database_url: database_url().await,
            ..Config::for_folder(folder.path())
        };
        let db = Db::connect(&config.database_url()).await.unwrap();
        let names = migrations::names();
        db.empty_at(&names[..2]).await.unwrap();
        db.close().await.unwrap();

        let wiki = Wiki::open(config, Clock::system()).await.unwrap();

        assert_eq!(wiki.db.applied().await, names);
        let backups: Vec<_> = fs::read_dir(folder.path().join("backups")).unwrap().collect();
        assert_eq!(backups.len(), 1);
        wiki.db.close().await.unwrap();
    });
}

#[test]
fn a_restore_that_was_cut_short_is_told_at_the_next_start() {
    let app = TestApp::start();
    app.runtime.block_on(async {
        let config = Config::for_folder(tempfile::tempdir().unwrap().keep());
        fs::write(config.data.join("restore-unfinished"), "/backup/wiki.tar.gz").unwrap();

        let Err(error) = Wiki::open(config, Clock::system()).await else { panic!("it opened") };

        assert!(error.to_string().contains("qm-wiki restore /backup/wiki.tar.gz"), "{error}");
    });
}

#[test]
fn a_check_finds_what_was_altered_and_what_does_not_fit() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let altered = anna.write("mitte", "page", "Alpha", "Text");
    let stale = anna.write("mitte", "page", "Beta", "Text");
    let gone = anna.write("mitte", "page", "Gamma", "Text");
    anna.save(&gone, 1, "Gamma", "Anders").expect_status(303);
    app.runtime.block_on(async {
        assert_eq!(app.wiki.pages.check(|_| {}).await.unwrap(), []);
        let txn = app.wiki.db.begin().await.unwrap();
        for harm in [
            "UPDATE revision SET text = 'Gefälscht' WHERE title = 'Alpha'",
            "UPDATE face SET title = 'Falsch' WHERE title = 'Beta'",
            "DELETE FROM revision WHERE title = 'Gamma' AND number = 1",
            "DELETE FROM change WHERE seq = 2",
        ] {
            txn.execute_unprepared(harm).await.unwrap();
        }
        txn.commit().await.unwrap();

        let faults = app.wiki.pages.check(|_| {}).await.unwrap();

        assert!(
            faults.contains(&Fault::RevisionAltered { page: altered, number: 1 }),
            "{faults:?}"
        );
        assert!(faults.contains(&Fault::DerivedStale { page: stale.clone() }), "{faults:?}");
        assert!(faults.contains(&Fault::RevisionMissing { page: gone, number: 1 }), "{faults:?}");
        assert!(faults.iter().any(|it| matches!(it, Fault::LogGap { .. })), "{faults:?}");
        app.wiki.rederive(|_| {}).await.unwrap();
        let faults = app.wiki.pages.check(|_| {}).await.unwrap();
        assert!(!faults.contains(&Fault::DerivedStale { page: stale }), "{faults:?}");
    });
}

#[test]
fn a_check_knows_how_the_index_stands() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    anna.write("mitte", "page", "Kranichzug", "Text");
    anna.search_until("Kranichzug", "/wiki/mitte/kranichzug");
    let folder = app.wiki.config.data.join("index");
    let state =
        |folder: &Path| app.runtime.block_on(search::examine(folder, &app.wiki.db)).unwrap();

    assert_eq!(state(&folder), IndexState::Fits);
    assert_eq!(state(&app.wiki.config.data.join("nowhere")), IndexState::Missing);

    let segment = walkdir::WalkDir::new(&folder)
        .into_iter()
        .flatten()
        .find(|it| it.path().extension().is_some_and(|it| it == "store"));
    let segment = segment.unwrap().into_path();
    let mut bytes = fs::read(&segment).unwrap();
    bytes[4] ^= 0x55;
    fs::write(&segment, bytes).unwrap();
    assert_eq!(state(&folder), IndexState::Damaged);
}
