//! Rules that no single document shows: what is printed once, what is numbered, what depends on a look-up.

use serde_json::{Value, json};

use super::claims::{carrier_header, carrier_line};
use super::*;
use crate::claim::carrier::{Carrier, CarrierHeader, CarrierLine};
use crate::claim::inpatient::{Inpatient, InpatientHeader, InpatientLine};
use crate::claim::pde::Pde;
use crate::codes::Lookup;

fn eob_including(include: Include, claim: Claim) -> Value {
    serde_json::from_str(&render_including(include, |r4, out| r4.claim(&claim, out))).unwrap()
}

fn eob(claim: Claim) -> Value {
    eob_including(Include::default(), claim)
}

fn carrier(header: CarrierHeader, lines: Vec<CarrierLine>) -> Claim {
    Claim::Carrier(Box::new(Carrier { header, lines }))
}

fn inpatient(header: &[(&str, &str)], lines: Vec<InpatientLine>) -> Claim {
    Claim::Inpatient(Box::new(Inpatient { header: only::<InpatientHeader>(header), lines }))
}

fn pde(columns: &[(&str, &str)]) -> Claim {
    Claim::Pde(Box::new(only::<Pde>(columns)))
}

/// What `path` (members and indexes, `*` for every entry of a list) holds, wherever it holds something.
fn all<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for step in path.split('/') {
        found = match step {
            "*" => found.into_iter().filter_map(Value::as_array).flatten().collect(),
            _ => found
                .into_iter()
                .filter_map(|value| value.get(step).or_else(|| value.get(step.parse::<usize>().ok()?)))
                .collect(),
        };
    }
    found
}

#[test]
fn a_diagnosis_that_is_there_already_keeps_its_first_type_and_is_what_lines_refer_to() {
    let header = only(&[
        ("ICD_DGNS_CD1", "4019"),
        ("ICD_DGNS_VRSN_CD1", "9"),
        ("PRNCPAL_DGNS_CD", "4019"),
        ("PRNCPAL_DGNS_VRSN_CD", "9"),
        ("ICD_DGNS_CD2", "4019"),
        ("ICD_DGNS_VRSN_CD2", "0"),
    ]);
    let line = |code, version| only(&[("LINE_ICD_DGNS_CD", code), ("LINE_ICD_DGNS_VRSN_CD", version)]);
    let lines = vec![line("4019", "0"), line("25000", "9"), line("4019", "9"), line("", "")];
    let eob = eob(carrier(header, lines));
    let codes = all(&eob, "diagnosis/*/diagnosisCodeableConcept/coding/0/code");
    assert_eq!(codes, ["4019", "4019", "25000"]);
    assert_eq!(all(&eob, "diagnosis/*/type/0/coding/0/code"), ["principal", "secondary", "secondary"]);
    assert_eq!(all(&eob, "item/*/diagnosisSequence"), [&json!([2]), &json!([3]), &json!([1])]);
}

#[test]
fn an_admitting_diagnosis_that_is_also_principal_stays_admitting_and_takes_no_extension() {
    let eob = eob(inpatient(
        &[
            ("ADMTG_DGNS_CD", "41401"),
            ("ADMTG_DGNS_VRSN_CD", "9"),
            ("ICD_DGNS_CD1", "41401"),
            ("ICD_DGNS_VRSN_CD1", "9"),
            ("CLM_POA_IND_SW1", "Y"),
            ("ICD_DGNS_CD2", "2724"),
            ("ICD_DGNS_VRSN_CD2", "9"),
            ("CLM_POA_IND_SW2", "N"),
        ],
        Vec::new(),
    ));
    assert_eq!(all(&eob, "diagnosis/*/type/0/coding/0/code"), ["admitting", "other"]);
    assert_eq!(all(&eob, "diagnosis/*/extension/0/valueCoding/code"), ["N"]);
}

#[test]
fn a_provider_is_told_once_per_role_whatever_the_case_of_the_identifier() {
    let header = only(&[("RFR_PHYSN_NPI", "abc"), ("CARR_CLM_RFRNG_PIN_NUM", "ABC")]);
    let line =
        |npi, specialty| only(&[("PRF_PHYSN_NPI", npi), ("PRVDR_SPCLTY", specialty), ("CARR_LINE_PRVDR_TYPE_CD", "1")]);
    let eob = eob(carrier(header, vec![line("abc", "41"), line("ABC", "08"), line("xyz", "41"), line("abc", "41")]));
    assert_eq!(all(&eob, "careTeam/*/role/coding/0/code"), ["referring", "performing", "performing"]);
    assert_eq!(all(&eob, "item/*/careTeamSequence"), [&json!([2]), &json!([2]), &json!([3]), &json!([2])]);
    // What lines add to a member is told once too.
    assert_eq!(all(&eob, "careTeam/1/qualification/coding/*/code"), ["41", "08"]);
    assert_eq!(all(&eob, "careTeam/1/extension/*/valueCoding/code"), ["1"]);
    assert_eq!(all(&eob, "careTeam/*/responsible"), [true, true]);
}

