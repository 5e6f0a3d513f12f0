//! `verify --rules` on files: whatever they hold and however they lie, what is found is the same, and what cannot be read
//! gets a sentence.

mod support;

#[path = "support/believable.rs"]
mod believable;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

use believable::{Believable, believable};
use bluedeck::claim::Claim;
use bluedeck::codes::Codes;
use bluedeck::fhir::{Context, Include, Shape, Version, renderer, resources};
use bluedeck::rif::{self, Kind};
use serde_json::Value;
use support::{refused, run, stderr};
use tempfile::TempDir;
use uuid::Uuid;

fn verify<S: AsRef<std::ffi::OsStr>>(arguments: &[&str], paths: impl IntoIterator<Item = S>) -> Output {
    let mut all: Vec<std::ffi::OsString> =
        ["verify", "--rules"].into_iter().chain(arguments.iter().copied()).map(Into::into).collect();
    all.extend(paths.into_iter().map(|path| path.as_ref().to_owned()));
    run(all)
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(output)))
}

/// The rules that a report says are violated.
fn broken(report: &Value) -> Vec<String> {
    let rules = report["rules"].as_array().unwrap();
    let violated = rules.iter().filter(|rule| rule["violated"].as_u64().unwrap() > 0);
    violated.map(|rule| rule["rule"].as_str().unwrap().to_owned()).collect()
}

/// A person's documents of a version: Patient, Coverages, claims.
fn documents(person: &Believable, version: Version) -> [Vec<u8>; 3] {
    let codes = Codes::embedded().unwrap();
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let context =
        Context { codes: &codes, shape: Shape::Served, include: Include::default(), base_url, namespace: Uuid::nil() };
    let renderer = renderer(version, context);
    let mut documents = [Vec::new(), Vec::new(), Vec::new()];
    renderer.patient(&person.bene, &[], &mut documents[0]);
    renderer.coverage(&person.bene, &mut documents[1]);
    let mut claims = person.all();
    claims.sort_by_key(Claim::api_order);
    renderer.claims(&person.bene, &claims, &mut documents[2]);
    documents
}

/// One resource a line.
fn lines(documents: &[Vec<u8>; 3]) -> Vec<u8> {
    let mut out = documents[0].clone();
    out.push(b'\n');
    for bundle in &documents[1..] {
        for resource in resources(bundle).unwrap() {
            out.extend_from_slice(resource.get().as_bytes());
            out.push(b'\n');
        }
    }
    out
}

/// RIF files of a person, by kind.
fn rows(person: &Believable) -> Vec<(Kind, Vec<u8>)> {
    let mut files = Vec::new();
    for kind in Kind::ALL {
        let mut out = Vec::new();
        rif::append_header(&mut out, kind);
        let header = out.len();
        if kind == Kind::Beneficiary {
            rif::append(&mut out, &person.bene).unwrap();
        }
        for claim in person.all().iter().filter(|claim| kind == Kind::Claims(claim.claim_type())) {
            rif::append(&mut out, claim).unwrap();
        }
        if out.len() > header {
            files.push((kind, out));
        }
    }
    files
}

/// A believable person with one thing wrong: a claim that was processed before its service.
fn wrong() -> Believable {
    let mut person = believable();
    person.set("carrier", "NCH_WKLY_PROC_DT", "2016-02-05");
    person
}

fn scratch() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn put(directory: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 3).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

