//! What the compiler says of each misuse. `TRYBUILD=overwrite` writes the snapshots anew.

#[test]
fn misuse_is_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("attributes/*.rs");
    cases.compile_fail("client/*.rs");
    cases.compile_fail("serde/*.rs");
    cases.pass("pass/*.rs");
}
