//! The form of a page, made from its kind: every field with its label, help, value and problem.
//! Reads nothing and saves nothing, see `write`.

use serde_json::Value;

use super::view::{
    ChoiceOption, Control, FormField, FormRow, FormSection, Item, Missing, ProblemLine, Width,
};
use super::words;
use crate::kinds::{
    Column, Declaration, Demand, Field, FieldType, Fields, Problem, ROW_ID, Role, as_typed,
    is_empty,
};
use crate::pages::Outlook;
use crate::texts::{self, Lang};

/// At most this many fields stand open (product.md 8), the title among them.
const FIRST_MAX: usize = 7;
/// Fields of a row that stand open; a task costs a line.
const ROW_FIRST_MAX: usize = 5;
/// Longer texts get a box instead of a line.
const LINE_CHARS_MAX: usize = 160;

/// What a form is filled with.
pub struct Filled<'a> {
    /// What declares the fields: a kind or a record set.
    pub kind: &'a Declaration,
    /// The values.
    pub fields: &'a Fields,
    /// What is wrong with them.
    pub problems: &'a [Problem],
    /// The language of the words.
    pub lang: Lang,
    /// Today in Berlin, `YYYY-MM-DD`: entries of registers end by the day.
    pub today: &'a str,
    /// The table a row was just added to, moved in or taken from.
    pub touched: Option<&'a str>,
}

