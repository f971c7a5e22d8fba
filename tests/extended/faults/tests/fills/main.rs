//! Fills on real servers, while others store, change and remove the entry: no entry is left that is
//! older than what it is made of, one caller asks the source, and who is gone blocks nobody.

mod entry;
mod failover;
mod moments;
mod one_and_many;
mod processes;
