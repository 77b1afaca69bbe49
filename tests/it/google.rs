//! Google: ids, data layer commands, scripts, cookies.

use optgate::google::{self, GoogleId, Grants, Product};

const NOTHING: Grants = Grants { analytics: false, marketing: false, personalization: false };
const ANALYTICS: Grants = Grants { analytics: true, ..NOTHING };
const MARKETING: Grants = Grants { marketing: true, ..NOTHING };
const BOTH: Grants = Grants { analytics: true, marketing: true, personalization: false };
const ALL: Grants = Grants { analytics: true, marketing: true, personalization: true };

const DENIED: &str = r#"["consent","default",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied"}]"#;

fn ids(texts: &[&str]) -> Vec<GoogleId> {
    texts.iter().map(|text| GoogleId::parse(text).unwrap()).collect()
}

#[test]
fn the_prefix_of_an_id_names_the_product() {
    let table = [
        ("G-ABC123", Product::Analytics),
        ("G-1", Product::Analytics),
        ("UA-12345-1", Product::Universal),
        ("AW-456", Product::Ads),
        ("AW-1234567890", Product::Ads),
        ("GTM-K2B3", Product::TagManager),
        ("G-ABCDEFGHIJKLMNOPQRSTUV", Product::Analytics),
    ];
    for (text, product) in table {
        assert_eq!(GoogleId::parse(text), Some(GoogleId { product, text: text.into() }), "{text}");
    }
}

#[test]
fn what_is_no_id_is_not_taken_for_one() {
    let table = [
        "",
        "-",
        "G",
        "G-",
        "G--",
        "g-abc123",
        "G-abc",
        "G-!!",
        "G-A B",
        " G-ABC",
        "G-ABC ",
        "G-ABC\"",
        "G-Ä",
        "GA-1",
        "UA-",
        "UA-1",
        "UA-1-",
        "UA--1",
        "UA-1-2-3",
        "UA-A-1",
        "UA-1-x",
        "AW-",
        "AW-123/label",
        "AW-1-2",
        "GTM-",
        "GTM-a",
        "GTM",
        "DC-123",
        "GT-ABC",
        "G-ABC\u{0}",
        "G-ABC,AW-1",
        "G-ABCDEFGHIJKLMNOPQRSTUVW",
    ];
    for text in table {
        assert_eq!(GoogleId::parse(text), None, "{text}");
    }
}

#[test]
fn commands_come_in_googles_order_with_the_strict_values() {
    assert_eq!(
        google::opening(&ids(&["G-ABC123"]), ANALYTICS, 15_724_800, true),
        [
            DENIED,
            r#"["consent","update",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"granted"}]"#,
            r#"["js"]"#,
            r#"["config","G-ABC123",{"anonymize_ip":true,"allow_google_signals":false,"allow_ad_personalization_signals":false,"cookie_update":false,"cookie_expires":15724800,"cookie_flags":"SameSite=Lax;Secure"}]"#,
        ]
    );
}

#[test]
fn marketing_alone_configures_the_ads_id_and_never_analytics() {
    assert_eq!(
        google::opening(&ids(&["G-ABC123", "AW-456", "UA-1-1", "GTM-X"]), MARKETING, 60, false),
        [
            DENIED,
            r#"["consent","update",{"ad_storage":"granted","ad_user_data":"granted","ad_personalization":"denied","analytics_storage":"denied"}]"#,
            r#"["js"]"#,
            r#"["config","AW-456",{"anonymize_ip":true,"allow_google_signals":false,"allow_ad_personalization_signals":false,"cookie_update":false,"cookie_expires":60}]"#,
        ]
    );
}

#[test]
fn personalisation_alone_lifts_googles_signals() {
    let commands = google::opening(&ids(&["G-A"]), ALL, 60, false);
    assert_eq!(
        commands[1..],
        [
            r#"["consent","update",{"ad_storage":"granted","ad_user_data":"granted","ad_personalization":"granted","analytics_storage":"granted"}]"#,
            r#"["js"]"#,
            r#"["config","G-A",{"anonymize_ip":true,"allow_google_signals":true,"allow_ad_personalization_signals":true,"cookie_update":false,"cookie_expires":60}]"#,
        ]
    );
}

