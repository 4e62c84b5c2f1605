//! Files at pages: what they are called, their versions, and the contents they share.
//! The contents themselves lie in the data folder, under their SHA-256.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, integer_null, string, string_null, text,
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0004_files"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A page says itself whether it has files: a view of one that has none asks for none.
        let with_files =
            Table::alter().table("page").add_column(boolean("has_files").default(false)).to_owned();
        manager.alter_table(with_files).await?;
        for table in tables() {
            manager.create_table(table).await?;
        }
        let by_content = Index::create()
            .name("file_version_sha256")
            .table("file_version")
            .col("sha256")
            .to_owned();
        manager.create_index(by_content).await?;
        let by_page = Index::create().name("file_page").table("file").col("page_id").to_owned();
        manager.create_index(by_page).await?;
        // One living file per name and page, whoever adds it at the same moment.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX file_name ON file (page_id, name_key) \
                 WHERE removed_at IS NULL",
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
        table("file")
            .col(string("id").primary_key())
            .col(string("page_id"))
            .col(string("name"))
            .col(string("name_key"))
            .col(integer("version"))
            .col(string_null("created_by"))
            .col(big_integer("created_at"))
            .col(big_integer_null("removed_at"))
            // The revision from which readers do without it.
            .col(integer_null("removed_from"))
            .to_owned(),
        table("file_version")
            .col(string("file_id"))
            .col(integer("version"))
            .col(string("sha256"))
            .col(string("name"))
            .col(string("media_type"))
            .col(big_integer("size"))
            .col(integer_null("width"))
            .col(integer_null("height"))
            // The revision from which readers see it.
            .col(integer("from_revision"))
            .col(text("findings"))
            .col(string_null("account_id"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("file_id").col("version"))
            .to_owned(),
        table("file_blob")
            .col(string("sha256").primary_key())
            .col(big_integer("size"))
            .col(big_integer("created_at"))
            .to_owned(),
        // Derived: what can be searched in a content.
        table("file_text").col(string("sha256").primary_key()).col(text("text")).to_owned(),
    ]
}
