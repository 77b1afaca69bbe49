//! The settings as they come in, and what is said about them.
//!
//! JavaScript has parsed the JSON block and hands it over flat, together with the attributes of the tag: paths and values
//! in one text, so that nothing here walks objects and a complaint has its place at once. What nobody has read in the end
//! is what nobody knows.

use alloc::string::String;
use alloc::vec::Vec;

use crate::ascii::{Parts, among, cut, fill, has, holds, number, parts};
use crate::cookie::push_number;
use crate::diagnostic::{Code, Diagnostic};

/// Attributes that the tag may carry; `data-` and the key of the same name.
const ATTRIBUTES: &str = "google purposes privacy imprint controller lang domain revision days theme position";
/// Keys, at whatever depth, that only `web/embeds.js`, before the tag, acts upon.
const LATER: &str = "posters providers";
/// Keys that are read where they are acted upon: by `web/extra.js`.
const ELSEWHERE: &str = "receipts endpoint close";

/// What a key takes.
enum Takes {
    Text,
    /// A number from 1 to this.
    Number(u32),
    Switch,
    /// One of these words.
    Word(&'static str),
    Link,
}

/// Keys that do not take any text, at whatever depth.
const TAKES: [(&str, Takes); 12] = [
    ("revision", Takes::Number(u32::MAX)),
    // Browsers keep no cookie longer than this, in days.
    ("days", Takes::Number(400)),
    ("button", Takes::Switch),
    ("reload", Takes::Switch),
    // Whether unmarked content of known hosts is held too.
    ("hold", Takes::Word("all marked")),
    // Colours of what we draw: as the visitor's system says, or fixed.
    ("theme", Takes::Word("auto light dark")),
    // Where the banner stands; start and end are those of a line.
    ("position", Takes::Word("bottom top center bottom-start bottom-end top-start top-end")),
    // Whether videos are asked for by themselves, where they stand, or in the banner.
    ("media", Takes::Word("click banner")),
    // Whether an `allow` of the status cookie without a record counts, or is asked again.
    ("legacy", Takes::Word("keep ask")),
    ("privacy", Takes::Link),
    ("imprint", Takes::Link),
    ("optOut", Takes::Link),
];

/// The letter of an attribute, whose text may be a number.
const ATTRIBUTE: u8 = b'a';

struct Pair {
    path: &'static str,
    /// The letter of its type.
    kind: u8,
    text: &'static str,
    read: bool,
}

/// The settings and the diagnostics about them.
pub(super) struct Input<'o> {
    pairs: Vec<Pair>,
    out: &'o mut Vec<Diagnostic>,
}

impl<'o> Input<'o> {
    /// Takes in `settings`, for whose form see `Site::read`; what is wrong with them is added to `out`.
    pub fn new(settings: &'static str, out: &'o mut Vec<Diagnostic>) -> Self {
        let mut pairs = Vec::new();
        let mut parts = parts(settings, "\0");
        while let (Some(path), Some(value)) = (parts.next(), parts.next()) {
            let read = has(ELSEWHERE, " ", path);
            let mut pair = Pair { path, kind: 0, text: value.get(1..).unwrap_or_default(), read };
            if let Some(key) = path.strip_prefix("data-") {
                // Some attributes of the tag are meant for others.
                pair.read = has("cfasync optgate endpoint", " ", key);
                if has(ATTRIBUTES, " ", key) {
                    pair.path = key;
                    pair.kind = ATTRIBUTE;
                }
            } else {
                pair.kind = value.bytes().next().unwrap_or_default();
            }
            pairs.push(pair);
        }
        Input { pairs, out }
    }

    /// Is there anything whose path begins with `path`?
    pub fn has(&self, path: &str) -> bool {
        for pair in &self.pairs {
            if pair.path.starts_with(path) {
                return true;
            }
        }
        false
    }

