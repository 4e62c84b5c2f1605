//! What SQL answers to a question is what somebody would pick by hand from all pages: random
//! questions over pages with values of every type, on either database.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use qm_wiki::access::Actor;
use qm_wiki::german::link_key;
use qm_wiki::kinds::{
    Asker, Fact, FieldType, Filter, Kind, Query, Sort, SortOrder, Test, Wanted, facts,
};
use qm_wiki::store::query::{self, Row, Scope, Window};

use crate::app::TestApp;

const KIND: &str = r#"
id = "probe"
label = { de = "Probe", en = "Sample" }
plural = { de = "Proben", en = "Samples" }
hint = { de = "Alles, was es gibt.", en = "All there is." }
life_cycle = "page"
publish = "at_once"
records = ["comment"]

[[section]]
id = "kern"
label = { de = "Kern", en = "Core" }

[[field]]
id = "zahl"
section = "kern"
type = "number"
label = { de = "Zahl", en = "Number" }
facet = true

[[field]]
id = "tag"
section = "kern"
type = "date"
label = { de = "Tag", en = "Day" }

[[field]]
id = "ja"
section = "kern"
type = "yes_no"
label = { de = "Ja oder nein", en = "Yes or no" }
facet = true

[[field]]
id = "stand"
section = "kern"
type = "choice"
choices = "measure_status"
label = { de = "Stand", en = "State" }
facet = true

[[field]]
id = "bezirke"
section = "kern"
type = "districts"
choices = "districts"
label = { de = "Bezirke", en = "Districts" }
facet = true

[[field]]
id = "wort"
section = "kern"
type = "text"
label = { de = "Wort", en = "Word" }
column = true

[[field]]
id = "marken"
section = "kern"
type = "tags"
label = { de = "Marken", en = "Marks" }

[[field]]
id = "zeilen"
section = "kern"
type = "table"
label = { de = "Zeilen", en = "Lines" }
  [[field.column]]
  id = "was"
  type = "text"
  label = { de = "Was", en = "What" }
"#;

const FIELDS: [&str; 9] =
    ["zahl", "tag", "ja", "stand", "bezirke", "wort", "marken", "zeilen", "zeilen.was"];
const WORDS: [&str; 9] =
    ["Äpfel", "ärger", "ZEBRA", "zebra", "50%", "a_b", "Straße", "STRASSE!", "öl und Öl"];
const DAYS: [&str; 3] = ["2026-01-31", "2026-02-01", "2026-11-22"];
const NUMBERS: [&str; 5] = ["2", "10", "-3", "1,5", "0"];
const STATES: [&str; 3] = ["offen", "in_arbeit", "umgesetzt"];
const DISTRICTS: [&str; 3] = ["mitte", "pankow", "spandau"];
const SPACES: [&str; 3] = ["mitte", "pankow", "gesamtstadt"];
const TODAY: &str = "2026-11-22";
const PAGES: usize = 40;

/// The same pages each time, each with another mixture of values.
fn write_pages(app: &TestApp) {
    let mut anna = app.administrator();
    for number in 0..PAGES {
        let pick = |of: &[&str], step: usize| {
            let place = (number * step) % (of.len() + 1);
            of.get(place).copied().unwrap_or_default().to_owned()
        };
        let title = format!("{} {number}", WORDS[number % WORDS.len()]);
        let form = [
            ("space", SPACES[number % 3].to_owned()),
            ("kind", "probe".to_owned()),
            ("title", title),
            ("f.zahl", pick(&NUMBERS, 1)),
            ("f.tag", pick(&DAYS, 3)),
            ("f.ja", pick(&["ja", "nein"], 5)),
            ("f.stand", pick(&STATES, 3)),
            ("f.bezirke", pick(&DISTRICTS, 7)),
            ("f.bezirke", pick(&DISTRICTS, 3)),
            ("f.wort", pick(&WORDS, 1)),
            ("f.marken", format!("{}\n{}", pick(&WORDS, 3), pick(&WORDS, 7))),
            ("f.zeilen.0.was", pick(&WORDS, 7)),
            ("f.zeilen.1.was", pick(&WORDS, 3)),
            ("act", "publish".to_owned()),
        ];
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        anna.post("/new", &form).address();
    }
}

