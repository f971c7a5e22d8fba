//! On which thread a document is decoded and encoded.

use connections::async_profile::{load as load_profile, save as save_profile};
use connections::large::{LARGE, load, save};
use connections::multiplexed;
use connections::profile::User;
use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, Client};
use redis_derive::{Keyed, RedisJson};
use serde::{Deserialize, Serialize, Serializer};
use std::thread;
use test_server::Server;

/// Knows on which threads it was encoded and decoded.
#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:connections:page:{id}", ttl = "30m")]
struct Page {
    id: u64,
    text: String,
    #[serde(serialize_with = "this_thread_instead")]
    encoded_on: String,
    #[serde(skip, default = "this_thread")]
    decoded_on: String,
}

fn this_thread() -> String {
    format!("{:?}", thread::current().id())
}

fn this_thread_instead<S: Serializer>(_: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&this_thread())
}

fn page(length: usize) -> Page {
    let nowhere = String::new;
    Page { id: 1, text: "x".repeat(length), encoded_on: nowhere(), decoded_on: nowhere() }
}

async fn connect(server: &Server) -> MultiplexedConnection {
    multiplexed::connect(&Client::open(server.url()).unwrap()).await.unwrap()
}

// The runtime of these tests is the thread of the test.

#[tokio::test]
async fn a_large_document_leaves_the_thread_of_the_runtime() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = connect(&server).await;
    let key = Page::key_for(1);

    save(&mut con, page(LARGE)).await.unwrap();
    let page = load(&mut con, &key).await.unwrap().unwrap();

    assert_eq!(page.text.len(), LARGE);
    assert_ne!(page.encoded_on, this_thread());
    assert_ne!(page.decoded_on, this_thread());
    let seconds: i64 = con.ttl(&key).await.unwrap();
    assert!((1..=1800).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_small_one_stays() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = connect(&server).await;
    save(&mut con, page(100)).await.unwrap();
    let page = load(&mut con, &Page::key_for(1)).await.unwrap().unwrap();
    assert_eq!(page.decoded_on, this_thread());
    assert!(load(&mut con, &Page::key_for(2)).await.unwrap().is_none());
}

#[tokio::test]
async fn it_is_the_same_document() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = connect(&server).await;
    let user = User::new(1, 1000);

    save(&mut con, user.clone()).await.unwrap();
    assert!(load_profile(&mut con, 1).await.unwrap().as_ref() == Some(&user));
    save_profile(&mut con, &user).await.unwrap();
    assert!(load(&mut con, &user.key()).await.unwrap() == Some(user));
}
