//! The common part of the majors: their commands, connections and replies, forwarded to code that
//! is the same for all.

/// Makes the module of a major without the parts of its shape: the error of reading a reply, and
/// the digits of a big number.
macro_rules! major {
    (
        $redis:ident $Marker:ident $feature:literal $($args_size:ident)?,
        $error:ty, $number:ident => $digits:expr
    ) => {
        use crate::client::{
            Client, ClientError, Command, Connection, Pipeline, Replies, Sealed,
        };
        use crate::conversion::codec::Decoder;
        use crate::conversion::decode::Decode;
        use crate::conversion::encode::{self, Encode};
        use crate::errors::error::{Error, ErrorKind};
        use crate::errors::refusal::Refusal;
        use crate::reply::{Inside, Kind, Reply, is_placeholder};
        use ::$redis::{Arg, Cmd, RedisError};
        pub use ::$redis::{FromRedisValue, RedisResult, RedisWrite, ToRedisArgs, Value};

        #[doc = concat!("The major of the feature `", $feature, "`.")]
        #[derive(Clone, Copy, Debug)]
        pub enum $Marker {}

        impl Sealed for $Marker {}

        impl Client for $Marker {
            type Command = Cmd;
            type Value = Value;
            type Error = RedisError;

            fn command(arguments: usize, bytes: usize) -> Cmd {
                Cmd::with_capacity(arguments, bytes)
            }

            fn add(command: &mut Cmd, argument: &[u8]) {
                command.arg(argument);
            }

            fn add_number(command: &mut Cmd, argument: u64) {
                command.arg(argument);
            }

            fn arguments(command: &Cmd) -> impl Iterator<Item = &[u8]> {
                command.args_iter().map(|argument| match argument {
                    Arg::Simple(argument) => argument,
                    _ => unreachable!("no command of this library has a cursor of the client"),
                })
            }

            fn reply(value: &Value) -> Reply<'_> {
                match value {
                    Value::Nil => Reply::Nil,
                    Value::BulkString(bytes) if is_placeholder(bytes) => Reply::Nil,
                    Value::BulkString(bytes) => Reply::Bytes(bytes),
                    Value::SimpleString(text) | Value::VerbatimString { text, .. } => {
                        Reply::Text(text)
                    }
                    Value::Int(number) => Reply::Integer(*number),
                    Value::Double(number) => Reply::Double(*number),
                    Value::Boolean(boolean) => Reply::Boolean(*boolean),
                    Value::BigNumber(_) => Reply::BigNumber(value),
                    Value::Attribute { data, .. } => match Self::reply(data) {
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

            fn stored(value: &Value) -> Option<&[u8]> {
                match value {
                    Value::BulkString(bytes) => Some(bytes),
                    _ => None,
                }
            }

            fn into_bytes(value: Value) -> Result<Vec<u8>, Value> {
                match value {
                    Value::BulkString(bytes) if !is_placeholder(&bytes) => Ok(bytes),
                    value => Err(value),
                }
            }

            fn into_elements(value: Value) -> Result<Vec<Value>, Value> {
                match value {
                    Value::Array(elements) => Ok(elements),
                    Value::Attribute { data, .. } => Self::into_elements(*data),
                    value => Err(value),
                }
            }

            fn code(error: &RedisError) -> Option<&str> {
                error.code()
            }
        }

        impl From<RedisError> for Error {
            fn from(error: RedisError) -> Self {
                Self::of_client("", error)
            }
        }

        impl Refusal for RedisError {
            fn server_code(&self) -> Option<&str> {
                self.code()
            }

            fn words(&self) -> Option<&str> {
                self.detail()
            }

            fn is_of_reply(&self) -> bool {
                matches!(self.category(), "type error" | "parse error")
            }
        }

        impl ClientError for RedisError {
            fn own_detail(&self) -> Option<&str> {
                self.detail().filter(|_| self.code().is_none())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: ::$redis::ConnectionLike + ?Sized> Connection<$Marker> for T {
            fn send_document_command(&mut self, command: &Command<$Marker>) -> RedisResult<Value> {
                self.req_command(&command.inner)?.extract_error()
            }

            fn send_document_commands(
                &mut self,
                commands: Vec<Command<$Marker>>,
            ) -> Replies<$Marker> {
                let (pipeline, count) = pipeline(commands);
                let replies = self.req_packed_commands(&pipeline.get_packed_pipeline(), 0, count)?;
                Ok(replies.into_iter().map(Value::extract_error).collect())
            }

            // Only connections to a cluster do not support the client's pipelines.
            fn may_be_cluster(&self) -> bool {
                !self.supports_pipelining()
            }
        }

        #[cfg(feature = "aio")]
        #[diagnostic::do_not_recommend]
        impl<T: ::$redis::aio::ConnectionLike + Send + ?Sized>
            crate::client::AsyncConnection<$Marker> for T
        {
            async fn send_document_command(
                &mut self,
                command: &Command<$Marker>,
            ) -> RedisResult<Value> {
                self.req_packed_command(&command.inner).await?.extract_error()
            }

            async fn send_document_commands(
                &mut self,
                commands: Vec<Command<$Marker>>,
            ) -> Replies<$Marker> {
                let (pipeline, count) = pipeline(commands);
                let replies = self.req_packed_commands(&pipeline, 0, count).await?;
                Ok(replies.into_iter().map(Value::extract_error).collect())
            }

            // A connection does not tell whether it is one to a cluster. But the type of such a
            // connection has `cluster` in its name, also in a pool. The server has the last word.
            fn may_be_cluster(&self) -> bool {
                std::any::type_name::<T>().to_ascii_lowercase().contains("cluster")
            }
        }

        fn pipeline(commands: Vec<Command<$Marker>>) -> (::$redis::Pipeline, usize) {
            let count = commands.len();
            let mut pipeline = ::$redis::Pipeline::new();
            for command in commands {
                pipeline.add_command(command.among_others());
            }
            (pipeline, count)
        }

        impl Pipeline<$Marker> for ::$redis::Pipeline {
            fn add_document_command(&mut self, command: Command<$Marker>) -> &mut Self {
                self.add_command(command.among_others())
            }
        }

        #[cfg(feature = "cluster")]
        impl Pipeline<$Marker> for ::$redis::cluster::ClusterPipeline {
            fn add_document_command(&mut self, command: Command<$Marker>) -> &mut Self {
                self.add_command(command.among_others())
            }
        }

        #[inline]
        pub fn write<T: Encode + ?Sized, W: RedisWrite + ?Sized>(value: &T, out: &mut W) {
            encode::write(value, &mut |json| out.write_arg(json));
        }

        /// Reads a reply without a copy.
        #[inline]
        pub fn read<T: Decode>(value: &Value) -> Result<T, $error> {
            match value {
                Value::BulkString(bytes) if !is_placeholder(bytes) => T::Codec::decode_bytes(bytes),
                value => T::Codec::decode_reply($Marker::reply(value)),
            }
        }

        impl Inside for Value {
            fn element(&self, index: usize) -> Option<Reply<'_>> {
                match self {
                    Self::Array(elements) => elements.get(index).map($Marker::reply),
                    _ => None,
                }
            }

            fn digits(&self) -> Vec<u8> {
                match self {
                    Self::BigNumber($number) => $digits,
                    _ => Vec::new(),
                }
            }
        }

        argument!([<T: ?Sized>] crate::keys::key::Key<T> $(, $args_size)?);
        argument!([<T: ?Sized>] crate::keys::key::CacheKey<T> $(, $args_size)?);
        argument!([] crate::wrappers::document::Document $(, $args_size)?);
    };
}

/// Makes a type of this library an argument. A client that asks for it gets the length.
macro_rules! argument {
    ([$($generics:tt)*] $type:ty $(, $args_size:ident)?) => {
        impl $($generics)* ToRedisArgs for $type {
            fn write_redis_args<W: RedisWrite + ?Sized>(&self, out: &mut W) {
                out.write_arg(self.as_str().as_bytes());
            }

            $(
                fn $args_size(&self) -> usize {
                    self.as_str().len()
                }
            )?
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_to_redis_args {
    (
        $redis:ident [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] [$writer:ident]
        $($method:tt)*
    ) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::$redis::ToRedisArgs for $($type)*
        where $($predicates)*
        {
            #[inline]
            fn write_redis_args<$writer>(&self, __redis_out: &mut $writer)
            where
                $writer: ?$crate::__private::Sized + $crate::__private::$redis::RedisWrite,
            {
                $crate::__private::$redis::write(self, __redis_out)
            }

            $($method)*
        }
    };
}
