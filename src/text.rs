//! What visitors read, and in which language.
//!
//! Inside are the first layer's and the placeholder's words in German and English (`text/<tag>.txt`, a line each:
//! `key=text`). All that a first visit does not show stands in `optgate.<tag>.json` beside the script (`text/<tag>.json`
//! here, a flat object), which the shell fetches when it is needed. The site's owner overrides any key of either.
//!
//! In a text `{name}` stands for a value that the view fills in, or for another text. The German ones are written without
//! ß, so that they are right in Switzerland too. No dates, plurals or numbers are formed here.

use alloc::string::String;

use crate::ascii::{cut, fill, parts, starts};

/// Languages inside the artefact.
pub const BUILT_IN: &str = "de en";

const GERMAN: &str = include_str!("text/de.txt");
const ENGLISH: &str = include_str!("text/en.txt");

/// Names of services that are the same in every language.
const NAMES: &str = "google-analytics.name=Google Analytics
google-ads.name=Google Ads
google-tag-manager.name=Google Tag Manager
youtube.name=YouTube
cloudflare-insights.name=Cloudflare Web Analytics";

/// What stands between two texts of [`Texts`]. An owner's text ends where he has one.
pub const END: &str = "\x01";

/// The texts in one language.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Texts {
    /// `key=text`, each followed by [`END`]; the first that is not empty counts.
    all: String,
    german: bool,
}

impl Texts {
    /// Texts for language `lang`, with the owner's `own` (`key=text`, each followed by [`END`]). What he leaves out is
    /// German for `de` and its regions, else English; an empty text counts as left out. The language itself is the text
    /// `lang`, the direction of its script `dir`.
    pub fn new(lang: &str, own: &str) -> Texts {
        let german = available(lang, "de").is_some();
        let direction = if available(lang, "ar fa he ur").is_some() { "rtl" } else { "ltr" };
        let mut texts = Texts { all: String::new(), german };
        fill(&mut texts.all, "lang=%\x01dir=%\x01%", &[lang, direction, own]);
        texts.load(if german { GERMAN } else { ENGLISH });
        texts.load(NAMES);
        texts
    }

    /// The text of `key`: the owner's, ours, or one from [`Texts::load`]; empty where there is none.
    pub fn get<'a>(&'a self, key: &str) -> &'a str {
        for text in parts(&self.all, END) {
            let (name, text) = cut(text, "=");
            if name == key && !text.is_empty() {
                return text;
            }
        }
        ""
    }

    /// The name of a purpose or service; its id where there is none.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.of(id, "name", id)
    }

    /// The text of the key `id.key`; `default` where there is none.
    pub fn of<'a>(&'a self, id: &str, key: &str, default: &'a str) -> &'a str {
        let mut whole = String::new();
        fill(&mut whole, "%.%", &[id, key]);
        let text = self.get(&whole);
        if text.is_empty() { default } else { text }
    }

    /// Takes in further texts, a line each: `key=text`, as in `optgate.<tag>.json`.
    pub fn load(&mut self, lines: &str) {
        for line in parts(lines, "\n") {
            self.all.push_str(line);
            self.all.push_str(END);
        }
    }

    /// The `<tag>` of the file that holds the second layer: `de` or `en`.
    pub fn tag(&self) -> &'static str {
        if self.german { "de" } else { "en" }
    }

    /// Appends `template` to `out`, with every `{name}` replaced: by the value of that name as it is, else by the text
    /// with that key, in which names are replaced in turn. A name without either stands for itself, and for nothing if
    /// written `{name?}`. NUL is dropped from all but the template itself. `names`, between blanks, are those of `values`.
    ///
    /// In the template itself, what follows `{?name}` is there if that value is not empty, what follows `{!name}` if it
    /// is, up to the next mark of this kind; `{!}` alone ends them all. Of the NUL on each side of a mark one stays.
    pub fn expand(&self, template: &str, names: &str, values: &[&str], out: &mut String) {
        self.expand_at(template, names, values, out, 0);
    }

    /// [`Texts::expand`] of a text: it is no template, and NUL is dropped.
    pub fn expand_text(&self, text: &str, names: &str, values: &[&str], out: &mut String) {
        self.expand_at(text, names, values, out, 1);
    }

    fn expand_at(&self, mut rest: &str, names: &str, values: &[&str], out: &mut String, depth: u32) {
        let mut shown = true;
        while !rest.is_empty() {
            let (text, behind) = cut(rest, "{");
            let (name, behind) = cut(behind, "}");
            rest = behind;
            if shown {
                put(text, depth, out);
            }
            let (key, condition) = cut(name, "?!");
            let marked = key.is_empty() && depth == 0;
            let mut value = None;
            let wanted = if marked { condition } else { key };
            let mut known = names;
            for next in values {
                let (name, behind) = cut(known, " ");
                known = behind;
                if name == wanted {
                    value = Some(*next);
                }
            }
            if marked {
                shown = name.starts_with('!') == value.is_none_or(str::is_empty);
                rest = rest.strip_prefix('\0').unwrap_or(rest);
            } else if let Some(value) = value.filter(|_| shown) {
                put(value, 1, out);
            } else if shown {
                let text = self.get(key);
                if text.is_empty() && !name.ends_with('?') {
                    put(name, 1, out);
                } else if depth < 3 {
                    // An owner's texts may name each other in a circle.
                    self.expand_at(text, names, values, out, depth.saturating_add(1));
                }
            }
        }
    }
}

/// Appends `text`; only at depth 0, in a template, does NUL stay.
fn put(text: &str, depth: u32, out: &mut String) {
    if depth == 0 {
        out.push_str(text);
    } else {
        out.extend(parts(text, "\0"));
    }
}

/// Is `tag` the same as `wanted`, or `wanted` without its last parts (`de` for `de-CH`)?
fn serves(tag: &str, wanted: &str) -> bool {
    starts(wanted, tag) && matches!(wanted.as_bytes().get(tag.len()), None | Some(b'-' | b'_' | b';'))
}

/// The one of `languages` that serves `wanted` best: the longest that is the same or its beginning.
pub fn available<'a>(wanted: &str, languages: &'a str) -> Option<&'a str> {
    let mut found = "";
    for tag in parts(languages, " ") {
        if tag.len() > found.len() && serves(tag, wanted.trim_ascii()) {
            found = tag;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The language to show, one of `languages` (`Site::languages`).
///
/// `config` is `auto` or a tag, `page` the page's `lang`, `browser` the visitor's languages, separated by commas, best
/// first. Where none of them can be served: English, or the first one there is.
pub fn choose<'a>(config: &str, page: &str, browser: &str, languages: &'a str) -> &'a str {
    for wanted in [config, page, browser, "en"] {
        for tag in parts(wanted, ",") {
            if let Some(found) = available(tag, languages) {
                return found;
            }
        }
    }
    cut(languages, " ").0
}
