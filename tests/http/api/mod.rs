//! The interface for programs over HTTP: what design and document promise, asked as everybody.

mod acts;
mod client;

mod lists;
mod pages;
mod records;
mod refusals;
mod rights;
mod tokens;
