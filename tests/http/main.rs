//! The wiki as people and programs meet it: over HTTP, on a real database, from sign-in to search.
//! Runs on SQLite, and on PostgreSQL with `QMWIKI_TEST_DATABASE=postgres`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::too_many_lines)] // Tests may fail loudly.

mod api;
mod app;
mod bad_input;

mod acts;
mod backup;
mod drafts;
mod errors;
mod export;
mod files;
mod history;
mod import;
mod links;
mod lists;
mod office_queries;
mod pages;
mod questions;
mod reading;
mod recent;
mod records;
mod registers;
mod rights;
mod rules;
mod search;
mod seed;
mod seed_content;
mod seed_files;
mod sign_in;
mod site_kinds;
mod status;
