//! The shape of redis 0.27 to 0.32: `FromRedisValue` by reference, with the client's own error.

#[allow(unused_macros, reason = "unused while its majors are off")]
macro_rules! v0 {
    ($redis:ident $Marker:ident $feature:literal) => {
        pub use crate::__implement_v0 as implement;
        major!(
            $redis $Marker $feature, RedisError, number => number.to_string().into_bytes()
        );

        pub trait InAndOut: ToRedisArgs + FromRedisValue {}
        impl<T: ToRedisArgs + FromRedisValue> InAndOut for T {}

        impl FromRedisValue for crate::wrappers::document::Document {
            fn from_redis_value(value: &Value) -> RedisResult<Self> {
                read(value)
            }

            fn from_owned_redis_value(value: Value) -> RedisResult<Self> {
                match $Marker::into_bytes(value) {
                    Ok(bytes) => Ok(Self::from_bytes(bytes)?),
                    Err(value) => read(&value),
                }
            }
        }

        impl From<Error> for RedisError {
            fn from(error: Error) -> Self {
                use ::$redis::ErrorKind::{ClientError, TypeError};
                let error = match error.into_client() {
                    Ok(error) => return error,
                    Err(error) => error,
                };
                let (kind, description) = match error.kind() {
                    ErrorKind::Client => (ClientError, "the client failed"),
                    ErrorKind::Serialize => (ClientError, "nothing was written"),
                    ErrorKind::Conflict | ErrorKind::KeyChanged => (ClientError, "not updated"),
                    ErrorKind::NoModule => (ClientError, "not carried out"),
                    _ => (TypeError, "the reply does not fit"),
                };
                (kind, description, error.message()).into()
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_v0 {
    (
        $redis:ident [Encode [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] [$writer:ident]]
    ) => {
        $crate::__private::to_redis_args! {
            $redis [$($generics)*] [$($type)*] [$($predicates)*] [$writer]
        }
    };

    ($redis:ident [Decode [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] []]) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::$redis::FromRedisValue for $($type)*
        where $($predicates)*
        {
            #[inline]
            fn from_redis_value(
                __redis_value: &$crate::__private::$redis::Value,
            ) -> $crate::__private::$redis::RedisResult<Self> {
                $crate::__private::$redis::read(__redis_value)
            }

            #[inline]
            fn from_owned_byte_vec(
                __redis_bytes: $crate::__private::Vec<$crate::__private::u8>,
            ) -> $crate::__private::$redis::RedisResult<$crate::__private::Vec<Self>> {
                $crate::__private::read_elements(&__redis_bytes)
            }

            #[inline]
            fn from_byte_vec(
                __redis_bytes: &[$crate::__private::u8],
            ) -> $crate::__private::Option<$crate::__private::Vec<Self>> {
                $crate::__private::read_elements_or_none(__redis_bytes)
            }
        }
    };
}
