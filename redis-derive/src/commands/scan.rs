//! Scan: a walk through the keys of a type by `SCAN`
//! (<https://redis.io/docs/latest/commands/scan/>), in a cluster through those of every master.

use crate::client::{Client, Command};
use crate::commands::many::{Loads, of_keys, remove_many};
use crate::commands::transport::Transport;
use crate::conversion::decode::if_there;
use crate::errors::error::{Error, ErrorKind};
use crate::keys::key::Key;
use crate::keys::pattern::KeyPattern;
use crate::keys::slot::key_in;
use crate::reply::Reply;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::collections::VecDeque;
use std::ops::RangeInclusive;

/// A page of the documents of a pattern, as [`page`](crate::DocumentCommands::page) loads it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The documents with their keys. One that does not decode is an error, with its key.
    pub documents: Vec<(Key<T>, Result<T, Error>)>,
    /// The cursor of the page that follows, or `None` if this is the last.
    pub next: Option<String>,
}

/// What runs `SCAN` on the master that has the slot of the key.
const ROUTED: &str = "return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])";

/// A walk through the keys.
pub(crate) struct Scan<T: ?Sized> {
    pattern: KeyPattern<T>,
    /// Not known before it is asked.
    masters: Option<Masters>,
    /// None after the last reply, or an error.
    place: Option<Place>,
    found: VecDeque<Key<T>>,
}

/// Where a walk is.
#[derive(Clone, Copy)]
struct Place {
    /// In a cluster, a slot of the master.
    slot: Option<u16>,
    cursor: u64,
}

/// The nodes to walk through.
enum Masters {
    One,
    /// The first range of slots of each, in their order.
    Many(Vec<RangeInclusive<u16>>),
}

impl<T: ?Sized> Scan<T> {
    pub(crate) fn new(pattern: &KeyPattern<T>) -> Self {
        Self::from(pattern, Place { slot: None, cursor: 0 })
    }

    fn from(pattern: &KeyPattern<T>, place: Place) -> Self {
        let (pattern, found) = (pattern.clone(), VecDeque::new());
        Self { pattern, masters: None, place: Some(place), found }
    }

    /// The next key, or `None` at the end, and after an error.
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

