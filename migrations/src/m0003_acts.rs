//! What acts on pages leave behind: former addresses and names, what would undo an act, drafts
//! that were not saved, who is writing just now, locks, order and templates.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, integer_null, string, string_null, text};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0003_acts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            // SQLite adds one column per statement.
            let add = Table::alter().table(Alias::new(table)).add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        // One unsaved text per person and form; those that were put aside are as many as there are.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX draft_form ON draft (account_id, form) \
                 WHERE put_aside = FALSE",
            )
            .await?;
        Ok(())
    }
}

fn columns() -> Vec<(&'static str, ColumnDef)> {
    let big = |name: &'static str| ColumnDef::new(name).big_integer().null().to_owned();
    let word = |name: &'static str| ColumnDef::new(name).string().null().to_owned();
    let no =
        |name: &'static str| ColumnDef::new(name).boolean().not_null().default(false).to_owned();
    vec![
        // Pages nobody has put in order come after those somebody has.
        ("page", ColumnDef::new("position").integer().not_null().default(1_000_000).to_owned()),
        ("page", no("is_template")),
        ("page", big("locked_at")),
        ("page", word("locked_by")),
        ("page", ColumnDef::new("lock_reason").text().null().to_owned()),
        ("page", word("trashed_by")),
        ("page", word("trash_root")),
        ("revision", no("is_minor")),
        ("change", ColumnDef::new("revision").integer().null().to_owned()),
        ("change", ColumnDef::new("in_force").boolean().null().to_owned()),
    ]
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        table("former_address")
            .col(string("space_id"))
            .col(text("path"))
            .col(string("page_id"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("space_id").col("path"))
            .to_owned(),
        table("former_name")
            .col(string("page_id"))
            .col(text("key"))
            .col(text("name"))
            .col(boolean("was_in_force"))
            .primary_key(Index::create().col("page_id").col("key"))
            .to_owned(),
        table("undo")
            .col(big_integer("seq").primary_key())
            .col(string("account_id"))
            .col(big_integer("rights"))
            .col(big_integer("at"))
            .col(string_null("page_id"))
            .col(text("data"))
            .col(ColumnDef::new("used_at").big_integer().null())
            .to_owned(),
        table("draft")
            .col(string("id").primary_key())
            .col(string("account_id"))
            .col(string("form"))
            .col(string_null("page_id"))
            .col(integer_null("base"))
            .col(text("title"))
            .col(text("pairs"))
            .col(boolean("put_aside"))
            .col(big_integer("saved_at"))
            .to_owned(),
        table("presence")
            .col(string("page_id"))
            .col(string("account_id"))
            .col(big_integer("seen_at"))
            .primary_key(Index::create().col("page_id").col("account_id"))
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
        plain("former_address_page", "former_address", &["page_id"]),
        plain("undo_at", "undo", &["at"]),
        plain("draft_page", "draft", &["page_id"]),
        plain("draft_saved", "draft", &["saved_at"]),
        plain("presence_seen", "presence", &["seen_at"]),
        plain("page_trash", "page", &["trash_root"]),
        plain("page_template", "page", &["is_template", "kind"]),
    ]
}
