//! Lookup: a key, or a view of one, and what is found there.

use crate::client::Client;
use crate::conversion::codec::Decoder;
use crate::conversion::decode::if_there;
use crate::errors::error::Error;
use crate::keys::key::{CacheKey, Key};
use crate::keys::view::{AsCached, AsRaw};
use crate::reply::Reply;
use crate::wrappers::cached::Cached;
use crate::wrappers::document::{AsItIs, Document};
use serde::de::DeserializeOwned;

/// What `load` and its like take: a key, or a view of one.
///
/// | | what is found |
/// |---|---|
/// | a `&Key<T>` | an `Option<T>` |
/// | [`key.cached()`](Key::cached) | a [`Cached<T>`] |
/// | [`key.raw()`](Key::raw) | an `Option` of a [`Document`] |
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no key of a document that can be read",
    label = "expected a `&Key<T>`, `key.cached()` or `key.raw()`",
    note = "a `T` that does not implement `serde::Deserialize`, or borrows, is read as it is: `key.raw()`"
)]
pub trait Lookup {
    /// The type of the document.
    type Document: ?Sized;
    /// What is found.
    type Found;

    #[doc(hidden)]
    fn key(&self) -> &Key<Self::Document>;

    #[doc(hidden)]
    fn found(reply: Reply<'_>) -> Result<Self::Found, Error>;

    /// Reads the same, of a reply that need not be copied.
    #[doc(hidden)]
    fn found_in<C: Client>(value: C::Value) -> Result<Self::Found, Error> {
        Self::found(C::reply(&value))
    }
}

impl<T: DeserializeOwned> Lookup for Key<T> {
    type Document = T;
    type Found = Option<T>;

    fn key(&self) -> &Self {
        self
    }

    fn found(reply: Reply<'_>) -> Result<Option<T>, Error> {
        if_there(reply)
    }
}

impl<T: DeserializeOwned> Lookup for CacheKey<T> {
    type Document = T;
    type Found = Option<T>;

    fn key(&self) -> &Key<T> {
        self
    }

    fn found(reply: Reply<'_>) -> Result<Option<T>, Error> {
        if_there(reply)
    }
}

impl<T: DeserializeOwned> Lookup for AsCached<'_, T> {
    type Document = T;
    type Found = Cached<T>;

    fn key(&self) -> &Key<T> {
        self.0
    }

    fn found(reply: Reply<'_>) -> Result<Cached<T>, Error> {
        Cached::read(reply)
    }
}

impl<T: ?Sized> Lookup for AsRaw<'_, T> {
    type Document = T;
    type Found = Option<Document>;

    fn key(&self) -> &Key<T> {
        self.0
    }

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
impl<L: Lookup + ?Sized> Lookup for &L {
    type Document = L::Document;
    type Found = L::Found;

    fn key(&self) -> &Key<L::Document> {
        (**self).key()
    }

    fn found(reply: Reply<'_>) -> Result<L::Found, Error> {
        L::found(reply)
    }

    fn found_in<C: Client>(value: C::Value) -> Result<L::Found, Error> {
        L::found_in::<C>(value)
    }
}
