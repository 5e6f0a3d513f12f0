//! How long `find` takes over all 30,000 accounts of the default data set.
//!
//! Method: the real program (`bluedeck find … --count`, release, output captured) as a new process for every sample, with as
//! many threads as the machine has cores; loading the tables is in the figure, files are in the page cache. Each question
//! is asked three times, in turns; told are the best by the clock, and of the same run the processor's seconds of all
//! threads (user and system, of waited-for children, from /proc/self/stat), which weigh little what else the machine does.
//! Goals on two cores: people and counts within a second, types with death within five seconds.
//!
//!     cargo bench --bench find
#![allow(clippy::disallowed_methods, reason = "a bench is about time")]

use std::process::Command;
use std::time::Instant;

const QUESTIONS: &[(&str, &[&str])] = &[
    ("people", &["--sex", "F", "--age", "70..79", "--state", "KS", "--dual"]),
    ("counts", &["--claims", "inpatient=2.."]),
    ("types, who died", &["--type", "hospice,pde", "--died"]),
    ("a DRG", &["--drg", "470"]),
    ("a drug", &["--ndc", "00378180077"]),
    ("a diagnosis of women in a state", &["--diagnosis", "E11*", "--sex", "F", "--state", "KS"]),
    ("a diagnosis, rare", &["--diagnosis", "G35"]),
    ("two codes on one claim", &["--hcpcs", "99213", "--diagnosis", "E11*", "--same-claim"]),
    ("denied hospital stays", &["--type", "inpatient", "--denied"]),
    ("cost", &["--cost", "250000.."]),
];

/// Seconds of the processor that children which have ended have used.
fn childrens_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    // cutime and cstime, in clock ticks, of which Linux has 100 a second.
    (13..15).map(|at| fields[at].parse::<f64>().expect("a number")).sum::<f64>() / 100.0
}

fn main() {
    // Only `cargo bench` says so; `cargo test --benches` only wants to see that it runs.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let (turns, accounts) = if measuring { (3, "full") } else { (1, "tiny") };
    let mut best = vec![(f64::MAX, 0.0, String::new()); QUESTIONS.len()];
    for _ in 0..turns {
        for ((_, question), best) in QUESTIONS.iter().zip(&mut best) {
            let (clock, before) = (Instant::now(), childrens_seconds());
            let mut command = Command::new(env!("CARGO_BIN_EXE_bluedeck"));
            let output = command.args(["find", "--count", "--accounts", accounts]).args(*question).output();
            let output = output.expect("the program starts");
            assert!(matches!(output.status.code(), Some(0 | 1)), "{question:?}");
            let seconds = clock.elapsed().as_secs_f64();
            if seconds < best.0 {
                let count = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                *best = (seconds, childrens_seconds() - before, count);
            }
        }
    }
    println!("{:34} {:>8} {:>10} {:>10}", "question", "seconds", "processor", "accounts");
    for ((name, _), (seconds, processor, count)) in QUESTIONS.iter().zip(&best) {
        println!("{name:34} {seconds:>8.2} {processor:>10.2} {count:>10}");
    }
}
