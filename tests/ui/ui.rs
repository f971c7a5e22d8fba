//! What the compiler says of each misuse: in which words, and how many errors at which place.
//!
//! The words are those of the toolchain in `rust-toolchain.toml`; `TRYBUILD=overwrite` writes them
//! anew. The count holds for every toolchain.

use std::fs;
use std::path::Path;
use ui::Project;

const TOPICS: [&str; 8] =
    ["attributes", "caches", "client", "keys", "paths", "serde", "updates", "wrappers"];

#[test]
fn misuse_is_explained() {
    let cases = trybuild::TestCases::new();
    for topic in TOPICS {
        cases.compile_fail(format!("{topic}/*.rs"));
    }
}

#[test]
fn what_is_right_compiles() {
    trybuild::TestCases::new().pass("pass/*.rs");
}

#[test]
fn one_mistake_is_one_error() {
    let dependencies = "redis-derive.features = [\"redis-1\", \"paths\"]\n\
                        redis = { version = \"1\", default-features = false }\n\
                        serde = { version = \"1\", features = [\"derive\"] }";
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let topics = TOPICS.map(|topic| here.join(topic));
    Project::new(
        &Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_PKG_NAME")),
        dependencies,
        &topics,
    )
    .assert_errors();
}

#[test]
fn each_snapshot_has_its_case() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let topics = TOPICS.map(|topic| tests.join("ui").join(topic));
    let others = ["extended/ui_four_majors", "extended/ui_majors", "ui_no_client"]
        .map(|package| tests.join(package).join("cases"));
    for directory in topics.iter().chain(&others) {
        for file in fs::read_dir(directory).unwrap() {
            let path = file.unwrap().path();
            assert!(path.with_extension("rs").exists(), "{} is left over", path.display());
            assert!(path.with_extension("stderr").exists(), "{} is not checked", path.display());
        }
    }
}
