//! Questions people bring on the first day of a wiki, asked with one search each.
//! Deliberately not here: how search ranks in general.

use std::time::{Duration, Instant};

use qm_wiki::config::Seed;
use url::form_urlencoded;

use crate::app::{Answer, TestApp, Visitor};

/// Among so many pages the answer stands, the first screen of a search.
const FIRST: usize = 4;
/// How long the index of a first start may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What somebody with a client at the desk asks, and the page that answers.
const CASE_WORKER: [(&str, &str); 10] = [
    ("Notizen neben der Akte", "gute-praxis/offen-dokumentieren"),
    ("Hilfeplan schriftlich", "standards/fm-4-hilfen-planen"),
    ("Angebot fehlt", "standards/fm-4-hilfen-planen"),
    ("wen lade ich zur Fallkonferenz ein", "gute-praxis/fallkonferenz"),
    ("FM-3", "standards/fm-3-ziele-vereinbaren"),
    ("IFK", "glossar/integrationsfachkraft"),
    ("wer informiert wen", "standards/st-e6-schnittstellen"),
    ("was gehört in den Vermerk", "gute-praxis/beratungsvermerke-schreiben"),
    ("nicht ins Fallmanagement aufgenommen", "gute-praxis/aufnahme-ins-fallmanagement-regeln"),
    ("Erstgespräch", "standards/fm-1-beraten"),
];

/// What a quality officer asks between two meetings.
const QUALITY_OFFICER: [(&str, &str); 10] = [
    ("Größe Qualitätszirkel", "gute-praxis/qualitaetszirkel"),
    ("was gehört in den Jahresbericht", "wie-mache-ich/jahresbericht-schreiben"),
    ("Beschluss ohne Sitzung", "wie-mache-ich/im-umlauf-beschliessen"),
    ("wer macht mit", "wie-mache-ich/partner-finden"),
    ("wer sieht meinen Entwurf", "hilfe"),
    ("gute Kennzahl", "standards/st-b3-anforderungen-an-kennzahlen"),
    ("externe Beratung", "gute-praxis/externe-beratung"),
    ("Nachfolge Übergabe", "wie-mache-ich/aufgaben-uebergeben"),
    ("Mittelwert Zielerreichung", "kennzahlen/durchschnittliche-zielerreichung"),
    ("Evaluation Fallmanagement 2014", "projekte/fallmanagement-eh"),
];

#[test]
fn questions_of_the_first_day_are_answered_with_one_search() {
    let app = TestApp::start_with(Seed::Full);
    let mut kai = app.person("kai", &[]);
    let mut mara = app.person("mara", &["editor@pankow"]);

    for (question, page) in CASE_WORKER {
        find(&mut kai, question, page);
    }
    for (question, page) in QUALITY_OFFICER {
        find(&mut mara, question, page);
    }
}

/// Asks until the page stands among the first hits; the index follows a little later.
fn find(visitor: &mut Visitor, question: &str, page: &str) {
    let words: String = form_urlencoded::byte_serialize(question.as_bytes()).collect();
    let wanted = format!("/wiki/gesamtstadt/{page}");
    let began = Instant::now();
    loop {
        let found = hits(&visitor.get(&format!("/search?q={words}")));
        if found.iter().take(FIRST).any(|it| *it == wanted) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{question}: {found:?}");
        std::thread::yield_now();
    }
}

/// The pages a search names, each once, in their order.
fn hits(answer: &Answer) -> Vec<String> {
    let results = answer.body.split_once("<main").map_or("", |(_, results)| results);
    let mut pages: Vec<String> = Vec::new();
    for link in results.split("href=\"/wiki/").skip(1) {
        let address: String =
            link.chars().take_while(|it| !matches!(it, '"' | '#' | '?')).collect();
        let page = format!("/wiki/{address}");
        if !pages.contains(&page) {
            pages.push(page);
        }
    }
    pages
}
