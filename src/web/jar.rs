//! `document.cookie`. The browser is asked what it kept after every write: assigning tells nothing.

use alloc::string::String;

use super::host;
use crate::config::Domain;
use crate::cookie;
use crate::engine::Write;

/// Where this page stands, as far as cookies care.
pub struct Place {
    pub host: &'static str,
    pub path: &'static str,
    pub https: bool,
    /// Where the owner wants an answer to hold.
    pub domain: Domain,
}

/// Removes every copy of `name` that this page may remove.
pub fn remove(place: &Place, name: &str) {
    remove_but(place, name, 0, "");
}

/// Removes every copy of `name` that this page may remove, until no more than `most` are left, but the one whose place
/// is `own`. Each assignment costs a call into the browser, so none is made that is not needed.
fn remove_but(place: &Place, name: &str, most: usize, own: &str) {
    cookie::removals(name, place.host, place.path, place.https, |text| {
        let stands = cookie::all(&host::cookies(), name).count() > most;
        if stands && (own.is_empty() || !text.ends_with(own)) {
            host::assign(text);
        }
        stands
    });
}

/// Carries out `writes`. Gives the domain that the browser accepted, as settings would name it.
///
/// What it accepted for the record, which comes first and is like no older copy, is where the others go: one that was there
/// already and says the same would be taken for a success.
///
/// A new value takes the old one's place in one go, and only then the other copies go: another tab that looks meanwhile
/// must never find no answer where there is one.
pub fn store(place: &Place, writes: &[Write]) -> Domain {
    let mut accepted = place.domain;
    for write in writes {
        let Some(value) = &write.value else {
            remove(place, &write.name);
            continue;
        };
        let mut domains = cookie::suffixes(place.host);
        let mut own = String::new();
        loop {
            let domain = domains.next();
            let wanted = match (accepted, domain) {
                (Domain::Host, Some(_)) => false,
                (Domain::Named(name), Some(domain)) => name == domain,
                _ => true,
            };
            if wanted {
                host::assign(&cookie::assignment(&write.name, value, domain, write.life, place.https));
            }
            let kept = wanted && cookie::all(&host::cookies(), &write.name).any(|text| text == value);
            if kept {
                accepted = domain.map_or(Domain::Host, Domain::Named);
                cookie::place(&mut own, domain, "/", if place.https { "; Secure" } else { "" });
            }
            if kept || domain.is_none() {
                break;
            }
        }
        // What was not kept leaves nothing older behind either.
        remove_but(place, &write.name, usize::from(!own.is_empty()), &own);
    }
    accepted
}
