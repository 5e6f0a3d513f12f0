//! The documented accounts come out as published: counts, people, and the fragments that CMS's developer
//! documentation of 2018-2021 prints.

mod support;

use serde_json::{Value, json};
use support::run_well;

fn show(arguments: &[&str]) -> Vec<Value> {
    let text = run_well([&["show"], arguments].concat());
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The same of the set of 2017.
fn show_faithful(arguments: &[&str]) -> Vec<Value> {
    show(&[arguments, &["--profile", "faithful"]].concat())
}

/// Every key and value of `part` is in `whole`; an array has a matching element for each of the part's.
fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|found| contains(found, value)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            part.iter().all(|value| whole.iter().any(|found| contains(found, value)))
        }
        _ => whole == part,
    }
}

fn assert_contains(whole: &Value, part: Value) {
    assert!(contains(whole, &part), "{part:#}\nis not in\n{whole:#}");
}

/// (carrier claims, carrier lines, inpatient claims, inpatient lines, drug events), counted from the rendered claims.
fn counts(profile: &str, account: &str) -> (usize, usize, usize, usize, usize) {
    let claims = show(&[account, "--profile", profile, "--format", "ndjson"]);
    let count = |name: &str| {
        let of_type = claims.iter().filter(|claim| claim["id"].as_str().unwrap().starts_with(name));
        let lines = of_type.clone().map(|claim| claim["item"].as_array().unwrap().len()).sum::<usize>();
        (of_type.count(), lines)
    };
    let (carrier, inpatient, pde) = (count("carrier-"), count("inpatient-"), count("pde-"));
    (carrier.0, carrier.1, inpatient.0, inpatient.1, pde.0)
}

#[test]
fn the_documented_accounts_hold_their_published_claims_and_lines_in_both_profiles() {
    for profile in ["coherent", "faithful"] {
        assert_eq!(counts(profile, "BBUser20023"), (44, 98, 1, 14, 103));
        assert_eq!(counts(profile, "-20140000008325"), (25, 110, 2, 25, 5));
        assert_eq!(counts(profile, "BBUser29999"), (16, 35, 0, 0, 130));
        assert_eq!(counts(profile, "BBUser20000"), (33, 70, 0, 0, 140));
        assert_eq!(counts(profile, "BBUser09338"), (75, 142, 1, 10, 0));
        assert_eq!(counts(profile, "BBUser21826"), (32, 75, 0, 0, 560));
        assert_eq!(counts(profile, "BBUser00000"), (14, 18, 0, 0, 0));
        assert_eq!(counts(profile, "BBUser10000"), (33, 52, 0, 0, 0));
    }
}

#[test]
fn the_bundle_of_bbuser20023_tells_148_claims_in_both_versions() {
    for version in ["stu3", "r4"] {
        let bundle = &show(&["BBUser20023", "--fhir", version])[0];
        assert_eq!(bundle["type"], "searchset");
        assert_eq!(bundle["total"], 148);
        assert_eq!(bundle["entry"].as_array().unwrap().len(), 148);
        let ids: Vec<&str> =
            bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"]["id"].as_str().unwrap()).collect();
        let mut keys: Vec<(&str, &str)> =
            ids.iter().map(|id| id.split_once('-').map(|(kind, id)| (id, kind)).unwrap()).collect();
        let order = keys.clone();
        keys.sort_unstable();
        assert_eq!(order, keys, "claim ids ascend as text, whatever their type");
    }
}

#[test]
fn the_patient_of_the_documentation_is_printed() {
    let patient = &show(&["-20140000008325", "--fhir", "stu3", "--shape", "documented", "--resource", "patient"])[0];
    assert_contains(
        patient,
        json!({"resourceType": "Patient", "id": "-20140000008325",
            "extension": [{"url": "https://bluebutton.cms.gov/resources/variables/race",
                "valueCoding": {"system": "https://bluebutton.cms.gov/resources/variables/race", "code": "1", "display": "White"}}],
            "identifier": [{"system": "http://bluebutton.cms.hhs.gov/identifier#bene_id", "value": "-20140000008325"},
                {"system": "http://bluebutton.cms.hhs.gov/identifier#hicnHash",
                 "value": "2025fbc612a884853f0c245e686780bf748e5652360ecd7430575491f4e018c5"}],
            "name": [{"use": "usual", "family": "Doe", "given": ["Jane", "X"]}],
            "gender": "unknown", "birthDate": "2014-06-01",
            "address": [{"district": "999", "state": "15", "postalCode": "99999"}]}),
    );
}

#[test]
fn the_coverage_of_the_documentation_is_printed() {
    let bundle =
        &show_faithful(&["-20140000008325", "--fhir", "stu3", "--shape", "documented", "--resource", "coverage"])[0];
    let extension = |variable: &str, code: &str, display: &str| {
        let url = format!("https://bluebutton.cms.gov/resources/variables/{variable}");
        json!({"url": url, "valueCoding": {"system": url, "code": code, "display": display}})
    };
    assert_contains(
        bundle,
        json!({"entry": [{
        "fullUrl": "https://sandbox.bluebutton.cms.gov/v1/fhir/Coverage/part-a-20140000008325",
        "resource": {"resourceType": "Coverage", "id": "part-a-20140000008325", "extension": [
            extension("ms_cd", "10", "Aged without end-stage renal disease (ESRD)"),
            extension("orec", "0", "Old age and survivor's insurance (OASI)"),
            extension("esrd_ind", "0", "the beneficiary does not have ESRD"),
            extension("a_trm_cd", "0", "Not Terminated"),
        ]}}]}),
    );
}

