//! A set of records: rows beside a page that have a life of their own, such as measures.
//! Declares what a row holds and who may write it; holds no rows and grants no right.

use std::ops::Deref;

use serde::Serialize;
use serde_json::Value;

use super::Alone;
use super::Declaration;
use super::Field;
use super::FieldType;
use super::Fields;
use super::Finding;
use super::Level;
use super::Others;
use super::Role;
use super::Setting;
use super::rules::missing;
use super::value::as_text;

/// Who may write the rows of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditRight {
    /// Whoever may edit the page.
    Page,
    /// Whoever works for the district the row is about.
    OwnDistrict,
    /// Whoever works in the unit the row is about.
    OwnUnit,
    /// Whoever may edit the page, and whoever the row names as responsible.
    Responsible,
    /// The members of the body.
    Member,
    /// Whoever may read the page.
    Anybody,
    /// Nobody: the program writes them as part of an act.
    System,
}

impl EditRight {
    const ALL: [(&str, Self); 7] = [
        ("page", Self::Page),
        ("own-district", Self::OwnDistrict),
        ("own-unit", Self::OwnUnit),
        ("responsible", Self::Responsible),
        ("member", Self::Member),
        ("anybody", Self::Anybody),
        ("system", Self::System),
    ];

    /// The right with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, right)| *right)
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, right)| *right == self).map_or("", |(name, _)| name)
    }
}

/// A set of records. Its statuses are the choices of its status field; those that count as done are
/// ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordSet {
    /// Its words, fields, statuses and rules.
    #[serde(flatten)]
    pub declaration: Declaration,
    /// The field of which each value has at most one row on a page.
    pub per: Option<String>,
    /// Who may write its rows.
    pub edit: EditRight,
    /// Whether rows are only ever added.
    pub append_only: bool,
    /// The field that tells open rows from closed ones.
    pub status_field: Option<String>,
    /// The values of the status field that count as done.
    pub closed: Vec<String>,
}

/// A set of records is read like its declaration: `set.fields`, `set.read_json(…)`.
impl Deref for RecordSet {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        &self.declaration
    }
}

