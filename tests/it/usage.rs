//! Which purposes and services are in use, and which ids are refused.

use super::config::{purposes, read, services};

#[test]
fn purposes_in_use_follow_from_ids_services_and_the_list() {
    // data-google, block, purposes in use.
    let table: &[(&str, &str, &str)] = &[
        ("", "", "necessary media"),
        ("G-ABC123", "", "necessary analytics media"),
        ("UA-1-1", "", "necessary analytics media"),
        ("AW-456", "", "necessary marketing media"),
        ("GTM-ABC", "", "necessary analytics marketing media"),
        ("G-ABC123 AW-456", "", "necessary analytics marketing media"),
        ("", r#"{"purposes": "analytics"}"#, "necessary analytics media"),
        ("", r#"{"purposes": "zoo personalization marketing"}"#, "necessary marketing personalization media zoo"),
        ("", r#"{"purposes": "necessary media"}"#, "necessary media"),
        ("", r#"{"services": "cloudflare-insights"}"#, "necessary analytics media"),
        ("", r#"{"services": "google-ads"}"#, "necessary marketing media"),
        ("", r#"{"services": [{"id": "osm", "purpose": "maps"}]}"#, "necessary media maps"),
        ("", r#"{"services": [{"id": "shop", "purpose": "necessary"}]}"#, "necessary media"),
        ("AW-456", r#"{"services": [{"id": "google-ads", "purpose": "ads"}]}"#, "necessary marketing media ads"),
    ];
    for (google, block, expected) in table {
        let (site, _) = read(&[("google", google)], block);
        assert_eq!(purposes(&site).join(" "), *expected, "{google} {block}");
    }
}

#[test]
fn services_in_use_are_what_the_ids_bring_and_what_is_listed() {
    // data-google, block, services with their purposes, complaints.
    let table: &[(&str, &str, &str, &str)] = &[
        ("G-A1 G-B2", "", "google-analytics=analytics youtube=media", ""),
        ("GTM-A", "", "google-tag-manager=marketing youtube=media", ""),
        ("UA-1-1", "", "google-analytics=analytics youtube=media", "ended-product data-google: UA-1-1"),
        ("", r#"{"services": "cloudflare-insights"}"#, "cloudflare-insights=analytics youtube=media", ""),
        ("", r#"{"services": [{"id": "youtube", "purpose": "films"}]}"#, "youtube=films", ""),
        (
            "G-A1",
            r#"{"services": [{"id": "google-analytics", "purpose": "marketing"}]}"#,
            "google-analytics=analytics youtube=media",
            "out-of-range services[0].purpose: marketing",
        ),
        (
            "",
            r#"{"services": [{"id": "youtube", "purpose": "necessary"}]}"#,
            "youtube=media",
            "out-of-range services[0].purpose: necessary",
        ),
        ("", r#"{"services": [{"id": "osm"}]}"#, "youtube=media", "invalid-id services[0].purpose"),
        (
            "",
            r#"{"services": [{"id": "osm", "purpose": "Maps"}]}"#,
            "youtube=media",
            "invalid-id services[0].purpose: Maps",
        ),
        (
            "",
            r#"{"services": [{"id": "osm", "purpose": "all"}]}"#,
            "youtube=media",
            "reserved-word services[0].purpose: all",
        ),
        (
            "",
            r#"{"services": [{"id": "osm", "purpose": "youtube"}]}"#,
            "youtube=media",
            "reserved-word services[0].purpose: youtube",
        ),
        ("", r#"{"services": [{"id": "O!", "purpose": "maps"}]}"#, "youtube=media", "invalid-id services[0].id: O!"),
        (
            "",
            r#"{"services": [{"id": "status", "purpose": "maps"}]}"#,
            "youtube=media",
            "reserved-word services[0].id: status",
        ),
        (
            "",
            r#"{"services": [{"id": "analytics", "purpose": "maps"}]}"#,
            "youtube=media",
            "duplicate-id services[0].id: analytics",
        ),
        (
            "",
            r#"{"services": [{"id": "maps", "purpose": "maps"}]}"#,
            "youtube=media",
            "duplicate-id services[0].purpose: maps",
        ),
        (
            "",
            r#"{"services": [{"id": "a", "purpose": "b"}, {"id": "c", "purpose": "a"}]}"#,
            "a=b youtube=media",
            "duplicate-id services[1].purpose: a",
        ),
        (
            "",
            r#"{"services": [{"id": "a", "purpose": "x"}, {"id": "a", "purpose": "y"}]}"#,
            "a=x youtube=media",
            "duplicate-id services[1].id: a",
        ),
        (
            "",
            r#"{"services": [{"id": "youtube"}, {"id": "youtube"}]}"#,
            "youtube=media",
            "duplicate-id services[1].id: youtube",
        ),
        (
            "",
            r#"{"services": [{"id": "a", "purpose": "x", "privacy": "javascript:1", "optOut": "vbscript:1"}]}"#,
            "a=x youtube=media",
            "invalid-link services[0].optOut: vbscript:1, invalid-link services[0].privacy: javascript:1",
        ),
    ];
    for (google, block, expected, complaint) in table {
        let (site, complaints) = read(&[("google", google)], block);
        assert_eq!(services(&site).join(" "), *expected, "{google} {block}");
        assert_eq!(complaints.join(", "), *complaint, "{google} {block}");
    }
}

#[test]
fn purposes_that_cannot_be_used_are_left_out() {
    // Attribute data-purposes, purposes in use, complaints.
    let table: &[(&str, &str, &str)] = &[
        ("maps, Zoo  a-1", "necessary media maps a-1", "invalid-id data-purposes: Zoo"),
        (
            "1a -a thirteen-long",
            "necessary media",
            "invalid-id data-purposes: 1a, invalid-id data-purposes: -a, invalid-id data-purposes: thirteen-long",
        ),
        ("twelve-chars", "necessary media twelve-chars", ""),
        (
            "all none constructor youtube",
            "necessary media",
            "reserved-word data-purposes: all, reserved-word data-purposes: none, \
             reserved-word data-purposes: constructor, reserved-word data-purposes: youtube",
        ),
        ("maps maps", "necessary media maps", "duplicate-id data-purposes: maps"),
        ("a b c d e f g", "necessary media a b c d e f", "too-many data-purposes: g"),
        ("a b c d e f marketing", "necessary media a b c d e f", "too-many data-purposes: marketing"),
    ];
    for (text, expected, complaint) in table {
        let (site, complaints) = read(&[("purposes", text)], "");
        assert_eq!(purposes(&site).join(" "), *expected, "{text}");
        assert_eq!(complaints.join(", "), *complaint, "{text}");
    }
    let (_, complaints) = read(&[], r#"{"purposes": [{"id": "ok"}, {"id": "NO"}]}"#);
    assert_eq!(complaints, ["invalid-id purposes[1].id: NO"]);
}

#[test]
fn more_than_thirty_two_services_are_left_out() {
    let list: Vec<String> = (0..40).map(|n| format!(r#"{{"id": "s{n}", "purpose": "marketing"}}"#)).collect();
    let (site, complaints) = read(&[], &format!(r#"{{"services": [{}]}}"#, list.join(",")));
    assert_eq!(site.services.len(), 33, "32 and YouTube");
    assert_eq!(complaints.len(), 8);
    assert_eq!(complaints[0], "too-many services[32].id: s32");
}

#[test]
fn what_is_asked_is_what_is_in_use_but_necessary_and_media() {
    let (site, _) = read(&[("google", "G-A1"), ("purposes", "maps")], "");
    for (id, asked) in [
        ("necessary", false),
        ("analytics", true),
        ("maps", true),
        ("media", false),
        ("marketing", false),
        ("youtube", false),
    ] {
        assert_eq!(site.is_asked(id), asked, "{id}");
    }
    let (site, _) = read(&[], r#"{"media": "banner"}"#);
    assert!(site.is_asked("media"));
    assert_eq!((site.purpose("media"), site.purpose("maps")), (Some(1), None));
    assert_eq!((site.service("youtube"), site.service("media")), (Some(0), None));
}