    /// The text of `key` behind `place`; a list of texts is one text, separated by commas. Empty where there is none, or
    /// where the key does not take it, which is reported.
    pub fn text(&mut self, place: &str, key: &str) -> &'static str {
        let mut takes = &Takes::Text;
        for (known, what) in &TAKES {
            if *known == key {
                takes = what;
            }
        }
        let wanted = match takes {
            Takes::Number(_) => b'n',
            Takes::Switch => b'b',
            _ => b's',
        };
        let path = join(place, key);
        let mut kind = 0;
        let mut text = "";
        for pair in &mut self.pairs {
            if pair.path == path {
                if kind == 0 {
                    kind = pair.kind;
                    text = pair.text;
                }
                pair.read = true;
            }
        }
        if kind == 0 {
            if wanted != b's' {
                return "";
            }
            kind = wanted;
            text = self.list(&path);
        }
        let right = kind == wanted || kind == ATTRIBUTE;
        if right && wanted == b's' {
            text = text.trim_ascii();
        }
        let fault = match takes {
            _ if !right => Code::WrongType,
            Takes::Number(most) => match number(text) {
                None => Code::WrongType,
                Some(number) if number == 0 || number > *most => Code::OutOfRange,
                _ => return text,
            },
            Takes::Word(words) if !text.is_empty() && !has(words, " ", text) => Code::OutOfRange,
            Takes::Link if !is_link(text) => Code::InvalidLink,
            _ => return text,
        };
        self.report(fault, place, key, text);
        ""
    }

    /// The texts of the list at `path`, separated by commas.
    fn list(&mut self, path: &str) -> &'static str {
        let mut all = String::new();
        let mut index = 0;
        loop {
            let place = at(path, index, "");
            if !self.has(&place) {
                // Lists are rare and read once a page.
                return if all.is_empty() { "" } else { all.leak() };
            }
            let text = self.text(&place, "");
            if !all.is_empty() && !text.is_empty() {
                all.push_str(", ");
            }
            all.push_str(text);
            index = index.saturating_add(1);
        }
    }

    /// The texts below `path`, which ends with a dot: the rest of the path, NUL, the text, NUL.
    pub fn below(&mut self, path: &str) -> String {
        let mut found = String::new();
        for pair in &mut self.pairs {
            let Some(rest) = pair.path.strip_prefix(path) else { continue };
            pair.read = true;
            if pair.kind == b's' && holds(rest, ".") {
                fill(&mut found, "%\0%\0", &[rest, pair.text]);
            } else {
                tell(self.out, Code::WrongType, "", pair.path, pair.text);
            }
        }
        found
    }

    /// Reports something about the value of `key` behind `place`; `text` is what stands there.
    pub fn report(&mut self, code: Code, place: &str, key: &str, text: &str) {
        let path = join(place, key);
        let (root, _) = cut(&path, "[");
        let mut about = path.as_str();
        let mut prefix = "";
        for pair in &self.pairs {
            if pair.kind == ATTRIBUTE && pair.path == root {
                about = root;
                prefix = "data-";
            }
        }
        tell(self.out, code, prefix, about, text);
    }

    /// Reports what nobody has read.
    pub fn finish(self) {
        for pair in &self.pairs {
            if pair.read {
                continue;
            }
            let mut code = Code::UnknownKey;
            let mut place = pair.path;
            for key in parts(place.strip_prefix("data-").unwrap_or(place), ".") {
                if has(LATER, " ", cut(key, "[").0) {
                    code = Code::Later;
                }
            }
            if place.is_empty() || place == "texts" {
                code = Code::WrongType;
            }
            if place.is_empty() {
                place = "script[data-optgate]";
            }
            tell(self.out, code, "", place, "");
        }
    }
}

fn tell(out: &mut Vec<Diagnostic>, code: Code, prefix: &str, about: &str, text: &str) {
    let mut place = String::new();
    let colon = if text.is_empty() { "" } else { ": " };
    fill(&mut place, "%%%%", &[prefix, about, colon, text]);
    out.push(Diagnostic { code, place });
}

fn join(place: &str, key: &str) -> String {
    let mut path = String::from(place);
    path.push_str(key);
    path
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

/// Is `text` empty, relative, http or https, without characters that a browser would drop while it reads the scheme?
pub fn is_link(text: &str) -> bool {
    let (scheme, _) = cut(text, ":/?#");
    let relative = text.as_bytes().get(scheme.len()).is_none_or(|stop| *stop != b':');
    (relative || among(scheme, "http https")) && text.bytes().all(|byte| byte > b' ')
}

/// The words of a text, separated by spaces or commas.
pub(super) struct Words<'v>(Parts<'v>);

/// See [`Words`].
pub(super) fn words(text: &str) -> Words<'_> {
    Words(parts(text, ", \t\n\r\x0c"))
}

impl<'v> Iterator for Words<'v> {
    type Item = &'v str;

    fn next(&mut self) -> Option<&'v str> {
        loop {
            let word = self.0.next()?;
            if !word.is_empty() {
                return Some(word);
            }
        }
    }
}
