//! Sizes: the two documents that are stored under keys.

/// The cells that a function makes for a document of 60 B and for one of 2 KB. They are of several
/// types, so that a closure cannot be given to a function for both.
macro_rules! of_both_sizes {
    ($cells_of:ident) => {{
        use $crate::measured_types::{list, ours, plain, small};
        let small = $cells_of::<plain::Small, ours::Small>("60 B", &small());
        let list = $cells_of::<plain::List, ours::List>("2 KB", &list(20));
        small.into_iter().chain(list).collect()
    }};
}
