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
    template: Template,
    expiry: Expiry,
    document: PhantomData<fn() -> T>,
}

impl<T: ?Sized> KeyPattern<T> {
    pub(crate) fn new(template: Template, expiry: Expiry) -> Self {
        Self { template, expiry, document: PhantomData }
    }

    /// The pattern of those in a namespace, for the server.
    pub(crate) fn in_namespace(&self, namespace: &str) -> String {
        self.template.pattern(namespace)
    }

    /// The key without its namespace, if it is one of these.
    pub(crate) fn key(&self, namespace: &str, key: Vec<u8>) -> Option<Key<T>> {
        // Every key of a template is text.
        let mut key = String::from_utf8(key).ok()?;
        if !self.template.matches(key.strip_prefix(namespace)?) {
            return None;
        }
        key.drain(..namespace.len());
        Some(Key::new(key).with_expiry(self.expiry))
    }
}

impl<T: ?Sized> fmt::Display for KeyPattern<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.in_namespace(""))
    }
}

impl<T: ?Sized> fmt::Debug for KeyPattern<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyPattern").field(&self.to_string()).finish()
    }
}

impl<T: ?Sized> Clone for KeyPattern<T> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}
