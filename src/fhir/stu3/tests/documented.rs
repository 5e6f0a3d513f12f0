//! The documented shape holds what the developer documentation of 2018-2021 prints: every fragment is part of what
//! comes out.

use serde_json::json;

use super::claims::{least_carrier, least_carrier_line, least_inpatient};
use super::*;
use crate::claim::Carrier;

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

fn documented(document: impl FnOnce(&Stu3<'_>, &mut Vec<u8>)) -> Value {
    serde_json::from_slice(&bytes(Shape::Documented, Include::default(), document)).unwrap()
}

fn assert_holds(document: &Value, printed: Value) {
    assert!(holds(document, &printed), "{printed:#}\nis no part of\n{document:#}");
}

/// BBUser28324 as recorded.
fn jane() -> Beneficiary {
    only(&[
        ("BENE_ID", "-20140000008325"),
        ("STATE_CODE", "15"),
        ("BENE_COUNTY_CD", "999"),
        ("BENE_ZIP_CD", "99999"),
        ("BENE_BIRTH_DT", "2014-06-01"),
        ("BENE_SEX_IDENT_CD", "2"),
        ("BENE_RACE_CD", "1"),
        ("BENE_ENTLMT_RSN_ORIG", "0"),
        ("BENE_ENTLMT_RSN_CURR", "0"),
        ("BENE_ESRD_IND", "0"),
        ("BENE_MDCR_STATUS_CD", "10"),
        ("BENE_PTA_TRMNTN_CD", "0"),
        ("BENE_PTB_TRMNTN_CD", "0"),
        ("BENE_CRNT_HIC_NUM", "1000044680"),
        ("BENE_SRNM_NAME", "Doe"),
        ("BENE_GVN_NAME", "Jane"),
        ("BENE_MDL_NAME", "X"),
        ("MBI_NUM", "2SW4N00AA00"),
    ])
}

/// Her claim whose head is printed.
fn printed_claim() -> Carrier {
    let mut claim = least_carrier();
    let columns = [("BENE_ID", "-20140000008325"), ("CLM_ID", "-22011027731"), ("RFR_PHYSN_NPI", "999999999999")];
    set(&mut claim.header, &columns);
    claim
}

#[test]
fn the_printed_patient_is_part_of_what_comes_out() {
    let patient = documented(|stu3, out| stu3.patient(&jane(), &[], out));
    assert_holds(
        &patient,
        json!({
            "resourceType": "Patient",
            "id": "-20140000008325",
            "extension": [{
                "url": "https://bluebutton.cms.gov/resources/variables/race",
                "valueCoding": {
                    "system": "https://bluebutton.cms.gov/resources/variables/race",
                    "code": "1",
                    "display": "White",
                },
            }],
            "identifier": [
                {"system": "http://bluebutton.cms.hhs.gov/identifier#bene_id", "value": "-20140000008325"},
                {
                    "system": "http://bluebutton.cms.hhs.gov/identifier#hicnHash",
                    "value": "2025fbc612a884853f0c245e686780bf748e5652360ecd7430575491f4e018c5",
                },
            ],
            "name": [{"use": "usual", "family": "Doe", "given": ["Jane", "X"]}],
            "gender": "unknown",
            "birthDate": "2014-06-01",
            "address": [{"district": "999", "state": "15", "postalCode": "99999"}],
        }),
    );
    assert_eq!(patient["identifier"].as_array().unwrap().len(), 2, "no hashed MBI");
}

#[test]
fn only_the_printed_account_has_an_unknown_gender() {
    let gender = |shape, bene_id| {
        let mut beneficiary = jane();
        set(&mut beneficiary, &[("BENE_ID", bene_id)]);
        let json = bytes(shape, Include::default(), |stu3, out| stu3.patient(&beneficiary, &[], out));
        serde_json::from_slice::<Value>(&json).unwrap()["gender"].clone()
    };
    assert_eq!(gender(Shape::Documented, "-20140000008325"), "unknown");
    assert_eq!(gender(Shape::Documented, "-20140000008324"), "female");
    assert_eq!(gender(Shape::Served, "-20140000008325"), "female");
}

#[test]
fn the_printed_coverage_is_part_of_what_comes_out() {
    let extension = |variable: &str, code: &str, display: &str| {
        let url = format!("https://bluebutton.cms.gov/resources/variables/{variable}");
        json!({"url": url, "valueCoding": {"system": url, "code": code, "display": display}})
    };
    assert_holds(
        &documented(|stu3, out| stu3.coverage(&jane(), out)),
        json!({"entry": [{
            "fullUrl": "https://sandbox.bluebutton.cms.gov/v1/fhir/Coverage/part-a-20140000008325",
            "resource": {
                "id": "part-a-20140000008325",
                "extension": [
                    extension("ms_cd", "10", "Aged without end-stage renal disease (ESRD)"),
                    extension("orec", "0", "Old age and survivor's insurance (OASI)"),
                    extension("esrd_ind", "0", "the beneficiary does not have ESRD"),
                    extension("a_trm_cd", "0", "Not Terminated"),
                ],
            },
        }]}),
    );
}

#[test]
fn the_head_of_the_printed_claim_is_part_of_what_comes_out() {
    let provider = json!({"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": "999999999999"}});
    let claims = [Claim::Carrier(Box::new(printed_claim()))];
    let bundle = documented(|stu3, out| stu3.claims(&jane(), &claims, out));
    assert_holds(
        &bundle,
        json!({"entry": [{
            "fullUrl": "https://sandbox.bluebutton.cms.gov/v1/fhir/ExplanationOfBenefit/carrier-22011027731",
            "resource": {
                "resourceType": "ExplanationOfBenefit",
                "id": "carrier-22011027731",
                "contained": [{
                    "resourceType": "ReferralRequest",
                    "id": "1",
                    "status": "completed",
                    "subject": {"reference": "Patient/-20140000008325"},
                    "requester": {"agent": provider},
                    "recipient": [provider],
                }],
                "referral": {"reference": "#1"},
            },
        }]}),
    );
}

