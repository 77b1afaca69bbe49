//! The words of one language, and the right language. That every language is complete is held in `language`.

use optgate::text::{END, KEYS, LANGUAGES, Texts, available, choose};

fn texts(lang: &str) -> Texts {
    Texts::new(lang, "")
}

fn own(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(key, text)| format!("{key}={text}{END}")).collect()
}

#[test]
fn every_key_of_the_first_layer_is_inside_and_an_owners_text_wins() {
    assert_eq!(KEYS.lines().count(), 23);
    for key in KEYS.lines() {
        for tag in ["de", "en"] {
            assert!(!texts(tag).get(key).trim().is_empty(), "{tag} {key}");
            assert_eq!(Texts::new(tag, &own(&[(key, "own")])).get(key), "own", "{key}");
        }
        // The comma is the same in both.
        assert_eq!(texts("de").get(key) == texts("en").get(key), key == "comma", "{key}");
    }
}

#[test]
fn what_outside_clients_look_for_is_said() {
    let (german, english) = (texts("de"), texts("en"));
    assert_eq!((german.get("reject"), english.get("reject")), ("Alle ablehnen", "Reject all"));
    assert_eq!((german.get("accept"), english.get("accept")), ("Alle akzeptieren", "Accept all"));
    assert_eq!((german.get("settings"), english.get("settings")), ("Einstellungen", "Settings"));
    assert!(english.get("intro").contains("cookies and similar technologies"));
    assert!(german.get("intro").contains("Cookies und ähnliche Technologien"));
}

#[test]
fn an_owners_empty_text_falls_back_to_ours() {
    let mut texts = Texts::new("de-AT", &own(&[("reject", ""), ("accept", " \n"), ("save", ""), ("save", "Sichern")]));
    assert_eq!((texts.get("reject"), texts.get("accept")), ("Alle ablehnen", "Alle akzeptieren"));
    assert_eq!((texts.get("save"), texts.get("close")), ("Sichern", ""));
    texts.load("save=Auswahl speichern\nclose=Zurück");
    assert_eq!((texts.get("save"), texts.get("close")), ("Sichern", "Zurück"));
}

#[test]
fn a_language_of_the_owners_stands_on_english() {
    let own = Texts::new("lb", &own(&[("reject", "Alles refuséieren")]));
    assert_eq!((own.get("reject"), own.get("accept")), ("Alles refuséieren", "Accept all"));
    assert_eq!((own.tag(), own.get("lang"), own.get("dir"), own.is_here()), ("en", "lb", "ltr", true));
    assert_eq!((texts("de-CH").tag(), texts("DE").tag(), texts("den").tag()), ("de", "de", "en"));
}

#[test]
fn a_language_that_is_not_inside_waits_for_its_file() {
    let mut french = Texts::new("fr-CA", &own(&[("reject", "Non merci")]));
    assert_eq!((french.tag(), french.get("lang"), french.is_here()), ("fr", "fr-CA", false));
    assert_eq!((french.get("accept"), french.get("youtube.name")), ("", "YouTube"));
    french.take("Titre\nIntro", "");
    assert!(french.is_here());
    assert_eq!((french.get("title"), french.get("intro"), french.get("accept")), ("Titre", "Intro", ""));
    // With the second layer, keys and values of everything.
    french.take("Titre\nNon\nEnregistrer", "title\nreject\nsave");
    assert_eq!((french.get("reject"), french.get("save"), french.get("intro")), ("Non merci", "Enregistrer", ""));
    // A file that could not be had leaves what is inside; the keys of the first layer always stand first.
    let mut german = texts("de");
    german.take("", format!("{KEYS}\nsave").leak());
    assert_eq!((german.get("title"), german.get("save")), ("Ihre Wahl zum Datenschutz", ""));
}

#[test]
fn scripts_that_run_from_right_to_left_say_so() {
    for (tag, dir) in [("ar", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("he-IL", "rtl"), ("are", "ltr"), ("el", "ltr")]
    {
        assert_eq!(texts(tag).get("dir"), dir, "{tag}");
    }
}

#[test]
fn other_names_of_a_language_have_a_file_too() {
    let table = [
        ("no", "no"),
        ("nb-NO", "nb"),
        ("nn-NO", "nn"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-SG", "zh"),
        ("zh-Hans-CN", "zh-Hans"),
        ("zh-TW", "zh-TW"),
        ("zh-HK", "zh-HK"),
        ("zh-Hant-TW", "zh-Hant"),
        ("pt-BR", "pt"),
        ("sr-Cyrl-RS", "sr"),
    ];
    for (wanted, tag) in table {
        assert_eq!(choose("auto", wanted, "de", LANGUAGES), tag, "{wanted}");
        assert_eq!(texts(wanted).tag(), tag, "{wanted}");
    }
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
