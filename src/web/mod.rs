//! (room to come)
pub mod view;
