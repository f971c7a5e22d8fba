//! The two programs do the same: they print the same lines, store the same bytes, and read what the
//! other has stored.

use redis::{Commands, JsonCommands};
use std::process::Command;
use test_server::Server;

const PROGRAMS: [&str; 2] = [env!("CARGO_BIN_EXE_before"), env!("CARGO_BIN_EXE_after")];

const KEY: &str = "redis-derive:from_redis_macros:";

fn run(program: &str, server: &Server, arguments: &[&str]) -> String {
    let output =
        Command::new(program).args(arguments).env("REDIS_URL", server.url()).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && stderr.is_empty(), "{program} {arguments:?}: {stderr}");
    String::from_utf8(output.stdout).unwrap()
}

/// The bytes of all that a program has written.
fn stored(server: &Server) -> [Vec<u8>; 4] {
    let mut con = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    [
        con.get(format!("{KEY}user")).unwrap(),
        con.lindex(format!("{KEY}roads"), 0).unwrap(),
        con.lindex(format!("{KEY}roads"), 1).unwrap(),
        con.json_get(format!("{KEY}document"), ".").unwrap(),
    ]
}

// One test, as the programs have fixed keys.
#[test]
fn one_program_is_as_good_as_the_other() {
    let server = Server::start_with_json().unwrap();
    let [printed, other] = PROGRAMS.map(|program| run(program, &server, &[]));
    assert_eq!(printed.lines().count(), 8, "{printed}");
    assert_eq!(printed, other);

    let written = PROGRAMS.map(|writer| {
        PROGRAMS.map(|reader| {
            assert_eq!(run(writer, &server, &["write"]), "");
            let stored = stored(&server);
            assert_eq!(run(reader, &server, &["read"]), printed, "{writer} for {reader}");
            stored
        })
    });
    assert_eq!(written[0], written[1]);
    let user = r#"{"id":1,"name":"Ziggy","addresses":[{"Street":"Downing"},{"Road":"Abbey"}]}"#;
    assert_eq!(written[0][0][0], user.as_bytes());
}
