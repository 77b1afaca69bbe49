//! Gated content in the page: placeholders, players, held elements, and the switches of the site's own pages.
//!
//! [`sync`] brings one element in line with the state and may be called for the same element any number of times.

use alloc::string::String;

use super::{banner, host, is_given, report, step, with};
use crate::diagnostic::{Code, Diagnostic};
use crate::embed;
use crate::engine::{Ask, Input};
use crate::gate::Gate;
use crate::markup::{self, Frame, Meaning};
use crate::view::{self, Tree};

/// What stands in an `<optgate-frame>`: `closed`, `open` (given), `once` (pressed).
pub const STATE: &str = "data-optgate-state";

/// Brings the element in line with the state; `tag` is its name.
pub fn sync(tag: &str) {
    if let Some(action) = host::attribute("data-optgate") {
        return bound(&action);
    }
    match read(tag) {
        Meaning::Leave => {}
        Meaning::Frame(frame) => {
            seen(frame.purposes.as_deref());
            if tag == "iframe" {
                replace(&frame);
            } else {
                fill(&frame);
            }
        }
        Meaning::Held(held) => {
            seen(Some(&held.purposes));
            if with(|shell| held.gate(shell.engine.consent()) == Gate::Allow) {
                host::release();
            }
        }
    }
}

/// Play was pressed: this one video, now, and nothing is stored. Counts only where the notice could be read.
pub fn play() {
    if let Some(frame) = around()
        && host::readable()
    {
        draw_player(&frame, true);
        host::enter();
    }
}

/// The service that the placeholder around the element stands for.
pub fn service() -> Option<String> {
    around().map(|frame| frame.service)
}

/// From here on the call is about the frame around the element.
fn around() -> Option<Frame> {
    const FRAME: &str = "optgate-frame";
    match host::around(FRAME).then(|| read(FRAME)) {
        Some(Meaning::Frame(frame)) => Some(frame),
        _ => None,
    }
}

fn read(tag: &str) -> Meaning {
    markup::meaning(&markup::Element { tag, attribute: &host::attribute })
}

/// Gated content is on the page: the engine checks its purposes, and the visitor gets the way to the preferences even
/// where nothing is asked.
fn seen(purposes: Option<&str>) {
    if let Some(purposes) = purposes {
        step(Input::Saw(String::from(purposes)));
    }
    if with(|shell| !core::mem::replace(&mut shell.gated, true) && shell.ask == Ask::Nothing) {
        host::after_paint();
    }
}

/// An iframe becomes an `<optgate-frame>`, which the observer then brings back here.
fn replace(frame: &Frame) {
    host::swap();
    frame.attributes(&mut host::set_attribute); // a name of ours is always valid
}

fn fill(frame: &Frame) {
    let given = with(|shell| frame.gate(shell.engine.consent()) == Gate::Allow);
    match (host::attribute(STATE).as_deref(), given) {
        (Some("once"), _) | (Some("open"), true) | (Some("closed"), false) => {}
        (_, true) => draw_player(frame, false),
        (_, false) => {
            if frame.is_youtube() && embed::player(&frame.video, false).is_empty() {
                report(&Diagnostic::new(Code::InvalidEmbed, frame.source.clone()));
            }
            if !frame.ratio.is_empty() {
                host::shape(&frame.ratio);
            }
            host::draw(&with(|shell| view::placeholder(&shell.texts, frame).into_ops()));
            mark("closed");
        }
    }
}

fn draw_player(frame: &Frame, pressed: bool) {
    let mut tree = Tree::new();
    tree.open("iframe");
    tree.attr("src", &frame.address(pressed));
    tree.attr("title", &frame.title);
    tree.attr("allow", "autoplay; encrypted-media; fullscreen; picture-in-picture");
    tree.attr("allowfullscreen", "");
    // Without a referrer YouTube answers with its error 153.
    tree.attr("referrerpolicy", "strict-origin-when-cross-origin");
    if !pressed {
        tree.attr("loading", "lazy");
    }
    tree.close();
    host::draw(&tree.into_ops());
    mark(if pressed { "once" } else { "open" });
}

fn mark(state: &str) {
    host::set_attribute(STATE, state); // a name of ours is always valid
}

/// A switch, status line or table on the site's own pages.
fn bound(action: &str) {
    if let Some(id) = action.strip_prefix("purpose:") {
        return host::check(is_given(id));
    }
    if banner::is_coming() {
        return; // drawn when the second layer has come
    }
    let ops = with(|shell| {
        let site = shell.engine.site();
        let tree = match action {
            "status" => view::status(site, &shell.texts, shell.engine.consent()),
            "services" => view::services(site, &shell.texts),
            _ => return None,
        };
        Some(tree.into_ops())
    });
    if let Some(ops) = ops {
        host::draw(&ops);
    }
}
