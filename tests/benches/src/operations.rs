//! What is measured: writing, reading, many at once, errors, and round trips.

use crate::documents::{args, convert, escapes, list, macros, ours, plain, small};
use crate::measure::{Cell, Run, consume, repeat, repeat_on};
use redis::{Connection, FromRedisValue, ToRedisArgs, Value, cmd, from_redis_value_ref, pipe};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;
use test_server::Server;

const BEST: &str = "hand-written: to_vec, from_str";
const SEED: &str = "hand-written: to_string, String";
const OURS: &str = "redis-derive";
const MACROS: &str = "redis-macros";
const ARGS: &str = "redis-args";
const FLOOR: &str = "serde_json alone, no client";

pub(crate) fn cells() -> Vec<Cell<'static>> {
    let mut cells = Vec::new();
    cells.extend(document_cells::<plain::Small, ours::Small, macros::Small, args::Small>(
        "60 B",
        &small(),
    ));
    cells.extend(document_cells::<plain::List, ours::List, macros::List, args::List>(
        "2 KB",
        &list(20),
    ));
    cells.extend(document_cells::<plain::List, ours::List, macros::List, args::List>(
        "1 MB",
        &list(10_500),
    ));
    cells.extend(document_cells::<plain::Text, ours::Text, macros::Text, args::Text>(
        "64 KB of escapes",
        &escapes(),
    ));
    cells.push(many());
    cells.push(pipeline());
    cells.push(error());
    cells.extend(round_trips());
    cells
}

/// Writing and reading one document.
fn document_cells<P, O, M, A>(name: &str, document: &P) -> [Cell<'static>; 3]
where
    P: Serialize + DeserializeOwned + 'static,
    O: ToRedisArgs + FromRedisValue + DeserializeOwned + 'static,
    M: ToRedisArgs + FromRedisValue + DeserializeOwned + 'static,
    A: ToRedisArgs + FromRedisValue + DeserializeOwned + 'static,
{
    let json = serde_json::to_vec(document).unwrap();
    let reply = Value::BulkString(json.clone());
    [
        Cell {
            name: format!("write {name}"),
            contenders: vec![
                (BEST, write_json(&json, |value: &P| serde_json::to_vec(value).unwrap())),
                (SEED, write_json(&json, |value: &P| serde_json::to_string(value).unwrap())),
                (OURS, write::<O>(&json)),
                (MACROS, write::<M>(&json)),
                (ARGS, write::<A>(&json)),
                (FLOOR, floor_of_writing::<P>(&json)),
            ],
        },
        Cell {
            name: format!("read {name}"),
            contenders: vec![
                (BEST, consume_reply(&reply, |reply| best_read::<P>(&reply))),
                (SEED, consume_reply(&reply, seed_read::<P>)),
                (OURS, consume_reply(&reply, |reply| O::from_redis_value(reply).unwrap())),
                (MACROS, consume_reply(&reply, |reply| M::from_redis_value(reply).unwrap())),
                (ARGS, consume_reply(&reply, |reply| A::from_redis_value(reply).unwrap())),
                (FLOOR, floor_of_reading::<P>(&json)),
            ],
        },
        Cell {
            name: format!("read {name} by reference"),
            contenders: vec![
                (BEST, by_reference(&reply, best_read::<P>)),
                (OURS, by_reference(&reply, |reply| from_redis_value_ref::<O>(reply).unwrap())),
                (MACROS, by_reference(&reply, |reply| from_redis_value_ref::<M>(reply).unwrap())),
                (ARGS, by_reference(&reply, |reply| from_redis_value_ref::<A>(reply).unwrap())),
            ],
        },
    ]
}

fn write<T: ToRedisArgs + DeserializeOwned + 'static>(json: &[u8]) -> Run<'static> {
    repeat_on(document::<T>(json), |value| {
        let mut command = cmd("SET");
        command.arg("key").arg(value);
        command
    })
}

fn write_json<T, J>(json: &[u8], to_json: fn(&T) -> J) -> Run<'static>
where
    T: DeserializeOwned + 'static,
    J: ToRedisArgs + 'static,
{
    repeat_on(document::<T>(json), move |value| {
        let mut command = cmd("SET");
        command.arg("key").arg(to_json(value));
        command
    })
}

fn floor_of_writing<T: Serialize + DeserializeOwned + 'static>(json: &[u8]) -> Run<'static> {
    repeat_on(document::<T>(json), |value| serde_json::to_vec(value).unwrap())
}

fn floor_of_reading<T: DeserializeOwned + 'static>(json: &[u8]) -> Run<'static> {
    let json = String::from_utf8(json.to_vec()).unwrap();
    consume(|| (), move |()| serde_json::from_str::<T>(&json).unwrap())
}

fn document<T: DeserializeOwned>(json: &[u8]) -> impl Fn() -> T + 'static {
    let json = json.to_vec();
    move || serde_json::from_slice(&json).unwrap()
}

fn best_read<T: DeserializeOwned>(reply: &Value) -> T {
    let Value::BulkString(bytes) = reply else { unreachable!() };
    serde_json::from_str(std::str::from_utf8(bytes).unwrap()).unwrap()
}

fn seed_read<T: DeserializeOwned>(reply: Value) -> T {
    serde_json::from_str(&String::from_redis_value(reply).unwrap()).unwrap()
}

fn consume_reply<T: 'static>(reply: &Value, read: fn(Value) -> T) -> Run<'static> {
    let reply = reply.clone();
    consume(move || reply.clone(), read)
}

fn by_reference<T: 'static>(reply: &Value, read: fn(&Value) -> T) -> Run<'static> {
    let reply = reply.clone();
    repeat(move || read(&reply))
}

