//! Neither of serde's derives: two mistakes, and no further error where the type is used.
//@ errors: 2
//@ at: User

use redis::Commands;
use redis_derive::RedisJson;

#[derive(RedisJson)]
struct User {
    id: u64,
}

fn use_it(con: &mut redis::Connection, user: &User) -> redis::RedisResult<Vec<User>> {
    redis::cmd("SET").arg("key").arg(user).exec(con)?;
    let () = con.set("key", user)?;
    let _: Option<User> = con.get("key")?;
    redis::cmd("MGET").arg("key").query(con)
}

fn main() {}
