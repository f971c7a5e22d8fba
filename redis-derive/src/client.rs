//! Client versions: the only place that names a `redis` crate.
//!
//! A major is a module here that binds its traits to [`Encode`](crate::encode::Encode) and
//! [`Decode`](crate::decode::Decode), and a line in [`implement!`](crate::__implement), which the
//! derive expands to.

mod v1;

pub mod redis_1 {
    //! redis 1.x.

    #[cfg(feature = "redis-1")]
    super::v1::bind!(redis_1);
    #[cfg(not(feature = "redis-1"))]
    super::leave_out!();
}

/// What a major is while its feature is off: it asks for nothing and implements nothing.
#[allow(unused_macros, reason = "unused when every major is on")]
macro_rules! leave_out {
    () => {
        pub trait Client {}
        impl<T> Client for T {}
        pub use crate::__implement_nothing as implement;
    };
}
#[allow(unused_imports, reason = "as above")]
use leave_out;

/// Implements one direction for a type: the facade's hidden trait, and those of every major.
///
/// `[generics] [type] [where predicates]` are those of the impls, and the last is the codec.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement {
    ($direction:ident $generics:tt [$($type:tt)*] $predicates:tt [$codec:ty]) => {
        $crate::__implement_codec! { $direction $generics [$($type)*] $predicates [$codec] }
        $crate::__private::redis_1::implement! { redis_1 $direction $generics [$($type)*] $predicates }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_codec {
    ($direction:ident [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] [$codec:ty]) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::$direction for $($type)*
        where $($predicates)*
        {
            type Codec = $codec;
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_nothing {
    ($($anything:tt)*) => {};
}
