//! Permits for acts on spaces and their members. What these acts are stands in `people`.

use super::{Actor, Role, SpaceStanding};

/// Leave to change what belongs to the whole wiki.
#[derive(Clone, Debug)]
pub struct AdminPermit {
    account: String,
    rights: i64,
}

/// Leave to say who belongs to one space.
#[derive(Clone, Debug)]
pub struct MembersPermit {
    space: String,
    account: String,
    rights: i64,
}

/// Administrators add spaces.
pub fn may_administer(actor: &Actor) -> Option<AdminPermit> {
    let account = actor.account().filter(|_| actor.is_admin())?.to_owned();
    Some(AdminPermit { account, rights: actor.rights() })
}

/// Those who manage a space, and administrators, say who belongs to it.
pub fn may_set_members(actor: &Actor, space: &SpaceStanding) -> Option<MembersPermit> {
    let manages = actor.is_admin() || actor.role_in(space) >= Some(Role::Manager);
    let account = actor.account().filter(|_| manages)?.to_owned();
    Some(MembersPermit { space: space.key.clone(), account, rights: actor.rights() })
}

/// Whether somebody may know that a space exists: one that is closed shows to its members alone.
pub fn may_know_space(actor: &Actor, space: &SpaceStanding) -> bool {
    space.visibility != super::SpaceVisibility::Members
        || actor.is_admin()
        || actor.role_in(space).is_some()
}

impl AdminPermit {
    /// Whoever acts.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }
}

impl MembersPermit {
    /// The key of the space it is for.
    pub fn space(&self) -> &str {
        &self.space
    }

    /// Whoever acts.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::access::{Pillar, SpaceVisibility};

    fn space(visibility: SpaceVisibility) -> SpaceStanding {
        let pillar = Pillar::District;
        SpaceStanding { key: "mitte".into(), visibility, pillar, everyone: None }
    }

    fn somebody(role: Role) -> Actor {
        Actor::person("a1", 1, false, BTreeMap::from([("mitte".to_owned(), role)]))
    }

    #[test]
    fn only_who_manages_a_space_says_who_belongs_to_it() {
        let space = space(SpaceVisibility::Intern);
        let admin = Actor::person("a2", 1, true, BTreeMap::new());

        assert!(may_set_members(&somebody(Role::Manager), &space).is_some());
        assert!(may_set_members(&admin, &space).is_some());
        assert!(may_set_members(&somebody(Role::Approver), &space).is_none());
        assert!(may_set_members(&Actor::anonymous(), &space).is_none());
        assert!(may_administer(&somebody(Role::Manager)).is_none());
    }

    #[test]
    fn a_closed_space_is_known_to_its_members_alone() {
        let closed = space(SpaceVisibility::Members);
        let stranger = Actor::person("a2", 1, false, BTreeMap::new());

        assert!(may_know_space(&somebody(Role::Reader), &closed));
        assert!(!may_know_space(&stranger, &closed));
        assert!(may_know_space(&stranger, &space(SpaceVisibility::Intern)));
    }
}
