//! Which purposes and services are in use: what Google's ids bring, what the site lists, and what is always there.
//!
//! The result is the same on every page of a site, so that the question is.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

use super::input::{Input, at, words};
use super::read;
use crate::ascii::{fill, has, holds, one_of, only, parts};
use crate::diagnostic::Code;
use crate::google::{GoogleId, Product};
use crate::service::{self, MAX_PURPOSES, MAX_SERVICES, PURPOSES, Purpose, Service};

/// A purpose or service as the settings have it, but for what visitors read about it.
#[derive(Deserialize)]
struct Entry {
    id: &'static str,
    /// Of services only, as the rest.
    purpose: &'static str,
    hosts: &'static str,
    paths: &'static str,
}

/// What a purpose can say to visitors.
const OF_PURPOSE: &str = "text name";
/// What a service can.
const OF_SERVICE: &str =
    "name provider recipient country safeguard data basis cookies cookieLife retention optOut privacy";

/// Purposes and services in use, in the order in which they are shown; what entries say to visitors is added to `texts`.
pub(super) fn read(input: &mut Input, texts: &mut String, google: &[GoogleId]) -> (Vec<Purpose>, Vec<Service>) {
    let mut usage = Usage { input, texts, purposes: Vec::new(), services: Vec::new() };
    usage.purpose(service::NECESSARY);
    usage.purpose(service::MEDIA);
    // What the ids bring has its purpose before anything that is listed.
    for id in google {
        if let Some(purposes) = id.purposes {
            for purpose in words(purposes) {
                usage.claim(purpose, "gtm.", id.text);
            }
        } else {
            usage.purpose(if id.product == Product::Ads { service::MARKETING } else { service::ANALYTICS });
        }
    }
    usage.list("purposes");
    usage.list("services");
    for id in google {
        // Containers are one service, listed under the last purpose that all of them need: another one would hold some of them.
        let mut listed = "";
        for purpose in words(id.purposes.unwrap_or_default()) {
            let mut shared = true;
            for other in google {
                shared &= has(other.purposes.unwrap_or(purpose), " ", purpose);
            }
            if shared || listed.is_empty() {
                listed = purpose;
            }
        }
        usage.bring(id.service(), listed);
    }
    usage.bring(service::YOUTUBE, "");

    let mut purposes = Vec::new();
    for id in &PURPOSES {
        if one_of(id, &usage.purposes) {
            purposes.push(Purpose { id });
        }
    }
    for id in &usage.purposes {
        if !one_of(id, &PURPOSES) {
            purposes.push(Purpose { id });
        }
    }
    (purposes, usage.services)
}

