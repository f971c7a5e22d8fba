//! Client versions: the only place that names a `redis` crate.
//!
//! A major is a line in `majors`, one in [`__implement`](crate::__implement), and an optional dependency under its
//! name. The line says which binding fits its traits: `v0`, `v1` or `v2`. A binding is the contents of the major's module here, and the
//! impls of a type, which the derive expands to.

#[macro_use]
mod shared;
#[macro_use]
mod v0;
#[macro_use]
mod v1;
#[macro_use]
mod v2;

/// Calls a macro with all the majors: `module "feature" binding;`.
macro_rules! majors {
    ($callback:ident) => {
        $callback! {
            redis_1 "redis-1" v1;
            redis_2 "redis-2" v2;
            redis_0_32 "redis-0-32" v0;
            redis_0_27 "redis-0-27" v0;
        }
    };
}

macro_rules! modules {
    ($($major:ident $feature:literal $binding:ident;)*) => {
        $(
            #[doc = concat!("The client of the feature `", $feature, "`.")]
            pub mod $major {
                #[cfg(feature = $feature)]
                $binding!($major);

                #[cfg(not(feature = $feature))]
                off!();
            }
        )*

        /// The traits of every client that is on.
        pub trait Clients: $($major::Client +)* {}
        impl<T: $($major::Client +)*> Clients for T {}
    };
}

/// What a major is while its feature is off: it asks for nothing and implements nothing.
#[allow(unused_macros, reason = "unused while every major is on")]
macro_rules! off {
    () => {
        pub use crate::__implement_nothing as implement;

        /// Nothing.
        pub trait Client {}
        impl<T> Client for T {}
    };
}

majors!(modules);

/// Implements one direction for a type: the hidden trait of this crate, and the traits of each major.
///
/// `[generics] [type] [where predicates]` are those of the impls. Then comes a name for a type parameter that the type
/// itself does not have (a macro's names of types are the program's), where one is written, and the codec. The majors are listed
/// here once more, since each macro in between costs every derived type its compile time.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement {
    (
        $direction:ident [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] [$($writer:ident)?] [$codec:ty]
    ) => {
        #[automatically_derived]
        impl $($generics)* $crate::derive::$direction for $($type)*
        where $($predicates)*
        {
            type Codec = $codec;
        }
        $crate::derive::redis_1::implement! {
            redis_1 [$direction [$($generics)*] [$($type)*] [$($predicates)*] [$($writer)?]]
        }
        $crate::derive::redis_2::implement! {
            redis_2 [$direction [$($generics)*] [$($type)*] [$($predicates)*] [$($writer)?]]
        }
        $crate::derive::redis_0_32::implement! {
            redis_0_32 [$direction [$($generics)*] [$($type)*] [$($predicates)*] [$($writer)?]]
        }
        $crate::derive::redis_0_27::implement! {
            redis_0_27 [$direction [$($generics)*] [$($type)*] [$($predicates)*] [$($writer)?]]
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_nothing {
    ($($anything:tt)*) => {};
}
