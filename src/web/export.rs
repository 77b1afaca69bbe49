//! The functions that `api.js` calls, each through its guard. What a caller says is asked for: see [`host::said`].

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{SHELL, Shell, add, banner, drain, frame, host, is_given, jar, report, step, with};
use crate::ascii::{cut, parts};
use crate::config::Site;
use crate::engine::{Ask, Engine, Facts, Input};
use crate::gate::Gate;
use crate::text::{self, Texts};
use wasm_bindgen::prelude::*;

/// Starts the engine. Says six facts, NUL behind each, and then the settings as [`Site::read`] takes them:
/// `location.hostname`, `location.pathname`, `location.protocol`, whether there is Global Privacy Control (empty: no),
/// the page's language and the visitor's languages.
#[wasm_bindgen]
pub fn start() {
    // It lives as long as the page, and so may all that is taken from it.
    let mut rest: &'static str = host::said().leak();
    let [host, path, protocol, gpc, page_lang, browser_langs] = core::array::from_fn(|_| {
        let (fact, behind) = cut(rest, "\0");
        rest = behind;
        fact
    });
    let mut diagnostics = Vec::new();
    let site = Site::read(rest, host, &mut diagnostics);
    let tag = text::choose(site.lang, page_lang, browser_langs, site.languages);
    let https = protocol == "https:";
    let legal_page = host::is_here(site.privacy) || host::is_here(site.imprint);
    SHELL.set(Box::leak(Box::new(Shell {
        texts: Texts::new(tag, &site.texts_of(tag)),
        place: Box::leak(Box::new(jar::Place { host, path, https, domain: site.domain })),
        engine: Engine::new(site),
        ask: Ask::Nothing,
        gated: false,
        closed: "",
        more_here: false,
        open_wanted: false,
        queue: [Input::Start(Facts { host: host.into(), https, gpc: !gpc.is_empty(), legal_page })].into(),
        // A listener that answers what is reported here waits until the engine has started.
        busy: true,
    })));
    host::watch(&with(|shell| {
        let site = shell.engine.site();
        let mut words = String::new();
        for service in &site.services {
            add(&mut words, service.hosts);
            add(&mut words, service.paths);
        }
        for id in &site.google {
            add(&mut words, id.text);
        }
        words
    }));
    diagnostics.iter().for_each(report);
    drain();
}

/// Brings one element of ours in line with the state; says its name. See [`frame::sync`].
#[wasm_bindgen]
pub fn sync() {
    frame::sync(&host::said());
}

/// A press or a switch; says the action. True where it was ours, so that a link does not lead away.
#[wasm_bindgen]
pub fn act() -> bool {
    let action = host::said();
    match action.as_str() {
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
                if host::around("optgate-frame") {
                    host::enter();
                }
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

/// May the address that it says be fetched? [`host::needs`] hears what for, if it needs anything.
#[wasm_bindgen]
pub fn passes() -> bool {
    let address = host::said();
    let Some((needs, gate)) = with(|shell| shell.engine.passes(&address)) else { return true };
    host::needs(needs.purposes, needs.service);
    gate == Gate::Allow
}

/// The page is looked at again, or time has passed.
#[wasm_bindgen]
pub fn look() {
    step(Input::Look);
}

/// Draws what the engine asked to show, now that the page has been painted.
#[wasm_bindgen]
pub fn show() {
    banner::show();
}

/// Texts have come; says them as [`banner::loaded`] takes them.
#[wasm_bindgen]
pub fn loaded() {
    // A page sees a handful.
    banner::loaded(host::said().leak());
}

/// `give(ids)`; says ids separated by blanks, none for all that is asked.
#[wasm_bindgen]
pub fn give() {
    step(Input::Give(names()));
}

/// `refuse()`.
#[wasm_bindgen]
pub fn refuse() {
    step(Input::Refuse);
}

/// `withdraw(ids)`; says ids separated by blanks, none for all that is given.
#[wasm_bindgen]
pub fn withdraw() {
    step(Input::Withdraw(names()));
}

/// `preferences()`.
#[wasm_bindgen]
pub fn preferences() {
    banner::open();
}

/// `given(id)`; says the id.
#[wasm_bindgen]
pub fn given() -> bool {
    is_given(&host::said())
}

/// Hands over what `status()` gives, as JSON with the time in unix seconds.
#[wasm_bindgen]
pub fn status() {
    host::status(&with(|shell| shell.engine.status()));
}

fn names() -> Vec<String> {
    let mut names = Vec::new();
    for id in parts(&host::said(), " \t\n\x0c\r") {
        if !id.is_empty() {
            names.push(String::from(id));
        }
    }
    names
}
