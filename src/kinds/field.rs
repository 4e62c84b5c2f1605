//! A field as a file declares it: its type, its words, its choices and limits.
//! Holds no values of any page and does not read files.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::Fields;

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
    /// What it is called; empty where no file says it.
    pub label: Label,
    /// What it is for, in one sentence; empty where no file says it.
    pub hint: Label,
    /// Whether it is a register, which an office changes itself.
    pub register: bool,
    /// The choices in the order shown.
    pub items: Arc<[Choice]>,
}

impl ChoiceList {
    /// A list of this name without choices yet.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            list: name.into(),
            label: Label::default(),
            hint: Label::default(),
            register: false,
            items: Arc::new([]),
        }
    }

    /// The choice with this id.
    pub fn get(&self, id: &str) -> Option<&Choice> {
        self.items.iter().find(|choice| choice.id == id)
    }

    /// The choice a person means, by id, word or other spelling, in any case.
    pub fn meant(&self, typed: &str) -> Option<&Choice> {
        let wanted = typed.to_lowercase();
        let matches = |word: &str| word.to_lowercase() == wanted;
        self.get(typed).or_else(|| {
            self.items.iter().find(|choice| {
                matches(&choice.id)
                    || matches(&choice.label.de)
                    || matches(&choice.label.en)
                    || choice.also.iter().any(|other| matches(other))
            })
        })
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

/// What the program uses a field for beyond showing, searching and listing it. Code asks for the role
/// and never for the id, so that a site may name its fields as it likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Another name of the page: links find it by it.
    Name,
    /// One or two sentences that stand for the page in lists.
    Summary,
    /// The code by which papers cite the page.
    Code,
    /// The abbreviation shown beside the title.
    Abbreviation,
    /// Who keeps the page, or who answers for the record.
    Owner,
    /// Shown as a chip beside the title.
    Chip,
    /// How well founded the page is; decides about marks and is no field of the form.
    Honesty,
    /// Belongs to the seed alone; no field of the form.
    Seed,
}

impl Role {
    const ALL: [(&str, Self); 8] = [
        ("name", Self::Name),
        ("summary", Self::Summary),
        ("code", Self::Code),
        ("abbreviation", Self::Abbreviation),
        ("owner", Self::Owner),
        ("chip", Self::Chip),
        ("honesty", Self::Honesty),
        ("seed", Self::Seed),
    ];

    /// The role with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }

    /// Its name in kind files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }

    /// Whether the field stands in files of the seed only, never in a form.
    pub fn is_seed_only(self) -> bool {
        matches!(self, Self::Honesty | Self::Seed)
    }
}

/// One field of a kind or of a set of records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// The id, kept for good.
    pub id: String,
    /// The section of the form it stands in; empty for records.
    pub section: String,
    /// What it holds.
    pub r#type: FieldType,
    /// Its word.
    pub label: Label,
    /// One sentence of help.
    pub help: Label,
    /// The source that asks for it.
    pub source: Option<String>,
    /// Whether a record without it cannot be kept. Pages have none such: a draft needs no field.
    pub required: bool,
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
    /// What the program uses it for.
    pub role: Option<Role>,
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
