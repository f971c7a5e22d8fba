//! Several servers end with their program, however it ends, and leave nothing.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// The program, with the URLs that it prints. Its servers keep their directories in this one.
fn start(what: &str, directory: &Path) -> (Child, Vec<String>) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_test-server"));
    program.arg(what).env("TMPDIR", directory).stdin(Stdio::piped()).stdout(Stdio::piped());
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

fn is_gone(url: &str) -> bool {
    TcpStream::connect(url.trim_start_matches("redis://").trim_end_matches('/')).is_err()
}

fn leaves_nothing_when_it_is_dropped(what: &str, servers: usize) {
    let directory = directory(&format!("dropped-{what}"));
    let (mut program, urls) = start(what, &directory);
    assert_eq!((urls.len(), count(&directory)), (3, servers));
    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
    assert_eq!(count(&directory), 0);
    assert!(urls.iter().all(|url| is_gone(url)));
}

fn leaves_nothing_when_its_program_is_killed(what: &str, servers: usize) {
    let directory = directory(&format!("killed-{what}"));
    let (mut program, urls) = start(what, &directory);
    assert_eq!((urls.len(), count(&directory)), (3, servers));
    program.kill().unwrap();
    program.wait().unwrap();
    // The guards have no one left to tell when they are done.
    let stopped = (0..6000).any(|_| {
        sleep(Duration::from_millis(10));
        urls.iter().all(|url| is_gone(url)) && count(&directory) == 0
    });
    assert!(stopped, "still there after a minute");
}

#[test]
fn a_cluster_leaves_nothing_when_it_is_dropped() {
    leaves_nothing_when_it_is_dropped("cluster", 3);
}

#[test]
fn a_cluster_leaves_nothing_when_its_program_is_killed() {
    leaves_nothing_when_its_program_is_killed("cluster", 3);
}

#[test]
fn sentinels_and_what_they_watch_leave_nothing_when_they_are_dropped() {
    leaves_nothing_when_it_is_dropped("sentinels", 6);
}

#[test]
fn sentinels_and_what_they_watch_leave_nothing_when_their_program_is_killed() {
    leaves_nothing_when_its_program_is_killed("sentinels", 6);
}
