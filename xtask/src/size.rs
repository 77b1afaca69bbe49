//! What everything weighs, against the limits that are committed in `size.json`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

use crate::{project, stamp};

/// The line of the report that every visitor pays for, and its limit in bytes under brotli.
const FIRST_VISIT: (&str, u64) = ("script-tag/optgate.js", 16_000);

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

/// The content of `size.json`.
pub struct Report(Value);

fn path() -> PathBuf {
    project::root().join("size.json")
}

impl Report {
    /// What was recorded last.
    pub fn read() -> Result<Self> {
        let text = fs::read_to_string(path()).context("size.json")?;
        Ok(Self(serde_json::from_str(&text).context("size.json")?))
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
        table + "Parts are compressed each on its own. A first visit fetches script-tag/optgate.js and nothing else."
    }

    /// The lines above their limit.
    pub fn excess(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (name, weight) in ["parts", "files"].into_iter().flat_map(|group| self.group(group)) {
            let brotli = weight["brotli"].as_u64().unwrap_or(u64::MAX);
            if let Some(limit) = self.limit(name).filter(|limit| brotli > *limit) {
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

/// Weighs what was built and writes `size.json` and the README's sentence; the limits stay as they are.
/// `inside`: what stands inside the one file of a first visit.
pub fn record(inside: &[(&str, &[u8])]) -> Result<()> {
    let mut parts = Map::new();
    for (name, bytes) in inside {
        parts.insert((*name).into(), Weight::of(bytes)?.json());
    }
    let mut files = Map::new();
    for folder in ["script-tag", "esm"] {
        let mut paths = stamp::list(&project::dist().join(folder))?;
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_text = name.starts_with("optgate.") && name.ends_with(".json");
            if name.ends_with(".js") || name.ends_with(".wasm") || (is_text && folder == "script-tag") {
                files.insert(format!("{folder}/{name}"), Weight::of(&fs::read(&path)?)?.json());
            }
        }
    }
    let limits = Report::read().map_or(Value::Null, |report| report.0["limits"].clone());
    let limits = if limits.is_object() { limits } else { json!({ FIRST_VISIT.0: FIRST_VISIT.1 }) };
    let report = json!({ "unit": "bytes", "limits": limits, "parts": parts, "files": files });
    fs::write(path(), format!("{report:#}\n"))?;
    let weight = &report["files"][FIRST_VISIT.0];
    let kilobytes = |key: &str| weight[key].as_f64().unwrap_or_default() / 1000.0;
    let sentence = format!(
        "One script tag, one file of {:.1} kB as servers send it (brotli; {:.1} with gzip).",
        kilobytes("brotli"),
        kilobytes("gzip")
    );
    tell(&sentence)
}

/// Puts the size into the README, between its two marks.
fn tell(sentence: &str) -> Result<()> {
    const MARKS: (&str, &str) = ("<!-- size -->", "<!-- /size -->");
    let path = project::root().join("README.md");
    let text = fs::read_to_string(&path).context("README.md")?;
    let (before, rest) = text.split_once(MARKS.0).context("README.md has no mark for the size")?;
    let (_, after) = rest.split_once(MARKS.1).context("README.md has no mark for the end of the size")?;
    fs::write(path, format!("{before}{}{sentence}{}{after}", MARKS.0, MARKS.1))?;
    Ok(())
}

/// What `dist` writes into the repository itself; it changes when the built files do.
pub fn committed() -> String {
    ["size.json", "README.md"].map(|name| fs::read_to_string(project::root().join(name)).unwrap_or_default()).concat()
}
