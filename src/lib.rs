//! Optgate keeps Google Analytics, Google Ads and YouTube from loading until the visitor opts in.
//!
//! A pure engine in a thin shell. Everything outside `web` is pure: it sees no page, reads no clock and
//! cannot fail; facts go in as values, and values, effects and diagnostics come out. `web` exists in the
//! wasm artefact alone and carries the effects out. Modules are listed in the order in which they may
//! import one another: each from those above it only (held by a test).
#![no_std]

extern crate alloc;

// Linked, but not nameable: the pure modules cannot reach the clock, files or the environment.
#[cfg(not(all(target_arch = "wasm32", feature = "lean")))]
extern crate std as _;

pub mod ascii;
pub mod diagnostic;
pub mod service;
pub mod cookie;
pub mod text;
pub mod google;
pub mod embed;
pub mod config;
pub mod consent;
pub mod record;
pub mod receipt;
pub mod gate;
pub mod markup;
pub mod view;
pub mod engine;
#[cfg(target_arch = "wasm32")]
pub mod web;
