//! Reply: what the server answers, and how the client reads it.

use crate::server::failure::Failure;
use redis_1::{RedisResult, Value};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Status(String),
    Error(String),
    Integer(i64),
    Bulk(Vec<u8>),
    Nil,
    Array(Vec<Reply>),
}

impl Reply {
    pub(crate) fn status(text: &str) -> Self {
        Self::Status(text.to_owned())
    }

    pub(crate) fn count(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }

    pub(crate) fn yes(is_so: bool) -> Self {
        Self::Integer(is_so.into())
    }

    pub(crate) fn or_nil(bytes: Option<Vec<u8>>) -> Self {
        bytes.map_or(Self::Nil, Self::Bulk)
    }

    /// By the client's own parser, so that an error has the kind and the code that the client gives
    /// it.
    pub(crate) fn into_value(self) -> RedisResult<Value> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        redis_1::parse_redis_value(&bytes)
    }

    /// As RESP2 (<https://redis.io/docs/latest/develop/reference/protocol-spec/>).
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Status(text) => line(out, b'+', text),
            Self::Error(text) => line(out, b'-', text),
            Self::Integer(number) => line(out, b':', &number.to_string()),
            Self::Nil => line(out, b'$', "-1"),
            Self::Bulk(bytes) => {
                line(out, b'$', &bytes.len().to_string());
                out.extend_from_slice(bytes);
                out.extend_from_slice(b"\r\n");
            }
            Self::Array(elements) => {
                line(out, b'*', &elements.len().to_string());
                for element in elements {
                    element.write(out);
                }
            }
        }
    }
}

fn line(out: &mut Vec<u8>, kind: u8, text: &str) {
    out.push(kind);
    // A line is one line, whatever is in an error.
    out.extend(text.bytes().map(|byte| if matches!(byte, b'\r' | b'\n') { b' ' } else { byte }));
    out.extend_from_slice(b"\r\n");
}

impl From<Failure> for Reply {
    fn from(failure: Failure) -> Self {
        Self::Error(failure.0)
    }
}
