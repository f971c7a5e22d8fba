//! Entry: a document with its key.

use crate::conversion::encode::to_redis_json;
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;
use crate::keys::key::Key;
use crate::keys::keyed::Keyed;
#[cfg(feature = "paths")]
use crate::paths::holdable::check_floats;
use crate::wrappers::document::Document;
use serde::Serialize;
use std::borrow::Cow;

/// The argument of `save` and its variants: a value, with its own key or with another.
///
/// | | is stored under |
/// |---|---|
/// | `&value` | the value's own key |
/// | `(key, &value)` | the [key](AsKey), by value or by reference |
/// | `(key, &document)` | the key. Nothing checks that the [`Document`] is a `T` |
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be saved: it is no document with its key",
    label = "expected `&value` of a type with `#[redis_json(key = \"...\")]`, or `(key, &value)`",
    note = "in `(key, &value)` the key is a `redis_derive::Key<T>` or a reference to one, and the \
            value a `T` that implements `serde::Serialize`; a `redis_derive::Document` goes as \
            `(key, &document)`",
    note = "a value without all parts of its key is saved as `(T::key_for(...), &value)`",
    note = "in generic code, a `&T` can be saved where `T: serde::Serialize + redis_derive::Keyed`"
)]
pub trait Entry {
    /// The type of the document.
    type Document: ?Sized;

    #[doc(hidden)]
    fn key(&self) -> Cow<'_, Key<Self::Document>>;

    #[doc(hidden)]
    fn json(&self) -> Result<Cow<'_, [u8]>, Error>;

    /// Returns an error if the JSON has `null` for a float that is not finite.
    #[doc(hidden)]
    #[cfg(feature = "paths")]
    fn check_floats(&self, _: &[u8]) -> Result<(), Error> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + Keyed + ?Sized> Entry for &T {
    type Document = T;

    fn key(&self) -> Cow<'_, Key<T>> {
        Cow::Owned(Keyed::key(*self))
    }

    fn json(&self) -> Result<Cow<'_, [u8]>, Error> {
        to_redis_json(*self).map(Cow::Owned)
    }

    #[cfg(feature = "paths")]
    fn check_floats(&self, json: &[u8]) -> Result<(), Error> {
        check_floats(*self, json)
    }
}

#[diagnostic::do_not_recommend]
impl<K: AsKey<Document = T>, T: Serialize + ?Sized> Entry for (K, &T) {
    type Document = T;

    fn key(&self) -> Cow<'_, Key<T>> {
        Cow::Borrowed(self.0.as_key())
    }

    fn json(&self) -> Result<Cow<'_, [u8]>, Error> {
        to_redis_json(self.1).map(Cow::Owned)
    }

    #[cfg(feature = "paths")]
    fn check_floats(&self, json: &[u8]) -> Result<(), Error> {
        check_floats(self.1, json)
    }
}

#[diagnostic::do_not_recommend]
impl<K: AsKey> Entry for (K, &Document) {
    type Document = K::Document;

    fn key(&self) -> Cow<'_, Key<K::Document>> {
        Cow::Borrowed(self.0.as_key())
    }

    fn json(&self) -> Result<Cow<'_, [u8]>, Error> {
        Ok(Cow::Borrowed(self.1.as_bytes()))
    }
}
