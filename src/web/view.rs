//! What templates are given: one struct per template, filled with plain strings by the handlers.
//! Deliberately not here: rights, queries, HTML. Fixed words stand in the templates as `t("…")`;
//! every string here is data, already in the reader's language.

mod acts;
mod files;
mod form;
mod frame;
mod history;
mod lists;
mod page;
mod people;
mod pieces;
mod portal;
mod registers;
mod search;
mod status;
mod upkeep;

pub use acts::*;
pub use files::*;
pub use form::*;
pub use frame::*;
pub use history::*;
pub use lists::*;
pub use page::*;
pub use people::*;
pub use pieces::*;
pub use portal::*;
pub use registers::*;
pub use search::*;
pub use status::*;
pub use upkeep::*;
