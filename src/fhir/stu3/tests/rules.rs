//! The rules between elements: doubles, sequences, order, bundles.

use serde_json::json;

use super::claims::{carrier, inpatient, least_carrier, least_carrier_line, least_inpatient, pde};
use super::*;
use crate::claim::carrier::CarrierLine;
use crate::claim::inpatient::InpatientLine;
use crate::claim::{Carrier, Inpatient};

/// A carrier claim with these lines.
fn with_lines(lines: &[&[(&str, &str)]]) -> Carrier {
    let line = |columns: &&[(&str, &str)]| -> CarrierLine {
        let mut line = least_carrier_line();
        set(&mut line, columns);
        line
    };
    Carrier { lines: lines.iter().map(line).collect(), ..least_carrier() }
}

fn carrier_value(claim: Carrier) -> Value {
    value(&Claim::Carrier(Box::new(claim)))
}

fn inpatient_value(claim: Inpatient) -> Value {
    value(&Claim::Inpatient(Box::new(claim)))
}

/// What a pointer finds in each element of a list.
fn each(list: &Value, pointer: &str) -> Vec<Value> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|element| element.pointer(pointer).cloned().unwrap_or(Value::Null)).collect()
}

#[test]
fn a_provider_of_several_lines_is_one_member_with_the_last_specialty_and_each_code_once() {
    let line = |number, npi, specialty, kind| {
        [("LINE_NUM", number), ("PRF_PHYSN_NPI", npi), ("PRVDR_SPCLTY", specialty), ("CARR_LINE_PRVDR_TYPE_CD", kind)]
    };
    let (first, second) = (line("1", "9", "18", "0"), line("2", "8", "18", "0"));
    let (third, fourth) = (line("3", "9", "11", "1"), line("4", "9", "", "0"));
    let eob = carrier_value(with_lines(&[&first, &second, &third, &fourth]));
    assert_eq!(each(&eob["careTeam"], "/sequence"), [2, 3]);
    assert_eq!(each(&eob["careTeam"], "/provider/identifier/value"), ["9", "8"]);
    assert_eq!(each(&eob["careTeam"], "/qualification/coding/0/code"), ["11", "18"]);
    assert_eq!(each(&eob["careTeam"][0]["extension"], "/valueCoding/code"), ["0", "1"]);
    assert_eq!(each(&eob["item"], "/careTeamLinkId"), [json!([2]), json!([3]), json!([2]), json!([2])]);
}

#[test]
fn a_line_finds_the_header_member_of_its_role_and_adds_one_for_another_role() {
    let mut claim = least_inpatient();
    set(&mut claim.header, &[("OT_PHYSN_NPI", "5"), ("AT_PHYSN_NPI", "6")]);
    let line = |npi| -> InpatientLine { only(&[("RNDRNG_PHYSN_NPI", npi)]) };
    claim.lines = vec![line("6"), line("5")];
    let eob = inpatient_value(claim);
    assert_eq!(each(&eob["careTeam"], "/provider/identifier/value"), ["5", "6", "5"]);
    assert_eq!(each(&eob["careTeam"], "/role/coding/0/code"), ["other", "primary", "primary"]);
    assert_eq!(each(&eob["item"], "/careTeamLinkId/0"), [3, 4]);
}

