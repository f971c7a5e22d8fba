//! The place of a major whose feature is off: it requires nothing and implements nothing.

#![allow(missing_docs, reason = "hidden")]
#![allow(dead_code, unreachable_pub, unused_imports, reason = "unused while every major is on")]

pub use crate::__implement_nothing as implement;

pub trait InAndOut {}

impl<T> InAndOut for T {}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_nothing {
    ($($anything:tt)*) => {};
}
