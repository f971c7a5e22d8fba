//! **What must not be done**: a script that decodes a document with Lua's `cjson`, changes it, and
//! encodes it again. That damages the document, also in fields that the script does not touch ([Lua
//! API](https://redis.io/docs/latest/develop/programmability/lua-api/)). The tests here hold this
//! on the server that they find, and it was seen on Redis 7.0 and Valkey 9.1:
//!
//! | JSON | becomes |
//! |---|---|
//! | `[]` | `{}`, so a `Vec` no longer decodes |
//! | `100000000000000` and greater | `1e+14`, so an integer no longer decodes |
//! | `123456789012345`, `0.30000000000000004` | `1.2345678901234e+14`, `0.3`: 14 digits are left |
//! | `{"b":1,"a":2}`, `"a/b"` | `{"a":2,"b":1}`, `"a\/b"`: a comparison of bytes takes that for a change |
//!
//! A script may decode a document to look at small numbers. To write, let it compare and store
//! bytes that the program has made, as [`compare_and_set`](crate::compare_and_set) does, or keep a
//! number that many change in a key of its own (`INCRBY`).

use crate::transfer::Transfer;
use redis::aio::ConnectionLike;
use redis::{RedisResult, Script};
use std::sync::LazyLock;

/// Replies with 1 when it has moved the money.
static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "\
local from = cjson.decode(redis.call('GET', KEYS[1]))
local to = cjson.decode(redis.call('GET', KEYS[2]))
local cents = tonumber(ARGV[1])
if from.cents < cents then
    return 0
end
from.cents = from.cents - cents
to.cents = to.cents + cents
redis.call('SET', KEYS[1], cjson.encode(from), 'KEEPTTL')
redis.call('SET', KEYS[2], cjson.encode(to), 'KEEPTTL')
return 1",
    )
});

/// Moves money from one account to another, and damages both. Returns whether there was enough.
///
/// # Errors
///
/// Those of Redis.
pub async fn transfer(
    con: &mut (impl ConnectionLike + Send),
    transfer: &Transfer,
) -> RedisResult<bool> {
    SCRIPT.key(&transfer.accounts()).arg(transfer.cents).invoke_async(con).await
}
