//! Kinds, record sets and registers of one site: TOML files in `DATA/kinds` that add to the ones
//! the program brings, or take their place. What they may say is the business of `kinds`.

use std::fs;
use std::path::Path;

use super::seed::embedded_kind_files;
use crate::error::Result;
use crate::kinds::{FileProblem, Files, Kinds};

/// Where a site puts its files, below the data folder.
const FOLDER: &str = "kinds";
/// Where the last files without mistakes are kept, below that folder.
const LAST_GOOD: &str = ".last-good";

/// The kinds of a site. With a mistake in its files the last good copy of them counts, so that a
/// slip of the pen never takes the wiki down; the mistakes come along.
pub fn load_kinds(data: &Path) -> Result<(Kinds, Vec<FileProblem>)> {
    let folder = data.join(FOLDER);
    let site = files_in(&folder)?;
    let (kinds, problems) = parse(&site);
    if problems.is_empty() {
        if !site.is_empty() {
            keep(&folder.join(LAST_GOOD), &site)?;
        }
        return Ok((kinds, problems));
    }
    let (kinds, _) = parse(&files_in(&folder.join(LAST_GOOD))?);
    Ok((kinds, problems))
}

/// The kinds as the files say now, with every mistake.
pub fn check_kinds(data: &Path) -> Result<(Kinds, Vec<FileProblem>)> {
    Ok(parse(&files_in(&data.join(FOLDER))?))
}

fn parse(site: &[(String, String)]) -> (Kinds, Vec<FileProblem>) {
    let mut files = Files::new();
    for (name, text) in embedded_kind_files() {
        files.add(name, text);
    }
    // A later file of the same name takes the place of the one before.
    for (name, text) in site {
        files.add(name.clone(), text.clone());
    }
    Kinds::parse(&files)
}

/// The TOML files of a folder and of `registers` below it, in the order of names.
fn files_in(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for part in ["", "registers"] {
        let Ok(entries) = fs::read_dir(folder.join(part)) else { continue };
        for entry in entries {
            let path = entry?.path();
            let is_toml = path.extension().is_some_and(|it| it == "toml");
            let (true, Some(name)) = (is_toml && path.is_file(), path.file_name()) else {
                continue;
            };
            let below = if part.is_empty() { FOLDER } else { part };
            let name = format!("{below}/{}", name.to_string_lossy());
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

/// Written beside and renamed, so that a copy is whole or not there.
fn keep(folder: &Path, site: &[(String, String)]) -> Result<()> {
    let fresh = folder.with_extension("new");
    let _ = fs::remove_dir_all(&fresh);
    for (name, text) in site {
        let name = name.strip_prefix("kinds/").unwrap_or(name);
        let path = fresh.join(name);
        path.parent().map(fs::create_dir_all).transpose()?;
        fs::write(path, text)?;
    }
    let _ = fs::remove_dir_all(folder);
    fs::rename(&fresh, folder)?;
    Ok(())
}
