//! One profile after the other: set, get, delete, list.

use crate::program::{Ended, key, profile, start_server};
use redis_derive::DocumentCommands;
use serde_json::{Value, json};
use std::thread;

#[test]
fn a_profile_is_made_changed_and_printed() {
    let (server, _) = start_server();
    let profile = |arguments: &[&str]| profile(server.url(), arguments);
    profile(&["set", "1", "--username", "ada", "--email", "a@b"]).has_printed("");
    profile(&["get", "1"])
        .has_printed("{\"id\":1,\"username\":\"ada\",\"visits\":0,\"email\":\"a@b\"}\n");
    profile(&["set", "1", "--username", "Ada"]).has_printed("");
    profile(&["get", "1"])
        .has_printed("{\"id\":1,\"username\":\"Ada\",\"visits\":0,\"email\":\"a@b\"}\n");
    profile(&["set", "1", "--no-email"]).has_printed("");
    profile(&["get", "1"]).has_printed("{\"id\":1,\"username\":\"Ada\",\"visits\":0}\n");
}

#[test]
fn a_new_profile_needs_a_name() {
    let (server, mut con) = start_server();
    let ended = profile(server.url(), &["set", "1", "--email", "a@b"]);
    ended.has_failed("1: a new profile needs a --username");
    assert_eq!(con.load(key(1)).unwrap(), None);
}

#[test]
fn the_fields_of_others_stay() {
    let (server, mut con) = start_server();
    let of_others = json!({"id": 1, "username": "ada", "theme": {"dark": true}, "score": 0.1});
    con.save((&key(1), &of_others)).unwrap();
    profile(server.url(), &["set", "1", "--email", "a@b"]).has_printed("");
    let mut expected = of_others;
    expected["email"] = json!("a@b");
    assert_eq!(con.load(key(1)).unwrap(), Some(expected));
}

#[test]
fn what_another_client_changes_meanwhile_stays() {
    const VISITS: u64 = 400;
    let (server, mut con) = start_server();
    con.save((&key(1), &json!({"id": 1, "username": "ada", "visits": 0}))).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..VISITS {
                let visit =
                    |user: &mut Value| user["visits"] = json!(user["visits"].as_u64().unwrap() + 1);
                con.update(key(1), visit).unwrap();
            }
        });
        for email in 0..40 {
            profile(server.url(), &["set", "1", "--email", &email.to_string()]).has_printed("");
        }
    });
    let expected = json!({"id": 1, "username": "ada", "visits": VISITS, "email": "39"});
    assert_eq!(con.load(key(1)).unwrap(), Some(expected));
}

#[test]
fn each_profile_that_is_not_there_is_named() {
    let (server, mut con) = start_server();
    for id in [1, 3] {
        con.save((&key(id), &json!({"id": id, "username": "ada"}))).unwrap();
    }
    let not_there = "profile: 2: there is no such profile\nprofile: 4: there is no such profile\n";

    let ended = profile(server.url(), &["get", "1", "2", "3", "4"]);
    assert_eq!((ended.code, &*ended.stderr), (1, not_there));
    let found = [
        "{\"id\":1,\"username\":\"ada\",\"visits\":0}",
        "{\"id\":3,\"username\":\"ada\",\"visits\":0}",
    ];
    assert_eq!(ended.stdout_lines(), found);

    let ended = profile(server.url(), &["delete", "1", "2", "3", "4"]);
    assert_eq!((ended.code, &*ended.stdout, &*ended.stderr), (1, "", not_there));
    assert_eq!(con.load_many([key(1), key(3)]).unwrap(), [None, None]);

    con.save((&key(1), &json!({"id": 1, "username": "ada"}))).unwrap();
    profile(server.url(), &["delete", "1"]).has_printed("");
}

#[test]
fn the_list_has_a_line_for_each() {
    let (server, mut con) = start_server();
    profile(server.url(), &["list"]).has_printed("");
    con.save((&key(1), &json!({"id": 1, "username": "ada", "email": "a@b"}))).unwrap();
    con.save((&key(2), &json!({"id": 2, "username": "\u{1b}[2Jbob\nby"}))).unwrap();
    let ended = profile(server.url(), &["list"]);
    let mut lines = ended.stdout_lines();
    lines.sort_unstable();
    let ada = "       1  ada                       a@b";
    let bob = "       2  \u{fffd}[2Jbob\u{fffd}by                -";
    assert_eq!((ended.code, &*lines, &*ended.stderr), (0, &[ada, bob][..], ""));
}

#[test]
fn an_entry_that_does_not_decode_is_named_and_kept() {
    let (server, mut con) = start_server();
    con.save((&key(1), &json!({"id": 1, "username": "ada"}))).unwrap();
    let wrong = json!({"id": "hunter2"});
    con.save((&key(2), &wrong)).unwrap();
    con.save((&key(3), &json!({"id": 3, "username": "eve"}))).unwrap();

    let why = "cannot read `profile::User`: invalid type: string, expected u64 at line 1 column 15";
    for command in ["list", "export"] {
        let Ended { code, stdout, stderr } = profile(server.url(), &[command]);
        assert_eq!((code, stdout.lines().count()), (1, 2), "{stdout}");
        assert!(stdout.contains("ada") && stdout.contains("eve"), "{stdout}");
        assert_eq!(stderr, format!("profile: redis-derive:profile:2: {why}\n"));
    }
    profile(server.url(), &["get", "2"]).has_failed(&format!("2: {why}"));

    let ended = profile(server.url(), &["set", "2", "--email", "a@b"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
    assert_eq!(con.load(key(2)).unwrap(), Some(wrong));
}
