//! Puts the texts of `src/text` into the crate: the list of all languages, and the first layer in those inside.
//!
//! `OPTGATE_LANG` names the languages inside, separated by commas; English is always one. `cargo xtask dist --lang` sets it.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

/// What is inside unless `OPTGATE_LANG` says otherwise.
const INSIDE: &str = "de,en";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/text");
    println!("cargo::rerun-if-env-changed=OPTGATE_LANG");
    let mut languages = BTreeMap::new();
    let mut tags = Vec::new();
    for entry in fs::read_dir("src/text")? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name != "common" {
            let source: Map<String, Value> = serde_json::from_str(&fs::read_to_string(&path)?)?;
            tags.push(name.clone());
            tags.extend(also(&source));
            let first = source.get("first").and_then(Value::as_object).ok_or_else(|| path.display().to_string())?;
            languages.insert(name, first.clone());
        }
    }
    let english = languages.get("en").ok_or("src/text/en.json")?;
    let keys: Vec<&String> = english.keys().collect();

    let wanted = env::var("OPTGATE_LANG").unwrap_or_else(|_| INSIDE.into());
    let mut inside: Vec<&str> =
        wanted.split(',').map(str::trim).filter(|tag| !tag.is_empty() && *tag != "en").collect();
    inside.push("en");
    let mut blocks = Vec::new();
    for tag in inside {
        let texts = languages.get(tag).ok_or_else(|| format!("there is no language {tag}"))?;
        let mut lines = vec![tag];
        for key in &keys {
            lines.push(
                texts.get(key.as_str()).and_then(Value::as_str).ok_or_else(|| format!("{tag}.json has no {key}"))?,
            );
        }
        blocks.push(lines.join("\n"));
    }

    let keys: Vec<&str> = keys.into_iter().map(String::as_str).collect();
    tags.sort();
    let code = format!(
        "/// Every tag that there is a file for.\npub const LANGUAGES: &str = {:?};\n\
         /// The keys of the first layer and the placeholder, in the order of the texts of a language.\n\
         pub const KEYS: &str = {:?};\n\
         /// The languages inside, apart by 0x01: a line with the tag, then a line for each key.\n\
         const INSIDE: &str = {:?};\n",
        tags.join(" "),
        keys.join("\n"),
        blocks.join("\u{1}"),
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("text.rs"), code)?;
    Ok(())
}

/// The other tags of a language, each of which gets a copy of its file.
fn also(source: &Map<String, Value>) -> Vec<String> {
    let list = source.get("also").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(String::from).collect()
}
