//! What the two programs do that are `older` and `newer`: they update one document, each with a
//! type of its own.

use crate::Process;
use redis_1::Client;
use redis_derive::{DocumentCommands, Key};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::env;

/// How many items there are.
pub const ITEMS: u64 = 4;

/// In each of so many steps the items change their places, and nothing else happens to them: an
/// element that changes and moves at once is another one.
pub const TURN: u64 = 7;

/// A type of the document, in one of its versions.
pub trait Version: Serialize + DeserializeOwned {
    /// Counts all that this version knows, in a step of its program.
    fn count(&mut self, step: u64);
}

/// Updates the document of the second argument, on the server of the first, in so many steps from
/// the third on as the fourth says.
///
/// # Panics
///
/// When an update fails, or the arguments are not these.
pub fn run<T: Version>() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, key, first, steps] = &arguments[..] else { panic!("it takes four arguments") };
    let [first, steps] = [first, steps].map(|number| number.parse::<u64>().unwrap());
    let mut con = Client::open(&**url).unwrap().get_connection().unwrap();
    let key: Key<T> = Key::new(key);
    Process::wait_for_a_line();
    for step in first..first + steps {
        con.update(&key, |document| document.count(step)).unwrap().unwrap();
    }
}
