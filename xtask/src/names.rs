//! Real filter lists against every name that ships. The lists are fetched, never committed: they are under the GPL.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::command::{Run, step};
use crate::{dist, project, setup, stamp};

/// `AdGuard`'s lists, each as its author wrote it. A newer release is a new line here.
const PACKAGE: &str = "@adguard/dnr-rulesets@3.3.20260320140136";

/// Of the package's file, as `npm view … dist.integrity` gives it.
const INTEGRITY: &str =
    "sha512-n0DqlWWlDYs4P6UdG1H5HQR/nVCMMxq6B6JMj6gvcP4uMvjmLKQw6rPg07vy5+Mn0ty9Q/3OYQldiHsqNSPzuQ==";

/// The list of cookie notices.
pub const NOTICES: u16 = 18;

/// The lists that concern every page: cookie notices, advertising, tracking, social media, popups, banners of apps,
/// other annoyances, widgets, and cookie notices in Polish.
const LISTS: [u16; 9] = [NOTICES, 2, 3, 4, 19, 20, 21, 22, 217];

/// Asks the lists, by a crate of its own.
pub fn check() -> Result<()> {
    dist::build()?;
    let lists = fetch()?;
    setup::cargo().args(["test", "--quiet", "--package", "names"]).env("OPTGATE_LISTS", lists).run()
}

/// The folder with the lists.
pub fn fetch() -> Result<PathBuf> {
    let folder = project::target().join("lists");
    let mark = folder.join("stamp");
    let lists = folder.join("lists");
    let wanted = format!("{INTEGRITY} {LISTS:?}");
    if stamp::is_fresh(&mark, &wanted) {
        return Ok(lists);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&lists)?;
    step(&format!("fetching {PACKAGE} (25 MB, once)"), || {
        let told = Command::new("npm").args(["pack", "--json", PACKAGE]).current_dir(&folder).read()?;
        let told: serde_json::Value = serde_json::from_str(&told).context("what npm pack tells")?;
        let integrity = told[0]["integrity"].as_str().unwrap_or_default();
        ensure!(integrity == INTEGRITY, "{PACKAGE} is not what it was: {integrity}");
        let file = folder.join(told[0]["filename"].as_str().context("npm pack names no file")?);
        let rulesets = LISTS.map(|list| format!("package/dist/filters/declarative/ruleset_{list}/ruleset_{list}.json"));
        Command::new("tar").arg("-xzf").arg(&file).args(&rulesets).current_dir(&folder).quiet()?;
        for (list, ruleset) in LISTS.iter().zip(&rulesets) {
            // The rules translated for Chromium leave out what hides; the first carries the list as it was before.
            let ruleset: serde_json::Value = serde_json::from_slice(&fs::read(folder.join(ruleset))?)?;
            let text = ruleset[0]["metadata"]["rawFilterList"].as_str().context("the package has another shape")?;
            fs::write(lists.join(format!("{list}.txt")), text)?;
        }
        fs::remove_dir_all(folder.join("package"))?;
        Ok(fs::remove_file(file)?)
    })?;
    stamp::set(&mark, &wanted)?;
    Ok(lists)
}
