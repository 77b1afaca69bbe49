//! The first layer, and the button that leads back to the second.

use alloc::string::String;

use super::Tree;
use crate::config::Site;
use crate::consent::Consent;
use crate::service;
use crate::text::Texts;

/// `<optgate-banner>`: who asks and for what, reject and accept alike, the way to the settings, the legal links.
pub fn banner(site: &Site, texts: &Texts, consent: &Consent) -> Tree {
    let (purposes, google) = asked(site, texts, consent);
    let values = [
        ("lang", texts.lang()),
        ("dir", texts.direction()),
        ("theme", site.theme),
        ("position", site.position),
        ("controller", site.controller),
        ("purposes", purposes.as_str()),
    ];
    let mut tree = Tree::new();
    tree.add(
        texts,
        ops![
            "<optgate-banner",
            "=lang={lang}",
            "=dir={dir}",
            "=data-optgate-theme={theme}",
            "=data-optgate-position={position}",
            "=role=region",
            "=aria-label={title}",
            "=popover=manual",
            "<div",
            "<h2",
            "\"{title}",
            ">",
            "<p",
            "\"{intro}",
        ],
        &values,
    );
    if google {
        tree.add(texts, "\" {google}", &values);
    }
    tree.add(texts, if site.button { "\" {withdraw}" } else { "\" {withdrawPrivacy}" }, &values);
    tree.close();
    tree.add_links(site, texts);
    tree.add(
        texts,
        ops![
            ">",
            "<div",
            "=class=optgate-actions",
            "<button",
            "=type=button",
            "=data-optgate=reject",
            "\"{reject}",
            ">",
            "<button",
            "=type=button",
            "=data-optgate=accept",
            "\"{accept}",
            ">",
            "<button",
            "=type=button",
            "=data-optgate=preferences",
            "=class=optgate-quiet",
            "\"{settings}",
            ">",
            ">",
            ">",
        ],
        &[],
    );
    tree
}

/// `<optgate-button>`: the way back to the preferences.
pub fn button(site: &Site, texts: &Texts) -> Tree {
    let mut tree = Tree::new();
    tree.add(
        texts,
        ops![
            "<optgate-button",
            "=lang={lang}",
            "=dir={dir}",
            "=data-optgate-theme={theme}",
            "=popover=manual",
            "<button",
            "=type=button",
            "=data-optgate=preferences",
            "\"{reopen}",
            ">",
            ">",
        ],
        &[("lang", texts.lang()), ("dir", texts.direction()), ("theme", site.theme)],
    );
    tree
}

/// What is asked for, each purpose in plain words with its services; and whether Google is among them.
fn asked(site: &Site, texts: &Texts, consent: &Consent) -> (String, bool) {
    let (mut all, mut google) = (String::new(), false);
    for purpose in consent.asked() {
        if !all.is_empty() {
            all.push_str("; ");
        }
        let words = texts.of("for", purpose.id);
        all.push_str(if words.is_empty() { texts.name(purpose.id) } else { words });
        let mut before = " (";
        for service in &site.services {
            if service.purpose == purpose.id {
                google |= service::is_google(service.id);
                all.push_str(before);
                all.push_str(texts.name(service.id));
                before = ", ";
            }
        }
        if before == ", " {
            all.push(')');
        }
    }
    (all, google)
}
