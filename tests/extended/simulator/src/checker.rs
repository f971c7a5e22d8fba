//! Checker: what the clients saw, held against a model of one document.
//!
//! A `history` is what they did and saw. It is `linearizable` if a `model` could have shown them
//! the same, one `operation` after the other. `commands` are those that do them, and a `scene` has
//! clients that send these.

pub(crate) mod commands;
pub(crate) mod history;
pub(crate) mod linearizable;
pub(crate) mod model;
pub(crate) mod operation;
pub(crate) mod scene;
