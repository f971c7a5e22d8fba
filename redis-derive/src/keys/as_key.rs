//! `AsKey`: the key argument of the commands.

use crate::keys::key::Key;
use std::ops::Deref;

/// The key argument of a command: a [`Key`], by value or by reference, or any other type that
/// derefs to a key.
///
/// | | |
/// |---|---|
/// | `User::key_for(42)`, `&key` | a [`Key`] |
/// | `&cache_key` | a [`CacheKey`](crate::CacheKey) |
/// | `&KEY` | a `LazyLock<Key<T>>`, or any other [`Deref`] to a key |
/// | [`key.cached()`](Key::cached), [`key.raw()`](Key::raw) | the key of the view |
///
/// Use it as the bound of a function that takes a key like the commands.
///
/// # Examples
///
/// ```
/// # use doc_example::*;
/// # example(|con, ada, key, _| {
/// use redis_derive::AsKey;
///
/// fn visit(con: &mut redis::Connection, key: impl AsKey<Document = User>) -> Result<(), Error> {
///     con.update(key, |user| user.visits += 1).map(drop)
/// }
///
/// con.save(&ada)?;
/// visit(con, &key)?;
/// visit(con, User::key_for(&ada.id))?;
/// assert_eq!(con.load(&key)?.map(|user| user.visits), Some(2));
/// # Ok(()) });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no key of a document",
    label = "expected a `Key<T>`, or a reference to one",
    note = "`T::key_for(...)` and `value.key()` make the keys of a type with \
            `#[redis_json(key = \"...\")]`, and `redis_derive::Key::<T>::new(...)` makes one of \
            any text"
)]
pub trait AsKey {
    /// The type of the document.
    type Document: ?Sized;

    /// Returns a reference to the key.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{AsKey, Key};
    ///
    /// let key: Key<String> = Key::new("motd");
    /// assert_eq!(key.raw().as_key(), &key);
    /// ```
    fn as_key(&self) -> &Key<Self::Document>;
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> AsKey for Key<T> {
    type Document = T;

    fn as_key(&self) -> &Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<P: Deref<Target: AsKey> + ?Sized> AsKey for P {
    type Document = <P::Target as AsKey>::Document;

    fn as_key(&self) -> &Key<Self::Document> {
        (**self).as_key()
    }
}
