//! The table of commands that read and write documents of any serde type.

macro_rules! document_commands {
    ($redis:ident $as_trait:ident) => {
        $as_trait! {
            $redis
            /// Commands that read and write documents of any serde type, for a connection.
            ///
            /// `load`, `save` and their like take a typed [`Key`], and `get_json`, `set_json` and theirs any key. They work beside the
            /// client's `Commands`, and its `TypedCommands` where it has them, whose `get` returns a string.
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
            DocumentCommands, AsyncDocumentCommands

            /// The document at a key, if there is one: `GET`.
            fn get_json[T: DeserializeOwned](key: impl Single) -> Option<T> {
                Cmd::get(key) => if_there
            }

            /// The entry of a cache at a key: `GET`. One that does not decode is stale, and no error.
            fn get_json_cached[T: DeserializeOwned](key: impl Single) -> Cached<T> {
                Cmd::get(key) => cached
            }

            /// The documents at many keys, each if there is one: `MGET`. No keys are no command. One that does not
            /// decode is an error for all.
            fn mget_json[T: DeserializeOwned](keys: impl ToRedisArgs) -> Vec<Option<T>> {
                mget(keys) => |reply| each(reply, if_there)
            }

            /// The entries of a cache at many keys: `MGET`. No keys are no command. One that does not decode is stale, and
            /// no error.
            fn mget_json_cached[T: DeserializeOwned](keys: impl ToRedisArgs) -> Vec<Cached<T>> {
                mget(keys) => |reply| each(reply, cached)
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            fn getdel_json[T: DeserializeOwned](key: impl Single) -> Option<T> {
                Cmd::get_del(key) => if_there
            }

            /// The document at a key, whose expiry is set: `GETEX` (Redis 6.2).
            fn getex_json[T: DeserializeOwned](key: impl Single, expiry: Expiry) -> Option<T> {
                Cmd::get_ex(key, expiry) => if_there
            }

            /// Stores a document at a key: `SET`, which drops an expiry that is there.
            fn set_json[T: Serialize + ?Sized](key: impl Single, value: &T) -> () {
                to_redis_json(value).map(|json| Cmd::set(key, json)) => done
            }

            /// Stores a document at a key, for that many seconds: `SETEX`.
            fn set_json_ex[T: Serialize + ?Sized](key: impl Single, value: &T, seconds: u64) -> () {
                to_redis_json(value).map(|json| Cmd::set_ex(key, json, seconds)) => done
            }

            /// Stores a document at a key, with the client's options of `SET`, and says whether it did. (With the option
            /// `GET` the reply is another: that is for the client's own command.)
            fn set_json_options[T: Serialize + ?Sized](
                key: impl Single,
                value: &T,
                options: SetOptions
            ) -> bool {
                to_redis_json(value).map(|json| Cmd::set_options(key, json, options)) => stored
            }

            /// The document at a key, if there is one: `GET`.
            fn load[T: DeserializeOwned](key: &Key<T>) -> Option<T> {
                Cmd::get(key) => if_there
            }

            /// The document at a key as it is, if there is one, for a type that borrows from it: `GET`.
            fn load_document[T: ?Sized](key: &Key<T>) -> Option<Document> {
                Cmd::get(key) => document
            }

            /// The documents at many keys, each if there is one: one `MGET`. No keys are no command. One that does not
            /// decode is an error for all.
            fn load_many[T: DeserializeOwned](
                keys: impl IntoIterator<Item = impl Borrow<Key<T>>>
            ) -> Vec<Option<T>> {
                mget_keys(keys) => |reply| each(reply, if_there)
            }

            /// The entry of a cache at a key: `GET`. One that does not decode is stale, and no error.
            fn load_cached[T: DeserializeOwned](key: &Key<T>) -> Cached<T> {
                Cmd::get(key) => cached
            }

            /// The entries of a cache at many keys: one `MGET`. No keys are no command. One that does not decode is stale,
            /// and no error.
            fn load_many_cached[T: DeserializeOwned](
                keys: impl IntoIterator<Item = impl Borrow<Key<T>>>
            ) -> Vec<Cached<T>> {
                mget_keys(keys) => |reply| each(reply, cached)
            }

            /// The document at a key, if there is one, whose [expiry](Key::expiry) begins anew: `GETEX` (Redis 6.2).
            fn load_and_touch[T: DeserializeOwned](key: &Key<T>) -> Option<T> {
                getex(key) => if_there
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            fn take[T: DeserializeOwned](key: &Key<T>) -> Option<T> {
                Cmd::get_del(key) => if_there
            }

            /// Stores a value under its own key, with the expiry of its type: `SET`. A type without `ttl` keeps the expiry
            /// that is there.
            fn save[T: Serialize + Keyed + ?Sized](value: &T) -> () {
                set(&value.key(), value, None) => done
            }

            /// Stores a value under a key, with the [expiry](Key::expiry) that this has: `SET`.
            fn save_at[T: Serialize + ?Sized](key: &Key<T>, value: &T) -> () {
                set(key, value, None) => done
            }

            /// Stores a document as it is under a key, with the [expiry](Key::expiry) that this has: `SET`. It is not
            /// checked that it is a `T`.
            fn save_document[T: ?Sized](key: &Key<T>, document: &Document) -> () {
                set_bytes(key, document.as_bytes(), None) => done
            }

            /// [`save`](Self::save) where there is no such key yet (`NX`), and whether that was so.
            fn save_new[T: Serialize + Keyed + ?Sized](value: &T) -> bool {
                set(&value.key(), value, Some("NX")) => stored
            }

            /// [`save_at`](Self::save_at) where there is no such key yet (`NX`), and whether that was so.
            fn save_new_at[T: Serialize + ?Sized](key: &Key<T>, value: &T) -> bool {
                set(key, value, Some("NX")) => stored
            }

            /// [`save`](Self::save) where there is such a key already (`XX`), and whether that was so.
            fn replace[T: Serialize + Keyed + ?Sized](value: &T) -> bool {
                set(&value.key(), value, Some("XX")) => stored
            }

            /// [`save_at`](Self::save_at) where there is such a key already (`XX`), and whether that was so.
            fn replace_at[T: Serialize + ?Sized](key: &Key<T>, value: &T) -> bool {
                set(key, value, Some("XX")) => stored
            }

            /// Lets the [expiry](Key::expiry) of a key begin anew, and says whether there is such a key: `EXPIRE`, or `TOUCH` for one that
            /// keeps its expiry. With [`Expiry::Never`](crate::Expiry::Never) it says whether there was one to remove: `PERSIST`.
            fn touch[T: ?Sized](key: &Key<T>) -> bool {
                touch(key) => was_there
            }

            /// Removes a key, and says whether it was there: `DEL`.
            fn remove[T: ?Sized](key: &Key<T>) -> bool {
                Cmd::del(key) => was_there
            }
        }
    };
}
