//! What a list is asked for: which pages or records, in which order, with which columns.
//! Describes the question only; whoever holds the rows answers it, for one reader and one day.

use std::fmt::Write as _;

use jiff::Span;
use jiff::civil::Date;

use super::query_words;
use super::query_words::Key;
use super::query_words::Word;

/// A question for a list. One type for the list in a text (`abfrage` block), the address of a list
/// and the programming interface. Everything left out is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Only these kinds of pages, any of them.
    pub kinds: Vec<String>,
    /// Rows of this set of records instead of pages.
    pub records: Option<String>,
    /// Only these spaces by key, any of them.
    pub spaces: Vec<String>,
    /// Only these statuses, any of them; of records: values of their status field.
    pub statuses: Vec<String>,
    /// Only what concerns one of these districts: it stands in their space or names them.
    pub districts: Vec<Wanted>,
    /// Conditions on fields; all of them must hold.
    pub filters: Vec<Filter>,
    /// In which order, the first first.
    pub sort: Vec<Sort>,
    /// Which columns to show: ids of fields or of [`PAGE_FIELDS`].
    pub columns: Vec<String>,
    /// Only how many there are.
    pub count: Count,
    /// At most so many rows.
    pub limit: Option<u32>,
    /// Lines of a block that nobody understands, as they were written, comments among them.
    pub unread: Vec<String>,
}

/// What every page has besides the fields of its kind.
pub const PAGE_FIELDS: [&str; 5] = ["title", "kind", "space", "status", "updated"];

/// What rows of a set of records have besides their own fields and [`PAGE_FIELDS`]: the page at
/// which they live. A field of the same name comes before it, as before all of these.
pub const RECORD_PAGE: &str = "page";

/// The most rows a query may ask for.
pub const ROWS_MAX: u32 = 200;

/// The most conditions a query may have.
pub const FILTERS_MAX: usize = 30;

/// The most values a condition, and names a list of columns, may have.
pub const ITEMS_MAX: usize = 100;

/// The most keys of an order.
pub const SORTS_MAX: usize = 5;

/// Whether rows are asked for or their number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Count {
    /// The rows.
    #[default]
    Rows,
    /// The number.
    Only,
}

/// A condition on one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// `maturity`, `statements.text` for a cell in any row, or one of [`PAGE_FIELDS`].
    pub field: String,
    /// What must hold of it.
    pub test: Test,
}

/// What must hold of a field. Of several entries or rows one is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// It has any of these values.
    Is(Vec<Wanted>),
    /// It is earlier or smaller.
    Before(Wanted),
    /// It is later or greater.
    After(Wanted),
    /// Its text contains this, in any case.
    Contains(String),
    /// It is empty.
    Empty,
    /// It is filled.
    Filled,
}

/// A value to compare with; some are known only when the question is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This one, in canonical form as text.
    Text(String),
    /// The district of whoever asks.
    OwnDistrict,
    /// So many days from the current day; negative lie before it.
    Today(i32),
}

/// One key of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: String,
    /// In which direction.
    pub order: SortOrder,
}

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortOrder {
    /// From the smallest, first or earliest.
    Ascending,
    /// From the greatest, last or latest.
    Descending,
}

/// Who asks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// The district of the person, if there is one.
    pub district: Option<&'a str>,
    /// The current day, `YYYY-MM-DD`.
    pub today: &'a str,
}

impl Wanted {
    /// The value for one asker. `None` if it depends on a district nobody has: nothing is like it.
    pub fn settled(&self, asker: Asker<'_>) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::OwnDistrict => asker.district.map(str::to_owned),
            Self::Today(days) => {
                let today: Date = asker.today.parse().ok()?;
                let span = Span::new().try_days(*days).ok()?;
                Some(today.checked_add(span).ok()?.to_string())
            }
        }
    }
}

impl Query {
    /// How many rows to give where `usual` is given if nobody says.
    pub fn rows(&self, usual: u32) -> u32 {
        self.limit.unwrap_or(usual).min(ROWS_MAX)
    }

    /// The block that asks this, its words in the language with this code. Reading it gives the
    /// same question.
    pub fn to_block(&self, lang: &str) -> String {
        let mut block = String::new();
        let mut line = |key: &str, value: &str| {
            // Writing into a String cannot fail.
            let _ = writeln!(block, "{key}: {value}");
        };
        // Conditions stand between what is asked for and how it is shown.
        let (asked, shown): (Vec<_>, Vec<_>) =
            self.keys().into_iter().partition(|(key, _)| !key.is_about_showing());
        for (key, words) in asked {
            line(key.word(lang), &in_block(&words, lang));
        }
        for filter in &self.filters {
            let key = format!("{}{}", query_words::field_prefix(lang), filter.field);
            line(&key, &filter.test.in_block(lang));
        }
        for (key, words) in shown {
            line(key.word(lang), &in_block(&words, lang));
        }
        for text in &self.unread {
            let _ = writeln!(block, "{text}");
        }
        block
    }

