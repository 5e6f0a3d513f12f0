//! The SQLite form of a release: what it holds is what the manifest counts, and the bytes depend on no thread.

use std::path::Path;

use rusqlite::Connection;

use crate::common::{in_directory, json, site};
use crate::support::{run_well, stderr};

#[test]
fn the_database_of_a_release_holds_what_its_manifest_counts_and_asks_for_nothing_more() {
    let out = tempfile::tempdir().unwrap();
    let fetch = [Path::new("fetch"), &site().place(), Path::new("--form"), Path::new("sqlite"), Path::new("--out")];
    run_well(fetch.into_iter().chain([out.path()]));
    let path = out.path().join("bluedeck-1.0.0-tiny-sqlite/bluedeck.db");
    let database = Connection::open(&path).unwrap();
    let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() as u64;
    let manifest = json(&site().release().join("manifest.json"));
    let tiny = &manifest["sizes"][0];
    assert_eq!(count("SELECT count(*) FROM accounts"), tiny["accounts"]);
    let (mut claims, mut lines) = (0, 0);
    for (name, figures) in tiny["claims"].as_object().unwrap() {
        let own = count(&format!("SELECT count(*) FROM claims WHERE clm_type = '{name}'"));
        assert_eq!(own, figures["claims"], "{name}");
        claims += own;
        lines += figures["lines"].as_u64().unwrap();
    }
    // A drug event is a claim of one line.
    assert_eq!(count("SELECT (SELECT count(*) FROM claim_lines) + (SELECT count(*) FROM drug_events)"), lines);
    // Every document in each version, in the shape of the release.
    for of in tiny["versions"].as_array().unwrap() {
        let fhir = of["fhir"].as_str().unwrap();
        let documents = |kind: &str| {
            count(&format!(
                "SELECT count(*) FROM fhir_documents WHERE fhir_version = '{fhir}' AND resource_type = '{kind}'"
            ))
        };
        assert_eq!(documents("ExplanationOfBenefit"), claims);
        for kind in ["Patient", "Coverage"] {
            assert_eq!(documents(kind), of["resources"][kind], "{fhir} {kind}");
        }
    }
    let whole: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
    let id: String = database.query_row("SELECT data_set_id FROM bluedeck_data_set", [], |row| row.get(0)).unwrap();
    assert_eq!(id, manifest["data_set"]["id"].as_str().unwrap());
}

#[test]
fn a_database_of_several_batches_has_the_same_bytes_by_one_thread_and_by_three() {
    let home = tempfile::tempdir().unwrap();
    let archive = |to: &str, threads: &str| {
        let flags = ["--sizes", "small", "--forms", "sqlite", "--profile", "faithful", "--fhir", "r4"];
        let publish = ["publish", "--to", to, "--version", "1.0.0", "--threads", threads];
        let done = in_directory(home.path(), &[&publish[..], &flags].concat());
        assert!(done.status.success(), "{}", stderr(&done));
        std::fs::read(home.path().join(to).join("1.0.0/bluedeck-1.0.0-small-sqlite.tar.zst")).unwrap()
    };
    assert!(archive("one", "1") == archive("three", "3"));
}
