//! Tokens with which programs act for a person. Only their digests are kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0005_tokens"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Alias::new("api_token"))
            .col(string("token_hash").primary_key())
            .col(string("account_id"))
            .col(string("name"))
            .col(big_integer("created_at"))
            .to_owned();
        manager.create_table(table).await?;
        let index = Index::create()
            .name("api_token_account")
            .table("api_token")
            .col("account_id")
            .to_owned();
        manager.create_index(index).await
    }
}
