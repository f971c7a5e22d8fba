//! The tests in `tests/` are all of this package.