/// The same person in every form and container that is read.
fn everywhere(person: &Believable, directory: &Path) -> Vec<(String, Vec<PathBuf>)> {
    let mut places = Vec::new();
    for version in Version::ALL {
        let documents = documents(person, version);
        let (name, names) = (version.name(), ["patient.json", "coverage.json", "eob.json"]);
        let one = names.iter().zip(&documents);
        let files = one.clone().map(|(file, bytes)| put(directory, &format!("{name}-files/{file}"), bytes));
        places.push((format!("{name} documents"), files.collect()));
        let pretty: Vec<PathBuf> = (one.clone())
            .map(|(file, bytes)| {
                let value: Value = serde_json::from_slice(bytes).unwrap();
                put(directory, &format!("{name}-pretty/{file}"), &serde_json::to_vec_pretty(&value).unwrap())
            })
            .collect();
        places.push((format!("{name} documents laid out"), pretty));
        let lines = lines(&documents);
        places.push((format!("{name} lines"), vec![put(directory, &format!("{name}.ndjson"), &lines)]));
        places
            .push((format!("{name} lines, zstd"), vec![put(directory, &format!("{name}.ndjson.zst"), &zstd(&lines))]));
        places.push((format!("{name} lines, gzip"), vec![put(directory, &format!("{name}.ndjson.gz"), &gzip(&lines))]));
        let members: Vec<(&str, &[u8])> = one.map(|(file, bytes)| (*file, bytes.as_slice())).collect();
        places
            .push((format!("{name} archive"), vec![put(directory, &format!("{name}.tar.zst"), &zstd(&tar(&members)))]));
        places.push((format!("{name} directory"), vec![directory.join(format!("{name}-files"))]));
    }
    let rif: Vec<PathBuf> =
        rows(person).iter().map(|(kind, bytes)| put(directory, &format!("rif/{}.rif", kind.name()), bytes)).collect();
    places.push(("rif files".into(), rif));
    places.push(("rif directory".into(), vec![directory.join("rif")]));
    places
}

#[test]
fn every_form_and_container_of_a_person_is_read_and_holds() {
    let directory = scratch();
    for (what, paths) in everywhere(&believable(), directory.path()) {
        let output = verify(&["--json", "--ours"], &paths);
        assert!(output.status.success(), "{what}: {}", stderr(&output));
        let report = json(&output);
        assert_eq!(broken(&report), Vec::<String>::new(), "{what}");
        assert_eq!(report["problems"], Value::Array(Vec::new()), "{what}");
        let claims = report["forms"][0]["claims"].as_object().unwrap();
        assert_eq!((claims.len(), &claims["pde"]), (8, &Value::from(4)), "{what}");
        let claims: u64 = claims.values().map(|own| own.as_u64().unwrap()).sum();
        assert_eq!((claims, report["forms"][0]["people"].as_u64()), (11, Some(1)), "{what}");
    }
}

#[test]
fn a_violation_is_found_in_every_form_with_file_resource_and_exit_code() {
    let directory = scratch();
    for (what, paths) in everywhere(&wrong(), directory.path()) {
        let output = verify(&["--json"], &paths);
        refused(&output, 1);
        let report = json(&output);
        assert_eq!(broken(&report), ["processed-after-service"], "{what}");
        let rule = report["rules"].as_array().unwrap().iter().find(|rule| rule["violated"] == 1).unwrap();
        let example = &rule["examples"][0];
        assert_eq!(example["resource"], "carrier--1001", "{what}");
        assert_eq!(example["beneficiary"], believable::BENE_ID, "{what}");
        assert!(example["found"].as_str().unwrap().contains("2016-02-05"), "{what}");
        let file = example["file"].as_str().unwrap();
        assert!(paths.iter().any(|path| file.starts_with(path.to_str().unwrap())), "{what}: {file}");
        if what.ends_with("lines") {
            assert_eq!(example["line"], 6, "{what}: after the Patient and four Coverages");
        }
    }
}

#[test]
fn people_read_a_table_and_the_first_violation() {
    let directory = scratch();
    let path = put(directory.path(), "everything.ndjson", &lines(&documents(&wrong(), Version::R4)));
    let output = verify(&[], [&path]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let row = text.lines().find(|line| line.starts_with("processed-after-service")).unwrap();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["processed-after-service", "!", "7", "1"]);
    let example =
        format!("  {}, line 6, carrier--1001 of {}: processed on 2016-02-05", path.display(), believable::BENE_ID);
    assert!(text.contains(&example), "{text}");
    assert!(stderr(&output).contains("error: 1 rule is violated"));
}

