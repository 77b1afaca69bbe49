//! What an address needs before it may be contacted.

use optgate::gate::{self, Needs};
use optgate::service::ADDRESSES;

use super::config::read;
use super::page::fresh;

/// Purposes and service, as `analytics/google-analytics`; `-` for an address that is nobody's.
fn needs(block: &str, address: &str) -> String {
    let (site, complaints) = read(&[("google", "G-ABC123 AW-456 GTM-XY7")], block);
    assert_eq!(complaints, [""; 0]);
    gate::needs(&site, address)
        .map_or_else(|| "-".into(), |Needs { purposes, service }| format!("{}/{service}", purposes.trim()))
}

#[test]
fn addresses_of_built_in_services_are_known() {
    let (analytics, ads) = ("analytics/google-analytics", "marketing/google-ads");
    let (container, video) = ("analytics marketing/google-tag-manager", "media/youtube");
    let table = [
        ("https://www.google-analytics.com/g/collect?v=2", analytics),
        ("https://region1.google-analytics.com/g/collect", analytics),
        ("https://REGION1.Google-Analytics.com./x", analytics),
        ("https://ssl.google-analytics.com/ga.js", analytics),
        ("http://analytics.google.com/g/collect", analytics),
        ("https://www.googletagmanager.com/gtag/js?id=G-OTHER1", analytics),
        ("https://www.googletagmanager.com/gtag/js?id=G-ABC123", analytics),
        ("//www.googletagmanager.com/gtag/js", analytics),
        ("https://www.googletagmanager.com/gtag/js?id=AW-999", ads),
        ("https://www.googletagmanager.com/gtag/js?l=layer&id=AW-456", ads),
        ("https://www.googletagmanager.com/gtag/js?l=layer&id=AW-999", ads),
        ("https://www.googletagmanager.com/gtag/destination?id=AW-999&l=dataLayer&cx=c", ads),
        ("https://www.googletagmanager.com/gtag/destination?l=dataLayer&id=DC-999#x", ads),
        ("https://www.googletagmanager.com/gtag/destination?id=G-OTHER1&l=dataLayer", analytics),
        ("https://www.googletagmanager.com/gtag/js?id=G-OTHER1&from=AW-999", analytics),
        ("https://www.googletagmanager.com/gtm.js?id=GTM-OTHER", container),
        ("https://www.googletagmanager.com/gtm.js?id=GTM-XY7", container),
        ("https://www.googletagmanager.com/ns.html?id=GTM-OTHER", container),
        ("https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/", ads),
        ("https://www.googleadservices.com/pagead/conversion.js", ads),
        ("https://www.google.com/pagead/1p-conversion/1/", ads),
        ("https://www.google.de/ads/ga-audiences?t=sr", ads),
        ("https://google.co.uk/ccm/collect", ads),
        ("https://www.youtube.com/embed/abcdefghijk", video),
        ("https://www.youtube-nocookie.com/embed/abcdefghijk", video),
        ("https://i.ytimg.com/vi/abcdefghijk/0.jpg", video),
        ("https://www.youtubeeducation.com/embed/abcdefghijk", video),
        ("https://yt3.googleusercontent.com/a.jpg", video),
        ("https://youtube.googleapis.com/v/abcdefghijk", video),
        ("https:\\\\youtu.be\\abcdefghijk", video),
        ("https://user@www.youtube.com:443/iframe_api", video),
        ("https://static.cloudflareinsights.com/beacon.min.js", "analytics/cloudflare-insights"),
        ("https://muster.example/cdn-cgi/rum?", "analytics/cloudflare-insights"),
    ];
    for (address, expected) in table {
        assert_eq!(needs("", address), expected, "{address}");
    }
}

#[test]
fn lookalikes_and_other_hosts_of_the_same_companies_are_nobodys() {
    for address in [
        "https://www.youtube.com.evil.example/embed/abcdefghijk",
        "https://notyoutube.com/embed/abcdefghijk",
        "https://www.youtube.com@evil.example/",
        "https://evil.example/www.youtube.com/embed",
        "https://evil.example/?https://www.youtube.com/embed",
        "https://fonts.googleapis.com/css",
        "https://www.google.com/recaptcha/api.js",
        "https://www.google.com/maps/embed",
        "https://ads.google.com/",
        "https://google-analytics.com.evil.example/",
        "https://mygoogle-analytics.com/",
        "https://muster.example/?id=G-ABC1234",
        "https://muster.example/G-ABC123",
        "https://muster.example/cdn-cgi/trace",
        "https://yt.ggpht.com/",
        "/www.youtube.com/embed/abcdefghijk",
        "www.youtube.com/embed/abcdefghijk",
        "data:text/html,https://www.youtube.com",
        "about:blank",
        "mailto:a@youtube.com",
        "",
        "//",
        "https://",
    ] {
        assert_eq!(needs("", address), "-", "{address}");
    }
}

