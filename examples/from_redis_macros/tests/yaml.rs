//! Documents that redis-macros has written as YAML, and what reads them.

use from_redis_macros::{Yaml, load_migrating};
use redis::{Commands, Connection};
use redis_derive::{DocumentCommands, Key, RedisJson};
use redis_macros::{FromRedisValue, ToRedisArgs};
use serde::{Deserialize, Deserializer, Serialize};
use std::cell::RefCell;
use test_server::Server;

/// One that neither YAML nor JSON reads by chance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromRedisValue, ToRedisArgs)]
#[redis_serializer(serde_norway)]
struct Before {
    id: u32,
    name: String,
    tags: Vec<Option<String>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
struct After {
    id: u32,
    name: String,
    tags: Vec<Option<String>>,
}

fn before() -> Before {
    let tags = vec![None, Some("no".into()), Some("1e3".into()), Some("a: \"b\"\n\t\u{7}é".into())];
    Before { id: 7, name: "null".into(), tags }
}

fn after() -> After {
    let Before { id, name, tags } = before();
    After { id, name, tags }
}

fn connect() -> (Server, Connection, Key<After>) {
    let server = Server::start().unwrap();
    let con = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    (server, con, Key::new(test_server::key("yaml")))
}

#[test]
fn the_newtype_writes_and_reads_what_redis_macros_does() {
    let (_server, mut con, key) = connect();
    let () = con.set(&key, before()).unwrap();
    let written: String = con.get(&key).unwrap();
    assert!(written.starts_with("id: 7\nname: 'null'\n"), "{written}");
    assert_eq!(con.get::<_, Option<Yaml<After>>>(&key).unwrap(), Some(Yaml(after())));

    let () = con.set(&key, Yaml(after())).unwrap();
    assert_eq!(con.get::<_, String>(&key).unwrap(), written);
    assert_eq!(con.get::<_, Before>(&key).unwrap(), before());

    let () = con.set(&key, "id: hunter2").unwrap();
    let error = con.get::<_, Yaml<After>>(&key).unwrap_err().to_string();
    assert!(
        error.contains("not the YAML that is expected") && !error.contains("hunter2"),
        "{error}"
    );
    let () = con.del(&key).unwrap();
    assert_eq!(con.get::<_, Option<Yaml<After>>>(&key).unwrap(), None);
}

#[test]
fn a_document_is_migrated_once_and_keeps_its_expiry() {
    let (_server, mut con, key) = connect();
    assert_eq!(load_migrating(&mut con, &key).unwrap(), None);
    let () = con.set_ex(&key, before(), 1000).unwrap();
    con.load(&key).unwrap_err();
    for _ in 0..2 {
        assert_eq!(load_migrating(&mut con, &key).unwrap(), Some(after()));
        assert_eq!(con.load(&key).unwrap(), Some(after()));
        let seconds: i64 = con.ttl(&key).unwrap();
        assert!((1..=1000).contains(&seconds), "{seconds}");
    }
    // Programs that have not moved yet read JSON as well, as it is YAML.
    assert_eq!(con.get::<_, Before>(&key).unwrap(), before());
    let () = con.del(&key).unwrap();
}

/// YAML has no DEL, for one.
#[test]
fn a_document_that_is_json_and_no_yaml_is_read() {
    let (_server, mut con, key) = connect();
    let document = After { name: "\u{7f}".into(), ..after() };
    con.save((&key, &document)).unwrap();
    con.get::<_, Before>(&key).unwrap_err();
    assert_eq!(load_migrating(&mut con, &key).unwrap(), Some(document));
    let () = con.del(&key).unwrap();
}

#[test]
fn a_document_that_is_neither_stays_as_it_is() {
    let (_server, mut con, key) = connect();
    let () = con.set(&key, "id: hunter2").unwrap();
    let error = load_migrating(&mut con, &key).unwrap_err().to_string();
    assert!(!error.contains("hunter2"), "{error}");
    assert_eq!(con.get::<_, String>(&key).unwrap(), "id: hunter2");
    let () = con.del(&key).unwrap();
}

thread_local! {
    /// What happens once a document has been read, and before it is written.
    static THEN: RefCell<Option<Box<dyn FnOnce()>>> = RefCell::default();
}

#[derive(Debug, PartialEq, Serialize)]
struct Interrupted(After);

impl<'de> Deserialize<'de> for Interrupted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = After::deserialize(deserializer)?;
        if let Some(then) = THEN.take() {
            then();
        }
        Ok(Self(document))
    }
}

#[test]
fn what_another_client_writes_meanwhile_is_not_lost() {
    let (server, mut con, key) = connect();
    let () = con.set(&key, before()).unwrap();
    let mut other = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    let theirs = key.clone();
    THEN.set(Some(Box::new(move || other.set(&theirs, Before { id: 8, ..before() }).unwrap())));

    let key_of_interrupted = Key::new(key.as_str());
    let document = load_migrating(&mut con, &key_of_interrupted).unwrap();
    let newest = After { id: 8, ..after() };
    assert_eq!(document.map(|Interrupted(document)| document).as_ref(), Some(&newest));
    assert_eq!(con.take(&key).unwrap(), Some(newest));
}
