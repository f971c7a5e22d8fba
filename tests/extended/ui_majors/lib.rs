//! Nothing: `ui.rs` runs the cases.
