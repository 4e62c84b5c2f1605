//! Rules that span fields, declared in kind files in a closed list of forms.
//! Evaluates what values and their setting can tell; other pages are asked through [`Others`].

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::Declaration;
use super::Fields;
use super::Label;
use super::Problem;
use super::is_empty;
use super::problem::quoted;
use super::value::as_text;

/// The name by which a rule speaks of the title of a page.
pub const TITLE: &str = "title";

/// The name by which a rule speaks of the current day.
pub const TODAY: &str = "today";

/// The name by which a rule speaks of the district whose space the page stands in.
pub const SPACE_DISTRICT: &str = "space.district";

/// How a broken rule acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Keeps the page from being saved.
    Error,
    /// Keeps the page from reaching a status.
    Gate,
    /// Is only said.
    Hint,
}

impl Level {
    /// Its name in kind files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Gate => "gate",
            Self::Hint => "hint",
        }
    }
}

/// An act of its own by which a rule bites, instead of when values are saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A page is approved.
    Approval,
    /// A project moves to another pillar.
    Promotion,
    /// A report is submitted or answered.
    Report,
    /// Somebody is answered.
    Reply,
    /// Somebody is reminded.
    Reminder,
    /// A page is shared with partners outside.
    Sharing,
    /// A text is written, before it is saved.
    Writing,
    /// A page is read, listed or found.
    Reading,
    /// A page is thrown away.
    Removal,
    /// A page in force is edited.
    Editing,
}

impl Act {
    const ALL: [(&str, Self); 10] = [
        ("approval", Self::Approval),
        ("promotion", Self::Promotion),
        ("report", Self::Report),
        ("reply", Self::Reply),
        ("reminder", Self::Reminder),
        ("sharing", Self::Sharing),
        ("writing", Self::Writing),
        ("reading", Self::Reading),
        ("removal", Self::Removal),
        ("editing", Self::Editing),
    ];

    /// Whether the program has the act: rules that bite with it hold already, by the way it is
    /// built.
    pub fn is_here(self) -> bool {
        matches!(self, Self::Reading | Self::Removal | Self::Editing)
    }

    /// The act with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, act)| *act)
    }

    /// Its name in kind files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, act)| *act == self).map_or("", |(name, _)| name)
    }
}

/// One rule of a kind or of a set of records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// Its name, as papers call it (`R12`). Several rules may carry one name.
    pub id: String,
    /// How it acts when broken.
    pub level: Level,
    /// Where these do not all hold, it is only a hint.
    pub hint_unless: Vec<Condition>,
    /// The statuses from any of which on it holds; without one it always holds.
    pub from: Vec<String>,
    /// It holds only where all of these hold.
    pub when: Vec<Condition>,
    /// It does not hold where all of these hold.
    pub unless: Vec<Condition>,
    /// What it asks for.
    pub form: RuleForm,
    /// The act it waits for; without one it bites when values are saved.
    pub bites: Option<Act>,
    /// The source that asks for it.
    pub source: Option<String>,
    /// What to say when it is broken.
    pub message: Label,
}

/// A condition of a rule. Fields are those of the page, or columns of the same table as the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "condition", rename_all = "snake_case")]
pub enum Condition {
    /// The field is filled.
    Filled {
        /// `external_consulting`, or `statements.is_minimum`.
        field: String,
    },
    /// The field is empty.
    Empty {
        /// The field.
        field: String,
    },
    /// The field has one of these values, as text (`ja` and `nein` for answers).
    Is {
        /// The field.
        field: String,
        /// Any of these.
        values: Vec<String>,
    },
    /// The page stands in one of these pillars.
    Pillar {
        /// Any of these.
        values: Vec<String>,
    },
    /// The page has one of these statuses.
    Status {
        /// Any of these.
        values: Vec<String>,
    },
}

/// What a rule asks for. Fields are ids, or `table.column` for a cell in each row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum RuleForm {
    /// The field is filled.
    Required {
        /// The field.
        field: String,
    },
    /// The field has so many entries or rows.
    Count {
        /// The field.
        field: String,
        /// At least.
        min: Option<usize>,
        /// At most.
        max: Option<usize>,
    },
    /// The first is not after (or greater than) the second, where both are filled.
    Order {
        /// A date or number, or [`TODAY`].
        first: String,
        /// A date or number, or [`TODAY`].
        second: String,
    },
    /// No value twice among the rows; for a field of its own: on no other page of the kind.
    Unique {
        /// The field, or [`TITLE`].
        field: String,
    },
    /// The two differ.
    NotEqual {
        /// The field.
        field: String,
        /// The other field.
        other: String,
    },
    /// The field has none of these values.
    NotOneOf {
        /// The field.
        field: String,
        /// The values, as text.
        values: Vec<String>,
    },
    /// All its values are among those in the other field.
    MemberOf {
        /// The field.
        field: String,
        /// The list, or [`SPACE_DISTRICT`].
        other: String,
    },
    /// Following the pages named never leads back to this one.
    Acyclic {
        /// The field.
        field: String,
    },
    /// A check that a capability brings.
    Named {
        /// `capability.name`.
        check: String,
        /// The field it is about, if it is about one.
        field: Option<String>,
    },
}

