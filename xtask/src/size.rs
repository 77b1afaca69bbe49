//! What everything weighs, against the figures and limits that are committed in `size.json`.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

use crate::{project, stamp};

/// The line of the report that every visitor pays for, and its limit in bytes under brotli where `size.json` has none.
const FIRST_VISIT: (&str, u64) = ("script-tag/optgate.js", 16_000);

/// A committed figure is fresh while what was built differs from it by at most this part of it. Another machine may
/// order functions otherwise, which packs by a few bytes better or worse.
const TOLERANCE: f64 = 0.01;

/// Around the size in the README.
const MARKS: (&str, &str) = ("<!-- size -->", "<!-- /size -->");

/// What a language's file may weigh in bytes under brotli: in Latin script, and in others.
const LANGUAGE: (u64, u64) = (1_400, 2_000);

/// Bytes of one thing: as it is, and as servers send it.
struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Weight {
    fn of(bytes: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes)?;
        Ok(Self { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli(bytes, 11)?.len() })
    }

    fn json(&self) -> Value {
        json!({ "raw": self.raw, "gzip": self.gzip, "brotli": self.brotli })
    }
}

/// Brotli with the window that Node and the common servers use.
pub fn brotli(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    let settings =
        brotli::enc::BrotliEncoderParams { quality, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &settings)?;
    Ok(packed)
}

/// Weights and limits, as `size.json` holds them.
pub struct Report(Value);

/// Where the weights of what was built last lie.
pub fn record_path() -> PathBuf {
    project::target().join("dist/size.json")
}

fn committed_path() -> PathBuf {
    project::root().join("size.json")
}

fn readme_path() -> PathBuf {
    project::root().join("README.md")
}

impl Report {
    /// What was built last, with the limits that are committed.
    pub fn built() -> Result<Self> {
        let limits = Self::committed().map_or(Value::Null, |report| report.0["limits"].clone());
        let limits = if limits.is_object() { limits } else { json!({ FIRST_VISIT.0: FIRST_VISIT.1 }) };
        let record = read(record_path())?;
        Ok(Self(json!({
            "unit": "bytes", "limits": limits, "parts": record["parts"], "files": record["files"],
            "languages": record["languages"]
        })))
    }

    /// What is committed.
    pub fn committed() -> Result<Self> {
        read(committed_path()).map(Self)
    }

    /// Writes `size.json` and the README's sentence.
    pub fn commit(&self) -> Result<()> {
        fs::write(committed_path(), format!("{:#}\n", self.0))?;
        let text = fs::read_to_string(readme_path()).context("README.md")?;
        let (before, rest) = text.split_once(MARKS.0).context("README.md has no mark for the size")?;
        let (_, after) = rest.split_once(MARKS.1).context("README.md has no mark for the end of the size")?;
        fs::write(readme_path(), format!("{before}{}{after}", self.sentence()))?;
        Ok(())
    }

    /// What the README says, with the marks around it.
    fn sentence(&self) -> String {
        let weight = &self.0["files"][FIRST_VISIT.0];
        let kilobytes = |key: &str| weight[key].as_f64().unwrap_or_default() / 1000.0;
        format!(
            "{}One script tag, one file of {:.1} kB as servers send it (brotli; {:.1} with gzip).{}",
            MARKS.0,
            kilobytes("brotli"),
            kilobytes("gzip"),
            MARKS.1
        )
    }

    /// What is committed, `self`, and no longer true of what was `built`; `readme` must say what `self` holds.
    pub fn stale(&self, built: &Self, readme: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let whole = ["raw", "gzip", "brotli"].as_slice();
        for (group, keys) in [("parts", whole), ("files", whole), ("languages", &["brotli", "limit"])] {
            let names = |report: &Self| report.group(group).map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
            for name in names(self).union(&names(built)) {
                let (old, new) = (&self.0[group][name], &built.0[group][name]);
                for key in keys {
                    if !is_near(old[key].as_f64(), new[key].as_f64()) {
                        lines.push(format!("{name}, {key}: {} is committed, {} was built", old[key], new[key]));
                    }
                }
            }
        }
        if !readme.contains(&self.sentence()) {
            lines.push("the size in README.md is not that of size.json".into());
        }
        lines
    }

