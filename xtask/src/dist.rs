//! Builds what ships. One pipeline: `demo`, `test` and `dist` all use its files.
//!
//! cargo → wasm-bindgen (as a library) → wasm-opt → esbuild → the folders of `dist/`. The same sources give the
//! same bytes on every machine: compiler, crates and npm tools are pinned, and no path of this machine gets in.

mod glue;
mod package;
mod script;
mod split;
mod wasm;

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::command::step;
use crate::{project, setup, size, stamp};

/// Builds unless nothing has changed since the last time, and prints what it weighs.
pub fn run() -> Result<()> {
    build()?;
    println!("{}", size::Report::read()?.table());
    Ok(())
}

/// Builds unless nothing has changed since the last time.
pub fn build() -> Result<()> {
    let mark = project::target().join("dist/stamp");
    if stamp::is_fresh(&mark, &state()?) {
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

    let engine = step("compiling the engine to wasm", || wasm::build(&tools, &stage))?;
    let scripts = step("bundling the scripts", || {
        script::stage(&stage)?;
        script::bundle(&tools, &stage, &engine)
    })?;
    package::write(&scripts, &engine)?;
    // The style sheet stands in the script as a string; taken out, the rest is glue and our own JavaScript.
    let script = scripts.tag_without_wasm.replacen(&scripts.style, "", 1);
    let parts: [(&str, &[u8]); 3] =
        [("wasm", &engine.wasm), ("script", script.as_bytes()), ("style", scripts.style.as_bytes())];
    step("weighing", || size::record(&parts))?;
    stamp::set(&mark, &state()?)
}

/// Everything that decides what ships, and what was made of it the last time.
fn state() -> Result<String> {
    let root = project::root();
    let names = [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "dist",
        "pkg-templates",
        "rust-toolchain.toml",
        "size.json",
        "src",
        "xtask/npm",
        "xtask/src",
    ];
    stamp::fingerprint(&names.map(|name| root.join(name)))
}

/// The languages that have texts of their own, with the folder's files: `de`, `en`, …
fn languages() -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for path in stamp::list(&project::root().join("src/text"))? {
        if path.extension().is_some_and(|extension| extension == "json") {
            let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            found.push((tag, path));
        }
    }
    found.sort();
    Ok(found)
}
