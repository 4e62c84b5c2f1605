//! What lists are asked by: facts in lower case and in the order of a German register, and indexes
//! that lead from a row to its facts. Everything here is derived; `rebuild` makes it anew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0006_query"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        // Keys are compared byte by byte on both databases, whatever the server's own order is.
        let key = if is_postgres { "text COLLATE \"C\"" } else { "text" };
        let db = manager.get_connection();
        for statement in [
            format!("ALTER TABLE face ADD COLUMN title_folded {key}"),
            format!("ALTER TABLE fact ADD COLUMN folded {key}"),
            format!("ALTER TABLE fact ADD COLUMN sort_key {key}"),
            format!("ALTER TABLE record_fact ADD COLUMN folded {key}"),
            format!("ALTER TABLE record_fact ADD COLUMN sort_key {key}"),
        ] {
            db.execute_unprepared(&statement).await?;
        }
        if is_postgres {
            let exact = "ALTER TABLE face ALTER COLUMN title_sort TYPE text COLLATE \"C\"";
            db.execute_unprepared(exact).await?;
        }
        for statement in [
            // Near enough until the page is saved again or `rebuild` is run.
            "UPDATE face SET title_folded = LOWER(title)",
            "UPDATE fact SET folded = LOWER(text), sort_key = LOWER(text)",
            "UPDATE record_fact SET folded = LOWER(text), sort_key = LOWER(text)",
            // Conditions look from a row to its facts. No index leads from days or numbers to rows:
            // SQLite would take it for every row anew.
            "DROP INDEX fact_page",
            "DROP INDEX record_fact_record",
            "CREATE INDEX fact_page ON fact (page_id, face, field)",
            "CREATE INDEX record_fact_record ON record_fact (record_id, field)",
        ] {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