    /// For people: one line a part and a file.
    pub fn table(&self) -> String {
        let mut table = format!("{:<30}{:>9}{:>9}{:>9}{:>9}\n", "bytes", "raw", "gzip", "brotli", "limit");
        for group in ["parts", "files"] {
            for (name, weight) in self.group(group) {
                let number = |key: &str| weight[key].as_u64().unwrap_or_default();
                let limit = self.limit(name).map(|limit| limit.to_string()).unwrap_or_default();
                table +=
                    &format!("{name:<30}{:>9}{:>9}{:>9}{limit:>9}\n", number("raw"), number("gzip"), number("brotli"),);
            }
        }
        let mut languages: Vec<(u64, &String, u64)> = self
            .group("languages")
            .filter_map(|(name, weight)| {
                let brotli = weight["brotli"].as_u64()?;
                Some((brotli, name, weight["limit"].as_u64()?))
            })
            .collect();
        languages.sort();
        if let Some((brotli, name, limit)) = languages.last() {
            let name = format!("{} languages, largest {name}", languages.len());
            table += &format!("{name:<48}{brotli:>9}{limit:>9}\n");
        }
        table + "Parts are compressed each on its own. A first visit fetches script-tag/optgate.js and nothing else."
    }

    /// The lines above their limit.
    pub fn excess(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (name, weight) in ["parts", "files", "languages"].into_iter().flat_map(|group| self.group(group)) {
            let brotli = weight["brotli"].as_u64().unwrap_or(u64::MAX);
            let limit = self.limit(name).or(weight["limit"].as_u64());
            if let Some(limit) = limit.filter(|limit| brotli > *limit) {
                lines.push(format!("{name} weighs {brotli} bytes, its limit is {limit}"));
            }
        }
        lines
    }

    fn group(&self, name: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.0[name].as_object().into_iter().flatten()
    }

    fn limit(&self, name: &str) -> Option<u64> {
        self.0["limits"][name].as_u64()
    }
}

/// Is there a committed figure, and is what was built as large but for the tolerance?
fn is_near(committed: Option<f64>, built: Option<f64>) -> bool {
    committed.zip(built).is_some_and(|(committed, built)| (built - committed).abs() <= committed * TOLERANCE)
}

fn read(path: PathBuf) -> Result<Value> {
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// The README's text.
pub fn readme() -> Result<String> {
    fs::read_to_string(readme_path()).context("README.md")
}

/// Weighs what was built and remembers it, for [`Report::built`].
/// `inside`: what stands inside the one file of a first visit; `tags`: the languages that have texts of their own.
pub fn record(inside: &[(&str, &[u8])], tags: &[String]) -> Result<()> {
    let mut parts = Map::new();
    for (name, bytes) in inside {
        parts.insert((*name).into(), Weight::of(bytes)?.json());
    }
    let mut files = Map::new();
    let mut languages = Map::new();
    for folder in ["script-tag", "esm"] {
        let mut paths = stamp::list(&project::dist().join(folder))?;
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_text = name.starts_with("optgate.") && name.ends_with(".json") && folder == "script-tag";
            let is_more = name == "optgate.more.json";
            if is_text && !is_more {
                let text = fs::read_to_string(&path)?;
                let tag = name.trim_start_matches("optgate.").trim_end_matches(".json");
                if !tags.iter().any(|known| known == tag) {
                    continue; // a copy
                }
                languages.insert(
                    tag.into(),
                    json!({ "brotli": brotli(text.as_bytes(), 11)?.len(), "limit": language_limit(&text) }),
                );
            } else if name.ends_with(".js") || name.ends_with(".wasm") || is_text {
                files.insert(format!("{folder}/{name}"), Weight::of(&fs::read(&path)?)?.json());
            }
        }
    }
    let record = json!({ "parts": parts, "files": files, "languages": languages });
    fs::write(record_path(), format!("{record:#}\n"))?;
    Ok(())
}

