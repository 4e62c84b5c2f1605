//! What is kept in memory for reading shows everybody what they may see, no more and no less.

use crate::app::{TestApp, Visitor};

/// Pages of every standing: in force and drafts, of kinds with and without approval, in spaces of
/// every visibility, each naming all others in links, fields, embeds.
fn pages_of_every_standing(app: &TestApp, admin: &mut Visitor) -> Vec<String> {
    app.runtime.block_on(async {
        let space = |key: &str, visibility| qm_wiki::store::spaces::Space {
            id: qm_wiki::store::new_id(),
            title_de: key.to_owned(),
            title_en: key.to_owned(),
            district: None,
            position: 90,
            standing: qm_wiki::access::SpaceStanding {
                key: key.to_owned(),
                visibility,
                pillar: qm_wiki::access::Pillar::None,
                everyone: None,
            },
        };
        let txn = app.wiki.db.begin().await.unwrap();
        for (key, visibility) in [
            ("kreis", qm_wiki::access::SpaceVisibility::Members),
            ("offen", qm_wiki::access::SpaceVisibility::Public),
        ] {
            qm_wiki::store::spaces::insert(&txn, &space(key, visibility)).await.unwrap();
        }
        let change = qm_wiki::store::changes::NewChange {
            what: qm_wiki::store::changes::ChangeType::SpaceSaved,
            at: 0,
            page: None,
            space: None,
            account: None,
            data: serde_json::Value::Null,
        };
        let seq = qm_wiki::store::changes::append(&txn, change).await.unwrap();
        txn.commit().await.unwrap();
        app.wiki.changes.committed(seq);
    });
    let mut titles = Vec::new();
    for space in ["mitte", "gesamtstadt", "ueberbezirklich", "kreis", "offen", "uebung"] {
        for kind in ["page", "standard", "term"] {
            for state in ["Entwurf", "Gilt", "Bearbeitet"] {
                titles.push((space, kind, state, format!("{state} {kind} {space}")));
            }
        }
    }
    let links: String = titles.iter().map(|it| format!("[[{0}]]\n\n![[{0}]]\n\n", it.3)).collect();
    let mut addresses = Vec::new();
    for (space, kind, state, title) in &titles {
        let act = if *state == "Entwurf" { "save" } else { "publish" };
        let text = format!("Inhalt von {title}.\n\n{links}");
        let form = [
            ("space", *space),
            ("kind", *kind),
            ("title", title.as_str()),
            ("text", text.as_str()),
            ("act", act),
        ];
        let page = admin.post("/new", &form).address();
        if *state == "Bearbeitet" {
            let text = format!("Ungesehenes von {title}.");
            let form = [
                ("base", "1"),
                ("title", title.as_str()),
                ("text", text.as_str()),
                ("act", "save"),
            ];
            admin.post(&format!("{page}/edit"), &form).expect_status(303);
        }
        addresses.push(page);
    }
    addresses
}

#[test]
fn everybody_sees_the_same_from_memory_as_without() {
    let app = TestApp::start();
    let mut admin = app.administrator();
    let pages = pages_of_every_standing(&app, &mut admin);
    let mut people = vec![app.stranger(), admin, app.person("niemand", &[])];
    for role in ["reader", "contributor", "editor", "approver", "manager"] {
        for space in ["mitte", "gesamtstadt", "kreis"] {
            people.push(app.person(&format!("{role}-{space}"), &[&format!("{role}@{space}")]));
        }
    }

    // Everybody reads everything, so that all is in memory as others left it; then once more.
    for person in &mut people {
        pages.iter().for_each(|page| drop(person.get(page)));
    }
    for (who, person) in people.iter_mut().enumerate() {
        let twin = app.twin();
        let mut with_nothing_in_memory = person.at(&twin);
        for page in &pages {
            let (warm, cold) = (person.get(page), with_nothing_in_memory.get(page));
            assert_eq!(warm.status, cold.status, "{page} for person {who}");
            assert_eq!(warm.body, cold.body, "{page} for person {who}");
        }
    }
}

#[test]
fn a_page_read_before_asks_the_database_nothing() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    anna.write("mitte", "page", "Ziel", "Hier.");
    let page = anna.write("mitte", "page", "Alpha", "Siehe [[Ziel]].");
    let before = anna.get(&page);

    app.runtime.block_on(async { app.wiki.db.clone().close().await.unwrap() });

    let after = anna.get(&page);
    after.expect_status(200).expect_text("href=\"/wiki/mitte/ziel\"");
    assert_eq!(before.body, after.body);
}

#[test]
fn what_others_change_shows_at_once() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let mut kai = app.person("kai", &[]);
    let page = anna.write("mitte", "page", "Alpha", "Siehe [[Ziel]].");
    kai.get(&page).expect_text("qmw-fehlt");

    let target = anna.write("mitte", "page", "Ziel", "Hier.");
    kai.get(&page).expect_no_text("qmw-fehlt").expect_text(&format!("href=\"{target}\""));

    anna.save(&target, 1, "Anderes Ziel", "Hier.").expect_status(303);
    kai.get(&page).expect_text("title=\"Anderes Ziel\"");
}

#[test]
fn a_page_is_shown_as_it_was_in_force_on_a_day_with_the_rows_of_that_day() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let target = anna.write("mitte", "page", "Ziel", "Hier.");
    let page = anna.write("mitte", "project", "Alpha", "Erster Stand, siehe [[Ziel]].");
    let row = [("f.title", "Erste Maßnahme"), ("f.due_on", "2027-12-12")];
    anna.post(&format!("{page}/records/measure/new"), &row).expect_status(303);
    app.clock.advance(2 * 24 * 60 * 60 * 1_000);
    anna.save(&page, 1, "Alpha", "Zweiter Stand.").expect_status(303);
    let row = [("f.title", "Zweite Maßnahme"), ("f.due_on", "2027-12-12")];
    anna.post(&format!("{page}/records/measure/new"), &row).expect_status(303);

    let then = anna.get(&format!("{page}?on=2026-11-22"));
    then.expect_status(200)
        .expect_text("Erster Stand")
        .expect_text("22. November 2026")
        .expect_text(&format!("{target}?on=2026-11-22"))
        .expect_text("Erste Maßnahme")
        .expect_no_text("Zweite Maßnahme");
    anna.get(&format!("{page}?on=2026-11-24"))
        .expect_text("Zweiter Stand")
        .expect_text("Zweite Maßnahme");
    anna.get(&format!("{page}?on=2026-11-21")).expect_status(404);
    anna.get(&format!("{page}?on=gestern")).expect_status(400);
}
