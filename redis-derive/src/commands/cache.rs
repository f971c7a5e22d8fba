//! Cache: an entry that is loaded, or made by a source and stored.

use crate::client::Client;
use crate::commands::documents::{get, set};
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
    if let Cached::Hit(value) = load(&mut con, key).await? {
        return Ok(value);
    }
    let value = source().await?;
    let set = set(&(key, &value), None)?;
    con.send(&set).await.map_err(|error| Error::of_client(type_name::<T>(), error))?;
    Ok(value)
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
    let redis_works = match load(&mut con, key).await {
        Ok(Cached::Hit(value)) => return Ok(value),
        entry => entry.is_ok(),
    };
    let value = source().await?;
    // A Redis that has just failed is not asked again.
    let set = if redis_works { set(&(key, &value), None).ok() } else { None };
    if let Some(set) = set {
        _ = con.send(&set).await;
    }
    Ok(value)
}

async fn load<C: Client, T: DeserializeOwned>(
    con: &mut impl Transport<C>,
    key: &Key<T>,
) -> Result<Cached<T>, Error> {
    let reply = con.send(&get(key)).await;
    let reply = reply.map_err(|error| Error::of_client(type_name::<T>(), error))?;
    Cached::read(C::reply(&reply))
}
