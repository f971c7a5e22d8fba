//! Conversion: a value to one JSON argument, and a reply to a value.
//!
//! `encode` and `decode` do it, in the same way for all types. A `codec` is the serializer or
//! deserializer of one type. The `array_rule` refuses arrays for structs, a `scalar` is a reply
//! without JSON text, `finite` finds what serde may not read again, and `merge` applies the change
//! of a value to its stored text.

/// Forwards methods of a `Deserializer` to another one, in a field.
macro_rules! forward {
    ($field:ident: $($method:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(
            self,
            $($argument: $type,)*
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            self.$field.$method($($argument,)* visitor)
        }
    )*};
}

mod array_rule;
pub(crate) mod codec;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod finite;
pub(crate) mod merge;
pub(crate) mod scalar;
pub(crate) mod scratch;
mod source;
