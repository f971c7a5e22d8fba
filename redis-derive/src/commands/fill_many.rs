//! Fill of many: the entries at many keys, with one call of the source for all that are missing or
//! stale.

use crate::client::{Client, Command};
use crate::commands::events::event;
use crate::commands::fill::{
    Ended, Seen, Turn, begin, claim, end_of, ended, is_begun, is_claimed, leave, past, see,
    time_left,
};
use crate::commands::filled::{Filled, Origin};
use crate::commands::many::{load_all, of_keys, send_each};
use crate::commands::placeholder::{self, if_stored};
use crate::commands::transport::Transport;
use crate::commands::waits::{Waits, Watched};
use crate::conversion::decode::from_redis_json;
use crate::conversion::encode::to_redis_json;
use crate::errors::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::collections::{HashMap, hash_map};
use std::iter::{repeat_with, zip};
use std::time::Duration;

/// A key whose entry is not known yet.
struct Open<K> {
    /// The index of the key.
    index: usize,
    key: K,
    /// How often the placeholder was refused although there was no entry.
    refused: u8,
    watched: Watched,
}

/// A key for the source, and the turn if the caller may store the value.
struct Asked<K: Filled> {
    open: Open<K>,
    turn: Option<Turn<K::Entry>>,
}

/// An entry that may be stale.
struct Entry<'reply, K: Filled> {
    open: Open<K>,
    value: K::Entry,
    current: &'reply [u8],
    stale: Duration,
}

/// The results so far, by index.
type All<T> = Vec<(Option<T>, Origin)>;

