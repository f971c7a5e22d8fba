//! `KeyPattern<T>`: all keys of a type, or the keys with some given parts.

use crate::errors::error::{Error, ErrorKind};
use crate::keys::expiry::Expiry;
use crate::keys::key::Key;
use crate::keys::overlap::{Piece, overlap};
use crate::keys::template::{Placeholder, Template};
use std::any::type_name;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::Arc;

/// The keys of a type: all of them, or those with some [given parts](Self::with).
/// [`scan_keys`](crate::DocumentCommands::scan_keys) and its variants take it.
///
/// `Display` shows the pattern that Redis gets. A pattern of Redis matches more keys than those of
/// the type. The commands leave out the others.
///
/// # Examples
///
/// ```
/// use redis_derive::RedisJson;
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(key = "{tenant}:user:{id}")]
/// struct User { tenant: String, id: u64 }
///
/// let pattern = User::key_pattern();
/// assert_eq!(pattern.to_string(), "*:user:*");
/// let of_acme = pattern.with("tenant", "acme")?;
/// assert_eq!(of_acme.to_string(), "acme:user:*");
/// let key = User::key_for("acme", 7);
/// assert_eq!(of_acme.parts(&key).ok_or("it is a key of acme")?["id"], "7");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct KeyPattern<T: ?Sized> {
    template: Cow<'static, Template>,
    /// Given parts, by name.
    given: BTreeMap<String, String>,
    /// Makes the key from its text.
    make: fn(String) -> Key<T>,
    expiry: Option<Expiry>,
    count: u32,
    progress: Option<Arc<dyn Fn(f64) + Send + Sync>>,
}

/// The default number of keys that the server looks at for each reply.
const COUNT: u32 = 1000;

impl<T: ?Sized> KeyPattern<T> {
    /// Makes the pattern of a template, written as in `#[redis_json(key = "...")]`, for any type. A
    /// type that implements [`Patterned`](crate::Patterned) by hand uses it. A write to its keys
    /// keeps their expiry.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Pattern`] if the text is not a template: it is empty, has a single brace or a
    /// placeholder without a name, or nothing tells where one placeholder ends and the next begins.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Key, KeyPattern};
    ///
    /// let pattern: KeyPattern<Vec<u8>> = KeyPattern::new("thumbnail:{hash}:{width}")?;
    /// assert!(pattern.parts(&Key::new("thumbnail:5e8f:64")).is_some());
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    pub fn new(template: &str) -> Result<Self, Error> {
        let template = Template::parse(template).map_err(refused::<T>)?;
        Ok(Self::of(Cow::Owned(template), Key::new))
    }

    pub(crate) fn of(template: Cow<'static, Template>, make: fn(String) -> Key<T>) -> Self {
        let (given, expiry, progress) = (BTreeMap::new(), None, None);
        Self { template, given, make, expiry, count: COUNT, progress }
    }

    /// Sets the expiry that a write to the keys sets.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Expiry, KeyPattern};
    ///
    /// let pattern = KeyPattern::<u8>::new("count:{name}")?.with_expiry(Expiry::Never);
    /// assert_eq!(pattern.with("name", "a")?.key()?.expiry(), Expiry::Never);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[must_use]
    pub fn with_expiry(self, expiry: Expiry) -> Self {
        Self { expiry: Some(expiry), ..self }
    }

