//! Builds kinds, lists of choices and registers from their files, and names every mistake by line.
//! A file with mistakes still gives as much of a kind as can be used.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::Choice;
use super::ChoiceList;
use super::Column;
use super::Field;
use super::FieldType;
use super::FileProblem;
use super::Files;
use super::Kind;
use super::LifeCycle;
use super::Limits;
use super::Publish;
use super::Section;
use super::Status;
use super::files::Role;
use super::front_matter;
use super::page_statuses;
use super::rules;
use super::toml_table::Source;
use super::toml_table::Table;
use super::value::ROW_ID;
use super::value::canonical;

/// What the files describe.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) kinds: Vec<Arc<Kind>>,
    pub(crate) lists: BTreeMap<String, ChoiceList>,
}

/// Reads all files.
pub(crate) fn load(files: &Files) -> (Loaded, Vec<FileProblem>) {
    let problems = RefCell::new(Vec::new());
    let documents: Vec<_> = files
        .texts()
        .filter_map(|(role, text)| {
            let source = Source { name: &text.name, text: &text.text, problems: &problems };
            Some((role, source, parse_document(source)?))
        })
        .collect();
    let whole = |role: &Role| {
        documents.iter().find(|(other, ..)| *other == role).map(|(_, source, document)| {
            Table::new(*source, document.get_ref(), document.span().start)
        })
    };

    let mut lists = BTreeMap::new();
    for (role, ..) in &documents {
        if let (Role::Register(name), Some(table)) = (role, whole(role)) {
            lists.insert(name.clone(), read_register(name, &table));
        }
    }
    if let Some(table) = whole(&Role::Choices) {
        read_lists(&table, &mut lists);
    }
    let common = whole(&Role::Common);
    let common = CommonFields::read(common.as_ref());

    let mut kinds = Vec::new();
    // A kind whose file is broken is still a kind that others may mean.
    let kind_ids: Vec<_> = files
        .texts()
        .filter_map(|(role, _)| match role {
            Role::Kind(id) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    for id in &kind_ids {
        if let Some(table) = whole(&Role::Kind((*id).to_owned())) {
            let reading = Reading { common: &common, lists: &lists, kind_ids: &kind_ids };
            kinds.push(Arc::new(reading.kind(id, &table)));
        }
    }
    kinds.sort_by_key(|kind| kind.order);
    let mut problems = problems.into_inner();
    problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    problems.dedup();
    (Loaded { kinds, lists }, problems)
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
    table.finish();
    ChoiceList { list: name.to_owned(), register: true, items: read_choices(&entries) }
}

fn read_lists(table: &Table<'_>, lists: &mut BTreeMap<String, ChoiceList>) {
    for (name, choices) in table.named_tables() {
        if lists.contains_key(name) {
            table.note("problem-file-duplicate", &[("id", name)]);
            continue;
        }
        let items = read_choices(&choices);
        lists.insert(name.to_owned(), ChoiceList { list: name.to_owned(), register: false, items });
    }
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

/// The fields of `common.toml`, by id.
struct CommonFields<'s> {
    by_id: BTreeMap<String, Table<'s>>,
}

impl<'s> CommonFields<'s> {
    fn read(table: Option<&Table<'s>>) -> Self {
        let mut by_id = BTreeMap::new();
        let Some(table) = table else {
            return Self { by_id };
        };
        for field in table.tables("field") {
            let Some(id) = field.required_text("id") else {
                continue;
            };
            if by_id.contains_key(&id) {
                field.note("problem-file-duplicate", &[("id", &id)]);
                continue;
            }
            by_id.insert(id, field);
        }
        table.finish();
        Self { by_id }
    }

    /// The table of a common field, to be put under the one that takes it over.
    fn under(&self, id: &str) -> Option<Table<'s>> {
        self.by_id.get(id).map(Table::again)
    }
}

/// What reading a kind needs to know of the other files.
struct Reading<'r, 's> {
    common: &'r CommonFields<'s>,
    lists: &'r BTreeMap<String, ChoiceList>,
    kind_ids: &'r [&'r str],
}

