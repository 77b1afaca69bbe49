//! Allow or Hold, and what changed between two states.
//!
//! Everything that is not clearly given is held. What an element in the page names is read elsewhere.

use alloc::vec::Vec;

use crate::ascii::cut;
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

/// May something open that has `names` in its `data-purpose`, `None` where it has no such attribute, and names this
/// `service`, or an empty one?
///
/// Each `!id` asks that the purpose is withdrawn; all others have to be given. A service in use speaks for its own
/// purpose, so that one given apart opens alone; a service that is not in use adds nothing to its purposes. Nothing
/// named at all stays closed, and so does a purpose that is not in use.
pub fn decide(consent: &Consent, names: Option<&str>, service: &str) -> Gate {
    let service = consent.subject(service).filter(|service| !service.purpose.is_empty());
    let mut open = names.is_some() || service.is_some();
    let mut negated = false;
    if let Some(names) = names {
        for (not, id) in purposes(names) {
            let own = service.filter(|service| service.purpose == id);
            open &= match own {
                _ if not => consent.of(id).status == Status::Withdrawn,
                Some(service) => service.mark.is_given(),
                None => consent.given(id),
            };
            negated |= not && own.is_some();
        }
    }
    open &= negated || service.is_none_or(|service| service.mark.is_given());
    if open { Gate::Allow } else { Gate::Hold }
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
