//! Reads questions: from the block of a text, from the address of a list, from the interface for
//! programs. Tells all that is wrong at once and loses nothing; it does not ask for any rows.

use serde_json::Value;

use super::Declaration;
use super::FieldType;
use super::Kinds;
use super::Limits;
use super::PAGE_FIELDS;
use super::Problem;
use super::Query;
use super::RECORD_PAGE;
use super::query::Count;
use super::query::FILTERS_MAX;
use super::query::Filter;
use super::query::ITEMS_MAX;
use super::query::SORTS_MAX;
use super::query::Sort;
use super::query::SortOrder;
use super::query::Test;
use super::query::Wanted;
use super::query_words;
use super::query_words::Item;
use super::query_words::Key;
use super::query_words::Word;
use super::value::as_typed;
use super::value::canonical;
use super::value::parse_yes_no;

impl Query {
    /// Reads the lines `key: value` of a block. A line nobody understands stays in `unread` and is
    /// told; so does a comment (`# …`), untold.
    pub fn read_block(text: &str, kinds: &Kinds) -> (Self, Vec<Problem>) {
        let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
        let mut reader = Reader::new(kinds, Self::default());
        let mut later = Vec::new();
        // What is asked for decides what the names of fields mean.
        for (place, line) in lines {
            match line.split_once(':').map(|(key, value)| (Key::parse(key), value.trim())) {
                Some((Some(key @ (Key::Kind | Key::Records)), value)) => {
                    reader.key(key, &query_words::items(value), line);
                    reader.place_problems(place);
                }
                _ => later.push((place, line)),
            }
        }
        for (place, line) in later {
            reader.line(line);
            reader.place_problems(place);
        }
        (reader.query, reader.problems)
    }

    /// Reads the parameters of an address over what the address itself asks for (`/list/project`).
    /// Fields stand as `field.NAME=value`, `field.NAME:before=value` (`after`, `contains`, `is`,
    /// `empty`), or under their bare id; several values of one field are alternatives. Parameters
    /// without a value and those of other purposes are left aside.
    pub fn read_params(
        base: Self,
        params: &[(String, String)],
        kinds: &Kinds,
    ) -> (Self, Vec<Problem>) {
        let mut reader = Reader::new(kinds, base);
        let filled = || params.iter().filter(|(_, value)| !value.trim().is_empty());
        let is_about_what = |name: &str| matches!(name, "kind" | "records");
        for (name, value) in filled().filter(|(name, _)| is_about_what(name)) {
            reader.param(name, value);
        }
        for (name, value) in filled().filter(|(name, _)| !is_about_what(name)) {
            reader.param(name, value);
        }
        (reader.query, reader.problems)
    }

    /// Whether [`Query::read_params`] makes anything of a parameter of this name.
    pub fn knows_param(&self, name: &str, kinds: &Kinds) -> bool {
        let reader = Reader::new(kinds, self.clone());
        name.starts_with("field.")
            || Key::parse(name).is_some_and(|key| key.word("en") == name)
            || reader.declarations().iter().any(|it| it.field(name).is_some())
    }
}

/// The value of a problem that says in which line of its block it is.
pub const ROW: &str = "row";

/// A question being read.
struct Reader<'k> {
    kinds: &'k Kinds,
    query: Query,
    problems: Vec<Problem>,
}

impl<'k> Reader<'k> {
    fn new(kinds: &'k Kinds, query: Query) -> Self {
        Self { kinds, query, problems: Vec::new() }
    }

    /// Tells of the problems found since in which line of the block they are, counted from one.
    fn place_problems(&mut self, place: usize) {
        for problem in self.problems.iter_mut().filter(|it| !it.args.contains_key(ROW)) {
            problem.args.insert(ROW.to_owned(), place.saturating_add(1).to_string());
        }
    }