    /// The parameters of an address that asks this. There the values of one field are alternatives,
    /// and lines nobody understands are left out.
    pub fn to_params(&self) -> Vec<(String, String)> {
        let mut params = Vec::new();
        for (key, words) in self.keys() {
            let name = key.word("en");
            match key {
                Key::Sort | Key::Columns => params.push((name.to_owned(), in_block(&words, "en"))),
                _ => params.extend(words.iter().map(|it| (name.to_owned(), it.in_param()))),
            }
        }
        for filter in &self.filters {
            filter.add_params(&mut params);
        }
        params
    }

    /// The keys that are given, with their words, in the order in which they are written down.
    fn keys(&self) -> Vec<(Key, Vec<Wanted>)> {
        let texts = |words: &[String]| words.iter().cloned().map(Wanted::Text).collect();
        let count: &[String] = if self.count == Count::Only { &["ja".to_owned()] } else { &[] };
        let sort: Vec<_> = self.sort.iter().map(Sort::to_word).collect();
        let limit: Vec<_> = self.limit.iter().map(u32::to_string).collect();
        let keys: [(Key, Vec<Wanted>); 9] = [
            (Key::Kind, texts(&self.kinds)),
            (Key::Records, texts(self.records.as_slice())),
            (Key::Space, texts(&self.spaces)),
            (Key::Status, texts(&self.statuses)),
            (Key::District, self.districts.clone()),
            (Key::Sort, texts(&sort)),
            (Key::Columns, texts(&self.columns)),
            (Key::Count, texts(count)),
            (Key::Limit, texts(&limit)),
        ];
        keys.into_iter().filter(|(_, words)| !words.is_empty()).collect()
    }
}

impl Filter {
    fn add_params(&self, params: &mut Vec<(String, String)>) {
        let name = &self.field;
        let mut add = |operator: &str, value: String| {
            params.push((format!("field.{name}{operator}"), value));
        };
        match &self.test {
            Test::Is(wanted) => {
                for wanted in wanted {
                    match wanted {
                        Wanted::Text(text) => add("", text.clone()),
                        other => add(":is", other.in_param()),
                    }
                }
            }
            Test::Before(wanted) => add(":before", wanted.in_block("en")),
            Test::After(wanted) => add(":after", wanted.in_block("en")),
            Test::Contains(text) => add(":contains", text.clone()),
            Test::Empty => add(":empty", "yes".to_owned()),
            Test::Filled => add(":empty", "no".to_owned()),
        }
    }
}

impl Test {
    /// The condition as it stands in a block, its words in the language with this code.
    pub fn words(&self, lang: &str) -> String {
        self.in_block(lang)
    }

    fn in_block(&self, lang: &str) -> String {
        let with = |word: Word, value: String| format!("{} {value}", word.word(lang));
        match self {
            Self::Is(wanted) => in_block(wanted, lang),
            Self::Before(wanted) => with(Word::Before, wanted.in_block(lang)),
            Self::After(wanted) => with(Word::After, wanted.in_block(lang)),
            Self::Contains(text) => with(Word::Contains, query_words::quoted(text)),
            Self::Empty => Word::Empty.word(lang).to_owned(),
            Self::Filled => Word::Filled.word(lang).to_owned(),
        }
    }
}

impl Wanted {
    fn in_block(&self, lang: &str) -> String {
        match self {
            Self::Text(text) if query_words::is_plain(text) => text.clone(),
            Self::Text(text) => query_words::quoted(text),
            Self::OwnDistrict => Word::Mine.word(lang).to_owned(),
            Self::Today(0) => Word::Today.word(lang).to_owned(),
            Self::Today(days) => format!("{} {days:+}", Word::Today.word(lang)),
        }
    }

    /// In an address a text stands as it is.
    fn in_param(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => other.in_block("en"),
        }
    }
}

fn in_block(words: &[Wanted], lang: &str) -> String {
    words.iter().map(|it| it.in_block(lang)).collect::<Vec<_>>().join(", ")
}

impl Sort {
    /// As addresses write it: `title`, `-due_on`.
    pub fn to_word(&self) -> String {
        match self.order {
            SortOrder::Ascending => self.field.clone(),
            SortOrder::Descending => format!("-{}", self.field),
        }
    }
}