#[test]
fn rules_are_chosen_by_name_and_an_unknown_one_is_refused_with_the_nearest() {
    let directory = scratch();
    let path = put(directory.path(), "x.ndjson", &lines(&documents(&wrong(), Version::Stu3)));
    let output = verify(&["--rule", "from-not-after-thru,paid-not-before-filled", "--json"], [&path]);
    assert!(output.status.success(), "{}", stderr(&output));
    let report = json(&output);
    let names: Vec<&str> =
        report["rules"].as_array().unwrap().iter().map(|rule| rule["rule"].as_str().unwrap()).collect();
    assert_eq!(names, ["from-not-after-thru", "paid-not-before-filled"]);
    let sentence = refused(&verify(&["--rule", "service-after-death"], [&path]), 2);
    assert!(sentence.contains("did you mean `service-not-after-death`"), "{sentence}");
}

#[test]
fn a_claim_without_its_person_and_ids_that_come_twice_are_found_over_all_files() {
    let directory = scratch();
    let mut other = believable();
    other.bene("BENE_ID", "-20140000000031").bene("BENE_CRNT_HIC_NUM", "T00000031A");
    for name in other.claims.iter().map(|(name, _)| *name).collect::<Vec<_>>() {
        other.set(name, "BENE_ID", "-20140000000031");
    }
    let one = put(directory.path(), "one.ndjson", &lines(&documents(&believable(), Version::R4)));
    let two = put(directory.path(), "two.ndjson", &lines(&documents(&other, Version::R4)));
    let report = json(&verify(&["--json"], [&one, &two]));
    // The other person has the same claims' ids and the same Medicare number.
    assert_eq!(broken(&report), ["claim-ids-unique", "medicare-number-unique"]);
    let text = String::from_utf8(lines(&documents(&other, Version::R4))).unwrap();
    let without: String = text.lines().skip(5).map(|line| format!("{line}\n")).collect();
    let two = put(directory.path(), "two.ndjson", without.as_bytes());
    let report = json(&verify(&["--json"], [&one, &two]));
    assert_eq!(broken(&report), ["claim-ids-unique", "claim-has-patient"]);
    let without: String = text.lines().skip(1).take(4).map(|line| format!("{line}\n")).collect();
    let two = put(directory.path(), "two.ndjson", without.as_bytes());
    assert_eq!(broken(&json(&verify(&["--json"], [&one, &two]))), ["coverage-has-patient"]);
    // Coverages that the data has for others and not for the claim's person.
    let without: String =
        text.lines().enumerate().filter(|(at, _)| *at != 2).map(|(_, line)| format!("{line}\n")).collect();
    let alone = put(directory.path(), "alone.ndjson", without.as_bytes());
    let report = json(&verify(&["--json"], [&alone]));
    assert_eq!(broken(&report), ["claim-refers-to-coverage"]);
    let twice = format!("{}\n{text}", text.lines().next().unwrap());
    let twice = put(directory.path(), "twice.ndjson", twice.as_bytes());
    assert_eq!(broken(&json(&verify(&["--json"], [&twice]))), ["one-record-a-year"]);
}

#[test]
fn what_only_documents_tell_is_tried_on_them() {
    let directory = scratch();
    let text = String::from_utf8(lines(&documents(&believable(), Version::Stu3))).unwrap();
    let early = text.replace("\"lastUpdated\":\"2020-02-12", "\"lastUpdated\":\"2016-02-12");
    let early = put(directory.path(), "early.ndjson", early.as_bytes());
    assert_eq!(broken(&json(&verify(&["--json"], [&early]))), ["loaded-after-processing"]);
    let code = "\"code\":\"99213\"";
    assert!(text.contains(code));
    let described = text.replace(code, "\"code\":\"99213\",\"display\":\"Office visit\"");
    let described = put(directory.path(), "described.ndjson", described.as_bytes());
    assert_eq!(broken(&json(&verify(&["--json", "--ours"], [&described]))), ["cpt-carries-no-text"]);
    assert!(verify(&["--json"], [&described]).status.success(), "other data may have a licence");
}

