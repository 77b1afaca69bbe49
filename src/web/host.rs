//! The coarse calls into `host.js`: one for each thing a page can be asked to do.

use alloc::string::String;

use wasm_bindgen::prelude::*;
use web_sys::Element;

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
    #[wasm_bindgen(js_name = fetchTexts)]
    pub fn fetch_texts(tag: &str);
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
