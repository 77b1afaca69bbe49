//! The functions that `api.js` calls, each through its guard.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::host::Element;
use super::{SHELL, Shell, banner, frame, host, jar, perform, report, step, with};
use crate::config::Site;
use crate::engine::{Ask, Engine, Facts, Input};
use crate::text::{self, Texts};
use wasm_bindgen::prelude::*;

/// Starts the engine. `handlers`: see `host.js`; `settings`: see [`Site::read`]; the rest are facts of the page.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments)] // facts passed in are cheaper than a binding to fetch each
pub fn start(
    handlers: &JsValue,
    settings: String,
    host_name: String,
    path: String,
    https: bool,
    gpc: bool,
    page_lang: &str,
    browser_langs: &str,
) {
    host::connect(handlers);
    let mut diagnostics = Vec::new();
    // Whatever the settings hold lives as long as the page.
    let site = Site::read(settings.leak(), host_name.clone().leak(), &mut diagnostics);
    let tag = text::choose(site.lang, page_lang, browser_langs, site.languages);
    let texts = Texts::new(&tag, site.texts_of(&tag));
    let legal_page = host::is_here(site.privacy) || host::is_here(site.imprint);
    let facts = Facts { host: host_name.clone(), https, gpc, legal_page };
    SHELL.set(Shell {
        engine: Engine::new(site),
        texts,
        place: jar::Place { host: host_name, path, https },
        ask: Ask::Nothing,
        gated: false,
        more_here: false,
        open_wanted: false,
        queue: Vec::new(),
        busy: false,
    });
    diagnostics.iter().for_each(report);
    perform(Input::Start(facts));
}

/// Brings one element of ours in line with the state: see [`frame::sync`].
#[wasm_bindgen]
pub fn sync(element: &Element) {
    frame::sync(element);
}

/// A press or a switch. True where it was ours, so that a link does not lead away.
#[wasm_bindgen]
pub fn act(action: &str, element: &Element) -> bool {
    match action {
        "accept" => answered(Input::Give(Vec::new())),
        "reject" => answered(Input::Refuse),
        "withdraw" => answered(Input::Withdraw(Vec::new())),
        "save" => answered(Input::Save(banner::choices(element))),
        "preferences" => banner::open(),
        "close" => banner::close(),
        "play" => frame::play(element),
        "always" => {
            // No ids would mean all that is asked.
            if let Some(service) = frame::service_of(element) {
                step(Input::Give([service].into()));
            }
        }
        _ => match action.strip_prefix("purpose:") {
            Some(id) => banner::switched(id, element),
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

/// The second layer has come, and its texts, a line `key=text` each; none where they could not be fetched.
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
    ids.split_ascii_whitespace().map(ToOwned::to_owned).collect()
}
