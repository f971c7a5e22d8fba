//! Import: what is stored of an input with mistakes in it, and how.

use crate::program::{Ended, key, profile, profile_with_input, start_server};
use redis_derive::DocumentCommands;
use serde_json::json;

fn import(url: &str, input: impl Into<Vec<u8>>) -> Ended {
    profile_with_input(url, &["import"], input.into())
}

#[test]
fn a_bad_line_is_named_and_costs_no_other() {
    let (server, mut con) = start_server();
    let mut lines: Vec<String> =
        (1..=3000).map(|id| format!(r#"{{"id":{id},"username":"ada"}}"#)).collect();
    lines[6] = r#"{"id":7,"username":["hunter2"]}"#.to_owned();
    lines[1499] = r#"{"id":1500,"username":"hunter2""#.to_owned();
    lines[1500] = r#"{"id":-1,"username":"hunter2"}"#.to_owned();
    lines[2999] = r#"["hunter2"]"#.to_owned();

    let ended = import(server.url(), lines.join("\n"));
    assert_eq!((ended.code, &*ended.stdout), (1, ""), "{ended:?}");
    let [first, second, third, fourth, summary] = ended.stderr_lines()[..] else {
        panic!("{ended:?}")
    };
    let why = "cannot read `profile::User`: ";
    let unparsed = "cannot parse `profile::User`: ";
    let expected = [
        (
            first,
            format!(
                "profile: stdin:7: {why}invalid type: sequence, expected a string at line 1 column 19"
            ),
        ),
        (
            second,
            format!(
                "profile: stdin:1500: {unparsed}EOF while parsing an object at line 1 column 31"
            ),
        ),
        (third, format!("profile: stdin:1501: {why}")),
        (fourth, format!("profile: stdin:3000: {why}")),
        (summary, "profile: 2996 stored, 4 bad".to_owned()),
    ];
    for (line, expected) in expected {
        assert!(line.starts_with(&expected), "{line}");
    }
    assert!(!ended.stderr.contains("hunter2"), "{ended:?}");

    let entries = con.load_many((1..=3000).map(key)).unwrap();
    let missing = (1..).zip(entries).filter(|(_, entry)| entry.is_none()).map(|(id, _)| id);
    assert_eq!(missing.collect::<Vec<_>>(), [7, 1500, 1501, 3000]);
}

#[test]
fn a_file_is_named_by_its_name() {
    let (server, _) = start_server();
    let file = std::env::temp_dir().join(format!("profile-import-{}.jsonl", std::process::id()));
    std::fs::write(&file, "\n{}\n").unwrap();
    let ended = profile(server.url(), &["import", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    let expected = format!("profile: {}:2: cannot read", file.display());
    assert!(ended.stderr.starts_with(&expected), "{ended:?}");
    assert!(ended.stderr.ends_with("\nprofile: 0 stored, 1 bad\n"), "{ended:?}");
    assert_eq!(ended.code, 1);
}

#[test]
fn an_input_that_is_not_there_is_an_error() {
    let (server, _) = start_server();
    let ended = profile(server.url(), &["import", "/no/such/file"]);
    assert_eq!((ended.code, ended.stderr_lines().len()), (1, 1), "{ended:?}");
    assert!(ended.stderr.starts_with("profile: cannot open /no/such/file: "), "{ended:?}");
    let ended = profile(server.url(), &["import", "/"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stderr.starts_with("profile: cannot read /: "), "{ended:?}");
}

#[test]
fn lines_end_in_every_way() {
    let (server, mut con) = start_server();
    let input = "\r\n\n{\"id\":1,\"username\":\"a\"}\r\n  \t\n{\"id\":2,\"username\":\"b\"}\n\n{\"id\":3,\"username\":\"c\"}";
    let ended = profile_with_input(server.url(), &["import", "-"], input);
    assert_eq!((ended.code, &*ended.stderr), (0, "profile: 3 stored, 0 bad\n"));
    for (id, username) in [(1, "a"), (2, "b"), (3, "c")] {
        assert_eq!(
            con.load(key(id)).unwrap(),
            Some(json!({"id": id, "username": username, "visits": 0}))
        );
    }
    let ended = import(server.url(), "");
    assert_eq!((ended.code, &*ended.stderr), (0, "profile: 0 stored, 0 bad\n"));
}

#[test]
fn bytes_that_are_no_text_are_a_bad_line() {
    let (server, _) = start_server();
    let ended = import(
        server.url(),
        &b"{\"id\":1,\"username\":\"\xff\"}\n{\"id\":2,\"username\":\"b\"}"[..],
    );
    assert!(
        ended.stderr.contains("stdin:1: cannot parse `profile::User`: it is not UTF-8"),
        "{ended:?}"
    );
    assert!(ended.stderr.ends_with("\nprofile: 1 stored, 1 bad\n"), "{ended:?}");
}

#[test]
fn a_line_that_is_too_long_is_a_bad_line() {
    let (server, mut con) = start_server();
    let with_length = |id: u64, length: usize| {
        let json = format!(r#"{{"id":{id},"username":""}}"#);
        json.replace(r#""""#, &format!("\"{}\"", "x".repeat(length - json.len())))
    };
    let longest = 1024 * 1024;
    let lines = [with_length(1, longest), with_length(2, longest + 1), with_length(3, 30)];
    let ended = import(server.url(), lines.join("\n"));
    assert_eq!(
        ended.stderr,
        "profile: stdin:2: longer than 1048576 bytes\nprofile: 2 stored, 1 bad\n"
    );
    assert_eq!(ended.code, 1);
    let there = con.load_many([1, 2, 3].map(key)).unwrap();
    assert_eq!(there.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn what_is_there_is_replaced_or_left_as_it_is() {
    let (server, mut con) = start_server();
    con.save((&key(1), &json!({"id": 1, "username": "old"}))).unwrap();
    let lines = "{\"id\":1,\"username\":\"new\"}\n{\"id\":2,\"username\":\"new\"}\n{}";
    let mut name = |id| con.load(key(id)).unwrap().unwrap()["username"].clone();

    let ended = profile_with_input(server.url(), &["import", "--skip-existing"], lines);
    assert!(ended.stderr.ends_with("\nprofile: 1 stored, 1 already there, 1 bad\n"), "{ended:?}");
    assert_eq!((name(1), name(2)), (json!("old"), json!("new")));

    let ended = import(server.url(), lines);
    assert!(ended.stderr.ends_with("\nprofile: 2 stored, 1 bad\n"), "{ended:?}");
    assert_eq!(name(1), json!("new"));
}

/// On Linux a process can be asked how much memory it has used.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    use crate::program::{end_of, start, wait_until};
    use std::io::Write;

    let (server, mut con) = start_server();
    let (child, mut stdin) = start(server.url(), &["import"]);
    let username = "x".repeat(64 * 1024);
    for _ in 0..1000 {
        writeln!(stdin, r#"{{"id":1,"username":"{username}"}}"#).unwrap();
    }
    // A line without an end, and then one that is sent at once.
    for _ in 0..1000 {
        stdin.write_all(username.as_bytes()).unwrap();
    }
    writeln!(stdin, "\n{{\"id\":2,\"username\":\"{}\"}}", "x".repeat(1024 * 1024 - 100)).unwrap();
    wait_until("all is read", || con.load(key(2)).unwrap().is_some());
    let most = most_memory(child.id());
    drop(stdin);
    assert_eq!(
        end_of(child).stderr,
        "profile: stdin:1001: longer than 1048576 bytes\nprofile: 1001 stored, 1 bad\n"
    );
    assert!(most < 32 * 1024, "{most} KiB for lines of 64 KiB, of which there are 125 MiB");
}

/// In KiB.
#[cfg(target_os = "linux")]
fn most_memory(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
