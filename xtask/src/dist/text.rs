//! The texts as they ship: one file a language, and what is the same in all languages beside the second layer.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::{project, stamp};

/// The languages inside the artefact unless others are asked for; `build.rs` has the same.
pub const INSIDE: &str = "de,en";

/// Every language, without keys: the files hold values in their order, which is that of `en.json`.
pub struct Texts {
    /// The keys, a line each.
    pub keys: String,
    /// The texts that are the same in every language, a line `key=text` each.
    pub common: String,
    languages: Vec<Language>,
}

struct Language {
    tag: String,
    /// Its other tags, each of which gets a copy of the file.
    names: Vec<String>,
    /// The version, since values without keys fit one version only, and the values.
    file: String,
    /// Texts that few visits need, see [`Texts::extra`].
    extra: Map<String, Value>,
}

impl Texts {
    /// Reads `src/text`.
    pub fn read() -> Result<Texts> {
        let english = source("en")?;
        let layers = [("first", keys(&english, "first")?), ("second", keys(&english, "second")?)];
        let mut languages = Vec::new();
        for tag in tags()? {
            let source = source(&tag)?;
            let also = source.get("also").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let names = also.map(String::from).collect();
            let mut values = vec![project::version().to_owned()];
            for (layer, keys) in &layers {
                for key in keys {
                    let text = source.get(*layer).and_then(|texts| texts.get(key)).and_then(Value::as_str);
                    values.push(text.with_context(|| format!("{tag}.json has no {key}"))?.to_owned());
                }
            }
            let extra =
                source.get("extra").and_then(Value::as_object).with_context(|| format!("{tag}.json has no extra"))?;
            languages.push(Language { tag, names, file: json!(values).to_string(), extra: extra.clone() });
        }
        let lines: Option<Vec<String>> =
            source("common")?.iter().map(|(key, text)| Some(format!("{key}={}", text.as_str()?))).collect();
        let common = lines.context("common.json")?.join("\n");
        Ok(Texts { keys: layers.map(|(_, keys)| keys.join("\n")).join("\n"), common, languages })
    }

    /// A text of the layer `extra` in the language of the file `tag`.
    pub fn extra(&self, tag: &str, key: &str) -> &str {
        self.languages
            .iter()
            .find(|known| known.tag == tag || known.names.iter().any(|name| name == tag))
            .and_then(|language| language.extra.get(key)?.as_str())
            .unwrap_or_default()
    }

    /// The layer `extra` of every language, by tag. What few visits need is in no language's file, which every visit in that
    /// language fetches.
    pub fn extras(&self) -> Map<String, Value> {
        let mut all = Map::new();
        for Language { tag, names, extra, .. } in &self.languages {
            for name in [tag].into_iter().chain(names) {
                all.insert(name.clone(), Value::Object(extra.clone()));
            }
        }
        all
    }

    /// The texts of the file for `tag`, a line each.
    pub fn values(&self, tag: &str) -> Option<String> {
        let language =
            self.languages.iter().find(|known| known.tag == tag || known.names.iter().any(|name| name == tag))?;
        let values: Vec<String> = serde_json::from_str(&language.file).ok()?;
        Some(values.get(1..)?.join("\n"))
    }

    /// The files, as name and content.
    pub fn files(&self) -> impl Iterator<Item = (String, &str)> {
        self.languages.iter().flat_map(|Language { tag, names, file, .. }| {
            [tag].into_iter().chain(names).map(move |name| (format!("optgate.{name}.json"), file.as_str()))
        })
    }
}

/// Every language that there is a file for.
pub fn tags() -> Result<Vec<String>> {
    let mut found = Vec::new();
    for path in stamp::list(&project::root().join("src/text"))? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name != "common" {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// Fails where one of these languages, apart by commas, has no file.
pub fn check(inside: &str) -> Result<()> {
    let known = tags()?;
    for tag in inside.split(',') {
        ensure!(known.iter().any(|other| other == tag), "there is no language `{tag}`; there are {}", known.join(" "));
    }
    Ok(())
}

fn source(name: &str) -> Result<Map<String, Value>> {
    let path = project::root().join(format!("src/text/{name}.json"));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

fn keys(source: &Map<String, Value>, layer: &str) -> Result<Vec<String>> {
    Ok(source.get(layer).and_then(Value::as_object).context("en.json has no such layer")?.keys().cloned().collect())
}
