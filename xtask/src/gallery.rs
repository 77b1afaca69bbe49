//! `cargo xtask gallery`: pictures of everything that visitors see, for `www/gallery.localhost/`. What is on them is told
//! by `tests/e2e/gallery.mjs`, which takes them in Chromium, inside the closed network of the end-to-end tests.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::command::{Run, step};
use crate::{browser, dist, project};

/// Debian's packages with the letters that few machines have all of: Arabic, and Chinese. Unpacked, not installed.
const FONTS: [&str; 2] = ["fonts-noto-ui-core", "fonts-droid-fallback"];

/// Builds, then takes the pictures. They replace those of the last time once all are taken.
pub fn run() -> Result<()> {
    dist::build()?;
    browser::install(&[browser::CHROMIUM, browser::NAMESPACE])?;
    let fonts = fonts()?;
    let stage = project::target().join("gallery.new");
    if stage.exists() {
        fs::remove_dir_all(&stage)?;
    }
    fs::create_dir_all(&stage)?;
    step("taking the pictures", || {
        Command::new("node").arg("tests/e2e/gallery.mjs").arg(&stage).env("FONTCONFIG_FILE", fonts).run()
    })?;
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::rename(&stage, &folder)?;
    println!("{} files in {}", fs::read_dir(&folder)?.count(), folder.display());
    println!("`cargo xtask demo` shows them at http://gallery.localhost:8080/");
    Ok(())
}

/// Where the pictures lie.
pub fn folder() -> PathBuf {
    project::target().join("gallery")
}

/// The settings of the machine's fonts, and the packages' beside them. Where there is no apt-get the machine's have to do.
fn fonts() -> Result<PathBuf> {
    let mut folders = String::new();
    for package in FONTS {
        match browser::unpacked(package) {
            Ok(folder) => folders += &format!("<dir>{}</dir>", folder.join("usr/share/fonts").display()),
            Err(error) => eprintln!("  {error:#}: letters may be missing in the pictures"),
        }
    }
    let file = project::target().join("gallery-fonts.conf");
    let cache = project::target().join("gallery-fonts");
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>\
        <include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include>{folders}<cachedir>{}</cachedir></fontconfig>\n",
        cache.display()
    );
    fs::write(&file, text)?;
    Ok(file)
}
