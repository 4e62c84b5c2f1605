//! Tokens with which programs act for a person: a token may do what its person may, no more.
//! Nothing here is remembered between requests, so a disabled person's tokens end at once.

use std::sync::Arc;

use super::{People, Person, Secret};
use crate::error::{AppError, Result};
use crate::store;
use crate::store::people::Account;

/// The longest name of a token, in characters.
const NAME_CHARS_MAX: usize = 100;

impl People {
    /// A new token for the programs of a person; it can be read this once.
    pub async fn create_token(&self, account: &Account, name: &str) -> Result<Secret> {
        let name = name.trim();
        if name.chars().count() > NAME_CHARS_MAX || name.contains('\0') {
            return Err(AppError::BadRequest("problem-token-name"));
        }
        let secret = Secret::new()?;
        let txn = self.db.begin().await?;
        store::tokens::insert(&txn, &secret.digest(), &account.id, name, self.clock.now()).await?;
        txn.commit().await?;
        Ok(secret)
    }

    /// The person a token acts for, as they are at this moment.
    pub async fn of_token(&self, secret: &str) -> Result<Option<Arc<Person>>> {
        let digest = Secret::digest_of(secret);
        match store::tokens::account(self.db.reader(), &digest).await? {
            Some(account) => Ok(Some(Arc::new(self.person(account).await?))),
            None => Ok(None),
        }
    }
}
