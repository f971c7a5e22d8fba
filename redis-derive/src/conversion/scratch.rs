//! The buffer that values are serialized into before the command sees a byte.
//!
//! Each thread keeps one between calls, which saves an allocation for each argument. It is taken
//! out while it is in use: a `Serialize` that builds a command of its own finds an empty one.

use std::cell::Cell;

/// Bytes that a thread keeps at most, which is also the longest document that leaves its buffer behind.
const KEPT: usize = 64 * 1024;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// An empty buffer, with the capacity of an earlier one where there was one.
#[inline]
pub(crate) fn take() -> Vec<u8> {
    // A thread that is ending has no buffer any more, and may still write.
    BUFFER.try_with(Cell::take).unwrap_or_default()
}

#[inline]
pub(crate) fn give_back(mut buffer: Vec<u8>) {
    if buffer.len() > KEPT {
        return;
    }
    buffer.clear();
    // What it grew to can be up to twice of what was needed.
    buffer.shrink_to(KEPT);
    let _ = BUFFER.try_with(|kept| kept.set(buffer));
}

#[cfg(test)]
mod tests {
    use super::{KEPT, give_back, take};

    #[test]
    fn a_buffer_comes_back_empty_with_its_capacity() {
        let mut buffer = take();
        buffer.extend([1; 1000]);
        let capacity = buffer.capacity();
        give_back(buffer);
        let again = take();
        assert!(again.is_empty());
        assert_eq!(again.capacity(), capacity);
    }

    #[test]
    fn a_buffer_in_use_is_not_handed_out_again() {
        let mut outer = take();
        outer.push(1);
        let mut inner = take();
        inner.push(2);
        give_back(inner);
        assert_eq!(outer, [1]);
    }

    #[test]
    fn a_huge_buffer_is_given_back_to_the_allocator() {
        let mut buffer = take();
        buffer.resize(KEPT + 1, 1);
        give_back(buffer);
        assert_eq!(take().capacity(), 0);
    }

    #[test]
    fn a_buffer_that_grew_too_far_is_kept_in_part() {
        let mut buffer = take();
        buffer.reserve(2 * KEPT);
        buffer.resize(KEPT, 1);
        give_back(buffer);
        assert_eq!(take().capacity(), KEPT);
    }
}