impl RuleForm {
    /// Its name in kind files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Required { .. } => "required_if",
            Self::Count { .. } => "count",
            Self::Order { .. } => "order",
            Self::Unique { .. } => "unique",
            Self::NotEqual { .. } | Self::NotOneOf { .. } => "not_equal",
            Self::MemberOf { .. } => "member_of",
            Self::Acyclic { .. } => "acyclic",
            Self::Named { .. } => "named",
        }
    }
}

/// Where values stand: what rules ask for beyond the values themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting<'s> {
    /// The title of the page.
    pub title: Option<&'s str>,
    /// The pillar of the space: `bezirklich`, `ueberbezirklich`, `gesamtstaedtisch`.
    pub pillar: Option<&'s str>,
    /// The district whose space it is.
    pub district: Option<&'s str>,
    /// The status the values are to be held against.
    pub status: &'s str,
    /// The current day, `YYYY-MM-DD`.
    pub today: &'s str,
}

/// What rules ask about other pages; whoever saves answers from the database.
pub trait Others {
    /// Whether another page of the kind has this value in the field (or as its [`TITLE`]).
    fn have(&self, field: &str, value: &str) -> bool;

    /// Whether this name means the page itself.
    fn is_this(&self, name: &str) -> bool;

    /// The names in the field of the page with this name.
    fn named_by(&self, name: &str, field: &str) -> Vec<String>;
}

/// A page without any others: what needs them is not found broken.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl Others for Alone {
    fn have(&self, _: &str, _: &str) -> bool {
        false
    }

    fn is_this(&self, _: &str) -> bool {
        false
    }

    fn named_by(&self, _: &str, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// What keeps values from being saved or from reaching a status, or is only to be said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// How it acts.
    pub level: Level,
    /// The rule that is broken; `None` for a field that must be filled.
    pub rule: Option<String>,
    /// What the rule says to that.
    pub message: Option<Label>,
    /// Where and what.
    pub problem: Problem,
}

impl Declaration {
    /// Which rules the values break, as far as they and their setting can tell. Rules that wait for
    /// an act and checks of capabilities are not among them.
    pub fn check(&self, fields: &Fields, setting: &Setting<'_>) -> Vec<Finding> {
        self.check_among(fields, setting, &Alone)
    }

    /// The same, with what other pages say.
    pub fn check_among(
        &self,
        fields: &Fields,
        setting: &Setting<'_>,
        others: &dyn Others,
    ) -> Vec<Finding> {
        let rules = self.rules.iter().filter(|rule| rule.bites.is_none());
        let mut findings: Vec<_> =
            rules.flat_map(|rule| rule.findings(self, fields, setting, others)).collect();
        // Of a rule that is a gate here and a hint everywhere, the gate says it all.
        let firm: Vec<_> = findings.iter().filter(|it| it.level != Level::Hint).cloned().collect();
        let is_said = |hint: &Finding| {
            firm.iter().any(|it| it.message == hint.message && it.problem == hint.problem)
        };
        findings.retain(|finding| finding.level != Level::Hint || !is_said(finding));
        findings
    }

    /// Which of the rules that wait for this act the values break.
    pub fn check_act(
        &self,
        act: Act,
        fields: &Fields,
        setting: &Setting<'_>,
        others: &dyn Others,
    ) -> Vec<Finding> {
        let rules = self.rules.iter().filter(|rule| rule.bites == Some(act));
        rules.flat_map(|rule| rule.findings(self, fields, setting, others)).collect()
    }

    /// What keeps values from going from one status to another: fields, entries and cells that are
    /// not there, and rules. Going back to the first status asks nothing, a draft is free.
    pub fn gates(
        &self,
        fields: &Fields,
        from: &str,
        to: &str,
        setting: &Setting<'_>,
    ) -> Vec<Finding> {
        self.gates_among(fields, from, to, setting, &Alone)
    }

    /// The same, with what other pages say.
    pub fn gates_among(
        &self,
        fields: &Fields,
        from: &str,
        to: &str,
        setting: &Setting<'_>,
        others: &dyn Others,
    ) -> Vec<Finding> {
        if from == to || self.first_status() == Some(to) {
            return Vec::new();
        }
        let setting = Setting { status: to, ..*setting };
        let mut broken = self.check_among(fields, &setting, others);
        broken.retain(|finding| finding.level != Level::Hint);
        let mut findings = missing(self, fields, to, Level::Gate);
        // A rule says more about an empty field than that it is empty.
        let is_told = |at: &Finding| broken.iter().any(|it| it.problem.field == at.problem.field);
        findings.retain(|finding| !is_told(finding));
        findings.append(&mut broken);
        findings
    }

