//! Allow or Hold, and what changed between two states.
//!
//! Everything that is not clearly given is held. What an element in the page names is read elsewhere.

use alloc::vec::Vec;

use crate::ascii::{cut, one_of, parts};
use crate::config::Site;
use crate::consent::{Consent, Status};
use crate::embed;
use crate::google::CONTAINER;
use crate::service::{ADDRESSES, GOOGLE_ADS, GOOGLE_ANALYTICS, GOOGLE_TAG_MANAGER, built_in_purpose};

/// The decision about something that wants to open.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Gate {
    /// It may open.
    Allow,
    /// It stays closed.
    #[default]
    Hold,
}

/// Purposes as (`true` for `!id`, id); see [`purposes`].
pub struct Purposes<'a> {
    rest: Option<&'a str>,
}

/// The purposes that the text of a `data-purpose` names: all of them count.
///
/// Never empty: a text without a word gives one id that no purpose can have, and a malformed word stays as it is.
/// Neither is ever in use, so the element stays closed and its author is told.
pub fn purposes(text: &str) -> Purposes<'_> {
    Purposes { rest: Some(text.trim_ascii()) }
}

impl<'a> Iterator for Purposes<'a> {
    type Item = (bool, &'a str);

    fn next(&mut self) -> Option<(bool, &'a str)> {
        let (word, rest) = cut(self.rest?, " \t\n\x0c\r");
        let rest = rest.trim_ascii();
        self.rest = (!rest.is_empty()).then_some(rest);
        let id = word.strip_prefix('!');
        Some((id.is_some(), id.unwrap_or(word)))
    }
}

/// May something open that has `names` in its `data-purpose`, `None` where it has no such attribute, and names these
/// `services` with blanks between, or none?
///
/// Each `!id` asks that the purpose is withdrawn; all others have to be given. A service in use speaks for its own
/// purpose, so that one given apart opens alone; a service that is not in use adds nothing to its purposes. Nothing
/// named at all stays closed, and so does a purpose that is not in use.
pub fn decide(consent: &Consent, names: Option<&str>, services: &str) -> Gate {
    let service = |id| consent.subject(id).filter(|service| !service.purpose.is_empty());
    let mut open = names.is_some();
    let mut given = true;
    for id in parts(services, " ") {
        if let Some(service) = service(id) {
            open = true;
            given &= service.mark.is_given();
        }
    }
    let mut negated = false;
    if let Some(names) = names {
        for (not, id) in purposes(names) {
            let own = parts(services, " ").any(|other| service(other).is_some_and(|service| service.purpose == id));
            open &= match own {
                _ if not => consent.of(id).status == Status::Withdrawn,
                true => given,
                false => consent.given(id),
            };
            negated |= not && own;
        }
    }
    if open && (negated || given) { Gate::Allow } else { Gate::Hold }
}

/// What has to be given before an address may be contacted: see [`decide`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Needs {
    /// As the text of a `data-purpose`.
    pub purposes: &'static str,
    /// The service that lives there.
    pub service: &'static str,
}

/// What `address` needs, absolute as a browser resolves it; `None` where it is nobody's that is known.
///
/// What the site lists comes first, then an id of Google's of the site's own anywhere in the address, which tells
/// delivery from a path of the site's, and then [`ADDRESSES`].
pub fn needs(site: &Site, address: &str) -> Option<Needs> {
    let place = embed::place(address);
    for service in &site.services {
        if reaches(&place, service.hosts) || reaches(&place, service.paths) {
            return Some(Needs { purposes: service.purpose, service: service.id });
        }
    }
    for id in &site.google {
        if has_value(&place, id.text) {
            let service = id.service();
            return Some(Needs { purposes: id.purposes.unwrap_or(purpose(site, service)), service });
        }
    }
    for (service, places) in ADDRESSES {
        if reaches(&place, places) {
            let service = if service == GOOGLE_ANALYTICS && is_ads(&place) { GOOGLE_ADS } else { service };
            let container = service == GOOGLE_TAG_MANAGER;
            return Some(Needs { purposes: if container { CONTAINER } else { purpose(site, service) }, service });
        }
    }
    None
}

/// The purpose that a built-in service has on the site, or would have.
fn purpose(site: &Site, id: &str) -> &'static str {
    let service = site.services.iter().find(|service| service.id == id);
    service.map(|service| service.purpose).or(built_in_purpose(id)).unwrap_or_default()
}

/// Does a place lie in one of `entries`, in the form of [`ADDRESSES`]?
fn reaches(place: &str, entries: &str) -> bool {
    let host = cut(place, "/?#").0;
    let path = place.get(host.len()..).unwrap_or_default();
    for entry in parts(entries, ", \t\n\r\x0c") {
        let below = cut(entry, "/").0;
        let start = entry.get(below.len()..).unwrap_or_default();
        let there = match (below.strip_suffix('.'), host.strip_suffix(below)) {
            _ if below.is_empty() => !start.is_empty(),
            (Some(_), _) => host.strip_prefix("www.").unwrap_or(host).starts_with(below),
            (None, Some(before)) => before.is_empty() || before.ends_with('.'),
            _ => false,
        };
        if there && path.starts_with(start) {
            return true;
        }
    }
    false
}

/// Is `id` the value of something in a query? Google's own tags call it `id` or `tid`; a site's path may call it otherwise.
fn has_value(place: &str, id: &str) -> bool {
    for part in parts(place, "?&;#") {
        if cut(part, "=").1 == id {
            return true;
        }
    }
    false
}

/// Is it a tag, or a destination that a tag loads, of Ads or of Campaign Manager?
fn is_ads(place: &str) -> bool {
    for part in parts(place, "?&;#-") {
        if one_of(part, &["id=AW", "id=DC"]) {
            return true;
        }
    }
    false
}

/// The ids of purposes and services whose status differs. Both states are of the same site.
pub fn changed(before: &Consent, after: &Consent) -> Vec<&'static str> {
    let mut changed = Vec::new();
    for subject in &after.subjects {
        if before.of(subject.id).status != subject.mark.status {
            changed.push(subject.id);
        }
    }
    changed
}
