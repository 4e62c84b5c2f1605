//! The tables of QM-Wiki, in the order they came to be.
//! Names are literal and nothing is imported from the wiki itself: a migration, once released,
//! must mean the same forever.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m0001_ground;
mod m0002_records;
mod m0003_acts;
mod m0004_files;
mod m0005_tokens;
mod m0006_query;
mod m0007_registers;
mod m0008_links;

/// All migrations; order is important, new ones go to the end.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_ground::Migration),
            Box::new(m0002_records::Migration),
            Box::new(m0003_acts::Migration),
            Box::new(m0004_files::Migration),
            Box::new(m0005_tokens::Migration),
            Box::new(m0006_query::Migration),
            Box::new(m0007_registers::Migration),
            Box::new(m0008_links::Migration),
        ]
    }
}

/// The names of all migrations this program knows, oldest first.
pub fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|it| it.name().to_owned()).collect()
}
