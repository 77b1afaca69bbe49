//! Knows whether something must be made again, by the content of what it is made from.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A number that differs when a name or a byte of these files differs; folders count with all that is in them.
/// What does not exist counts as well, as missing.
pub fn fingerprint(paths: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        add(path, &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    hasher.write(path.file_name().unwrap_or_default().as_encoded_bytes());
    if path.is_dir() {
        let mut inside = list(path)?;
        inside.sort();
        hasher.write_usize(inside.len());
        for path in inside {
            add(&path, hasher)?;
        }
    } else if path.exists() {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        hasher.write_usize(bytes.len());
        hasher.write(&bytes);
    }
    Ok(())
}

/// What lies in a folder, in no order.
pub fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

/// Does the stamp say that this was made already?
pub fn is_fresh(stamp: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text == fingerprint)
}

/// Remembers that it was made.
pub fn set(stamp: &Path, fingerprint: &str) -> Result<()> {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, fingerprint).with_context(|| stamp.display().to_string())
}