    /// Sets the number of keys that the server looks at for each reply of a scan (`COUNT` of
    /// [`SCAN`](https://redis.io/docs/latest/commands/scan/)). The default is 1000, the least is 1.
    /// A larger number needs fewer round trips, and makes other clients wait longer.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// con.save(&ada)?;
    /// let of_ada = User::key_pattern().with("id", &ada.id)?.with_count(5000);
    /// assert_eq!(con.scan_keys(&of_ada).count(), 1);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn with_count(self, count: u32) -> Self {
        Self { count: count.max(1), ..self }
    }

    /// Sets a function that a scan calls after each reply, with the share of the server that the
    /// scan has seen, from 0 to 1. In a cluster it is the share of the masters that are done.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// con.save(&ada)?;
    /// let of_ada = User::key_pattern().with("id", &ada.id)?;
    /// let pattern = of_ada.on_progress(|share| eprint!("\r{:3.0} %", share * 100.0));
    /// assert_eq!(con.remove_all(&pattern)?, 1);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn on_progress(self, progress: impl Fn(f64) + Send + Sync + 'static) -> Self {
        Self { progress: Some(Arc::new(progress)), ..self }
    }

    /// Returns the text that all these keys begin with.
    pub(crate) fn begin(&self) -> &str {
        &self.template.begin
    }

    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    pub(crate) fn tell(&self, share: f64) {
        if let Some(progress) = &self.progress {
            progress(share);
        }
    }

    /// Keeps only the keys that have this part.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Pattern`] if no part has the name, or the part already has another value.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{ErrorKind, KeyPattern};
    ///
    /// let users = || KeyPattern::<()>::new("{tenant}:user:{id}");
    /// assert_eq!(users()?.with("tenant", "acme")?.to_string(), "acme:user:*");
    /// let error = users()?.with("tennant", "acme").unwrap_err();
    /// assert!(error.to_string().ends_with("its parts are `tenant`, `id`"));
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    pub fn with(mut self, part: &str, value: impl Display) -> Result<Self, Error> {
        if self.names().all(|name| name != part) {
            let names: Vec<_> = self.names().collect();
            let names = names.join("`, `");
            return Err(refused::<T>(format!("no part has the name; its parts are `{names}`")));
        }
        let value = value.to_string();
        if self.given.get(part).is_some_and(|given| *given != value) {
            return Err(refused::<T>("the part is given already, as another one"));
        }
        self.given.insert(part.to_owned(), value);
        Ok(self)
    }

    /// Returns the only key of a pattern whose parts are all given.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Pattern`] if a part is not given.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::KeyPattern;
    ///
    /// let pattern = KeyPattern::<()>::new("file:{path}")?.with("path", "a/b")?;
    /// assert_eq!(pattern.key()?.as_str(), "file:a%2Fb");
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    pub fn key(&self) -> Result<Key<T>, Error> {
        let parts: Option<Vec<_>> = self.names().map(|name| self.given.get(name)).collect();
        let parts = parts.ok_or("a part is not given").map_err(refused::<T>)?;
        Ok(self.made(self.template.fill(&parts)))
    }

    fn made(&self, key: String) -> Key<T> {
        let key = (self.make)(key);
        match self.expiry {
            Some(expiry) => key.with_expiry(expiry),
            None => key,
        }
    }

    /// Returns the parts of a key by name, or `None` if the key does not belong to the pattern.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Key, KeyPattern};
    ///
    /// let pattern = KeyPattern::<()>::new("file:{path}")?;
    /// let parts = pattern.parts(&Key::new("file:a%2Fb")).ok_or("it is such a key")?;
    /// assert_eq!(parts["path"], "a/b");
    /// assert_eq!(pattern.parts(&Key::new("file:a/b")), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn parts(&self, key: &Key<T>) -> Option<BTreeMap<&str, String>> {
        let parts = self.parts_of(key.as_str())?;
        Some(self.names().zip(parts).collect())
    }

    /// Tells whether a text can be a key of both patterns.
    ///
    /// Two templates do not overlap if they have different numbers of segments (`:` and `/` end a
    /// segment), or if at one place both have a segment without a part, with different texts. A
    /// test of the program can check the others:
    ///
    /// ```
    /// use redis_derive::KeyPattern;
    ///
    /// let [users, sessions, any] = ["user:{id}", "user:{id}:session", "{kind}:{id}"];
    /// let [users, sessions, any] = [users, sessions, any].map(KeyPattern::<()>::new);
    /// let (users, sessions, any) = (users?, sessions?, any?);
    /// assert!(!users.overlaps(&sessions));
    /// assert!(users.overlaps(&any));
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    ///
    /// The check ignores the types of the parts. It also ignores that a name that occurs twice in a
    /// template is the same part. So it may report an overlap of two patterns that have no key in
    /// common.
    #[must_use]
    pub fn overlaps<U: ?Sized>(&self, other: &KeyPattern<U>) -> bool {
        overlap(&self.pieces(), &other.pieces())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.template.placeholders.iter().map(|placeholder| &*placeholder.name)
    }

    /// Returns the parts of a key, or `None` if the key does not belong to the pattern.
    fn parts_of(&self, key: &str) -> Option<Vec<String>> {
        let parts = self.template.parts(key)?;
        let mut named = self.names().zip(&parts);
        let is_one = named.all(|(name, part)| {
            // A name that occurs twice in the template is the same part.
            let first = self.names().zip(&parts).find(|(first, _)| *first == name);
            let is_same = first.is_some_and(|(_, first)| first == part);
            is_same && self.given.get(name).is_none_or(|given| given == part)
        });
        is_one.then_some(parts)
    }

    fn is_plain(&self, key: &str) -> bool {
        self.template.is_plain(key, |Placeholder { name, .. }, part| {
            let is_once = || self.names().filter(|other| other == name).nth(1).is_none();
            (self.template.placeholders.len() == 1 || is_once())
                && (self.given.is_empty()
                    || self.given.get(&**name).is_none_or(|given| given == part))
        })
    }

    fn pieces(&self) -> Vec<Piece> {
        let mut before = self.template.begin.to_string();
        let mut pieces = vec![Piece::Text(before.clone())];
        for placeholder in &*self.template.placeholders {
            pieces.push(self.piece(placeholder, &before));
            before.push_str(&placeholder.then);
            pieces.push(Piece::Text(placeholder.then.to_string()));
        }
        pieces
    }

    /// Returns a placeholder that follows this text and any parts.
    fn piece(&self, placeholder: &Placeholder, before: &str) -> Piece {
        let Some(part) = self.given.get(&*placeholder.name) else {
            let fills_tag = placeholder.fills_tag(before);
            return Piece::Part { separator: placeholder.separator(), fills_tag };
        };
        let mut text = before.to_owned();
        placeholder.push_to(&mut text, part);
        Piece::Text(text.split_off(before.len()))
    }

    /// Returns the [pattern](https://redis.io/docs/latest/commands/keys/) of the keys in a
    /// namespace, for the server.
    pub(crate) fn in_namespace(&self, namespace: &str) -> String {
        let mut pattern = String::new();
        push_literal(&mut pattern, namespace);
        for piece in self.pieces() {
            match piece {
                Piece::Text(text) => push_literal(&mut pattern, &text),
                Piece::Part { .. } => pattern.push('*'),
            }
        }
        pattern
    }

    /// Returns the key without its namespace, or `None` if it does not belong to the pattern.
    pub(crate) fn found(&self, namespace: &str, key: Vec<u8>) -> Option<Key<T>> {
        // Every key of a template is text.
        let mut key = String::from_utf8(key).ok()?;
        let of_type = key.strip_prefix(namespace)?;
        if !self.is_plain(of_type) {
            self.parts_of(of_type)?;
        }
        if !namespace.is_empty() {
            key.drain(..namespace.len());
        }
        Some(self.made(key))
    }
}

