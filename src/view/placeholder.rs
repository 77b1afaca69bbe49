//! What stands in the place of a video, or of another frame, until it is wanted.

use super::Tree;
use crate::ascii::{cut, holds};
use crate::config::is_link;
use crate::markup::Frame;
use crate::text::Texts;

/// The content of `<optgate-frame>`: the press that loads it, its title, what the press means, and the plain link.
///
/// The notice is the last child of `.optgate-player` and has a button of its own, for boxes in which it has no room
/// beside the large one.
pub fn placeholder(texts: &Texts, frame: &Frame) -> Tree {
    let youtube = frame.is_youtube();
    let link = frame.link();
    let host = host(frame.source);
    let values = [
        ("lang", texts.lang()),
        ("dir", texts.direction()),
        ("poster", frame.poster),
        ("press", texts.get(if youtube { "play" } else { "load" })),
        ("name", frame.title),
        ("host", host),
        ("href", &link),
        ("where", if youtube { texts.get("watch") } else { host }),
    ];
    let mut tree = Tree::new();
    let mut add = |when: bool, template: &str| {
        if when {
            tree.add(texts, template, &values);
        }
    };
    let titled = !frame.title.is_empty();
    add(true, ops!["<div", "=class=optgate-player", "=lang={lang}", "=dir={dir}"]);
    add(!frame.poster.is_empty(), ops!["<img", "=src={poster}", "=alt=", "=loading=lazy", ">"]);
    add(true, ops!["<button", "=type=button", "=data-optgate=play"]);
    add(!titled, ops!["=aria-label={press}", ">"]);
    add(titled, ops!["=aria-label={press}: {name}", ">", "<strong", "\"{name}", ">"]);
    add(true, ops!["<div", "<button", "=type=button", "=data-optgate=play", "\"{press}", ">", "<p"]);
    add(!youtube, ops!["\"{loadNotice}", ">", "<p"]);
    add(
        youtube,
        ops![
            "\"{playNotice} ",
            "<a",
            "=href=https://policies.google.com/privacy",
            "=rel=noreferrer",
            "\"{googlePrivacy}",
            ">",
            ">",
            "<p",
            "<label",
            "<input",
            "=type=checkbox",
            "=data-optgate=always",
            ">",
            "\"{always}",
            ">",
        ],
    );
    add(!link.is_empty() && is_link(&link), ops!["<a", "=href={href}", "=rel=noreferrer", "\"{where}", ">"]);
    add(true, ops![">", ">", ">"]);
    tree
}

/// What plays in its place; `pressed`: at once, and not only when it comes near.
pub fn player(texts: &Texts, frame: &Frame, pressed: bool) -> Tree {
    let mut tree = Tree::new();
    tree.add(
        texts,
        ops![
            "<iframe",
            "=src={src}",
            "=title={name}",
            "=allow=autoplay; encrypted-media; fullscreen; picture-in-picture",
            "=allowfullscreen=",
            // Without a referrer YouTube answers with its error 153.
            "=referrerpolicy=strict-origin-when-cross-origin",
        ],
        &[("src", &frame.address(pressed)), ("name", frame.title)],
    );
    if !pressed {
        tree.add(texts, "=loading=lazy", &[]);
    }
    tree
}

/// The host and port in an address; empty in a relative one.
fn host(address: &str) -> &str {
    let (_, address) = cut(address, "/");
    let (_, address) = cut(address, "/");
    let (host, _) = cut(address, "/?");
    if holds(host, "@") { cut(host, "@").1 } else { host }
}