#[test]
fn the_claim_of_the_documentation_is_printed() {
    let bundle = &show(&["-20140000008325", "--fhir", "stu3", "--shape", "documented"])[0];
    assert_contains(
        bundle,
        json!({"entry": [{
            "fullUrl": "https://sandbox.bluebutton.cms.gov/v1/fhir/ExplanationOfBenefit/carrier-22011027731",
            "resource": {"resourceType": "ExplanationOfBenefit", "id": "carrier-22011027731",
                "contained": [{"resourceType": "ReferralRequest", "id": "1", "status": "completed",
                    "subject": {"reference": "Patient/-20140000008325"},
                    "requester": {"agent": {"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": "999999999999"}}},
                    "recipient": [{"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": "999999999999"}}]}]}}]}),
    );
}

#[test]
fn the_same_claim_is_served_with_its_negative_id_dates_diagnoses_and_lines() {
    for (version, service) in [("stu3", "service"), ("r4", "productOrService")] {
        let claims = show(&["BBUser28324", "--fhir", version, "--type", "carrier", "--format", "ndjson"]);
        let claim = claims.iter().find(|claim| claim["id"] == "carrier--22011027731").expect("the claim is there");
        assert_contains(claim, json!({"billablePeriod": {"start": "2015-04-01", "end": "2015-04-01"}}));
        assert_contains(claim, json!({"identifier": [{"value": "-22011027731"}, {"value": "-52241843218"}]}));
        for code in ["38010", "38918"] {
            let coding = json!({"coding": [{"system": "http://hl7.org/fhir/sid/icd-9-cm", "code": code}]});
            assert_contains(claim, json!({"diagnosis": [{"diagnosisCodeableConcept": coding}]}));
        }
        let items = claim["item"].as_array().unwrap();
        let codes: Vec<&str> = items.iter().map(|item| item[service]["coding"][0]["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["99203", "1036F", "G8427", "G8420", "4040F", "4132F", "4130F", "92504"]);
    }
}

#[test]
fn the_person_behind_bbuser29999_is_john_doe() {
    let patient = &show_faithful(&["BBUser29999", "--resource", "patient"])[0];
    assert_contains(
        patient,
        json!({"id": "-20140000010000", "gender": "male", "birthDate": "2014-06-01", "deceasedDateTime": "1981-03-17",
            "name": [{"family": "Doe", "given": ["John", "X"]}],
            "address": [{"state": "05", "postalCode": "99999"}],
            "identifier": [{"value": "3S31P00AA00"}]}),
    );
    let coverage = &show_faithful(&["BBUser29999", "--resource", "coverage"])[0];
    assert_eq!(coverage["total"], 4);
}

#[test]
fn userinfo_has_todays_keys_and_the_documented_ones() {
    let served = &show(&["BBUser28324", "--resource", "userinfo"])[0];
    assert_contains(served, json!({"sub": "-20140000008325", "patient": "-20140000008325", "name": "Jane Doe"}));
    let documented = &show(&["BBUser28324", "--resource", "userinfo", "--shape", "documented"])[0];
    let keys: Vec<&String> = documented.as_object().unwrap().keys().collect();
    let mut expected = ["sub", "prefered_username", "given_name", "family_name", "name", "email", "created", "patient"];
    expected.sort_unstable();
    assert_eq!(keys, expected, "as printed: prefered_username is so spelled");
}

#[test]
fn a_coherent_john_doe_is_who_he_is_but_did_not_die_before_he_was_born() {
    let patient = &show(&["BBUser29999", "--resource", "patient"])[0];
    assert_contains(
        patient,
        json!({"id": "-20140000010000", "gender": "male", "birthDate": "2014-06-01",
            "name": [{"family": "Doe", "given": ["John", "X"]}],
            "address": [{"state": "05", "postalCode": "99999"}],
            "identifier": [{"value": "3S31P00AA00"}]}),
    );
    assert!(patient.get("deceasedDateTime").is_none());
    let coverage = &show(&["BBUser29999", "--resource", "coverage"])[0];
    let orec = "https://bluebutton.cms.gov/resources/variables/orec";
    assert_contains(
        coverage,
        json!({"entry": [{"resource": {"extension": [{"url": orec, "valueCoding": {"code": "2"}}]}}]}),
    );
}

#[test]
fn the_samples_of_the_documentation_print_its_person_in_both_profiles() {
    let home = tempfile::tempdir().unwrap();
    for profile in ["coherent", "faithful"] {
        let out = home.path().join(profile);
        let path = out.to_str().unwrap();
        run_well(["generate", "--quiet", "--accounts", "BBUser28324", "--profile", profile, "--out", path]);
    }
    let sample = |profile: &str, name: &str| -> Value {
        let path = home.path().join(profile).join("samples").join(name);
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    };
    for name in ["sample-patient-entry.json", "sample-coverage-entry.json"] {
        assert_eq!(sample("coherent", name), sample("faithful", name), "{name}");
    }
    let claim = sample("coherent", "sample-eob-entry.json");
    assert_contains(&claim, json!({"resource": {"id": "carrier-22011027731"}}));
}
