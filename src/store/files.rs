//! Files at pages, their versions, the contents they share, and what can be searched in these.
//! Knows no folder and no right: contents lie where `files` puts them.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect,
};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::entities::{file, file_version, page};
use super::faces::columns_equal;
use crate::clock::Millis;
use crate::error::{AppError, Result};

/// A file at a page.
#[derive(Clone, Debug)]
pub struct File {
    /// Its id.
    pub id: String,
    /// The page it belongs to.
    pub page: String,
    /// Its name, as people write it in texts.
    pub name: String,
    /// The number of its newest version.
    pub version: u32,
    /// Who added it.
    pub created_by: Option<String>,
    /// When it was added.
    pub created_at: Millis,
    /// When it was taken away.
    pub removed_at: Option<Millis>,
    /// The revision of the page from which readers do without it.
    pub removed_from: Option<u32>,
}

/// A version of a file; never changed once written.
#[derive(Clone, Debug)]
pub struct Version {
    /// The file.
    pub file: String,
    /// Its number, from 1 without gaps per file.
    pub number: u32,
    /// The content, by its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// The name it came with.
    pub name: String,
    /// What it is, told by its content.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// Width of an image in pixels.
    pub width: Option<u32>,
    /// Height of an image in pixels.
    pub height: Option<u32>,
    /// The revision of the page from which readers see it.
    pub from_revision: u32,
    /// What readers of it might learn that its author did not mean to tell.
    pub findings: Vec<Finding>,
    /// Who added it.
    pub account: Option<String>,
    /// When.
    pub at: Millis,
}

/// What else a document tells beside its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    pub what: FindingSort,
    /// The names it tells, or of the sheets it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// Sorts of findings, most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingSort {
    /// Comments, with their authors.
    Comments,
    /// Tracked changes, with their authors.
    TrackedChanges,
    /// Sheets or slides that do not show.
    Hidden,
    /// Names of its author or of whoever changed it last.
    Author,
    /// It runs programs when it is opened.
    Macros,
    /// An image that may tell place and device.
    Place,
    /// It could not be looked into.
    Unread,
}

/// A file with the version somebody sees.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The file.
    pub file: File,
    /// The version.
    pub version: Version,
}

/// Which state of a page's files is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The newest versions, for those who see drafts.
    Newest,
    /// What belongs to this revision in force.
    InForce(u32),
}

/// The form under which names of files meet: upper and lower case, composed and decomposed
/// umlauts are the same name.
pub fn name_key(name: &str) -> String {
    name.trim().nfc().collect::<String>().to_lowercase().nfc().collect()
}

/// The files of a page in the order of their names.
pub async fn at_page(db: &impl ConnectionTrait, page: &str, state: State) -> Result<Vec<Shown>> {
    let mut query = joined();
    query
        .and_where(Expr::col(("file", "page_id")).eq(page))
        .order_by(("file", "name_key"), Order::Asc);
    narrow(&mut query, state);
    shown(db, &query).await
}

/// The files of a page that were taken away, newest first.
pub async fn removed_at_page(db: &impl ConnectionTrait, page: &str) -> Result<Vec<Shown>> {
    let mut query = joined();
    query
        .and_where(Expr::col(("file", "page_id")).eq(page))
        .and_where(Expr::col(("file", "removed_at")).is_not_null())
        .and_where(columns_equal(("file", "version"), ("file_version", "version")))
        .order_by(("file", "removed_at"), Order::Desc);
    shown(db, &query).await
}

/// A file in this state, if it has one then.
pub async fn shown_as(db: &impl ConnectionTrait, id: &str, state: State) -> Result<Option<Shown>> {
    let mut query = joined();
    query.and_where(Expr::col(("file", "id")).eq(id));
    narrow(&mut query, state);
    Ok(shown(db, &query).await?.pop())
}

/// A file, also one that was taken away.
pub async fn by_id(db: &impl ConnectionTrait, id: &str) -> Result<Option<File>> {
    Ok(file::Entity::find_by_id(id).one(db).await?.map(from_row))
}

