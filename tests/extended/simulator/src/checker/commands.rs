//! Commands: those of the library, and plain ones, for the operations of the model, on both kinds
//! of connection.

use crate::async_connection::AsyncConnection;
use crate::checker::model::found_by_source;
use crate::checker::operation::{Operation, Outcome};
use crate::clocked::Clocked;
use crate::connection::Connection;
use redis_1::{Cmd, Value, cmd};
use redis_derive::{
    AsyncDocumentCommands, Cache, CacheKey, DocumentCommands, Error, Expiry, Key, Origin,
    WithOrigin,
};
use std::time::Duration;

/// Does an operation on a connection that blocks, with the document as such or as the entry of a
/// cache. What the source has is asked of the last argument.
pub(crate) fn perform(
    con: &mut Clocked<Connection>,
    key: &Key<u64>,
    entry: &CacheKey<u64>,
    operation: Operation,
    source: impl Fn() -> u64,
) -> Result<Outcome, Error> {
    Ok(match operation {
        Operation::Load => Outcome::Found(con.load(key)?),
        Operation::Save(number) => con.save((key, &number)).map(|()| Outcome::Done)?,
        Operation::SaveBriefly(number) => {
            con.save((&briefly(key), &number)).map(|()| Outcome::Done)?
        }
        Operation::SaveNew(number) => Outcome::Yes(con.save_new((key, &number))?),
        Operation::Replace(number) => Outcome::Yes(con.replace((key, &number))?),
        Operation::Remove => Outcome::Yes(con.remove(key)?),
        Operation::Take => Outcome::Found(con.take(key)?),
        Operation::Increment => Outcome::Found(con.update(key, |number| *number += 1)?),
        Operation::IncrementOrInsert(first) => {
            Outcome::Found(Some(con.update_or_insert_with(key, |number| *number += 1, || first)?))
        }
        Operation::Put(new) => {
            Outcome::Found(Some(con.update_or_insert_with(key, |number| *number = new, || new)?))
        }
        Operation::Touch => Outcome::Yes(con.touch(key)?),
        Operation::LoadOrPublished => {
            let (value, origin) = con.load_or_else(entry.with_origin(), source)?;
            Outcome::Got(Some(value), origin)
        }
        Operation::FindPublished => {
            let source = || Ok::<_, Error>(found_by_source(source()));
            got(con.load_or_find(entry.with_origin(), source)?)
        }
        Operation::FindManyPublished => {
            let nobodys = nobodys(entry);
            let keys = [entry.with_origin(), nobodys.with_origin()];
            let find = |keys: Vec<_>| Ok::<_, Error>(made_for(is_each(entry, &keys), source()));
            first(&con.load_many_or_find(keys, find)?)
        }
        operation => seen(operation, &plain(operation, key).query(con.inner_mut())?),
    })
}