    /// What values still need for `status` beyond whole fields: too few entries, and cells missing
    /// in rows. Nothing for the first status, a draft is free.
    pub fn gaps(&self, status: &str, fields: &Fields) -> Vec<Problem> {
        if self.first_status().is_none_or(|first| first == status) {
            return Vec::new();
        }
        gaps(self, status, fields)
    }

    /// The checks that capabilities bring, each with its rule.
    pub fn named_checks(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.rules.iter().filter_map(|rule| match &rule.form {
            RuleForm::Named { check, .. } => Some((check.as_str(), rule)),
            _ => None,
        })
    }
}

impl Rule {
    /// What the rule finds broken, whether it waits for an act or not. A named check finds nothing
    /// here; its capability says with [`Rule::broken_by`] what it found.
    pub fn findings(
        &self,
        declaration: &Declaration,
        fields: &Fields,
        setting: &Setting<'_>,
        others: &dyn Others,
    ) -> Vec<Finding> {
        if !self.is_reached(declaration, setting) {
            return Vec::new();
        }
        let outside = Outside::of(setting);
        let view = View { declaration, others };
        let places = places(self.field(), fields, &outside);
        let places: Vec<_> = places.into_iter().filter(|it| self.applies(*it, setting)).collect();
        let broken = match &self.form {
            RuleForm::Unique { field } if field.contains('.') => repeated(field, &places),
            _ => places.iter().flat_map(|at| Some((*at, self.broken_at(&view, *at)?))).collect(),
        };
        let finding = |(place, problem): (Place<'_>, Problem)| Finding {
            level: self.level_at(place, setting),
            ..self.broken_by(problem)
        };
        broken.into_iter().map(finding).collect()
    }

    /// The finding that this rule is broken by a problem.
    pub fn broken_by(&self, problem: Problem) -> Finding {
        Finding {
            level: self.level,
            rule: Some(self.id.clone()),
            message: Some(self.message.clone()),
            problem,
        }
    }

    /// Whether the rule speaks about these values at all: their status asks for it and its
    /// conditions hold at the page or in some row.
    pub fn speaks_of(
        &self,
        declaration: &Declaration,
        fields: &Fields,
        setting: &Setting<'_>,
    ) -> bool {
        let outside = Outside::of(setting);
        let places = places(self.field(), fields, &outside);
        self.is_reached(declaration, setting)
            && places.into_iter().any(|place| self.applies(place, setting))
    }

    /// How firmly the rule speaks about these values, where it speaks about them at all.
    pub(crate) fn level_among(
        &self,
        declaration: &Declaration,
        fields: &Fields,
        setting: &Setting<'_>,
    ) -> Option<Level> {
        if !self.is_reached(declaration, setting) {
            return None;
        }
        let outside = Outside::of(setting);
        let places = places(self.field(), fields, &outside).into_iter();
        let levels = places.filter(|it| self.applies(*it, setting));
        levels.map(|it| self.level_at(it, setting)).min()
    }

    /// Whether the values of one page cannot tell: whoever saves looks at the other pages.
    pub fn needs_other_pages(&self) -> bool {
        match &self.form {
            RuleForm::Unique { field } => !field.contains('.'),
            RuleForm::Acyclic { .. } => true,
            _ => false,
        }
    }

    /// The field the rule is about; none for a check that is about the page as a whole.
    pub fn field(&self) -> Option<&str> {
        match &self.form {
            RuleForm::Required { field }
            | RuleForm::Count { field, .. }
            | RuleForm::Unique { field }
            | RuleForm::NotEqual { field, .. }
            | RuleForm::NotOneOf { field, .. }
            | RuleForm::MemberOf { field, .. }
            | RuleForm::Acyclic { field } => Some(field),
            RuleForm::Order { first, second } if first == TODAY => Some(second),
            RuleForm::Order { first, .. } => Some(first),
            RuleForm::Named { field, .. } => field.as_deref(),
        }
    }

    fn is_reached(&self, declaration: &Declaration, setting: &Setting<'_>) -> bool {
        let reached = |from: &String| declaration.has_reached(setting.status, from);
        self.from.is_empty() || self.from.iter().any(reached)
    }

    fn applies(&self, place: Place<'_>, setting: &Setting<'_>) -> bool {
        let holds = |condition: &Condition| condition.holds(place, setting);
        let is_excepted = !self.unless.is_empty() && self.unless.iter().all(holds);
        !is_excepted && self.when.iter().all(holds)
    }

