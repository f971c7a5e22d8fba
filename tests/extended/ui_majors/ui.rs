//! What the compiler says where two majors of the client are mixed up, as in `tests/ui`.

use std::path::Path;
use ui::Project;

#[test]
fn misuse_is_explained() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}

#[test]
fn one_mistake_is_one_error() {
    let dependencies = "redis-derive.features = [\"redis-1\"]\n\
                        redis = { version = \"0.32\", default-features = false }\n\
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
