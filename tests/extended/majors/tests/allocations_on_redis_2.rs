//! Allocations of redis 2, counted exactly.

use allocation_counter::measure;
use redis_derive::{Document, Key};
use std::hint::black_box;
use tests::User;

#[test]
fn a_command_of_redis_2_is_allocated_once() {
    let user = User { name: "Ada".to_owned(), ..User::new(1) };
    let key = Key::<User>::new("user:1");
    // The first value of a thread makes the buffer.
    redis_2::cmd("SET").arg(&user);
    let written = measure(|| _ = black_box(redis_2::Cmd::set(&key, &user)));
    // The arguments, and where each of them ends.
    assert_eq!(written.count_total, 2);
    let document = Document::from_json(serde_json::to_string(&user).unwrap()).unwrap();
    assert_eq!(measure(|| _ = black_box(redis_2::Cmd::set(&key, &document))).count_total, 2);
}
