//! Another address: a page moves with everything below it, within its space or to another one.
//! Former addresses and names keep leading to it; texts that link to it are never rewritten.

use super::address::free_address;
use super::checking::Subject;
use super::trash::{TreeDone, TreeOutcome, refuse_uncovered};
use super::undo::{Inverse, Moved, PlaceBefore};
use super::{Pages, TRIES, refuse_moved_rights};
use crate::access::{CreatePermit, TreePermit};
use crate::db::Txn;
use crate::error::{AppError, Result};
use crate::german;
use crate::kinds::Finding;
use crate::store::addresses::{self, FormerName};
use crate::store::changes::ChangeType;
use crate::store::pages::{Head, Revision};
use crate::store::spaces::Space;
use crate::store::{self, new_id};

/// Where a page shall go.
#[derive(Clone, Debug)]
pub struct Place {
    /// The space.
    pub space: Space,
    /// The page above it there; none puts it on top.
    pub parent: Option<Head>,
    /// The last part of its address; the one it has unless given.
    pub slug: Option<String>,
}

impl Pages {
    /// Moves a page with everything below it; needs the right to write all of it and the right to
    /// write where it goes.
    pub async fn move_page(
        &self,
        tree: TreePermit,
        into: CreatePermit,
        page: &str,
        place: Place,
    ) -> Result<TreeOutcome> {
        if into.space() != place.space.key() {
            return Err(AppError::Forbidden);
        }
        let (this, page) = (self.clone(), page.to_owned());
        self.to_the_end(async move {
            for _ in 1..TRIES {
                match this.move_once(&tree, &into, &page, &place).await {
                    // Somebody took the same address at the same moment: the next one is free.
                    Err(error) if error.is_taken() => {}
                    other => return other,
                }
            }
            this.move_once(&tree, &into, &page, &place).await
        })
        .await
    }

    async fn move_once(
        &self,
        permit: &TreePermit,
        into: &CreatePermit,
        page: &str,
        place: &Place,
    ) -> Result<TreeOutcome> {
        let txn = self.db.begin().await?;
        refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
        let head = store::pages::head(&txn, page).await?.ok_or(AppError::NotFound)?;
        let tree = self.whole_tree(&txn, &head).await?;
        refuse_uncovered(permit, &tree)?;
        let parent = parent_now(&txn, place, &tree).await?;
        // What readers of the one space see may not come to those of another by a mere draft right.
        let leaves = head.space.id != place.space.id;
        if leaves && !into.may_publish() && tree.iter().any(|it| it.released.is_some()) {
            return Err(AppError::Forbidden);
        }
        let broken =
            if leaves { self.broken_there(&txn, &tree, &place.space).await? } else { Vec::new() };
        if !broken.is_empty() {
            return Ok(TreeOutcome::Refused(broken));
        }
        // The page steps aside, so that its own address counts as free.
        let aside = Head { path: new_id(), ..head.clone() };
        store::tree::set_place(&txn, &aside).await?;
        let wanted = place.slug.as_deref().map_or_else(|| head.slug.clone(), german::slug);
        let (slug, path) = free_address(&txn, &place.space, parent.as_ref(), &wanted).await?;
        if !leaves && path == head.path {
            let done = TreeDone { head, pages: 0, seq: 0 };
            return Ok(TreeOutcome::Done(Box::new(done)));
        }
        let mut moved = Vec::with_capacity(tree.len());
        let mut heads: Vec<Head> = Vec::with_capacity(tree.len());
        for old in &tree {
            let is_root = old.id == head.id;
            let rest = old.path.get(head.path.len()..).unwrap_or_default();
            let new = Head {
                space: place.space.clone(),
                path: format!("{path}{rest}"),
                slug: if is_root { slug.clone() } else { old.slug.clone() },
                parent: match is_root {
                    true => parent.as_ref().map(|it| it.id.clone()),
                    false => old.parent.clone(),
                },
                ..old.clone()
            };
            self.move_one(&txn, old, &new).await?;
            moved.push(told(old, &new));
            heads.push(new);
        }
        let changes = self.change_each(ChangeType::PageMoved, &heads, permit.account());
        let inverse = Inverse::Move { pages: moved };
        let (seq, last) = self.log_tree(&txn, changes, permit.rights(), &inverse).await?;
        txn.commit().await?;
        self.changes.committed(last);
        let head = heads.into_iter().next().ok_or(AppError::NotFound)?;
        let done = TreeDone { head, pages: tree.len(), seq };
        Ok(TreeOutcome::Done(Box::new(done)))
    }

    /// The rules pages would break in another space and do not break where they are.
    async fn broken_there(&self, txn: &Txn, tree: &[Head], space: &Space) -> Result<Vec<Finding>> {
        let mut broken = Vec::new();
        for head in tree {
            let Some(kind) = self.kinds.now().get(&head.kind).cloned() else { continue };
            let content = super::revision(txn, head, head.working).await?.content;
            let at = |space| Subject {
                kind: &kind,
                head: Some(head),
                space: Some(space),
                content: &content,
                before: None,
                note: "",
            };
            let here = self.errors(txn, &at(&head.space)).await?;
            let there = self.errors(txn, &at(space)).await?;
            broken.extend(there.into_iter().filter(|it| !here.contains(it)));
        }
        Ok(broken)
    }

    async fn move_one(&self, txn: &Txn, old: &Head, new: &Head) -> Result<()> {
        addresses::keep_address(txn, old, self.clock.now()).await?;
        if old.slug != new.slug {
            let former = FormerName {
                key: german::link_key(&old.slug),
                name: old.slug.clone(),
                was_in_force: old.released.is_some(),
            };
            addresses::keep_name(txn, &old.id, &former).await?;
        }
        if old.parent != new.parent || old.space.id != new.space.id {
            store::tree::set_position(txn, &old.id, store::tree::UNPLACED).await?;
        }
        store::tree::set_place(txn, new).await?;
        self.write_faces_now(txn, new).await
    }

    /// Keeps the title of the revision a page had as a former name when the new one has another.
    pub(super) async fn keep_former_title(
        &self,
        txn: &Txn,
        head: &Head,
        old: &Revision,
        new: &Revision,
    ) -> Result<()> {
        let key = german::link_key(&old.content.title);
        if key == german::link_key(&new.content.title) {
            return Ok(());
        }
        let was_in_force = head.released == Some(old.number);
        let former = FormerName { key, name: old.content.title.clone(), was_in_force };
        addresses::keep_name(txn, &head.id, &former).await
    }

    /// Derives the faces of a page from what is stored.
    pub(super) async fn write_faces_now(&self, txn: &Txn, head: &Head) -> Result<()> {
        let working = super::revision(txn, head, head.working).await?;
        self.write_faces(txn, head, &working).await
    }
}

/// The page above as it is inside the transaction; never one of the pages that move.
async fn parent_now(txn: &Txn, place: &Place, tree: &[Head]) -> Result<Option<Head>> {
    let Some(parent) = &place.parent else { return Ok(None) };
    if tree.iter().any(|it| it.id == parent.id) {
        return Err(AppError::BadRequest("problem-move-below-itself"));
    }
    let parent = store::pages::head(txn, &parent.id).await?;
    let parent = parent.filter(|it| it.space.id == place.space.id);
    Ok(Some(parent.ok_or(AppError::Conflict)?))
}

fn told(old: &Head, new: &Head) -> Moved {
    Moved {
        page: old.id.clone(),
        from: PlaceBefore {
            space: old.space.key().to_owned(),
            path: old.path.clone(),
            slug: old.slug.clone(),
            parent: old.parent.clone(),
        },
        path: new.path.clone(),
    }
}
