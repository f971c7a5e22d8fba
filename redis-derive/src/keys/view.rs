//! Views of a key: other ways to read its document.

use crate::keys::as_key::AsKey;
use crate::keys::key::Key;

/// A key whose document is read as an entry of a cache, made by [`Key::cached`].
#[derive(Debug)]
pub struct AsCached<'key, T: ?Sized>(pub(crate) &'key Key<T>);

/// A key whose document is read without parsing, made by [`Key::raw`].
#[derive(Debug)]
pub struct AsRaw<'key, T: ?Sized>(pub(crate) &'key Key<T>);

#[diagnostic::do_not_recommend]
impl<T: ?Sized> AsKey for AsCached<'_, T> {
    type Document = T;

    fn as_key(&self) -> &Key<T> {
        self.0
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> AsKey for AsRaw<'_, T> {
    type Document = T;

    fn as_key(&self) -> &Key<T> {
        self.0
    }
}

impl<T: ?Sized> Key<T> {
    /// Reads the document as an entry of a cache: `load` and its variants return a
    /// [`Cached<T>`](crate::Cached), so an entry that does not decode is not an error.
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

    /// Reads the document without parsing: `load` and its variants return an `Option` of a
    /// [`Document`](crate::Document). A type that borrows can be read from that.
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
