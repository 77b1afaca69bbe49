//! What the shell asks of the page: coarse calls into scripts of ours.
//!
//! Exports take nothing, and no element crosses from JavaScript to here: the code that takes a text over, once for each
//! export, and the table of references would weigh more than all that is done with them. `call.js` knows what the call
//! that it made says, and which element it is about.

use alloc::string::String;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/call.js")]
extern "C" {
    /// What `api.js` does at each call, for the browser tests.
    #[cfg(not(feature = "lean"))]
    pub fn call(work: &JsValue, text: &str) -> JsValue;

    // What the call says, to be asked for before anything else, and the element that it is about.

    pub fn said() -> String;
    pub fn attributes() -> String;
    pub fn around(name: &str) -> bool;

    // The device.

    pub fn now() -> u32;
    pub fn cookies() -> String;
    pub fn assign(text: &str);

    // What the page hears, and a question about it.

    pub fn status(json: &str);
    pub fn announce(source: &str, changed: &str, client_ids: &str);
    pub fn report(code: &str, level: &str, place: &str);
    #[wasm_bindgen(js_name = isHere)]
    pub fn is_here(link: &str) -> bool;
}

#[wasm_bindgen(module = "/src/web/doors.js")]
extern "C" {
    pub fn needs(purposes: &str, service: &str);
    pub fn watch(words: &str);
}

#[wasm_bindgen(module = "/src/web/release.js")]
extern "C" {
    pub fn release();
    pub fn retake();
}

#[wasm_bindgen(module = "/src/web/box.js")]
extern "C" {
    pub fn swap(attributes: &str);
    pub fn shape(ratio: &str);
}

#[wasm_bindgen(module = "/src/web/google.js")]
extern "C" {
    pub fn google(lines: &str);
    pub fn disable(ids: &str, disabled: bool);
}

#[wasm_bindgen(module = "/src/web/layer.js")]
extern "C" {
    pub fn layer(ops: &str);
    pub fn drop(names: &str);
}

#[wasm_bindgen(module = "/src/web/placeholder.js")]
extern "C" {
    pub fn draw(ops: &str, state: &str);
    pub fn readable() -> bool;
}

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    /// What `api.js` does at the start, for the browser tests.
    #[cfg(not(feature = "lean"))]
    pub fn connect(handlers: &JsValue);

    // The element that the call is about.

    pub fn check(given: bool);
    pub fn switches() -> String;
    pub fn enter();

    // The page.

    pub fn scan();
    pub fn reload();
    pub fn stored();
    #[wasm_bindgen(js_name = afterPaint)]
    pub fn after_paint();
    #[wasm_bindgen(js_name = fetchTexts)]
    pub fn fetch_texts(tag: &str, days: u32);
}
