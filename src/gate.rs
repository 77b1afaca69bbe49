//! Allow or Hold, and what changed between two states.
//!
//! Everything that is not clearly given is held. What an element in the page names is read elsewhere.

use alloc::string::String;
use alloc::vec::Vec;

use crate::consent::{Consent, Status};

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

/// May something open that names these `purposes` and this `service`?
///
/// Each purpose with `true` before it stands for `!id` and asks that the purpose is withdrawn; all others have to be
/// given. A service in use speaks for its own purpose, so that one given apart opens alone; a service that is not in
/// use adds nothing to its purposes. Nothing named at all stays closed, and so does a purpose that is not in use.
pub fn decide(consent: &Consent, purposes: &[(bool, String)], service: Option<&str>) -> Gate {
    let service = service.and_then(|id| consent.subject(id)).filter(|service| !service.purpose.is_empty());
    let negated = service.is_some_and(|service| purposes.iter().any(|(not, id)| *not && *id == service.purpose));
    let mut open = service.map_or(!purposes.is_empty(), |service| negated || service.mark.is_given());
    for (not, id) in purposes {
        open &= match service {
            _ if *not => consent.of(id).status == Status::Withdrawn,
            Some(service) if service.purpose == *id => service.mark.is_given(),
            _ => consent.given(id),
        };
    }
    if open { Gate::Allow } else { Gate::Hold }
}

/// The ids of purposes and services whose status differs. Both states are of the same site.
pub fn changed(before: &Consent, after: &Consent) -> Vec<String> {
    let differs = after.subjects.iter().filter(|subject| before.of(&subject.id).status != subject.mark.status);
    differs.map(|subject| subject.id.clone()).collect()
}
