//! Fetching: over a connection that breaks, resumed after a kill, from directories and servers; what `verify` says of all.

use std::path::Path;

use crate::common::{ARCHIVE, TOP, in_directory, site, until};
use crate::server::{Manners, serve};
use crate::support::{assert_same, bluedeck, refused, run, run_well, stderr, tree};

fn fetch(from: &str, out: &Path, more: &[&str]) -> std::process::Output {
    let mut command = bluedeck();
    command.args(["fetch", from, "--timeout", "2", "--out"]).arg(out).args(more);
    command.output().unwrap()
}

fn place() -> String {
    site().place().display().to_string()
}

#[test]
fn what_is_fetched_from_a_directory_and_over_http_is_the_archive_unpacked() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = serve(&site().place(), "nothing", Manners::Good);
    let key = site().key().display().to_string();
    let parts = ["--form", "bundles,ndjson,rif,csv,sqlite", "--fhir", "stu3,r4", "--key", &key, "--json"];
    for (from, out) in [(&server.url, one.path()), (&place(), other.path())] {
        let done = fetch(from, out, &parts);
        assert!(done.status.success(), "{}", stderr(&done));
        let told: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(told["parts"].as_array().unwrap().len(), 7);
        assert!(told["signed"].as_str().unwrap().starts_with("bluedeck 1.0.0 data set "), "{told}");
    }
    assert_same(one.path(), other.path());
    assert!(!one.path().join(".bluedeck-fetch").exists());
    for part in std::fs::read_dir(one.path()).unwrap() {
        run_well([Path::new("verify"), &part.unwrap().path()]);
    }
    // Once more: nothing is written; and something else in its place is left alone.
    let again = fetch(&server.url, one.path(), &[]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("was there already"));
    std::fs::write(one.path().join(TOP).join("LICENSE"), "mine").unwrap();
    let text = refused(&fetch(&server.url, one.path(), &[]), 1);
    assert!(text.contains("altered") && text.contains("choose another --out"), "{text}");
    assert_eq!(std::fs::read(one.path().join(TOP).join("LICENSE")).unwrap(), b"mine");
}

#[test]
fn one_release_is_fetched_like_a_place_of_them_and_archives_can_stay_as_they_are() {
    let out = tempfile::tempdir().unwrap();
    let server = serve(&site().release(), "nothing", Manners::Good);
    let done = fetch(&server.url, out.path(), &["--archives", "--version", "1.0.0"]);
    assert!(done.status.success(), "{}", stderr(&done));
    let (fetched, published) = (out.path().join(ARCHIVE), site().release().join(ARCHIVE));
    assert!(std::fs::read(&fetched).unwrap() == std::fs::read(published).unwrap());
    run_well([Path::new("verify"), &fetched]);
    let text = refused(&fetch(&server.url, out.path(), &["--version", "2.0.0"]), 1);
    assert!(text.contains("found version 1.0.0, expected version 2.0.0"), "{text}");
}

#[test]
fn a_download_that_breaks_goes_on_where_it_stopped() {
    let out = tempfile::tempdir().unwrap();
    let server = serve(&site().place(), ARCHIVE, Manners::Breaks(200_000));
    let done = fetch(&server.url, out.path(), &[]);
    assert!(done.status.success(), "{}", stderr(&done));
    let asked = server.asked.lock().unwrap();
    let all = std::fs::metadata(site().release().join(ARCHIVE)).unwrap().len().div_ceil(200_000);
    assert_eq!(asked.len() as u64, all, "{asked:?}");
    assert_eq!(asked[..2], [None, Some("bytes=200000-".to_owned())]);
}

#[test]
fn servers_without_ranges_and_servers_that_fail_at_first_are_served_all_the_same() {
    for manners in [Manners::NoRanges, Manners::Fails(2)] {
        let out = tempfile::tempdir().unwrap();
        let server = serve(&site().place(), ARCHIVE, manners.clone());
        let done = fetch(&server.url, out.path(), &[]);
        assert!(done.status.success(), "{manners:?}: {}", stderr(&done));
    }
}