/// Is it a path, or a host with a dot in it?
fn is_place(word: &str) -> bool {
    word.starts_with('/')
        || holds(word, ".") && only(word, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-'..=b'/')) // - . /
}

/// Collects what is in use.
struct Usage<'a, 'o> {
    input: &'a mut Input<'o>,
    texts: &'a mut String,
    /// In the order in which they came into use.
    purposes: Vec<&'static str>,
    services: Vec<Service>,
}

impl Usage<'_, '_> {
    /// Brings a built-in service into use, unless the site lists it; without a `purpose` under its own.
    fn bring(&mut self, id: &'static str, mut purpose: &'static str) {
        if !self.serves(id) {
            if purpose.is_empty() {
                purpose = service::built_in_purpose(id).unwrap_or_default();
            }
            self.services.push(Service { id, purpose, hosts: "", paths: "" });
        }
    }

    fn serves(&self, id: &str) -> bool {
        for service in &self.services {
            if service.id == id {
                return true;
            }
        }
        false
    }

    /// Brings purpose `id` into use.
    fn purpose(&mut self, id: &'static str) {
        if !one_of(id, &self.purposes) {
            self.purposes.push(id);
        }
    }

    /// Brings purpose `id`, which stands under `key` behind `place`, into use if it can be; else false.
    fn claim(&mut self, id: &'static str, place: &str, key: &str) -> bool {
        let mut code = service::purpose_fault(id);
        if code.is_none() && self.serves(id) {
            code = Some(Code::DuplicateId);
        }
        if code.is_none() && self.purposes.len() >= MAX_PURPOSES && !one_of(id, &self.purposes) {
            code = Some(Code::TooMany);
        }
        match code {
            Some(code) => self.input.report(code, place, key, id),
            None => self.purpose(id),
        }
        code.is_none()
    }

    /// Takes in the entries of a list, which may be written as one text, its words separated by spaces or commas. An entry
    /// may be written as a text, too: that is its id.
    fn list(&mut self, key: &str) {
        // Objects in a list leave it to the entries to read them.
        let objects = self.input.has(&at(key, 0, ""));
        let mut words = words(if objects { "" } else { self.input.text("", key) });
        let mut index = 0;
        loop {
            let word = words.next().unwrap_or_default();
            let path = at(key, index, "");
            if word.is_empty() && !self.input.has(&path) {
                return;
            }
            let place = at(key, index, ".");
            let mut entry: Entry = read::read(self.input, &place);
            if entry.id.is_empty() {
                entry.id = if word.is_empty() { self.input.text(&path, "") } else { word };
            }
            if key == "purposes" {
                self.list_purpose(&entry, &place);
            } else {
                self.list_service(&entry, &place);
            }
            index = index.saturating_add(1);
        }
    }

    /// An entry of `purposes`.
    fn list_purpose(&mut self, entry: &Entry, place: &str) {
        self.describe(entry.id, place, OF_PURPOSE);
        for (key, text) in [("purpose", entry.purpose), ("hosts", entry.hosts), ("paths", entry.paths)] {
            if !text.is_empty() {
                self.input.report(Code::UnknownKey, place, key, "");
            }
        }
        if one_of(entry.id, &self.purposes) && !one_of(entry.id, &PURPOSES) {
            self.input.report(Code::DuplicateId, place, "id", entry.id);
        } else {
            self.claim(entry.id, place, "id");
        }
    }

    /// An entry of `services`. One whose id or purpose cannot be used is left out, so that what names it stays closed.
    fn list_service(&mut self, entry: &Entry, place: &str) {
        self.describe(entry.id, place, OF_SERVICE);
        let mut code = service::service_fault(entry.id);
        if code.is_none() && self.services.len() >= MAX_SERVICES {
            code = Some(Code::TooMany);
        }
        if one_of(entry.id, &PURPOSES) || one_of(entry.id, &self.purposes) || self.serves(entry.id) {
            code = Some(Code::DuplicateId);
        }
        if let Some(code) = code {
            return self.input.report(code, place, "id", entry.id);
        }
        for (key, text) in [("hosts", entry.hosts), ("paths", entry.paths)] {
            for word in words(text) {
                // What is neither matches no address.
                if word.starts_with('/') != (key == "paths") || !is_place(word) {
                    self.input.report(Code::OutOfRange, place, key, word);
                }
            }
        }

        // What we know to be optional can never become necessary, and Google Analytics is analytics.
        let built_in = service::built_in_purpose(entry.id).unwrap_or_default();
        let fixed = entry.purpose == service::NECESSARY || entry.id == service::GOOGLE_ANALYTICS;
        let mut purpose = entry.purpose;
        if !built_in.is_empty() && fixed && purpose != built_in && !purpose.is_empty() {
            self.input.report(Code::OutOfRange, place, "purpose", purpose);
            purpose = built_in;
        }
        if purpose.is_empty() {
            purpose = built_in;
        }
        // A purpose cannot have the id of a service, this one included.
        self.services.push(Service { id: entry.id, purpose, hosts: entry.hosts, paths: entry.paths });
        if !self.claim(purpose, place, "purpose") {
            self.services.pop();
        }
    }

    /// Keeps what an entry says to visitors under `words`; `place` is its path and a dot.
    fn describe(&mut self, id: &str, place: &str, words: &'static str) {
        for key in parts(words, " ") {
            let text = self.input.text(place, key);
            if !text.is_empty() {
                // For whatever language: the part before the first dot is empty.
                fill(self.texts, ".%.%\0%\0", &[id, key, text]);
            }
        }
    }
}
