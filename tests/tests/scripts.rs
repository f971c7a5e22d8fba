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
fn who_may_use_no_scripts_updates_where_the_server_compares_by_itself() {
    let no_scripts: [&[&str]; 2] =
        [&[], &["--rename-command", "EVALSHA", "", "--rename-command", "EVAL", ""]];
    for options in no_scripts {
        let server = Server::start_private(options).unwrap();
        let connect = || redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
        let (mut con, mut other) = (connect(), connect());
        let key: Key<u32> = Key::new("counter").with_expiry(Expiry::After(Duration::from_secs(99)));
        con.save((&key, &7)).unwrap();
        let () = cmd("ACL").arg(&["SETUSER", "default", "-@scripting"]).query(&mut con).unwrap();
        if !tests::knows_ifeq(&mut con) {
            let error = con.update(&key, |count| *count += 1).unwrap_err();
            let code = error.client::<redis_1::RedisError>().unwrap().code().unwrap().to_owned();
            assert!(["NOPERM", "ERR"].contains(&&*code), "{code}");
            assert_eq!(con.load(&key).unwrap(), Some(7));
            continue;
        }
        let minute = key.clone().with_expiry(Expiry::After(Duration::from_secs(60)));
        con.update(&minute, |count| *count += 1).unwrap();
        assert!(con.ttl::<_, i64>(&key).unwrap() > 60);
        let mut conflicts = 0;
        let touched = con.update(&minute, |count| {
            conflicts += 1;
            if conflicts < 4 {
                let () = other.set(&key, 100 * conflicts).unwrap();
            }
            *count += 1;
            Update::SaveAndTouch
        });
        assert_eq!((touched.unwrap(), conflicts), (Some(301), 4));
        assert_eq!(con.load(&key).unwrap(), Some(301));
        assert!((1..=60).contains(&con.ttl::<_, i64>(&key).unwrap()));
    }
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
