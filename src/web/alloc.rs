//! The one audited place of `unsafe`: what a wasm module needs and safe Rust cannot say. With the feature `lean` an
//! allocator and a panic handler in 200 bytes; always a slot for the shell's state.
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

/// In place of what std brings.
#[cfg(feature = "lean")]
mod lean {
    use core::alloc::{GlobalAlloc, Layout};
    use core::arch::wasm32::{memory_grow, memory_size, unreachable};
    use core::cell::Cell;
    use core::panic::PanicInfo;
    use core::ptr;

    /// A bug of ours becomes a trap, which `api.js` turns into the state `dead`.
    #[panic_handler]
    fn panic(_: &PanicInfo) -> ! {
        unreachable()
    }

    /// Memory in blocks whose sizes are powers of two. None is ever split or merged: one that is given back waits for the
    /// next who asks for that size.
    struct Blocks {
        /// The first block that waits, for each size; its first word says which one is next.
        waiting: [Cell<*mut u8>; 32],
        /// Where the memory begins that was never given out.
        fresh: Cell<*const u8>,
    }

    unsafe extern "C" {
        /// The linker's end of stack and data.
        static __heap_base: u8;
    }

    #[global_allocator]
    static BLOCKS: Blocks =
        Blocks { waiting: [const { Cell::new(ptr::null_mut()) }; 32], fresh: Cell::new(&raw const __heap_base) };

    // SAFETY: as above, one thread.
    unsafe impl Sync for Blocks {}

    impl Blocks {
        /// The list of the blocks that `layout` needs, and their size less one. 8 bytes at least hold the word in a block
        /// that waits.
        fn list(&self, layout: Layout) -> (Option<&Cell<*mut u8>>, usize) {
            let zeros = (layout.size().max(layout.align()).max(8)).saturating_sub(1).leading_zeros();
            (self.waiting.get(zeros as usize), usize::MAX >> zeros)
        }
    }

    // SAFETY: a block is as large as its power of two and aligned to it, which is no less than size and alignment asked
    // for; it lies behind all that the linker placed and every other block, in memory that exists; and it is in no list
    // while it is given out.
    unsafe impl GlobalAlloc for Blocks {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            const PAGE: usize = 65_536;
            let (Some(list), mask) = self.list(layout) else { return ptr::null_mut() };
            let block = list.get();
            if !block.is_null() {
                // SAFETY: `dealloc` wrote this word.
                list.set(unsafe { *block.cast() });
                return block;
            }
            let start = self.fresh.get().addr().saturating_add(mask) & !mask;
            let pages = (start | mask) / PAGE;
            let more = pages.saturating_add(1).saturating_sub(memory_size(0));
            if memory_grow(0, more) == usize::MAX {
                return block;
            }
            self.fresh.set((start | mask).saturating_add(1) as *const u8);
            start as *mut u8
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            if let (Some(list), _) = self.list(layout) {
                // SAFETY: nobody uses the block any more, and it holds a word.
                unsafe { *block.cast() = list.get() };
                list.set(block);
            }
        }
    }
}
