//! What the compiler says where no client is switched on, as in `tests/ui`.

use std::path::Path;
use ui::Project;

#[test]
fn misuse_is_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cases/*.rs");
}

#[test]
fn what_is_right_compiles() {
    trybuild::TestCases::new().pass("pass/*.rs");
}

#[test]
fn one_mistake_is_one_error() {
    let dependencies = "redis = { version = \"1\", default-features = false }\n\
                        serde = { version = \"1\", features = [\"derive\"] }";
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    Project::new(
        &Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_PKG_NAME")),
        dependencies,
        &[cases],
    )
    .assert_errors();
}
