//! Shows pub/sub and the queue, or is one of several processes: see the library.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use futures_util::{Stream, StreamExt};
use messages::event::Event;
use messages::pubsub::{publish, subscribe, subscribe_with_pushes};
use messages::queue::{EVENT, Queue};
use messages::shop::Shop;
use messages::worker::Worker;
use redis::{AsyncCommands, Client, RedisResult};
use std::env;
use std::error::Error;
use std::process;
use std::time::Duration;
use test_server::Server;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

type Done = Result<(), Box<dyn Error>>;

const CHANNEL: &str = "redis-derive:messages:orders";

/// The queue of the processes, unless the environment variable `QUEUE` says another.
const ORDERS: &str = "orders";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Done {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => show().await,
        ["produce", count] => produce(count.parse()?).await,
        ["worker", name] => work(name, Duration::ZERO).await,
        ["worker", name, millis] => work(name, Duration::from_millis(millis.parse()?)).await,
        _ => Err("arguments: none, or `produce COUNT`, or `worker NAME [MILLISECONDS]`".into()),
    }
}

async fn show() -> Done {
    let server = Server::start()?;
    println!("Events to whoever listens, over RESP2 and RESP3:\n");
    show_pubsub(server.url()).await?;
    println!("\nA queue with two workers:\n");
    show_queue(server.url()).await
}

async fn show_pubsub(url: &str) -> Done {
    let client = Client::open(url)?;
    let mut con = client.get_multiplexed_async_connection().await?;
    let resp2 = subscribe(&client, CHANNEL).await?;
    let client = Client::open(format!("{url}?protocol=resp3"))?;
    let (_subscribed, resp3) = subscribe_with_pushes(&client, CHANNEL).await?;

    let listeners = publish(&mut con, CHANNEL, &event(1)).await?;
    println!("    an event was published, and {listeners} listen");
    let _: usize = con.publish(CHANNEL, r#"{"type":"paid","id":"two"}"#).await?;
    publish(&mut con, CHANNEL, &event(3)).await?;

    tokio::join!(listen("RESP2", resp2.take(3)), listen("RESP3", resp3.take(3)));
    Ok(())
}

async fn listen(name: &str, events: impl Stream<Item = RedisResult<Event>>) {
    let tell = async |event| match event {
        Ok(event) => println!("    {name}: {event:?}"),
        Err(error) => println!("    {name}: {error}"),
    };
    events.for_each(tell).await;
}

async fn show_queue(url: &str) -> Done {
    let client = Client::open(url)?;
    let mut con = client.get_multiplexed_async_connection().await?;
    let name = process::id().to_string();
    let queue = Queue::new(&name);
    for id in 1..=12 {
        queue.add(&mut con, &event(id)).await?;
    }
    let no_carrier = Event::Shipped { id: 13, order: 13, carrier: String::new() };
    queue.add(&mut con, &no_carrier).await?;
    let _: String = con.xadd(&queue.stream, "*", &[(EVENT, "something else")]).await?;

    let shop = shop(&client, &name, Duration::from_millis(50)).await?;
    let shutdown = CancellationToken::new();
    let workers = ["anna", "bert"].map(|name| {
        let (shop, shutdown) = (shop.clone(), shutdown.clone());
        let handler = move |event| shop.clone().handle(event);
        let worker = Worker::new(client.clone(), queue.clone(), name, handler);
        tokio::spawn(async move { worker.run(shutdown).await })
    });
    while con.xlen::<_, usize>(&queue.stream).await? > 0 {
        sleep(Duration::from_millis(100)).await;
    }
    shutdown.cancel();
    for worker in workers {
        worker.await?;
    }
    con.del::<_, ()>(&[&queue.stream, &queue.dead_letters, &shop.handled]).await?;
    Ok(())
}

/// Adds events to the queue of the processes.
async fn produce(count: u64) -> Done {
    let (client, name) = shared()?;
    let mut con = client.get_multiplexed_async_connection().await?;
    for id in 1..=count {
        Queue::new(&name).add(&mut con, &event(id)).await?;
    }
    Ok(())
}

/// Is a worker, until it is told to stop by SIGTERM or Ctrl-C.
async fn work(name: &str, pace: Duration) -> Done {
    let (client, queue) = shared()?;
    let shop = shop(&client, &queue, pace).await?;
    let shutdown = CancellationToken::new();
    let stopping = shutdown.clone();
    let [mut terminated, mut interrupted] =
        [signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?];
    tokio::spawn(async move {
        tokio::select! { _ = terminated.recv() => {}, _ = interrupted.recv() => {} }
        stopping.cancel();
    });
    let handler = |event| shop.clone().handle(event);
    Worker::new(client, Queue::new(&queue), name, handler).run(shutdown).await;
    println!("{name}: stopped");
    Ok(())
}

/// The server and the queue that the processes share.
fn shared() -> Result<(Client, String), Box<dyn Error>> {
    let url = env::var("REDIS_URL").map_err(|_| "set REDIS_URL to the server that all share")?;
    Ok((Client::open(url)?, env::var("QUEUE").unwrap_or_else(|_| ORDERS.to_owned())))
}

async fn shop(client: &Client, queue: &str, pace: Duration) -> RedisResult<Shop> {
    let con = client.get_connection_manager().await?;
    Ok(Shop { con, handled: format!("redis-derive:messages:{{{queue}}}:handled"), pace })
}

fn event(id: u64) -> Event {
    match id % 3 {
        0 => Event::Placed { id, order: id, articles: vec!["lamp".to_owned()] },
        1 => Event::Paid { id, order: id, cents: 1999 },
        _ => Event::Shipped { id, order: id, carrier: "post".to_owned() },
    }
}
