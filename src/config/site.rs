//! The settings in force: validated, completed with what the ids bring, in the order in which they are shown.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

use super::input::{Input, is_link, words};
use super::read::read;
use super::usage;
use crate::ascii::{cut, fill, number, parts};
use crate::cookie;
use crate::diagnostic::{Code, Diagnostic};
use crate::google::{GoogleId, Product};
use crate::service::{self, Purpose, Service};
use crate::text;

/// How long an answer is kept when nothing else is said, in days.
const DAYS: u32 = 182;

/// Where an answer holds.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Domain {
    /// On this host alone.
    Host,
    /// On the widest domain that the browser accepts.
    Auto,
    /// On this domain and its subdomains; the page is on it.
    Named(&'static str),
}

/// The settings in force.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Site {
    /// Purposes in use: the built-in ones in the order of [`service::PURPOSES`], then the site's own.
    pub purposes: Vec<Purpose>,
    /// Services in use: what the site lists, then what the ids bring.
    pub services: Vec<Service>,
    /// Valid ids of Google, in the order written, none twice.
    pub google: Vec<GoogleId>,
    /// Link to the privacy statement, or empty.
    pub privacy: &'static str,
    /// Link to the imprint, or empty.
    pub imprint: &'static str,
    /// Who asks.
    pub controller: &'static str,
    /// `auto` or a language tag.
    pub lang: &'static str,
    /// Tags that can be shown, separated by blanks: ours or written by the owner, and allowed by him. Never empty.
    pub languages: &'static str,
    /// Where an answer holds.
    pub domain: Domain,
    /// A higher one asks again.
    pub revision: u32,
    /// How long an answer is kept, in days.
    pub days: u32,
    /// Colours of what we draw: `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// Where the banner stands: `bottom`, `top`, `center`, `bottom-start`, `bottom-end`, `top-start` or `top-end`.
    pub position: &'static str,
    /// Does the banner ask for videos too?
    pub ask_media: bool,
    /// Does an `allow` of the status cookie without a record ask again?
    pub legacy_ask: bool,
    /// Is there a button that opens the preferences again?
    pub button: bool,
    /// Is marked content alone held, and of the page's functions only `document.write` guarded, and its data layer?
    pub marked_only: bool,
    /// Does a withdrawal load the page again? `None`: where a container ran, or marked content alone is held.
    pub reload: Option<bool>,
    /// Links to the other sites of the owner, separated by commas: an answer here does not hold there.
    pub sites: &'static str,
    /// The owner's texts, with keys such as `de.title`, or `.youtube.provider` for whatever language.
    /// Each followed by NUL, its text and NUL.
    texts: String,
}

/// The keys of the settings but lists of objects and `texts`. What is absent or wrong is empty.
#[derive(Deserialize)]
struct Settings {
    google: &'static str,
    privacy: &'static str,
    imprint: &'static str,
    controller: &'static str,
    lang: &'static str,
    languages: &'static str,
    domain: &'static str,
    revision: &'static str,
    days: &'static str,
    theme: &'static str,
    position: &'static str,
    media: &'static str,
    legacy: &'static str,
    button: &'static str,
    hold: &'static str,
    reload: &'static str,
    sites: &'static str,
}

impl Site {
    /// Reads the settings of a page on `host` (as `location.hostname` gives it).
    ///
    /// `settings` holds the tag's attributes (`data-google`), then the values of the JSON block, each as its path
    /// (`services[2].cookies[0]`), NUL, a letter for the type (`s` text, `n` number, `b` boolean, `o` anything else) and the
    /// value as text; NUL stands between one and the next, and nowhere else. A block that is no object has the empty path.
    ///
    /// A valid attribute wins over the block, an invalid one gives the default. Never fails: what cannot be used is
    /// reported to `out` and takes its strict default.
    pub fn read(settings: &'static str, host: &'static str, out: &mut Vec<Diagnostic>) -> Site {
        let mut input = Input::new(settings, out);
        let settings: Settings = read(&mut input, "");
        let google = google(&mut input, settings.google);
        let mut texts = input.below("texts.");
        let languages = languages(&mut input, settings.languages, &texts);
        let (purposes, services) = usage::read(&mut input, &mut texts, &google);
        if settings.controller.is_empty() {
            input.report(Code::MissingController, "", "controller", "");
        }
        let mut lang = or(settings.lang, "auto");
        if lang != "auto" && text::available(lang, languages).is_none() {
            input.report(Code::OutOfRange, "", "lang", lang);
            lang = "auto";
        }
        for link in words(settings.sites) {
            if !is_link(link) {
                input.report(Code::InvalidLink, "", "sites", link);
            }
        }
        let site = Site {
            purposes,
            services,
            google,
            privacy: settings.privacy,
            imprint: settings.imprint,
            controller: or(settings.controller, host),
            lang,
            languages,
            domain: domain(&mut input, settings.domain, host),
            revision: number(settings.revision).unwrap_or(1),
            days: number(settings.days).unwrap_or(DAYS),
            theme: or(settings.theme, "auto"),
            position: or(settings.position, "bottom"),
            ask_media: settings.media == "banner",
            legacy_ask: settings.legacy == "ask",
            button: settings.button != "false",
            marked_only: settings.hold == "marked",
            reload: (!settings.reload.is_empty()).then_some(settings.reload == "true"),
            sites: settings.sites,
            texts,
        };
        input.finish();
        site
    }

