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
            /// The examples here are of one type:
            ///
            /// ```
            /// # use redis_derive::RedisJson;
            /// # use serde::{Deserialize, Serialize};
            /// #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
            /// #[redis_json(key = "user:{id}", ttl = "30m")]
            /// struct User { id: String, name: String, visits: u64 }
            /// ```
            ///
            /// In them, `ada` is such a user, who is not stored yet, `key` is her key, and `any_key` is any other:
            ///
            /// ```
            #[doc = example!($redis DocumentCommands)]
            #[doc = concat!(" use redis_derive::", stringify!($redis), "::DocumentCommands;")]
            ///
            /// con.save(&ada)?; // SET user:… {…} EX 1800
            /// con.update(&key, |user| user.visits += 1)?;
            /// let user: Option<User> = con.load(&key)?;
            /// assert_eq!(user.map(|user| user.visits), Some(1));
            ///
            /// con.set_json(any_key, &[2, 3, 5])?; // any serde type, under any key
            /// let primes: Option<Vec<u32>> = con.get_json(any_key)?;
            /// assert_eq!(primes, Some(vec![2, 3, 5]));
            #[doc = end_of_example!()]
            /// ```
            ///
            /// # Errors
            ///
            /// Those of the client, and an [`Error`] of this crate as the client's where a value does not serialize, with
            /// nothing sent, or a document does not decode.
            DocumentCommands, AsyncDocumentCommands

            /// The document at a key, if there is one: `GET`.
            example {
                /// con.set_json(any_key, &[2, 3, 5])?;
                /// assert_eq!(con.get_json::<Vec<u32>>(any_key)?, Some(vec![2, 3, 5]));
            }
            fn get_json[T: DeserializeOwned](key: impl Single) -> Option<T> {
                Cmd::get(key) => if_there
            }

            /// The entry of a cache at a key: `GET`. One that does not decode is stale, and no error.
            example {
                /// con.set_json(any_key, "of an older version")?;
                /// assert!(con.get_json_cached::<User>(any_key)?.is_stale());
            }
            fn get_json_cached[T: DeserializeOwned](key: impl Single) -> Cached<T> {
                Cmd::get(key) => cached
            }

            /// The documents at many keys, each if there is one: `MGET`. No keys are no command. One that does not
            /// decode is an error for all.
            example {
                /// con.set_json(any_key, &1)?;
                /// assert_eq!(con.mget_json::<u32>(&[any_key, "missing"])?, [Some(1), None]);
            }
            fn mget_json[T: DeserializeOwned](keys: impl ToRedisArgs) -> Vec<Option<T>> {
                mget(keys) => |reply| each(reply, if_there)
            }

            /// The entries of a cache at many keys: `MGET`. No keys are no command. One that does not decode is stale, and
            /// no error.
            example {
                /// con.set_json(any_key, &1)?;
                /// assert_eq!(con.mget_json_cached(&[any_key, "missing"])?, [Cached::Hit(1), Cached::Miss]);
            }
            fn mget_json_cached[T: DeserializeOwned](keys: impl ToRedisArgs) -> Vec<Cached<T>> {
                mget(keys) => |reply| each(reply, cached)
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            example {
                /// con.set_json(any_key, &ada)?;
                /// assert_eq!(con.getdel_json(any_key)?, Some(ada));
                /// assert_eq!(con.getdel_json::<User>(any_key)?, None);
            }
            fn getdel_json[T: DeserializeOwned](key: impl Single) -> Option<T> {
                Cmd::get_del(key) => if_there
            }

            /// The document at a key, whose expiry is set: `GETEX` (Redis 6.2).
            example {
                /// con.set_json(any_key, &ada)?;
                /// assert_eq!(con.getex_json(any_key, redis::Expiry::EX(60))?, Some(ada));
            }
            fn getex_json[T: DeserializeOwned](key: impl Single, expiry: Expiry) -> Option<T> {
                Cmd::get_ex(key, expiry) => if_there
            }

            /// Stores a document at a key: `SET`, which drops an expiry that is there.
            example {
                /// con.set_json(any_key, &ada)?;
                /// assert_eq!(con.get_json(any_key)?, Some(ada));
            }
            fn set_json[T: Serialize + ?Sized](key: impl Single, value: &T) -> () {
                to_redis_json(value).map(|json| Cmd::set(key, json)) => done
            }

            /// Stores a document at a key, for that many seconds: `SETEX`.
            example {
                /// con.set_json_ex(any_key, &ada, 60)?; // for a minute
                /// assert_eq!(con.get_json(any_key)?, Some(ada));
            }
            fn set_json_ex[T: Serialize + ?Sized](key: impl Single, value: &T, seconds: u64) -> () {
                to_redis_json(value).map(|json| Cmd::set_ex(key, json, seconds)) => done
            }

            /// Stores a document at a key, with the client's options of `SET`, and says whether it did. (With the option
            /// `GET` the reply is another: that is for the client's own command.)
            example {
                /// let if_new = || redis::SetOptions::default().conditional_set(redis::ExistenceCheck::NX);
                /// assert!(con.set_json_options(any_key, &ada, if_new())?);
                /// assert!(!con.set_json_options(any_key, &ada, if_new())?);
            }
            fn set_json_options[T: Serialize + ?Sized](
                key: impl Single,
                value: &T,
                options: SetOptions
            ) -> bool {
                to_redis_json(value).map(|json| Cmd::set_options(key, json, options)) => stored
            }

            /// The document at a key, if there is one: `GET`.
            example {
                /// assert_eq!(con.load(&key)?, None);
                /// con.save(&ada)?;
                /// assert_eq!(con.load(&key)?, Some(ada));
            }
            fn load[T: DeserializeOwned](key: &Key<T>) -> Option<T> {
                Cmd::get(key) => if_there
            }

            /// The document at a key as it is, if there is one, for a type that borrows from it: `GET`.
            example {
                /// #[derive(Deserialize)]
                /// struct View<'a> { name: &'a str }
                ///
                /// con.save(&ada)?;
                /// let document = con.load_document(&key)?.ok_or("there is no such user")?;
                /// let view: View<'_> = document.read()?;
                /// assert_eq!(view.name, "Ada");
            }
            fn load_document[T: ?Sized](key: &Key<T>) -> Option<Document> {
                Cmd::get(key) => document
            }

            /// The documents at many keys, each if there is one: one `MGET`. No keys are no command. One that does not
            /// decode is an error for all.
            example {
                /// con.save(&ada)?;
                /// assert_eq!(con.load_many([&key, &User::key_for("nobody")])?, [Some(ada), None]);
            }
            fn load_many[T: DeserializeOwned](
                keys: impl IntoIterator<Item = impl Borrow<Key<T>>>
            ) -> Vec<Option<T>> {
                mget_keys(keys) => |reply| each(reply, if_there)
            }

            /// The entry of a cache at a key: `GET`. One that does not decode is stale, and no error.
            example {
                /// assert_eq!(con.load_cached(&key)?, Cached::Miss);
                /// con.save(&ada)?;
                /// assert_eq!(con.load_cached(&key)?, Cached::Hit(ada));
            }
            fn load_cached[T: DeserializeOwned](key: &Key<T>) -> Cached<T> {
                Cmd::get(key) => cached
            }

            /// The entries of a cache at many keys: one `MGET`. No keys are no command. One that does not decode is stale,
            /// and no error.
            example {
                /// con.save(&ada)?;
                /// let users = con.load_many_cached([&key, &User::key_for("nobody")])?;
                /// assert_eq!(users, [Cached::Hit(ada), Cached::Miss]);
            }
            fn load_many_cached[T: DeserializeOwned](
                keys: impl IntoIterator<Item = impl Borrow<Key<T>>>
            ) -> Vec<Cached<T>> {
                mget_keys(keys) => |reply| each(reply, cached)
            }

            /// The document at a key, if there is one, whose [expiry](Key::expiry) begins anew: `GETEX` (Redis 6.2).
            example {
                /// con.save(&ada)?;
                /// assert_eq!(con.load_and_touch(&key)?, Some(ada)); // and keeps it for another 30 minutes
            }
            fn load_and_touch[T: DeserializeOwned](key: &Key<T>) -> Option<T> {
                getex(key) => if_there
            }

            /// The entry of a cache at a key, whose [expiry](Key::expiry) begins anew: `GETEX` (Redis 6.2). One that does not decode is
            /// stale, and no error, and its expiry begins anew as well.
            example {
                /// con.save(&ada)?;
                /// assert_eq!(con.load_and_touch_cached(&key)?, Cached::Hit(ada));
            }
            fn load_and_touch_cached[T: DeserializeOwned](key: &Key<T>) -> Cached<T> {
                getex(key) => cached
            }

            /// The document at a key, which is removed, also when it does not decode: `GETDEL` (Redis 6.2).
            example {
                /// con.save(&ada)?;
                /// assert_eq!(con.take(&key)?, Some(ada));
                /// assert_eq!(con.take(&key)?, None);
            }
            fn take[T: DeserializeOwned](key: &Key<T>) -> Option<T> {
                Cmd::get_del(key) => if_there
            }

            /// Stores a value under its own key, with the expiry of its type: `SET`. A type without `ttl` keeps the expiry
            /// that is there.
            example {
                /// con.save(&ada)?; // SET user:… {…} EX 1800
                /// assert_eq!(con.load(&key)?, Some(ada));
            }
            fn save[T: Serialize + Keyed + ?Sized](value: &T) -> () {
                set(&value.key(), value, None) => done
            }

            /// Stores a value under a key, with the [expiry](Key::expiry) that this has: `SET`.
            example {
                /// let key = key.with_prefix("redis-derive:staging:");
                /// con.save_at(&key, &ada)?; // SET …staging:user:… {…} EX 1800
                /// assert_eq!(con.load(&key)?, Some(ada));
            }
            fn save_at[T: Serialize + ?Sized](key: &Key<T>, value: &T) -> () {
                set(key, value, None) => done
            }

            /// Stores a document as it is under a key, with the [expiry](Key::expiry) that this has: `SET`. It is not
            /// checked that it is a `T`.
            example {
                /// let document = Document::from_value(&ada)?; // or the body of a request, by `from_json`
                /// con.save_document(&key, &document)?;
                /// assert_eq!(con.load(&key)?, Some(ada));
            }
            fn save_document[T: ?Sized](key: &Key<T>, document: &Document) -> () {
                set_bytes(key, document.as_bytes(), None) => done
            }

            /// [`save`](Self::save) where there is no such key yet (`NX`), and whether that was so.
            example {
                /// assert!(con.save_new(&ada)?);
                /// assert!(!con.save_new(&ada)?);
            }
            fn save_new[T: Serialize + Keyed + ?Sized](value: &T) -> bool {
                set(&value.key(), value, Some("NX")) => stored
            }

            /// [`save_at`](Self::save_at) where there is no such key yet (`NX`), and whether that was so.
            example {
                /// let key = key.with_prefix("redis-derive:staging:");
                /// assert!(con.save_new_at(&key, &ada)?);
                /// assert!(!con.save_new_at(&key, &ada)?);
            }
            fn save_new_at[T: Serialize + ?Sized](key: &Key<T>, value: &T) -> bool {
                set(key, value, Some("NX")) => stored
            }

            /// [`save`](Self::save) where there is such a key already (`XX`), and whether that was so.
            example {
                /// assert!(!con.replace(&ada)?);
                /// con.save(&ada)?;
                /// assert!(con.replace(&ada)?);
            }
            fn replace[T: Serialize + Keyed + ?Sized](value: &T) -> bool {
                set(&value.key(), value, Some("XX")) => stored
            }

            /// [`save_at`](Self::save_at) where there is such a key already (`XX`), and whether that was so.
            example {
                /// let key = key.with_prefix("redis-derive:staging:");
                /// assert!(!con.replace_at(&key, &ada)?);
                /// con.save_at(&key, &ada)?;
                /// assert!(con.replace_at(&key, &ada)?);
            }
            fn replace_at[T: Serialize + ?Sized](key: &Key<T>, value: &T) -> bool {
                set(key, value, Some("XX")) => stored
            }

            /// Lets the [expiry](Key::expiry) of a key begin anew, and says whether there is such a key: `EXPIRE`, or `TOUCH` for one that
            /// keeps its expiry. With [`Expiry::Never`](crate::Expiry::Never) it says whether there was one to remove: `PERSIST`.
            example {
                /// assert!(!con.touch(&key)?);
                /// con.save(&ada)?;
                /// assert!(con.touch(&key)?); // and keeps it for another 30 minutes
            }
            fn touch[T: ?Sized](key: &Key<T>) -> bool {
                touch(key) => was_there
            }

            /// Removes a key, and says whether it was there: `DEL`.
            example {
                /// con.save(&ada)?;
                /// assert!(con.remove(&key)?);
                /// assert!(!con.remove(&key)?);
            }
            fn remove[T: ?Sized](key: &Key<T>) -> bool {
                Cmd::del(key) => was_there
            }
        }
    };
}
