//! Files of a site: a kind of its own in one file, files with mistakes, and what counts meanwhile.
//! Deliberately not here: reading folders and watching them.

use qm_wiki::kinds::{Files, Kinds, Query, Setting, facts, searchable};
use serde_json::json;

use crate::{files_in, parsed, shipped_files, source, told};

const TRAINING: &str = include_str!("../fixtures/kinds/site/training.toml");
const NAME: &str = "data/kinds/training.toml";

fn with_training(text: &str) -> Files {
    let mut files = shipped_files();
    files.add(NAME, text);
    files
}

#[test]
fn a_site_brings_a_kind_in_one_file() {
    let kinds = parsed(&with_training(TRAINING));
    let kind = kinds.get("training").unwrap();
    assert_eq!((kind.fields.len(), kind.rules.len()), (8, 2));
    let sets: Vec<_> = kind.records.iter().map(|set| set.id.as_str()).collect();
    assert_eq!(sets, ["comment", "booking"]);
    assert_eq!(kinds.iter().count(), parsed(&shipped_files()).iter().count() + 1);

    let values = json!({
        "summary": "Gespräche führen", "training_form": "Kurs", "starts_on": "1.3.2027",
        "places": "12", "districts": "Mitte", "programme": [{ "topic": "Einstieg", "minutes": 30 }],
    });
    let (fields, extra, problems) = kind.read_json(values.as_object().unwrap());
    assert_eq!((extra.len(), problems), (0, vec![]));
    assert_eq!(fields["training_form"], "kurs");
    assert!(facts(kind, &fields).iter().any(|fact| fact.field == "programme.topic"));
    assert!(
        searchable(kind, &fields)
            .iter()
            .any(|(id, _, text)| id == "training_form" && text == "Kurs")
    );
    assert_eq!(kind.json_schema("en")["properties"]["places"]["type"], "number");

    let (query, problems) = Query::read_block("Seitenart: Fortbildungen\nForm: Kurs", &kinds);
    assert_eq!((query.kinds.len(), query.filters.len(), problems), (1, 1, vec![]));
    let (query, problems) = Query::read_block("Einträge: Anmeldungen\nPersonen: nach 3", &kinds);
    assert_eq!((query.records.as_deref(), problems), (Some("booking"), vec![]));
}

#[test]
fn the_rules_of_a_site_bite() {
    let kinds = parsed(&with_training(TRAINING));
    let kind = kinds.get("training").unwrap();
    let values =
        json!({ "training_form": "kurs", "starts_on": "2027-03-02", "ends_on": "2027-03-01" });
    let fields = values.as_object().unwrap();
    let found = kind.gates(fields, "entwurf", "freigegeben", &Setting::default());
    let rules: Vec<_> = found.iter().filter_map(|finding| finding.rule.as_deref()).collect();
    assert_eq!(rules, ["dates", "programme-for-courses"]);
}

#[test]
fn a_wrong_file_is_told_with_its_line_and_the_last_good_copy_counts() {
    let good = with_training(TRAINING);
    let wrong = TRAINING.replace("type = \"number\"", "type = \"numeral\"");
    let line = wrong.lines().position(|line| line.contains("numeral")).unwrap() + 1;
    let mut new = with_training(&wrong);
    new.add("data/kinds/page.toml", include_str!("../../content-seed/kinds/page.toml"));
    let parsed = Kinds::parse_with_fallback(&new, &good);
    let first = &parsed.problems[0];
    assert_eq!((first.file.as_str(), first.line), (NAME, line), "{}", told(&parsed.problems));
    assert_eq!(first.args["value"], "numeral");
    assert!(parsed.kinds.get("training").unwrap().field("places").is_some());
    assert_eq!(parsed.files.get(NAME), Some(TRAINING));
    // The other new file is taken all the same.
    assert!(parsed.files.get("data/kinds/page.toml").is_some());
}

#[test]
fn a_wrong_file_without_a_good_copy_is_left_out() {
    let parsed = Kinds::parse_with_fallback(&with_training("id = "), &shipped_files());
    assert_eq!((parsed.problems.len(), parsed.files.get(NAME)), (1, None));
    assert!(parsed.kinds.get("training").is_none() && parsed.kinds.get("page").is_some());

    let mut new = shipped_files();
    new.add("data/kinds/page.toml", "id = 'page'\nlabel = 'Blatt'\ncolour = 'red'");
    let parsed = Kinds::parse_with_fallback(&new, &shipped_files());
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(parsed.kinds.get("page").unwrap().label.de, "Seite");
}

#[test]
fn a_list_that_other_files_need_does_not_vanish() {
    let good = with_training(TRAINING);
    let mut new = good.clone();
    new.add("content-seed/kinds/choices.toml", "[[other]]\nid = 'a'\nlabel = 'A'\n");
    let parsed = Kinds::parse_with_fallback(&new, &good);
    assert!(!parsed.problems.is_empty());
    assert_eq!(parsed.files, good);
    assert!(parsed.kinds.list("practice_type").is_some());
}

#[test]
fn a_site_puts_lists_fields_and_messages_on_top() {
    let mut files = shipped_files();
    files.add("data/kinds/choices.toml", "[[review_mode]]\nid = 'still'\nlabel = 'Still'\n");
    let kinds = parsed(&files);
    assert_eq!(kinds.list("review_mode").unwrap().items.len(), 1);
    assert!(kinds.list("practice_type").is_some());
}

#[test]
fn the_files_in_use_can_be_kept_and_read_again() {
    let files = with_training(TRAINING);
    let kept: Files = files.iter().collect();
    assert_eq!(kept, files);
    let folder = files_in(&source::root().join("tests/fixtures/kinds/site"));
    assert_eq!(folder.iter().count(), 1);
}
