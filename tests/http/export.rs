//! A wiki exported and taken into an empty one is the same wiki.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use qm_wiki::access::{self, Actor};
use qm_wiki::config::Seed;
use qm_wiki::db::Db;
use qm_wiki::exchange::{
    BringBack, Export, Import, Summary, bring_back, bring_site_files, export, import, open_source,
};
use qm_wiki::pages::{Draft, Edit, Loaded, LoadedPage, NewPage, Outcome, Written};
use qm_wiki::store::addresses::FormerName;
use qm_wiki::store::pages::Head;
use qm_wiki::store::tree::Lock;
use qm_wiki::store::{addresses, pages, records, spaces, tree};
use serde_json::{Map, Value, json};

use crate::app::TestApp;

const GO_ON: fn(usize, usize) -> ControlFlow<()> = |_, _| ControlFlow::Continue(());

fn write_out(app: &TestApp, folder: &Path) -> usize {
    let wiki = &app.wiki;
    let what = Export { folder, data: &wiki.config.data, space: None };
    let kinds = wiki.kinds.now();
    let exported = export(&wiki.db, &kinds, what, |_| ControlFlow::Continue(()));
    app.runtime.block_on(exported).unwrap().unwrap()
}

fn take_back(app: &TestApp, folder: &Path) -> Summary {
    take_back_until(app, folder, GO_ON)
}

fn take_back_until(
    app: &TestApp,
    folder: &Path,
    progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Summary {
    let wiki = &app.wiki;
    let what =
        BringBack { folder, is_rehearsal: false, clock: &wiki.clock, changes: &wiki.changes };
    let limits = &wiki.config.limits;
    let kinds = wiki.kinds.now();
    let taken = bring_back(&wiki.db, &kinds, limits, &wiki.pages, what, progress);
    app.runtime.block_on(taken).unwrap()
}

/// An empty wiki with the files of the site of an export.
fn empty(folder: &Path) -> TestApp {
    TestApp::start_prepared(|data| {
        assert_eq!(bring_site_files(folder, data).unwrap(), Vec::<String>::new());
    })
}

/// Every file below a folder with its bytes.
fn bytes_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|it| it.file_type().is_file()).map(|it| {
        let name = it.path().strip_prefix(folder).unwrap().display().to_string();
        (name, fs::read(it.path()).unwrap())
    });
    files.collect()
}

/// Everything about every page that shall be the same, read past export and import.
fn everything(app: &TestApp) -> BTreeMap<String, Value> {
    app.runtime.block_on(async {
        let db = app.wiki.db.reader();
        let ids = pages::ids_after(db, "", 1_000_000).await.unwrap();
        let mut all = BTreeMap::new();
        for id in ids {
            let head = pages::head(db, &id).await.unwrap().unwrap();
            all.insert(id, everything_of(&app.wiki.db, &head).await);
        }
        all
    })
}

async fn everything_of(wiki: &Db, head: &Head) -> Value {
    let db = wiki.reader();
    let content = async |number: u32| {
        let it = pages::revision(db, &head.id, number).await.unwrap().unwrap();
        let (content, note) = (it.content, it.change_note);
        json!([content.title, content.status, content.fields, content.extra, content.text, note])
    };
    let released = match head.released {
        Some(number) => content(number).await,
        None => Value::Null,
    };
    let rows = records::of_page(db, &head.id, 10_000).await.unwrap();
    let mut rows: Vec<Value> = rows
        .into_iter()
        .map(|it| json!([it.id, it.set, it.per, it.fields, it.is_closed]))
        .collect();
    rows.sort_by_key(Value::to_string);
    let names = addresses::former_names(db, &head.id).await.unwrap();
    let names: Vec<Value> =
        names.into_iter().map(|it| json!([it.key, it.name, it.was_in_force])).collect();
    json!({
        "url": head.url(),
        "slug": head.slug,
        "kind": head.kind,
        "parent": head.parent,
        "visibility": head.visibility,
        "released": released,
        "working": content(head.working).await,
        "has_two_faces": head.released.is_some_and(|it| it != head.working),
        "records": rows,
        "former_addresses": addresses::former_addresses(db, &head.id).await.unwrap(),
        "former_names": names,
        "position": tree::positions(db, std::slice::from_ref(&head.id)).await.unwrap()[0].1,
        "is_template": tree::is_template(db, &head.id).await.unwrap(),
        "lock": tree::lock(db, &head.id).await.unwrap().map(|it| it.reason),
    })
}

