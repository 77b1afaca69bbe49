//! Which purposes and services are in use: what Google's ids bring, what the site lists, and what is always there.
//!
//! The result is the same on every page of a site, so that the question is.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

use super::input::{Input, at};
use crate::ascii::{cut, fill, only};
use crate::diagnostic::Code;
use crate::google::{GoogleId, Product};
use crate::service::{self, MAX_PURPOSES, MAX_SERVICES, PURPOSES, Purpose, Service};

/// A purpose or service as the settings have it, but for what visitors read about it.
#[derive(Deserialize)]
pub(super) struct Entry<'v> {
    pub id: &'v str,
    /// Of services only.
    pub purpose: &'v str,
}

/// What an entry can say to visitors: of a purpose the first two, of a service all but the first.
const WORDS: [&str; 13] = [
    "text",
    "name",
    "provider",
    "recipient",
    "country",
    "safeguard",
    "data",
    "basis",
    "cookies",
    "cookieLife",
    "retention",
    "optOut",
    "privacy",
];

/// Collects what is in use.
pub(super) struct Usage<'a> {
    input: &'a mut Input<'static>,
    /// Where what the entries say to visitors goes.
    texts: &'a mut String,
    /// Which of the built-in purposes are in use.
    built_in: [bool; PURPOSES.len()],
    /// The site's own purposes.
    own: Vec<&'static str>,
    services: Vec<Service>,
}

impl<'a> Usage<'a> {
    /// Nothing but what is always in use.
    pub fn new(input: &'a mut Input<'static>, texts: &'a mut String) -> Self {
        let built_in = PURPOSES.map(|id| id == service::NECESSARY || id == service::MEDIA);
        Usage { input, texts, built_in, own: Vec::new(), services: Vec::new() }
    }

    /// Takes in everything. What the ids bring has its purpose before anything that is listed.
    pub fn read(&mut self, google: &[GoogleId], purposes: &[Entry<'static>], services: &[Entry<'static>]) {
        for id in google {
            if id.product != Product::Ads {
                self.purpose(service::ANALYTICS);
            }
            if matches!(id.product, Product::Ads | Product::TagManager) {
                self.purpose(service::MARKETING);
            }
        }
        let mut index = 0;
        for entry in purposes {
            self.list_purpose(index, entry);
            index = index.saturating_add(1);
        }
        index = 0;
        for entry in services {
            self.list_service(index, entry);
            index = index.saturating_add(1);
        }
        for id in google {
            self.bring(match id.product {
                Product::Analytics | Product::Universal => service::GOOGLE_ANALYTICS,
                Product::Ads => service::GOOGLE_ADS,
                Product::TagManager => service::GOOGLE_TAG_MANAGER,
            });
        }
        self.bring(service::YOUTUBE);
    }

    /// Purposes and services in the order in which they are shown.
    pub fn finish(self) -> (Vec<Purpose>, Vec<Service>) {
        let mut purposes = Vec::new();
        for (id, used) in PURPOSES.iter().zip(&self.built_in) {
            if *used {
                purposes.push(Purpose { id });
            }
        }
        for id in self.own {
            purposes.push(Purpose { id });
        }
        (purposes, self.services)
    }

    /// Brings a built-in service into use, unless the site lists it.
    fn bring(&mut self, id: &'static str) {
        if !self.serves(id) {
            self.push(id, service::built_in_purpose(id).unwrap_or_default());
        }
    }

    fn push(&mut self, id: &'static str, purpose: &'static str) {
        self.services.push(Service { id, purpose });
    }

    fn serves(&self, id: &str) -> bool {
        self.services.iter().any(|service| service.id == id)
    }

    /// Brings purpose `id` into use; false when there are too many.
    fn purpose(&mut self, id: &'static str) -> bool {
        let built_in = self.built_in.iter().filter(|used| **used).count();
        let room = built_in.saturating_add(self.own.len()) < MAX_PURPOSES;
        if let Some((_, used)) = PURPOSES.iter().zip(&mut self.built_in).find(|(known, _)| **known == id) {
            *used |= room;
            return *used;
        }
        let known = self.own.contains(&id);
        if room && !known {
            self.own.push(id);
        }
        room || known
    }

    /// An entry of `purposes`.
    fn list_purpose(&mut self, index: u32, entry: &Entry<'static>) {
        self.describe(entry.id, &at("purposes", index, "."), WORDS.get(..2));
        if !entry.purpose.is_empty() {
            self.input.report(Code::UnknownKey, &at("purposes", index, ".purpose"), "");
        }
        let mut code = service::purpose_fault(entry.id);
        if code.is_none() && self.own.contains(&entry.id) {
            code = Some(Code::DuplicateId);
        } else if code.is_none() && !self.purpose(entry.id) {
            code = Some(Code::TooMany);
        }
        if let Some(code) = code {
            self.input.report(code, &at("purposes", index, ".id"), entry.id);
        }
    }

    /// An entry of `services`. One whose id or purpose cannot be used is left out, so that what names it stays closed.
    fn list_service(&mut self, index: u32, entry: &Entry<'static>) {
        self.describe(entry.id, &at("services", index, "."), WORDS.get(1..));
        let mut code = service::service_fault(entry.id);
        if code.is_none() {
            if PURPOSES.contains(&entry.id) || self.own.contains(&entry.id) || self.serves(entry.id) {
                code = Some(Code::DuplicateId);
            } else if self.services.len() >= MAX_SERVICES {
                code = Some(Code::TooMany);
            }
        }
        if let Some(code) = code {
            return self.input.report(code, &at("services", index, ".id"), entry.id);
        }

        // What we know to be optional can never become necessary, and Google Analytics is analytics.
        let place = at("services", index, ".purpose");
        let built_in = service::built_in_purpose(entry.id).unwrap_or_default();
        let fixed = entry.purpose == service::NECESSARY || entry.id == service::GOOGLE_ANALYTICS;
        let mut purpose = entry.purpose;
        if !built_in.is_empty() && fixed && purpose != built_in && !purpose.is_empty() {
            self.input.report(Code::OutOfRange, &place, purpose);
            purpose = built_in;
        }
        if purpose.is_empty() {
            purpose = built_in;
        }
        let mut code = service::purpose_fault(purpose);
        if code.is_none() {
            if self.serves(purpose) || purpose == entry.id {
                code = Some(Code::DuplicateId);
            } else if !self.purpose(purpose) {
                code = Some(Code::TooMany);
            }
        }
        if let Some(code) = code {
            return self.input.report(code, &place, purpose);
        }
        self.push(entry.id, purpose);
    }

    /// Keeps what an entry says to visitors under `words`; `place` is its path and a dot.
    fn describe(&mut self, id: &str, place: &str, words: Option<&[&str]>) {
        for key in words.unwrap_or_default() {
            let mut path = String::from(place);
            path.push_str(key);
            let text = self.input.text(&path);
            if matches!(*key, "optOut" | "privacy") && !is_link(text) {
                self.input.report(Code::InvalidLink, &path, text);
            } else if !text.is_empty() {
                // For whatever language: the part before the first dot is empty.
                fill(self.texts, ".%.%\0%\0", &[id, key, text]);
            }
        }
    }
}

/// Is `text` empty, relative, http or https, without characters that a browser would drop while it reads the scheme?
pub fn is_link(text: &str) -> bool {
    let (start, _) = cut(text, ":/?#");
    let relative = text.as_bytes().get(start.len()) != Some(&b':');
    let web = ["https:", "http:"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    (relative || web) && (text.is_empty() || only(text, |byte| byte > b' '))
}
