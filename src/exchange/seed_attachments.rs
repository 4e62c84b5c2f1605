//! The files that pages of the seed bring along (`attachments:` in their front matter), from
//! `content-seed/files`. Each is attached once; what people did with it since is left as it is.

use super::seed::{ContentSeed, SeedFiles, hash_of};
use super::seed_pages::{SeedPage, read_pages};
use crate::access::{Actor, may_edit};
use crate::config::Seed;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::files::Files;
use crate::kinds::Kinds;
use crate::store;
use crate::store::instance;
use crate::store::pages::Head;

/// Where the files lie in the seed.
const FOLDER: &str = "files";

/// Attaches the files of the seed to its pages; at once done where nothing is new.
pub async fn attach_seed_files(db: &Db, kinds: &Kinds, files: &Files, seed: Seed) -> Result<()> {
    if seed == Seed::None {
        return Ok(());
    }
    let embedded = SeedFiles::embedded();
    let hash = hash_of(&embedded, seed);
    let known = instance::get(db.reader(), instance::SEED_ATTACHED).await?;
    if known.as_deref() == Some(hash.as_str()) {
        return Ok(());
    }
    for page in read_pages(kinds, seed, &embedded)? {
        if page.page.attachments.is_empty() {
            continue;
        }
        let space = store::spaces::by_key(db.reader(), &page.space).await?;
        let Some(space) = space else { continue };
        // Moved or taken away since: then it is the people's page.
        if let Some(head) = store::pages::at(db.reader(), &space, &page.path()).await? {
            attach(db, files, &page, head).await?;
        }
    }
    let txn = db.begin().await?;
    instance::set(&txn, instance::SEED_ATTACHED, &hash).await?;
    Ok(txn.commit().await?)
}

async fn attach(db: &Db, files: &Files, page: &SeedPage, head: Head) -> Result<()> {
    let removed = store::files::removed_at_page(db.reader(), &head.id).await?;
    for name in &page.page.attachments {
        let is_there = store::files::by_name(db.reader(), &head.id, name).await?.is_some();
        if is_there || removed.iter().any(|it| it.file.name == *name) {
            continue;
        }
        let content = ContentSeed::get(&format!("{FOLDER}/{name}"));
        let content =
            content.ok_or_else(|| AppError::failure(format!("{}: no file {name}", page.file)))?;
        let permit = may_edit(&Actor::system(), &head.standing()).ok_or(AppError::Forbidden)?;
        let mut incoming = files.room(&permit).await?.begin(name)?;
        incoming.write(&content.data).await?;
        let taken = files.add(permit, vec![incoming]).await?;
        if let Some(refused) = taken.refused.first() {
            let (file, problem) = (&page.file, &refused.problem);
            return Err(AppError::failure(format!("{file}: {name} was refused: {problem:?}")));
        }
    }
    Ok(())
}
