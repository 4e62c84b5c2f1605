//! What people in an office type, and what must stand among the first three hits on the full seed.
//! Deliberately not here: how search ranks in general, and questions in whole sentences.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use qm_wiki::config::Seed;
use url::form_urlencoded;

use crate::app::{Answer, TestApp, Visitor};

/// Among so many pages one of those expected stands.
const FIRST: usize = 3;
/// How long the index of a first start may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The words, and the pages of which one must stand in front, by their number in the inventory.
const QUERIES: [(&str, &str); 35] = [
    ("QMB", "G083"),
    ("IAP", "G063"),
    ("aHzP", "G042"),
    ("EH", "G052"),
    ("CAF EFQM", "G002 G008"),
    ("Qualitaetszirkel", "GP14 G091"),
    ("Qualitätszirkeln", "GP14 G091"),
    ("Hilfepläne fortschreiben", "GP41"),
    ("Arbeitsbuendnis herstellen", "ST-F1 G148"),
    ("Intake", "ST-F1 G149"),
    ("Mindeststandarts", "G017"),
    ("Supervison", "GP38 G170"),
    ("Beschwerde", "GP13 ST-B4 G046"),
    ("Mitarbeiterbefragung", "GP12"),
    ("Kundenzufriedenheit", "KZ05 G015"),
    ("Potentialqualität", "G019"),
    ("Koproduktion", "G014"),
    ("qcheck", "GP10 G082"),
    ("Ist Soll Vergleich", "GP05 G064"),
    ("was und wie", "SE07 G119"),
    ("Stakeholder", "GP02 G010 G098"),
    ("Zielkonflikt Dokumentationspflichten", "SE07"),
    ("Zielvereinbarung", "G109 G153"),
    ("Säule 2", "HP03 G102"),
    ("bezirksübergreifende Projekte", "HP03 G102"),
    ("Best Practice teilen", "HP19 G060"),
    ("Kennziffern", "G065"),
    ("Geschäftsprozeßanalyse", "GP05 G058"),
    ("Casemanagement", "G146"),
    ("Angebotslücke", "GP40 KZ08"),
    ("Fehlerkultur", "G055"),
    ("§ 36 SGB VIII", "SE09 GP24 ST-E6 G154"),
    ("Schnittstelle Leistungserbringer", "ST-E6 GP24 PR19 G031"),
    ("Wiedervorlage überfällig", "HP22 G103"),
    ("hören zu schauen hin sprechen an", "HP01 HP21 PR04 SE01 G089"),
];

#[test]
fn office_queries_are_answered_among_the_first_three() {
    let app = TestApp::start_with(Seed::Full);
    let mut kai = app.person("kai", &[]);
    let inventory = inventory();
    let began = Instant::now();

    let mut missed = Vec::new();
    for (words, pages) in QUERIES {
        let expected: Vec<&String> =
            pages.split(' ').filter_map(|it| inventory.get(it)).flatten().collect();
        assert!(!expected.is_empty(), "{words}: {pages} is not in the seed");
        loop {
            let found = first_hits(&mut kai, words);
            if found.iter().any(|hit| expected.iter().any(|it| is_page(hit, it))) {
                break;
            }
            if began.elapsed() > PATIENCE {
                missed.push(format!("{words}: {found:?}"));
                break;
            }
            std::thread::yield_now();
        }
    }

    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_section_of_a_law_finds_every_page_that_cites_it() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let roman = anna.write("mitte", "page", "Alpha", "Siehe § 35a Abs. 1 SGB XII zur Frage.");
    let arabic = anna.write("mitte", "page", "Beta", "Nach SGB 12 § 35a ist es so.");
    let other = anna.write("mitte", "page", "Gamma", "Nach § 35b SGB XII ist es anders.");

    for words in ["§ 35a SGB XII", "35a SGB 12", "sgb xii 35a"] {
        anna.search_until(words, &roman);
        anna.search_until(words, &arabic);
        anna.search_until(words, &other);
        let hits = first_hits(&mut anna, words);
        assert_eq!(hits.iter().position(|it| *it == other), Some(2), "{words}: {hits:?}");
    }
}

#[test]
fn both_genders_parts_and_hyphens_make_no_difference() {
    let app = TestApp::start();
    let mut anna = app.person("anna", &["editor@mitte"]);
    let page = anna.write(
        "mitte",
        "page",
        "Q-Check",
        "Die Nutzer/inne/n der Säule II füllen Verbrauchsgüterkaufformulare aus.",
    );

    for words in ["Nutzerinnen", "Nutzer:innen", "Nutzer", "qcheck", "Q Check", "Säule 2"] {
        anna.search_until(words, &page);
    }
    anna.search_until("Formular Verbrauch", &page);
}

#[test]
fn a_page_every_site_must_have_stands_behind_one_about_the_words() {
    let app = TestApp::start_with(Seed::Full);
    let mut kai = app.person("kai", &[]);
    kai.search_until("Impressum", "/wiki/gesamtstadt/impressum");

    let hits = first_hits(&mut kai, "verantwortlich");
    assert!(!hits.iter().any(|it| it.ends_with("/impressum")), "{hits:?}");
}

fn is_page(address: &str, slug: &str) -> bool {
    address.rsplit('/').next() == Some(slug)
}

/// The slugs of the seed pages by their number in the inventory.
fn inventory() -> HashMap<String, Vec<String>> {
    let mut inventory: HashMap<String, Vec<String>> = HashMap::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content-seed");
    for file in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if file.path().extension().is_none_or(|it| it != "md") {
            continue;
        }
        let text = std::fs::read_to_string(file.path()).unwrap();
        let value = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
        if let Some(number) = value("seed_ref: ") {
            let stem = file.path().file_stem().and_then(|it| it.to_str()).unwrap();
            let slug = value("slug: ").unwrap_or(stem);
            inventory.entry(number.to_owned()).or_default().push(slug.to_owned());
        }
    }
    inventory
}

fn first_hits(visitor: &mut Visitor, words: &str) -> Vec<String> {
    let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let mut hits = hits(&visitor.get(&format!("/search?q={words}")));
    hits.truncate(FIRST);
    hits
}

/// The pages found, each once, in their order; what else the page links to is no hit.
fn hits(answer: &Answer) -> Vec<String> {
    let results = answer.body.split_once("id=\"h-treffer\"").map_or("", |(_, results)| results);
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
