//! Brings what the build needs: the compiler's wasm target, npm packages, the programs of wasm-bindgen and
//! wasm-pack. All of it pinned, all of it done once.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::command::{Run, persist, step};
use crate::{project, stamp};

/// The compiler's target for WebAssembly in browsers.
pub const WASM: &str = "wasm32-unknown-unknown";

/// wasm-pack's release that the packaging tests use; its own lock file pins the rest.
const WASM_PACK: &str = "0.15.1";

/// Cargo, as it runs this program.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Adds the wasm target to the pinned toolchain.
pub fn wasm_target() -> Result<()> {
    let sysroot = PathBuf::from(Command::new("rustc").args(["--print", "sysroot"]).read()?);
    if sysroot.join("lib/rustlib").join(WASM).exists() {
        return Ok(());
    }
    step("adding the wasm target", || persist(|| Command::new("rustup").args(["target", "add", WASM]).quiet()))
}

/// Installs the packages of a folder's lock file, without running any script of theirs. Returns at once where they
/// stand already.
///
/// `of` says in the progress line whose packages they are.
pub fn npm_packages(of: &str, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    if !lock.exists() {
        return Ok(());
    }
    let wanted = stamp::fingerprint(&[lock])?;
    let mark = folder.join("node_modules/.optgate-stamp");
    if stamp::is_fresh(&mark, &wanted) {
        return Ok(());
    }
    step(&format!("installing the npm packages of the {of}"), || {
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=5"];
        persist(|| Command::new("npm").args(arguments).current_dir(folder).quiet())
    })?;
    stamp::set(&mark, &wanted)
}

/// The folder of the npm tools that `dist` runs. They are installed in the target folder, so that the workspace
/// holds nothing that is made.
pub fn npm_tools() -> Result<PathBuf> {
    let folder = project::target().join("npm");
    fs::create_dir_all(&folder)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(project::root().join("xtask/npm").join(name), folder.join(name))?;
    }
    npm_packages("build", &folder)?;
    Ok(folder.join("node_modules"))
}

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner` of the workspace's own lock file, for PATH.
pub fn bindgen_programs() -> Result<PathBuf> {
    step("building the wasm test runner", || cargo().args(["build", "--quiet", "--package", "runner"]).run())?;
    Ok(project::target().join("debug"))
}

/// The folder with `wasm-pack`, for PATH. A few minutes, once.
pub fn wasm_pack() -> Result<PathBuf> {
    let folder = project::target().join("tools");
    let mark = folder.join("wasm-pack.stamp");
    if !stamp::is_fresh(&mark, WASM_PACK) {
        step(&format!("installing wasm-pack {WASM_PACK} (some minutes, once)"), || {
            persist(|| {
                cargo()
                    .args(["install", "wasm-pack", "--locked", "--quiet", "--version", WASM_PACK, "--root"])
                    .arg(&folder)
                    .run()
            })
        })?;
        stamp::set(&mark, WASM_PACK)?;
    }
    Ok(folder.join("bin"))
}

/// PATH with these folders ahead of it.
pub fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(folders.iter().cloned().chain(env::split_paths(&rest)))?)
}
