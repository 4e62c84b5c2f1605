//! Registers and lists of choices as the site changes them in the interface, every entry that was
//! ever in one, and which revision of which page came from the seed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, integer, integer_null, string, string_null, text, text_null,
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0007_registers"
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
        Ok(())
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        // What stands in no column is as the files say it.
        table("register_entry")
            .col(string("list"))
            .col(string("id"))
            .col(text_null("label_de"))
            .col(text_null("label_en"))
            // Empty: offered for good, whatever the files say.
            .col(string_null("valid_until"))
            .col(integer_null("position"))
            .col(boolean("is_added"))
            .col(boolean("is_deleted"))
            .col(integer("version"))
            .col(big_integer("updated_at"))
            .primary_key(Index::create().col("list").col("id"))
            .to_owned(),
        table("known_choice")
            .col(string("list"))
            .col(string("id"))
            .col(text("label_de"))
            .col(text("label_en"))
            .col(text("also"))
            .primary_key(Index::create().col("list").col("id"))
            .to_owned(),
        table("seed_page")
            // The space and the path it was loaded under.
            .col(string("place").primary_key())
            .col(string("page_id"))
            .col(integer("revision"))
            .col(string("file_hash"))
            .to_owned(),
    ]
}
