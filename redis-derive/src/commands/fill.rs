//! Fill: loads the entry of a cache. If it is missing, one caller makes it while the others wait.
//!
//! A caller that finds no entry stores a `placeholder`, asks the source, and replaces the
//! placeholder by the source's value, if the placeholder is still there. So a fill never replaces
//! what another client has stored, and never stores after a removal. If the filling caller fails,
//! the placeholder expires.

use crate::client::{Client, Command};
use crate::commands::documents::{get, set_json, stored, unexpected};
use crate::commands::events::event;
use crate::commands::filled::{Filled, Origin};
use crate::commands::placeholder::{
    self, ABSENT, claim_ends, claimed, if_stored, in_script, unclaimed,
};
use crate::commands::request::answer;
use crate::commands::transport::Transport;
use crate::commands::update::{random, readable};
use crate::commands::waits::{Waits, Watched};
use crate::conversion::codec::{Decoder, Serde};
use crate::conversion::encode::to_redis_json;
use crate::conversion::finite::is_read_everywhere;
use crate::errors::error::Error;
use crate::errors::place::Around;
use crate::keys::cache::Cache;
use crate::keys::expiry::Expiry;
use crate::keys::key::Key;
use crate::reply::{Reply, is_placeholder};
use crate::wrappers::cached::Cached;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::time::Duration;

/// What a caller finds at a key.
enum Found<T> {
    /// An entry, or the remembered absence of one.
    Entry(Option<T>, Origin),
    /// The caller's turn to ask the source.
    Turn(Turn<T>),
    /// No entry, and none can be stored.
    Nothing,
}

/// The turn of one caller to ask the source.
pub(super) struct Turn<T> {
    /// The stored bytes during the turn: the caller's placeholder, or the stale entry with the
    /// caller's claim. The source's value replaces only these bytes.
    pub(super) holds: Vec<u8>,
    /// The stale entry.
    pub(super) old: Option<T>,
}

/// Loads the entry at a key, or asks `source` and stores its value.
pub(crate) async fn load_or_else<C, K, E, F>(
    con: impl Transport<C>,
    key: K,
    source: impl FnOnce() -> F,
) -> Result<K::Loaded<K::Entry>, E>
where
    C: Client,
    K: Filled<Entry: Serialize + DeserializeOwned>,
    E: From<Error>,
    F: Future<Output = Result<K::Entry, E>>,
{
    let source = || async { source().await.map(Some) };
    let (entry, origin) = entry_or(con, key.as_key(), key.cache(), false, source).await?;
    Ok(K::loaded(entry.expect("what is not there is made"), origin))
}

/// Loads the entry at a key, or asks a source that may find nothing. If that is remembered, the
/// source is not asked again.
pub(crate) async fn load_or_find<C, K, E, F>(
    con: impl Transport<C>,
    key: K,
    source: impl FnOnce() -> F,
) -> Result<K::Loaded<Option<K::Entry>>, E>
where
    C: Client,
    K: Filled<Entry: Serialize + DeserializeOwned>,
    E: From<Error>,
    F: Future<Output = Result<Option<K::Entry>, E>>,
{
    let (entry, origin) = entry_or(con, key.as_key(), key.cache(), true, source).await?;
    Ok(K::loaded(entry, origin))
}

async fn entry_or<C, T, E, F>(
    mut con: impl Transport<C>,
    key: &Key<T>,
    cache: Cache,
    may_be_absent: bool,
    source: impl FnOnce() -> F,
) -> Result<(Option<T>, Origin), E>
where
    C: Client,
    T: Serialize + DeserializeOwned,
    E: From<Error>,
    F: Future<Output = Result<Option<T>, E>>,
{
    let first = look(&mut con, key, cache.stale).await;
    // A hit costs not much more than `load`.
    if let Ok(Looked { reply, past: None }) = &first
        && let Some(value) = hit::<C, _>(reply)
    {
        event!(TRACE, type_name::<T>(), "hit");
        return Ok((Some(value), Origin::Hit));
    }
    match find(&mut con, key, cache, may_be_absent, first).await {
        Ok(Found::Entry(entry, origin)) => {
            event!(TRACE, type_name::<T>(), "hit");
            Ok((entry, origin))
        }
        Ok(Found::Turn(turn)) => fill(&mut con, key, cache, turn, source).await,
        Err(error) if !cache.falls_through(&error) => Err(error.into()),
        Ok(Found::Nothing) | Err(_) => {
            event!(WARN, type_name::<T>(), "the source is asked, and nothing is stored");
            Ok((source().await?, Origin::Unstored))
        }
    }
}