    /// The keys of one more reply, or `None` at the end, and after an error.
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
        let scan = self.command(place.cursor, master, &namespace);
        let reply = con.send(&scan).await;
        let reply = reply.map_err(|error| Error::of_client(type_name::<T>(), error))?;
        let reason = "the reply to `SCAN` is no cursor with an array of keys";
        let refused = || Error::new(ErrorKind::Reply, type_name::<T>(), reason);
        let (cursor, keys) = cursor_and_keys::<C>(reply).ok_or_else(refused)?;
        self.place = self.behind(place, cursor);
        self.pattern.tell(self.share());
        Ok(keys.into_iter().filter_map(|key| self.pattern.found(&namespace, key)).collect())
    }

    /// The place itself with the master that it is on. Where the slots have moved to other masters
    /// since, that is the beginning of the one that has the slot now.
    fn master(&self, place: Place) -> Result<(Place, Option<RangeInclusive<u16>>), Error> {
        match (&self.masters, place.slot) {
            (Some(Masters::Many(masters)), slot) => {
                let slot = slot.unwrap_or_default();
                let master = masters.iter().rfind(|slots| *slots.start() <= slot);
                let Some(master) = master.or(masters.first()) else { return Err(no_cursor::<T>()) };
                let is_it = place.slot.is_some_and(|slot| slot == *master.start());
                let cursor = if is_it { place.cursor } else { 0 };
                Ok((Place { slot: Some(*master.start()), cursor }, Some(master.clone())))
            }
            (_, None) => Ok((place, None)),
            (_, Some(_)) => Err(no_cursor::<T>()),
        }
    }

    /// The place behind a reply.
    fn behind(&self, place: Place, cursor: u64) -> Option<Place> {
        if cursor != 0 {
            return Some(Place { cursor, ..place });
        }
        let Some(Masters::Many(masters)) = &self.masters else { return None };
        let next =
            masters.iter().find(|slots| place.slot.is_some_and(|slot| slot < *slots.start()))?;
        Some(Place { slot: Some(*next.start()), cursor: 0 })
    }

    /// How much of the server is behind the place.
    fn share(&self) -> f64 {
        let Some(place) = self.place else { return 1.0 };
        match &self.masters {
            Some(Masters::Many(masters)) => {
                let done = masters.iter().filter(|slots| Some(*slots.start()) < place.slot).count();
                lossy(done) / lossy(masters.len())
            }
            // The server counts its buckets with the bits of the number in reverse.
            _ => f64::from((place.cursor.reverse_bits() >> 32) as u32) / f64::from(u32::MAX),
        }
    }

    fn command<C: Client>(
        &self,
        cursor: u64,
        master: Option<RangeInclusive<u16>>,
        namespace: &str,
    ) -> Command<C> {
        let (pattern, count) = (self.pattern.in_namespace(namespace), self.pattern.count().into());
        if let Some(slots) = master {
            // The key is there for its slot, in no namespace, and nothing is read from it.
            let mut eval = Command::new("EVAL", 7, ROUTED.len() + pattern.len() + 40);
            eval.add(ROUTED).add("1").add(key_in(slots));
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
    /// What is at the first of the keys.
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

    /// The next document, or `None` at the end, and after an error.
    pub(crate) async fn next(
        &mut self,
        con: &mut impl Transport<C>,
    ) -> Option<Result<Found<T>, Error>> {
        loop {
            if let Some(found) = self.next_of_reply() {
                return Some(Ok(found));
            }
            if let Err(error) = self.step(con).await? {
                self.scan.place = None;
                return Some(Err(error));
            }
        }
    }

    /// The next document that is here. A key that is gone since, or of another type of Redis, is left
    /// out.
    pub(crate) fn next_of_reply(&mut self) -> Option<Found<T>> {
        loop {
            let (found, key) = (self.found.next()?, self.keys.pop_front()?);
            if let Some(document) = if_there(C::reply(&found)).transpose() {
                return Some((key, document));
            }
        }
    }

    /// Loads more documents, or finds the keys of some.
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

/// A page of at least so many documents, unless it is the last.
pub(crate) async fn page<C: Client, T: DeserializeOwned>(
    mut con: impl Transport<C>,
    pattern: KeyPattern<T>,
    cursor: Option<String>,
    count: usize,
) -> Result<Page<T>, Error> {
    let place =
        cursor.map_or(Some(Place { slot: None, cursor: 0 }), |cursor| Place::parse(&cursor));
    let place = place.ok_or_else(no_cursor::<T>)?;
    let mut scan = DocumentScan::of(Scan::from(&pattern, place));
    let mut documents = Vec::new();
    // What a reply of the server's has is not cut, since its cursor is behind all of that.
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

/// Removes all keys of a pattern, and returns how many there were.
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
    /// `1234`, and `5461.1234` in a cluster.
    fn text(self) -> String {
        match self.slot {
            Some(slot) => format!("{slot}.{}", self.cursor),
            None => self.cursor.to_string(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (slot, cursor) = match text.split_once('.') {
            Some((slot, cursor)) => (Some(number(slot)?.try_into().ok()?), cursor),
            None => (None, text),
        };
        Some(Self { slot, cursor: number(cursor)? })
    }
}

/// A number in digits alone, as a cursor has it.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn no_cursor<T: ?Sized>() -> Error {
    Error::new(ErrorKind::Cursor, type_name::<T>(), "it is not one that a page has ended with")
}

fn lossy(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The masters, if the connection leads to a cluster.
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
        Ok(reply) => Ok(slots_of_masters(C::reply(&reply)).map_or(Masters::One, Masters::Many)),
        // It is no cluster after all.
        Err(error) if C::code(&error).is_some() => Ok(Masters::One),
        Err(error) => Err(Error::of_client(type_name, error)),
    }
}

/// For each master, the first range of its slots
/// (<https://redis.io/docs/latest/commands/cluster-slots/>).
fn slots_of_masters(reply: Reply<'_>) -> Option<Vec<RangeInclusive<u16>>> {
    let mut masters: Vec<(Vec<u8>, RangeInclusive<u16>)> = Vec::new();
    for range in reply.array()?.elements() {
        let range = range.array()?;
        let slot = |index| match range.element(index)? {
            Reply::Integer(slot) => u16::try_from(slot).ok(),
            _ => None,
        };
        let slots = slot(0)?..=slot(1)?;
        let master = range.element(2)?.array()?;
        let address = match (master.element(0)?.text(), master.element(1)?) {
            (host, Reply::Integer(port)) => {
                [host.unwrap_or_default(), &port.to_be_bytes()].concat()
            }
            _ => return None,
        };
        match masters.iter_mut().find(|(known, _)| *known == address) {
            Some((_, first)) if slots.start() < first.start() => *first = slots,
            Some(_) => (),
            None => masters.push((address, slots)),
        }
    }
    let mut slots: Vec<_> = masters.into_iter().map(|(_, slots)| slots).collect();
    slots.sort_by_key(|slots| *slots.start());
    (!slots.is_empty()).then_some(slots)
}

fn cursor_and_keys<C: Client>(reply: C::Value) -> Option<(u64, Vec<Vec<u8>>)> {
    let mut parts = C::into_elements(reply).ok()?.into_iter();
    let cursor = match C::reply(&parts.next()?) {
        Reply::Integer(cursor) => cursor.try_into().ok()?,
        cursor => str::from_utf8(cursor.text()?).ok()?.parse().ok()?,
    };
    let keys = C::into_elements(parts.next()?).ok()?;
    // A key is a bulk string, and another is none of ours.
    Some((cursor, keys.into_iter().filter_map(|key| C::into_bytes(key).ok()).collect()))
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_cursor_is_what_a_page_has_ended_with() {
        for text in ["0", "17", "0.5", "16383.18446744073709551615", "18446744073709551615"] {
            assert_eq!(Place::parse(text).map(Place::text).as_deref(), Some(text));
        }
        for text in
            ["", ".", "1.", ".1", "-1", "+1", "1.2.3", "65536.1", "18446744073709551616", "a"]
        {
            assert!(Place::parse(text).is_none(), "{text}");
        }
    }
}
