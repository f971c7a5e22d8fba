//! Scan: walks through the keys of a pattern by
//! [`SCAN`](https://redis.io/docs/latest/commands/scan/), in a cluster on every master.

use crate::client::{Client, Command};
use crate::commands::documents::unexpected;
use crate::commands::many::{Loads, of_keys, remove_many};
use crate::commands::transport::Transport;
use crate::conversion::decode::if_there;
use crate::errors::error::{Error, ErrorKind};
use crate::keys::key::Key;
use crate::keys::pattern::KeyPattern;
use crate::keys::slot::{SLOTS, key_in};
use crate::reply::Reply;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::collections::VecDeque;
use std::ops::RangeInclusive;

/// A page of the documents of a pattern, from [`page`](crate::DocumentCommands::page).
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The documents with their keys. A document that does not decode is an error beside its key.
    pub documents: Vec<(Key<T>, Result<T, Error>)>,
    /// The cursor of the next page, or `None` if this is the last page.
    pub next: Option<String>,
}

/// Runs `SCAN` on the master that has the slot of the key.
const ROUTED: &str = "return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])";

/// A walk through the keys.
pub(crate) struct Scan<T: ?Sized> {
    pattern: KeyPattern<T>,
    /// The masters, or `None` before they are asked for.
    masters: Option<Masters>,
    /// The place, or `None` after the last reply or an error.
    place: Option<Place>,
    found: VecDeque<Key<T>>,
}

/// The place of a walk.
#[derive(Clone)]
struct Place {
    /// The id of the master in a cluster, or `None` at the beginning.
    node: Option<String>,
    cursor: u64,
}

/// The nodes of a walk.
enum Masters {
    One,
    /// In the order of their ids, which do not change when slots move.
    Many(Vec<Master>),
}

#[derive(Clone)]
struct Master {
    id: String,
    /// A range of its slots.
    slots: RangeInclusive<u16>,
}

impl<T: ?Sized> Scan<T> {
    pub(crate) fn new(pattern: &KeyPattern<T>) -> Self {
        Self::from(pattern, Place { node: None, cursor: 0 })
    }

    fn from(pattern: &KeyPattern<T>, place: Place) -> Self {
        let (pattern, found) = (pattern.clone(), VecDeque::new());
        Self { pattern, masters: None, place: Some(place), found }
    }

