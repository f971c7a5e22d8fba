//! The table as a trait for synchronous connections, and as one for asynchronous ones.

macro_rules! plain_traits {
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

        #[doc = concat!("The commands of [`", stringify!($name), "`], for an asynchronous connection.")]
        ///
        /// # Errors
        ///
        #[doc = concat!("Those of [`", stringify!($name), "`].")]
        #[cfg(feature = "aio")]
        #[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
        pub trait $asynchronous: ::$redis::aio::ConnectionLike + Send + Sized {
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
        impl<C: ::$redis::aio::ConnectionLike + Send> $asynchronous for C {}
    };
}
