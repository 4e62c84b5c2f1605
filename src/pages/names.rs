//! What rules ask about other pages and rows: whether a name is taken, and where references lead.
//! Asked from the database once per act, inside its transaction; decides nothing itself.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::derive;
use crate::access::Actor;
use crate::db::Connection;
use crate::error::Result;
use crate::german;
use crate::kinds::{
    Declaration, FieldType, Fields, Kind, Others, RecordSet, RuleForm, TITLE, as_typed,
};
use crate::store::faces::{self, NameSort, Named};
use crate::store::pages::Content;
use crate::store::records;

/// How many steps a chain of references is followed; nobody builds a longer one by hand.
const STEPS_MAX: usize = 64;
/// How many pages are looked at on the way.
const PAGES_MAX: usize = 2_000;

/// What other pages of one kind, or other rows of one set, hold against the values of one.
#[derive(Default)]
pub struct OtherNames {
    /// Keys of names other pages of the kind have.
    taken: HashSet<String>,
    /// Keys of the page's own names.
    own: HashSet<String>,
    /// By field and key of a name: what the page of that name names in the field.
    leads: HashMap<(String, String), Vec<String>>,
    /// By field: the texts other rows have.
    taken_in_rows: BTreeMap<String, HashSet<String>>,
}

/// A page about to be written, as far as its names go.
pub struct Naming<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// Its id, unless it is new.
    pub page: Option<&'a str>,
    /// The key of its space.
    pub space: &'a str,
    /// The last part of its address, if it has one yet.
    pub slug: &'a str,
    /// What it will hold.
    pub content: &'a Content,
}

/// Whether rules of this kind or set ask about others at all.
pub fn needs_others(declaration: &Declaration) -> bool {
    declaration.rules.iter().any(|it| it.bites.is_none() && it.needs_other_pages())
}

impl OtherNames {
    /// Asks about the pages that stand against this one. The wiki itself asks: a name can be taken
    /// by a page the writer may not see.
    pub async fn of_page(db: &impl Connection, page: &Naming<'_>) -> Result<Self> {
        let mut others = Self::default();
        if !needs_others(page.kind) {
            return Ok(others);
        }
        let own = derive::names(Some(page.kind), page.content, page.slug);
        others.own = own.into_iter().map(|it| it.key).collect();
        let mut keys: Vec<String> = Vec::new();
        for rule in &page.kind.rules {
            match &rule.form {
                RuleForm::Unique { field } if field == TITLE => {
                    keys.push(german::link_key(&page.content.title));
                }
                RuleForm::Unique { field } => {
                    keys.extend(keys_of(page.content.fields.get(field)));
                }
                RuleForm::Acyclic { field } => others.follow(db, page, field).await?,
                _ => {}
            }
        }
        let named = faces::named(db, &Actor::system(), page.space, &keys).await?;
        let of_others = named.into_iter().filter(|it| {
            let is_name = !matches!(it.what, NameSort::Slug | NameSort::Former);
            it.kind == page.kind.id && is_name && Some(it.page.as_str()) != page.page
        });
        others.taken = of_others.map(|it| it.key).collect();
        Ok(others)
    }

    /// Asks about the rows that stand against this one.
    pub async fn of_row(
        db: &impl Connection,
        set: &RecordSet,
        row: &str,
        fields: &Fields,
    ) -> Result<Self> {
        let mut others = Self::default();
        for rule in &set.rules {
            let RuleForm::Unique { field } = &rule.form else { continue };
            let texts: Vec<String> = texts(fields.get(field)).collect();
            if !field.contains('.') && !texts.is_empty() {
                let taken = records::taken(db, &set.id, field, &texts, row).await?;
                others.taken_in_rows.insert(field.clone(), taken.into_iter().collect());
            }
        }
        Ok(others)
    }

    /// Follows a field from page to page, one question for all pages of a step.
    async fn follow(&mut self, db: &impl Connection, page: &Naming<'_>, field: &str) -> Result<()> {
        let kinds = match page.kind.field(field).map(|it| &it.r#type) {
            Some(FieldType::Pages { kinds }) => kinds.as_slice(),
            _ => &[],
        };
        let is_meant = |it: &Named| kinds.is_empty() || kinds.contains(&it.kind);
        let mut keys: BTreeSet<String> = keys_of(page.content.fields.get(field)).collect();
        let mut seen: HashSet<String> = HashSet::new();
        for _ in 0..STEPS_MAX {
            keys.retain(|key| !self.leads.contains_key(&(field.to_owned(), key.clone())));
            if keys.is_empty() || seen.len() > PAGES_MAX {
                break;
            }
            let asked: Vec<String> = std::mem::take(&mut keys).into_iter().collect();
            let named = faces::named(db, &Actor::system(), page.space, &asked).await?;
            let named: Vec<Named> = named.into_iter().filter(is_meant).collect();
            let mut ids: Vec<String> = named.iter().map(|it| it.page.clone()).collect();
            ids.sort();
            ids.dedup();
            let entries = faces::entries(db, &ids, field).await?;
            for key in asked {
                let meant = nearest(&named, &key, page.space);
                // What the page is called now counts as well as what it will be called.
                if meant.is_some() && meant.map(|it| it.page.as_str()) == page.page {
                    self.own.insert(key.clone());
                }
                let id = meant.map(|it| it.page.as_str());
                let next = entries.iter().filter(|(from, _)| Some(from.as_str()) == id);
                let next: Vec<String> = next.map(|(_, name)| name.clone()).collect();
                keys.extend(next.iter().map(|it| german::link_key(it)));
                self.leads.insert((field.to_owned(), key), next);
            }
            seen.extend(ids);
        }
        Ok(())
    }
}

/// The page a name means, asked from a space: one of that space first, then the strongest name.
fn nearest<'a>(named: &'a [Named], key: &str, space: &str) -> Option<&'a Named> {
    let answering = named.iter().filter(|it| it.key == key);
    answering.min_by_key(|it| (it.space != space, it.what, it.page.clone()))
}

impl Others for OtherNames {
    fn have(&self, field: &str, value: &str) -> bool {
        let in_rows = self.taken_in_rows.get(field).is_some_and(|it| it.contains(value));
        in_rows || self.taken.contains(&german::link_key(value))
    }

    fn is_this(&self, name: &str) -> bool {
        self.own.contains(&german::link_key(name))
    }

    fn named_by(&self, name: &str, field: &str) -> Vec<String> {
        let at = (field.to_owned(), german::link_key(name));
        self.leads.get(&at).cloned().unwrap_or_default()
    }
}

fn keys_of(value: Option<&Value>) -> impl Iterator<Item = String> {
    texts(value).map(|it| german::link_key(&it))
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = String> {
    let entries = match value {
        None => &[],
        Some(Value::Array(items)) => items.as_slice(),
        Some(single) => std::slice::from_ref(single),
    };
    entries.iter().map(as_typed).filter(|it| !it.is_empty())
}
