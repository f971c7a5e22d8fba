//! Namespaces: every command stays in its own, against a map as the model, and none goes around it.

use futures_util::TryStreamExt;
use proptest::prelude::*;
use redis_1::Commands;
use redis_derive::client::{AsyncConnection, Client, Connection};
use redis_derive::{
    AsyncDocumentCommands, DocumentCommands, DocumentPipeline, Error, ErrorKind, Expiry, Key,
    Namespaced, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use test_server::Server;
use tests::{key, url, url_with_json};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "counter:{id}", ttl = "30m", cache, paths)]
struct Counter {
    id: u8,
    count: u64,
}

/// Some begin like others, some have what means something in a pattern, and one begins like a key.
const NAMES: [&str; 6] = ["a", "ab", "a*", "[ab]", "é?\\", "counter"];

/// What is stored: the count by namespace and id.
type Model = BTreeMap<(usize, u8), u64>;

#[derive(Clone, Copy, Debug)]
enum Step {
    Save(u64),
    SaveNew(u64),
    Replace(u64),
    Load,
    LoadMany,
    LoadAndTouch,
    Take,
    Touch,
    Remove,
    Update,
    UpdateOrInsert,
    LoadOrElse(u64),
    Pipeline(u64),
    Scan,
}

fn step() -> impl Strategy<Value = Step> {
    let alone = [
        Step::Load,
        Step::LoadMany,
        Step::LoadAndTouch,
        Step::Take,
        Step::Touch,
        Step::Remove,
        Step::Update,
        Step::UpdateOrInsert,
        Step::Scan,
    ];
    prop_oneof![
        3 => any::<u64>().prop_map(Step::Save),
        1 => any::<u64>().prop_map(Step::SaveNew),
        1 => any::<u64>().prop_map(Step::Replace),
        1 => any::<u64>().prop_map(Step::LoadOrElse),
        1 => any::<u64>().prop_map(Step::Pipeline),
        9 => prop::sample::select(alone.to_vec()),
    ]
}

/// Steps, each in a namespace and with an id.
fn steps() -> impl Strategy<Value = Vec<(usize, u8, Step)>> {
    prop::collection::vec((0..NAMES.len(), 0..3_u8, step()), 1..40)
}

fn up(counter: &mut Counter) {
    counter.count = counter.count.wrapping_add(1);
}

fn counts(found: impl IntoIterator<Item = Option<Counter>>) -> Vec<Option<u64>> {
    found.into_iter().map(|counter| counter.map(|counter| counter.count)).collect()
}

/// What a step replies with, in a form that the model has as well: counts, and whether a key was
/// there.
type Told = (Vec<Option<u64>>, bool);

fn count(found: Option<Counter>) -> Told {
    (counts([found]), false)
}

fn flag(flag: bool) -> Told {
    (Vec::new(), flag)
}

/// The ids in the order of the namespace, as what `load_many` and a scan tell.
fn all(model: &Model, space: usize) -> Vec<Option<u64>> {
    (0..3).map(|id| model.get(&(space, id)).copied()).collect()
}

fn expected(model: &mut Model, (space, id, step): (usize, u8, Step)) -> Told {
    let at = (space, id);
    let old = model.get(&at).copied();
    let one = |count: Option<u64>| (vec![count], false);
    match step {
        Step::Save(count) => {
            model.insert(at, count);
            flag(true)
        }
        Step::SaveNew(count) => {
            model.entry(at).or_insert(count);
            flag(old.is_none())
        }
        Step::Replace(count) => {
            model.entry(at).and_modify(|old| *old = count);
            flag(old.is_some())
        }
        Step::Load | Step::LoadAndTouch => one(old),
        Step::Take => one(model.remove(&at)),
        Step::Touch => flag(old.is_some()),
        Step::Remove => flag(model.remove(&at).is_some()),
        Step::Update => {
            model.entry(at).and_modify(|count| *count = count.wrapping_add(1));
            one(model.get(&at).copied())
        }
        Step::UpdateOrInsert => {
            model.entry(at).and_modify(|count| *count = count.wrapping_add(1)).or_default();
            one(model.get(&at).copied())
        }
        Step::LoadOrElse(count) => one(Some(*model.entry(at).or_insert(count))),
        Step::Pipeline(count) => (vec![old, model.insert(at, count).and(Some(count))], true),
        Step::LoadMany | Step::Scan => (all(model, space), false),
    }
}

/// The ids that a scan has found, without a gap where none is: those that it has not are none.
fn scanned(found: Vec<Option<Counter>>) -> Told {
    let found = found.into_iter().flatten();
    let found: BTreeMap<u8, Counter> = found.map(|counter| (counter.id, counter)).collect();
    (counts((0..3).map(|id| found.get(&id).cloned())), false)
}

fn ids() -> [Key<Counter>; 3] {
    [0, 1, 2].map(Counter::key_for)
}

