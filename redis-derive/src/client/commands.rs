//! Commands for documents, beside the client's own: what is written returns its error, and what is
//! read says with an `Option` whether it is there.
//!
//! The names are not those of the client's traits, which have `get` and `json_get`, so that all can be
//! in scope together.

#[allow(unused_macros, reason = "unused while every major is off")]
macro_rules! commands {
    ($redis:ident, $argument:ident) => {
        use crate::to_redis_json;
        use ::$redis::{Cmd, ConnectionLike, Expiry, Pipeline};
        use serde::Serialize;
        use serde::de::DeserializeOwned;

        /// Commands that read and write documents of any serde type, for a connection.
        ///
        /// They work beside the client's `Commands`, and its `TypedCommands` where it has them, whose `get` returns a string.
        ///
        /// ```
        #[doc = concat!("# extern crate ", stringify!($redis), " as redis;")]
        #[doc = concat!("use redis_derive::", stringify!($redis), "::DocumentCommands;")]
        ///
        /// #[derive(serde::Serialize, serde::Deserialize)]
        /// struct Visits { count: u64 }
        ///
        /// fn visit(con: &mut redis::Connection) -> redis::RedisResult<u64> {
        ///     let count = con.get_json::<Visits>("visits")?.map_or(1, |visits| visits.count + 1);
        ///     con.set_json("visits", &Visits { count })?;
        ///     Ok(count)
        /// }
        /// ```
        ///
        /// # Errors
        ///
        /// Those of the client, and an [`Error`] of this crate as the client's where a value does not serialize, with
        /// nothing sent, or a document does not decode.
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait DocumentCommands: ConnectionLike + Sized {
            /// The document at a key, if there is one: `GET`.
            fn get_json<T: DeserializeOwned>(
                &mut self,
                key: impl $argument,
            ) -> RedisResult<Option<T>> {
                read_if_there(&Cmd::get(key).query(self)?)
            }

            /// The documents at many keys, each if there is one: `MGET`. No keys are no command. One that does not
            /// decode is an error for all; [`Cached`](crate::Cached) with the client's `mget` keeps the others.
            fn mget_json<T: DeserializeOwned>(
                &mut self,
                keys: impl ToRedisArgs,
            ) -> RedisResult<Vec<Option<T>>> {
                match mget(keys) {
                    Some(command) => read_each(command.query(self)?),
                    None => Ok(Vec::new()),
                }
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            fn getdel_json<T: DeserializeOwned>(
                &mut self,
                key: impl $argument,
            ) -> RedisResult<Option<T>> {
                read_if_there(&Cmd::get_del(key).query(self)?)
            }

            /// The document at a key, whose expiry is set: `GETEX` (Redis 6.2).
            fn getex_json<T: DeserializeOwned>(
                &mut self,
                key: impl $argument,
                expiry: Expiry,
            ) -> RedisResult<Option<T>> {
                read_if_there(&Cmd::get_ex(key, expiry).query(self)?)
            }

            /// Stores a document at a key: `SET`.
            fn set_json<T: Serialize + ?Sized>(
                &mut self,
                key: impl $argument,
                value: &T,
            ) -> RedisResult<()> {
                Cmd::set(key, to_redis_json(value)?).query(self)
            }

            /// Stores a document at a key, for that many seconds: `SETEX`.
            fn set_json_ex<T: Serialize + ?Sized>(
                &mut self,
                key: impl $argument,
                value: &T,
                seconds: u64,
            ) -> RedisResult<()> {
                Cmd::set_ex(key, to_redis_json(value)?, seconds).query(self)
            }
        }

        impl<C: ConnectionLike> DocumentCommands for C {}

        /// The same commands as [`DocumentCommands`], for an asynchronous connection.
        ///
        /// ```
        #[doc = concat!("# extern crate ", stringify!($redis), " as redis;")]
        #[doc = concat!("use redis_derive::", stringify!($redis), "::AsyncDocumentCommands;")]
        ///
        /// async fn count(con: &mut (impl redis::aio::ConnectionLike + Send)) -> redis::RedisResult<u64> {
        ///     Ok(con.get_json("visits").await?.unwrap_or(0))
        /// }
        /// ```
        ///
        /// # Errors
        ///
        /// Those of [`DocumentCommands`].
        #[cfg(any(feature = "tokio-comp", feature = "smol-comp"))]
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait AsyncDocumentCommands: ::$redis::aio::ConnectionLike + Send + Sized {
            /// The document at a key, if there is one: `GET`.
            fn get_json<T: DeserializeOwned>(
                &mut self,
                key: impl $argument,
            ) -> impl Future<Output = RedisResult<Option<T>>> + Send {
                let command = Cmd::get(key);
                async move { read_if_there(&command.query_async(self).await?) }
            }

            /// The documents at many keys, each if there is one: `MGET`. No keys are no command. One that does not
            /// decode is an error for all; [`Cached`](crate::Cached) with the client's `mget` keeps the others.
            fn mget_json<T: DeserializeOwned>(
                &mut self,
                keys: impl ToRedisArgs,
            ) -> impl Future<Output = RedisResult<Vec<Option<T>>>> + Send {
                let command = mget(keys);
                async move {
                    match command {
                        Some(command) => read_each(command.query_async(self).await?),
                        None => Ok(Vec::new()),
                    }
                }
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            fn getdel_json<T: DeserializeOwned>(
                &mut self,
                key: impl $argument,
            ) -> impl Future<Output = RedisResult<Option<T>>> + Send {
                let command = Cmd::get_del(key);
                async move { read_if_there(&command.query_async(self).await?) }
            }

            /// The document at a key, whose expiry is set: `GETEX` (Redis 6.2).
            fn getex_json<T: DeserializeOwned>(
                &mut self,
                key: impl $argument,
                expiry: Expiry,
            ) -> impl Future<Output = RedisResult<Option<T>>> + Send {
                let command = Cmd::get_ex(key, expiry);
                async move { read_if_there(&command.query_async(self).await?) }
            }

            /// Stores a document at a key: `SET`.
            fn set_json<T: Serialize + ?Sized>(
                &mut self,
                key: impl $argument,
                value: &T,
            ) -> impl Future<Output = RedisResult<()>> + Send {
                let command = to_redis_json(value).map(|json| Cmd::set(key, json));
                async move { command?.query_async(self).await }
            }

            /// Stores a document at a key, for that many seconds: `SETEX`.
            fn set_json_ex<T: Serialize + ?Sized>(
                &mut self,
                key: impl $argument,
                value: &T,
                seconds: u64,
            ) -> impl Future<Output = RedisResult<()>> + Send {
                let command = to_redis_json(value).map(|json| Cmd::set_ex(key, json, seconds));
                async move { command?.query_async(self).await }
            }
        }

        #[cfg(any(feature = "tokio-comp", feature = "smol-comp"))]
        impl<C: ::$redis::aio::ConnectionLike + Send> AsyncDocumentCommands for C {}

        /// The same commands as [`DocumentCommands`], for a pipeline. What they read takes part in the pipeline's reply, as
        /// `Option<Json<T>>` or an `Option` of a derived type.
        ///
        /// ```
        #[doc = concat!("# extern crate ", stringify!($redis), " as redis;")]
        #[doc = concat!("use redis_derive::", stringify!($redis), "::DocumentPipeline;")]
        /// use redis_derive::Json;
        ///
        /// fn replace(con: &mut redis::Connection) -> redis::RedisResult<Option<Json<Vec<u32>>>> {
        ///     let mut pipeline = redis::pipe();
        ///     let (old,) = pipeline.get_json("primes").set_json("primes", &[2, 3, 5])?.ignore().query(con)?;
        ///     Ok(old)
        /// }
        /// ```
        ///
        /// # Errors
        ///
        /// An [`Error`] of this crate where the value does not serialize, and then the pipeline is as it was.
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait DocumentPipeline {
            /// The document at a key: `GET`.
            fn get_json(&mut self, key: impl $argument) -> &mut Self;

            /// The documents at many keys, as `Vec<Option<Json<T>>>`: `MGET`.
            fn mget_json(&mut self, keys: impl ToRedisArgs) -> &mut Self;

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            fn getdel_json(&mut self, key: impl $argument) -> &mut Self;

            /// The document at a key, whose expiry is set: `GETEX` (Redis 6.2).
            fn getex_json(&mut self, key: impl $argument, expiry: Expiry) -> &mut Self;

            /// Stores a document at a key: `SET`.
            fn set_json<T: Serialize + ?Sized>(
                &mut self,
                key: impl $argument,
                value: &T,
            ) -> Result<&mut Self, Error>;

            /// Stores a document at a key, for that many seconds: `SETEX`.
            fn set_json_ex<T: Serialize + ?Sized>(
                &mut self,
                key: impl $argument,
                value: &T,
                seconds: u64,
            ) -> Result<&mut Self, Error>;
        }

        impl DocumentPipeline for Pipeline {
            fn get_json(&mut self, key: impl $argument) -> &mut Self {
                self.add_command(Cmd::get(key))
            }

            fn mget_json(&mut self, keys: impl ToRedisArgs) -> &mut Self {
                self.cmd("MGET").arg(keys)
            }

            fn getdel_json(&mut self, key: impl $argument) -> &mut Self {
                self.add_command(Cmd::get_del(key))
            }

            fn getex_json(&mut self, key: impl $argument, expiry: Expiry) -> &mut Self {
                self.add_command(Cmd::get_ex(key, expiry))
            }

            fn set_json<T: Serialize + ?Sized>(
                &mut self,
                key: impl $argument,
                value: &T,
            ) -> Result<&mut Self, Error> {
                Ok(self.add_command(Cmd::set(key, to_redis_json(value)?)))
            }

            fn set_json_ex<T: Serialize + ?Sized>(
                &mut self,
                key: impl $argument,
                value: &T,
                seconds: u64,
            ) -> Result<&mut Self, Error> {
                Ok(self.add_command(Cmd::set_ex(key, to_redis_json(value)?, seconds)))
            }
        }

        /// None where there are no keys, which `MGET` refuses.
        fn mget(keys: impl ToRedisArgs) -> Option<Cmd> {
            let mut command = ::$redis::cmd("MGET");
            command.arg(keys);
            (command.args_iter().count() > 1).then_some(command)
        }

        fn read_if_there<T: DeserializeOwned>(value: &Value) -> RedisResult<Option<T>> {
            Ok(decode::if_there(reply(value))?)
        }

        fn read_each<T: DeserializeOwned>(values: Vec<Value>) -> RedisResult<Vec<Option<T>>> {
            values.iter().map(read_if_there).collect()
        }
    };
}
