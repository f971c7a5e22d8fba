//! Counts what the compiler reports for programs that misuse the library.
//!
//! Each case is a program with one mistake. Its first lines say what the compiler must report:
//!
//! ```text
//! //@ errors: 1
//! //@ at: User
//! ```
//!
//! This is the number of errors, and the text that the first one points at. A second error for the
//! same mistake fails the case, and so does an error inside a macro or another crate.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package with the cases as its programs.
#[derive(Debug)]
pub struct Project {
    directory: PathBuf,
    cases: BTreeMap<String, PathBuf>,
}

impl Project {
    /// A package below `scratch` with all cases in `directories`. `dependencies` are those of its
    /// manifest.
    ///
    /// # Panics
    ///
    /// When files cannot be read or written, or there is no case.
    #[must_use]
    pub fn new(scratch: &Path, dependencies: &str, directories: &[PathBuf]) -> Self {
        let directory = scratch.join("count");
        let cases: BTreeMap<String, PathBuf> =
            directories.iter().flat_map(|directory| cases(directory)).collect();
        assert!(!cases.is_empty(), "no cases in {directories:?}");
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("Cargo.toml"), manifest(dependencies, &cases)).unwrap();
        fs::copy(root().join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        Self { directory, cases }
    }

    /// Compiles all cases, and panics with those whose errors are not as they say.
    ///
    /// # Panics
    ///
    /// When the errors of a case are not as it says.
    pub fn assert_errors(&self) {
        let mut found = self.compile();
        let mut wrong = Vec::new();
        for (name, path) in &self.cases {
            let errors = found.remove(name).unwrap_or_default();
            if let Err(message) = compare(path, &errors) {
                wrong.push(format!("{}: {message}", path.display()));
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    /// The errors of each program, in their order.
    fn compile(&self) -> BTreeMap<String, Vec<Diagnostic>> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--bins", "--keep-going", "--quiet", "--message-format=json"]);
        cargo.current_dir(&self.directory).env("CARGO_TARGET_DIR", self.directory.join("target"));
        // It is compiled once. Warnings are no errors here, whatever they are in the checks.
        cargo.env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        let output = cargo.output().unwrap();
        let mut errors: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let Ok(Message { target, message }) = serde_json::from_str(line) else { continue };
            // "aborting due to 2 previous errors" has no place.
            if message.level == "error" && !message.spans.is_empty() {
                errors.entry(target.name).or_default().push(message);
            }
        }
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(!errors.is_empty(), "the cases were not compiled:\n{log}");
        errors
    }
}

fn root() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    tests.and_then(Path::parent).unwrap()
}

/// The programs in a directory, by names that are theirs alone.
fn cases(directory: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let topic = directory.file_name().unwrap().to_str().unwrap().to_owned();
    let files = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path());
    let programs = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    programs.map(move |path| {
        let case = path.file_stem().unwrap().to_str().unwrap();
        (format!("{topic}-{case}"), path)
    })
}

fn manifest(dependencies: &str, cases: &BTreeMap<String, PathBuf>) -> String {
    let facade = root().join("redis-derive");
    let head = format!(
        "[package]\nname = \"count\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n\
         redis-derive.path = \"{}\"\nredis-derive.default-features = false\n",
        facade.display()
    );
    let programs = cases.iter().map(|(name, path)| {
        format!("\n[[bin]]\nname = \"{name}\"\npath = \"{}\"\n", path.display())
    });
    head + &programs.collect::<String>()
}

/// What a case says of itself is compared with what came of it.
fn compare(case: &Path, errors: &[Diagnostic]) -> Result<(), String> {
    let source = fs::read_to_string(case).unwrap();
    let header = |key: &str| source.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    let count: usize =
        header("//@ errors:").and_then(|count| count.parse().ok()).ok_or("no count")?;
    let at = header("//@ at:").ok_or("no place")?;
    if errors.len() != count {
        let messages: Vec<_> = errors.iter().map(|error| &error.message).collect();
        return Err(format!("{} errors in place of {count}: {messages:#?}", errors.len()));
    }
    let first = errors.first().ok_or("there has to be an error")?;
    let span = first.spans.iter().find(|span| span.is_primary).ok_or("no primary place")?;
    if !case.ends_with(&span.file_name) && !Path::new(&span.file_name).ends_with(case) {
        return Err(format!("the first error is in {}", span.file_name));
    }
    let text = source.get(span.byte_start..span.byte_end).unwrap_or_default();
    if text != at {
        return Err(format!(
            "the first error is at {text:?} in place of {at:?}: {}",
            first.message
        ));
    }
    Ok(())
}

/// A message of cargo's with one of the compiler's in it
/// (<https://doc.rust-lang.org/cargo/reference/external-tools.html>).
#[derive(Deserialize)]
struct Message {
    target: Target,
    message: Diagnostic,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Diagnostic {
    level: String,
    message: String,
    spans: Vec<Span>,
}

#[derive(Debug, Deserialize)]
struct Span {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
    is_primary: bool,
}
