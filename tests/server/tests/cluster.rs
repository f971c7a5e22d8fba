//! The private cluster: each node serves its slots and knows the others, and nothing of it stays.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
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

/// The program, with the URLs of its nodes, which keep their directories in this one.
fn start(directory: &Path) -> (Child, Vec<String>) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_test-server"));
    program.arg("cluster").env("TMPDIR", directory).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut program = program.spawn().unwrap();
    let mut urls = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut urls).unwrap();
    (program, urls.split_whitespace().map(str::to_owned).collect())
}

fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

fn count(directory: &Path) -> usize {
    fs::read_dir(directory).unwrap().count()
}

#[test]
fn a_cluster_leaves_nothing_when_it_is_dropped() {
    let directory = directory("dropped");
    let (mut program, urls) = start(&directory);
    assert_eq!((urls.len(), count(&directory)), (3, 3));
    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
    assert_eq!(count(&directory), 0);
    for url in &urls {
        ask(url, "PING").unwrap_err();
    }
}

#[test]
fn a_cluster_leaves_nothing_when_its_program_is_killed() {
    let directory = directory("killed");
    let (mut program, urls) = start(&directory);
    assert_eq!(count(&directory), 3);
    program.kill().unwrap();
    program.wait().unwrap();
    // The guards have no one left to tell when they are done.
    let stopped = (0..6000).any(|_| {
        sleep(Duration::from_millis(10));
        urls.iter().all(|url| ask(url, "PING").is_err()) && count(&directory) == 0
    });
    assert!(stopped, "still there after a minute");
}

#[test]
fn a_node_that_does_not_start_says_why() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_test-server"));
    let program = program.arg("cluster").env("TMPDIR", "/no/such/directory").output().unwrap();
    assert!(!program.status.success());
    let error = String::from_utf8(program.stderr).unwrap();
    assert!(error.contains("did not start") && error.contains("/no/such/directory"), "{error}");
}
