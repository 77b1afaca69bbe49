//! The second layer: one row for each purpose in use, the services under it, and the three answers.

use super::table::details;
use super::{Tree, flag, number};
use crate::config::Site;
use crate::consent::Consent;
use crate::service;
use crate::text::Texts;

/// `<optgate-preferences>` with its dialog. Switches show what is given; the rows of media are about its services (YouTube),
/// unless the site asks for media as a purpose.
pub fn preferences<'a>(site: &Site, texts: &'a Texts, consent: &Consent) -> Tree<'a> {
    let days = number(site.days);
    let mut tree = Tree::new(texts);
    tree.add(
        ops![
            "<optgate-preferences",
            "=lang={lang}",
            "=dir={dir}",
            "=data-optgate-theme={theme}",
            "<dialog",
            "=class=optgate-sheet",
            "=aria-label={preferences}",
            "<header",
            "<h2",
            "\"{preferences}",
            ">",
            "<p",
            "\"{preferencesText?}",
            ">",
            links!(),
            ">",
            "<ul",
        ],
        "theme number statement notice",
        &[site.theme, &days, site.privacy, site.imprint],
    );
    for purpose in &site.purposes {
        let id = purpose.id;
        let apart = id == service::MEDIA && !site.ask_media;
        if !apart {
            row(&mut tree, consent, id, texts.name(id), texts.of(id, "text", ""));
        }
        if id == service::NECESSARY {
            details(&mut tree, "optgate", id, &days);
        }
        for service in &site.services {
            if service.purpose == id {
                if apart {
                    let name =
                        if service.id == service::YOUTUBE { texts.get("always") } else { texts.name(service.id) };
                    row(&mut tree, consent, service.id, name, texts.get("alwaysText"));
                }
                details(&mut tree, service.id, id, &days);
                if apart {
                    tree.add(">", "", &[]);
                }
            }
        }
        if !apart {
            tree.add(">", "", &[]);
        }
    }
    let mut given = false;
    for subject in &consent.subjects {
        given |= subject.is_optional() && subject.mark.is_given();
    }
    tree.add(
        ops![
            ">",
            "<footer",
            "<button",
            "=type=button",
            "=data-optgate=reject",
            "{?given}",
            "\"{withdrawAll}",
            "{!given}",
            "\"{reject}",
            "{!}",
            ">",
            "<button",
            "=type=button",
            "=data-optgate=save",
            "\"{save}",
            ">",
            "<button",
            "=type=button",
            "=data-optgate=accept",
            "\"{accept}",
            ">",
            "<button",
            "=type=button",
            "=data-optgate=close",
            "=class=optgate-quiet",
            "\"{close}",
            ">",
            ">",
            ">",
            ">",
        ],
        "given",
        &[flag(given)],
    );
    tree
}

/// The head of a row, which stays open: what it is about, and its switch unless it is always on.
fn row(tree: &mut Tree, consent: &Consent, id: &str, name: &str, text: &str) {
    let optional = id != service::NECESSARY;
    tree.add(
        ops![
            "<li",
            "{?optional}",
            "<label",
            "{!optional}",
            "<div",
            "{!}",
            "=class=optgate-purpose",
            "<b",
            "\"{name}",
            ">",
            "{!optional}",
            "<small",
            "\"{alwaysOn}",
            "{?optional}",
            "<input",
            "=type=checkbox",
            "=role=switch",
            "=class=optgate-switch",
            "=aria-label={name}",
            "=data-optgate=purpose:{id}",
            "{?given}",
            "=checked=",
            "{!}",
            ">",
            "<p",
            "\"{text}",
            ">",
            ">",
        ],
        "id name text optional given",
        &[id, name, text, flag(optional), flag(optional && consent.given(id))],
    );
}