impl Filled<'_> {
    /// The fields that stand open at first, after title and whatever else the page asks.
    pub fn first(&self, already: usize) -> Vec<FormField> {
        self.first_fields(already).map(|it| self.field(it)).collect()
    }

    /// All other fields in their sections; a section with a problem or a touched table is open.
    pub fn sections(&self, already: usize) -> Vec<FormSection> {
        let first: Vec<&str> = self.first_fields(already).map(|it| it.id.as_str()).collect();
        let sections = self.kind.sections.iter().map(|section| {
            let fields: Vec<&Field> = self
                .kind
                .fields_in(&section.id)
                .filter(|it| !first.contains(&it.id.as_str()) && !is_seed_only(it))
                .collect();
            let is_filled = |it: &&&Field| !is_empty(self.fields.get(&it.id));
            FormSection {
                id: section.id.clone(),
                label: section.label.get(self.lang.code()).to_owned(),
                filled: fields.iter().filter(is_filled).count() as u64,
                open: fields.iter().any(|it| self.is_open(it)),
                fields: fields.into_iter().map(|it| self.field(it)).collect(),
            }
        });
        sections.filter(|it| !it.fields.is_empty()).collect()
    }

    /// The fields of a form without sections: a few at first, and the rest.
    pub fn row(&self) -> (Vec<FormField>, Vec<FormField>) {
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for field in &self.kind.fields {
            let is_first = field.required || first.len() < ROW_FIRST_MAX || self.is_open(field);
            if is_first { first.push(self.field(field)) } else { rest.push(self.field(field)) }
        }
        (first, rest)
    }

    fn first_fields(&self, already: usize) -> impl Iterator<Item = &Field> {
        let room = FIRST_MAX.saturating_sub(already);
        self.kind.fields.iter().filter(|it| it.first && !is_seed_only(it)).take(room)
    }

    fn is_open(&self, field: &Field) -> bool {
        let has_problem = self.problems.iter().any(|it| it.top_field() == Some(field.id.as_str()));
        has_problem || self.touched == Some(field.id.as_str())
    }

    fn field(&self, field: &Field) -> FormField {
        let value = self.fields.get(&field.id);
        let control = match (&field.r#type, value) {
            (FieldType::Table(columns), value) => self.table(field, columns, value),
            (field_type, value) => {
                let control = self.control(field_type, field.limits.chars_max, value);
                if field.required { without_no_answer(control) } else { control }
            }
        };
        FormField {
            id: anchor(&field.id),
            name: format!("f.{}", field.id),
            label: field.label.get(self.lang.code()).to_owned(),
            help: Some(field.help.get(self.lang.code()).to_owned()).filter(|it| !it.is_empty()),
            required: field.required,
            problem: self.problem(&field.id),
            control,
        }
    }

    fn table(&self, field: &Field, columns: &[Column], value: Option<&Value>) -> Control {
        let rows = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let may_add = field.limits.items_max.is_none_or(|max| rows.len() < max);
        let rows = rows.iter().enumerate().map(|(index, row)| FormRow {
            id: row.get(ROW_ID).and_then(Value::as_str).unwrap_or_default().to_owned(),
            cells: columns.iter().map(|it| self.cell(field, index, it, row)).collect(),
        });
        Control::Table { field: field.id.clone(), rows: rows.collect(), may_add }
    }

    fn cell(&self, field: &Field, index: usize, column: &Column, row: &Value) -> FormField {
        let path = format!("{}.{index}.{}", field.id, column.id);
        FormField {
            id: anchor(&path),
            name: format!("f.{path}"),
            label: column.label.get(self.lang.code()).to_owned(),
            help: Some(column.help.get(self.lang.code()).to_owned()).filter(|it| !it.is_empty()),
            required: false,
            problem: self.problem(&path),
            control: self.control(&column.r#type, column.limits.chars_max, row.get(&column.id)),
        }
    }

    fn control(
        &self,
        field_type: &FieldType,
        chars_max: Option<usize>,
        value: Option<&Value>,
    ) -> Control {
        let text = text_of(value);
        match field_type {
            FieldType::Text if chars_max.is_some_and(|max| max > LINE_CHARS_MAX) => {
                Control::Text { value: text, rows: 3 }
            }
            FieldType::Text | FieldType::Person | FieldType::File | FieldType::Table(_) => {
                let width = match chars_max {
                    Some(max) if max <= 40 => Width::Short,
                    Some(max) if max <= 80 => Width::Medium,
                    _ => Width::Full,
                };
                Control::Line { value: text, width, suggestions: Vec::new() }
            }
            FieldType::Url => Control::Url { value: text },
            FieldType::Number => Control::Number { value: text },
            FieldType::Date => Control::Date { value: text },
            FieldType::Markdown => Control::Markdown { value: text, rows: 6 },
            FieldType::Pages { .. } | FieldType::Tags | FieldType::Lines => {
                let rows = text.lines().count().clamp(2, 10) as u64;
                Control::Lines { value: text, rows }
            }
            FieldType::YesNo => Control::Choice { options: self.yes_no(value) },
            FieldType::Choice(list) | FieldType::District(list) => {
                let held = held(value);
                let mut options = vec![self.no_answer(held.is_empty())];
                options.extend(list.offered(&held, self.today).map(|it| self.option(it, &held)));
                options.extend(strays(list, &held));
                Control::Choice { options }
            }
            FieldType::Choices(list) | FieldType::Districts(list) => {
                let held = held(value);
                let mut options: Vec<_> =
                    list.offered(&held, self.today).map(|it| self.option(it, &held)).collect();
                options.extend(strays(list, &held));
                Control::Choices { options }
            }
        }
    }

    fn option(&self, choice: &crate::kinds::Choice, held: &[&str]) -> ChoiceOption {
        ChoiceOption {
            value: choice.id.clone(),
            label: choice.label.get(self.lang.code()).to_owned(),
            hint: None,
            chosen: held.contains(&choice.id.as_str()),
        }
    }

    fn no_answer(&self, chosen: bool) -> ChoiceOption {
        let label = texts::say(self.lang, "no-answer", &[]);
        ChoiceOption { value: String::new(), label, hint: None, chosen }
    }

    fn yes_no(&self, value: Option<&Value>) -> Vec<ChoiceOption> {
        let now = value.and_then(Value::as_bool);
        let option = |id: &str, word: &str, chosen| ChoiceOption {
            value: id.to_owned(),
            label: texts::say(self.lang, word, &[]),
            hint: None,
            chosen,
        };
        vec![
            self.no_answer(now.is_none()),
            option("ja", "yes", now == Some(true)),
            option("nein", "no", now == Some(false)),
        ]
    }

    fn problem(&self, path: &str) -> Option<String> {
        let problem = self.problems.iter().find(|it| it.field.as_deref() == Some(path))?;
        Some(words::problem(self.lang, problem))
    }
}

/// The problems as the summary on top of a form lists them.
pub fn problem_lines(kind: &Declaration, problems: &[Problem], lang: Lang) -> Vec<ProblemLine> {
    let lines = problems.iter().map(|problem| ProblemLine {
        href: problem.field.as_ref().map(|it| format!("#{}", anchor(it))),
        label: problem.top_field().map(|it| label_of(kind, it, lang)),
        text: words::problem(lang, problem),
    });
    lines.collect()
}

