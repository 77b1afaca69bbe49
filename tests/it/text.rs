//! The words: complete in both languages, and the right language.

use optgate::text::{END, Texts, available, choose};

/// The second layer.
const GERMAN: &str = include_str!("../../src/text/de.json");
const ENGLISH: &str = include_str!("../../src/text/en.json");

/// Every key that is inside.
const INSIDE: [&str; 22] = [
    "title",
    "intro",
    "google",
    "withdraw",
    "withdrawPrivacy",
    "accept",
    "reject",
    "settings",
    "privacy",
    "imprint",
    "reopen",
    "for.analytics",
    "for.marketing",
    "for.personalization",
    "for.media",
    "play",
    "playNotice",
    "always",
    "watch",
    "googlePrivacy",
    "load",
    "loadNotice",
];

fn pairs(json: &str) -> Vec<(String, String)> {
    let map: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).expect("a JSON object");
    map.into_iter().map(|(key, text)| (key, text.as_str().expect("a flat object of texts").to_string())).collect()
}

fn texts(lang: &str) -> Texts {
    Texts::new(lang, "")
}

fn own(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(key, text)| format!("{key}={text}{END}")).collect()
}

#[test]
fn every_key_has_a_text_of_its_own_in_both_languages() {
    let (german, english) = (texts("de"), texts("en"));
    for key in INSIDE {
        assert!(!german.get(key).trim().is_empty() && !english.get(key).trim().is_empty(), "{key}");
        assert_ne!(german.get(key), english.get(key), "{key}");
        assert_eq!(Texts::new("de", &own(&[(key, "own")])).get(key), "own", "{key}");
    }
    for inside in [include_str!("../../src/text/de.txt"), include_str!("../../src/text/en.txt")] {
        let keys: Vec<&str> = inside.lines().filter_map(|line| line.split('=').next()).collect();
        assert_eq!(keys, INSIDE);
    }
}

#[test]
fn both_files_have_the_same_keys_and_no_text_is_empty_or_copied() {
    let (german, english) = (pairs(GERMAN), pairs(ENGLISH));
    let names = |pairs: &[(String, String)]| pairs.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    assert_eq!(names(&german), names(&english));
    for ((key, de), (_, en)) in german.iter().zip(&english) {
        assert!(!de.trim().is_empty() && !en.trim().is_empty(), "{key}");
        assert!(!key.contains('=') && !de.contains('\n') && !en.contains('\n'), "{key}");
        // Names of cookies are the same in every language.
        assert!(de != en || key.ends_with(".cookies"), "{key}");
        assert!(!INSIDE.contains(&key.as_str()), "{key} is inside already");
    }
}

#[test]
fn german_texts_are_right_in_switzerland_too() {
    for key in INSIDE {
        assert!(!texts("de").get(key).contains('ß'), "{key}");
    }
    assert!(!GERMAN.contains('ß'));
}

#[test]
fn the_values_to_fill_in_are_the_same_in_both_languages() {
    let names =
        |text: &str| text.split('{').skip(1).map(|rest| rest.split('}').next().map(str::to_string)).collect::<Vec<_>>();
    for key in INSIDE {
        assert_eq!(names(texts("de").get(key)), names(texts("en").get(key)), "{key}");
    }
    for ((key, de), (_, en)) in pairs(GERMAN).iter().zip(&pairs(ENGLISH)) {
        assert_eq!(names(de), names(en), "{key}");
    }
}

#[test]
fn what_outside_clients_look_for_is_said() {
    let (german, english) = (texts("de"), texts("en"));
    assert_eq!((german.get("reject"), english.get("reject")), ("Alle ablehnen", "Reject all"));
    assert_eq!((german.get("accept"), english.get("accept")), ("Alle akzeptieren", "Accept all"));
    assert_eq!((german.get("settings"), english.get("settings")), ("Einstellungen", "Settings"));
    assert!(english.get("intro").contains("use cookies and similar technologies"));
    assert!(german.get("intro").contains("verwenden Cookies und ähnliche Technologien"));
}

#[test]
fn an_owners_empty_text_falls_back_to_ours() {
    let mut texts = Texts::new("de-AT", &own(&[("reject", ""), ("save", ""), ("save", "Sichern")]));
    assert_eq!(texts.get("reject"), "Alle ablehnen");
    assert_eq!((texts.get("save"), texts.get("close")), ("Sichern", ""));
    texts.load("save=Auswahl speichern\nclose=Zurück");
    assert_eq!((texts.get("save"), texts.get("close")), ("Sichern", "Zurück"));
}

