//! Kinds of pages as data: what fields a page has, how values are read, checked, shown and merged.
//! Pure: reads no files, knows no database, no web and no prose; mistakes are codes with arguments.

mod declaration;
mod demands;
mod derivation;
mod docs;
mod facts;
mod field;
mod files;
mod form;
pub mod front_matter;
mod kind;
mod list_changes;
mod live;
mod load;
mod load_field;
mod merge;
mod problem;
mod query;
mod query_read;
mod query_words;
mod read;
mod record_set;
mod rule_load;
mod rules;
mod schema;
mod show;
mod toml_table;
mod value;

#[cfg(test)]
mod samples;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Map;
use serde_json::Value;

pub use self::declaration::Declaration;
pub use self::declaration::Missing;
pub use self::declaration::Section;
pub use self::declaration::Status;
pub use self::declaration::is_empty;
pub use self::demands::Demand;
pub use self::derivation::derivation;
pub use self::docs::kinds_md;
pub use self::facts::FACTS_PER_ROW;
pub use self::facts::Fact;
pub use self::facts::facts;
pub use self::facts::searchable;
pub use self::field::Choice;
pub use self::field::ChoiceList;
pub use self::field::Column;
pub use self::field::Field;
pub use self::field::FieldType;
pub use self::field::Label;
pub use self::field::Limits;
pub use self::field::Role;
pub use self::files::Files;
pub use self::form::TableAct;
pub use self::form::form_inputs;
pub use self::form::table_act;
pub use self::kind::Kind;
pub use self::kind::LifeCycle;
pub use self::kind::Publish;
pub use self::kind::page_statuses;
pub use self::list_changes::EntryChange;
pub use self::list_changes::ListChanges;
pub use self::list_changes::Until;
pub use self::live::LiveKinds;
pub use self::merge::merge;
pub use self::merge::same;
pub use self::problem::FileProblem;
pub use self::problem::PROBLEM_CODES;
pub use self::problem::Problem;
pub use self::problem::ProblemCode;
pub use self::problem::Weight;
pub use self::problem::blocking;
pub use self::problem::soften;
pub use self::query::Asker;
pub use self::query::Count;
pub use self::query::Filter;
pub use self::query::PAGE_FIELDS;
pub use self::query::Query;
pub use self::query::RECORD_PAGE;
pub use self::query::ROWS_MAX;
pub use self::query::Sort;
pub use self::query::SortOrder;
pub use self::query::Test;
pub use self::query::Wanted;
pub use self::query_read::ROW as QUERY_ROW;
pub use self::record_set::EditRight;
pub use self::record_set::RecordSet;
pub use self::rules::Act;
pub use self::rules::Alone;
pub use self::rules::Condition;
pub use self::rules::Finding;
pub use self::rules::Level;
pub use self::rules::Others;
pub use self::rules::Rule;
pub use self::rules::RuleForm;
pub use self::rules::SPACE_DISTRICT;
pub use self::rules::Setting;
pub use self::rules::TITLE;
pub use self::rules::TODAY;
pub use self::show::Shown;
pub use self::show::ShownChoice;
pub use self::show::ShownColumn;
pub use self::show::ShownRow;
pub use self::value::ITEMS_MAX;
pub use self::value::ROW_ID;
pub use self::value::as_typed;
pub use self::value::parse_date;
pub use self::value::parse_number;
pub use self::value::parse_yes_no;

/// The values of a page's fields by field id, in canonical form. An empty value is absent.
pub type Fields = Map<String, Value>;

/// What came with a page under keys its kind does not know; kept as it came.
pub type Extra = Map<String, Value>;

/// Everything the kind files describe.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    in_order: Vec<Arc<Kind>>,
    records: Vec<Arc<RecordSet>>,
    rules: Vec<Rule>,
    lists: BTreeMap<String, ChoiceList>,
}

/// What could be used of new files, with what is wrong in them.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The kinds, from the new files where they are right and from the last good ones elsewhere.
    pub kinds: Kinds,
    /// What is wrong with the new files.
    pub problems: Vec<FileProblem>,
    /// The files in use, to be kept as the last good ones.
    pub files: Files,
}

impl Kinds {
    /// Reads the files. Mistakes are told with file and line; what can be used is used.
    pub fn parse(files: &Files) -> (Self, Vec<FileProblem>) {
        Self::parse_after(files, &Self::default(), &ListChanges::default())
    }

    /// Reads new files. A file with a mistake is set aside for its last good copy; without one it
    /// is left out, and a shipped file of the same name counts again. Choices that are gone from a
    /// list since stay as retired.
    pub fn parse_with_fallback(new: &Files, last_good: &Files) -> Parsed {
        Self::parse_over(new, last_good, &ListChanges::default())
    }

    /// The same under what the site has changed about its lists beside the files.
    pub fn parse_over(new: &Files, last_good: &Files, changes: &ListChanges) -> Parsed {
        let before = if new == last_good { Self::default() } else { Self::parse(last_good).0 };
        let (mut kinds, problems) = Self::parse_after(new, &before, changes);
        let mut files = new.clone();
        let mut faulty = names_of(&problems);
        while !faulty.is_empty() {
            let is_new = |name: &&String| last_good.get(name) != files.get(name);
            let new: Vec<_> = faulty.iter().filter(is_new).cloned().collect();
            for name in &new {
                match last_good.get(name) {
                    Some(good) => files.add(name, good),
                    None => files.remove(name),
                }
            }
            // A file that was good and is not any longer misses something in the others.
            let is_beyond_repair = new.is_empty();
            if is_beyond_repair {
                files = last_good.clone();
            }
            let (again, still) = Self::parse_after(&files, &before, changes);
            kinds = again;
            faulty = if is_beyond_repair { BTreeSet::new() } else { names_of(&still) };
        }
        Parsed { kinds, problems, files }
    }

    fn parse_after(
        files: &Files,
        before: &Self,
        changes: &ListChanges,
    ) -> (Self, Vec<FileProblem>) {
        let (loaded, problems) = load::load(files, &before.lists, changes);
        let load::Loaded { kinds, records, rules, lists } = loaded;
        (Self { in_order: kinds, records, rules, lists }, problems)
    }

    /// The kind with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Kind>> {
        self.in_order.iter().find(|kind| kind.id == id)
    }

    /// All kinds in the order in which they are offered.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Kind>> {
        self.in_order.iter()
    }

    /// The set of records with this id.
    pub fn record_set(&self, id: &str) -> Option<&Arc<RecordSet>> {
        self.records.iter().find(|set| set.id == id)
    }

    /// All sets of records.
    pub fn record_sets(&self) -> impl Iterator<Item = &Arc<RecordSet>> {
        self.records.iter()
    }

    /// The rules that hold for pages of every kind; capabilities bring their checks.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The registers by name: lists an office changes itself.
    pub fn registers(&self) -> impl Iterator<Item = &ChoiceList> {
        self.lists.values().filter(|list| list.register)
    }

    /// All lists of choices and registers by name.
    pub fn lists(&self) -> impl Iterator<Item = &ChoiceList> {
        self.lists.values()
    }

    /// The list of choices or the register of this name.
    pub fn list(&self, name: &str) -> Option<&ChoiceList> {
        self.lists.get(name)
    }
}

fn names_of(problems: &[FileProblem]) -> BTreeSet<String> {
    problems.iter().map(|problem| problem.file.clone()).collect()
}