fn take_step<C: Client>(
    con: &mut Namespaced<impl Connection<C>>,
    (_, id, step): (usize, u8, Step),
) -> Result<Told, Error> {
    let key = Counter::key_for(id);
    let counter = |count| Counter { id, count };
    Ok(match step {
        Step::Save(count) => con.save(&counter(count)).map(|()| flag(true))?,
        Step::SaveNew(count) => flag(con.save_new((&key, &counter(count)))?),
        Step::Replace(count) => flag(con.replace(&counter(count))?),
        Step::Load | Step::Pipeline(_) => count(con.load(&key)?),
        Step::LoadMany => (counts(con.load_many(ids())?), false),
        Step::LoadAndTouch => count(con.load_and_touch(&key)?),
        Step::Take => count(con.take(&key)?),
        Step::Touch => flag(con.touch(&key)?),
        Step::Remove => flag(con.remove(&key)?),
        Step::Update => count(con.update(&key, up)?),
        Step::UpdateOrInsert => count(Some(con.update_or_insert_with(&key, up, || counter(0))?)),
        Step::LoadOrElse(new) => count(Some(con.load_or_else(&key, || counter(new))?)),
        Step::Scan => {
            let keys: Result<Vec<_>, Error> = con.scan_keys(&Counter::key_pattern()).collect();
            scanned(con.load_many(keys?)?)
        }
    })
}

async fn take_step_async<C: Client>(
    con: &mut Namespaced<impl AsyncConnection<C>>,
    (_, id, step): (usize, u8, Step),
) -> Result<Told, Error> {
    let key = Counter::key_for(id);
    let counter = |count| Counter { id, count };
    Ok(match step {
        Step::Save(count) => con.save(&counter(count)).await.map(|()| flag(true))?,
        Step::SaveNew(count) => flag(con.save_new((&key, &counter(count))).await?),
        Step::Replace(count) => flag(con.replace(&counter(count)).await?),
        Step::Load | Step::Pipeline(_) => count(con.load(&key).await?),
        Step::LoadMany => (counts(con.load_many(ids()).await?), false),
        Step::LoadAndTouch => count(con.load_and_touch(&key).await?),
        Step::Take => count(con.take(&key).await?),
        Step::Touch => flag(con.touch(&key).await?),
        Step::Remove => flag(con.remove(&key).await?),
        Step::Update => count(con.update(&key, up).await?),
        Step::UpdateOrInsert => {
            count(Some(con.update_or_insert_with(&key, up, || counter(0)).await?))
        }
        Step::LoadOrElse(new) => count(Some(con.load_or_else(&key, async || counter(new)).await?)),
        Step::Scan => {
            let keys: Vec<_> = con.scan_keys(&Counter::key_pattern()).try_collect().await?;
            scanned(con.load_many(keys).await?)
        }
    })
}

/// A server of the test alone, with all of its keys.
struct Whole {
    server: Server,
    raw: redis_1::Connection,
}

impl Whole {
    fn start() -> Self {
        let server = Server::start_private(&[]).unwrap();
        let raw = redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
        Self { server, raw }
    }

    fn empty(&mut self) {
        redis_1::cmd("FLUSHALL").exec(&mut self.raw).unwrap();
    }

    /// Every key that is stored is one of the model, and begins with its namespace.
    fn assert_is(&mut self, model: &Model) {
        let stored: BTreeSet<String> = self.raw.keys("*").unwrap();
        let full = |(space, id): &(usize, u8)| format!("{}:counter:{id}", NAMES[*space]);
        assert_eq!(stored, model.keys().map(full).collect());
    }
}

fn pipeline(con: &mut Namespaced<redis_1::Connection>, id: u8, new: u64) -> Result<Told, Error> {
    let key = Counter::key_for(id);
    let mut pipeline = con.around(redis_1::pipe());
    pipeline.load(&key).save(&Counter { id, count: new })?.load(&key).touch(&key);
    let (old, (), stored, is_there): (Option<Counter>, (), Option<Counter>, bool) =
        pipeline.inner().query(con.inner_mut())?;
    let stored = stored.filter(|_| old.is_some());
    Ok((counts([old, stored]), is_there))
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() }
}

/// The same connection in each of the namespaces, or one for each.
fn in_each<Con>(connect: impl Fn() -> Con) -> RefCell<[Namespaced<Con>; NAMES.len()]> {
    RefCell::new(NAMES.map(|name| Namespaced::new(connect(), name).unwrap()))
}

#[test]
fn every_command_stays_in_its_namespace() {
    let whole = RefCell::new(Whole::start());
    let url = whole.borrow().server.url().to_owned();
    let new = redis_1::Client::open(url.as_str()).unwrap();
    let new = in_each(|| new.get_connection().unwrap());
    let old = redis_0_27::Client::open(url.as_str()).unwrap();
    let old = in_each(|| old.get_connection().unwrap());
    proptest!(config(), |(steps in steps(), with_old: bool)| {
        whole.borrow_mut().empty();
        let mut model = Model::new();
        for at @ (space, id, step) in steps {
            let told = match step {
                Step::Pipeline(count) => pipeline(&mut new.borrow_mut()[space], id, count),
                _ if with_old => take_step(&mut old.borrow_mut()[space], at),
                _ => take_step(&mut new.borrow_mut()[space], at),
            };
            prop_assert_eq!(told.unwrap(), expected(&mut model, at), "{:?}", at);
        }
        whole.borrow_mut().assert_is(&model);
    });
}