fn refused<T: ?Sized>(reason: impl Into<String>) -> Error {
    Error::new(ErrorKind::Pattern, type_name::<T>(), reason)
}

/// Appends text that matches only itself.
fn push_literal(pattern: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
}

impl<T: ?Sized> Display for KeyPattern<T> {
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
        let (template, given) = (self.template.clone(), self.given.clone());
        Self { template, given, progress: self.progress.clone(), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::KeyPattern;
    use crate::Key;

    /// Some keys can be told from their bytes alone, and the parts of the others are looked at.
    #[test]
    fn a_key_is_found_if_it_has_the_parts_of_the_pattern() {
        for (template, given, key, is_found) in [
            ("{a}:{b}", &[][..], "x:y", true),
            ("{a}:{b}", &[], "x:y:z", false),
            ("{a}:{b}", &[("a", "x")], "x:y", true),
            ("{a}:{b}", &[("b", "y")], "x%2F:y", true),
            ("{a}:{b}", &[("a", "z")], "x:y", false),
            ("{a}:{b}", &[("a", "z")], "x:%2F", false),
            ("{a}:{b}:{c}:{a}", &[], "x:y:y:x", true),
            ("{a}:{b}:{c}:{a}", &[], "x:y:y:z", false),
            ("{a}:{b}:{c}:{a}", &[], "x:%2F:y:z", false),
            ("{a}:{b}", &[], ":x", true),
            ("{a}:{b}", &[], "x:y%2f", false),
            ("{a}_{b}", &[], "x:_y", false),
            ("{{{a}}}", &[], "{x}", true),
            ("{{{a}}}", &[], "{}", false),
            ("{a}", &[], "y%2f", false),
            ("{a}:{b}:{a}", &[], "x:y:z", false),
            ("{a}:{a}", &[], "x:y", false),
            ("{a}:{a}", &[("a", "x")], "x:x", true),
            ("{a}:{a}", &[("a", "x")], "x:y", false),
        ] {
            let mut pattern: KeyPattern<()> = KeyPattern::new(template).unwrap();
            for (part, value) in given {
                pattern = pattern.with(part, value).unwrap();
            }
            let found = pattern.found("", key.into());
            assert_eq!(found.is_some(), is_found, "{template} {given:?} {key}");
            assert_eq!(pattern.parts(&Key::new(key)).is_some(), is_found, "{template} {key}");
        }
    }
}
