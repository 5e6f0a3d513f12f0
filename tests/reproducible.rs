//! The first promise: same inputs, same bytes. Real runs of the real program over a few accounts.

mod support;

use std::path::Path;
use std::process::Child;
use std::time::Duration;

use support::{assert_same, bluedeck, run_well, tree};

/// Accounts of all three cohorts, in four blocks, two of the heaviest among them.
const ACCOUNTS: &str =
    "BBUser00000,BBUser00499,BBUser09338,BBUser10000,BBUser20023,BBUser20499,BBUser28324,BBUser29999";

fn generate(out: &Path, more: &[&str]) {
    let out = out.to_str().unwrap();
    run_well([&["generate", "--quiet", "--accounts", ACCOUNTS, "--out", out], more].concat());
}

#[test]
fn one_two_and_five_threads_write_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let out = |n: &str| home.path().join(n);
    for threads in ["1", "2", "5"] {
        generate(&out(threads), &["--threads", threads]);
    }
    assert_same(&out("1"), &out("2"));
    assert_same(&out("1"), &out("5"));
}

#[test]
fn three_shards_merged_are_the_whole() {
    let home = tempfile::tempdir().unwrap();
    let out = |n: &str| home.path().join(n);
    generate(&out("whole"), &[]);
    for shard in ["1/3", "2/3", "3/3"] {
        generate(&out(&shard[..1]), &["--shard", shard]);
    }
    let dirs: Vec<_> = ["3", "1", "2"].map(|n| out(n).to_str().unwrap().to_owned()).into();
    let merged = out("merged");
    run_well(
        [&["merge".to_owned(), "--quiet".into(), "--out".into(), merged.to_str().unwrap().into()], &dirs[..]].concat(),
    );
    assert_same(&out("whole"), &merged);
}

#[test]
fn locale_and_time_zone_change_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = |n: &str| home.path().join(n);
    generate(&out("plain"), &[]);
    let status = bluedeck()
        .args(["generate", "--quiet", "--accounts", ACCOUNTS, "--out"])
        .arg(out("far"))
        .envs([("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")])
        .status()
        .unwrap();
    assert!(status.success());
    assert_same(&out("plain"), &out("far"));
}

#[test]
fn a_run_killed_at_any_of_several_points_resumes_to_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let whole = home.path().join("whole");
    // One account of each of the sixty blocks.
    let accounts = (0..60).map(|block| format!("BBUser{:05}", block * 500)).collect::<Vec<_>>().join(",");
    let arguments = |out: &Path| {
        let out = out.to_str().unwrap().to_owned();
        ["generate", "--quiet", "--accounts", &accounts, "--threads", "1", "--out"]
            .map(|argument: &str| argument.to_owned())
            .into_iter()
            .chain([out])
    };
    run_well(arguments(&whole));
    for (n, blocks) in [0, 1, 5, 20, 40].into_iter().enumerate() {
        let out = home.path().join(format!("killed{n}"));
        kill_at(&out, blocks, || bluedeck().args(arguments(&out)).spawn().unwrap());
        let resume = if out.exists() { vec!["--resume".to_owned()] } else { Vec::new() };
        run_well(arguments(&out).chain(resume));
        assert_same(&whole, &out);
    }
}

/// Kills a run (SIGKILL) as soon as so many blocks are in its journal. A busy machine may let the run end first: then
/// it is tried again from nothing.
fn kill_at(out: &Path, blocks: usize, start: impl Fn() -> Child) {
    for _ in 0..20 {
        let mut child = start();
        while child.try_wait().unwrap().is_none() && journal(out) < blocks {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if !out.join("manifest.json").exists() {
            return;
        }
        std::fs::remove_dir_all(out).unwrap();
    }
    panic!("in twenty runs none could be killed at {blocks} blocks");
}

/// Blocks that an unfinished run has recorded.
fn journal(out: &Path) -> usize {
    std::fs::read_dir(out.join(".bluedeck")).map_or(0, |entries| {
        entries.filter_map(Result::ok).filter(|entry| entry.file_name().to_string_lossy().ends_with(".json")).count()
    })
}

#[test]
fn one_account_alone_equals_its_member_and_what_show_prints() {
    let home = tempfile::tempdir().unwrap();
    let (many, one) = (home.path().join("many"), home.path().join("one"));
    generate(&many, &["--layout", "files", "--compress", "none"]);
    let out = one.to_str().unwrap();
    run_well([
        "generate",
        "--quiet",
        "--accounts",
        "BBUser20023",
        "--layout",
        "files",
        "--compress",
        "none",
        "--out",
        out,
    ]);
    for version in ["stu3", "r4"] {
        for (document, resource) in [("patient", "patient"), ("coverage", "coverage"), ("eob", "bundle")] {
            let path = format!("{version}/bundles/BBUser20023/{document}.json");
            let bytes = std::fs::read_to_string(many.join(&path)).unwrap();
            assert_eq!(bytes, std::fs::read_to_string(one.join(&path)).unwrap(), "{path}");
            let shown = run_well(["show", "BBUser20023", "--fhir", version, "--resource", resource]);
            assert_eq!(shown.trim_end(), bytes.trim_end(), "{path}");
        }
    }
}

#[test]
fn an_account_has_the_same_bytes_in_every_size() {
    let home = tempfile::tempdir().unwrap();
    let out = |n: &str| home.path().join(n);
    for size in ["tiny", "12"] {
        let out = out(size);
        run_well(["generate", "--quiet", "--accounts", size, "--layout", "files", "--out", out.to_str().unwrap()]);
    }
    let (small, larger) = (tree(&out("tiny")), tree(&out("12")));
    let mut compared = 0;
    for (path, bytes) in small.iter().filter(|(path, _)| path.starts_with("r4") || path.starts_with("stu3")) {
        assert!(larger.get(path) == Some(bytes), "{}", path.display());
        // Personas come with every size.
        compared += usize::from(path.to_string_lossy().contains("BBUser"));
    }
    assert_eq!(compared, 10 * 2 * 3);
}

/// The digests of the files of a profile.
fn digests(profile: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    generate(&out, &["--profile", profile]);
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let line = |file: &serde_json::Value| {
        format!("{} {}", &file["blake3"].as_str().unwrap()[..32], file["path"].as_str().unwrap())
    };
    // Words about the data may be put better without moving any.
    let is_data = |file: &&serde_json::Value| file["path"] != "LICENSES.csv";
    manifest["files"].as_array().unwrap().iter().filter(is_data).map(line).collect::<Vec<_>>().join("\n")
}

// Changing these takes a new FORMAT_VERSION and an entry in CHANGELOG.md.
#[test]
fn the_golden_digests_hold() {
    insta::assert_snapshot!("golden_digests", digests("faithful"));
    insta::assert_snapshot!("golden_digests_coherent", digests("coherent"));
}