/// The file of this name at a page, unless it was taken away.
pub async fn by_name(db: &impl ConnectionTrait, page: &str, name: &str) -> Result<Option<File>> {
    let row = file::Entity::find()
        .filter(file::Column::PageId.eq(page))
        .filter(file::Column::NameKey.eq(name_key(name)))
        .filter(file::Column::RemovedAt.is_null())
        .one(db)
        .await?;
    Ok(row.map(from_row))
}

/// The versions of a file, newest first.
pub async fn versions(db: &impl ConnectionTrait, file: &str) -> Result<Vec<Version>> {
    let rows = file_version::Entity::find()
        .filter(file_version::Column::FileId.eq(file))
        .order_by_desc(file_version::Column::Version)
        .all(db)
        .await?;
    rows.into_iter().map(version_from_row).collect()
}

/// One version of a file.
pub async fn version(
    db: &impl ConnectionTrait,
    file: &str,
    number: u32,
) -> Result<Option<Version>> {
    let row = file_version::Entity::find_by_id((file.to_owned(), number as i32)).one(db).await?;
    row.map(version_from_row).transpose()
}

/// How many files a page has.
pub async fn count(db: &impl ConnectionTrait, page: &str) -> Result<u64> {
    let count = file::Entity::find()
        .select_only()
        .column_as(file::Column::Id.count(), "count")
        .filter(file::Column::PageId.eq(page))
        .filter(file::Column::RemovedAt.is_null())
        .into_tuple::<i64>()
        .one(db)
        .await?;
    Ok(count.unwrap_or_default() as u64)
}

/// How many bytes all contents take together, each counted once.
pub async fn total_bytes(db: &impl ConnectionTrait) -> Result<u64> {
    let query = sea_orm::Statement::from_string(
        db.get_database_backend(),
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS total FROM file_blob",
    );
    let row = db.query_one_raw(query).await?;
    let total: i64 = row.map_or(Ok(0), |it| it.try_get("", "total"))?;
    Ok(total as u64)
}

/// Writes a new file and its first version; its page has files from now on.
pub async fn insert(db: &impl ConnectionTrait, new: &File, version: &Version) -> Result<()> {
    let row = file::ActiveModel {
        id: Set(new.id.clone()),
        page_id: Set(new.page.clone()),
        name: Set(new.name.clone()),
        name_key: Set(name_key(&new.name)),
        version: Set(new.version as i32),
        created_by: Set(new.created_by.clone()),
        created_at: Set(new.created_at),
        removed_at: Set(None),
        removed_from: Set(None),
    };
    file::Entity::insert(row).exec_without_returning(db).await?;
    page::Entity::update_many()
        .col_expr(page::Column::HasFiles, Expr::value(true))
        .filter(page::Column::Id.eq(&new.page))
        .exec(db)
        .await?;
    insert_version(db, version).await
}

/// Writes the next version of a file; answers whether `version` was the next one.
pub async fn add_version(db: &impl ConnectionTrait, version: &Version) -> Result<bool> {
    let moved = file::Entity::update_many()
        .col_expr(file::Column::Version, Expr::value(version.number as i32))
        .filter(file::Column::Id.eq(&version.file))
        .filter(file::Column::Version.eq(version.number as i32 - 1))
        .filter(file::Column::RemovedAt.is_null())
        .exec(db)
        .await?;
    if moved.rows_affected != 1 {
        return Ok(false);
    }
    insert_version(db, version).await?;
    Ok(true)
}

/// Takes a file away, for readers from revision `from` on; answers whether it was there.
pub async fn remove(db: &impl ConnectionTrait, id: &str, at: Millis, from: u32) -> Result<bool> {
    let removed = file::Entity::update_many()
        .col_expr(file::Column::RemovedAt, Expr::value(at))
        .col_expr(file::Column::RemovedFrom, Expr::value(from as i32))
        .filter(file::Column::Id.eq(id))
        .filter(file::Column::RemovedAt.is_null())
        .exec(db)
        .await?;
    Ok(removed.rows_affected == 1)
}

/// Brings a file back; fails when its name is taken, answers whether it had been taken away.
pub async fn restore(db: &impl ConnectionTrait, id: &str) -> Result<bool> {
    let restored = file::Entity::update_many()
        .col_expr(file::Column::RemovedAt, Expr::value(None::<i64>))
        .col_expr(file::Column::RemovedFrom, Expr::value(None::<i32>))
        .filter(file::Column::Id.eq(id))
        .filter(file::Column::RemovedAt.is_not_null())
        .exec(db)
        .await?;
    Ok(restored.rows_affected == 1)
}

