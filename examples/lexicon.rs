//! Makes `src/german/lexicon.txt` from a folder of laws: the words that occur as parts of compounds.
//! Deliberately not part of the program: the list is made once and shipped, so that the stems of
//! old index entries and new questions never part ways.
//!
//! `cargo run --release --example lexicon -- FOLDER > src/german/lexicon.txt`, where FOLDER holds
//! the federal laws as Markdown, one file each (official works, public domain under § 5 UrhG).

#![allow(clippy::indexing_slicing)] // Run by hand; a failure is seen at once.

use std::{collections::HashMap, collections::HashSet, error::Error, fs, io::Write, path::Path};

use qm_wiki::german;

/// A part stands in at least this many sections.
const SECTIONS_MIN: u32 = 30;
/// Most parts of a word.
const PARTS_MAX: usize = 4;
/// Words that would tear other words apart: little words, prefixes, suffixes.
const PARTICLES: &str = "aber alle allem allen aller alles andere anderen anderer anders auch auss \
    ausser bein beim beiden damit dann darauf dass dein deren dessen dies diese diesem diesen dieser \
    dieses doch durch eine einem einen einer eines einig erst etwa fern gegen gehen gern haft heit hier \
    hinter ihre ihrem ihren ihrer immer innen isch jede jedem jeden jeder jedes kann keine keit \
    lich mehr mein mich mitte muss nach nahe nicht noch oben oder ohne rung sein seine seinem seinen seiner \
    seit sich sind soll sonder sonst sowie statt tige tung ubel uber uberm ungen unten unter viel \
    voll voran vorder ware warten weil weit wenn werd werden wider wieder wird zwar zwischen gegenuber \
    liche lichen licher tion ionen erin enden ende ender stell stelle stellen halt halten trag \
    tragen steh stehen fall falle lass lassen nehm setz setzen geben gabe fuhr fuhrung ehen sehen \
    tritt rufen ruf zieh ziehen gang gange ausg eing vorg angeb ange ungs rein reich richtig hang nahm \
    nahme sicht dritt";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let frequencies = frequencies(Path::new(&folder))?;
    let particles: HashSet<&str> = PARTICLES.split_whitespace().collect();
    let known: HashMap<&str, f64> = frequencies
        .iter()
        .filter(|(word, count)| **count >= SECTIONS_MIN && !particles.contains(word.as_str()))
        .map(|(word, count)| (word.as_str(), f64::from(*count).ln()))
        .collect();
    let mut atoms: Vec<String> = known
        .iter()
        .filter(|(word, own)| !splits(word, **own, &known))
        .map(|(word, _)| (*word).to_owned())
        .collect();
    // The s that joins stands behind these endings and in no word of its own.
    let joined: Vec<String> = atoms
        .iter()
        .filter(|word| {
            ["ung", "heit", "keit", "schaft", "ion", "tat"].iter().any(|it| word.ends_with(it))
        })
        .map(|word| format!("{word}s"))
        .collect();
    atoms.extend(joined);
    atoms.sort_unstable();
    atoms.dedup();
    let mut out = std::io::stdout().lock();
    writeln!(out, "# Version 1. Made by examples/lexicon.rs from the federal laws, do not edit.")?;
    for atom in atoms {
        writeln!(out, "{atom}")?;
    }
    Ok(())
}

/// In how many sections each word stands.
fn frequencies(folder: &Path) -> Result<HashMap<String, u32>, Box<dyn Error>> {
    let mut frequencies: HashMap<String, u32> = HashMap::new();
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let text = fs::read_to_string(file.path())?;
        for section in text.split("\n#") {
            let words: HashSet<String> = german::words(section)
                .filter(|word| word.len() >= german::PART_BYTES_MIN)
                .map(german::normal)
                .filter(|word| word.len() >= german::PART_BYTES_MIN)
                .filter(|word| word.bytes().all(|letter| letter.is_ascii_lowercase()))
                .collect();
            for word in words {
                *frequencies.entry(word).or_default() += 1;
            }
        }
    }
    Ok(frequencies)
}

/// Whether a word is better explained by other words: whether for some number of parts the
/// geometric mean of their frequencies is above its own. The dynamic programme keeps, for each
/// byte and number of parts, the best sum of logarithms.
fn splits(word: &str, own: f64, known: &HashMap<&str, f64>) -> bool {
    let mut best = vec![[f64::NEG_INFINITY; PARTS_MAX + 1]; word.len() + 1];
    best[0][0] = 0.0;
    for end in german::PART_BYTES_MIN..=word.len() {
        for start in 0..=end - german::PART_BYTES_MIN {
            if start == 0 && end == word.len() {
                continue;
            }
            let Some(weight) = known.get(&word[start..end]) else { continue };
            for count in 1..=PARTS_MAX {
                let sum = best[start][count - 1] + weight;
                if sum > best[end][count] {
                    best[end][count] = sum;
                }
            }
        }
    }
    (2..=PARTS_MAX).any(|count| best[word.len()][count] / count as f64 > own)
}
