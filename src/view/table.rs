//! What there is to know about services and about the answer: the folded rows of the preferences, the table and the status
//! line of a privacy page.

use super::receipt::receipt;
use super::{Tree, number};
use crate::ascii::{among, parts};
use crate::config::{Site, is_link};
use crate::consent::{Consent, Source};
use crate::service;
use crate::text::Texts;

/// What is shown about a service, in this order: keys of its texts, and of their labels.
const FIELDS: &str = "provider recipient country safeguard data basis cookies cookieLife retention optOut privacy";

/// The content of a block of the site's, by what it asks for: `status`, `services`, or `receipt`, which is no page's but what
/// receipts are made of.
pub fn block<'a>(wanted: &str, site: &Site, texts: &'a Texts, consent: &Consent) -> Tree<'a> {
    match wanted {
        "status" => status(site, texts, consent),
        "receipt" => receipt(site, texts, consent),
        _ => services(site, texts),
    }
}

/// The table of services: a group of rows for each, so that it fits a narrow page. Content of a block of the site's.
pub fn services<'a>(site: &Site, texts: &'a Texts) -> Tree<'a> {
    let days = number(site.days);
    let mut tree = Tree::new(texts);
    tree.add(ops!["<table", "=lang={lang}", "=dir={dir}", "=class=optgate-services"], "", &[]);
    for purpose in &site.purposes {
        let id = purpose.id;
        if id == service::NECESSARY {
            group(&mut tree, "optgate", id, &days);
        }
        for service in &site.services {
            if service.purpose == id {
                group(&mut tree, service.id, id, &days);
            }
        }
    }
    tree.add(">", "", &[]);
    tree
}

/// A service in the table.
fn group(tree: &mut Tree, id: &str, purpose: &str, days: &str) {
    tree.add(
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
        "name of",
        &[tree.texts.name(id), tree.texts.name(purpose)],
    );
    fields(
        tree,
        id,
        purpose,
        days,
        ops!["<tr", "<th", "=scope=row", "\"{label}", ">", "<td", "<bdi"],
        ops![">", ">", ">"],
    );
    tree.add(">", "", &[]);
}

/// A service in preferences, folded.
pub(super) fn details(tree: &mut Tree, id: &str, purpose: &str, days: &str) {
    tree.add(ops!["<details", "<summary", "\"{name}", ">", "<dl"], "name", &[tree.texts.name(id)]);
    fields(tree, id, purpose, days, ops!["<dt", "\"{label}", ">", "<dd", "<bdi"], ops![">", ">"]);
    tree.add(ops![">", ">"], "", &[]);
}

/// All that there is to say about service `id`, each field between the templates `before` and `after`. Names of cookies and
/// addresses stand in a `bdi`: among words that are read from the right, signs at their ends would change sides.
fn fields(tree: &mut Tree, id: &str, purpose: &str, days: &str, before: &str, after: &str) {
    let texts = tree.texts;
    for key in parts(FIELDS, " ") {
        let basis = if key == "basis" && purpose != service::NECESSARY { texts.get("consentBasis") } else { "" };
        let text = texts.of(id, key, basis);
        if text.is_empty() {
            continue;
        }
        let label = texts.get(key);
        tree.add(before, "label", &[if label.is_empty() { key } else { label }]);
        if among(key, "optOut privacy") && is_link(text) {
            tree.add(ops!["<a", "=href={href}", "=rel=noreferrer", "\"{href}", ">"], "href", &[text]);
        } else {
            tree.add("\"", "", &[]);
            texts.expand_text(text, "number", &[days], &mut tree.ops);
        }
        tree.add(after, "", &[]);
    }
}

/// The answer to each purpose that is asked or has been answered all the same, behind it those of its services that differ; when
/// it was given and where it holds, and links to the owner's other sites. Content of a block of the site's.
///
/// The `datetime` attribute holds unix seconds: the shell puts ISO 8601 there and the date in the visitor's language into
/// the element, since only it has a calendar.
pub fn status<'a>(site: &Site, texts: &'a Texts, consent: &Consent) -> Tree<'a> {
    let mut tree = Tree::new(texts);
    tree.add(ops!["<ul", "=lang={lang}", "=dir={dir}"], "", &[]);
    for purpose in consent.subjects.iter().filter(|subject| subject.purpose.is_empty()) {
        for subject in &consent.subjects {
            let is_answered = subject.is_optional() && !subject.mark.status.is_unknown();
            let differs = subject.purpose == purpose.id && subject.mark.status != purpose.mark.status;
            if (subject.id == purpose.id && (subject.asked || is_answered)) || (differs && is_answered) {
                // What a signal refuses is asked for all the same.
                let word = if subject.mark.source == Source::Signal { "signal" } else { subject.mark.status.name() };
                let values = [texts.name(subject.id), texts.of("status", word, word)];
                tree.add(ops!["<li", "\"{name}: {word}", ">"], "name word", &values);
            }
        }
    }
    tree.add(">", "", &[]);
    if let Some(time) = consent.time {
        tree.add(
            ops![
                "<p",
                "=lang={lang}",
                "=dir={dir}",
                "\"{statusTime?} ",
                "<time",
                "=datetime={seconds}",
                ">",
                "\". {statusDomain?}",
                ">",
            ],
            "seconds domain",
            &[&number(time), &consent.domain],
        );
    }
    // An answer here does not hold there.
    for link in parts(site.sites, ", ") {
        if !link.is_empty() && is_link(link) {
            tree.add(ops!["<p", "<a", "=href={link}", "\"{link}", ">", ">"], "link", &[link]);
        }
    }
    tree
}