/// Asks the source in the caller's turn, and ends the turn with its value.
async fn fill<C, T, E, F>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    cache: Cache,
    turn: Turn<T>,
    source: impl FnOnce() -> F,
) -> Result<(Option<T>, Origin), E>
where
    C: Client,
    T: Serialize + DeserializeOwned,
    E: From<Error>,
    F: Future<Output = Result<Option<T>, E>>,
{
    event!(DEBUG, type_name::<T>(), "miss: the source is asked");
    let Turn { holds, old } = turn;
    let value = match (source().await, old) {
        (Err(_), Some(old)) => {
            event!(WARN, type_name::<T>(), "the source fails: the stale entry is used");
            return Ok((Some(old), Origin::Stale));
        }
        (value, _) => value,
    };
    let (end, failure) = end_of(key, cache, value.as_ref().ok(), &holds);
    let ended = end_turn(con, key, &holds, end).await;
    event!(DEBUG, type_name::<T>(), "the fill has ended");
    match (failure, ended) {
        (Some(error), _) if !cache.falls_through => Err(error.into()),
        (_, Ended::Newer(newer)) => Ok((Some(newer), Origin::Waited)),
        (None, Ended::Stored) => Ok((value?, Origin::Filled)),
        _ => Ok((value?, Origin::Unstored)),
    }
}

/// Returns the command that ends a turn, from the source's value if the source did not fail, and
/// the error of a value that cannot be stored.
pub(super) fn end_of<C: Client, T: Serialize + DeserializeOwned>(
    key: &Key<T>,
    cache: Cache,
    says: Option<&Option<T>>,
    holds: &[u8],
) -> (Command<C>, Option<Error>) {
    let json = |value| entry_json(value, cache);
    match says.map(|value| value.as_ref().map(json).transpose()) {
        Some(Ok(Some(json))) => (stores(key, json, cache, holds), None),
        Some(Ok(None)) => (stores_nothing(key, cache.absent), None),
        // A stale entry is better than none.
        Some(Err(error)) if !is_placeholder(holds) => {
            (Command::of_key("TOUCH", key.as_str()), Some(error))
        }
        Some(Err(error)) => (stores_nothing(key, None), Some(error)),
        None => (stores_nothing(key, None), None),
    }
}

/// The stored bytes at a key, and the time that a stale entry has left.
struct Looked<V> {
    reply: V,
    past: Option<Duration>,
}

async fn look<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    stale: Option<Duration>,
) -> Result<Looked<C::Value>, C::Error> {
    let Some(stale) = stale else {
        return Ok(Looked { reply: con.send(&get(key)).await?, past: None });
    };
    let mut replies = con.send_all(vec![get(key), time_left(key)]).await?.into_iter();
    let (Some(reply), Some(left)) = (replies.next(), replies.next()) else {
        return Err(unexpected(type_name::<T>()).into());
    };
    Ok(Looked { reply: reply?, past: past::<C>(&left?, stale) })
}

pub(super) fn time_left<C: Client, T>(key: &Key<T>) -> Command<C> {
    Command::of_key("PTTL", key.as_str())
}

/// Returns the time that an entry has left, if it is stale.
pub(super) fn past<C: Client>(left: &C::Value, stale: Duration) -> Option<Duration> {
    let Reply::Integer(left) = C::reply(left) else { return None };
    let left = Duration::from_millis(u64::try_from(left).ok()?);
    (left <= stale).then_some(left)
}

