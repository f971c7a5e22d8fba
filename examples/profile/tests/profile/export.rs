//! Export: all profiles into a pipe or a file, and from there into another server.

use crate::program::{command, connect, end_of, key, profile, start_server};
use redis::Connection;
use redis_derive::DocumentCommands;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const MANY: u64 = 5000;

/// One with all that may get lost on the way.
fn document(id: u64) -> Value {
    json!({
        "id": id,
        "username": format!("ada \"{id}\"\n\r\u{1}\u{2028}\\ é 😀"),
        "visits": id,
        "email": id.is_multiple_of(2).then(|| format!("{id}@example.org")),
        "score": f64::from_bits(0x3fb9_9999_9999_999a + id),
        "largest": u64::MAX - id,
        "nested": [{"a": null}, [[]], {}],
    })
}

fn fill(con: &mut Connection) {
    let mut pipeline = redis::pipe();
    for id in 0..MANY {
        pipeline.set(key(id), redis_derive::Json(document(id))).ignore();
    }
    pipeline.exec(con).unwrap();
}

/// The documents that are there, without the nulls that are the same as no field.
fn stored(con: &mut Connection) -> Vec<Value> {
    let documents = con.load_many((0..MANY).map(key)).unwrap();
    documents.into_iter().map(|document| without_null(document.unwrap())).collect()
}

fn without_null(mut document: Value) -> Value {
    document.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    document
}

#[test]
fn what_is_exported_is_imported_with_the_same_content() {
    let (from, mut con) = start_server();
    let (to, mut copy) = start_server();
    fill(&mut con);

    let mut export = command(from.url(), &["export"]).spawn().unwrap();
    let pipe = export.stdout.take().unwrap();
    let import = command(to.url(), &["import"]).stdin(pipe).spawn().unwrap();
    let (export, import) = (end_of(export), end_of(import));

    export.has_printed("");
    assert_eq!((import.code, &*import.stdout), (0, ""), "{import:?}");
    assert_eq!(import.stderr, format!("profile: {MANY} stored, 0 bad\n"));
    assert_eq!(redis::cmd("DBSIZE").query::<u64>(&mut copy).unwrap(), MANY);
    let originals: Vec<Value> = (0..MANY).map(|id| without_null(document(id))).collect();
    assert!(stored(&mut copy) == originals, "the copies differ");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let (server, mut con) = start_server();
    fill(&mut con);
    for arguments in [&["export"], &["list"]] {
        let mut child = command(server.url(), arguments).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(first.contains("ada"), "{first}");
        end_of(child).has_printed("");
    }
}

#[test]
fn the_reader_of_the_errors_may_be_gone_too() {
    let (server, _) = start_server();
    let mut child = command(server.url(), &["get", "1", "2"]).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(end_of(child).code, 1);
}

#[test]
fn a_file_is_written_and_read() {
    let (server, mut con) = start_server();
    con.save((&key(1), &json!({"id": 1, "username": "ada", "visits": 7}))).unwrap();
    let file = std::env::temp_dir().join(format!("profile-export-{}.jsonl", std::process::id()));
    let name = file.to_str().unwrap();
    profile(server.url(), &["export", name]).has_printed("");
    let written = std::fs::read_to_string(&file).unwrap();
    let other = start_server();
    let import = profile(other.0.url(), &["import", name]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(written, "{\"id\":1,\"username\":\"ada\",\"visits\":7}\n");
    assert_eq!((import.code, &*import.stderr), (0, "profile: 1 stored, 0 bad\n"));
    assert_eq!(connect(other.0.url()).load(key(1)).unwrap(), con.load(key(1)).unwrap());
}

#[test]
fn an_export_that_fails_leaves_the_file_as_it_was() {
    let (server, mut con) = start_server();
    for id in [1, 2] {
        con.save((&key(id), &json!({"id": id, "username": "ada"}))).unwrap();
    }
    // All keys are seen, and one of the documents is refused.
    let mut user = redis::cmd("ACL");
    user.arg("SETUSER").arg("reader").arg(&["on", ">pw", "+@all", "~redis-derive:profile:1"]);
    user.exec(&mut con).unwrap();
    let url = server.url().replace("//", "//reader:pw@");

    let directory = std::env::temp_dir().join(format!("profile-whole-{}", std::process::id()));
    std::fs::create_dir(&directory).unwrap();
    let backup = directory.join("profiles.jsonl");
    std::fs::write(&backup, "yesterday's").unwrap();
    let ended = profile(&url, &["export", backup.to_str().unwrap()]);
    let kept = std::fs::read_to_string(&backup).unwrap();
    let files = std::fs::read_dir(&directory).unwrap().count();
    std::fs::remove_dir_all(&directory).unwrap();
    assert_eq!((ended.code, &*kept, files), (1, "yesterday's", 1), "{ended:?}");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error() {
    let (server, _) = start_server();
    let ended = profile(server.url(), &["export", "/no/such/directory/file"]);
    assert_eq!((ended.code, &*ended.stdout), (1, ""));
    let expected = "profile: cannot create /no/such/directory/file: ";
    assert!(ended.stderr.starts_with(expected), "{ended:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let (server, mut con) = start_server();
    con.save((&key(1), &json!({"id": 1, "username": "ada"}))).unwrap();
    // What is no file is written to, and not replaced.
    let ended = profile(server.url(), &["export", "/dev/full"]);
    assert!(ended.stderr.starts_with("profile: cannot write the output: "), "{ended:?}");
    for arguments in [&["export"][..], &["list"], &["get", "1"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let child = command(server.url(), arguments).stdout(Stdio::from(full)).spawn().unwrap();
        let ended = end_of(child);
        assert_eq!(ended.code, 1, "{ended:?}");
        assert!(ended.stderr.starts_with("profile: cannot write the output: "), "{ended:?}");
    }
}