fn any_wanted(field: &'static str) -> BoxedStrategy<Wanted> {
    let text = |of: &'static [&'static str]| {
        proptest::sample::select(of).prop_map(|it| Wanted::Text(it.replace(',', "."))).boxed()
    };
    match field {
        "zahl" => text(&NUMBERS),
        "tag" => prop_oneof![text(&DAYS), (-300..300).prop_map(Wanted::Today)].boxed(),
        "ja" => text(&["ja", "nein"]),
        "stand" => text(&STATES),
        "bezirke" => prop_oneof![text(&DISTRICTS), Just(Wanted::OwnDistrict)].boxed(),
        _ => text(&WORDS),
    }
}

fn any_filter() -> impl Strategy<Value = Filter> {
    proptest::sample::select(&FIELDS[..]).prop_flat_map(|field| {
        let one = || any_wanted(field);
        let part = proptest::sample::select(
            &[
                "", "%", "_", "a", "Ä", "STRASSE", "ße", "öl", "0", "-", "offen", "arbeit", "!",
                "mitte",
            ][..],
        );
        let test = prop_oneof![
            proptest::collection::vec(one(), 1..3).prop_map(Test::Is),
            one().prop_map(Test::Before),
            one().prop_map(Test::After),
            part.prop_map(|it| Test::Contains(it.to_owned())),
            Just(Test::Empty),
            Just(Test::Filled),
        ];
        test.prop_map(move |test| Filter { field: field.to_owned(), test })
    })
}

fn any_query() -> impl Strategy<Value = Query> {
    let fields = ["title", "zahl", "tag", "ja", "stand", "bezirke", "wort", "marken", "space"];
    let sort =
        (proptest::sample::select(fields.to_vec()), any::<bool>()).prop_map(|(field, down)| {
            let order = if down { SortOrder::Descending } else { SortOrder::Ascending };
            Sort { field: field.to_owned(), order }
        });
    let spaces = proptest::sample::subsequence(SPACES.to_vec(), 0..2);
    let districts = prop_oneof![
        3 => Just(Vec::new()),
        1 => proptest::sample::select(DISTRICTS.to_vec())
            .prop_map(|it| vec![Wanted::Text(it.to_owned())]),
        1 => Just(vec![Wanted::OwnDistrict]),
    ];
    let filters = proptest::collection::vec(any_filter(), 0..3);
    let sorts = proptest::collection::vec(sort, 0..3);
    (spaces, districts, filters, sorts).prop_map(|(spaces, districts, filters, sort)| Query {
        kinds: vec!["probe".to_owned()],
        spaces: spaces.into_iter().map(str::to_owned).collect(),
        districts,
        filters,
        sort,
        ..Query::default()
    })
}

/// Picks and puts in order by hand.
fn by_hand<'r>(all: &'r [Row], kind: &Kind, query: &Query, asker: Asker<'_>) -> Vec<&'r str> {
    let mut rows: Vec<&Row> = all.iter().filter(|row| is_asked(row, kind, query, asker)).collect();
    rows.sort_by(|one, other| one.line.page.cmp(&other.line.page));
    if query.sort.is_empty() {
        rows.sort_by_key(|it| link_key(&it.line.title));
    }
    for sort in query.sort.iter().rev() {
        rows.sort_by(|one, other| {
            let (one, other) = (key(one, kind, sort), key(other, kind, sort));
            let by_value = one.partial_cmp(&other).unwrap();
            match (one.is_none() || other.is_none(), sort.order) {
                // Nothing comes last in either direction.
                (true, _) => other.is_some().cmp(&one.is_some()),
                (false, SortOrder::Ascending) => by_value,
                (false, SortOrder::Descending) => by_value.reverse(),
            }
        });
    }
    rows.iter().map(|it| it.line.page.as_str()).collect()
}

fn facts_at(row: &Row, kind: &Kind, field: &str) -> Vec<Fact> {
    let all = facts(kind, &row.page_fields).into_iter();
    all.filter(|it| it.field == field || it.field.split('.').next() == Some(field)).collect()
}