#[test]
fn a_upin_stands_in_for_a_missing_npi_of_the_referring_and_the_performing_provider() {
    let line = only(&[("PRF_PHYSN_UPIN", "P22222"), ("ORG_NPI_NUM", "333")]);
    let eob = eob(carrier(only(&[("RFR_PHYSN_UPIN", "R11111")]), vec![line]));
    assert_eq!(all(&eob, "careTeam/*/provider/identifier/type/coding/0/code"), ["UPIN", "UPIN", "npi"]);
    assert_eq!(all(&eob, "referral/identifier/value"), ["R11111"]);
    assert_eq!(all(&eob, "item/0/careTeamSequence"), [&json!([2, 3])]);
}

#[test]
fn information_of_lines_continues_the_numbers_of_the_claims() {
    let mut second = carrier_line();
    set(&mut second, &[("LINE_NUM", "2"), ("LINE_HCT_HGB_TYPE_CD", "")]);
    let mut third = carrier_line();
    set(&mut third, &[("LINE_NUM", "7")]);
    let eob = eob(carrier(carrier_header(), vec![carrier_line(), second, third]));
    assert_eq!(all(&eob, "supportingInfo/*/sequence"), [1, 2, 3]);
    assert_eq!(all(&eob, "item/*/informationSequence"), [&json!([2]), &json!([3])]);
    let references = all(&eob, "supportingInfo/*/valueReference/reference");
    assert_eq!(references, ["#line-observation-1", "#line-observation-7"]);
    assert_eq!(all(&eob, "contained/*/id"), ["line-observation-1", "line-observation-7"]);
}

#[test]
fn known_npis_have_names_and_taxonomies_and_known_codes_texts() {
    let mut codes = Codes::embedded().unwrap();
    let lookup =
        |pairs: &[(&str, &str)]| Lookup::new(pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect());
    codes.lookups.npi = lookup(&[("111", "DR. ANN LEE MD"), ("222", "CLINIC")]);
    codes.lookups.taxonomy =
        lookup(&[("111", "207T00000X|Neurological Surgery Physician"), ("222", "261Q00000X|Clinic")]);
    codes.lookups.diagnosis = lookup(&[("4019", "HYPERTENSION NOS")]);
    codes.lookups.ndc = lookup(&[("123456789", "A drug")]);
    let header = only(&[("RFR_PHYSN_NPI", "111"), ("ICD_DGNS_CD1", "4019"), ("ICD_DGNS_VRSN_CD1", "0")]);
    let line = only(&[
        ("PRF_PHYSN_NPI", "111"),
        ("ORG_NPI_NUM", "222"),
        ("PRVDR_SPCLTY", "41"),
        ("LINE_NDC_CD", "12345678901"),
    ]);
    let context = Context {
        codes: &codes,
        shape: Shape::Served,
        include: Include::default(),
        base_url: "",
        namespace: uuid::Uuid::NAMESPACE_URL,
    };
    let mut out = Vec::new();
    R4::new(context).claim(&carrier(header, vec![line]), &mut out);
    let eob: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(all(&eob, "careTeam/*/provider/display"), ["DR. ANN LEE MD", "DR. ANN LEE MD", "CLINIC"]);
    assert_eq!(all(&eob, "careTeam/*/qualification/coding/*/code"), ["207T00000X", "207T00000X", "41"]);
    assert_eq!(all(&eob, "referral/display"), ["DR. ANN LEE MD"]);
    assert_eq!(
        all(&eob, "diagnosis/0/diagnosisCodeableConcept/coding/*/display"),
        ["HYPERTENSION NOS", "HYPERTENSION NOS"]
    );
    assert_eq!(all(&eob, "item/0/productOrService/extension/0/valueCoding/display"), ["A drug"]);
}

#[test]
fn what_the_plan_paid_is_told_as_benefit_or_as_noncovered() {
    let amounts = [("CVRD_D_PLAN_PD_AMT", "1.00"), ("NCVRD_PLAN_PD_AMT", "2.00")];
    for (status, category, amount) in [("C", "benefit", 1.0), ("E", "noncovered", 2.0)] {
        let mut event: Pde = only(&amounts);
        set(&mut event, &[("DRUG_CVRG_STUS_CD", status)]);
        let eob = eob(Claim::Pde(Box::new(event)));
        assert_eq!(all(&eob, "item/0/adjudication/0/category/coding/0/code"), [category]);
        assert_eq!(all(&eob, "item/0/adjudication/0/amount/value"), [amount]);
        assert_eq!(all(&eob, "item/0/adjudication/*/amount").len(), 9);
    }
}