/// Most letters of a text in Latin script lie before U+0250, or where Vietnamese has its own.
fn language_limit(text: &str) -> u64 {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    let latin = letters().filter(|letter| matches!(letter, ..'\u{250}' | '\u{1e00}'..='\u{1eff}')).count();
    if latin * 2 > letters().count() { LANGUAGE.0 } else { LANGUAGE.1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(brotli: u64) -> Report {
        let weight = json!({ "raw": 86_000, "gzip": 36_500, "brotli": brotli });
        Report(json!({ "limits": { FIRST_VISIT.0: 31_600 }, "parts": {}, "files": { FIRST_VISIT.0: weight } }))
    }

    const README: &str =
        "<!-- size -->One script tag, one file of 30.0 kB as servers send it (brotli; 36.5 with gzip).<!-- /size -->";

    #[test]
    fn a_figure_is_fresh_up_to_one_percent_more_or_less() {
        for built in [29_700, 30_000, 30_300] {
            assert!(report(30_000).stale(&report(built), README).is_empty(), "{built}");
        }
        for built in [29_699, 30_301] {
            let stale = report(30_000).stale(&report(built), README);
            assert_eq!(stale, [format!("script-tag/optgate.js, brotli: 30000 is committed, {built} was built")]);
        }
    }

    #[test]
    fn a_file_that_came_or_went_is_stale() {
        let mut more = report(30_000);
        more.0["files"]["esm/optgate.js"] = json!({ "raw": 9, "gzip": 9, "brotli": 9 });
        assert_eq!(report(30_000).stale(&more, README).len(), 3);
        assert_eq!(more.stale(&report(30_000), README).len(), 3);
    }

    #[test]
    fn a_language_that_grew_shrank_came_or_went_is_stale() {
        let with = |languages: Value| {
            let mut report = report(30_000);
            report.0["languages"] = languages;
            report
        };
        let french = |brotli: u64| with(json!({ "fr": { "brotli": brotli, "limit": LANGUAGE.0 } }));
        assert!(french(1_300).stale(&french(1_313), README).is_empty());
        let stale = french(1_300).stale(&french(1_314), README);
        assert_eq!(stale, ["fr, brotli: 1300 is committed, 1314 was built"]);
        assert_eq!(french(1_300).stale(&with(json!({})), README).len(), 2);
        assert_eq!(with(json!({})).stale(&french(1_300), README).len(), 2);
    }

    #[test]
    fn the_readme_must_say_what_is_committed() {
        let readme = README.replace("30.0", "29.9");
        assert_eq!(report(30_000).stale(&report(30_000), &readme), ["the size in README.md is not that of size.json"]);
    }

    #[test]
    fn a_limit_has_no_tolerance() {
        assert!(report(31_600).excess().is_empty());
        assert_eq!(report(31_601).excess(), ["script-tag/optgate.js weighs 31601 bytes, its limit is 31600"]);
    }

    #[test]
    fn a_language_above_its_limit_is_named() {
        let language = |brotli: u64| json!({ "brotli": brotli, "limit": LANGUAGE.0 });
        let report = Report(json!({ "limits": {}, "languages": { "fr": language(1_400), "hu": language(1_401) } }));
        assert_eq!(report.excess(), ["hu weighs 1401 bytes, its limit is 1400"]);
    }

    #[test]
    fn the_limit_goes_by_the_script_that_most_letters_are_in() {
        let table = [
            ("Tiếng Việt, Google", LANGUAGE.0),
            ("Ответ принимается: Google", LANGUAGE.1),
            ("同意 Google", LANGUAGE.0),
        ];
        for (text, limit) in table {
            assert_eq!(language_limit(text), limit, "{text}");
        }
        assert_eq!(language_limit("データを受け取り、米国でも処理します Google"), LANGUAGE.1);
    }
}
