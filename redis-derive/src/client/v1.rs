//! The shape of redis 1.x: `FromRedisValue` by value and by reference with its own error type, and
//! `ToSingleRedisArg`. In 2.x, a type that is written implements other methods.

#[allow(unused_macros, reason = "unused while its majors are off")]
macro_rules! v1 {
    ($redis:ident $Marker:ident $feature:literal) => {
        pub use crate::__implement_v1 as implement;
        like_v1!($redis $Marker $feature);
    };
}

// In a reply, a big number is a number or its digits, which depends on a feature of the client. As
// an argument it is the digits.
#[allow(unused_macros, reason = "unused while its majors are off")]
macro_rules! like_v1 {
    ($redis:ident $Marker:ident $feature:literal $($args_size:ident)?) => {
        pub use ::$redis::{ParsingError, ToSingleRedisArg};
        major!(
            $redis $Marker $feature $($args_size)?,
            ParsingError, number => number.to_redis_args().concat()
        );

        pub trait InAndOut: ToRedisArgs + ToSingleRedisArg + FromRedisValue {}
        impl<T: ToRedisArgs + ToSingleRedisArg + FromRedisValue> InAndOut for T {}

        #[inline]
        pub fn read_owned<T: Decode>(value: Value) -> Result<T, ParsingError> {
            match $Marker::into_bytes(value) {
                Ok(bytes) => T::Codec::decode_bytes(&bytes),
                Err(value) => T::Codec::decode_reply($Marker::reply(&value)),
            }
        }

        impl<T: ?Sized> ToSingleRedisArg for crate::keys::key::Key<T> {}

        impl<T: ?Sized> ToSingleRedisArg for crate::keys::key::CacheKey<T> {}

        impl ToSingleRedisArg for crate::wrappers::document::Document {}

        impl FromRedisValue for crate::wrappers::document::Document {
            fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
                match $Marker::into_bytes(value) {
                    Ok(bytes) => Ok(Self::from_bytes(bytes)?),
                    Err(value) => read(&value),
                }
            }

            fn from_redis_value_ref(value: &Value) -> Result<Self, ParsingError> {
                read(value)
            }
        }

        impl From<Error> for ParsingError {
            fn from(error: Error) -> Self {
                error.message().into()
            }
        }

        impl From<Error> for RedisError {
            fn from(error: Error) -> Self {
                let error = match error.into_client() {
                    Ok(error) => return error,
                    Err(error) => error,
                };
                let description = match error.kind() {
                    ErrorKind::Client => "the client failed",
                    ErrorKind::Serialize => "nothing was written",
                    ErrorKind::Conflict | ErrorKind::KeyChanged => "not updated",
                    ErrorKind::NoModule => "not carried out",
                    _ => return ParsingError::from(error).into(),
                };
                (::$redis::ErrorKind::Client, description, error.message()).into()
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_v1 {
    (
        $redis:ident [Encode [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] [$writer:ident]]
    ) => {
        $crate::__private::to_redis_args! {
            $redis [$($generics)*] [$($type)*] [$($predicates)*] [$writer]
        }

        #[automatically_derived]
        impl $($generics)* $crate::__private::$redis::ToSingleRedisArg for $($type)*
        where $($predicates)*
        {}
    };

    ($redis:ident [Decode [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] []]) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::$redis::FromRedisValue for $($type)*
        where $($predicates)*
        {
            #[inline]
            fn from_redis_value(
                __redis_value: $crate::__private::$redis::Value,
            ) -> $crate::__private::Result<Self, $crate::__private::$redis::ParsingError> {
                $crate::__private::$redis::read_owned(__redis_value)
            }

            #[inline]
            fn from_redis_value_ref(
                __redis_value: &$crate::__private::$redis::Value,
            ) -> $crate::__private::Result<Self, $crate::__private::$redis::ParsingError> {
                $crate::__private::$redis::read(__redis_value)
            }

            #[inline]
            fn from_byte_vec(
                __redis_bytes: $crate::__private::Vec<$crate::__private::u8>,
            ) -> $crate::__private::Result<
                $crate::__private::Vec<Self>,
                $crate::__private::$redis::ParsingError,
            > {
                $crate::__private::read_elements(&__redis_bytes)
            }

            #[inline]
            fn from_byte_slice(
                __redis_bytes: &[$crate::__private::u8],
            ) -> $crate::__private::Option<$crate::__private::Vec<Self>> {
                $crate::__private::read_elements_or_none(__redis_bytes)
            }
        }
    };
}