#[test]
fn a_diagnosis_is_printed_once_a_system_with_what_it_had_first() {
    let mut claim = least_inpatient();
    let columns = [
        ("CLM_DRG_CD", "695"),
        ("ADMTG_DGNS_CD", "4019"),
        ("ADMTG_DGNS_VRSN_CD", "9"),
        ("ICD_DGNS_CD1", "4019"),
        ("ICD_DGNS_VRSN_CD1", "9"),
        ("CLM_POA_IND_SW1", "Y"),
        ("PRNCPAL_DGNS_CD", "4019"),
        ("PRNCPAL_DGNS_VRSN_CD", "0"),
        ("ICD_DGNS_CD3", "25000"),
        ("CLM_POA_IND_SW3", "N"),
    ];
    set(&mut claim.header, &columns);
    let eob = inpatient_value(claim);
    let diagnosis = &eob["diagnosis"];
    assert_eq!(each(diagnosis, "/sequence"), [1, 2, 3, 4]);
    assert_eq!(diagnosis[0]["packageCode"]["coding"][0]["code"], "695");
    assert_eq!(
        each(diagnosis, "/diagnosisCodeableConcept/coding/0/system")[1..],
        [
            "http://hl7.org/fhir/sid/icd-9-cm",
            "http://hl7.org/fhir/sid/icd-10",
            "http://hl7.org/fhir/sid/unknown-icd-version"
        ]
    );
    assert_eq!(each(diagnosis, "/type/0/coding/0/code")[1..], ["admitting", "principal", "other"]);
    assert_eq!(each(diagnosis, "/extension/0/valueCoding/code")[1..], [Value::Null, Value::Null, json!("N")]);
}

#[test]
fn a_line_links_to_the_header_diagnosis_of_its_code_or_adds_one() {
    let mut claim = with_lines(&[
        &[("LINE_NUM", "1"), ("LINE_ICD_DGNS_CD", "4019"), ("LINE_ICD_DGNS_VRSN_CD", "9")],
        &[("LINE_NUM", "2"), ("LINE_ICD_DGNS_CD", "9999999")],
        &[("LINE_NUM", "3"), ("LINE_ICD_DGNS_CD", "9999999")],
        &[("LINE_NUM", "4")],
    ]);
    set(&mut claim.header, &[("ICD_DGNS_CD1", "4019"), ("ICD_DGNS_VRSN_CD1", "9")]);
    let eob = carrier_value(claim);
    assert_eq!(each(&eob["diagnosis"], "/type/0/coding/0/code"), [json!("principal"), Value::Null]);
    assert_eq!(each(&eob["item"], "/diagnosisLinkId"), [json!([1]), json!([2]), json!([2]), Value::Null]);
}

#[test]
fn a_procedure_is_printed_once_a_system_with_its_first_date() {
    let mut claim = least_inpatient();
    let columns = [
        ("ICD_PRCDR_CD1", "9904"),
        ("ICD_PRCDR_VRSN_CD1", "9"),
        ("ICD_PRCDR_CD2", "9904"),
        ("ICD_PRCDR_VRSN_CD2", "9"),
        ("PRCDR_DT2", "1999-01-02"),
        ("ICD_PRCDR_CD5", "9904"),
        ("ICD_PRCDR_VRSN_CD5", "0"),
        ("PRCDR_DT5", "1999-01-03"),
    ];
    set(&mut claim.header, &columns);
    let eob = inpatient_value(claim);
    assert_eq!(each(&eob["procedure"], "/sequence"), [1, 2]);
    assert_eq!(each(&eob["procedure"], "/date"), [Value::Null, json!("1999-01-03T00:00:00+00:00")]);
}

#[test]
fn lines_come_in_the_order_of_their_numbers_which_stay_as_they_are() {
    let eob = carrier_value(with_lines(&[&[("LINE_NUM", "6")], &[("LINE_NUM", "2")], &[]]));
    assert_eq!(each(&eob["item"], "/sequence"), [0, 2, 6]);
}

#[test]
fn a_service_count_that_says_just_0_is_skipped_and_0_0_is_printed() {
    let count = |text| {
        let eob = carrier_value(with_lines(&[&[("CARR_LINE_MTUS_CNT", text)]]));
        eob["item"][0]["extension"][0]["valueQuantity"]["value"].clone()
    };
    assert_eq!([count(""), count("0"), count("0.0"), count("3")], [Value::Null, Value::Null, json!(0.0), json!(3)]);
}

