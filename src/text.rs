//! What visitors read, and in which language.
//!
//! The sources are `text/<tag>.json`, a file a language, and `text/common.json` for what is the same in all. Inside the
//! artefact are the first layer's and the placeholder's words in a few languages, German and English unless it was built
//! otherwise (`build.rs`). The rest is fetched by the shell when it is needed: `optgate.<tag>.json` beside the script holds
//! a language, as values in the order of the keys. The site's owner overrides any key.
//!
//! In a text `{name}` stands for a value that the view fills in, or for another text. The German ones are written without
//! ß, so that they are right in Switzerland too. No dates, plurals or numbers are formed here.

use alloc::string::String;

use crate::ascii::{cut, fill, parts, starts};

include!(concat!(env!("OUT_DIR"), "/text.rs"));

/// Names of services that are the same in every language.
const NAMES: &str = "google-analytics.name=Google Analytics
google-ads.name=Google Ads
google-tag-manager.name=Google Tag Manager
youtube.name=YouTube
cloudflare-insights.name=Cloudflare Web Analytics";

/// What is shown where nothing else can be; always inside.
pub const ENGLISH: &str = "en";

/// What stands between two texts of [`Texts`]. An owner's text ends where he has one.
pub const END: &str = "\x01";

/// The texts in one language.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Texts {
    /// `key=text`, each followed by [`END`]; the first that is not empty counts.
    all: String,
    /// What the language's file says, behind those: a text a line, and in the same order their keys. Empty until it is here.
    values: &'static str,
    keys: &'static str,
    tag: &'static str,
}

impl Texts {
    /// Texts for language `lang`, with the owner's `own` (`key=text`, each followed by [`END`]). What he leaves out is in
    /// the language whose file serves `lang`, else in English; an empty text counts as left out. The language itself is the
    /// text `lang`, the direction of its script `dir`.
    pub fn new(lang: &str, own: &str) -> Texts {
        let tag = available(lang, LANGUAGES).unwrap_or(ENGLISH);
        let direction = if available(lang, "ar fa he ur").is_some() { "rtl" } else { "ltr" };
        let mut texts = Texts { all: String::new(), values: "", keys: KEYS, tag };
        fill(&mut texts.all, "lang=%\x01dir=%\x01%", &[lang, direction, own]);
        texts.load(NAMES);
        let mut rest = INSIDE;
        while !rest.is_empty() {
            let (block, behind) = cut(rest, END);
            rest = behind;
            let (inside, values) = cut(block, "\n");
            if inside == tag {
                texts.values = values;
            }
        }
        texts
    }

    /// Takes in the language's file, a text a line. Without `keys` it is about the first layer alone, which stands first.
    pub fn take(&mut self, values: &'static str, keys: &'static str) {
        if !values.is_empty() {
            self.values = values;
        }
        if !keys.is_empty() {
            self.keys = keys;
        }
    }

    /// Is the first layer here? Else nothing can be shown yet.
    pub fn is_here(&self) -> bool {
        !self.values.is_empty()
    }

    /// The text of `key`: the owner's, one from [`Texts::load`], or the file's; empty where there is none.
    pub fn get<'a>(&'a self, key: &str) -> &'a str {
        for text in parts(&self.all, END) {
            let (name, text) = cut(text, "=");
            if name == key && !text.trim_ascii().is_empty() {
                return text;
            }
        }
        let (mut names, mut texts) = (self.keys, self.values);
        let (mut name, mut text) = ("", "");
        while !names.is_empty() && name != key {
            (name, names) = cut(names, "\n");
            (text, texts) = cut(texts, "\n");
        }
        if name == key { text } else { "" }
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

    /// Takes in further texts, a line each: `key=text`.
    pub fn load(&mut self, lines: &str) {
        for line in parts(lines, "\n") {
            self.all.push_str(line);
            self.all.push_str(END);
        }
    }

    /// The keys of what the language's file says, a line each.
    pub fn keys(&self) -> &'static str {
        self.keys
    }

    /// Language, direction, the owner's texts and those from [`Texts::load`]: `key=text`, each followed by [`END`].
    pub fn entries(&self) -> &str {
        &self.all
    }

    /// The `<tag>` of the language's file.
    pub fn tag(&self) -> &'static str {
        self.tag
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
    for wanted in [config, page, browser, ENGLISH] {
        for tag in parts(wanted, ",") {
            if let Some(found) = available(tag, languages) {
                return found;
            }
        }
    }
    cut(languages, " ").0
}
