//! The table of commands for documents of RedisJSON, and for what is at a path in them.

macro_rules! json_path_commands {
    ($redis:ident) => {
        plain_traits! {
            $redis
            /// Commands for documents of RedisJSON (<https://redis.io/docs/latest/develop/data-types/json/>), whole or at a
            /// [path](JsonPath), for a connection.
            ///
            /// ```
            #[doc = concat!("# extern crate ", stringify!($redis), " as redis;")]
            #[doc = concat!("use redis_derive::", stringify!($redis), "::JsonPathCommands;")]
            /// use redis_derive::RedisJson;
            /// use serde::{Deserialize, Serialize};
            ///
            /// #[derive(Serialize, Deserialize, RedisJson)]
            /// #[redis_json(key = "user:{id}", ttl = "30m", paths)]
            /// struct UserProfile { id: u64, name: String, visits: u64 }
            ///
            /// fn visit(con: &mut redis::Connection, id: u64) -> redis::RedisResult<Option<u64>> {
            ///     con.json_increment_at(&UserProfile::key_for(id), UserProfile::paths().visits(), 1)
            /// }
            /// ```
            ///
            /// In the examples of the commands, `ada` is a user with more fields and one role, who is stored, and `key` is her key.
            ///
            /// `None`, or `false`, says that there is no such key. Where there is one and nothing at the path, that is an error of the kind
            /// [`NoMatch`](crate::ErrorKind::NoMatch), and where something else is there, one of the kind [`Data`](crate::ErrorKind::Data). A field whose
            /// type is an `Option` is read as `None` where it is missing, as serde does.
            ///
            /// All but `json_get_at` and `json_load` are scripts, so each is one step for everybody else. What a user with ACLs needs for
            /// them is in the chapter [Paths of RedisJSON](crate::guide::paths).
            ///
            /// # Errors
            ///
            /// Those of the client, and an [`Error`] of this crate as the client's.
            JsonPathCommands, AsyncJsonPathCommands

            /// Stores a value under its own key, with the expiry of its type: `JSON.SET` and `PEXPIRE`.
            example {
                /// con.json_save(&ada)?;
                /// assert_eq!(con.json_load(&key)?, Some(ada));
            }
            fn json_save[T: Serialize + Keyed + ?Sized](value: &T) -> () {
                json_save(&value.key(), value) => done
            }

            /// Stores a value under a key, with the [expiry](Key::expiry) that this has: `JSON.SET` and `PEXPIRE`.
            example {
                /// let key = key.with_prefix("staging:");
                /// con.json_save_at(&key, &ada)?;
                /// assert_eq!(con.json_load(&key)?, Some(ada));
            }
            fn json_save_at[T: Serialize + ?Sized](key: &Key<T>, value: &T) -> () {
                json_save(key, value) => done
            }

            /// The document at a key, if there is one: `JSON.GET`.
            example {
                /// assert_eq!(con.json_load(&key)?, Some(ada));
                /// assert_eq!(con.json_load(&User::key_for(0))?, None);
            }
            fn json_load[T: DeserializeOwned](key: &Key<T>) -> Option<T> {
                json_load(key) => if_there
            }

            /// What is at a path, if there is such a key: `JSON.GET`. An element or an entry is an `Option` of its own, and all
            /// elements are a `Vec`.
            example {
                /// let name: Option<String> = con.json_get_at(&key, User::paths().name())?;
                /// assert_eq!(name.as_deref(), Some("Ada"));
            }
            fn json_get_at[R: ?Sized, T: DeserializeOwned, M: Matches](
                key: &Key<R>,
                path: JsonPath<R, T, M>
            ) -> Option<M::Reply<T>> {
                json_get_at(key, &path) => |value| Ok(matches::read::<R, T, M>(reply(&value), &path.steps)?)
            }

            /// Sets what is at a path, and says whether there is such a key: `JSON.SET`. An `Option` or an entry of a map need not be there
            /// yet.
            example {
                /// assert!(con.json_set_at(&key, User::paths().nickname(), "Countess")?);
                /// assert!(!con.json_set_at(&User::key_for(0), User::paths().name(), "nobody")?);
            }
            fn json_set_at[R: ?Sized, T, M: Matches](
                key: &Key<R>,
                path: JsonPath<R, T, M>,
                value: impl ValueOf<T>
            ) -> bool {
                value.json().and_then(|json| at(key, &path.steps, "JSON.SET", Some(&json))) => |value| is_there::<R>(&value, &path.steps)
            }

            /// Removes what is at a path, and says whether it was there: `JSON.DEL`.
            example {
                /// assert!(con.json_remove_at(&key, User::paths().roles().last())?);
                /// assert!(!con.json_remove_at(&key, User::paths().roles().index(7))?);
            }
            fn json_remove_at[R: ?Sized](key: &Key<R>, path: impl Removable<R>) -> bool {
                at(key, path.steps(), "JSON.DEL", None) => was_removed
            }

            /// Adds to the number at a path, and replies with the sum: `JSON.NUMINCRBY`. A sum that an integer of this type has no room for
            /// is an error, and nothing is changed then. (RedisJSON itself counts on with another sign.)
            example {
                /// assert_eq!(con.json_increment_at(&key, User::paths().visits(), 1)?, Some(1));
            }
            fn json_increment_at[R: ?Sized, T: Number + DeserializeOwned, M: OneMatch](
                key: &Key<R>,
                path: JsonPath<R, T, M>,
                by: T::By
            ) -> Option<T> {
                increment::<R, T>(key, &path.steps, &by) => |value| sum::<R, T>(&value, &path.steps)
            }

            /// Turns the boolean at a path over, and replies with what it is then: `JSON.TOGGLE`.
            example {
                /// assert_eq!(con.json_toggle_at(&key, User::paths().is_away())?, Some(true));
            }
            fn json_toggle_at[R: ?Sized, M: OneMatch](
                key: &Key<R>,
                path: JsonPath<R, bool, M>
            ) -> Option<bool> {
                at(key, &path.steps, "JSON.TOGGLE", None) => |value| changed::<R, _>(&value, &path.steps)
            }

            /// Appends an element to the `Vec` at a path, and replies with how many there are then: `JSON.ARRAPPEND`.
            example {
                /// assert_eq!(con.json_append_at(&key, User::paths().roles(), "editor")?, Some(2));
            }
            fn json_append_at[R: ?Sized, T, M: OneMatch](
                key: &Key<R>,
                path: JsonPath<R, Vec<T>, M>,
                value: impl ValueOf<T>
            ) -> Option<usize> {
                value.json().and_then(|json| at(key, &path.steps, "JSON.ARRAPPEND", Some(&json))) => |value| changed::<R, _>(&value, &path.steps)
            }

            /// How many elements the `Vec` at a path has: `JSON.ARRLEN`.
            example {
                /// assert_eq!(con.json_length_at(&key, User::paths().roles())?, Some(1));
            }
            fn json_length_at[R: ?Sized, T, M: OneMatch](
                key: &Key<R>,
                path: JsonPath<R, Vec<T>, M>
            ) -> Option<usize> {
                at(key, &path.steps, "JSON.ARRLEN", None) => |value| changed::<R, _>(&value, &path.steps)
            }

            /// Makes the changes of a patch in one step, and says whether there is such a key: `JSON.MERGE` (RedisJSON 2.6). Nothing is changed where
            /// an object that it goes into is missing.
            example {
                /// let patch = Patch::new().set(User::paths().name(), "Ada L.")?.remove(User::paths().nickname())?;
                /// assert!(con.json_patch(&key, &patch)?);
            }
            fn json_patch[R: ?Sized](key: &Key<R>, patch: &Patch<R>) -> bool {
                merge(key, patch) => |value| is_there::<R>(&value, &Steps::default())
            }
        }
    };
}