    /// The place of purpose `id` among those in use.
    pub fn purpose(&self, id: &str) -> Option<usize> {
        self.purposes.iter().position(|purpose| purpose.id == id)
    }

    /// The place of service `id` among those in use.
    pub fn service(&self, id: &str) -> Option<usize> {
        self.services.iter().position(|service| service.id == id)
    }

    /// Is `id` a purpose that the banner asks for? What a signal refuses is not known here.
    pub fn is_asked(&self, id: &str) -> bool {
        id != service::NECESSARY && (id != service::MEDIA || self.ask_media) && self.purpose(id).is_some()
    }

    /// The owner's texts in `tag`, then what he says in whatever language, as [`text::Texts::new`] takes them.
    pub fn texts_of(&self, tag: &str) -> String {
        let mut all = String::new();
        let mut parts = parts(&self.texts, "\0");
        while let (Some(key), Some(text)) = (parts.next(), parts.next()) {
            let (lang, rest) = cut(key, ".");
            if lang.is_empty() || lang.eq_ignore_ascii_case(tag) {
                fill(&mut all, "%=%\x01", &[rest, text]);
            }
        }
        all
    }
}

fn google(input: &mut Input, list: &'static str) -> Vec<GoogleId> {
    let mut ids: Vec<GoogleId> = Vec::new();
    for word in words(list) {
        let Some(mut id) = GoogleId::parse(word) else {
            input.report(Code::InvalidId, "", "google", word);
            continue;
        };
        if id.product == Product::Universal {
            input.report(Code::EndedProduct, "", "google", word);
        }
        if ids.iter().all(|other| other.text != id.text) {
            let mut purposes = String::new();
            for purpose in words(input.text("gtm.", id.text)) {
                if purpose == service::NECESSARY {
                    input.report(Code::OutOfRange, "gtm.", id.text, purpose);
                } else {
                    fill(&mut purposes, "% ", &[purpose]);
                }
            }
            if !purposes.is_empty() && id.purposes.is_some() {
                id.purposes = Some(purposes.leak());
            }
            ids.push(id);
        }
    }
    ids
}

/// The tags that can be shown, as words.
fn languages(input: &mut Input, allowed: &str, texts: &str) -> &'static str {
    let mut every = String::from(text::LANGUAGES);
    let mut parts = parts(texts, "\0");
    while let (Some(key), Some(_)) = (parts.next(), parts.next()) {
        fill(&mut every, " %", &[cut(key, ".").0]);
    }
    let mut chosen = String::new();
    for tag in words(allowed) {
        match text::available(tag, &every) {
            Some(found) => fill(&mut chosen, "% ", &[found]),
            None => input.report(Code::OutOfRange, "", "languages", tag),
        }
    }
    if chosen.is_empty() { every.leak() } else { chosen.leak() }
}

fn domain(input: &mut Input, text: &str, host: &'static str) -> Domain {
    let wanted = text.strip_prefix(".").unwrap_or(text);
    if wanted == "auto" {
        return Domain::Auto;
    }
    if let Some(own) = cookie::suffixes(host).find(|suffix| suffix.eq_ignore_ascii_case(wanted)) {
        return Domain::Named(own);
    }
    if !text.is_empty() {
        input.report(Code::DomainMismatch, "", "domain", text);
    }
    Domain::Host
}

/// `text`, or `default` where it is empty.
fn or(text: &'static str, default: &'static str) -> &'static str {
    if text.is_empty() { default } else { text }
}
