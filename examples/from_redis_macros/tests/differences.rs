//! The differences between redis-macros and this library for the same type and reply: a test for
//! each line of the table in the chapter "Moving from redis-macros".

use redis::{Commands, Connection, FromRedisValue, ToRedisArgs, cmd};
use redis_derive::{Document, DocumentCommands, Key, RedisJson, path, to_redis_json};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use test_server::{Server, key};

/// The same types with the derives of the one and of the other.
macro_rules! types {
    ($module:ident $($derive:path),*) => {
        mod $module {
            use super::*;

            #[derive(Debug, PartialEq, Serialize, Deserialize, $($derive),*)]
            pub(super) struct User {
                pub(super) id: u32,
                pub(super) name: String,
            }

            #[derive(Debug, Default, PartialEq, Serialize, Deserialize, $($derive),*)]
            #[serde(default)]
            pub(super) struct Settings {
                pub(super) theme: String,
            }

            #[derive(Debug, PartialEq, Serialize, Deserialize, $($derive),*)]
            pub(super) struct Page {
                pub(super) attributes: HashMap<String, Value>,
            }

            #[derive(Debug, PartialEq, Serialize, Deserialize, $($derive),*)]
            pub(super) struct Visits(pub(super) u64);

            #[derive(Debug, Default, PartialEq, Serialize, Deserialize, $($derive),*)]
            pub(super) struct Distances(pub(super) HashMap<(u8, u8), u32>);
        }
    };
}

types!(before redis_macros::FromRedisValue, redis_macros::ToRedisArgs);
types!(after redis_derive::RedisJson);

/// A server with a key of its own for a test.
struct Redis {
    con: Connection,
    key: String,
    _server: Server,
}

impl Redis {
    fn start() -> Self {
        let server = Server::start_with_json().unwrap();
        let con = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        Self { con, key: key("differences"), _server: server }
    }

    /// A document in RedisJSON.
    fn with_json(document: &Value) -> Self {
        let mut redis = Self::start();
        cmd("JSON.SET")
            .arg(&redis.key)
            .arg("$")
            .arg(document.to_string())
            .exec(&mut redis.con)
            .unwrap();
        redis
    }

    /// A string.
    fn with(document: &str) -> Self {
        let mut redis = Self::start();
        let () = redis.con.set(&redis.key, document).unwrap();
        redis
    }

    fn json_get<T: FromRedisValue>(&mut self, path: &str) -> Result<T, String> {
        let reply = cmd("JSON.GET").arg(&self.key).arg(path).query(&mut self.con);
        reply.map_err(|error| error.to_string())
    }

    fn get<T: FromRedisValue>(&mut self) -> Result<T, String> {
        self.con.get(&self.key).map_err(|error| error.to_string())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let () = self.con.del(&self.key).unwrap();
    }
}

#[track_caller]
fn error<T: Debug>(result: Result<T, String>) -> String {
    result.unwrap_err()
}

#[test]
fn no_match_of_a_path() {
    let mut redis = Redis::with_json(&json!({"theme": "dark"}));
    let path = "$.misspelt";
    assert_eq!(redis.json_get(path), Ok(before::Settings::default()));
    assert!(error(redis.json_get::<after::Settings>(path)).contains("`path::One<Settings>`"));
    assert!(error(redis.json_get::<path::One<after::Settings>>(path)).contains("no match"));
    assert_eq!(redis.json_get(path), Ok(path::Optional(None::<after::Settings>)));
}

#[test]
fn one_match_of_a_path() {
    let document = json!({"attributes": {"colour": "red"}});
    let attributes: HashMap<String, Value> =
        serde_json::from_value(document["attributes"].clone()).unwrap();
    let mut redis = Redis::with_json(&document);

    let nested = HashMap::from([("attributes".to_owned(), document["attributes"].clone())]);
    assert_eq!(redis.json_get("$"), Ok(before::Page { attributes: nested }));
    assert!(error(redis.json_get::<after::Page>("$")).contains("`path::One<Page>`"));
    assert_eq!(redis.json_get("$"), Ok(path::One(after::Page { attributes: attributes.clone() })));
    assert_eq!(redis.json_get("."), Ok(after::Page { attributes }));
}

#[test]
fn several_matches_of_a_path() {
    let mut redis = Redis::with_json(&json!({"a": {"n": 1}, "b": {"n": 2}}));
    assert!(redis.json_get::<before::Visits>("$..n").is_err());
    assert!(redis.json_get::<redis_macros::Json<u64>>("$..n").is_err());
    assert_eq!(redis.json_get("$..n"), Ok(path::All(vec![after::Visits(1), after::Visits(2)])));
}