#[test]
fn a_fetch_that_is_killed_several_times_goes_on_to_the_same_tree() {
    let (out, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert!(fetch(&place(), whole.path(), &[]).status.success());
    let server = serve(&site().place(), ARCHIVE, Manners::Slow(4_000));
    let waiting = out.path().join(".bluedeck-fetch");
    let arrived = || {
        let files = std::fs::read_dir(&waiting).into_iter().flatten().flatten();
        let files = files.filter(|file| file.path().extension().is_none());
        files.filter_map(|file| file.metadata().ok()).map(|data| data.len()).max().unwrap_or(0)
    };
    let mut before = 0;
    for moment in [1, 100_000, 300_000] {
        let mut running = bluedeck().args(["fetch", &server.url, "--out"]).arg(out.path()).spawn().unwrap();
        until("the moment", || arrived() >= moment || running.try_wait().unwrap().is_some());
        running.kill().unwrap();
        running.wait().unwrap();
        assert!(arrived() >= before.max(moment), "what had arrived is lost");
        before = arrived();
        assert!(!out.path().join(TOP).exists(), "a half tree is shown");
    }
    // While it is unpacked, which takes a moment.
    let mut running = bluedeck().args(["fetch", &server.url, "--out"]).arg(out.path()).spawn().unwrap();
    let partial = out.path().join(format!(".{TOP}.partial"));
    until("unpacking", || partial.join("BBUser00001").exists() || running.try_wait().unwrap().is_some());
    running.kill().unwrap();
    assert!(running.wait().unwrap().code().is_none(), "it was to be killed");
    assert!(partial.exists() && !out.path().join(TOP).exists(), "a half tree is shown");
    assert!(fetch(&server.url, out.path(), &[]).status.success());
    assert_same(out.path(), whole.path());
    let asked = server.asked.lock().unwrap();
    assert!(asked[1..].iter().all(Option::is_some), "{asked:?}");
}

#[test]
fn verify_finds_what_is_wrong_with_a_release_an_archive_and_a_tree() {
    run_well([Path::new("verify"), &site().release(), Path::new("--key"), &site().key()]);
    let place = site().copy();
    let release = place.path().join("1.0.0");
    let mut bytes = std::fs::read(release.join(ARCHIVE)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(release.join(ARCHIVE), &bytes).unwrap();
    std::fs::remove_file(release.join("README.md")).unwrap();
    std::fs::write(release.join("more"), "x").unwrap();
    let text = refused(&run([Path::new("verify"), &release]), 1);
    for found in ["an altered file with sha256", "README.md", "a file that the manifest does not list", "3 problems"] {
        assert!(text.contains(found), "{found}: {text}");
    }
    let text = refused(&run([Path::new("verify"), &release.join(ARCHIVE)]), 1);
    assert!(text.contains("a whole archive") || text.contains("sha256"), "{text}");
    let out = tempfile::tempdir().unwrap();
    assert!(fetch(&place.path().display().to_string(), out.path(), &["--form", "csv"]).status.success());
    let tree_path = out.path().join("bluedeck-1.0.0-tiny-csv");
    std::fs::write(tree_path.join("accounts.csv"), "user_name\n").unwrap();
    std::fs::remove_file(tree_path.join("LICENSE")).unwrap();
    std::fs::write(tree_path.join("more"), "x").unwrap();
    let text = refused(&run([Path::new("verify"), &tree_path]), 1);
    assert!(text.contains("3 problems"), "{text}");
}

#[test]
fn what_a_release_does_not_have_is_told_with_what_it_has() {
    let out = tempfile::tempdir().unwrap();
    let text = refused(&fetch(&place(), out.path(), &["--size", "full"]), 2);
    assert!(
        text.contains("has no bundles of size full in r4; it has bluedeck-1.0.0-tiny-r4-bundles.tar.zst"),
        "{text}"
    );
    let text = refused(&fetch(&place(), out.path(), &["--version", "3.0.0"]), 1);
    assert!(text.contains("found the versions 1.0.0, expected 3.0.0 among them"), "{text}");
    let text = refused(&in_directory(out.path(), &["fetch", "nowhere"]), 1);
    assert!(text.contains("nowhere/manifest.json is not there"), "{text}");
    assert!(refused(&fetch("ftp://x", out.path(), &[]), 2).contains("http://"));
    assert_eq!(tree(out.path()).len(), 0);
}
