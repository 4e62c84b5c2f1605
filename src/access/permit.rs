//! Permits: values that prove a decision was made. Their fields are private to this file, so an
//! act that takes one cannot be reached past the rules.

use super::audience::{Face, audience};
use super::{Actor, Role, SpaceStanding};
use crate::kinds::EditRight;

/// What rights on one page depend on.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The page id.
    pub page: String,
    /// Its space.
    pub space: SpaceStanding,
    /// Who created it.
    pub created_by: Option<String>,
    /// Whether a revision of it is in force.
    pub is_released: bool,
    /// Whether it is locked, so that only those who approve may write it.
    pub is_locked: bool,
}

/// Leave to create a page in one space.
#[derive(Clone, Debug)]
pub struct CreatePermit {
    space: String,
    account: Option<String>,
    rights: i64,
    may_publish: bool,
}

/// Leave to write one page.
#[derive(Clone, Debug)]
pub struct EditPermit {
    page: String,
    account: Option<String>,
    rights: i64,
    may_publish: bool,
    passes_lock: bool,
}

/// Leave to move one page to another status; how far depends on what it may.
#[derive(Clone, Debug)]
pub struct StatusPermit {
    page: String,
    account: Option<String>,
    rights: i64,
    may_publish: bool,
    may_approve: bool,
}

/// Contributors and above create pages.
pub fn may_create(actor: &Actor, space: &SpaceStanding) -> Option<CreatePermit> {
    let role = writing_role(actor, space)?;
    Some(CreatePermit {
        space: space.key.clone(),
        account: actor.account().map(str::to_owned),
        rights: actor.rights(),
        may_publish: role >= Role::Editor,
    })
}

/// What rights on one row of a record set depend on.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecordStanding<'a> {
    /// The set.
    pub set: &'a str,
    /// The space of the district the row is about, if it is about one.
    pub district_space: Option<&'a SpaceStanding>,
    /// Who added it; none for a new row.
    pub created_by: Option<&'a str>,
}

/// Leave to write one set of records at one page.
#[derive(Clone, Debug)]
pub struct RecordPermit {
    page: String,
    set: String,
    account: Option<String>,
    rights: i64,
}

/// Whoever may see the page may write a row as far as the set's named right says (design.md 1.3).
pub fn may_write_record(
    actor: &Actor,
    page: &Standing,
    right: EditRight,
    row: RecordStanding<'_>,
) -> Option<RecordPermit> {
    let edits_page = writing_role(actor, &page.space) >= Some(Role::Editor);
    let is_own = row.created_by.is_none() || row.created_by == actor.account();
    let may = match right {
        EditRight::Page => edits_page || may_edit(actor, page).is_some(),
        // Nobody enrols another district: not even whoever edits the page.
        EditRight::OwnDistrict => {
            row.district_space.is_some_and(|it| writing_role(actor, it) >= Some(Role::Editor))
        }
        // Units, people named in rows and members of bodies are not known to the wiki yet, so
        // only those who edit the page write for them.
        EditRight::OwnUnit | EditRight::Responsible | EditRight::Member => edits_page,
        EditRight::Anybody => actor.is_signed_in() && is_own,
        EditRight::System => false,
    };
    may.then(|| RecordPermit {
        page: page.page.clone(),
        set: row.set.to_owned(),
        account: actor.account().map(str::to_owned),
        rights: actor.rights(),
    })
}

/// Leave to change registers and lists of choices.
#[derive(Clone, Debug)]
pub struct RegisterPermit {
    account: Option<String>,
    rights: i64,
}

/// Registers are the office's own words for everybody; until there is a role for the Redaktion,
/// administrators keep them (product.md 3).
pub fn may_edit_registers(actor: &Actor) -> Option<RegisterPermit> {
    let may = actor.is_signed_in() && actor.is_admin();
    may.then(|| RegisterPermit {
        account: actor.account().map(str::to_owned),
        rights: actor.rights(),
    })
}

/// Editors write every page of their space; contributors their own pages while these are drafts.
/// A locked page is left to those who approve.
pub fn may_edit(actor: &Actor, standing: &Standing) -> Option<EditPermit> {
    let role = writing_role(actor, &standing.space)?;
    let is_own_draft = !standing.is_released
        && actor.is_signed_in()
        && standing.created_by.as_deref() == actor.account();
    let passes_lock = passes_lock(actor, &standing.space);
    if (role < Role::Editor && !is_own_draft) || (standing.is_locked && !passes_lock) {
        return None;
    }
    Some(EditPermit {
        page: standing.page.clone(),
        account: actor.account().map(str::to_owned),
        rights: actor.rights(),
        may_publish: role >= Role::Editor,
        passes_lock,
    })
}

/// Those who approve write locked pages and set and take locks; an administrator too, so that no
/// space without them is stuck.
pub(super) fn passes_lock(actor: &Actor, space: &SpaceStanding) -> bool {
    actor.is_admin() || actor.role_in(space) >= Some(Role::Approver)
}

/// Whoever writes a page moves its drafts; the right to approve comes from a role in the space
/// alone, never from being an administrator (design.md 4, fine print).
pub fn may_set_status(actor: &Actor, standing: &Standing) -> Option<StatusPermit> {
    let edit = may_edit(actor, standing)?;
    let may_publish = edit.may_publish();
    let may_approve = actor.role_in(&standing.space) >= Some(Role::Approver);
    let EditPermit { page, account, rights, .. } = edit;
    Some(StatusPermit { page, account, rights, may_publish, may_approve })
}