fn hit<C: Client, T: DeserializeOwned>(reply: &C::Value) -> Option<T> {
    match C::reply(reply) {
        Reply::Bytes(json) => Serde::decode_bytes::<Error>(json).ok(),
        _ => None,
    }
}

/// Finds the entry, or takes the turn to fill it.
async fn find<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    cache: Cache,
    may_be_absent: bool,
    first: Result<Looked<C::Value>, C::Error>,
) -> Result<Found<T>, Error> {
    let own = placeholder::new();
    let (mut waits, mut watched) = (Waits::of(cache.patience), Watched::default());
    let (mut looked, mut origin) = (first, Origin::Hit);
    loop {
        let Looked { reply, past } =
            looked.map_err(|error| Error::of_client(type_name::<T>(), error))?;
        let reply = answer::<C>(reply, type_name::<T>())?;
        let current = C::stored(&reply);
        let may_begin = match see(C::reply(&reply), current, &own, cache)? {
            Seen::Entry(value) => {
                let past = current.zip(past);
                return Ok(entry_or_refresh(con, key, (value, origin), past, cache.lease).await);
            }
            Seen::Absent if may_be_absent => return Ok(Found::Entry(None, origin)),
            Seen::Own => return Ok(Found::Turn(Turn { holds: own, old: None })),
            Seen::Filling(placeholder) => watched.has_outlasted(placeholder, cache.lease, &waits),
            Seen::Absent | Seen::Nothing => true,
        };
        if may_begin {
            let reply = con.send(&begin(key, &own, current, cache.lease)).await;
            // The fill stores nothing: Redis has no memory, or the user may not write.
            let Ok(reply) = reply else { return Ok(Found::Nothing) };
            if is_begun::<C>(reply, type_name::<T>()) {
                return Ok(Found::Turn(Turn { holds: own, old: None }));
            }
        }
        let Some(wait) = waits.next() else { return Ok(Found::Nothing) };
        event!(TRACE, type_name::<T>(), "another caller fills the entry: wait");
        con.wait(wait).await;
        (looked, origin) = (look(con, key, cache.stale).await, Origin::Waited);
    }
}

/// The state of a key.
pub(super) enum Seen<'reply, T> {
    Entry(T),
    /// The source has found nothing, and that is remembered.
    Absent,
    /// No entry, or one that does not decode.
    Nothing,
    /// The caller's placeholder. A client may have sent the command twice.
    Own,
    /// The placeholder of another caller.
    Filling(&'reply [u8]),
}

pub(super) fn see<'reply, T: DeserializeOwned>(
    reply: Reply<'_>,
    current: Option<&'reply [u8]>,
    own: &[u8],
    cache: Cache,
) -> Result<Seen<'reply, T>, Error> {
    if let (Reply::Nil, None) = (reply, current) {
        return Ok(Seen::Nothing);
    }
    Ok(match (Cached::read(reply)?, current) {
        (Cached::Hit(value), _) => Seen::Entry(value),
        (Cached::Undecodable(error), _) if cache.keeps_undecodable => return Err(error),
        (Cached::Undecodable(_), _) => {
            event!(WARN, type_name::<T>(), "the entry does not decode, and is filled again");
            Seen::Nothing
        }
        (Cached::Miss, Some(current)) if *current == ABSENT => Seen::Absent,
        (Cached::Miss, Some(current)) if current == own => Seen::Own,
        (Cached::Miss, Some(current)) => Seen::Filling(current),
        (Cached::Miss, None) => Seen::Nothing,
    })
}

