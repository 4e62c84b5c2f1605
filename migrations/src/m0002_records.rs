//! Rows that live at a page without being part of its revisions: measures, adoptions, comments …
//! (record sets are declared as data; these two tables serve them all).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, double_null, integer, string, string_null, text, text_null,
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0002_records"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        // A set that has one row per district keeps it so, whoever writes at the same moment.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX record_per ON record (page_id, record_set, per) \
                 WHERE per IS NOT NULL AND removed_at IS NULL",
            )
            .await?;
        Ok(())
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        table("record")
            .col(string("id").primary_key())
            .col(string("page_id"))
            .col(string("record_set"))
            .col(string_null("per"))
            .col(integer("version"))
            .col(text("fields"))
            .col(boolean("is_closed"))
            .col(string_null("created_by"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .col(ColumnDef::new("removed_at").big_integer().null())
            .to_owned(),
        table("record_version")
            .col(string("record_id"))
            .col(integer("version"))
            .col(text("fields"))
            .col(boolean("is_removed"))
            .col(string_null("account_id"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("record_id").col("version"))
            .to_owned(),
        table("record_fact")
            .col(string("record_id"))
            .col(string("record_set"))
            .col(string("field"))
            .col(integer("position"))
            .col(text_null("text"))
            .col(double_null("number"))
            .col(string_null("day"))
            .to_owned(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    let plain = |name: &'static str, on: &'static str, columns: &[&'static str]| {
        let mut index = Index::create().name(name).table(on).to_owned();
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        plain("record_page", "record", &["page_id", "record_set", "created_at"]),
        plain("record_set", "record", &["record_set", "updated_at"]),
        plain("record_fact_record", "record_fact", &["record_id"]),
        plain("record_fact_text", "record_fact", &["record_set", "field", "text"]),
        plain("record_fact_day", "record_fact", &["record_set", "field", "day"]),
    ]
}
