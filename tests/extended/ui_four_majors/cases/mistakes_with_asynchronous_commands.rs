//! Each mistake with a command that is awaited is one error, at the argument.
//@ errors: 15
//@ at: user

use futures_util::TryStreamExt;
use redis_1::aio::MultiplexedConnection as Connection;
use redis_derive::{AsyncDocumentCommands, Key, KeyPattern, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "1h", cache)]
struct User {
    id: u64,
}

struct NotStored;

async fn value_for_a_key(con: &mut Connection, user: &User) {
    con.load(user).await.unwrap();
}

async fn number_for_a_key(con: &mut Connection) {
    con.remove(42).await.unwrap();
}

async fn key_without_its_parts(con: &mut Connection) {
    con.touch(User::key_for).await.unwrap();
}

async fn one_key_for_many(con: &mut Connection) {
    con.load_many(User::key_for(1)).await.unwrap();
}

async fn numbers_for_keys(con: &mut Connection) {
    con.remove_many([1, 2]).await.unwrap();
}

async fn value_without_a_reference(con: &mut Connection, user: User) {
    con.save(user).await.unwrap();
}

async fn values_without_references(con: &mut Connection, users: Vec<User>) {
    con.save_many(users).await;
}

async fn text_with_a_key(con: &mut Connection) {
    con.save((User::key_for(1), "Ada")).await.unwrap();
}

async fn type_without_serde(con: &mut Connection, key: Key<NotStored>) {
    con.load(key).await.unwrap();
}

async fn closure_for_another_type(con: &mut Connection) {
    con.update(User::key_for(1), |user: &mut u64| *user += 1).await.unwrap();
}

async fn closure_that_returns_a_value(con: &mut Connection) {
    con.update(User::key_for(1), |user| user.id).await.unwrap();
}

async fn source_that_is_not_awaited(con: &mut Connection, user: &User) {
    con.load_or_else(User::key_for(1), || user.clone()).await.unwrap();
}

async fn value_for_a_source(con: &mut Connection, user: User) {
    con.load_or_else(User::key_for(1), user).await.unwrap();
}

async fn one_key_of_many_entries(con: &mut Connection) {
    let source = async |_| Ok::<_, redis_derive::Error>(Vec::new());
    con.load_many_or_find(User::key_for(1), source).await.unwrap();
}

async fn stream_of_a_type_without_serde(con: &mut Connection, pattern: &KeyPattern<NotStored>) {
    con.scan_documents(pattern).try_next().await.unwrap();
}

fn main() {}
