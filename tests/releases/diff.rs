//! What `diff` tells of releases, archives, trees and generated data that are the same, and of ones that are not.

use std::path::Path;

use serde_json::Value;

use crate::common::{ARCHIVE, TOP, site};
use crate::support::{refused, run, run_well, stderr};

fn differences(one: &Path, other: &Path) -> Value {
    let output = run([Path::new("diff"), one, other, Path::new("--json")]);
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", stderr(&output));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["same"], output.status.success());
    told
}

#[test]
fn one_data_set_is_the_same_as_release_archive_tree_and_generated_and_an_edit_is_told_by_its_element() {
    let out = tempfile::tempdir().unwrap();
    let (tree, generated) = (out.path().join(TOP), out.path().join("generated"));
    run_well([Path::new("fetch"), &site().place(), Path::new("--out"), out.path()]);
    run_well(
        ["generate", "--accounts", "tiny", "--fhir", "r4", "--out"]
            .map(Path::new)
            .into_iter()
            .chain([generated.as_path()]),
    );
    let release = site().release();
    for other in [&release.join(ARCHIVE), &tree, &generated] {
        let told = differences(&release, other);
        assert_eq!(told["same"], true, "{}: {told}", other.display());
        assert_eq!(told["accounts"]["both"], 22);
    }
    // One element changed, one claim gone, one account gone, one account new.
    let edit = |account: &str, document: &str, change: &dyn Fn(&mut Value)| {
        let path = tree.join(account).join(document);
        let mut json: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        change(&mut json);
        std::fs::write(&path, json.to_string()).unwrap();
    };
    edit("BBUser00001", "patient.json", &|patient| patient["gender"] = "other".into());
    edit("BBUser20023", "eob.json", &|bundle| drop(bundle["entry"].as_array_mut().unwrap().remove(0)));
    std::fs::rename(tree.join("BBUser10000"), tree.join("BBUser10002")).unwrap();
    let told = differences(&release, &tree);
    assert_eq!(told["accounts"]["only_first"], serde_json::json!({"count": 1, "examples": ["BBUser10000"]}));
    assert_eq!(told["accounts"]["only_second"], serde_json::json!({"count": 1, "examples": ["BBUser10002"]}));
    assert_eq!(told["changed_accounts"]["count"], 2);
    let elements = told["elements"].as_object().unwrap();
    assert_eq!(elements.keys().collect::<Vec<_>>(), ["Patient.gender"]);
    let example = elements["Patient.gender"]["examples"][0].as_str().unwrap();
    assert!(example.starts_with("BBUser00001 -") && example.ends_with("became \"other\""), "{example}");
    let gone: u64 =
        told["resources"].as_object().unwrap().values().map(|of| of["only_first"]["count"].as_u64().unwrap()).sum();
    assert_eq!(gone, 1);
    let text = String::from_utf8(run([Path::new("diff"), &release, &tree]).stdout).unwrap();
    assert!(text.contains("1 x Patient.gender (BBUser00001"), "{text}");
}

#[test]
fn a_side_without_bundles_is_an_error_and_no_difference() {
    let out = tempfile::tempdir().unwrap();
    let text = refused(&run([Path::new("diff"), &site().release(), out.path()]), 2);
    assert!(text.contains("found no bundles"), "{text}");
}