fn draft(app: &TestApp, title: &str, fields: Value, extra: Value, text: &str) -> Draft {
    let object = |it: Value| it.as_object().cloned().unwrap_or_else(Map::new);
    let written = Written {
        title: title.to_owned(),
        fields: object(fields),
        extra: object(extra),
        text: text.to_owned(),
        change_note: "Was: \"anders\" ist".to_owned(),
    };
    let (draft, problems) = Draft::parse(written, &app.wiki.config.limits);
    assert_eq!(problems, []);
    draft
}

fn load(app: &TestApp, draft: Draft, kind: &str, parent: Option<Head>, status: &str) -> Head {
    app.runtime.block_on(async {
        let space = spaces::by_key(app.wiki.db.reader(), "mitte").await.unwrap().unwrap();
        let page = NewPage {
            id: None,
            kind: kind.to_owned(),
            slug: None,
            parent,
            visibility: Some("bezirk".to_owned()),
            draft,
            publish: true,
        };
        let status = Some(status.to_owned());
        let loaded = app
            .wiki
            .pages
            .load(None, vec![(space, LoadedPage { page, status, is_open_draft: false })])
            .await;
        match loaded.unwrap().remove(0) {
            Loaded::Taken(head) => *head,
            Loaded::Refused(broken) => panic!("{broken:?}"),
        }
    })
}

/// Pages that are hard on files: texts, titles and values of every sort.
fn fill(app: &TestApp) {
    let texts = [
        "",
        "\n",
        "\n\nzwei leere Zeilen davor",
        "---\na: 1\n---\n\nsieht aus wie ein Vorspann",
        "---\n",
        "# Überschrift\n\nText mit  Leerzeichen am Ende  \nund \ttab, 🦉, \\ und '.\n",
        "ohne Zeilenende",
        "...\n---\n...\n",
    ];
    let titles = ["null", "1.50", "- Liste", "\"quer\": 'Ö'", "#1", "2026-12-12", "*a &b", "y"];
    let mut parent = None;
    for (number, (text, title)) in texts.iter().zip(titles).enumerate() {
        let extra = json!({
            "id": "fremd", "_wiki": { "in_force": false }, "records": [1], "Title": "anders",
            "Nummer": "4.10", "tief": { "a": [1.5, null, "x: y", true] }, "leer": "a",
        });
        let fields = json!({ "summary": format!("Kurz: {title} #{number}") });
        let draft = draft(app, title, fields, extra, text);
        let head = load(app, draft, "page", parent.clone(), "freigegeben");
        // Every second page lies below the one before it.
        parent = if number % 2 == 0 { Some(head) } else { None };
    }
    for number in 0..60 {
        let text = format!("Text {number}\n");
        let draft = draft(app, &format!("Seite {number}"), json!({}), json!({}), &text);
        load(app, draft, "page", None, if number % 3 == 0 { "entwurf" } else { "freigegeben" });
    }
    // A value its field would not take any longer stays as it is.
    let fields = json!({ "review_on": "irgendwann", "summary": ["a", "b"] });
    let odd = draft(app, "Passt nicht", fields, json!({}), "Text");
    let odd = load(app, odd, "page", None, "freigegeben");
    let changed = draft(app, "Passt noch nicht", json!({}), json!({ "b": 2 }), "Anderer Text");
    app.runtime.block_on(async {
        let permit = access::may_edit(&Actor::system(), &odd.standing()).unwrap();
        let edit = Edit { draft: changed, base: 1, publish: false };
        let saved = app.wiki.pages.save(permit, edit).await.unwrap();
        assert!(matches!(saved, Outcome::Stored(_)), "{saved:?}");
        let txn = app.wiki.db.begin().await.unwrap();
        let was = Head { path: "frueher/einmal".to_owned(), ..odd.clone() };
        addresses::keep_address(&txn, &was, 1).await.unwrap();
        let name =
            FormerName { key: "alter name".into(), name: "Alter: Name".into(), was_in_force: true };
        addresses::keep_name(&txn, &odd.id, &name).await.unwrap();
        tree::set_position(&txn, &odd.id, 3).await.unwrap();
        tree::set_template(&txn, &odd.id, true).await.unwrap();
        let lock = Lock { at: 1, account: None, reason: "Wird: geprüft".to_owned() };
        tree::set_lock(&txn, &odd.id, Some(&lock)).await.unwrap();
        txn.commit().await.unwrap();
    });
}

