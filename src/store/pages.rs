//! Heads and revisions of pages: the ground state. What is derived per face is in `faces`.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect,
};
use serde_json::{Map, Value};

use super::entities::{page, release, revision, space};
use super::spaces::{self, Space};
use crate::access::Standing;
use crate::clock::Millis;
use crate::error::{AppError, Result};

/// The head of a page: where it is and which revisions its faces show.
#[derive(Clone, Debug)]
pub struct Head {
    /// The page id.
    pub id: String,
    /// Its space.
    pub space: Space,
    /// Its kind.
    pub kind: String,
    /// Last part of its address.
    pub slug: String,
    /// Whole address within the space.
    pub path: String,
    /// The page above it.
    pub parent: Option<String>,
    /// Who may see its released face (domain.md 2.2).
    pub visibility: String,
    /// Number of the newest revision.
    pub working: u32,
    /// Number of the revision in force.
    pub released: Option<u32>,
    /// Who created it; none for seed pages.
    pub created_by: Option<String>,
    /// When it was created.
    pub created_at: Millis,
    /// When it was last saved.
    pub updated_at: Millis,
    /// Whether somebody locked it, so that only those who approve may write it.
    pub is_locked: bool,
    /// Whether it has, or had, files.
    pub has_files: bool,
}

impl Head {
    /// The address of the page, beginning with `/`.
    pub fn url(&self) -> String {
        page_url(self.space.key(), &self.path)
    }

    /// What rights on the page depend on.
    pub fn standing(&self) -> Standing {
        Standing {
            page: self.id.clone(),
            space: self.space.standing.clone(),
            created_by: self.created_by.clone(),
            is_released: self.released.is_some(),
            is_locked: self.is_locked,
        }
    }
}

/// The address of a page by space key and path.
pub fn page_url(space: &str, path: &str) -> String {
    format!("/wiki/{space}/{path}")
}

/// What a revision holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Title.
    pub title: String,
    /// Value of the kind's life cycle.
    pub status: String,
    /// Values of the kind's fields.
    pub fields: Map<String, Value>,
    /// Values of keys the kind does not know.
    pub extra: Map<String, Value>,
    /// Markdown.
    pub text: String,
}

/// One revision of a page.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its number, from 1 without gaps per page.
    pub number: u32,
    /// What it holds.
    pub content: Content,
    /// Who wrote it; none for seed pages.
    pub account: Option<String>,
    /// When.
    pub at: Millis,
    /// What changed, in the author's words.
    pub change_note: String,
    /// The number of the other revision, if this one came from bringing two together.
    pub merged_from: Option<u32>,
}

/// A line of a page's history.
#[derive(Clone, Debug)]
pub struct RevisionLine {
    /// Its number.
    pub number: u32,
    /// Title then.
    pub title: String,
    /// Status then.
    pub status: String,
    /// Who wrote it.
    pub account: Option<String>,
    /// When.
    pub at: Millis,
    /// What changed, in the author's words.
    pub change_note: String,
    /// Whether its author called it a small change.
    pub is_minor: bool,
}

/// The head of a living page by id.
pub async fn head(db: &impl ConnectionTrait, id: &str) -> Result<Option<Head>> {
    let row =
        page::Entity::find_by_id(id).filter(page::Column::TrashedAt.is_null()).one(db).await?;
    with_space(db, row).await
}

/// The head of a living page by address.
pub async fn at(db: &impl ConnectionTrait, space: &Space, path: &str) -> Result<Option<Head>> {
    let row = page::Entity::find()
        .filter(page::Column::SpaceId.eq(&space.id))
        .filter(page::Column::Path.eq(path))
        .filter(page::Column::TrashedAt.is_null())
        .one(db)
        .await?;
    Ok(row.map(|it| from_row(it, space.clone())))
}

/// Which of these paths in a space are taken.
pub async fn taken_paths(
    db: &impl ConnectionTrait,
    space: &Space,
    paths: &[String],
) -> Result<Vec<String>> {
    let taken = page::Entity::find()
        .select_only()
        .column(page::Column::Path)
        .filter(page::Column::SpaceId.eq(&space.id))
        .filter(page::Column::Path.is_in(paths))
        .filter(page::Column::TrashedAt.is_null())
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(taken)
}

