//! Facts of the page: the clock, and settings as values.

use alloc::vec::Vec;

use js_sys::{Array, Date, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::config::Value;

/// Unix time in seconds.
pub fn now() -> u32 {
    (Date::now() / 1000.0) as u32
}

/// What `JSON.parse` or an object literal gave, as a plain value. Anything that is no JSON counts as null.
pub fn value(js: &JsValue) -> Value {
    if let Some(text) = js.as_string() {
        Value::Text(text)
    } else if let Some(number) = js.as_f64() {
        Value::Number(number)
    } else if let Some(truth) = js.as_bool() {
        Value::Bool(truth)
    } else if Array::is_array(js) {
        Value::List(js.unchecked_ref::<Array>().iter().map(|item| value(&item)).collect())
    } else if let Some(object) = js.dyn_ref::<Object>() {
        Value::Map(entries(&Object::entries(object)))
    } else {
        Value::Null
    }
}

/// `[[key, value], …]` as pairs.
pub fn entries(pairs: &Array) -> Vec<(alloc::string::String, Value)> {
    pairs
        .iter()
        .filter_map(|pair| {
            let pair: Array = pair.unchecked_into();
            Some((pair.get(0).as_string()?, value(&pair.get(1))))
        })
        .collect()
}
