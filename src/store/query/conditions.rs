//! The conditions of a `Query` as SQL, the same for SQLite and PostgreSQL. Asks nothing itself.

use jiff::civil::Date;
use sea_orm::Condition;
use sea_orm::sea_query::{
    CaseStatement, Expr, ExprTrait, Func, LikeExpr, Query as Sql, SelectStatement,
};

use super::Scope;
use crate::clock::{self, Millis};
use crate::kinds::{
    ChoiceList, Declaration, FieldType, Filter, Label, Query, RecordSet, Sort, SortOrder, Test,
    Wanted, parse_date,
};
use crate::store::faces::{columns_equal, same_face};
use crate::store::lists::once;

/// Facts hold no longer texts, so nothing longer is found in them.
const TEXT_CHARS_MAX: usize = 400;
/// Longer lists of choices are put in the order of the alphabet instead of their own.
const CHOICES_MAX: usize = 300;
/// What keeps `%` and `_` from meaning anything.
const ESCAPE: char = '!';

/// A question with what its words mean.
pub(super) struct Asked<'a> {
    scope: &'a Scope<'a>,
    query: &'a Query,
    set: Option<&'a RecordSet>,
    declarations: Vec<&'a Declaration>,
}

/// Where a field of the question is kept.
pub(super) enum Place<'a> {
    Title,
    /// The title of the page at which a record lives.
    PageTitle,
    Kind,
    Space,
    Status,
    Updated,
    /// In facts under these names; the columns of a table are several.
    Facts {
        fields: Vec<String>,
        field_type: Option<&'a FieldType>,
    },
    /// Nobody may ask by it.
    Nowhere,
}

impl<'a> Asked<'a> {
    pub(super) fn new(scope: &'a Scope<'a>, query: &'a Query) -> Self {
        let set = query.records.as_deref().and_then(|id| scope.kinds.record_set(id));
        let set = set.map(|it| it.as_ref());
        let mut declarations: Vec<&Declaration> = Vec::new();
        match set {
            Some(set) => declarations.push(set),
            None => {
                let is_asked =
                    |id: &str| query.kinds.is_empty() || query.kinds.iter().any(|it| it == id);
                let kinds = scope.kinds.iter().filter(|it| is_asked(&it.id));
                declarations.extend(kinds.map(|it| -> &Declaration { it }));
            }
        }
        Self { scope, query, set, declarations }
    }

    pub(super) fn is_about_records(&self) -> bool {
        self.query.records.is_some()
    }

    /// What tells rows apart.
    pub(super) fn id(&self) -> Expr {
        match self.is_about_records() {
            true => Expr::col(("record", "id")),
            false => Expr::col(("face", "page_id")),
        }
    }

    /// The rows without columns and order.
    pub(super) fn select(&self) -> SelectStatement {
        let mut select = Sql::select();
        if let Some(set) = &self.query.records {
            select
                .from("record")
                .inner_join("face", columns_equal(("face", "page_id"), ("record", "page_id")))
                .and_where(Expr::col(("record", "record_set")).eq(plain(set)))
                .and_where(Expr::col(("record", "removed_at")).is_null());
        } else {
            select.from("face");
        }
        select
            .inner_join("page", columns_equal(("page", "id"), ("face", "page_id")))
            .inner_join("space", columns_equal(("space", "id"), ("face", "space_id")))
            .cond_where(once(self.scope.actor));
        if !self.query.kinds.is_empty() {
            select.and_where(one_of(Expr::col(("face", "kind")), texts(&self.query.kinds)));
        }
        if !self.query.spaces.is_empty() {
            select.cond_where(in_spaces(&texts(&self.query.spaces)));
        } else if !self.names_a_space() {
            // What is only tried out appears nowhere else (product.md 8).
            select.and_where(Expr::col(("space", "everyone_role")).is_null());
        }
        if !self.query.statuses.is_empty() {
            select.and_where(one_of(self.status(), texts(&self.query.statuses)));
        }
        if !self.query.districts.is_empty() {
            select.cond_where(self.in_districts(&self.settled(&self.query.districts)));
        }
        for filter in &self.query.filters {
            select.cond_where(self.holds(filter));
        }
        select
    }

