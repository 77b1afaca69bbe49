//! `document.cookie`. The browser is asked what it kept after every write: assigning tells nothing.

use alloc::string::String;

use super::host;
use crate::config::Domain;
use crate::cookie;
use crate::engine::Write;

/// Where this page stands, as far as cookies care.
pub struct Place {
    pub host: String,
    pub path: String,
    pub https: bool,
}

/// Removes every copy of `name` that this page may remove. Each assignment costs a call into the browser, so none
/// is made once the name is gone.
pub fn remove(place: &Place, name: &str) {
    cookie::removals(name, &place.host, &place.path, place.https, &mut |text| {
        let stands = cookie::find(&host::cookies(), name).is_some();
        if stands {
            host::assign(text);
        }
        stands
    });
}

/// Carries out `writes`, each in place of every other copy of its name. Gives the domain that the browser accepted:
/// None is this host alone.
pub fn store(place: &Place, domain: Domain, writes: &[Write]) -> Option<String> {
    let mut accepted = None;
    for write in writes {
        remove(place, &write.name);
        let Some(value) = &write.value else { continue };
        let assign = |domain: Option<&str>| {
            host::assign(&cookie::assignment(&write.name, value, domain, write.life, place.https));
            cookie::find(&host::cookies(), &write.name) == Some(value)
        };
        let kept = match domain {
            Domain::Host => None,
            Domain::Named(name) => Some(name).filter(|name| assign(Some(name))),
            Domain::Auto => cookie::suffixes(&place.host).find(|suffix| assign(Some(suffix))),
        };
        match kept {
            Some(name) => accepted = Some(name.into()),
            None => {
                assign(None);
            }
        }
    }
    accepted
}