#[test]
fn an_export_taken_into_an_empty_wiki_is_the_same_wiki() {
    let app = TestApp::start_with(Seed::Full);
    fill(&app);
    let mut anna = app.person("anna", &["editor@mitte"]);
    let project = anna.write("mitte", "project", "Ämter-Übergabe „quer“", "Text");
    let row = [("f.title", "Protokoll: an alle"), ("f.due_on", "2026-12-12")];
    anna.post(&format!("{project}/records/measure/new"), &row).expect_status(303);
    let kept = tempfile::tempdir().unwrap();
    let (first, second) = (kept.path().join("one"), kept.path().join("two/deep"));

    let before = everything(&app);
    assert_eq!(write_out(&app, &first), before.len());
    write_out(&app, &second);
    assert!(bytes_of(&first) == bytes_of(&second), "two exports of one wiki are the same");
    let other = empty(&first);
    let summary = take_back(&other, &first);

    assert_eq!((summary.created, summary.refused), (before.len(), 0), "{:?}", summary.reports);
    assert_eq!(summary.reports, []);
    let after = everything(&other);
    for (id, page) in &before {
        assert_eq!(after.get(id), Some(page));
    }
    assert_eq!(after.len(), before.len());
    let count = |name: &str| {
        before.values().filter(|it| !matches!(&it[name], Value::Bool(false) | Value::Null)).count()
    };
    assert!(count("has_two_faces") > 0 && count("is_template") > 0 && count("lock") > 0);
    assert!(before.values().any(|it| it["records"].as_array().is_some_and(|it| !it.is_empty())));
    let again = kept.path().join("three");
    write_out(&other, &again);
    assert!(bytes_of(&first) == bytes_of(&again), "an export of the copy is the same");
    let faults = other.runtime.block_on(other.wiki.pages.check(|_| {})).unwrap();
    assert_eq!(faults, []);
    let mut berta = other.person("berta", &["reader@mitte"]);
    let moved = berta.get("/wiki/mitte/frueher/einmal");
    assert_eq!((moved.status, moved.location.as_deref()), (301, Some("/wiki/mitte/passt-nicht")));

    let summary = take_back(&other, &first);
    assert_eq!((summary.created, summary.updated, summary.refused), (0, 0, 0));
    assert_eq!(summary.unchanged, before.len());
    assert_eq!(everything(&other), after);
}

#[test]
fn an_import_that_was_stopped_goes_on_where_it_was() {
    let app = TestApp::start();
    fill(&app);
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path().join("out");
    let count = write_out(&app, &folder);
    let other = empty(&folder);

    let stopped = take_back_until(&other, &folder, |_, _| ControlFlow::Break(()));
    assert!(stopped.is_stopped && stopped.created > 0 && stopped.created < count);
    let rest = take_back(&other, &folder);

    assert_eq!((rest.created, rest.unchanged), (count - stopped.created, stopped.created));
    assert_eq!(everything(&other), everything(&app));
}

#[test]
fn an_export_leaves_a_folder_that_is_in_use_alone_and_a_stopped_one_writes_nothing() {
    let app = TestApp::start();
    fill(&app);
    let kept = tempfile::tempdir().unwrap();
    fs::write(kept.path().join("notes.txt"), "meine").unwrap();
    let run = |folder: &Path, go_on: ControlFlow<()>| {
        let wiki = &app.wiki;
        let what = Export { folder, data: &wiki.config.data, space: None };
        app.runtime.block_on(export(&wiki.db, &wiki.kinds.now(), what, |_| go_on))
    };

    assert!(run(kept.path(), ControlFlow::Continue(())).is_err());
    let stopped = run(&kept.path().join("out"), ControlFlow::Break(())).unwrap();

    assert_eq!(stopped, None);
    assert_eq!(bytes_of(kept.path()).into_keys().collect::<Vec<_>>(), ["notes.txt"]);
}

#[test]
fn one_space_can_be_exported_alone() {
    let app = TestApp::start_with(Seed::Full);
    fill(&app);
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path().join("out");
    let wiki = &app.wiki;
    let what = Export { folder: &folder, data: &wiki.config.data, space: Some("mitte") };
    let kinds = wiki.kinds.now();
    let exported = export(&wiki.db, &kinds, what, |_| ControlFlow::Continue(()));
    app.runtime.block_on(exported).unwrap().unwrap();

    let files = bytes_of(&folder);
    assert!(files.contains_key("mitte/passt-nicht.working.md"));
    let elsewhere = |it: &&String| !it.starts_with("mitte/") && !it.starts_with("_site/");
    assert_eq!(files.keys().filter(elsewhere).collect::<Vec<_>>(), ["spaces.toml"]);
}

