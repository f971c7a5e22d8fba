//! How much code the derive makes of a type, which is what it costs to compile.

use proc_macro2::{TokenStream, TokenTree};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The tokens of both directions for one client. A change that makes less of them is welcome to
/// lower it.
const TOKENS: usize = 477;

const PROGRAM: &str = "#[derive(redis_derive::RedisJson)]\npub struct User { pub id: u64 }\n";

#[test]
fn the_expansion_does_not_grow_by_more_than_a_tenth() {
    let without = tokens_of_expansion("pub struct User { pub id: u64 }\n");
    let tokens = tokens_of_expansion(PROGRAM) - without;
    assert!(tokens <= TOKENS * 11 / 10, "{tokens} tokens, where there were {TOKENS}");
    assert!(tokens >= TOKENS * 9 / 10, "{tokens} tokens: `TOKENS` can be lowered from {TOKENS}");
}

/// Expands a program with the derive and the macros of the facade. The types are not checked, so
/// that serde's derives can be left out.
fn tokens_of_expansion(program: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("expansion");
    fs::create_dir_all(directory.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"expansion\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nredis-derive.path = \"{}\"\n",
        root.join("redis-derive").display()
    );
    fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    fs::write(directory.join("src/lib.rs"), program).unwrap();
    fs::copy(root.join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["rustc", "--quiet", "--profile=check", "--", "-Zunpretty=expanded"]);
    // The compiler prints what it expands to on nightly, or where it is told to behave like one.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", directory.join("target"));
    cargo.env("CARGO_INCREMENTAL", "0");
    let output = cargo.current_dir(&directory).output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    count(String::from_utf8(output.stdout).unwrap().parse().unwrap())
}

fn count(tokens: TokenStream) -> usize {
    let count_one = |token| match token {
        TokenTree::Group(group) => 2 + count(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(count_one).sum()
}
