//! Google's ids, the commands for its data layer, its scripts, and which cookies are its own.
//!
//! Everything follows Consent Mode v2 in its basic form: nothing of Google is loaded before something is given, so no
//! command here is ever seen by Google earlier. Who gave what, and the flags that stop a tag which is loaded already,
//! are the engine's business; Universal Analytics has ended and is never loaded.

use alloc::string::String;
use alloc::vec::Vec;

use crate::cookie::push_number;

/// Browsers keep a cookie for 400 days at most, given in seconds.
const LONGEST_LIFE: u32 = 34_560_000;

/// No id of Google's is longer; it keeps the names of opt-out cookies within bounds.
const LONGEST_ID: usize = 24;

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
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct GoogleId {
    /// What it stands for.
    pub product: Product,
    /// The id, prefix included.
    pub text: String,
}

impl GoogleId {
    /// Reads an id: `G-`, `AW-` or `GTM-` and capital letters or digits, or `UA-`, digits, `-`, digits. `None` for
    /// everything else, lower case included.
    pub fn parse(text: &str) -> Option<GoogleId> {
        let (prefix, rest) = text.split_once('-')?;
        let (product, valid) = match prefix {
            "G" => (Product::Analytics, is_code(rest)),
            "AW" => (Product::Ads, is_code(rest)),
            "GTM" => (Product::TagManager, is_code(rest)),
            "UA" => {
                let (account, property) = rest.split_once('-')?;
                (Product::Universal, is_digits(account) && is_digits(property))
            }
            _ => return None,
        };
        (valid && text.len() <= LONGEST_ID).then(|| GoogleId { product, text: String::from(text) })
    }

    /// May this id be loaded? A container brings what it likes, so it needs analytics and marketing both.
    pub fn is_granted(&self, grants: Grants) -> bool {
        match self.product {
            Product::Analytics => grants.analytics,
            Product::Ads => grants.marketing,
            Product::TagManager => grants.analytics && grants.marketing,
            Product::Universal => false,
        }
    }

    /// Has this id a `ga-disable-<ID>` flag and cookie?
    pub fn is_analytics(&self) -> bool {
        matches!(self.product, Product::Analytics | Product::Universal)
    }

    /// Is this an id for Google's own tag, which is told about it by a `config` command?
    fn is_tag(&self) -> bool {
        matches!(self.product, Product::Analytics | Product::Ads)
    }
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
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

/// The commands that come before the first script of Google's on a page, in order: everything denied, what was
/// given, the time, and a `config` for each granted id.
///
/// Each is a JSON array of the arguments of `gtag()`; `["js"]` still lacks its second one, the current date.
/// `life` is how many seconds the answer still holds: no cookie outlives it.
pub fn opening(ids: &[GoogleId], grants: Grants, life: u32, https: bool) -> Vec<String> {
    let mut commands = Vec::new();
    commands.push(consent("default", Grants::default()));
    commands.push(update(grants));
    commands.push(String::from("[\"js\"]"));
    commands.append(&mut configs(ids, Grants::default(), grants, life, https));
    commands
}

/// The command that tells tags which are loaded already what holds now.
pub fn update(grants: Grants) -> String {
    consent("update", grants)
}

fn consent(kind: &str, grants: Grants) -> String {
    let mut command = String::from("[\"consent\",\"");
    command.push_str(kind);
    command.push_str("\",{");
    let signals = [
        ("\"ad_storage\":", grants.marketing),
        (",\"ad_user_data\":", grants.marketing),
        (",\"ad_personalization\":", grants.personalization),
        (",\"analytics_storage\":", grants.analytics),
    ];
    for (signal, given) in signals {
        command.push_str(signal);
        command.push_str(if given { "\"granted\"" } else { "\"denied\"" });
    }
    command.push_str("}]");
    command
}

/// A `config` for each id that is granted now and was not before.
pub fn configs(ids: &[GoogleId], before: Grants, now: Grants, life: u32, https: bool) -> Vec<String> {
    let mut commands = Vec::new();
    for id in ids {
        if id.is_tag() && id.is_granted(now) && !id.is_granted(before) {
            commands.push(config(&id.text, now.personalization, life, https));
        }
    }
    commands
}

fn config(id: &str, personalized: bool, life: u32, https: bool) -> String {
    let allowed = if personalized { "true" } else { "false" };
    let mut command = String::from("[\"config\",\"");
    command.push_str(id);
    command.push_str("\",{\"anonymize_ip\":true,\"allow_google_signals\":");
    command.push_str(allowed);
    command.push_str(",\"allow_ad_personalization_signals\":");
    command.push_str(allowed);
    // Without `cookie_update` a cookie ends with the answer instead of starting afresh on each page.
    command.push_str(",\"cookie_update\":false,\"cookie_expires\":");
    push_number(&mut command, life.min(LONGEST_LIFE));
    if https {
        command.push_str(",\"cookie_flags\":\"SameSite=Lax;Secure\"");
    }
    command.push_str("}]");
    command
}

/// The scripts to load, each once on a page: Google's tag, which serves all its ids, and each granted container.
///
/// A container also wants `{event: "gtm.js", "gtm.start": <milliseconds>}` in the data layer first.
pub fn scripts(ids: &[GoogleId], grants: Grants) -> Vec<String> {
    let mut scripts = Vec::new();
    let mut tag = false;
    for id in ids {
        if id.is_granted(grants) && !(id.is_tag() && tag) {
            tag |= id.is_tag();
            let mut address = String::from("https://www.googletagmanager.com/gt");
            address.push_str(if id.is_tag() { "ag/js?id=" } else { "m.js?id=" });
            address.push_str(&id.text);
            scripts.push(address);
        }
    }
    scripts
}

/// Which product a cookie of Google's on the site's own domain belongs to, Analytics or Ads; `None` for all others.
///
/// `__utm*` and `_gaexp*` are of earlier products and still found on devices.
pub fn cookie_product(name: &str) -> Option<Product> {
    let starts = |list: &[&str]| list.iter().any(|prefix| name.starts_with(prefix));
    if starts(&["_gcl_", "_gac_"]) {
        return Some(Product::Ads);
    }
    let exact = matches!(name, "_ga" | "_gid" | "AMP_TOKEN");
    (exact || starts(&["_ga_", "_gat", "_dc_gtm_", "__utm", "_gaexp"])).then_some(Product::Analytics)
}

/// Is `name` one of Google's cookies on the site's own domain?
pub fn is_cookie(name: &str) -> bool {
    cookie_product(name).is_some()
}
