//! QM-Wiki: knowledge and projects for quality management in public administration.
//!
//! This file is the list of rooms. What each room is, and which rooms it may use, stands in
//! ARCHITECTURE.md and is held by `tests/rooms.rs`.

pub mod access;
pub mod app;
pub mod changes;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod exchange;
pub mod files;
pub mod findings;
pub mod german;
pub mod kinds;
pub mod markdown;
pub mod measures;
pub mod pages;
pub mod people;
pub mod practice;
pub mod projects;
pub mod reading;
pub mod search;
pub mod store;
pub mod texts;
pub mod theme;
pub mod web;
