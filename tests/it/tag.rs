//! What Google is told, and what becomes of its cookies.

use optgate::engine::{Ask, Input};

use crate::config::{read, services};
use crate::page::{Jar, LIFE, NOW, Page, both, fresh, one, site};

pub const UPDATE_DENIED: &str = r#"gtag ["consent","update",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied"}]"#;
pub const UPDATE_ANALYTICS: &str = r#"gtag ["consent","update",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"granted"}]"#;
pub const UPDATE_BOTH: &str = r#"gtag ["consent","update",{"ad_storage":"granted","ad_user_data":"granted","ad_personalization":"denied","analytics_storage":"granted"}]"#;
pub const DEFAULT: &str = r#"gtag ["consent","default",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied"}]"#;

/// The `config` command of `id` with a life in seconds.
pub fn config(id: &str, life: u32) -> String {
    format!(
        r#"gtag ["config","{id}",{{"anonymize_ip":true,"allow_google_signals":false,"allow_ad_personalization_signals":false,"cookie_update":false,"cookie_expires":{life},"cookie_flags":"SameSite=Lax;Secure"}}]"#
    )
}

#[test]
fn later_grants_of_google_are_told_by_an_update_and_their_own_config() {
    let mut page = fresh(&both());
    page.give(&["analytics"]);
    page.take();
    page.give(&["marketing"]);
    let log = page.take();
    let google: Vec<&String> = log.iter().filter(|line| line.starts_with("gtag") || line.starts_with("load")).collect();
    assert_eq!(google, [UPDATE_BOTH, &config("AW-456", LIFE)], "one script serves both");
}

#[test]
fn marketing_alone_loads_ads_and_keeps_analytics_off() {
    let mut page = fresh(&both());
    page.give(&["marketing"]);
    assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtag/js?id=AW-456"]);
    assert!(page.flag);
    assert_eq!(page.cookie("cookieconsent_status"), None, "analytics is unknown");
    assert_eq!(page.ask, Ask::Banner);
}

#[test]
fn a_container_waits_for_analytics_and_marketing_both() {
    let mut page = fresh(&site(&[("google", "GTM-K2B3")]));
    page.give(&["analytics"]);
    assert!(page.scripts.is_empty());
    page.give(&["marketing"]);
    assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtm.js?id=GTM-K2B3"]);
    let mut page = fresh(&site(&[("google", "GTM-K2B3")]));
    page.withdraw(&["google-tag-manager"]);
    page.give(&["analytics"]);
    assert!(page.scripts.is_empty());
}

