//! Paths into a document of RedisJSON, whose types the compiler knows: what goes with
//! [`JsonPath`](crate::JsonPath).

// A derived type with `#[redis_json(paths)]` has a method for each field (`fields`), which makes a
// path (`json_path`) a step longer (`steps`); the step to an entry of a map is its `map_key`. What
// can be written there is a `value`, or a `patch` for several places. What can be counted is a
// `number`, what can be appended to a `list`, what can be turned a `flag`. What the server would
// not keep as it is is not `holdable`. What a path comes to on the server is in `script`, its
// replies in `matches`, and a `walk` goes on from there.

pub(crate) mod fields;
pub(crate) mod finite;
pub(crate) mod flag;
pub(crate) mod holdable;
pub(crate) mod json_path;
pub(crate) mod list;
pub(crate) mod map_key;
pub(crate) mod matches;
pub(crate) mod number;
pub(crate) mod patch;
pub(crate) mod refusals;
pub(crate) mod script;
pub(crate) mod steps;
pub(crate) mod value;
pub(crate) mod walk;

pub use fields::{Elements, Entries, FixedElements, Flattened, FlattenedWithoutPaths, Paths};
pub use flag::Flag;
pub use json_path::{AnyPath, ReadAt, SetAt};
pub use list::List;
pub use matches::{All, Entry, Field, Fixed, Matches, OneMatch, Sparse};
pub use number::Number;
pub use patch::Removable;
pub use value::ValueOf;
