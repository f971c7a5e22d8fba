//! Fill: the entry of a cache that is loaded, or made by one caller while the others wait.
//!
//! Who finds nothing puts a `placeholder` there, asks the source, and puts what that returns in its
//! place, if the placeholder is still there. So a fill never replaces what another client has
//! stored or removed meanwhile. Where the one who fills is gone, the placeholder expires.

use crate::client::{Client, Command};
use crate::commands::documents::{get, set_json, stored, unexpected};
use crate::commands::events::event;
use crate::commands::placeholder::{
    self, ABSENT, claim_ends, claimed, if_stored, in_script, unclaimed,
};
use crate::commands::request::answer;
use crate::commands::transport::Transport;
use crate::commands::update::random;
use crate::conversion::codec::{Decoder, Serde};
use crate::conversion::encode::to_redis_json;
use crate::errors::error::Error;
use crate::keys::cache::{Cache, CacheEntry};
use crate::keys::expiry::Expiry;
use crate::keys::key::{CacheKey, Key};
use crate::reply::{Reply, is_placeholder};
use crate::wrappers::cached::Cached;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::time::Duration;

/// What `load_or_else` takes: a key of a cache.
///
/// | | |
/// |---|---|
/// | a `&Key<T>` | where `T` has `#[redis_json(cache)]`, see [`CacheEntry`] |
/// | a [`&CacheKey<T>`](CacheKey) | any key, by [`Key::with_cache`] |
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no key of a cache",
    label = "expected a `&Key<T>` of a type with `#[redis_json(cache)]`, or `&key.with_cache(...)`",
    note = "add `cache` to `#[redis_json(key = \"...\", ttl = \"...\")]` of the type, or give the key a \
            cache: `&key.with_cache(redis_derive::Cache::new())`"
)]
pub trait Filled {
    /// The type of the entry.
    type Entry;

    #[doc(hidden)]
    fn key(&self) -> &Key<Self::Entry>;

    #[doc(hidden)]
    fn cache(&self) -> Cache;
}

#[diagnostic::do_not_recommend]
impl<T: CacheEntry> Filled for &Key<T> {
    type Entry = T;

    fn key(&self) -> &Key<T> {
        self
    }

    fn cache(&self) -> Cache {
        T::CACHE
    }
}

#[diagnostic::do_not_recommend]
impl<T> Filled for &CacheKey<T> {
    type Entry = T;

    fn key(&self) -> &Key<T> {
        self
    }

    fn cache(&self) -> Cache {
        self.cache
    }
}

/// What there is for one who asks.
enum Found<T> {
    /// An entry, or that there is known to be none.
    Entry(Option<T>),
    /// This placeholder, which is one's own.
    Turn(Vec<u8>),
    /// An entry past its time, with one's own claim to refresh it.
    Stale(T, Vec<u8>),
    /// Nothing, and nothing can be stored.
    Nothing,
}

/// The entry at a key, or else what `source` makes, which is stored there.
pub(crate) async fn load_or_else<C, K, E, F>(
    con: impl Transport<C>,
    key: K,
    source: impl FnOnce() -> F,
) -> Result<K::Entry, E>
where
    C: Client,
    K: Filled<Entry: Serialize + DeserializeOwned>,
    E: From<Error>,
    F: Future<Output = Result<K::Entry, E>>,
{
    let source = || async { source().await.map(Some) };
    let found = load_or_find(con, key, false, source).await?;
    Ok(found.expect("what is not there is made"))
}

/// The same, where the source may find nothing; and where that is remembered, it is not asked
/// again.
pub(crate) async fn load_or_find<C, K, E, F>(
    mut con: impl Transport<C>,
    key: K,
    may_be_absent: bool,
    source: impl FnOnce() -> F,
) -> Result<Option<K::Entry>, E>
where
    C: Client,
    K: Filled<Entry: Serialize + DeserializeOwned>,
    E: From<Error>,
    F: Future<Output = Result<Option<K::Entry>, E>>,
{
    let (key, cache) = (key.key(), key.cache());
    let first = look(&mut con, key, cache.stale).await;
    // A hit is not much more than `load`.
    if let Ok(Looked { reply, past: None }) = &first
        && let Some(value) = hit::<C, _>(reply)
    {
        event!(TRACE, type_name::<K::Entry>(), "hit");
        return Ok(Some(value));
    }
    let (old, turn) = match find(&mut con, key, cache, may_be_absent, first).await {
        Ok(Found::Entry(entry)) => {
            event!(TRACE, type_name::<K::Entry>(), "hit");
            return Ok(entry);
        }
        Ok(Found::Turn(placeholder)) => (None, placeholder),
        Ok(Found::Stale(value, claimed)) => (Some(value), claimed),
        Err(error) if !cache.falls_through(&error) => return Err(error.into()),
        Ok(Found::Nothing) | Err(_) => {
            event!(WARN, type_name::<K::Entry>(), "the source is asked, and nothing is stored");
            return source().await;
        }
    };
    fill(&mut con, key, cache, old, &turn, source).await
}

