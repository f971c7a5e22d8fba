//! Scan: a walk through the keys of a type by `SCAN`
//! (<https://redis.io/docs/latest/commands/scan/>).

use crate::client::{Client, Command};
use crate::commands::transport::Transport;
use crate::errors::error::{Error, ErrorKind};
use crate::keys::key::Key;
use crate::keys::pattern::KeyPattern;
use crate::reply::Reply;
use std::any::type_name;

/// How many keys the server looks at for a reply.
const COUNT: u64 = 100;

pub(crate) struct Scan<T: ?Sized> {
    pattern: KeyPattern<T>,
    /// None after the last reply, or an error.
    cursor: Option<u64>,
    found: std::vec::IntoIter<Vec<u8>>,
}

impl<T: ?Sized> Scan<T> {
    pub(crate) fn new(pattern: &KeyPattern<T>) -> Self {
        Self { pattern: pattern.clone(), cursor: Some(0), found: Vec::new().into_iter() }
    }

    /// The next key, or `None` at the end, and after an error.
    pub(crate) async fn next<C: Client>(
        &mut self,
        con: &mut impl Transport<C>,
    ) -> Option<Result<Key<T>, Error>> {
        let namespace = con.namespace();
        loop {
            if let Some(key) =
                self.found.by_ref().find_map(|key| self.pattern.found(&namespace, key))
            {
                return Some(Ok(key));
            }
            let scan = self.command(&namespace)?;
            let reply = match con.send(&scan).await {
                Ok(reply) => reply,
                Err(error) => return Some(Err(Error::of_client(type_name::<T>(), error))),
            };
            if let Err(error) = self.read(C::reply(&reply)) {
                return Some(Err(error));
            }
        }
    }

    /// What finds more keys, or `None` where there are no more.
    fn command<C: Client>(&mut self, namespace: &str) -> Option<Command<C>> {
        let cursor = self.cursor.take()?;
        let pattern = self.pattern.in_namespace(namespace);
        let mut scan = Command::new("SCAN", 6, pattern.len() + 40);
        scan.add_number(cursor).add("MATCH").add(pattern).add("COUNT").add_number(COUNT);
        Some(scan)
    }

    /// A cursor, and an array of keys.
    fn read(&mut self, reply: Reply<'_>) -> Result<(), Error> {
        let reason = "the reply to `SCAN` is no cursor with an array of keys";
        let refused = || Error::new(ErrorKind::Reply, type_name::<T>(), reason);
        let (cursor, found) = cursor_and_keys(reply).ok_or_else(refused)?;
        self.cursor = (cursor != 0).then_some(cursor);
        self.found = found.into_iter();
        Ok(())
    }
}

fn cursor_and_keys(reply: Reply<'_>) -> Option<(u64, Vec<Vec<u8>>)> {
    let parts = reply.array()?;
    let cursor = match parts.element(0)? {
        Reply::Integer(cursor) => cursor.try_into().ok()?,
        cursor => str::from_utf8(cursor.text()?).ok()?.parse().ok()?,
    };
    let keys = parts.element(1)?.array()?;
    let keys: Option<_> = keys.elements().map(|key| Some(key.text()?.to_vec())).collect();
    Some((cursor, keys?))
}