#[test]
fn a_json_array_for_a_struct() {
    let mut redis = Redis::with(r#"[7, "ada"]"#);
    assert_eq!(redis.get(), Ok(before::User { id: 7, name: "ada".into() }));
    assert!(error(redis.get::<after::User>()).contains("invalid type: sequence"));
}

#[test]
fn a_json_array_for_a_vec() {
    let mut redis = Redis::with("[1, 2]");
    assert!(redis.get::<Vec<before::Visits>>().is_err());
    assert_eq!(redis.get(), Ok(vec![after::Visits(1), after::Visits(2)]));

    let mut redis = Redis::with("[1]");
    assert_eq!(redis.get(), Ok(vec![before::Visits(1)]));
    assert_eq!(redis.get(), Ok(vec![after::Visits(1)]));
}

#[test]
fn the_wrapper_of_the_same_name() {
    let mut redis = Redis::with("[[1, 2]]");
    let redis_macros::Json(inner) = redis.get::<redis_macros::Json<Value>>().unwrap();
    assert_eq!(inner, json!([1, 2]));
    assert_eq!(redis.get(), Ok(redis_derive::Json(json!([[1, 2]]))));
    assert_eq!(redis.get(), Ok(path::One(json!([1, 2]))));

    let mut redis = Redis::with(r#"{"n": 1}"#);
    assert!(redis.get::<redis_macros::Json<Value>>().is_err());
    assert_eq!(redis.get(), Ok(redis_derive::Json(json!({"n": 1}))));
}

#[test]
fn a_reply_that_is_no_bulk_string() {
    let mut redis = Redis::start();
    let mut incr = cmd("INCR");
    incr.arg(&redis.key);
    assert!(incr.query::<before::Visits>(&mut redis.con).is_err());
    assert_eq!(incr.query(&mut redis.con), Ok(after::Visits(2)));

    let mut status = cmd("EVAL");
    status.arg(r#"return redis.status_reply('{"theme":"dark"}')"#).arg(0);
    assert!(status.query::<before::Settings>(&mut redis.con).is_err());
    let dark = after::Settings { theme: "dark".into() };
    assert_eq!(status.query(&mut redis.con), Ok(dark));
}

#[test]
fn the_text_of_an_error() {
    let mut redis = Redis::with(r#"{"id": "hunter2", "name": "ada"}"#);
    let before = error(redis.get::<before::User>());
    assert!(before.contains("hunter2") && !before.contains("u32"), "{before}");
    let after = error(redis.get::<after::User>());
    assert!(!after.contains("hunter2"), "{after}");
    assert!(after.contains("invalid type: string, expected u32 at `id`, line 1 column"), "{after}");
}

#[test]
fn nil() {
    let mut redis = Redis::start();
    assert_eq!(redis.get(), Ok(None::<before::User>));
    assert_eq!(redis.get(), Ok(None::<after::User>));
    assert!(error(redis.get::<before::User>()).contains("(response was nil)"));
    assert!(error(redis.get::<after::User>()).contains("`Option<User>` reads that as `None`"));
}

/// What is said where an argument cannot be made.
fn panic_of(value: impl ToRedisArgs) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| value.to_redis_args())).unwrap_err();
    *panic.downcast().unwrap()
}

#[test]
fn a_value_that_cannot_be_written() {
    let distances = || HashMap::from([((1, 2), 3)]);
    let before = panic_of(before::Distances(distances()));
    assert!(before.contains("key must be a string") && !before.contains("Distances"), "{before}");
    let after = panic_of(after::Distances(distances()));
    assert!(after.contains("key must be a string") && after.contains("Distances"), "{after}");

    let after = after::Distances(distances());
    to_redis_json(&after).unwrap_err();
    let mut redis = Redis::start();
    redis.con.save((&Key::new(&redis.key), &after)).unwrap_err();
    assert!(!redis.con.exists::<_, bool>(&redis.key).unwrap());
}

#[test]
fn many_values_as_one_argument() {
    fn arguments(values: impl ToRedisArgs) -> Vec<Vec<u8>> {
        values.to_redis_args()
    }
    let visits = [after::Visits(1), after::Visits(2)];
    assert_eq!(arguments(&[before::Visits(1), before::Visits(2)]), [b"1", b"2"]);
    assert_eq!(arguments(&visits), [b"1", b"2"]);
    assert_eq!(arguments(redis_derive::Json(&visits)), [b"[1,2]"]);
}

/// What does not compile with redis-macros is in `src/lib.rs`.
#[test]
fn types_that_only_one_of_them_takes() {
    #[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
    struct Id<T> {
        id: u64,
        #[serde(skip)]
        of: PhantomData<T>,
    }
    #[derive(Debug, PartialEq)]
    struct NoSerde;
    #[derive(Debug, PartialEq, Serialize, Deserialize, redis_macros::ToRedisArgs)]
    struct View<'a> {
        name: &'a str,
    }

    let mut redis = Redis::with(r#"{"id": 7, "name": "ada"}"#);
    assert_eq!(redis.get(), Ok(Id::<NoSerde> { id: 7, of: PhantomData }));
    let document: Document = redis.get().unwrap();
    let view = View { name: "ada" };
    assert_eq!(document.read().as_ref(), Ok(&view));
    assert_eq!(view.to_redis_args(), [br#"{"name":"ada"}"#]);
}
