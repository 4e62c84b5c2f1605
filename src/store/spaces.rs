//! Spaces: where pages live and which pillar owns them. Members are in `people`.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entities::space;
use crate::access::{Actor, Pillar, Role, SpaceStanding, SpaceVisibility};
use crate::error::Result;

/// A space.
#[derive(Clone, Debug)]
pub struct Space {
    /// Its id.
    pub id: String,
    /// Title in German.
    pub title_de: String,
    /// Title in English.
    pub title_en: String,
    /// Code of the district it belongs to.
    pub district: Option<String>,
    /// Place among the spaces.
    pub position: i32,
    /// What rights depend on, with key and pillar.
    pub standing: SpaceStanding,
}

impl Space {
    /// Its key, as in `/wiki/{key}`.
    pub fn key(&self) -> &str {
        &self.standing.key
    }
}

/// All spaces in their order.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Space>> {
    let rows = space::Entity::find()
        .order_by_asc(space::Column::Position)
        .order_by_asc(space::Column::Key);
    Ok(rows.all(db).await?.into_iter().map(from_row).collect())
}

/// The space of a key.
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Space>> {
    let row = space::Entity::find().filter(space::Column::Key.eq(key)).one(db).await?;
    Ok(row.map(from_row))
}

/// The space of an id.
pub async fn by_id(db: &impl ConnectionTrait, id: &str) -> Result<Option<Space>> {
    let row = space::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(from_row))
}

/// The district of a person: that of the space in which they may do most, the first of several.
pub fn own_district<'s>(actor: &Actor, spaces: &'s [Space]) -> Option<&'s str> {
    let mut best: Option<(Role, &str)> = None;
    for space in spaces {
        let role = actor.role_in(&space.standing);
        let (Some(role), Some(district)) = (role, space.district.as_deref()) else { continue };
        if best.is_none_or(|(other, _)| role > other) {
            best = Some((role, district));
        }
    }
    best.map(|(_, district)| district)
}

/// Writes a new space; fails when the key is taken.
pub async fn insert(db: &impl ConnectionTrait, new: &Space) -> Result<()> {
    let row = space::ActiveModel {
        id: Set(new.id.clone()),
        key: Set(new.standing.key.clone()),
        title_de: Set(new.title_de.clone()),
        title_en: Set(new.title_en.clone()),
        pillar: Set(new.standing.pillar.id().to_owned()),
        visibility: Set(new.standing.visibility.id().to_owned()),
        district: Set(new.district.clone()),
        everyone_role: Set(new.standing.everyone.map(|it| it.id().to_owned())),
        position: Set(new.position),
    };
    space::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub(super) fn from_row(row: space::Model) -> Space {
    Space {
        id: row.id,
        title_de: row.title_de,
        title_en: row.title_en,
        district: row.district,
        position: row.position,
        standing: SpaceStanding {
            key: row.key,
            // A word this program does not know must never open a space wider.
            visibility: SpaceVisibility::parse(&row.visibility).unwrap_or(SpaceVisibility::Members),
            pillar: Pillar::parse(&row.pillar).unwrap_or(Pillar::None),
            everyone: row.everyone_role.as_deref().and_then(Role::parse),
        },
    }
}
