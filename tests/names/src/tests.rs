//! The names against the lists, and the lists against names that they must know.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs};

use crate::drawn::{Drawn, files};
use crate::list::Lists;
use crate::selector;

static KNOWN: LazyLock<Lists> = LazyLock::new(|| Lists::new(vec![include_str!("../known.txt").into()]));

static REAL: LazyLock<Lists> = LazyLock::new(|| {
    let folder = env::var("OPTGATE_LISTS").expect("`cargo xtask test names` fetches the lists and says where they are");
    let lists: Vec<String> =
        files(Path::new(&folder)).iter().map(|file| fs::read_to_string(file).expect("a list")).collect();
    assert!(lists.iter().any(|list| list.contains("Title: AdGuard Cookie Notices")), "the list is not in {folder}");
    assert!(lists.iter().all(|list| list.lines().count() > 1000), "a list in {folder} has hardly a rule");
    Lists::new(lists)
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// One element, `tag.class#id[name=value]` in parts.
fn element(tag: &str, class: &str, id: &str, attribute: (&str, &str)) -> Drawn {
    let one = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty()).into_iter().collect::<BTreeSet<_>>();
    let attributes = [(attribute.0.to_owned(), one(attribute.1))].into_iter().filter(|(name, _)| !name.is_empty());
    Drawn { elements: one(tag), classes: one(class), ids: one(id), attributes: attributes.collect() }
}

#[test]
fn what_is_drawn_is_found_in_the_sources() {
    let drawn = Drawn::collect(&root().join("src"));
    for name in [
        "optgate-banner",
        "optgate-preferences",
        "optgate-button",
        "optgate-frame",
        "dialog",
        "button",
        "iframe",
        "table",
    ] {
        assert!(drawn.elements.contains(name), "element {name}");
    }
    for name in [
        "optgate-actions",
        "optgate-quiet",
        "optgate-player",
        "optgate-open",
        "optgate-sheet",
        "optgate-switch",
        "optgate-services",
    ] {
        assert!(drawn.classes.contains(name), "class {name}");
    }
    for name in ["data-optgate", "data-purpose", "data-video", "data-optgate-state", "popover", "role"] {
        assert!(drawn.attributes.contains_key(name), "attribute {name}");
    }
    assert!(drawn.attributes["aria-label"].contains("Ihre Wahl zum Datenschutz"), "values are texts of the languages");
    assert!(!drawn.classes.contains("9375rem") && !drawn.ids.contains("fff"), "no declaration is taken for a selector");
}

#[test]
fn no_list_hides_what_is_drawn() {
    let drawn = Drawn::collect(&root().join("src"));
    assert_eq!(REAL.hide(&drawn), Vec::<String>::new());
    assert_eq!(KNOWN.hide(&drawn), Vec::<String>::new());
}

#[test]
fn no_list_blocks_a_file_that_ships() {
    let shipped = files(&root().join("dist"));
    for wanted in ["optgate.js", "optgate.more.json", "optgate.de.json", "optgate_bg.wasm"] {
        assert!(shipped.iter().any(|file| file.ends_with(wanted)), "{wanted} is not in dist/");
    }
    for file in shipped {
        let name = file.file_name().expect("a name").to_string_lossy();
        assert_eq!(REAL.blocks(&name), None, "{}", file.display());
        assert_eq!(KNOWN.blocks(&name), None, "{}", file.display());
    }
}

#[test]
fn the_lists_block_names_that_are_known_to_be_blocked() {
    for name in ["cookie-consent.js", "cookie-banner.js", "gdpr.js", "jquery.cookieconsent.min.js"] {
        assert!(REAL.blocks(name).is_some(), "{name}");
    }
    for name in ["cookieconsent.js", "cookieconsent/main.js", "consent-banner.js", "privacy-manager.js"] {
        assert!(KNOWN.blocks(name).is_some(), "{name}");
    }
    assert_eq!(REAL.blocks("main.js"), None);
}

#[test]
fn the_lists_hide_names_that_are_known_to_be_hidden() {
    let none = ("", "");
    let real = [
        element("div", "cc-window", "", none),
        element("div", "cc-banner", "", none),
        element("div", "", "cookie-banner", none),
        element("ark-cookiebar", "", "", none),
        element("div", "", "", ("data-cy", "cookie-banner")),
    ];
    for (at, drawn) in real.iter().enumerate() {
        assert!(!REAL.hide(drawn).is_empty(), "{at}");
    }
    let known = [
        element("div", "cc-window", "", none),
        element("div", "consent-banner", "", none),
        element("div", "", "cookie-banner", none),
        element("div", "myCookieNote", "", none),
    ];
    for (at, drawn) in known.iter().enumerate() {
        assert!(!KNOWN.hide(drawn).is_empty(), "{at}");
    }
    assert_eq!(REAL.hide(&element("main", "article", "content", none)), Vec::<String>::new());
    assert!(REAL.other_rules() > 20, "rules about elements and attributes are there too");
}

#[test]
fn a_selector_matches_by_its_last_element() {
    let drawn = element("aside", "note", "top", ("aria-label", "Your choice"));
    for selector in [
        "aside",
        "ASIDE.note",
        "body > aside#top",
        "div, .note",
        "[aria-label]",
        "[aria-label^=\"Your\"]",
        "[aria-label*='CHOICE' i]",
        "[class~=note]",
        "aside:not(body):not(.x)",
        "main ~ aside[id=\"top\"]:has(> p, b)",
    ] {
        assert!(selector::may_match(selector, &drawn), "{selector}");
    }
    for selector in [
        "div",
        "aside.other",
        "#top > div",
        "[aria-label=\"Your\"]",
        "[aria-label*='CHOICE']",
        "aside [title]",
        "aside[class=\"note top\"]",
        ":not(.note)",
        "[data-x=\"a > aside\"]",
    ] {
        assert!(!selector::may_match(selector, &drawn), "{selector}");
    }
}
