//! Large documents, off the threads that serve the other tasks.

use redis::RedisResult;
use redis::aio::ConnectionLike;
use redis_derive::{AsyncDocumentCommands, Document, Key, Keyed};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use tokio::task::spawn_blocking;

/// From how many bytes on a document is large: `docs/CONNECTIONS.md` says how that was measured.
pub const LARGE: usize = 64 * 1024;

/// Reads a document, and decodes it on a thread for blocking work if it is large.
///
/// # Errors
///
/// Those of the client, and one where the document does not decode.
pub async fn load<T>(con: &mut (impl ConnectionLike + Send), key: &Key<T>) -> RedisResult<Option<T>>
where
    T: DeserializeOwned + Send + 'static,
{
    let Some(document) = con.load(key.raw()).await? else { return Ok(None) };
    if document.as_bytes().len() < LARGE {
        return Ok(Some(document.read()?));
    }
    let value = spawn_blocking(move || document.read()).await.map_err(io::Error::from)?;
    Ok(Some(value?))
}

/// Encodes a value that is large on a thread for blocking work, and writes it under its key.
///
/// # Errors
///
/// Those of the client, and one where the value does not serialize.
pub async fn save<T>(con: &mut (impl ConnectionLike + Send), value: T) -> RedisResult<()>
where
    T: Serialize + Keyed + Send + 'static,
{
    let encode = move || Document::from_value(&value).map(|json| (value.key(), json));
    let (key, document) = spawn_blocking(encode).await.map_err(io::Error::from)??;
    Ok(con.save((&key, &document)).await?)
}
