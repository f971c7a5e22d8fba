use crate::{PATIENCE, client, connect, paid, until, url};
use futures_util::{FutureExt, Stream, StreamExt};
use messages::event::Event;
use messages::pubsub::{WAITING, next_event, publish, subscribe, subscribe_with_pushes};
use redis::{AsyncCommands, Client, RedisResult};
use test_server::{Proxy, key};
use tokio::task::unconstrained;
use tokio::time::timeout;

/// The next event, which has to come.
async fn next(events: &mut (impl Stream<Item = RedisResult<Event>> + Unpin)) -> RedisResult<Event> {
    end_or_next(events).await.expect("the stream has ended")
}

async fn end_or_next(
    events: &mut (impl Stream<Item = RedisResult<Event>> + Unpin),
) -> Option<RedisResult<Event>> {
    timeout(PATIENCE, events.next()).await.expect("nothing comes")
}

/// Events come in their order, what is none is an error, and what was published before is missed.
async fn assert_heard(mut events: impl Stream<Item = RedisResult<Event>> + Unpin, channel: &str) {
    let mut con = connect(&client("resp2")).await;
    assert_eq!(publish(&mut con, channel, &paid(1)).await.unwrap(), 1);
    let _: usize = con.publish(channel, r#"{"type":"paid","id":"s3cret"}"#).await.unwrap();
    let _: usize = con.publish(channel, b"\xff").await.unwrap();
    publish(&mut con, channel, &paid(2)).await.unwrap();

    assert_eq!(next(&mut events).await.unwrap(), paid(1));
    let error = next(&mut events).await.unwrap_err().to_string();
    assert!(error.contains("cannot read `messages::event::Event`: invalid type"), "{error}");
    assert!(!error.contains("s3cret"), "{error}");
    let error = next(&mut events).await.unwrap_err().to_string();
    assert!(error.contains("UTF-8"), "{error}");
    assert_eq!(next(&mut events).await.unwrap(), paid(2));
}

#[tokio::test]
async fn events_are_heard_over_resp2() {
    let channel = key("channel");
    publish(&mut connect(&client("resp2")).await, &channel, &paid(0)).await.unwrap();
    assert_heard(subscribe(&client("resp2"), &channel).await.unwrap(), &channel).await;
}

#[tokio::test]
async fn events_are_heard_over_resp3() {
    let channel = key("channel");
    publish(&mut connect(&client("resp2")).await, &channel, &paid(0)).await.unwrap();
    let (mut con, events) = subscribe_with_pushes(&client("resp3"), &channel).await.unwrap();
    assert_heard(events, &channel).await;
    // It is not for this alone.
    let pong: String = con.ping().await.unwrap();
    assert_eq!(pong, "PONG");
}

#[tokio::test]
async fn the_events_end_with_the_connection() {
    let proxy = Proxy::start(url()).unwrap();
    let channel = key("channel");
    let [resp2, resp3] = ["resp2", "resp3"]
        .map(|protocol| Client::open(format!("{}?protocol={protocol}", proxy.url())).unwrap());
    let mut events = subscribe(&resp2, &channel).await.unwrap();
    let (_con, mut pushes) = subscribe_with_pushes(&resp3, &channel).await.unwrap();
    proxy.cut();
    assert!(end_or_next(&mut events).await.is_none());
    assert!(end_or_next(&mut pushes).await.is_none());

    // The server may learn of it later.
    let mut con = connect(&client("resp2")).await;
    until("nobody listens", async || publish(&mut con, &channel, &paid(1)).await.unwrap() == 0)
        .await;
    let mut events = subscribe(&resp2, &channel).await.unwrap();
    publish(&mut con, &channel, &paid(2)).await.unwrap();
    assert_eq!(next(&mut events).await.unwrap(), paid(2));
}

#[tokio::test]
async fn a_subscriber_that_is_too_slow_keeps_no_more_than_so_many() {
    let channel = key("channel");
    let (mut con, mut events) = subscribe_with_pushes(&client("resp3"), &channel).await.unwrap();
    let mut other = connect(&client("resp2")).await;
    let mut pipeline = redis::pipe();
    for id in 0..2 * WAITING as u64 {
        pipeline.publish(&channel, paid(id)).ignore();
    }
    pipeline.exec_async(&mut other).await.unwrap();
    // The server has sent all of them before its reply to this.
    let _: String = con.ping().await.unwrap();
    let mut heard = 0;
    while let Some(event) = unconstrained(events.next()).now_or_never() {
        assert_eq!(event.unwrap().unwrap(), paid(heard));
        heard += 1;
    }
    // The first place was for the word that it is subscribed.
    assert_eq!(heard, WAITING as u64 - 1);
    publish(&mut other, &channel, &paid(7)).await.unwrap();
    assert_eq!(next(&mut events).await.unwrap(), paid(7));
}

#[test]
fn a_synchronous_subscriber_hears_events() {
    let channel = key("channel");
    let mut listening = client("resp2").get_connection().unwrap();
    let mut con = client("resp2").get_connection().unwrap();
    let mut pubsub = listening.as_pubsub();
    pubsub.set_read_timeout(Some(PATIENCE)).unwrap();
    pubsub.subscribe(&channel).unwrap();
    let _: usize = redis::Commands::publish(&mut con, &channel, "no event").unwrap();
    let _: usize = redis::Commands::publish(&mut con, &channel, paid(1)).unwrap();
    next_event(&mut pubsub).unwrap_err();
    assert_eq!(next_event(&mut pubsub).unwrap(), paid(1));
}
