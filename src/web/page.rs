//! Facts of the page: the clock.

use js_sys::Date;

/// Unix time in seconds.
pub fn now() -> u32 {
    (Date::now() / 1000.0) as u32
}
