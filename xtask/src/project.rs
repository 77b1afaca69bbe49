//! Where things are, and what the manifest says.

use std::env;
use std::path::PathBuf;

/// The workspace: the folder above this crate's.
pub fn root() -> PathBuf {
    let here = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    let mut root = PathBuf::from(here);
    root.pop();
    root
}

/// Cargo's folder for everything that can be made again.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// What ships.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The version of what ships, which is the workspace's.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
