//! A kind of page as its file declares it: fields, sections, life cycle, and what a status asks for.
//! Holds no values of any page and does not read files.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::Fields;
use super::Problem;
use super::Rule;

/// A word in the two languages of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Label {
    /// German, the first language.
    pub de: String,
    /// English.
    pub en: String,
}

impl Label {
    /// The word in the language with this code; German for any code but `en`, and where English is
    /// missing.
    pub fn get(&self, lang: &str) -> &str {
        if lang == "en" && !self.en.is_empty() { &self.en } else { &self.de }
    }
}

/// Who makes a change visible to readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Publish {
    /// A saved change is live at once.
    AtOnce,
    /// A change of a released page waits for approval.
    Approval,
}

/// Where the statuses of a kind come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeCycle {
    /// The one all approved pages share.
    Page,
    /// The kind brings its own statuses.
    Own,
    /// Pages of this kind have no status.
    None,
}

/// One status of a life cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The id, kept for good.
    pub id: String,
    /// Its word.
    pub label: Label,
    /// How much it asks for: a field required from a status is required from this rank on.
    pub rank: u32,
    /// Whether the life of a page ends here (repealed, archived). An end asks for nothing but the
    /// fields required exactly from it, so that nothing keeps a page from being laid to rest.
    pub end: bool,
}

/// One value of a list of choices, or one entry of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The id, kept for good.
    pub id: String,
    /// Its word.
    pub label: Label,
    /// No longer offered; where it is in use it stays.
    pub retired: bool,
    /// The last day it is offered (`YYYY-MM-DD`), for registers.
    pub valid_until: Option<String>,
    /// Other spellings taken when reading: abbreviation, official number, former ids.
    pub also: Vec<String>,
    /// What else its file says about it, by key.
    pub extra: Fields,
}

impl Choice {
    /// Whether it may be chosen anew on a day (`YYYY-MM-DD`).
    pub fn is_offered(&self, today: &str) -> bool {
        !self.retired && self.valid_until.as_deref().is_none_or(|last| today <= last)
    }
}

/// The choices a field offers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChoiceList {
    /// The name of the list or register.
    pub list: String,
    /// Whether it is a register, which an office changes itself.
    pub register: bool,
    /// The choices in the order shown.
    pub items: Arc<[Choice]>,
}

impl ChoiceList {
    /// The choice with this id.
    pub fn get(&self, id: &str) -> Option<&Choice> {
        self.items.iter().find(|choice| choice.id == id)
    }

    /// The word for an id in the language with this code; the id itself where the list does not
    /// know it.
    pub fn label<'a>(&'a self, id: &'a str, lang: &str) -> &'a str {
        self.get(id).map_or(id, |choice| choice.label.get(lang))
    }

    /// The choices to offer in a form on a day (`YYYY-MM-DD`): those in use then, and whatever the
    /// page already holds.
    pub fn offered<'a>(
        &'a self,
        held: &'a [&'a str],
        today: &'a str,
    ) -> impl Iterator<Item = &'a Choice> {
        let is_held = |choice: &Choice| held.contains(&choice.id.as_str());
        self.items.iter().filter(move |choice| choice.is_offered(today) || is_held(choice))
    }
}

/// What sort of value a field holds, with what belongs to that sort alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line of text.
    Text,
    /// Markdown.
    Markdown,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// One of a list.
    Choice(ChoiceList),
    /// Some of a list.
    Choices(ChoiceList),
    /// A person, unit or function, by name.
    Person,
    /// One district.
    District(ChoiceList),
    /// Some districts.
    Districts(ChoiceList),
    /// Other pages, by title, code or slug.
    Pages {
        /// The ids of the kinds that may be meant; empty means any.
        kinds: Vec<String>,
    },
    /// Free keywords.
    Tags,
    /// Short texts, one per line.
    Lines,
    /// A web or mail address.
    Url,
    /// A file of the wiki, by id.
    File,
    /// Rows with columns.
    Table(Vec<Column>),
}

impl FieldType {
    /// The name of the type as kind files write it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Number => "number",
            Self::Date => "date",
            Self::YesNo => "yes_no",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::Person => "person",
            Self::District(_) => "district",
            Self::Districts(_) => "districts",
            Self::Pages { .. } => "pages",
            Self::Tags => "tags",
            Self::Lines => "lines",
            Self::Url => "url",
            Self::File => "file",
            Self::Table(_) => "table",
        }
    }

    /// The choices this type offers, if it offers any.
    pub fn choices(&self) -> Option<&ChoiceList> {
        match self {
            Self::Choice(list)
            | Self::Choices(list)
            | Self::District(list)
            | Self::Districts(list) => Some(list),
            _ => None,
        }
    }

    /// The columns of a table; none for every other type.
    pub fn columns(&self) -> &[Column] {
        match self {
            Self::Table(columns) => columns,
            _ => &[],
        }
    }

    /// Whether a value is a list of texts.
    pub fn is_list(&self) -> bool {
        matches!(
            self,
            Self::Choices(_) | Self::Districts(_) | Self::Pages { .. } | Self::Tags | Self::Lines
        )
    }
}