    fn line(&mut self, line: &str) {
        if line.starts_with('#') {
            self.query.unread.push(line.to_owned());
            return;
        }
        let Some((key, value)) = line.split_once(':') else {
            self.unread(line, Problem::at("query", "problem-query-no-colon").with("line", line));
            return;
        };
        let (name, value) = (key.trim(), value.trim());
        if value.is_empty() {
            self.query.unread.push(line.to_owned());
            return;
        }
        let field = query_words::after_field_prefix(name).map(str::trim);
        match (field, Key::parse(name)) {
            (Some(field), _) => {
                let field = self.field_or_told(field);
                self.filter(field, value, line);
            }
            (None, Some(key)) => self.key(key, &query_words::items(value), line),
            (None, None) => match self.field(name) {
                Some(field) => self.filter(field, value, line),
                None => {
                    let problem = Problem::at("query", "problem-query-unknown-key");
                    self.unread(line, problem.with("key", name));
                }
            },
        }
    }

    fn param(&mut self, name: &str, value: &str) {
        if let Some(field) = name.strip_prefix("field.") {
            let (field, operator) = match field.split_once(':') {
                Some((field, operator)) => (field, Some(operator)),
                None => (field, None),
            };
            let field = self.field_or_told(field);
            self.param_filter(field, operator, value);
            return;
        }
        let items = match name {
            "sort" | "columns" => query_words::items(value),
            // A value stands in its parameter as it is.
            _ => vec![Item { text: value.to_owned(), is_quoted: false }],
        };
        match Key::parse(name) {
            Some(key) if key.word("en") == name => self.key(key, &items, value),
            _ if self.declarations().iter().any(|it| it.field(name).is_some()) => {
                self.param_filter(name.to_owned(), None, value);
            }
            _ => {}
        }
    }

    fn param_filter(&mut self, field: String, operator: Option<&str>, value: &str) {
        let item = |is_quoted| Item { text: value.to_owned(), is_quoted };
        let test = match operator {
            None => Test::Is(vec![self.wanted(&field, &item(true))]),
            Some("is") => Test::Is(vec![self.wanted(&field, &item(false))]),
            Some("before") => Test::Before(self.wanted_one(&field, value)),
            Some("after") => Test::After(self.wanted_one(&field, value)),
            Some("contains") => Test::Contains(value.to_owned()),
            Some("empty") if parse_yes_no(value) == Some(false) => Test::Filled,
            Some("empty") => Test::Empty,
            Some(operator) => {
                let problem = Problem::at(field, "problem-query-unknown-operator");
                self.problems.push(problem.with("operator", operator));
                return;
            }
        };
        let same = self.query.filters.iter_mut().find(|other| other.field == field);
        match (same.map(|filter| &mut filter.test), test) {
            (Some(Test::Is(before)), Test::Is(more)) if before.len() < ITEMS_MAX => {
                before.extend(more);
            }
            (Some(Test::Is(_)), Test::Is(_)) => self.too_many(ITEMS_MAX),
            (_, test) => {
                self.add_filter(field, test);
            }
        }
    }

    /// Answers whether the condition was taken.
    fn add_filter(&mut self, field: String, test: Test) -> bool {
        let is_by_person =
            !matches!(test, Test::Empty | Test::Filled) && self.names_persons(&field);
        if is_by_person {
            self.by_person(&field);
            return false;
        }
        if self.query.filters.len() >= FILTERS_MAX {
            self.too_many(FILTERS_MAX);
            return false;
        }
        self.query.filters.push(Filter { field, test });
        true
    }

    fn too_many(&mut self, max: usize) {
        self.problems.push(Problem::at("query", "problem-query-too-many").with("max", max));
    }

    fn by_person(&mut self, field: &str) {
        self.problems.push(Problem::at(field, "problem-query-by-person").with("field", field));
    }

    /// Whether this is a field of records that tells who does the work.
    fn names_persons(&self, field: &str) -> bool {
        let set = self.query.records.as_deref().and_then(|id| self.kinds.record_set(id));
        set.is_some_and(|set| !set.is_open_to_questions(field))
    }

