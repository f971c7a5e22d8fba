//! Writing: one value, one argument, complete or not at all.

use crate::redis::{self, Cmd, Pipeline, ToRedisArgs, cmd, pipe};
use redis_derive::{ErrorKind, RedisJson, to_redis_json};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use tests::{Count, Unserializable, User};

/// A command as it goes over the wire
/// (<https://redis.io/docs/latest/develop/reference/protocol-spec/>).
fn wire(arguments: &[&[u8]]) -> Vec<u8> {
    let mut wire = format!("*{}\r\n", arguments.len()).into_bytes();
    for argument in arguments {
        wire.extend(format!("${}\r\n", argument.len()).into_bytes());
        wire.extend(*argument);
        wire.extend(b"\r\n");
    }
    wire
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_string(value).unwrap().into_bytes()
}

#[test]
fn an_argument_is_the_json_of_the_value_by_reference_and_by_value() {
    let user = User::new(1);
    let expected = wire(&[b"SET", b"key", &json(&user)]);
    assert_eq!(cmd("SET").arg("key").arg(&user).get_packed_command(), expected);
    assert_eq!(cmd("SET").arg("key").arg(Box::new(user.clone())).get_packed_command(), expected);
    assert_eq!(cmd("SET").arg("key").arg(Rc::new(user.clone())).get_packed_command(), expected);
    assert_eq!(cmd("SET").arg("key").arg(Arc::new(user.clone())).get_packed_command(), expected);
    assert_eq!(cmd("SET").arg("key").arg(user).get_packed_command(), expected);
}

#[test]
fn a_collection_is_an_argument_for_each_element() {
    let users = [User::new(1), User::new(2)];
    let [one, two] = [json(&users[0]), json(&users[1])];
    let expected = wire(&[b"RPUSH", b"key", &one, &two]);
    assert_eq!(cmd("RPUSH").arg("key").arg(&users).get_packed_command(), expected);
    assert_eq!(cmd("RPUSH").arg("key").arg(&users[..]).get_packed_command(), expected);
    assert_eq!(cmd("RPUSH").arg("key").arg(users.to_vec()).get_packed_command(), expected);
    assert_eq!(cmd("RPUSH").arg("key").arg((&users[0], &users[1])).get_packed_command(), expected);
    assert_eq!(cmd("RPUSH").arg("key").arg(Some(&users[..])).get_packed_command(), expected);
    let empty: [User; 0] = [];
    assert_eq!(cmd("RPUSH").arg("key").arg(&empty).get_packed_command(), wire(&[b"RPUSH", b"key"]));
}

#[test]
fn an_option_is_one_argument_or_none() {
    let user = User::new(1);
    let expected = wire(&[b"ECHO", &json(&user)]);
    assert_eq!(cmd("ECHO").arg(Some(&user)).get_packed_command(), expected);
    assert_eq!(cmd("ECHO").arg(None::<&User>).get_packed_command(), wire(&[b"ECHO"]));
}

#[test]
fn a_value_counts_as_one_argument_that_is_no_number() {
    let count = Count(5);
    assert_eq!(count.to_redis_args(), [b"5"]);
    assert_eq!(count.num_of_args(), 1);
    assert!(matches!(count.describe_numeric_behavior(), redis::NumericBehavior::NonNumeric));
}

#[test]
fn the_clients_commands_take_values() {
    let users = [User::new(1), User::new(2)];
    let [one, two] = [json(&users[0]), json(&users[1])];
    let packed = |cmd: Cmd| cmd.get_packed_command();
    assert_eq!(packed(Cmd::set("a", &users[0])), wire(&[b"SET", b"a", &one]));
    let pairs = [("a", &users[0]), ("b", &users[1])];
    assert_eq!(packed(Cmd::mset(&pairs)), wire(&[b"MSET", b"a", &one, b"b", &two]));
    assert_eq!(packed(Cmd::hset("h", "a", &users[0])), wire(&[b"HSET", b"h", b"a", &one]));
    let fields = wire(&[b"HMSET", b"h", b"a", &one, b"b", &two]);
    assert_eq!(packed(Cmd::hset_multiple("h", &pairs)), fields);
    assert_eq!(packed(Cmd::rpush("l", &users)), wire(&[b"RPUSH", b"l", &one, &two]));
    assert_eq!(packed(Cmd::publish("c", &users[0])), wire(&[b"PUBLISH", b"c", &one]));
    assert_eq!(packed(Cmd::zadd("z", &users[0], 5)), wire(&[b"ZADD", b"z", b"5", &one]));
    let entry = wire(&[b"XADD", b"x", b"*", b"a", &one, b"b", &two]);
    assert_eq!(packed(Cmd::xadd("x", "*", &pairs)), entry);
}