impl<'s> Reading<'_, 's> {
    fn kind(&self, file_id: &str, table: &Table<'s>) -> Kind {
        let id = table.required_text("id").unwrap_or_else(|| file_id.to_owned());
        if id != file_id {
            table.note_at("id", "problem-file-wrong-id", &[("id", &id), ("expected", file_id)]);
        }
        let label = table.required_label("label").unwrap_or_default();
        let life_cycle = life_cycle(table);
        let mut kind = Kind {
            id: file_id.to_owned(),
            plural: table.label("plural").unwrap_or_else(|| label.clone()),
            label,
            hint: table.label("hint").unwrap_or_default(),
            order: table.whole("order").unwrap_or_else(|| usual_place(file_id)),
            life_cycle,
            publish: publish(table),
            capabilities: table.texts("capabilities"),
            sections: sections(table),
            fields: Vec::new(),
            statuses: statuses(table, life_cycle),
            rules: Vec::new(),
        };
        for field in table.tables("field") {
            if let Some(field) = self.field(&kind, field) {
                kind.fields.push(field);
            }
        }
        for rule in table.tables("rule") {
            if let Some(rule) = rules::read(&kind, &rule) {
                kind.rules.push(rule);
            }
        }
        check_first(&kind, table);
        table.finish();
        kind
    }

    fn field(&self, kind: &Kind, table: Table<'s>) -> Option<Field> {
        let id = table.required_text("id")?;
        if !is_id(&id) {
            table.note_at("id", "problem-file-bad-id", &[("id", &id)]);
            return None;
        }
        if front_matter::RESERVED.contains(&id.as_str()) {
            table.note_at("id", "problem-file-reserved", &[("id", &id)]);
            return None;
        }
        if kind.field(&id).is_some() {
            table.note_at("id", "problem-file-duplicate", &[("id", &id)]);
            return None;
        }
        let common = table.yes("common");
        let table = if common { self.over_common(&id, table)? } else { table };

        let field_type = self.field_type(&table)?;
        let section = section_of(kind, &table);
        let limits = limits(&table);
        let default = default_value(&id, &field_type, &limits, &table);
        let field = Field {
            section,
            label: table.required_label("label").unwrap_or_default(),
            help: table.label("help").unwrap_or_default(),
            source: table.text("source"),
            required_from: required_from(kind, &table),
            default,
            facet: table.yes("facet"),
            // In a table the key `column` holds its columns.
            column: !matches!(field_type, FieldType::Table(_)) && table.yes("column"),
            weight: table.weight("weight").unwrap_or(usual_weight(&field_type)),
            first: table.yes("first"),
            was: table.texts("was"),
            r#type: field_type,
            limits,
            common,
            id,
        };
        table.finish();
        Some(field)
    }

    fn over_common(&self, id: &str, table: Table<'s>) -> Option<Table<'s>> {
        match self.common.under(id) {
            Some(under) => Some(table.over(under)),
            None => {
                table.note("problem-file-unknown-common", &[("id", id)]);
                None
            }
        }
    }

    fn field_type(&self, table: &Table<'s>) -> Option<FieldType> {
        if let Some(simple) = self.column_type(table)? {
            return Some(simple);
        }
        let mut columns: Vec<Column> = Vec::new();
        for column in table.tables("column") {
            if let Some(column) = self.table_column(&columns, &column) {
                columns.push(column);
            }
        }
        if columns.is_empty() {
            table.note("problem-file-missing-key", &[("key", "column")]);
            return None;
        }
        Some(FieldType::Table(columns))
    }

    /// The type of a column or field; `Some(None)` for a table.
    fn column_type(&self, table: &Table<'s>) -> Option<Option<FieldType>> {
        let name = table.required_text("type")?;
        Some(Some(match name.as_str() {
            "text" => FieldType::Text,
            "markdown" => FieldType::Markdown,
            "number" => FieldType::Number,
            "date" => FieldType::Date,
            "yes_no" => FieldType::YesNo,
            "choice" => FieldType::Choice(self.list(table, None)),
            "choices" => FieldType::Choices(self.list(table, None)),
            "district" => FieldType::District(self.list(table, Some("districts"))),
            "districts" => FieldType::Districts(self.list(table, Some("districts"))),
            "person" => FieldType::Person,
            "pages" => FieldType::Pages { kinds: self.kinds_meant(table) },
            "tags" => FieldType::Tags,
            "lines" => FieldType::Lines,
            "url" => FieldType::Url,
            "file" => FieldType::File,
            "table" => return Some(None),
            _ => {
                let args = [("key", "type"), ("value", name.as_str())];
                table.note_at("type", "problem-file-unknown-value", &args);
                return None;
            }
        }))
    }

    fn table_column(&self, before: &[Column], table: &Table<'s>) -> Option<Column> {
        let id = table.required_text("id")?;
        if !is_id(&id) {
            table.note_at("id", "problem-file-bad-id", &[("id", &id)]);
            return None;
        }
        if id == ROW_ID {
            table.note_at("id", "problem-file-reserved", &[("id", &id)]);
            return None;
        }
        if before.iter().any(|column| column.id == id) {
            table.note_at("id", "problem-file-duplicate", &[("id", &id)]);
            return None;
        }
        let Some(field_type) = self.column_type(table)? else {
            let args = [("key", "type"), ("value", "table")];
            table.note_at("type", "problem-file-unknown-value", &args);
            return None;
        };
        let column = Column {
            id,
            r#type: field_type,
            label: table.required_label("label").unwrap_or_default(),
            help: table.label("help").unwrap_or_default(),
            required: table.yes("required"),
            limits: limits(table),
            was: table.texts("was"),
        };
        table.finish();
        Some(column)
    }

    fn list(&self, table: &Table<'s>, usual: Option<&str>) -> ChoiceList {
        if usual.is_none() && !table.has("choices") {
            table.note("problem-file-missing-key", &[("key", "choices")]);
        }
        let named = table.text("choices").or_else(|| usual.map(str::to_owned));
        let name = named.unwrap_or_default();
        if let Some(list) = self.lists.get(&name) {
            return list.clone();
        }
        if !name.is_empty() {
            table.note_at("choices", "problem-file-unknown-list", &[("list", &name)]);
        }
        ChoiceList { list: name, register: false, items: Arc::new([]) }
    }

    fn kinds_meant(&self, table: &Table<'s>) -> Vec<String> {
        let kinds = table.texts("kinds");
        for kind in kinds.iter().filter(|kind| !self.kind_ids.contains(&kind.as_str())) {
            table.note_at("kinds", "problem-file-unknown-kind", &[("kind", kind)]);
        }
        kinds
    }
}