/// A reply of MGET with 1000 documents.
fn many() -> Cell<'static> {
    let json = serde_json::to_vec(&small()).unwrap();
    let reply = Value::Array(vec![Value::BulkString(json); 1000]);
    Cell {
        name: "MGET of 1000, 60 B each".to_owned(),
        contenders: vec![
            (
                BEST,
                consume_reply(&reply, |reply| {
                    let Value::Array(replies) = reply else { unreachable!() };
                    replies.iter().map(best_read::<plain::Small>).collect::<Vec<_>>()
                }),
            ),
            (
                OURS,
                consume_reply(&reply, |reply| Vec::<ours::Small>::from_redis_value(reply).unwrap()),
            ),
            (
                MACROS,
                consume_reply(&reply, |reply| {
                    Vec::<macros::Small>::from_redis_value(reply).unwrap()
                }),
            ),
            (
                ARGS,
                consume_reply(&reply, |reply| Vec::<args::Small>::from_redis_value(reply).unwrap()),
            ),
        ],
    }
}

/// A pipeline with 1000 documents.
fn pipeline() -> Cell<'static> {
    fn pack<T: 'static, J: ToRedisArgs + 'static>(
        document: T,
        argument: fn(&T) -> J,
    ) -> Run<'static> {
        repeat(move || {
            let mut pipeline = pipe();
            for _ in 0..1000 {
                pipeline.cmd("SET").arg("key").arg(argument(&document));
            }
            pipeline.get_packed_pipeline()
        })
    }
    Cell {
        name: "pipeline of 1000, 60 B each".to_owned(),
        contenders: vec![
            (BEST, pack(small(), |value| serde_json::to_vec(value).unwrap())),
            (OURS, {
                let document: ours::Small = convert(&small());
                repeat(move || packed(&document))
            }),
            (MACROS, {
                let document: macros::Small = convert(&small());
                repeat(move || packed(&document))
            }),
            (ARGS, {
                let document: args::Small = convert(&small());
                repeat(move || packed(&document))
            }),
        ],
    }
}

fn packed<T: ToRedisArgs>(document: &T) -> Vec<u8> {
    let mut pipeline = pipe();
    for _ in 0..1000 {
        pipeline.cmd("SET").arg("key").arg(document);
    }
    pipeline.get_packed_pipeline()
}

/// A document of 2 KB with an error at its end.
fn error() -> Cell<'static> {
    let json = serde_json::to_string(&list(20)).unwrap().replace("19.99", "\"x\"");
    let reply = Value::BulkString(json.into_bytes());
    Cell {
        name: "an error in 2 KB".to_owned(),
        contenders: vec![
            (
                SEED,
                by_reference(&reply, |reply| {
                    let Value::BulkString(bytes) = reply else { unreachable!() };
                    let error = serde_json::from_slice::<plain::List>(bytes).unwrap_err();
                    error.to_string()
                }),
            ),
            (
                OURS,
                by_reference(&reply, |reply| {
                    from_redis_value_ref::<ours::List>(reply).unwrap_err().to_string()
                }),
            ),
            (
                MACROS,
                by_reference(&reply, |reply| {
                    from_redis_value_ref::<macros::List>(reply).unwrap_err().to_string()
                }),
            ),
        ],
    }
}

/// Against a real server: one command at a time over TCP and over a unix socket.
fn round_trips() -> Vec<Cell<'static>> {
    let socket = std::env::temp_dir().join(format!("redis-derive-{}.sock", std::process::id()));
    let options = ["--unixsocket", socket.to_str().unwrap()];
    // Leaked, so that it runs until the program ends; its guard stops it then.
    let server = Box::leak(Box::new(Server::start_private(&options).unwrap()));
    let unix = format!("redis+unix://{}", socket.display());
    [("TCP", server.url().to_owned()), ("a unix socket", unix)]
        .into_iter()
        .map(|(name, url)| {
            let con = redis::Client::open(url).unwrap().get_connection().unwrap();
            let con = Rc::new(RefCell::new(con));
            let set_get = |run: fn(&mut Connection)| -> Run<'static> {
                let con = Rc::clone(&con);
                repeat(move || run(&mut con.borrow_mut()))
            };
            Cell {
                name: format!("SET and GET of 2 KB over {name}"),
                contenders: vec![
                    (
                        BEST,
                        set_get(|con| {
                            thread_local!(static DOCUMENT: plain::List = list(20));
                            DOCUMENT.with(|document| {
                                let json = serde_json::to_vec(document).unwrap();
                                cmd("SET").arg("key").arg(json).exec(con).unwrap();
                            });
                            let reply: Value = cmd("GET").arg("key").query(con).unwrap();
                            std::hint::black_box(best_read::<plain::List>(&reply));
                        }),
                    ),
                    (
                        OURS,
                        set_get(|con| {
                            thread_local!(static DOCUMENT: ours::List = convert(&list(20)));
                            DOCUMENT.with(|document| round_trip(con, document));
                        }),
                    ),
                    (
                        MACROS,
                        set_get(|con| {
                            thread_local!(static DOCUMENT: macros::List = convert(&list(20)));
                            DOCUMENT.with(|document| round_trip(con, document));
                        }),
                    ),
                ],
            }
        })
        .collect()
}

fn round_trip<T: ToRedisArgs + FromRedisValue>(con: &mut Connection, document: &T) {
    cmd("SET").arg("key").arg(document).exec(con).unwrap();
    let read: T = cmd("GET").arg("key").query(con).unwrap();
    std::hint::black_box(read);
}
