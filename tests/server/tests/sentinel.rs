//! The private Sentinels: each leads to the master, also when that is another than before.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use test_server::Sentinels;

/// The first lines of the reply, as many as are asked for.
fn ask(address: &str, command: &str, lines: usize) -> std::io::Result<String> {
    let mut connection = TcpStream::connect(address)?;
    connection.write_all(format!("{command}\r\n").as_bytes())?;
    let lines = BufReader::new(connection).lines().take(lines);
    Ok(lines.collect::<Result<Vec<_>, _>>()?.join(" "))
}

/// The address of the master, about which all Sentinels agree.
fn master(sentinels: &Sentinels) -> String {
    let addresses = sentinels.urls().into_iter().map(|url| {
        let sentinel = url.trim_start_matches("redis://").trim_end_matches('/');
        let command = format!("SENTINEL GET-MASTER-ADDR-BY-NAME {}", Sentinels::MASTER);
        // `*2`, then each part after its length.
        let reply = ask(sentinel, &command, 5).unwrap();
        let parts: Vec<&str> = reply.split(' ').collect();
        format!("{}:{}", parts[2], parts[4])
    });
    let mut addresses: Vec<String> = addresses.collect();
    addresses.dedup();
    assert_eq!(addresses.len(), 1, "{addresses:?}");
    addresses.remove(0)
}

#[test]
fn each_sentinel_leads_to_the_master_which_has_two_replicas() {
    let sentinels = Sentinels::start().unwrap();
    assert_eq!(sentinels.urls().len(), 3);
    let master = master(&sentinels);
    assert_eq!(ask(&master, "SET foo 1\r\nWAIT 2 60000", 2).unwrap(), "+OK :2");
    assert_eq!(ask(&master, "ROLE", 3).unwrap(), "*3 $6 master");
}

#[test]
fn a_replica_takes_the_place_of_a_master_that_is_killed() {
    let mut sentinels = Sentinels::start().unwrap();
    let old = master(&sentinels);
    assert_eq!(ask(&old, "SET foo 1\r\nWAIT 2 60000", 2).unwrap(), "+OK :2");

    sentinels.kill_master().unwrap();
    ask(&old, "PING", 1).unwrap_err();
    sentinels.wait_for_promotion().unwrap();
    let new = master(&sentinels);
    assert_ne!(new, old);
    // The other one is its replica from now on.
    assert_eq!(ask(&new, "INCR foo\r\nWAIT 1 60000", 2).unwrap(), ":2 :1");
}
