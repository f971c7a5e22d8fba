//! Updates: a document is read, changed and written back, against a real server, by one client and
//! by several at once.

use crate::at_their_keys::{Identifiable, key};
use crate::cells::json;
use crate::measure::{Cell, Run, repeat};
use crate::measured_types::{Identified, list, ours, small};
use crate::ways::{Ours, Way};
use redis::{Commands, Connection, FromRedisValue, SetExpiry, SetOptions, ToRedisArgs, pipe};
use redis_derive::DocumentCommands;
use std::hint::black_box;
use std::marker::PhantomData;
use std::thread;

/// How many updates a client makes at a time: enough that starting its thread, and waiting for the
/// last client to finish, is little beside them.
const UPDATES: u32 = 250;

pub(crate) fn cells(url: &str) -> Vec<Cell<'static>> {
    let (small, list) = (small(), list(20));
    vec![
        cell::<_, ours::Small>("update of 60 B over TCP", url, &small, 1),
        cell::<_, ours::List>("update of 2 KB over TCP", url, &list, 1),
        cell::<_, ours::Small>("update of 60 B over TCP by 4 clients at once", url, &small, 4),
    ]
}

fn cell<P, O>(name: &str, url: &str, value: &P, clients: u32) -> Cell<'static>
where
    P: Identified,
    O: Identifiable + ToRedisArgs + FromRedisValue,
{
    let contenders = vec![
        contender::<Watch<P>>(url, value, clients),
        contender::<Transaction<P>>(url, value, clients),
        contender::<Ours<O>>(url, value, clients),
        contender::<Unsafe<P>>(url, value, clients),
    ];
    Cell { name: name.to_owned(), contenders }
}

/// Each client has a connection of its own. It is made sure of that no update was lost, where none
/// may be.
fn contender<W: Change>(
    url: &str,
    value: &impl Identified,
    clients: u32,
) -> (&'static str, Run<'static>) {
    let (id, json) = (value.id(), json(value));
    let mut con = connect(url);
    let mut work = repeat(work::<W>(id, (0..clients).map(|_| connect(url)).collect()));
    let run = move |times| {
        let () = con.set(key(id), &json).unwrap();
        let time = work(times);
        let stored: String = con.get(key(id)).unwrap();
        let (before, after) = (counted::<W>(&json), counted::<W>(&stored));
        let lost = before + f64::from(times * clients * UPDATES) - after;
        assert!(lost == 0.0 || W::LOSES_UPDATES, "{} has lost {lost} updates", W::NAME);
        time
    };
    (W::NAME, Box::new(run))
}

fn connect(url: &str) -> Connection {
    redis::Client::open(url).unwrap().get_connection().unwrap()
}

fn counted<W: Change>(json: &str) -> f64 {
    serde_json::from_str::<W::Document>(json).unwrap().counted()
}

/// The updates of all clients, at once.
fn work<W: Change>(id: u64, mut connections: Vec<Connection>) -> impl FnMut() {
    let updates = move |con: &mut Connection| {
        for _ in 0..UPDATES {
            black_box(W::change(con, id));
        }
    };
    move || {
        let [first, others @ ..] = &mut connections[..] else { unreachable!() };
        thread::scope(|scope| {
            for con in others {
                scope.spawn(move || updates(con));
            }
            updates(first);
        });
    }
}

/// A way to count in the document with an identifier.
trait Change: 'static {
    const NAME: &'static str;
    const LOSES_UPDATES: bool = false;
    type Document: Identified;

    fn change(con: &mut Connection, id: u64) -> Self::Document;
}

fn changed<T: Identified>(json: &str) -> T {
    let mut document: T = serde_json::from_str(json).unwrap();
    document.count();
    document
}

fn keep_expiry() -> SetOptions {
    SetOptions::default().with_expiration(SetExpiry::KEEPTTL)
}

/// By hand, with as few round trips as it takes: `WATCH` and `GET` are one, and from `MULTI` to
/// `EXEC` is one.
struct Watch<T>(PhantomData<T>);

impl<T: Identified> Change for Watch<T> {
    const NAME: &'static str = "hand-written: WATCH, two round trips";
    type Document = T;

    fn change(con: &mut Connection, id: u64) -> T {
        let key = key(id);
        loop {
            let mut read = pipe();
            read.cmd("WATCH").arg(&key).ignore().get(&key);
            let (json,): (String,) = read.query(con).unwrap();
            let document: T = changed(&json);
            let json = serde_json::to_vec(&document).unwrap();
            let mut write = pipe();
            write.atomic().set_options(&key, json, keep_expiry()).ignore();
            if write.query::<Option<()>>(con).unwrap().is_some() {
                return document;
            }
        }
    }
}

/// By hand, with the client's function for it.
struct Transaction<T>(PhantomData<T>);

impl<T: Identified> Change for Transaction<T> {
    const NAME: &'static str = "hand-written: redis::transaction";
    type Document = T;

    fn change(con: &mut Connection, id: u64) -> T {
        let key = key(id);
        let update = redis::transaction(con, &[&key], |con, write| {
            let document: T = changed(&con.get::<_, String>(&key)?);
            let json = serde_json::to_string(&document).unwrap();
            let done: Option<()> =
                write.set_options(&key, json, keep_expiry()).ignore().query(con)?;
            Ok(done.map(|()| document))
        });
        update.unwrap()
    }
}

impl<T: Identifiable + ToRedisArgs + FromRedisValue> Change for Ours<T> {
    const NAME: &'static str = <Self as Way>::NAME;
    type Document = T;

    fn change(con: &mut Connection, id: u64) -> T {
        let update = con.update(T::key_of(id), T::count);
        update.unwrap().unwrap()
    }
}

/// `GET` and `SET` with nothing between them that keeps others out.
struct Unsafe<T>(PhantomData<T>);

impl<T: Identified> Change for Unsafe<T> {
    const NAME: &'static str = "unsafe floor: loses updates";
    const LOSES_UPDATES: bool = true;
    type Document = T;

    fn change(con: &mut Connection, id: u64) -> T {
        let key = key(id);
        let document: T = changed(&con.get::<_, String>(&key).unwrap());
        let json = serde_json::to_vec(&document).unwrap();
        let () = con.set_options(&key, json, keep_expiry()).unwrap();
        document
    }
}
