//! What the compiler says of each misuse. `TRYBUILD=overwrite` writes the snapshots anew.

#[test]
fn misuse_is_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/attributes/*.rs");
    cases.compile_fail("ui/client/*.rs");
    cases.compile_fail("ui/serde/*.rs");
    cases.pass("ui/pass/*.rs");
}
