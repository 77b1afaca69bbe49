//! What an answer means for Google, and what to do with its cookies.

use alloc::vec::Vec;

use crate::ascii::{cut, only};
use crate::consent::{Consent, Mark};
use crate::cookie;
use crate::google::{self, Grants, Product};
use crate::service::{GOOGLE_ADS, MARKETING, PERSONALIZATION};

/// What is given to Google.
pub(super) fn grants(consent: &Consent) -> Grants {
    Grants {
        analytics: consent.google_analytics().is_given(),
        marketing: ads(consent).is_given(),
        personalization: consent.given(PERSONALIZATION),
    }
}

/// What holds for Google Ads: the service where the site has it, else the purpose.
fn ads(consent: &Consent) -> Mark {
    consent.subject(GOOGLE_ADS).map_or_else(|| consent.of(MARKETING), |subject| subject.mark)
}

/// Google's cookies on the page that have to go: those of Analytics and of Ads, each where an answer refuses it, where
/// its answer has `ended`, or where it was given `before`. On a site without marketing those of Ads go with the others.
pub(super) fn leftovers<'a>(before: &Consent, consent: &Consent, ended: bool, cookies: &'a str) -> Vec<&'a str> {
    let analytics = is_closed(before.google_analytics(), consent.google_analytics(), ended);
    let marketing = if consent.subject(GOOGLE_ADS).or_else(|| consent.subject(MARKETING)).is_some() {
        is_closed(ads(before), ads(consent), ended)
    } else {
        analytics
    };
    let mut names = Vec::new();
    for (name, _) in cookie::pairs(cookies) {
        let gone = match google::cookie_product(name) {
            Some(Product::Ads) => marketing,
            Some(_) => analytics,
            None => false,
        };
        if gone && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn is_closed(before: Mark, now: Mark, ended: bool) -> bool {
    now.is_answered_no() || now.is_void() || ((before.is_given() || ended) && !now.is_given())
}

/// What Google Analytics calls this visitor: `GA1.2.123.456` in the cookie is `123.456` in its reports.
pub(super) fn client_ids(cookies: &str) -> Vec<&str> {
    let mut ids = Vec::new();
    for value in cookie::all(cookies, "_ga") {
        let id = cut(cut(value, ".").1, ".").1;
        // It goes into JSON as it is; what Google writes are digits and dots.
        let plain = only(id, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        if plain && !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}
