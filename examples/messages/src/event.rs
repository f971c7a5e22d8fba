//! The events of a shop.

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

/// Something that happened to an order: `{"type":"paid","id":7,"order":42,"cents":1999}`.
///
/// The producer gives each event an `id`. An event may arrive twice, and its `id` shows that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Event {
    Placed { id: u64, order: u64, articles: Vec<String> },
    Paid { id: u64, order: u64, cents: u64 },
    Shipped { id: u64, order: u64, carrier: String },
}

impl Event {
    /// Identifies the event if it arrives twice.
    #[must_use]
    pub fn id(&self) -> u64 {
        match self {
            Self::Placed { id, .. } | Self::Paid { id, .. } | Self::Shipped { id, .. } => *id,
        }
    }
}
