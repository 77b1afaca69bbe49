//! The settings as they come in, and what is said about them.
//!
//! JavaScript has parsed the JSON block and hands it over flat, together with the attributes of the tag: paths and values
//! in one text, so that nothing here walks objects and a complaint has its place at once. What nobody has read in the end
//! is what nobody knows.

use alloc::string::String;
use alloc::vec::Vec;

use crate::ascii::{cut, fill, holds, number, parts};
use crate::cookie::push_number;
use crate::diagnostic::{Code, Diagnostic};

/// Attributes that the tag may carry; `data-` and the key of the same name.
const ATTRIBUTES: [&str; 11] = [
    "google",
    "purposes",
    "privacy",
    "imprint",
    "controller",
    "lang",
    "domain",
    "revision",
    "days",
    "theme",
    "position",
];
/// Keys, at whatever depth, of features that this version does not have.
const LATER: [&str; 11] =
    ["close", "endpoint", "gtm", "hold", "hosts", "paths", "posters", "providers", "receipts", "reload", "sites"];

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Attribute,
    Text,
    Number,
    Bool,
    Other,
}

struct Pair<'v> {
    path: &'v str,
    kind: Kind,
    text: &'v str,
    read: bool,
}

/// The settings and the diagnostics about them.
pub(super) struct Input<'v> {
    pairs: Vec<Pair<'v>>,
    out: Vec<Diagnostic>,
}

impl<'v> Input<'v> {
    /// Takes in `settings`, for whose form see `Site::read`.
    pub fn new(settings: &'v str) -> Self {
        let mut pairs = Vec::new();
        let mut parts = parts(settings, "\0");
        while let (Some(path), Some(value)) = (parts.next(), parts.next()) {
            let mut pair = Pair { path, kind: Kind::Other, text: value.get(1..).unwrap_or_default(), read: false };
            if let Some(key) = path.strip_prefix("data-") {
                // Some attributes of the tag are meant for others.
                pair.read = matches!(key, "cfasync" | "optgate");
                if ATTRIBUTES.contains(&key) {
                    pair.path = key;
                    pair.kind = Kind::Attribute;
                }
            } else {
                pair.kind = match value.as_bytes().first() {
                    Some(b's') => Kind::Text,
                    Some(b'n') => Kind::Number,
                    Some(b'b') => Kind::Bool,
                    _ => Kind::Other,
                };
            }
            pairs.push(pair);
        }
        Input { pairs, out: Vec::new() }
    }

    fn take(&mut self, path: &str) -> Option<(Kind, &'v str)> {
        let mut found = None;
        for pair in &mut self.pairs {
            if pair.path == path {
                pair.read = true;
                found = found.or(Some((pair.kind, pair.text)));
            }
        }
        found
    }

    /// Is there anything whose path begins with `path`?
    pub fn has(&self, path: &str) -> bool {
        self.pairs.iter().any(|pair| pair.path.starts_with(path))
    }

    /// The text at `path`; a list of texts is one text, separated by commas. Empty where there is none.
    pub fn text(&mut self, path: &str) -> &'v str {
        match self.take(path) {
            Some((Kind::Attribute | Kind::Text, text)) => return text.trim_ascii(),
            Some((_, text)) => self.report(Code::WrongType, path, text),
            None => {}
        }
        let mut all = String::new();
        let mut index = 0;
        while self.has(&at(path, index, "")) {
            let text = self.text(&at(path, index, ""));
            if !all.is_empty() && !text.is_empty() {
                all.push_str(", ");
            }
            all.push_str(text);
            index = index.saturating_add(1);
        }
        // Lists are rare and read once a page.
        if all.is_empty() { "" } else { all.leak() }
    }

    /// The number at `path`, 1 at least; 0 where there is none.
    pub fn number(&mut self, path: &str) -> u32 {
        let Some((kind, text)) = self.take(path) else { return 0 };
        let read = if matches!(kind, Kind::Attribute | Kind::Number) { number(text) } else { None };
        match read {
            None => self.report(Code::WrongType, path, text),
            Some(0) => self.report(Code::OutOfRange, path, text),
            Some(_) => {}
        }
        read.unwrap_or(0)
    }

    /// The switch at `path`; on where there is none.
    pub fn switch(&mut self, path: &str) -> bool {
        match self.take(path) {
            Some((Kind::Bool, text)) => return text == "true",
            Some((_, text)) => self.report(Code::WrongType, path, text),
            None => {}
        }
        true
    }

    /// The texts below `path`, which ends with a dot: the rest of the path, NUL, the text, NUL.
    pub fn below(&mut self, path: &str) -> String {
        let mut found = String::new();
        for index in 0..self.pairs.len() {
            let Some(pair) = self.pairs.get_mut(index) else { break };
            let Some(rest) = pair.path.strip_prefix(path) else { continue };
            pair.read = true;
            let (place, kind, text) = (pair.path, pair.kind, pair.text);
            if kind == Kind::Text && holds(rest, ".") {
                fill(&mut found, "%\0%\0", &[rest, text]);
            } else {
                self.report(Code::WrongType, place, text);
            }
        }
        found
    }

    /// Reports something about the value at `path`; `text` is what stands there.
    pub fn report(&mut self, code: Code, path: &str, text: &str) {
        let root = parts(path, "[").next().unwrap_or_default();
        let attribute = self.pairs.iter().any(|pair| pair.kind == Kind::Attribute && pair.path == root);
        let mut place = String::from(if attribute { "data-" } else { "" });
        place.push_str(if attribute { root } else { path });
        if !text.is_empty() {
            place.push_str(": ");
            place.push_str(text);
        }
        self.out.push(Diagnostic::new(code, place));
    }

    /// All diagnostics, at last about what nobody has read.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for pair in self.pairs {
            if pair.read {
                continue;
            }
            let path = pair.path.strip_prefix("data-").unwrap_or(pair.path);
            let later = parts(path, ".").any(|key| LATER.contains(&parts(key, "[").next().unwrap_or_default()));
            let code = if path.is_empty() || path == "texts" {
                Code::WrongType
            } else if later {
                Code::Later
            } else {
                Code::UnknownKey
            };
            self.out.push(Diagnostic::new(code, if path.is_empty() { "script[data-optgate]" } else { pair.path }));
        }
        self.out
    }
}

/// `path[index]key`.
pub(super) fn at(path: &str, index: u32, key: &str) -> String {
    let mut place = String::from(path);
    place.push('[');
    push_number(&mut place, index);
    place.push(']');
    place.push_str(key);
    place
}

/// The words of a text, separated by spaces or commas.
pub(super) struct Words<'v>(pub &'v str);

impl<'v> Iterator for Words<'v> {
    type Item = &'v str;

    fn next(&mut self) -> Option<&'v str> {
        loop {
            let (word, rest) = cut(self.0, ", \t\n\x0c\r");
            self.0 = rest;
            if !word.is_empty() {
                return Some(word);
            }
            if self.0.is_empty() {
                return None;
            }
        }
    }
}
