//! Fill: the entry of a cache that is loaded, or made by one caller while the others wait.
//!
//! Who finds nothing puts a `placeholder` there, asks the source, and puts what that returns in its
//! place, if the placeholder is still there. So a fill never replaces what another client has
//! stored or removed meanwhile. Where the one who fills is gone, the placeholder expires.

use crate::client::{Client, Command};
use crate::commands::documents::{get, set_json, stored, unexpected};
use crate::commands::events::event;
use crate::commands::filled::{Filled, Origin};
use crate::commands::placeholder::{
    self, ABSENT, claim_ends, claimed, if_stored, in_script, unclaimed,
};
use crate::commands::request::answer;
use crate::commands::transport::Transport;
use crate::commands::update::{random, readable_json};
use crate::commands::waits::{Waits, Watched};
use crate::conversion::codec::{Decoder, Serde};
use crate::errors::error::Error;
use crate::keys::cache::Cache;
use crate::keys::expiry::Expiry;
use crate::keys::key::Key;
use crate::reply::{Reply, is_placeholder};
use crate::wrappers::cached::Cached;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::time::Duration;

/// What there is for one who asks.
enum Found<T> {
    /// An entry, or that there is known to be none.
    Entry(Option<T>, Origin),
    /// One's own turn to ask the source.
    Turn(Turn<T>),
    /// Nothing, and nothing can be stored.
    Nothing,
}

/// The turn of one caller to ask the source.
pub(super) struct Turn<T> {
    /// What is stored meanwhile: one's own placeholder, or the entry past its time with one's own
    /// claim. What the source says is stored in place of just that.
    pub(super) holds: Vec<u8>,
    /// The entry past its time.
    pub(super) old: Option<T>,
}

/// Loads the entry at a key, or else what `source` makes, which is stored there.
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
    let (entry, origin) = entry_or(con, key.key(), key.cache(), false, source).await?;
    Ok(K::loaded(entry.expect("what is not there is made"), origin))
}

/// Loads the same, where the source may find nothing; and where that is remembered, it is not asked
/// again.
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
    let (entry, origin) = entry_or(con, key.key(), key.cache(), true, source).await?;
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
    // A hit is not much more than `load`.
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

/// Asks the source in one's own turn, and ends the turn with what it says.
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
    let is_refresh = old.is_some();
    let value = match (source().await, old) {
        (Err(_), Some(old)) => {
            event!(WARN, type_name::<T>(), "the source fails: the entry past its time is had");
            return Ok((Some(old), Origin::Stale));
        }
        (value, _) => value,
    };
    let (end, failure) = end_of(key, cache, value.as_ref().ok(), is_refresh);
    let ended = end_turn(con, key, &holds, end).await;
    event!(DEBUG, type_name::<T>(), "the fill has ended");
    match (failure, ended) {
        (Some(error), _) if !cache.falls_through => Err(error.into()),
        (_, Ended::Newer(newer)) => Ok((Some(newer), Origin::Waited)),
        (None, Ended::Stored) => Ok((value?, Origin::Filled)),
        _ => Ok((value?, Origin::Unstored)),
    }
}

/// Makes what a turn ends with, by what the source says if it does not fail, and why that cannot be
/// stored.
pub(super) fn end_of<C: Client, T: Serialize + DeserializeOwned>(
    key: &Key<T>,
    cache: Cache,
    says: Option<&Option<T>>,
    is_refresh: bool,
) -> (Command<C>, Option<Error>) {
    match says.map(|value| value.as_ref().map(readable_json).transpose()) {
        Some(Ok(Some(json))) => (stores(key, &json, cache), None),
        Some(Ok(None)) => (stores_nothing(key, cache.absent), None),
        // The entry past its time is better than none.
        Some(Err(error)) if is_refresh => (Command::of_key("TOUCH", key.as_str()), Some(error)),
        Some(Err(error)) => (stores_nothing(key, None), Some(error)),
        None => (stores_nothing(key, None), None),
    }
}

/// What is stored at a key, and how long it is still kept if it is past its time.
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

/// Tells how long an entry is still kept, if it is past its time.
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

/// Finds the entry, or whether this is the turn of the one who asks to fill it.
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
            // It is filled without being stored: there is no memory, or no right to it.
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

/// What one who looks sees at a key.
pub(super) enum Seen<'reply, T> {
    Entry(T),
    /// It is remembered that there is nothing.
    Absent,
    /// Nothing, or what counts as nothing.
    Nothing,
    /// One's own placeholder: a client may have sent the command that put it there twice.
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

