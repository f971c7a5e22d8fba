//! The programs beside this file are the examples; this is only here to have README's code tested.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
