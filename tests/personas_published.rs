//! What CMS's developer pages publish of Lucille and Jack is there: her five fragments are parts of her resources in the
//! documented shape, their codes are in every shape and version, and each fact of Jack is in his claims.

mod support;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::run_well;

/// System of HCPCS codes as the pages print it.
const HCPCS: &str = "https://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo/index.html";

fn bundle(name: &str, version: &str, shape: &str) -> Value {
    serde_json::from_str(&run_well(["show", name, "--fhir", version, "--shape", shape])).unwrap()
}

/// Whether every member of `printed` is found in `document`, lists by an element that matches.
fn holds(document: &Value, printed: &Value) -> bool {
    match (document, printed) {
        (Value::Object(document), Value::Object(printed)) => {
            printed.iter().all(|(name, value)| document.get(name).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(document), Value::Array(printed)) => {
            printed.iter().all(|value| document.iter().any(|found| holds(found, value)))
        }
        _ => document == printed,
    }
}

/// The fragments of the pages: title, and what is part of one ExplanationOfBenefit.
fn fragments() -> [(&'static str, Value); 5] {
    let service = |version: &str, code: &str| json!({"item": [{"service": {"coding": [{"system": HCPCS, "version": version, "code": code}]}}]});
    let biopsy = json!({"system": "http://hl7.org/fhir/sid/icd-9-cm", "code": "3328"});
    [
        ("Office Visit", service("0", "99215")),
        ("Lung Biopsy", json!({"procedure": [{"procedureCodeableConcept": {"coding": [biopsy]}}]})),
        ("Diagnostic Radiology", service("0", "70553")),
        ("Radiation Therapy", service("9", "77263")),
        ("Chemo", service("0", "96400")),
    ]
}

#[test]
fn lucilles_published_fragments_are_parts_of_her_resources() {
    let bundle = bundle("Lucille", "stu3", "documented");
    let entries = bundle["entry"].as_array().unwrap();
    for (title, fragment) in fragments() {
        let found = entries.iter().any(|entry| holds(&entry["resource"], &fragment));
        assert!(found, "{title}: {fragment:#} is no part of any of {} resources", entries.len());
    }
}

#[test]
fn lucilles_published_codes_are_in_every_shape_and_version() {
    for version in ["stu3", "r4"] {
        for shape in ["served", "documented", "valid"] {
            let text = bundle("Lucille", version, shape).to_string();
            for code in ["99215", "3328", "70553", "77263", "96400"] {
                assert!(text.contains(&format!("\"code\":\"{code}\"")), "{version} {shape}: {code}");
            }
        }
    }
}

/// A claim of a persona as `personas show --json` tells it.
struct Told {
    from: String,
    claim_type: String,
    title: String,
    codes: Vec<String>,
}

fn told(name: &str) -> Vec<Told> {
    let rows: Value = serde_json::from_str(&run_well(["personas", "show", name, "--json"])).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |row: &Value| Told {
        from: text(&row["from"]),
        claim_type: text(&row["claim_type"]),
        title: text(&row["title"]),
        codes: row["codes"].as_array().unwrap().iter().map(text).collect(),
    };
    rows.as_array().unwrap().iter().map(row).collect()
}

/// The days of claims with a code.
fn days<'a>(claims: &'a [Told], code: &str) -> Vec<&'a str> {
    claims.iter().filter(|own| own.codes.iter().any(|own| own == code)).map(|own| own.from.as_str()).collect()
}

#[test]
fn jack_is_seventy_lives_in_wichita_and_has_parts_a_b_and_d() {
    let patient: Value = serde_json::from_str(&run_well([
        "show",
        "Jack",
        "--fhir",
        "r4",
        "--resource",
        "patient",
        "--include",
        "address",
    ]))
    .unwrap();
    let patient = if patient["resourceType"] == "Patient" { &patient } else { &patient["entry"][0]["resource"] };
    assert_eq!(patient["gender"], "male");
    // 70 when his story begins in January 2014.
    assert_eq!(patient["birthDate"].as_str().unwrap().split('-').next(), Some("1943"));
    assert_eq!(patient["address"][0]["postalCode"].as_str().unwrap().get(..3), Some("672"));
    let coverage = run_well(["show", "Jack", "--resource", "coverage"]);
    for part in ["part-a", "part-b", "part-d"] {
        assert!(coverage.contains(part), "{part}");
    }
}

#[test]
fn jacks_drugs_are_those_that_are_published_and_glimepiride_comes_only_after_metformin() {
    let claims = told("Jack");
    let [metformin, glimepiride] = ["00378718505", "16729000201"].map(|ndc| days(&claims, ndc));
    assert!(metformin.iter().max().unwrap() < glimepiride.iter().min().unwrap());
    for (drug, ndc) in [("atenolol", "00093078701"), ("Lasix", "00378021601"), ("Norvasc", "68180075109")] {
        assert!(days(&claims, ndc).len() >= 12, "{drug}");
    }
    assert!(!days(&claims, "00088221905").is_empty(), "insulin");
    let falling = claims.iter().position(|own| own.title == "Kidney function falls").expect("why he changes");
    assert!(claims[falling].from.as_str() < glimepiride[0]);
}

#[test]
fn jack_sees_the_endocrinologist_every_quarter_a_week_after_his_a1c() {
    let claims = told("Jack");
    let visits: Vec<&Told> = claims.iter().filter(|own| own.title == "Endocrinologist").collect();
    assert!((10..=12).contains(&visits.len()), "{}", visits.len());
    let tests: BTreeSet<&str> = days(&claims, "83036").into_iter().collect();
    for visit in visits {
        let before = |test: &&&str| **test < visit.from.as_str() && test[..7] == visit.from[..7];
        assert!(tests.iter().any(|test| before(&test)), "no A1C before {}", visit.from);
    }
}

#[test]
fn jacks_other_published_care_is_there() {
    let claims = told("Jack");
    let titled = |start: &str| claims.iter().filter(|own| own.title.starts_with(start)).count();
    let training = days(&claims, "G0109");
    assert!(days(&claims, "G0108").len() == 1 && training.len() == 8, "self-management training");
    assert!(training[0] < "2014-03-01", "right after the diagnosis");
    let emergencies =
        claims.iter().filter(|own| own.claim_type == "outpatient" && own.codes.contains(&"99284".to_owned()));
    assert_eq!(emergencies.count(), 1, "one emergency visit");
    assert_eq!((titled("Optometrist"), titled("Podiatrist")), (3, 3), "once a year");
}
