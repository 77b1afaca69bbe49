//! What the shell asks of the page: four things of an element, and coarse calls into `host.js`.
//!
//! The element's type is our own. web-sys and js-sys would bring 1,800 bytes (brotli) of exports and table entries that
//! nothing here uses and no optimiser may drop; the tests, which do not ship, are written with both, and with gloo.

use alloc::string::String;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An element of the page.
    pub type Element;
    /// The text of an attribute.
    #[wasm_bindgen(method, js_name = getAttribute)]
    pub fn get_attribute(this: &Element, name: &str) -> Option<String>;
    /// Sets an attribute.
    #[wasm_bindgen(method, js_name = setAttribute)]
    pub fn set_attribute(this: &Element, name: &str, value: &str);
    /// Its name, in lower case.
    #[wasm_bindgen(method, getter, js_name = localName)]
    pub fn local_name(this: &Element) -> String;
    /// Itself or the nearest element around it that `selectors` match.
    #[wasm_bindgen(method)]
    pub fn closest(this: &Element, selectors: &str) -> Option<Element>;
    /// The clock, in milliseconds.
    #[wasm_bindgen(js_namespace = Date)]
    pub fn now() -> f64;
}

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    pub fn connect(handlers: &JsValue);
    pub fn scan();
    pub fn cookies() -> String;
    pub fn assign(text: &str);
    pub fn draw(target: &Element, ops: &str);
    pub fn layer(ops: &str);
    pub fn drop(name: &str);
    #[wasm_bindgen(js_name = afterPaint)]
    pub fn after_paint();
    #[wasm_bindgen(js_name = fetchMore)]
    pub fn fetch_more(tag: &str);
    pub fn check(input: &Element, given: bool);
    pub fn switches(element: &Element) -> String;
    #[wasm_bindgen(js_name = isHere)]
    pub fn is_here(link: &str) -> bool;
    pub fn swap(iframe: &Element) -> Element;
    pub fn shape(frame: &Element, ratio: &str);
    pub fn readable(frame: &Element) -> bool;
    pub fn enter(frame: &Element);
    pub fn forget(name: &str, value: &str);
    pub fn release(element: &Element);
    pub fn google(lines: &str);
    pub fn flag(id: &str, disabled: bool);
    pub fn emit(name: &str, detail: &str);
    pub fn report(code: &str, level: &str, place: &str);
}