#[test]
fn a_container_waits_for_its_own_purposes_alone_wherever_it_stands() {
    for (google, gtm, purpose) in [
        ("GTM-A GTM-B", r#"{"GTM-A": ["analytics"]}"#, "analytics"),
        ("GTM-B GTM-A", r#"{"GTM-A": ["analytics"]}"#, "analytics"),
        ("GTM-B GTM-A", r#"{"GTM-A": ["analytics"], "GTM-B": ["marketing", "analytics", "zoo"]}"#, "analytics"),
        ("GTM-B GTM-A", r#"{"GTM-A": ["analytics", "zoo"], "GTM-B": ["zoo", "analytics", "marketing"]}"#, "analytics"),
    ] {
        let (site, complaints) = read(&[("google", google)], &format!(r#"{{"gtm": {gtm}}}"#));
        assert_eq!(complaints, [""; 0], "{google} {gtm}");
        assert_eq!(services(&site)[0], format!("google-tag-manager={purpose}"), "{google} {gtm}");
        let mut page = fresh(&site);
        page.give(&["analytics", "zoo"]);
        assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtm.js?id=GTM-A"], "{google} {gtm}");
        page.give(&["marketing"]);
        assert_eq!(page.scripts[1..], ["https://www.googletagmanager.com/gtm.js?id=GTM-B"], "{google} {gtm}");
    }
}

#[test]
fn a_container_withdrawn_by_name_stays_closed_on_the_next_page() {
    let mut page = fresh(&site(&[("google", "GTM-K2B3")]));
    page.give(&["analytics", "marketing"]);
    page.withdraw(&["google-tag-manager"]);
    let jar = page.jar.clone();
    let page = Page::open(&site(&[("google", "GTM-K2B3")]), jar, NOW, false);
    assert_eq!((page.mark("analytics").as_str(), page.mark("marketing").as_str()), ("given/stored", "given/stored"));
    assert!(page.scripts.is_empty());
}

#[test]
fn an_ended_product_is_opted_out_but_never_loaded() {
    let mut page = fresh(&site(&[("google", "UA-12-1")]));
    page.feed(Input::Refuse);
    assert_eq!(page.cookie("ga-disable-UA-12-1").as_deref(), Some("true"));
    page.give(&[]);
    assert_eq!(page.cookie("ga-disable-UA-12-1"), None);
    assert!(page.scripts.is_empty() && !page.flag);
}

#[test]
fn withdrawing_google_analytics_alone_silences_it_and_leaves_its_purpose() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.withdraw(&["google-analytics"]);
    assert!(page.flag);
    assert_eq!(page.mark("analytics"), "given/visitor");
    assert_eq!(page.cookie("cookieconsent_status").as_deref(), Some("allow"));
    assert_eq!(page.cookie("ga-disable"), None, "it would refuse the whole purpose on the next page");
    let page = Page::open(&one(), page.jar.clone(), NOW, false);
    assert!(page.flag && page.scripts.is_empty());
    assert_eq!(page.mark("google-analytics"), "withdrawn/stored");
}

#[test]
fn giving_google_analytics_alone_opens_it_on_this_page_and_the_next() {
    let mut page = fresh(&one());
    page.feed(Input::Refuse);
    page.give(&["google-analytics"]);
    assert!(!page.flag);
    assert_eq!(page.mark("analytics"), "refused/visitor");
    assert_eq!(page.cookie("ga-disable"), None, "removed when the visitor gives");
    let page = Page::open(&one(), page.jar.clone(), NOW, false);
    assert!(!page.flag);
    assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtag/js?id=G-ABC123"]);
}

#[test]
fn on_a_site_without_marketing_the_cookies_of_ads_go_with_the_others_and_else_with_marketing() {
    let mut page = Page::open(&both(), Jar::of("_ga=1; _gcl_au=2; _gac_1=3"), NOW, false);
    page.take();
    page.withdraw(&["analytics"]);
    assert!(page.take().contains(&"clear _ga".to_string()));
    page.withdraw(&["marketing"]);
    assert!(page.take().contains(&"clear _gcl_au _gac_1".to_string()));
    let mut page = Page::open(&one(), Jar::of("_ga=1; _gcl_au=2"), NOW, false);
    page.withdraw(&["analytics"]);
    assert!(page.take().contains(&"clear _ga _gcl_au".to_string()));
}

#[test]
fn a_withdrawal_loads_the_page_again_where_a_container_was_let_in_whoever_brought_it() {
    let container = "https://www.googletagmanager.com/gtm.js?id=GTM-OTHER";
    let tag = "https://www.googletagmanager.com/gtag/js?id=G-OTHER1";
    // data-google, what the page asks for before and after it is given, and whether it is loaded again.
    for (google, before, after, expected) in [
        ("GTM-K2B3", tag, tag, true),
        ("G-ABC123", container, container, true),
        ("", tag, container, true),
        ("G-ABC123", tag, tag, false),
        ("G-ABC123", container, tag, false),
    ] {
        let mut page = fresh(&site(&[("google", google), ("purposes", "analytics marketing")]));
        page.engine.passes(before);
        page.give(&["analytics", "marketing"]);
        page.engine.passes(after);
        page.withdraw(&["marketing"]);
        assert_eq!(page.take().contains(&"reload".to_string()), expected, "{google} {before} {after}");
    }
}
