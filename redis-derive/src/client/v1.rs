//! The binding for clients with the traits of redis 1.x: `FromRedisValue` by value and by reference
//! with an error of its own, and `ToSingleRedisArg`.

/// The module of such a major: what the derive's impls need of it.
macro_rules! bind {
    ($redis:ident) => {
        pub use crate::__implement_v1 as implement;
        pub use $redis::{
            FromRedisValue, ParsingError, RedisWrite, ToRedisArgs, ToSingleRedisArg, Value,
        };

        use crate::decode::{self, Decode};
        use crate::error::{Error, ErrorKind};
        use crate::reply::{Kind, Reply};

        /// What `RedisJson` asks of a type on behalf of this major.
        pub trait Client: ToRedisArgs + ToSingleRedisArg + FromRedisValue {}
        impl<T: ToRedisArgs + ToSingleRedisArg + FromRedisValue> Client for T {}

        /// The value that a reply holds, without a copy of the reply.
        ///
        /// # Errors
        ///
        /// When it holds no such value.
        pub fn read<T: Decode>(value: &Value) -> Result<T, ParsingError> {
            Ok(decode::from_reply(reply(value))?)
        }

        /// The elements of the JSON array in a bulk string, for `Vec<T>`.
        ///
        /// # Errors
        ///
        /// When they are no such values.
        pub fn read_elements<T: Decode>(bytes: &[u8]) -> Result<Vec<T>, ParsingError> {
            Ok(decode::elements_from_bytes(bytes)?)
        }

        fn reply(value: &Value) -> Reply<'_> {
            match value {
                Value::Nil => Reply::Nil,
                Value::BulkString(bytes) => Reply::Bytes(bytes),
                Value::SimpleString(text) | Value::VerbatimString { text, .. } => Reply::Text(text),
                Value::Int(number) => Reply::Integer(*number),
                Value::Double(number) => Reply::Double(*number),
                Value::Boolean(boolean) => Reply::Boolean(*boolean),
                // Its type depends on a feature of the client, and as an argument is its digits.
                Value::BigNumber(number) => Reply::BigNumber(number.to_redis_args().concat()),
                Value::Attribute { data, .. } => reply(data),
                Value::Okay => Reply::Other(Kind::Okay),
                Value::Array(_) => Reply::Other(Kind::Array),
                Value::Set(_) => Reply::Other(Kind::Set),
                Value::Map(_) => Reply::Other(Kind::Map),
                Value::Push { .. } => Reply::Other(Kind::Push),
                Value::ServerError(_) => Reply::Other(Kind::ServerError),
                _ => Reply::Other(Kind::Unknown),
            }
        }

        impl From<Error> for ParsingError {
            fn from(error: Error) -> Self {
                error.to_string().into()
            }
        }

        impl From<Error> for $redis::RedisError {
            fn from(error: Error) -> Self {
                match error.kind() {
                    ErrorKind::Serialize => {
                        let description = "the argument was not sent";
                        ($redis::ErrorKind::Client, description, error.to_string()).into()
                    }
                    _ => ParsingError::from(error).into(),
                }
            }
        }
    };
}
pub(super) use bind;

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_v1 {
    ($redis:ident Encode [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*]) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::$redis::ToRedisArgs for $($type)*
        where $($predicates)*
        {
            #[inline]
            fn write_redis_args<__RedisWriter>(&self, out: &mut __RedisWriter)
            where
                __RedisWriter: ?$crate::__private::Sized + $crate::__private::$redis::RedisWrite,
            {
                $crate::__private::write(self, |json| $crate::__private::$redis::RedisWrite::write_arg(out, json))
            }
        }

        #[automatically_derived]
        impl $($generics)* $crate::__private::$redis::ToSingleRedisArg for $($type)*
        where $($predicates)*
        {}
    };

    ($redis:ident Decode [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*]) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::$redis::FromRedisValue for $($type)*
        where $($predicates)*
        {
            #[inline]
            fn from_redis_value(
                value: $crate::__private::$redis::Value,
            ) -> $crate::__private::Result<Self, $crate::__private::$redis::ParsingError> {
                $crate::__private::$redis::read(&value)
            }

            #[inline]
            fn from_redis_value_ref(
                value: &$crate::__private::$redis::Value,
            ) -> $crate::__private::Result<Self, $crate::__private::$redis::ParsingError> {
                $crate::__private::$redis::read(value)
            }

            #[inline]
            fn from_byte_vec(
                bytes: $crate::__private::Vec<$crate::__private::u8>,
            ) -> $crate::__private::Result<$crate::__private::Vec<Self>, $crate::__private::$redis::ParsingError> {
                $crate::__private::$redis::read_elements(&bytes)
            }

            #[inline]
            fn from_byte_slice(
                bytes: &[$crate::__private::u8],
            ) -> $crate::__private::Option<$crate::__private::Vec<Self>> {
                $crate::__private::$redis::read_elements(bytes).ok()
            }
        }
    };
}
