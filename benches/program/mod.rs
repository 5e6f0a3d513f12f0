//! The program, run as users run it: how long it takes and how much memory, as its own process.

use std::process::Command;
use std::time::{Duration, Instant};

/// The program: the one just built, or the one that BLUEDECK names.
fn program() -> String {
    std::env::var("BLUEDECK").unwrap_or_else(|_| env!("CARGO_BIN_EXE_bluedeck").to_owned())
}

/// Runs the program, and `watch` every 20 ms meanwhile; wall seconds from start to exit, and the peak of its memory (VmHWM).
pub fn timed(arguments: &[&str], mut watch: impl FnMut()) -> (f64, String) {
    let start = Instant::now();
    let mut child = Command::new(program()).args(arguments).spawn().expect("the program starts");
    let mut peak = String::from("unknown");
    let status = loop {
        let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        if let Some(found) = text.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
            found.trim().clone_into(&mut peak);
        }
        watch();
        match child.try_wait().expect("the program can be waited for") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(status.success(), "{arguments:?}");
    (start.elapsed().as_secs_f64(), peak)
}
