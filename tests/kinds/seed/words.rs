//! The seed tells the sources in its own words. Deliberately not a judge of short phrases: eight
//! equal words in a row are a quotation, and quotations are marked.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{SeedPage, none, seed};
use crate::{shipped, source};

/// From how many equal words on a text is a quotation.
const RUN: usize = 8;
/// The register of sources repeats titles in full.
const REGISTER: &str = "gesamtstadt/quellen.md";

#[test]
fn nothing_is_taken_over_without_a_mark() {
    let folder = sources();
    if !folder.is_dir() {
        eprintln!("not compared: the sources are not here");
        return;
    }
    let kinds = shipped();
    let texts = source::files(&folder, ".txt").into_iter();
    let taken: BTreeSet<Vec<String>> = texts
        .map(|path| std::fs::read_to_string(path).unwrap())
        .flat_map(|text| runs(&whole_words(&without_tags(&text))))
        .collect();
    assert!(taken.len() > 1000);
    let mut found = BTreeSet::new();
    for page in seed(&kinds).iter().filter(|it: &&SeedPage| it.file != REGISTER) {
        for (_, text) in page.texts(&kinds) {
            let own = unquoted(&text).into_iter().flat_map(|part| runs(&part));
            let same = own.filter(|run| taken.contains(run));
            found.extend(same.map(|run| format!("{}: {}", page.file, run.join(" "))));
        }
    }
    none(found.into_iter().collect());
}

#[test]
fn quotations_are_left_out_of_the_comparison() {
    let text = "Vorn „in der Mitte“ hinten\n\n> ganz zitiert\n\n| Zelle | Zelle |\n";
    assert_eq!(unquoted(text).join("/"), "Vorn/ hinten/Zelle | Zelle |");
}

fn sources() -> PathBuf {
    source::root().join("../shared/sources")
}

/// The parts of a text that nobody marked as quoted: paragraphs, points and rows, each cut at
/// quotations.
fn unquoted(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    for line in text.lines() {
        let begins = line.starts_with(['-', '#', '|', '>', '*']) || line.trim().is_empty();
        if begins && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        if !line.starts_with('>') {
            part.push_str(line.trim_start_matches(['-', '#', '|', '*', ' ']));
            part.push(' ');
        }
    }
    parts.push(part);
    let cut = parts.iter().flat_map(|part| {
        part.split('„').enumerate().map(|(place, piece)| {
            let after = piece.split_once(['“', '”']).map(|(_, after)| after);
            if place == 0 { piece.to_owned() } else { after.unwrap_or_default().to_owned() }
        })
    });
    cut.map(|it| it.trim_end().to_owned()).filter(|it| !it.trim().is_empty()).collect()
}

fn runs(text: &str) -> Vec<Vec<String>> {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.windows(RUN).map(<[String]>::to_vec).collect()
}

/// Words that a line end cut in two are one again.
fn whole_words(text: &str) -> String {
    let mut whole = String::new();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        match line.strip_suffix('-') {
            Some(start) => whole.push_str(start),
            None => {
                whole.push_str(line);
                whole.push(' ');
            }
        }
    }
    whole
}

fn without_tags(text: &str) -> String {
    let pieces = text.split('<');
    let outside = pieces.enumerate().map(|(place, piece)| match piece.split_once('>') {
        Some((_, after)) if place > 0 => after,
        _ => piece,
    });
    outside.collect::<Vec<_>>().join(" ").replace(['*', '\u{ad}'], "")
}
