//! **What must not be done**: a script that decodes a document with Lua's `cjson`, changes it, and encodes it again. What comes out is not what
//! went in, also in the fields that the script does not touch. On Redis 7.0 and on Valkey 9.1:
//!
//! | in | out | because |
//! |---|---|---|
//! | `[]` | `{}` | Lua has one kind of table, and an empty one is written as an object. A `Vec` no longer decodes |
//! | `100000000000000` | `1e+14` | a number is written with 14 digits, so that any integer from 10¹⁴ on becomes a float. A `u64` no longer decodes |
//! | `123456789012345` | `1.2345678901234e+14` | and of those with more digits the last are lost |
//! | `9007199254740993` | `9.007199254741e+15` | a number of Lua is a double: from 2⁵³ on it cannot even hold every integer |
//! | `0.30000000000000004` | `0.3` | the same 14 digits |
//! | `{"b":1,"a":2}` | `{"a":2,"b":1}` | a table has no order. Who compares bytes takes it for a change |
//! | `"a/b"` | `"a\/b"` | the same JSON in other bytes |
//!
//! `cjson.encode_number_precision` takes 14 at most. Later versions of Redis can keep empty arrays, where a script asks for it
//! (<https://github.com/redis/redis/pull/14296>); numbers stay as they are. The functions are described in
//! <https://redis.io/docs/latest/develop/programmability/lua-api/>.
//!
//! To decode is safe, of fields with small numbers, such as a status that the script looks at. To write, let it compare and store bytes, as
//! [`compare_and_set`](crate::compare_and_set) does; or keep a number that many change in a key or a hash field of its own, where `INCRBY` and `HINCRBY` are exact in 64 bits;
//! or have RedisJSON, which changes a field in place.

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
