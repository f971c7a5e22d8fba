//! Commands of RedisJSON, one caller on a server of its own, beside the module's own command by
//! hand: for a document, and for a place in one.

use crate::measure::{Cell, Run, repeat};
use redis::{Connection, cmd, pipe};
use redis_derive::{Expiry, JsonPathCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use test_server::Server;

/// About 1.5 KB of JSON.
#[derive(Clone, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Profile {
    id: u64,
    name: String,
    visits: u64,
    score: f64,
    roles: Vec<String>,
    about: Vec<String>,
}

fn profile() -> Profile {
    Profile {
        id: 42,
        name: "Ada Lovelace".to_owned(),
        visits: 1,
        score: 0.5,
        roles: ["author", "editor"].map(str::to_owned).to_vec(),
        about: vec!["The Analytical Engine has no pretensions to originate.".to_owned(); 24],
    }
}

fn key() -> Key<Profile> {
    Key::new("profile:42")
}

fn expiring() -> Key<Profile> {
    key().with_expiry(Expiry::After(Duration::from_secs(1800)))
}

/// Each on a server of its own, with a document at the key.
pub(crate) fn with_cells(mut each: impl FnMut(Cell<'_>)) {
    let cells: [(&str, Contender, Contender); 5] = [
        ("increment", increment_by_hand, increment),
        ("set", set_by_hand, set),
        ("get", get_by_hand, get),
        ("save", save_by_hand, save),
        ("save with an expiry", save_and_expire_by_hand, save_and_expire),
    ];
    for (name, by_hand, ours) in cells {
        let server = Server::start_with_json().unwrap();
        let contenders = [("by hand", by_hand), ("redis-derive", ours)].map(|(name, work)| {
            let mut con = connect(&server);
            con.json_save((&key(), &profile())).unwrap();
            (name, Box::new(repeat(move || work(&mut con))) as Run<'_>)
        });
        let name = format!("{name}, RedisJSON, 1.5 KB");
        each(Cell { name, contenders: contenders.into() });
    }
}

type Contender = fn(&mut Connection);

fn connect(server: &Server) -> Connection {
    redis::Client::open(server.url()).unwrap().get_connection().unwrap()
}

fn increment_by_hand(con: &mut Connection) {
    let sum: String = cmd("JSON.NUMINCRBY").arg(key()).arg("$.visits").arg(1).query(con).unwrap();
    let [_]: [u64; 1] = serde_json::from_str(&sum).unwrap();
}

fn increment(con: &mut Connection) {
    con.json_increment_at(key(), Profile::paths().visits(), 1).unwrap().unwrap();
}

fn set_by_hand(con: &mut Connection) {
    let name = serde_json::to_string("Ada King").unwrap();
    let () = cmd("JSON.SET").arg(key()).arg("$.name").arg(name).query(con).unwrap();
}

fn set(con: &mut Connection) {
    assert!(con.json_set_at(key(), Profile::paths().name(), "Ada King").unwrap());
}

fn get_by_hand(con: &mut Connection) {
    let name: String = cmd("JSON.GET").arg(key()).arg("$.name").query(con).unwrap();
    let [_]: [String; 1] = serde_json::from_str(&name).unwrap();
}

fn get(con: &mut Connection) {
    con.json_get_at(key(), Profile::paths().name()).unwrap().unwrap();
}

fn save_by_hand(con: &mut Connection) {
    let json = serde_json::to_string(&profile()).unwrap();
    let () = cmd("JSON.SET").arg(key()).arg("$").arg(json).query(con).unwrap();
}

fn save(con: &mut Connection) {
    con.json_save((&key(), &profile())).unwrap();
}

fn save_and_expire_by_hand(con: &mut Connection) {
    let json = serde_json::to_string(&profile()).unwrap();
    let mut both = pipe();
    both.cmd("JSON.SET").arg(key()).arg("$").arg(json).ignore();
    both.cmd("PEXPIRE").arg(key()).arg(1_800_000).ignore();
    both.exec(con).unwrap();
}

fn save_and_expire(con: &mut Connection) {
    con.json_save((&expiring(), &profile())).unwrap();
}
