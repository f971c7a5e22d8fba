//! `KeyPattern<T>`: all the keys of a type.

use crate::keys::expiry::Expiry;
use crate::keys::key::Key;
use crate::keys::template::Template;
use std::fmt;
use std::marker::PhantomData;

/// The keys of all values of a type, for [`scan_keys`](crate::DocumentCommands::scan_keys).
///
/// `Display` shows it as the pattern that Redis is given. Where a template ends with a placeholder, the pattern also
/// matches longer keys that begin alike, such as `user:42:sessions` for `user:{id}`: give no other keys such a beginning.
///
/// # Examples
///
/// ```
/// use redis_derive::{Keyed, RedisJson};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(key = "{tenant}:user:{id}")]
/// struct UserProfile { tenant: String, id: u64 }
///
/// assert_eq!(UserProfile::key_pattern().to_string(), "*:user:*");
/// ```
pub struct KeyPattern<T: ?Sized> {
    prefix: String,
    template: Template,
    expiry: Expiry,
    document: PhantomData<fn() -> T>,
}

impl<T: ?Sized> KeyPattern<T> {
    pub(crate) fn new(template: Template, expiry: Expiry) -> Self {
        Self { prefix: String::new(), template, expiry, document: PhantomData }
    }

    /// The same keys behind a prefix, as [`Key::with_prefix`] has it. Those without the prefix are not among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Keyed, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(key = "user:{id}")]
    /// struct UserProfile { id: u64 }
    ///
    /// assert_eq!(UserProfile::key_pattern().with_prefix("[a]").to_string(), r"\[a\]user:*");
    /// ```
    #[must_use]
    pub fn with_prefix(mut self, prefix: &str) -> Self {
        self.prefix.insert_str(0, prefix);
        self
    }

    /// The key, if it is one of these.
    pub(crate) fn key(&self, key: Vec<u8>) -> Option<Key<T>> {
        // Every key of a template is text.
        let key = String::from_utf8(key).ok()?;
        let is_ours = self.template.matches(key.strip_prefix(&self.prefix)?);
        is_ours.then(|| Key::new(key).with_expiry(self.expiry))
    }
}

impl<T: ?Sized> fmt::Display for KeyPattern<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.template.pattern(&self.prefix))
    }
}

impl<T: ?Sized> fmt::Debug for KeyPattern<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyPattern").field(&self.to_string()).finish()
    }
}

impl<T: ?Sized> Clone for KeyPattern<T> {
    fn clone(&self) -> Self {
        Self { prefix: self.prefix.clone(), ..*self }
    }
}
