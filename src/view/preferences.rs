//! The second layer: one row for each purpose in use, the services under it, and the three answers.

use super::table::details;
use super::{Tree, days};
use crate::config::Site;
use crate::consent::Consent;
use crate::service;
use crate::text::Texts;

/// `<optgate-preferences>` with its dialog. Switches show what is given; the rows of media are about its services (YouTube),
/// unless the site asks for media as a purpose.
pub fn preferences(site: &Site, texts: &Texts, consent: &Consent) -> Tree {
    let days = days(site);
    let mut tree = Tree::new();
    tree.add(
        texts,
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
        ],
        &[("lang", texts.lang()), ("dir", texts.direction()), ("theme", site.theme), ("days", &days)],
    );
    tree.add_links(site, texts);
    tree.add(texts, ops![">", "<ul"], &[]);
    for purpose in &site.purposes {
        let id = purpose.id;
        let apart = id == service::MEDIA && !site.ask_media;
        if !apart {
            row(&mut tree, texts, consent, id, texts.name(id), texts.of(id, "text"));
        }
        if id == service::NECESSARY {
            details(&mut tree, texts, "optgate", id, &days);
        }
        for service in site.services.iter().filter(|service| service.purpose == id) {
            let id = service.id;
            if apart {
                let name = if id == service::YOUTUBE { texts.get("always") } else { texts.name(id) };
                row(&mut tree, texts, consent, id, name, texts.get("alwaysText"));
            }
            details(&mut tree, texts, id, service.purpose, &days);
            if apart {
                tree.close();
            }
        }
        if !apart {
            tree.close();
        }
    }
    let given = consent.subjects.iter().any(|subject| {
        subject.id != service::NECESSARY && subject.purpose != service::NECESSARY && subject.mark.is_given()
    });
    tree.add(texts, ops![">", "<footer", "<button", "=type=button", "=data-optgate=reject",], &[]);
    tree.add(texts, if given { "\"{withdrawAll}" } else { "\"{reject}" }, &[]);
    tree.add(
        texts,
        ops![
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
        &[],
    );
    tree
}

/// The head of a row, which stays open: what it is about, and its switch unless it is always on.
fn row(tree: &mut Tree, texts: &Texts, consent: &Consent, id: &str, name: &str, text: &str) {
    let values = [("id", id), ("name", name), ("text", text)];
    if id == service::NECESSARY {
        tree.add(
            texts,
            ops!["<li", "<div", "=class=optgate-purpose", "<b", "\"{name}", ">", "<small", "\"{alwaysOn}", ">"],
            &values,
        );
    } else {
        tree.add(
            texts,
            ops![
                "<li",
                "<label",
                "=class=optgate-purpose",
                "<b",
                "\"{name}",
                ">",
                "<input",
                "=type=checkbox",
                "=role=switch",
                "=class=optgate-switch",
                "=aria-label={name}",
                "=data-optgate=purpose:{id}",
            ],
            &values,
        );
        if consent.given(id) {
            tree.attr("checked", "");
        }
        tree.close();
    }
    tree.add(texts, ops!["<p", "\"{text}", ">", ">"], &values);
}
