//! Loading a profile: each kind of connection, for several numbers of callers at once.

use super::rounds::{Cell, Load, Run};
use connections::async_profile::{load, save};
use connections::profile::UserProfile;
use connections::{cached, managed, multiplexed, pooled, profile};
use connections_synchronous::{connect, pool as r2d2_pool};
use redis::Client;
use redis::aio::{ConnectionManager, MultiplexedConnection};
use std::error::Error;
use std::hint::black_box;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Instant;
use test_server::Server;
use tokio::runtime::Runtime;

const CALLERS: [u32; 4] = [1, 8, 64, 512];

/// More at once overflow the queue in which a server keeps those who want to connect.
const CONNECT_AT_ONCE: u32 = 64;

/// How many connections a pool has: what r2d2 and bb8 have unless they are told.
const POOL: u32 = 10;

/// The profiles, by their users and how many orders each has.
const PROFILES: [(&str, u64, u32); 2] = [("60 B", 1, 0), ("2 KB", 2, 20)];

/// Connections that stay open.
#[derive(Clone)]
struct Connections {
    client: Client,
    multiplexed: MultiplexedConnection,
    manager: ConnectionManager,
    cached: MultiplexedConnection,
    r2d2: r2d2::Pool<Client>,
    bb8: bb8::Pool<Client>,
    unchecked: bb8::Pool<Client>,
    deadpool: deadpool_redis::Pool,
}

impl Connections {
    async fn open(server: &Server) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let client = Client::open(server.url())?;
        let unchecked = bb8::Pool::builder().max_size(POOL).test_on_check_out(false);
        Ok(Self {
            multiplexed: multiplexed::connect(&client).await?,
            manager: managed::connect(client.clone()).await?,
            cached: cached::connect(server.url()).await?,
            r2d2: r2d2_pool(client.clone(), POOL)?,
            bb8: pooled::pool(client.clone(), POOL).await?,
            unchecked: unchecked.build(client.clone()).await?,
            deadpool: connections_deadpool::pool(server.url(), POOL as usize)?,
            client,
        })
    }

    fn cell(self, runtime: &Runtime, callers: u32, id: u64) -> Vec<(&'static str, Run<'_>)> {
        let Self { client, r2d2, bb8, unchecked, deadpool, .. } = self;
        let mut contenders = vec![
            ("multiplexed", shared(runtime, self.multiplexed, id)),
            ("manager", shared(runtime, self.manager, id)),
            ("bb8", from_bb8(runtime, bb8, id)),
            ("bb8, unchecked", from_bb8(runtime, unchecked, id)),
            ("deadpool", from_deadpool(runtime, deadpool, id)),
            ("r2d2, threads", from_r2d2(r2d2, id)),
        ];
        if callers <= CONNECT_AT_ONCE {
            contenders.push(("own connection, threads", own(&client, callers, id)));
            contenders.push(("connection per request", per_request(runtime, client, id)));
        }
        contenders.push(("cache in the client", shared(runtime, self.cached, id)));
        contenders
    }
}

pub(crate) fn cells<'a>(
    server: &Server,
    runtime: &'a Runtime,
) -> Result<Vec<Cell<'a>>, Box<dyn Error + Send + Sync>> {
    let mut connections = runtime.block_on(Connections::open(server))?;
    let mut cells = Vec::new();
    for (size, id, orders) in PROFILES {
        runtime.block_on(save(&mut connections.multiplexed, &UserProfile::new(id, orders)))?;
        for callers in CALLERS {
            let contenders = connections.clone().cell(runtime, callers, id);
            let name = format!("{size}, {callers} at once");
            cells.push(Cell { name, callers, contenders });
        }
    }
    Ok(cells)
}

fn shared<C>(runtime: &Runtime, con: C, id: u64) -> Run<'_>
where
    C: redis::aio::ConnectionLike + Clone + Send + Sync + 'static,
{
    in_tasks(runtime, move || {
        let mut con = con.clone();
        async move { load(&mut con, id).await.unwrap() }
    })
}

fn from_bb8(runtime: &Runtime, pool: bb8::Pool<Client>, id: u64) -> Run<'_> {
    in_tasks(runtime, move || {
        let pool = pool.clone();
        async move { load(&mut *pool.get().await.unwrap(), id).await.unwrap() }
    })
}

fn from_deadpool(runtime: &Runtime, pool: deadpool_redis::Pool, id: u64) -> Run<'_> {
    in_tasks(runtime, move || {
        let pool = pool.clone();
        async move { load(&mut pool.get().await.unwrap(), id).await.unwrap() }
    })
}

fn per_request(runtime: &Runtime, client: Client, id: u64) -> Run<'_> {
    in_tasks(runtime, move || {
        let client = client.clone();
        async move { load(&mut multiplexed::connect(&client).await.unwrap(), id).await.unwrap() }
    })
}

fn from_r2d2(pool: r2d2::Pool<Client>, id: u64) -> Run<'static> {
    in_threads(move |_| profile::load(&mut pool.get().unwrap(), id).unwrap())
}

fn own(client: &Client, callers: u32, id: u64) -> Run<'static> {
    let connections: Vec<_> = (0..callers).map(|_| Mutex::new(connect(client).unwrap())).collect();
    in_threads(move |caller| {
        profile::load(&mut *connections[caller as usize].lock().unwrap(), id).unwrap()
    })
}

/// A task for each caller.
fn in_tasks<F>(
    runtime: &Runtime,
    operation: impl Fn() -> F + Clone + Send + Sync + 'static,
) -> Run<'_>
where
    F: Future<Output = Option<UserProfile>> + Send,
{
    let run = async move |Load { callers, each }| {
        let start = Instant::now();
        let caller = || {
            let operation = operation.clone();
            tokio::spawn(async move {
                for _ in 0..each {
                    black_box(operation().await.unwrap());
                }
            })
        };
        let tasks: Vec<_> = (0..callers).map(|_| caller()).collect();
        for task in tasks {
            task.await.unwrap();
        }
        start.elapsed()
    };
    Box::new(move |load| runtime.block_on(run(load)))
}

/// A thread for each caller, which is there before the time begins.
fn in_threads(operation: impl Fn(u32) -> Option<UserProfile> + Sync + 'static) -> Run<'static> {
    Box::new(move |Load { callers, each }| {
        let barrier = Barrier::new(callers as usize + 1);
        let call = &|caller| {
            barrier.wait();
            for _ in 0..each {
                black_box(operation(caller).unwrap());
            }
        };
        thread::scope(|scope| {
            let spawn = |caller| scope.spawn(move || call(caller));
            let threads: Vec<_> = (0..callers).map(spawn).collect();
            barrier.wait();
            let start = Instant::now();
            for thread in threads {
                thread.join().unwrap();
            }
            start.elapsed()
        })
    })
}
