//! What holds for any value and any key.

mod keys;
mod patterns;
mod values;
