//! Google's ids, the commands for its data layer, its scripts, and which cookies are its own.
//!
//! Everything follows Consent Mode v2 in its basic form: nothing of Google is loaded before something is given, so no
//! command here is ever seen by Google earlier. Who gave what, and the flags that stop a tag which is loaded already,
//! are the engine's business; Universal Analytics has ended and is never loaded.

use alloc::string::String;

use crate::ascii::{among, cut, fill, is_digits, only, parts};
use crate::cookie::push_number;
use crate::service::{GOOGLE_ADS, GOOGLE_ANALYTICS, GOOGLE_TAG_MANAGER};

/// Browsers keep a cookie for 400 days at most, given in seconds.
const LONGEST_LIFE: u32 = 34_560_000;

/// No id of Google's is longer; it keeps the names of opt-out cookies within bounds.
const LONGEST_ID: usize = 24;

/// The purposes of a container about which the site says nothing: it may bring whatever it likes.
pub const CONTAINER: &str = "analytics marketing";

/// A product that an id stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Product {
    /// `G-`: Google Analytics 4.
    Analytics,
    /// `UA-`: Universal Analytics, which has ended.
    Universal,
    /// `AW-`: conversion measurement of Google Ads.
    Ads,
    /// `GTM-`: a container of Tag Manager.
    TagManager,
}

/// An id in the one form that Google issues: nothing in it needs escaping, in JSON, addresses or cookie names.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct GoogleId {
    /// What it stands for.
    pub product: Product,
    /// The id, prefix included.
    pub text: &'static str,
    /// The purposes that a container needs, as the text of a `data-purpose`; `None` where the service alone decides.
    pub purposes: Option<&'static str>,
}

impl GoogleId {
    /// Reads an id: `G-`, `AW-` or `GTM-` and capital letters or digits, or `UA-`, digits, `-`, digits. `None` for
    /// everything else, lower case included.
    pub fn parse(text: &'static str) -> Option<GoogleId> {
        let (prefix, rest) = cut(text, "-");
        let product = match prefix {
            "G" => Product::Analytics,
            "AW" => Product::Ads,
            "GTM" => Product::TagManager,
            "UA" => Product::Universal,
            _ => return None,
        };
        let valid = if product == Product::Universal {
            let (account, property) = cut(rest, "-");
            is_digits(account) && is_digits(property)
        } else {
            only(rest, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        };
        let purposes = (product == Product::TagManager).then_some(CONTAINER);
        (valid && text.len() <= LONGEST_ID).then_some(GoogleId { product, text, purposes })
    }

    /// The service that it brings.
    pub fn service(&self) -> &'static str {
        match self.product {
            Product::Analytics | Product::Universal => GOOGLE_ANALYTICS,
            Product::Ads => GOOGLE_ADS,
            Product::TagManager => GOOGLE_TAG_MANAGER,
        }
    }

    /// Has this id a `ga-disable-<ID>` flag and cookie?
    pub fn is_analytics(&self) -> bool {
        matches!(self.product, Product::Analytics | Product::Universal)
    }
}

/// What is given of the purposes that Google knows as consent signals.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Grants {
    /// `analytics_storage`.
    pub analytics: bool,
    /// `ad_storage` and `ad_user_data`.
    pub marketing: bool,
    /// `ad_personalization`, and Google signals.
    pub personalization: bool,
}

/// What Google has been told on a page: a tag that runs cannot be unloaded.
#[derive(Clone, Default)]
pub struct Tag {
    /// Ids that have been opened, with a blank before each; none is opened twice. Empty until something has been said.
    opened: String,
    /// Does Google's own tag run? It serves all ids but those of containers.
    runs: bool,
    /// What was said last.
    told: Grants,
    /// Has a container been let in, ours or one of the page's? Nobody knows what it brought.
    pub container: bool,
}

