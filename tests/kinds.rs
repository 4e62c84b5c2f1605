//! The shipped kinds as a whole: their rules case by case, their reference, the files of a site.
//! Deliberately not here: how one value is read or shown; those tests stand beside the code.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)] // A test may fail.

#[path = "kinds/examples.rs"]
mod examples;
#[path = "kinds/names.rs"]
mod names;
#[path = "kinds/office.rs"]
mod office;
#[path = "kinds/reference.rs"]
mod reference;
#[path = "kinds/rules.rs"]
mod rules;
#[path = "kinds/seed/mod.rs"]
mod seed;
#[path = "kinds/site.rs"]
mod site;
mod source;
#[path = "kinds/templates.rs"]
mod templates;
#[path = "kinds/versions.rs"]
mod versions;

use std::path::Path;

use qm_wiki::kinds::{FileProblem, Files, Kinds};

/// The files that come with the program.
fn shipped_files() -> Files {
    let seed = source::root().join("content-seed");
    let mut files = files_in(&seed.join("kinds"));
    files.add_all(&files_in(&seed.join("registers")));
    files
}

/// The kind files below a folder, named as in the repository.
fn files_in(folder: &Path) -> Files {
    let paths = source::files(folder, ".toml");
    let named = paths.iter().map(|path| {
        let name = path.strip_prefix(source::root()).unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    });
    named.collect()
}

fn fixtures(folder: &str) -> Files {
    files_in(&source::root().join("tests/fixtures/kinds").join(folder))
}

fn parsed(files: &Files) -> Kinds {
    let (kinds, problems) = Kinds::parse(files);
    assert!(problems.is_empty(), "\n{}\n", told(&problems));
    kinds
}

fn shipped() -> Kinds {
    parsed(&shipped_files())
}

fn told(problems: &[FileProblem]) -> String {
    let line = |it: &FileProblem| format!("{}:{} {} {:?}", it.file, it.line, it.code, it.args);
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_shipped_files_have_no_mistakes() {
    assert!(shipped().iter().count() >= 5);
}
