//! Opens the database, SQLite or PostgreSQL, and begins transactions the right way for each.
//! Knows no tables: those are in `migrations` and `store`.

use std::path::Path;
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use tracing::log::LevelFilter;

use crate::error::{AppError, Result};

/// The number of the lock writers of names share on PostgreSQL; any number nobody else uses.
const NAMES_LOCK: i64 = 7_119_420;

/// A transaction that writes; other rooms pass it on to `store` and commit it.
pub type Txn = DatabaseTransaction;

/// What a query runs on: the readers, or a transaction that must see its own writes.
pub use sea_orm::ConnectionTrait as Connection;

/// The open database. Cloning is cheap; all clones share the pools.
#[derive(Clone, Debug)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Db {
    /// Opens (and for SQLite creates) the database and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self> {
        let db = Self::connect(url).await?;
        db.update().await?;
        Ok(db)
    }

    /// Brings the tables up to date, unless they are of a newer program.
    pub async fn update(&self) -> Result<()> {
        self.refuse_newer_tables().await?;
        Ok(Migrator::up(&self.writer, None).await?)
    }

    /// Whether this database is in use and of an older program.
    pub async fn is_older(&self) -> Result<bool> {
        let (known, applied) = (migrations::names(), self.applied().await);
        Ok(!applied.is_empty() && known.iter().any(|it| !applied.contains(it)))
    }

    /// Takes all tables away and makes them as they were after these migrations.
    pub async fn empty_at(&self, names: &[String]) -> Result<()> {
        let known = migrations::names();
        if !known.starts_with(names) {
            return Err(AppError::failure(
                "the backup was made by a newer QM-Wiki; restore it with that version",
            ));
        }
        let steps = u32::try_from(names.len()).map_err(AppError::failure)?;
        self.drop_tables().await?;
        Ok(Migrator::up(&self.writer, Some(steps)).await?)
    }

    /// Takes all tables away, whoever made them; migrations know no way back.
    async fn drop_tables(&self) -> Result<()> {
        let backend = self.writer.get_database_backend();
        let (query, cascade) = match backend {
            DbBackend::Postgres => {
                ("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", " CASCADE")
            }
            _ => (
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                "",
            ),
        };
        let tables = self.writer.query_all_raw(Statement::from_string(backend, query)).await?;
        for table in tables {
            let name: String = table.try_get_by_index(0)?;
            let name = name.replace('"', "\"\"");
            self.writer.execute_unprepared(&format!("DROP TABLE \"{name}\"{cascade}")).await?;
        }
        Ok(())
    }

    /// Begins reading one state of the whole database, whatever is written meanwhile.
    pub async fn snapshot(&self) -> Result<Txn> {
        let is_postgres = self.reader.get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: is_postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: is_postgres.then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
        };
        Ok(self.reader.begin_with_options(options).await?)
    }

    /// Opens the database without touching its tables.
    pub async fn connect(url: &str) -> Result<Self> {
        if !url.starts_with("sqlite:") {
            let both = Database::connect(quiet(url).max_connections(10).to_owned()).await?;
            return Ok(Self { reader: both.clone(), writer: both });
        }
        // SQLite has one writer at a time; a pool of one lets writers queue fairly here instead
        // of racing for the file lock.
        let writer = Database::connect(sqlite(url).max_connections(1).to_owned()).await?;
        let reader = Database::connect(sqlite(url).max_connections(4).to_owned()).await?;
        Ok(Self { reader, writer })
    }

    /// For queries outside a transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Begins a transaction that will write.
    pub async fn begin(&self) -> Result<Txn> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// Lets one writer at a time ask about the pages of others and write what hangs on the answer:
    /// a name that is free, a reference that closes no circle. Held until the transaction ends, so
    /// ask for it before any row is written.
    pub async fn alone(txn: &Txn) -> Result<()> {
        // SQLite has one writer at a time anyway.
        if txn.get_database_backend() == DbBackend::Postgres {
            let lock = format!("SELECT pg_advisory_xact_lock({NAMES_LOCK})");
            txn.execute_unprepared(&lock).await?;
        }
        Ok(())
    }

    /// Which database this is, as a word for the status page.
    pub fn backend(&self) -> &'static str {
        match self.writer.get_database_backend() {
            DbBackend::Postgres => "postgresql",
            _ => "sqlite",
        }
    }

    /// Answers when the database can be reached.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.reader.ping().await?)
    }

    /// Closes both pools; open transactions end first.
    pub async fn close(self) -> Result<()> {
        self.reader.close_by_ref().await?;
        self.writer.close_by_ref().await?;
        Ok(())
    }

    async fn refuse_newer_tables(&self) -> Result<()> {
        let known = migrations::names();
        match self.applied().await.into_iter().find(|it| !known.contains(it)) {
            Some(version) => Err(AppError::failure(format!(
                "the database was last used by a newer QM-Wiki (it has {version}); \
                 start that version or restore a backup"
            ))),
            None => Ok(()),
        }
    }

    /// The migrations this database has been through; a fresh one has no list of them yet.
    pub async fn applied(&self) -> Vec<String> {
        let query = "SELECT version FROM seaql_migrations ORDER BY version";
        let statement = Statement::from_string(self.writer.get_database_backend(), query);
        let rows = self.writer.query_all_raw(statement).await.unwrap_or_default();
        rows.iter().filter_map(|it| it.try_get_by_index(0).ok()).collect()
    }
}

/// Whether there is a SQLite database in this folder already.
pub fn has_database(folder: &Path) -> bool {
    folder.join("qm-wiki.sqlite").exists()
}

fn sqlite(url: &str) -> ConnectOptions {
    let mut options = quiet(url);
    options.map_sqlx_sqlite_opts(|it| {
        // FULL: a save is answered only after it is on the disk. sqlx sets no journal mode.
        it.pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            // Small per connection: the system keeps the file in memory for all of them.
            .pragma("cache_size", "-1500")
            .busy_timeout(Duration::from_secs(10))
    });
    options
}

fn quiet(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging_level(LevelFilter::Debug)
        .sqlx_slow_statements_logging_settings(LevelFilter::Warn, Duration::from_millis(500))
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(20));
    options
}
