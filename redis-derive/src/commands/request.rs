//! What a command asks for, and how its reply is read.

macro_rules! request {
    ($redis:ident) => {
        /// A command, or none where there is nothing to ask for, or why there is none.
        struct Request(Result<Option<Cmd>, Error>);

        impl From<Cmd> for Request {
            fn from(command: Cmd) -> Self {
                Self(Ok(Some(command)))
            }
        }

        impl From<Option<Cmd>> for Request {
            fn from(command: Option<Cmd>) -> Self {
                Self(Ok(command))
            }
        }

        impl From<Result<Cmd, Error>> for Request {
            fn from(command: Result<Cmd, Error>) -> Self {
                Self(command.map(Some))
            }
        }

        /// The reply where nothing is asked for.
        const NOTHING: Value = Value::Array(Vec::new());

        impl Request {
            fn query(self, con: &mut dyn ::$redis::ConnectionLike) -> RedisResult<Value> {
                match self.0? {
                    Some(command) => command.query(con),
                    None => Ok(NOTHING),
                }
            }

            #[cfg(feature = "aio")]
            async fn query_async(
                self,
                con: &mut impl ::$redis::aio::ConnectionLike,
            ) -> RedisResult<Value> {
                match self.0? {
                    Some(command) => command.query_async(con).await,
                    None => Ok(NOTHING),
                }
            }
        }

        /// None where there are no keys, which `MGET` refuses.
        fn mget(keys: impl ToRedisArgs) -> Option<Cmd> {
            let mut command = ::$redis::cmd("MGET");
            command.arg(keys);
            (command.args_iter().count() > 1).then_some(command)
        }

        fn mget_keys<T>(keys: impl IntoIterator<Item = impl Borrow<Key<T>>>) -> Option<Cmd> {
            let mut command = ::$redis::cmd("MGET");
            let mut keys = keys.into_iter().peekable();
            keys.peek()?;
            keys.for_each(|key| _ = command.arg(key.borrow()));
            Some(command)
        }

        /// `SET` with what becomes of the expiry, and with a condition if it has one.
        fn set<T: Serialize + ?Sized>(
            key: &Key<T>,
            value: &T,
            condition: Option<&str>,
        ) -> Result<Cmd, Error> {
            to_redis_json(value).map(|json| set_bytes(key, &json, condition))
        }

        fn set_bytes<T: ?Sized>(key: &Key<T>, json: &[u8], condition: Option<&str>) -> Cmd {
            // With room for the options, so that it does not grow.
            let mut command = Cmd::with_capacity(6, key.as_str().len() + json.len() + 24);
            command.arg("SET").arg(key).arg(json);
            if let Some(condition) = condition {
                command.arg(condition);
            }
            match key.expiry() {
                // There is none on a key that does not exist.
                Expires::Keep if condition != Some("NX") => _ = command.arg("KEEPTTL"),
                expiry => add_deadline(&mut command, expiry),
            }
            command
        }

        fn add_deadline(command: &mut Cmd, expiry: Expires) {
            if let Some(Deadline { option, number }) = expiry.deadline() {
                command.arg(option).arg(number);
            }
        }

        /// `GETEX`, or `GET` where the expiry stays.
        fn getex<T: ?Sized>(key: &Key<T>) -> Cmd {
            if key.expiry() == Expires::Keep {
                return Cmd::get(key);
            }
            let mut command = ::$redis::cmd("GETEX");
            command.arg(key);
            if key.expiry() == Expires::Never {
                command.arg("PERSIST");
            }
            add_deadline(&mut command, key.expiry());
            command
        }

        /// `EXPIRE` and its like, or `TOUCH` where the expiry stays.
        fn touch<T: ?Sized>(key: &Key<T>) -> Cmd {
            let deadline = key.expiry().deadline();
            let name = match deadline {
                Some(deadline) => deadline.command(),
                None if key.expiry() == Expires::Never => "PERSIST",
                None => "TOUCH",
            };
            let mut command = ::$redis::cmd(name);
            command.arg(key);
            if let Some(deadline) = deadline {
                command.arg(deadline.number);
            }
            command
        }

        fn done(_: Value) -> RedisResult<()> {
            Ok(())
        }

        /// Whether a `SET` with a condition has stored the value.
        fn stored(value: Value) -> RedisResult<bool> {
            Ok(value != Value::Nil)
        }

        /// Whether there was such a key.
        fn was_there(value: Value) -> RedisResult<bool> {
            Ok(value != Value::Int(0))
        }

        fn if_there<T: DeserializeOwned>(value: Value) -> RedisResult<Option<T>> {
            match value {
                Value::BulkString(bytes) => Serde::decode_bytes(&bytes).map(Some),
                value => Ok(crate::conversion::decode::if_there(reply(&value))?),
            }
        }

        fn cached<T: DeserializeOwned>(value: Value) -> RedisResult<Cached<T>> {
            Ok(Cached::read(reply(&value))?)
        }

        fn document(value: Value) -> RedisResult<Option<Document>> {
            match value {
                Value::Nil => Ok(None),
                Value::BulkString(bytes) => Ok(Some(Document::from_bytes(bytes)?)),
                value => AsItIs::decode_reply(reply(&value)).map(Some),
            }
        }

        fn each<T>(value: Value, read: fn(Value) -> RedisResult<T>) -> RedisResult<Vec<T>> {
            match value {
                Value::Array(values) => values.into_iter().map(read).collect(),
                other => Ok(vec![read(other)?]),
            }
        }

        /// A walk through the keys of a type by `SCAN` (<https://redis.io/docs/latest/commands/scan/>).
        struct Scan<T: ?Sized> {
            pattern: KeyPattern<T>,
            /// None after the last reply, or an error.
            cursor: Option<u64>,
            found: std::vec::IntoIter<Vec<u8>>,
        }

        impl<T: Keyed + ?Sized> Scan<T> {
            fn new(pattern: &KeyPattern<T>) -> Self {
                Self { pattern: pattern.clone(), cursor: Some(0), found: Vec::new().into_iter() }
            }

            /// A key that has been found already.
            fn found(&mut self) -> Option<Key<T>> {
                self.found.by_ref().find_map(|key| self.pattern.key(key))
            }

            /// What finds more of them, or `None` at the end. Of an error there is no more.
            fn more(&mut self) -> Option<Cmd> {
                let mut command = ::$redis::cmd("SCAN");
                command.arg(self.cursor.take()?).arg("MATCH").arg(self.pattern.to_string());
                command.arg("COUNT").arg(100);
                Some(command)
            }

            fn read(&mut self, (cursor, found): (u64, Vec<Vec<u8>>)) {
                self.cursor = (cursor != 0).then_some(cursor);
                self.found = found.into_iter();
            }
        }
    };
}
