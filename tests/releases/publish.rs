//! What a publish leaves, that it is the same each time, and that nothing published is ever changed.

use std::path::Path;
use std::process::Command;

use crate::common::{in_directory, json, sha256, site, until};
use crate::support::{assert_same, bluedeck, refused, run, run_well, skipped, stderr, tree};

/// Files of a release that are no archives, single files for loaders or packages.
const PAGES: [&str; 8] = [
    "CITATION.cff",
    "KNOWN-LIMITS.md",
    "LICENSE",
    "LICENSES.csv",
    "README.md",
    "index.html",
    "croissant.json",
    "datapackage.json",
];

#[test]
fn every_file_of_a_release_is_listed_with_its_digests_and_sha256sum_agrees() {
    let release = site().release();
    let manifest = json(&release.join("manifest.json"));
    let files = manifest["files"].as_array().unwrap();
    let mut names: Vec<&str> = files.iter().map(|file| file["path"].as_str().unwrap()).collect();
    for file in files {
        let bytes = std::fs::read(release.join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(file["bytes"], bytes.len());
        assert_eq!(file["sha256"], sha256(&bytes), "{}", file["path"]);
    }
    assert!(PAGES.iter().all(|page| names.contains(page)), "{names:?}");
    names.extend(["manifest.json", "SHA256SUMS", "SHA256SUMS.minisig", "minisign.pub"]);
    names.sort_unstable();
    let there: Vec<String> = tree(&release).into_keys().map(|path| path.display().to_string()).collect();
    assert_eq!(there, names);
    let checked =
        Command::new("sha256sum").args(["--strict", "--quiet", "-c", "SHA256SUMS"]).current_dir(&release).output();
    match checked {
        Ok(checked) => assert!(checked.status.success(), "{}", stderr(&checked)),
        Err(_) => skipped("sha256sum over a release", "It is part of coreutils"),
    }
}

#[test]
fn plain_tar_opens_archives_into_one_directory_with_licence_limits_and_sums() {
    let there = Command::new("zstd").arg("--version").output().is_ok();
    if !there {
        return skipped("archives opened by plain tar", "Install tar and zstd");
    }
    let out = tempfile::tempdir().unwrap();
    for part in ["r4-bundles", "stu3-ndjson", "rif", "csv"] {
        let top = format!("bluedeck-1.0.0-tiny-{part}");
        let archive = site().release().join(format!("{top}.tar.zst"));
        let unpacked = Command::new("tar").arg("--zstd").arg("-xf").arg(&archive).current_dir(out.path()).status();
        assert!(unpacked.unwrap().success());
        let tree = tree(&out.path().join(&top));
        for name in ["archive.json", "KNOWN-LIMITS.md", "LICENSE", "LICENSES.csv", "SHA256SUMS"] {
            assert!(tree.contains_key(Path::new(name)), "{part}: {name}");
        }
        run_well([Path::new("verify"), &out.path().join(&top)]);
    }
    for fhir in ["stu3", "r4"] {
        let package = site().release().join(format!("bluedeck.synthetic.{fhir}-1.0.0.tgz"));
        let listed = Command::new("tar").arg("-tzf").arg(&package).output().unwrap();
        assert!(listed.status.success() && listed.stderr.is_empty(), "{}", stderr(&listed));
        assert!(String::from_utf8(listed.stdout).unwrap().lines().all(|name| name.starts_with("package/")));
    }
    // What an archive holds is what `generate` writes.
    let generated = out.path().join("generated");
    run_well(
        ["generate", "--accounts", "tiny", "--layout", "files", "--compress", "none", "--fhir", "r4", "--out"]
            .map(std::ffi::OsStr::new)
            .into_iter()
            .chain([generated.as_os_str()]),
    );
    let archived = tree(&out.path().join("bluedeck-1.0.0-tiny-r4-bundles"));
    let mut documents = 0;
    for (path, bytes) in tree(&generated.join("r4/bundles")) {
        assert!(archived[&path] == bytes, "{}", path.display());
        documents += 1;
    }
    assert_eq!(documents, json(&site().release().join("manifest.json"))["sizes"][0]["accounts"].as_u64().unwrap() * 3);
}

#[test]
fn a_published_version_is_never_changed_and_the_latest_never_goes_back() {
    let place = site().copy();
    let before = tree(&place.path().join("1.0.0"));
    let to = place.path().to_str().unwrap();
    let publish = |version: &str, forms: &str| {
        let arguments = ["publish", "--to", to, "--version", version, "--sizes", "tiny", "--forms", forms];
        in_directory(place.path(), &[arguments.as_slice(), &["--profile", "faithful", "--work", "w"]].concat())
    };
    let text = refused(&publish("1.0.0", "csv"), 1);
    assert!(text.contains("1.0.0 is already published") && text.contains("choose another version"), "{text}");
    assert!(before == tree(&place.path().join("1.0.0")));
    for (version, latest) in [("0.9.0", "1.0.0"), ("1.1.0", "1.1.0"), ("2.0.0-rc.1", "1.1.0")] {
        let done = publish(version, "csv");
        assert!(done.status.success(), "{}", stderr(&done));
        assert_eq!(json(&place.path().join("releases.json"))["latest"], latest);
    }
    let all = json(&place.path().join("releases.json"));
    assert_eq!(all["versions"], serde_json::json!(["0.9.0", "1.0.0", "1.1.0", "2.0.0-rc.1"]));
}

#[test]
fn a_dry_run_tells_all_archives_and_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let arguments = ["publish", "--to", "site", "--version", "1.0.0", "--dry-run", "--seed", "7", "--json"];
    let done = in_directory(home.path(), &arguments);
    assert!(done.status.success(), "{}", stderr(&done));
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(told["archives"].as_array().unwrap().len(), 5 * (2 * 2 + 3));
    assert_eq!(told["found"], "nothing");
    assert_eq!(told["command"], "bluedeck publish --to DIR --version 1.0.0 --seed 7 --previous none");
    assert_eq!(told["previous"], serde_json::Value::Null);
    assert_eq!(tree(home.path()).len(), 0);
}

