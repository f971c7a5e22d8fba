//! A program in which neither `redis_derive` nor `redis` can be named: what it derives goes through
//! the path in `crate = "..."`, also one that leads through a module of its own.

#![no_implicit_prelude]

/// A re-export, as of a library that builds on this one.
pub mod reexported {
    pub use ::facade as derive;
}

/// Derives by the name of the dependency.
#[derive(
    Clone, Debug, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize, ::facade::RedisJson,
)]
#[redis_json(crate = "::facade")]
pub struct ByName {
    /// A number.
    pub id: u8,
}

/// Derives by a path in this crate, and is generic.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    ::serde::Serialize,
    ::serde::Deserialize,
    reexported::derive::RedisJson,
)]
#[redis_json(crate = "crate::reexported::derive")]
pub struct ByPath<T> {
    /// A value.
    pub value: T,
}

/// Is written alone.
#[derive(Debug, ::serde::Serialize, ::facade::RedisJson)]
#[redis_json(crate = "self::reexported::derive")]
pub struct Borrowing<'a> {
    /// A name.
    pub name: &'a str,
}

#[cfg(test)]
mod tests {
    use super::{Borrowing, ByName, ByPath};
    use ::client::{FromRedisValue, ToRedisArgs, Value};
    use ::std::{assert_eq, convert::Into, result::Result::Ok};

    #[test]
    fn all_of_them_are_written_and_read() {
        let value = ByPath { value: ByName { id: 1 } };
        assert_eq!(value.to_redis_args(), [br#"{"value":{"id":1}}"#]);
        assert_eq!(ByName { id: 1 }.to_redis_args(), [br#"{"id":1}"#]);
        assert_eq!(Borrowing { name: "a" }.to_redis_args(), [br#"{"name":"a"}"#]);
        let reply = Value::BulkString(br#"{"value":{"id":1}}"#[..].into());
        assert_eq!(ByPath::from_redis_value(reply), Ok(value));
    }
}
