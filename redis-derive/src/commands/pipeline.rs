//! The commands for documents, for pipelines.

macro_rules! pipeline {
    ($redis:ident) => {
        /// The commands of [`DocumentCommands`], for a pipeline. What they read takes part in the pipeline's reply, as
        /// `Option<Json<T>>` or an `Option` of a derived type, or as `Cached<T>`. (Many keys are read with `mget_json`, as a
        /// key is an argument.)
        ///
        /// It is implemented for the client's `Pipeline`, and with the feature `cluster` for its `ClusterPipeline`.
        ///
        /// The examples are of the user of [`DocumentCommands`]. Each of them is one trip to the server, and with `atomic()` one step.
        ///
        /// # Write
        ///
        /// ```
        #[doc = example!($redis {DocumentPipeline, DocumentCommands})]
        /// let (created, replaced): (bool, bool) =
        ///     redis::pipe().atomic().save_new(&ada)?.replace(&ada)?.query(&mut con)?;
        /// assert!(created && replaced);
        ///
        /// let key = key.with_prefix("redis-derive:staging:");
        /// let (created, replaced, kept): (bool, bool, bool) = redis::pipe()
        ///     .save_at(&key, &ada)?
        ///     .ignore()
        ///     .save_new_at(&key, &ada)?
        ///     .replace_at(&key, &ada)?
        ///     .touch(&key)
        ///     .query(&mut con)?;
        /// assert!(!created && replaced && kept);
        #[doc = end_of_example!()]
        /// ```
        ///
        /// # Read and remove
        ///
        /// ```
        #[doc = example!($redis {DocumentPipeline, DocumentCommands})]
        /// type Users = (Option<User>, Option<User>, Option<User>);
        ///
        /// let mut pipeline = redis::pipe();
        /// pipeline.save(&ada)?.ignore().remove(&User::key_for("nobody")).ignore();
        /// let users: Users = pipeline.load(&key).load_and_touch(&key).take(&key).query(&mut con)?;
        /// assert_eq!(users, (Some(ada.clone()), Some(ada.clone()), Some(ada)));
        #[doc = end_of_example!()]
        /// ```
        ///
        /// # Any key
        ///
        /// ```
        #[doc = example!($redis {DocumentPipeline, DocumentCommands})]
        /// let mut pipeline = redis::pipe();
        /// pipeline.set_json(any_key, &[2, 3, 5])?.ignore();
        /// let (primes, many): (Option<Json<Vec<u32>>>, Vec<Cached<Json<Vec<u32>>>>) =
        ///     pipeline.get_json(any_key).mget_json(&[any_key, "missing"]).query(&mut con)?;
        /// assert_eq!(primes, Some(Json(vec![2, 3, 5])));
        /// assert!(many[0].is_hit() && many[1].is_miss());
        ///
        /// let mut pipeline = redis::pipe();
        /// pipeline.set_json_ex(any_key, "a minute", 60)?.ignore();
        /// let expiry = redis::Expiry::EX(120);
        /// let (text, again): (Option<Json<String>>, Option<Json<String>>) =
        ///     pipeline.getex_json(any_key, expiry).getdel_json(any_key).query(&mut con)?;
        /// assert_eq!(text, Some(Json("a minute".to_owned())));
        /// assert_eq!(text, again);
        #[doc = end_of_example!()]
        /// ```
        ///
        /// # Errors
        ///
        /// An [`Error`] of this crate where the value does not serialize, and then the pipeline is as it was.
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait DocumentPipeline: Sized {
            /// Adds any command, which the others here go through.
            ///
            /// ```
            #[doc = example!($redis DocumentPipeline)]
            /// let (reply,): (String,) =
            ///     redis::pipe().add_document_command(redis::cmd("PING")).query(&mut con)?;
            /// assert_eq!(reply, "PONG");
            #[doc = end_of_example!()]
            /// ```
            fn add_document_command(&mut self, command: Cmd) -> &mut Self;

            /// The document at a key: `GET`. [Example](DocumentPipeline#any-key).
            fn get_json(&mut self, key: impl Single) -> &mut Self {
                self.add_document_command(Cmd::get(key))
            }

            /// The documents at many keys, as `Vec<Option<Json<T>>>`: `MGET`. [Example](DocumentPipeline#any-key).
            fn mget_json(&mut self, keys: impl ToRedisArgs) -> &mut Self {
                self.add_document_command(::$redis::cmd("MGET").arg(keys).to_owned())
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2). [Example](DocumentPipeline#any-key).
            fn getdel_json(&mut self, key: impl Single) -> &mut Self {
                self.add_document_command(Cmd::get_del(key))
            }

            /// The document at a key, whose expiry is set: `GETEX` (Redis 6.2). [Example](DocumentPipeline#any-key).
            fn getex_json(&mut self, key: impl Single, expiry: Expiry) -> &mut Self {
                self.add_document_command(Cmd::get_ex(key, expiry))
            }

            /// Stores a document at a key: `SET`. [Example](DocumentPipeline#any-key).
            fn set_json<T: Serialize + ?Sized>(
                &mut self,
                key: impl Single,
                value: &T,
            ) -> Result<&mut Self, Error> {
                let json = to_redis_json(value)?;
                Ok(self.add_document_command(Cmd::set(key, json)))
            }

            /// Stores a document at a key, for that many seconds: `SETEX`. [Example](DocumentPipeline#any-key).
            fn set_json_ex<T: Serialize + ?Sized>(
                &mut self,
                key: impl Single,
                value: &T,
                seconds: u64,
            ) -> Result<&mut Self, Error> {
                let json = to_redis_json(value)?;
                Ok(self.add_document_command(Cmd::set_ex(key, json, seconds)))
            }

            /// The document at a key: `GET`. [Example](DocumentPipeline#read-and-remove).
            fn load<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(Cmd::get(key))
            }

            /// The document at a key, whose [expiry](Key::expiry) begins anew: `GETEX` (Redis 6.2). [Example](DocumentPipeline#read-and-remove).
            fn load_and_touch<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(getex(key))
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2). [Example](DocumentPipeline#read-and-remove).
            fn take<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(Cmd::get_del(key))
            }

            /// Stores a value under its own key, with the expiry of its type: `SET`. [Example](DocumentPipeline#write).
            fn save<T: Serialize + Keyed + ?Sized>(
                &mut self,
                value: &T,
            ) -> Result<&mut Self, Error> {
                self.save_at(&value.key(), value)
            }

            /// Stores a value under a key, with the [expiry](Key::expiry) that this has: `SET`. [Example](DocumentPipeline#write).
            fn save_at<T: Serialize + ?Sized>(
                &mut self,
                key: &Key<T>,
                value: &T,
            ) -> Result<&mut Self, Error> {
                set(key, value, None).map(|command| self.add_document_command(command))
            }

            /// [`save`](Self::save) where there is no such key yet (`NX`): `OK`, or nil. [Example](DocumentPipeline#write).
            fn save_new<T: Serialize + Keyed + ?Sized>(
                &mut self,
                value: &T,
            ) -> Result<&mut Self, Error> {
                self.save_new_at(&value.key(), value)
            }

            /// [`save_at`](Self::save_at) where there is no such key yet (`NX`): `OK`, or nil. [Example](DocumentPipeline#write).
            fn save_new_at<T: Serialize + ?Sized>(
                &mut self,
                key: &Key<T>,
                value: &T,
            ) -> Result<&mut Self, Error> {
                set(key, value, Some("NX")).map(|command| self.add_document_command(command))
            }

            /// [`save`](Self::save) where there is such a key already (`XX`): `OK`, or nil. [Example](DocumentPipeline#write).
            fn replace<T: Serialize + Keyed + ?Sized>(
                &mut self,
                value: &T,
            ) -> Result<&mut Self, Error> {
                self.replace_at(&value.key(), value)
            }

            /// [`save_at`](Self::save_at) where there is such a key already (`XX`): `OK`, or nil. [Example](DocumentPipeline#write).
            fn replace_at<T: Serialize + ?Sized>(
                &mut self,
                key: &Key<T>,
                value: &T,
            ) -> Result<&mut Self, Error> {
                set(key, value, Some("XX")).map(|command| self.add_document_command(command))
            }

            /// Lets the [expiry](Key::expiry) of a key begin anew: `EXPIRE` and its like. [Example](DocumentPipeline#write).
            fn touch<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(touch(key))
            }

            /// Removes a key: `DEL`. [Example](DocumentPipeline#read-and-remove).
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
