//! The commands on every kind of connection, with all majors on and the client's own traits in
//! scope. No code names a major: the compiler infers it from the connection.

use redis_1::aio::{ConnectionManager, MultiplexedConnection};
use redis_1::cluster::{ClusterConnection, ClusterPipeline};
use redis_1::cluster_async::ClusterConnection as AsyncClusterConnection;
use redis_1::{AsyncCommands as _, Client, Commands as _, Connection, ConnectionLike};
use redis_derive::client::{self, Redis1};
use redis_derive::{
    AsyncDocumentCommands, AsyncJsonPathCommands, DocumentCommands, DocumentPipeline,
    JsonPathCommands, JsonPathPipeline, Key, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use tests::{key, url};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Counter {
    count: u64,
}

/// What a function of these tests returns.
type Counted = Result<(), redis_derive::Error>;

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

const ZERO: Counter = Counter { count: 0 };

fn counter() -> Key<Counter> {
    Key::new(key("counter"))
}

fn up(counter: &mut Counter) {
    counter.count += 1;
}

/// Asserts that a counter was counted up once, and removes it.
fn assert_counted(key: &Key<Counter>) {
    let mut con = connect();
    assert_eq!(con.take(key).unwrap(), Some(Counter { count: 1 }));
}

fn connect() -> Connection {
    Client::open(url()).unwrap().get_connection().unwrap()
}

async fn connect_async() -> MultiplexedConnection {
    Client::open(url()).unwrap().get_multiplexed_async_connection().await.unwrap()
}

fn assert_send<T: Send>(future: T) -> T {
    future
}

/// A newtype, as programs have them around a connection.
struct Newtype(Connection);

impl Deref for Newtype {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Newtype {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}

/// A struct over any connection of one major.
struct Store<Con> {
    con: Con,
}

impl<Con: ConnectionLike> Store<Con> {
    fn count(&mut self, key: &Key<Counter>) -> Counted {
        self.con.save((key, &ZERO))?;
        self.con.update(key, up).map(drop)
    }
}

impl<Con: redis_1::aio::ConnectionLike + Clone + Send + Sync> Store<Con> {
    async fn count_async(&self, key: &Key<Counter>) -> Counted {
        let mut con = self.con.clone();
        con.save((key, &ZERO)).await?;
        con.update(key, up).await.map(drop)
    }
}

/// A struct over any connection of any major.
struct AnyStore<C, Con> {
    con: Con,
    client: PhantomData<C>,
}

impl<C: client::Client, Con: DocumentCommands<C>> AnyStore<C, Con> {
    fn new(con: Con) -> Self {
        Self { con, client: PhantomData }
    }

    fn count(&mut self, key: &Key<Counter>) -> Counted {
        self.con.save((key, &ZERO))?;
        self.con.update(key, up).map(drop)
    }
}

/// A function over any connection of one major.
fn count_on_any(con: &mut impl ConnectionLike, key: &Key<Counter>) -> Counted {
    con.save((key, &ZERO))?;
    con.update(key, up).map(drop)
}

/// The same, with the bound of this library.
fn count_by_commands(con: &mut impl DocumentCommands<Redis1>, key: &Key<Counter>) -> Counted {
    con.save((key, &ZERO))?;
    con.update(key, up).map(drop)
}

/// A function over any connection of any major.
fn count_on_every_major<C: client::Client>(
    con: &mut impl DocumentCommands<C>,
    key: &Key<Counter>,
) -> Counted {
    con.save((key, &ZERO))?;
    con.update(key, up).map(drop)
}

async fn count_on_every_major_async<C: client::Client>(
    con: &mut impl AsyncDocumentCommands<C>,
    key: &Key<Counter>,
) -> Counted {
    con.save((key, &ZERO)).await?;
    con.update(key, up).await.map(drop)
}

fn count_dynamically(con: &mut dyn ConnectionLike, key: &Key<Counter>) -> Counted {
    con.save((key, &ZERO))?;
    con.update(key, up).map(drop)
}

async fn count_dynamically_async(
    con: &mut (dyn redis_1::aio::ConnectionLike + Send),
    key: &Key<Counter>,
) -> Counted {
    con.save((key, &ZERO)).await?;
    con.update(key, up).await.map(drop)
}

#[test]
fn on_connections_that_block() -> Outcome {
    let key = &counter();
    count_on_any(&mut connect(), key)?;
    assert_counted(key);
    count_by_commands(&mut connect(), key)?;
    assert_counted(key);
    count_dynamically(&mut connect(), key)?;
    assert_counted(key);
    let mut boxed: Box<dyn ConnectionLike> = Box::new(connect());
    count_dynamically(&mut *boxed, key)?;
    assert_counted(key);
    Store { con: connect() }.count(key)?;
    assert_counted(key);
    AnyStore::new(connect()).count(key)?;
    assert_counted(key);
    let mut newtype = Newtype(connect());
    newtype.save((key, &ZERO))?;
    newtype.update(key, up)?;
    assert_counted(key);
    // The client itself connects for each command.
    let mut client = Client::open(url())?;
    client.save((key, &ZERO))?;
    client.update(key, up)?;
    assert_counted(key);
    Ok(())
}

#[test]
fn in_a_closure_and_beside_the_clients_own_commands() -> Outcome {
    let key = &counter();
    let mut con = connect();
    let count = |con: &mut Connection| con.update(key, up);
    con.save((key, &ZERO))?;
    count(&mut con)?;
    let text: String = con.get(key)?;
    assert_eq!(text, r#"{"count":1}"#);
    assert_counted(key);
    Ok(())
}

#[test]
fn through_r2d2() -> Outcome {
    let key = &counter();
    let pool = r2d2::Pool::builder().max_size(1).build(Client::open(url())?)?;
    let mut con = pool.get()?;
    con.save((key, &ZERO))?;
    con.update(key, up)?;
    assert_counted(key);
    Ok(())
}

#[tokio::test]
async fn through_bb8() -> Outcome {
    let key = &counter();
    let pool = bb8::Pool::builder().max_size(1).build(Client::open(url())?).await?;
    let mut con = pool.get().await?;
    con.save((key, &ZERO)).await?;
    con.update(key, up).await?;
    assert_counted(key);
    Ok(())
}

#[tokio::test]
async fn through_deadpool() -> Outcome {
    let key = &counter();
    let config = deadpool_redis::Config::from_url(url());
    let pool = config.create_pool(Some(deadpool_redis::Runtime::Tokio1))?;
    let mut con = pool.get().await?;
    con.save((key, &ZERO)).await?;
    con.update(key, up).await?;
    assert_counted(key);
    Ok(())
}

#[tokio::test]
async fn on_connections_that_are_awaited() -> Outcome {
    let key = &counter();
    let mut con = connect_async().await;
    assert_send(con.save((key, &ZERO))).await?;
    assert_send(con.update(key, up)).await?;
    let text: String = con.get(key).await?;
    assert_eq!(text, r#"{"count":1}"#);
    assert_counted(key);
    assert_send(count_dynamically_async(&mut con, key)).await?;
    assert_counted(key);
    assert_send(Store { con: con.clone() }.count_async(key)).await?;
    assert_counted(key);
    assert_send(count_on_every_major_async(&mut con, key)).await?;
    assert_counted(key);
    let mut manager = ConnectionManager::new(Client::open(url())?).await?;
    assert_send(manager.save((key, &ZERO))).await?;
    assert_send(manager.update(key, up)).await?;
    assert_counted(key);
    Ok(())
}

#[test]
fn one_function_on_every_major() -> Outcome {
    let key = &counter();
    count_on_every_major(&mut redis_0_27::Client::open(url())?.get_connection()?, key)?;
    assert_counted(key);
    count_on_every_major(&mut redis_0_32::Client::open(url())?.get_connection()?, key)?;
    assert_counted(key);
    count_on_every_major(&mut connect(), key)?;
    assert_counted(key);
    count_on_every_major(&mut redis_2::Client::open(url())?.get_connection()?, key)?;
    assert_counted(key);
    Ok(())
}

#[test]
fn in_the_clients_transaction_and_in_pipelines() -> Outcome {
    let key = &counter();
    let mut con = connect();
    con.save((key, &ZERO))?;
    let (counter,): (Counter,) = redis_1::transaction(&mut con, &[key], |con, pipeline| {
        let counter = con.load(key)?.map_or(1, |counter| counter.count + 1);
        pipeline.save((key, &Counter { count: counter }))?.ignore().load(key).query(con)
    })?;
    assert_eq!(counter.count, 1);
    assert_counted(key);
    let mut cluster = ClusterPipeline::new();
    cluster.load(key).touch(key);
    assert_eq!(redis_1::pipe().load(key).touch(key).cmd_iter().count(), 2);
    Ok(())
}

// What is compiled alone, as it takes a cluster or RedisJSON, on which other tests run.

#[expect(dead_code, reason = "it is compiled alone")]
fn in_a_cluster(
    con: &mut ClusterConnection,
    key: &Key<Counter>,
) -> Result<Option<Counter>, redis_derive::Error> {
    con.update(key, up)?;
    con.load(key)
}

#[expect(dead_code, reason = "it is compiled alone")]
async fn in_a_cluster_async(
    mut con: AsyncClusterConnection,
    key: &Key<Counter>,
) -> Result<Option<Counter>, redis_derive::Error> {
    assert_send(con.update(key, up)).await?;
    con.load(key).await
}

#[expect(dead_code, reason = "it is compiled alone")]
fn at_a_path(
    con: &mut impl ConnectionLike,
    key: &Key<Counter>,
) -> Result<Option<u64>, redis_derive::Error> {
    let path = Counter::paths().count();
    redis_1::pipe().json_increment_at(key, path.clone(), 1)?.ignore().exec(con)?;
    con.json_increment_at(key, path, 1)
}

#[expect(dead_code, reason = "it is compiled alone")]
async fn at_a_path_async(
    con: &mut MultiplexedConnection,
    key: &Key<Counter>,
) -> Result<Option<u64>, redis_derive::Error> {
    assert_send(con.json_increment_at(key, Counter::paths().count(), 1)).await
}
