//! Fills on real servers, while other clients store, change and remove the entry: no entry stays
//! that is older than its source, one caller asks the source, and a caller that fails blocks no
//! other.

mod entry;
mod failover;
mod moments;
mod one_and_many;
mod processes;
