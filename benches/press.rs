//! How fast a whole run is, beside what zstd alone needs for the same bytes.
//!
//! Method: one run of `press::run` for evenly spread accounts (600 if no number is given), both versions, tar
//! layout, zstd level 3, as many threads as there are cores, into a directory that is removed afterwards. Timed
//! from the plan to the manifest in place, every file synced; loading the data set is timed apart. Peak memory
//! is the process's (VmHWM) when the run ends. Then the `zstd` program with `-3 -T<threads>`
//! reads as many bytes through a pipe as the run's archives hold uncompressed, and its output is thrown away.
//! It is fed from memory with what the archives themselves hold: up to 8 MB of each, in order, over and over;
//! its window is narrower than that, so repeating gains it nothing. The ratio is wall to wall, taken in one go,
//! so that whatever else the machine does weighs on both alike; on a busy machine repeat it.
//!
//! Processor seconds (user and system, all threads, from /proc/self/stat) stand beside wall seconds: on a machine
//! that does other work their ratio is the steadier one.
//!
//! `cargo bench --bench press` takes seconds; `cargo bench --bench press -- 30000` is the full run.
//! MB = 10^6 bytes. The goal is a ratio of at most 2.5, then 1.5, and at most 200 MB of memory.

#![allow(clippy::disallowed_methods, reason = "a bench is about time")]

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use bluedeck::dataset::{DataSet, Options};
use bluedeck::fhir::{Include, Shape, Version};
use bluedeck::press::{Compress, Emit, Layout, OnExisting, Plan, Silent, Summary, run};

/// Bytes taken of each archive to feed zstd with.
const SAMPLE: u64 = 8_000_000;

/// At most so many bytes of all archives.
const SAMPLES: usize = 1_000_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    // `cargo test --benches` only wants to see that it runs.
    let count = match arguments.first().map(String::as_str) {
        Some("--test") => 3,
        Some(number) => number.parse().expect("a number of accounts"),
        None => 600,
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let out = tempfile::tempdir_in(".").expect("the working directory can be written");

    let start = Instant::now();
    let data_set = DataSet::open(&Options::default()).expect("the embedded tables are in order");
    println!("open        {:8.2} s", start.elapsed().as_secs_f64());

    let all = data_set.roster.numbers();
    let plan = Plan {
        out: out.path().join("run"),
        emit: Emit::default(),
        versions: Version::ALL.to_vec(),
        shape: Shape::Served,
        include: Include::default(),
        base_url: "https://sandbox.bluebutton.cms.gov".into(),
        layout: Layout::Tar,
        compress: Compress::Zstd { level: 3 },
        threads,
        shard: None,
        on_existing: OnExisting::Refuse,
        accounts: (0..count).map(|at| all[at * all.len() / count]).collect(),
    };
    let (start, before) = (Instant::now(), processor_seconds());
    let summary = run(&data_set, &plan, &Silent).unwrap_or_else(|error| panic!("{error}"));
    let used = Used { wall: start.elapsed().as_secs_f64(), processor: processor_seconds() - before };
    let bytes = report(&summary, &used, threads);

    let samples = samples(&plan.out);
    match zstd_alone(&samples, bytes, threads) {
        Some(alone) => {
            println!("zstd alone  {}   -3 -T{threads} through a pipe", alone.text(bytes));
            let (wall, processor) = (used.wall / alone.wall, used.processor / alone.processor);
            println!("ratio       {wall:8.2} wall, {processor:.2} processor");
        }
        None => println!("zstd alone  SKIPPED: there is no `zstd` program here"),
    }
}

/// What some work took.
struct Used {
    wall: f64,
    processor: f64,
}

impl Used {
    fn text(&self, bytes: u64) -> String {
        let rate = |seconds| bytes as f64 / 1e6 / seconds;
        let Used { wall, processor } = *self;
        format!("{wall:8.2} s {:8.0} MB/s   {processor:8.2} processor-s {:8.0} MB/s", rate(wall), rate(processor))
    }
}

/// Processor seconds of this process and of children that were waited for; 0 where /proc is not.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the program's name: fields 3 and on; 14 to 17 are user, system and the children's, in hundredths.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Prints what a run did; gives its uncompressed bytes.
fn report(summary: &Summary, used: &Used, threads: usize) -> u64 {
    let uncompressed: u64 = summary.versions.iter().map(|version| version.uncompressed_bytes).sum();
    let compressed: u64 = summary.versions.iter().map(|version| version.bytes).sum();
    println!("run         {}   {} accounts, {threads} threads", used.text(uncompressed), summary.accounts);
    let (before, after) = (uncompressed as f64 / 1e6, compressed as f64 / 1e6);
    println!("bytes       {before:8.0} MB in {after:.0} MB, x{:.1}", before / after);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or(" unknown");
    println!("peak memory {peak}");
    uncompressed
}

/// The beginning of every archive's content.
fn samples(out: &Path) -> Vec<u8> {
    let mut samples = Vec::new();
    for version in Version::ALL {
        let directory = out.join(version.name()).join("bundles");
        let mut archives: Vec<_> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        archives.sort();
        for archive in archives {
            let decoder = zstd::stream::read::Decoder::new(std::fs::File::open(archive).unwrap()).unwrap();
            decoder.take(SAMPLE).read_to_end(&mut samples).unwrap();
        }
    }
    samples.truncate(SAMPLES);
    samples
}

/// What the zstd program needs for `bytes` bytes made of the samples.
fn zstd_alone(samples: &[u8], bytes: u64, threads: usize) -> Option<Used> {
    let (start, before) = (Instant::now(), processor_seconds());
    let mut zstd = Command::new("zstd")
        .args(["-3", &format!("-T{threads}"), "-q", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = zstd.stdin.take()?;
    let mut left = bytes;
    while left > 0 {
        let piece = samples.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        input.write_all(&samples[..piece]).expect("zstd reads its input");
        left -= piece as u64;
    }
    drop(input);
    assert!(zstd.wait().expect("zstd ends").success());
    // Feeding the pipe is this process's work and in neither figure's favour: it is copying.
    Some(Used { wall: start.elapsed().as_secs_f64(), processor: processor_seconds() - before })
}
