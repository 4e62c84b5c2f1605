//! HTML and a little JSON over HTTP, one file per idea. The only room, beside `app`, that names
//! actix-web; a handler reads, asks whether it may, does, and answers.

pub mod acts;
pub mod administration;
pub mod api;
pub mod assets;
pub mod conflict;
pub mod errors;
pub mod files;
pub mod form_screen;
pub mod forms;
pub mod glossary;
pub mod guard;
pub mod health;
pub mod history;
pub mod kept;
pub mod lists;
pub mod page;
pub mod portal;
pub mod recent;
pub mod records;
pub mod registers;
pub mod search;
pub mod sign_in;
pub mod site;
pub mod spaces;
pub mod status;
pub mod table_files;
mod templates;
pub mod trash;
pub mod unsaved;
pub mod upkeep;
pub mod view;
pub mod visitor;
pub mod words;
pub mod write;
