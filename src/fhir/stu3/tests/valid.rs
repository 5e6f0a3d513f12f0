//! The `valid` shape: what is served, and what its rules do to it, one after another.

use std::collections::BTreeSet;

use serde_json::json;

use super::all_types::{full, least};
use super::*;
use crate::claim::ClaimType;
use crate::fhir::stu3::valid::{CLAIM, COVERAGE, PATIENT};
use crate::fhir::valid::Rule;
use crate::fhir::valid::steps::steps;

/// A resource in a shape.
fn shaped(shape: Shape, document: &dyn Fn(&Stu3<'_>, &mut Vec<u8>)) -> Vec<u8> {
    bytes(shape, Include::default(), document)
}

/// What each rule changes, and the names of those that do.
fn between(rules: &'static [Rule], document: &dyn Fn(&Stu3<'_>, &mut Vec<u8>)) -> (String, Vec<&'static str>) {
    steps(&shaped(Shape::Served, document), &shaped(Shape::Valid, document), rules)
}

fn of_claim(claim: &Claim) -> (String, Vec<&'static str>) {
    between(CLAIM, &|stu3, out| stu3.claim(claim, out))
}

fn valid(claim: &Claim) -> Value {
    serde_json::from_slice(&shaped(Shape::Valid, &|stu3, out| stu3.claim(claim, out))).unwrap()
}

/// One claim of each type with every column filled, and one with the least.
fn claims() -> Vec<(String, Claim)> {
    let both = |claim_type: ClaimType| {
        let name = claim_type.name();
        [(name.to_owned(), full(claim_type)), (format!("{name}-least"), least(claim_type))]
    };
    ClaimType::ALL.into_iter().flat_map(both).collect()
}

#[test]
fn a_valid_claim_differs_from_the_served_one_by_its_rules_and_by_nothing_else() {
    let all: String = claims().iter().map(|(name, claim)| format!("# {name}\n{}", of_claim(claim).0)).collect();
    snapshot!("valid-claims", all);
}

#[test]
fn patients_and_coverages_differ_by_their_rules_and_by_nothing_else() {
    let person = odd_person();
    let mut all = between(PATIENT, &|stu3, out| stu3.patient(&person, &[], out)).0;
    let coverages =
        |shape| -> Value { serde_json::from_slice(&shaped(shape, &|stu3, out| stu3.coverage(&person, out))).unwrap() };
    let (served, valid) = (coverages(Shape::Served), coverages(Shape::Valid));
    for (served, valid) in served["entry"].as_array().unwrap().iter().zip(valid["entry"].as_array().unwrap()) {
        let text = |value: &Value| value["resource"].to_string();
        let (changes, _) = steps(text(served).as_bytes(), text(valid).as_bytes(), COVERAGE);
        all.push_str(&format!("# {} at {}\n{changes}", valid["resource"]["id"], valid["fullUrl"]));
    }
    snapshot!("valid-people", all);
}

#[test]
fn every_rule_is_needed_by_some_resource() {
    let mut used: BTreeSet<&str> = claims().iter().flat_map(|(_, claim)| of_claim(claim).1).collect();
    used.extend(of_claim(&odd_claim()).1);
    assert_eq!(used, CLAIM.iter().map(|rule| rule.name).collect());
    let person = odd_person();
    let used = between(PATIENT, &|stu3, out| stu3.patient(&person, &[], out)).1;
    assert_eq!(used, PATIENT.iter().map(|rule| rule.name).collect::<Vec<_>>());
}

#[test]
fn the_rules_find_nothing_to_do_in_what_is_valid() {
    let odd = ("odd".to_owned(), odd_claim());
    for (name, claim) in claims().into_iter().chain([odd]) {
        let valid = shaped(Shape::Valid, &|stu3, out| stu3.claim(&claim, out));
        assert_eq!(steps(&valid, &valid, CLAIM).1, Vec::<&str>::new(), "{name}");
    }
}

/// A stay that FHIR has much against: lines without numbers, days out of order, columns of spaces, days below zero.
fn odd_claim() -> Claim {
    let mut claim = full(ClaimType::Inpatient);
    let columns = [
        ("FINAL_ACTION", "X"),
        ("CLM_FROM_DT", "02-JUN-2014"),
        ("CLM_THRU_DT", "01-JUN-2014"),
        ("ICD_DGNS_CD1", "4019 "),
        ("ICD_DGNS_VRSN_CD1", " "),
        ("CLM_UTLZTN_DAY_CNT", "-3"),
        ("PRVDR_NUM", "  "),
        ("FI_NUM", "1\u{1}2"),
    ];
    set(claim.header_mut(), &columns);
    let line = claim.add_line().unwrap();
    set(line, &[("CLM_LINE_NUM", ""), ("HCPCS_CD", " 99213")]);
    claim
}

/// A person with columns of spaces, and an MBI whose time ends before it begins.
fn odd_person() -> Beneficiary {
    let mut person = super::beneficiary::everything();
    let columns = [
        ("BENE_SRNM_NAME", "   "),
        ("BENE_RACE_CD", " "),
        ("EFCTV_BGN_DT", "02-JUN-2014"),
        ("EFCTV_END_DT", "01-JUN-2014"),
        ("BENE_ENTLMT_RSN_ORIG", " "),
    ];
    set(&mut person, &columns);
    person
}

#[test]
fn what_fhir_forbids_is_repaired_where_it_stands() {
    let eob = valid(&odd_claim());
    assert_eq!(eob.get("status"), None, "a claim that is neither final nor cancelled has no status");
    assert_eq!([&eob["billablePeriod"]["start"], &eob["billablePeriod"]["end"]], ["2014-06-01", "2014-06-02"]);
    let coding = &eob["diagnosis"][2]["diagnosisCodeableConcept"]["coding"][0];
    assert_eq!(*coding, json!({"system": "http://hl7.org/fhir/sid/unknown-icd-version", "code": "4019"}));
    assert_eq!(eob["provider"]["identifier"].get("value"), None);
    assert_eq!([&eob["item"][0]["sequence"], &eob["item"][1]["sequence"]], [1, 2]);
    assert_eq!(eob["item"][0]["service"]["coding"][0]["code"], "99213");
    assert_eq!(eob["benefitBalance"][0]["financial"][2].get("usedUnsignedInt"), None);
}

#[test]
fn entries_of_a_valid_bundle_tell_their_address_and_hold_the_valid_claims() {
    let claims = [full(ClaimType::Hha), full(ClaimType::Pde)];
    let person: Beneficiary = only(&[("BENE_ID", "-20140000008325")]);
    let bundle = shaped(Shape::Valid, &|stu3, out| stu3.claims(&person, &claims, out));
    let bundle: Value = serde_json::from_slice(&bundle).unwrap();
    for (entry, claim) in bundle["entry"].as_array().unwrap().iter().zip(&claims) {
        let id = format!("{}-{}", claim.claim_type().name(), claim.id());
        let url = format!("https://sandbox.bluebutton.cms.gov/v1/fhir/ExplanationOfBenefit/{id}");
        assert_eq!(*entry, json!({"fullUrl": url, "resource": valid(claim)}));
    }
}
