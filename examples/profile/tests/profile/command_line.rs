//! The command line: its help, and its errors.

use crate::program::{Ended, profile};

/// No server is there, and none is asked.
const NOWHERE: &str = "redis://:hunter2@127.0.0.1:1/";

#[test]
fn the_help_says_what_there_is() {
    let Ended { code, stdout, stderr } = profile(NOWHERE, &["--help"]);
    assert_eq!((code, &*stderr), (0, ""));
    for word in ["Usage: profile", "Examples:", "Exit status:", "REDIS_URL", "127.0.0.1:6379"] {
        assert!(stdout.contains(word), "no `{word}` in {stdout}");
    }
    for command in ["set", "get", "list", "delete", "import", "export"] {
        assert!(stdout.contains(&format!("\n  {command}  ")), "no `{command}` in {stdout}");
        let help = profile(NOWHERE, &[command, "--help"]);
        assert_eq!((help.code, &*help.stderr), (0, ""));
        assert!(help.stdout.contains(&format!("Usage: profile {command}")), "{help:?}");
        assert!(!help.stdout.contains("hunter2"), "{help:?}");
    }
    assert!(!stdout.contains("hunter2"), "{stdout}");
}

#[test]
fn a_wrong_command_line_is_an_error_of_its_own() {
    let wrong: [&[&str]; 7] = [
        &["gett", "1"],
        &["get"],
        &["get", "ada"],
        &["set", "1"],
        &["set", "1", "--email", "a", "--no-email"],
        &["delete"],
        &["import", "a", "b"],
    ];
    for arguments in wrong {
        let ended = profile(NOWHERE, arguments);
        assert_eq!((ended.code, &*ended.stdout), (2, ""), "{arguments:?}: {ended:?}");
        assert!(ended.stderr.contains("--help"), "{arguments:?}: {ended:?}");
        assert!(!ended.stderr.contains("hunter2"), "{arguments:?}: {ended:?}");
    }
}

#[test]
fn a_wrong_url_is_not_repeated() {
    for url in ["redis://:hunter2@127.0.0.1:port/", "http://:hunter2@127.0.0.1/", "hunter2", ""] {
        for ended in [profile(url, &["get", "1"]), profile(NOWHERE, &["get", "1", "--url", url])] {
            assert_eq!((ended.code, &*ended.stdout), (2, ""), "{ended:?}");
            assert!(ended.stderr.contains("--url or REDIS_URL"), "{ended:?}");
            assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
        }
    }
}
