//! Updates and caches: what takes more than one command.

/// The same code for both kinds of connection: `[async]`, `[.await]` and what sends and waits differ.
macro_rules! update {
    (
        $redis:ident $name:ident [$($async:tt)?] [$($await:tt)*] [$($send:tt)*]
        $query:ident $wait:path, $con:path
    ) => {
        mod $name {
            #[allow(clippy::wildcard_imports, reason = "the module is a part of the one around it")]
            use super::*;

            /// Changes the document at a key, or inserts one.
            pub(super) $($async)? fn update<C, T, U, E>(
                con: &mut C,
                key: &Key<T>,
                mut change: impl FnMut(&mut T) -> Result<U, E> $($send)*,
                mut insert: Option<impl FnMut() -> T $($send)*>,
            ) -> Result<Option<T>, E>
            where
                C: $con $($send)*,
                T: Serialize + DeserializeOwned $($send)*,
                U: Into<Update>,
                E: From<RedisError>,
            {
                let mut backoff = Backoff::default();
                let mut current: Value = Cmd::get(key).$query(con)$($await)*?;
                loop {
                    current = match (current, &mut insert) {
                        (Value::Nil, None) => return Ok(None),
                        (Value::Nil, Some(insert)) => {
                            let value = insert();
                            let command = set(key, &value, Some("NX")).map_err(RedisError::from)?;
                            let reply: Value = command.$query(con)$($await)*?;
                            if stored(reply)? {
                                return Ok(Some(value));
                            }
                            Cmd::get(key).$query(con)$($await)*?
                        }
                        (Value::BulkString(bytes), _) => {
                            // Apart, since its error would be held across the write.
                            let change = super::change(&bytes, &mut change)?;
                            match change.map_err(RedisError::from)? {
                                Change::None(value) => return Ok(Some(value)),
                                Change::Write(json, value) => {
                                    match compare_and_set(con, key, &bytes, &json)$($await)*? {
                                        Value::Int(1) => return Ok(Some(value)),
                                        current => current,
                                    }
                                }
                            }
                        }
                        (other, _) => return Err(no_document::<T>(&other).into()),
                    };
                    let wait = backoff.wait().ok_or_else(|| conflict::<T>())?;
                    if !wait.is_zero() {
                        $wait(wait)$($await)*;
                        // What was there before is old by now, and would make the next conflict.
                        current = Cmd::get(key).$query(con)$($await)*?;
                    }
                }
            }

            /// By the name of the script, and by its text where the server does not know it yet.
            $($async)? fn compare_and_set<C: $con $($send)*, T: ?Sized>(
                con: &mut C,
                key: &Key<T>,
                old: &[u8],
                new: &[u8],
            ) -> RedisResult<Value> {
                match script("EVALSHA", COMPARE_AND_SET_SHA, key, old, new).$query(con)$($await)* {
                    Err(error) if error.code() == Some("NOSCRIPT") => {
                        script("EVAL", COMPARE_AND_SET, key, old, new).$query(con)$($await)*
                    }
                    reply => reply,
                }
            }
        }
    };
}

/// What both kinds share.
macro_rules! update_parts {
    ($redis:ident) => {
        fn script<T: ?Sized>(
            name: &str,
            script: &str,
            key: &Key<T>,
            old: &[u8],
            new: &[u8],
        ) -> Cmd {
            let length = script.len() + key.as_str().len() + old.len() + new.len() + 16;
            let mut command = Cmd::with_capacity(6, length);
            command.arg(name).arg(script).arg(1).arg(key).arg(old).arg(new);
            command
        }

        /// Whether a client's error is that of an update that others were always faster than
        /// ([`ErrorKind::Conflict`](crate::ErrorKind::Conflict)).
        ///
        /// ```
        #[doc = example!($redis DocumentCommands)]
        #[doc = concat!("use redis_derive::", stringify!($redis), "::is_conflict;")]
        ///
        /// # let mut other = client.get_connection()?;
        /// con.save(&ada)?;
        /// let mut visits = 0;
        /// let error = con.update(&key, |user| {
        ///     user.visits += 1;
        ///     visits += 1; // and another client is faster each time
        ///     other.save(&User { visits, ..ada.clone() }).unwrap();
        /// });
        /// assert!(is_conflict(&error.unwrap_err()));
        #[doc = end_of_example!()]
        /// ```
        #[must_use]
        pub fn is_conflict(error: &RedisError) -> bool {
            error.detail().is_some_and(Error::is_message_of_conflict)
        }

        fn conflict<T>() -> RedisError {
            Error::conflict(std::any::type_name::<T>()).into()
        }

        /// What an update that inserts ends with.
        fn inserted<T>(value: Option<T>) -> T {
            value.expect("a document that is not there is inserted")
        }

        /// What is there is not nil and not a string.
        fn no_document<T: DeserializeOwned>(value: &Value) -> RedisError {
            match crate::conversion::decode::if_there::<T>(reply(value)) {
                Err(error) => error.into(),
                // A number, which a document cannot be compared with.
                Ok(_) => Error::not_a_string(std::any::type_name::<T>()).into(),
            }
        }
    };
}
