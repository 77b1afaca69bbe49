//! Elements, classes, ids and attributes that Optgate draws or asks a page to write, as its sources name them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Everything that a cosmetic rule could take hold of.
#[derive(Default)]
pub struct Drawn {
    /// Names of elements.
    pub elements: BTreeSet<String>,
    /// Values of `class`.
    pub classes: BTreeSet<String>,
    /// Values of `id`. Nothing of ours has one; words of ours count, since authors link to them.
    pub ids: BTreeSet<String>,
    /// Other attributes, with the values that the sources or the texts of a language give them.
    pub attributes: BTreeMap<String, BTreeSet<String>>,
}

impl Drawn {
    /// Reads the views, the shell with its style sheets, and the texts below `src`.
    pub fn collect(src: &Path) -> Self {
        let mut drawn = Self::default();
        let texts = texts(&src.join("text"));
        for file in files(src) {
            let source = fs::read_to_string(&file).unwrap_or_default();
            let inside = file.strip_prefix(src).expect("a file below src").to_string_lossy().into_owned();
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("rs") if inside.starts_with("view") => drawn.add_templates(&literals(&source, &['"']), &texts),
                Some("css") => drawn.add_style(&source),
                Some("js") => drawn.add_calls(&source),
                _ => {}
            }
            if inside.ends_with(".rs") || inside.starts_with("web") {
                drawn.add_words(&source);
            }
        }
        drawn
    }

    /// Op lists: `<tag`, `=name=value`.
    fn add_templates(&mut self, literals: &[String], texts: &[(String, String)]) {
        for literal in literals {
            if let Some(tag) = literal.strip_prefix('<').filter(|tag| is_name(tag)) {
                self.elements.insert(tag.into());
            } else if let Some((name, value)) = literal.strip_prefix('=').and_then(|pair| pair.split_once('=')) {
                self.add_attribute(name, value, texts);
            }
        }
    }

    fn add_attribute(&mut self, name: &str, value: &str, texts: &[(String, String)]) {
        match name {
            "class" => self.classes.extend(value.split_whitespace().map(String::from)),
            "id" => _ = self.ids.insert(value.into()),
            _ => {
                let values = self.attributes.entry(name.into()).or_default();
                values.insert(value.into());
                for (key, text) in texts {
                    let blank = format!("{{{key}}}");
                    if value.contains(&blank) {
                        values.insert(value.replace(&blank, text));
                    }
                }
            }
        }
    }

    /// Classes and ids that a style sheet selects.
    fn add_style(&mut self, source: &str) {
        for part in without_comments(source).split(['{', '}', ';']) {
            // Declarations have a colon behind the property's name; selectors may have one before a pseudo-class.
            if part.contains(": ") || part.contains("!important") {
                continue;
            }
            for (sign, name) in marked(part) {
                let names = if sign == '.' { &mut self.classes } else { &mut self.ids };
                names.insert(name);
            }
        }
    }

    /// Elements and classes that JavaScript makes.
    fn add_calls(&mut self, source: &str) {
        for (call, classes) in
            [("createElement(", false), ("className += ", true), ("className = ", true), ("classList.add(", true)]
        {
            for (at, _) in source.match_indices(call) {
                let Some(text) = literals(&source[at..], &['\'', '"']).into_iter().next() else { continue };
                let names = text.split_whitespace().filter(|name| is_name(name)).map(String::from);
                if classes {
                    self.classes.extend(names);
                } else {
                    self.elements.extend(names);
                }
            }
        }
    }

    /// Words that begin with our name may become anything; `data-` begins the name of an attribute.
    fn add_words(&mut self, source: &str) {
        for word in source.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-') {
            let word = word.trim_matches('-');
            if word == "optgate" || word.starts_with("optgate-") {
                self.classes.insert(word.into());
                self.ids.insert(word.into());
                self.elements.insert(word.into());
            } else if word.starts_with("data-") {
                self.attributes.entry(word.into()).or_default();
            }
        }
    }
}

/// All files below a folder, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all
}

/// The short texts of every language: lines `key=text`, and the members of JSON.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for file in files(folder) {
        let text = fs::read_to_string(&file).expect("a text");
        let value: serde_json::Value = serde_json::from_str(&text).expect("texts are JSON");
        // Texts stand in sections; what stands beside those is about the file.
        let sections = value.as_object().into_iter().flatten().filter_map(|(_, section)| section.as_object());
        let pairs = sections.flatten();
        all.extend(pairs.filter_map(|(key, text)| Some((key.clone(), text.as_str()?.to_owned()))));
    }
    all
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
}

/// String literals of Rust or JavaScript, without comments; escapes lose their backslash.
fn literals(source: &str, quotes: &[char]) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '/' && letters.peek() == Some(&'/') {
            letters.by_ref().find(|letter| *letter == '\n');
        } else if quotes.contains(&letter) {
            let mut text = String::new();
            while let Some(inside) = letters.next().filter(|inside| *inside != letter) {
                text.push(if inside == '\\' { letters.next().unwrap_or_default() } else { inside });
            }
            found.push(text);
        }
    }
    found
}

fn without_comments(source: &str) -> String {
    source
        .split("/*")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) })
        .collect()
}

/// Names behind `.` and `#` in a selector.
fn marked(selector: &str) -> Vec<(char, String)> {
    let mut found = Vec::new();
    for (at, sign) in selector.match_indices(['.', '#']) {
        let name: String = selector[at + 1..]
            .chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter))
            .collect();
        if name.starts_with(|letter: char| !letter.is_ascii_digit()) {
            found.push((sign.chars().next().expect("a sign"), name));
        }
    }
    found
}