/// Asks the source in one's own turn, and ends the turn with what it makes.
async fn fill<C, T, E, F>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    cache: Cache,
    old: Option<T>,
    turn: &[u8],
    source: impl FnOnce() -> F,
) -> Result<Option<T>, E>
where
    C: Client,
    T: Serialize + DeserializeOwned,
    E: From<Error>,
    F: Future<Output = Result<Option<T>, E>>,
{
    event!(DEBUG, type_name::<T>(), "miss: the source is asked");
    let is_refresh = old.is_some();
    let value = match (source().await, old) {
        (Err(_), Some(old)) => {
            event!(WARN, type_name::<T>(), "the source fails: the entry past its time is had");
            return Ok(Some(old));
        }
        (value, _) => value,
    };
    let json = value.as_ref().ok().map(|value| value.as_ref().map(to_redis_json).transpose());
    let end = match &json {
        Some(Ok(Some(json))) => stores(key, json, cache),
        Some(Ok(None)) => stores_nothing(key, cache.absent),
        // The entry past its time is better than none.
        Some(Err(_)) if is_refresh => Command::of_key("TOUCH", key.as_str()),
        Some(Err(_)) | None => stores_nothing(key, None),
    };
    let newer = end_turn(con, key, turn, end).await;
    event!(DEBUG, type_name::<T>(), "the fill has ended");
    match json {
        Some(Err(error)) if !cache.falls_through => Err(error.into()),
        _ => newer.map_or(value, |newer| Ok(Some(newer))),
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
    let pttl = Command::of_key("PTTL", key.as_str());
    let mut replies = con.send_all(vec![get(key), pttl]).await?.into_iter();
    let (Some(reply), Some(left)) = (replies.next(), replies.next()) else {
        return Err(unexpected(type_name::<T>()).into());
    };
    let left = match C::reply(&left?) {
        Reply::Integer(left) => u64::try_from(left).ok().map(Duration::from_millis),
        _ => None,
    };
    Ok(Looked { reply: reply?, past: left.filter(|left| *left <= stale) })
}

/// The entry, and the claim to refresh it where it is past its time.
async fn entry_or_claim<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    value: T,
    past: Option<(&[u8], Duration)>,
    lease: Duration,
) -> Found<T> {
    let Some((current, left)) = past else { return Found::Entry(Some(value)) };
    event!(DEBUG, type_name::<T>(), "the entry is past its time");
    match claim(con, key, current, left, lease).await {
        Some(claimed) => Found::Stale(value, claimed),
        None => Found::Entry(Some(value)),
    }
}

/// Claims an entry that is past its time, unless another caller has: that one refreshes it.
async fn claim<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    current: &[u8],
    left: Duration,
    lease: Duration,
) -> Option<Vec<u8>> {
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
    let reply = con.send(&if_stored(current, set)).await.ok()?;
    matches!(C::reply(&reply), Reply::Integer(1)).then_some(claimed)
}

fn hit<C: Client, T: DeserializeOwned>(reply: &C::Value) -> Option<T> {
    match C::reply(reply) {
        Reply::Bytes(json) => Serde::decode_bytes::<Error>(json).ok(),
        _ => None,
    }
}