#[test]
fn a_withdrawal_is_an_update_that_denies() {
    assert_eq!(
        google::update(NOTHING),
        r#"["consent","update",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied"}]"#
    );
}

#[test]
fn no_cookie_outlives_400_days_or_the_answer() {
    let expires = |life| google::configs(&ids(&["G-A"]), NOTHING, ANALYTICS, life, false).remove(0);
    for (life, text) in [
        (0, "\"cookie_expires\":0}"),
        (1, "\"cookie_expires\":1}"),
        (34_559_999, "\"cookie_expires\":34559999}"),
        (34_560_000, "\"cookie_expires\":34560000}"),
        (34_560_001, "\"cookie_expires\":34560000}"),
        (u32::MAX, "\"cookie_expires\":34560000}"),
    ] {
        assert!(expires(life).contains(text), "{life}: {}", expires(life));
    }
}

#[test]
fn an_id_is_configured_once_even_if_more_is_given_later() {
    let ids = ids(&["G-A", "AW-1", "G-B", "GTM-C", "UA-1-1"]);
    let names = |before, now| {
        let commands = google::configs(&ids, before, now, 60, false);
        commands.iter().map(|command| command.split('"').nth(3).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(NOTHING, ANALYTICS), ["G-A", "G-B"]);
    assert_eq!(names(ANALYTICS, BOTH), ["AW-1"]);
    assert_eq!(names(NOTHING, BOTH), ["G-A", "AW-1", "G-B"]);
    assert_eq!(names(BOTH, BOTH), [""; 0]);
    assert_eq!(names(BOTH, ANALYTICS), [""; 0]);
}

#[test]
fn one_script_serves_all_ids_and_each_container_has_its_own() {
    let all = ids(&["UA-1-1", "GTM-C", "AW-1", "G-A", "G-B", "GTM-D"]);
    assert_eq!(google::scripts(&all, NOTHING), [""; 0]);
    assert_eq!(google::scripts(&all, Grants { personalization: true, ..NOTHING }), [""; 0]);
    assert_eq!(google::scripts(&all, ANALYTICS), ["https://www.googletagmanager.com/gtag/js?id=G-A"]);
    assert_eq!(google::scripts(&all, MARKETING), ["https://www.googletagmanager.com/gtag/js?id=AW-1"]);
    assert_eq!(
        google::scripts(&all, BOTH),
        [
            "https://www.googletagmanager.com/gtm.js?id=GTM-C",
            "https://www.googletagmanager.com/gtag/js?id=AW-1",
            "https://www.googletagmanager.com/gtm.js?id=GTM-D",
        ]
    );
    assert_eq!(google::scripts(&ids(&["UA-1-1"]), ALL), [""; 0]);
}

#[test]
fn googles_cookies_are_known_by_name_and_nothing_else_is() {
    for name in [
        "_ga",
        "_ga_ABC123",
        "_ga_",
        "_gid",
        "_gat",
        "_gat_gtag_UA_1_1",
        "_dc_gtm_UA-1-1",
        "__utma",
        "__utmz",
        "__utm",
        "AMP_TOKEN",
        "_gaexp",
        "_gaexp_rc",
    ] {
        assert_eq!(google::cookie_product(name), Some(Product::Analytics), "{name}");
        assert!(google::is_cookie(name), "{name}");
    }
    for name in ["_gcl_au", "_gcl_aw", "_gcl_", "_gac_UA-1-1", "_gac_gb_ABC"] {
        assert_eq!(google::cookie_product(name), Some(Product::Ads), "{name}");
        assert!(google::is_cookie(name), "{name}");
    }
    for name in [
        "",
        "_",
        "ga",
        "_GA",
        "_gax",
        "_galaxy",
        "_gidx",
        "x_ga",
        " _ga",
        "_gac",
        "_gcl",
        "AMP_TOKENS",
        "amp_token",
        "__ut",
        "utma",
        "_dc_gtm",
        "PHPSESSID",
        "session",
        "optgate",
        "cookieconsent_status",
        "ga-disable",
        "ga-disable-G-ABC123",
        "_pk_id",
        "__Host-session",
        "_fbp",
    ] {
        assert_eq!(google::cookie_product(name), None, "{name}");
        assert!(!google::is_cookie(name), "{name}");
    }
}