#[test]
fn broken_files_get_a_sentence_with_file_and_line_and_the_rest_is_tried() {
    let directory = scratch();
    let good = lines(&documents(&believable(), Version::R4));
    let whole = zstd(&good);
    let text = String::from_utf8(good.clone()).unwrap();
    let mut rows = rows(&believable()).remove(1).1;
    rows.extend_from_slice(b"INSERT|1|2\n");
    for (name, bytes, found) in [
        ("cut.ndjson.zst", whole[..whole.len() / 2].to_vec(), "cut.ndjson.zst: "),
        ("no.json", b"<html></html>".to_vec(), "no.json, line 1: found `<`, expected a resource"),
        ("empty.ndjson", Vec::new(), "empty.ndjson, line 1: found the end of the text, expected a resource"),
        ("empty.json", b"\n\n".to_vec(), "empty.json, line 3: found the end of the text"),
        ("columns.rif", rows, "columns.rif, line 4: found 3 values, expected"),
        ("header.csv", b"a|b|c\n1|2|3\n".to_vec(), "header.csv, line 1: found a first line that starts with `a|b|c`"),
        (
            "utf8.ndjson",
            [&good[..], b"{\"id\":\"\xff\"}\n"].concat(),
            "utf8.ndjson, line 17: found bytes that are not UTF-8",
        ),
        (
            "half.ndjson",
            format!("{text}{{\"resourceType\":\"Patient\",\n").into_bytes(),
            "half.ndjson, line 17: found the end of the text",
        ),
        (
            "money.ndjson",
            text.replacen("\"value\":42.0", "\"value\":\"forty-two\"", 1).into_bytes(),
            "line 6: CLM_PMT_AMT of `forty-two",
        ),
        ("cut.tar", tar(&[("a.json", b"{}")])[..600].to_vec(), "cut.tar: "),
        ("bad.tar", tar(&[("a.json", b"{]")]), "bad.tar, a.json, line 1: found `]`, expected the name of a member"),
    ] {
        let path = put(directory.path(), name, &bytes);
        let sentence = refused(&verify(&[], [&path]), 1);
        assert!(sentence.contains(found), "{name}: {sentence}");
        assert!(sentence.contains("could not be read"), "{name}: {sentence}");
    }
    let path = put(directory.path(), "half.ndjson", format!("{text}{{").as_bytes());
    let report = json(&verify(&["--json"], [&path]));
    assert_eq!(report["problems"].as_array().unwrap().len(), 1);
    assert_eq!(report["forms"][0]["people"], 1, "the lines before are tried");
    let nothing = directory.path().join("nothing");
    fs::create_dir(&nothing).unwrap();
    let sentence = refused(&verify(&[], [&nothing]), 1);
    assert!(sentence.contains("found no file that could hold claims"), "{sentence}");
    let sentence = refused(&verify(&[], [directory.path().join("absent.json")]), 1);
    assert!(sentence.contains("absent.json"), "{sentence}");
}

