//! Lists as one reader sees them: which columns a question has, what stands in its cells, and the
//! lists that stand in texts. Asks `store::query` and decides no rights.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::Value as Json;
use url::form_urlencoded::Serializer;

use super::embeds::Embedding;
use super::{Links, Reading};
use crate::clock::{self, Millis};
use crate::db::Db;
use crate::error::Result;
use crate::kinds::{
    Asker, Count, Declaration, Field, FieldType, Fields, Problem, Query, RECORD_PAGE, Shown,
    parse_date,
};
use crate::markdown::{Body, ListAnswer, ListLine, ListPart, ListShown};
use crate::store::pages::page_url;
use crate::store::query::{self, Row, Scope, Window};
use crate::store::spaces::{self, Space};
use crate::texts::{self, Arg, Lang};

/// The most lists one text may show.
pub const LISTS_MAX: usize = 20;
/// How many rows a list in a text shows if its block does not say.
const ROWS: u32 = 50;
/// How many of a kind's columns a list shows if nobody says which.
const COLUMNS_MAX: usize = 4;
/// What begins the address of the list of a kind or a set of records.
const LIST: &str = "/list/";
/// The name of the list over several kinds.
pub const ALL_PAGES: &str = "pages";
/// The kind of plain pages, whose status says nothing as long as they are in force.
const PLAIN: &str = "page";

/// A question with all that is needed to show its answer.
#[derive(Clone, Copy)]
pub struct Listing<'a> {
    /// Who asks, when, and what the fields mean.
    pub scope: Scope<'a>,
    /// What is asked.
    pub query: &'a Query,
    /// All spaces.
    pub spaces: &'a [Space],
    /// The language of the reader.
    pub lang: Lang,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListColumn {
    /// The field, as questions name it.
    pub path: String,
    /// Its word.
    pub label: String,
}

/// What stands in a cell, still with its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Nothing,
    /// Short texts.
    Texts(Vec<String>),
    /// A text that leads somewhere.
    Link(ListPart),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
    /// A moment.
    Moment(Millis),
    /// Yes or no.
    YesNo(bool),
}

