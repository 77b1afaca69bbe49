//! What Google's tag has been told on this page, and what to do with its cookies.

use alloc::string::String;
use alloc::vec::Vec;

use super::Effect;
use crate::config::Site;
use crate::consent::{Consent, Mark};
use crate::cookie;
use crate::google::{self, GoogleId, Grants, Product};
use crate::service::{GOOGLE_ADS, GOOGLE_TAG_MANAGER, MARKETING, PERSONALIZATION};

/// Google on this page: a tag that runs cannot be unloaded, only told what holds.
#[derive(Clone, Default)]
pub(super) struct Tag {
    /// Ids that have been opened; none is opened twice.
    opened: Vec<GoogleId>,
    /// What was said last.
    told: Grants,
}

impl Tag {
    /// What Google has to be told now that `consent` holds, for `life` more seconds.
    pub fn follow(&mut self, site: &Site, consent: &Consent, life: u32, https: bool) -> Option<Effect> {
        let grants = Grants {
            analytics: consent.google_analytics().is_given(),
            marketing: ads(consent).is_given(),
            personalization: consent.given(PERSONALIZATION),
        };
        let fresh: Vec<GoogleId> = site
            .google
            .iter()
            .filter(|id| id.is_granted(grants) && !self.opened.contains(id))
            .filter(|id| id.product != Product::TagManager || consent.given(GOOGLE_TAG_MANAGER))
            .cloned()
            .collect();
        let commands = if self.opened.is_empty() {
            if fresh.is_empty() {
                return None;
            }
            google::opening(&fresh, grants, life, https)
        } else {
            if fresh.is_empty() && grants == self.told {
                return None;
            }
            let mut commands = google::configs(&fresh, Grants::default(), grants, life, https);
            commands.insert(0, google::update(grants));
            commands
        };
        // One script serves all ids of the tag, each container has its own.
        let tagged = self.opened.iter().any(|id| id.product != Product::TagManager);
        let unloaded: Vec<GoogleId> =
            fresh.iter().filter(|id| !tagged || id.product == Product::TagManager).cloned().collect();
        let scripts = google::scripts(&unloaded, grants);
        self.opened.extend(fresh);
        self.told = grants;
        Some(Effect::Google { commands, scripts })
    }
}

/// What holds for Google Ads: the service where the site has it, else the purpose.
fn ads(consent: &Consent) -> Mark {
    consent.subject(GOOGLE_ADS).map_or_else(|| consent.of(MARKETING), |subject| subject.mark)
}

/// Google's cookies on the page that have to go: those of Analytics and of Ads, each where an answer refuses it, where
/// its answer has ended, or where it was given `before`. On a site without marketing those of Ads go with the others.
pub(super) fn leftovers(before: &Consent, consent: &Consent, cookies: &str) -> Vec<String> {
    let analytics = is_closed(before.google_analytics(), consent.google_analytics());
    let marketing = if consent.subject(GOOGLE_ADS).or_else(|| consent.subject(MARKETING)).is_some() {
        is_closed(ads(before), ads(consent))
    } else {
        analytics
    };
    let mut names: Vec<String> = Vec::new();
    for (name, _) in cookie::pairs(cookies) {
        let gone = match google::cookie_product(name) {
            Some(Product::Ads) => marketing,
            Some(_) => analytics,
            None => false,
        };
        if gone && names.iter().all(|known| known != name) {
            names.push(String::from(name));
        }
    }
    names
}

fn is_closed(before: Mark, now: Mark) -> bool {
    now.is_answered_no() || now.is_void() || (before.is_given() && !now.is_given())
}

/// What Google Analytics calls this visitor: `GA1.2.123.456` in the cookie is `123.456` in its reports.
pub(super) fn client_ids(cookies: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for value in cookie::all(cookies, "_ga") {
        let id = value.splitn(3, '.').nth(2).unwrap_or_default();
        // It goes into JSON as it is; what Google writes are digits and dots.
        let plain =
            !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        if plain && ids.iter().all(|known| known != id) {
            ids.push(String::from(id));
        }
    }
    ids
}