    fn level_at(&self, place: Place<'_>, setting: &Setting<'_>) -> Level {
        let is_firm = self.hint_unless.iter().all(|condition| condition.holds(place, setting));
        if is_firm { self.level } else { Level::Hint }
    }

    fn broken_at(&self, view: &View<'_>, place: Place<'_>) -> Option<Problem> {
        let declaration = view.declaration;
        match &self.form {
            RuleForm::Required { field } => {
                let empty = place.value(field).is_none();
                empty.then(|| required_at(declaration, &place.path(field)))
            }
            RuleForm::Count { field, min, max } => miscounted(place, field, *min, *max),
            RuleForm::Order { first, second } => {
                let (a, b) = (place.value(first)?, place.value(second)?);
                let at = if second == TODAY { first } else { second };
                let problem = Problem::at(place.path(at), "problem-out-of-order");
                is_after(a, b).then(|| problem.with("first", quoted(a)).with("second", quoted(b)))
            }
            RuleForm::NotEqual { field, other } => {
                let (a, b) = (place.value(field)?, place.value(other)?);
                let problem = Problem::at(place.path(field), "problem-not-different");
                (a == b).then(|| with_other(declaration, problem, &place.path(other)))
            }
            RuleForm::NotOneOf { field, values } => {
                let held = entries(place.value(field));
                let stray = held.iter().find(|held| values.contains(held))?;
                Some(Problem::at(place.path(field), "problem-not-this").with("value", stray))
            }
            // A space that belongs to no district has none to differ from.
            RuleForm::MemberOf { other, .. }
                if other == SPACE_DISTRICT && place.value(other).is_none() =>
            {
                None
            }
            RuleForm::MemberOf { field, other } => {
                let members = entries(place.value(other));
                let stray = entries(place.value(field));
                let stray = stray.iter().find(|value| !members.contains(value))?;
                let problem = Problem::at(place.path(field), "problem-not-a-member");
                Some(with_other(declaration, problem.with("value", stray), other))
            }
            RuleForm::Unique { field } => {
                let taken = |value: &String| view.others.have(field, value);
                let value = entries(place.value(field)).into_iter().find(taken)?;
                Some(Problem::at(field, "problem-not-unique").with("value", value))
            }
            RuleForm::Acyclic { field } => {
                let value = leading_back(field, entries(place.value(field)), view.others)?;
                Some(Problem::at(field, "problem-leads-back").with("value", value))
            }
            RuleForm::Named { .. } => None,
        }
    }
}

impl Condition {
    fn holds(&self, place: Place<'_>, setting: &Setting<'_>) -> bool {
        match self {
            Self::Filled { field } => place.value(field).is_some(),
            Self::Empty { field } => place.value(field).is_none(),
            Self::Is { field, values } => {
                let held = entries(place.value(field));
                // An answer nobody gave counts as no.
                let unanswered = held.is_empty() && values.iter().any(|wanted| wanted == "nein");
                unanswered || held.iter().any(|value| values.contains(value))
            }
            Self::Pillar { values } => {
                setting.pillar.is_some_and(|pillar| values.iter().any(|it| it == pillar))
            }
            Self::Status { values } => values.iter().any(|it| it == setting.status),
        }
    }
}

/// Fields, entries and cells that are not there and must be in `status`.
pub(crate) fn missing(
    declaration: &Declaration,
    fields: &Fields,
    status: &str,
    level: Level,
) -> Vec<Finding> {
    let empty = declaration.missing_for(status, fields).missing;
    let empty = empty.into_iter().map(|field| required_at(declaration, &field.id));
    let of_empty = |problem: &Problem, empty: &[Problem]| {
        empty.iter().any(|other| other.field == problem.field)
    };
    let mut problems: Vec<_> = empty.collect();
    for gap in gaps(declaration, status, fields) {
        if !of_empty(&gap, &problems) {
            problems.push(gap);
        }
    }
    let finding = |problem| Finding { level, rule: None, message: None, problem };
    problems.into_iter().map(finding).collect()
}

/// What a rule may look at besides the values.
struct View<'v> {
    declaration: &'v Declaration,
    others: &'v dyn Others,
}

/// What stands outside the fields and has a name in rules.
struct Outside {
    title: Option<Value>,
    today: Option<Value>,
    district: Option<Value>,
}

impl Outside {
    fn of(setting: &Setting<'_>) -> Self {
        Self {
            title: setting.title.map(Value::from),
            today: (!setting.today.is_empty()).then(|| Value::from(setting.today)),
            district: setting.district.map(Value::from),
        }
    }
}

/// Where a rule looks: at the page, or at one row of a table.
#[derive(Clone, Copy)]
struct Place<'v> {
    page: &'v Fields,
    outside: &'v Outside,
    row: Option<Row<'v>>,
}

#[derive(Clone, Copy)]
struct Row<'v> {
    table: &'v str,
    number: usize,
    cells: &'v Value,
}

