//! The first layer, and the button that leads back to the second.

use alloc::string::String;

use super::{Tree, flag};
use crate::config::Site;
use crate::consent::Consent;
use crate::service;
use crate::text::Texts;

/// `<optgate-banner>`: who asks and for what, reject and accept alike, the way to the settings, the legal links.
pub fn banner<'a>(site: &Site, texts: &'a Texts, consent: &Consent) -> Tree<'a> {
    let (purposes, google) = asked(site, texts, consent);
    let mut tree = Tree::new(texts);
    tree.add(
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
            "{?googles}",
            "\" {google}",
            "{?button}",
            "\" {withdraw}",
            "{!button}",
            "\" {withdrawPrivacy}",
            "{!}",
            ">",
            links!(),
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
        "theme position controller purposes googles button statement notice",
        &[
            site.theme,
            site.position,
            site.controller,
            &purposes,
            flag(google),
            flag(site.button),
            site.privacy,
            site.imprint,
        ],
    );
    tree
}

/// `<optgate-button>`: the way back to the preferences.
pub fn button<'a>(site: &Site, texts: &'a Texts) -> Tree<'a> {
    let mut tree = Tree::new(texts);
    tree.add(
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
        "theme",
        &[site.theme],
    );
    tree
}

/// What is asked for, each purpose in plain words with its services; and whether Google is among them. Commas, since a
/// semicolon is Greek's question mark.
fn asked(site: &Site, texts: &Texts, consent: &Consent) -> (String, bool) {
    let (mut all, mut google) = (String::new(), false);
    let comma = texts.get("comma");
    for purpose in consent.asked() {
        if !all.is_empty() {
            all.push_str(comma);
        }
        all.push_str(texts.of("for", purpose.id, texts.name(purpose.id)));
        let mut before = " (";
        for service in &site.services {
            if service.purpose == purpose.id {
                google |= service::is_google(service.id);
                all.push_str(before);
                all.push_str(texts.name(service.id));
                before = comma;
            }
        }
        if before != " (" {
            all.push(')');
        }
    }
    (all, google)
}