#[test]
fn the_codes_of_the_printed_persona_have_the_systems_of_their_time() {
    let service = |year, code| {
        let mut line = least_carrier_line();
        set(&mut line, &[("HCPCS_CD", code)]);
        let mut claim = Carrier { lines: vec![line], ..least_carrier() };
        set(&mut claim.header, &[("CARR_CLM_HCPCS_YR_CD", year)]);
        documented(|stu3, out| stu3.claim(&Claim::Carrier(Box::new(claim)), out))
    };
    for (version, code) in [("0", "99215"), ("0", "70553"), ("9", "77263"), ("0", "96400")] {
        let system = "https://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo/index.html";
        let coding = json!({"system": system, "version": version, "code": code});
        assert_holds(&service(version, code), json!({"item": [{"service": {"coding": [coding]}}]}));
    }
    let mut biopsy = least_inpatient();
    set(&mut biopsy.header, &[("ICD_PRCDR_CD1", "3328"), ("ICD_PRCDR_VRSN_CD1", "9")]);
    let coding = json!({"system": "http://hl7.org/fhir/sid/icd-9-cm", "code": "3328"});
    assert_holds(
        &documented(|stu3, out| stu3.claim(&Claim::Inpatient(Box::new(biopsy)), out)),
        json!({"procedure": [{"procedureCodeableConcept": {"coding": [coding]}}]}),
    );
}

#[test]
fn the_printed_bundle_begins_its_links_with_the_first_page() {
    let claims: Vec<Claim> = (0..148).map(|_| Claim::Carrier(Box::new(printed_claim()))).collect();
    let beneficiary: Beneficiary = only(&[("BENE_ID", "-20140000000024")]);
    let bundle = documented(|stu3, out| stu3.claims(&beneficiary, &claims, out));
    assert_eq!((&bundle["type"], &bundle["total"]), (&json!("searchset"), &json!(148)));
    let url = "https://sandbox.bluebutton.cms.gov/v1/fhir/ExplanationOfBenefit?_count=10&startIndex=0&patient=-20140000000024";
    assert_eq!(bundle["link"][0], json!({"relation": "first", "url": url}));
}
