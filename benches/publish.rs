//! What a release takes: time, memory, and disk beside what it comes to.
//!
//! Method: `bluedeck publish` of some sizes (tiny if none are named) in all five forms into a new place, from start to exit, with
//! the peak of its memory (VmHWM) and of the disk that work directory and place take together, both looked at every 20 ms.
//! What the archives hold and weigh is their manifest's. MB = 10^6 bytes; the goal is at most 200 MB of memory with two threads
//! and 60 GB of disk.
//!
//! `cargo bench --bench publish -- tiny,small,medium,large,full` is the whole release. BLUEDECK=FILE names another program than
//! the one just built.

#![allow(clippy::disallowed_methods, reason = "a bench is about time")]

#[path = "program/mod.rs"]
mod program;

use std::path::Path;

use serde_json::Value;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let sizes = arguments.first().map_or("tiny", String::as_str);
    let home = tempfile::tempdir_in(".").expect("the working directory can be written");
    let (site, work) = (home.path().join("site"), home.path().join("work"));
    let place = |path: &Path| path.display().to_string();
    let flags = ["--version", "1.0.0", "--sizes", sizes, "--threads", "2"];
    let (site_name, work_name) = (place(&site), place(&work));
    let mut disk = 0;
    let (wall, peak) = program::timed(
        &[&["publish", "--quiet", "--to", &site_name, "--work", &work_name], &flags[..]].concat(),
        || disk = disk.max(bytes(home.path())),
    );
    let text = std::fs::read_to_string(site.join("1.0.0/manifest.json")).expect("a release has a manifest");
    let manifest: Value = serde_json::from_str(&text).expect("a manifest is JSON");
    let archives: Vec<&Value> =
        manifest["files"].as_array().expect("it lists files").iter().filter(|file| file["kind"] == "archive").collect();
    let sum = |key: &str| archives.iter().filter_map(|file| file[key].as_u64()).sum::<u64>() / 1_000_000;
    println!("publish      {wall:8.2} s, {sizes}, peak memory {peak}, at most {} MB of disk", disk / 1_000_000);
    println!("archives     {:8}, {} MB that hold {} MB", archives.len(), sum("bytes"), sum("uncompressed_bytes"));
}

/// Of all files below a directory; what goes meanwhile counts nothing.
fn bytes(directory: &Path) -> u64 {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let own = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(data) if data.is_dir() => bytes(&entry.path()),
        Ok(data) => data.len(),
        Err(_) => 0,
    };
    entries.map(own).sum()
}
