//! Tokens of programs as rows. They arrive here already hashed; when one was last used is not
//! noted, so that nobody's work can be followed by it.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entities::{account, api_token};
use super::people::{Account, from_row};
use crate::clock::Millis;
use crate::error::Result;

/// Writes a new token.
pub async fn insert(
    db: &impl ConnectionTrait,
    token_hash: &str,
    account: &str,
    name: &str,
    now: Millis,
) -> Result<()> {
    let row = api_token::ActiveModel {
        token_hash: Set(token_hash.to_owned()),
        account_id: Set(account.to_owned()),
        name: Set(name.to_owned()),
        created_at: Set(now),
    };
    api_token::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The account a token acts for, unless it is disabled.
pub async fn account(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Account>> {
    let Some(row) = api_token::Entity::find_by_id(token_hash).one(db).await? else {
        return Ok(None);
    };
    let account = account::Entity::find_by_id(row.account_id)
        .filter(account::Column::DisabledAt.is_null())
        .one(db)
        .await?;
    Ok(account.map(from_row))
}
