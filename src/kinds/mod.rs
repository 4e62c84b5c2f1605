//! Kinds of pages as data: what fields a page has, how values are read, checked, shown and merged.
//! Pure: reads no files, knows no database, no web and no prose; mistakes are codes with arguments.

mod docs;
mod facts;
mod files;
mod form;
pub mod front_matter;
mod kind;
mod load;
mod merge;
mod problem;
mod read;
mod rules;
mod schema;
mod show;
mod toml_table;
mod value;

#[cfg(test)]
mod samples;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Map;
use serde_json::Value;

pub use self::docs::kinds_md;
pub use self::facts::FACTS_PER_ROW;
pub use self::facts::Fact;
pub use self::facts::facts;
pub use self::facts::searchable;
pub use self::files::Files;
pub use self::form::TableAct;
pub use self::form::form_inputs;
pub use self::form::table_act;
pub use self::kind::Choice;
pub use self::kind::ChoiceList;
pub use self::kind::Column;
pub use self::kind::Field;
pub use self::kind::FieldType;
pub use self::kind::Kind;
pub use self::kind::Label;
pub use self::kind::LifeCycle;
pub use self::kind::Limits;
pub use self::kind::Missing;
pub use self::kind::Publish;
pub use self::kind::Section;
pub use self::kind::Status;
pub use self::kind::is_empty;
pub use self::kind::page_statuses;
pub use self::merge::merge;
pub use self::merge::same;
pub use self::problem::FileProblem;
pub use self::problem::PROBLEM_CODES;
pub use self::problem::Problem;
pub use self::problem::ProblemCode;
pub use self::problem::Weight;
pub use self::problem::blocking;
pub use self::problem::soften;
pub use self::rules::Finding;
pub use self::rules::Level;
pub use self::rules::Rule;
pub use self::rules::RuleForm;
pub use self::rules::TITLE;
pub use self::rules::When;
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
    lists: BTreeMap<String, ChoiceList>,
}

impl Kinds {
    /// Reads the files. Mistakes are told with file and line; what can be used is used.
    pub fn parse(files: &Files) -> (Self, Vec<FileProblem>) {
        let (loaded, problems) = load::load(files);
        (Self { in_order: loaded.kinds, lists: loaded.lists }, problems)
    }

    /// The kind with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Kind>> {
        self.in_order.iter().find(|kind| kind.id == id)
    }

    /// All kinds in the order in which they are offered.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Kind>> {
        self.in_order.iter()
    }

    /// The registers by name: lists an office changes itself.
    pub fn registers(&self) -> impl Iterator<Item = &ChoiceList> {
        self.lists.values().filter(|list| list.register)
    }

    /// The list of choices or the register of this name.
    pub fn list(&self, name: &str) -> Option<&ChoiceList> {
        self.lists.get(name)
    }
}
