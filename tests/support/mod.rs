//! Runs the real program in temporary directories.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program under test.
pub fn bluedeck() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bluedeck"));
    command.stdin(Stdio::null());
    command
}

/// Runs the program with these arguments.
pub fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    bluedeck().args(arguments).output().expect("the program starts")
}

/// Runs the program, which must succeed; its standard output.
pub fn run_well<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    String::from_utf8(output.stdout).expect("standard output is UTF-8")
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The run must have failed with this exit code and one sentence (returned) on standard error, no panic.
pub fn refused(output: &Output, code: i32) -> String {
    let text = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// Every file below a directory with its bytes.
pub fn tree(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut directories = vec![directory.to_path_buf()];
    while let Some(next) = directories.pop() {
        for entry in std::fs::read_dir(&next).expect("the directory is readable") {
            let path = entry.expect("the entry is readable").path();
            if path.is_dir() {
                directories.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("the file is readable");
                files.insert(path.strip_prefix(directory).expect("it is below").to_path_buf(), bytes);
            }
        }
    }
    files
}

/// The two directories hold the same files with the same bytes.
pub fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (tree(one), tree(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(bytes == &other[path], "{} differs", path.display());
    }
}

/// Says loudly that something was left out, and how to run it.
pub fn skipped(what: &str, how: &str) {
    eprintln!("\n*** SKIPPED: {what}. {how} ***\n");
}
