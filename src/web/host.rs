//! What the shell asks of the page: coarse calls into `host.js`.
//!
//! No element crosses from JavaScript to here: the code for a table of references would weigh more than all that is done
//! with them. `host.js` knows which element the call that it made is about.

use alloc::string::String;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    /// Where the browser tests put in what `api.js` does.
    #[cfg(not(feature = "lean"))]
    pub fn connect(handlers: &JsValue);

    // The element that the call is about.

    pub fn attribute(name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = setAttribute)]
    pub fn set_attribute(name: &str, value: &str);
    pub fn around(name: &str) -> bool;
    pub fn draw(ops: &str);
    pub fn check(given: bool);
    pub fn switches() -> String;
    pub fn swap();
    pub fn shape(ratio: &str);
    pub fn readable() -> bool;
    pub fn enter();
    pub fn release();

    // The page.

    pub fn now() -> u32;
    pub fn scan();
    pub fn cookies() -> String;
    pub fn assign(text: &str);
    pub fn layer(ops: &str);
    pub fn drop(names: &str);
    #[wasm_bindgen(js_name = afterPaint)]
    pub fn after_paint();
    #[wasm_bindgen(js_name = fetchTexts)]
    pub fn fetch_texts(tag: &str);
    #[wasm_bindgen(js_name = isHere)]
    pub fn is_here(link: &str) -> bool;
    pub fn forget(name: &str, value: &str);
    pub fn google(lines: &str);
    pub fn disable(ids: &str, disabled: bool);
    pub fn announce(status: &str, source: &str, changed: &str, client_ids: &str);
    pub fn report(code: &str, level: &str, place: &str);
}