#[test]
fn anesthesia_units_are_printed_without_a_service_too() {
    let eob = carrier_value(with_lines(&[&[("CARR_LINE_ANSTHSA_UNIT_CNT", "2")]]));
    assert_eq!(eob["item"][0]["service"]["extension"][0]["valueQuantity"]["value"], 2);
    assert_eq!(eob["item"][0]["service"].get("coding"), None);
}

#[test]
fn asked_for_tax_numbers_a_line_links_to_them_as_well() {
    let claim =
        Claim::Carrier(Box::new(with_lines(&[&[("PRF_PHYSN_NPI", "9"), ("TAX_NUM", "7")], &[("TAX_NUM", "7")]])));
    let include = Include { tax_numbers: true, ..Include::default() };
    let json = bytes(Shape::Served, include, |stu3, out| stu3.claim(&claim, out));
    let eob: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(each(&eob["careTeam"], "/provider/identifier/value"), ["9", "7"]);
    assert_eq!(each(&eob["careTeam"], "/role/coding/0/display"), ["Primary provider", "Other"]);
    assert_eq!(each(&eob["item"], "/careTeamLinkId"), [json!([2, 3]), json!([3])]);
}

#[test]
fn a_pharmacy_of_an_unknown_kind_is_told_by_its_service_type_alone() {
    let Claim::Pde(mut event) = pde() else { unreachable!() };
    set(&mut *event, &[("SRVC_PRVDR_ID_QLFYR_CD", "99")]);
    let eob = value(&Claim::Pde(event));
    assert_eq!(eob.get("organization"), None);
    assert_eq!(eob["facility"].as_object().unwrap().keys().collect::<Vec<_>>(), ["extension"]);
}

#[test]
fn a_drug_that_part_d_does_not_cover_tells_what_the_plan_paid_for_it() {
    let Claim::Pde(mut event) = pde() else { unreachable!() };
    set(&mut *event, &[("DRUG_CVRG_STUS_CD", "E"), ("CMPND_CD", "1")]);
    let eob = value(&Claim::Pde(event));
    let plan_paid = &eob["item"][0]["adjudication"][0];
    assert_eq!(
        plan_paid["category"]["coding"][0]["code"],
        "https://bluebutton.cms.gov/resources/variables/ncvrd_plan_pd_amt"
    );
    assert_eq!(plan_paid["reason"]["coding"][0]["code"], "E");
    assert_eq!(eob["item"][0]["detail"][0]["type"]["coding"][0]["code"], "RXDINV");
}

#[test]
fn a_bundle_holds_the_claims_in_the_order_given_and_the_newest_load() {
    let claims = [carrier(), inpatient(), pde()];
    let beneficiary: Beneficiary = only(&[("BENE_ID", "-20140000008325")]);
    let json = bytes(Shape::Served, Include::default(), |stu3, out| stu3.claims(&beneficiary, &claims, out));
    let mut bundle: Value = serde_json::from_slice(&json).unwrap();
    let entries = bundle.as_object_mut().unwrap().remove("entry").unwrap();
    let alone: Vec<Value> = claims.iter().map(|claim| json!({ "resource": value(claim) })).collect();
    assert_eq!(entries, Value::Array(alone));
    assert_eq!(
        bundle,
        json!({
            "resourceType": "Bundle",
            "id": uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, b"Bundle/ExplanationOfBenefit/-20140000008325"),
            "meta": {"lastUpdated": "2020-04-22T00:00:00.000+00:00"},
            "type": "searchset",
            "total": 3,
            "link": [{
                "relation": "self",
                "url": "https://sandbox.bluebutton.cms.gov/v1/fhir/ExplanationOfBenefit?patient=-20140000008325",
            }],
        })
    );
}

#[test]
fn a_bundle_without_claims_has_no_entry() {
    let beneficiary: Beneficiary = only(&[("BENE_ID", "-1")]);
    let json = bytes(Shape::Served, Include::default(), |stu3, out| stu3.claims(&beneficiary, &[], out));
    let bundle: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!((&bundle["total"], bundle.get("entry")), (&json!(0), None));
}