/// Loads all entries, each as `load_or_find` does.
pub(crate) async fn load_many_or_find<C, K, E, F>(
    mut con: impl Transport<C>,
    keys: Vec<K>,
    mut source: impl FnMut(Vec<K>) -> F,
) -> Result<Vec<K::Loaded<Option<K::Entry>>>, E>
where
    C: Client,
    K: Filled<Entry: Serialize + DeserializeOwned> + Clone,
    E: From<Error>,
    F: Future<Output = Result<Vec<Option<K::Entry>>, E>>,
{
    let mut all: All<K::Entry> = keys.iter().map(|_| (None, Origin::Unstored)).collect();
    let patience = keys.iter().map(|key| key.cache().patience).min().unwrap_or_default();
    let (mut waits, mut origin) = (Waits::of(patience), Origin::Hit);
    let own = placeholder::new();
    let (mut open, again) = opened(keys);
    while !open.is_empty() {
        let places: Vec<_> = open.iter().map(|open| (open.index, open.key.clone())).collect();
        let (mut asked, rest) = match find(&mut con, open, &own, (&waits, origin), &mut all).await {
            Ok(found) => found,
            Err(error) if places.iter().all(|(_, key)| key.cache().falls_through(&error)) => {
                let unknown = places.into_iter().filter(|(index, _)| all[*index].0.is_none());
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
            tell_of_misses(&asked);
            let says = source(asked.iter().map(|asked| asked.open.key.clone()).collect()).await;
            end(&mut con, asked, says, &mut all).await?;
        }
        if let Some(wait) = wait {
            event!(TRACE, type_name::<K::Entry>(), "other callers fill entries: wait");
            waits.begin();
            con.wait(wait).await;
            origin = Origin::Waited;
        }
    }
    for (index, first) in again {
        all[index] = copy(&all[first])?;
    }
    Ok(all.into_iter().map(|(entry, origin)| K::loaded(entry, origin)).collect())
}

fn tell_of_misses<K: Filled>(asked: &[Asked<K>]) {
    if asked.iter().any(|asked| asked.turn.is_none()) {
        event!(WARN, type_name::<K::Entry>(), "the source is asked, and nothing is stored");
    }
    event!(DEBUG, type_name::<K::Entry>(), "misses: the source is asked");
}

fn new<K>((index, key): (usize, K)) -> Open<K> {
    Open { index, key, refused: 0, watched: Watched::default() }
}

/// Separates the keys from their repetitions, which are given with the index of the first.
fn opened<K: Filled>(keys: Vec<K>) -> (Vec<Open<K>>, Vec<(usize, usize)>) {
    let (mut first, mut again) = (HashMap::with_capacity(keys.len()), Vec::new());
    let mut open = Vec::with_capacity(keys.len());
    for (index, key) in keys.into_iter().enumerate() {
        match first.entry(key.as_key().as_str().to_owned()) {
            hash_map::Entry::Occupied(first) => again.push((index, *first.get())),
            hash_map::Entry::Vacant(entry) => {
                entry.insert(index);
                open.push(new((index, key)));
            }
        }
    }
    (open, again)
}

/// Copies the result of the same key, also a value that could not be stored.
fn copy<T: Serialize + DeserializeOwned>(
    (entry, origin): &(Option<T>, Origin),
) -> Result<(Option<T>, Origin), Error> {
    let copy = |value| from_redis_json(&to_redis_json(value)?);
    Ok((entry.as_ref().map(copy).transpose()?, *origin))
}

/// Asks for keys whose values are not stored.
fn without<K: Filled>(open: Vec<Open<K>>) -> Vec<Asked<K>> {
    open.into_iter().map(|open| Asked { open, turn: None }).collect()
}

/// Takes the entries that exist. Returns the keys to ask for, and those that other callers fill.
async fn find<C: Client, K: Filled<Entry: DeserializeOwned>>(
    con: &mut impl Transport<C>,
    open: Vec<Open<K>>,
    own: &[u8],
    (waits, origin): (&Waits, Origin),
    all: &mut All<K::Entry>,
) -> Result<(Vec<Asked<K>>, Vec<Open<K>>), Error> {
    let keys = of_keys("MGET", open.iter().map(|open| &open.key));
    let replies = load_all(con, keys, type_name::<K::Entry>()).await?;
    let (mut entries, mut asked, mut missing, mut rest) = (vec![], vec![], vec![], vec![]);
    for (mut open, reply) in zip(open, &replies) {
        let (cache, current) = (open.key.cache(), C::stored(reply));
        match see(C::reply(reply), current, own, cache)? {
            Seen::Entry(value) => match (current, cache.stale) {
                (Some(current), Some(stale)) => entries.push(Entry { open, value, current, stale }),
                _ => all[open.index] = (Some(value), origin),
            },
            Seen::Absent => all[open.index] = (None, origin),
            Seen::Own => asked.push(one_s_turn(open, own)),
            Seen::Filling(placeholder)
                if !open.watched.has_outlasted(placeholder, cache.lease, waits) =>
            {
                rest.push(open);
            }
            // The key holds another type of Redis, which `MGET` reports like a missing key.
            Seen::Nothing if open.refused > 1 => asked.extend(without(vec![open])),
            Seen::Filling(_) | Seen::Nothing => missing.push((open, current)),
        }
    }
    asked.extend(refresh(con, entries, origin, all).await);
    begin_all(con, missing, own, &mut asked, &mut rest).await;
    Ok((asked, rest))
}

/// Asks for a key in the caller's turn, with the caller's placeholder.
fn one_s_turn<K: Filled>(open: Open<K>, own: &[u8]) -> Asked<K> {
    Asked { open, turn: Some(Turn { holds: own.to_vec(), old: None }) }
}

/// Takes the entries that are fresh, or that another caller refreshes. Returns those that this
/// caller refreshes.
async fn refresh<C: Client, K: Filled>(
    con: &mut impl Transport<C>,
    entries: Vec<Entry<'_, K>>,
    origin: Origin,
    all: &mut All<K::Entry>,
) -> Vec<Asked<K>> {
    let type_name = type_name::<K::Entry>();
    let times = entries.iter().map(|entry| time_left(entry.open.key.as_key())).collect();
    let times = send_each(con, times, type_name).await;
    let (mut claims, mut claimed) = (vec![], vec![]);
    for (Entry { open, value, current, stale }, time) in zip(entries, times) {
        let Some(left) = time.ok().and_then(|time| past::<C>(&time, stale)) else {
            all[open.index] = (Some(value), origin);
            continue;
        };
        match claim(open.key.as_key(), current, left, open.key.cache().lease) {
            Some((claim, holds)) => {
                claims.push(claim);
                claimed.push(Asked { open, turn: Some(Turn { holds, old: Some(value) }) });
            }
            None => all[open.index] = (Some(value), Origin::Stale),
        }
    }
    let claims = send_each(con, claims, type_name).await;
    let mut turns = Vec::new();
    for (asked, reply) in zip(claimed, claims) {
        match asked.turn {
            Some(Turn { holds, old })
                if !reply.is_ok_and(|reply| is_claimed::<C>(&reply, &holds)) =>
            {
                all[asked.open.index] = (old, Origin::Stale);
            }
            turn => turns.push(Asked { turn, ..asked }),
        }
    }
    turns
}

/// Stores placeholders for missing entries.
async fn begin_all<C: Client, K: Filled>(
    con: &mut impl Transport<C>,
    missing: Vec<(Open<K>, Option<&[u8]>)>,
    own: &[u8],
    asked: &mut Vec<Asked<K>>,
    rest: &mut Vec<Open<K>>,
) {
    let type_name = type_name::<K::Entry>();
    let begin = |(open, current): &(Open<K>, Option<&[u8]>)| {
        begin(open.key.as_key(), own, *current, open.key.cache().lease)
    };
    let begins = missing.iter().map(begin).collect();
    let replies = send_each(con, begins, type_name).await;
    for ((mut open, _), reply) in zip(missing, replies) {
        match reply.map(|reply| is_begun::<C>(reply, type_name)) {
            Ok(true) => asked.push(one_s_turn(open, own)),
            Ok(false) => {
                open.refused += 1;
                rest.push(open);
            }
            // The fill stores nothing: Redis has no memory, or the user may not write.
            Err(_) => asked.push(Asked { open, turn: None }),
        }
    }
}

/// A turn that is ending.
struct Ending<K> {
    index: usize,
    key: K,
    holds: Vec<u8>,
    /// Whether it stores the source's value.
    is_said: bool,
}

/// Ends the turns with the source's values, and takes these.
async fn end<C, K, E>(
    con: &mut impl Transport<C>,
    asked: Vec<Asked<K>>,
    says: Result<Vec<Option<K::Entry>>, E>,
    all: &mut All<K::Entry>,
) -> Result<(), E>
where
    C: Client,
    K: Filled<Entry: Serialize + DeserializeOwned>,
    E: From<Error>,
{
    let (says, failed) = match says {
        Ok(says) => (says, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    let places: Vec<_> = asked.iter().map(|asked| asked.open.index).collect();
    let (ends, ending, unstorable) = ends(asked, says, all);
    let replies = send_each(con, ends, type_name::<K::Entry>()).await;
    event!(DEBUG, type_name::<K::Entry>(), "the fills have ended");
    let left = zip(ending, replies).filter_map(|(ending, reply)| take_end(ending, reply, all));
    let left = left.collect();
    send_each(con, left, type_name::<K::Entry>()).await;
    // An entry of another client, or a stale one, replaces the error of the source.
    let is_missing = |place: usize| all[place].1 == Origin::Unstored;
    match failed.filter(|_| places.into_iter().any(is_missing)) {
        Some(error) => Err(error),
        None => unstorable.map_or(Ok(()), |error| Err(error.into())),
    }
}

/// Takes the source's values. Returns the command that ends each turn, and the error of a value
/// that cannot be stored.
fn ends<C: Client, K: Filled<Entry: Serialize + DeserializeOwned>>(
    asked: Vec<Asked<K>>,
    says: Vec<Option<K::Entry>>,
    all: &mut All<K::Entry>,
) -> (Vec<Command<C>>, Vec<Ending<K>>, Option<Error>) {
    let (mut ends, mut ending, mut unstorable) = (Vec::new(), Vec::new(), None);
    // The values may be fewer than the keys.
    let says = says.into_iter().map(Some).chain(repeat_with(|| None));
    for (Asked { open: Open { index, key, .. }, turn }, says) in zip(asked, says) {
        all[index] = match (turn, says) {
            (Some(Turn { old: Some(old), .. }), None) => (Some(old), Origin::Stale),
            (Some(Turn { holds, .. }), says) => {
                let cache = key.cache();
                let (end, error) = end_of(key.as_key(), cache, says.as_ref(), &holds);
                let is_said = says.is_some() && error.is_none();
                unstorable = unstorable.or(error.filter(|_| !cache.falls_through));
                ends.push(if_stored(&holds, end));
                ending.push(Ending { index, key, holds, is_said });
                (says.flatten(), Origin::Unstored)
            }
            (None, says) => (says.flatten(), Origin::Unstored),
        };
    }
    (ends, ending, unstorable)
}

/// Takes the result of the end of a turn. Returns the command that removes a placeholder that is
/// left.
fn take_end<C: Client, K: Filled<Entry: DeserializeOwned>>(
    Ending { index, key, holds, is_said }: Ending<K>,
    reply: Result<C::Value, Error>,
    all: &mut All<K::Entry>,
) -> Option<Command<C>> {
    match reply.map(|reply| ended::<C, _>(&reply, &holds)) {
        Ok(Ended::Stored) if is_said => all[index].1 = Origin::Filled,
        Ok(Ended::Newer(newer)) => all[index] = (Some(newer), Origin::Waited),
        Ok(Ended::Stored | Ended::Unstored) => {}
        Err(error) => {
            event!(WARN, type_name::<K::Entry>(), "an entry is not stored");
            return leave(key.as_key(), &holds, error.client()?);
        }
    }
    None
}
