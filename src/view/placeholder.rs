//! A video, or another frame, and what stands in its place until it is wanted.

use alloc::string::String;

use super::{Tree, flag};
use crate::config::is_link;
use crate::embed;
use crate::markup::Frame;
use crate::text::Texts;

/// The content of `<optgate-frame>`: the press that loads it, its title, what the press means, and the plain link.
///
/// The notice is the last child of `.optgate-player` and has a button of its own, for boxes in which it has no room
/// beside the large one. The large one has it as its description too, for those who do not see where it stands. `own` is the
/// page's host, which a relative address leads to.
pub fn placeholder<'a>(texts: &'a Texts, frame: &Frame, own: &str) -> Tree<'a> {
    let youtube = frame.is_youtube();
    let host = embed::host(frame.source).unwrap_or_default();
    let host = if host.is_empty() { own } else { &host };
    let mut link = frame.link();
    if !is_link(&link) {
        link.clear();
    }
    let mut tree = Tree::new(texts);
    tree.add(
        ops![
            "<div",
            "=class=optgate-player",
            "=lang={lang}",
            "=dir={dir}",
            "{?poster}",
            "<img",
            "=src={poster}",
            "=alt=",
            "=loading=lazy",
            ">",
            "{!}",
            "<button",
            "=type=button",
            "=data-optgate=play",
            "{!name}",
            "=aria-label={press}",
            "{?name}",
            "=aria-label={press}: {name}",
            "{?youtube}",
            "=aria-description={playNotice}",
            "{!youtube}",
            "=aria-description={loadNotice}",
            "{!}",
            ">",
            "{?name}",
            "<strong",
            "\"{name}",
            ">",
            "{!}",
            "<div",
            "<button",
            "=type=button",
            "=data-optgate=play",
            "\"{press}",
            ">",
            "<p",
            "{!youtube}",
            "\"{loadNotice}",
            ">",
            "<p",
            "{?youtube}",
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
            "{?href}",
            "<a",
            "=href={href}",
            "=rel=noreferrer",
            "\"{where}",
            ">",
            "{!}",
            ">",
            ">",
            ">",
        ],
        "poster name press host where href youtube",
        &[
            frame.poster,
            frame.title,
            texts.get(if youtube { "play" } else { "load" }),
            host,
            if youtube { texts.get("watch") } else { host },
            &link,
            flag(youtube),
        ],
    );
    tree
}

/// What plays in its place, and the plain link beside it, for the keyboard and for print; `pressed`: at once, and not only
/// when it comes near.
pub fn player<'a>(texts: &'a Texts, frame: &Frame, pressed: bool) -> Tree<'a> {
    let link = if frame.is_youtube() { frame.link() } else { String::new() };
    let mut tree = Tree::new(texts);
    tree.add(
        // Without a referrer YouTube answers with its error 153.
        ops![
            "<iframe",
            "=src={src}",
            "=title={name}",
            "=allow=autoplay; encrypted-media; fullscreen; picture-in-picture",
            "=allowfullscreen=",
            "=referrerpolicy=strict-origin-when-cross-origin",
            "{!pressed}",
            "=loading=lazy",
            "{!}",
            ">",
        ],
        "src name pressed",
        &[&frame.address(pressed), frame.title, flag(pressed)],
    );
    if !link.is_empty() {
        tree.add(
            ops!["<a", "=class=optgate-beside", "=lang={lang}", "=href={href}", "=rel=noreferrer", "\"{watch}", ">"],
            "href",
            &[&link],
        );
    }
    tree
}
