//! Temporary errors, and the connections after them.

use redis::{Client, Connection, RedisError, RedisResult, cmd, pipe};
use scaling_out::reconnecting::{Reconnecting, is_passing};
use scaling_out::replicated::save;
use scaling_out::tenants::Order;
use std::thread;
use std::time::{Duration, Instant};
use test_server::Server;

fn connect(server: &Server) -> RedisResult<Connection> {
    Client::open(server.url())?.get_connection()
}

fn order() -> Order {
    Order { tenant: "acme".into(), id: 1, price: 1 }
}

/// The error of a `WAIT`, during which the server becomes a replica.
fn unblocked(server: &Server) -> RedisError {
    let mut con = connect(server).unwrap();
    let waiting = thread::spawn({
        let mut con = connect(server).unwrap();
        move || cmd("WAIT").arg(1).arg(0).query::<u64>(&mut con).unwrap_err()
    });
    let deadline = Instant::now() + Duration::from_secs(60);
    let is_waiting = |con: &mut Connection| {
        cmd("INFO").arg("clients").query::<String>(con).unwrap().contains("blocked_clients:1")
    };
    while !is_waiting(&mut con) {
        assert!(Instant::now() < deadline, "nobody waits");
        thread::sleep(Duration::from_millis(10));
    }
    cmd("REPLICAOF").arg("127.0.0.1").arg(1).exec(&mut con).unwrap();
    waiting.join().unwrap()
}

#[test]
fn errors_of_a_failover_pass_and_others_do_not() {
    let server = Server::start_private(&["--min-replicas-to-write", "1"]).unwrap();
    let mut con = connect(&server).unwrap();
    let too_few_replicas = save(&mut con, &order()).unwrap_err();
    assert!(is_passing(&too_few_replicas), "{too_few_replicas}");

    cmd("CONFIG").arg("SET").arg("min-replicas-to-write").arg(0).exec(&mut con).unwrap();
    assert_eq!(save(&mut con, &order()).unwrap(), 0);
    let mut mistake = pipe();
    mistake.cmd("LPUSH").arg(redis_derive::Keyed::key(&order())).arg(1);
    for mistake in [mistake.exec(&mut con), cmd("NO-SUCH-COMMAND").exec(&mut con)] {
        assert!(!is_passing(mistake.as_ref().unwrap_err()), "{mistake:?}");
    }

    for demoted in [unblocked(&server), save(&mut con, &order()).unwrap_err()] {
        assert!(is_passing(&demoted), "{demoted}");
    }
    drop(server);
    let gone = save(&mut con, &order()).unwrap_err();
    assert!(is_passing(&gone), "{gone}");
}

#[test]
fn a_connection_is_used_until_it_breaks() {
    let mut server = Server::start_private(&[]).unwrap();
    let (url, mut connections) = (server.url().to_owned(), 0);
    let mut master = Reconnecting::new(|| {
        connections += 1;
        Client::open(url.as_str())?.get_connection()
    });
    let mut id = || master.run(|con| cmd("CLIENT").arg("ID").query::<u64>(con)).unwrap();
    let first = id();
    assert_eq!(id(), first);
    server.kill().unwrap();
    server.start_again().unwrap();
    let second = id();
    assert_eq!(id(), second);
    let mistake = master.run(|con| cmd("NO-SUCH-COMMAND").exec(con)).unwrap_err();
    assert!(!is_passing(&mistake), "{mistake}");
    assert_eq!((master.errors, connections), (1, 2));
}