/// "Was noch fehlt (n von m)": what the status ahead asks for, each open thing with the address
/// where it is mended; `href` makes it from the id of a field.
pub fn missing(
    kind: &Declaration,
    outlook: &Outlook,
    lang: Lang,
    href: impl Fn(&str) -> String,
) -> Option<Missing> {
    if outlook.demands.is_empty() {
        return None;
    }
    let label = |demand: &Demand| match (&demand.field, &demand.message) {
        (Some(field), _) => label_of(kind, field, lang),
        (None, Some(message)) => message.get(lang.code()).to_owned(),
        (None, None) => String::new(),
    };
    let open = outlook.open().map(|demand| {
        // A rule says in its own words what it wants; a field is asked for by its name.
        let text = demand.message.as_ref().map(|it| it.get(lang.code()).to_owned());
        let text = text.unwrap_or_else(|| label(demand));
        match &demand.field {
            Some(field) => Item::link(text, href(field)),
            None => Item::text(text),
        }
    });
    Some(Missing {
        open: open.collect(),
        done: outlook.demands.iter().filter(|it| it.is_met).map(label).collect(),
    })
}

/// What is only to be said, never in the way.
pub fn hints(
    kind: &Declaration,
    outlook: &Outlook,
    lang: Lang,
    href: impl Fn(&str) -> String,
) -> Vec<Item> {
    let hints = outlook.hints.iter().map(|hint| {
        let text = words::problem(lang, &words::of_rule(hint.clone(), lang));
        match hint.problem.top_field().filter(|it| kind.field(it).is_some()) {
            Some(field) => Item::link(text, href(field)),
            None => Item::text(text),
        }
    });
    hints.collect()
}

/// The values of a page as its form would send them, to be carried along unseen.
pub fn pairs(kind: &Declaration, fields: &Fields) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for field in kind.fields.iter().filter(|it| !is_seed_only(it)) {
        let name = format!("f.{}", field.id);
        let value = fields.get(&field.id);
        match &field.r#type {
            FieldType::Table(columns) => {
                // The bare name says that the field was there, even when nothing is left in it.
                pairs.push((name.clone(), String::new()));
                let rows = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                for (index, row) in rows.iter().enumerate() {
                    let id = row.get(ROW_ID).and_then(Value::as_str).unwrap_or_default();
                    pairs.push((format!("{name}.{index}.{ROW_ID}"), id.to_owned()));
                    for column in columns {
                        let cell = format!("{name}.{index}.{}", column.id);
                        pairs.extend(sent(&column.r#type, cell, row.get(&column.id)));
                    }
                }
            }
            field_type => pairs.extend(sent(field_type, name, value)),
        }
    }
    pairs
}

fn sent(field_type: &FieldType, name: String, value: Option<&Value>) -> Vec<(String, String)> {
    match field_type {
        FieldType::Choices(_) | FieldType::Districts(_) => {
            let held = held(value).into_iter().map(str::to_owned);
            std::iter::once(String::new()).chain(held).map(|it| (name.clone(), it)).collect()
        }
        FieldType::YesNo => match value.and_then(Value::as_bool) {
            Some(true) => vec![(name, "ja".to_owned())],
            Some(false) => vec![(name, "nein".to_owned())],
            None => vec![(name, String::new())],
        },
        _ => vec![(name, text_of(value))],
    }
}

/// The word of a field, or of one of the values every page has.
pub fn label_of(kind: &Declaration, field: &str, lang: Lang) -> String {
    match kind.field(field) {
        Some(field) => field.label.get(lang.code()).to_owned(),
        None => texts::say(lang, &format!("field-{}", field.replace('_', "-")), &[]),
    }
}

/// The anchor of the input with this path.
pub fn anchor(path: &str) -> String {
    FormField::id_of(path)
}

/// Fields only the seed fills; people never see them in a form, and saving keeps them.
pub fn is_seed_only(field: &Field) -> bool {
    matches!(field.role, Some(Role::Honesty | Role::Seed))
}

/// Where an answer is needed, none is not offered.
fn without_no_answer(control: Control) -> Control {
    match control {
        Control::Choice { mut options } => {
            options.retain(|it| !it.value.is_empty());
            Control::Choice { options }
        }
        other => other,
    }
}

fn held(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Values the list no longer knows stay chosen, or saving would drop them unseen.
fn strays(list: &crate::kinds::ChoiceList, held: &[&str]) -> Vec<ChoiceOption> {
    let unknown = held.iter().filter(|id| list.get(id).is_none());
    let options = unknown.map(|id| ChoiceOption {
        value: (*id).to_owned(),
        label: (*id).to_owned(),
        hint: None,
        chosen: true,
    });
    options.collect()
}

/// What a person would type to get the value, so that an untouched form changes nothing.
fn text_of(value: Option<&Value>) -> String {
    value.map(as_typed).unwrap_or_default()
}
