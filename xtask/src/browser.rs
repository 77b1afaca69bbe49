//! The browsers and what drives them, and what else comes from the system's packages. Only tests need them; `demo` and
//! `dist` do not.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{Run, persist, step};
use crate::{project, stamp};

/// A program and the Debian package that brings it.
pub struct Tool {
    program: &'static str,
    package: &'static str,
}

const fn tool(program: &'static str, package: &'static str) -> Tool {
    Tool { program, package }
}

/// Chromium and its driver.
pub const CHROMIUM: &[Tool] = &[tool("chromium", "chromium"), tool("chromedriver", "chromium-driver")];

/// Firefox; the suite drives it by its own protocol.
pub const FIREFOX: &[Tool] = &[tool("firefox-esr", "firefox-esr")];

/// WebKit, which needs a display.
pub const WEBKIT: &[Tool] =
    &[tool("WebKitWebDriver", "webkit2gtk-driver"), tool("xvfb-run", "xvfb"), tool("Xvfb", "xvfb")];

/// What the recorder builds its closed network from.
pub const NAMESPACE: &[Tool] =
    &[tool("ip", "iproute2"), tool("unshare", "util-linux"), tool("python3", "python3"), tool("openssl", "openssl")];

/// Without any font a browser draws no text, and texts have no size.
const FONTS: &str = "fonts-liberation";

/// Installs what is missing as root; tells anyone else what to install.
pub fn install(groups: &[&[Tool]]) -> Result<()> {
    let missing = groups.iter().copied().flatten().filter(|tool| find(tool.program).is_none());
    let mut packages: Vec<&str> = missing.map(|tool| tool.package).collect();
    packages.dedup();
    if packages.is_empty() {
        return Ok(());
    }
    packages.push(FONTS);
    let names = packages.join(" ");
    if !is_root() || find("apt-get").is_none() {
        bail!("missing programs; as root: apt-get install {names} (or what your system calls them)");
    }
    step(&format!("installing {names}"), || {
        // The list and the packages together: only a package tells whether the list will do.
        persist(|| {
            if let Err(error) = apt_get(&["update"]).quiet() {
                eprintln!("  {error:#}");
            }
            apt_get(&["install", "-y", "--no-install-recommends"]).args(&packages).quiet()
        })
    })
}

/// The folder with what a Debian package brings, unpacked and not installed.
pub fn unpacked(package: &str) -> Result<PathBuf> {
    let folder = project::target().join("debian").join(package);
    let mark = folder.join("stamp");
    if stamp::is_fresh(&mark, package) {
        return Ok(folder);
    }
    if find("apt-get").is_none() {
        bail!("{package} comes from Debian's packages, and there is no apt-get here");
    }
    step(&format!("fetching {package}"), || {
        persist(|| {
            if folder.exists() {
                fs::remove_dir_all(&folder)?;
            }
            fs::create_dir_all(&folder)?;
            let download = || apt_get(&["download", package]).current_dir(&folder).quiet();
            // Only a package tells whether the list will do; anyone but root has to live with the list that is there.
            if download().is_err() {
                apt_get(&["update"]).quiet()?;
                download()?;
            }
            for file in stamp::list(&folder)? {
                Command::new("dpkg-deb").arg("-x").args([&file, &folder]).quiet()?;
                fs::remove_file(file)?;
            }
            Ok(())
        })
    })?;
    stamp::set(&mark, package)?;
    Ok(folder)
}

/// apt-get, which waits for another one that runs, and tries a download again.
fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command
        .args(arguments)
        .args(["-qq", "-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=300"])
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Where a program lies, in PATH or where only root has it in PATH.
pub fn find(program: &str) -> Option<String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let extra = ["/usr/sbin", "/sbin"].map(Into::into);
    let folders = env::split_paths(&path).chain(extra);
    folders.map(|folder| folder.join(program)).find(|file| file.is_file()).map(|file| file.display().to_string())
}

/// The owner of `/proc/self` is the user that this program runs as.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self").metadata().is_ok_and(|data| data.uid() == 0)
}
