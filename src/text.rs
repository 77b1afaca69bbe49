//! What visitors read, and in which language.
//!
//! Inside are the first layer's and the placeholder's words in German and English (`text/<tag>.txt`, a line each:
//! `key=text`). All that a first visit does not show stands in `optgate.<tag>.json` beside the script (`text/<tag>.json`
//! here, a flat object), which the shell fetches when it is needed. The site's owner overrides any key of either.
//!
//! In a text `{name}` stands for a value that the view fills in, or for another text. The German ones are written without
//! ß, so that they are right in Switzerland too. No dates, plurals or numbers are formed here.

use alloc::string::String;
use alloc::vec::Vec;

use crate::ascii::{cut, parts};

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

/// The texts in one language.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Texts {
    lang: String,
    german: bool,
    own: Vec<(String, String)>,
    more: String,
}

impl Texts {
    /// Texts for language `lang`, with the owner's `own`. What he leaves out is German for `de` and its regions, else
    /// English; an empty text counts as left out.
    pub fn new(lang: &str, own: Vec<(String, String)>) -> Texts {
        Texts { lang: String::from(lang), german: serves("de", lang), own, more: String::new() }
    }

    /// The text of `key`: the owner's, ours, or one from [`Texts::load`]; empty where there is none.
    pub fn get<'a>(&'a self, key: &str) -> &'a str {
        let inside = if self.german { GERMAN } else { ENGLISH };
        find(&self.own, key)
            .or_else(|| line(inside, key))
            .or_else(|| line(NAMES, key))
            .or_else(|| line(&self.more, key))
            .unwrap_or_default()
    }

    /// The name of a purpose or service; its id where there is none.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        let name = self.of(id, "name");
        if name.is_empty() { id } else { name }
    }

    /// The text of the key `id.key`.
    pub fn of(&self, id: &str, key: &str) -> &str {
        let mut whole = String::from(id);
        whole.push('.');
        whole.push_str(key);
        self.get(&whole)
    }

    /// Takes in the texts of `optgate.<tag>.json`, a line each: `key=text`.
    pub fn load(&mut self, lines: String) {
        self.more = lines;
    }

    /// The `<tag>` of the file that holds the second layer: `de` or `en`.
    pub fn tag(&self) -> &'static str {
        if self.german { "de" } else { "en" }
    }

    /// The language that is shown, for `lang` attributes and for dates.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The direction of its script, for `dir` attributes.
    pub fn direction(&self) -> &'static str {
        if ["ar", "fa", "he", "ur"].iter().any(|rtl| serves(rtl, &self.lang)) { "rtl" } else { "ltr" }
    }

    /// Appends `template` to `out`, with every `{name}` replaced: by the value of that name as it is, else by the text
    /// with that key, in which names are replaced in turn. A name without either stands for itself, and for nothing if
    /// written `{name?}`. NUL is dropped from all but the template itself.
    pub fn expand(&self, template: &str, values: &[(&str, &str)], out: &mut String) {
        self.expand_at(template, values, out, 0);
    }

    fn expand_at(&self, template: &str, values: &[(&str, &str)], out: &mut String, depth: u32) {
        let mut parts = parts(template, "{");
        put(parts.next().unwrap_or_default(), depth, out);
        for part in parts {
            let (name, behind) = cut(part, "}");
            let key = name.strip_suffix('?').unwrap_or(name);
            if let Some((_, value)) = values.iter().find(|(name, _)| *name == key) {
                put(value, 1, out);
            } else {
                let text = self.get(key);
                if text.is_empty() && key == name {
                    put(key, 1, out);
                } else if depth < 3 {
                    // An owner's texts may name each other in a circle.
                    self.expand_at(text, values, out, depth.saturating_add(1));
                }
            }
            put(behind, depth, out);
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

fn find<'a>(pairs: &'a [(String, String)], key: &str) -> Option<&'a str> {
    pairs.iter().find(|(name, text)| name == key && !text.is_empty()).map(|(_, text)| text.as_str())
}

fn line<'a>(lines: &'a str, key: &str) -> Option<&'a str> {
    parts(lines, "\n").find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
}

/// Is `tag` the same as `wanted`, or `wanted` without its last parts (`de` for `de-CH`)?
fn serves(tag: &str, wanted: &str) -> bool {
    wanted.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
        && matches!(wanted.as_bytes().get(tag.len()), None | Some(b'-' | b'_' | b';'))
}

/// The one of `languages` that serves `wanted` best: the longest that is the same or its beginning.
pub fn available<'a>(wanted: &str, languages: &'a str) -> Option<&'a str> {
    let mut found: Option<&str> = None;
    for tag in parts(languages, " ") {
        if !tag.is_empty() && serves(tag, wanted.trim_ascii()) && found.is_none_or(|found| found.len() < tag.len()) {
            found = Some(tag);
        }
    }
    found
}

/// The language to show, one of `languages` (`Site::languages`).
///
/// `config` is `auto` or a tag, `page` the page's `lang`, `browser` the visitor's languages, separated by commas, best
/// first. Where none of them can be served: English, or the first one there is.
pub fn choose(config: &str, page: &str, browser: &str, languages: &str) -> String {
    let mut found = available(config, languages).or_else(|| available(page, languages));
    for tag in parts(browser, ",") {
        found = found.or_else(|| available(tag, languages));
    }
    found = found.or_else(|| available("en", languages)).or_else(|| parts(languages, " ").next());
    String::from(found.unwrap_or_default())
}