impl<'v> Place<'v> {
    fn value(self, name: &str) -> Option<&'v Value> {
        let value = match (name, self.row, name.split_once('.')) {
            (TITLE, ..) => self.outside.title.as_ref(),
            (TODAY, ..) => self.outside.today.as_ref(),
            (SPACE_DISTRICT, ..) => self.outside.district.as_ref(),
            (_, Some(row), Some((field, column))) if field == row.table => row.cells.get(column),
            (_, _, None) => self.page.get(name),
            _ => None,
        };
        value.filter(|value| !is_empty(Some(value)))
    }

    fn path(self, name: &str) -> String {
        match (self.row, name.split_once('.')) {
            (Some(row), Some((field, column))) => format!("{field}.{}.{column}", row.number),
            _ => name.to_owned(),
        }
    }
}

/// The page, or each row if the rule speaks of columns.
fn places<'v>(field: Option<&'v str>, page: &'v Fields, outside: &'v Outside) -> Vec<Place<'v>> {
    let Some((table, _)) = field.and_then(|field| field.split_once('.')) else {
        return vec![Place { page, outside, row: None }];
    };
    let rows = page.get(table).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let row = |(number, cells)| Place { page, outside, row: Some(Row { table, number, cells }) };
    rows.iter().enumerate().map(row).collect()
}

fn gaps(declaration: &Declaration, status: &str, fields: &Fields) -> Vec<Problem> {
    let mut gaps = Vec::new();
    for field in &declaration.fields {
        let items = match fields.get(&field.id) {
            Some(Value::Array(items)) => items.as_slice(),
            _ => &[],
        };
        let min = field.limits.items_min.filter(|min| items.len() < *min);
        if let Some(min) = min.filter(|_| declaration.requires(field, status)) {
            let gap = Problem::at(&field.id, "problem-too-few");
            gaps.push(gap.with("min", min).with("actual", items.len()));
        }
        for (place, row) in items.iter().enumerate() {
            let required = field.columns().iter().filter(|column| column.required);
            for column in required.filter(|column| is_empty(row.get(&column.id))) {
                let path = format!("{}.{place}.{}", field.id, column.id);
                gaps.push(required_at(declaration, &path));
            }
        }
    }
    gaps
}

fn miscounted(
    place: Place<'_>,
    field: &str,
    min: Option<usize>,
    max: Option<usize>,
) -> Option<Problem> {
    let actual = entries_count(place.value(field));
    let (code, limit, bound) = match (min, max) {
        (Some(min), _) if actual < min => ("problem-too-few", "min", min),
        (_, Some(max)) if actual > max => ("problem-too-many", "max", max),
        _ => return None,
    };
    let problem = Problem::at(place.path(field), code);
    Some(problem.with(limit, bound).with("actual", actual))
}

/// The rows whose value occurred in an earlier row.
fn repeated<'v>(field: &str, places: &[Place<'v>]) -> Vec<(Place<'v>, Problem)> {
    let mut seen = BTreeSet::new();
    let mut broken = Vec::new();
    for place in places {
        let Some(text) = place.value(field).and_then(rule_text) else {
            continue;
        };
        if !seen.insert(text.to_lowercase()) {
            let problem = Problem::at(place.path(field), "problem-not-unique");
            broken.push((*place, problem.with("value", text)));
        }
    }
    broken
}

/// The first of the names from which the field leads back to the page itself.
fn leading_back(field: &str, names: Vec<String>, others: &dyn Others) -> Option<String> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| {
        let mut ahead = vec![name.clone()];
        while let Some(next) = ahead.pop() {
            if others.is_this(&next) {
                return true;
            }
            if seen.insert(next.clone()) {
                ahead.extend(others.named_by(&next, field));
            }
        }
        false
    })
}

fn required_at(declaration: &Declaration, path: &str) -> Problem {
    Problem::at(path, "problem-required").with("label", declaration.path_label(path, "de"))
}

fn with_other(declaration: &Declaration, problem: Problem, other: &str) -> Problem {
    problem.with("other", declaration.path_label(other, "de")).with("other_field", other)
}

pub(crate) fn entries(value: Option<&Value>) -> Vec<String> {
    match value {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().filter_map(rule_text).collect(),
        Some(single) => rule_text(single).into_iter().collect(),
    }
}

fn entries_count(value: Option<&Value>) -> usize {
    match value {
        None => 0,
        Some(Value::Array(items)) => items.len(),
        Some(_) => 1,
    }
}

/// Days compare as text, they are written year first.
fn is_after(first: &Value, second: &Value) -> bool {
    match (first, second) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() > b.as_f64(),
        (Value::String(a), Value::String(b)) => a > b,
        _ => false,
    }
}

