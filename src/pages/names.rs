//! What rules ask about other pages: whether a name is taken, and where references lead. Asked
//! once per save from the names in the database; decides nothing itself.

use std::collections::HashSet;

use serde_json::Value;

use super::Pages;
use crate::access::Actor;
use crate::error::Result;
use crate::german;
use crate::kinds::{Fields, Kind, Others, RuleForm, TITLE};
use crate::store::faces::{self, NameSort};

/// The names of other pages of one kind that a page is about to use as well.
#[derive(Default)]
pub struct OtherNames {
    /// Keys of names other pages of the kind have.
    taken: HashSet<String>,
    /// Keys of the page's own names.
    own: HashSet<String>,
}

impl Pages {
    /// Looks up which of the values that must be unique other pages of the kind have already.
    /// The wiki itself asks: a name can be taken by a page the writer may not see.
    pub async fn other_names(
        &self,
        kind: &Kind,
        page: Option<&str>,
        space: &str,
        title: &str,
        fields: &Fields,
    ) -> Result<OtherNames> {
        let mut keys: Vec<String> = Vec::new();
        for rule in &kind.rules {
            let RuleForm::Unique { field } = &rule.form else { continue };
            if field == TITLE {
                keys.push(german::link_key(title));
            } else {
                texts(fields.get(field)).for_each(|it| keys.push(german::link_key(it)));
            }
        }
        let own = std::iter::once(german::link_key(title)).collect();
        if keys.is_empty() {
            return Ok(OtherNames { own, ..OtherNames::default() });
        }
        let named = faces::named(self.db.reader(), &Actor::system(), space, &keys).await?;
        let others = named.into_iter().filter(|it| {
            let is_name = !matches!(it.what, NameSort::Slug | NameSort::Former);
            it.kind == kind.id && is_name && Some(it.page.as_str()) != page
        });
        Ok(OtherNames { taken: others.map(|it| it.key).collect(), own })
    }
}

impl Others for OtherNames {
    fn have(&self, _: &str, value: &str) -> bool {
        self.taken.contains(&german::link_key(value))
    }

    fn is_this(&self, name: &str) -> bool {
        self.own.contains(&german::link_key(name))
    }

    fn named_by(&self, _: &str, _: &str) -> Vec<String> {
        Vec::new()
    }
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match value {
        Some(Value::Array(items)) => (None, items.as_slice()),
        other => (other, [].as_slice()),
    };
    one.into_iter().chain(many).filter_map(Value::as_str)
}
