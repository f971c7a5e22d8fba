//! The shape of redis 2.x: that of 1.x, and an argument tells its length, so that a command
//! reserves its memory once.

#[allow(unused_macros, reason = "unused while its majors are off")]
macro_rules! v2 {
    ($redis:ident $Marker:ident $feature:literal) => {
        pub use crate::__implement_v2 as implement;
        pub use crate::conversion::encode::estimate;
        like_v1!($redis $Marker $feature args_size);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __implement_v2 {
    (
        $redis:ident [Encode [$($generics:tt)*] [$($type:tt)*] [$($predicates:tt)*] [$writer:ident]]
    ) => {
        $crate::__private::to_redis_args! {
            $redis [$($generics)*] [$($type)*] [$($predicates)*] [$writer]
            #[inline]
            fn args_size(&self) -> $crate::__private::usize {
                $crate::__private::$redis::estimate::<Self>()
            }
        }

        #[automatically_derived]
        impl $($generics)* $crate::__private::$redis::ToSingleRedisArg for $($type)*
        where $($predicates)*
        {}
    };

    ($redis:ident [Decode $($rest:tt)*]) => {
        $crate::__implement_v1! { $redis [Decode $($rest)*] }
    };
}
