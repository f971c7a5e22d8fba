//! The table as a trait for synchronous connections, and as one for asynchronous ones.

macro_rules! plain_traits {
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
                #[doc = json_example!($redis $name)]
                $(#[$example])*
                #[doc = end_of_json_example!()]
                #[doc = " ```"]
                fn $command<$($generics)*>(&mut self, $($argument: $type),*) -> RedisResult<$reply> {
                    $read(Request::from($request).query(self)?)
                }
            )*
        }

        impl<C: ::$redis::ConnectionLike> $name for C {}

        #[doc = concat!("The commands of [`", stringify!($name), "`], for an asynchronous connection.")]
        ///
        /// ```
        #[doc = concat!("# extern crate ", stringify!($redis), " as redis;")]
        #[doc = concat!("use redis_derive::", stringify!($redis), "::AsyncJsonPathCommands;")]
        /// use redis_derive::{Key, RedisJson};
        ///
        /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
        /// #[redis_json(paths)]
        /// struct User { name: String, visits: u64 }
        ///
        /// async fn visit(
        ///     con: &mut redis::aio::MultiplexedConnection,
        ///     key: &Key<User>,
        /// ) -> redis::RedisResult<Option<u64>> {
        ///     con.json_increment_at(key, User::paths().visits(), 1).await
        /// }
        /// ```
        ///
        /// # Errors
        ///
        #[doc = concat!("Those of [`", stringify!($name), "`].")]
        #[cfg(feature = "aio")]
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait $asynchronous: ::$redis::aio::ConnectionLike + Send + Sized {
            $(
                $(#[$doc])*
                ///
                #[doc = see_example!($name $command)]
                fn $command<$($generics)*>(
                    &mut self,
                    $($argument: $type),*
                ) -> impl Future<Output = RedisResult<$reply>> + Send {
                    let request = Request::from($request);
                    async move { $read(request.query_async(self).await?) }
                }
            )*
        }

        #[cfg(feature = "aio")]
        impl<C: ::$redis::aio::ConnectionLike + Send> $asynchronous for C {}
    };
}