/// How long and how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// The most characters of a text; of each line for lines.
    pub chars_max: Option<usize>,
    /// The least entries of a list or rows of a table, once the field is required.
    pub items_min: Option<usize>,
    /// The most entries of a list or rows of a table.
    pub items_max: Option<usize>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// The id, kept for good.
    pub id: String,
    /// What it holds; never a table.
    pub r#type: FieldType,
    /// Its word.
    pub label: Label,
    /// One sentence of help.
    pub help: Label,
    /// Whether a row without it is incomplete.
    pub required: bool,
    /// How long and how many.
    pub limits: Limits,
    /// Former ids, still taken when reading.
    pub was: Vec<String>,
}

/// One field of a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// The id, kept for good.
    pub id: String,
    /// The section of the form it stands in.
    pub section: String,
    /// What it holds.
    pub r#type: FieldType,
    /// Its word.
    pub label: Label,
    /// One sentence of help.
    pub help: Label,
    /// The source that asks for it.
    pub source: Option<String>,
    /// The status from which on it must be filled.
    pub required_from: Option<String>,
    /// How long and how many.
    pub limits: Limits,
    /// The value of a new page, in canonical form.
    pub default: Option<Value>,
    /// Whether search offers it as a facet and lists as a filter.
    pub facet: bool,
    /// Whether lists show it as a column.
    pub column: bool,
    /// Its weight in search; 0 is not searched.
    pub weight: f32,
    /// Whether the form shows it at first.
    pub first: bool,
    /// Former ids, still taken when reading.
    pub was: Vec<String>,
    /// Whether it was taken over from the common fields.
    pub common: bool,
}

impl Field {
    /// The columns of a table; none for every other type.
    pub fn columns(&self) -> &[Column] {
        self.r#type.columns()
    }

    /// The column of a table with this id.
    pub fn table_column(&self, id: &str) -> Option<&Column> {
        self.columns().iter().find(|column| column.id == id)
    }
}

/// A group of fields in the form and on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The id.
    pub id: String,
    /// The heading.
    pub label: Label,
}

/// A kind of page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kind {
    /// The id, kept for good.
    pub id: String,
    /// The word for one.
    pub label: Label,
    /// The word for several.
    pub plural: Label,
    /// One sentence shown where a new page is begun.
    pub hint: Label,
    /// Its place among the kinds; smaller comes first.
    pub order: i64,
    /// Where its statuses come from.
    pub life_cycle: LifeCycle,
    /// Who makes a change visible.
    pub publish: Publish,
    /// The named capabilities it switches on.
    pub capabilities: Vec<String>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The fields in order.
    pub fields: Vec<Field>,
    /// The statuses in order.
    pub statuses: Vec<Status>,
    /// The rules beyond single fields.
    pub rules: Vec<Rule>,
}

/// What a status asks for and what of it is not there yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing<'k> {
    /// The fields still empty, in order.
    pub missing: Vec<&'k Field>,
    /// How many fields the status asks for.
    pub required: usize,
}

impl Kind {
    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// How a problem's place is called: `Aussagen · 3 · Aussage` for `statements.2.text`; the path
    /// itself where the kind does not know it.
    pub fn path_label(&self, path: &str, lang: &str) -> String {
        let mut parts = path.split('.');
        let Some(field) = parts.next().and_then(|id| self.field(id)) else {
            return path.to_owned();
        };
        let mut label = field.label.get(lang).to_owned();
        for part in parts {
            label.push_str(" · ");
            match (field.table_column(part), part.parse::<usize>()) {
                (Some(column), _) => label.push_str(column.label.get(lang)),
                (None, Ok(row)) => label.push_str(&row.saturating_add(1).to_string()),
                (None, Err(_)) => label.push_str(part),
            }
        }
        label
    }

    /// A problem with the labels it speaks of in the language with this code; they come in German.
    #[must_use]
    pub fn in_language(&self, problem: &Problem, lang: &str) -> Problem {
        let mut problem = problem.clone();
        let place = |path: &String| self.path_label(path, lang);
        if let (Some(label), Some(field)) = (problem.args.get_mut("label"), &problem.field) {
            *label = place(field);
        }
        if let Some(other) = problem.args.get("other_field").map(place) {
            problem.args.insert("other".to_owned(), other);
        }
        problem
    }

    /// The fields of a section, in order.
    pub fn fields_in<'k>(&'k self, section: &'k str) -> impl Iterator<Item = &'k Field> {
        self.fields.iter().filter(move |field| field.section == section)
    }