/// A form that shows more at first is one people close again.
fn check_first(kind: &Kind, table: &Table<'_>) {
    const FIRST_MAX: usize = 7;
    let first = kind.fields.iter().filter(|field| field.first).count();
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
    for table in table.tables("status") {
        let (id, label) = (table.required_text("id"), table.required_label("label"));
        let rank = table.count("rank").unwrap_or(own.len());
        let end = table.yes("end");
        table.finish();
        let (Some(id), Some(label)) = (id, label) else {
            continue;
        };
        if own.iter().any(|status| status.id == id) {
            table.note_at("id", "problem-file-duplicate", &[("id", &id)]);
            continue;
        }
        own.push(Status { id, label, rank: u32::try_from(rank).unwrap_or(u32::MAX), end });
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

fn section_of(kind: &Kind, table: &Table<'_>) -> String {
    let section = table.text("section").unwrap_or_default();
    if kind.sections.iter().any(|known| known.id == section) {
        return section;
    }
    if section.is_empty() && !kind.sections.is_empty() {
        table.note("problem-file-missing-key", &[("key", "section")]);
    } else if !section.is_empty() {
        let args = [("section", section.as_str())];
        table.note_at("section", "problem-file-unknown-section", &args);
    }
    // The field must not vanish from the form because of a misspelt section.
    kind.sections.first().map_or(section, |first| first.id.clone())
}

fn limits(table: &Table<'_>) -> Limits {
    Limits {
        chars_max: table.count("max_chars"),
        items_min: table.count("min_items"),
        items_max: table.count("max_items"),
    }
}

fn default_value(
    id: &str,
    field_type: &FieldType,
    limits: &Limits,
    table: &Table<'_>,
) -> Option<serde_json::Value> {
    let given = table.json("default")?;
    let mut problems = Vec::new();
    let value = canonical(field_type, limits, id, &given, &mut problems);
    if problems.is_empty() {
        return value;
    }
    table.note_at("default", "problem-file-bad-default", &[("id", id)]);
    None
}

fn required_from(kind: &Kind, table: &Table<'_>) -> Option<String> {
    let status = table.text("required_from")?;
    if kind.status(&status).is_some() {
        return Some(status);
    }
    // A common field may name a status that another life cycle does not have; it asks for nothing.
    if !table.says("required_from") {
        return None;
    }
    let args = [("status", status.as_str())];
    table.note_at("required_from", "problem-file-unknown-status", &args);
    None
}

/// Text is searched unless its kind says otherwise; dates, numbers and answers are not words.
fn usual_weight(field_type: &FieldType) -> f32 {
    match field_type {
        FieldType::Date
        | FieldType::Number
        | FieldType::YesNo
        | FieldType::File
        | FieldType::Url => 0.0,
        _ => 1.0,
    }
}

/// Lower-case letters, digits and underscores, beginning with a letter: ids stand in addresses,
/// form names and queries.
fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use crate::kinds::Files;
    use crate::kinds::Kinds;
    use crate::kinds::Publish;
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
            let mut findings = kind.check(&fields, status);
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
        fn no_damage_brings_the_reader_down(cut in 0_usize..3000, insert in "[a-z=\\[\\]{}'\" \n]{0,8}") {
            let whole = include_str!("../../tests/fixtures/kinds/practice.toml");
            let cut = whole.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(whole.len());
            let (before, after) = whole.split_at(cut);
            let files: Files = [("practice.toml", format!("{before}{insert}{after}"))].into_iter().collect();
            let _ = Kinds::parse(&files);
        }
    }
}
