//! Commands: those of the library for the operations of the model, on both kinds of connection.

use crate::checker::model::{Operation, Outcome};
use redis_derive::client::Redis1;
use redis_derive::{AsyncDocumentCommands, Cache, CacheKey, DocumentCommands, Error, Key};

/// Does an operation on a connection that blocks. What the source has is asked of the last
/// argument.
///
/// # Errors
///
/// Those of the command.
///
/// # Panics
///
/// When it is to publish, which is no command.
pub fn perform(
    con: &mut impl DocumentCommands<Redis1>,
    key: &Key<u64>,
    operation: Operation,
    source: impl FnOnce() -> u64,
) -> Result<Outcome, Error> {
    Ok(match operation {
        Operation::Load => Outcome::Found(con.load(key)?),
        Operation::Save(number) => con.save((key, &number)).map(|()| Outcome::Done)?,
        Operation::SaveNew(number) => Outcome::Yes(con.save_new((key, &number))?),
        Operation::Replace(number) => Outcome::Yes(con.replace((key, &number))?),
        Operation::Remove => Outcome::Yes(con.remove(key)?),
        Operation::Take => Outcome::Found(con.take(key)?),
        Operation::Increment => Outcome::Found(con.update(key, |number| *number += 1)?),
        Operation::IncrementOrInsert(first) => {
            Outcome::Found(Some(con.update_or_insert_with(key, |number| *number += 1, || first)?))
        }
        Operation::Touch => Outcome::Yes(con.touch(key)?),
        Operation::LoadOrPublished => {
            Outcome::Found(Some(con.load_or_else(&as_cache(key), source)?))
        }
        Operation::Publish(_) => panic!("a source is not in Redis"),
    })
}

/// Does an operation as [`perform`] does, on a connection that is awaited.
///
/// # Errors
///
/// Those of the command.
///
/// # Panics
///
/// When it is to publish, which is no command.
pub async fn perform_async(
    con: &mut impl AsyncDocumentCommands<Redis1>,
    key: &Key<u64>,
    operation: Operation,
    source: impl Future<Output = u64> + Send,
) -> Result<Outcome, Error> {
    Ok(match operation {
        Operation::Load => Outcome::Found(con.load(key).await?),
        Operation::Save(number) => con.save((key, &number)).await.map(|()| Outcome::Done)?,
        Operation::SaveNew(number) => Outcome::Yes(con.save_new((key, &number)).await?),
        Operation::Replace(number) => Outcome::Yes(con.replace((key, &number)).await?),
        Operation::Remove => Outcome::Yes(con.remove(key).await?),
        Operation::Take => Outcome::Found(con.take(key).await?),
        Operation::Increment => Outcome::Found(con.update(key, |number| *number += 1).await?),
        Operation::IncrementOrInsert(first) => {
            let change = |number: &mut u64| *number += 1;
            Outcome::Found(Some(con.update_or_insert_with(key, change, || first).await?))
        }
        Operation::Touch => Outcome::Yes(con.touch(key).await?),
        Operation::LoadOrPublished => {
            Outcome::Found(Some(con.load_or_else(&as_cache(key), || source).await?))
        }
        Operation::Publish(_) => panic!("a source is not in Redis"),
    })
}

fn as_cache(key: &Key<u64>) -> CacheKey<u64> {
    key.clone().with_cache(Cache::new())
}
