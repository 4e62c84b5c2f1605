//! Reads the values of a page from JSON: from the programming interface or from front matter.
//! Forms are read next door; front matter becomes JSON before it comes here.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;

use super::Declaration;
use super::Extra;
use super::Field;
use super::Fields;
use super::Problem;
use super::is_empty;
use super::value::canonical;

impl Declaration {
    /// Reads all values at once. Values that do not fit stay as they came, each with a problem;
    /// keys that the kind does not know go to the extra values, each with a hint.
    ///
    /// Reading what was read before changes nothing.
    pub fn read_json(&self, values: &Map<String, Value>) -> (Fields, Extra, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut fields = Fields::new();
        let mut taken = BTreeSet::new();
        for field in &self.fields {
            if let Some((key, value)) = value_of(field, values) {
                taken.insert(key);
                if let Some(value) = field.read(value, &mut problems) {
                    fields.insert(field.id.clone(), value);
                }
            }
        }
        let mut extra = Extra::new();
        for (key, value) in values.iter().filter(|(key, _)| !taken.contains(key.as_str())) {
            problems.push(Problem::at(key, "problem-unknown-field").with("key", key));
            extra.insert(key.clone(), value.clone());
        }
        (fields, extra, problems)
    }

    /// Stored values under today's ids and in today's form, whatever version of the declaration
    /// wrote them. What today's no longer knows goes to the extra values, and what stood there
    /// comes back if a field for it has appeared since.
    pub fn in_current_form(&self, fields: &Fields, extra: &Extra) -> (Fields, Extra) {
        let mut stored = fields.clone();
        let mut beside = Extra::new();
        for (key, value) in extra {
            let map = if fields.contains_key(key) { &mut beside } else { &mut stored };
            map.insert(key.clone(), value.clone());
        }
        let (fields, mut extra, _) = self.read_json(&stored);
        extra.extend(beside);
        (fields, extra)
    }
}

impl Field {
    /// Reads one value of this field; `None` if it is empty.
    pub fn read(&self, value: &Value, problems: &mut Vec<Problem>) -> Option<Value> {
        canonical(&self.r#type, &self.limits, &self.id, value, problems)
    }
}

/// The value under the field's id, or under a former id or another spelling if there is none.
fn value_of<'v>(field: &'v Field, values: &'v Map<String, Value>) -> Option<(&'v str, &'v Value)> {
    let names = || std::iter::once(&field.id).chain(&field.was);
    let filled = names().find(|name| !is_empty(values.get(*name)));
    let name = filled.or_else(|| names().find(|name| values.contains_key(*name)));
    match name {
        Some(name) => Some((name.as_str(), values.get(name)?)),
        None => values
            .iter()
            .find(|(key, _)| is_spelling_of(key, &field.id))
            .map(|(key, value)| (key.as_str(), value)),
    }
}

