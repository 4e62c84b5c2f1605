//! Accounts, roles and sessions: who somebody is. What they may do is decided in `access`.

mod secrets;
mod spaces;
mod tokens;

pub use secrets::Secret;
pub use spaces::NewSpace;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::access::{Actor, Role};
use crate::changes::Changes;
use crate::clock::{Clock, MINUTE, Millis};
use crate::config::Limits;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::people::Account;
use crate::store::spaces::Space;
use crate::store::{self, new_id};

/// How long a session is trusted before its row is read again. Ending a session or taking a
/// right away on another node is noticed within this time; on this node it is noticed at once.
const TRUST: Millis = 1_000;
/// Sessions kept in memory at most; beyond that all are read again.
const REMEMBERED_MAX: usize = 5_000;
/// argon2 takes a core and 19 MiB for tens of milliseconds; more at once would stall everybody.
const HASHING_AT_ONCE: usize = 2;

/// A signed-in person with what they may do.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account id.
    pub id: String,
    /// The name to sign in with.
    pub name: String,
    /// The name to show.
    pub display_name: String,
    /// Interface language, `de` or `en`.
    pub language: String,
    /// What rights are decided by.
    pub actor: Actor,
}

/// What a new account is made of.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// The name to sign in with.
    pub name: String,
    /// The name to show; the sign-in name unless given.
    pub display_name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Password, if the person shall sign in with one.
    pub password: Option<String>,
    /// Whether it is an administrator.
    pub is_admin: bool,
    /// Roles by space key.
    pub roles: Vec<(String, Role)>,
}

/// The people of one wiki.
#[derive(Clone)]
pub struct People {
    db: Db,
    clock: Clock,
    limits: Limits,
    changes: Changes,
    hashing: Arc<Semaphore>,
    remembered: Arc<Mutex<HashMap<String, Remembered>>>,
}

#[derive(Clone)]
struct Remembered {
    person: Arc<Person>,
    until: Millis,
}

impl People {
    /// The people of this database.
    pub fn new(db: &Db, clock: &Clock, limits: &Limits, changes: &Changes) -> Self {
        Self {
            db: db.clone(),
            clock: clock.clone(),
            limits: limits.clone(),
            changes: changes.clone(),
            hashing: Arc::new(Semaphore::new(HASHING_AT_ONCE)),
            remembered: Arc::default(),
        }
    }

