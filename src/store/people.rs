//! Accounts, roles, sessions and one-time links as rows. Secrets arrive here already hashed.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::entities::{account, membership, session, sign_in_link, space};
use crate::access::Role;
use crate::clock::Millis;
use crate::error::Result;

/// A person who may sign in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// The name to sign in with.
    pub name: String,
    /// The name to show.
    pub display_name: String,
    /// Mail address, if known.
    pub email: Option<String>,
    /// argon2id hash, if the person may sign in with a password.
    pub password_hash: Option<String>,
    /// Whether this is an administrator.
    pub is_admin: bool,
    /// Interface language, `de` or `en`.
    pub language: String,
    /// Moves whenever what the person may do changes.
    pub rights: i64,
    /// When the account was made.
    pub created_at: Millis,
    /// Since when it may not sign in.
    pub disabled_at: Option<Millis>,
}

/// A session row with the account it belongs to.
#[derive(Clone, Debug)]
pub struct Session {
    /// The account.
    pub account: Account,
    /// Last request noted.
    pub seen_at: Millis,
    /// When it ends whatever happens.
    pub expires_at: Millis,
}

/// The account of a sign-in name; upper and lower case are alike.
pub async fn by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<Account>> {
    let query = account::Entity::find().filter(account::Column::NameKey.eq(name_key(name)));
    Ok(query.one(db).await?.map(from_row))
}

/// The accounts of these ids, in no order.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<Account>> {
    let query = account::Entity::find().filter(account::Column::Id.is_in(ids));
    Ok(query.all(db).await?.into_iter().map(from_row).collect())
}

/// Whether there is any administrator.
pub async fn any_administrator(db: &impl ConnectionTrait) -> Result<bool> {
    let query = account::Entity::find().filter(account::Column::IsAdmin.eq(true)).limit(1);
    Ok(query.count(db).await? > 0)
}

/// The administrator, as long as no administrator has ever signed in.
pub async fn unclaimed_administrator(db: &impl ConnectionTrait) -> Result<Option<Account>> {
    let admins = account::Entity::find().filter(account::Column::IsAdmin.eq(true)).all(db).await?;
    let ids: Vec<String> = admins.iter().map(|it| it.id.clone()).collect();
    let used = sign_in_link::Entity::find()
        .filter(sign_in_link::Column::AccountId.is_in(ids.clone()))
        .filter(sign_in_link::Column::UsedAt.is_not_null());
    let sessions = session::Entity::find().filter(session::Column::AccountId.is_in(ids));
    if used.count(db).await? > 0 || sessions.count(db).await? > 0 {
        return Ok(None);
    }
    Ok(admins.into_iter().find(|it| it.password_hash.is_none()).map(from_row))
}

/// Writes a new account; fails when the name is taken.
pub async fn insert(db: &impl ConnectionTrait, new: &Account) -> Result<()> {
    let row = account::ActiveModel {
        id: Set(new.id.clone()),
        name: Set(new.name.clone()),
        name_key: Set(name_key(&new.name)),
        display_name: Set(new.display_name.clone()),
        email: Set(new.email.clone()),
        password_hash: Set(new.password_hash.clone()),
        is_admin: Set(new.is_admin),
        language: Set(new.language.clone()),
        rights: Set(new.rights),
        created_at: Set(new.created_at),
        disabled_at: Set(new.disabled_at),
    };
    account::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Sets the interface language of an account.
pub async fn set_language(db: &impl ConnectionTrait, account: &str, language: &str) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::Language, Expr::value(language))
        .filter(account::Column::Id.eq(account))
        .exec(db)
        .await?;
    Ok(())
}

/// The rights number of an account, `None` when it is gone or disabled.
pub async fn rights_of(db: &impl ConnectionTrait, account: &str) -> Result<Option<i64>> {
    let row = account::Entity::find_by_id(account)
        .filter(account::Column::DisabledAt.is_null())
        .select_only()
        .column(account::Column::Rights)
        .into_tuple::<i64>()
        .one(db)
        .await?;
    Ok(row)
}

