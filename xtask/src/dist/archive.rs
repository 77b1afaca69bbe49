//! The texts that visitors are shown, by the hash that a receipt names them with: `dist/texts.json`, for the site's owner to
//! archive. For settings with texts of their own it is written anew (`cargo xtask texts FILE`).

use std::collections::BTreeSet;
use std::env;

use anyhow::{Context, Result, ensure};
use optgate::config::Site;
use optgate::receipt::{hash, shown};
use optgate::service;
use optgate::text as engine;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::text::Texts;
use crate::project;

/// Services that are built in, with the purposes they have unless a site says otherwise.
const BUILT_IN: [&str; 5] = [
    service::GOOGLE_ANALYTICS,
    service::GOOGLE_ADS,
    service::GOOGLE_TAG_MANAGER,
    service::YOUTUBE,
    service::CLOUDFLARE_INSIGHTS,
];

/// The archive of default settings, as JSON.
pub fn usual() -> Result<String> {
    let services: Map<String, Value> =
        BUILT_IN.iter().map(|id| ((*id).into(), json!(service::built_in_purpose(id)))).collect();
    archive(&read(&json!({})), &services)
}

/// The archive of a site with these settings, the JSON block's text.
pub fn of(settings: &str) -> Result<String> {
    let settings: Value = serde_json::from_str(settings).context("the settings are no JSON")?;
    ensure!(settings.is_object(), "the settings are no JSON object");
    ensure!(
        settings.get("providers").is_none(),
        "`providers` become services in optgate-embeds.js, which is not asked here: write them under `services`, with \
         their `name`, `provider` and `privacy`"
    );
    let site = read(&settings);
    let services: Map<String, Value> =
        site.services.iter().map(|service| (service.id.into(), json!(service.purpose))).collect();
    archive(&site, &services)
}

fn archive(site: &Site, services: &Map<String, Value>) -> Result<String> {
    let files = Texts::read()?;
    let mut texts = Map::new();
    // Where a language comes too late, the page speaks English.
    let tags: BTreeSet<&str> = site.languages.split_whitespace().chain(["en"]).collect();
    for tag in tags {
        let own = site.texts_of(tag);
        // Those of the first layer that come where the banner can be closed, or asks anew.
        for extra in [&[][..], &["without"], &["news"], &["without", "news"]] {
            let mut shipped = engine::Texts::new(tag, &own);
            let file = shipped.tag();
            shipped.take(files.values(file).context("a language without a file")?.leak(), files.keys.clone().leak());
            shipped.load(&files.common);
            for key in extra {
                shipped.load(&format!("{key}={}", files.extra(file, key)));
            }
            for (layer, whole) in [("banner", false), ("preferences", true)] {
                let text = shown(&shipped, whole);
                texts.insert(hash(&text), json!({ "language": tag, "layer": layer, "text": text }));
            }
        }
    }
    let archive = json!({
        "version": project::version(), "date": today()?, "revision": site.revision, "services": services, "texts": texts
    });
    Ok(format!("{archive:#}\n"))
}

/// What the page hands to the engine for a JSON block, see `Site::read`.
fn read(settings: &Value) -> Site {
    let mut pairs = Vec::new();
    flatten("", settings, &mut pairs);
    // The settings stay for as long as the program runs.
    Site::read(pairs.join("\0").leak(), "", &mut Vec::new())
}

fn flatten(path: &str, value: &Value, pairs: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            let dot = if path.is_empty() { "" } else { "." };
            map.iter().map(|(key, value)| (format!("{path}{dot}{key}"), value)).collect()
        }
        Value::Array(list) => list.iter().enumerate().map(|(at, value)| (format!("{path}[{at}]"), value)).collect(),
        _ => Vec::new(),
    };
    for (path, value) in &inner {
        flatten(path, value, pairs);
    }
    if inner.is_empty() && !path.is_empty() {
        let text = match value {
            Value::String(text) => format!("s{text}"),
            Value::Number(number) => format!("n{number}"),
            Value::Bool(on) => format!("b{on}"),
            _ => "o".into(),
        };
        pairs.extend([path.replace('\0', ""), text.replace('\0', "")]);
    }
}

/// Today, as ISO 8601 writes it; the day that a reproducible build names, if one does.
fn today() -> Result<String> {
    let time = match env::var("SOURCE_DATE_EPOCH") {
        Ok(time) => OffsetDateTime::from_unix_timestamp(time.parse().context("SOURCE_DATE_EPOCH")?)?,
        Err(_) => OffsetDateTime::now_utc(),
    };
    Ok(time.date().to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{of, usual};

    fn texts(archive: &str) -> Vec<(String, String)> {
        let archive: Value = serde_json::from_str(archive).expect("an archive");
        let texts = archive["texts"].as_object().expect("texts");
        texts.iter().map(|(hash, entry)| (hash.clone(), entry["text"].as_str().expect("a text").into())).collect()
    }

    #[test]
    fn every_language_has_the_texts_of_both_layers_under_their_hash() {
        let archive = usual().expect("an archive");
        let found = texts(&archive);
        assert_eq!(found.len(), 8 * optgate::text::LANGUAGES.split(' ').count());
        for (hash, text) in &found {
            assert_eq!(*hash, optgate::receipt::hash(text));
        }
        let archive = serde_json::from_str::<Value>(&archive).expect("an archive");
        assert_eq!(archive["date"].as_str().map(str::len), Some("2026-01-31".len()));
        let services = &archive["services"];
        assert_eq!(services["google-analytics"], "analytics");
        assert_eq!(services.as_object().expect("services").len(), 5);
    }

    #[test]
    fn an_owners_texts_services_and_revision_are_in_his_own_archive() {
        let settings = r#"{ "revision": 4, "languages": ["de"], "texts": { "de": { "intro": "Wir fragen: {purposes}." } },
            "services": [{ "id": "map", "purpose": "maps", "name": "Karte", "hosts": ["a.example", "b.example"] }] }"#;
        let archive = of(settings).expect("an archive");
        let found = texts(&archive);
        assert_eq!(found.len(), 16, "German, and English in its place");
        assert!(found.iter().all(|(_, text)| text.contains("\nmap.name=Karte\n")), "{found:?}");
        assert_eq!(found.iter().filter(|(_, text)| text.contains("\nintro=Wir fragen: {purposes}.\n")).count(), 8);
        let archive: Value = serde_json::from_str(&archive).expect("an archive");
        assert_eq!((&archive["revision"], &archive["services"]["map"]), (&4.into(), &"maps".into()));
    }

    #[test]
    fn what_is_no_json_object_or_not_known_here_is_refused() {
        assert!(of("[]").is_err() && of("{").is_err());
        assert!(of(r#"{ "providers": ["vimeo"] }"#).is_err());
    }
}
