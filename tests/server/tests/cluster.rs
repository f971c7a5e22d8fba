//! The private cluster: each node serves its slots and knows the others, and a replica takes a
//! master's place.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use test_server::Cluster;

/// What a node replies to a command, up to the end of the connection.
fn ask(url: &str, command: &str) -> std::io::Result<String> {
    let mut connection =
        TcpStream::connect(url.trim_start_matches("redis://").trim_end_matches('/'))?;
    connection.write_all(format!("{command}\r\nQUIT\r\n").as_bytes())?;
    let mut reply = String::new();
    connection.read_to_string(&mut reply)?;
    Ok(reply)
}

#[test]
fn each_node_serves_its_slots_and_knows_the_others() {
    let cluster = Cluster::start().unwrap();
    let urls = cluster.urls();
    assert_eq!(urls.len(), 3);
    for url in &urls {
        assert!(ask(url, "CLUSTER INFO").unwrap().contains("cluster_state:ok"));
        assert_eq!(ask(url, "CLUSTER NODES").unwrap().matches(" connected ").count(), 3);
    }
    // The slot of `foo` is 12182, which is the third node's.
    assert!(ask(urls[2], "SET foo 1").unwrap().starts_with("+OK"));
    assert!(ask(urls[0], "SET foo 1").unwrap().starts_with("-MOVED 12182 127.0.0.1:"));
}

#[test]
fn a_replica_has_what_its_master_has() {
    let cluster = Cluster::start_with_replicas().unwrap();
    let urls = cluster.urls();
    assert_eq!(urls.len(), 6);
    let written = ask(urls[2], "SET foo 1\r\nWAIT 1 60000").unwrap();
    assert!(written.starts_with("+OK\r\n:1\r\n"), "{written}");
    assert!(ask(urls[5], "READONLY\r\nGET foo").unwrap().starts_with("+OK\r\n$1\r\n1\r\n"));
    for url in &urls {
        assert_eq!(ask(url, "CLUSTER NODES").unwrap().matches("slave").count(), 3);
    }
}

#[test]
fn clients_are_led_to_the_proxies() {
    let cluster = Cluster::start().unwrap();
    let proxies = cluster.put_behind_proxies().unwrap();
    let third = proxies[2].url().trim_start_matches("redis://").trim_end_matches('/');
    assert!(ask(proxies[2].url(), "SET foo 1").unwrap().starts_with("+OK"));
    for node in [cluster.urls()[0], proxies[1].url()] {
        let moved = ask(node, "SET foo 1").unwrap();
        assert!(moved.starts_with(&format!("-MOVED 12182 {third}\r\n")), "{moved}");
    }
}

#[test]
fn a_replica_takes_the_place_of_a_master_that_is_killed() {
    let mut cluster = Cluster::start_with_failover().unwrap();
    let [master, replica] = [2, 5].map(|node| cluster.urls()[node].to_owned());
    let written = ask(&master, "SET foo 1\r\nWAIT 1 60000").unwrap();
    assert!(written.starts_with("+OK\r\n:1\r\n"), "{written}");

    cluster.kill(2).unwrap();
    ask(&master, "PING").unwrap_err();
    cluster.wait_for_promotion(2).unwrap();
    assert!(ask(&replica, "INCR foo").unwrap().starts_with(":2\r\n"));

    // Without its data, it gets that of the new master.
    cluster.start_again(2).unwrap();
    assert!(ask(&master, "READONLY\r\nGET foo").unwrap().starts_with("+OK\r\n$1\r\n2\r\n"));
    assert!(ask(&replica, "INCR foo\r\nWAIT 1 60000").unwrap().starts_with(":3\r\n:1\r\n"));
}

#[test]
fn a_node_that_does_not_start_says_why() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_test-server"));
    let program = program.arg("cluster").env("TMPDIR", "/no/such/directory").output().unwrap();
    assert!(!program.status.success());
    let error = String::from_utf8(program.stderr).unwrap();
    assert!(error.contains("did not start") && error.contains("/no/such/directory"), "{error}");
}