fn rule_text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(true) => Some("ja".to_owned()),
        Value::Bool(false) => Some("nein".to_owned()),
        other => as_text(other),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::kinds::Kind;
    use crate::kinds::Kinds;
    use crate::kinds::read::tests::any_fields;
    use crate::kinds::samples::kinds;
    use crate::kinds::samples::object;
    use crate::kinds::samples::practice;

    fn broken(fields: Value, status: &str) -> Vec<String> {
        let setting = Setting { status, today: "2026-11-22", ..Setting::default() };
        let findings = practice().check(&object(fields), &setting);
        let told = |it: &Finding| {
            let (rule, at) = (it.rule.as_deref(), it.problem.field.as_deref());
            format!("{} {}", rule.unwrap_or_default(), at.unwrap_or_default())
        };
        findings.iter().map(told).collect()
    }

    #[test]
    fn an_end_before_the_start_is_an_error() {
        let days = |start: &str, end: &str| json!({ "starts_on": start, "ends_on": end, "practice_type": "verfahren" });
        assert_eq!(broken(days("2026-02-01", "2026-01-31"), "entwurf"), ["R-order ends_on"]);
        assert_eq!(broken(days("2026-02-01", "2026-02-01"), "entwurf"), Vec::<String>::new());
        assert_eq!(broken(json!({ "starts_on": "2026-02-01" }), "entwurf"), Vec::<String>::new());
    }

    #[test]
    fn a_gate_holds_from_its_status_in_every_row() {
        let fields = json!({ "statements": [
            { "id": "a", "text": "A", "is_minimum": true },
            { "id": "b", "text": "B", "is_minimum": false },
            { "id": "c", "text": "C", "is_minimum": true, "basis": ["vereinbarung"] },
        ] });
        assert_eq!(broken(fields.clone(), "entwurf"), Vec::<String>::new());
        assert_eq!(broken(fields.clone(), "freigegeben"), ["R12b statements.0.basis"]);
        assert_eq!(broken(fields, "archiviert"), Vec::<String>::new());
    }

    #[test]
    fn count_member_and_unique_speak_of_the_right_place() {
        assert_eq!(broken(json!({ "practice_type": "instrument" }), "entwurf"), ["R17 risks"]);
        assert_eq!(
            broken(json!({ "practice_type": "verfahren" }), "entwurf"),
            Vec::<String>::new()
        );
        assert_eq!(
            broken(json!({ "origin": "mitte", "districts": ["pankow"] }), "entwurf"),
            ["R-origin origin"]
        );
        let twice = json!({ "statements": [{ "text": "Gleich" }, { "text": "gleich" }] });
        assert_eq!(broken(twice, "entwurf"), ["R-unique statements.1.text"]);
    }

    #[test]
    fn a_rule_says_when_it_needs_other_pages() {
        let kind = practice();
        let needing: Vec<_> = kind
            .rules
            .iter()
            .filter(|rule| rule.needs_other_pages())
            .map(|rule| &*rule.id)
            .collect();
        assert_eq!(needing, ["R-title"]);
    }

    #[test]
    fn what_is_missing_is_counted_from_the_status_that_asks_for_it() {
        let kind = practice();
        let fields = object(json!({ "practice_type": "instrument", "risks": ["eins"] }));
        let missing = |status| {
            let missing = kind.missing_for(status, &fields);
            let ids: Vec<_> = missing.missing.iter().map(|field| field.id.clone()).collect();
            (ids, missing.required)
        };
        assert_eq!(missing("entwurf"), (vec![], 1));
        assert_eq!(missing("in_abstimmung"), (vec!["summary".to_owned()], 2));
        assert_eq!(missing("freigegeben"), (vec!["summary".to_owned(), "problem".to_owned()], 4));
        assert_eq!(missing("in_ueberpruefung").1, 4);
        for end in
            ["abgeloest", "ausser_kraft", "fachliche_grundlage", "archiviert", "gibt_es_nicht"]
        {
            assert_eq!(missing(end).1, 0, "{end}");
        }
    }

    /// A kind with these rules on the fields of the sample.
    fn with_rules(rules: &str) -> Arc<Kind> {
        let mut files = crate::kinds::samples::files();
        let sample = include_str!("../../tests/fixtures/kinds/practice.toml");
        let head = sample.split("[[rule]]").next().unwrap();
        files.add("practice.toml", format!("{head}{rules}"));
        let (kinds, problems) = Kinds::parse(&files);
        assert_eq!(problems, []);
        kinds.get("practice").unwrap().clone()
    }

    fn levels(kind: &Kind, fields: Value, setting: Setting<'_>) -> Vec<Level> {
        let findings = kind.check(&object(fields), &setting);
        findings.iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn a_gate_for_some_is_a_hint_for_the_others() {
        let kind = with_rules(
            "[[rule]]\nid = 'R12'\nlevel = 'gate'\nfrom = 'freigegeben'\nform = 'required'\n\
             field = 'quality_goals'\nmessage = 'Ziel'\n\
             hint_unless = { pillar = 'gesamtstaedtisch', field = 'tested', is = 'ja' }\n",
        );
        let at = |pillar, status| Setting { pillar, status, ..Setting::default() };
        let citywide = at(Some("gesamtstaedtisch"), "freigegeben");
        assert_eq!(levels(&kind, json!({ "tested": true }), citywide), [Level::Gate]);
        assert_eq!(levels(&kind, json!({}), citywide), [Level::Hint]);
        let district = at(Some("bezirklich"), "freigegeben");
        assert_eq!(levels(&kind, json!({ "tested": true }), district), [Level::Hint]);
        assert_eq!(levels(&kind, json!({ "tested": true }), at(None, "entwurf")), []);
    }

    #[test]
    fn conditions_ask_for_pillar_status_and_emptiness_and_have_exceptions() {
        let rule = |more: &str| {
            with_rules(&format!(
                "[[rule]]\nid = 'R'\nlevel = 'error'\nform = 'required'\nfield = 'summary'\n\
                 message = 'S'\n{more}\n"
            ))
        };
        let broken = |more: &str, fields: Value, pillar: &str| {
            let setting =
                Setting { pillar: Some(pillar), status: "freigegeben", ..Setting::default() };
            !levels(&rule(more), fields, setting).is_empty()
        };
        let pillars = "when = { pillar = ['bezirklich', 'ueberbezirklich'] }";
        assert!(broken(pillars, json!({}), "bezirklich"));
        assert!(!broken(pillars, json!({}), "gesamtstaedtisch"));
        assert!(broken("when = { status = 'freigegeben' }", json!({}), "bezirklich"));
        assert!(!broken("when = { status = 'entwurf' }", json!({}), "bezirklich"));
        let two = "when = [{ field = 'contact', empty = true }, { field = 'effort' }]";
        assert!(broken(two, json!({ "effort": 1 }), "bezirklich"));
        assert!(!broken(two, json!({ "effort": 1, "contact": "A" }), "bezirklich"));
        let unless = "unless = { field = 'contact' }";
        assert!(broken(unless, json!({}), "bezirklich"));
        assert!(!broken(unless, json!({ "contact": "A" }), "bezirklich"));
    }

    #[test]
    fn rules_look_at_the_day_the_district_and_the_title() {
        let kind = with_rules(
            "[[rule]]\nid = 'today'\nlevel = 'error'\nform = 'order'\nfirst = 'today'\n\
             second = 'ends_on'\nmessage = 'Zukunft'\n\
             [[rule]]\nid = 'district'\nlevel = 'error'\nform = 'member_of'\n\
             field = 'districts'\nother = 'space.district'\nmessage = 'Bezirk'\n\
             [[rule]]\nid = 'value'\nlevel = 'error'\nform = 'not_equal'\n\
             field = 'dimensions'\nvalue = ['struktur']\nmessage = 'Nein'\n",
        );
        let setting = Setting {
            district: Some("mitte"),
            status: "entwurf",
            today: "2026-11-22",
            ..Setting::default()
        };
        let broken = |fields: Value| {
            let findings = kind.check(&object(fields), &setting);
            findings.into_iter().filter_map(|it| it.rule).collect::<Vec<_>>()
        };
        assert_eq!(broken(json!({ "ends_on": "2026-11-21" })), ["today"]);
        assert_eq!(broken(json!({ "ends_on": "2026-11-22" })), Vec::<String>::new());
        assert_eq!(broken(json!({ "districts": ["mitte", "pankow"] })), ["district"]);
        assert_eq!(broken(json!({ "districts": ["mitte"] })), Vec::<String>::new());
        assert_eq!(broken(json!({ "dimensions": ["struktur", "prozess"] })), ["value"]);
    }

    /// Three pages in a row, the last of which names the first.
    struct Circle;

    impl Others for Circle {
        fn have(&self, field: &str, value: &str) -> bool {
            field == TITLE && value == "Vergeben"
        }

        fn is_this(&self, name: &str) -> bool {
            name == "A"
        }

        fn named_by(&self, name: &str, _: &str) -> Vec<String> {
            let next = match name {
                "B" => ["C", "B"].as_slice(),
                "C" => &["A"],
                _ => &[],
            };
            next.iter().map(|it| (*it).to_owned()).collect()
        }
    }

    #[test]
    fn other_pages_are_asked_for_titles_and_circles() {
        let kind = with_rules(
            "[[rule]]\nid = 'title'\nlevel = 'error'\nform = 'unique'\nfield = 'title'\n\
             message = 'Titel'\n[[rule]]\nid = 'circle'\nlevel = 'error'\nform = 'acyclic'\n\
             field = 'quality_goals'\nmessage = 'Kreis'\n",
        );
        let broken = |title: &str, goals: Value| {
            let setting = Setting { title: Some(title), ..Setting::default() };
            let fields = object(json!({ "quality_goals": goals }));
            let findings = kind.check_among(&fields, &setting, &Circle);
            findings.into_iter().filter_map(|it| it.rule).collect::<Vec<_>>()
        };
        assert_eq!(broken("Vergeben", json!(["X"])), ["title"]);
        assert_eq!(broken("Frei", json!(["X", "B"])), ["circle"]);
        assert_eq!(broken("Frei", json!(["A"])), ["circle"]);
        assert_eq!(broken("Frei", json!(["X"])), Vec::<String>::new());
        assert_eq!(kind.check(&object(json!({ "quality_goals": ["B"] })), &Setting::default()), []);
    }

    #[test]
    fn a_rule_that_waits_for_an_act_bites_with_the_act() {
        let kind = with_rules(
            "[[rule]]\nid = 'R3'\nlevel = 'gate'\nform = 'required'\nfield = 'contact'\n\
             bites = 'promotion'\nmessage = 'Wer?'\n[[rule]]\nid = 'R29'\nlevel = 'gate'\n\
             form = 'named'\ncheck = 'lifecycle.approved'\nmessage = 'Freigabe'\n",
        );
        let (fields, setting) = (Fields::new(), Setting::default());
        assert_eq!(kind.check(&fields, &setting), []);
        let at = |act| kind.check_act(act, &fields, &setting, &Alone).len();
        assert_eq!((at(Act::Promotion), at(Act::Approval)), (1, 0));
        let checks: Vec<_> = kind.named_checks().map(|(check, rule)| (check, &*rule.id)).collect();
        assert_eq!(checks, [("lifecycle.approved", "R29")]);
        let found = kind.rules[1].broken_by(Problem::at("owner", "problem-required"));
        assert_eq!((found.rule.as_deref(), found.level), (Some("R29"), Level::Gate));
    }

    #[test]
    fn gates_are_what_the_next_status_asks() {
        let kind = practice();
        let setting = Setting::default();
        let gates = |fields: Value, from: &str, to: &str| {
            let found = kind.gates(&object(fields), from, to, &setting);
            let told = |it: &Finding| {
                let rule = it.rule.as_deref().unwrap_or("required");
                format!("{rule} {}", it.problem.field.as_deref().unwrap_or_default())
            };
            found.iter().map(told).collect::<Vec<_>>()
        };
        let minimum = json!({ "practice_type": "verfahren", "summary": "S", "problem": "P",
            "risks": ["a", "b"], "statements": [{ "id": "a", "text": "A", "is_minimum": true }] });
        assert_eq!(gates(minimum.clone(), "entwurf", "freigegeben"), ["R12b statements.0.basis"]);
        assert_eq!(gates(minimum, "freigegeben", "entwurf"), Vec::<String>::new());
        assert_eq!(
            gates(json!({ "risks": ["a"] }), "entwurf", "freigegeben"),
            ["required summary", "required practice_type", "required problem", "required risks"]
        );
        assert_eq!(gates(json!({}), "entwurf", "archiviert"), Vec::<String>::new());
        assert_eq!(gates(json!({}), "entwurf", "entwurf"), Vec::<String>::new());
    }

    #[test]
    fn an_end_asks_only_for_what_belongs_to_it() {
        let kinds = kinds();
        let goal = kinds.get("goal").unwrap();
        let asked = |status| goal.missing_for(status, &Fields::new()).required;
        assert_eq!((asked("offen"), asked("erreicht"), asked("aufgegeben")), (1, 2, 1));
        assert_eq!(goal.first_status(), Some("offen"));
    }

    #[test]
    fn a_draft_has_no_gaps_and_a_release_names_cells() {
        let kind = practice();
        let fields =
            object(json!({ "risks": ["eins"], "statements": [{ "id": "a", "is_minimum": true }] }));
        assert_eq!(kind.gaps("entwurf", &fields), []);
        let gaps = kind.gaps("freigegeben", &fields);
        let told: Vec<_> =
            gaps.iter().map(|it| (it.field.as_deref().unwrap(), it.code.as_str())).collect();
        assert_eq!(told, [("risks", "problem-too-few"), ("statements.0.text", "problem-required")]);
    }

    proptest! {
        #[test]
        fn any_values_can_be_checked(values in any_fields()) {
            let kind = practice();
            for status in kind.statuses() {
                let setting = Setting { status: &status.id, ..Setting::default() };
                kind.check(&values, &setting);
                kind.gates(&values, "", &status.id, &setting);
                kind.gaps(&status.id, &values);
                let missing = kind.missing_for(&status.id, &values);
                prop_assert!(missing.missing.len() <= missing.required);
            }
        }
    }
}
