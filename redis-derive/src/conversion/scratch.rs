//! Scratch: the buffer that a value is serialized into before the command sees a byte.
//!
//! Each thread keeps one buffer between calls, which saves an allocation for each argument. A
//! buffer in use is taken out, so a `Serialize` that builds a command itself finds an empty one.

use std::cell::Cell;

/// The most bytes that a thread keeps, and the longest document whose buffer is kept.
const KEPT: usize = 64 * 1024;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Lends an empty buffer, with the capacity of the last one if the thread kept it.
#[inline]
pub(crate) fn lend(mut use_it: impl FnMut(&mut Vec<u8>)) {
    let lent = BUFFER.try_with(|kept| {
        let mut buffer = kept.take();
        use_it(&mut buffer);
        if buffer.capacity() > KEPT {
            shrink(&mut buffer);
        }
        buffer.clear();
        kept.set(buffer);
    });
    if lent.is_err() {
        // A thread that is ending has no buffer any more, but may still write.
        use_it(&mut Vec::new());
    }
}

/// Shrinks the buffer, whose capacity can be twice its length.
#[cold]
fn shrink(buffer: &mut Vec<u8>) {
    if buffer.len() > KEPT {
        *buffer = Vec::new();
    }
    buffer.shrink_to(KEPT);
}

#[cfg(test)]
mod tests {
    use super::{KEPT, lend};

    /// Returns the capacity of the buffer that the thread has.
    fn kept() -> usize {
        let mut capacity = 0;
        lend(|buffer| {
            assert!(buffer.is_empty());
            capacity = buffer.capacity();
        });
        capacity
    }

    #[test]
    fn a_buffer_comes_back_empty_with_its_capacity() {
        let mut capacity = 0;
        lend(|buffer| {
            buffer.extend([1; 1000]);
            capacity = buffer.capacity();
        });
        assert_eq!(kept(), capacity);
    }

    #[test]
    fn a_buffer_in_use_is_not_lent_again() {
        lend(|outer| {
            outer.push(1);
            lend(|inner| inner.push(2));
            assert_eq!(*outer, [1]);
        });
    }

    #[test]
    fn a_huge_buffer_is_given_back_to_the_allocator() {
        lend(|buffer| buffer.resize(KEPT + 1, 1));
        assert_eq!(kept(), 0);
    }

    #[test]
    fn a_buffer_that_grew_too_far_is_kept_in_part() {
        lend(|buffer| {
            buffer.reserve(2 * KEPT);
            buffer.resize(KEPT, 1);
        });
        assert_eq!(kept(), KEPT);
    }

    #[test]
    fn a_buffer_is_there_again_after_a_panic() {
        let panics = || lend(|_| panic!("as a value that does not serialize makes it"));
        std::panic::catch_unwind(panics).unwrap_err();
        assert_eq!(kept(), 0);
    }
}
