//! Builds what ships. One pipeline: `demo`, `test` and `dist` all use its files.
//!
//! cargo → wasm-bindgen (as a library) → wasm-opt → esbuild, terser → the folders of `dist/`. Compiler, crates and npm tools are
//! pinned, and no path of this machine gets in: the same sources give the same bytes in any folder. On another machine
//! functions may lie in another order, see [`size`].

pub mod archive;
mod glue;
mod package;
mod script;
mod split;
mod strings;
pub mod text;
mod wasm;

use std::fs;

use anyhow::Result;

use crate::command::step;
use crate::{project, setup, size, stamp};

/// Builds unless nothing has changed since the last time, and prints what it weighs.
pub fn run() -> Result<()> {
    build()?;
    println!("{}", size::Report::built()?.table());
    Ok(())
}

/// Builds unless nothing has changed since the last time.
pub fn build() -> Result<()> {
    make(text::INSIDE)
}

/// Builds with other languages inside, apart by commas. What is recorded in `size.json` stays as it is.
pub fn with_languages(inside: &str) -> Result<()> {
    text::check(inside)?;
    make(inside)?;
    let weight = size::brotli(&fs::read(project::dist().join("script-tag/optgate.js"))?, 11)?.len();
    println!("script-tag/optgate.js with {inside} and English inside: {weight} bytes brotli");
    Ok(())
}

fn make(inside: &str) -> Result<()> {
    let mark = project::target().join("dist/stamp");
    if stamp::is_fresh(&mark, &state(inside)?) {
        eprintln!("  dist/ is up to date");
        return Ok(());
    }
    setup::wasm_target()?;
    let tools = setup::npm_tools()?;
    let stage = project::target().join("dist/stage");
    // wasm-bindgen leaves the files of earlier runs where they are.
    if stage.exists() {
        fs::remove_dir_all(&stage)?;
    }
    fs::create_dir_all(&stage)?;

    let engine = step("compiling the engine to wasm", || wasm::build(&tools, &stage, inside))?;
    let scripts = step("bundling the scripts", || {
        script::stage(&stage)?;
        script::bundle(&tools, &stage, &engine)
    })?;
    package::write(&scripts, &engine)?;
    // The style sheet stands in the script as a string; taken out, the rest is glue and our own JavaScript.
    let script = scripts.tag_without_wasm.replacen(&scripts.style, "", 1);
    let parts: [(&str, &[u8]); 3] =
        [("wasm", &engine.wasm), ("script", script.as_bytes()), ("style", scripts.style.as_bytes())];
    if inside == text::INSIDE {
        step("weighing", || size::record(&parts, &text::tags()?))?;
    }
    stamp::set(&mark, &state(inside)?)
}

/// Everything that decides what ships, and what was made of it the last time.
fn state(inside: &str) -> Result<String> {
    let root = project::root();
    let names = [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "build.rs",
        "dist",
        "pkg-templates",
        "rust-toolchain.toml",
        "src",
        "xtask/npm",
        "xtask/src",
    ];
    let mut paths = names.map(|name| root.join(name)).to_vec();
    if inside == text::INSIDE {
        paths.push(size::record_path());
    }
    Ok(stamp::fingerprint(&paths)? + inside)
}