impl RecordSet {
    /// The status of a row: the value of the status field, or its default. Empty while there is
    /// neither, and for a set whose rows have no status.
    pub fn status_of<'v>(&'v self, row: &'v Fields) -> &'v str {
        let Some(field) = self.status_field.as_deref().and_then(|id| self.field(id)) else {
            return "";
        };
        let held = row.get(&field.id).or(field.default.as_ref());
        held.and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a row is done.
    pub fn is_closed(&self, row: &Fields) -> bool {
        self.closed.iter().any(|closed| closed == self.status_of(row))
    }

    /// The value that no other row of the page may have; `None` for a set of free rows.
    pub fn key_of(&self, row: &Fields) -> Option<String> {
        row.get(self.per.as_deref()?).and_then(as_text)
    }

    /// The field that says which district a row is about.
    pub fn district_field(&self) -> Option<&Field> {
        let of_type = || self.fields.iter().filter(|field| is_district(field));
        of_type().find(|field| self.per.as_ref() == Some(&field.id)).or_else(|| of_type().next())
    }

    /// The field that says who answers for a row.
    pub fn responsible_field(&self) -> Option<&Field> {
        let person = |field: &&Field| matches!(field.r#type, FieldType::Person);
        self.with_role(Role::Owner).next().or_else(|| self.fields.iter().find(person))
    }

    /// Whether rows may be asked for, put in order and listed by what stands at this path. No list
    /// over several pages tells of the work of one person (product.md 3).
    pub fn is_open_to_questions(&self, path: &str) -> bool {
        !matches!(self.type_at(path), Some(FieldType::Person))
    }

    /// Which rules a row breaks, what it must hold and does not included: a record is no draft, so
    /// an empty required field keeps it from being saved. The status in `setting` does not count,
    /// the row has its own.
    pub fn check(&self, row: &Fields, setting: &Setting<'_>) -> Vec<Finding> {
        self.check_among(row, setting, &Alone)
    }

    /// The same, with what other rows say.
    pub fn check_among(
        &self,
        row: &Fields,
        setting: &Setting<'_>,
        others: &dyn Others,
    ) -> Vec<Finding> {
        let setting = Setting { status: self.status_of(row), ..*setting };
        let mut findings = missing(self, row, setting.status, Level::Error);
        findings.extend(self.declaration.check_among(row, &setting, others));
        findings
    }
}

fn is_district(field: &Field) -> bool {
    matches!(field.r#type, FieldType::District(_))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::Kinds;
    use crate::kinds::facts;
    use crate::kinds::form_inputs;
    use crate::kinds::merge;
    use crate::kinds::samples;
    use crate::kinds::samples::adoption;
    use crate::kinds::samples::object;
    use crate::kinds::searchable;

    fn found(row: Value) -> Vec<String> {
        let setting = Setting { today: "2026-11-22", ..Setting::default() };
        let told = |it: &Finding| {
            let rule = it.rule.as_deref().unwrap_or("required");
            format!("{:?} {rule} {}", it.level, it.problem.field.as_deref().unwrap_or_default())
        };
        adoption().check(&object(row), &setting).iter().map(told).collect()
    }

    #[test]
    fn a_record_is_no_draft() {
        assert_eq!(found(json!({})), ["Error required district", "Error required state"]);
        let steps = json!([{ "id": "a", "by": "2026-12-01" }]);
        assert_eq!(
            found(json!({ "district": "mitte", "state": "interessiert", "steps": steps })),
            ["Error required steps.0.what"]
        );
    }

    #[test]
    fn a_record_is_held_against_its_own_status() {
        let row = |state: &str| json!({ "district": "mitte", "state": state });
        assert_eq!(found(row("interessiert")), Vec::<String>::new());
        assert_eq!(found(row("uebernommen")), ["Error required since"]);
        let mut late = object(row("uebernommen"));
        late.insert("since".to_owned(), json!("2026-11-23"));
        assert_eq!(found(Value::Object(late)), ["Error not-in-the-future since"]);
    }

    #[test]
    fn open_and_closed_rows_are_told_apart() {
        let set = adoption();
        let closed = |row: Value| set.is_closed(&object(row));
        assert!(closed(json!({ "state": "uebernommen" })));
        assert!(!closed(json!({ "state": "interessiert" })) && !closed(json!({})));
        let comment = samples::kinds().record_set("comment").unwrap().clone();
        assert!(!comment.is_closed(&object(json!({ "text": "T" }))) && comment.append_only);
    }

    #[test]
    fn a_set_says_what_names_its_rows_and_who_may_write() {
        let set = adoption();
        assert_eq!(set.edit, EditRight::OwnDistrict);
        assert_eq!(set.key_of(&object(json!({ "district": "mitte" }))).as_deref(), Some("mitte"));
        assert_eq!(set.key_of(&object(json!({}))), None);
        assert_eq!(set.district_field().map(|it| it.id.as_str()), Some("district"));
        assert_eq!(set.responsible_field().map(|it| it.id.as_str()), Some("contact"));
        for (name, right) in EditRight::ALL {
            assert_eq!((EditRight::parse(name), right.name()), (Some(right), name));
        }
    }

    #[test]
    fn a_row_is_read_shown_searched_and_merged_like_a_page() {
        let set = adoption();
        let (row, extra, problems) = set.read_json(&object(json!({
            "district": "Neukölln", "state": "nutzen wir", "since": "1.2.2026", "x": 1,
        })));
        let expected =
            json!({ "district": "neukoelln", "state": "uebernommen", "since": "2026-02-01" });
        assert_eq!(Value::Object(row.clone()), expected);
        assert_eq!((extra.len(), problems.len()), (1, 1));
        assert_eq!(set.read_form(&form_inputs(&set, &row)), (row.clone(), vec![]));
        assert_eq!(facts(&set, &row).len(), 3);
        assert_eq!(searchable(&set, &row)[1].2, "Nutzen wir");
        let mine = object(json!({ "district": "neukoelln", "contact": "QMB" }));
        let merged = merge(&set, &mine, &row, &mine).unwrap();
        assert_eq!(merged["since"], "2026-02-01");
        let schema = set.json_schema("en");
        assert_eq!(schema["required"], json!(["district", "state"]));
        assert_eq!(schema["properties"]["since"]["x-required-from"], "uebernommen");
        assert_eq!(
            (&schema["x-edit"], &schema["x-per"]),
            (&json!("own-district"), &json!("district"))
        );
    }

    #[test]
    fn a_kind_carries_the_sets_it_switches_on() {
        let kinds = samples::kinds();
        let ids = |kind: &str| {
            let records = &kinds.get(kind).unwrap().records;
            records.iter().map(|set| set.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids("practice"), ["adoption", "comment"]);
        assert_eq!(ids("goal"), Vec::<String>::new());
    }

    #[test]
    fn mistakes_of_a_set_are_told_with_their_line() {
        let problems_of = |text: &str| {
            let mut files = samples::files();
            files.add("site/records.toml", text);
            let (_, problems) = Kinds::parse(&files);
            problems.iter().map(|it| format!("{} {}", it.line, it.code)).collect::<Vec<_>>()
        };
        let head = "[[record]]\nid = 'visit'\nlabel = 'Besuch'\n";
        let field = "[[record.field]]\nid = 'when'\ntype = 'date'\nlabel = 'Wann'\n";
        assert_eq!(problems_of(&format!("{head}edit = 'page'\n{field}")), Vec::<String>::new());
        assert_eq!(problems_of(&format!("{head}{field}")), ["1 problem-file-missing-key"]);
        let told = |line: &str| problems_of(&format!("{head}edit = 'page'\n{line}\n{field}"));
        assert_eq!(told("edit = 'page'"), ["5 problem-file-syntax"]);
        assert_eq!(told("per = 'ghost'"), ["5 problem-file-unknown-field"]);
        assert_eq!(told("closed = ['x']"), ["5 problem-file-unknown-value"]);
        assert_eq!(told("colour = 'red'"), ["5 problem-file-unknown-key"]);
        let first = format!("{head}edit = 'page'\n{field}first = true\n");
        assert_eq!(problems_of(&first), ["9 problem-file-unknown-key"]);
        let nobody = format!("{head}edit = 'everybody'\n{field}");
        assert_eq!(problems_of(&nobody), ["4 problem-file-unknown-value"]);
    }

    #[test]
    fn a_site_replaces_one_set_and_keeps_the_others() {
        let mut files = samples::files();
        let own = "[[record]]\nid = 'comment'\nlabel = 'Zuruf'\nedit = 'page'\n\
                   [[record.field]]\nid = 'text'\ntype = 'text'\nlabel = 'Text'\n";
        files.add("site/records.toml", own);
        let (kinds, problems) = Kinds::parse(&files);
        assert_eq!(problems, []);
        let labels: Vec<_> = kinds.record_sets().map(|set| set.label.de.clone()).collect();
        assert_eq!(labels, ["Übernahme", "Zuruf"]);
        assert_eq!(kinds.get("practice").unwrap().record_set("comment").unwrap().label.de, "Zuruf");
    }
}