    /// The keys of the order.
    pub(super) fn order(&self) -> Vec<(Expr, SortOrder)> {
        let keys = self.query.sort.iter();
        keys.filter_map(|sort| Some((self.key(sort)?, sort.order))).collect()
    }

    pub(super) fn fact_table(&self) -> &'static str {
        if self.is_about_records() { "record_fact" } else { "fact" }
    }

    /// That a fact is of this row.
    pub(super) fn same_row(&self) -> Condition {
        match self.is_about_records() {
            true => {
                Condition::all().add(columns_equal(("record_fact", "record_id"), ("record", "id")))
            }
            false => same_face("fact"),
        }
    }

    /// The facts of a row under these names.
    pub(super) fn facts(&self, fields: &[String]) -> SelectStatement {
        let table = self.fact_table();
        let mut facts = Sql::select();
        facts
            .expr(Expr::val(1))
            .from(table)
            .cond_where(self.same_row())
            .and_where(one_of(Expr::col((table, "field")), fields.to_vec()));
        facts
    }

    /// The status of a row; that of a record is a field, and before it is set its default.
    pub(super) fn status(&self) -> Expr {
        if !self.is_about_records() {
            return Expr::col(("face", "status"));
        }
        let field = self.set.and_then(|it| it.field(it.status_field.as_deref()?));
        let Some(field) = field else { return Expr::cust("''") };
        let set = Sql::select()
            .expr(Func::min(Expr::col(("record_fact", "text"))))
            .from("record_fact")
            .cond_where(self.same_row())
            .and_where(Expr::col(("record_fact", "field")).eq(field.id.as_str()))
            .take();
        let default = field.default.as_ref().and_then(|it| it.as_str()).unwrap_or_default();
        Func::coalesce([Expr::from(set), Expr::val(default)]).into()
    }

    /// The fields that name districts.
    pub(super) fn district_fields(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for field in self.declarations.iter().flat_map(|it| &it.fields) {
            let is_district =
                matches!(field.r#type, FieldType::District(_) | FieldType::Districts(_));
            if is_district && !names.contains(&field.id) {
                names.push(field.id.clone());
            }
        }
        names
    }

    pub(super) fn place(&self, path: &str) -> Place<'a> {
        let declared = self.declarations.iter().find_map(|it| it.type_at(path));
        if let Some(set) = self.set {
            // A record's own field comes before what its page has.
            if let Some(field_type) = declared {
                let is_open = set.is_open_to_questions(path);
                return if is_open { facts_of(path, field_type) } else { Place::Nowhere };
            }
        }
        match path {
            "title" => Place::Title,
            "page" if self.is_about_records() => Place::PageTitle,
            "kind" => Place::Kind,
            "space" => Place::Space,
            "status" => Place::Status,
            "updated" => Place::Updated,
            _ => match declared {
                Some(field_type) => facts_of(path, field_type),
                None => Place::Facts { fields: vec![plain(path)], field_type: None },
            },
        }
    }

    fn names_a_space(&self) -> bool {
        let filters = &self.query.filters;
        filters.iter().any(|it| it.field == "space" && matches!(it.test, Test::Is(_)))
    }

    /// A page concerns the district in whose space it stands and those it names; a record those it
    /// names, and where it names none, the one of its page.
    fn in_districts(&self, districts: &[String]) -> Condition {
        let space = one_of(Expr::col(("space", "district")), districts.to_vec());
        let own = self.district_fields();
        if own.is_empty() {
            return Condition::all().add(space);
        }
        let mut named = self.facts(&own);
        let text = Expr::col((self.fact_table(), "text"));
        named.and_where(one_of(text, districts.to_vec()));
        let of_space = match self.is_about_records() {
            true => Condition::all().add(space).add(Expr::exists(self.facts(&own)).not()),
            false => Condition::all().add(space),
        };
        Condition::any().add(of_space).add(Expr::exists(named))
    }

    fn holds(&self, filter: &Filter) -> Condition {
        let test = &filter.test;
        match self.place(&filter.field) {
            Place::Title | Place::PageTitle => {
                let (title, folded) = (("face", "title"), ("face", "title_folded"));
                self.text_holds(Expr::col(title), Expr::col(folded), test)
            }
            Place::Kind => {
                let kinds = self.scope.kinds.iter().map(|it| (it.id.as_str(), &it.label));
                self.choice_holds(Expr::col(("face", "kind")), kinds.collect(), test)
            }
            Place::Status => self.choice_holds(self.status(), self.statuses(), test),
            Place::Space => self.space_holds(test),
            Place::Updated => self.moment_holds(test),
            Place::Facts { fields, field_type } => self.fact_holds(&fields, field_type, test),
            // Whether anybody is named may be asked, by whom may not.
            Place::Nowhere => match test {
                Test::Empty | Test::Filled => {
                    self.fact_holds(std::slice::from_ref(&filter.field), None, test)
                }
                _ => never(),
            },
        }
    }

    fn text_holds(&self, text: Expr, folded: Expr, test: &Test) -> Condition {
        let one = |expr: Expr| Condition::all().add(expr);
        match test {
            Test::Is(wanted) => one(one_of(text, self.settled(wanted))),
            Test::Before(wanted) => match self.one(wanted) {
                Some(wanted) => one(folded.lt(wanted.to_lowercase())),
                None => never(),
            },
            Test::After(wanted) => match self.one(wanted) {
                Some(wanted) => one(folded.gt(wanted.to_lowercase())),
                None => never(),
            },
            Test::Contains(part) => contains(folded, part),
            Test::Empty => one(text.eq("")),
            Test::Filled => one(text.ne("")),
        }
    }

    fn choice_holds(&self, id: Expr, choices: Vec<(&str, &Label)>, test: &Test) -> Condition {
        match test {
            Test::Empty => Condition::all().add(id.eq("")),
            Test::Filled => Condition::all().add(id.ne("")),
            _ => Condition::all().add(one_of(id, self.meant(&choices, test))),
        }
    }

    /// The ids a condition on a choice means. Before and after follow the order of the list.
    fn meant(&self, choices: &[(&str, &Label)], test: &Test) -> Vec<String> {
        let place = |id: &str| choices.iter().position(|(known, _)| *known == id);
        let ids = |is_meant: &dyn Fn(usize, &str, &Label) -> bool| {
            let all = choices.iter().enumerate();
            let meant = all.filter(|(at, (id, label))| is_meant(*at, id, label));
            meant.map(|(_, (id, _))| (*id).to_owned()).collect()
        };
        let limit = |wanted: &Wanted| self.one(wanted).and_then(|it| place(&it));
        match test {
            Test::Is(wanted) => self.settled(wanted),
            Test::Before(wanted) => match limit(wanted) {
                Some(end) => ids(&|at, _, _| at < end),
                None => Vec::new(),
            },
            Test::After(wanted) => match limit(wanted) {
                Some(end) => ids(&|at, _, _| at > end),
                None => Vec::new(),
            },
            Test::Contains(part) => {
                let part = part.to_lowercase();
                let has = |text: &str| text.to_lowercase().contains(&part);
                ids(&|_, id, label| has(id) || has(&label.de) || has(&label.en))
            }
            Test::Empty | Test::Filled => Vec::new(),
        }
    }

    fn space_holds(&self, test: &Test) -> Condition {
        match test {
            Test::Is(wanted) => in_spaces(&self.settled(wanted)),
            Test::Contains(part) => {
                let columns = ["key", "title_de", "title_en"];
                columns.iter().fold(Condition::any(), |any, column| {
                    any.add(contains(Func::lower(Expr::col(("space", *column))).into(), part))
                })
            }
            Test::Filled => Condition::all(),
            Test::Before(_) | Test::After(_) | Test::Empty => never(),
        }
    }

    /// Changes are asked for by day, as it is counted in Berlin.
    fn moment_holds(&self, test: &Test) -> Condition {
        let at = || match self.is_about_records() {
            true => Expr::col(("record", "updated_at")),
            false => Expr::col(("face", "updated_at")),
        };
        let day = |wanted: &Wanted| self.one(wanted).and_then(|it| day_in_berlin(&it));
        match test {
            Test::Is(wanted) => {
                let days = wanted.iter().filter_map(day);
                days.fold(Condition::any().add(Expr::cust("1 = 0")), |any, (begin, end)| {
                    any.add(at().gte(begin).and(at().lt(end)))
                })
            }
            Test::Before(wanted) => match day(wanted) {
                Some((begin, _)) => Condition::all().add(at().lt(begin)),
                None => never(),
            },
            Test::After(wanted) => match day(wanted) {
                Some((_, end)) => Condition::all().add(at().gte(end)),
                None => never(),
            },
            Test::Filled => Condition::all(),
            Test::Contains(_) | Test::Empty => never(),
        }
    }

    fn fact_holds(
        &self,
        fields: &[String],
        field_type: Option<&FieldType>,
        test: &Test,
    ) -> Condition {
        let mut facts = self.facts(fields);
        match test {
            Test::Empty => return Condition::all().add(Expr::exists(facts).not()),
            Test::Filled => return Condition::all().add(Expr::exists(facts)),
            _ => {}
        }
        let column = |name: &'static str| Expr::col((self.fact_table(), name));
        let condition = match field_type {
            Some(FieldType::Number) => self.number_holds(column("number"), test),
            Some(FieldType::Date) => self.day_holds(column("day"), test),
            Some(field_type) => match field_type.choices() {
                Some(list) => {
                    let choices = list.items.iter().map(|it| (it.id.as_str(), &it.label));
                    self.choice_holds(column("text"), choices.collect(), test)
                }
                None => self.text_holds(column("text"), column("folded"), test),
            },
            None => self.text_holds(column("text"), column("folded"), test),
        };
        facts.cond_where(condition);
        Condition::all().add(Expr::exists(facts))
    }

    fn number_holds(&self, number: Expr, test: &Test) -> Condition {
        let value = |wanted: &Wanted| {
            self.one(wanted).and_then(|it| it.parse::<f64>().ok()).filter(|it| it.is_finite())
        };
        let condition = match test {
            Test::Is(wanted) => {
                let values: Vec<f64> = wanted.iter().filter_map(value).collect();
                (!values.is_empty()).then(|| number.is_in(values))
            }
            Test::Before(wanted) => value(wanted).map(|it| number.lt(it)),
            Test::After(wanted) => value(wanted).map(|it| number.gt(it)),
            Test::Contains(part) => {
                let text = Expr::col((self.fact_table(), "folded"));
                return contains(text, part);
            }
            Test::Empty | Test::Filled => None,
        };
        condition.map_or_else(never, |it| Condition::all().add(it))
    }

    fn day_holds(&self, day: Expr, test: &Test) -> Condition {
        let value = |wanted: &Wanted| {
            self.one(wanted).and_then(|it| parse_date(&it)).map(|it| it.to_string())
        };
        let condition = match test {
            Test::Is(wanted) => Some(one_of(day, wanted.iter().filter_map(value).collect())),
            Test::Before(wanted) => value(wanted).map(|it| day.lt(it)),
            Test::After(wanted) => value(wanted).map(|it| day.gt(it)),
            Test::Contains(part) => return contains(day, part),
            Test::Empty | Test::Filled => None,
        };
        condition.map_or_else(never, |it| Condition::all().add(it))
    }

    /// What rows are put in order by; nothing for a field nobody may ask by.
    fn key(&self, sort: &Sort) -> Option<Expr> {
        match self.place(&sort.field) {
            Place::Title | Place::PageTitle => Some(Expr::col(("face", "title_sort"))),
            Place::Kind => {
                let ids = self.scope.kinds.iter().map(|it| it.id.as_str());
                Some(place_in(Expr::col(("face", "kind")), ids))
            }
            Place::Space => Some(Expr::col(("space", "position"))),
            Place::Status => {
                let statuses = self.statuses();
                Some(place_in(self.status(), statuses.into_iter().map(|(id, _)| id)))
            }
            Place::Updated if self.is_about_records() => Some(Expr::col(("record", "updated_at"))),
            Place::Updated => Some(Expr::col(("face", "updated_at"))),
            Place::Facts { fields, field_type } => {
                Some(self.fact_key(&fields, field_type, sort.order))
            }
            Place::Nowhere => None,
        }
    }

    /// Of several values the first in the wanted direction counts.
    fn fact_key(
        &self,
        fields: &[String],
        field_type: Option<&FieldType>,
        order: SortOrder,
    ) -> Expr {
        let table = self.fact_table();
        let short = |it: &&ChoiceList| it.items.len() <= CHOICES_MAX;
        let value = match field_type {
            Some(FieldType::Number | FieldType::YesNo) => Expr::col((table, "number")),
            Some(FieldType::Date) => Expr::col((table, "day")),
            Some(other) => match other.choices().filter(short) {
                Some(list) => {
                    let ids = list.items.iter().map(|it| it.id.as_str());
                    place_in(Expr::col((table, "text")), ids)
                }
                None => Expr::col((table, "sort_key")),
            },
            None => Expr::col((table, "sort_key")),
        };
        let first = match order {
            SortOrder::Ascending => Func::min(value),
            SortOrder::Descending => Func::max(value),
        };
        let key = Sql::select()
            .expr(first)
            .from(table)
            .cond_where(self.same_row())
            .and_where(one_of(Expr::col((table, "field")), fields.to_vec()))
            .take();
        Expr::from(key)
    }

    fn statuses(&self) -> Vec<(&'a str, &'a Label)> {
        let mut known: Vec<(&str, &Label)> = Vec::new();
        for status in self.declarations.iter().flat_map(|it| &it.statuses) {
            if !known.iter().any(|(id, _)| *id == status.id) {
                known.push((&status.id, &status.label));
            }
        }
        known
    }

    fn settled(&self, wanted: &[Wanted]) -> Vec<String> {
        wanted.iter().filter_map(|it| self.one(it)).collect()
    }

    fn one(&self, wanted: &Wanted) -> Option<String> {
        wanted.settled(self.scope.asker).map(|it| plain(&it))
    }
}

