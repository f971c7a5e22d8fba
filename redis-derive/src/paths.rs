//! Typed paths into a document of RedisJSON: the traits and types for
//! [`JsonPath`](crate::JsonPath).

// A derived type with `#[redis_json(paths)]` has a method for each field (`fields`), which extends
// a path (`json_path`) by a step (`steps`). The step to an entry of a map is a `map_key`. A program
// writes a `value` there, or a `patch` for several places. Some commands take only a path to a
// `number`, a `list` or a `flag`. `holdable` refuses values that RedisJSON would change, and
// `buffer` those that serde would not read again. A `script` is the command on the server,
// `matches` reads its reply, and a `walk` follows the steps after `all()`. `refusals` has the
// errors.

pub(crate) mod buffer;
pub(crate) mod fields;
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
