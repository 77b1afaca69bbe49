//! Gated content in the page: placeholders, players, held elements, and the switches of the site's own pages.
//!
//! [`sync`] brings one element in line with the state and may be called for the same element any number of times.

use alloc::string::String;

use super::{banner, host, is_given, report, step, with};
use crate::ascii::among;
use crate::diagnostic::{Code, Diagnostic};
use crate::embed;
use crate::engine::{Ask, Input};
use crate::gate::{self, Gate};
use crate::markup::{self, Element, Frame, Meaning};
use crate::view;

/// What stands in an `<optgate-frame>`: `closed`, `open` (given), `once` (pressed), `far` (its button alone, see `placeholder.js`).
const STATE: &str = "data-optgate-state";
const FRAME: &str = "optgate-frame";

/// Brings the element in line with the state; `tag` is its name.
pub fn sync(tag: &str) {
    let attributes = host::attributes();
    let element = Element { tag, attributes: &attributes };
    match markup::meaning(&element) {
        Meaning::Leave => {
            if let Some(action) = element.attribute("data-optgate") {
                bound(action);
            }
        }
        Meaning::Frame(mut frame) => {
            // A picture of a service that waits for its consent itself.
            if !with(|shell| gate::needs(shell.engine.site(), frame.poster).is_none()) {
                frame.poster = "";
            }
            seen(frame.purposes);
            if tag == FRAME {
                fill(&frame, element.attribute(STATE));
            } else {
                // The observer brings the new element back here.
                host::swap(&frame.attributes());
            }
        }
        Meaning::Held(held) => {
            seen(Some(held.purposes));
            if with(|shell| held.gate(shell.engine.consent()) == Gate::Allow) {
                host::release();
            } else {
                host::retake();
            }
        }
    }
}

/// Play was pressed: this one video, now, and nothing is stored. Counts only where the notice could be read.
pub fn play() {
    around(&mut |frame| {
        if host::readable() {
            draw_player(frame, true);
            host::enter();
        }
    });
}

/// The service that the placeholder around the element stands for.
pub fn service() -> Option<String> {
    let mut service = None;
    around(&mut |frame| service = Some(String::from(frame.service)));
    service
}

/// Works on the frame around the element, which the call is about from here on.
fn around(work: &mut dyn FnMut(&Frame)) {
    if host::around(FRAME)
        && let Meaning::Frame(frame) = markup::meaning(&Element { tag: FRAME, attributes: &host::attributes() })
    {
        work(&frame);
    }
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

fn fill(frame: &Frame, state: Option<&str>) {
    let given = with(|shell| frame.gate(shell.engine.consent()) == Gate::Allow);
    match (state, given) {
        (Some("open" | "once"), true) | (Some("closed"), false) => {}
        (Some("once"), false) if !with(|shell| frame.waits_for(shell.closed)) => {}
        (_, true) => draw_player(frame, false),
        (_, false) => {
            if !frame.ratio.is_empty() {
                host::shape(frame.ratio);
            }
            // Drawn when its words have come.
            if banner::is_coming(false) {
                return;
            }
            if frame.is_youtube() && embed::player(&frame.video, false).is_empty() {
                report(&Diagnostic::new(Code::InvalidEmbed, frame.source));
            }
            host::draw(&with(|shell| view::placeholder(&shell.texts, frame, shell.place.host).into_ops()), "closed");
        }
    }
}

fn draw_player(frame: &Frame, pressed: bool) {
    let ops = with(|shell| view::player(&shell.texts, frame, pressed).into_ops());
    host::draw(&ops, if pressed { "once" } else { "open" });
}

/// A switch, status line or table on the site's own pages, or what a receipt needs to know.
fn bound(action: &str) {
    if let Some(id) = action.strip_prefix("purpose:") {
        return host::check(is_given(id));
    }
    // What is on its way is drawn when it has come.
    if among(action, "status services receipt") && !banner::is_coming(true) {
        let ops =
            with(|shell| view::block(action, shell.engine.site(), &shell.texts, shell.engine.consent()).into_ops());
        host::draw(&ops, "");
    }
}