#[test]
fn resources_of_which_no_rule_knows_are_named_and_nothing_else_happens() {
    let directory = scratch();
    let foreign = r#"{"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"Practitioner","id":"1"}},
        {"resource":{"resourceType":"Practitioner","id":"2"}},
        {"resource":{"resourceType":"ExplanationOfBenefit","id":"x","patient":{"reference":"Patient/a"}}},
        {"resource":{"resourceType":"Patient","id":"a","birthDate":"1950-01"}},
        {"resource":{"resourceType":"Coverage","id":"c","beneficiary":{"reference":"Patient/a"}}}]}"#;
    let path = put(directory.path(), "foreign.json", foreign.as_bytes());
    let output = verify(&["--json"], [&path]);
    let report = json(&output);
    let passed: Vec<(&str, u64)> = (report["passed_over"].as_array().unwrap().iter())
        .map(|own| (own["what"].as_str().unwrap(), own["count"].as_u64().unwrap()))
        .collect();
    let known = [
        ("Practitioner", 2),
        ("ExplanationOfBenefit of no known claim type", 1),
        ("Coverage of no part of Medicare", 1),
    ];
    assert_eq!(passed, known);
    // A month is no day: the column cannot take it.
    assert!(report["problems"][0]["sentence"].as_str().unwrap().contains("BENE_BIRTH_DT of `1950-01`"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn documents_of_another_payer_that_follow_carin_are_tried_as_far_as_they_go() {
    let directory = scratch();
    let claim = r#"{"resourceType":"ExplanationOfBenefit","id":"eob-7","use":"claim",
        "meta":{"profile":["http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-Professional-NonClinician"]},
        "patient":{"reference":"https://payer.example/fhir/Patient/p-1"},
        "billablePeriod":{"start":"2021-03-09","end":"2021-03-01"},
        "diagnosis":[{"sequence":1,"type":[{"coding":[{"code":"principal"}]}],"diagnosisCodeableConcept":{"coding":[
            {"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"E11.9"}]}}],
        "item":[{"sequence":1,"diagnosisSequence":[1],"productOrService":{"coding":[
            {"system":"http://www.ama-assn.org/go/cpt","code":"99213"}]},"servicedDate":"2021-03-05"}]}"#;
    let patient = r#"{"resourceType":"Patient","id":"p-1","birthDate":"1950-01-01"}"#;
    let text = format!("{}\n{patient}\n", claim.replace('\n', " "));
    let path = put(directory.path(), "payer.ndjson", text.as_bytes());
    let report = json(&verify(&["--json"], [&path]));
    assert_eq!(broken(&report), ["from-not-after-thru", "line-dates-within-claim", "diagnosis-well-formed"]);
    let applied = |name: &str| {
        let rules = report["rules"].as_array().unwrap();
        rules.iter().find(|rule| rule["rule"] == name).unwrap()["applied"].as_u64().unwrap()
    };
    assert_eq!((applied("service-not-before-birth"), applied("service-code-well-formed")), (1, 1));
    assert_eq!((applied("payment-is-sum-of-lines"), applied("claim-has-patient")), (0, 1));
}

#[test]
fn the_faithful_set_breaks_many_rules_in_every_form_alike() {
    let directory = scratch();
    let out = directory.path().join("out");
    let generated = run([
        "generate",
        "--quiet",
        "--profile",
        "faithful",
        "--accounts",
        "BBUser00000,BBUser20000,BBUser29999",
        "--emit",
        "bundles,ndjson",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert!(generated.status.success(), "{}", stderr(&generated));
    let output = verify(&["--json"], [&out]);
    assert_eq!(output.status.code(), Some(1));
    let report = json(&output);
    assert_eq!(report["ours"], true, "a manifest of ours says so");
    assert!(broken(&report).contains(&"service-not-after-death".to_owned()));
    let forms: Vec<&str> =
        report["forms"].as_array().unwrap().iter().map(|form| form["form"].as_str().unwrap()).collect();
    assert_eq!(forms, ["stu3/bundles", "r4/bundles", "stu3/ndjson", "r4/ndjson"]);
    for rule in report["rules"].as_array().unwrap() {
        let of = |form: usize| (&rule["forms"][form]["applied"], &rule["forms"][form]["violated"]);
        assert_eq!((of(0), of(1)), (of(2), of(3)), "{}", rule["rule"]);
    }
}
