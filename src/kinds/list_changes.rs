//! Lists and registers as a site has changed them beside its files: words, order, what is no
//! longer offered. Keeps nothing; whoever remembers the changes hands them in.

use std::collections::BTreeMap;

use super::Choice;
use super::ChoiceList;
use super::Label;

/// What a site has changed about one entry of a list, or the whole of an entry it has added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// The name of the list or register.
    pub list: String,
    /// The id of the entry.
    pub id: String,
    /// Its word, where it differs from the files; an added entry always has one.
    pub label: Option<Label>,
    /// Until when it is offered, where that differs from the files.
    pub until: Option<Until>,
    /// Its place; entries without one follow the entry before them in the files.
    pub position: Option<i64>,
    /// Whether the site has added it, so that no file brings it.
    pub is_added: bool,
    /// Whether it was deleted, which only added entries are that nobody ever used.
    pub is_deleted: bool,
}

impl EntryChange {
    /// An entry about which nothing has been changed yet.
    pub fn none(list: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            list: list.into(),
            id: id.into(),
            label: None,
            until: None,
            position: None,
            is_added: false,
            is_deleted: false,
        }
    }
}

/// Until when an entry is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// For good.
    Open,
    /// Up to and including this day (`YYYY-MM-DD`).
    Day(String),
}

/// Everything a site has changed about its lists, and every entry that was ever in one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListChanges {
    /// The changes.
    pub entries: Vec<EntryChange>,
    /// Entries by the name of their list. Those that are in no file any longer stay as retired.
    pub known: Vec<(String, Choice)>,
}

impl ListChanges {
    /// Puts the changes on top of the lists of the files. Lists that are gone stay gone.
    pub(crate) fn apply(&self, lists: &mut BTreeMap<String, ChoiceList>) {
        for (name, list) in lists {
            let changes: Vec<_> = self.entries.iter().filter(|it| it.list == *name).collect();
            let known: Vec<_> = self.known.iter().filter(|(list, _)| list == name).collect();
            if changes.is_empty() && known.is_empty() {
                continue;
            }
            let mut items = list.items.to_vec();
            let is_deleted = |id: &str| changes.iter().any(|it| it.id == id && it.is_deleted);
            for (_, choice) in known.into_iter().filter(|(_, it)| !is_deleted(&it.id)) {
                if !items.iter().any(|it| it.id == choice.id || it.also.contains(&choice.id)) {
                    items.push(Choice { retired: true, ..choice.clone() });
                }
            }
            for change in &changes {
                change_entry(&mut items, change);
            }
            in_order(&mut items, &changes);
            list.items = items.into();
        }
    }
}

fn change_entry(items: &mut Vec<Choice>, change: &EntryChange) {
    if change.is_deleted {
        return;
    }
    let at = match items.iter().position(|it| it.id == change.id) {
        Some(at) => at,
        None if change.label.is_some() => {
            items.push(added(change));
            items.len() - 1
        }
        // Nobody knows a word for it any more.
        None => return,
    };
    let Some(item) = items.get_mut(at) else { return };
    if let Some(label) = &change.label {
        item.label = label.clone();
    }
    if let Some(until) = &change.until {
        item.retired = false;
        item.valid_until = match until {
            Until::Open => None,
            Until::Day(day) => Some(day.clone()),
        };
    }
}

fn added(change: &EntryChange) -> Choice {
    Choice {
        id: change.id.clone(),
        label: change.label.clone().unwrap_or_default(),
        retired: false,
        valid_until: None,
        also: Vec::new(),
        extra: Default::default(),
    }
}

/// Sorts by place. An entry without one stays behind the entry it follows in the files, so that
/// what a newer program brings lands beside its neighbours.
fn in_order(items: &mut [Choice], changes: &[&EntryChange]) {
    let place_of =
        |id: &str| changes.iter().find(|it| it.id == id).and_then(|change| change.position);
    let mut last = i64::MIN;
    let places: BTreeMap<String, i64> = items
        .iter()
        .map(|item| {
            last = place_of(&item.id).unwrap_or(last);
            (item.id.clone(), last)
        })
        .collect();
    items.sort_by_key(|item| places.get(&item.id).copied());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(id: &str) -> Choice {
        let label = Label { de: id.to_uppercase(), en: id.to_uppercase() };
        added(&EntryChange { label: Some(label), ..change(id) })
    }

    fn change(id: &str) -> EntryChange {
        EntryChange::none("areas", id)
    }

    /// The list `a b c` with changes on top: ids, words, and whether each is offered in 2026.
    fn after(entries: Vec<EntryChange>, known: &[&str]) -> Vec<(String, String, bool)> {
        let items = ["a", "b", "c"].map(choice).to_vec().into();
        let list = ChoiceList { items, ..ChoiceList::named("areas") };
        let mut lists = BTreeMap::from([("areas".to_owned(), list)]);
        let known = known.iter().map(|it| ("areas".to_owned(), choice(it))).collect();
        ListChanges { entries, known }.apply(&mut lists);
        let items = lists.remove("areas").unwrap().items;
        items
            .iter()
            .map(|it| (it.id.clone(), it.label.de.clone(), it.is_offered("2026-11-22")))
            .collect()
    }

    fn ids(items: &[(String, String, bool)]) -> String {
        items.iter().map(|(id, ..)| id.as_str()).collect()
    }

    #[test]
    fn an_entry_of_the_files_is_called_anew_and_offered_until_a_day() {
        let label = Some(Label { de: "Neu".to_owned(), en: "New".to_owned() });
        let until = Some(Until::Day("2026-11-21".to_owned()));
        let items = after(vec![EntryChange { label, until, ..change("b") }], &[]);
        assert_eq!(items[1], ("b".to_owned(), "Neu".to_owned(), false));
        assert!(items[0].2 && items[2].2);
    }

    #[test]
    fn an_added_entry_comes_last_and_a_deleted_one_is_gone() {
        let label = Some(Label { de: "Neu".to_owned(), en: String::new() });
        let new = EntryChange { label: label.clone(), is_added: true, ..change("d") };
        let gone = EntryChange { label, is_added: true, is_deleted: true, ..change("e") };
        assert_eq!(ids(&after(vec![new, gone], &["e"])), "abcd");
        // What a file brings stays, whatever was deleted under its id before.
        assert_eq!(ids(&after(vec![EntryChange { is_deleted: true, ..change("a") }], &[])), "abc");
    }

    #[test]
    fn what_is_in_no_file_any_longer_stays_readable_and_can_be_offered_again() {
        let items = after(Vec::new(), &["a", "x"]);
        assert_eq!(items[3], ("x".to_owned(), "X".to_owned(), false));
        let again = EntryChange { until: Some(Until::Open), ..change("x") };
        assert!(after(vec![again], &["x"])[3].2);
    }

    #[test]
    fn an_entry_without_a_place_follows_the_one_before_it() {
        let place = |id, position| EntryChange { position: Some(position), ..change(id) };
        assert_eq!(ids(&after(vec![place("c", 1), place("a", 2)], &[])), "cab");
    }

    #[test]
    fn changes_of_what_nobody_knows_change_nothing() {
        let word_without_entry = EntryChange { until: Some(Until::Open), ..change("ghost") };
        assert_eq!(ids(&after(vec![word_without_entry], &[])), "abc");
    }
}
