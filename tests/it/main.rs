//! Is the logic right? Tables and enumeration, natively, without a browser.
// Native only: `wasm-pack test` builds every test target for the browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs)]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::type_complexity,
    clippy::unwrap_used
)]

mod architecture;
mod ascii;
mod choice;
mod config;
mod consent;
mod cookie;
mod device;
mod embed;
mod engine;
mod enumeration;
mod frame;
mod gate;
mod google;
mod language;
mod markup;
mod migrate;
mod mutation;
mod needs;
mod page;
mod player;
mod precedence;
mod receipt;
mod record;
mod tag;
mod text;
mod types;
mod usage;
mod view;