fn is_asked(row: &Row, kind: &Kind, query: &Query, asker: Asker<'_>) -> bool {
    let in_space = query.spaces.is_empty() || query.spaces.contains(&row.line.space);
    let districts: Vec<_> = query.districts.iter().filter_map(|it| it.settled(asker)).collect();
    let named = facts_at(row, kind, "bezirke");
    let concerns =
        districts.contains(&row.line.space) || named.iter().any(|it| districts.contains(&it.text));
    let in_district = query.districts.is_empty() || concerns;
    let holds = |filter: &Filter| {
        let facts = facts_at(row, kind, &filter.field);
        match &filter.test {
            Test::Empty => facts.is_empty(),
            Test::Filled => !facts.is_empty(),
            test => facts.iter().any(|it| fact_holds(it, kind, &filter.field, test, asker)),
        }
    };
    in_space && in_district && query.filters.iter().all(holds)
}

fn fact_holds(fact: &Fact, kind: &Kind, field: &str, test: &Test, asker: Asker<'_>) -> bool {
    let field_type = kind.type_at(field).unwrap();
    let wanted = |it: &Wanted| it.settled(asker);
    let choices = field_type.choices();
    let place = |id: &str| choices.unwrap().items.iter().position(|it| it.id == id);
    let compare = |wanted: String| match field_type {
        FieldType::Number => fact.number.unwrap().partial_cmp(&wanted.parse().unwrap()),
        FieldType::Date => Some(fact.day.clone().unwrap().cmp(&wanted)),
        _ if choices.is_some() => Some(place(&fact.text)?.cmp(&place(&wanted)?)),
        _ => Some(fact.text.to_lowercase().cmp(&wanted.to_lowercase())),
    };
    match test {
        Test::Is(all) => all.iter().filter_map(wanted).any(|it| match field_type {
            FieldType::Number => fact.number == it.parse().ok(),
            _ => fact.text == it,
        }),
        Test::Before(it) => wanted(it).and_then(compare).is_some_and(|it| it.is_lt()),
        Test::After(it) => wanted(it).and_then(compare).is_some_and(|it| it.is_gt()),
        Test::Contains(part) => {
            let has = |text: &str| text.to_lowercase().contains(&part.to_lowercase());
            match choices.and_then(|it| it.get(&fact.text)) {
                Some(choice) => has(&choice.id) || has(&choice.label.de) || has(&choice.label.en),
                None => has(&fact.text),
            }
        }
        Test::Empty | Test::Filled => unreachable!(),
    }
}

/// What a row is put in order by: a number or a text.
fn key(row: &Row, kind: &Kind, sort: &Sort) -> Option<(f64, String)> {
    let text = |it: &str| (0.0, it.to_owned());
    match sort.field.as_str() {
        "title" => return Some(text(&link_key(&row.line.title))),
        "space" => {
            let order = ["mitte", "pankow", "gesamtstadt"];
            let place = order.iter().position(|it| *it == row.line.space).unwrap();
            return Some((f64::from(u8::try_from(place).unwrap()), String::new()));
        }
        _ => {}
    }
    let field_type = kind.type_at(&sort.field).unwrap();
    let facts = facts_at(row, kind, &sort.field);
    let keys = facts.iter().map(|fact| match (field_type, field_type.choices()) {
        (FieldType::Number | FieldType::YesNo, _) => (fact.number.unwrap(), String::new()),
        (FieldType::Date, _) => text(fact.day.as_deref().unwrap()),
        (_, Some(list)) => {
            let place = list.items.iter().position(|it| it.id == fact.text).unwrap();
            (f64::from(u16::try_from(place).unwrap()), String::new())
        }
        _ => text(&link_key(&fact.text)),
    });
    let order = |one: &(f64, String), other: &(f64, String)| one.partial_cmp(other).unwrap();
    match sort.order {
        SortOrder::Ascending => keys.min_by(order),
        SortOrder::Descending => keys.max_by(order),
    }
}

