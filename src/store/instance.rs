//! Facts about this wiki itself, such as the number that tells its database from any other.
//! Not settings: those come from `config`.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait};

use super::entities::instance;
use crate::error::Result;

/// Random number of the database, made once; an index made for another one is foreign.
pub const DATABASE_ID: &str = "database_id";
/// Counts restores and repairs; an index made before one is stale.
pub const EPOCH: &str = "epoch";
/// Which seed had its files attached to its pages.
pub const SEED_ATTACHED: &str = "seed_attached";
/// Present once spaces and seed are completely loaded.
pub const SEEDED: &str = "seeded";

/// Which part of the seed was loaded: `full`, `without-examples` or `none`.
pub const SEED: &str = "seed";
/// Hash of the seed the pages were last brought up to.
pub const SEED_HASH: &str = "seed_hash";
/// By which kinds everything derived was made, as JSON.
pub const DERIVED_BY: &str = "derived_by";

/// The value of a fact, if it was ever set.
pub async fn get(db: &impl ConnectionTrait, key: &str) -> Result<Option<String>> {
    let row = instance::Entity::find_by_id(key).one(db).await?;
    Ok(row.map(|it| it.value))
}

/// Sets a fact.
pub async fn set(db: &impl ConnectionTrait, key: &str, value: &str) -> Result<()> {
    let row = instance::ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
    let overwrite =
        OnConflict::column(instance::Column::Key).update_column(instance::Column::Value).to_owned();
    instance::Entity::insert(row).on_conflict(overwrite).exec_without_returning(db).await?;
    Ok(())
}