/// Does an operation as [`perform`] does, on a connection that is awaited.
pub(crate) async fn perform_async<F: Future<Output = u64> + Send>(
    con: &mut Clocked<AsyncConnection>,
    key: &Key<u64>,
    entry: &CacheKey<u64>,
    operation: Operation,
    source: impl Fn() -> F + Send + Sync,
) -> Result<Outcome, Error> {
    Ok(match operation {
        Operation::Load => Outcome::Found(con.load(key).await?),
        Operation::Save(number) => con.save((key, &number)).await.map(|()| Outcome::Done)?,
        Operation::SaveBriefly(number) => {
            con.save((&briefly(key), &number)).await.map(|()| Outcome::Done)?
        }
        Operation::SaveNew(number) => Outcome::Yes(con.save_new((key, &number)).await?),
        Operation::Replace(number) => Outcome::Yes(con.replace((key, &number)).await?),
        Operation::Remove => Outcome::Yes(con.remove(key).await?),
        Operation::Take => Outcome::Found(con.take(key).await?),
        Operation::Increment => Outcome::Found(con.update(key, |number| *number += 1).await?),
        Operation::IncrementOrInsert(first) => {
            let change = |number: &mut u64| *number += 1;
            Outcome::Found(Some(con.update_or_insert_with(key, change, || first).await?))
        }
        Operation::Put(new) => {
            let change = |number: &mut u64| *number = new;
            Outcome::Found(Some(con.update_or_insert_with(key, change, || new).await?))
        }
        Operation::Touch => Outcome::Yes(con.touch(key).await?),
        Operation::LoadOrPublished => {
            let (value, origin) = con.load_or_else(entry.with_origin(), source).await?;
            Outcome::Got(Some(value), origin)
        }
        Operation::FindPublished => {
            let source = || async { Ok::<_, Error>(found_by_source(source().await)) };
            got(con.load_or_find(entry.with_origin(), source).await?)
        }
        Operation::FindManyPublished => {
            let nobodys = nobodys(entry);
            let keys = [entry.with_origin(), nobodys.with_origin()];
            let find = |keys: Vec<WithOrigin<&CacheKey<u64>>>| {
                let is_asked = is_each(entry, &keys);
                let published = is_asked.contains(&true).then(&source);
                async {
                    // Its source is not asked for what nobody has.
                    let published = if let Some(asked) = published { asked.await } else { 0 };
                    Ok::<_, Error>(made_for(is_asked, published))
                }
            };
            first(&con.load_many_or_find(keys, find).await?)
        }
        operation => seen(operation, &plain(operation, key).query_async(con.inner_mut()).await?),
    })
}

/// The same document with an expiry of a millisecond.
fn briefly(key: &Key<u64>) -> Key<u64> {
    key.clone().with_expiry(Expiry::After(Duration::from_millis(1)))
}

/// One that the source has nothing for.
fn nobodys(key: &CacheKey<u64>) -> CacheKey<u64> {
    Key::new("nobody's").with_expiry(key.expiry()).with_cache(Cache::new())
}

/// Whether each of these keys is that of the document.
fn is_each(key: &CacheKey<u64>, keys: &[WithOrigin<&CacheKey<u64>>]) -> Vec<bool> {
    keys.iter().map(|asked| asked.as_str() == key.as_str()).collect()
}

fn made_for(is_asked: Vec<bool>, published: u64) -> Vec<Option<u64>> {
    let published = found_by_source(published);
    is_asked.into_iter().map(|is_asked| published.filter(|_| is_asked)).collect()
}

fn first(found: &[(Option<u64>, Origin)]) -> Outcome {
    assert_eq!(found[1].0, None, "there is nothing at nobody's key");
    got(found[0])
}

fn got((value, origin): (Option<u64>, Origin)) -> Outcome {
    Outcome::Got(value, origin)
}

/// How long an entry is still kept that is past its time.
pub(crate) const AGED: Duration = Duration::from_secs(1800);

/// Lets a key expire earlier, if it does so later.
const AGE: &str = "\
if redis.call('PTTL', KEYS[1]) <= tonumber(ARGV[1]) then return false end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return false";

/// The command of a program that does not know of this library.
fn plain(operation: Operation, key: &Key<u64>) -> Cmd {
    let of_key = |name| cmd(name).arg(key.as_str()).to_owned();
    match operation {
        Operation::PlainLoad => of_key("GET"),
        Operation::PlainRemove => of_key("DEL"),
        Operation::PlainSave(number) => of_key("SET").arg(number).arg("EX").arg(7200).to_owned(),
        Operation::Age => cmd("EVAL")
            .arg(AGE)
            .arg(1)
            .arg(key.as_str())
            .arg(AGED.as_millis().to_string())
            .to_owned(),
        operation => panic!("{operation:?} is no plain command"),
    }
}

/// What such a program sees: JSON, also where an entry is being filled.
fn seen(operation: Operation, reply: &Value) -> Outcome {
    match (operation, reply) {
        (Operation::PlainLoad, Value::BulkString(json)) => {
            let json = str::from_utf8(json).expect("JSON is text").trim_ascii();
            Outcome::Found((json != "null").then(|| json.parse().expect("it is a number")))
        }
        (Operation::PlainLoad, _) => Outcome::Found(None),
        _ => Outcome::Done,
    }
}
