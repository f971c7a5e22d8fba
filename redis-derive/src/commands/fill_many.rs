//! Fill of many: the entries at many keys, with one question to the source for those that are
//! missing.

use crate::client::{Client, Command};
use crate::commands::events::event;
use crate::commands::fill::{Filled, Waits, begin, is_begun, newer, stores, stores_nothing};
use crate::commands::many::{Loads, of_keys, send_each};
use crate::commands::placeholder::{self, ABSENT, if_stored};
use crate::commands::transport::Transport;
use crate::conversion::decode::if_there;
use crate::conversion::encode::to_redis_json;
use crate::errors::error::Error;
use crate::wrappers::cached::Cached;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::collections::HashSet;

/// A key whose entry is not known yet.
struct Open<K> {
    /// Its place among the keys.
    index: usize,
    key: K,
    /// One's own placeholder.
    own: Vec<u8>,
    /// How often it could not be put there although nothing was.
    refused: u8,
}

/// What the source is asked for.
struct Asked<K> {
    open: Open<K>,
    /// Whether it is one's turn to store it.
    is_turn: bool,
}

/// All entries, as `load_or_find` has one.
pub(crate) async fn load_many_or_find<C, K, E, F>(
    mut con: impl Transport<C>,
    keys: Vec<K>,
    mut source: impl FnMut(Vec<K>) -> F,
) -> Result<Vec<Option<K::Entry>>, E>
where
    C: Client,
    K: Filled<Entry: Serialize + DeserializeOwned> + Copy,
    E: From<Error>,
    F: Future<Output = Result<Vec<Option<K::Entry>>, E>>,
{
    let mut all: Vec<Option<K::Entry>> = keys.iter().map(|_| None).collect();
    let Some(patience) = keys.iter().map(|key| key.cache().patience).min() else { return Ok(all) };
    let mut waits = Waits::of(patience);
    let new = |(index, key)| Open { index, key, own: placeholder::new(), refused: 0 };
    // One that comes again is read when the others are there.
    let (mut seen, mut again) = (HashSet::new(), Vec::new());
    let mut open = Vec::with_capacity(keys.len());
    for (index, key) in keys.iter().copied().enumerate() {
        let is_new = seen.insert(key.key().as_str().to_owned());
        if is_new { open.push(new((index, key))) } else { again.push((index, key)) }
    }
    loop {
        let places: Vec<_> = open.iter().map(|open| (open.index, open.key)).collect();
        let (mut asked, rest) = match find(&mut con, open, &mut all).await {
            Ok(found) => found,
            Err(error) if places.iter().all(|(_, key)| key.cache().falls_through(&error)) => {
                let unknown = places.into_iter().filter(|(index, _)| all[*index].is_none());
                (without(unknown.map(new).collect()), Vec::new())
            }
            Err(error) => return Err(error.into()),
        };
        open = rest;
        let wait = if open.is_empty() { None } else { waits.next() };
        if wait.is_none() {
            asked.extend(without(std::mem::take(&mut open)));
        }
        if !asked.is_empty() {
            event!(DEBUG, type_name::<K::Entry>(), "misses: the source is asked");
            let values = source(asked.iter().map(|asked| asked.open.key).collect()).await;
            end(&mut con, asked, values, &mut all).await?;
        }
        let Some(wait) = wait else { break };
        event!(TRACE, type_name::<K::Entry>(), "other callers fill entries: wait");
        con.wait(wait).await;
    }
    load_again(&mut con, again, &mut all).await?;
    Ok(all)
}

/// Takes the entries at the keys that come again, when the first of each has its entry.
async fn load_again<C: Client, K: Filled<Entry: DeserializeOwned> + Copy>(
    con: &mut impl Transport<C>,
    again: Vec<(usize, K)>,
    all: &mut [Option<K::Entry>],
) -> Result<(), Error> {
    let mut loads = Loads::new(of_keys("MGET", again.iter().map(|(_, key)| key.key())));
    let mut again = again.into_iter();
    while let Some(found) = loads.next(con, type_name::<K::Entry>()).await? {
        for (reply, (index, _)) in found.iter().zip(again.by_ref()) {
            all[index] = if_there(C::reply(reply))?;
        }
    }
    Ok(())
}

