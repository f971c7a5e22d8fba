//! The scripts behind `update` and the commands at a path, by what a server has counted.

use redis_1::{Commands, InfoDict, cmd};
use redis_derive::{
    DocumentCommands, Expiry, JsonPathCommands, JsonPathPipeline, Key, Namespaced, RedisJson,
    Update,
};
use std::time::Duration;
use test_server::Server;

/// How often a command was called since the statistics were reset.
fn calls(con: &mut redis_1::Connection, command: &str) -> usize {
    let statistics: InfoDict = cmd("INFO").arg("commandstats").query(con).unwrap();
    let line: Option<String> = statistics.get(&format!("cmdstat_{command}"));
    let calls = line.as_deref().and_then(|line| line.strip_prefix("calls=")?.split(',').next());
    calls.map_or(0, |calls| calls.parse().unwrap())
}

#[test]
fn the_script_is_sent_once_and_then_called_by_its_name() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
    let key: Key<u32> = Key::new("counter");
    con.save((&key, &0)).unwrap();
    for _ in 0..10 {
        con.update(&key, |count| *count += 1).unwrap();
    }
    assert_eq!((calls(&mut con, "eval"), calls(&mut con, "evalsha")), (1, 10));
    // One that the server has forgotten is sent again.
    let () = cmd("SCRIPT").arg("FLUSH").query(&mut con).unwrap();
    con.update(&key, |count| *count += 1).unwrap();
    assert_eq!((calls(&mut con, "eval"), calls(&mut con, "evalsha")), (2, 11));
    assert_eq!(con.load(&key).unwrap(), Some(11));
}

#[test]
fn a_change_that_is_none_is_not_written() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
    let key: Key<u32> = Key::new("counter");
    con.save((&key, &7)).unwrap();
    assert_eq!(con.update(&key, |_| ()).unwrap(), Some(7));
    assert_eq!((calls(&mut con, "eval"), calls(&mut con, "evalsha")), (0, 0));
}

#[test]
fn the_script_that_touches_is_called_by_its_name_too() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
    let key: Key<u32> = Key::new("counter").with_expiry(Expiry::After(Duration::from_secs(9)));
    con.save((&key, &0)).unwrap();
    for _ in 0..10 {
        con.update(&key, |_| Update::SaveAndTouch).unwrap();
    }
    assert_eq!((calls(&mut con, "eval"), calls(&mut con, "evalsha")), (1, 10));
}

#[test]
fn a_user_without_scripts_is_told_so() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
    let key: Key<u32> = Key::new("counter");
    con.save((&key, &7)).unwrap();
    let () = cmd("ACL").arg(&["SETUSER", "default", "-@scripting"]).query(&mut con).unwrap();
    let error = con.update(&key, |count| *count += 1).unwrap_err();
    assert_eq!(error.client::<redis_1::RedisError>().unwrap().code(), Some("NOPERM"));
    assert_eq!(con.get::<_, u32>(&key).unwrap(), 7);
}

#[derive(serde::Serialize, serde::Deserialize, RedisJson)]
#[redis_json(paths)]
struct Counter {
    count: u64,
}

/// A server of its own with RedisJSON.
fn with_json() -> (Server, redis_1::Connection) {
    let module = std::env::var("REDIS_JSON_MODULE").unwrap();
    let server = Server::start_private(&["--loadmodule", &module]).unwrap();
    let con = redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
    (server, con)
}

#[test]
fn the_scripts_at_a_path_are_called_by_their_names_too() {
    let (_server, mut con) = with_json();
    let key: Key<Counter> = Key::new("counter");
    let path = Counter::paths().count();
    let all = |con: &mut redis_1::Connection| {
        con.json_save((&key, &Counter { count: 0 })).unwrap();
        assert!(con.json_set_at(&key, path.clone(), 1).unwrap());
        assert_eq!(con.json_increment_at(&key, path.clone(), 1).unwrap(), Some(2));
    };
    for _ in 0..3 {
        all(&mut con);
    }
    assert_eq!((calls(&mut con, "eval"), calls(&mut con, "evalsha")), (3, 9));
    let () = cmd("SCRIPT").arg("FLUSH").query(&mut con).unwrap();
    all(&mut con);
    assert_eq!((calls(&mut con, "eval"), calls(&mut con, "evalsha")), (6, 12));
}

#[test]
fn a_pipeline_has_the_texts_since_nothing_in_it_can_be_sent_again() {
    let (_server, mut con) = with_json();
    let key: Key<Counter> = Key::new("counter");
    let mut pipeline = redis_1::pipe();
    pipeline.atomic().json_save((&key, &Counter { count: 1 })).unwrap().ignore();
    pipeline.json_increment_at(&key, Counter::paths().count(), 1).unwrap().ignore();
    pipeline.exec(&mut con).unwrap();
    assert_eq!((calls(&mut con, "eval"), calls(&mut con, "evalsha")), (2, 0));
    assert_eq!(con.json_load(&key).unwrap().unwrap().count, 2);
}

#[test]
fn a_script_is_sent_again_into_the_same_namespace() {
    let (_server, con) = with_json();
    let mut con = Namespaced::new(con, "staging").unwrap();
    let key: Key<Counter> = Key::new("counter");
    con.json_save((&key, &Counter { count: 1 })).unwrap();
    assert_eq!(con.inner_mut().exists::<_, u8>("staging:counter").unwrap(), 1);
    assert_eq!(con.json_load(&key).unwrap().unwrap().count, 1);
}