/// Returns the entry, or the turn to refresh it if it is stale.
async fn entry_or_refresh<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    (value, origin): (T, Origin),
    past: Option<(&[u8], Duration)>,
    lease: Duration,
) -> Found<T> {
    let Some((current, left)) = past else { return Found::Entry(Some(value), origin) };
    event!(DEBUG, type_name::<T>(), "the entry is stale");
    if let Some((claim, holds)) = claim(key, current, left, lease)
        && con.send(&claim).await.is_ok_and(|reply| is_claimed::<C>(&reply, &holds))
    {
        return Found::Turn(Turn { holds, old: Some(value) });
    }
    Found::Entry(Some(value), Origin::Stale)
}

/// Makes the command that claims a stale entry, and returns the bytes that it stores. Returns
/// `None` if another caller has claimed the entry to refresh it.
pub(super) fn claim<C: Client, T>(
    key: &Key<T>,
    current: &[u8],
    left: Duration,
    lease: Duration,
) -> Option<(Command<C>, Vec<u8>)> {
    // `null` with blanks behind it would be a placeholder.
    if current.trim_ascii() == b"null" {
        return None;
    }
    let is_claimed = |ends: Duration| ends < left && left <= ends.saturating_add(lease);
    if claim_ends(current).is_some_and(is_claimed) {
        return None;
    }
    let claimed = claimed(current, left.saturating_sub(lease));
    let set = set_json(key.as_str(), Expiry::Keep, &claimed, None);
    Some((if_stored(current, set), claimed))
}

/// Tells whether the entry has this claim. A client may have sent the claim twice.
pub(super) fn is_claimed<C: Client>(reply: &C::Value, holds: &[u8]) -> bool {
    matches!(C::reply(reply), Reply::Integer(1)) || C::stored(reply) == Some(holds)
}

/// Makes the command that stores a placeholder, if there is no entry, or one that does not decode.
pub(super) fn begin<C: Client, T>(
    key: &Key<T>,
    own: &[u8],
    current: Option<&[u8]>,
    lease: Duration,
) -> Command<C> {
    let lease = Expiry::After(lease);
    match current {
        // A script, so that a user who may not use scripts does not begin a fill that cannot end.
        None => in_script(set_json(key.as_str(), lease, own, Some("NX"))),
        Some(current) => if_stored(current, set_json(key.as_str(), lease, own, None)),
    }
}

pub(super) fn is_begun<C: Client>(reply: C::Value, type_name: &'static str) -> bool {
    matches!(C::reply(&reply), Reply::Integer(1)) || stored::<C>(reply, type_name).unwrap_or(false)
}

/// Returns the JSON of an entry. Another caller would fill one that cannot be read, so only what
/// may be such an entry is read again.
fn entry_json<T: Serialize + DeserializeOwned>(value: &T, cache: Cache) -> Result<Vec<u8>, Error> {
    let json = to_redis_json(value)?;
    let is_asked = cache.keeps_undecodable || may_be_unreadable(value, &json);
    if is_asked { readable::<T>(json) } else { Ok(json) }
}

/// Tells whether serde may not read what it has written, also if it is more than 127 arrays and
/// objects inside each other.
fn may_be_unreadable<T: Serialize>(value: &T, json: &[u8]) -> bool {
    let opened = || json.iter().filter(|byte| matches!(byte, b'[' | b'{')).count();
    let is_deep = || opened() > 127 && Around::end_of(json).deepest > 127;
    !is_read_everywhere(value) || json.len() > 254 && is_deep()
}

/// Stores an entry with the expiry of the key.
fn stores<C: Client, T>(key: &Key<T>, mut json: Vec<u8>, cache: Cache, holds: &[u8]) -> Command<C> {
    let expiry = match key.expiry() {
        // The only expiry to keep would be the placeholder's.
        Expiry::Keep if is_placeholder(holds) => Expiry::Never,
        // The entry stays stale, and keeps the claim, so that it is not refreshed at once. `null`
        // with blanks behind it would be a placeholder.
        Expiry::Keep => {
            if json != b"null" {
                json.extend(&holds[unclaimed(holds).len()..]);
            }
            Expiry::Keep
        }
        Expiry::After(time) => Expiry::After(cut(time, cache)),
        expiry => expiry,
    };
    set_json(key.as_str(), expiry, &json, None)
}