    /// Returns the next key, or `None` at the end, and after an error.
    pub(crate) async fn next<C: Client>(
        &mut self,
        con: &mut impl Transport<C>,
    ) -> Option<Result<Key<T>, Error>> {
        loop {
            if let Some(key) = self.found.pop_front() {
                return Some(Ok(key));
            }
            match self.step(con).await? {
                Ok(keys) => self.found = keys.into(),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Returns the keys of the next reply, or `None` at the end, and after an error.
    async fn step<C: Client>(
        &mut self,
        con: &mut impl Transport<C>,
    ) -> Option<Result<Vec<Key<T>>, Error>> {
        let place = self.place.take()?;
        Some(self.step_from(con, place).await)
    }

    async fn step_from<C: Client>(
        &mut self,
        con: &mut impl Transport<C>,
        place: Place,
    ) -> Result<Vec<Key<T>>, Error> {
        if self.masters.is_none() {
            self.masters = Some(masters(con, type_name::<T>()).await?);
        }
        let (place, master) = self.master(place)?;
        let namespace = con.namespace();
        let scan = self.command(place.cursor, master.as_ref(), &namespace);
        let reply = con.send(&scan).await;
        let reply = reply.map_err(|error| Error::of_client(type_name::<T>(), error))?;
        let reason = "the reply to `SCAN` is no cursor with an array of keys";
        let refused = || Error::new(ErrorKind::Reply, type_name::<T>(), reason);
        let (cursor, keys) = cursor_and_keys::<C>(reply).ok_or_else(refused)?;
        self.place = self.behind(place, cursor);
        self.pattern.tell(self.share());
        Ok(keys.into_iter().filter_map(|key| self.pattern.found(&namespace, key)).collect())
    }

    /// Returns the place with its master. If the node is not a master any longer, the walk begins
    /// again, since its keys may be on any master.
    fn master(&self, place: Place) -> Result<(Place, Option<Master>), Error> {
        let Some(Masters::Many(masters)) = &self.masters else {
            return if place.node.is_none() { Ok((place, None)) } else { Err(no_cursor::<T>()) };
        };
        if let Some(master) = masters.iter().find(|master| Some(&master.id) == place.node.as_ref())
        {
            return Ok((place, Some(master.clone())));
        }
        let first = masters.first().ok_or_else(no_cursor::<T>)?;
        Ok((Place { node: Some(first.id.clone()), cursor: 0 }, Some(first.clone())))
    }

    /// Returns the place after a reply.
    fn behind(&self, place: Place, cursor: u64) -> Option<Place> {
        if cursor != 0 {
            return Some(Place { cursor, ..place });
        }
        let Some(Masters::Many(masters)) = &self.masters else { return None };
        let next = masters.iter().find(|master| Some(&master.id) > place.node.as_ref())?;
        Some(Place { node: Some(next.id.clone()), cursor: 0 })
    }

    /// Returns the share of the server before the place.
    fn share(&self) -> f64 {
        let Some(place) = &self.place else { return 1.0 };
        match &self.masters {
            Some(Masters::Many(masters)) => {
                let is_done = |master: &&Master| Some(&master.id) < place.node.as_ref();
                lossy(masters.iter().filter(is_done).count()) / lossy(masters.len())
            }
            // The server counts its buckets with the bits of the number in reverse order.
            _ => f64::from((place.cursor.reverse_bits() >> 32) as u32) / f64::from(u32::MAX),
        }
    }

    fn command<C: Client>(
        &self,
        cursor: u64,
        master: Option<&Master>,
        namespace: &str,
    ) -> Command<C> {
        let (pattern, count) = (self.pattern.in_namespace(namespace), self.pattern.count().into());
        if let Some(Master { slots, .. }) = master {
            // The key only selects the slot, and is not read. It begins like the other keys, since
            // a user may have rights only to those.
            let key = key_in(&format!("{namespace}{}", self.pattern.begin()), slots.clone());
            let mut eval = Command::new("EVAL", 7, ROUTED.len() + key.len() + pattern.len() + 32);
            eval.add(ROUTED).add("1").add(key);
            eval.add_number(cursor).add(pattern).add_number(count);
            return eval;
        }
        let mut scan = Command::new("SCAN", 6, pattern.len() + 40);
        scan.add_number(cursor).add("MATCH").add(pattern).add("COUNT").add_number(count);
        scan
    }
}

/// A document that a walk has found.
pub(crate) type Found<T> = (Key<T>, Result<T, Error>);

/// A walk through the documents.
pub(crate) struct DocumentScan<C: Client, T> {
    scan: Scan<T>,
    loads: Loads<C>,
    keys: VecDeque<Key<T>>,
    /// The reply for the first of the keys.
    found: std::vec::IntoIter<C::Value>,
}

impl<C: Client, T: DeserializeOwned> DocumentScan<C, T> {
    pub(crate) fn new(pattern: &KeyPattern<T>) -> Self {
        Self::of(Scan::new(pattern))
    }

    fn of(scan: Scan<T>) -> Self {
        let (loads, found) = (Loads::new(Vec::new()), Vec::new().into_iter());
        Self { scan, loads, keys: VecDeque::new(), found }
    }

    /// Returns the next document, or `None` at the end, and after an error.
    pub(crate) async fn next(
        &mut self,
        con: &mut impl Transport<C>,
    ) -> Option<Result<Found<T>, Error>> {
        loop {
            if let Some(found) = self.next_of_reply() {
                return Some(Ok(found));
            }
            if let Err(error) = self.step(con).await? {
                // The replies that are left no longer match the keys.
                self.scan.place = None;
                self.loads = Loads::new(Vec::new());
                self.keys.clear();
                return Some(Err(error));
            }
        }
    }

    /// Returns the next document of the last reply. Leaves out keys that were removed meanwhile, or
    /// that hold another type of Redis.
    pub(crate) fn next_of_reply(&mut self) -> Option<Found<T>> {
        loop {
            let (found, key) = (self.found.next()?, self.keys.pop_front()?);
            if let Some(document) = if_there(C::reply(&found)).transpose() {
                return Some((key, document));
            }
        }
    }

    /// Loads more documents, or finds more keys.
    async fn step(&mut self, con: &mut impl Transport<C>) -> Option<Result<(), Error>> {
        match self.loads.next(con, type_name::<T>()).await {
            Ok(Some(found)) => self.found = found.into_iter(),
            Ok(None) => match self.scan.step(con).await? {
                Ok(keys) => {
                    self.loads.add(of_keys("MGET", &keys));
                    self.keys = keys.into();
                }
                Err(error) => return Some(Err(error)),
            },
            Err(error) => return Some(Err(error)),
        }
        Some(Ok(()))
    }
}

/// Loads a page of at least so many documents, unless it is the last.
pub(crate) async fn page<C: Client, T: DeserializeOwned>(
    mut con: impl Transport<C>,
    pattern: KeyPattern<T>,
    cursor: Option<String>,
    count: usize,
) -> Result<Page<T>, Error> {
    let place =
        cursor.map_or(Some(Place { node: None, cursor: 0 }), |cursor| Place::parse(&cursor));
    let place = place.ok_or_else(no_cursor::<T>)?;
    let mut scan = DocumentScan::of(Scan::from(&pattern, place));
    let mut documents = Vec::new();
    // A page takes all documents of a reply of `SCAN`, since the cursor is after all of them.
    while documents.len() < count.max(1) || !scan.keys.is_empty() {
        match scan.next_of_reply() {
            Some(found) => documents.push(found),
            None => match scan.step(&mut con).await {
                Some(step) => step?,
                None => break,
            },
        }
    }
    Ok(Page { documents, next: scan.scan.place.map(Place::text) })
}

/// Removes all keys of a pattern, and returns how many existed.
pub(crate) async fn remove_all<C: Client, T: ?Sized>(
    mut con: impl Transport<C>,
    pattern: KeyPattern<T>,
) -> Result<u64, Error> {
    let (mut scan, mut count) = (Scan::new(&pattern), 0);
    while let Some(keys) = scan.step(&mut con).await {
        let unlinks = of_keys("UNLINK", keys?);
        count += remove_many(&mut con, unlinks, type_name::<T>()).await?;
    }
    Ok(count)
}

impl Place {
    /// Writes `1234`, and in a cluster `<id of the master>.1234`.
    fn text(self) -> String {
        match self.node {
            Some(node) => format!("{node}.{}", self.cursor),
            None => self.cursor.to_string(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (node, cursor) = match text.split_once('.') {
            Some((node, cursor)) => {
                (Some(node).filter(|node| is_id(node)).map(str::to_owned)?, cursor)
            }
            None => return Some(Self { node: None, cursor: number(text)? }),
        };
        Some(Self { node: Some(node), cursor: number(cursor)? })
    }
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Reads a number that is only digits, as in a cursor.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn no_cursor<T: ?Sized>() -> Error {
    Error::new(ErrorKind::Cursor, type_name::<T>(), "it is not the cursor of a page")
}

fn lossy(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Asks for the masters, if the connection may be one to a cluster.
async fn masters<C: Client>(
    con: &mut impl Transport<C>,
    type_name: &'static str,
) -> Result<Masters, Error> {
    if !con.may_be_cluster() {
        return Ok(Masters::One);
    }
    let mut slots = Command::new("CLUSTER", 2, 12);
    slots.add("SLOTS");
    match con.send(&slots).await {
        Ok(reply) => {
            let masters = masters_in(C::reply(&reply)).map(Masters::Many);
            masters.ok_or_else(|| unexpected(type_name))
        }
        // The server is not a cluster.
        Err(error) if error.to_string().contains("cluster support disabled") => Ok(Masters::One),
        Err(error) => Err(Error::of_client(type_name, error)),
    }
}

/// Reads the masters, each with a range of its slots, from the reply of [`CLUSTER
/// SLOTS`](https://redis.io/docs/latest/commands/cluster-slots/).
fn masters_in(reply: Reply<'_>) -> Option<Vec<Master>> {
    let mut masters: Vec<Master> = Vec::new();
    for range in reply.array()?.elements() {
        let range = range.array()?;
        let slot = |index| match range.element(index)? {
            Reply::Integer(slot) => u16::try_from(slot).ok().filter(|slot| *slot < SLOTS),
            _ => None,
        };
        let slots = slot(0)?..=slot(1)?;
        let id = range.element(2)?.array()?.element(2)?.text()?;
        let id = str::from_utf8(id).ok().filter(|id| is_id(id))?.to_owned();
        if slots.is_empty() {
            return None;
        }
        if masters.iter().all(|master| master.id != id) {
            masters.push(Master { id, slots });
        }
    }
    masters.sort_by(|one, other| one.id.cmp(&other.id));
    (!masters.is_empty()).then_some(masters)
}

fn cursor_and_keys<C: Client>(reply: C::Value) -> Option<(u64, Vec<Vec<u8>>)> {
    let mut parts = C::into_elements(reply).ok()?.into_iter();
    let cursor = match C::reply(&parts.next()?) {
        Reply::Integer(cursor) => cursor.try_into().ok()?,
        cursor => str::from_utf8(cursor.text()?).ok()?.parse().ok()?,
    };
    let keys = C::into_elements(parts.next()?).ok()?;
    // A key is a bulk string. Anything else is not a key of the pattern.
    Some((cursor, keys.into_iter().filter_map(|key| C::into_bytes(key).ok()).collect()))
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_cursor_is_what_a_page_has_ended_with() {
        for text in ["0", "17", "0af.5", "16383.18446744073709551615", "18446744073709551615"] {
            assert_eq!(Place::parse(text).map(Place::text).as_deref(), Some(text));
        }
        for text in ["", ".", "1.", ".1", "-1", "+1", "1.2.3", "x.1", "18446744073709551616", "a"] {
            assert!(Place::parse(text).is_none(), "{text}");
        }
    }
}
