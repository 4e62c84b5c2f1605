//! Whole tables as rows of plain values, for backups: what the tables are is asked of the database
//! itself, so a new one is never forgotten. Knows no meaning of any column.

use futures_util::TryStreamExt;
use sea_orm::sea_query::{Alias, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, StreamTrait, TransactionTrait};
use serde_json::{Map, Value};

use crate::db::{Db, Txn};
use crate::error::{AppError, Result};

/// Tables that are made from others, or that mean nothing after a while; backups leave them out.
/// Sessions stay out so that no restore revives one that was ended.
const LEFT_OUT: [&str; 11] = [
    "face",
    "face_audience",
    "page_name",
    "link",
    "fact",
    "record_fact",
    "session",
    "sign_in_link",
    "undo",
    "presence",
    "seaql_migrations",
];
/// How many values one INSERT carries; both databases limit them.
const VALUES_PER_INSERT: usize = 2_000;

/// A table with its columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<(String, ColumnType)>,
}

/// The types columns have, whatever the database calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text of any length.
    Text,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    BigInt,
    /// A number.
    Real,
    /// Yes or no.
    Bool,
}

impl ColumnType {
    fn parse(word: &str, backend: DbBackend) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        match word.split(['(', ' ']).next().unwrap_or_default() {
            "text" | "varchar" | "character" | "char" => Some(Self::Text),
            // SQLite knows one whole number only, and calls a long one so too.
            "integer" if backend == DbBackend::Sqlite => Some(Self::BigInt),
            "integer" | "int" | "int4" => Some(Self::Int),
            "bigint" | "int8" => Some(Self::BigInt),
            "double" | "real" | "float8" => Some(Self::Real),
            "boolean" | "bool" => Some(Self::Bool),
            _ => None,
        }
    }
}

/// The tables a backup holds, by name.
pub async fn tables(db: &impl ConnectionTrait) -> Result<Vec<Table>> {
    let query = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name, column_name, data_type FROM information_schema.columns \
             WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        }
        _ => {
            "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await?;
    let mut tables: Vec<Table> = Vec::new();
    for row in rows {
        let (name, column): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let word: String = row.try_get_by_index(2)?;
        let column_type = ColumnType::parse(&word, db.get_database_backend()).ok_or_else(|| {
            AppError::failure(format!("column {name}.{column} has the unknown type {word}"))
        })?;
        match tables.last_mut() {
            Some(table) if table.name == name => table.columns.push((column, column_type)),
            _ => tables.push(Table { name, columns: vec![(column, column_type)] }),
        }
    }
    Ok(tables)
}

/// Hands every row of a table to `take`, one by one and in no order.
pub async fn each(
    db: &Txn,
    table: &Table,
    mut take: impl FnMut(Map<String, Value>) -> Result<()>,
) -> Result<u64> {
    let mut query = Query::select();
    query
        .columns(table.columns.iter().map(|(name, _)| Alias::new(name)))
        .from(Alias::new(&table.name));
    let statement = ConnectionTrait::get_database_backend(db).build(&query);
    let mut rows = db.stream_raw(statement).await?;
    let mut count = 0;
    while let Some(row) = rows.try_next().await? {
        take(values(table, &row)?)?;
        count += 1;
    }
    Ok(count)
}

fn values(table: &Table, row: &QueryResult) -> Result<Map<String, Value>> {
    let mut values = Map::new();
    for (at, (name, column_type)) in table.columns.iter().enumerate() {
        let value = match column_type {
            ColumnType::Text => row.try_get_by_index::<Option<String>>(at)?.map(Value::from),
            ColumnType::Int => row.try_get_by_index::<Option<i32>>(at)?.map(Value::from),
            ColumnType::BigInt => row.try_get_by_index::<Option<i64>>(at)?.map(Value::from),
            ColumnType::Real => row.try_get_by_index::<Option<f64>>(at)?.map(Value::from),
            ColumnType::Bool => row.try_get_by_index::<Option<bool>>(at)?.map(Value::from),
        };
        values.extend(value.map(|it| (name.clone(), it)));
    }
    Ok(values)
}

/// Takes every row out of every table, the derived ones too.
pub async fn clear(db: &Txn) -> Result<()> {
    let derived = LEFT_OUT.iter().filter(|it| **it != "seaql_migrations");
    let ground = tables(db).await?.into_iter().map(|it| it.name);
    for name in derived.map(|it| (*it).to_owned()).chain(ground) {
        db.execute(&Query::delete().from_table(Alias::new(name)).take()).await?;
    }
    Ok(())
}

/// Writes rows into a table. A column the rows do not have keeps its default; a value of the
/// wrong type is an error.
pub async fn insert(db: &Txn, table: &Table, rows: &[Map<String, Value>]) -> Result<()> {
    let rows_at_once = (VALUES_PER_INSERT / table.columns.len().max(1)).max(1);
    for rows in rows.chunks(rows_at_once) {
        let mut query = Query::insert();
        query
            .into_table(Alias::new(&table.name))
            .columns(table.columns.iter().map(|(name, _)| Alias::new(name)));
        for row in rows {
            let unknown = row.keys().find(|it| !table.columns.iter().any(|(name, _)| name == *it));
            if let Some(unknown) = unknown {
                return Err(AppError::failure(format!("{} has no {unknown}", table.name)));
            }
            let values = table.columns.iter().map(|(name, it)| bound(*it, row.get(name)));
            let values = values.collect::<Option<Vec<_>>>().ok_or_else(|| {
                AppError::failure(format!("a row of {} has a value of a wrong type", table.name))
            })?;
            query.values_panic(values.into_iter().map(SimpleExpr::from));
        }
        db.execute(&query).await?;
    }
    Ok(())
}

fn bound(column_type: ColumnType, value: Option<&Value>) -> Option<sea_orm::Value> {
    let value = value.filter(|it| !it.is_null());
    let Some(value) = value else {
        return Some(match column_type {
            ColumnType::Text => None::<String>.into(),
            ColumnType::Int => None::<i32>.into(),
            ColumnType::BigInt => None::<i64>.into(),
            ColumnType::Real => None::<f64>.into(),
            ColumnType::Bool => None::<bool>.into(),
        });
    };
    match column_type {
        ColumnType::Text => Some(value.as_str()?.into()),
        ColumnType::Int => Some(i32::try_from(value.as_i64()?).ok()?.into()),
        ColumnType::BigInt => Some(value.as_i64()?.into()),
        ColumnType::Real => Some(value.as_f64()?.into()),
        ColumnType::Bool => Some(value.as_bool()?.into()),
    }
}

/// Whether the file of a SQLite database is sound; a server looks after its own.
pub async fn integrity(db: &Db) -> Result<Option<String>> {
    let db = db.reader();
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    let query = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check");
    let rows = db.begin().await?.query_all_raw(query).await?;
    let words: Vec<String> =
        rows.iter().map(|it| it.try_get_by_index(0)).collect::<Result<_, _>>()?;
    Ok(Some(words.join("; ")).filter(|it| it != "ok"))
}
