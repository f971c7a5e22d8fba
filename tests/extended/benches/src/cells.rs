//! What is measured: writing, reading, many at once, errors, keys, and round trips.

use crate::measure::{Cell, Run, consume, repeat, repeat_on};
use crate::measured_types::{args, escapes, floats, list, macros, ours, plain, small};
use crate::ways::{Args, Best, Client, Floor, Macros, Ours, Usual, Way};
use crate::{at_their_keys, caching, many, updating, versioned, views};
use redis::Connection;
use serde::Serialize;
use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;
use test_server::Server;

/// How many documents there are in a pipeline and in the reply of `MGET`.
const MANY: usize = 1000;

/// A cell in which each of the ways does the same for a document.
macro_rules! cell {
    ($name:expr, $document:ident, $run:ident($input:expr) $(, $floor:ident)?) => {
        Cell {
            name: $name.to_owned(),
            contenders: cell!(
                $run($input):
                Best<plain::$document>,
                Usual<plain::$document>,
                Ours<ours::$document>,
                Macros<macros::$document>,
                Args<args::$document>
                $(, $floor<plain::$document>)?
            ),
        }
    };
    ($run:ident($input:expr): $($way:ty),*) => {
        vec![$((<$way>::NAME, $run::<$way>($input))),*]
    };
}

/// Writing and reading one document.
macro_rules! cells_of {
    ($size:literal, $document:ident, $value:expr) => {{
        let json = &json(&$value);
        let by_reference = concat!("read ", $size, " by reference");
        [
            cell!(concat!("write ", $size), $document, write(json), Floor),
            cell!(concat!("read ", $size), $document, read(json), Floor),
            cell!(by_reference, $document, read_by_reference(json), Floor),
        ]
    }};
}

/// What needs no server.
pub(crate) fn in_memory() -> Vec<Cell<'static>> {
    let one = json(&small());
    let wrong = json(&list(20)).replace("19.99", "\"x\"");
    let mut cells = Vec::new();
    cells.extend(cells_of!("60 B", Small, small()));
    cells.extend(cells_of!("2 KB", List, list(20)));
    cells.extend(cells_of!("1 MB", List, list(10_500)));
    cells.extend(cells_of!("64 KB of escapes", Text, escapes()));
    cells.extend(cells_of!("1000 floats", Floats, floats()));
    cells.extend([
        cell!("MGET of 1000, 60 B each", Small, read_many(&one), Floor),
        cell!("pipeline of 1000, 60 B each", Small, write_many(&one), Floor),
        cell!("an error in 2 KB", List, error(&wrong), Floor),
    ]);
    cells.extend(views::cells());
    cells.extend(at_their_keys::cells());
    cells.extend(many::cells());
    cells.extend(caching::cells());
    cells.extend(versioned::cells());
    cells
}

pub(crate) fn json(document: &impl Serialize) -> String {
    serde_json::to_string(document).unwrap()
}

/// Read from bytes, so that no contender shares the code that reads from text with this.
pub(crate) fn document<W: Way>(json: &str) -> W::Document {
    serde_json::from_slice(json.as_bytes()).unwrap()
}

fn write<W: Way>(json: &str) -> Run<'static> {
    let json = json.to_owned();
    repeat_on(move || document::<W>(&json), W::write)
}

fn write_many<W: Way>(json: &str) -> Run<'static> {
    let json = json.to_owned();
    let documents = move || (0..MANY).map(|_| document::<W>(&json)).collect::<Vec<_>>();
    repeat_on(documents, |documents| W::write_many(documents))
}

fn read<W: Way>(json: &str) -> Run<'static> {
    let reply = W::reply(json);
    consume(move || reply.clone(), W::read)
}

fn read_by_reference<W: Way>(json: &str) -> Run<'static> {
    let reply = W::reply(json);
    repeat_on(move || reply.clone(), W::read_by_reference)
}

fn read_many<W: Way>(json: &str) -> Run<'static> {
    let reply = W::replies(json, MANY);
    consume(move || reply.clone(), W::read_many)
}

fn error<W: Way>(json: &str) -> Run<'static> {
    let reply = W::reply(json);
    repeat_on(move || reply.clone(), W::error)
}

/// Against a real server, over TCP and over a unix socket: one command at a time, and pipelines.
/// Updates over TCP.
pub(crate) fn round_trips() -> Vec<Cell<'static>> {
    let socket = std::env::temp_dir().join(format!("redis-derive-{}.sock", std::process::id()));
    let options = ["--unixsocket", socket.to_str().unwrap()];
    // Leaked, so that it runs until the program ends; its guard stops it then.
    let server = Box::leak(Box::new(Server::start_private(&options).unwrap()));
    let unix = format!("redis+unix://{}", socket.display());
    let medium = json(&list(20));
    let one = json(&small());
    let mut cells = Vec::new();
    for (name, url) in [("TCP", server.url()), ("a unix socket", &unix)] {
        let con = redis::Client::open(url).unwrap().get_connection().unwrap();
        let con = Rc::new(RefCell::new(con));
        cells.extend([
            cell!(format!("SET and GET of 60 B over {name}"), Small, set_get((&con, &one))),
            cell!(format!("SET and GET of 2 KB over {name}"), List, set_get((&con, &medium))),
            cell!(
                format!("pipelines of 1000 SET and an MGET over {name}"),
                Small,
                set_get_many((&con, &one))
            ),
        ]);
    }
    cells.extend(updating::cells(server.url()));
    cells
}

fn set_get<W: Client>((con, json): (&Rc<RefCell<Connection>>, &str)) -> Run<'static> {
    let (con, document) = (Rc::clone(con), document::<W>(json));
    repeat(move || {
        let con = &mut *con.borrow_mut();
        W::write(&document).exec(con).unwrap();
        let reply = redis::cmd("GET").arg("key").query(con).unwrap();
        black_box(W::read(reply))
    })
}

fn set_get_many<W: Client>((con, json): (&Rc<RefCell<Connection>>, &str)) -> Run<'static> {
    let con = Rc::clone(con);
    let documents: Vec<_> = (0..MANY).map(|_| document::<W>(json)).collect();
    repeat(move || {
        let con = &mut *con.borrow_mut();
        W::write_many(&documents).exec(con).unwrap();
        let reply = redis::cmd("MGET").arg(&["key"; MANY]).query(con).unwrap();
        black_box(W::read_many(reply))
    })
}
