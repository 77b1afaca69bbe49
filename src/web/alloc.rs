//! The one audited place of `unsafe`: what a wasm module needs and safe Rust cannot say. With the feature `lean` an
//! allocator of a few hundred bytes and a panic handler without text; always a cell for the shell's state.
#![allow(unsafe_code)]

use core::cell::RefCell;

/// State of the only thread there is.
pub struct Local<T>(RefCell<Option<T>>);

// SAFETY: wasm32-unknown-unknown without the `atomics` feature has exactly one thread, so nothing is ever shared.
#[cfg(not(target_feature = "atomics"))]
unsafe impl<T> Sync for Local<T> {}

impl<T> Local<T> {
    /// An empty cell.
    pub const fn new() -> Self {
        Self(RefCell::new(None))
    }

    /// Puts the value in. A cell in use is left as it is.
    pub fn set(&self, value: T) {
        if let Ok(mut slot) = self.0.try_borrow_mut() {
            *slot = Some(value);
        }
    }

    /// Works on the value; None while it is missing or in use, which is the closed branch of every caller.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.try_borrow_mut().ok()?.as_mut().map(work)
    }
}

// SAFETY: as above, one thread.
#[cfg(feature = "lean")]
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// A bug of ours becomes a trap, which `api.js` turns into the state `dead`.
#[cfg(feature = "lean")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