#[test]
fn a_language_of_the_owners_stands_on_english() {
    let french = Texts::new("fr", &own(&[("reject", "Tout refuser")]));
    assert_eq!((french.get("reject"), french.get("accept")), ("Tout refuser", "Accept all"));
    assert_eq!((french.tag(), french.get("lang"), french.get("dir")), ("en", "fr", "ltr"));
    assert_eq!((texts("de-CH").tag(), texts("DE").tag(), texts("den").tag()), ("de", "de", "en"));
    assert_eq!((texts("ar").get("dir"), texts("he-IL").get("dir"), texts("are").get("dir")), ("rtl", "rtl", "ltr"));
}

#[test]
fn purposes_and_services_have_a_name_and_at_worst_their_id() {
    let mut german = Texts::new("de", &own(&[("maps.name", "Karten")]));
    assert_eq!(
        (german.name("maps"), german.name("youtube"), german.name("analytics")),
        ("Karten", "YouTube", "analytics")
    );
    german.load("analytics.name=Analyse");
    assert_eq!(german.name("analytics"), "Analyse");
}

#[test]
fn the_language_is_the_sites_the_pages_or_the_visitors() {
    // data-lang, lang of the page, languages of the browser, languages there are, the choice.
    let table = [
        ("auto", "de", "en", "de en", "de"),
        ("auto", "de-CH", "en", "de en", "de"),
        ("auto", "DE-at-1996", "en", "de en", "de"),
        ("auto", "de_DE", "en", "de en", "de"),
        ("auto", "en-GB", "de", "de en", "en"),
        ("auto", "", "de-DE,en-US", "de en", "de"),
        ("auto", "", "fr, de;q=0.5, de", "de en", "de"),
        ("auto", "fr", "de", "de en", "de"),
        ("auto", "fr", "de", "de en fr", "fr"),
        ("auto", "fr", "it", "de en", "en"),
        ("auto", "", "", "de en", "en"),
        ("auto", "", "", "de fr", "de"),
        ("auto", "en", "en", "de", "de"),
        ("en", "de", "de", "de en", "en"),
        ("de-AT", "en", "en", "de en", "de"),
        ("de-AT", "en", "en", "de de-AT en", "de-AT"),
        ("auto", "de", "de-AT", "de-AT en", "de-AT"),
        ("auto", "den", "", "de en", "en"),
        ("auto", "  de ", "", "de en", "de"),
        ("auto", "", "", "", ""),
        ("auto", "", "", "fr de ", "fr"),
    ];
    for (config, page, browser, languages, expected) in table {
        assert_eq!(choose(config, page, browser, languages), expected, "{config} {page} {browser} {languages}");
    }
    assert_eq!(available("fr-CH", "de fr"), Some("fr"));
    assert_eq!(available("f", "de fr"), None);
}

#[test]
fn what_stands_behind_a_condition_is_there_if_it_holds() {
    let texts = Texts::new("de", &own(&[("b", "<{?x}{!x}{}>")]));
    // Template, what it becomes with x = "v" and y empty.
    let table = [
        ("a\0{?x}\0{x}\0{!}\0c", "a\0v\0c"),
        ("a\0{?y}\0{x}\0{!}\0c", "a\0c"),
        ("a\0{!x}\0b\0{?x}\0c", "a\0c"),
        ("a\0{!y}\0b\0{?y}\0c\0{!}\0d", "a\0b\0d"),
        ("a{?unknown}b{!unknown}c{!}d", "acd"),
        // An owner's text is no template.
        ("{b}", "<?x!x>"),
    ];
    for (template, expected) in table {
        let mut out = String::new();
        texts.expand(template, "x y", &["v", ""], &mut out);
        assert_eq!(out, expected, "{template}");
    }
}

#[test]
fn names_in_a_template_become_values_or_texts() {
    let texts = Texts::new(
        "de",
        &own(&[("a", "text of a, {x} and {b}"), ("b", "b"), ("loop", "<{loop}>"), ("nul", "n\0n"), ("half", "h{x")]),
    );
    // Template, what it becomes with x = "1{b}\0".
    let table = [
        ("{x}", "1{b}"),
        ("{a}", "text of a, 1{b} and b"),
        ("{x}{x} {b}", "1{b}1{b} b"),
        ("{accept}", "Alle akzeptieren"),
        ("{unknown}", "unknown"),
        ("{unknown?}.", "."),
        ("{b?}", "b"),
        ("{x?}", "1{b}"),
        ("{loop}", "<<<>>>"),
        ("{nul}\0", "nn\0"),
        ("{half}", "h1{b}"),
        ("{x", "1{b}"),
        ("}", "}"),
        ("", ""),
    ];
    for (template, expected) in table {
        let mut out = String::new();
        texts.expand(template, "x", &["1{b}\0"], &mut out);
        assert_eq!(out, expected, "{template}");
    }
}
