//! A table of commands as a trait for synchronous connections, and as one for asynchronous ones.
//!
//! An entry is `fn name[generics](arguments) -> reply { what is asked for => how its reply is read }`.

#[allow(unused_macros, reason = "unused while every major is off")]
macro_rules! connection_trait {
    (
        $redis:ident $(#[$docs:meta])* $name:ident, $asynchronous:ident
        $(
            $(#[$doc:meta])*
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
                fn $command<$($generics)*>(&mut self, $($argument: $type),*) -> RedisResult<$reply> {
                    $read(Request::from($request).query(self)?)
                }
            )*
        }

        impl<C: ::$redis::ConnectionLike> $name for C {}
    };
}

#[allow(unused_macros, reason = "unused while every major is off")]
macro_rules! asynchronous_trait {
    (
        $redis:ident $(#[$docs:meta])* $synchronous:ident, $name:ident
        $(
            $(#[$doc:meta])*
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
        ///
        /// async fn count(con: &mut (impl redis::aio::ConnectionLike + Send)) -> redis::RedisResult<u64> {
        ///     Ok(con.get_json("visits").await?.unwrap_or(0))
        /// }
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
        impl<C: ::$redis::aio::ConnectionLike + Send> $name for C {}
    };
}
