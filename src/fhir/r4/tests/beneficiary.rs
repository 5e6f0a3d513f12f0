//! Patient and Coverage.

use super::*;

/// Every column filled; those with coded values hold real codes, so that displays show.
pub(super) fn everything() -> Beneficiary {
    filled(&[
        ("BENE_ID", "-20140000008325"),
        ("BENE_SEX_IDENT_CD", "2"),
        ("BENE_RACE_CD", "1"),
        ("BENE_ENTLMT_RSN_ORIG", "0"),
        ("BENE_ENTLMT_RSN_CURR", "0"),
        ("BENE_ESRD_IND", "0"),
        ("BENE_MDCR_STATUS_CD", "10"),
        ("BENE_PTA_TRMNTN_CD", "0"),
        ("BENE_PTB_TRMNTN_CD", "1"),
        ("MBI_NUM", "2SW4N00AA00"),
        ("RFRNC_YR", "3"),
        ("PTD_CNTRCT_FEB_ID", ""),
        ("META_DUAL_ELGBL_STUS_JAN_CD", "02"),
        ("STATE_CODE", "15"),
    ])
}

/// The least record that the loader takes.
fn least() -> Beneficiary {
    only(&[("BENE_ID", "-19990000000001"), ("BENE_BIRTH_DT", "01-JUN-1999"), ("BENE_SEX_IDENT_CD", "0")])
}

#[test]
fn a_patient_with_every_column_prints_every_row() {
    snapshot!("patient", render(|r4, out| r4.patient(&everything(), &[], out)));
}

#[test]
fn a_patient_with_the_least_columns_prints_no_empty_element() {
    snapshot!("patient-least", render(|r4, out| r4.patient(&least(), &[], out)));
}

#[test]
fn lines_and_city_of_the_address_are_told_when_asked_for() {
    let include = Include { address: true, ..Include::default() };
    let patient = render_including(include, |r4, out| r4.patient(&everything(), &[], out));
    assert!(patient.contains(r#""line": ["00193","00194","00195","00196","00197","00198"]"#), "{patient}");
    assert!(patient.contains(r#""city": "00199""#), "{patient}");
}

#[test]
fn coverage_with_every_column_prints_every_row_of_four_parts() {
    snapshot!("coverage", render(|r4, out| r4.coverage(&everything(), out)));
}

#[test]
fn coverage_without_a_reference_year_prints_no_month() {
    snapshot!("coverage-least", render(|r4, out| r4.coverage(&least(), out)));
}

#[test]
fn a_month_without_any_enrolment_column_has_no_dated_contract() {
    let mut person = least();
    crate::fhir::fixtures::set(
        &mut person,
        &[("RFRNC_YR", "2014"), ("RDS_FEB_IND", "Y"), ("PTD_CNTRCT_SEPT_ID", "S0001")],
    );
    let coverage = render(|r4, out| r4.coverage(&person, out));
    let dated: Vec<&str> = coverage.split('"').filter(|text| text.contains("/2014-")).collect();
    let variables = "https://bluebutton.cms.gov/resources/variables";
    assert_eq!(dated, [format!("{variables}/ptdcntrct02/2014-2"), format!("{variables}/ptdcntrct09/2014-9")]);
}
