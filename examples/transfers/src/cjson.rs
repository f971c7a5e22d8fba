//! **What must not be done**: a script that decodes a document with Lua's `cjson`, changes it, and
//! encodes it again. What comes out is not what went in, also in the fields that the script does
//! not touch. The chapter "Concurrent updates" of the documentation says what becomes of which
//! JSON, and the tests here hold that. [`compare_and_set`](crate::compare_and_set) is right
//! instead.

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