#[test]
fn every_command_that_is_awaited_stays_in_its_namespace() {
    let whole = RefCell::new(Whole::start());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let client = redis_1::Client::open(whole.borrow().server.url()).unwrap();
    let con = runtime.block_on(client.get_multiplexed_async_connection()).unwrap();
    let cons = in_each(|| con.clone());
    proptest!(config(), |(steps in steps())| {
        whole.borrow_mut().empty();
        let mut model = Model::new();
        let is_awaited = |(_, _, step): &(usize, u8, Step)| !matches!(step, Step::Pipeline(_));
        for at in steps.into_iter().filter(is_awaited) {
            let told = runtime.block_on(take_step_async(&mut cons.borrow_mut()[at.0], at));
            prop_assert_eq!(told.unwrap(), expected(&mut model, at), "{:?}", at);
        }
        whole.borrow_mut().assert_is(&model);
    });
}

#[test]
fn a_namespace_in_a_namespace_begins_with_both() {
    let mut raw = redis_1::Client::open(url()).unwrap().get_connection().unwrap();
    let (outer, key) = (key("outer").replace(':', "-"), Counter::key_for(1));
    let first = Namespaced::new(&mut raw, &outer).unwrap();
    let mut both = Namespaced::new(first, "inner").unwrap();
    both.save(&Counter { id: 1, count: 1 }).unwrap();
    let found: Result<Vec<_>, Error> = both.scan_keys(&Counter::key_pattern()).collect();
    assert_eq!(found.unwrap(), std::slice::from_ref(&key));
    assert_eq!(both.inner_mut().load(&key).unwrap(), None);
    let full = both.inner().full_key(format!("inner:{key}"));
    let raw = both.inner_mut().inner_mut();
    assert_eq!(full, format!("{outer}:inner:counter:1"));
    assert_eq!(raw.del::<_, u8>(full).unwrap(), 1);
}

#[test]
fn the_expiry_is_that_of_the_key() {
    let mut raw = redis_1::Client::open(url()).unwrap().get_connection().unwrap();
    let mut con = Namespaced::new(&mut raw, &key("expiry").replace(':', "-")).unwrap();
    con.save(&Counter { id: 1, count: 1 }).unwrap();
    let key = con.scan_keys(&Counter::key_pattern()).next().unwrap().unwrap();
    assert_eq!(key.expiry(), Counter::key_for(1).expiry());
    let full = con.full_key(&key);
    assert!((1790..=1800).contains(&con.inner_mut().ttl::<_, i64>(&full).unwrap()));
    con.touch(key.clone().with_expiry(Expiry::Never)).unwrap();
    assert_eq!(con.inner_mut().ttl::<_, i64>(&full).unwrap(), -1);
    assert!(con.remove(&key).unwrap());
}

#[test]
fn what_is_no_namespace_is_an_error_without_it() {
    for name in ["", ":", "a:", ":a", "a:b", "{a}", "a{", "}"] {
        let error = Namespaced::new((), name).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Namespace, "{name}");
        let message = "cannot give a namespace to `()`: it is empty, or has `:`, `{` or `}` in it";
        assert_eq!(error.to_string(), message);
        let error = redis_1::RedisError::from(error);
        assert_eq!(ErrorKind::of(&error), Some(ErrorKind::Namespace));
    }
}

mod redisjson {
    use super::*;
    use redis_derive::{JsonPathCommands, JsonPathPipeline};

    // A script has its key behind its text, so it is tried by itself.
    #[test]
    fn the_commands_of_redisjson_stay_in_their_namespace() {
        let mut raw = redis_1::Client::open(url_with_json()).unwrap().get_connection().unwrap();
        let mut con = Namespaced::new(&mut raw, &key("paths").replace(':', "-")).unwrap();
        let key = Key::<Counter>::new("counter:1");
        con.json_save((&key, &Counter { id: 1, count: 1 })).unwrap();
        let count = Counter::paths().count();
        assert_eq!(con.json_increment_at(&key, count.clone(), 2).unwrap(), Some(3));
        assert_eq!(con.json_get_at(&key, count.clone()).unwrap(), Some(3));
        let mut pipeline = con.around(redis_1::pipe());
        pipeline.json_set_at(&key, count, 5).unwrap().json_load(&key);
        let full = con.full_key(&key);
        let (_, stored): (redis_1::Value, Option<Counter>) =
            pipeline.inner().query(con.inner_mut()).unwrap();
        assert_eq!(stored, Some(Counter { id: 1, count: 5 }));
        assert_eq!(con.inner_mut().del::<_, u8>(&[&full, key.as_str()]).unwrap(), 1);
    }
}
