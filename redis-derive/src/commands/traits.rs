//! A table of commands as a trait for synchronous connections, and as one for asynchronous ones.
//!
//! An entry is `fn name[generics](arguments) -> reply { what is asked for => how its reply is read }`.

macro_rules! connection_trait {
    (
        $redis:ident $(#[$docs:meta])* $name:ident, $asynchronous:ident
        $(
            $(#[$doc:meta])*
            example { $(#[$example:meta])* }
            fn $command:ident[$($generics:tt)*]($($argument:ident: $type:ty),*) -> $reply:ty {
                $request:expr => $read:expr
            }
        )*
    ) => {
        $(#[$docs])*
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait $name: ::$redis::ConnectionLike + Sized {
            $(
                $(#[$doc])*
                ///
                #[doc = " ```"]
                #[doc = example!($redis $name)]
                $(#[$example])*
                #[doc = end_of_example!()]
                #[doc = " ```"]
                fn $command<$($generics)*>(&mut self, $($argument: $type),*) -> RedisResult<$reply> {
                    $read(Request::from($request).query(self)?)
                }
            )*

            /// The keys of a type, one after the other, by `SCAN`: those that are there all the time are among them, perhaps twice, and
            /// others may be. After an error there are no more. In a cluster these are the keys of one node.
            ///
            /// ```
            #[doc = example!($redis $name)]
            /// con.save(&ada)?;
            /// let keys: Vec<Key<User>> = con.scan_keys(&User::key_pattern()).collect::<Result<_, _>>()?;
            /// assert!(keys.contains(&key));
            #[doc = end_of_example!()]
            /// ```
            fn scan_keys<'con, T: Keyed + ?Sized>(
                &'con mut self,
                pattern: &KeyPattern<T>,
            ) -> impl Iterator<Item = RedisResult<Key<T>>> + use<'con, Self, T> {
                let mut scan = Scan::new(pattern);
                std::iter::from_fn(move || {
                    loop {
                        if let Some(key) = scan.found() {
                            return Some(Ok(key));
                        }
                        match scan.more()?.query(self) {
                            Ok(reply) => scan.read(reply),
                            Err(error) => return Some(Err(error)),
                        }
                    }
                })
            }

            /// Changes the document at a key, and replies with what is stored then, or with `None` where there is no such key.
            ///
            /// It is read, changed and written back, unless another client has written it in between: then it is changed again, from what is
            /// there then. So **the closure may run more than once**; it returns nothing or an [`Update`], and is not asynchronous. No update is lost, whatever the connection and however many share it. The
            /// expiry stays. The write is a script (`EVALSHA`, `EVAL`); a change that makes the same bytes again is not written.
            ///
            /// ```
            #[doc = example!($redis $name)]
            /// con.save(&ada)?;
            /// let user = con.update(&key, |user| user.visits += 1)?;
            /// assert_eq!(user.map(|user| user.visits), Some(1));
            /// assert_eq!(con.update(&User::key_for("nobody"), |user| user.visits += 1)?, None);
            #[doc = end_of_example!()]
            /// ```
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict), as the client's error, which `is_conflict` beside this trait tells, when others were faster 64 times, with random waits in
            /// between of a sixth of a second in all. A document that does not decode is an error, and stays as it is. When the
            /// connection breaks, the last write may or may not have been made; a client that sends it again by itself, as those of clusters
            /// do, may make the change twice (see the chapter on concurrent updates).
            fn update<T, U>(
                &mut self,
                key: &Key<T>,
                mut change: impl FnMut(&mut T) -> U,
            ) -> RedisResult<Option<T>>
            where
                T: Serialize + DeserializeOwned,
                U: Into<Update>,
            {
                self.try_update(key, |value| Ok(change(value)))
            }

            /// [`update`](Self::update) with a closure that may fail, with any error that the client's turns into (`E: From<RedisError>`).
            /// It is returned, and nothing is written.
            ///
            /// ```
            #[doc = example!($redis $name)]
            /// con.save(&ada)?;
            /// let outcome = con.try_update(&key, |user| {
            ///     user.visits = user.visits.checked_sub(1).ok_or("there were no visits")?;
            ///     Ok::<_, Box<dyn std::error::Error>>(())
            /// });
            /// assert_eq!(outcome.unwrap_err().to_string(), "there were no visits");
            #[doc = end_of_example!()]
            /// ```
            fn try_update<T, U, E>(
                &mut self,
                key: &Key<T>,
                change: impl FnMut(&mut T) -> Result<U, E>,
            ) -> Result<Option<T>, E>
            where
                T: Serialize + DeserializeOwned,
                U: Into<Update>,
                E: From<RedisError>,
            {
                synchronous::update(self, key, change, None::<fn() -> T>)
            }

            /// [`update`](Self::update), and where there is no such key, inserts what the second closure returns, with the expiry of the
            /// key. It is inserted as it is: the first closure does not run on it. Both may run more than once.
            ///
            /// ```
            #[doc = example!($redis $name)]
            /// for visits in [0, 1, 2] {
            ///     let user = con.update_or_insert_with(&key, |user| user.visits += 1, || ada.clone())?;
            ///     assert_eq!(user.visits, visits);
            /// }
            #[doc = end_of_example!()]
            /// ```
            fn update_or_insert_with<T, U>(
                &mut self,
                key: &Key<T>,
                mut change: impl FnMut(&mut T) -> U,
                insert: impl FnMut() -> T,
            ) -> RedisResult<T>
            where
                T: Serialize + DeserializeOwned,
                U: Into<Update>,
            {
                let value = synchronous::update(self, key, |value| Ok(change(value)), Some(insert));
                value.map(inserted)
            }

            /// The entry of a cache at a key, or else what `source` returns, which is stored there with the expiry of the key. `source` runs
            /// once where there is no entry, or one that does not decode.
            ///
            /// ```
            #[doc = example!($redis $name)]
            /// let user = con.load_or_else(&key, || ada.clone())?; // asks the source and stores
            /// assert_eq!(user, ada);
            /// let user = con.load_or_else(&key, || unreachable!("it is stored"))?;
            /// assert_eq!(user, ada);
            #[doc = end_of_example!()]
            /// ```
            fn load_or_else<T>(&mut self, key: &Key<T>, source: impl FnOnce() -> T) -> RedisResult<T>
            where
                T: Serialize + DeserializeOwned,
            {
                self.try_load_or_else(key, || Ok(source()))
            }

            /// [`load_or_else`](Self::load_or_else) with a source that may fail, with any error that the client's turns into
            /// (`E: From<RedisError>`). Then nothing is stored. A source that may have nothing has an error for that.
            ///
            /// ```
            #[doc = example!($redis $name)]
            /// let port: Key<u16> = Key::new(any_key);
            /// let outcome = con.try_load_or_else(&port, || {
            ///     Ok::<_, Box<dyn std::error::Error>>("http".parse()?)
            /// });
            /// assert_eq!(outcome.unwrap_err().to_string(), "invalid digit found in string");
            /// assert_eq!(con.load(&port)?, None);
            #[doc = end_of_example!()]
            /// ```
            fn try_load_or_else<T, E>(
                &mut self,
                key: &Key<T>,
                source: impl FnOnce() -> Result<T, E>,
            ) -> Result<T, E>
            where
                T: Serialize + DeserializeOwned,
                E: From<RedisError>,
            {
                if let Cached::Hit(value) = self.load_cached(key)? {
                    return Ok(value);
                }
                let value = source()?;
                self.save_at(key, &value)?;
                Ok(value)
            }

            /// [`load_or_else`](Self::load_or_else) that does without Redis where that fails: the source is asked, and what it
            /// returns is stored if that works. The errors are dropped; for a log, write it out with [`load_cached`](Self::load_cached)
            /// and [`save_at`](Self::save_at).
            ///
            /// It waits as long as the client waits before that fails: a multiplexed connection for its response timeout, and a
            /// `ConnectionManager` for all its reconnects, which is over nine seconds by default. Give a cache's manager
            /// few retries (`ConnectionManagerConfig::set_number_of_retries`).
            ///
            /// ```
            #[doc = example!($redis $name)]
            /// let user = con.load_or_fall_through(&key, || ada.clone()); // also where Redis fails
            /// assert_eq!(user, ada);
            #[doc = end_of_example!()]
            /// ```
            fn load_or_fall_through<T>(&mut self, key: &Key<T>, source: impl FnOnce() -> T) -> T
            where
                T: Serialize + DeserializeOwned,
            {
                let value = self.try_load_or_fall_through(key, || Ok::<_, Infallible>(source()));
                value.unwrap_or_else(|never| match never {})
            }

            /// [`load_or_fall_through`](Self::load_or_fall_through) with a source that may fail.
            ///
            /// ```
            #[doc = example!($redis $name)]
            /// let port: Key<u16> = Key::new(any_key);
            /// assert_eq!(con.try_load_or_fall_through(&port, || "6379".parse()), Ok(6379));
            /// assert_eq!(con.try_load_or_fall_through(&port, || "http".parse()), Ok(6379)); // it is stored
            #[doc = end_of_example!()]
            /// ```
            fn try_load_or_fall_through<T, E>(
                &mut self,
                key: &Key<T>,
                source: impl FnOnce() -> Result<T, E>,
            ) -> Result<T, E>
            where
                T: Serialize + DeserializeOwned,
            {
                let entry = self.load_cached(key);
                if let Ok(Cached::Hit(value)) = entry {
                    return Ok(value);
                }
                let value = source()?;
                // A Redis that has just failed is not asked again.
                if entry.is_ok() {
                    _ = self.save_at(key, &value);
                }
                Ok(value)
            }
        }

        impl<C: ::$redis::ConnectionLike> $name for C {}
    };
}

macro_rules! asynchronous_trait {
    (
        $redis:ident $(#[$docs:meta])* $synchronous:ident, $name:ident
        $(
            $(#[$doc:meta])*
            example { $(#[$example:meta])* }
            fn $command:ident[$($generics:tt)*]($($argument:ident: $type:ty),*) -> $reply:ty {
                $request:expr => $read:expr
            }
        )*
    ) => {
        #[doc = concat!("The commands of [`", stringify!($synchronous), "`], for an asynchronous connection.")]
        ///
        /// ```
        #[doc = concat!("# extern crate ", stringify!($redis), " as redis;")]
        #[doc = concat!("use redis_derive::", stringify!($redis), "::AsyncDocumentCommands;")]
        /// use redis_derive::{Key, Keyed, RedisJson};
        ///
        /// #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
        /// #[redis_json(key = "redis-derive:user:{id}", ttl = "30m")]
        /// struct User { id: String, visits: u64 }
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
        /// # let server = test_server::Server::start()?;
        /// # let client = redis::Client::open(server.url())?;
        /// # let id = test_server::key("ada");
        /// let mut con = client.get_multiplexed_async_connection().await?;
        /// let ada = User { id, visits: 0 };
        /// let key = ada.key();
        ///
        /// con.save(&ada).await?;
        /// con.update(&key, |user| user.visits += 1).await?;
        /// assert_eq!(con.load(&key).await?.map(|user| user.visits), Some(1));
        ///
        /// // A source is asynchronous too. This one is not asked, as there is an entry.
        /// let ada = con.load_or_else(&key, async || unreachable!("it is stored")).await?;
        /// assert_eq!(con.take(&key).await?, Some(ada));
        /// # Ok(())
        /// # }
        /// ```
        ///
        /// # Errors
        ///
        #[doc = concat!("Those of [`", stringify!($synchronous), "`].")]
        // Here and not around the macro, so that the compiler knows the name and says which feature it takes.
        #[cfg(feature = "aio")]
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait $name: ::$redis::aio::ConnectionLike + Send + Sized {
            $(
                $(#[$doc])*
                ///
                #[doc = see_example!($synchronous $command)]
                fn $command<$($generics)*>(
                    &mut self,
                    $($argument: $type),*
                ) -> impl Future<Output = RedisResult<$reply>> + Send {
                    let request = Request::from($request);
                    async move { $read(request.query_async(self).await?) }
                }
            )*

            #[doc = concat!("The stream of what [`", stringify!($synchronous), "::scan_keys`] iterates over.")]
            ///
            /// `StreamExt` or `TryStreamExt` of the crate `futures-util` make use of it:
            /// `con.scan_keys(&pattern).try_collect::<Vec<_>>().await?`.
            fn scan_keys<'con, T: Keyed + ?Sized>(
                &'con mut self,
                pattern: &KeyPattern<T>,
            ) -> impl Stream<Item = RedisResult<Key<T>>> + Send + Unpin + use<'con, Self, T> {
                Box::pin(unfold((self, Scan::new(pattern)), async move |(con, mut scan)| {
                    loop {
                        if let Some(key) = scan.found() {
                            return Some((Ok(key), (con, scan)));
                        }
                        match scan.more()?.query_async(con).await {
                            Ok(reply) => scan.read(reply),
                            Err(error) => return Some((Err(error), (con, scan))),
                        }
                    }
                }))
            }

            #[doc = concat!("As [`", stringify!($synchronous), "::update`].")]
            fn update<T, U>(
                &mut self,
                key: &Key<T>,
                mut change: impl FnMut(&mut T) -> U + Send,
            ) -> impl Future<Output = RedisResult<Option<T>>> + Send
            where
                T: Serialize + DeserializeOwned + Send,
                U: Into<Update>,
            {
                self.try_update(key, move |value| Ok(change(value)))
            }

            #[doc = concat!("As [`", stringify!($synchronous), "::try_update`].")]
            fn try_update<T, U, E>(
                &mut self,
                key: &Key<T>,
                change: impl FnMut(&mut T) -> Result<U, E> + Send,
            ) -> impl Future<Output = Result<Option<T>, E>> + Send
            where
                T: Serialize + DeserializeOwned + Send,
                U: Into<Update>,
                E: From<RedisError>,
            {
                asynchronous::update(self, key, change, None::<fn() -> T>)
            }

            #[doc = concat!("As [`", stringify!($synchronous), "::update_or_insert_with`].")]
            fn update_or_insert_with<T, U>(
                &mut self,
                key: &Key<T>,
                mut change: impl FnMut(&mut T) -> U + Send,
                insert: impl FnMut() -> T + Send,
            ) -> impl Future<Output = RedisResult<T>> + Send
            where
                T: Serialize + DeserializeOwned + Send,
                U: Into<Update>,
            {
                let change = move |value: &mut T| Ok(change(value));
                async move { asynchronous::update(self, key, change, Some(insert)).await.map(inserted) }
            }

            #[doc = concat!("As [`", stringify!($synchronous), "::load_or_else`]. The source is asynchronous too.")]
            fn load_or_else<T, F>(
                &mut self,
                key: &Key<T>,
                source: impl FnOnce() -> F + Send,
            ) -> impl Future<Output = RedisResult<T>> + Send
            where
                T: Serialize + DeserializeOwned + Send,
                F: Future<Output = T> + Send,
            {
                self.try_load_or_else(key, || async { Ok(source().await) })
            }

            #[doc = concat!("As [`", stringify!($synchronous), "::try_load_or_else`].")]
            fn try_load_or_else<T, E, F>(
                &mut self,
                key: &Key<T>,
                source: impl FnOnce() -> F + Send,
            ) -> impl Future<Output = Result<T, E>> + Send
            where
                T: Serialize + DeserializeOwned + Send,
                E: From<RedisError>,
                F: Future<Output = Result<T, E>> + Send,
            {
                async move {
                    if let Cached::Hit(value) = self.load_cached(key).await? {
                        return Ok(value);
                    }
                    let value = source().await?;
                    let save = Request::from(set(key, &value, None));
                    save.query_async(self).await?;
                    Ok(value)
                }
            }

            #[doc = concat!("As [`", stringify!($synchronous), "::load_or_fall_through`].")]
            fn load_or_fall_through<T, F>(
                &mut self,
                key: &Key<T>,
                source: impl FnOnce() -> F + Send,
            ) -> impl Future<Output = T> + Send
            where
                T: Serialize + DeserializeOwned + Send,
                F: Future<Output = T> + Send,
            {
                async move {
                    let source = || async { Ok::<_, Infallible>(source().await) };
                    let value = self.try_load_or_fall_through(key, source).await;
                    value.unwrap_or_else(|never| match never {})
                }
            }

            #[doc = concat!("As [`", stringify!($synchronous), "::try_load_or_fall_through`].")]
            fn try_load_or_fall_through<T, E, F>(
                &mut self,
                key: &Key<T>,
                source: impl FnOnce() -> F + Send,
            ) -> impl Future<Output = Result<T, E>> + Send
            where
                T: Serialize + DeserializeOwned + Send,
                F: Future<Output = Result<T, E>> + Send,
            {
                async move {
                    let redis_works = match self.load_cached(key).await {
                        Ok(Cached::Hit(value)) => return Ok(value),
                        entry => entry.is_ok(),
                    };
                    let value = source().await?;
                    // A Redis that has just failed is not asked again.
                    if redis_works {
                        let save = Request::from(set(key, &value, None));
                        _ = save.query_async(self).await;
                    }
                    Ok(value)
                }
            }
        }

        #[cfg(feature = "aio")]
        impl<C: ::$redis::aio::ConnectionLike + Send> $name for C {}
    };
}