/// Takes the entry, or the turn to refresh it where it is past its time.
async fn entry_or_refresh<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    (value, origin): (T, Origin),
    past: Option<(&[u8], Duration)>,
    lease: Duration,
) -> Found<T> {
    let Some((current, left)) = past else { return Found::Entry(Some(value), origin) };
    event!(DEBUG, type_name::<T>(), "the entry is past its time");
    if let Some((claim, holds)) = claim(key, current, left, lease)
        && con.send(&claim).await.is_ok_and(|reply| is_claimed::<C>(&reply, &holds))
    {
        return Found::Turn(Turn { holds, old: Some(value) });
    }
    Found::Entry(Some(value), Origin::Stale)
}

/// Claims an entry that is past its time, unless another caller has: that one refreshes it. What is
/// stored then is the other half.
pub(super) fn claim<C: Client, T>(
    key: &Key<T>,
    current: &[u8],
    left: Duration,
    lease: Duration,
) -> Option<(Command<C>, Vec<u8>)> {
    // With blanks behind it, `null` would be a placeholder.
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

/// Returns a client may have sent the claim twice, and then it is there.
pub(super) fn is_claimed<C: Client>(reply: &C::Value, holds: &[u8]) -> bool {
    matches!(C::reply(reply), Reply::Integer(1)) || C::stored(reply) == Some(holds)
}

/// Puts a placeholder where there is nothing, or in place of what does not decode.
pub(super) fn begin<C: Client, T>(
    key: &Key<T>,
    own: &[u8],
    current: Option<&[u8]>,
    lease: Duration,
) -> Command<C> {
    let lease = Expiry::After(lease);
    match current {
        // A script, so that one who has no right to scripts does not begin what cannot be ended.
        None => in_script(set_json(key.as_str(), lease, own, Some("NX"))),
        Some(current) => if_stored(current, set_json(key.as_str(), lease, own, None)),
    }
}

pub(super) fn is_begun<C: Client>(reply: C::Value, type_name: &'static str) -> bool {
    matches!(C::reply(&reply), Reply::Integer(1)) || stored::<C>(reply, type_name).unwrap_or(false)
}

/// Stores an entry, with the expiry of the key.
fn stores<C: Client, T>(key: &Key<T>, json: &[u8], cache: Cache) -> Command<C> {
    let expiry = match key.expiry() {
        // There is none to keep but that of the placeholder.
        Expiry::Keep => Expiry::Never,
        Expiry::After(time) => Expiry::After(cut(time, cache)),
        expiry => expiry,
    };
    set_json(key.as_str(), expiry, json, None)
}

/// Cuts the time that is not past it by a random part, and all of the time that is.
fn cut(time: Duration, cache: Cache) -> Duration {
    if cache.jitter == 0 {
        return time;
    }
    let young = time.saturating_sub(cache.stale.unwrap_or_default());
    // A float does not hold every time, and these are enough seconds.
    let young = young.min(Duration::from_secs(u32::MAX.into()));
    time.saturating_sub(young.mul_f64(random() * f64::from(cache.jitter) / 100.0))
}

/// Remembers for this time that there is nothing, or leaves nothing.
fn stores_nothing<C: Client, T>(key: &Key<T>, absent: Option<Duration>) -> Command<C> {
    match absent {
        Some(time) => set_json(key.as_str(), Expiry::After(time), &ABSENT, None),
        None => Command::of_key("DEL", key.as_str()),
    }
}

/// What came of a turn's end.
pub(super) enum Ended<T> {
    /// What the source says is stored.
    Stored,
    /// Another client has stored this meanwhile.
    Newer(T),
    /// Another client has removed it meanwhile, or it could not be stored.
    Unstored,
}

/// Carries out a command in place of what one's turn holds. A fill that cannot be stored is none
/// the less one.
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

/// Removes one's placeholder where the server stores nothing in place of it. Where there is no
/// memory, that is possible all the same, and nobody waits for the lease.
pub(super) fn leave<C: Client, T>(
    key: &Key<T>,
    holds: &[u8],
    error: &C::Error,
) -> Option<Command<C>> {
    let del = || if_stored(holds, Command::of_key("DEL", key.as_str()));
    (C::code(error).is_some() && is_placeholder(holds)).then(del)
}

/// Reads the reply to the end of a turn: 1, or what is stored in place of what the turn holds.
pub(super) fn ended<C: Client, T: DeserializeOwned>(reply: &C::Value, holds: &[u8]) -> Ended<T> {
    if let Reply::Integer(1) = C::reply(reply) {
        return Ended::Stored;
    }
    // The same document under another claim is as old as that of this one. Without a claim, another
    // client has stored it anew.
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
