//! Values of a wiki that lives through three versions of a kind: nothing is lost on the way.
//! Deliberately not here: how the versions get onto a server.

use qm_wiki::kinds::{Extra, Fields, Kind, Kinds, Problem, Shown, front_matter};
use serde_json::{Value, json};
use std::sync::Arc;

use crate::{fixtures, parsed};

fn visit(version: &str) -> Arc<Kind> {
    parsed(&fixtures(&format!("versions/{version}"))).get("visit").unwrap().clone()
}

fn object(value: Value) -> Fields {
    value.as_object().unwrap().clone()
}

/// What a page of the first version holds.
fn written_first() -> (Fields, Extra) {
    let values = object(json!({
        "reason": "Beratung", "place": "anderswo", "results": ["geklaert", "offen"], "length": 45,
        "guest": "Kaya", "notes": [
            { "id": "n1", "what": "Begrüßung", "when": "2026-11-22" },
            { "id": "n2", "what": "Abschied" },
        ], "weather": "Regen",
    }));
    let (fields, extra, problems) = visit("1").read_json(&values);
    assert!(problems.iter().all(Problem::is_hint));
    (fields, extra)
}

/// The values after each version has taken them over from the one before.
fn after_three() -> (Fields, Extra) {
    let (fields, extra) = written_first();
    let (fields, extra) = visit("2").in_current_form(&fields, &extra);
    assert_eq!(extra, object(json!({ "length": 45, "weather": "Regen" })));
    visit("3").in_current_form(&fields, &extra)
}

#[test]
fn nothing_is_lost_over_three_versions() {
    let (fields, extra) = after_three();
    let expected = json!({
        "aim": "Beratung", "place": "aussen", "results": ["geklaert", "offen"],
        "duration": 45, "guest": ["Kaya"], "notes": [
            { "id": "n1", "on": "2026-11-22", "what": "Begrüßung" },
            { "id": "n2", "what": "Abschied" },
        ],
    });
    assert_eq!(Value::Object(fields), expected);
    assert_eq!(Value::Object(extra), json!({ "weather": "Regen" }));
}

#[test]
fn a_version_left_out_makes_no_difference() {
    let (fields, extra) = written_first();
    assert_eq!(visit("3").in_current_form(&fields, &extra), after_three());
}

#[test]
fn a_page_nobody_touched_is_exported_and_read_again() {
    let kind = visit("3");
    let (fields, extra) = after_three();
    let mut values = fields.clone();
    values.extend(extra.clone());
    let file = front_matter::write(&values, "Text");
    let (yaml, _) = front_matter::split(&file);
    let (again, beside, _) = kind.read_json(&front_matter::read(yaml.unwrap()).unwrap());
    assert_eq!((again, beside), (fields, extra));
}

#[test]
fn values_whose_choice_is_gone_stay_readable_and_can_be_saved() {
    let old = object(json!({ "place": "zuhause", "results": ["offen"] }));
    let kind = visit("3");
    let (fields, extra) = kind.in_current_form(&old, &Extra::new());
    assert_eq!((&fields, extra.len()), (&old, 0));
    let Shown::Choices(shown) = kind.field("place").unwrap().display(&fields["place"], "de") else {
        panic!("a choice is shown as one");
    };
    assert_eq!((shown[0].label.as_str(), shown[0].known), ("zuhause", false));
    let (again, problems) = kind.read_form_over(&old, &qm_wiki::kinds::form_inputs(&kind, &old));
    assert_eq!(again, old);
    assert!(problems.iter().all(Problem::is_hint), "{problems:?}");
}

#[test]
fn a_choice_that_is_taken_off_a_list_retires() {
    let after = Kinds::parse_with_fallback(&fixtures("versions/3"), &fixtures("versions/2"));
    // Both folders bring the same kinds under other names; the new one counts.
    assert_eq!(after.problems, []);
    let list = after.kinds.list("visit_place").unwrap();
    let told: Vec<_> = list.items.iter().map(|it| (it.id.as_str(), it.retired)).collect();
    assert_eq!(told, [("amt", false), ("aussen", false), ("zuhause", true)]);
    let (_, _, problems) =
        after.kinds.get("visit").unwrap().read_json(&object(json!({ "place": "zuhause" })));
    assert!(problems.iter().all(Problem::is_hint));
}
