//! The folders of `dist/`: `pkg-templates/` filled in, with scripts, wasm and texts beside it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::archive;
use super::script::Scripts;
use super::text::Texts;
use super::wasm::Engine;
use crate::project;

/// What stands in a template where the version goes.
const VERSION: &str = "{{version}}";

/// Writes every folder anew.
pub fn write(scripts: &Scripts, engine: &Engine) -> Result<()> {
    let dist = project::dist();
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    let tag = dist.join("script-tag");
    fs::create_dir_all(&tag)?;
    fs::write(tag.join("optgate.js"), &scripts.tag)?;
    fs::write(tag.join("optgate-migrate.js"), &scripts.migrate)?;
    fs::write(tag.join("optgate-embeds.js"), &scripts.embeds)?;
    fs::write(tag.join("optgate-players.js"), &scripts.players)?;
    second_layer(&tag, scripts, engine)?;
    template("script-tag", &tag)?;

    fs::write(dist.join("texts.json"), archive::usual()?)?;

    let esm = dist.join("esm");
    fs::create_dir_all(&esm)?;
    fs::write(esm.join("optgate.js"), &scripts.esm)?;
    fs::write(esm.join("optgate_bg.wasm"), &engine.wasm)?;
    second_layer(&esm, scripts, engine)?;
    template("npm", &esm)?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(project::root().join(licence), esm.join(licence)).context(licence)?;
    }
    Ok(())
}

/// What a first visit in a language inside does not need: code and look of the second layer, what few pages need, and
/// texts, a file a language.
fn second_layer(folder: &Path, scripts: &Scripts, engine: &Engine) -> Result<()> {
    let texts = Texts::read()?;
    let code: String = engine.more.iter().copied().map(char::from).collect();
    let more =
        serde_json::json!({ "style": scripts.more_style, "code": code, "keys": texts.keys, "texts": texts.common });
    fs::write(folder.join("optgate.more.json"), more.to_string())?;
    fs::write(folder.join("optgate.extra.js"), &scripts.extra)?;
    for (name, content) in texts.files() {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}

/// Copies a folder of `pkg-templates` with its blanks filled in.
fn template(name: &str, folder: &Path) -> Result<()> {
    for path in crate::stamp::list(&project::root().join("pkg-templates").join(name))? {
        let text = fs::read_to_string(&path)?.replace(VERSION, project::version());
        ensure!(!text.contains("{{"), "{} has a blank that nothing fills", path.display());
        fs::write(folder.join(path.file_name().unwrap_or_default()), text)?;
    }
    Ok(())
}
