//! Buffer: whether serde reads a value again, at its place in a document.
//!
//! What is flattened or stands beside a tag, serde reads into a buffer first. From there it reads
//! no number and no boolean from the key of a map, and no integer of 128 bits.

use crate::errors::error::{Error, ErrorKind};
use crate::paths::steps::Steps;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::any::type_name;

/// Returns an error if the type does not read the JSON of its value at the end of these steps.
pub(crate) fn check_readable<T: DeserializeOwned>(json: &[u8], steps: &Steps) -> Result<(), Error> {
    let is_read = if steps.is_buffered() {
        serde_json::from_slice::<Buffered<T>>(json).is_ok()
    } else {
        serde_json::from_slice::<T>(json).is_ok()
    };
    is_read
        .then_some(())
        .ok_or_else(|| Error::new(ErrorKind::Serialize, type_name::<T>(), UNREADABLE))
}

const UNREADABLE: &str = "it could not be read again (serde reads no map with numbers for keys, \
    and no integer of 128 bits, in what is flattened or beside a tag)";

/// A value that serde reads through its buffer, as it does for every enum without a tag.
#[derive(Deserialize)]
#[serde(untagged)]
enum Buffered<T> {
    It(T),
}