impl Tag {
    /// Has `id` been opened on this page?
    pub fn has_opened(&self, id: &GoogleId) -> bool {
        among(id.text, &self.opened)
    }

    /// What Google has to be told now that these `grants` hold and the ids that are `open` may load. Empty if there is
    /// nothing to say. Consent is told as soon as something is given, though none of `ids` opens with it: what the page
    /// brings by itself may.
    ///
    /// Each line is a command or, behind those, the address of a script. A command is a JSON array of the arguments of
    /// `gtag()`; `["js"]` still lacks its second one, the current date. A container also wants
    /// `{event: "gtm.js", "gtm.start": <milliseconds>}` in the data layer first. `life` is how many seconds the answer
    /// still holds: no cookie outlives it.
    pub fn follow(
        &mut self,
        ids: &[GoogleId],
        grants: Grants,
        open: impl Fn(&GoogleId) -> bool,
        life: u32,
        https: bool,
    ) -> String {
        let first = self.opened.is_empty();
        let mut lines = String::new();
        if first {
            push_consent(&mut lines, "default", Grants::default());
            lines.push('\n');
        }
        push_consent(&mut lines, "update", grants);
        if first {
            lines.push_str("\n[\"js\"]");
        }
        let mut scripts = String::new();
        let told = lines.len();
        let mut heard = false;
        for id in ids {
            if id.product == Product::Universal {
                continue;
            }
            heard = true;
            if !open(id) || self.has_opened(id) {
                continue;
            }
            fill(&mut self.opened, " %", &[id.text]);
            let mut script = "m.js";
            if id.product != Product::TagManager {
                push_config(&mut lines, id.text, grants.personalization, life, https);
                if self.runs {
                    continue;
                }
                self.runs = true;
                script = "ag/js";
            } else {
                self.container = true;
            }
            fill(&mut scripts, "\nhttps://www.googletagmanager.com/gt%?id=%", &[script, id.text]);
        }
        lines.push_str(&scripts);
        if lines.len() == told && (!heard || grants == self.told) {
            lines.clear();
        } else {
            self.told = grants;
            self.opened.push(' ');
        }
        lines
    }
}

fn push_consent(lines: &mut String, kind: &str, grants: Grants) {
    let word = |given| if given { "granted" } else { "denied" };
    let marketing = word(grants.marketing);
    fill(
        lines,
        r#"["consent","%",{"ad_storage":"%","ad_user_data":"%","ad_personalization":"%","analytics_storage":"%"}]"#,
        &[kind, marketing, marketing, word(grants.personalization), word(grants.analytics)],
    );
}

fn push_config(lines: &mut String, id: &str, personalized: bool, life: u32, https: bool) {
    let allowed = if personalized { "true" } else { "false" };
    let mut expires = String::new();
    push_number(&mut expires, life.min(LONGEST_LIFE));
    let flags = if https { ",\"cookie_flags\":\"SameSite=Lax;Secure\"" } else { "" };
    // Without `cookie_update` a cookie ends with the answer instead of starting afresh on each page.
    let template = "\n[\"config\",\"%\",{\"anonymize_ip\":true,\"allow_google_signals\":%,\
                    \"allow_ad_personalization_signals\":%,\"cookie_update\":false,\"cookie_expires\":%%}]";
    fill(lines, template, &[id, allowed, allowed, &expires, flags]);
}

/// Which product a cookie of Google's on the site's own domain belongs to, Analytics or Ads; `None` for all others.
///
/// `__utm*` and `_gaexp*` are of earlier products and still found on devices.
pub fn cookie_product(name: &str) -> Option<Product> {
    let starts = |list| parts(list, " ").any(|prefix| name.starts_with(prefix));
    if starts("_gcl_ _gac_") {
        return Some(Product::Ads);
    }
    let exact = matches!(name, "_ga" | "_gid" | "AMP_TOKEN");
    (exact || starts("_ga_ _gat _dc_gtm_ __utm _gaexp")).then_some(Product::Analytics)
}
