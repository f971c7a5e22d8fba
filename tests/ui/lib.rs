//! Nothing: the cases are in the directories beside this file, and `ui.rs` runs them.