/// Names of those who wrote revisions are shown only to those who may edit the page
/// (product.md 3, "no person can be watched").
pub fn may_see_authors(actor: &Actor, standing: &Standing) -> bool {
    may_edit(actor, standing).is_some()
}

/// Whether the actor sees drafts of a page: revisions that were never in force.
pub fn may_see_drafts(actor: &Actor, standing: &Standing) -> bool {
    // A working face does not follow the page's visibility, so any word will do for it.
    let circles = audience(&standing.space, "", Face::Working, standing.created_by.as_deref());
    actor.is_admin() || circles.iter().any(|it| actor.tokens().contains(it))
}

/// An administrator writes everywhere like an editor but approves nothing (design.md 4).
pub(super) fn writing_role(actor: &Actor, space: &SpaceStanding) -> Option<Role> {
    let admin = actor.is_admin().then_some(Role::Editor);
    actor.role_in(space).max(admin).filter(|it| *it >= Role::Contributor)
}

impl CreatePermit {
    /// The key of the space it is for.
    pub fn space(&self) -> &str {
        &self.space
    }

    /// Whoever acts; none for the wiki itself.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }

    /// Whether kinds that are live at once may be published.
    pub fn may_publish(&self) -> bool {
        self.may_publish
    }
}

impl RecordPermit {
    /// The id of the page it is for.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// The set it is for.
    pub fn set(&self) -> &str {
        &self.set
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

impl RegisterPermit {
    /// Whoever acts.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }
}

impl EditPermit {
    /// The id of the page it is for.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// Whoever acts; none for the wiki itself.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The rights number it was given under; the act refuses when it has moved.
    pub fn rights(&self) -> i64 {
        self.rights
    }

    /// Whether kinds that are live at once may be published.
    pub fn may_publish(&self) -> bool {
        self.may_publish
    }

    /// Whether it also holds for a page that was locked meanwhile.
    pub fn passes_lock(&self) -> bool {
        self.passes_lock
    }
}

impl StatusPermit {
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

    /// Whether it lets living pages come into force and move on.
    pub fn may_publish(&self) -> bool {
        self.may_publish
    }

    /// Whether it lets pages of approved kinds come into force and out of it.
    pub fn may_approve(&self) -> bool {
        self.may_approve
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

    fn standing(created_by: &str, is_released: bool) -> Standing {
        let created_by = Some(created_by.to_owned());
        Standing { page: "p1".into(), space: space(), created_by, is_released, is_locked: false }
    }

    #[test]
    fn a_reader_creates_and_edits_nothing() {
        assert!(may_create(&somebody(Role::Reader), &space()).is_none());
        assert!(may_edit(&somebody(Role::Reader), &standing("a1", false)).is_none());
    }

    #[test]
    fn a_contributor_edits_the_own_draft_and_no_other_page() {
        let actor = somebody(Role::Contributor);

        assert!(may_edit(&actor, &standing("a1", false)).is_some_and(|it| !it.may_publish()));
        assert!(may_edit(&actor, &standing("a1", true)).is_none());
        assert!(may_edit(&actor, &standing("a2", false)).is_none());
    }

    #[test]
    fn a_locked_page_is_left_to_those_who_approve() {
        let locked = Standing { is_locked: true, ..standing("a2", true) };

        assert!(may_edit(&somebody(Role::Editor), &locked).is_none());
        assert!(may_edit(&somebody(Role::Approver), &locked).is_some());
    }

    #[test]
    fn nobody_signed_in_is_nobodys_author() {
        let mut standing = standing("a1", false);
        standing.created_by = None;

        assert!(may_edit(&Actor::anonymous(), &standing).is_none());
    }

    #[test]
    fn a_role_in_another_space_counts_for_nothing() {
        let roles = BTreeMap::from([("pankow".to_owned(), Role::Manager)]);
        let actor = Actor::person("a1", 1, false, roles);

        assert!(may_edit(&actor, &standing("a2", true)).is_none());
    }

    #[test]
    fn everybody_signed_in_writes_in_a_space_that_says_so() {
        let open = SpaceStanding { everyone: Some(Role::Editor), ..space() };
        let actor = Actor::person("a1", 1, false, BTreeMap::new());

        assert!(may_create(&actor, &open).is_some());
        assert!(may_create(&Actor::anonymous(), &open).is_none());
    }

    #[test]
    fn only_a_role_in_the_space_gives_the_right_to_approve() {
        let approves =
            |actor: &Actor| may_set_status(actor, &standing("a2", true)).map(|it| it.may_approve());
        let admin = Actor::person("a1", 1, true, BTreeMap::new());

        assert_eq!(approves(&somebody(Role::Reader)), None);
        assert_eq!(approves(&somebody(Role::Contributor)), None);
        assert_eq!(approves(&somebody(Role::Editor)), Some(false));
        assert_eq!(approves(&somebody(Role::Approver)), Some(true));
        assert_eq!(approves(&somebody(Role::Manager)), Some(true));
        assert_eq!(approves(&admin), Some(false));
    }
}
