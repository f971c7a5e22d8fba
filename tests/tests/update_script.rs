//! The script behind `update`, by what a server has counted.

use redis_1::{Commands, InfoDict, cmd};
use redis_derive::{DocumentCommands, Expiry, Key, Update};
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
