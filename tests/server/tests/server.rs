//! The private server: it serves, it stops however its program ends, and it says what is missing.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use test_server::Server;

const PROGRAM: &str = env!("CARGO_BIN_EXE_test-server");

fn address(url: &str) -> &str {
    url.trim().trim_start_matches("redis://").trim_end_matches('/')
}

fn ping(address: &str) -> std::io::Result<String> {
    ask(address, "PING")
}

/// The first line of the reply.
fn ask(address: &str, command: &str) -> std::io::Result<String> {
    let mut connection = TcpStream::connect(address)?;
    connection.write_all(format!("{command}\r\n").as_bytes())?;
    let mut reply = String::new();
    BufReader::new(connection).read_line(&mut reply)?;
    Ok(reply)
}

#[test]
fn a_server_answers_until_it_is_dropped() {
    let server = Server::start_private(&[]).unwrap();
    let address = address(server.url()).to_owned();
    assert_eq!(ping(&address).unwrap(), "+PONG\r\n");
    drop(server);
    ping(&address).unwrap_err();
}

#[test]
fn a_server_stops_when_its_program_is_killed() {
    let mut program = Command::new(PROGRAM);
    let mut program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut url).unwrap();
    assert_eq!(ping(address(&url)).unwrap(), "+PONG\r\n");
    program.kill().unwrap();
    program.wait().unwrap();
    // The guard has no one left to tell when it is done.
    let stopped = (0..6000).any(|_| {
        sleep(Duration::from_millis(10));
        ping(address(&url)).is_err()
    });
    assert!(stopped, "still there after a minute");
}

#[test]
fn a_durable_server_has_everything_after_a_stop_and_after_a_crash() {
    let mut server = Server::start_durable().unwrap();
    let address = address(server.url()).to_owned();
    for (round, end) in [Server::stop, Server::kill].into_iter().enumerate() {
        assert_eq!(ask(&address, "INCR starts").unwrap(), format!(":{}\r\n", round + 1));
        end(&mut server).unwrap();
        ping(&address).unwrap_err();
        server.start_again().unwrap();
    }
    assert_eq!(ask(&address, "INCR starts").unwrap(), ":3\r\n");
}

#[test]
fn a_server_with_a_password_is_started_again() {
    let mut server = Server::start_private(&["--requirepass", "secret"]).unwrap();
    server.kill().unwrap();
    server.start_again().unwrap();
    assert!(ping(address(server.url())).unwrap().starts_with("-NOAUTH"));
}

#[test]
fn without_a_server_to_start_the_error_says_what_to_do() {
    let program = Command::new(PROGRAM).env("PATH", "").output().unwrap();
    assert!(!program.status.success());
    let error = String::from_utf8(program.stderr).unwrap();
    assert!(error.contains("scripts/with-redis"), "{error}");
    assert!(error.contains("REDIS_URL"), "{error}");
}

#[test]
fn a_server_that_does_not_start_shows_its_log() {
    let error = Server::start_private(&["--loadmodule", "/no/such/module.so"]).unwrap_err();
    assert!(error.to_string().contains("/no/such/module.so"), "{error}");
}