/// The roles of an account by space key.
pub async fn roles_of(db: &impl ConnectionTrait, account: &str) -> Result<BTreeMap<String, Role>> {
    let memberships = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account))
        .all(db)
        .await?;
    if memberships.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids = memberships.iter().map(|it| it.space_id.clone());
    let spaces = space::Entity::find().filter(space::Column::Id.is_in(ids)).all(db).await?;
    let keys: BTreeMap<_, _> = spaces.into_iter().map(|it| (it.id, it.key)).collect();
    let roles = memberships
        .into_iter()
        .filter_map(|it| Some((keys.get(&it.space_id)?.clone(), Role::parse(&it.role)?)));
    Ok(roles.collect())
}

/// Gives an account a role in a space and moves its rights number.
pub async fn set_role(
    db: &impl ConnectionTrait,
    account: &str,
    space: &str,
    role: Role,
) -> Result<()> {
    let row = membership::ActiveModel {
        account_id: Set(account.to_owned()),
        space_id: Set(space.to_owned()),
        role: Set(role.id().to_owned()),
    };
    let overwrite =
        OnConflict::columns([membership::Column::AccountId, membership::Column::SpaceId])
            .update_column(membership::Column::Role)
            .to_owned();
    membership::Entity::insert(row).on_conflict(overwrite).exec_without_returning(db).await?;
    move_rights(db, account).await
}

/// Writes a new session.
pub async fn insert_session(
    db: &impl ConnectionTrait,
    token_hash: &str,
    account: &str,
    now: Millis,
    expires_at: Millis,
) -> Result<()> {
    let row = session::ActiveModel {
        token_hash: Set(token_hash.to_owned()),
        account_id: Set(account.to_owned()),
        created_at: Set(now),
        seen_at: Set(now),
        expires_at: Set(expires_at),
    };
    session::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The session of a token hash, whoever's it is and however old.
pub async fn session(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Session>> {
    let Some(row) = session::Entity::find_by_id(token_hash).one(db).await? else {
        return Ok(None);
    };
    let account = account::Entity::find_by_id(row.account_id).one(db).await?;
    Ok(account.map(|it| Session {
        account: from_row(it),
        seen_at: row.seen_at,
        expires_at: row.expires_at,
    }))
}

/// Notes that a session was used.
pub async fn touch_session(db: &impl ConnectionTrait, token_hash: &str, at: Millis) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(at))
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn delete_session(db: &impl ConnectionTrait, token_hash: &str) -> Result<()> {
    session::Entity::delete_by_id(token_hash).exec(db).await?;
    Ok(())
}

/// Writes a new one-time link.
pub async fn insert_link(
    db: &impl ConnectionTrait,
    token_hash: &str,
    account: &str,
    now: Millis,
    expires_at: Millis,
) -> Result<()> {
    let row = sign_in_link::ActiveModel {
        token_hash: Set(token_hash.to_owned()),
        account_id: Set(account.to_owned()),
        created_at: Set(now),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    sign_in_link::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Takes a link that was never used and is still good, marking it as used; of two takers at the
/// same moment one gets nothing.
pub async fn take_link(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: Millis,
) -> Result<Option<Account>> {
    let taken = sign_in_link::Entity::update_many()
        .col_expr(sign_in_link::Column::UsedAt, Expr::value(now))
        .filter(sign_in_link::Column::TokenHash.eq(token_hash))
        .filter(sign_in_link::Column::UsedAt.is_null())
        .filter(sign_in_link::Column::ExpiresAt.gt(now))
        .exec(db)
        .await?;
    if taken.rows_affected != 1 {
        return Ok(None);
    }
    let Some(link) = sign_in_link::Entity::find_by_id(token_hash).one(db).await? else {
        return Ok(None);
    };
    let account = account::Entity::find_by_id(link.account_id)
        .filter(account::Column::DisabledAt.is_null())
        .one(db)
        .await?;
    Ok(account.map(from_row))
}

async fn move_rights(db: &impl ConnectionTrait, account: &str) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::Rights, Expr::col(account::Column::Rights).add(1))
        .filter(account::Column::Id.eq(account))
        .exec(db)
        .await?;
    Ok(())
}

fn name_key(name: &str) -> String {
    // PostgreSQL cannot even be asked for a NUL.
    name.replace('\0', "").trim().to_lowercase()
}

pub(super) fn from_row(row: account::Model) -> Account {
    Account {
        id: row.id,
        name: row.name,
        display_name: row.display_name,
        email: row.email,
        password_hash: row.password_hash,
        is_admin: row.is_admin,
        language: row.language,
        rights: row.rights,
        created_at: row.created_at,
        disabled_at: row.disabled_at,
    }
}
