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

/// Removes every copy of `name` that this page may remove. Each assignment costs a call into the browser, so none
/// is made once the name is gone.
pub fn remove(place: &Place, name: &str) {
    cookie::removals(name, place.host, place.path, place.https, |text| {
        let stands = cookie::find(&host::cookies(), name).is_some();
        if stands {
            host::assign(text);
        }
        stands
    });
}

/// Carries out `writes`, each in place of every other copy of its name. Gives the domain that the browser accepted:
/// None is this host alone.
pub fn store(place: &Place, writes: &[Write]) -> Option<String> {
    let mut accepted = None;
    for write in writes {
        remove(place, &write.name);
        let Some(value) = &write.value else { continue };
        let mut domains = cookie::suffixes(place.host);
        loop {
            let domain = domains.next();
            let wanted = match (place.domain, domain) {
                (Domain::Host, Some(_)) => false,
                (Domain::Named(name), Some(domain)) => name == domain,
                _ => true,
            };
            if wanted {
                host::assign(&cookie::assignment(&write.name, value, domain, write.life, place.https));
            }
            if domain.is_none() {
                break;
            }
            if wanted && cookie::find(&host::cookies(), &write.name) == Some(value) {
                accepted = domain.map(String::from);
                break;
            }
        }
    }
    accepted
}