#[test]
fn a_pipeline_and_a_script_take_values() {
    let user = User::new(1);
    let one = json(&user);
    let mut pipeline: Pipeline = pipe();
    pipeline.set("a", &user).cmd("SET").arg("b").arg(&user);
    let expected = [wire(&[b"SET", b"a", &one]), wire(&[b"SET", b"b", &one])].concat();
    assert_eq!(pipeline.get_packed_pipeline(), expected);
}

#[test]
fn a_long_value_follows_a_short_one_and_the_other_way_round() {
    for length in [0, 10, 100_000, 3, 70_000, 1] {
        let user = User { name: "x".repeat(length), ..User::default() };
        assert_eq!(user.to_redis_args(), [json(&user)]);
    }
}

/// Builds a command of its own while it is being serialized.
struct Nested(User);

impl Serialize for Nested {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let command = cmd("SET").arg("key").arg(&self.0).get_packed_command();
        serializer.serialize_bytes(&command)
    }
}

#[derive(Serialize, RedisJson)]
#[redis_json(write_only)]
struct Outer {
    before: User,
    nested: Nested,
    after: User,
}

#[test]
fn serializing_can_itself_build_a_command() {
    let outer = Outer { before: User::new(1), nested: Nested(User::new(2)), after: User::new(3) };
    assert_eq!(outer.to_redis_args(), [json(&outer)]);
}

#[test]
fn each_thread_writes_for_itself() {
    std::thread::scope(|scope| {
        for id in 0..4 {
            scope.spawn(move || {
                let user = User::new(id);
                for _ in 0..100 {
                    assert_eq!(user.to_redis_args(), [json(&user)]);
                }
            });
        }
    });
}

/// Writes a value when its thread ends, at which time the scratch buffer may be gone.
struct WritesWhenDropped;

impl Drop for WritesWhenDropped {
    fn drop(&mut self) {
        assert_eq!(Count(5).to_redis_args(), [b"5"]);
    }
}

#[test]
fn a_thread_that_ends_can_still_write() {
    thread_local! { static LAST: WritesWhenDropped = const { WritesWhenDropped }; }
    let thread = std::thread::spawn(|| {
        LAST.with(|_| ());
        assert_eq!(Count(5).to_redis_args(), [b"5"]);
    });
    thread.join().unwrap();
}

fn panic_message(write: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(write)).unwrap_err();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn a_failed_serialization_panics_before_the_command_has_a_byte_of_it() {
    let mut command = cmd("SET");
    command.arg("key");
    let before = command.get_packed_command();
    let message = panic_message(|| _ = command.arg(Unserializable::new()));
    assert_eq!(
        message,
        "cannot write `tests::Unserializable` as JSON: key must be a string; \
         `to_redis_json` returns this as an error"
    );
    assert_eq!(command.get_packed_command(), before);
    // And the next value is not written behind a part of the failed one.
    assert_eq!(Count(5).to_redis_args(), [b"5"]);
}

/// Fails with what it was given, which is not to be told.
struct Fails(&'static str);

impl Serialize for Fails {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom(self.0))
    }
}

#[derive(Serialize, RedisJson)]
#[redis_json(write_only)]
struct Leaky(Fails);

#[test]
fn the_panic_does_not_tell_what_the_value_says_of_itself() {
    let message = panic_message(|| drop(Leaky(Fails("hunter2")).to_redis_args()));
    assert!(message.contains("its `Serialize` returned an error"), "{message}");
    assert!(!message.contains("hunter2"), "{message}");
}

#[test]
fn to_redis_json_returns_the_error_in_place_of_the_panic() {
    let error = to_redis_json(&Unserializable::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    assert_eq!(error.type_name(), "tests::Unserializable");
    assert_eq!(
        error.to_string(),
        "cannot write `tests::Unserializable` as JSON: key must be a string"
    );
    assert_eq!((error.line(), error.column(), error.path()), (None, None, None));
}

#[test]
fn to_redis_json_gives_the_bytes_of_the_argument() {
    let user = User::new(1);
    assert_eq!(user.to_redis_json().unwrap(), json(&user));
    assert_eq!(to_redis_json(&user).unwrap(), json(&user));
    assert_eq!(to_redis_json("text").unwrap(), b"\"text\"");
    let expected = wire(&[b"SET", b"key", &json(&user)]);
    assert_eq!(
        cmd("SET").arg("key").arg(user.to_redis_json().unwrap()).get_packed_command(),
        expected
    );
}

#[test]
fn a_failed_write_is_an_error_of_the_client() {
    fn set(value: &Unserializable) -> redis::RedisResult<Vec<u8>> {
        Ok(to_redis_json(value)?)
    }
    let error = set(&Unserializable::new()).unwrap_err();
    assert!(error.to_string().contains("key must be a string"), "{error}");
    assert!(!error.is_io_error() && !error.is_unrecoverable_error());
}