    fn key(&mut self, key: Key, items: &[Item], line: &str) {
        if items.len() > ITEMS_MAX {
            self.too_many(ITEMS_MAX);
            self.query.unread.push(line.to_owned());
            return;
        }
        let texts = || items.iter().map(|item| item.text.clone());
        match key {
            Key::Kind => {
                let kinds: Vec<_> = texts().map(|word| self.kind(word)).collect();
                add_new(&mut self.query.kinds, kinds);
            }
            Key::Records => match (&self.query.records, items) {
                (None, [one]) => self.query.records = Some(self.record_set(one.text.clone())),
                _ => self.twice(key, line),
            },
            Key::Space => add_new(&mut self.query.spaces, texts().collect()),
            Key::Status => {
                let statuses: Vec<_> = texts().map(|word| self.status(word)).collect();
                add_new(&mut self.query.statuses, statuses);
            }
            Key::District => {
                let districts: Vec<_> = items.iter().map(|item| self.district(item)).collect();
                add_new(&mut self.query.districts, districts);
            }
            Key::Sort => {
                let sort: Vec<_> = self.named(items, line).iter().map(|it| self.sort(it)).collect();
                let open: Vec<_> = sort.into_iter().filter(|it| self.is_open(&it.field)).collect();
                add_new(&mut self.query.sort, open);
                if self.query.sort.len() > SORTS_MAX {
                    self.query.sort.truncate(SORTS_MAX);
                    self.too_many(SORTS_MAX);
                }
            }
            Key::Columns => {
                let words = self.named(items, line);
                let columns: Vec<_> = words.iter().map(|word| self.field_or_told(word)).collect();
                let open: Vec<_> = columns.into_iter().filter(|it| self.is_open(it)).collect();
                add_new(&mut self.query.columns, open);
                if self.query.columns.len() > ITEMS_MAX {
                    self.query.columns.truncate(ITEMS_MAX);
                    self.too_many(ITEMS_MAX);
                }
            }
            Key::Count => match items.first().and_then(|item| parse_yes_no(&item.text)) {
                Some(true) => self.query.count = Count::Only,
                Some(false) => self.query.count = Count::Rows,
                None => self.unfit(key, "problem-not-yes-or-no", line),
            },
            Key::Limit => match items.first().and_then(|item| item.text.parse().ok()) {
                Some(_) if self.query.limit.is_some() => self.twice(key, line),
                Some(limit) => self.query.limit = Some(limit),
                None => self.unfit(key, "problem-not-a-number", line),
            },
        }
    }

    /// Whether a list may show this; what it may not is told.
    fn is_open(&mut self, field: &str) -> bool {
        let is_open = !self.names_persons(field);
        if !is_open {
            self.by_person(field);
        }
        is_open
    }

    /// The names of fields in a list; a label may itself hold a comma.
    fn named(&self, items: &[Item], line: &str) -> Vec<String> {
        let value = line.split_once(':').map_or(line, |(_, value)| value).trim();
        if items.len() > 1 && self.field(value).is_some() {
            return vec![value.to_owned()];
        }
        items.iter().map(|item| item.text.clone()).collect()
    }

    fn filter(&mut self, field: String, value: &str, line: &str) {
        let test = match (Word::parse(value), Word::beginning(value)) {
            (Some(Word::Empty), _) => Test::Empty,
            (Some(Word::Filled), _) => Test::Filled,
            (None, Some((Word::Before, rest))) => Test::Before(self.wanted_one(&field, rest)),
            (None, Some((Word::After, rest))) => Test::After(self.wanted_one(&field, rest)),
            (None, Some((Word::Contains, rest))) => {
                let items = query_words::items(rest);
                match items.as_slice() {
                    [Item { text, is_quoted: true }] => Test::Contains(text.clone()),
                    _ => Test::Contains(rest.to_owned()),
                }
            }
            _ => Test::Is(self.wanted_many(&field, value)),
        };
        match test {
            Test::Is(wanted) if wanted.is_empty() => self.query.unread.push(line.to_owned()),
            Test::Is(wanted) if wanted.len() > ITEMS_MAX => {
                self.too_many(ITEMS_MAX);
                self.query.unread.push(line.to_owned());
            }
            test => {
                if !self.add_filter(field, test) {
                    self.query.unread.push(line.to_owned());
                }
            }
        }
    }

