//! What a visitor's choice makes of the answer that stands.
//!
//! Each function gives the ids that were chosen about.

use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Site;
use crate::consent::{Answer, Choice, Consent, Source, is_signalled};
use crate::service::Purpose;

/// Gives `ids`, or all that is asked. A signal leaves its purposes out of "all", unless the visitor has given them.
pub(super) fn give(site: &Site, answer: &mut Answer, ids: Option<Vec<String>>, signal: bool) -> Vec<String> {
    let ids = ids.unwrap_or_else(|| {
        answer.rest = None;
        let mut asked = Vec::new();
        for Purpose { id } in &site.purposes {
            if site.is_asked(id) && (!signal || !is_signalled(id) || answer.gives(site, id)) {
                asked.push(String::from(*id));
            }
        }
        asked
    });
    for id in &ids {
        answer.give(site, id, Source::Visitor);
    }
    ids
}

/// Withdraws `ids`, or all that is given, or else refuses everything.
pub(super) fn withdraw(site: &Site, answer: &mut Answer, ids: Option<Vec<String>>) -> Vec<String> {
    let Some(ids) = ids else {
        // An entry of another site of the domain is nothing that is given here.
        let used = |id: &str| site.purpose(id).is_some() || site.service(id).is_some();
        if answer.entries.iter().any(|entry| entry.choice == Choice::Given && used(&entry.id)) {
            answer.withdraw_given();
        } else {
            answer.close_all();
        }
        return Vec::new();
    };
    for id in &ids {
        answer.close(site, id, Choice::Withdrawn, Source::Visitor);
    }
    ids
}

/// Takes over switches. `before` is what they were drawn from.
pub(super) fn save(site: &Site, answer: &mut Answer, before: &Consent, switches: Vec<(String, bool)>) -> Vec<String> {
    // Services come second: a switch of a service counts against what its purpose has become.
    for purposes in [true, false] {
        for (id, on) in &switches {
            let subject = before.subject(id).filter(|subject| subject.is_optional());
            let Some(subject) = subject.filter(|subject| subject.purpose.is_empty() == purposes) else { continue };
            let was = subject.mark.is_given();
            if *on {
                if !was && !answer.gives(site, id) {
                    answer.give(site, id, Source::Visitor);
                }
            } else if was || answer.gives(site, id) {
                let given = if was { Choice::Withdrawn } else { Choice::Refused };
                answer.close(site, id, given, Source::Visitor);
            } else if subject.asked && subject.mark.status.is_unknown() {
                // The question is answered; a service that was given apart is another one.
                answer.put(id, Choice::Refused, Source::Visitor);
            }
        }
    }
    switches.into_iter().map(|(id, _)| id).collect()
}
