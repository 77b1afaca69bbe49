//! Gated content in the page: placeholders, players, held elements, and the switches of the site's own pages.
//!
//! [`sync`] brings one element in line with the state and may be called for the same element any number of times.

use alloc::string::String;

use super::host::Element;
use super::{banner, host, report, step, with};
use crate::diagnostic::{Code, Diagnostic};
use crate::embed;
use crate::engine::{Ask, Input};
use crate::gate::Gate;
use crate::markup::{self, Frame, Meaning};
use crate::view::{self, Tree};

/// What stands in an `<optgate-frame>`: `closed`, `open` (given), `once` (pressed).
pub const STATE: &str = "data-optgate-state";

/// Brings `element` in line with the state.
pub fn sync(element: &Element) {
    if let Some(action) = element.get_attribute("data-optgate") {
        return bound(element, &action);
    }
    match read(element) {
        Meaning::Leave => {}
        Meaning::Frame(frame) => {
            seen(frame.purposes.as_deref());
            if element.local_name() == "iframe" {
                replace(element, &frame);
            } else {
                fill(element, &frame);
            }
        }
        Meaning::Held(held) => {
            seen(Some(&held.purposes));
            if with(|shell| held.gate(shell.engine.consent()) == Gate::Allow) {
                host::release(element);
            }
        }
    }
}

/// Play was pressed: this one video, now, and nothing is stored. Counts only where the notice could be read.
pub fn play(button: &Element) {
    if let Some((element, frame)) = around(button)
        && host::readable(&element)
    {
        draw_player(&element, &frame, true);
        host::enter(&element);
    }
}

/// The service that `element` in a placeholder stands for.
pub fn service_of(element: &Element) -> Option<String> {
    around(element).map(|(_, frame)| frame.service)
}

fn around(inner: &Element) -> Option<(Element, Frame)> {
    let element = inner.closest("optgate-frame")?;
    match read(&element) {
        Meaning::Frame(frame) => Some((element, frame)),
        _ => None,
    }
}

fn read(element: &Element) -> Meaning {
    let attribute = |name: &str| element.get_attribute(name);
    markup::meaning(&markup::Element { tag: &element.local_name(), attribute: &attribute })
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
fn replace(iframe: &Element, frame: &Frame) {
    let element = host::swap(iframe);
    frame.attributes(&mut |name, value| {
        element.set_attribute(name, value); // a name of ours is always valid
    });
}

fn fill(element: &Element, frame: &Frame) {
    let given = with(|shell| frame.gate(shell.engine.consent()) == Gate::Allow);
    match (element.get_attribute(STATE).as_deref(), given) {
        (Some("once"), _) | (Some("open"), true) | (Some("closed"), false) => {}
        (_, true) => draw_player(element, frame, false),
        (_, false) => {
            if frame.is_youtube() && embed::player(&frame.video, false).is_empty() {
                report(&Diagnostic::new(Code::InvalidEmbed, frame.source.clone()));
            }
            if !frame.ratio.is_empty() {
                host::shape(element, &frame.ratio);
            }
            host::draw(element, &with(|shell| view::placeholder(&shell.texts, frame).into_ops()));
            mark(element, "closed");
        }
    }
}

fn draw_player(element: &Element, frame: &Frame, pressed: bool) {
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
    host::draw(element, &tree.into_ops());
    mark(element, if pressed { "once" } else { "open" });
}

fn mark(element: &Element, state: &str) {
    element.set_attribute(STATE, state); // a name of ours is always valid
}

/// A switch, status line or table on the site's own pages.
fn bound(element: &Element, action: &str) {
    if let Some(id) = action.strip_prefix("purpose:") {
        return host::check(element, with(|shell| shell.engine.given(id)));
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
        host::draw(element, &ops);
    }
}
