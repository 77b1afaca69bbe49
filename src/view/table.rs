//! What there is to know about services and about the answer: the folded rows of the preferences, the table and the status
//! line of a privacy page.

use alloc::string::String;

use super::{Tree, days};
use crate::config::{Site, is_link};
use crate::consent::{Consent, Source};
use crate::cookie::push_number;
use crate::service;
use crate::text::Texts;

/// What is shown about a service, in this order: keys of its texts, and of their labels.
const FIELDS: [&str; 11] = [
    "provider",
    "recipient",
    "country",
    "safeguard",
    "data",
    "basis",
    "cookies",
    "cookieLife",
    "retention",
    "optOut",
    "privacy",
];

/// The table of services: a group of rows for each, so that it fits a narrow page. Content of a block of the site's.
pub fn services(site: &Site, texts: &Texts) -> Tree {
    let days = days(site);
    let mut tree = Tree::new();
    tree.add(texts, ops!["<table", "=lang={lang}", "=class=optgate-services"], &[("lang", texts.lang())]);
    for purpose in &site.purposes {
        let id = purpose.id;
        if id == service::NECESSARY {
            group(&mut tree, texts, "optgate", id, &days);
        }
        for service in site.services.iter().filter(|service| service.purpose == id) {
            group(&mut tree, texts, service.id, id, &days);
        }
    }
    tree.close();
    tree
}

fn group(tree: &mut Tree, texts: &Texts, id: &str, purpose: &str, days: &str) {
    tree.add(
        texts,
        ops![
            "<tbody",
            "<tr",
            "<th",
            "=scope=rowgroup",
            "=colspan=2",
            "\"{name}",
            ">",
            ">",
            "<tr",
            "<th",
            "=scope=row",
            "\"{purpose}",
            ">",
            "<td",
            "\"{of}",
            ">",
            ">",
        ],
        &[("name", texts.name(id)), ("of", texts.name(purpose))],
    );
    fields(tree, texts, id, purpose, days, ops!["<tr", "<th", "=scope=row", "\"{label}", ">", "<td"], ops![">", ">"]);
    tree.close();
}

/// A service in preferences, folded.
pub(super) fn details(tree: &mut Tree, texts: &Texts, id: &str, purpose: &str, days: &str) {
    tree.add(texts, ops!["<details", "<summary", "\"{name}", ">", "<dl"], &[("name", texts.name(id))]);
    fields(tree, texts, id, purpose, days, ops!["<dt", "\"{label}", ">", "<dd"], ">");
    tree.add(texts, ops![">", ">"], &[]);
}

/// All that there is to say about service `id`, each field between the templates `before` and `after`.
fn fields(tree: &mut Tree, texts: &Texts, id: &str, purpose: &str, days: &str, before: &str, after: &str) {
    for key in FIELDS {
        let mut text = texts.of(id, key);
        if text.is_empty() && key == "basis" && purpose != service::NECESSARY {
            text = texts.get("consentBasis");
        }
        if text.is_empty() {
            continue;
        }
        let label = texts.get(key);
        let values = [("label", if label.is_empty() { key } else { label }), ("days", days), ("href", text)];
        tree.add(texts, before, &values);
        if matches!(key, "optOut" | "privacy") && is_link(text) {
            tree.add(texts, ops!["<a", "=href={href}", "=rel=noreferrer", "\"{href}", ">"], &values);
        } else {
            let mut filled = String::new();
            texts.expand(text, &values, &mut filled);
            tree.text(&filled);
        }
        tree.add(texts, after, &values);
    }
}

/// The answer to each asked purpose, when it was given and where it holds. Content of a block of the site's.
///
/// The `datetime` attribute holds unix seconds: the shell puts ISO 8601 there and the date in the visitor's language into
/// the element, since only it has a calendar.
pub fn status(site: &Site, texts: &Texts, consent: &Consent) -> Tree {
    let mut tree = Tree::new();
    tree.add(texts, ops!["<ul", "=lang={lang}"], &[("lang", texts.lang())]);
    for purpose in site.purposes.iter().filter(|purpose| site.is_asked(purpose.id)) {
        let mark = consent.of(purpose.id);
        let word = if mark.source == Source::Signal { "signal" } else { mark.status.name() };
        let text = texts.of("status", word);
        let values = [("name", texts.name(purpose.id)), ("word", if text.is_empty() { word } else { text })];
        tree.add(texts, ops!["<li", "\"{name}: {word}", ">"], &values);
    }
    tree.close();
    if let Some(time) = consent.time {
        let mut seconds = String::new();
        push_number(&mut seconds, time);
        let values = [("lang", texts.lang()), ("seconds", seconds.as_str()), ("domain", consent.domain.as_str())];
        tree.add(
            texts,
            ops![
                "<p",
                "=lang={lang}",
                "\"{statusTime?} ",
                "<time",
                "=datetime={seconds}",
                ">",
                "\". {statusDomain?}",
                ">"
            ],
            &values,
        );
    }
    tree
}
