//! The commands of RedisJSON for pipelines.

macro_rules! json_pipeline {
    ($redis:ident) => {
        /// The commands of [`JsonPathCommands`], for a pipeline, which in a transaction (`atomic()`) are one step.
        ///
        /// `json_load` takes part in the reply as an `Option<Json<T>>` or an `Option` of a derived type, and the others as an `Option` of a
        /// [path type](crate::path): nil where there is no such key, `[]` where nothing is at the path, and else `[match]`, with `true` for what
        /// was set. A command that does nothing for one of these reasons does not keep the others from what they do.
        ///
        /// ```
        #[doc = concat!("# extern crate ", stringify!($redis), " as redis;")]
        #[doc = concat!("use redis_derive::", stringify!($redis), "::JsonPathPipeline;")]
        /// use redis::{Connection, RedisResult};
        /// use redis_derive::{Key, RedisJson};
        ///
        /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
        /// #[redis_json(paths)]
        /// struct Account { balance: u64, history: Vec<i64> }
        ///
        /// fn deposit(con: &mut Connection, key: &Key<Account>, sum: i64) -> RedisResult<()> {
        ///     let paths = Account::paths();
        ///     let mut pipeline = redis::pipe();
        ///     pipeline.atomic().json_increment_at(key, paths.balance(), sum)?.ignore();
        ///     pipeline.json_append_at(key, paths.history(), sum)?.ignore();
        ///     pipeline.query(con)
        /// }
        /// ```
        ///
        /// # All of them
        ///
        /// They take what the commands of [`JsonPathCommands`] take. Of the user there:
        ///
        /// ```
        #[doc = json_example!($redis JsonPathPipeline)]
        /// # let patch = Patch::new();
        /// # let staging = key.clone().with_prefix("staging:");
        /// let paths = User::paths();
        /// let mut pipeline = redis::pipe();
        /// pipeline.json_save(&ada)?.json_save_at(&staging, &ada)?.ignore();
        /// pipeline.json_load(&key).json_get_at(&key, paths.name())?;
        /// pipeline.json_set_at(&key, paths.name(), "Ada L.")?.json_patch(&key, &patch);
        /// pipeline.json_increment_at(&key, paths.visits(), 1)?.json_toggle_at(&key, paths.is_away())?;
        /// pipeline.json_append_at(&key, paths.roles(), "editor")?.json_length_at(&key, paths.roles())?;
        /// pipeline.json_remove_at(&key, paths.roles().last())?;
        /// # pipeline.cmd("DEL").arg(&staging).ignore().query::<redis::Value>(&mut con)?;
        #[doc = end_of_json_example!()]
        /// ```
        ///
        /// # Errors
        ///
        /// An [`Error`] of this crate where the value does not serialize, or RedisJSON has no path for what is to be changed, and then the
        /// pipeline is as it was.
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait JsonPathPipeline: DocumentPipeline {
            /// Stores a value under its own key, with the expiry of its type. [Example](JsonPathPipeline#all-of-them).
            fn json_save<T: Serialize + Keyed + ?Sized>(
                &mut self,
                value: &T,
            ) -> Result<&mut Self, Error> {
                self.json_save_at(&value.key(), value)
            }

            /// Stores a value under a key, with the [expiry](Key::expiry) that this has. [Example](JsonPathPipeline#all-of-them).
            fn json_save_at<T: Serialize + ?Sized>(
                &mut self,
                key: &Key<T>,
                value: &T,
            ) -> Result<&mut Self, Error> {
                json_save(key, value).map(|command| self.add_document_command(command))
            }

            /// The document at a key. [Example](JsonPathPipeline#all-of-them).
            fn json_load<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
                self.add_document_command(json_load(key))
            }

            /// What is at a path. [Example](JsonPathPipeline#all-of-them).
            fn json_get_at<R: ?Sized, T, M: Matches>(
                &mut self,
                key: &Key<R>,
                path: JsonPath<R, T, M>,
            ) -> Result<&mut Self, Error> {
                json_get_at(key, &path).map(|command| self.add_document_command(command))
            }

            /// Sets what is at a path. [Example](JsonPathPipeline#all-of-them).
            fn json_set_at<R: ?Sized, T, M: Matches>(
                &mut self,
                key: &Key<R>,
                path: JsonPath<R, T, M>,
                value: impl ValueOf<T>,
            ) -> Result<&mut Self, Error> {
                let json = value.json()?;
                at(key, &path.steps, "JSON.SET", Some(&json))
                    .map(|command| self.add_document_command(command))
            }

            /// Removes what is at a path; the match is how many were removed. [Example](JsonPathPipeline#all-of-them).
            fn json_remove_at<R: ?Sized>(
                &mut self,
                key: &Key<R>,
                path: impl Removable<R>,
            ) -> Result<&mut Self, Error> {
                at(key, path.steps(), "JSON.DEL", None)
                    .map(|command| self.add_document_command(command))
            }

            /// Adds to the number at a path. Where the sum is out of range, the reply is `out of range`. [Example](JsonPathPipeline#all-of-them).
            fn json_increment_at<R: ?Sized, T: Number, M: OneMatch>(
                &mut self,
                key: &Key<R>,
                path: JsonPath<R, T, M>,
                by: T::By,
            ) -> Result<&mut Self, Error> {
                increment::<R, T>(key, &path.steps, &by)
                    .map(|command| self.add_document_command(command))
            }

            /// Turns the boolean at a path over. [Example](JsonPathPipeline#all-of-them).
            fn json_toggle_at<R: ?Sized, M: OneMatch>(
                &mut self,
                key: &Key<R>,
                path: JsonPath<R, bool, M>,
            ) -> Result<&mut Self, Error> {
                at(key, &path.steps, "JSON.TOGGLE", None)
                    .map(|command| self.add_document_command(command))
            }

            /// Appends an element to the `Vec` at a path. [Example](JsonPathPipeline#all-of-them).
            fn json_append_at<R: ?Sized, T, M: OneMatch>(
                &mut self,
                key: &Key<R>,
                path: JsonPath<R, Vec<T>, M>,
                value: impl ValueOf<T>,
            ) -> Result<&mut Self, Error> {
                let json = value.json()?;
                at(key, &path.steps, "JSON.ARRAPPEND", Some(&json))
                    .map(|command| self.add_document_command(command))
            }

            /// How many elements the `Vec` at a path has. [Example](JsonPathPipeline#all-of-them).
            fn json_length_at<R: ?Sized, T, M: OneMatch>(
                &mut self,
                key: &Key<R>,
                path: JsonPath<R, Vec<T>, M>,
            ) -> Result<&mut Self, Error> {
                at(key, &path.steps, "JSON.ARRLEN", None)
                    .map(|command| self.add_document_command(command))
            }

            /// Makes the changes of a patch. [Example](JsonPathPipeline#all-of-them).
            fn json_patch<R: ?Sized>(&mut self, key: &Key<R>, patch: &Patch<R>) -> &mut Self {
                self.add_document_command(merge(key, patch))
            }
        }

        impl<P: DocumentPipeline> JsonPathPipeline for P {}
    };
}
