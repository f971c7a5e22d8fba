//! Neither of serde's derives: two mistakes, and no further error where the type is used.

use redis_1::Commands;
use redis_derive::RedisJson;

#[derive(RedisJson)]
struct User {
    id: u64,
}

fn use_it(con: &mut redis_1::Connection, user: &User) -> redis_1::RedisResult<Vec<User>> {
    redis_1::cmd("SET").arg("key").arg(user).exec(con)?;
    let () = con.set("key", user)?;
    let _: Option<User> = con.get("key")?;
    redis_1::cmd("MGET").arg("key").query(con)
}

fn main() {}
