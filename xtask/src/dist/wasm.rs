//! The engine: Rust to the smallest wasm we know how to make, and its glue.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::glue::{self, Host, Names};
use super::split::{self, Halves};
use crate::command::Run;
use crate::{project, setup, stamp};

/// The optimised engine. Its glue lies in the stage folder as `optgate.js`, beside a folder `web` for our own scripts.
pub struct Engine {
    /// What the tag carries.
    pub wasm: Vec<u8>,
    /// What comes when it is needed, see [`split`].
    pub more: Vec<u8>,
}

/// Compiles with the languages `inside`, writes the glue into `stage` and optimises.
pub fn build(tools: &Path, stage: &Path, inside: &str) -> Result<Engine> {
    let mut output = Bindgen::new()
        .input_path(compile(inside)?)
        .out_name("optgate")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(false) // `split` goes by them
        .remove_producers_section(true)
        .generate_output()?;
    output.emit(stage)?;
    let file = stage.join("optgate.js");
    let glue = glue::trim(&fs::read_to_string(&file)?)?;

    let mut names = Names::default();
    let mut hosts = Vec::new();
    for import in output.wasm_mut().imports.iter_mut() {
        if import.module.starts_with("./snippets/") {
            // Called by the wasm itself, without glue between.
            let (_, script) = import.module.split_once("/src/web/").context("a script that is none of ours")?;
            hosts.push(Host { script: script.into(), name: import.name.clone() });
            import.name = names.shorten(&glue::host_key(&import.name));
        } else {
            import.name = names.shorten(&import.name);
        }
        import.module = glue::MODULE.into();
    }
    let exports = &mut output.wasm_mut().exports;
    let all: Vec<_> = exports.iter().map(|export| export.id()).collect();
    for id in all {
        let name = &mut exports.get_mut(id).name;
        if !glue::uses(&glue, name) {
            // The optimiser drops what is no longer exported.
            exports.delete(id);
        } else if name.contains("__") {
            *name = names.shorten(name);
        }
    }
    fs::write(file, glue::rename(&glue, &names, &hosts)?)?;
    fs::write(stage.join("optgate_bg.wasm"), output.wasm_mut().emit_wasm())?;
    let whole = optimise(tools, stage, "optgate_bg.wasm", true)?;
    let Halves { first, more } = split::split(&whole)?;
    fs::write(stage.join("first.wasm"), first)?;
    fs::write(stage.join("more.wasm"), more)?;
    Ok(Engine { wasm: optimise(tools, stage, "first.wasm", false)?, more: optimise(tools, stage, "more.wasm", false)? })
}

/// A target folder of its own: the flags differ from those of every other build of the workspace.
fn compile(inside: &str) -> Result<PathBuf> {
    let target = project::target().join("dist/cargo");
    setup::cargo()
        .args(["build", "--quiet", "--release", "--lib", "--features", "lean"])
        .args(["--package", "optgate", "--target", setup::WASM])
        .arg("--target-dir")
        .arg(&target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags()?.join("\x1f"))
        .env("OPTGATE_LANG", inside)
        .run()?;
    Ok(target.join(setup::WASM).join("release/optgate.wasm"))
}

/// The stack that the engine gets, in bytes, of which it uses a few thousand; below it memory ends, so that too deep a
/// recursion traps. The default of a megabyte costs memory, and a byte more for each address behind it.
pub const STACK: u32 = 65_536;

/// Flags of the compiler. Names in the place of this machine's folders: any folder gives the same bytes. Hashes in the
/// names of symbols may still differ on another machine, and order functions otherwise: a few tens of bytes packed.
fn flags() -> Result<Vec<String>> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).read()?;
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => env::home_dir().context("no home folder")?.join(".cargo"),
    };
    let mut folders = vec![
        (project::root(), "optgate"),
        (PathBuf::from(sysroot).join("lib/rustlib/src/rust"), "rust"),
        (home.clone(), "cargo"),
    ];
    // The name of a registry's folder holds a hash of its address.
    if let Ok(registries) = stamp::list(&home.join("registry/src")) {
        folders.extend(registries.into_iter().map(|folder| (folder, "crates")));
    }
    // Of several prefixes that fit rustc takes the last.
    let mut flags: Vec<String> =
        folders.into_iter().map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display())).collect();
    flags.push(format!("-Clink-arg=-zstack-size={STACK}"));
    Ok(flags)
}

/// What compiler and wasm-bindgen use beyond the first WebAssembly; every browser of our floor knows it. Never all
/// features: those write imports that browsers refuse.
const FEATURES: [&str; 7] = [
    "bulk-memory",
    "bulk-memory-opt",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

/// Optimises a module of the stage folder for size, until nothing gets smaller.
///
/// What counts are the bytes under brotli, and repetition packs well: that is why not every function with one caller is
/// inlined (measured on 30,800 bytes: −1,190), common subexpressions stay (−170), each function lies beside those of its
/// module (−220), control flow is built anew in one way (−260), and alignment, a hint that nobody needs, is dropped.
/// Nothing of a Rust program lies in the first kilobyte of memory, which is the stack's far end. `names`: keep them.
fn optimise(tools: &Path, stage: &Path, name: &str, names: bool) -> Result<Vec<u8>> {
    let (from, to) = (stage.join(name), stage.join("optimised.wasm"));
    Command::new("node")
        .arg(tools.join("binaryen/bin/wasm-opt"))
        .arg(from)
        .args(FEATURES.map(|feature| format!("--enable-{feature}")))
        .args(["--one-caller-inline-max-function-size=20", "--low-memory-unused"])
        .args(["--flatten", "--rereloop", "-Oz", "--converge"])
        .args(["--skip-pass=local-cse", "--skip-pass=simplify-locals"])
        .args(["--dealign", "--reorder-functions-by-name", "--strip-producers", "--strip-target-features"])
        .args(names.then_some("--debuginfo"))
        .arg("-o")
        .arg(&to)
        .quiet()?;
    Ok(fs::read(to)?)
}
