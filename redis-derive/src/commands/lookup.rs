//! Lookup: a key or a view of a key, and the type that a read of it returns.

use crate::client::Client;
use crate::conversion::codec::Decoder;
use crate::conversion::decode::if_there;
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;
use crate::keys::key::Key;
use crate::keys::view::{AsCached, AsRaw};
use crate::reply::Reply;
use crate::wrappers::cached::Cached;
use crate::wrappers::document::{AsItIs, Document};
use serde::de::DeserializeOwned;
use std::ops::Deref;

/// The argument of `load` and its variants: a [key](AsKey), or a view of a key.
///
/// | | a read returns |
/// |---|---|
/// | a `Key<T>`, or a reference to one | an `Option<T>` |
/// | [`key.cached()`](Key::cached) | a [`Cached<T>`] |
/// | [`key.raw()`](Key::raw) | an `Option` of a [`Document`] |
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no key of a document that can be read",
    label = "expected a `Key<T>`, a reference to one, `key.cached()` or `key.raw()`",
    note = "`T::key_for(...)` and `value.key()` make the keys of a type with \
            `#[redis_json(key = \"...\")]`, and `redis_derive::Key::<T>::new(...)` makes one of \
            any text",
    note = "a `T` that does not implement `serde::Deserialize`, or borrows, is read as it is: \
            `key.raw()`"
)]
pub trait Lookup: AsKey {
    /// The type that a read returns.
    type Found;

    #[doc(hidden)]
    fn found(reply: Reply<'_>) -> Result<Self::Found, Error>;

    /// Reads the same from a reply that need not be copied.
    #[doc(hidden)]
    fn found_in<C: Client>(value: C::Value) -> Result<Self::Found, Error> {
        Self::found(C::reply(&value))
    }
}

impl<T: DeserializeOwned> Lookup for Key<T> {
    type Found = Option<T>;

    fn found(reply: Reply<'_>) -> Result<Option<T>, Error> {
        if_there(reply)
    }
}

impl<T: DeserializeOwned> Lookup for AsCached<'_, T> {
    type Found = Cached<T>;

    fn found(reply: Reply<'_>) -> Result<Cached<T>, Error> {
        Cached::read(reply)
    }
}

impl<T: ?Sized> Lookup for AsRaw<'_, T> {
    type Found = Option<Document>;

    fn found(reply: Reply<'_>) -> Result<Option<Document>, Error> {
        match reply {
            Reply::Nil => Ok(None),
            reply => AsItIs::decode_reply(reply).map(Some),
        }
    }

    fn found_in<C: Client>(value: C::Value) -> Result<Option<Document>, Error> {
        match C::into_bytes(value) {
            Ok(bytes) => Document::from_bytes(bytes).map(Some),
            Err(value) => Self::found(C::reply(&value)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<P: Deref<Target: Lookup> + ?Sized> Lookup for P {
    type Found = <P::Target as Lookup>::Found;

    fn found(reply: Reply<'_>) -> Result<Self::Found, Error> {
        P::Target::found(reply)
    }

    fn found_in<C: Client>(value: C::Value) -> Result<Self::Found, Error> {
        P::Target::found_in::<C>(value)
    }
}
