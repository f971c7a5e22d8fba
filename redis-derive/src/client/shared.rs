//! What the bindings have in common: reading a reply, and writing an argument.

/// The functions of a major that are the same in all but for the client's error and the type of a big number.
macro_rules! shared {
    ($error:ty, $big_number:ident => $digits:expr) => {
        /// Writes the value as one argument.
        ///
        /// # Panics
        ///
        /// When it cannot be serialized.
        #[inline]
        pub fn write<T: Encode + ?Sized, W: RedisWrite + ?Sized>(value: &T, out: &mut W) {
            encode::write(value, &mut Argument(out));
        }

        struct Argument<'a, W: ?Sized>(&'a mut W);

        impl<W: RedisWrite + ?Sized> encode::Argument for Argument<'_, W> {
            fn write(&mut self, json: &[u8]) {
                self.0.write_arg(json);
            }
        }

        /// The value that a reply holds, without a copy of the reply.
        ///
        /// # Errors
        ///
        /// When it holds no such value.
        #[inline]
        pub fn read<T: Decode>(value: &Value) -> Result<T, $error> {
            match value {
                Value::BulkString(bytes) => T::Codec::decode_bytes(bytes),
                value => T::Codec::decode_reply(reply(value)),
            }
        }

        /// The elements of the JSON array in a bulk string, for `Vec<T>`.
        ///
        /// # Errors
        ///
        /// When they are no such values.
        #[inline]
        pub fn read_elements<T: Decode>(bytes: &[u8]) -> Result<Vec<T>, $error> {
            T::Codec::decode_elements(bytes)
        }

        /// The same, or `None` when they are no such values.
        #[inline]
        pub fn read_elements_or_none<T: Decode>(bytes: &[u8]) -> Option<Vec<T>> {
            read_elements(bytes).ok()
        }

        pub(crate) fn reply(value: &Value) -> $crate::reply::Reply<'_> {
            use $crate::reply::{Kind, Reply};

            match value {
                Value::Nil => Reply::Nil,
                Value::BulkString(bytes) => Reply::Bytes(bytes),
                Value::SimpleString(text) | Value::VerbatimString { text, .. } => Reply::Text(text),
                Value::Int(number) => Reply::Integer(*number),
                Value::Double(number) => Reply::Double(*number),
                Value::Boolean(boolean) => Reply::Boolean(*boolean),
                Value::BigNumber(_) => Reply::BigNumber(value),
                Value::Attribute { data, .. } => match reply(data) {
                    Reply::Array(array) => Reply::ArrayInAttribute(array),
                    reply => reply,
                },
                Value::Okay => Reply::Other(Kind::Okay),
                Value::Array(_) => Reply::Array(value),
                Value::Set(_) => Reply::Other(Kind::Set),
                Value::Map(_) => Reply::Other(Kind::Map),
                Value::Push { .. } => Reply::Other(Kind::Push),
                Value::ServerError(_) => Reply::Other(Kind::ServerError),
                #[allow(unreachable_patterns, reason = "from 1.x on there may be more")]
                _ => Reply::Other(Kind::Unknown),
            }
        }

        impl $crate::reply::Inside for Value {
            fn element(&self, index: usize) -> Option<$crate::reply::Reply<'_>> {
                match self {
                    Self::Array(elements) => elements.get(index).map(reply),
                    _ => None,
                }
            }

            fn digits(&self) -> Vec<u8> {
                match self {
                    Self::BigNumber($big_number) => $digits,
                    _ => Vec::new(),
                }
            }
        }
    };
}

/// The types of this library that are an argument as they are. A client that asks for it is told how long that is.
macro_rules! arguments {
    ($($args_size:ident)?) => {
        arguments!([<T: ?Sized>] crate::Key<T>, as_str $(, $args_size)?);
        arguments!([] crate::Document, as_bytes $(, $args_size)?);
    };
    ([$($generics:tt)*] $type:ty, $bytes:ident $(, $args_size:ident)?) => {
        impl $($generics)* ToRedisArgs for $type {
            fn write_redis_args<W: RedisWrite + ?Sized>(&self, out: &mut W) {
                let bytes: &[u8] = self.$bytes().as_ref();
                out.write_arg(bytes);
            }

            $(
                fn $args_size(&self) -> usize {
                    self.$bytes().len()
                }
            )?
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_to_redis_args {
    ($redis:ident [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] [$writer:ident] $($method:tt)*) => {
        #[automatically_derived]
        impl $($generics)* $crate::derive::$redis::ToRedisArgs for $($type)*
        where $($predicates)*
        {
            #[inline]
            fn write_redis_args<$writer>(&self, __redis_out: &mut $writer)
            where
                $writer: ?$crate::derive::Sized + $crate::derive::$redis::RedisWrite,
            {
                $crate::derive::$redis::write(self, __redis_out)
            }

            $($method)*
        }
    };
}
