//! What the compiler says where every major is on, as in `tests/ui`.

use std::path::Path;
use ui::Project;

#[test]
fn misuse_is_explained() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}

#[test]
fn one_mistake_is_one_error() {
    let dependencies = "redis-derive.features = [\"redis-0-27\", \"redis-0-32\", \"redis-1\", \"redis-2\", \"tokio-comp\"]\n\
                        futures-util = { version = \"0.3\", default-features = false }\n\
                        redis-0-27 = { package = \"redis\", version = \"0.27\", default-features = false }\n\
                        redis-1 = { package = \"redis\", version = \"1\", default-features = false }\n\
                        serde = { version = \"1\", features = [\"derive\"] }";
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    Project::new(
        &Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_PKG_NAME")),
        dependencies,
        &[cases],
    )
    .assert_errors();
}
