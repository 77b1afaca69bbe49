//! Does a filter list hide or block what is ours? Names are collected from sources and `dist/`, rules are real ones.
//!
//! A visitor with such a list must still be able to answer, and a name that is blocked is found out by nobody else.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

pub mod drawn;
pub mod list;
pub mod selector;

#[cfg(test)]
mod tests;