#[test]
fn spaces_and_kinds_of_the_site_come_along() {
    let kind = "id = \"rezept\"\nlabel = { de = \"Rezept\", en = \"Recipe\" }\n\
                plural = { de = \"Rezepte\", en = \"Recipes\" }\n\
                [[field]]\nid = \"zutaten\"\ntype = \"text\"\n\
                label = { de = \"Zutaten\", en = \"Ingredients\" }\n";
    let app = TestApp::start_prepared(|data| {
        fs::create_dir_all(data.join("kinds/.last-good")).unwrap();
        fs::write(data.join("kinds/rezept.toml"), kind).unwrap();
    });
    if app.wiki.kinds.now().get("rezept").is_none() {
        panic!("{:?}", app.wiki.site_kinds.told().problems);
    }
    let head = load(
        &app,
        draft(&app, "Brot", json!({ "zutaten": "Mehl" }), json!({}), "Kneten."),
        "rezept",
        None,
        "freigegeben",
    );
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path().join("out");
    write_out(&app, &folder);
    let listed = fs::read_to_string(folder.join("spaces.toml")).unwrap();
    let more = listed
        + "\n[[space]]\nkey = \"kueche\"\ntitle_de = \"Küche\"\n\
                         title_en = \"Kitchen\"\npillar = \"\"\nvisibility = \"members\"\nposition = 40\n";
    fs::write(folder.join("spaces.toml"), more).unwrap();
    let other = empty(&folder);

    let summary = take_back(&other, &folder);

    assert_eq!((summary.created, summary.refused), (1, 0), "{:?}", summary.reports);
    assert_eq!(everything(&other)[&head.id]["working"][2], json!({ "zutaten": "Mehl" }));
    let space = spaces::by_key(other.wiki.db.reader(), "kueche");
    assert_eq!(other.runtime.block_on(space).unwrap().unwrap().title_de, "Küche");
    assert!(!folder.join("_site/kinds/.last-good").exists());
}

#[test]
fn an_approval_cannot_be_smuggled_in_by_an_ordinary_file() {
    let app = TestApp::start();
    let page =
        load(&app, draft(&app, "Echt", json!({}), json!({}), "Text"), "page", None, "entwurf");
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path().join("out");
    write_out(&app, &folder);
    let file = folder.join("mitte/echt.md");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("status: entwurf"), "{text}");
    let raised = text.replace("status: entwurf", "status: freigegeben").replace("Text", "Neu");
    fs::write(&file, raised.replace("in_force: false", "in_force: true")).unwrap();

    // The page that is there keeps its status, even where an export says another.
    let summary = take_back(&app, &folder);
    assert_eq!((summary.updated, summary.refused), (1, 0), "{:?}", summary.reports);
    let now = &everything(&app)[&page.id];
    assert_eq!((&now["working"][1], &now["released"]), (&json!("entwurf"), &Value::Null));

    // A standard taken in as an ordinary file begins as any new standard does.
    let kind = "kind: standard\ntitle: Neu\nstatus: freigegeben\n_wiki:\n  in_force: true\n";
    let ordinary = kept.path().join("ordinary");
    fs::create_dir(&ordinary).unwrap();
    fs::write(ordinary.join("a.md"), format!("---\n{kind}---\n\nText\n")).unwrap();
    let other = TestApp::start();
    let summary = other.runtime.block_on(async {
        let wiki = &other.wiki;
        let space = spaces::by_key(wiki.db.reader(), "mitte").await.unwrap().unwrap();
        let source = open_source(&ordinary).unwrap();
        let what =
            Import { path: source.path(), space, kind: "page", author: None, is_rehearsal: false };
        let limits = &wiki.config.limits;
        import(&wiki.db, &wiki.kinds.now(), limits, &wiki.pages, what, GO_ON).await.unwrap()
    });
    assert_eq!((summary.created, summary.refused), (1, 0), "{:?}", summary.reports);
    let codes: Vec<_> = summary.reports.iter().map(|it| it.problem.code.as_str()).collect();
    assert_eq!(codes, ["problem-import-wiki-only"]);
    let all = everything(&other);
    let page = all.values().next().unwrap();
    assert_eq!((&page["working"][1], &page["released"]), (&json!("entwurf"), &Value::Null));
}
