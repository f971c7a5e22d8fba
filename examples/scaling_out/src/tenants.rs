//! The documents. Those of one tenant have the same hash tag, and therefore the same slot: only the
//! text between the braces decides
//! (<https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags>).

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

/// An order of a tenant's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, RedisJson)]
// `{{` and `}}` are the braces of the tag, and `{tenant}` is the field.
#[redis_json(key = "redis-derive:scaling:{{{tenant}}}:order:{id}")]
pub struct Order {
    /// Whose it is.
    pub tenant: String,
    /// Its number.
    pub id: u64,
    /// What it costs.
    pub price: u64,
}

/// The account of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:scaling:{{{tenant}}}:account")]
pub struct Account {
    /// Whose it is.
    pub tenant: String,
    /// How much there is.
    pub credit: u64,
}
