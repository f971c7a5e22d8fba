//! Several client majors in one program, for one type.

use redis_derive::{Error, RedisJson, from_redis_json};
use tests::{User, key, url};

/// Needs nothing but `RedisJson`, which stands for the traits of every major that is on.
fn write_by_each<T: RedisJson>(value: &T) -> [Vec<u8>; 4] {
    [
        redis_0_27::cmd("ECHO").arg(value).get_packed_command(),
        redis_0_32::cmd("ECHO").arg(value).get_packed_command(),
        redis_1::cmd("ECHO").arg(value).get_packed_command(),
        redis_2::cmd("ECHO").arg(value).get_packed_command(),
    ]
}

#[test]
fn one_value_is_the_same_argument_in_each() {
    let [first, rest @ ..] = write_by_each(&User::new(1));
    assert!(first.starts_with(b"*2\r\n$4\r\nECHO\r\n"));
    assert_eq!(rest, [first.clone(), first.clone(), first]);
}

#[test]
fn what_one_major_writes_another_reads() {
    let key = key("majors");
    let mut old = redis_0_27::Client::open(url()).unwrap().get_connection().unwrap();
    let mut new = redis_2::Client::open(url()).unwrap().get_connection().unwrap();
    redis_0_27::cmd("SET").arg(&key).arg(User::new(1)).exec(&mut old).unwrap();
    let user: User = redis_2::cmd("GETDEL").arg(&key).query(&mut new).unwrap();
    assert_eq!(user, User::new(1));
}

fn error() -> Error {
    from_redis_json::<User>(b"5").unwrap_err()
}

#[test]
fn the_error_turns_into_that_of_each() {
    let messages = [
        redis_0_27::RedisError::from(error()).to_string(),
        redis_0_32::RedisError::from(error()).to_string(),
        redis_1::RedisError::from(error()).to_string(),
        redis_2::RedisError::from(error()).to_string(),
    ];
    for message in messages {
        assert!(message.ends_with(&error().to_string()), "{message}");
    }
}
