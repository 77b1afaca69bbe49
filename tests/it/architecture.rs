//! Dependencies point one way: each module imports only from those above it in the list.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate, each below those it may import from. The shell comes last and may see everything.
const ORDER: [&str; 16] = [
    "ascii",
    "diagnostic",
    "service",
    "cookie",
    "text",
    "google",
    "embed",
    "config",
    "consent",
    "record",
    "receipt",
    "gate",
    "markup",
    "view",
    "engine",
    "web",
];

/// Source text without comments and string literals, so that only code is left.
fn code(source: &str) -> String {
    let mut out = String::new();
    let letters: Vec<char> = source.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        match (rest[0], rest.get(1)) {
            ('/', Some('/')) => at += rest.iter().position(|letter| *letter == '\n').unwrap_or(rest.len()),
            ('"', _) => {
                at += 1;
                while at < letters.len() && letters[at] != '"' {
                    at += if letters[at] == '\\' { 2 } else { 1 };
                }
                at += 1;
            }
            ('\'', Some('"')) => at += 2,
            (letter, _) => {
                out.push(letter);
                at += 1;
            }
        }
    }
    out
}

/// The modules of this crate that `source`, which stands in `depth` folders below `src`, names: behind `crate::`,
/// and behind as many `super::` as lead out of its own module. Groups (`crate::{a, b::c}`) count each of their members.
fn imports(source: &str, depth: usize) -> Vec<String> {
    let code: String = code(source).chars().filter(|letter| !letter.is_whitespace()).collect();
    let roots = ["crate::".to_string(), "super::".repeat(depth + 1)];
    let mut found = Vec::new();
    for root in roots {
        for (at, _) in code.match_indices(&root) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == '$')
                && root == "crate::"
            {
                // `usecrate::` is an import without its blank; `pub(crate)` has no colons.
                if !code[..at].ends_with("use") {
                    continue;
                }
            }
            let rest = &code[at + root.len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let (mut level, mut start) = (0, true);
                let mut name = String::new();
                for letter in group.chars() {
                    match letter {
                        '{' => level += 1,
                        '}' if level == 0 => break,
                        '}' => level -= 1,
                        ',' if level == 0 => {
                            found.push(std::mem::take(&mut name));
                            start = true;
                            continue;
                        }
                        _ => {}
                    }
                    start &= letter.is_alphanumeric() || letter == '_';
                    if start && level == 0 {
                        name.push(letter);
                    }
                }
                found.push(name);
            } else {
                found.push(rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect());
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// What is wrong with a source text of `module`.
fn faults(module: &str, source: &str, depth: usize) -> Vec<String> {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    let Some(own) = place(module) else { return vec![format!("{module} is not in the list")] };
    let mut faults = Vec::new();
    for import in imports(source, depth) {
        match place(&import) {
            None => faults.push(format!("{module} imports {import}, which is not in the list")),
            Some(other) if other > own => faults.push(format!("{module} imports {import} from below")),
            Some(_) => {}
        }
    }
    faults
}

/// Every Rust file below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("the sources are here") {
        let path = entry.expect("a directory entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push(path);
        }
    }
    all.sort();
    all
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn no_module_imports_from_below() {
    let src = sources();
    let mut seen: Vec<String> = Vec::new();
    let mut wrong = Vec::new();
    for file in files(&src) {
        let inner = file.strip_prefix(&src).expect("it is below src").with_extension("");
        let parts: Vec<&str> = inner.iter().map(|part| part.to_str().expect("a plain name")).collect();
        if parts == ["lib"] {
            continue;
        }
        let depth = parts.len() - 1 - usize::from(parts.last() == Some(&"mod"));
        let source = fs::read_to_string(&file).expect("a text");
        wrong.extend(faults(parts[0], &source, depth));
        seen.push(parts[0].to_string());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for module in ORDER {
        assert!(seen.iter().any(|name| name == module), "{module} has gone: take it off the list");
    }
}

#[test]
fn the_library_lists_its_modules_in_this_order() {
    let lib = fs::read_to_string(sources().join("lib.rs")).expect("a text");
    let modules: Vec<String> = code(&lib)
        .lines()
        .filter_map(|line| {
            line.trim().trim_start_matches("pub ").strip_prefix("mod ").map(|name| name.replace(';', ""))
        })
        .collect();
    assert_eq!(modules, ORDER);
}

#[test]
fn only_the_shell_names_browser_crates() {
    let src = sources();
    for file in files(&src) {
        let inner = file.strip_prefix(&src).expect("it is below src");
        if inner.starts_with("web") {
            continue;
        }
        let code = code(&fs::read_to_string(&file).expect("a text"));
        for name in ["wasm_bindgen", "web_sys", "js_sys", "gloo"] {
            assert!(!code.contains(name), "{} names {name}", inner.display());
        }
    }
}

#[test]
fn an_import_from_below_is_found_in_every_way_of_writing_it() {
    for (module, source, depth) in [
        ("cookie", "use crate::engine::Engine;", 0),
        ("cookie", "use\n    crate :: engine;", 0),
        ("cookie", "pub use crate::consent::*;", 0),
        ("cookie", "use crate::{service::{self, NECESSARY}, engine};", 0),
        ("cookie", "fn f() { crate::gate::decide() }", 0),
        ("cookie", "use super::engine;", 0),
        ("consent", "fn f(x: super::super::record::X) {}", 1),
        ("cookie", "// fine: crate::service\nuse crate::record;", 0),
        ("engine", "use crate::web;", 0),
        ("cookie", "use crate::unheard_of::X;", 0),
        ("unheard_of", "", 0),
    ] {
        assert_eq!(faults(module, source, depth).len(), 1, "{source}");
    }
}

#[test]
fn imports_from_above_and_words_in_texts_are_let_be() {
    for (module, source, depth) in [
        ("engine", "use crate::{consent::{Answer, Consent}, record};\nmod tag;", 0),
        ("engine", "use super::Effect; use crate::engine::device;", 1),
        ("cookie", "//! See crate::engine.\nconst X: &str = \"use crate::engine;\";", 0),
        ("cookie", "const QUOTE: char = '\"'; pub(crate) fn f() {}", 0),
        ("web", "use crate::engine::Engine;", 1),
    ] {
        assert_eq!(faults(module, source, depth), Vec::<String>::new(), "{source}");
    }
}
