//! Builds kinds, sets of records, lists and registers from their files, every mistake named by line.
//! A file with mistakes still gives as much of a kind as can be used.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::Choice;
use super::ChoiceList;
use super::Declaration;
use super::EditRight;
use super::FileProblem;
use super::Files;
use super::Kind;
use super::LifeCycle;
use super::ListChanges;
use super::Publish;
use super::RecordSet;
use super::Rule;
use super::Section;
use super::Status;
use super::files::Part;
use super::load_field::CommonFields;
use super::load_field::Owner;
use super::load_field::Reading;
use super::load_field::is_id;
use super::page_statuses;
use super::rule_load;
use super::rule_load::Messages;
use super::toml_table::Source;
use super::toml_table::Table;

/// What the files describe.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) kinds: Vec<Arc<Kind>>,
    pub(crate) records: Vec<Arc<RecordSet>>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) lists: BTreeMap<String, ChoiceList>,
}

/// Reads all files. Choices that were in a list `before` and are no longer stay as retired; what
/// the site has changed about its lists lies on top.
pub(crate) fn load(
    files: &Files,
    before: &BTreeMap<String, ChoiceList>,
    changes: &ListChanges,
) -> (Loaded, Vec<FileProblem>) {
    let problems = RefCell::new(Vec::new());
    let texts = files.texts().filter_map(|(part, text)| {
        let source = Source { name: &text.name, text: &text.text, problems: &problems };
        Some((part, source, parse_document(source)?))
    });
    let documents: Documents<'_> = texts.collect();

    let mut lists = read_all_lists(&documents);
    retire(&mut lists, before);
    changes.apply(&mut lists);
    let common = whole(&documents, |part| *part == Part::Common);
    let common_fields = CommonFields::read(&common);
    let messages = read_messages(&documents);
    let rules = read_common_rules(&messages, &common);
    // A kind whose file is broken is still a kind that others may mean.
    let kind_ids: Vec<_> = files
        .texts()
        .filter_map(|(part, _)| match part {
            Part::Kind(id) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    let reading =
        Reading { common: &common_fields, lists: &lists, messages: &messages, kind_ids: &kind_ids };
    let mut records = read_records(&reading, &documents);
    let of_kind =
        |id: &str| whole(&documents, |part| matches!(part, Part::Kind(other) if other == id)).pop();
    // Any kind may switch on a set of records that another one brings.
    let mut own: Vec<Vec<String>> = Vec::new();
    for table in kind_ids.iter().map(|id| of_kind(id)) {
        own.push(table.map_or(Vec::new(), |it| own_records(&reading, &mut records, &it)));
    }
    let mut kinds = Vec::new();
    for (id, own) in kind_ids.iter().zip(&own) {
        if let Some(table) = of_kind(id) {
            kinds.push(Arc::new(read_kind(&reading, &records, own, id, &table)));
        }
    }
    kinds.sort_by_key(|kind| kind.order);
    let mut problems = problems.into_inner();
    problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    problems.dedup();
    (Loaded { kinds, records, rules, lists }, problems)
}

/// The files that could be parsed, with what they describe.
type Documents<'s> = Vec<(&'s Part, Source<'s>, Spanned<DeTable<'s>>)>;

/// The files of some parts, each as one table, to be read anew.
fn whole<'d>(documents: &'d Documents<'d>, wanted: impl Fn(&Part) -> bool) -> Vec<Table<'d>> {
    let documents = documents.iter().filter(|(part, ..)| wanted(part));
    documents
        .map(|(_, source, document)| Table::new(*source, document.get_ref(), document.span().start))
        .collect()
}

fn read_all_lists(documents: &Documents<'_>) -> BTreeMap<String, ChoiceList> {
    let mut lists = BTreeMap::new();
    for (part, source, document) in documents {
        if let Part::Register(name) = part {
            let table = Table::new(*source, document.get_ref(), document.span().start);
            lists.insert(name.clone(), read_register(name, &table));
        }
    }
    let mut layers = BTreeMap::new();
    for table in whole(documents, |part| *part == Part::Choices) {
        let here = read_lists(&table, &lists);
        layers.extend(here);
    }
    lists.append(&mut layers);
    for table in whole(documents, |part| matches!(part, Part::Kind(_))) {
        if let Some(own) = table.table("choices") {
            let mut own = read_lists(&own, &lists);
            lists.append(&mut own);
        }
    }
    lists
}

fn retire(lists: &mut BTreeMap<String, ChoiceList>, before: &BTreeMap<String, ChoiceList>) {
    for (name, list) in lists {
        let Some(before) = before.get(name) else {
            continue;
        };
        let is_known = |id: &String| {
            list.items.iter().any(|choice| choice.id == *id || choice.also.contains(id))
        };
        let gone: Vec<_> = before.items.iter().filter(|choice| !is_known(&choice.id)).collect();
        if !gone.is_empty() {
            let gone = gone.into_iter().map(|choice| Choice { retired: true, ..choice.clone() });
            list.items = list.items.iter().cloned().chain(gone).collect();
        }
    }
}

/// The lists of a file, but for those whose name is taken by a list of another sort.
fn read_lists(
    table: &Table<'_>,
    taken: &BTreeMap<String, ChoiceList>,
) -> BTreeMap<String, ChoiceList> {
    let mut lists = BTreeMap::new();
    for (name, choices) in table.named_tables() {
        if taken.contains_key(name) {
            table.note("problem-file-duplicate", &[("id", name)]);
            continue;
        }
        let items = read_choices(&choices);
        lists.insert(name.to_owned(), ChoiceList { items, ..ChoiceList::named(name) });
    }
    lists
}

fn read_messages(documents: &Documents<'_>) -> Messages {
    let tables = whole(documents, |part| *part == Part::Messages);
    let all = tables.iter().flat_map(Table::named_labels);
    all.map(|(id, words)| (id.to_owned(), words)).collect()
}

/// The rules that hold for pages of every kind.
fn read_common_rules(messages: &Messages, tables: &[Table<'_>]) -> Vec<Rule> {
    let none = Declaration::default();
    let mut rules: Vec<Rule> = Vec::new();
    for table in tables {
        for rule in
            table.tables("rule").iter().filter_map(|rule| rule_load::read(&none, messages, rule))
        {
            rules.retain(|other| other.id != rule.id);
            rules.push(rule);
        }
        table.finish();
    }
    rules
}

/// The sets of records of all `records.toml`; a set in a later file wins.
fn read_records(reading: &Reading<'_, '_>, documents: &Documents<'_>) -> Vec<Arc<RecordSet>> {
    let mut records: Vec<Arc<RecordSet>> = Vec::new();
    for table in whole(documents, |part| *part == Part::Records) {
        let mut here: Vec<Arc<RecordSet>> = Vec::new();
        for table in table.tables("record") {
            here.extend(read_record_set(reading, &here, &table));
        }
        table.finish();
        for set in here {
            match records.iter_mut().find(|other| other.id == set.id) {
                Some(other) => *other = set,
                None => records.push(set),
            }
        }
    }
    records
}

/// The sets of records that a kind brings in its own file; their ids.
fn own_records(
    reading: &Reading<'_, '_>,
    records: &mut Vec<Arc<RecordSet>>,
    table: &Table<'_>,
) -> Vec<String> {
    let mut own = Vec::new();
    for table in table.tables("record") {
        if let Some(set) = read_record_set(reading, records, &table) {
            own.push(set.id.clone());
            records.push(set);
        }
    }
    own
}

fn read_record_set(
    reading: &Reading<'_, '_>,
    before: &[Arc<RecordSet>],
    table: &Table<'_>,
) -> Option<Arc<RecordSet>> {
    let id = table.required_text("id")?;
    if !is_id(&id) {
        table.note_at("id", "problem-file-bad-id", &[("id", &id)]);
        return None;
    }
    if before.iter().any(|set| set.id == id) {
        table.note_at("id", "problem-file-duplicate", &[("id", &id)]);
        return None;
    }
    let status_field = table.text("status_field");
    let closed = table.texts("closed");
    let label = table.required_label("label").unwrap_or_default();
    let mut declaration = Declaration {
        id,
        plural: table.label("plural").unwrap_or_else(|| label.clone()),
        label,
        hint: table.label("hint").unwrap_or_default(),
        statuses: record_statuses(reading, table, status_field.as_deref(), &closed),
        ..Declaration::default()
    };
    read_fields(reading, &mut declaration, Owner::Record, table);
    read_rules(reading, &mut declaration, table);
    let set = RecordSet {
        per: table.text("per").filter(|id| is_field(&declaration, table, "per", id)),
        edit: edit_right(table),
        append_only: table.yes("append_only"),
        status_field: status_field.filter(|id| is_field(&declaration, table, "status_field", id)),
        closed,
        declaration,
    };
    table.finish();
    Some(Arc::new(set))
}

/// The choices of the status field, those that count as done as ends.
fn record_statuses(
    reading: &Reading<'_, '_>,
    table: &Table<'_>,
    status_field: Option<&str>,
    closed: &[String],
) -> Vec<Status> {
    let fields = table.tables("field");
    let of_field = fields.iter().find(|field| field.text("id").as_deref() == status_field);
    let list = of_field.filter(|_| status_field.is_some()).and_then(|field| field.text("choices"));
    let list = list.and_then(|name| reading.lists.get(&name));
    let choices = list.map_or(&[][..], |list| &list.items);
    for value in closed.iter().filter(|id| !choices.iter().any(|it| it.id == **id)) {
        let args = [("key", "closed"), ("value", value.as_str())];
        table.note_at("closed", "problem-file-unknown-value", &args);
    }
    let status = |(rank, choice): (usize, &Choice)| Status {
        id: choice.id.clone(),
        label: choice.label.clone(),
        rank: u32::try_from(rank).unwrap_or(u32::MAX),
        end: closed.contains(&choice.id),
        next: Vec::new(),
        reason: false,
    };
    choices.iter().enumerate().map(status).collect()
}

fn edit_right(table: &Table<'_>) -> EditRight {
    let Some(name) = table.required_text("edit") else {
        return EditRight::System;
    };
    EditRight::parse(&name).unwrap_or_else(|| {
        let args = [("key", "edit"), ("value", name.as_str())];
        table.note_at("edit", "problem-file-unknown-value", &args);
        // Nobody rather than anybody.
        EditRight::System
    })
}

fn is_field(declaration: &Declaration, table: &Table<'_>, key: &'static str, id: &str) -> bool {
    let known = declaration.field(id).is_some();
    if !known {
        table.note_at(key, "problem-file-unknown-field", &[("id", id)]);
    }
    known
}

fn read_kind(
    reading: &Reading<'_, '_>,
    records: &[Arc<RecordSet>],
    own_records: &[String],
    file_id: &str,
    table: &Table<'_>,
) -> Kind {
    let id = table.required_text("id").unwrap_or_else(|| file_id.to_owned());
    if id != file_id {
        table.note_at("id", "problem-file-wrong-id", &[("id", &id), ("expected", file_id)]);
    }
    let label = table.required_label("label").unwrap_or_default();
    let life_cycle = life_cycle(table);
    let mut declaration = Declaration {
        id: file_id.to_owned(),
        plural: table.label("plural").unwrap_or_else(|| label.clone()),
        label,
        hint: table.label("hint").unwrap_or_default(),
        sections: sections(table),
        statuses: statuses(table, life_cycle),
        ..Declaration::default()
    };
    read_fields(reading, &mut declaration, Owner::Page, table);
    read_rules(reading, &mut declaration, table);
    check_first(&declaration, table);
    let kind = Kind {
        declaration,
        order: table.whole("order").unwrap_or_else(|| usual_place(file_id)),
        life_cycle,
        publish: publish(table),
        live_within: table.texts("live_within"),
        capabilities: table.texts("capabilities"),
        records: switched_on(records, own_records, table),
    };
    // Lists and sets of records of its own were read before.
    table.leave("choices");
    table.leave("record");
    table.finish();
    kind
}

fn read_fields<'s>(
    reading: &Reading<'_, 's>,
    declaration: &mut Declaration,
    owner: Owner,
    table: &Table<'s>,
) {
    for field in table.tables("field") {
        if let Some(field) = reading.field(declaration, owner, field) {
            declaration.fields.push(field);
        }
    }
}

fn read_rules(reading: &Reading<'_, '_>, declaration: &mut Declaration, table: &Table<'_>) {
    for table in table.tables("rule") {
        let Some(rule) = rule_load::read(declaration, reading.messages, &table) else {
            continue;
        };
        if declaration.rules.iter().any(|other| other.id == rule.id) {
            table.note_at("id", "problem-file-duplicate", &[("id", &rule.id)]);
            continue;
        }
        declaration.rules.push(rule);
    }
}

/// The sets of records the kind names, then those it brings itself.
fn switched_on(
    records: &[Arc<RecordSet>],
    own: &[String],
    table: &Table<'_>,
) -> Vec<Arc<RecordSet>> {
    let mut ids = table.texts("records");
    for id in ids.iter().filter(|id| !records.iter().any(|set| set.id == **id)) {
        table.note_at("records", "problem-file-unknown-records", &[("id", id)]);
    }
    let named = ids.clone();
    ids.extend(own.iter().filter(|id| !named.contains(id)).cloned());
    ids.iter().filter_map(|id| records.iter().find(|set| set.id == *id).cloned()).collect()
}

fn parse_document(source: Source<'_>) -> Option<Spanned<DeTable<'_>>> {
    match DeTable::parse(source.text) {
        Ok(document) => Some(document),
        Err(error) => {
            let byte = error.span().map_or(0, |span| span.start);
            source.note(byte, "problem-file-syntax", &[("message", error.message())]);
            None
        }
    }
}

fn read_register(name: &str, table: &Table<'_>) -> ChoiceList {
    let entries = table.tables("entry");
    let label = table.label("label").unwrap_or_default();
    let hint = table.label("hint").unwrap_or_default();
    table.finish();
    let items = read_choices(&entries);
    ChoiceList { label, hint, register: true, items, ..ChoiceList::named(name) }
}

fn read_choices(tables: &[Table<'_>]) -> Arc<[Choice]> {
    let mut seen = BTreeSet::new();
    tables.iter().filter_map(|table| read_choice(table, &mut seen)).collect()
}

fn read_choice(table: &Table<'_>, seen: &mut BTreeSet<String>) -> Option<Choice> {
    let id = table.required_text("id");
    let label = table.required_label("label");
    let was = table.texts("was");
    let valid_until = table.day("valid_until");
    let retired = table.yes("retired");
    // Whatever else a list says about its values is its own affair.
    let extra = table.rest();
    let spelling = |key: &str| extra.get(key).and_then(|word| word.as_str().map(str::to_owned));
    let also = was.into_iter().chain(["abbreviation", "code"].into_iter().filter_map(spelling));
    let (also, id, label) = (also.collect(), id?, label?);
    if !seen.insert(id.clone()) {
        table.note("problem-file-duplicate", &[("id", &id)]);
        return None;
    }
    Some(Choice { id, label, retired, valid_until, also, extra })
}

/// A form that shows more at first is one people close again.
fn check_first(declaration: &Declaration, table: &Table<'_>) {
    const FIRST_MAX: usize = 7;
    let first = declaration.fields.iter().filter(|field| field.first).count();
    if first > FIRST_MAX {
        let args = [("max", &*FIRST_MAX.to_string()), ("actual", &*first.to_string())];
        table.note("problem-file-too-many-first", &args);
    }
}

fn life_cycle(table: &Table<'_>) -> LifeCycle {
    match table.text("life_cycle").as_deref() {
        Some("page") => LifeCycle::Page,
        Some("own") => LifeCycle::Own,
        None | Some("none") => LifeCycle::None,
        Some(other) => {
            let args = [("key", "life_cycle"), ("value", other)];
            table.note_at("life_cycle", "problem-file-unknown-value", &args);
            LifeCycle::None
        }
    }
}

fn publish(table: &Table<'_>) -> Publish {
    match table.text("publish").as_deref() {
        None | Some("at_once") => Publish::AtOnce,
        Some("approval") => Publish::Approval,
        Some(other) => {
            let args = [("key", "publish"), ("value", other)];
            table.note_at("publish", "problem-file-unknown-value", &args);
            Publish::Approval
        }
    }
}

fn sections(table: &Table<'_>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for table in table.tables("section") {
        let (id, label) = (table.required_text("id"), table.required_label("label"));
        table.finish();
        let (Some(id), Some(label)) = (id, label) else {
            continue;
        };
        if sections.iter().any(|section| section.id == id) {
            table.note_at("id", "problem-file-duplicate", &[("id", &id)]);
            continue;
        }
        sections.push(Section { id, label });
    }
    sections
}

fn statuses(table: &Table<'_>, life_cycle: LifeCycle) -> Vec<Status> {
    let mut own: Vec<Status> = Vec::new();
    let known: Vec<_> = table.tables("status").iter().filter_map(|it| it.text("id")).collect();
    for table in table.tables("status") {
        let (id, label) = (table.required_text("id"), table.required_label("label"));
        let rank = table.count("rank").unwrap_or(own.len());
        let (end, reason, next) = (table.yes("end"), table.yes("reason"), table.texts("next"));
        for next in next.iter().filter(|it| !known.contains(it)) {
            table.note_at("next", "problem-file-unknown-status", &[("status", next)]);
        }
        table.finish();
        let (Some(id), Some(label)) = (id, label) else {
            continue;
        };
        if own.iter().any(|status| status.id == id) {
            table.note_at("id", "problem-file-duplicate", &[("id", &id)]);
            continue;
        }
        let rank = u32::try_from(rank).unwrap_or(u32::MAX);
        own.push(Status { id, label, rank, end, next, reason });
    }
    match life_cycle {
        LifeCycle::Page => page_statuses(),
        LifeCycle::Own if own.is_empty() => {
            table.note("problem-file-missing-key", &[("key", "status")]);
            own
        }
        LifeCycle::Own => own,
        LifeCycle::None => Vec::new(),
    }
}

/// Where a kind stands among the others if its file does not say so: the kinds people write most
/// come first.
fn usual_place(id: &str) -> i64 {
    const USUAL: [&str; 12] = [
        "page",
        "practice",
        "project",
        "standard",
        "term",
        "meeting",
        "goal",
        "indicator",
        "qcheck",
        "report",
        "feedback",
        "question",
    ];
    let place = USUAL.iter().position(|usual| *usual == id).unwrap_or(USUAL.len());
    i64::try_from(place + 1).unwrap_or(i64::MAX) * 10
}

#[cfg(test)]
mod tests {
    use crate::kinds::Files;
    use crate::kinds::Kinds;
    use crate::kinds::Publish;
    use crate::kinds::Setting;
    use crate::kinds::samples;

    fn problems_of(name: &str, text: &str) -> Vec<(String, usize, String)> {
        let mut files = samples::files();
        files.add(name, text);
        let (_, problems) = Kinds::parse(&files);
        problems.into_iter().map(|it| (it.file, it.line, it.code)).collect()
    }

    fn only(code: &str, line: usize) -> Vec<(String, usize, String)> {
        vec![("goal.toml".to_owned(), line, code.to_owned())]
    }

    const HEAD: &str = "id = 'goal'\nlabel = { de = 'Ziel', en = 'Goal' }\n\
                        life_cycle = 'page'\n[[section]]\nid = 'kern'\nlabel = 'Kern'\n";

    #[test]
    fn kinds_come_in_the_order_people_use_them() {
        let ids: Vec<_> = samples::kinds().iter().map(|kind| kind.id.clone()).collect();
        assert_eq!(ids, ["practice", "goal"]);
    }

    #[test]
    fn a_common_field_is_taken_over_and_the_kind_has_the_last_word() {
        let kind = samples::practice();
        let summary = kind.field("summary").unwrap();
        assert_eq!(summary.label.de, "Kurzfassung");
        assert_eq!(summary.limits.chars_max, Some(60));
        assert_eq!(summary.required_from.as_deref(), Some("in_abstimmung"));
        assert!(summary.common && summary.first);
        assert_eq!(kind.publish, Publish::Approval);
    }

    #[test]
    fn a_site_file_of_the_same_name_replaces_the_shipped_one() {
        let mut files = samples::files();
        files.add("/site/kinds/goal.toml", HEAD.replace("Ziel", "Vorhaben"));
        let (kinds, problems) = Kinds::parse(&files);
        assert_eq!(problems, []);
        assert_eq!(kinds.get("goal").unwrap().label.de, "Vorhaben");
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let with = |rest: &str| problems_of("goal.toml", &format!("{HEAD}{rest}"));
        let field = "[[field]]\nid = 'a'\nsection = 'kern'\nlabel = 'A'\n";
        assert_eq!(with("x = ["), only("problem-file-syntax", 7));
        assert_eq!(with("colour = 'red'"), only("problem-file-unknown-key", 7));
        assert_eq!(with(&format!("{field}type = 'word'")), only("problem-file-unknown-value", 11));
        assert_eq!(
            with(&format!("{field}type = 'choice'\nchoices = 'none'")),
            only("problem-file-unknown-list", 12)
        );
        assert_eq!(
            with(&format!("{field}type = 'text'\nmax_chars = 'many'")),
            only("problem-file-wrong-type", 12)
        );
        assert_eq!(
            with(&format!("{field}type = 'date'\ndefault = 'morgen'")),
            only("problem-file-bad-default", 12)
        );
        assert_eq!(
            with(&format!("{field}type = 'text'\nrequired_from = 'fertig'")),
            only("problem-file-unknown-status", 12)
        );
        assert_eq!(
            with(&format!("{field}type = 'pages'\nkinds = ['ghost']")),
            only("problem-file-unknown-kind", 12)
        );
        assert_eq!(
            with(&format!("{field}type = 'text'\n{field}type = 'text'")),
            only("problem-file-duplicate", 13)
        );
        assert_eq!(with("[[field]]\nid = 'title'"), only("problem-file-reserved", 8));
        assert_eq!(with("[[field]]\nid = 'Über'"), only("problem-file-bad-id", 8));
        assert_eq!(
            with("[[field]]\nid = 'ghost'\ncommon = true"),
            only("problem-file-unknown-common", 7)
        );
        assert_eq!(
            with(&field.replace("label = 'A'", "type = 'text'")),
            only("problem-file-missing-key", 7)
        );
        assert_eq!(
            with(&format!("{}type = 'text'", field.replace("kern", "keller"))),
            only("problem-file-unknown-section", 9)
        );
    }

    #[test]
    fn a_mistake_in_a_common_field_is_told_once_and_in_its_own_file() {
        let common = include_str!("../../tests/fixtures/kinds/common.toml");
        let found = problems_of("common.toml", &common.replace("first = true", "frist = true"));
        assert_eq!(found, [("common.toml".to_owned(), 8, "problem-file-unknown-key".to_owned())]);
    }

    #[test]
    fn a_register_entry_ends_on_a_day() {
        let entry =
            |day: &str| format!("[[entry]]\nid = 'mitte'\nlabel = 'Mitte'\nvalid_until = {day}\n");
        for day in ["2026-12-31", "'2026-12-31'", "'31.12.2026'"] {
            let mut files = samples::files();
            files.add("registers/districts.toml", entry(day));
            let (kinds, problems) = Kinds::parse(&files);
            let districts = kinds.registers().next().unwrap();
            assert_eq!((problems.len(), districts.list.as_str()), (0, "districts"));
            let until = districts.get("mitte").unwrap().valid_until.as_deref();
            assert_eq!(until, Some("2026-12-31"));
        }
        let found = problems_of("registers/districts.toml", &entry("'bald'"));
        let expected = ("registers/districts.toml".to_owned(), 4);
        assert_eq!(found, [(expected.0, expected.1, "problem-file-wrong-type".to_owned())]);
    }

    #[test]
    fn a_rule_that_names_an_unknown_field_is_left_out() {
        let rule = "[[rule]]\nid = 'R1'\nlevel = 'error'\nform = 'required_if'\nfield = 'ghost'\n\
                    message = 'Nein'";
        let found = problems_of("goal.toml", &format!("{HEAD}{rule}"));
        assert_eq!(found, only("problem-file-unknown-field", 11));
    }

    #[test]
    fn a_broken_file_does_not_take_the_others_with_it() {
        let mut files = samples::files();
        files.add("goal.toml", "[[[");
        let (kinds, problems) = Kinds::parse(&files);
        assert!(kinds.get("practice").is_some() && kinds.get("goal").is_none());
        assert!(problems.iter().all(|problem| problem.file == "goal.toml") && problems.len() == 1);
    }

    #[test]
    fn a_form_shows_at_most_seven_fields_at_first() {
        let field = |n: usize| {
            let head = format!("[[field]]\nid = 'a{n}'\nsection = 'kern'\nlabel = 'A'\n");
            head + "type = 'text'\nfirst = true\n"
        };
        let with = |count| HEAD.to_owned() + &(0..count).map(field).collect::<String>();
        assert_eq!(problems_of("goal.toml", &with(7)), []);
        assert_eq!(problems_of("goal.toml", &with(8)), only("problem-file-too-many-first", 1));
    }

    /// The files that come with the program.
    fn shipped() -> Files {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content-seed");
        let entries = ["kinds", "registers"]
            .iter()
            .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
            .map(|entry| entry.unwrap().path());
        entries
            .map(|path| {
                let text = std::fs::read_to_string(&path).unwrap();
                (path.strip_prefix(&root).unwrap().to_string_lossy().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn the_shipped_kinds_have_no_mistakes() {
        let (kinds, problems) = Kinds::parse(&shipped());
        assert_eq!(problems, []);
        for id in ["page", "practice", "project", "standard", "term"] {
            assert!(kinds.get(id).is_some(), "{id}");
        }
    }

    #[test]
    fn a_draft_of_every_shipped_kind_needs_no_field() {
        let (kinds, _) = Kinds::parse(&shipped());
        for kind in kinds.iter() {
            let (fields, _, problems) = kind.read_json(&kind.defaults());
            assert_eq!(problems, []);
            let status = kind.first_status().unwrap_or_default();
            let mut findings = kind.check(&fields, &Setting { status, ..Setting::default() });
            findings.retain(|finding| finding.level == crate::kinds::Level::Error);
            assert_eq!(findings, [], "{}", kind.id);
            assert_eq!(kind.gaps(status, &fields), []);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_brings_the_reader_down(text in "(?s).{0,200}") {
            let mut files = samples::files();
            files.add("goal.toml", &text);
            files.add("choices.toml", &text);
            files.add("common.toml", &text);
            let _ = Kinds::parse(&files);
        }

        #[test]
        fn no_damage_of_records_and_rules_brings_the_reader_down(
            cut in 0_usize..6000,
            insert in "[a-z=\\[\\]{}'\" \n]{0,8}",
        ) {
            let files = [
                ("records.toml", include_str!("../../tests/fixtures/kinds/records.toml")),
                ("training.toml", include_str!("../../tests/fixtures/kinds/site/training.toml")),
                ("messages.toml", include_str!("../../tests/fixtures/kinds/messages.toml")),
            ];
            for (name, whole) in files {
                let cut = whole.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(whole.len());
                let (before, after) = whole.split_at(cut);
                let mut files = samples::files();
                files.add(name, format!("{before}{insert}{after}"));
                let parsed = Kinds::parse_with_fallback(&files, &samples::files());
                let (_, problems) = Kinds::parse(&parsed.files);
                proptest::prop_assert_eq!(problems, vec![]);
            }
        }

        #[test]
        fn no_damage_brings_the_reader_down(cut in 0_usize..3000, insert in "[a-z=\\[\\]{}'\" \n]{0,8}") {
            let whole = include_str!("../../tests/fixtures/kinds/practice.toml");
            let cut = whole.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(whole.len());
            let (before, after) = whole.split_at(cut);
            let files: Files = [("practice.toml", format!("{before}{insert}{after}"))].into_iter().collect();
            let _ = Kinds::parse(&files);
        }
    }
}
