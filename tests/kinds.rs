//! The shipped kinds as a whole: their rules case by case, their reference, the files of a site.
//! Deliberately not here: how one value is read or shown; those tests stand beside the code.

#![allow(clippy::expect_used, clippy::unwrap_used)] // A test may fail by panicking.

mod source;

use qm_wiki::kinds::{FileProblem, Files, Kinds};

/// The files that come with the program.
fn shipped_files() -> Files {
    let seed = source::root().join("content-seed");
    let folders = ["kinds", "registers"].map(|folder| seed.join(folder));
    let files = folders.iter().flat_map(|folder| source::files(folder, ".toml"));
    files
        .map(|file| {
            let name = file.strip_prefix(&seed).unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(file).unwrap())
        })
        .collect()
}

fn shipped() -> Kinds {
    let (kinds, problems) = Kinds::parse(&shipped_files());
    assert!(problems.is_empty(), "\n{}\n", told(&problems));
    kinds
}

fn told(problems: &[FileProblem]) -> String {
    let line = |it: &FileProblem| format!("{}:{} {} {:?}", it.file, it.line, it.code, it.args);
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_shipped_files_have_no_mistakes() {
    assert!(shipped().iter().count() >= 5);
}