#[test]
fn an_id_of_the_sites_own_tells_delivery_from_its_own_path() {
    for (address, expected) in [
        ("https://muster.example/metrics/?id=G-ABC123", "analytics/google-analytics"),
        ("https://muster.example/metrics/g/collect?v=2&tid=G-ABC123&gtm=1", "analytics/google-analytics"),
        ("https://muster.example/x?id=AW-456#y", "marketing/google-ads"),
        ("/x.js?id=GTM-XY7", "analytics marketing/google-tag-manager"),
    ] {
        assert_eq!(needs("", address), expected, "{address}");
    }
}

#[test]
fn what_the_site_lists_comes_first() {
    let block = r#"{"services": [
        {"id": "osm", "purpose": "maps", "hosts": ["openstreetmap.org", "tile.example"], "paths": "/tiles/"},
        {"id": "films", "purpose": "marketing", "hosts": "www.youtube.com"},
        {"id": "own", "purpose": "necessary", "hosts": "metrics.google-analytics.com"},
        {"id": "google-ads", "purpose": "maps"}]}"#;
    for (address, expected) in [
        ("https://www.openstreetmap.org/export/embed.html", "maps/osm"),
        ("https://tile.example", "maps/osm"),
        ("https://muster.example/tiles/1.png", "maps/osm"),
        ("https://muster.example/tiles", "-"),
        ("https://muster.example/a/tiles/", "-"),
        ("https://www.youtube.com/embed/abcdefghijk", "marketing/films"),
        ("https://m.youtube.com/embed/abcdefghijk", "media/youtube"),
        ("https://metrics.google-analytics.com/", "necessary/own"),
        ("https://www.googleadservices.com/", "maps/google-ads"),
    ] {
        assert_eq!(needs(block, address), expected, "{address}");
    }
}

#[test]
fn no_setting_makes_a_container_necessary() {
    for (gtm, purposes) in [
        (r#"["necessary"]"#, "analytics marketing"),
        (r#""necessary""#, "analytics marketing"),
        (r#"["necessary", "zoo"]"#, "zoo"),
    ] {
        let (site, complaints) = read(&[("google", "GTM-A")], &format!(r#"{{"gtm": {{"GTM-A": {gtm}}}}}"#));
        assert_eq!(complaints, ["out-of-range gtm.GTM-A: necessary"], "{gtm}");
        let found: Vec<_> = site.google.iter().map(|id| id.purposes.unwrap_or_default().trim()).collect();
        assert_eq!(found, [purposes], "{gtm}");
        let page = fresh(&site);
        assert!(page.scripts.is_empty() && !page.engine.given("google-tag-manager"), "{gtm}");
    }
}

#[test]
fn the_settings_say_what_a_container_needs() {
    let (site, complaints) =
        read(&[("google", "GTM-A GTM-B")], r#"{"gtm": {"GTM-A": ["analytics", "zoo"], "GTM-B": "x!", "GTM-C": "a"}}"#);
    assert_eq!(complaints, ["invalid-id gtm.GTM-B: x!", "unknown-key gtm.GTM-C"]);
    let purposes: Vec<_> = site.google.iter().map(|id| id.purposes.unwrap_or_default().trim()).collect();
    assert_eq!(purposes, ["analytics zoo", "x!"]);
    let names: Vec<_> = site.purposes.iter().map(|purpose| purpose.id).collect();
    assert_eq!(names, ["necessary", "analytics", "media", "zoo"]);
}

/// The scripts hold the known hosts bluntly where no engine runs, and ask it about an address only if they know it.
#[test]
fn the_scripts_know_every_address_that_the_engine_knows() {
    let script = include_str!("../../src/web/doors.js");
    let pattern = script.split("const KNOWN = /").nth(1).and_then(|rest| rest.split("/i;\n").next()).expect("KNOWN");
    let known = regex(pattern);
    for (service, places) in ADDRESSES {
        for place in places.split(' ') {
            let address = match place {
                _ if place.starts_with('/') => format!("https://muster.example{place}"),
                _ if place.contains("google./") => format!("https://www.{}", place.replace("google.", "google.de")),
                _ => format!("https://sub.{place}"),
            };
            assert!(known.is_match(&address), "{service}: {address}");
        }
    }
    for other in ["https://fonts.googleapis.com/", "https://www.google.com/recaptcha/api.js", "https://notyoutube.com/"]
    {
        assert!(!known.is_match(other), "{other}");
    }
}

/// The same expression in Rust's words.
fn regex(pattern: &str) -> regex_lite::Regex {
    regex_lite::RegexBuilder::new(&pattern.replace("\\/", "/")).case_insensitive(true).build().expect("an expression")
}
