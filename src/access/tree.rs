//! Permits for acts on whole pages rather than on their content: move, trash, purge, lock, undo.
//! Their fields are private to this file, so no such act can be reached past the rules.

use std::collections::BTreeSet;

use super::permit::{passes_lock, writing_role};
use super::{Actor, Role, SpaceStanding, Standing, may_edit};

/// Leave to move or trash a page with everything below it.
#[derive(Clone, Debug)]
pub struct TreePermit {
    pages: BTreeSet<String>,
    account: Option<String>,
    rights: i64,
}

/// Leave to lock one page, or to take its lock away.
#[derive(Clone, Debug)]
pub struct LockPermit {
    page: String,
    account: Option<String>,
    rights: i64,
}

/// Leave to put the pages of one space in order and to choose its templates.
#[derive(Clone, Debug)]
pub struct OrderPermit {
    space: String,
    account: Option<String>,
    rights: i64,
}

/// Leave to delete pages of one space for good.
#[derive(Clone, Debug)]
pub struct PurgePermit {
    space: String,
    account: Option<String>,
    rights: i64,
}

/// Leave to undo one act.
#[derive(Clone, Debug)]
pub struct UndoPermit {
    seq: u64,
    account: String,
    rights: i64,
}

/// Whoever may write each of these pages may move and trash them.
pub fn may_change_tree(actor: &Actor, tree: &[Standing]) -> Option<TreePermit> {
    if tree.is_empty() || tree.iter().any(|it| may_edit(actor, it).is_none()) {
        return None;
    }
    Some(TreePermit {
        pages: tree.iter().map(|it| it.page.clone()).collect(),
        account: actor.account().map(str::to_owned),
        rights: actor.rights(),
    })
}

/// Those who approve lock pages and unlock them.
pub fn may_lock(actor: &Actor, standing: &Standing) -> Option<LockPermit> {
    passes_lock(actor, &standing.space).then(|| LockPermit {
        page: standing.page.clone(),
        account: actor.account().map(str::to_owned),
        rights: actor.rights(),
    })
}

/// Editors put the pages of their space in order and choose which serve as templates.
pub fn may_order(actor: &Actor, space: &SpaceStanding) -> Option<OrderPermit> {
    let role = writing_role(actor, space)?;
    (role >= Role::Editor).then(|| OrderPermit {
        space: space.key.clone(),
        account: actor.account().map(str::to_owned),
        rights: actor.rights(),
    })
}

/// Managers delete for good; nothing brings those pages back.
pub fn may_purge(actor: &Actor, space: &SpaceStanding) -> Option<PurgePermit> {
    let is_manager = actor.is_admin() || actor.role_in(space) >= Some(Role::Manager);
    is_manager.then(|| PurgePermit {
        space: space.key.clone(),
        account: actor.account().map(str::to_owned),
        rights: actor.rights(),
    })
}

/// Whoever did an act may undo it while they have the rights they did it with.
pub fn may_undo(actor: &Actor, seq: u64, account: &str, rights: i64) -> Option<UndoPermit> {
    let is_own = actor.account() == Some(account) && actor.rights() == rights;
    is_own.then(|| UndoPermit { seq, account: account.to_owned(), rights })
}

impl TreePermit {
    /// Whether it holds for this page.
    pub fn covers(&self, page: &str) -> bool {
        self.pages.contains(page)
    }

    /// Whoever acts.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }
}

impl LockPermit {
    /// The id of the page it is for.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// Whoever acts.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }
}

impl OrderPermit {
    /// The key of the space it is for.
    pub fn space(&self) -> &str {
        &self.space
    }

    /// Whoever acts.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }
}

impl PurgePermit {
    /// The key of the space it is for.
    pub fn space(&self) -> &str {
        &self.space
    }

    /// Whoever acts.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }
}

impl UndoPermit {
    /// The number of the act it is for.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Whoever did it.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The rights number it was done and is undone under.
    pub fn rights(&self) -> i64 {
        self.rights
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::access::{Pillar, SpaceVisibility};

    fn space() -> SpaceStanding {
        SpaceStanding {
            key: "mitte".into(),
            visibility: SpaceVisibility::Intern,
            pillar: Pillar::District,
            everyone: None,
        }
    }

    fn somebody(role: Role) -> Actor {
        Actor::person("a1", 1, false, BTreeMap::from([("mitte".to_owned(), role)]))
    }

    fn page(id: &str, created_by: &str) -> Standing {
        Standing {
            page: id.into(),
            space: space(),
            created_by: Some(created_by.into()),
            is_released: false,
            is_locked: false,
        }
    }

    #[test]
    fn one_foreign_page_below_keeps_a_contributor_from_moving_the_tree() {
        let contributor = somebody(Role::Contributor);

        assert!(may_change_tree(&contributor, &[page("p", "a1")]).is_some());
        assert!(may_change_tree(&contributor, &[page("p", "a1"), page("q", "a2")]).is_none());
        let editor = somebody(Role::Editor);
        assert!(may_change_tree(&editor, &[page("p", "a1"), page("q", "a2")]).is_some());
    }

    #[test]
    fn locks_are_for_those_who_approve_and_purging_for_those_who_manage() {
        assert!(may_lock(&somebody(Role::Editor), &page("p", "a1")).is_none());
        assert!(may_lock(&somebody(Role::Approver), &page("p", "a1")).is_some());
        assert!(may_purge(&somebody(Role::Approver), &space()).is_none());
        assert!(may_purge(&somebody(Role::Manager), &space()).is_some());
    }

    #[test]
    fn an_act_is_undone_by_whoever_did_it_with_the_same_rights() {
        let actor = somebody(Role::Editor);

        assert!(may_undo(&actor, 7, "a1", 1).is_some());
        assert!(may_undo(&actor, 7, "a2", 1).is_none());
        assert!(may_undo(&actor, 7, "a1", 2).is_none());
    }
}
