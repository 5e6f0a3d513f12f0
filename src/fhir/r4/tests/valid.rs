//! The `valid` shape: what is served, and what its rules do to it, one after another.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use super::claims::{full, least};
use super::*;
use crate::claim::ClaimType;
use crate::fhir::r4::valid::{CLAIM, PATIENT};
use crate::fhir::valid::steps::{differences, steps};
use crate::fhir::valid::tree::Tree;

fn claim_steps(claim: &Claim) -> (String, Vec<&'static str>) {
    let rendered = |shape| render_bytes(shape, |r4, out| r4.claim(claim, out));
    steps(&rendered(Shape::Served), &rendered(Shape::Valid), CLAIM)
}

/// Every claim type, full and least, and a claim that says nothing with a line that says nothing.
fn claims() -> Vec<(String, Claim)> {
    let mut claims = Vec::new();
    for claim_type in ClaimType::ALL {
        claims.push((claim_type.name().to_owned(), full(claim_type)));
        claims.push((format!("{}-least", claim_type.name()), least(claim_type)));
    }
    claims
}

#[test]
fn a_valid_claim_differs_from_the_served_one_by_its_rules_and_by_nothing_else() {
    for (name, claim) in claims() {
        let (steps, _) = claim_steps(&claim);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("valid-{name}"), steps);
        });
    }
}

