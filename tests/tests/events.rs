//! What is told to the crate `tracing`: what a cache does, by the name of the type, with no value.

use redis_1::{Client, Commands};
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};
use tests::{Heard, url};

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:secret", part(run: String), ttl = "10m", cache)]
struct Secret {
    text: String,
}

#[test]
fn what_a_cache_does_is_told_without_a_value() {
    let run = tests::key("hunter2").replace("redis-derive:", "");
    let key = Secret::key_for(run);
    let mut con = Client::open(url()).unwrap().get_connection().unwrap();
    let heard = Heard::default();
    tracing::subscriber::with_default(heard.clone(), || {
        let secret = || Secret { text: "hunter2".to_owned() };
        con.load_or_else(&key, secret).unwrap();
        con.load_or_else(&key, secret).unwrap();
        let () = con.set(&key, "hunter2").unwrap();
        con.load_or_else(&key, secret).unwrap();
    });
    con.remove(&key).unwrap();
    let miss = "DEBUG message=miss: the source is asked document=\"events::Secret\"\n\
                DEBUG message=the fill has ended document=\"events::Secret\"\n";
    let expected = format!(
        "{miss}TRACE message=hit document=\"events::Secret\"\n\
         WARN message=the entry does not decode, and is filled again document=\"events::Secret\"\n\
         {miss}"
    );
    assert_eq!(heard.text(), expected);
}

#[test]
fn a_conflict_and_a_fill_of_many_are_told_too() {
    let run = tests::key("hunter2").replace("redis-derive:", "");
    let (key, secret) = (Secret::key_for(run), || Secret { text: "hunter2".to_owned() });
    let mut con = Client::open(url()).unwrap().get_connection().unwrap();
    let mut other = Client::open(url()).unwrap().get_connection().unwrap();
    let heard = Heard::default();
    tracing::subscriber::with_default(heard.clone(), || {
        let source = |_: Vec<_>| Ok::<_, redis_derive::Error>(vec![Some(secret())]);
        con.load_many_or_find([&key], source).unwrap();
        let mut is_first = true;
        con.update(&key, |secret| {
            if std::mem::take(&mut is_first) {
                other.save((&key, &Secret { text: "hunter3".to_owned() })).unwrap();
            }
            secret.text.push('x');
        })
        .unwrap();
    });
    con.remove(&key).unwrap();
    let heard = heard.text();
    let said: Vec<_> = heard.lines().map(|line| line.split(" document=").next().unwrap()).collect();
    assert_eq!(
        said,
        [
            "DEBUG message=misses: the source is asked",
            "DEBUG message=the fills have ended",
            "DEBUG message=conflict: another client has written, and it is tried again",
        ]
    );
    assert!(!heard.contains("hunter"), "{heard}");
}