/// Other wikis write `Tags` or `review-on`.
fn is_spelling_of(key: &str, id: &str) -> bool {
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b) || (b == b'_' && matches!(a, b'-' | b' '));
    key.len() == id.len() && key.bytes().zip(id.bytes()).all(|(a, b)| same(a, b))
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::kinds::blocking;
    use crate::kinds::samples::object;
    use crate::kinds::samples::practice;
    use crate::kinds::soften;

    fn read(values: Value) -> (Value, Vec<String>) {
        let (fields, extra, problems) = practice().read_json(&object(values));
        assert!(extra.is_empty());
        (Value::Object(fields), problems.iter().map(told).collect())
    }

    fn told(problem: &Problem) -> String {
        format!("{} {}", problem.field.clone().unwrap_or_default(), problem.code)
    }

    #[test]
    fn every_type_has_one_canonical_form() {
        let (fields, problems) = read(json!({
            "summary": "  Kurz  ",
            "practice_type": "Verfahrensweise",
            "problem": "# Anlass\r\n\r\nText  ",
            "dimensions": "ergebnis, Strukturqualität",
            "origin": "08",
            "districts": ["Neukölln", "mitte", "mitte"],
            "contact": "QMB Mitte",
            "quality_goals": ["[[QZ 1]]", "Termintreue"],
            "tags": "#Moderation, Qualitätszirkel; moderation",
            "risks": "erstens\n\nzweitens",
            "link": "www.berlin.de",
            "form_file": "f1",
            "effort": "1.234,50",
            "starts_on": "12.12.2026",
            "tested": "ja",
        }));
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(
            fields,
            json!({
                "summary": "Kurz",
                "practice_type": "verfahren",
                "problem": "# Anlass\n\nText",
                "dimensions": ["struktur", "ergebnis"],
                "origin": "neukoelln",
                "districts": ["mitte", "neukoelln"],
                "contact": "QMB Mitte",
                "quality_goals": ["QZ 1", "Termintreue"],
                "tags": ["Moderation", "Qualitätszirkel"],
                "risks": ["erstens", "zweitens"],
                "link": "https://www.berlin.de",
                "form_file": "f1",
                "effort": 1234.5,
                "starts_on": "2026-12-12",
                "tested": true,
            })
        );
    }

    #[test]
    fn empty_values_are_absent() {
        let (fields, problems) = read(json!({
            "summary": "  ", "tags": [], "risks": "\n\n", "effort": null, "starts_on": "",
            "statements": [{}, { "text": " " }, { "id": "a" }], "practice_type": " ",
        }));
        assert_eq!((fields, problems), (json!({}), vec![]));
    }

    #[test]
    fn what_cannot_be_understood_stays_as_typed_and_is_reported() {
        let (fields, problems) = read(json!({
            "starts_on": "morgen", "effort": "viel", "link": "javascript:x", "tested": "vielleicht",
            "practice_type": "neu", "summary": { "a": 1 }, "risks": [["x"]],
            "statements": [{ "due_on": "bald" }, [1]],
        }));
        assert_eq!(
            fields,
            json!({
                "summary": { "a": 1 }, "practice_type": "neu", "risks": [["x"]], "link": "javascript:x",
                "effort": "viel", "starts_on": "morgen", "tested": "vielleicht",
                "statements": [{ "id": fields["statements"][0]["id"], "due_on": "bald" }, [1]],
            })
        );
        let mut expected = vec![
            "summary problem-not-text",
            "practice_type problem-not-a-choice",
            "risks problem-not-a-list",
            "link problem-not-a-url",
            "effort problem-not-a-number",
            "starts_on problem-not-a-date",
            "tested problem-not-yes-or-no",
            "statements.0.due_on problem-not-a-date",
            "statements.1 problem-not-a-table",
        ];
        let mut problems = problems;
        problems.sort();
        expected.sort_unstable();
        assert_eq!(problems, expected);
    }

    #[test]
    fn limits_report_what_is_and_what_may_be() {
        let (_, _, problems) = practice().read_json(&object(json!({
            "summary": "ü".repeat(61), "dimensions": ["struktur", "prozess", "ergebnis"],
        })));
        let [long, many] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!(
            (long.code.as_str(), many.code.as_str()),
            ("problem-too-long", "problem-too-many")
        );
        assert_eq!((&*long.args["max"], &*long.args["actual"]), ("60", "61"));
        assert_eq!((&*many.args["max"], &*many.args["actual"]), ("2", "3"));
    }

    #[test]
    fn a_retired_choice_stays_with_a_hint_and_an_unknown_key_goes_to_extra() {
        let (fields, extra, problems) =
            practice().read_json(&object(json!({ "practice_type": "altes", "x_old": [1, 2] })));
        assert_eq!(fields["practice_type"], "altes");
        assert_eq!(extra["x_old"], json!([1, 2]));
        assert_eq!(problems.len(), 2);
        assert!(problems.iter().all(Problem::is_hint));
    }

    #[test]
    fn a_field_is_found_under_its_former_name() {
        assert_eq!(read(json!({ "issue": "Alt" })), (json!({ "problem": "Alt" }), vec![]));
    }

    #[test]
    fn a_field_is_found_under_the_spelling_of_another_wiki() {
        let (fields, problems) = read(json!({ "Tags": "a", "quality-goals": "QZ 1" }));
        assert_eq!(fields, json!({ "quality_goals": ["QZ 1"], "tags": ["a"] }));
        assert_eq!(problems, Vec::<String>::new());
        let both = object(json!({ "Tags": "a", "tags": "b" }));
        let (fields, extra, _) = practice().read_json(&both);
        assert_eq!((&fields["tags"], &extra["Tags"]), (&json!(["b"]), &json!("a")));
    }

    #[test]
    fn a_stored_value_that_no_longer_fits_does_not_keep_anyone_from_saving() {
        let before = object(json!({ "practice_type": "verschwunden" }));
        let (now, _, problems) = practice().read_json(&before);
        assert_eq!(blocking(&problems, &Fields::new(), &now).len(), 1);
        assert!(blocking(&problems, &before, &now).is_empty());
        let softened = soften(problems, &before, &now);
        assert!(softened.len() == 1 && softened.iter().all(Problem::is_hint));

        let form = [("f.practice_type".to_owned(), "verschwunden".to_owned())];
        let (_, problems) = practice().read_form_over(&before, &form);
        assert!(problems.len() == 1 && problems.iter().all(Problem::is_hint));
        let (_, problems) = practice().read_form(&form);
        assert!(problems.len() == 1 && problems.iter().all(Problem::blocks));
    }

    #[test]
    fn rows_get_stable_ids_from_their_content_and_keep_given_ones() {
        let rows = json!({ "statements": ["Erste", { "text": "Zweite" }, "Erste", { "id": "s9", "text": "D" }] });
        let (first, _) = read(rows.clone());
        let (second, _) = read(rows);
        assert_eq!(first, second);
        let ids: std::collections::BTreeSet<_> =
            (0..4).map(|at| first["statements"][at]["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 4);
        assert!(ids.contains("s9"));
        assert_eq!(read(first.clone()).0, first);
    }

    #[test]
    fn an_unknown_column_stays_in_its_row() {
        let (fields, problems) =
            read(json!({ "statements": [{ "id": "a", "no": 3, "text": "T" }] }));
        assert_eq!(fields["statements"], json!([{ "id": "a", "text": "T", "no": 3 }]));
        assert_eq!(problems, ["statements.0 problem-unknown-column"]);
    }

    /// Any JSON, as strange as it comes.
    pub(crate) fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            proptest::num::f64::NORMAL.prop_map(Value::from),
            "\\PC{0,20}".prop_map(Value::from),
            "[a-z0-9,.;# \n-]{0,12}".prop_map(Value::from),
            Just(Value::from("12.12.2026")),
            Just(Value::from("Mitte")),
        ];
        leaf.prop_recursive(3, 24, 5, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
                proptest::collection::vec(
                    (
                        prop_oneof![
                            "[a-z]{1,5}",
                            Just("text".to_owned()),
                            Just("id".to_owned()),
                            Just("is_minimum".to_owned()),
                            Just("basis".to_owned())
                        ],
                        inner
                    ),
                    0..5
                )
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    /// Values for the fields of the sample kind, most of them wrong.
    pub(crate) fn any_fields() -> impl Strategy<Value = Fields> {
        let ids: Vec<_> = practice().fields.iter().map(|field| field.id.clone()).collect();
        proptest::collection::vec((proptest::sample::select(ids), any_json()), 0..8)
            .prop_map(|entries| entries.into_iter().collect())
    }

    proptest! {
        #[test]
        fn reading_what_was_read_changes_nothing(values in any_fields()) {
            let kind = practice();
            let (once, _, problems) = kind.read_json(&values);
            let (twice, _, again) = kind.read_json(&once);
            prop_assert_eq!(&once, &twice);
            prop_assert_eq!(problems.len(), again.len());
        }
    }
}
