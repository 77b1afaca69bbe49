//! The functions that `api.js` calls, each through its guard.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{SHELL, Shell, banner, drain, frame, host, jar, report, step, with};
use crate::ascii::{cut, parts};
use crate::config::Site;
use crate::engine::{Ask, Engine, Facts, Input};
use crate::text::{self, Texts};
use wasm_bindgen::prelude::*;

/// Starts the engine. `page` holds six facts, NUL behind each, and then the settings as [`Site::read`] takes them:
/// `location.hostname`, `location.pathname`, `location.protocol`, whether there is Global Privacy Control (empty: no),
/// the page's language and the visitor's languages.
#[wasm_bindgen]
pub fn start(page: String) {
    // It lives as long as the page, and so may all that is taken from it.
    let mut rest: &'static str = page.leak();
    let [host, path, protocol, gpc, page_lang, browser_langs] = core::array::from_fn(|_| {
        let (fact, behind) = cut(rest, "\0");
        rest = behind;
        fact
    });
    let mut diagnostics = Vec::new();
    let site = Site::read(rest, host, &mut diagnostics);
    let tag = text::choose(&site.lang, page_lang, browser_langs, &site.languages);
    let https = protocol == "https:";
    let legal_page = host::is_here(&site.privacy) || host::is_here(&site.imprint);
    SHELL.set(Box::leak(Box::new(Shell {
        texts: Texts::new(&tag, site.texts_of(&tag)),
        place: Box::leak(Box::new(jar::Place { host, path, https, domain: site.domain.clone() })),
        engine: Engine::new(site),
        ask: Ask::Nothing,
        gated: false,
        texts_here: false,
        open_wanted: false,
        queue: [Input::Start(Facts { host: host.into(), https, gpc: !gpc.is_empty(), legal_page })].into(),
        // A listener that answers what is reported here waits until the engine has started.
        busy: true,
    })));
    diagnostics.iter().for_each(report);
    drain();
}

/// Brings one element of ours in line with the state: see [`frame::sync`].
#[wasm_bindgen]
pub fn sync(tag: &str) {
    frame::sync(tag);
}

/// A press or a switch. True where it was ours, so that a link does not lead away.
#[wasm_bindgen]
pub fn act(action: &str) -> bool {
    match action {
        "accept" => answered(Input::Give(Vec::new())),
        "reject" => answered(Input::Refuse),
        "withdraw" => answered(Input::Withdraw(Vec::new())),
        "save" => answered(Input::Save(banner::choices())),
        "preferences" => banner::open(),
        "close" => banner::close(),
        "play" => frame::play(),
        "always" => {
            // No ids would mean all that is asked.
            if let Some(service) = frame::service() {
                step(Input::Give([service].into()));
            }
        }
        _ => match action.strip_prefix("purpose:") {
            Some(id) => banner::switched(id),
            None => return false,
        },
    }
    true
}

/// An answer to everything at once: nothing is left to be set in the preferences.
fn answered(input: Input) {
    banner::close();
    step(input);
}

/// Draws what the engine asked to show, now that the page has been painted.
#[wasm_bindgen]
pub fn show() {
    banner::show();
}

/// The second layer's texts, a line `key=text` each; empty where they could not be fetched.
#[wasm_bindgen]
pub fn loaded(texts: String) {
    banner::loaded(texts);
}

/// `give(ids)`: ids separated by blanks; none means all that is asked.
#[wasm_bindgen]
pub fn give(ids: &str) {
    step(Input::Give(names(ids)));
}

/// `refuse()`.
#[wasm_bindgen]
pub fn refuse() {
    step(Input::Refuse);
}

/// `withdraw(ids)`: none means all that is given.
#[wasm_bindgen]
pub fn withdraw(ids: &str) {
    step(Input::Withdraw(names(ids)));
}

/// `preferences()`.
#[wasm_bindgen]
pub fn preferences() {
    banner::open();
}

/// `given(id)`.
#[wasm_bindgen]
pub fn given(id: &str) -> bool {
    with(|shell| shell.engine.given(id))
}

/// `status()` as JSON, the time in unix seconds.
#[wasm_bindgen]
pub fn status() -> String {
    with(|shell| shell.engine.status())
}

fn names(ids: &str) -> Vec<String> {
    let mut names = Vec::new();
    for id in parts(ids, " \t\n\x0c\r") {
        if !id.is_empty() {
            names.push(String::from(id));
        }
    }
    names
}