/// Those that nobody stores.
fn without<K>(open: Vec<Open<K>>) -> Vec<Asked<K>> {
    open.into_iter().map(|open| Asked { open, is_turn: false }).collect()
}

/// Takes the entries that are there, and returns those to ask for, and those that others fill.
async fn find<C: Client, K: Filled<Entry: DeserializeOwned> + Copy>(
    con: &mut impl Transport<C>,
    open: Vec<Open<K>>,
    all: &mut [Option<K::Entry>],
) -> Result<(Vec<Asked<K>>, Vec<Open<K>>), Error> {
    let type_name = type_name::<K::Entry>();
    let mut replies = Vec::with_capacity(open.len());
    let mut loads = Loads::new(of_keys("MGET", open.iter().map(|open| open.key.key())));
    while let Some(found) = loads.next(con, type_name).await? {
        replies.extend(found);
    }
    let (mut asked, mut begun, mut begins, mut rest) = (vec![], vec![], vec![], vec![]);
    for (open, reply) in open.into_iter().zip(replies) {
        let (key, cache) = (open.key.key(), open.key.cache());
        match (Cached::read(C::reply(&reply))?, C::stored(&reply)) {
            (Cached::Hit(value), _) => all[open.index] = Some(value),
            (Cached::Undecodable(error), _) if cache.keeps_undecodable => return Err(error),
            (Cached::Miss, Some(current)) if *current == ABSENT => {}
            (Cached::Miss, Some(current)) if *current == *open.own => {
                asked.push(Asked { open, is_turn: true });
            }
            (Cached::Miss, Some(_)) => rest.push(open),
            // There is another type of Redis, which `MGET` does not tell from nothing.
            (Cached::Miss, None) if open.refused > 1 => asked.extend(without(vec![open])),
            (entry, current) => {
                if entry.is_undecodable() {
                    event!(WARN, type_name, "an entry does not decode, and is filled again");
                }
                begins.push(begin(key, &open.own, current, cache.lease));
                begun.push(open);
            }
        }
    }
    for (mut open, reply) in begun.into_iter().zip(send_each(con, begins, type_name).await) {
        match reply.map(|reply| is_begun::<C>(reply, type_name)) {
            Ok(true) => asked.push(Asked { open, is_turn: true }),
            Ok(false) => {
                open.refused += 1;
                rest.push(open);
            }
            // It is filled without being stored: there is no memory, or no right to it.
            Err(_) => asked.push(Asked { open, is_turn: false }),
        }
    }
    Ok((asked, rest))
}

/// Stores what the source has made where it is one's turn, and takes it.
async fn end<C: Client, K: Filled<Entry: Serialize + DeserializeOwned> + Copy, E: From<Error>>(
    con: &mut impl Transport<C>,
    asked: Vec<Asked<K>>,
    values: Result<Vec<Option<K::Entry>>, E>,
    all: &mut [Option<K::Entry>],
) -> Result<(), E> {
    let (values, failure) = match values {
        Ok(values) => (values, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    // Of what the source says nothing about, nothing is known.
    let values = values.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
    let (mut turns, mut ends) = (vec![], vec![]);
    for (Asked { open, is_turn }, value) in asked.into_iter().zip(values) {
        let (key, cache) = (open.key.key(), open.key.cache());
        if is_turn {
            let is_absent = matches!(value, Some(None));
            let json = value.iter().flatten().find_map(|value| to_redis_json(value).ok());
            let end: Command<C> = match json {
                Some(json) => stores(key, &json, cache),
                None => stores_nothing(key, cache.absent.filter(|_| is_absent)),
            };
            ends.push(if_stored(&open.own, end));
            turns.push(open.index);
        }
        all[open.index] = value.flatten();
    }
    let replies = send_each(con, ends, type_name::<K::Entry>()).await;
    event!(DEBUG, type_name::<K::Entry>(), "the fills have ended");
    for (index, reply) in turns.into_iter().zip(replies) {
        if let Some(newer) = reply.ok().and_then(|reply| newer::<C, _>(&reply)) {
            all[index] = Some(newer);
        }
    }
    failure.map_or(Ok(()), Err)
}
