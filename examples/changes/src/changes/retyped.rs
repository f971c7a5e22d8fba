//! A field gets another type: the `zip` of a `u32` becomes a `String`, which may say more.

use super::{Change, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The versions.
pub const CHANGE: Change = Change {
    name: "retyped",
    before: &Of::<Before>::NEW,
    between: &Of::<Between>::NEW,
    after: &Of::<After>::NEW,
    at_once: &Of::<AtOnce>::NEW,
};

#[derive(Serialize, Deserialize)]
struct Before {
    visits: u64,
    zip: u32,
}

#[derive(Serialize, Deserialize)]
struct Between {
    visits: u64,
    #[serde(deserialize_with = "text_or_number", serialize_with = "number_if_it_is_one")]
    zip: String,
}

#[derive(Serialize, Deserialize)]
struct After {
    visits: u64,
    #[serde(deserialize_with = "text_or_number")]
    zip: String,
}

#[derive(Serialize, Deserialize)]
struct AtOnce {
    visits: u64,
    zip: String,
}

/// Reads the text, or the number of the old version.
fn text_or_number<'de, D: Deserializer<'de>>(zip: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Zip {
        Text(String),
        Number(u32),
    }
    Ok(match Zip::deserialize(zip)? {
        Zip::Text(text) => text,
        Zip::Number(number) => number.to_string(),
    })
}

/// Writes what the old version can read as that. There is nothing else before the second step.
fn number_if_it_is_one<S: Serializer>(zip: &String, to: S) -> Result<S::Ok, S::Error> {
    match zip.parse::<u32>() {
        Ok(number) if number.to_string() == *zip => to.serialize_u32(number),
        _ => to.serialize_str(zip),
    }
}

impl Version for Before {
    fn new() -> Self {
        Self { visits: 0, zip: 0 }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.zip))
    }
}

impl Version for Between {
    fn new() -> Self {
        Self { visits: 0, zip: "0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.zip))
    }
}

impl Version for After {
    fn new() -> Self {
        Self { visits: 0, zip: "CH-0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.zip))
    }
}

impl Version for AtOnce {
    fn new() -> Self {
        Self { visits: 0, zip: "CH-0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.zip))
    }
}
