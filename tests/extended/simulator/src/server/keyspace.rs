//! Keyspace: the keys with their values and expiries, at a moment.

use crate::server::failure::Failure;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

#[derive(Default)]
pub(crate) struct Keyspace {
    entries: BTreeMap<Vec<u8>, Entry>,
    /// In milliseconds since 1970, as expiries are.
    now: i64,
}

pub(crate) struct Entry {
    pub(crate) value: Value,
    pub(crate) expires: Option<i64>,
}

pub(crate) enum Value {
    Text(Vec<u8>),
    List(VecDeque<Vec<u8>>),
}

impl Keyspace {
    /// What expires until then is gone.
    pub(crate) fn move_to(&mut self, now: Duration) {
        self.now = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
        self.entries.retain(|_, entry| entry.expires.is_none_or(|expires| self.now <= expires));
    }

    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<&Entry> {
        self.entries.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: &[u8]) -> Option<&mut Entry> {
        self.entries.get_mut(key)
    }

    /// The string at a key.
    pub(crate) fn text(&self, key: &[u8]) -> Result<Option<&Vec<u8>>, Failure> {
        match self.get(key).map(|entry| &entry.value) {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::List(_)) => Err(Failure::wrong_type()),
            None => Ok(None),
        }
    }

    /// The list at a key, which is made if there is none.
    pub(crate) fn list(&mut self, key: &[u8]) -> Result<&mut VecDeque<Vec<u8>>, Failure> {
        let none = || Entry { value: Value::List(VecDeque::new()), expires: None };
        match &mut self.entries.entry(key.to_vec()).or_insert_with(none).value {
            Value::List(list) => Ok(list),
            Value::Text(_) => Err(Failure::wrong_type()),
        }
    }

    pub(crate) fn set(&mut self, key: &[u8], text: &[u8], expires: Option<i64>) {
        self.entries.insert(key.to_vec(), Entry { value: Value::Text(text.to_vec()), expires });
        self.expire(key, expires);
    }

    /// Lets a key that is there expire then. That may be in the past.
    pub(crate) fn expire(&mut self, key: &[u8], expires: Option<i64>) {
        if expires.is_some_and(|expires| expires <= self.now) {
            self.entries.remove(key);
        } else if let Some(entry) = self.entries.get_mut(key) {
            entry.expires = expires;
        }
    }

    pub(crate) fn remove(&mut self, key: &[u8]) -> Option<Entry> {
        self.entries.remove(key)
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Vec<u8>, &Entry)> {
        self.entries.iter()
    }
}
