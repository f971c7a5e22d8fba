//! An entry of a stream, as it came.
//!
//! The client has types for this, `StreamReadReply` and `StreamId`. They do for what one has
//! written oneself; a worker reads what others have written:
//!
//! - `StreamId::get` is `None` for a field that does not decode, as for one that is not there. With
//!   a `StreamId`, write `from_redis_value_ref(entry.map.get(name).unwrap_or(&Value::Nil))?`
//!   instead.
//! - Its map has the names of the fields as `String`s. One name that is not UTF-8 makes an error of
//!   the whole reply, so that all of its entries would be delivered again and again, and never
//!   handled.
//! - A map has no place for a field that is there twice.

use redis::{FromRedisValue, ParsingError, RedisResult, Value, from_redis_value};

/// An entry of a stream, with fields that may hold anything.
#[expect(missing_debug_implementations, reason = "it would show payload")]
pub struct Entry {
    /// Where it is in the stream.
    pub id: String,
    /// The names and values of the fields. There are none when the entry has been removed since it
    /// was delivered.
    pub fields: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Entry {
    /// The value of a field, by the rules of every reply. One that is missing is nil: an error,
    /// unless an `Option` is asked for.
    ///
    /// # Errors
    ///
    /// That of a value which does not decode.
    pub fn read<T: FromRedisValue>(&self, name: &str) -> RedisResult<T> {
        let field = self.fields.iter().find(|(field, _)| field == name.as_bytes());
        let value = field.map_or(Value::Nil, |(_, value)| Value::BulkString(value.clone()));
        Ok(from_redis_value(value)?)
    }
}

impl FromRedisValue for Entry {
    fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
        let (id, fields) = from_redis_value(value)?;
        Ok(Self { id, fields })
    }
}