    /// The values between commas; the word of a choice may itself hold a comma.
    fn wanted_many(&mut self, field: &str, value: &str) -> Vec<Wanted> {
        let whole = Item { text: value.to_owned(), is_quoted: false };
        let list = self.field_type(field).and_then(|it| it.choices());
        if value.contains(',') && list.is_some_and(|list| list.meant(value).is_some()) {
            return vec![self.wanted(field, &whole)];
        }
        query_words::items(value).iter().map(|item| self.wanted(field, item)).collect()
    }

    fn wanted_one(&mut self, field: &str, value: &str) -> Wanted {
        let whole = Item { text: value.to_owned(), is_quoted: false };
        match query_words::items(value).as_slice() {
            [quoted @ Item { is_quoted: true, .. }] => self.wanted(field, quoted),
            _ => self.wanted(field, &whole),
        }
    }

    fn wanted(&mut self, field: &str, item: &Item) -> Wanted {
        if !item.is_quoted {
            if Word::parse(&item.text) == Some(Word::Mine) {
                return Wanted::OwnDistrict;
            }
            if let Some(days) = query_words::days_from_today(&item.text) {
                return Wanted::Today(days);
            }
        }
        let text = item.text.clone();
        match self.field_type(field) {
            // Quoted and in addresses numbers stand as programs write them.
            Some(FieldType::Number) if item.is_quoted && text.parse::<f64>().is_ok() => {
                Wanted::Text(text)
            }
            Some(field_type) => {
                Wanted::Text(comparable(field_type, field, text, &mut self.problems))
            }
            None if field == "status" => Wanted::Text(self.status(text)),
            None if field == "kind" => Wanted::Text(self.kind(text)),
            None => Wanted::Text(text),
        }
    }

    fn district(&mut self, item: &Item) -> Wanted {
        if !item.is_quoted && Word::parse(&item.text) == Some(Word::Mine) {
            return Wanted::OwnDistrict;
        }
        let Some(list) = self.kinds.list("districts") else {
            return Wanted::Text(item.text.clone());
        };
        let known = list.meant(&item.text).map(|choice| choice.id.clone());
        if known.is_none() {
            let problem = Problem::at("district", "problem-not-a-choice");
            self.problems.push(problem.with("value", &item.text));
        }
        Wanted::Text(known.unwrap_or_else(|| item.text.clone()))
    }

    fn sort(&mut self, word: &str) -> Sort {
        let (word, order) = match word.strip_prefix('-') {
            Some(word) => (word.trim(), SortOrder::Descending),
            None => match word.rsplit_once(' ').map(|(name, way)| (name, Word::parse(way))) {
                Some((name, Some(Word::Descending))) => (name, SortOrder::Descending),
                Some((name, Some(Word::Ascending))) => (name, SortOrder::Ascending),
                _ => (word, SortOrder::Ascending),
            },
        };
        Sort { field: self.field_or_told(word), order }
    }

    fn kind(&mut self, word: String) -> String {
        let means = |it: &Declaration| is_called(it, &word);
        if let Some(kind) = self.kinds.iter().find(|kind| means(kind)) {
            return kind.id.clone();
        }
        let problem = Problem::at("kind", "problem-query-unknown-kind");
        self.problems.push(problem.with("kind", &word));
        word
    }

    fn record_set(&mut self, word: String) -> String {
        if let Some(set) = self.kinds.record_sets().find(|set| is_called(set, &word)) {
            return set.id.clone();
        }
        let problem = Problem::at("records", "problem-query-unknown-records");
        self.problems.push(problem.with("records", &word));
        word
    }

    fn status(&mut self, word: String) -> String {
        let statuses = || self.declarations().into_iter().flat_map(|it| it.statuses.iter());
        let same = |label: &str| label.to_lowercase() == word.to_lowercase();
        let found = statuses().find(|status| status.id == word).or_else(|| {
            statuses().find(|it| same(&it.id) || same(&it.label.de) || same(&it.label.en))
        });
        if let Some(status) = found {
            return status.id.clone();
        }
        let problem = Problem::at("status", "problem-not-a-choice").with("value", &word);
        self.problems.push(problem);
        word
    }

