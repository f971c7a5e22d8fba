//! Views of a key: how the document there is read.

use crate::keys::key::Key;

/// A key whose document is the entry of a cache, by [`Key::cached`].
#[derive(Debug)]
pub struct AsCached<'key, T: ?Sized>(pub(crate) &'key Key<T>);

/// A key whose document is read as it is, by [`Key::raw`].
#[derive(Debug)]
pub struct AsRaw<'key, T: ?Sized>(pub(crate) &'key Key<T>);

impl<T: ?Sized> Key<T> {
    /// Views the document as the entry of a cache: what `load` and its like return is a
    /// [`Cached<T>`](crate::Cached), for which an entry that does not decode is no error.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// assert_eq!(con.load(key.cached())?, Cached::Miss);
    /// con.save(&ada)?;
    /// assert_eq!(con.load(key.cached())?, Cached::Hit(ada));
    /// let () = redis::cmd("SET").arg(&key).arg("of an older version").query(con)?;
    /// assert!(con.load(key.cached())?.is_undecodable());
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn cached(&self) -> AsCached<'_, T> {
        AsCached(self)
    }

    /// Views the document as it is: what `load` and its like return is an `Option` of a
    /// [`Document`](crate::Document), which is not parsed. A type that borrows is read from it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// #[derive(serde::Deserialize)]
    /// struct View<'a> { name: &'a str }
    ///
    /// con.save(&ada)?;
    /// let document = con.load(key.raw())?.ok_or("there is no such user")?;
    /// let view: View<'_> = document.read()?;
    /// assert_eq!(view.name, "Ada");
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn raw(&self) -> AsRaw<'_, T> {
        AsRaw(self)
    }
}
