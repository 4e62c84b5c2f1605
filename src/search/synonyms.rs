//! Words that mean the same in a search: the list that comes with the program and the site's own.
//! Applied to questions only, so that a changed list needs no new index.

use std::{collections::HashMap, fs, path::Path};

use super::analysis;

/// The list that comes with the program.
const SHIPPED: &str = include_str!("synonyms.txt");
/// The site's own list, beside the folder of the index.
const OWN: &str = "synonyms.txt";
/// More lines of an own list are not read.
const LINES_MAX: usize = 5_000;
/// Most words of one entry.
const WORDS_MAX: usize = 4;

/// Groups of entries that mean the same, as stems.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    groups: Vec<Vec<Vec<String>>>,
    /// Groups by the first stem of their entries.
    by_first: HashMap<String, Vec<usize>>,
}

impl Synonyms {
    /// The shipped list, and the own one of a site if it has one that can be read.
    pub(super) fn beside(index: &Path) -> Synonyms {
        let own = index.parent().map(|data| data.join(OWN));
        let own = own.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
        Synonyms::read(SHIPPED.lines().chain(own.lines().take(LINES_MAX)))
    }

    fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Synonyms {
        let mut synonyms = Synonyms::default();
        for line in lines.filter(|line| !line.trim_start().starts_with('#')) {
            let entries = line.split('=').map(stems);
            let mut group: Vec<Vec<String>> = entries.filter(|it| !it.is_empty()).collect();
            group.retain(|entry| entry.len() <= WORDS_MAX);
            group.dedup();
            if group.len() < 2 {
                continue;
            }
            let number = synonyms.groups.len();
            for first in group.iter().filter_map(|entry| entry.first()) {
                let groups = synonyms.by_first.entry(first.clone()).or_default();
                if !groups.contains(&number) {
                    groups.push(number);
                }
            }
            synonyms.groups.push(group);
        }
        synonyms
    }

    /// What else the words at the beginning of a row of stems may be called, and how many of
    /// them that is about.
    pub(super) fn others(&self, row: &[&str]) -> Vec<(usize, Vec<String>)> {
        let mut others: Vec<(usize, Vec<String>)> = Vec::new();
        let groups = row.first().and_then(|first| self.by_first.get(*first));
        for group in groups.into_iter().flatten().filter_map(|number| self.groups.get(*number)) {
            let starts = |entry: &&Vec<String>| {
                row.get(..entry.len()).is_some_and(|start| start.iter().eq(entry.iter()))
            };
            for entry in group.iter().filter(starts) {
                let rest = group.iter().filter(|it| *it != entry);
                others.extend(rest.map(|it| (entry.len(), it.clone())));
            }
        }
        others
    }
}

fn stems(entry: &str) -> Vec<String> {
    let entry = analysis::composed(entry);
    let words = analysis::tokens(&mut analysis::words(), &entry).into_iter();
    let words = words.filter(|word| !analysis::is_little(word));
    words.map(|word| analysis::stem_of_evened(&word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_a_line_finds_the_others() {
        let list =
            ["# Kommentar = x", "Kunde = Klient", "Gute Praxis = Best Practice", "allein", "="];
        let synonyms = Synonyms::read(list.into_iter());
        assert_eq!(synonyms.others(&["kund", "gut"]), [(1, vec!["klient".to_owned()])]);
        assert_eq!(
            synonyms.others(&["best", "practic", "x"]),
            [(2, vec!["gut".to_owned(), "praxis".to_owned()])]
        );
        assert!(synonyms.others(&["best"]).is_empty() && synonyms.others(&[]).is_empty());
        assert!(Synonyms::read(SHIPPED.lines()).groups.len() > 10);
    }
}