/// Deletes a file with all its versions; answers the contents they had.
pub async fn delete(db: &impl ConnectionTrait, id: &str) -> Result<Vec<String>> {
    let contents: Vec<String> = versions(db, id).await?.into_iter().map(|it| it.sha256).collect();
    file_version::Entity::delete_many()
        .filter(file_version::Column::FileId.eq(id))
        .exec(db)
        .await?;
    file::Entity::delete_by_id(id).exec(db).await?;
    Ok(contents)
}

/// The files taken away before a moment.
pub async fn removed_before(
    db: &impl ConnectionTrait,
    at: Millis,
    limit: u64,
) -> Result<Vec<File>> {
    let rows = file::Entity::find()
        .filter(file::Column::RemovedAt.lt(at))
        .order_by_asc(file::Column::RemovedAt)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Notes a content, and holds its row until the commit: nobody can delete the content before.
pub async fn hold_content(
    db: &impl ConnectionTrait,
    sha256: &str,
    size: u64,
    at: Millis,
) -> Result<()> {
    let query = Query::insert()
        .into_table("file_blob")
        .columns(["sha256", "size", "created_at"])
        .values_panic([sha256.into(), (size as i64).into(), at.into()])
        .on_conflict(OnConflict::column("sha256").update_column("size").to_owned())
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// Deletes the row of a content no version has any more, and its text; answers whether it did. The row
/// is held until the commit: nobody can add the content again before.
pub async fn drop_content(db: &impl ConnectionTrait, sha256: &str) -> Result<bool> {
    // Held by a statement of its own, so that the next one sees what was committed meanwhile; and
    // inserted if need be, so that somebody who is about to insert it is waited for.
    let keep =
        OnConflict::column("sha256").value("size", Expr::col(("file_blob", "size"))).to_owned();
    let hold = Query::insert()
        .into_table("file_blob")
        .columns(["sha256", "size", "created_at"])
        .values_panic([sha256.into(), 0_i64.into(), 0_i64.into()])
        .on_conflict(keep)
        .take();
    db.execute(&hold).await?;
    let used = file_version::Entity::find()
        .select_only()
        .column(file_version::Column::FileId)
        .filter(file_version::Column::Sha256.eq(sha256))
        .limit(1)
        .into_tuple::<String>()
        .one(db)
        .await?;
    if used.is_some() {
        return Ok(false);
    }
    for table in ["file_text", "file_blob"] {
        let delete =
            Query::delete().from_table(table).and_where(Expr::col("sha256").eq(sha256)).take();
        db.execute(&delete).await?;
    }
    Ok(true)
}

/// Keeps what can be searched in a content.
pub async fn keep_text(db: &impl ConnectionTrait, sha256: &str, text: &str) -> Result<()> {
    let query = Query::insert()
        .into_table("file_text")
        .columns(["sha256", "text"])
        .values_panic([sha256.into(), text.into()])
        .on_conflict(OnConflict::column("sha256").update_column("text").to_owned())
        .take();
    db.execute(&query).await?;
    Ok(())
}

/// What can be searched in a content; none where nothing was read from it.
pub async fn text(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<String>> {
    let query = Query::select()
        .column("text")
        .from("file_text")
        .and_where(Expr::col("sha256").eq(sha256))
        .take();
    let row = db.query_one(&query).await?;
    row.map(|it| Ok(it.try_get_by_index(0)?)).transpose()
}

/// What documents at a page say, each with its name, as far as they belong to this state.
pub async fn texts(
    db: &impl ConnectionTrait,
    page: &str,
    state: State,
) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for shown in at_page(db, page, state).await? {
        let text = text(db, &shown.version.sha256).await?;
        texts.push((shown.file.name, text.unwrap_or_default()));
    }
    Ok(texts)
}

async fn insert_version(db: &impl ConnectionTrait, new: &Version) -> Result<()> {
    let row = file_version::ActiveModel {
        file_id: Set(new.file.clone()),
        version: Set(new.number as i32),
        sha256: Set(new.sha256.clone()),
        name: Set(new.name.clone()),
        media_type: Set(new.media_type.clone()),
        size: Set(new.size as i64),
        width: Set(new.width.map(|it| it as i32)),
        height: Set(new.height.map(|it| it as i32)),
        from_revision: Set(new.from_revision as i32),
        findings: Set(serde_json::to_string(&new.findings).map_err(AppError::failure)?),
        account_id: Set(new.account.clone()),
        at: Set(new.at),
    };
    file_version::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Columns of [`joined`], in its order.
const FILE: [&str; 8] =
    ["id", "page_id", "name", "version", "created_by", "created_at", "removed_at", "removed_from"];
const VERSION: [&str; 12] = [
    "file_id",
    "version",
    "sha256",
    "name",
    "media_type",
    "size",
    "width",
    "height",
    "from_revision",
    "findings",
    "account_id",
    "at",
];

fn joined() -> SelectStatement {
    Query::select()
        .columns(FILE.map(|it| ("file", it)))
        .columns(VERSION.map(|it| ("file_version", it)))
        .from("file")
        .inner_join("file_version", columns_equal(("file_version", "file_id"), ("file", "id")))
        .take()
}

fn narrow(query: &mut SelectStatement, state: State) {
    let revision = match state {
        State::Newest => {
            query
                .and_where(Expr::col(("file", "removed_at")).is_null())
                .and_where(columns_equal(("file", "version"), ("file_version", "version")));
            return;
        }
        State::InForce(revision) => revision as i32,
    };
    let newest_in_force = Query::select()
        .expr(Expr::col(("other", "version")).max())
        .from_as("file_version", Alias::new("other"))
        .and_where(columns_equal(("other", "file_id"), ("file", "id")))
        .and_where(Expr::col(("other", "from_revision")).lte(revision))
        .take();
    let is_there =
        Expr::col(("file", "removed_from"))
            .is_null()
            .or(Expr::col(("file", "removed_from")).gt(revision));
    query
        .and_where(is_there)
        .and_where(Expr::col(("file_version", "version")).in_subquery(newest_in_force));
}

async fn shown(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<Shown>> {
    let rows = db.query_all(query).await?;
    rows.iter().map(shown_from_row).collect()
}

fn shown_from_row(row: &QueryResult) -> Result<Shown> {
    let file = File {
        id: row.try_get_by_index(0)?,
        page: row.try_get_by_index(1)?,
        name: row.try_get_by_index(2)?,
        version: row.try_get_by_index::<i32>(3)? as u32,
        created_by: row.try_get_by_index(4)?,
        created_at: row.try_get_by_index(5)?,
        removed_at: row.try_get_by_index(6)?,
        removed_from: row.try_get_by_index::<Option<i32>>(7)?.map(|it| it as u32),
    };
    let version = version_from_row(file_version::Model {
        file_id: row.try_get_by_index(8)?,
        version: row.try_get_by_index(9)?,
        sha256: row.try_get_by_index(10)?,
        name: row.try_get_by_index(11)?,
        media_type: row.try_get_by_index(12)?,
        size: row.try_get_by_index(13)?,
        width: row.try_get_by_index(14)?,
        height: row.try_get_by_index(15)?,
        from_revision: row.try_get_by_index(16)?,
        findings: row.try_get_by_index(17)?,
        account_id: row.try_get_by_index(18)?,
        at: row.try_get_by_index(19)?,
    })?;
    Ok(Shown { file, version })
}

fn from_row(row: file::Model) -> File {
    File {
        id: row.id,
        page: row.page_id,
        name: row.name,
        version: row.version as u32,
        created_by: row.created_by,
        created_at: row.created_at,
        removed_at: row.removed_at,
        removed_from: row.removed_from.map(|it| it as u32),
    }
}

fn version_from_row(row: file_version::Model) -> Result<Version> {
    Ok(Version {
        file: row.file_id,
        number: row.version as u32,
        sha256: row.sha256,
        name: row.name,
        media_type: row.media_type,
        size: row.size as u64,
        width: row.width.map(|it| it as u32),
        height: row.height.map(|it| it as u32),
        from_revision: row.from_revision as u32,
        findings: serde_json::from_str(&row.findings).map_err(AppError::failure)?,
        account: row.account_id,
        at: row.at,
    })
}