    /// Adds an account; `Conflict` when the name is taken, `NotFound` for an unknown space.
    pub async fn add(&self, new: NewAccount) -> Result<Account> {
        let name = new.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(AppError::BadRequest("problem-account-name"));
        }
        let password_hash = match new.password {
            Some(password) => Some(self.hash(password).await?),
            None => None,
        };
        let account = Account {
            id: new_id(),
            display_name: new.display_name.unwrap_or_else(|| name.clone()),
            name,
            email: new.email,
            password_hash,
            is_admin: new.is_admin,
            language: "de".to_owned(),
            rights: 1,
            created_at: self.clock.now(),
            disabled_at: None,
        };
        self.insert(&account, &new.roles).await?;
        Ok(account)
    }

    /// The account of a sign-in name.
    pub async fn by_name(&self, name: &str) -> Result<Option<Account>> {
        store::people::by_name(self.db.reader(), name).await
    }

    /// What the person of an account may do.
    pub async fn actor_of(&self, account: &Account) -> Result<Actor> {
        let roles = store::people::roles_of(self.db.reader(), &account.id).await?;
        Ok(Actor::person(&account.id, account.rights, account.is_admin, roles))
    }

    /// Names to show for account ids.
    pub async fn names(&self, ids: &[String]) -> Result<HashMap<String, String>> {
        let accounts = store::people::by_ids(self.db.reader(), ids).await?;
        Ok(accounts.into_iter().map(|it| (it.id, it.display_name)).collect())
    }

    /// Gives a role in a space.
    pub async fn set_role(&self, account: &Account, space: &Space, role: Role) -> Result<()> {
        let txn = self.db.begin().await?;
        store::people::set_role(&txn, &account.id, &space.id, role).await?;
        let seq = store::changes::append(&txn, self.account_saved(&account.id)).await?;
        txn.commit().await?;
        self.forget_all();
        self.changes.committed(seq);
        Ok(())
    }

    /// Makes the first administrator of an empty wiki, and a one-time link for as long as no
    /// administrator has signed in.
    pub async fn first_administrator(&self) -> Result<Option<Secret>> {
        if !store::people::any_administrator(self.db.reader()).await? {
            let new = NewAccount {
                name: "admin".to_owned(),
                display_name: Some("Administration".to_owned()),
                is_admin: true,
                ..NewAccount::default()
            };
            self.add(new).await?;
        }
        match store::people::unclaimed_administrator(self.db.reader()).await? {
            Some(account) => Ok(Some(self.sign_in_link(&account).await?)),
            None => Ok(None),
        }
    }

    /// A secret that signs this person in once.
    pub async fn sign_in_link(&self, account: &Account) -> Result<Secret> {
        let secret = Secret::new()?;
        let now = self.clock.now();
        let until = now + self.limits.sign_in_link_life;
        let txn = self.db.begin().await?;
        store::people::insert_link(&txn, &secret.digest(), &account.id, now, until).await?;
        txn.commit().await?;
        Ok(secret)
    }

    /// Signs in by name and password. The answer to an unknown name takes as long as to a wrong
    /// password, so that names cannot be probed.
    pub async fn sign_in(&self, name: &str, password: &str) -> Result<Option<Secret>> {
        let account = self.by_name(name).await?.filter(|it| it.disabled_at.is_none());
        let hash = account.as_ref().and_then(|it| it.password_hash.clone());
        let is_right = self.verify(password.to_owned(), hash).await?;
        match account {
            Some(account) if is_right => Ok(Some(self.open_session(&account).await?)),
            _ => Ok(None),
        }
    }

    /// Signs in by a one-time link.
    pub async fn sign_in_by_link(&self, secret: &str) -> Result<Option<Secret>> {
        let txn = self.db.begin().await?;
        let digest = Secret::digest_of(secret);
        let account = store::people::take_link(&txn, &digest, self.clock.now()).await?;
        txn.commit().await?;
        match account {
            Some(account) => Ok(Some(self.open_session(&account).await?)),
            None => Ok(None),
        }
    }

    /// Ends a session.
    pub async fn sign_out(&self, secret: &str) -> Result<()> {
        let digest = Secret::digest_of(secret);
        let txn = self.db.begin().await?;
        store::people::delete_session(&txn, &digest).await?;
        txn.commit().await?;
        self.forget_all();
        Ok(())
    }

    /// The person a session cookie belongs to.
    pub async fn of_session(&self, secret: &str) -> Result<Option<Arc<Person>>> {
        let digest = Secret::digest_of(secret);
        let now = self.clock.now();
        if let Some(person) = self.recall(&digest, now) {
            return Ok(Some(person));
        }
        let Some(session) = store::people::session(self.db.reader(), &digest).await? else {
            return Ok(None);
        };
        let is_over = now > session.expires_at || now > session.seen_at + self.limits.session_idle;
        if is_over || session.account.disabled_at.is_some() {
            return Ok(None);
        }
        // Noting every request would make every view a write.
        if now > session.seen_at + 10 * MINUTE {
            let txn = self.db.begin().await?;
            store::people::touch_session(&txn, &digest, now).await?;
            txn.commit().await?;
        }
        let person = Arc::new(self.person(session.account).await?);
        self.remember(digest, person.clone(), now + TRUST);
        Ok(Some(person))
    }

    /// Sets the language of the interface for a person.
    pub async fn set_language(&self, account: &str, language: &str) -> Result<()> {
        let txn = self.db.begin().await?;
        store::people::set_language(&txn, account, language).await?;
        txn.commit().await?;
        self.forget_all();
        Ok(())
    }

    /// Lets every session be read from the database again.
    pub fn forget_all(&self) {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    async fn insert(&self, account: &Account, roles: &[(String, Role)]) -> Result<()> {
        let txn = self.db.begin().await?;
        store::people::insert(&txn, account).await.map_err(taken_is_conflict)?;
        for (key, role) in roles {
            let space = store::spaces::by_key(&txn, key).await?.ok_or(AppError::NotFound)?;
            store::people::set_role(&txn, &account.id, &space.id, *role).await?;
        }
        let seq = store::changes::append(&txn, self.account_saved(&account.id)).await?;
        txn.commit().await?;
        self.changes.committed(seq);
        Ok(())
    }

    async fn open_session(&self, account: &Account) -> Result<Secret> {
        let secret = Secret::new()?;
        let now = self.clock.now();
        let until = now + self.limits.session_life;
        let txn = self.db.begin().await?;
        store::people::insert_session(&txn, &secret.digest(), &account.id, now, until).await?;
        txn.commit().await?;
        Ok(secret)
    }

    async fn person(&self, account: Account) -> Result<Person> {
        let actor = self.actor_of(&account).await?;
        Ok(Person {
            id: account.id,
            name: account.name,
            display_name: account.display_name,
            language: account.language,
            actor,
        })
    }

    async fn hash(&self, password: String) -> Result<String> {
        let _turn = self.hashing.acquire().await.map_err(AppError::failure)?;
        let hash = tokio::task::spawn_blocking(move || secrets::hash(&password));
        hash.await.map_err(AppError::failure)?
    }

    async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let _turn = self.hashing.acquire().await.map_err(AppError::failure)?;
        let is_right = tokio::task::spawn_blocking(move || secrets::verify(&password, hash));
        is_right.await.map_err(AppError::failure)?
    }

    fn account_saved(&self, account: &str) -> NewChange {
        NewChange {
            what: ChangeType::AccountSaved,
            at: self.clock.now(),
            page: None,
            space: None,
            account: Some(account.to_owned()),
            data: serde_json::json!({}),
        }
    }

    fn recall(&self, digest: &str, now: Millis) -> Option<Arc<Person>> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.get(digest).filter(|it| it.until > now).map(|it| it.person.clone())
    }

    fn remember(&self, digest: String, person: Arc<Person>, until: Millis) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED_MAX {
            remembered.clear();
        }
        remembered.insert(digest, Remembered { person, until });
    }
}

fn taken_is_conflict(error: AppError) -> AppError {
    if error.is_taken() { AppError::Conflict } else { error }
}