    /// What the names of fields may mean: those of the kinds or records asked for, else of all.
    fn declarations(&self) -> Vec<&'k Declaration> {
        if let Some(set) = self.query.records.as_deref().and_then(|id| self.kinds.record_set(id)) {
            return vec![set];
        }
        let asked = |id: &str| self.query.kinds.iter().any(|asked| asked == id);
        let wanted: Vec<&Declaration> =
            self.kinds.iter().filter(|it| asked(&it.id)).map(|it| -> &Declaration { it }).collect();
        if wanted.is_empty() {
            return self.kinds.iter().map(|it| -> &Declaration { it }).collect();
        }
        wanted
    }

    /// The path of the field with this id, former id or label; `table.column` for a column.
    fn field(&self, name: &str) -> Option<String> {
        let declarations = self.declarations();
        let by_id = || declarations.iter().find_map(|it| it.path_of(name));
        let by_label = || declarations.iter().find_map(|it| it.path_labelled(name));
        if self.query.records.is_some() {
            // A record's own field comes before what its page has.
            let is_page = name == RECORD_PAGE || ["seite", "page"].contains(&&*name.to_lowercase());
            let of_page = || is_page.then(|| RECORD_PAGE.to_owned());
            return by_id().or_else(by_label).or_else(of_page).or_else(|| page_field_called(name));
        }
        if let Some(known) = PAGE_FIELDS.iter().find(|id| **id == name) {
            return Some((*known).to_owned());
        }
        by_id().or_else(|| page_field_called(name)).or_else(by_label)
    }

    fn field_or_told(&mut self, name: &str) -> String {
        if let Some(field) = self.field(name) {
            return field;
        }
        let problem = Problem::at(name, "problem-query-unknown-field");
        self.problems.push(problem.with("field", name));
        name.to_owned()
    }

    fn field_type(&self, path: &str) -> Option<&'k FieldType> {
        self.declarations().into_iter().find_map(|it| it.type_at(path))
    }

    fn unread(&mut self, line: &str, problem: Problem) {
        self.problems.push(problem);
        self.query.unread.push(line.to_owned());
    }

    fn twice(&mut self, key: Key, line: &str) {
        let name = key.word("en");
        let problem = Problem::at(name, "problem-query-twice").with("key", key.word("de"));
        self.unread(line, problem);
    }

    fn unfit(&mut self, key: Key, code: &str, line: &str) {
        let value = line.split_once(':').map_or(line, |(_, value)| value).trim();
        self.unread(line, Problem::at(key.word("en"), code).with("value", value));
    }
}

/// A value as facts hold it, so that it can be compared with them.
fn comparable(
    field_type: &FieldType,
    path: &str,
    text: String,
    problems: &mut Vec<Problem>,
) -> String {
    let single = match field_type {
        FieldType::Choices(list) | FieldType::Districts(list) => FieldType::Choice(list.clone()),
        FieldType::Pages { .. } | FieldType::Tags | FieldType::Lines => FieldType::Text,
        FieldType::Table(_) | FieldType::Url | FieldType::Markdown => return text,
        other => other.clone(),
    };
    let before = problems.len();
    let value = canonical(&single, &Limits::default(), path, &Value::from(&*text), problems);
    let mut index = 0;
    problems.retain(|problem| {
        index += 1;
        index <= before || !problem.is_hint()
    });
    match value {
        Some(Value::Number(number)) => number.to_string(),
        Some(value) => as_typed(&value),
        None => text,
    }
}

fn page_field_called(name: &str) -> Option<String> {
    const WORDS: [(&str, &str); 6] = [
        ("titel", "title"),
        ("seitenart", "kind"),
        ("bereich", "space"),
        ("geändert", "updated"),
        ("zuletzt geändert", "updated"),
        ("last changed", "updated"),
    ];
    let name = name.to_lowercase();
    let found = WORDS.iter().find(|(word, _)| *word == name).map(|(_, id)| *id);
    found.or_else(|| PAGE_FIELDS.iter().find(|id| **id == name).copied()).map(str::to_owned)
}

fn is_called(declaration: &Declaration, word: &str) -> bool {
    let wanted = word.trim().to_lowercase();
    let (label, plural) = (&declaration.label, &declaration.plural);
    let names = [&declaration.id, &label.de, &label.en, &plural.de, &plural.en];
    names.into_iter().any(|name| name.to_lowercase() == wanted)
}

