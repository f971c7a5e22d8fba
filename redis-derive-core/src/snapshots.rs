//! Compares the expansions of the derive with the files in `snapshots`: `NAME.expanded.rs` is the
//! expansion of each type in `NAME.rs`. `BLESS=1 cargo test -p redis-derive-core` writes them.

use proc_macro2::TokenStream;
use quote::ToTokens;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")
}

fn expanded(input: &str) -> String {
    let types = syn::parse_str::<syn::File>(input).unwrap().items;
    let inputs = types.into_iter().map(|item| syn::parse2(item.into_token_stream()).unwrap());
    let tokens: TokenStream = inputs.map(|input| crate::expand::derive(&input)).collect();
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

#[test]
fn each_input_expands_to_its_snapshot() {
    for input in snapshots().filter(|path| !is_expanded(path)) {
        let expanded = expanded(&fs::read_to_string(&input).unwrap());
        let snapshot = input.with_extension("expanded.rs");
        if env::var_os("BLESS").is_some() {
            fs::write(&snapshot, &expanded).unwrap();
        }
        let expected = fs::read_to_string(&snapshot).unwrap_or_default();
        assert_eq!(expanded, expected, "{}", snapshot.display());
    }
}

#[test]
fn each_snapshot_has_its_input() {
    for snapshot in snapshots().filter(|path| is_expanded(path)) {
        let input = snapshot.with_extension("").with_extension("rs");
        assert!(input.exists(), "{} is left over", snapshot.display());
    }
}

fn snapshots() -> impl Iterator<Item = PathBuf> {
    fs::read_dir(directory()).unwrap().map(|file| file.unwrap().path())
}

fn is_expanded(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(".expanded.rs"))
}
