//! Purposes (why data is used) and services (what the gate can open), as the site names them.
//!
//! Ids of both share one name space. The words that a visitor reads about them are not here but in the texts.

use crate::ascii::{has, is_id};
use crate::diagnostic::Code;

/// Most purposes in use at once, `necessary` among them.
pub const MAX_PURPOSES: usize = 8;
/// Most services that a site can list.
pub const MAX_SERVICES: usize = 32;

/// Always on, never asked.
pub const NECESSARY: &str = "necessary";
/// Visits are counted.
pub const ANALYTICS: &str = "analytics";
/// Success of advertisements is measured.
pub const MARKETING: &str = "marketing";
/// Advertisements are chosen by what somebody has done.
pub const PERSONALIZATION: &str = "personalization";
/// Videos and their like; each asks for itself, where it stands.
pub const MEDIA: &str = "media";

/// The built-in purposes, in the order in which they are shown; those of the site's own follow.
pub const PURPOSES: [&str; 5] = [NECESSARY, ANALYTICS, MARKETING, PERSONALIZATION, MEDIA];

/// GA4 and, for flags and opt-outs, Universal Analytics.
pub const GOOGLE_ANALYTICS: &str = "google-analytics";
/// Conversion measurement of Google Ads.
pub const GOOGLE_ADS: &str = "google-ads";
/// Containers of Google Tag Manager.
pub const GOOGLE_TAG_MANAGER: &str = "google-tag-manager";
/// Players of YouTube.
pub const YOUTUBE: &str = "youtube";
/// The beacon that Cloudflare may insert.
pub const CLOUDFLARE_INSIGHTS: &str = "cloudflare-insights";

/// Words that no site may use as an id: they are words of the interface (`all`, `none`, `rest`, `status`), or a plain
/// JavaScript object has a member of that name (`constructor`).
const RESERVED: &str = "all none rest status constructor";

/// Why data is used. What visitors read about it is a matter of the texts. Ids live as long as the page.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Purpose {
    /// Its id, see [`purpose_fault`].
    pub id: &'static str,
}

/// What the gate can open. What visitors read about it is a matter of the texts.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Service {
    /// Its id, see [`service_fault`].
    pub id: &'static str,
    /// Id of the purpose it serves.
    pub purpose: &'static str,
    /// Hosts that the site lists for it, and paths of its own, in the form of [`ADDRESSES`], as the owner wrote them.
    pub hosts: &'static str,
    /// The same for paths.
    pub paths: &'static str,
}

/// Why `text` cannot be the id of a purpose, if so: it is neither built in nor `[a-z][a-z0-9-]{0,11}`, or is reserved.
/// Ids of built-in services are.
pub fn purpose_fault(text: &str) -> Option<Code> {
    if built_in_purpose(text).is_some() {
        return Some(Code::ReservedWord);
    }
    fault(text, if text == PERSONALIZATION { text.len() } else { 12 })
}

/// Why `text` cannot be the id of a service, if so: it is not `[a-z][a-z0-9-]{0,31}`, or is reserved.
pub fn service_fault(text: &str) -> Option<Code> {
    fault(text, 32)
}

fn fault(text: &str, most: usize) -> Option<Code> {
    if has(RESERVED, " ", text) {
        Some(Code::ReservedWord)
    } else if is_id(text, most) {
        None
    } else {
        Some(Code::InvalidId)
    }
}

/// The purpose that a built-in service has unless the site gives it another; `None` for every other id.
///
/// A container of Tag Manager opens only when analytics and marketing are both given; it is listed under the latter.
pub fn built_in_purpose(service: &str) -> Option<&'static str> {
    match service {
        GOOGLE_ANALYTICS | CLOUDFLARE_INSIGHTS => Some(ANALYTICS),
        GOOGLE_ADS | GOOGLE_TAG_MANAGER => Some(MARKETING),
        YOUTUBE => Some(MEDIA),
        _ => None,
    }
}

/// Where the built-in services live, the more special first: a host, which stands for every host below it too, or with a
/// dot at its end for every country's; and what its path begins with. Without a host it is a path of any.
///
/// Hosts are those that the services' own documentation and content policies name. A container and a tag of Ads come
/// from the host that serves Analytics: the path tells the one, the id in the query the other, see [`crate::gate::needs`].
pub const ADDRESSES: [(&str, &str); 5] = [
    (GOOGLE_TAG_MANAGER, "googletagmanager.com/gtm googletagmanager.com/ns.html"),
    (
        GOOGLE_ADS,
        "googleadservices.com doubleclick.net googlesyndication.com google./pagead google./ads/ google./ccm google./rmkt \
         google./measurement google./gmp",
    ),
    (GOOGLE_ANALYTICS, "googletagmanager.com google-analytics.com analytics.google.com"),
    (
        YOUTUBE,
        "youtube.com youtube-nocookie.com youtubeeducation.com youtu.be ytimg.com yt3.ggpht.com yt3.googleusercontent.com \
         googlevideo.com youtube.googleapis.com youtubei.googleapis.com",
    ),
    (CLOUDFLARE_INSIGHTS, "cloudflareinsights.com /cdn-cgi/rum"),
];

/// Is `service` one that Google runs?
pub fn is_google(service: &str) -> bool {
    service == YOUTUBE || service.starts_with("google-")
}
