//! Makes wasm-bindgen's glue as small as it can be without leaving wasm-bindgen: shorter names between wasm and
//! JavaScript, and leaner bodies for some of its functions.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};

/// Functions in place of wasm-bindgen's own, one after the other at the start of a line.
const LEAN: &str = include_str!("glue.js");

/// What wasm-bindgen has nothing of: two modules in place of one.
const LINK: &str = include_str!("link.js");

/// The one module that the wasm imports from.
pub const MODULE: &str = "m";

/// The long name of a function of our scripts in the imports, before it is shortened: the glue may export a function of
/// the same name.
pub fn host_key(name: &str) -> String {
    format!("__host_{name}")
}

/// Does the glue mention this export of the wasm?
pub fn uses(glue: &str, export: &str) -> bool {
    glue.match_indices("wasm.").any(|(at, dot)| {
        let rest = &glue[at + dot.len()..];
        rest.strip_prefix(export).is_some_and(|rest| !rest.starts_with(is_word))
    })
}

/// A function of our scripts that the wasm calls without glue between.
pub struct Host {
    /// The name of the script's file.
    pub script: String,
    /// The function's name.
    pub name: String,
}

/// The trimmed glue as the bundler gets it.
pub fn rename(glue: &str, names: &Names, hosts: &[Host]) -> Result<String> {
    let glue = names.apply(&one_module(glue, hosts)?)?;
    let imports: String = hosts
        .iter()
        .map(|Host { script, name }| format!("import {{ {name} as host_{name} }} from './web/{script}';\n"))
        .collect();
    Ok(format!("{imports}{glue}\n{LINK}"))
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || character == '$'
}

/// wasm-bindgen imports from copies of our scripts, which would be second modules with a state of their own, and gives
/// the wasm such a module once more for each function called without glue. Here all of it is one object, [`MODULE`],
/// and our scripts are the modules that they import of each other.
fn one_module(glue: &str, hosts: &[Host]) -> Result<String> {
    let mut text = String::with_capacity(glue.len());
    for line in glue.lines() {
        let direct = line.starts_with("import * as import") || line.trim_start().starts_with("\"./snippets/");
        if direct {
            continue;
        }
        if let Some((before, path)) = line.split_once("'./snippets/") {
            let (_, script) = path.split_once("/src/web/").context("an import that is none of our scripts")?;
            text += &format!("{before}'./web/{script}");
        } else if line.trim() == "const import0 = {" {
            text += line;
            for Host { name, .. } in hosts {
                text += &format!("\n        {}: host_{name},", host_key(name));
            }
        } else {
            text += &line.replace("\"./optgate_bg.js\"", MODULE);
        }
        text.push('\n');
    }
    ensure!(text.contains(&format!("{MODULE}: import0")), "the glue's imports look different");
    Ok(text)
}

/// The glue with the functions of `glue.js` in the place of wasm-bindgen's own, where it has them.
pub fn trim(glue: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    for function in functions(LEAN) {
        let name = function_name(function).context("a function of glue.js has no name")?;
        let found = functions(&glue).find(|other| function_name(other) == Some(name));
        if let Some(old) = found.map(str::to_owned) {
            glue = glue.replacen(&old, function, 1);
        }
    }
    // Every browser that has WebAssembly has `encodeInto`.
    if let Some((before, after)) = glue.split_once("if (!('encodeInto' in cachedTextEncoder)) {") {
        let (_, after) = after.split_once("\n}\n").context("the end of the encodeInto block")?;
        glue = format!("{before}{after}");
    }
    if let Some((before, after)) = glue.split_once("        __wbindgen_init_externref_table: function() {") {
        let (_, after) = after.split_once("\n        },\n").context("the end of the table of references")?;
        glue = format!("{before}{after}");
    }
    ensure!(!glue.to_lowercase().contains("externref"), "the glue hands references over");
    // The leaner passStringToWasm0 does not reallocate.
    Ok(glue.replace(", wasm.__wbindgen_realloc", ""))
}

/// Top-level functions, from their first word to the brace at the start of a line.
fn functions(script: &str) -> impl Iterator<Item = &str> {
    let starts = script.match_indices("function ").map(|(at, _)| at);
    starts.filter_map(|at| {
        let line = script[..at].rfind('\n').map_or(0, |end| end + 1);
        let head = &script[line..at];
        let end = script[at..].find("\n}\n")? + at + "\n}".len();
        (head.is_empty() || head == "async ").then(|| &script[line..end])
    })
}

fn function_name(function: &str) -> Option<&str> {
    let (_, rest) = function.split_once("function ")?;
    Some(rest.split_once('(')?.0)
}

/// Hands out the names by which wasm and glue know each other: `__wbg_setAttribute_0123456789abcdef` becomes `a`.
#[derive(Default)]
pub struct Names {
    short: HashMap<String, String>,
}

impl Names {
    /// The short name of `long`, always the same.
    pub fn shorten(&mut self, long: &str) -> String {
        let next = self.short.len();
        self.short.entry(long.to_owned()).or_insert_with(|| short_name(next)).clone()
    }

    /// The glue with every word that has a short name replaced by it.
    pub fn apply(&self, glue: &str) -> Result<String> {
        let mut text = String::with_capacity(glue.len());
        let mut rest = glue;
        while let Some(start) = rest.find(is_word) {
            text += &rest[..start];
            let end = rest[start..].find(|c| !is_word(c)).map_or(rest.len(), |length| start + length);
            let word = &rest[start..end];
            text += self.short.get(word).map_or(word, String::as_str);
            rest = &rest[end..];
        }
        text += rest;
        let left = self.short.keys().find(|long| text.contains(long.as_str()));
        ensure!(left.is_none(), "the glue still says {left:?}");
        Ok(text)
    }
}

/// `a` to `z`, then `a1`, `b1` and so on: no word of JavaScript among them.
fn short_name(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    match index / 26 {
        0 => letter.into(),
        round => format!("{letter}{round}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, trim, uses};

    #[test]
    fn a_function_of_the_same_name_is_replaced_and_no_other() {
        let glue = "let a = 1;\nfunction decodeText(bytes) {\n    long();\n}\n\nfunction other() {\n    x();\n}\n";
        let trimmed = trim(glue).expect("both functions are whole");
        assert!(!trimmed.contains("long()"));
        assert!(trimmed.contains("let a = 1;") && trimmed.contains("return cachedTextDecoder.decode(bytes);"));
        assert!(trimmed.contains("function other() {\n    x();\n}\n"));
    }

    #[test]
    fn an_export_is_used_where_the_glue_names_it_whole() {
        assert!(uses("wasm.give(1)", "give") && uses("const f = wasm.__malloc;", "__malloc"));
        assert!(!uses("wasm.given(1)", "give") && !uses("give(1)", "give"));
    }

    #[test]
    fn a_short_name_takes_the_place_of_whole_words_only() {
        let mut names = Names::default();
        assert_eq!(names.shorten("__wbg_set_01"), "a");
        assert_eq!(names.shorten("__wbg_set_02"), "b");
        assert_eq!(names.shorten("__wbg_set_01"), "a");
        let glue = names.apply("x = { __wbg_set_01: f, '__wbg_set_02': 1 }").expect("nothing is left");
        assert_eq!(glue, "x = { a: f, 'b': 1 }");
    }
}