#[test]
fn the_qualifier_says_what_a_pharmacys_identifier_is() {
    for (qualifier, code) in [("01", "npi"), ("06", "UPIN"), ("07", "NCPDP"), ("08", "SL"), ("11", "TAX")] {
        let eob = eob(pde(&[("SRVC_PRVDR_ID_QLFYR_CD", qualifier), ("SRVC_PRVDR_ID", "1234567")]));
        assert_eq!(all(&eob, "facility/identifier/type/coding/0/code"), [code]);
        assert_eq!(all(&eob, "provider/identifier/system"), ["http://hl7.org/fhir/sid/us-npi"]);
    }
    let odd = eob(pde(&[("SRVC_PRVDR_ID_QLFYR_CD", "99"), ("SRVC_PRVDR_ID", "1234567")]));
    assert!(all(&odd, "facility/identifier").is_empty());
}

#[test]
fn a_compound_code_of_nought_is_not_told() {
    let information = |code| all(&eob(pde(&[("CMPND_CD", code)])), "supportingInfo/*/code/coding/0/code").len();
    assert_eq!(["0", "1", "2"].map(information), [0, 1, 1]);
}

#[test]
fn counts_of_nought_are_told_or_not_as_the_server_does() {
    let extensions = |columns: &[(&str, &str)]| {
        let line = only::<CarrierLine>(columns);
        all(&eob(carrier(CarrierHeader::default(), vec![line])), "item/0/extension/*/url").len()
    };
    assert_eq!(extensions(&[("CARR_LINE_MTUS_CNT", "0")]), 0);
    assert_eq!(extensions(&[("CARR_LINE_MTUS_CNT", "0.0")]), 1);
    assert_eq!(extensions(&[("CARR_LINE_ANSTHSA_UNIT_CNT", "0.0")]), 0);
    assert_eq!(extensions(&[("CARR_LINE_ANSTHSA_UNIT_CNT", "0.5")]), 1);
    let units = |count| only::<InpatientLine>(&[("REV_CNTR_UNIT_CNT", count)]);
    let eob = eob(inpatient(&[], vec![units("0.0"), units(""), units("2")]));
    assert_eq!(all(&eob, "item/*/extension/0/valueQuantity/value"), [2]);
}

#[test]
fn tax_numbers_are_told_when_asked_for() {
    let claim = || carrier(CarrierHeader::default(), vec![only(&[("TAX_NUM", "999999999")])]);
    let include = Include { tax_numbers: true, ..Include::default() };
    assert_eq!(all(&eob_including(include, claim()), "item/0/extension/*/valueCoding/code"), ["999999999"]);
    assert!(all(&eob(claim()), "item/0/extension/*/valueCoding/code").is_empty());
}

#[test]
fn one_date_of_service_is_a_day_and_two_are_a_period() {
    let line = |last| only(&[("LINE_1ST_EXPNS_DT", "01-JUN-2014"), ("LINE_LAST_EXPNS_DT", last)]);
    let eob = eob(carrier(CarrierHeader::default(), vec![line(""), line("01-JUN-2014")]));
    assert_eq!(all(&eob, "item/*/servicedDate"), ["2014-06-01"]);
    assert_eq!(all(&eob, "item/*/servicedPeriod/end"), ["2014-06-01"]);
}

#[test]
fn a_procedure_that_is_there_already_is_told_once() {
    let eob = eob(inpatient(
        &[
            ("ICD_PRCDR_CD1", "3328"),
            ("ICD_PRCDR_VRSN_CD1", "9"),
            ("ICD_PRCDR_CD2", "3328"),
            ("ICD_PRCDR_VRSN_CD2", "9"),
            ("PRCDR_DT2", "01-JUN-2014"),
            ("ICD_PRCDR_CD4", "3328"),
            ("ICD_PRCDR_VRSN_CD4", "0"),
        ],
        Vec::new(),
    ));
    assert_eq!(all(&eob, "procedure/*/sequence"), [1, 2]);
    assert_eq!(all(&eob, "procedure/1/procedureCodeableConcept/coding/*/code"), ["3328", "3328"]);
}

#[test]
fn a_bundle_tells_the_newest_load_and_an_empty_one_the_first() {
    let person: Beneficiary = only(&[("BENE_ID", "-20140000008325")]);
    let claims =
        [pde(&[("PDE_ID", "-1"), ("PD_DT", "13-FEB-2020")]), pde(&[("PDE_ID", "-2"), ("SRVC_DT", "01-JUN-2014")])];
    let bundle: Value = serde_json::from_str(&render(|r4, out| r4.claims(&person, &claims, out))).unwrap();
    assert_eq!(all(&bundle, "meta/lastUpdated"), ["2020-02-19T00:00:00.000+00:00"]);
    assert_eq!(all(&bundle, "entry/*/resource/id"), ["pde--1", "pde--2"]);
    assert_eq!(all(&bundle, "total"), [2]);
    assert_eq!(
        all(&bundle, "link/0/url"),
        ["https://sandbox.bluebutton.cms.gov/v2/fhir/ExplanationOfBenefit?patient=-20140000008325"]
    );
    let empty: Value = serde_json::from_str(&render(|r4, out| r4.claims(&person, &[], out))).unwrap();
    assert_eq!(all(&empty, "meta/lastUpdated"), ["2020-02-12T00:00:00.000+00:00"]);
    assert!(all(&empty, "entry").is_empty());
}
