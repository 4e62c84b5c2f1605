//! Marks on a page that are not part of its content: a lock set by choice, and whether it serves
//! as template. Also the order of the pages below one another.

use super::undo::{Inverse, LockBefore};
use super::{Pages, refuse_moved_rights};
use crate::access::{LockPermit, OrderPermit};
use crate::error::{AppError, Result};
use crate::store;
use crate::store::changes::ChangeType;
use crate::store::pages::Head;
use crate::store::tree::Lock;

/// Which way a page goes among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Nearer to the first.
    Up,
    /// Nearer to the last.
    Down,
}

impl Pages {
    /// Locks a page, with a reason, or unlocks it; answers the number of the act.
    pub async fn lock(&self, permit: LockPermit, reason: Option<String>) -> Result<(Head, u64)> {
        let this = self.clone();
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
            let page = permit.page();
            let head = store::pages::head(&txn, page).await?.ok_or(AppError::NotFound)?;
            if head.is_locked == reason.is_some() {
                return Ok((head, 0));
            }
            let before = store::tree::lock(&txn, page).await?.map(LockBefore::of);
            let lock = reason.map(|reason| Lock {
                at: this.clock.now(),
                account: permit.account().map(str::to_owned),
                reason,
            });
            store::tree::set_lock(&txn, page, lock.as_ref()).await?;
            let is_locked = lock.is_some();
            let inverse = Inverse::Lock { page: page.to_owned(), before, is_locked };
            let change = this.change(ChangeType::PageMarked, &head, permit.account());
            let seq = this.log_undoable(&txn, change, permit.rights(), &inverse).await?;
            txn.commit().await?;
            this.changes.committed(seq);
            Ok((Head { is_locked, ..head }, seq))
        })
        .await
    }

    /// Makes a page a template for new ones, or none any more; answers the number of the act.
    pub async fn make_template(
        &self,
        permit: OrderPermit,
        page: &str,
        template: Template,
    ) -> Result<(Head, u64)> {
        let (this, page) = (self.clone(), page.to_owned());
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
            let head = store::pages::head(&txn, &page).await?.ok_or(AppError::NotFound)?;
            if head.space.key() != permit.space() {
                return Err(AppError::Forbidden);
            }
            let before = store::tree::is_template(&txn, &page).await?;
            let after = template == Template::Offered;
            if before == after {
                return Ok((head, 0));
            }
            store::tree::set_template(&txn, &page, after).await?;
            let inverse = Inverse::Template { page, before };
            let change = this.change(ChangeType::PageMarked, &head, permit.account());
            let seq = this.log_undoable(&txn, change, permit.rights(), &inverse).await?;
            txn.commit().await?;
            this.changes.committed(seq);
            Ok((head, seq))
        })
        .await
    }

    /// Moves a page one step among those beside it, in the order `beside` that the person saw.
    pub async fn put_in_order(
        &self,
        permit: OrderPermit,
        page: &str,
        direction: Direction,
        beside: Vec<String>,
    ) -> Result<(Head, u64)> {
        let (this, page) = (self.clone(), page.to_owned());
        self.to_the_end(async move {
            let txn = this.db.begin().await?;
            refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
            let head = store::pages::head(&txn, &page).await?.ok_or(AppError::NotFound)?;
            if head.space.key() != permit.space() {
                return Err(AppError::Forbidden);
            }
            let beside = store::tree::beside(&txn, &head, &beside).await?;
            let Some(ids) = swapped(&beside, &page, direction) else { return Ok((head, 0)) };
            let before = store::tree::positions(&txn, &beside).await?;
            let after: Vec<(String, i32)> = ids.into_iter().zip(1..).collect();
            for (id, position) in &after {
                store::tree::set_position(&txn, id, *position).await?;
            }
            let inverse = Inverse::Order { before, after };
            let change = this.change(ChangeType::PageMoved, &head, permit.account());
            let seq = this.log_undoable(&txn, change, permit.rights(), &inverse).await?;
            txn.commit().await?;
            this.changes.committed(seq);
            Ok((head, seq))
        })
        .await
    }
}

/// Whether a page is offered where new ones begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// It is.
    Offered,
    /// It is not, or no longer.
    Withdrawn,
}

/// The neighbours with one of them a step further; `None` when it stands at the end already.
fn swapped(beside: &[String], page: &str, direction: Direction) -> Option<Vec<String>> {
    let at = beside.iter().position(|it| it == page)?;
    let other = match direction {
        Direction::Up => at.checked_sub(1)?,
        Direction::Down => at + 1,
    };
    if other >= beside.len() {
        return None;
    }
    let mut ids = beside.to_vec();
    ids.swap(at, other);
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_one_step_and_not_past_the_end() {
        let beside: Vec<String> = ["a", "b", "c"].into_iter().map(str::to_owned).collect();

        assert_eq!(swapped(&beside, "b", Direction::Up).unwrap(), ["b", "a", "c"]);
        assert_eq!(swapped(&beside, "b", Direction::Down).unwrap(), ["a", "c", "b"]);
        assert_eq!(swapped(&beside, "a", Direction::Up), None);
        assert_eq!(swapped(&beside, "c", Direction::Down), None);
        assert_eq!(swapped(&beside, "x", Direction::Down), None);
    }
}
