//! What a command asks for, and how its reply is read.

#[allow(unused_macros, reason = "unused while every major is off")]
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

        fn done(_: Value) -> RedisResult<()> {
            Ok(())
        }

        fn if_there<T: DeserializeOwned>(value: Value) -> RedisResult<Option<T>> {
            Ok(crate::conversion::decode::if_there(reply(&value))?)
        }

        fn cached<T: DeserializeOwned>(value: Value) -> RedisResult<Cached<T>> {
            Ok(Cached::read(reply(&value))?)
        }

        fn each<T>(value: Value, read: fn(Value) -> RedisResult<T>) -> RedisResult<Vec<T>> {
            match value {
                Value::Array(values) => values.into_iter().map(read).collect(),
                // As the client words it.
                other => Ok(vec![read(other)?]),
            }
        }
    };
}