#[test]
fn sql_answers_what_one_would_pick_by_hand() {
    let app = TestApp::start_prepared(|data| {
        std::fs::create_dir_all(data.join("kinds")).unwrap();
        std::fs::write(data.join("kinds/probe.toml"), KIND).unwrap();
    });
    write_pages(&app);
    let kinds = app.wiki.kinds.now();
    let kind = kinds.get("probe").unwrap();
    let actor = Actor::system();
    let asker = Asker { district: Some("pankow"), today: TODAY };
    let scope = Scope { actor: &actor, asker, kinds: &kinds };
    let db = app.wiki.db.reader();
    let everything = Query { kinds: vec!["probe".to_owned()], ..Query::default() };
    let window = Window { limit: 1_000, offset: 0 };
    let all = app.runtime.block_on(query::rows(db, &scope, &everything, window)).unwrap();
    assert_eq!(all.len(), PAGES);

    let found = std::cell::Cell::new(0);
    let mut runner =
        TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    let run = runner.run(&any_query(), |query| {
        let expected = by_hand(&all, kind, &query, asker);
        found.set(found.get() + expected.len());
        app.runtime.block_on(async {
            let rows = query::rows(db, &scope, &query, window).await.unwrap();
            let pages: Vec<_> = rows.iter().map(|it| it.line.page.as_str()).collect();
            prop_assert_eq!(&pages, &expected);
            let count = query::count(db, &scope, &query).await.unwrap();
            prop_assert_eq!(count, expected.len() as u64);
            // Two parts of an answer fit together.
            let part = Window { limit: 3, offset: 2 };
            let rows = query::rows(db, &scope, &query, part).await.unwrap();
            let pages: Vec<_> = rows.iter().map(|it| it.line.page.as_str()).collect();
            let expected: Vec<_> = expected.iter().skip(2).take(3).copied().collect();
            prop_assert_eq!(pages, expected);
            // A facet counts what its value as a condition finds.
            for field in ["district", "stand", "space", "zahl"] {
                for (value, count) in query::facet(db, &scope, &query, field).await.unwrap() {
                    let mut narrow = query.clone();
                    let wanted = vec![Wanted::Text(value.clone())];
                    let test = Test::Is(wanted.clone());
                    match field {
                        "district" if narrow.districts.is_empty() => narrow.districts = wanted,
                        "district" => continue,
                        _ => narrow.filters.push(Filter { field: field.to_owned(), test }),
                    }
                    let rows = query::count(db, &scope, &narrow).await.unwrap();
                    prop_assert_eq!(rows, count, "{} in {}", value, field);
                }
            }
            Ok(())
        })?;
        Ok(())
    });
    if let Err(error) = run {
        panic!("{error}");
    }
    // Questions that find nothing, or all, would prove nothing.
    assert!(found.get() > 400 && found.get() < 400 * PAGES, "{}", found.get());
}

#[test]
fn a_kind_of_the_site_is_asked_for_and_handed_out_by_each_of_its_fields() {
    let app = TestApp::start_prepared(|data| {
        std::fs::create_dir_all(data.join("kinds")).unwrap();
        std::fs::write(data.join("kinds/probe.toml"), KIND).unwrap();
    });
    let mut anna = app.person("anna", &["editor@mitte"]);
    let form = [
        ("space", "mitte"),
        ("kind", "probe"),
        ("title", "Erste"),
        ("f.zahl", "1,5"),
        ("f.tag", "2026-02-01"),
        ("f.ja", "ja"),
        ("f.stand", "offen"),
        ("f.wort", "-2+3"),
        ("f.zeilen.0.was", "Zelle"),
        ("act", "publish"),
    ];
    anna.post("/new", &form).address();
    anna.write("mitte", "probe", "Zweite", "");

    for found in [
        "field.zahl:after=1,2",
        "field.zahl=1.5",
        "field.tag:before=2026-02-02",
        "ja=ja",
        "field.stand:contains=offen",
        "field.wort:filled=&field.wort:empty=no",
        "field.zeilen.was=Zelle",
        "field.zeilen:empty=no",
    ] {
        let answer = anna.get(&format!("/list/probe?{found}"));
        assert!(answer.body.contains(">Erste</a>"), "{found}");
        assert!(!answer.body.contains(">Zweite</a>"), "{found}");
    }
    let file = anna.get("/list/probe?format=csv&sort=zahl").body;
    let heads =
        "Titel;Seitenart;Bereich;Status;Zahl;Tag;Ja oder nein;Stand;Bezirke;Wort;Marken;Zeilen;";
    assert!(file.contains(heads), "{file}");
    assert!(file.contains(";1,5;01.02.2026;Ja;Offen;;'-2+3;;Zelle;"), "{file}");

    anna.post("/language", &[("lang", "en"), ("next", "/")]);
    let body = anna.get("/list/probe?columns=ja,zahl").body;
    assert!(body.contains(">Yes<") && body.contains(">1.5<") && !body.contains(">Ja<"), "{body}");
}
