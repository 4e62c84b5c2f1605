//! The trash: pages go there with everything below them, come back to their place or the next
//! free address, and are deleted for good only by an act of its own.

use super::address::free_address;
use super::undo::Inverse;
use super::{Pages, TRIES, refuse_moved_rights};
use crate::access::{PurgePermit, TreePermit};
use crate::clock::{DAY, Millis};
use crate::db::Txn;
use crate::error::{AppError, Result};
use crate::kinds::Finding;
use crate::store;
use crate::store::changes::{ChangeType, NewChange};
use crate::store::pages::Head;

/// How long pages stay in the trash before they are due to be deleted (product.md 7).
pub const TRASH_DAYS: Millis = 90 * DAY;
/// How many pages may lie below one that is moved, copied or trashed at once.
pub const TREE_MAX: usize = 2_000;

/// What an act on a page and those below it came to.
#[derive(Clone, Debug)]
pub struct TreeDone {
    /// The page after it.
    pub head: Head,
    /// How many pages it was about.
    pub pages: usize,
    /// The number of the act, 0 when there was nothing to do.
    pub seq: u64,
}

/// What became of an act that is held against the rules of kinds.
#[derive(Clone, Debug)]
pub enum TreeOutcome {
    /// It is done.
    Done(Box<TreeDone>),
    /// It breaks these rules; nothing was stored.
    Refused(Vec<Finding>),
}

impl Pages {
    /// Puts a page and everything below it into the trash.
    pub async fn trash(&self, permit: TreePermit, page: &str) -> Result<TreeDone> {
        let (this, page) = (self.clone(), page.to_owned());
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
            let head = store::pages::head(&txn, &page).await?.ok_or(AppError::NotFound)?;
            let tree = this.whole_tree(&txn, &head).await?;
            refuse_uncovered(&permit, &tree)?;
            this.put_in_trash(&txn, &tree, permit.account()).await?;
            let changes = this.change_each(ChangeType::PageTrashed, &tree, permit.account());
            let inverse = Inverse::Trash { root: head.id.clone() };
            let seq = this.log_tree(&txn, changes, permit.rights(), &inverse).await?;
            txn.commit().await?;
            this.changes.committed(seq.1);
            Ok(TreeDone { head, pages: tree.len(), seq: seq.0 })
        })
        .await
    }

    /// Takes a page and everything that was trashed with it out of the trash: to its place, or to
    /// the next free address.
    pub async fn take_out(&self, permit: TreePermit, page: &str) -> Result<TreeDone> {
        let (this, page) = (self.clone(), page.to_owned());
        self.to_the_end(async move {
            for _ in 1..TRIES {
                match this.take_out_once(&permit, &page).await {
                    Err(error) if error.is_taken() => {}
                    other => return other,
                }
            }
            this.take_out_once(&permit, &page).await
        })
        .await
    }

    async fn take_out_once(&self, permit: &TreePermit, page: &str) -> Result<TreeDone> {
        let txn = self.db.begin().await?;
        refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
        let tree = store::trash::tree(&txn, page).await?;
        refuse_uncovered(permit, &tree)?;
        let heads = self.bring_back(&txn, tree).await?;
        let head = heads.first().cloned().ok_or(AppError::NotFound)?;
        let changes = self.change_each(ChangeType::PageRestored, &heads, permit.account());
        let inverse = Inverse::Restore { root: head.id.clone() };
        let seq = self.log_tree(&txn, changes, permit.rights(), &inverse).await?;
        txn.commit().await?;
        self.changes.committed(seq.1);
        Ok(TreeDone { head, pages: heads.len(), seq: seq.0 })
    }

    /// Deletes a page in the trash, and everything trashed with it, for good.
    pub async fn purge(&self, permit: PurgePermit, page: &str) -> Result<usize> {
        let (this, page) = (self.clone(), page.to_owned());
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
            let tree = store::trash::tree(&txn, &page).await?;
            let space = tree.first().map(|it| it.space.key().to_owned());
            if space.ok_or(AppError::NotFound)? != permit.space() {
                return Err(AppError::Forbidden);
            }
            for head in &tree {
                store::trash::purge(&txn, &head.id).await?;
            }
            let mut last = 0;
            for change in this.change_each(ChangeType::PagePurged, &tree, permit.account()) {
                last = store::changes::append(&txn, change).await?;
            }
            txn.commit().await?;
            this.changes.committed(last);
            Ok(tree.len())
        })
        .await
    }

    /// A page with everything below it, as far as an act may reach.
    pub(super) async fn whole_tree(&self, txn: &Txn, head: &Head) -> Result<Vec<Head>> {
        let tree = store::tree::subtree(txn, head, TREE_MAX).await?;
        if tree.len() > TREE_MAX {
            return Err(AppError::BadRequest("problem-tree-too-large"));
        }
        Ok(tree)
    }

    /// Trashed pages have no faces, so they are in no list, name, link or search at once.
    pub(super) async fn put_in_trash(
        &self,
        txn: &Txn,
        tree: &[Head],
        account: Option<&str>,
    ) -> Result<()> {
        let Some(root) = tree.first() else { return Ok(()) };
        store::trash::put(txn, tree, &root.id, self.clock.now(), account).await?;
        for head in tree {
            store::faces::replace(txn, &head.id, &[]).await?;
        }
        Ok(())
    }

    pub(super) async fn bring_back(&self, txn: &Txn, tree: Vec<Head>) -> Result<Vec<Head>> {
        let mut heads: Vec<Head> = Vec::with_capacity(tree.len());
        for mut head in tree {
            let above = match &head.parent {
                Some(parent) => store::pages::head(txn, parent).await?,
                None => None,
            };
            // Where the page above is gone, or elsewhere, the page comes back on top of its space.
            let above = above.filter(|it| it.space.id == head.space.id);
            let old = head.path.clone();
            (head.slug, head.path) =
                free_address(txn, &head.space, above.as_ref(), &head.slug).await?;
            if head.path != old {
                let was = Head { path: old, ..head.clone() };
                store::addresses::keep_address(txn, &was, self.clock.now()).await?;
            }
            head.parent = above.map(|it| it.id);
            store::tree::set_place(txn, &head).await?;
            store::trash::take_out(txn, &head.id).await?;
            self.write_faces_now(txn, &head).await?;
            heads.push(head);
        }
        Ok(heads)
    }

    /// Logs an act on several pages, one row each; the first number names it. Answers the first
    /// and the last number.
    pub(super) async fn log_tree(
        &self,
        txn: &Txn,
        changes: Vec<NewChange>,
        rights: i64,
        inverse: &Inverse,
    ) -> Result<(u64, u64)> {
        let mut changes = changes.into_iter();
        let Some(first) = changes.next() else { return Ok((0, 0)) };
        let first = self.log_undoable(txn, first, rights, inverse).await?;
        let mut last = first;
        for change in changes {
            last = store::changes::append(txn, change).await?;
        }
        Ok((first, last))
    }
}

/// A permit holds for the pages it was given for; one that came to be below since is not covered.
pub(super) fn refuse_uncovered(permit: &TreePermit, tree: &[Head]) -> Result<()> {
    match tree {
        [] => Err(AppError::NotFound),
        tree if tree.iter().all(|it| permit.covers(&it.id)) => Ok(()),
        _ => Err(AppError::Conflict),
    }
}
