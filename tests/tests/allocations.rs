//! Allocations, counted exactly: writing adds none to what the command needs, and reading makes
//! those of the value.

use allocation_counter::{AllocationInfo, measure};
use futures_util::FutureExt;
use redis_1::aio::ConnectionLike;
use redis_1::{Cmd, Pipeline, RedisFuture, Value, cmd, from_redis_value, from_redis_value_ref};
use redis_derive::{AsyncDocumentCommands, Document, Key, to_redis_json};
use std::hint::black_box;
use tests::{Settings, User};

fn documents() -> [User; 3] {
    [10, 1_000, 50_000].map(|length| User { name: "x".repeat(length), ..User::new(1) })
}

fn json(user: &User) -> String {
    serde_json::to_string(user).unwrap()
}

/// How many allocations there were, of how many bytes in all.
fn count(f: impl FnOnce()) -> (u64, u64) {
    let AllocationInfo { count_total, bytes_total, .. } = measure(f);
    (count_total, bytes_total)
}

#[test]
fn writing_adds_none_to_what_the_command_needs() {
    for user in documents() {
        let json = json(&user);
        // The first value of a thread makes the buffer.
        cmd("SET").arg(&user);
        let bytes = count(|| _ = black_box(cmd("SET").arg("key").arg(json.as_bytes())));
        let value = count(|| _ = black_box(cmd("SET").arg("key").arg(&user)));
        assert_eq!(value, bytes, "{} bytes", json.len());
    }
}

#[test]
fn to_redis_json_allocates_as_serde_json_does() {
    for user in documents() {
        let expected = measure(|| _ = black_box(serde_json::to_vec(&user))).count_total;
        let actual = measure(|| _ = black_box(to_redis_json(&user))).count_total;
        assert_eq!(actual, expected);
    }
}

#[test]
fn reading_makes_the_allocations_of_the_value() {
    for user in documents() {
        let json = json(&user);
        let reply = Value::BulkString(json.clone().into());
        let value = count(|| _ = black_box(serde_json::from_str::<User>(&json).unwrap()));
        let by_reference = count(|| _ = black_box(from_redis_value_ref::<User>(&reply).unwrap()));
        assert_eq!(by_reference, value);
        let by_value = count(|| _ = black_box(from_redis_value::<User>(reply).unwrap()));
        assert_eq!(by_value, value);
    }
}

#[test]
fn reading_many_adds_the_vec_alone() {
    let users: Vec<User> = (0..1000).map(User::new).collect();
    let replies: Vec<String> = users.iter().map(json).collect();
    let reply =
        Value::Array(replies.iter().map(|json| Value::BulkString(json.clone().into())).collect());
    let values = measure(|| {
        let users: Result<Vec<User>, _> =
            replies.iter().map(|json| serde_json::from_str(json)).collect();
        black_box(users.unwrap());
    });
    let read = measure(|| _ = black_box(from_redis_value_ref::<Vec<User>>(&reply).unwrap()));
    assert_eq!(read.count_total, values.count_total);
    assert_eq!(read.bytes_total, values.bytes_total);
}

#[test]
fn a_document_allocates_nothing_but_its_view() {
    let json = r#"{"id":1,"name":"Ada","tags":["a","b"]}"#;
    let reply = Value::BulkString(json.into());
    let mut document = None;
    assert_eq!(count(|| document = Some(from_redis_value::<Document>(reply).unwrap())), (0, 0));
    let document = document.unwrap();
    let read = measure(|| _ = black_box(document.read::<View<'_>>().unwrap()));
    assert_eq!(read.count_total, 1);
    let copied = count(|| _ = black_box(document.clone()));
    let reply = Value::BulkString(json.into());
    assert_eq!(count(|| _ = black_box(from_redis_value_ref::<Document>(&reply).unwrap())), copied);
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "only read")]
struct View<'a> {
    id: u64,
    name: &'a str,
    /// The one allocation.
    tags: Vec<&'a str>,
}

#[test]
fn a_huge_document_gives_its_memory_back() {
    let settings =
        Settings { extra: [("x".repeat(5_000_000), 1.into())].into(), ..Settings::default() };
    let written = measure(|| {
        cmd("SET").arg(&settings);
    });
    assert!(written.bytes_max > 5_000_000, "{written:?}");
    assert!(written.bytes_current <= 64 * 1024, "{written:?}");
}

#[test]
fn the_buffer_keeps_no_more_than_its_bound() {
    let kept = |length| {
        std::thread::spawn(move || {
            let user = User { name: "x".repeat(length), ..User::default() };
            measure(|| _ = cmd("SET").arg(&user)).bytes_current
        })
        .join()
        .unwrap()
    };
    assert!((1..=64 * 1024).contains(&kept(30_000)));
    assert_eq!(kept(70_000), 0);
}

/// An asynchronous connection that replies at once.
struct Immediate(String);

impl ConnectionLike for Immediate {
    fn req_packed_command<'a>(&'a mut self, _: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async { Ok(Value::BulkString(self.0.clone().into())) })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        _: &'a Pipeline,
        _: usize,
        _: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        unimplemented!("there is one command")
    }

    fn get_db(&self) -> i64 {
        0
    }
}

#[test]
fn an_asynchronous_command_adds_its_future_alone() {
    let (mut con, key) = (Immediate(json(&User::new(1))), Key::<User>::new("user:1"));
    let by_hand = count(|| {
        let mut get = Cmd::with_capacity(2, 10);
        get.arg("GET").arg("user:1");
        black_box(get.query_async::<Option<User>>(&mut con).now_or_never().unwrap().unwrap());
    });
    let load = count(|| _ = black_box(con.load(&key).now_or_never().unwrap().unwrap()));
    let size = load.1 - by_hand.1;
    assert_eq!(load.0, by_hand.0 + 1);
    assert!(size <= 1024, "{size} bytes");
}
