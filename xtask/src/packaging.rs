//! Each thing that ships, used the way its reader would, and met by programs of others.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::command::{Run, step};
use crate::{browser, dist, names, project, setup};

/// Real bundlers take the ES module in.
pub fn bundlers() -> Result<()> {
    browser::install(&[browser::CHROMIUM])?;
    dist::build()?;
    let folder = project::root().join("tests/packaging");
    setup::npm_packages("packaging tests", &folder)?;
    Command::new("node").args(["--test", "--test-reporter=spec"]).current_dir(folder).run()
}

/// A program that answers consent banners for its user meets ours.
pub fn clients() -> Result<()> {
    outside(&["autoconsent.test.mjs"], &[])
}

/// Nobody is kept out: a program looks for barriers, everything is done from the keyboard, and what a visitor has set is
/// heeded.
pub fn barriers() -> Result<()> {
    outside(&["axe.test.mjs", "keyboard.test.mjs", "media.test.mjs"], &[])
}

/// Pages full of videos: what stands on them once stands there once, and work grows no faster than they do.
pub fn scale() -> Result<()> {
    outside(&["scale.test.mjs"], &[])
}

/// A theme that WordPress came with, under the GPL: unpacked for the test, and nothing of it is committed.
const THEME: &str = "wordpress-theme-twentytwentyone";

/// The sheets that sites are made with change nothing of ours, and we nothing of theirs.
pub fn looks() -> Result<()> {
    let theme = browser::unpacked(THEME)?.join("usr/share/wordpress/wp-content/themes/twentytwentyone/style.css");
    outside(&["looks.test.mjs"], &[("OPTGATE_WORDPRESS", theme)])
}

/// WordPress, under the GPL: unpacked for the test, and nothing of it is committed.
const WORDPRESS: &str = "wordpress";

/// What sites show videos with, packages from npm, meets the tag.
pub fn players() -> Result<()> {
    let wordpress = browser::unpacked(WORDPRESS)?.join("usr/share/wordpress");
    outside(&["players.test.mjs"], &[("OPTGATE_WORDPRESS", wordpress)])
}

/// As Debian packages it; where it lies in the package is said by Firefox's id and its own.
const UBLOCK: &str = "webext-ublock-origin-firefox";

/// A real blocker with a real list of cookie notices hides nothing of ours, and no language has a barrier.
pub fn prove() -> Result<()> {
    browser::install(&[browser::FIREFOX])?;
    let list = names::fetch()?.join(format!("{}.txt", names::NOTICES));
    let extension = browser::unpacked(UBLOCK)?
        .join("usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/uBlock0@raymondhill.net");
    let firefox = browser::find("firefox-esr").context("firefox-esr")?;
    outside(
        &["ublock.test.mjs"],
        &[("OPTGATE_FIREFOX", firefox.into()), ("OPTGATE_UBLOCK", extension), ("OPTGATE_LIST", list)],
    )?;
    outside(&["axe.test.mjs"], &[("OPTGATE_LANGUAGES", "all".into())])
}

/// Optgate and its peers, as they are published, on the same pages; and Optgate on pages of very many videos.
pub fn peers() -> Result<()> {
    let tests = project::root().join("tests");
    setup::npm_packages("outside programs", &tests.join("clients"))?;
    setup::npm_packages("peers", &tests.join("peers"))?;
    let chromium = browser::find("chromium").context("chromium")?;
    for name in ["bench.mjs", "scale.mjs"] {
        Command::new("node").arg(tests.join("peers").join(name)).env("OPTGATE_CHROMIUM", &chromium).run()?;
    }
    Ok(())
}

/// Runs tests of `tests/clients`: outside programs in Chromium, on pages with the tag.
fn outside(files: &[&str], environment: &[(&str, PathBuf)]) -> Result<()> {
    browser::install(&[browser::CHROMIUM])?;
    dist::build()?;
    let folder = project::root().join("tests/clients");
    setup::npm_packages("outside programs", &folder)?;
    Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .args(files)
        .env("OPTGATE_CHROMIUM", browser::find("chromium").context("chromium")?)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .current_dir(folder)
        .run()
}

/// `wasm-pack build` and `wasm-pack test`, with programs of the workspace's own lock file: wasm-pack may not
/// download any.
pub fn wasm_pack() -> Result<()> {
    setup::wasm_target()?;
    browser::install(&[browser::CHROMIUM])?;
    let programs = [setup::wasm_pack()?, setup::bindgen_programs()?];
    let out = project::target().join("wasm-pack");
    let wasm_pack = |arguments: &[&str]| -> Result<Command> {
        let mut command = Command::new(programs[0].join("wasm-pack"));
        command.args(arguments).env("PATH", setup::path_with(&programs)?);
        Ok(command)
    };
    step("wasm-pack build", || {
        wasm_pack(&["build", "--target", "web", "--mode", "no-install", "--out-dir"])?.arg(&out).quiet()
    })?;
    for name in ["optgate.js", "optgate.d.ts", "optgate_bg.wasm", "package.json"] {
        ensure!(fs::metadata(out.join(name)).is_ok_and(|data| data.len() > 0), "wasm-pack build wrote no {name}");
    }
    step("wasm-pack test", || {
        wasm_pack(&["test", "--headless", "--chrome", "--mode", "no-install", "--chromedriver"])?
            .arg(PathBuf::from(browser::find("chromedriver").context("chromedriver")?))
            .args(["--", "--test", "web"])
            .run()
    })
}
