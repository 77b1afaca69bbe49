//! The JavaScript: the classic file with the wasm inside, and the ES module with the wasm beside it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::text::Texts;
use super::wasm::Engine;
use crate::command::Run;
use crate::{project, stamp};

/// The oldest engines that run the whole of it: cascade layers and what else the style sheet and host need.
const TARGET: &str = "chrome123,firefox120,safari17.5";

/// Must stand before all code.
const HINT: &str = "//# allFunctionsCalledOnLoad\n";

/// The word in `script-tag.js` whose place the wasm takes.
const PLACE: &str = "__OPTGATE_WASM__";

/// Finished texts.
pub struct Scripts {
    /// The classic file, whole.
    pub tag: String,
    /// The same with nothing in the wasm's place, for the size report.
    pub tag_without_wasm: String,
    /// The ES module.
    pub esm: String,
    /// What a site puts before the tag while it comes from another consent manager. Without the notice, which would be
    /// a fortieth of it.
    pub migrate: String,
    /// What few pages need, a module that is imported there.
    pub extra: String,
    /// What a site puts before the tag for the sake of other providers than YouTube, and of pictures for its videos.
    pub embeds: String,
    /// What a site puts before the tag for the sake of scripts that make players by YouTube's API.
    pub players: String,
    /// The minified style sheet, which stands inside both.
    pub style: String,
    /// That of the second layer, a file beside them.
    pub more_style: String,
}

/// Bundles and minifies the scripts that [`stage`] laid ready, with the glue beside them.
pub fn bundle(tools: &Path, stage: &Path, engine: &Engine) -> Result<Scripts> {
    let style = esbuild(tools, &stage.join("web/look.css"), &["--minify"])?;
    let more_style = esbuild(tools, &stage.join("web/more.css"), &["--minify"])?;
    // The scripts import the sheet as a text, which a bundle does not minify.
    fs::write(stage.join("web/look.css"), &style)?;
    let extra = format!("--define:__OPTGATE_EXTRA__={}", Value::Object(Texts::read()?.extras()));
    let bundle = |entry: &str, format: &str| {
        let version = format!("--define:__OPTGATE_VERSION__={:?}", project::version());
        let glue = format!("--alias:optgate-glue={}", stage.join("optgate.js").display());
        let format = format!("--format={format}");
        let arguments = ["--bundle", "--minify-syntax", "--loader:.css=text", &version, &extra, &glue, &format];
        let bundled = stage.join("bundled.js");
        fs::write(&bundled, esbuild(tools, &stage.join("web").join(entry), &arguments)?)?;
        terser(tools, &bundled)
    };
    let code = bundle("script-tag.js", "iife")?;
    ensure!(code.matches(PLACE).count() == 1, "script-tag.js must name {PLACE} once");
    let (before, after) = code.split_once(PLACE).context(PLACE)?;
    let notice = notice();
    // The byte order mark makes the file UTF-8 under every charset a page or header may claim. The semicolon ends what a
    // site may have concatenated in front, and nothing that a hostile page makes fail leaves the file.
    // Nearly every function runs at once. V8 is told so, and reads each of them once instead of twice (a fifth of what the
    // script costs): https://v8.dev/blog/explicit-compile-hints
    let file = |wasm: &str| format!("\u{feff}{HINT}{notice};try{{{before}{wasm}{}}}catch{{}}\n", after.trim_end());
    Ok(Scripts {
        tag: file(&template_literal(&engine.wasm)),
        tag_without_wasm: file("``"),
        esm: format!("{notice}{}\n", left_alone(&bundle("esm.js", "esm")?)?),
        migrate: bundle("migrate.js", "iife")?,
        extra: format!("{notice}{}\n", bundle("extra.js", "esm")?),
        embeds: bundle("embeds.js", "iife")?,
        players: bundle("players.js", "iife")?,
        style,
        more_style,
    })
}

/// Tells bundlers to leave our one import alone, whose file lies beside the script; the minifier drops such comments.
fn left_alone(code: &str) -> Result<String> {
    ensure!(code.matches("import(").count() == 1, "one import is expected");
    Ok(code.replacen("import(", "import(/* @vite-ignore */ /* webpackIgnore: true */ ", 1))
}

/// Copies the scripts and the style sheet of `src/web` to `stage/web`.
pub fn stage(stage: &Path) -> Result<()> {
    let web = stage.join("web");
    fs::create_dir_all(&web)?;
    for path in stamp::list(&project::root().join("src/web"))? {
        if path.extension().is_some_and(|extension| extension == "js" || extension == "css") {
            fs::copy(&path, web.join(path.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

fn esbuild(tools: &Path, entry: &Path, arguments: &[&str]) -> Result<String> {
    Command::new("node")
        .arg(tools.join("esbuild/bin/esbuild"))
        .arg(entry)
        .args(["--charset=utf8", "--legal-comments=none", "--log-level=warning"])
        .arg(format!("--target={TARGET}"))
        .args(arguments)
        .read()
}

/// Makes a bundle small: packed, its scripts are 3 % smaller than what esbuild writes. Without what it calls unsafe.
fn terser(tools: &Path, bundle: &Path) -> Result<String> {
    Command::new("node")
        .arg(tools.join("terser/bin/terser"))
        .arg(bundle)
        .args(["--module", "--ecma=2020", "--compress=passes=3", "--mangle", "--comments=false"])
        .read()
}

fn notice() -> String {
    format!("/*! Optgate {} | MIT OR Apache-2.0 */\n", project::version())
}

/// A literal whose characters U+0000 to U+00FF are the bytes. Of all encodings this one suffers least from
/// compression: the literal costs brotli about 270 bytes more than the bytes themselves, base64 5,000.
/// A template literal leaves every character but these four as it is.
fn template_literal(bytes: &[u8]) -> String {
    let mut text = String::from("`");
    for (i, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' => text.push_str("\\r"),
            b'\\' => text.push_str("\\\\"),
            b'`' => text.push_str("\\`"),
            b'$' if bytes.get(i + 1) == Some(&b'{') => text.push_str("\\$"),
            _ => text.push(char::from(byte)),
        }
    }
    text.push('`');
    text
}

#[cfg(test)]
mod tests {
    use super::template_literal;

    #[test]
    fn every_byte_stands_for_itself_but_four_that_a_template_literal_reads() {
        assert_eq!(template_literal(b"\0asm\xff"), "`\0asm\u{ff}`");
        assert_eq!(template_literal(b"a\rb\nc"), "`a\\rb\nc`");
        assert_eq!(template_literal(b"\\`"), "`\\\\\\``");
        assert_eq!(template_literal(b"$ ${x"), "`$ \\${x`");
    }
}