    /// The statuses in order; none for a kind without a life cycle.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// The status with this id.
    pub fn status(&self, id: &str) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// The id of the status a new page begins with; none for a kind without a life cycle.
    pub fn first_status(&self) -> Option<&str> {
        self.statuses.first().map(|status| status.id.as_str())
    }

    /// Whether `field` must be filled in `status`. A status nobody knows asks for nothing.
    pub fn requires(&self, field: &Field, status: &str) -> bool {
        field.required_from.as_deref().is_some_and(|from| self.has_reached(status, from))
    }

    /// Whether a page in `status` has come as far as `from`.
    pub fn has_reached(&self, status: &str, from: &str) -> bool {
        let (Some(now), Some(from)) = (self.status(status), self.status(from)) else {
            return false;
        };
        if now.end || from.end {
            return now.id == from.id;
        }
        now.rank >= from.rank
    }

    /// "Was noch fehlt (3 von 9)": which of the fields required in `status` are empty.
    pub fn missing_for(&self, status: &str, fields: &Fields) -> Missing<'_> {
        let required: Vec<_> =
            self.fields.iter().filter(|field| self.requires(field, status)).collect();
        let count = required.len();
        let missing =
            required.into_iter().filter(|field| is_empty(fields.get(&field.id))).collect();
        Missing { missing, required: count }
    }

    /// The values a new page begins with.
    pub fn defaults(&self) -> Fields {
        self.fields
            .iter()
            .filter_map(|field| Some((field.id.clone(), field.default.clone()?)))
            .collect()
    }
}

/// Whether a value counts as not filled.
pub fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(cells)) => cells.is_empty(),
        Some(Value::Bool(_) | Value::Number(_)) => false,
    }
}

/// The statuses of the life cycle that approved pages share.
pub fn page_statuses() -> Vec<Status> {
    const STEPS: [(&str, &str, &str, u32, End); 8] = [
        ("entwurf", "Entwurf", "Draft", 0, End::No),
        ("in_abstimmung", "In Abstimmung", "In consultation", 1, End::No),
        ("freigegeben", "Freigegeben", "Released", 2, End::No),
        ("in_ueberpruefung", "In Überprüfung", "Under review", 3, End::No),
        ("abgeloest", "Abgelöst", "Superseded", 4, End::Yes),
        ("ausser_kraft", "Außer Kraft", "Repealed", 5, End::Yes),
        ("fachliche_grundlage", "Fachliche Grundlage", "Source text", 6, End::Yes),
        ("archiviert", "Archiviert", "Archived", 7, End::Yes),
    ];
    STEPS
        .iter()
        .map(|(id, de, en, rank, end)| Status {
            id: (*id).to_owned(),
            label: Label { de: (*de).to_owned(), en: (*en).to_owned() },
            rank: *rank,
            end: *end == End::Yes,
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use crate::kinds::Problem;
    use crate::kinds::samples::kinds;
    use crate::kinds::samples::object;
    use crate::kinds::samples::practice;

    #[test]
    fn a_place_is_called_by_its_labels() {
        let kind = practice();
        assert_eq!(kind.path_label("summary", "en"), "Summary");
        assert_eq!(kind.path_label("statements.2.text", "de"), "Aussagen · 3 · Aussage");
        assert_eq!(kind.path_label("ghost.1", "de"), "ghost.1");
    }

    #[test]
    fn a_problem_speaks_the_language_of_the_reader() {
        let problem = Problem::at("statements.0.text", "problem-not-different")
            .with("label", "Aussagen · 1 · Aussage")
            .with("other", "Kurzfassung")
            .with("other_field", "summary");
        let english = practice().in_language(&problem, "en");
        let args = (english.args["label"].as_str(), english.args["other"].as_str());
        assert_eq!(args, ("Statements · 1 · Statement", "Summary"));
    }

    #[test]
    fn a_retired_choice_is_offered_only_where_it_is_held() {
        let kinds = kinds();
        let list = kinds.list("practice_type").unwrap();
        let offered = |held: &[&str]| list.offered(held, "2026-11-22").count();
        assert_eq!((offered(&[]), offered(&["altes"]), offered(&["ghost"])), (2, 3, 2));

        let mut choice = list.get("instrument").unwrap().clone();
        choice.valid_until = Some("2026-11-22".to_owned());
        assert!(choice.is_offered("2026-11-22") && !choice.is_offered("2026-11-23"));
    }

    #[test]
    fn a_new_page_begins_with_the_defaults() {
        let expected = object(serde_json::json!({ "practice_type": "instrument" }));
        assert_eq!(practice().defaults(), expected);
    }

    #[test]
    fn english_falls_back_to_german() {
        let label = super::Label { de: "Wort".to_owned(), en: String::new() };
        assert_eq!((label.get("en"), label.get("fr")), ("Wort", "Wort"));
    }
}
