//! All queries, one file per idea, in plain structs of its own; entities never leave this room.
//! Decides nothing: rights come in as an `Actor`, acts as values that are already checked.

mod entities;

pub mod addresses;
pub mod change_listing;
pub mod changes;
pub mod drafts;
pub mod faces;
pub mod files;
pub mod instance;
pub mod links;
pub mod listing;
pub mod lists;
pub mod pages;
pub mod people;
pub mod presence;
pub mod query;
pub mod recent;
pub mod record_listing;
pub mod records;
pub mod registers;
pub mod rows;
pub mod seed;
pub mod spaces;
pub mod tokens;
pub mod trash;
pub mod tree;
pub mod undo;

/// A new id: UUIDv7, so that ids sort by the time they were made.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
