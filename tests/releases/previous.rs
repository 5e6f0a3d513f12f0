//! What a release tells of the version before it, and that this is one of its inputs and no accident of where it is made.

use std::path::Path;

use serde_json::Value;

use crate::common::{in_directory, json, site};
use crate::server::{Manners, serve};
use crate::support::{assert_same, refused, run, stderr};

const FORMS: [&str; 6] = ["--sizes", "tiny", "--forms", "bundles", "--quiet", "--threads=1"];

fn publish(home: &Path, to: &str, version: &str, more: &[&str]) -> std::process::Output {
    in_directory(home, &[&["publish", "--to", to, "--version", version], &FORMS[..], more].concat())
}

fn well(output: &std::process::Output) {
    assert!(output.status.success(), "{}", stderr(output));
}

fn told(release: &Path) -> (Value, String, String) {
    let text = |name: &str| std::fs::read_to_string(release.join(name)).unwrap();
    (json(&release.join("manifest.json")), text("index.html"), text("README.md"))
}

#[test]
fn a_release_tells_what_differs_from_the_version_before_as_diff_tells_it_and_its_command_names_that_version() {
    let place = site().copy();
    well(&publish(place.path(), ".", "1.1.0", &["--seed", "7"]));
    let release = place.path().join("1.1.0");
    let (manifest, html, readme) = told(&release);
    let previous = &manifest["previous"];
    assert_eq!(previous["version"], "1.0.0");
    assert_eq!(previous["compared"].as_array().unwrap().len(), 2);
    for compared in previous["compared"].as_array().unwrap() {
        let fhir = compared["fhir"].as_str().unwrap();
        let found =
            run([Path::new("diff"), &site().release(), &release, "--json".as_ref(), "--fhir".as_ref(), fhir.as_ref()]);
        let found: Value = serde_json::from_slice(&found.stdout).unwrap();
        for key in ["same", "accounts", "changed_accounts", "resources", "elements"] {
            assert_eq!(compared[key], found[key], "{fhir}: {key}");
        }
        assert_eq!(compared["same"], false);
        let changed = compared["changed_accounts"]["count"].to_string();
        for page in [&html, &readme] {
            let sentence = format!("{changed} differ in {}.", fhir.to_uppercase());
            assert!(page.contains(&sentence) && page.contains("ExplanationOfBenefit.carrier"), "{sentence}");
        }
    }
    assert!(html.contains("What differs from 1.0.0") && readme.contains("## What differs from 1.0.0"));
    let command = manifest["rebuild"]["command"].as_str().unwrap();
    assert!(command.contains(" --seed 7 ") && command.ends_with(" --previous 1.0.0"), "{command}");
    // The same release made where that version is not, from wherever it is.
    let (elsewhere, server) = (tempfile::tempdir().unwrap(), serve(&site().place(), "nothing", Manners::Good));
    for (to, from) in [("a", server.url.clone()), ("b", site().release().display().to_string())] {
        well(&publish(elsewhere.path(), to, "1.1.0", &["--seed", "7", "--previous", &from]));
        assert_same(&release, &elsewhere.path().join(to).join("1.1.0"));
    }
}

#[test]
fn the_same_data_as_before_is_said_to_be_the_same() {
    let place = site().copy();
    well(&publish(place.path(), ".", "1.0.1", &[]));
    let (manifest, html, readme) = told(&place.path().join("1.0.1"));
    assert_eq!(manifest["previous"]["compared"][0]["same"], true);
    for page in [&html, &readme] {
        assert!(
            page.contains("The data set is the same.") && page.contains("documents of all 22 accounts of size tiny")
        );
        assert!(!page.contains("only before"));
    }
}

#[test]
fn without_a_version_before_the_command_says_so_and_other_places_change_nothing() {
    let (place, empty) = (site().copy(), tempfile::tempdir().unwrap());
    // Another profile is another story, and what is above or a pre-release is not before.
    let faithful = ["--profile", "faithful"];
    well(&publish(place.path(), ".", "1.1.0", &faithful));
    well(&publish(empty.path(), ".", "1.1.0", &faithful));
    assert_same(&place.path().join("1.1.0"), &empty.path().join("1.1.0"));
    well(&publish(place.path(), ".", "0.9.0", &[]));
    well(&publish(place.path(), ".", "1.2.0", &["--previous", "none"]));
    for version in ["1.1.0", "0.9.0", "1.2.0"] {
        let (manifest, html, readme) = told(&place.path().join(version));
        assert!(manifest["rebuild"]["command"].as_str().unwrap().ends_with(" --previous none"), "{version}");
        assert!(
            manifest.get("previous").is_none() && !html.contains("What differs") && !readme.contains("What differs")
        );
    }
    let told = in_directory(place.path(), &["publish", "--to", ".", "--version", "1.3.0", "--dry-run"]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("compared with: 1.2.0"));
}

#[test]
fn a_version_before_that_is_not_there_not_before_or_not_what_it_was_is_refused() {
    let place = site().copy();
    let home = place.path().to_str().unwrap();
    let refusal = |version: &str, previous: &str| {
        refused(&publish(place.path(), ".", version, &["--previous", previous, "--work", "w"]), 1)
    };
    assert!(refusal("1.1.0", "0.5.0").contains("0.5.0/manifest.json is not there"));
    assert!(refusal("1.1.0", "nowhere").contains("nowhere/manifest.json is not there"));
    assert!(refusal("0.9.0", "1.0.0").contains("found version 1.0.0, expected one below 0.9.0"));
    assert!(refusal("0.9.0", home).contains("expected one below 0.9.0"));
    let archive = place.path().join("1.0.0").join(crate::common::ARCHIVE);
    let mut bytes = std::fs::read(&archive).unwrap();
    bytes[1000] ^= 1;
    std::fs::write(&archive, bytes).unwrap();
    assert!(refusal("1.1.0", "1.0.0").contains("as its manifest says"));
    assert!(!place.path().join("1.1.0").exists());
}
