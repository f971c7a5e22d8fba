//! The commands for documents, for pipelines.

macro_rules! pipeline {
    ($redis:ident) => {
        /// The commands of [`DocumentCommands`], for a pipeline. What they read takes part in the pipeline's reply, as
        /// `Option<Json<T>>` or an `Option` of a derived type, or as `Cached<T>`. (Many keys are read with `mget_json`, as a
        /// key is an argument.)
        ///
        /// It is implemented for the client's `Pipeline`, and with the feature `cluster` for its `ClusterPipeline`.
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
        pub trait DocumentPipeline: Sized {
            /// Adds any command, which the others here go through.
            fn add_document_command(&mut self, command: Cmd) -> &mut Self;

            /// The document at a key: `GET`.
            fn get_json(&mut self, key: impl Single) -> &mut Self {
                self.add_document_command(Cmd::get(key))
            }

            /// The documents at many keys, as `Vec<Option<Json<T>>>`: `MGET`.
            fn mget_json(&mut self, keys: impl ToRedisArgs) -> &mut Self {
                self.add_document_command(::$redis::cmd("MGET").arg(keys).to_owned())
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            fn getdel_json(&mut self, key: impl Single) -> &mut Self {
                self.add_document_command(Cmd::get_del(key))
            }

            /// The document at a key, whose expiry is set: `GETEX` (Redis 6.2).
            fn getex_json(&mut self, key: impl Single, expiry: Expiry) -> &mut Self {
                self.add_document_command(Cmd::get_ex(key, expiry))
            }

            /// Stores a document at a key: `SET`.
            fn set_json<T: Serialize + ?Sized>(
                &mut self,
                key: impl Single,
                value: &T,
            ) -> Result<&mut Self, Error> {
                let json = to_redis_json(value)?;
                Ok(self.add_document_command(Cmd::set(key, json)))
            }

            /// Stores a document at a key, for that many seconds: `SETEX`.
            fn set_json_ex<T: Serialize + ?Sized>(
                &mut self,
                key: impl Single,
                value: &T,
                seconds: u64,
            ) -> Result<&mut Self, Error> {
                let json = to_redis_json(value)?;
                Ok(self.add_document_command(Cmd::set_ex(key, json, seconds)))
            }

            /// The document at a key: `GET`.
            fn load<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(Cmd::get(key))
            }

            /// The document at a key, whose [expiry](Key::expiry) begins anew: `GETEX` (Redis 6.2).
            fn load_and_touch<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(getex(key))
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            fn take<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(Cmd::get_del(key))
            }

            /// Stores a value under its own key, with the expiry of its type: `SET`.
            fn save<T: Serialize + Keyed + ?Sized>(
                &mut self,
                value: &T,
            ) -> Result<&mut Self, Error> {
                self.save_at(&value.key(), value)
            }

            /// Stores a value under a key, with the [expiry](Key::expiry) that this has: `SET`.
            fn save_at<T: Serialize + ?Sized>(
                &mut self,
                key: &Key<T>,
                value: &T,
            ) -> Result<&mut Self, Error> {
                set(key, value, None).map(|command| self.add_document_command(command))
            }

            /// [`save`](Self::save) where there is no such key yet (`NX`): `OK`, or nil.
            fn save_new<T: Serialize + Keyed + ?Sized>(
                &mut self,
                value: &T,
            ) -> Result<&mut Self, Error> {
                self.save_new_at(&value.key(), value)
            }

            /// [`save_at`](Self::save_at) where there is no such key yet (`NX`): `OK`, or nil.
            fn save_new_at<T: Serialize + ?Sized>(
                &mut self,
                key: &Key<T>,
                value: &T,
            ) -> Result<&mut Self, Error> {
                set(key, value, Some("NX")).map(|command| self.add_document_command(command))
            }

            /// [`save`](Self::save) where there is such a key already (`XX`): `OK`, or nil.
            fn replace<T: Serialize + Keyed + ?Sized>(
                &mut self,
                value: &T,
            ) -> Result<&mut Self, Error> {
                self.replace_at(&value.key(), value)
            }

            /// [`save_at`](Self::save_at) where there is such a key already (`XX`): `OK`, or nil.
            fn replace_at<T: Serialize + ?Sized>(
                &mut self,
                key: &Key<T>,
                value: &T,
            ) -> Result<&mut Self, Error> {
                set(key, value, Some("XX")).map(|command| self.add_document_command(command))
            }

            /// Lets the [expiry](Key::expiry) of a key begin anew: `EXPIRE` and its like.
            fn touch<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(touch(key))
            }

            /// Removes a key: `DEL`.
            fn remove<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(Cmd::del(key))
            }
        }

        impl DocumentPipeline for ::$redis::Pipeline {
            fn add_document_command(&mut self, command: Cmd) -> &mut Self {
                self.add_command(command)
            }
        }

        #[cfg(feature = "cluster")]
        impl DocumentPipeline for ::$redis::cluster::ClusterPipeline {
            fn add_document_command(&mut self, command: Cmd) -> &mut Self {
                self.add_command(command)
            }
        }
    };
}
