//! Conversion: a value to one JSON argument, and a reply to a value.
//!
//! `encode` and `decode` say how, for all types alike; a `codec` says who does it for one type.

/// Methods of a `Deserializer` that are those of another, in a field.
macro_rules! forward {
    ($field:ident: $($method:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Self::Error> {
            self.$field.$method($($argument,)* visitor)
        }
    )*};
}

mod array_rule;
pub(crate) mod codec;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod merge;
pub(crate) mod scalar;
pub(crate) mod scratch;
mod source;
