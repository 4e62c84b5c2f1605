//! Acts on spaces: add one, say who belongs to it. Each is one transaction with its change row.
//! Who may do so is decided in `access`.

use serde_json::json;

use super::People;
use crate::access::{AdminPermit, MembersPermit, Pillar, Role, SpaceStanding, SpaceVisibility};
use crate::db::Txn;
use crate::error::{AppError, Result};
use crate::store::changes::{ChangeType, NewChange};
use crate::store::people::Account;
use crate::store::spaces::Space;
use crate::store::{self, new_id};

/// What a new space is made of.
#[derive(Clone, Debug)]
pub struct NewSpace {
    /// Its key, as in `/wiki/{key}`.
    pub key: String,
    /// Its title, in both languages.
    pub title: String,
    /// Its pillar.
    pub pillar: Pillar,
    /// How far its pages may be seen at most.
    pub visibility: SpaceVisibility,
}

impl People {
    /// Adds a space behind all others; `Conflict` when the key is taken.
    pub async fn add_space(&self, permit: AdminPermit, new: NewSpace) -> Result<Space> {
        let txn = self.db.begin().await?;
        refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
        let others = store::spaces::all(&txn).await?;
        let space = Space {
            id: new_id(),
            title_de: new.title.clone(),
            title_en: new.title,
            district: None,
            position: others.iter().map(|it| it.position + 1).max().unwrap_or(0),
            standing: SpaceStanding {
                key: new.key,
                visibility: new.visibility,
                pillar: new.pillar,
                everyone: None,
            },
        };
        let added = store::spaces::insert(&txn, &space).await;
        added.map_err(|error| if error.is_taken() { AppError::Conflict } else { error })?;
        let change = NewChange {
            what: ChangeType::SpaceSaved,
            at: self.clock.now(),
            page: None,
            space: Some(space.id.clone()),
            account: Some(permit.account().to_owned()),
            data: json!({}),
        };
        let seq = store::changes::append(&txn, change).await?;
        txn.commit().await?;
        self.changes.committed(seq);
        Ok(space)
    }

    /// Gives somebody a role in a space.
    pub async fn set_member(
        &self,
        permit: MembersPermit,
        space: &Space,
        account: &Account,
        role: Role,
    ) -> Result<()> {
        if permit.space() != space.key() {
            return Err(AppError::Forbidden);
        }
        let txn = self.db.begin().await?;
        refuse_moved_rights(&txn, permit.account(), permit.rights()).await?;
        store::people::set_role(&txn, &account.id, &space.id, role).await?;
        let seq = store::changes::append(&txn, self.account_saved(&account.id)).await?;
        txn.commit().await?;
        self.forget_all();
        self.changes.committed(seq);
        Ok(())
    }
}

/// What was allowed when the request was read must still be allowed when it is done.
async fn refuse_moved_rights(txn: &Txn, account: &str, rights: i64) -> Result<()> {
    match store::people::rights_of(txn, account).await? {
        Some(now) if now == rights => Ok(()),
        _ => Err(AppError::Forbidden),
    }
}
