//! Events for the subscribers of the moment, over RESP2 and RESP3.
//!
//! Pub/sub is at most once (<https://redis.io/docs/latest/develop/pubsub/#delivery-semantics>): a
//! subscriber that is away, reconnects or is too slow misses events without an error. For work, use
//! the [`queue`](crate::queue).
//!
//! An arriving event is a `Result`: a payload that is not an event is an error, and the next one
//! follows. The streams end with the connection. Then reconnect, and read again the data that the
//! events are about.

use crate::event::Event;
use futures_util::{Stream, StreamExt, future::ready, stream};
use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, AsyncConnectionConfig, Client, Msg, PubSub, PushInfo, RedisResult};
use tokio::sync::mpsc;

/// How many pushes wait for their subscriber.
pub const WAITING: usize = 1000;

/// Publishes an event, and returns the number of its subscribers. In a cluster, it counts only
/// those of this node.
///
/// # Errors
///
/// The client's.
pub async fn publish(
    con: &mut impl AsyncCommands,
    channel: &str,
    event: &Event,
) -> RedisResult<usize> {
    con.publish(channel, event).await
}

/// The events of a channel, over a connection of their own: with RESP2, one that has subscribed can
/// do nothing else.
///
/// # Errors
///
/// The client's.
pub async fn subscribe(
    client: &Client,
    channel: &str,
) -> RedisResult<impl Stream<Item = RedisResult<Event>> + use<>> {
    let mut pubsub = client.get_async_pubsub().await?;
    pubsub.subscribe(channel).await?;
    Ok(pubsub.into_on_message().map(|message| message.get_payload()))
}

/// The same with RESP3, where the connection can do everything else as well. It is subscribed for
/// as long as the connection is there.
///
/// The URL of the client has to end with `?protocol=resp3`. A `ConnectionManager` takes such a
/// sender too, and subscribes again by itself (`set_automatic_resubscription`); what it misses
/// meanwhile is missed.
///
/// # Errors
///
/// The client's.
pub async fn subscribe_with_pushes(
    client: &Client,
    channel: &str,
) -> RedisResult<(MultiplexedConnection, impl Stream<Item = RedisResult<Event>> + use<>)> {
    let (sender, mut pushes) = mpsc::channel(WAITING);
    // It must not wait: what finds no place is missed, as a subscriber that is too slow misses it.
    let config = AsyncConnectionConfig::new().set_push_sender(move |push| sender.try_send(push));
    let mut con = client.get_multiplexed_async_connection_with_config(&config).await?;
    con.subscribe(channel).await?;
    let events = stream::poll_fn(move |context| pushes.poll_recv(context))
        .filter_map(|push| ready(event(push)));
    Ok((con, events))
}

/// The event in a push, or `None` where the push is no message: a subscription that is confirmed,
/// or a key of a client's cache that is no longer valid.
#[must_use]
pub fn event(push: PushInfo) -> Option<RedisResult<Event>> {
    Msg::from_push_info(push).map(|message| message.get_payload())
}

/// The next event of a synchronous subscriber, which waits for it:
/// `client.get_connection()?.as_pubsub()` makes one.
///
/// # Errors
///
/// The client's, and that of a payload that is no event.
pub fn next_event(pubsub: &mut PubSub<'_>) -> RedisResult<Event> {
    pubsub.get_message()?.get_payload()
}
