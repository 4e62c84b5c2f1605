//! Holds values against the rules of their kind or set, with what other pages and capabilities
//! say. Runs inside the transaction of an act, and for screens on what is stored. Writes nothing.

use super::capability::Case;
use super::names::{Naming, OtherNames};
use super::{Draft, Pages, content_of};
use crate::clock::{self, Millis};
use crate::db::Connection;
use crate::error::Result;
use crate::kinds::{Declaration, Demand, Fields, Finding, Kind, Level, RecordSet, Rule, Setting};
use crate::store::pages::{Content, Head};
use crate::store::records::{self, Record};
use crate::store::spaces::Space;

/// Rows of one set a check looks at.
const ROWS_MAX: u64 = 2_000;

/// A page whose values are to be held against its rules.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) kind: &'a Kind,
    /// The page, unless it is new.
    pub(super) head: Option<&'a Head>,
    pub(super) space: Option<&'a Space>,
    pub(super) content: &'a Content,
    /// What it holds now.
    pub(super) before: Option<&'a Content>,
    /// The note on the change.
    pub(super) note: &'a str,
}

/// What stands between a page and a status, and what else is worth saying.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// The status looked at; none where the page has come as far as it goes.
    pub to: Option<String>,
    /// What it asks for, met or open.
    pub demands: Vec<Demand>,
    /// What is only to be said.
    pub hints: Vec<Finding>,
    /// What keeps these values from being stored at all.
    pub errors: Vec<Finding>,
}

impl Outlook {
    /// The demands that are still open.
    pub fn open(&self) -> impl Iterator<Item = &Demand> {
        self.demands.iter().filter(|it| !it.is_met)
    }
}

impl Pages {
    /// What stands between a page and a status, with these values; for screens. Nothing is asked
    /// where there is no status to go to.
    pub async fn outlook(
        &self,
        kind: &Kind,
        head: Option<&Head>,
        space: Option<&Space>,
        content: &Content,
        to: Option<&str>,
    ) -> Result<Outlook> {
        let db = self.db.reader();
        let subject = Subject { kind, head, space, content, before: None, note: "" };
        let checked = self.checked(db, &subject).await?;
        let today = self.today();
        let setting = subject.setting(&today);
        // What would only be said at the next status is said already while it comes near.
        let near = Setting { status: to.unwrap_or(&content.status), ..setting };
        let hints = self.found(&subject, &near, &checked, Level::Hint);
        let errors = self.found(&subject, &setting, &checked, Level::Error);
        let Some(to) = to else {
            return Ok(Outlook { to: None, demands: Vec::new(), hints, errors });
        };
        let mut demands =
            kind.demands(&content.fields, &content.status, to, &setting, &checked.others);
        if content.status != to && kind.first_status() != Some(to) {
            let at_status = Setting { status: to, ..setting };
            demands.extend(self.named_demands(&subject, &at_status, &checked.rows));
        }
        Ok(Outlook { to: Some(to.to_owned()), demands, hints, errors })
    }

    /// The rules these values break, as saving them would find it; nothing is stored.
    pub async fn broken_rules(
        &self,
        kind: &Kind,
        head: Option<&Head>,
        space: &Space,
        draft: &Draft,
        status: &str,
    ) -> Result<Vec<Finding>> {
        let content = content_of(draft, status);
        let subject =
            Subject { kind, head, space: Some(space), content: &content, before: None, note: "" };
        self.errors(self.db.reader(), &subject).await
    }

    /// The rules that keep a page from being stored. What the stored content breaks in the same
    /// way already keeps nobody from correcting something else.
    pub(super) async fn errors(
        &self,
        db: &impl Connection,
        subject: &Subject<'_>,
    ) -> Result<Vec<Finding>> {
        let checked = self.checked(db, subject).await?;
        let today = self.today();
        let setting = subject.setting(&today);
        let mut errors = self.found(subject, &setting, &checked, Level::Error);
        let Some(before) = subject.before.filter(|_| !errors.is_empty()) else {
            return Ok(errors);
        };
        let stored = Subject { content: before, before: Some(before), ..*subject };
        let old = self.found(&stored, &stored.setting(&today), &checked, Level::Error);
        errors.retain(|it| !old.contains(it));
        Ok(errors)
    }

    /// What keeps a page from going to a status, errors included.
    pub(super) async fn unmet(
        &self,
        db: &impl Connection,
        subject: &Subject<'_>,
        to: &str,
    ) -> Result<Vec<Finding>> {
        let checked = self.checked(db, subject).await?;
        let (kind, content) = (subject.kind, subject.content);
        let today = self.today();
        let setting = subject.setting(&today);
        let from = content.status.as_str();
        let mut unmet = kind.gates_among(&content.fields, from, to, &setting, &checked.others);
        if from != to && kind.first_status() != Some(to) {
            let setting = Setting { status: to, ..setting };
            let values = subject.values(self.clock.now());
            let named = self.named(&values, kind, &setting, &checked.rows);
            unmet.extend(named.into_iter().filter(|it| it.level != Level::Hint));
        }
        Ok(unmet)
    }

