//! Who may do what: decisions from values, and the permits that prove them.
//! Knows no database and no request; acts elsewhere take a permit they could not make themselves.

mod audience;
mod manage;
mod permit;
mod tree;

pub use audience::{Face, audience};
pub use manage::{AdminPermit, MembersPermit, may_administer, may_know_space, may_set_members};
pub use permit::{
    CreatePermit, EditPermit, RecordPermit, RecordStanding, RegisterPermit, Standing, StatusPermit,
    may_create, may_edit, may_edit_registers, may_see_authors, may_see_drafts, may_set_status,
    may_write_record,
};
pub use tree::{
    LockPermit, OrderPermit, PurgePermit, TreePermit, UndoPermit, may_change_tree, may_lock,
    may_order, may_purge, may_undo,
};

use std::collections::BTreeMap;

/// What somebody may do in a space; each role includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Lesen: released pages.
    Reader,
    /// Mitarbeiten: own drafts.
    Contributor,
    /// Bearbeiten: every page, publishing of kinds that are live at once.
    Editor,
    /// Freigeben: approval of kinds that need it.
    Approver,
    /// Verwalten: archive, members, templates.
    Manager,
}

impl Role {
    /// All roles, weakest first.
    pub const ALL: [Role; 5] =
        [Self::Reader, Self::Contributor, Self::Editor, Self::Approver, Self::Manager];

    /// The word used in the command line, the API and the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Contributor => "contributor",
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::Manager => "manager",
        }
    }

    /// The role of that word.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
    }
}

/// How far a space's pages may be seen at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpaceVisibility {
    /// Published pages may be public.
    Public,
    /// Published pages are for everybody who is signed in.
    Intern,
    /// Nothing leaves the circle of members, whatever a page says.
    Members,
}

impl SpaceVisibility {
    /// The word used in files and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Intern => "intern",
            Self::Members => "members",
        }
    }

    /// The visibility of that word.
    pub fn parse(id: &str) -> Option<Self> {
        [Self::Public, Self::Intern, Self::Members].into_iter().find(|it| it.id() == id)
    }
}

/// The three pillars of the Berlin concept (B 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pillar {
    /// Säule I.
    District,
    /// Säule II.
    InterDistrict,
    /// Säule III.
    Citywide,
    /// None: the practice space.
    None,
}

impl Pillar {
    const ALL: [Self; 4] = [Self::District, Self::InterDistrict, Self::Citywide, Self::None];

    /// The word used in files and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::District => "bezirklich",
            Self::InterDistrict => "ueberbezirklich",
            Self::Citywide => "gesamtstaedtisch",
            Self::None => "ohne",
        }
    }

    /// The pillar of that word.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
    }
}

/// What rights depend on in a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceStanding {
    /// Its key, as in `/wiki/{key}`.
    pub key: String,
    /// How far its pages may be seen at most.
    pub visibility: SpaceVisibility,
    /// Its pillar.
    pub pillar: Pillar,
    /// The role everybody who is signed in has here; the practice space gives one.
    pub everyone: Option<Role>,
}

/// Whoever asks: nobody, a person, or the wiki itself.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    account: Option<String>,
    rights: i64,
    is_admin: bool,
    roles: BTreeMap<String, Role>,
    tokens: Vec<String>,
}

impl Actor {
    /// Somebody who is not signed in.
    pub fn anonymous() -> Self {
        Self { tokens: vec!["public".to_owned()], ..Self::default() }
    }

    /// A person with an account; `rights` is the number that moves whenever their rights do.
    pub fn person(
        account: &str,
        rights: i64,
        is_admin: bool,
        roles: BTreeMap<String, Role>,
    ) -> Self {
        let tokens = audience::tokens_of(account, &roles);
        Self { account: Some(account.to_owned()), rights, is_admin, roles, tokens }
    }

    /// The wiki itself, loading its seed: may write everywhere and is nobody.
    pub fn system() -> Self {
        Self { is_admin: true, ..Self::anonymous() }
    }

    /// The account id, if somebody is signed in.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The rights number the actor was loaded with.
    pub fn rights(&self) -> i64 {
        self.rights
    }

    /// Whether this is an administrator, who reads and writes everywhere and approves nothing.
    pub fn is_admin(&self) -> bool {
        self.is_admin
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.account.is_some()
    }

    /// The audience tokens this actor holds; a page face is seen by those who share one with it.
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// Whether the actor belongs to one of these circles. Administrators belong to all.
    pub fn is_in_any(&self, circles: &[String]) -> bool {
        self.is_admin || circles.iter().any(|it| self.tokens.contains(it))
    }

    /// The role in a space, explicit or through what the space gives to everybody.
    pub fn role_in(&self, space: &SpaceStanding) -> Option<Role> {
        let everyone = if self.is_signed_in() { space.everyone } else { None };
        self.roles.get(&space.key).copied().max(everyone)
    }
}