impl Listing<'_> {
    /// What the list is a list of, in many: `Projekte`.
    pub fn label(&self) -> String {
        match (self.set(), self.kind()) {
            (Some(set), _) => set.plural.get(self.lang.code()).to_owned(),
            (None, Some(kind)) => kind.plural.get(self.lang.code()).to_owned(),
            (None, None) => texts::say(self.lang, "lists-pages", &[]),
        }
    }

    /// One sentence on what belongs here; empty for a list over several kinds.
    pub fn hint(&self) -> String {
        let hint = self.set().or(self.kind()).map(|it| it.hint.get(self.lang.code()));
        hint.unwrap_or_default().to_owned()
    }

    /// How many there are: `1 Projekt`, `12 Projekte`.
    pub fn number_in_words(&self, count: u64) -> String {
        let one = self.set().or(self.kind()).filter(|_| count == 1);
        let label = one.map(|it| it.label.get(self.lang.code()).to_owned());
        let number = texts::number(self.lang, i64::try_from(count).unwrap_or(i64::MAX));
        format!("{number} {}", label.unwrap_or_else(|| self.label()))
    }

    /// The columns asked for, without the title, which every list begins with.
    pub fn asked_columns(&self) -> Vec<ListColumn> {
        let title = self.title_column();
        let paths = self.query.columns.iter().filter(|it| **it != title.path);
        paths.map(|it| self.column(it)).collect()
    }

    /// The columns a list has if nobody says which, without the title.
    pub fn usual_columns(&self) -> Vec<ListColumn> {
        let mut paths: Vec<&str> = Vec::new();
        match (self.set(), self.declaration()) {
            (Some(_), Some(set)) => {
                let fields = self.open_fields(set).filter(|it| Some(*it) != self.title_field());
                let marked: Vec<&Field> = fields.clone().filter(|it| it.column).collect();
                let is_short = |it: &&Field| {
                    !matches!(
                        it.r#type,
                        FieldType::Markdown | FieldType::Table(_) | FieldType::Lines
                    )
                };
                let usual =
                    if marked.is_empty() { fields.filter(is_short).collect() } else { marked };
                paths.extend(usual.iter().take(COLUMNS_MAX).map(|it| it.id.as_str()));
                paths.push(RECORD_PAGE);
            }
            (None, Some(kind)) => {
                if !kind.statuses.is_empty() {
                    paths.push("status");
                }
                let marked = kind.fields.iter().filter(|it| it.column);
                paths.extend(marked.take(COLUMNS_MAX).map(|it| it.id.as_str()));
            }
            _ => paths.extend(["kind", "space", "status"]),
        }
        paths.push("updated");
        paths.into_iter().map(|it| self.column(it)).collect()
    }

    /// Every column there is, without the title: for files, which shall hold all.
    pub fn all_columns(&self) -> Vec<ListColumn> {
        let mut paths: Vec<&str> = Vec::new();
        if self.set().is_some() {
            paths.extend([RECORD_PAGE, "space"]);
        } else {
            paths.extend(["kind", "space", "status"]);
        }
        let mut fields: Vec<&str> = Vec::new();
        for declaration in self.declarations() {
            for field in self.open_fields(declaration) {
                let is_shown = Some(field) != self.title_field() && !is_internal(field);
                if is_shown && !fields.contains(&field.id.as_str()) {
                    fields.push(&field.id);
                }
            }
        }
        paths.retain(|it| !fields.contains(it));
        paths.extend(fields);
        paths.push("updated");
        paths.into_iter().map(|it| self.column(it)).collect()
    }

    /// The head of the first column.
    pub fn title_column(&self) -> ListColumn {
        match self.title_field() {
            Some(field) => self.column(&field.id),
            None => self.column("title"),
        }
    }

    /// The title of a row, leading to its page.
    pub fn title(&self, row: &Row) -> ListPart {
        let page = page_url(&row.line.space, &row.line.path);
        let Some(record) = &row.record else {
            let title = match row.line.code.as_str() {
                "" => row.line.title.clone(),
                code => format!("{code} {}", row.line.title),
            };
            return ListPart { text: title, href: Some(page) };
        };
        let set = self.declaration();
        let mut fields =
            self.title_field().into_iter().chain(set.into_iter().flat_map(|it| &it.fields));
        let text = fields.find_map(|field| {
            let words = self.field_value(field, &record.fields).words(self.lang);
            let words: Vec<_> = words.into_iter().map(|it| it.text).collect();
            (!words.is_empty()).then(|| words.join(", "))
        });
        let text = text.unwrap_or_else(|| self.label());
        ListPart { text, href: Some(format!("{page}#satz-{}", record.set)) }
    }

    /// What stands in a cell.
    pub fn value(&self, path: &str, row: &Row) -> Value {
        let lang = self.lang.code();
        let declaration = self.declaration_of(row);
        if row.record.is_some() || !is_page_field(path) {
            let (id, column) = path.split_once('.').map_or((path, None), |it| (it.0, Some(it.1)));
            if let Some(field) = declaration.and_then(|it| it.field(id)) {
                return match column {
                    Some(column) => self.column_value(field, column, row.fields()),
                    None => self.field_value(field, row.fields()),
                };
            }
        }
        let text = |text: &str| match text {
            "" => Value::Nothing,
            text => Value::Texts(vec![text.to_owned()]),
        };
        match path {
            "title" => text(&row.line.title),
            RECORD_PAGE => Value::Link(ListPart {
                text: row.line.title.clone(),
                href: Some(page_url(&row.line.space, &row.line.path)),
            }),
            "kind" => {
                text(self.scope.kinds.get(&row.line.kind).map_or("", |it| it.label.get(lang)))
            }
            "space" => text(self.space_title(&row.line.space)),
            "status" => text(&self.status(row)),
            "updated" => Value::Moment(row.updated_at()),
            _ => Value::Nothing,
        }
    }

    /// The status of a row in words.
    pub fn status(&self, row: &Row) -> String {
        if let (Some(record), Some(set)) = (&row.record, self.record_set()) {
            let status = set.status_of(&record.fields);
            let label = set.status(status).map(|it| it.label.get(self.lang.code()));
            return label.unwrap_or(status).to_owned();
        }
        let (kind, status) = (&row.line.kind, &row.line.status);
        let own = || {
            let status = self.scope.kinds.get(kind)?.status(status)?;
            Some(status.label.get(self.lang.code()).to_owned())
        };
        texts::status_word(self.lang, kind, status).or_else(own).unwrap_or_else(|| status.clone())
    }

    /// The address of the whole list.
    pub fn address(&self) -> String {
        address(self.query)
    }

    /// The column of a field.
    pub fn column(&self, path: &str) -> ListColumn {
        let lang = self.lang.code();
        let declared = self.declarations().into_iter().find(|it| it.type_at(path).is_some());
        let own = || declared.map(|it| it.path_label(path, lang));
        let general = || {
            let id = format!("lists-column-{path}");
            let is_general = is_page_field(path) || path == RECORD_PAGE;
            is_general.then(|| texts::say(self.lang, &id, &[]))
        };
        let label =
            if self.set().is_some() { own().or_else(general) } else { general().or_else(own) };
        ListColumn { path: path.to_owned(), label: label.unwrap_or_else(|| path.to_owned()) }
    }

    /// The fields of a declaration that a list may show.
    fn open_fields<'d>(
        &self,
        declaration: &'d Declaration,
    ) -> impl Iterator<Item = &'d Field> + Clone {
        let set = self.record_set();
        let is_open = move |it: &&Field| set.is_none_or(|set| set.is_open_to_questions(&it.id));
        // Collected, because the set lives shorter than what it declares.
        let open: Vec<&Field> = declaration.fields.iter().filter(is_open).collect();
        open.into_iter()
    }

    /// The field that names a record: the district it speaks for, its first line of text, or else
    /// its first field.
    fn title_field(&self) -> Option<&Field> {
        let set = self.record_set()?;
        let mut open = set.fields.iter().filter(|it| set.is_open_to_questions(&it.id));
        let text = open.clone().find(|it| matches!(it.r#type, FieldType::Text));
        let first = open.next()?;
        let speaks_for = matches!(first.r#type, FieldType::District(_));
        if speaks_for { Some(first) } else { text.or(Some(first)) }
    }

    fn field_value(&self, field: &Field, fields: &Fields) -> Value {
        let Some(value) = fields.get(&field.id) else { return Value::Nothing };
        from_shown(field.display(value, self.lang.code()), self.lang)
    }

    /// The cells of one column of a table.
    fn column_value(&self, field: &Field, column: &str, fields: &Fields) -> Value {
        let Some(Json::Array(rows)) = fields.get(&field.id) else { return Value::Nothing };
        let Shown::Table { columns, rows } =
            field.display(&Json::Array(rows.clone()), self.lang.code())
        else {
            return Value::Nothing;
        };
        let Some(place) = columns.iter().position(|it| it.id == column) else {
            return Value::Nothing;
        };
        let cells = rows.into_iter().filter_map(|row| row.cells.into_iter().nth(place));
        let words = cells.flat_map(|it| from_shown(it, self.lang).words(self.lang));
        texts_or_nothing(words.map(|it| it.text).collect())
    }

    fn space_title(&self, key: &str) -> &str {
        let space = self.spaces.iter().find(|it| it.key() == key);
        space.map_or("", |it| match self.lang {
            Lang::De => &it.title_de,
            Lang::En => &it.title_en,
        })
    }

    fn record_set(&self) -> Option<&crate::kinds::RecordSet> {
        let id = self.query.records.as_deref()?;
        self.scope.kinds.record_set(id).map(|it| it.as_ref())
    }

    fn set(&self) -> Option<&Declaration> {
        self.record_set().map(|it| -> &Declaration { it })
    }

    /// The one kind asked for.
    fn kind(&self) -> Option<&Declaration> {
        match self.query.kinds.as_slice() {
            [id] if self.query.records.is_none() => {
                self.scope.kinds.get(id).map(|it| -> &Declaration { it })
            }
            _ => None,
        }
    }

    fn declaration(&self) -> Option<&Declaration> {
        self.set().or(self.kind())
    }

    fn declarations(&self) -> Vec<&Declaration> {
        if self.query.records.is_some() {
            return self.set().into_iter().collect();
        }
        let is_asked = |id: &str| {
            self.query.kinds.is_empty() || self.query.kinds.iter().any(|asked| asked == id)
        };
        let kinds = self.scope.kinds.iter().filter(|it| is_asked(&it.id));
        kinds.map(|it| -> &Declaration { it }).collect()
    }

    fn declaration_of(&self, row: &Row) -> Option<&Declaration> {
        match row.record {
            Some(_) => self.set(),
            None => self.scope.kinds.get(&row.line.kind).map(|it| -> &Declaration { it }),
        }
    }
}

impl Value {
    /// The words of a cell.
    pub fn words(self, lang: Lang) -> Vec<ListPart> {
        let plain = |text: String| ListPart { text, href: None };
        match self {
            Self::Nothing => Vec::new(),
            Self::Texts(all) => all.into_iter().map(plain).collect(),
            Self::Link(part) => vec![part],
            Self::Number(number) => vec![plain(number_in_words(number, lang))],
            Self::Day(day) => vec![plain(texts::date_short(lang, day))],
            Self::Moment(at) => vec![plain(texts::date_short(lang, clock::berlin_day(at)))],
            Self::YesNo(yes) => vec![plain(yes_no(yes, lang))],
        }
    }
}

/// The address of the list that a question asks for.
pub fn address(query: &Query) -> String {
    let what = match (&query.records, query.kinds.as_slice()) {
        (Some(set), _) => set.as_str(),
        (None, [kind]) => kind.as_str(),
        (None, _) => ALL_PAGES,
    };
    let is_in_path = |name: &str| match name {
        "records" => true,
        "kind" => query.records.is_none() && query.kinds.len() == 1,
        "limit" | "count" => true,
        _ => false,
    };
    let params = query.to_params();
    let mut params = params.iter().filter(|(name, _)| !is_in_path(name)).peekable();
    let path = format!("{LIST}{what}");
    if params.peek().is_none() {
        return path;
    }
    let params = Serializer::new(String::new()).extend_pairs(params).finish();
    format!("{path}?{params}")
}

/// A number as people write it.
pub fn number_in_words(number: f64, lang: Lang) -> String {
    let words = number.to_string();
    if lang == Lang::De { words.replace('.', ",") } else { words }
}

/// Yes or no in words.
pub fn yes_no(yes: bool, lang: Lang) -> String {
    texts::say(lang, if yes { "yes" } else { "no" }, &[])
}

impl Reading {
    /// Answers the lists that stand in a text; who may mend it is told what is wrong with them.
    pub(super) async fn answer_lists(
        &self,
        embedding: &mut Embedding<'_>,
        body: &Body,
        is_writer: bool,
        links: &mut Links,
    ) -> Result<()> {
        let blocks = body.lists();
        if blocks.is_empty() {
            return Ok(());
        }
        let (actor, lang) = (embedding.actor, embedding.lang);
        let (kinds, spaces) = (self.kinds.now(), spaces::all(self.db.reader()).await?);
        let today = clock::berlin_day(self.clock.now()).to_string();
        let asker = Asker { district: spaces::own_district(actor, &spaces), today: &today };
        let scope = Scope { actor, asker, kinds: &kinds };
        let mut answers = HashMap::new();
        for block in blocks {
            if answers.contains_key(block) {
                continue;
            }
            embedding.lists += 1;
            if embedding.lists > LISTS_MAX {
                answers.insert(block.clone(), too_many(lang));
                continue;
            }
            let (query, problems) = Query::read_block(block, &kinds);
            let listing = Listing { scope, query: &query, spaces: &spaces, lang };
            let mut answer = match asks_for_nothing(&query) {
                true => ListAnswer::default(),
                false => answer_one(&self.db, &listing).await?,
            };
            if is_writer {
                tell(&problems, &query, lang, &mut answer);
            }
            answers.insert(block.clone(), answer);
        }
        links.list(answers);
        Ok(())
    }
}

fn too_many(lang: Lang) -> ListAnswer {
    let max = i64::try_from(LISTS_MAX).unwrap_or(i64::MAX);
    let shown = texts::say(lang, "lists-too-many", &[("max", Arg::from(max))]);
    ListAnswer { shown: ListShown::Sentence(shown), ..ListAnswer::default() }
}

fn tell(problems: &[Problem], query: &Query, lang: Lang, answer: &mut ListAnswer) {
    if asks_for_nothing(query) {
        answer.problems.push(texts::say(lang, "lists-asks-nothing", &[]));
    }
    answer.problems.extend(problems.iter().map(|it| told(it, lang)));
    answer.problems_label = texts::say(lang, "lists-problems", &[]);
}

async fn answer_one(db: &Db, listing: &Listing<'_>) -> Result<ListAnswer> {
    let (query, lang) = (listing.query, listing.lang);
    let scope = &listing.scope;
    let label = listing.label();
    if query.count == Count::Only {
        let count = query::count(db.reader(), scope, query).await?;
        let shown = ListShown::Sentence(listing.number_in_words(count));
        return Ok(ListAnswer { label, shown, ..ListAnswer::default() });
    }
    let limit = u64::from(query.rows(ROWS));
    let window = Window { limit, offset: 0 };
    let rows = query::rows(db.reader(), scope, query, window).await?;
    if rows.is_empty() {
        let nothing = texts::say(lang, "lists-nothing", &[]);
        let shown = ListShown::Nothing(nothing, listing.hint());
        return Ok(ListAnswer { label, shown, ..ListAnswer::default() });
    }
    let shown_rows = rows.len() as u64;
    let total = match shown_rows < limit {
        true => shown_rows,
        false => query::count(db.reader(), scope, query).await?,
    };
    let more = (total > shown_rows).then(|| {
        let count = i64::try_from(total).unwrap_or(i64::MAX);
        ListPart {
            text: texts::say(lang, "lists-all", &[("count", Arg::from(count))]),
            href: Some(listing.address()),
        }
    });
    let shown =
        if query.columns.is_empty() { lines(listing, &rows) } else { table(listing, &rows) };
    Ok(ListAnswer { label, shown, more, ..ListAnswer::default() })
}

fn lines(listing: &Listing<'_>, rows: &[Row]) -> ListShown {
    let lines = rows.iter().map(|row| {
        let mut notes = Vec::new();
        if row.record.is_some() {
            notes.push(row.line.title.clone());
        } else if listing.query.kinds.len() != 1 {
            let kind = listing.value("kind", row).words(listing.lang);
            notes.extend(kind.into_iter().map(|it| it.text));
        }
        if row.record.is_some() || row.line.kind != PLAIN {
            notes.push(listing.status(row));
        }
        notes.retain(|it| !it.is_empty());
        ListLine { title: listing.title(row), notes }
    });
    ListShown::Lines(lines.collect())
}

fn table(listing: &Listing<'_>, rows: &[Row]) -> ListShown {
    let columns = listing.asked_columns();
    let heads = std::iter::once(listing.title_column()).chain(columns.iter().cloned());
    let rows = rows.iter().map(|row| {
        let cells = columns.iter().map(|it| listing.value(&it.path, row).words(listing.lang));
        std::iter::once(vec![listing.title(row)]).chain(cells).collect()
    });
    ListShown::Table { heads: heads.map(|it| it.label).collect(), rows: rows.collect() }
}

/// A block that says nothing about what is listed would list the whole wiki.
fn asks_for_nothing(query: &Query) -> bool {
    let Query { kinds, records, spaces, statuses, districts, filters, .. } = query;
    kinds.is_empty()
        && records.is_none()
        && spaces.is_empty()
        && statuses.is_empty()
        && districts.is_empty()
        && filters.is_empty()
}

/// A problem of a block in words, with its line.
fn told(problem: &Problem, lang: Lang) -> String {
    let args: Vec<(&str, Arg)> = problem
        .args
        .iter()
        .map(|(name, value)| {
            let number = value.parse::<i64>().map(Arg::from);
            (name.as_str(), number.unwrap_or_else(|_| Arg::from(value.as_str())))
        })
        .collect();
    let words = texts::say(lang, &problem.code, &args);
    match problem.args.get(crate::kinds::QUERY_ROW).and_then(|it| it.parse::<i64>().ok()) {
        Some(row) => {
            let args = [("row", Arg::from(row)), ("words", Arg::from(words))];
            texts::say(lang, "lists-in-line", &args)
        }
        None => words,
    }
}

fn from_shown(shown: Shown, lang: Lang) -> Value {
    match shown {
        Shown::Empty => Value::Nothing,
        Shown::Text(text) | Shown::Markdown(text) | Shown::File(text) => {
            texts_or_nothing(vec![text])
        }
        Shown::Lines(all) | Shown::Tags(all) | Shown::Pages(all) => texts_or_nothing(all),
        Shown::Choices(all) => texts_or_nothing(all.into_iter().map(|it| it.label).collect()),
        Shown::Date(day) => parse_date(&day).map_or(Value::Texts(vec![day]), Value::Day),
        Shown::Number(number) => Value::Number(number),
        Shown::YesNo(yes) => Value::YesNo(yes),
        Shown::Url(url) => Value::Link(ListPart { text: url.clone(), href: Some(url) }),
        Shown::Table { rows, .. } => {
            let row_words = |cells: Vec<Shown>| {
                let cells = cells.into_iter().flat_map(|it| from_shown(it, lang).words(lang));
                cells.map(|it| it.text).collect::<Vec<_>>().join(" · ")
            };
            let rows = rows.into_iter().map(|row| row_words(row.cells));
            texts_or_nothing(rows.collect())
        }
    }
}

fn texts_or_nothing(mut all: Vec<String>) -> Value {
    all.retain(|it| !it.trim().is_empty());
    if all.is_empty() { Value::Nothing } else { Value::Texts(all) }
}

fn is_page_field(path: &str) -> bool {
    crate::kinds::PAGE_FIELDS.contains(&path)
}

/// What belongs to the seed alone is nothing for a list.
fn is_internal(field: &Field) -> bool {
    field.role.is_some_and(|it| it.is_seed_only())
}
