//! The list of majors, and the expansion of the derive for each major.

/// Calls a macro with all majors: `module Marker "feature" shape;`.
macro_rules! majors {
    ($callback:ident) => {
        $callback! {
            redis_1 Redis1 "redis-1" v1;
            redis_2 Redis2 "redis-2" v2;
            redis_0_32 Redis032 "redis-0-32" v0;
            redis_0_27 Redis027 "redis-0-27" v0;
        }
    };
}

macro_rules! modules {
    ($($major:ident $Marker:ident $feature:literal $shape:ident;)*) => {
        $(
            /// The names that the expansion for this major uses.
            #[doc(hidden)]
            #[allow(clippy::missing_errors_doc, clippy::missing_panics_doc, reason = "hidden")]
            pub mod $major {
                #[cfg(feature = $feature)]
                $shape!($major $Marker $feature);

                #[cfg(not(feature = $feature))]
                pub use crate::client::off::*;
            }

            #[cfg(feature = $feature)]
            pub use self::$major::$Marker;
        )*

        /// The traits of every enabled client.
        #[doc(hidden)]
        pub trait InAndOut: $($major::InAndOut +)* {}
        impl<T: $($major::InAndOut +)*> InAndOut for T {}
    };
}

majors!(modules);

/// Implements one direction for a type: the hidden trait of this crate, and the traits of each
/// major.
///
/// `[generics] [type] [where predicates]` are those of the impls. Then, for writing, comes a name
/// for a type parameter that the type itself does not have (names of types in a macro are the
/// program's), and then the codec. This lists the majors again, since each macro in between costs
/// compile time for every derived type.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement {
    (
        $direction:ident [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*]
        [$($writer:ident)?] [$codec:ty]
    ) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::$direction for $($type)*
        where $($predicates)*
        {
            type Codec = $codec;
        }
        $crate::__private::redis_1::implement! {
            redis_1 [$direction [$($generics)*] [$($type)*] [$($predicates)*] [$($writer)?]]
        }
        $crate::__private::redis_2::implement! {
            redis_2 [$direction [$($generics)*] [$($type)*] [$($predicates)*] [$($writer)?]]
        }
        $crate::__private::redis_0_32::implement! {
            redis_0_32 [$direction [$($generics)*] [$($type)*] [$($predicates)*] [$($writer)?]]
        }
        $crate::__private::redis_0_27::implement! {
            redis_0_27 [$direction [$($generics)*] [$($type)*] [$($predicates)*] [$($writer)?]]
        }
    };
}