/// Writes the head of a new page.
pub async fn insert(db: &impl ConnectionTrait, head: &Head) -> Result<()> {
    let row = page::ActiveModel {
        id: Set(head.id.clone()),
        space_id: Set(head.space.id.clone()),
        kind: Set(head.kind.clone()),
        slug: Set(head.slug.clone()),
        path: Set(head.path.clone()),
        parent_id: Set(head.parent.clone()),
        visibility: Set(head.visibility.clone()),
        working: Set(head.working as i32),
        released: Set(head.released.map(|it| it as i32)),
        created_by: Set(head.created_by.clone()),
        created_at: Set(head.created_at),
        updated_at: Set(head.updated_at),
        trashed_at: Set(None),
        locked_at: Set(None),
        has_files: Set(head.has_files),
    };
    page::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Moves the head from the revision it was read at; answers whether it still stood there.
pub async fn move_head(db: &impl ConnectionTrait, from: u32, head: &Head) -> Result<bool> {
    let moved = page::Entity::update_many()
        .col_expr(page::Column::Working, Expr::value(head.working as i32))
        .col_expr(page::Column::Released, Expr::value(head.released.map(|it| it as i32)))
        .col_expr(page::Column::Visibility, Expr::value(head.visibility.clone()))
        .col_expr(page::Column::UpdatedAt, Expr::value(head.updated_at))
        .filter(page::Column::Id.eq(&head.id))
        .filter(page::Column::Working.eq(from as i32))
        .filter(page::Column::TrashedAt.is_null())
        .exec(db)
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Writes a revision.
pub async fn insert_revision(
    db: &impl ConnectionTrait,
    page: &str,
    new: &Revision,
    content_hash: &str,
) -> Result<()> {
    let row = revision::ActiveModel {
        id: Set(super::new_id()),
        page_id: Set(page.to_owned()),
        number: Set(new.number as i32),
        title: Set(new.content.title.clone()),
        status: Set(new.content.status.clone()),
        fields: Set(Value::Object(new.content.fields.clone()).to_string()),
        extra: Set(Value::Object(new.content.extra.clone()).to_string()),
        text: Set(new.content.text.clone()),
        content_hash: Set(content_hash.to_owned()),
        account_id: Set(new.account.clone()),
        at: Set(new.at),
        change_note: Set(new.change_note.clone()),
        merged_from: Set(new.merged_from.map(|it| it as i32)),
        is_minor: Set(false),
    };
    revision::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Notes that a revision is a small change, which lists of changes may leave out.
pub async fn mark_minor(db: &impl ConnectionTrait, page: &str, number: u32) -> Result<()> {
    revision::Entity::update_many()
        .col_expr(revision::Column::IsMinor, Expr::value(true))
        .filter(revision::Column::PageId.eq(page))
        .filter(revision::Column::Number.eq(number as i32))
        .exec(db)
        .await?;
    Ok(())
}

/// The numbers of a page's revisions with the digests they were written with, oldest first.
pub async fn digests(db: &impl ConnectionTrait, page: &str) -> Result<Vec<(u32, String)>> {
    let rows = revision::Entity::find()
        .select_only()
        .columns([revision::Column::Number, revision::Column::ContentHash])
        .filter(revision::Column::PageId.eq(page))
        .order_by_asc(revision::Column::Number)
        .into_tuple::<(i32, String)>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(number, digest)| (number as u32, digest)).collect())
}

/// Writes that a revision came into force.
pub async fn insert_release(
    db: &impl ConnectionTrait,
    page: &str,
    number: u32,
    at: Millis,
) -> Result<()> {
    let row = release::ActiveModel {
        page_id: Set(page.to_owned()),
        revision: Set(number as i32),
        at: Set(at),
    };
    release::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The revisions of a page that were ever in force, oldest first.
pub async fn releases(db: &impl ConnectionTrait, page: &str) -> Result<Vec<u32>> {
    let numbers = release::Entity::find()
        .select_only()
        .column(release::Column::Revision)
        .filter(release::Column::PageId.eq(page))
        .order_by_asc(release::Column::Revision)
        .into_tuple::<i32>()
        .all(db)
        .await?;
    Ok(numbers.into_iter().map(|it| it as u32).collect())
}

/// The revision of a page that was in force at a moment.
pub async fn in_force_at(db: &impl ConnectionTrait, page: &str, at: Millis) -> Result<Option<u32>> {
    let number = release::Entity::find()
        .select_only()
        .column(release::Column::Revision)
        .filter(release::Column::PageId.eq(page))
        .filter(release::Column::At.lte(at))
        .order_by_desc(release::Column::At)
        .order_by_desc(release::Column::Revision)
        .into_tuple::<i32>()
        .one(db)
        .await?;
    Ok(number.map(|it| it as u32))
}

/// A revision of a page.
pub async fn revision(
    db: &impl ConnectionTrait,
    page: &str,
    number: u32,
) -> Result<Option<Revision>> {
    let row = revision::Entity::find()
        .filter(revision::Column::PageId.eq(page))
        .filter(revision::Column::Number.eq(number as i32))
        .one(db)
        .await?;
    row.map(revision_from_row).transpose()
}

/// The title a page has now: that of its revision in force, else of its newest one.
pub async fn title(db: &impl ConnectionTrait, head: &Head) -> Result<String> {
    let number = head.released.unwrap_or(head.working);
    let title = revision::Entity::find()
        .select_only()
        .column(revision::Column::Title)
        .filter(revision::Column::PageId.eq(&head.id))
        .filter(revision::Column::Number.eq(number as i32))
        .into_tuple::<String>()
        .one(db)
        .await?;
    Ok(title.unwrap_or_default())
}

/// The history of a page, newest first, without texts; `only` these revisions, if any are named.
pub async fn history(
    db: &impl ConnectionTrait,
    page: &str,
    only: Option<&[u32]>,
    before: Option<u32>,
    limit: u64,
) -> Result<Vec<RevisionLine>> {
    let mut query = revision::Entity::find()
        .select_only()
        .columns([
            revision::Column::Number,
            revision::Column::Title,
            revision::Column::Status,
            revision::Column::AccountId,
            revision::Column::At,
            revision::Column::ChangeNote,
            revision::Column::IsMinor,
        ])
        .filter(revision::Column::PageId.eq(page));
    if let Some(only) = only {
        query = query.filter(revision::Column::Number.is_in(only.iter().map(|it| *it as i32)));
    }
    if let Some(before) = before {
        query = query.filter(revision::Column::Number.lt(before as i32));
    }
    let rows = query
        .order_by_desc(revision::Column::Number)
        .limit(limit)
        .into_tuple::<(i32, String, String, Option<String>, i64, String, bool)>()
        .all(db)
        .await?;
    let lines =
        rows.into_iter().map(|(number, title, status, account, at, change_note, is_minor)| {
            let number = number as u32;
            RevisionLine { number, title, status, account, at, change_note, is_minor }
        });
    Ok(lines.collect())
}

/// The pages right above these.
pub async fn parents_of(db: &impl ConnectionTrait, pages: &[String]) -> Result<Vec<String>> {
    let parents = page::Entity::find()
        .select_only()
        .distinct()
        .column(page::Column::ParentId)
        .filter(page::Column::Id.is_in(pages))
        .filter(page::Column::ParentId.is_not_null())
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(parents)
}

/// Ids of living pages after `id`, in the order of ids, to walk through all of them.
pub async fn ids_after(db: &impl ConnectionTrait, id: &str, limit: u64) -> Result<Vec<String>> {
    let ids = page::Entity::find()
        .select_only()
        .column(page::Column::Id)
        .filter(page::Column::Id.gt(id))
        .filter(page::Column::TrashedAt.is_null())
        .order_by_asc(page::Column::Id)
        .limit(limit)
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(ids)
}

/// The same for the pages of one kind.
pub async fn ids_of_kind_after(
    db: &impl ConnectionTrait,
    kind: &str,
    id: &str,
    limit: u64,
) -> Result<Vec<String>> {
    let ids = page::Entity::find()
        .select_only()
        .column(page::Column::Id)
        .filter(page::Column::Kind.eq(kind))
        .filter(page::Column::Id.gt(id))
        .filter(page::Column::TrashedAt.is_null())
        .order_by_asc(page::Column::Id)
        .limit(limit)
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(ids)
}

/// The columns of a head, for a query that has `page` and `space`.
pub(super) fn head_columns(query: &mut SelectStatement) {
    query
        .columns(PAGE_COLUMNS.map(|it| ("page", it)))
        .columns(SPACE_COLUMNS.map(|it| ("space", it)));
}

const PAGE_COLUMNS: [&str; 14] = [
    "id",
    "space_id",
    "kind",
    "slug",
    "path",
    "parent_id",
    "visibility",
    "working",
    "released",
    "created_by",
    "created_at",
    "updated_at",
    "locked_at",
    "has_files",
];
const SPACE_COLUMNS: [&str; 9] = [
    "id",
    "key",
    "title_de",
    "title_en",
    "pillar",
    "visibility",
    "district",
    "everyone_role",
    "position",
];

/// The head in a row that begins with [`head_columns`], and the number of the column after it.
pub(super) fn head_of_row(row: &QueryResult) -> Result<(Head, usize)> {
    let first = PAGE_COLUMNS.len();
    let space = spaces::from_row(space::Model {
        id: row.try_get_by_index(first)?,
        key: row.try_get_by_index(first + 1)?,
        title_de: row.try_get_by_index(first + 2)?,
        title_en: row.try_get_by_index(first + 3)?,
        pillar: row.try_get_by_index(first + 4)?,
        visibility: row.try_get_by_index(first + 5)?,
        district: row.try_get_by_index(first + 6)?,
        everyone_role: row.try_get_by_index(first + 7)?,
        position: row.try_get_by_index(first + 8)?,
    });
    let working: i32 = row.try_get_by_index(7)?;
    let released: Option<i32> = row.try_get_by_index(8)?;
    let locked_at: Option<i64> = row.try_get_by_index(12)?;
    let head = Head {
        id: row.try_get_by_index(0)?,
        space,
        kind: row.try_get_by_index(2)?,
        slug: row.try_get_by_index(3)?,
        path: row.try_get_by_index(4)?,
        parent: row.try_get_by_index(5)?,
        visibility: row.try_get_by_index(6)?,
        working: working as u32,
        released: released.map(|it| it as u32),
        created_by: row.try_get_by_index(9)?,
        created_at: row.try_get_by_index(10)?,
        updated_at: row.try_get_by_index(11)?,
        is_locked: locked_at.is_some(),
        has_files: row.try_get_by_index(13)?,
    };
    Ok((head, first + SPACE_COLUMNS.len()))
}

async fn with_space(db: &impl ConnectionTrait, row: Option<page::Model>) -> Result<Option<Head>> {
    let Some(row) = row else { return Ok(None) };
    let space = spaces::by_id(db, &row.space_id).await?;
    let space = space.ok_or_else(|| AppError::failure(format!("page {} has no space", row.id)))?;
    Ok(Some(from_row(row, space)))
}

pub(super) fn from_row(row: page::Model, space: Space) -> Head {
    Head {
        id: row.id,
        space,
        kind: row.kind,
        slug: row.slug,
        path: row.path,
        parent: row.parent_id,
        visibility: row.visibility,
        working: row.working as u32,
        released: row.released.map(|it| it as u32),
        created_by: row.created_by,
        created_at: row.created_at,
        updated_at: row.updated_at,
        is_locked: row.locked_at.is_some(),
        has_files: row.has_files,
    }
}

fn revision_from_row(row: revision::Model) -> Result<Revision> {
    Ok(Revision {
        number: row.number as u32,
        content: Content {
            title: row.title,
            status: row.status,
            fields: object(&row.fields)?,
            extra: object(&row.extra)?,
            text: row.text,
        },
        account: row.account_id,
        at: row.at,
        change_note: row.change_note,
        merged_from: row.merged_from.map(|it| it as u32),
    })
}

pub(super) fn object(json: &str) -> Result<Map<String, Value>> {
    serde_json::from_str(json).map_err(|it| AppError::failure(format!("stored fields: {it}")))
}
