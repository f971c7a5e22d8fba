//! A migration brings every document into the new form once, while others write.

use crate::start;
use changes::migrate::migrate;
use redis::{Client, Commands};
use redis_derive::{DocumentCommands, Key, KeyPattern};
use serde::{Deserialize, Deserializer, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::thread;

/// As it is after the second step.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct User {
    visits: u64,
    #[serde(alias = "name")]
    full_name: String,
}

const OLD: u64 = 500;
const NEW: u64 = 100;
const UNREADABLE: u64 = 7;
const PAGE: usize = 50;

#[test]
fn each_document_is_rewritten_once_while_others_write() {
    let (server, mut con) = start();
    let prefix = test_server::key("user");
    let pattern = KeyPattern::<User>::new(&format!("{prefix}:{{id}}")).unwrap().with_count(20);
    let key = |id: u64| Key::<User>::new(format!("{prefix}:{id}"));
    for id in 0..OLD {
        let () = con.set_ex(key(id), format!(r#"{{"visits":0,"name":"Ada {id}"}}"#), 1000).unwrap();
    }
    for id in OLD..OLD + NEW {
        con.save((&key(id), &User { visits: 0, full_name: format!("Ada {id}") })).unwrap();
    }
    for id in 0..UNREADABLE {
        let () = con.set(format!("{prefix}:unreadable-{id}"), "{}").unwrap();
    }

    let visit = |seed: u64| {
        let mut con = Client::open(server.url()).unwrap().get_connection().unwrap();
        let ids = (0..1000).map(|round| (round * 7 + seed) % OLD);
        for id in ids.clone() {
            con.update(key(id), |user| user.visits += 1).unwrap().unwrap();
        }
        ids.collect::<Vec<_>>()
    };
    let (rewritten, visited) = thread::scope(|scope| {
        let visitors = [0, 3].map(|seed| scope.spawn(move || visit(seed)));
        // Each page with a connection of its own, as after a restart.
        let (mut rewritten, mut unreadable, mut cursor) = (0, 0, None::<String>);
        loop {
            let mut con = Client::open(server.url()).unwrap().get_connection().unwrap();
            let page = migrate(&mut con, &pattern, cursor.as_deref(), PAGE).unwrap();
            assert!(page.rewritten + page.undecodable < OLD, "a page is bounded");
            (rewritten, unreadable) = (rewritten + page.rewritten, unreadable + page.undecodable);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        // A walk may find a key twice.
        assert!(unreadable >= UNREADABLE);
        let visited = visitors.map(|visitor| visitor.join().unwrap()).concat();
        (rewritten, visited)
    });
    assert_eq!(rewritten, OLD);

    let mut visits = BTreeMap::new();
    for id in visited {
        *visits.entry(id).or_default() += 1;
    }
    for id in 0..OLD + NEW {
        let visits = visits.get(&id).copied().unwrap_or(0);
        let expected = User { visits, full_name: format!("Ada {id}") };
        let text: String = con.get(key(id)).unwrap();
        assert_eq!(text, serde_json::to_string(&expected).unwrap());
        assert_eq!(con.ttl::<_, i64>(key(id)).unwrap() > 0, id < OLD, "its expiry is as it was");
    }
    // Once more does nothing.
    let again = migrate(&mut con, &pattern, None, usize::MAX).unwrap();
    assert_eq!((again.rewritten, again.next), (0, None));
    con.remove_all(&pattern).unwrap();
}

thread_local! {
    /// What another client does at each time that a document is read, the last one first.
    static MEANWHILE: RefCell<Vec<Box<dyn FnOnce()>>> = RefCell::default();
}

#[derive(Debug, Serialize)]
struct Disturbed(User);

impl<'de> Deserialize<'de> for Disturbed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let user = User::deserialize(deserializer)?;
        if let Some(act) = MEANWHILE.with_borrow_mut(Vec::pop) {
            act();
        }
        Ok(Self(user))
    }
}

#[test]
fn what_another_client_removes_or_breaks_meanwhile_is_not_counted() {
    let (server, mut con) = start();
    let prefix = test_server::key("user");
    let pattern = KeyPattern::<Disturbed>::new(&format!("{prefix}:{{id}}")).unwrap();
    let key = format!("{prefix}:1");
    for command in [vec!["DEL", &key], vec!["SET", &key, "{}"]] {
        let () = con.set(&key, r#"{"visits":0,"name":"Ada"}"#).unwrap();
        let mut other = Client::open(server.url()).unwrap().get_connection().unwrap();
        let command: Vec<String> = command.into_iter().map(str::to_owned).collect();
        let act = move || {
            redis::cmd(&command[0]).arg(&command[1..]).exec(&mut other).unwrap();
        };
        // The page is read first, and then the document for its update.
        MEANWHILE.set(vec![Box::new(act), Box::new(|| {})]);
        assert_eq!(migrate(&mut con, &pattern, None, 10).unwrap().rewritten, 0);
    }
    let () = con.del(&key).unwrap();
}

#[test]
fn an_update_does_not_rewrite() {
    let (_server, mut con) = start();
    let key = Key::<User>::new(test_server::key("user"));
    let () = con.set(&key, r#"{"visits":0,"name":"Ada"}"#).unwrap();
    con.update(&key, |user| user.visits += 1).unwrap();
    assert_eq!(con.get::<_, String>(&key).unwrap(), r#"{"visits":1,"name":"Ada"}"#);
    let () = con.del(&key).unwrap();
}
