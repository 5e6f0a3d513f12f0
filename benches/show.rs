//! One account alone: `show` from a cold start, and what it is made of.
//!
//! Method: `cold_start` runs the real program (`bluedeck show ACCOUNT`, release, output captured) as a new process
//! for every sample, so loading the tables, counting the account's cohort, dealing, rendering and the process itself
//! are in the figure; files are in the page cache. `open` loads the tables alone; `hand` deals one hand when the
//! cohort has been counted; `first_hand` counts the cohort too. BBUser20023 has 148 claims and is of 2014, the
//! largest cohort. Compare medians of one run; the goal is 50 ms for a cold start, 20 ms the next.
//!
//!     cargo bench --bench show

use std::process::Command;

use bluedeck::dataset::{DataSet, Options};
use bluedeck::roster::AccountNumber;
use divan::Bencher;

const ACCOUNT: AccountNumber = AccountNumber(20_023);

fn main() {
    divan::main();
}

#[divan::bench(args = ["stu3", "r4"], sample_count = 30, sample_size = 1)]
fn cold_start(version: &str) -> usize {
    let output = Command::new(env!("CARGO_BIN_EXE_bluedeck"))
        .args(["show", "BBUser20023", "--fhir", version])
        .output()
        .expect("the program starts");
    assert!(output.status.success());
    output.stdout.len()
}

#[divan::bench(sample_count = 30, sample_size = 1)]
fn open() -> DataSet {
    data_set()
}

#[divan::bench(sample_count = 30, sample_size = 1)]
fn first_hand(bencher: Bencher) {
    bencher.with_inputs(data_set).bench_refs(|data_set| data_set.hand(ACCOUNT).claims.len());
}

#[divan::bench]
fn hand(bencher: Bencher) {
    let data_set = data_set();
    data_set.hand(ACCOUNT);
    bencher.bench_local(|| data_set.hand(ACCOUNT).claims.len());
}

fn data_set() -> DataSet {
    DataSet::open(&Options::default()).expect("the embedded tables are sound")
}
