//! The document, and what the program does with it on any synchronous connection of any client.

use redis_derive::client::Client;
use redis_derive::{DocumentCommands, Error, RedisJson};
use serde::{Deserialize, Serialize};

/// Who uses the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:connections:user:{id}", ttl = "30m")]
pub struct User {
    /// What the key is made of.
    pub id: u64,
    /// What others see.
    pub username: String,
    /// How often this user was here.
    pub visits: u64,
    /// What makes a document large.
    pub orders: Vec<Order>,
}

/// Something bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// What it is.
    pub item: String,
    /// The price of one.
    pub cents: u64,
    /// How many.
    pub quantity: u32,
    /// When, in UTC.
    pub placed: String,
}

impl User {
    /// A user who was never here, with so many orders all the same: each is about 100 B of JSON,
    /// and the rest 60 B.
    #[must_use]
    pub fn new(id: u64, orders: u32) -> Self {
        Self {
            id,
            username: "ada lovelace".into(),
            visits: 0,
            orders: (0..orders).map(Order::new).collect(),
        }
    }
}

impl Order {
    fn new(number: u32) -> Self {
        Self {
            item: format!("desk lamp in brushed brass, no. {number}"),
            cents: 4995,
            quantity: 2,
            placed: "2026-03-14T09:26:53Z".into(),
        }
    }
}

/// Stores a profile under its key, for as long as the type says.
///
/// # Errors
///
/// Those of the client.
pub fn save<C: Client>(con: &mut impl DocumentCommands<C>, profile: &User) -> Result<(), Error> {
    con.save(profile)
}

/// The profile of a user, if there is one.
///
/// # Errors
///
/// Those of the client, and one where the document is no profile.
pub fn load<C: Client>(con: &mut impl DocumentCommands<C>, id: u64) -> Result<Option<User>, Error> {
    con.load(User::key_for(id))
}

/// Counts a visit, and says how many there are then. However many count at once, each visit is
/// counted.
///
/// # Errors
///
/// Those of the client, after which the visit may or may not be counted, and one where the document
/// is no profile.
pub fn count_visit<C: Client>(
    con: &mut impl DocumentCommands<C>,
    id: u64,
) -> Result<Option<u64>, Error> {
    let profile = con.update(User::key_for(id), |profile| profile.visits += 1)?;
    Ok(profile.map(|profile| profile.visits))
}
