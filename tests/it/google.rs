//! Google: ids, data layer commands, scripts, cookies.

use optgate::google::{self, GoogleId, Grants, Product, Tag};

const NOTHING: Grants = Grants { analytics: false, marketing: false, personalization: false };
const ANALYTICS: Grants = Grants { analytics: true, ..NOTHING };
const MARKETING: Grants = Grants { marketing: true, ..NOTHING };
const BOTH: Grants = Grants { analytics: true, marketing: true, personalization: false };
const ALL: Grants = Grants { analytics: true, marketing: true, personalization: true };

const DENIED: &str = r#"["consent","default",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied"}]"#;

fn ids(texts: &[&'static str]) -> Vec<GoogleId> {
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
        let purposes = (product == Product::TagManager).then_some("analytics marketing");
        assert_eq!(GoogleId::parse(text), Some(GoogleId { product, text, purposes }), "{text}");
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

/// The lines that are said first on a page.
fn opening(texts: &[&'static str], grants: Grants, life: u32, https: bool) -> Vec<String> {
    lines(&mut Tag::default(), texts, grants, life, https)
}

fn lines(tag: &mut Tag, texts: &[&'static str], grants: Grants, life: u32, https: bool) -> Vec<String> {
    let open = |id: &GoogleId| match id.product {
        Product::Analytics | Product::Universal => grants.analytics,
        Product::Ads => grants.marketing,
        Product::TagManager => grants.analytics && grants.marketing,
    };
    tag.follow(&ids(texts), grants, open, life, https).lines().map(String::from).collect()
}

#[test]
fn commands_come_in_googles_order_with_the_strict_values() {
    assert_eq!(
        opening(&["G-ABC123"], ANALYTICS, 15_724_800, true),
        [
            DENIED,
            r#"["consent","update",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"granted"}]"#,
            r#"["js"]"#,
            r#"["config","G-ABC123",{"anonymize_ip":true,"allow_google_signals":false,"allow_ad_personalization_signals":false,"cookie_update":false,"cookie_expires":15724800,"cookie_flags":"SameSite=Lax;Secure"}]"#,
            "https://www.googletagmanager.com/gtag/js?id=G-ABC123",
        ]
    );
}

#[test]
fn marketing_alone_configures_the_ads_id_and_never_analytics() {
    assert_eq!(
        opening(&["G-ABC123", "AW-456", "UA-1-1", "GTM-X"], MARKETING, 60, false),
        [
            DENIED,
            r#"["consent","update",{"ad_storage":"granted","ad_user_data":"granted","ad_personalization":"denied","analytics_storage":"denied"}]"#,
            r#"["js"]"#,
            r#"["config","AW-456",{"anonymize_ip":true,"allow_google_signals":false,"allow_ad_personalization_signals":false,"cookie_update":false,"cookie_expires":60}]"#,
            "https://www.googletagmanager.com/gtag/js?id=AW-456",
        ]
    );
}

#[test]
fn personalisation_alone_lifts_googles_signals() {
    assert_eq!(
        opening(&["G-A"], ALL, 60, false)[1..4],
        [
            r#"["consent","update",{"ad_storage":"granted","ad_user_data":"granted","ad_personalization":"granted","analytics_storage":"granted"}]"#,
            r#"["js"]"#,
            r#"["config","G-A",{"anonymize_ip":true,"allow_google_signals":true,"allow_ad_personalization_signals":true,"cookie_update":false,"cookie_expires":60}]"#,
        ]
    );
}

#[test]
fn a_withdrawal_is_an_update_that_denies_and_is_said_once() {
    let mut tag = Tag::default();
    lines(&mut tag, &["G-A"], ANALYTICS, 60, false);
    assert_eq!(
        lines(&mut tag, &["G-A"], NOTHING, 60, false),
        [
            r#"["consent","update",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied"}]"#
        ]
    );
    assert_eq!(lines(&mut tag, &["G-A"], NOTHING, 60, false), [""; 0]);
}

#[test]
fn nothing_is_said_before_something_is_given() {
    let all = ["UA-1-1", "GTM-C", "AW-1", "G-A"];
    assert_eq!(opening(&all, NOTHING, 60, false), [""; 0]);
    for nobody in [&[][..], &["UA-1-1"]] {
        assert_eq!(opening(nobody, ALL, 60, false), [""; 0], "no data layer is heard");
    }
}

#[test]
fn consent_is_told_once_anything_is_given_since_the_page_may_bring_what_opens_with_it() {
    let update = |word| {
        format!(
            r#"["consent","update",{{"ad_storage":"{word}","ad_user_data":"{word}","ad_personalization":"denied","analytics_storage":"denied"}}]"#
        )
    };
    let mut tag = Tag::default();
    let ids = ["G-A"];
    assert_eq!(lines(&mut tag, &ids, MARKETING, 60, false), [DENIED, &update("granted"), r#"["js"]"#]);
    assert_eq!(lines(&mut tag, &ids, MARKETING, 60, false), [""; 0]);
    assert_eq!(lines(&mut tag, &ids, NOTHING, 60, false), [update("denied")]);
    assert_eq!(opened(&mut tag, &ids, BOTH), ["G-A", "gtag/js?id=G-A"]);
    assert_eq!(lines(&mut tag, &ids, MARKETING, 60, false), [update("granted")], "and the default no second time");
}

#[test]
fn no_cookie_outlives_400_days_or_the_answer() {
    for (life, text) in [
        (0, "\"cookie_expires\":0}"),
        (1, "\"cookie_expires\":1}"),
        (34_559_999, "\"cookie_expires\":34559999}"),
        (34_560_000, "\"cookie_expires\":34560000}"),
        (34_560_001, "\"cookie_expires\":34560000}"),
        (u32::MAX, "\"cookie_expires\":34560000}"),
    ] {
        let config = opening(&["G-A"], ANALYTICS, life, false).swap_remove(3);
        assert!(config.contains(text), "{life}: {config}");
    }
}

/// The ids in `config` commands, and the scripts.
fn opened(tag: &mut Tag, texts: &[&'static str], grants: Grants) -> Vec<String> {
    let lines = lines(tag, texts, grants, 60, false);
    let words = lines.iter().filter_map(|line| {
        let config = line.strip_prefix(r#"["config",""#).and_then(|rest| rest.split('"').next());
        config.or(line.strip_prefix("https://www.googletagmanager.com/"))
    });
    words.map(String::from).collect()
}

#[test]
fn an_id_is_configured_once_even_if_more_is_given_later() {
    let ids = ["G-A", "AW-1", "G-B", "GTM-C", "UA-1-1"];
    let mut tag = Tag::default();
    assert_eq!(opened(&mut tag, &ids, ANALYTICS), ["G-A", "G-B", "gtag/js?id=G-A"]);
    assert_eq!(opened(&mut tag, &ids, BOTH), ["AW-1", "gtm.js?id=GTM-C"]);
    assert_eq!(opened(&mut tag, &ids, ALL), [""; 0]);
    assert_eq!(opened(&mut tag, &ids, NOTHING), [""; 0]);
    assert_eq!(opened(&mut tag, &ids, BOTH), [""; 0]);
    // Neither is taken for the other because it begins like it.
    assert_eq!(opened(&mut tag, &["G-AB", "G-A"], BOTH), ["G-AB"]);
}

#[test]
fn one_script_serves_all_ids_and_each_container_has_its_own() {
    let all = ["UA-1-1", "GTM-C", "AW-1", "G-A", "G-B", "GTM-D"];
    assert_eq!(opened(&mut Tag::default(), &all, ANALYTICS), ["G-A", "G-B", "gtag/js?id=G-A"]);
    assert_eq!(opened(&mut Tag::default(), &all, MARKETING), ["AW-1", "gtag/js?id=AW-1"]);
    assert_eq!(
        opened(&mut Tag::default(), &all, BOTH),
        ["AW-1", "G-A", "G-B", "gtm.js?id=GTM-C", "gtag/js?id=AW-1", "gtm.js?id=GTM-D"]
    );
}

#[test]
fn what_is_not_open_is_never_loaded() {
    let said = Tag::default().follow(&ids(&["GTM-C", "G-A"]), ALL, |_| false, 60, false);
    assert!(said.ends_with("[\"js\"]") && !said.contains("config"), "{said}");
    assert_eq!(
        opening(&["GTM-C"], BOTH, 60, false).last().unwrap(),
        "https://www.googletagmanager.com/gtm.js?id=GTM-C"
    );
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
    }
    for name in ["_gcl_au", "_gcl_aw", "_gcl_", "_gac_UA-1-1", "_gac_gb_ABC"] {
        assert_eq!(google::cookie_product(name), Some(Product::Ads), "{name}");
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
    }
}