    /// The rules that keep a row from being stored.
    pub(super) async fn row_errors(
        &self,
        db: &impl Connection,
        head: &Head,
        set: &RecordSet,
        row: &Record,
        before: Option<&Fields>,
    ) -> Result<Vec<Finding>> {
        let others = OtherNames::of_row(db, set, &row.id, &row.fields).await?;
        let rows = self.rows_for(db, set, Some(&head.id)).await?;
        let today = self.today();
        let setting = Setting {
            title: None,
            pillar: Some(head.space.standing.pillar.id()),
            district: head.space.district.as_deref(),
            status: set.status_of(&row.fields),
            today: &today,
        };
        let find = |fields: &Fields, before: Option<&Fields>| {
            let values = Values {
                fields,
                before,
                note: "",
                created_at: row.created_at,
                now: self.clock.now(),
            };
            let mut found = set.check_among(fields, &setting, &others);
            found.extend(self.named(&values, set, &setting, &rows));
            found.retain(|it| it.level == Level::Error);
            found
        };
        let mut errors = find(&row.fields, before);
        if let Some(before) = before.filter(|_| !errors.is_empty()) {
            let old = find(before, Some(before));
            errors.retain(|it| !old.contains(it));
        }
        Ok(errors)
    }

    /// Everything of one level that these values break in this setting.
    fn found(
        &self,
        subject: &Subject<'_>,
        setting: &Setting<'_>,
        checked: &Checked,
        level: Level,
    ) -> Vec<Finding> {
        let values = subject.values(self.clock.now());
        let mut found = subject.kind.check_among(&subject.content.fields, setting, &checked.others);
        found.extend(self.named(&values, subject.kind, setting, &checked.rows));
        found.retain(|it| it.level == level);
        found
    }

    /// What the checks of capabilities find.
    fn named(
        &self,
        values: &Values<'_>,
        declaration: &Declaration,
        setting: &Setting<'_>,
        rows: &[Record],
    ) -> Vec<Finding> {
        let asking = asking(declaration, values.fields, setting);
        let found = asking.filter_map(|(check, rule)| {
            let capability = self.capabilities.bringing(check)?;
            let wanted = capability.rows(check);
            let rows: Vec<Record> =
                rows.iter().filter(|it| wanted.contains(&it.set.as_str())).cloned().collect();
            let case = Case {
                rule,
                fields: values.fields,
                before: values.before,
                note: values.note,
                created_at: values.created_at,
                now: values.now,
                setting: *setting,
                rows: &rows,
            };
            Some(rule.broken_by(capability.check(check, &case)?))
        });
        found.collect()
    }

    /// What the checks of capabilities ask for at a status, met or open.
    fn named_demands(
        &self,
        subject: &Subject<'_>,
        setting: &Setting<'_>,
        rows: &[Record],
    ) -> Vec<Demand> {
        let (kind, fields) = (subject.kind, &subject.content.fields);
        let found = self.named(&subject.values(self.clock.now()), kind, setting, rows);
        let brought = |check: &str| self.capabilities.bringing(check).is_some();
        let asking = asking(kind, fields, setting)
            .filter(|(check, rule)| rule.level == Level::Gate && brought(check));
        let demands = asking.map(|(_, rule)| Demand {
            field: rule.field().map(str::to_owned),
            rule: Some(rule.id.clone()),
            message: Some(rule.message.clone()),
            is_met: !found.iter().any(|it| it.message.as_ref() == Some(&rule.message)),
        });
        demands.collect()
    }

    async fn checked(&self, db: &impl Connection, subject: &Subject<'_>) -> Result<Checked> {
        let naming = Naming {
            kind: subject.kind,
            page: subject.head.map(|it| it.id.as_str()),
            space: subject.space.map_or("", |it| it.key()),
            slug: subject.head.map_or("", |it| &it.slug),
            content: subject.content,
        };
        Ok(Checked {
            others: OtherNames::of_page(db, &naming).await?,
            rows: self.rows_for(db, subject.kind, naming.page).await?,
        })
    }

    /// The rows that checks of capabilities look at; none where no rule asks for any.
    async fn rows_for(
        &self,
        db: &impl Connection,
        declaration: &Declaration,
        page: Option<&str>,
    ) -> Result<Vec<Record>> {
        let Some(page) = page else { return Ok(Vec::new()) };
        let checks = declaration.named_checks().filter(|(_, rule)| rule.bites.is_none());
        let sets =
            checks.filter_map(|(check, _)| Some(self.capabilities.bringing(check)?.rows(check)));
        let mut sets: Vec<&str> = sets.flatten().copied().collect();
        sets.sort_unstable();
        sets.dedup();
        let mut rows = Vec::new();
        for set in sets {
            rows.extend(records::at_page(db, page, set, ROWS_MAX).await?);
        }
        Ok(rows)
    }

    fn today(&self) -> String {
        clock::berlin_day(self.clock.now()).to_string()
    }
}

/// What the database said.
struct Checked {
    others: OtherNames,
    rows: Vec<Record>,
}

/// The values a check of a capability looks at.
struct Values<'a> {
    fields: &'a Fields,
    before: Option<&'a Fields>,
    note: &'a str,
    created_at: Millis,
    now: Millis,
}

impl<'a> Subject<'a> {
    fn setting(&self, today: &'a str) -> Setting<'a> {
        Setting {
            title: Some(&self.content.title),
            pillar: self.space.map(|it| it.standing.pillar.id()),
            district: self.space.and_then(|it| it.district.as_deref()),
            status: &self.content.status,
            today,
        }
    }

    fn values(&self, now: Millis) -> Values<'a> {
        Values {
            fields: &self.content.fields,
            before: self.before.map(|it| &it.fields),
            note: self.note,
            created_at: self.head.map_or(now, |it| it.created_at),
            now,
        }
    }
}

/// The checks of capabilities that speak about these values now.
fn asking<'a>(
    declaration: &'a Declaration,
    fields: &'a Fields,
    setting: &'a Setting<'_>,
) -> impl Iterator<Item = (&'a str, &'a Rule)> {
    let at_once = declaration.named_checks().filter(|(_, rule)| rule.bites.is_none());
    at_once.filter(|(_, rule)| rule.speaks_of(declaration, fields, setting))
}
