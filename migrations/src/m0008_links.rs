//! The name a link was written with, so that lists of missing pages can say it as people do.

use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0008_links"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = ColumnDef::new("name").text().not_null().default("").to_owned();
        let links = Table::alter().table(Alias::new("link")).add_column(name).to_owned();
        manager.alter_table(links).await
    }
}
