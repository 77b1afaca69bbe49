//! Facts of the page: the clock.

use super::host;

/// Unix time in seconds.
pub fn now() -> u32 {
    (host::now() / 1000.0) as u32
}
