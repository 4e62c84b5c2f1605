//! Ground state (spaces, people, pages, revisions, change log) and what is derived from it per
//! face (names, audience, links, facts). No data is written here, only the one counter row.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, double_null, integer, integer_null, string, string_null, text, text_null,
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_ground"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in instance_tables().into_iter().chain(people_tables()).chain(page_tables()) {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        let db = manager.get_connection();
        // Two living pages never share an address; one in the trash does not block a new one.
        db.execute_unprepared(
            "CREATE UNIQUE INDEX page_address ON page (space_id, path) WHERE trashed_at IS NULL",
        )
        .await?;
        db.execute_unprepared("INSERT INTO change_counter (id, seq) VALUES (1, 0)").await?;
        Ok(())
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

fn instance_tables() -> Vec<TableCreateStatement> {
    vec![
        table("instance").col(string("key").primary_key()).col(text("value")).to_owned(),
        table("change_counter").col(integer("id").primary_key()).col(big_integer("seq")).to_owned(),
        table("change")
            .col(big_integer("seq").primary_key())
            .col(big_integer("at"))
            .col(string("type"))
            .col(integer("version"))
            .col(string_null("page_id"))
            .col(string_null("space_id"))
            .col(string_null("account_id"))
            .col(text("data"))
            .to_owned(),
        table("space")
            .col(string("id").primary_key())
            .col(string("key").unique_key())
            .col(string("title_de"))
            .col(string("title_en"))
            .col(string("pillar"))
            .col(string("visibility"))
            .col(string_null("district"))
            .col(string_null("everyone_role"))
            .col(integer("position"))
            .to_owned(),
    ]
}

fn people_tables() -> Vec<TableCreateStatement> {
    vec![
        table("account")
            .col(string("id").primary_key())
            .col(string("name"))
            .col(string("name_key").unique_key())
            .col(string("display_name"))
            .col(string_null("email"))
            .col(text_null("password_hash"))
            .col(boolean("is_admin"))
            .col(string("language"))
            .col(big_integer("rights"))
            .col(big_integer("created_at"))
            .col(ColumnDef::new("disabled_at").big_integer().null())
            .to_owned(),
        table("membership")
            .col(string("account_id"))
            .col(string("space_id"))
            .col(string("role"))
            .primary_key(Index::create().col("account_id").col("space_id"))
            .to_owned(),
        table("session")
            .col(string("token_hash").primary_key())
            .col(string("account_id"))
            .col(big_integer("created_at"))
            .col(big_integer("seen_at"))
            .col(big_integer("expires_at"))
            .to_owned(),
        table("sign_in_link")
            .col(string("token_hash").primary_key())
            .col(string("account_id"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(ColumnDef::new("used_at").big_integer().null())
            .to_owned(),
    ]
}

fn page_tables() -> Vec<TableCreateStatement> {
    vec![
        table("page")
            .col(string("id").primary_key())
            .col(string("space_id"))
            .col(string("kind"))
            .col(string("slug"))
            .col(text("path"))
            .col(string_null("parent_id"))
            .col(string("visibility"))
            .col(integer("working"))
            .col(integer_null("released"))
            .col(string_null("created_by"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .col(ColumnDef::new("trashed_at").big_integer().null())
            .to_owned(),
        table("revision")
            .col(string("id").primary_key())
            .col(string("page_id"))
            .col(integer("number"))
            .col(text("title"))
            .col(string("status"))
            .col(text("fields"))
            .col(text("extra"))
            .col(text("text"))
            .col(string("content_hash"))
            .col(string_null("account_id"))
            .col(big_integer("at"))
            .col(text("change_note"))
            .col(integer_null("merged_from"))
            .to_owned(),
        table("release")
            .col(string("page_id"))
            .col(integer("revision"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("page_id").col("revision"))
            .to_owned(),
        table("face")
            .col(string("page_id"))
            .col(string("face"))
            .col(integer("revision"))
            .col(string("space_id"))
            .col(string("kind"))
            .col(text("title"))
            .col(text("title_sort"))
            .col(string("code"))
            .col(string("status"))
            .col(text("summary"))
            .col(string("honesty"))
            .col(big_integer("updated_at"))
            .primary_key(Index::create().col("page_id").col("face"))
            .to_owned(),
        table("face_audience")
            .col(string("page_id"))
            .col(string("face"))
            .col(string("token"))
            .primary_key(Index::create().col("page_id").col("face").col("token"))
            .to_owned(),
        table("page_name")
            .col(string("page_id"))
            .col(string("face"))
            .col(string("what"))
            .col(text("key"))
            .col(text("name"))
            .to_owned(),
        table("link")
            .col(string("page_id"))
            .col(string("face"))
            .col(string_null("target_space"))
            .col(text("target_key"))
            .to_owned(),
        table("fact")
            .col(string("page_id"))
            .col(string("face"))
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
        plain("change_page", "change", &["page_id", "seq"]),
        plain("session_account", "session", &["account_id"]),
        plain("membership_space", "membership", &["space_id"]),
        plain("page_parent", "page", &["parent_id"]),
        plain("revision_number", "revision", &["page_id", "number"]).unique().to_owned(),
        plain("face_list", "face", &["kind", "space_id", "updated_at"]),
        plain("face_recent", "face", &["updated_at"]),
        plain("face_audience_token", "face_audience", &["token", "page_id", "face"]),
        plain("page_name_key", "page_name", &["key"]),
        plain("page_name_page", "page_name", &["page_id", "face"]),
        plain("link_target", "link", &["target_key"]),
        plain("link_page", "link", &["page_id", "face"]),
        plain("fact_page", "fact", &["page_id", "face"]),
        plain("fact_text", "fact", &["field", "text"]),
    ]
}
