//! The server: missing, with a password, and killed in the middle.

use crate::program::{connect, end_of, line, profile, profile_with_input, start, wait_until};
use serde_json::json;
use std::io::Write;
use std::net::TcpListener;
use test_server::{Proxy, Server};

const COMMANDS: [&[&str]; 6] = [
    &["set", "1", "--username", "ada"],
    &["get", "1"],
    &["list"],
    &["delete", "1"],
    &["import"],
    &["export"],
];

#[test]
fn a_server_that_is_not_there_is_named() {
    // A port that was free a moment ago.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for command in COMMANDS {
        let ended = profile(&format!("redis://:hunter2@{address}/"), command);
        assert_eq!((ended.code, &*ended.stdout), (1, ""), "{ended:?}");
        assert_eq!(ended.stderr_lines().len(), 1, "{ended:?}");
        let expected = format!("profile: cannot connect to Redis at {address}: ");
        assert!(ended.stderr.starts_with(&expected), "{ended:?}");
        assert!(ended.stderr.ends_with("say where it is with --url or REDIS_URL\n"), "{ended:?}");
        assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
    }
}

#[test]
fn a_server_that_is_not_there_costs_no_file() {
    let directory = std::env::temp_dir().join(format!("profile-{}", std::process::id()));
    std::fs::create_dir(&directory).unwrap();
    let backup = directory.join("profiles.jsonl");
    std::fs::write(&backup, "yesterday's").unwrap();
    let ended = profile("redis://127.0.0.1:1/", &["export", backup.to_str().unwrap()]);
    let kept = std::fs::read_to_string(&backup).unwrap();
    std::fs::remove_dir_all(&directory).unwrap();
    assert_eq!((ended.code, &*kept), (1, "yesterday's"), "{ended:?}");
}

#[test]
fn a_server_with_a_password_says_that_it_wants_one() {
    let server = Server::start_private(&["--requirepass", "secret"]).unwrap();
    let with_password = |password: &str| server.url().replace("//", &format!("//:{password}@"));
    for command in COMMANDS {
        for url in [server.url(), &*with_password("hunter2")] {
            let ended =
                profile_with_input(url, command, line(&json!({"id": 1, "username": "ada"})));
            assert_eq!((ended.code, &*ended.stdout), (1, ""), "{ended:?}");
            assert_eq!(ended.stderr_lines().len(), 1, "{ended:?}");
            assert!(
                ended.stderr.contains("password, or another one: put it into REDIS_URL"),
                "{ended:?}"
            );
            assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
        }
    }
    profile(&with_password("secret"), COMMANDS[0]).has_printed("");
    profile(&with_password("secret"), COMMANDS[1])
        .has_printed("{\"id\":1,\"username\":\"ada\",\"visits\":0}\n");
}

#[test]
fn a_server_that_does_not_answer_is_not_waited_for_without_end() {
    let server = Server::start_private(&[]).unwrap();
    let mut pause = redis::cmd("CLIENT");
    // It accepts connections, and carries out no write.
    pause.arg("PAUSE").arg(600_000).arg("WRITE").exec(&mut connect(server.url())).unwrap();
    let ended = profile(server.url(), COMMANDS[0]);
    assert_eq!((ended.code, ended.stderr_lines().len()), (1, 1), "{ended:?}");
    assert!(ended.stderr.starts_with("profile: the connection to Redis broke: "), "{ended:?}");
}

#[test]
fn an_import_whose_connection_breaks_says_how_much_is_known_to_be_stored() {
    let server = Server::start_private(&[]).unwrap();
    let proxy = Proxy::start(server.url()).unwrap();
    let mut con = connect(server.url());
    let mut stored = || redis::cmd("DBSIZE").query::<usize>(&mut con).unwrap();

    let (child, mut stdin) = start(proxy.url(), &["import"]);
    for id in 0..2500 {
        stdin.write_all(line(&json!({"id": id, "username": "ada"})).as_bytes()).unwrap();
    }
    // The second batch is sent when the first has been acknowledged.
    wait_until("two batches are stored", || stored() == 2000);
    proxy.cut();
    drop(stdin);

    let ended = end_of(child);
    assert_eq!((ended.code, stored()), (1, 2000), "{ended:?}");
    let [line] = ended.stderr_lines()[..] else { panic!("{ended:?}") };
    assert!(line.starts_with("profile: the connection to Redis broke: "), "{line}");
    let known =
        ["; 1000 profiles are known to be stored", "; 2000 profiles are known to be stored"];
    assert!(known.iter().any(|known| line.contains(known)), "{line}");
}

#[test]
fn an_import_into_a_full_server_says_so() {
    let server = Server::start_private(&["--maxmemory", "1"]).unwrap();
    let lines: String = (0..3).map(|id| line(&json!({"id": id, "username": "ada"}))).collect();
    let ended = profile_with_input(server.url(), &["import"], lines);
    assert_eq!(ended.code, 1, "{ended:?}");
    let [line] = ended.stderr_lines()[..] else { panic!("{ended:?}") };
    assert!(line.contains("OOM"), "{line}");
    assert!(line.contains("; 0 profiles are known to be stored"), "{line}");
}