fn facts_of<'a>(path: &str, field_type: &'a FieldType) -> Place<'a> {
    let fields = match field_type.columns() {
        [] => vec![path.to_owned()],
        columns => columns.iter().map(|it| format!("{path}.{}", it.id)).collect(),
    };
    Place::Facts { fields, field_type: Some(field_type) }
}

/// A space is meant by its key or its title.
fn in_spaces(words: &[String]) -> Condition {
    let columns = ["key", "title_de", "title_en"];
    columns.iter().fold(Condition::any(), |any, column| {
        any.add(one_of(Expr::col(("space", *column)), words.to_vec()))
    })
}

fn contains(folded: Expr, part: &str) -> Condition {
    let part = plain(part).to_lowercase();
    if part.chars().count() > TEXT_CHARS_MAX {
        return never();
    }
    let mut pattern = String::from("%");
    for letter in part.chars() {
        if matches!(letter, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Condition::all().add(folded.like(LikeExpr::new(pattern).escape(ESCAPE)))
}

/// The place of an id in a list; unknown ones come after all, none has no place.
fn place_in<'i>(id: Expr, ids: impl Iterator<Item = &'i str>) -> Expr {
    let mut case = CaseStatement::new().case(id.clone().eq(""), Expr::null());
    let mut next = 0;
    for known in ids {
        case = case.case(id.clone().eq(known), Expr::val(next));
        next += 1;
    }
    case.case(id.is_not_null(), Expr::val(next)).into()
}

fn one_of(column: Expr, values: Vec<String>) -> Expr {
    if values.is_empty() { Expr::cust("1 = 0") } else { column.is_in(values) }
}

fn never() -> Condition {
    Condition::all().add(Expr::cust("1 = 0"))
}

/// The moments at which a day begins and ends.
fn day_in_berlin(day: &str) -> Option<(Millis, Millis)> {
    let day: Date = parse_date(day)?;
    let begin = |day: Date| {
        let begin = day.to_zoned(clock::zone()).ok()?;
        Some(begin.timestamp().as_millisecond())
    };
    Some((begin(day)?, begin(day.tomorrow().ok()?)?))
}

/// PostgreSQL takes no zero bytes; nothing stored holds one.
fn plain(text: &str) -> String {
    text.replace('\0', "")
}

fn texts(values: &[String]) -> Vec<String> {
    values.iter().map(|it| plain(it)).collect()
}