#[test]
fn a_wrong_command_line_or_key_is_a_sentence() {
    let home = tempfile::tempdir().unwrap();
    let to = home.path().join("site");
    let publish = |more: &[&str]| {
        let arguments = ["publish", "--to", to.to_str().unwrap(), "--sizes", "tiny"];
        run([arguments.as_slice(), more].concat())
    };
    assert!(refused(&publish(&["--version", "1.0"]), 2).contains("expected a version like 1.0.0"));
    assert!(refused(&publish(&["--version", "1.0.0", "--sizes", "huge"]), 2).contains("expected tiny"));
    assert!(refused(&publish(&["--version", "1.0.0", "--sign", "nowhere"]), 1).contains("nowhere"));
    let text = refused(&run(["publish", "--to", "ftp://x/y", "--version", "1.0.0", "--sizes", "tiny"]), 2);
    assert!(text.contains("s3://"), "{text}");
    assert!(!to.exists());
}

#[test]
fn a_publish_elsewhere_with_other_threads_and_another_day_that_is_killed_again_and_again_gives_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    std::fs::copy(site().home.path().join("release.key"), home.path().join("k")).unwrap();
    let (site_there, release) = (home.path().join("site"), home.path().join("site/1.0.0"));
    let start = || {
        let mut command = bluedeck();
        command.args([
            "publish",
            "--to",
            "site",
            "--version",
            "1.0.0",
            "--sizes",
            "tiny",
            "--sign",
            "k",
            "--work",
            "w",
        ]);
        command.args(["--threads", "1"]).env("TZ", "Pacific/Kiritimati").env("LC_ALL", "tr_TR.UTF-8");
        command.current_dir(home.path()).stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let files = |path: &str| std::fs::read_dir(home.path().join(path)).map_or(0, |entries| entries.count());
    // While blocks are pressed; while the database is filled; when an archive is packed; when all are; when some files are
    // published; when most are.
    let moments: [&dyn Fn() -> bool; 6] = [
        &|| files("w/stage/tiny/r4/bundles") > 2,
        &|| home.path().join("w/stage/tiny.database/bluedeck.db-journal").exists(),
        &|| files("w/records") > 2,
        &|| home.path().join("w/records/packages.json").exists(),
        &|| files("site/1.0.0") > 3,
        &|| files("site/1.0.0") > 30,
    ];
    let mut killed = 0;
    for moment in moments {
        let mut running = start();
        until("the moment", || moment() || running.try_wait().unwrap().is_some());
        running.kill().unwrap();
        // Without a code: it did not end by itself.
        killed += usize::from(running.wait().unwrap().code().is_none());
        if !release.join("manifest.json").exists() {
            let text =
                refused(&run([Path::new("fetch"), &site_there, Path::new("--out"), &home.path().join("out")]), 1);
            assert!(text.contains("manifest"), "{text}");
        }
    }
    let done = start().wait().unwrap();
    // The last moment may have been after the end.
    assert!(killed >= 5, "only {killed} runs were killed");
    assert!(done.success() || release.join("manifest.json").exists());
    assert_same(&site().release(), &release);
    assert_same(&site().place(), &site_there);
    assert!(!home.path().join("w").exists(), "the work directory is left");
}

#[test]
fn signatures_are_minisigns_own() {
    let release = site().release();
    let verified = Command::new("minisign")
        .args(["-V", "-m", "SHA256SUMS", "-p"])
        .arg(site().key())
        .current_dir(&release)
        .output();
    match verified {
        Ok(verified) => assert!(verified.status.success(), "{}", stderr(&verified)),
        Err(_) => skipped("a signature judged by minisign", "Install minisign and run cargo test --test releases"),
    }
}
