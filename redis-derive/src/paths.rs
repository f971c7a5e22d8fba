//! Paths into a document of RedisJSON, whose types the compiler knows: what goes with
//! [`JsonPath`](crate::JsonPath).

// A derived type with `#[redis_json(paths)]` has a method for each field (`fields`), which makes a
// path (`json_path`) a step longer (`steps`). What can be written there is a `value`, or a `patch`
// for several places, and what can be counted a `number`. What a path comes to on the server is in
// `script`, and its replies in `matches`.

pub(crate) mod fields;
pub(crate) mod json_path;
pub(crate) mod matches;
pub(crate) mod number;
pub(crate) mod patch;
pub(crate) mod refusals;
pub(crate) mod script;
pub(crate) mod steps;
pub(crate) mod value;

pub use fields::{Elements, Entries, Paths};
pub use matches::{All, Entry, Field};
pub use number::Number;
pub use patch::Removable;
pub use value::ValueOf;
