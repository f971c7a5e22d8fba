//! A type whose documents say their version, by serde alone.
//!
//! It takes the same two steps as any other change, since an old program does not know the new
//! version either. It shows what a document is, and keeps what is old out of the type itself.

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

/// What the program knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:versioned:{id}", ttl = "30m", cache)]
#[serde(from = "Stored", into = "Stored")]
pub struct User {
    /// What makes the key.
    pub id: String,
    /// How often the user was here.
    pub visits: u64,
    /// The first name.
    pub first: String,
    /// The last name.
    pub last: String,
}

/// What is stored.
#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
enum Stored {
    #[serde(rename = "1")]
    V1 { id: String, visits: u64, name: String },
    #[serde(rename = "2")]
    V2 { id: String, visits: u64, first: String, last: String },
}

impl From<Stored> for User {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::V1 { id, visits, name } => {
                let (first, last) = name.split_once(' ').unwrap_or(("", &name));
                Self { id, visits, first: first.to_owned(), last: last.to_owned() }
            }
            Stored::V2 { id, visits, first, last } => Self { id, visits, first, last },
        }
    }
}

impl From<User> for Stored {
    fn from(User { id, visits, first, last }: User) -> Self {
        Self::V2 { id, visits, first, last }
    }
}
