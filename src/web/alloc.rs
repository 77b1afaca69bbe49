//! The one audited place of `unsafe`: what a wasm module needs and safe Rust cannot say. With the feature `lean` an
//! allocator of a few hundred bytes and a panic handler without text; always a cell for the shell's state.
#![allow(unsafe_code)]

use core::cell::Cell;

/// State of the only thread there is, which is never dropped: a slot that is empty while somebody works on it.
pub struct Local<T: 'static>(Cell<Option<&'static mut T>>);

// SAFETY: wasm32-unknown-unknown without the `atomics` feature has exactly one thread, so nothing is ever shared.
#[cfg(not(target_feature = "atomics"))]
unsafe impl<T> Sync for Local<T> {}

impl<T> Local<T> {
    /// An empty slot.
    pub const fn new() -> Self {
        Self(Cell::new(None))
    }

    /// Puts the state in.
    pub fn set(&self, value: &'static mut T) {
        self.0.set(Some(value));
    }

    /// Works on the state; the default while it is missing or in use, which is the closed answer of every caller.
    pub fn with<R: Default>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let Some(value) = self.0.take() else { return R::default() };
        let result = work(value);
        self.0.set(Some(value));
        result
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
