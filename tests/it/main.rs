//! Is the logic right? Tables and enumeration, natively, without a browser.
#![allow(missing_docs)]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod architecture;
mod config;
mod consent;
mod cookie;
mod embed;
mod engine;
mod enumeration;
mod gate;
mod google;
mod markup;
mod page;
mod player;
mod precedence;
mod record;
mod text;
mod view;