/// Shortens the time that an entry is fresh by a random part, and keeps the time that it is stale.
fn cut(time: Duration, cache: Cache) -> Duration {
    if cache.jitter == 0 {
        return time;
    }
    let young = time.saturating_sub(cache.stale.unwrap_or_default());
    // An `f64` does not hold every time exactly. `u32::MAX` seconds are enough.
    let young = young.min(Duration::from_secs(u32::MAX.into()));
    time.saturating_sub(young.mul_f64(random() * f64::from(cache.jitter) / 100.0))
}

/// Remembers for this time that the source found nothing, or removes the placeholder.
fn stores_nothing<C: Client, T>(key: &Key<T>, absent: Option<Duration>) -> Command<C> {
    match absent {
        Some(time) => set_json(key.as_str(), Expiry::After(time), &ABSENT, None),
        None => Command::of_key("DEL", key.as_str()),
    }
}

/// The result of the end of a turn.
pub(super) enum Ended<T> {
    /// The source's value is stored.
    Stored,
    /// Another client has stored this value meanwhile.
    Newer(T),
    /// Another client has removed the entry meanwhile, or Redis could not store it.
    Unstored,
}

/// Executes a command if the key holds the bytes of the turn. A fill that cannot be stored still
/// returns its value.
async fn end_turn<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    holds: &[u8],
    command: Command<C>,
) -> Ended<T> {
    match con.send(&if_stored(holds, command)).await {
        Ok(reply) => ended::<C, T>(&reply, holds),
        Err(error) => {
            event!(WARN, type_name::<T>(), "the entry is not stored");
            if let Some(leave) = leave(key, holds, &error) {
                _ = con.send(&leave).await;
            }
            Ended::Unstored
        }
    }
}

/// Removes the caller's placeholder if the server refused to store the entry. That is possible
/// without free memory too, and saves the other callers the wait for the end of the lease.
pub(super) fn leave<C: Client, T>(
    key: &Key<T>,
    holds: &[u8],
    error: &C::Error,
) -> Option<Command<C>> {
    let del = || if_stored(holds, Command::of_key("DEL", key.as_str()));
    (C::code(error).is_some() && is_placeholder(holds)).then(del)
}

/// Reads the reply to the end of a turn: 1, or the bytes that are stored instead of those of the
/// turn.
pub(super) fn ended<C: Client, T: DeserializeOwned>(reply: &C::Value, holds: &[u8]) -> Ended<T> {
    if let Reply::Integer(1) = C::reply(reply) {
        return Ended::Stored;
    }
    // The same document under another claim is as old as this one. Without a claim, another client
    // has stored it again.
    let is_as_old = |newer: &[u8]| {
        claim_ends(newer).is_some()
            && !is_placeholder(holds)
            && unclaimed(newer) == unclaimed(holds)
    };
    let newer = C::stored(reply).filter(|newer| !is_placeholder(newer) && !is_as_old(newer));
    match newer.map(|newer| Cached::read(Reply::Bytes(newer))) {
        Some(Ok(Cached::Hit(newer))) => Ended::Newer(newer),
        _ => Ended::Unstored,
    }
}

#[cfg(test)]
mod tests {
    use super::claim;
    use crate::client::Redis1;
    use crate::commands::placeholder::claimed;
    use crate::keys::key::Key;
    use std::time::Duration;

    #[test]
    fn a_claim_keeps_others_away_for_a_lease() {
        let [ends, lease] = [1000, 500].map(Duration::from_millis);
        let document = claimed(b"[1]", ends);
        let may_claim = |left| {
            claim::<Redis1, u8>(&Key::new(""), &document, Duration::from_millis(left), lease)
                .is_some()
        };
        // The time to live goes down.
        assert_eq!([1501, 1500, 1001, 1000].map(may_claim), [true, false, false, true]);
    }
}
