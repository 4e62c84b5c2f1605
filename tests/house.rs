//! Holds the house rules that neither the compiler nor Clippy knows.
//! Deliberately no matter of taste: each rule here has kept something from breaking or leaking.

#![allow(clippy::expect_used, clippy::unwrap_used)] // A test may fail by panicking.

mod source;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Documents and settings somebody new looks for at the top of the repository.
const TOP_LEVEL: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "deny.toml",
];

/// The one registry `Cargo.lock` may name.
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[test]
fn what_somebody_new_looks_for_is_there() {
    let missing: Vec<_> =
        TOP_LEVEL.iter().filter(|name| !source::root().join(name).is_file()).collect();
    assert!(missing.is_empty(), "missing at the top: {missing:?}");
}

#[test]
fn every_module_opens_with_what_it_is() {
    hold(".rs", opens_with_its_purpose);
}

#[test]
fn nothing_is_left_to_do_in_the_code() {
    hold(".rs", unfinished);
}

#[test]
fn migrations_know_no_entities() {
    let found = offences(&source::root().join("migrations"), ".rs", |text| {
        lines_with(&source::code_only(text), |line| line.contains("qm_wiki"))
    });
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn cargo_lock_names_one_registry_only() {
    let lock = read(&source::root().join("Cargo.lock"));
    assert!(lock.contains(CRATES));
    assert_eq!(foreign_crates(&lock), [""; 0]);
}

#[test]
fn npm_locks_name_no_address() {
    let locks = written(&source::root(), "package-lock.json");
    assert!(!locks.is_empty());
    for lock in locks {
        assert!(!read(&lock).contains("\"resolved\""), "{} names addresses", lock.display());
    }
}

#[test]
fn no_file_names_the_machine_it_was_written_on() {
    hold("", of_this_machine);
}

#[test]
fn every_command_the_documents_show_exists() {
    let shown: Vec<String> =
        written(&source::root(), ".md").iter().flat_map(|file| commands(&read(file))).collect();
    assert!(!shown.is_empty(), "no document shows a command");
    for command in shown {
        let words = command.split(' ').filter(|word| !word.is_empty());
        let answer = Command::new(env!("CARGO_BIN_EXE_qm-wiki")).args(words).arg("--help").output();
        assert!(answer.unwrap().status.success(), "there is no `qm-wiki {command}`");
    }
}

#[test]
fn each_rule_finds_what_offends_it() {
    assert_eq!(opens_with_its_purpose("use std::fs;\n//! Too late.\n"), [1]);
    assert_eq!(opens_with_its_purpose("//! A room.\n"), [0; 0]);

    let marks = ["let a = 1; // TO", "DO: later\nlet b = \"TO", "DO\";\nto", "do!();\n"].concat();
    assert_eq!(unfinished(&marks), [1, 3]);

    let lock = format!("source = \"{CRATES}\"\nsource = \"git+https://example.org/x\"\n");
    assert_eq!(foreign_crates(&lock), ["git+https://example.org/x"]);

    let shown =
        "`qm-wiki user add NAME`\n```sh\nqm-wiki import laws/ --space mitte\n```\nThe qm-wiki is";
    assert_eq!(commands(shown), ["user add", "import"]);

    let paths = format!("See {}/x, not /api/work/.\n", "/home");
    assert_eq!(of_this_machine(&paths), [1]);
    assert_eq!(of_this_machine("see https://example.org/home/x and ~/work/y\n"), [0; 0]);
}

/// Asserts that `rule` finds no line in any file of the repository whose name ends in `ending`.
fn hold(ending: &str, rule: fn(&str) -> Vec<usize>) {
    let found = offences(&source::root(), ending, rule);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// `file:line` for each line the rule finds below the folder.
fn offences(folder: &Path, ending: &str, rule: impl Fn(&str) -> Vec<usize>) -> Vec<String> {
    let files = written(folder, ending);
    assert!(!files.is_empty(), "no file below {} ends in {ending}", folder.display());
    files
        .iter()
        .flat_map(|file| {
            let name = file.strip_prefix(source::root()).unwrap().display().to_string();
            rule(&read(file)).into_iter().map(move |line| format!("{name}:{line}"))
        })
        .collect()
}

/// The first line, unless the text opens with `//!`.
fn opens_with_its_purpose(text: &str) -> Vec<usize> {
    let first = text.lines().next().unwrap_or_default();
    if first.starts_with("//!") { Vec::new() } else { vec![1] }
}

/// Lines with a mark in a comment or a macro in the code that puts something off.
fn unfinished(text: &str) -> Vec<usize> {
    let marks = ["TODO", "FIXME", "XXX"];
    let macros = [["todo", "!"].concat(), ["unimplemented", "!"].concat()];
    let code = source::code_only(text);
    let in_code = lines_with(&code, |line| macros.iter().any(|it| line.contains(it)));
    let comments = text.lines().map(|line| line.split_once("//").map_or("", |it| it.1));
    let in_comments = comments
        .enumerate()
        .filter(|(_, words)| marks.iter().any(|mark| words.contains(mark)))
        .map(|(number, _)| number + 1);
    in_comments.chain(in_code).collect()
}

/// Sources in `Cargo.lock` other than the registry of all.
fn foreign_crates(lock: &str) -> Vec<&str> {
    lock.lines()
        .filter_map(|line| line.strip_prefix("source = ")?.strip_prefix('"')?.strip_suffix('"'))
        .filter(|source| *source != CRATES)
        .collect()
}

/// The subcommands of `qm-wiki` shown as code: at the start of a line or of a code span.
fn commands(text: &str) -> Vec<String> {
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2).chain([line]))
        .filter_map(|code| code.trim_start().trim_start_matches("$ ").strip_prefix("qm-wiki "))
        .map(|rest| {
            let word = |it: &&str| it.chars().all(|letter| letter.is_ascii_lowercase());
            rest.split(' ').take_while(word).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// Lines with an absolute path into somebody's own folders.
fn of_this_machine(text: &str) -> Vec<usize> {
    let folders = ["home", "root", "work", "Users"].map(|name| format!("/{name}/"));
    lines_with(text, |line| {
        folders.iter().any(|folder| {
            line.match_indices(folder).any(|(at, _)| {
                let before = line.get(..at).and_then(|it| it.chars().next_back());
                before.is_none_or(|it| it.is_whitespace() || "\"'`(=<:".contains(it))
            })
        })
    })
}

fn lines_with(text: &str, found: impl Fn(&str) -> bool) -> Vec<usize> {
    let lines = text.lines().enumerate();
    lines.filter(|(_, line)| found(line)).map(|(number, _)| number + 1).collect()
}

/// Text files below the folder that people wrote.
fn written(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = source::files(folder, ending);
    files.retain(|path| fs::read_to_string(path).is_ok());
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}