fn add_new<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kinds::Asker;
    use crate::kinds::samples::kinds;

    fn read(block: &str) -> (Query, Vec<String>) {
        let (query, problems) = Query::read_block(block, &kinds());
        (query, problems.iter().map(told).collect())
    }

    fn told(problem: &Problem) -> String {
        format!("{} {}", problem.field.clone().unwrap_or_default(), problem.code)
    }

    fn filter(field: &str, test: Test) -> Filter {
        Filter { field: field.to_owned(), test }
    }

    fn text(text: &str) -> Wanted {
        Wanted::Text(text.to_owned())
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|it| (*it).to_owned()).collect()
    }

    const GERMAN: &str = "\
        Beginn: vor heute + 14\n\
        Seitenart: Gute Praxis\n\
        Bereich: mitte, gesamtstadt\n\
        Status: Freigegeben, entwurf\n\
        Bezirk: meiner, Neukölln\n\
        Art: Instrument, Methode\n\
        Qualitätsdimension: Strukturqualität, ergebnis\n\
        Kurzfassung: enthält Moderation\n\
        Ende: leer\n\
        Erprobt: ja\n\
        Feld.statements.text: \"vor, nach\"\n\
        Sortierung: -starts_on, Titel\n\
        Spalten: Titel, Art, Ende\n\
        Anzahl: ja\n\
        Höchstens: 20\n";

    const ENGLISH: &str = "\
        kind: Good practice\n\
        space: mitte, gesamtstadt\n\
        status: released, Draft\n\
        district: mine, neukoelln\n\
        field.starts_on: before today +14 days\n\
        Type: Instrument\n\
        field.dimensions: Structure, Outcome\n\
        summary: contains \"Moderation\"\n\
        End: empty\n\
        tested: yes\n\
        field.statements.text: \"vor, nach\"\n\
        sort by: starts_on descending, title\n\
        columns: title, practice_type, ends_on\n\
        count: yes\n\
        at most: 20\n";

    #[test]
    fn german_and_english_ask_the_same() {
        let (german, problems) = read(GERMAN);
        assert_eq!(problems, Vec::<String>::new());
        let (english, problems) = read(ENGLISH);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(german, english);
        let expected = Query {
            kinds: texts(&["practice"]),
            spaces: texts(&["mitte", "gesamtstadt"]),
            statuses: texts(&["freigegeben", "entwurf"]),
            districts: vec![Wanted::OwnDistrict, text("neukoelln")],
            filters: vec![
                filter("starts_on", Test::Before(Wanted::Today(14))),
                filter("practice_type", Test::Is(vec![text("instrument")])),
                filter("dimensions", Test::Is(vec![text("struktur"), text("ergebnis")])),
                filter("summary", Test::Contains("Moderation".to_owned())),
                filter("ends_on", Test::Empty),
                filter("tested", Test::Is(vec![text("ja")])),
                filter("statements.text", Test::Is(vec![text("vor, nach")])),
            ],
            sort: vec![
                Sort { field: "starts_on".to_owned(), order: SortOrder::Descending },
                Sort { field: "title".to_owned(), order: SortOrder::Ascending },
            ],
            columns: texts(&["title", "practice_type", "ends_on"]),
            count: Count::Only,
            limit: Some(20),
            ..Query::default()
        };
        assert_eq!(german, expected);
        assert_eq!(read(&german.to_block("de")).0, expected);
        assert_eq!(read(&german.to_block("en")).0, expected);
    }

    #[test]
    fn an_address_asks_like_a_block() {
        let base = || Query { kinds: texts(&["practice"]), ..Query::default() };
        let params = |pairs: &[(&str, &str)]| {
            let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            let pairs: Vec<_> = pairs.iter().map(owned).collect();
            let (query, problems) = Query::read_params(base(), &pairs, &kinds());
            (query, problems.iter().map(told).collect::<Vec<_>>())
        };
        let (query, problems) = params(&[
            ("practice_type", "instrument"),
            ("field.practice_type", "Verfahrensweise"),
            ("field.summary", "vor allem, heute"),
            ("field.starts_on:after", "today-30"),
            ("field.ends_on:empty", "no"),
            ("status", "entwurf"),
            ("space", ""),
            ("sort", "-starts_on,title"),
            ("cursor", "abc"),
            ("limit", "500"),
        ]);
        assert_eq!(problems, Vec::<String>::new());
        let kinds_of = text("verfahren");
        assert_eq!(
            query.filters,
            [
                filter("practice_type", Test::Is(vec![text("instrument"), kinds_of])),
                filter("summary", Test::Is(vec![text("vor allem, heute")])),
                filter("starts_on", Test::After(Wanted::Today(-30))),
                filter("ends_on", Test::Filled),
            ]
        );
        assert_eq!((query.sort.len(), query.rows(50)), (2, 200));
        let again = Query::read_params(Query::default(), &query.to_params(), &kinds());
        assert_eq!(again, (query, vec![]));

        let (query, problems) = params(&[
            ("field.ghost", "1"),
            ("field.summary:like", "x"),
            ("field.starts_on", "bald"),
            ("limit", "viele"),
        ]);
        let expected = [
            "ghost problem-query-unknown-field",
            "summary problem-query-unknown-operator",
            "starts_on problem-not-a-date",
            "limit problem-not-a-number",
        ];
        assert_eq!((problems, query.filters.len()), (texts(&expected), 2));
    }

    #[test]
    fn all_mistakes_are_told_at_once_and_no_line_is_lost() {
        let block = "# Unsere Liste\nSeitenart: Gedicht\nFarbe: rot\nohne Punkt\nHöchstens: viele\n\
                     Einträge: adoption\nEinträge: comment\nAnzahl: vielleicht\nTitel:\n\
                     Feld.ghost: 1\nSpalten: Nirgendwo\nBeginn: vor bald\n";
        let (query, problems) = read(block);
        let expected = [
            "kind problem-query-unknown-kind",
            "records problem-query-twice",
            "query problem-query-unknown-key",
            "query problem-query-no-colon",
            "limit problem-not-a-number",
            "count problem-not-yes-or-no",
            "ghost problem-query-unknown-field",
            "Nirgendwo problem-query-unknown-field",
            "query problem-query-unknown-key",
        ];
        assert_eq!(problems, expected);
        let written = query.to_block("de");
        let words = |text: &str| text.split([' ', '\n']).map(str::to_owned).collect::<Vec<_>>();
        for word in words(block) {
            assert!(words(&written).contains(&word), "{word} is lost in\n{written}");
        }
    }

    #[test]
    fn records_are_asked_for_with_their_own_fields() {
        let (query, problems) = read("Einträge: Übernahmen\nStand: Nutzen wir\nStatus: Vorgemerkt");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(query.records.as_deref(), Some("adoption"));
        assert_eq!(query.filters, [filter("state", Test::Is(vec![text("uebernommen")]))]);
        assert_eq!(query.statuses, ["interessiert"]);
    }

    #[test]
    fn what_depends_on_the_asker_is_settled_late() {
        let asker = Asker { district: Some("mitte"), today: "2026-12-30" };
        assert_eq!(Wanted::Today(2).settled(asker).as_deref(), Some("2027-01-01"));
        assert_eq!(Wanted::OwnDistrict.settled(asker).as_deref(), Some("mitte"));
        let nobody = Asker { district: None, today: "2026-12-30" };
        assert_eq!(Wanted::OwnDistrict.settled(nobody), None);
        assert_eq!(Wanted::Today(i32::MAX).settled(nobody), None);
    }

    /// Texts that might be taken for something else.
    fn hard_text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zA-Zäß\"' ,:#+-]{1,12}",
            "(vor|nach|before|enthält|heute|today|leer|meiner|mein Bezirk)( ?[+-]?[0-9a-z]{0,3})",
            "\\PC{1,8}",
        ]
        .prop_map(|text| crate::kinds::value::tidy(&text).trim().to_owned())
        .prop_filter("a line of text", |text| !text.is_empty() && !text.contains('\n'))
    }

    fn any_wanted(values: &'static [&'static str]) -> impl Strategy<Value = Wanted> {
        prop_oneof![
            proptest::sample::select(values).prop_map(text),
            Just(Wanted::OwnDistrict),
            (-999..999).prop_map(Wanted::Today),
        ]
    }

    fn any_test() -> impl Strategy<Value = (&'static str, Test)> {
        let dates = || any_wanted(&["2026-01-01", "2026-12-31"]);
        let hard = || hard_text().prop_map(Wanted::Text);
        prop_oneof![
            proptest::collection::vec(hard(), 1..4).prop_map(|it| ("summary", Test::Is(it))),
            proptest::collection::vec(hard(), 1..3)
                .prop_map(|it| ("statements.text", Test::Is(it))),
            hard_text().prop_map(|it| ("summary", Test::Contains(it))),
            proptest::collection::vec(any_wanted(&["struktur", "ergebnis"]), 1..3)
                .prop_map(|it| ("dimensions", Test::Is(it))),
            proptest::collection::vec(any_wanted(&["1.5", "1.234", "-3", "1000"]), 1..3)
                .prop_map(|it| ("effort", Test::Is(it))),
            dates().prop_map(|it| ("starts_on", Test::Before(it))),
            dates().prop_map(|it| ("ends_on", Test::After(it))),
            Just(("contact", Test::Empty)),
            Just(("tested", Test::Filled)),
        ]
    }

    fn any_query() -> impl Strategy<Value = Query> {
        let some = |of: &'static [&'static str]| {
            proptest::sample::subsequence(of, 0..=of.len()).prop_map(|it| texts(&it))
        };
        let fields = || some(&["title", "updated", "statements.text", "starts_on", "summary"]);
        let filters = proptest::collection::vec(any_test(), 0..5).prop_map(|tests| {
            let mut seen = std::collections::BTreeSet::new();
            let fresh = tests.into_iter().filter(|(field, _)| seen.insert(*field));
            fresh.map(|(field, test)| filter(field, test)).collect::<Vec<_>>()
        });
        let sort = (fields(), any::<bool>()).prop_map(|(fields, down)| {
            let order = if down { SortOrder::Descending } else { SortOrder::Ascending };
            fields.into_iter().map(|field| Sort { field, order }).collect::<Vec<_>>()
        });
        let what = (some(&["practice"]), some(&["mitte", "gesamtstadt"]), some(&["entwurf"]));
        let how = (sort, fields(), any::<bool>(), proptest::option::of(any::<u32>()));
        let districts = prop_oneof![
            Just(vec![]),
            Just(vec![Wanted::OwnDistrict]),
            Just(vec![text("mitte"), Wanted::OwnDistrict]),
        ];
        (what, districts, filters, how).prop_map(|(what, districts, filters, how)| Query {
            kinds: what.0,
            spaces: what.1,
            statuses: what.2,
            districts,
            filters,
            sort: how.0,
            columns: how.1,
            count: if how.2 { Count::Only } else { Count::Rows },
            limit: how.3,
            ..Query::default()
        })
    }

    proptest! {
        #[test]
        fn a_written_question_is_read_as_the_same(query in any_query()) {
            let kinds = kinds();
            for lang in ["de", "en"] {
                let (again, problems) = Query::read_block(&query.to_block(lang), &kinds);
                prop_assert_eq!(&again, &query, "{}", query.to_block(lang));
                prop_assert_eq!(problems, vec![]);
            }
            let (again, problems) =
                Query::read_params(Query::default(), &query.to_params(), &kinds);
            prop_assert_eq!(again, query);
            prop_assert_eq!(problems, vec![]);
        }

        #[test]
        fn any_text_is_a_question_that_keeps_its_words(
            block in "((Seitenart|Status|Titel|Spalten|Beginn|feld.x|Sortierung|#|)(: ?)?[a-zäß0-9\", .:-]{0,12}\n){0,6}",
        ) {
            let kinds = kinds();
            let (query, _) = Query::read_block(&block, &kinds);
            for lang in ["de", "en"] {
                let (again, _) = Query::read_block(&query.to_block(lang), &kinds);
                prop_assert_eq!(&again, &query, "{}", query.to_block(lang));
            }
        }
    }
}