/// The entry, or whether this is the turn of the one who asks to fill it.
async fn find<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    cache: Cache,
    may_be_absent: bool,
    first: Result<Looked<C::Value>, C::Error>,
) -> Result<Found<T>, Error> {
    let mut own = None;
    let mut waits = Waits::of(cache.patience);
    let mut next = Some(first);
    loop {
        let looked = match next.take() {
            Some(first) => first,
            None => look(con, key, cache.stale).await,
        };
        let looked = looked.map_err(|error| Error::of_client(type_name::<T>(), error))?;
        let Looked { reply, past } = looked;
        let reply = answer::<C>(reply, type_name::<T>())?;
        let current = C::stored(&reply);
        let is_filled = match (Cached::read(C::reply(&reply))?, current) {
            (Cached::Hit(value), current) => {
                let past = current.zip(past);
                return Ok(entry_or_claim(con, key, value, past, cache.lease).await);
            }
            (Cached::Undecodable(error), _) if cache.keeps_undecodable => return Err(error),
            (Cached::Miss, Some(current)) if *current == ABSENT => {
                if may_be_absent {
                    return Ok(Found::Entry(None));
                }
                false
            }
            (Cached::Miss, Some(current)) => {
                // A client may have sent the command that put it there twice.
                if let Some(own) = own.take_if(|own| own == current) {
                    return Ok(Found::Turn(own));
                }
                // Another program may have made the lease longer.
                !waits.has_outlasted(current, cache.lease)
            }
            (Cached::Undecodable(_), _) => {
                event!(WARN, type_name::<T>(), "the entry does not decode, and is filled again");
                false
            }
            (Cached::Miss, None) => false,
        };
        if !is_filled {
            let own = own.get_or_insert_with(placeholder::new);
            let reply = con.send(&begin(key, own, current, cache.lease)).await;
            // It is filled without being stored: there is no memory, or no right to it.
            let Ok(reply) = reply else { return Ok(Found::Nothing) };
            if is_begun::<C>(reply, type_name::<T>()) {
                return Ok(Found::Turn(std::mem::take(own)));
            }
        }
        match waits.next() {
            Some(wait) => {
                event!(TRACE, type_name::<T>(), "another caller fills the entry: wait");
                con.wait(wait).await;
            }
            None => return Ok(Found::Nothing),
        }
    }
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
pub(super) fn stores<C: Client, T>(key: &Key<T>, json: &[u8], cache: Cache) -> Command<C> {
    let expiry = match key.expiry() {
        // There is none to keep but that of the placeholder.
        Expiry::Keep => Expiry::Never,
        Expiry::After(time) => Expiry::After(cut(time, cache)),
        expiry => expiry,
    };
    set_json(key.as_str(), expiry, json, None)
}

/// The time that is not past it, cut by a random part, and all of the time that is.
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
pub(super) fn stores_nothing<C: Client, T>(key: &Key<T>, absent: Option<Duration>) -> Command<C> {
    match absent {
        Some(time) => set_json(key.as_str(), Expiry::After(time), &ABSENT, None),
        None => Command::of_key("DEL", key.as_str()),
    }
}

/// Carries out a command in place of the placeholder, and returns what another client has stored
/// meanwhile, if that is an entry. A fill that cannot be stored is none the less one.
async fn end_turn<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    placeholder: &[u8],
    command: Command<C>,
) -> Option<T> {
    let reply = match con.send(&if_stored(placeholder, command)).await {
        Ok(reply) => reply,
        Err(error) => {
            event!(WARN, type_name::<T>(), "the entry is not stored");
            // Where there is no memory, that is possible all the same, and nobody waits for the
            // lease.
            if C::code(&error).is_some() && is_placeholder(placeholder) {
                let del = Command::of_key("DEL", key.as_str());
                _ = con.send(&if_stored(placeholder, del)).await;
            }
            return None;
        }
    };
    // The same document under another claim is as old as that of this one.
    let is_as_old =
        C::stored(&reply).is_some_and(|newer| unclaimed(newer) == unclaimed(placeholder));
    if is_as_old { None } else { newer::<C, T>(&reply) }
}

pub(super) fn newer<C: Client, T: DeserializeOwned>(reply: &C::Value) -> Option<T> {
    let newer = C::stored(reply).filter(|newer| !is_placeholder(newer))?;
    match Cached::read(Reply::Bytes(newer)) {
        Ok(Cached::Hit(newer)) => Some(newer),
        _ => None,
    }
}

/// How long to wait before the entry is looked for again. The first look follows at once.
pub(super) struct Waits {
    left: Duration,
    next: Duration,
    waited: Duration,
    /// The placeholder that is waited for, and since when.
    seen: Option<(Vec<u8>, Duration)>,
}

impl Waits {
    /// Thousands may wait, so that each asks about ten times a second.
    const LONGEST: Duration = Duration::from_millis(100);

    pub(super) fn of(patience: Duration) -> Self {
        Self { left: patience, next: Duration::ZERO, waited: Duration::ZERO, seen: None }
    }

    /// Whether this placeholder has been there for longer than the lease of one who fills.
    fn has_outlasted(&mut self, placeholder: &[u8], lease: Duration) -> bool {
        match &self.seen {
            Some((seen, since)) if seen == placeholder => {
                self.waited.saturating_sub(*since) > lease
            }
            _ => {
                self.seen = Some((placeholder.to_vec(), self.waited));
                false
            }
        }
    }

    /// None when it has been waited for long enough.
    pub(super) fn next(&mut self) -> Option<Duration> {
        let wait = self.next.mul_f64(1.0 + random() / 2.0);
        self.left = self.left.checked_sub(wait).filter(|left| !left.is_zero())?;
        self.waited += wait;
        self.next = (2 * self.next).clamp(Duration::from_millis(5), Self::LONGEST);
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::Waits;
    use std::time::Duration;

    #[test]
    fn waits_grow_and_end() {
        let waits = || {
            let mut waits = Waits::of(Duration::from_secs(1));
            std::iter::from_fn(move || waits.next()).collect::<Vec<_>>()
        };
        let (one, other) = (waits(), waits());
        assert_ne!(one, other);
        assert!(one[0].is_zero() && one[1] >= Duration::from_millis(5) && one.len() < 20);
        assert!(one.iter().all(|wait| *wait <= Duration::from_millis(150)));
        assert!(one.iter().sum::<Duration>() <= Duration::from_secs(1));
        // A thousand of them send at most 20,000 commands a second, with the two that come first.
        assert!(one.len() + 2 <= 20);
    }
}