#[test]
fn every_rule_of_claims_is_needed_by_some_claim() {
    let mut used: BTreeSet<&str> = claims().iter().flat_map(|(_, claim)| claim_steps(claim).1).collect();
    used.extend(claim_steps(&odd_carrier()).1);
    used.extend(ClaimType::ALL.iter().flat_map(|claim_type| claim_steps(&Claim::blank(*claim_type)).1));
    let all: BTreeSet<&str> = CLAIM.iter().map(|rule| rule.name).collect();
    assert_eq!(all.difference(&used).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn a_claim_that_is_valid_is_left_as_it_is_where_nothing_is_added() {
    // Rules that repair find nothing to do a second time; those that add, add what CARIN asks for once.
    let repairs =
        ["codes_without_spaces", "periods_run_forward", "provider_by_identifier", "line_numbers", "diagnosis_codes"];
    for (name, claim) in claims() {
        let valid = render_bytes(Shape::Valid, |r4, out| r4.claim(&claim, out));
        for rule in CLAIM.iter().filter(|rule| repairs.contains(&rule.name)) {
            let mut tree = Tree::read(std::str::from_utf8(&valid).unwrap()).unwrap();
            (rule.apply)(&mut tree);
            assert_eq!(serde_json::to_string(&tree).unwrap().as_bytes(), valid, "{name}: {} twice", rule.name);
        }
    }
}

/// Lines without numbers, days out of order, codes with spaces.
fn odd_carrier() -> Claim {
    let mut claim = Claim::blank(ClaimType::Carrier);
    let columns = [
        ("CLM_FROM_DT", "02-JUN-2014"),
        ("CLM_THRU_DT", "01-JUN-2014"),
        ("ICD_DGNS_CD1", "4019 "),
        ("CARR_CLM_CNTL_NUM", "   "),
        ("CLM_CLNCL_TRIL_NUM", "1\u{1}2"),
    ];
    for (name, text) in columns {
        claim.header_mut().set(name, text).unwrap().unwrap();
    }
    for _ in 0..2 {
        let line = claim.add_line().unwrap();
        line.set("LINE_HCT_HGB_TYPE_CD", "R1").unwrap().unwrap();
        line.set("HCPCS_CD", "9921 ").unwrap().unwrap();
    }
    claim
}

fn valid(claim: &Claim) -> Value {
    serde_json::from_slice(&render_bytes(Shape::Valid, |r4, out| r4.claim(claim, out))).unwrap()
}

#[test]
fn lines_without_numbers_are_numbered_by_place_and_their_results_with_them() {
    let eob = valid(&odd_carrier());
    assert_eq!([&eob["item"][0]["sequence"], &eob["item"][1]["sequence"]], [1, 2]);
    let ids = [&eob["contained"][0]["id"], &eob["contained"][1]["id"]];
    assert_eq!(ids, ["line-observation-1", "line-observation-2"]);
    let references: Vec<&Value> =
        eob["supportingInfo"].as_array().unwrap().iter().map(|entry| &entry["valueReference"]).collect();
    assert_eq!(
        references,
        [&json!({"reference": "#line-observation-1"}), &json!({"reference": "#line-observation-2"})]
    );
    assert_eq!(eob["item"][1]["informationSequence"], json!([2]));
}

#[test]
fn a_period_that_ends_before_it_starts_runs_forward_and_neither_codes_nor_texts_are_spaces() {
    let eob = valid(&odd_carrier());
    let printed = eob.to_string();
    assert!(!printed.contains("\"   \"") && !printed.contains("\\u0001"), "{printed}");
    assert_eq!(eob["billablePeriod"], json!({"start": "2014-06-01", "end": "2014-06-02"}));
    assert_eq!(eob["diagnosis"][0]["diagnosisCodeableConcept"]["coding"][0]["code"], "4019");
}

#[test]
fn the_unknown_version_of_a_diagnosis_is_the_one_in_force() {
    let system = |day: &str| {
        let mut claim = Claim::blank(ClaimType::Outpatient);
        claim.header_mut().set("ICD_DGNS_CD1", "4019").unwrap().unwrap();
        claim.header_mut().set("CLM_THRU_DT", day).unwrap().unwrap();
        valid(&claim)["diagnosis"][0]["diagnosisCodeableConcept"]["coding"][1]["system"].clone()
    };
    assert_eq!(system("30-SEP-2015"), "http://terminology.hl7.org/CodeSystem/icd9");
    assert_eq!(system("01-OCT-2015"), "http://hl7.org/fhir/sid/icd-10-cm");
}

#[test]
fn services_and_modifiers_stand_under_the_lists_that_they_come_from() {
    let listed = |claim_type: ClaimType, hcpcs: &str| {
        let mut claim = Claim::blank(claim_type);
        claim.add_line().unwrap().set("HCPCS_CD", hcpcs).unwrap().unwrap();
        let codings = valid(&claim)["item"][0]["productOrService"]["coding"].clone();
        let listed = codings.as_array().unwrap().last().unwrap();
        format!(
            "{}|{}",
            listed["system"].as_str().unwrap().rsplit('/').next().unwrap(),
            listed["code"].as_str().unwrap()
        )
    };
    assert_eq!(listed(ClaimType::Carrier, "99213"), "cpt|99213");
    assert_eq!(listed(ClaimType::Carrier, "0001U"), "cpt|0001U");
    assert_eq!(listed(ClaimType::Dme, "E0110"), "HCPCSReleaseCodeSets|E0110");
    assert_eq!(listed(ClaimType::Snf, "RUC10"), "HIPPSCodes|RUC10");
    assert_eq!(listed(ClaimType::Snf, ""), "data-absent-reason|not-applicable");
    assert_eq!(listed(ClaimType::Outpatient, ""), "cpt|99199");
}

#[test]
fn patients_and_coverages_differ_by_their_rules_and_by_nothing_else() {
    let (known, nobody) = (beneficiary::everything(), Beneficiary::default());
    let mut all = String::new();
    for (name, person) in [("known", &known), ("nobody", &nobody)] {
        let rendered = |shape| render_bytes(shape, |r4, out| r4.patient(person, &[], out));
        let (steps, _) = steps(&rendered(Shape::Served), &rendered(Shape::Valid), PATIENT);
        let _ = write!(all, "# Patient, {name}\n{steps}");
        let coverage = |shape| -> Value {
            serde_json::from_slice(&render_bytes(shape, |r4, out| r4.coverage(person, out))).unwrap()
        };
        let (served, valid) = (coverage(Shape::Served), coverage(Shape::Valid));
        let mut changes = String::new();
        differences(&served, &valid, "", &mut changes);
        let _ = write!(all, "# Coverages, {name}\n{changes}");
    }
    snapshot!("valid-people", all);
}

#[test]
fn entries_of_a_valid_bundle_tell_their_address() {
    let person = beneficiary::everything();
    let claims = [least(ClaimType::Dme)];
    let bundle = render_bytes(Shape::Valid, |r4, out| r4.claims(&person, &claims, out));
    let bundle: Value = serde_json::from_slice(&bundle).unwrap();
    assert_eq!(bundle["entry"][0]["fullUrl"], "https://sandbox.bluebutton.cms.gov/v2/fhir/ExplanationOfBenefit/dme--1");
    assert_eq!(bundle["entry"][0]["resource"], valid(&claims[0]));
}
