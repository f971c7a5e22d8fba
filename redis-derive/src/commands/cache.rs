//! Cache: an entry that is loaded, or made by a source and stored.

use crate::client::{Client, Command};
use crate::commands::documents::{get, set, stored};
use crate::commands::transport::Transport;
use crate::errors::error::Error;
use crate::keys::key::Key;
use crate::wrappers::cached::Cached;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;

/// The entry at a key, or else what `source` makes, which is stored there.
pub(crate) async fn load_or_else<C, T, E, F>(
    mut con: impl Transport<C>,
    key: &Key<T>,
    source: impl FnOnce() -> F,
) -> Result<T, E>
where
    C: Client,
    T: Serialize + DeserializeOwned,
    E: From<Error>,
    F: Future<Output = Result<T, E>>,
{
    let entry = load(&mut con, key).await?;
    let is_miss = entry.is_miss();
    if let Cached::Hit(value) = entry {
        return Ok(value);
    }
    let value = source().await?;
    let set = set(&(key, &value), condition(is_miss))?;
    Ok(fill(&mut con, key, set).await?.unwrap_or(value))
}

/// The same, where a Redis that fails is done without.
pub(crate) async fn load_or_fall_through<C, T, E, F>(
    mut con: impl Transport<C>,
    key: &Key<T>,
    source: impl FnOnce() -> F,
) -> Result<T, E>
where
    C: Client,
    T: Serialize + DeserializeOwned,
    F: Future<Output = Result<T, E>>,
{
    let entry = load(&mut con, key).await.ok();
    let is_miss = entry.as_ref().map(Cached::is_miss);
    if let Some(Cached::Hit(value)) = entry {
        return Ok(value);
    }
    let value = source().await?;
    // A Redis that has just failed is not asked again.
    let Some(is_miss) = is_miss else { return Ok(value) };
    let Ok(set) = set(&(key, &value), condition(is_miss)) else { return Ok(value) };
    Ok(fill(&mut con, key, set).await.ok().flatten().unwrap_or(value))
}

/// Where there was no entry, one that another client has stored meanwhile stays.
fn condition(is_miss: bool) -> Option<&'static str> {
    is_miss.then_some("NX")
}

/// Stores what a source has made, or returns the entry of another client that stays in its place.
async fn fill<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
    set: Command<C>,
) -> Result<Option<T>, Error> {
    let reply = con.send(&set).await;
    let reply = reply.map_err(|error| Error::of_client(type_name::<T>(), error))?;
    if stored::<C>(reply, type_name::<T>())? {
        return Ok(None);
    }
    Ok(match load(con, key).await? {
        Cached::Hit(newer) => Some(newer),
        Cached::Miss | Cached::Undecodable(_) => None,
    })
}

async fn load<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
) -> Result<Cached<T>, Error> {
    let reply = con.send(&get(key)).await;
    let reply = reply.map_err(|error| Error::of_client(type_name::<T>(), error))?;
    Cached::read(C::reply(&reply))
}
