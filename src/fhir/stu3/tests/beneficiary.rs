//! Patient and Coverage.

use super::*;

/// Every column filled; those with coded values hold real codes, so that displays show.
pub fn everything() -> Beneficiary {
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
        ("BENE_CRNT_HIC_NUM", "1000044680"),
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
    snapshot!("patient", render(Shape::Served, |stu3, out| stu3.patient(&everything(), &[], out)));
}

#[test]
fn a_patient_with_the_least_columns_prints_no_empty_element() {
    snapshot!("patient-least", render(Shape::Served, |stu3, out| stu3.patient(&least(), &[], out)));
}

#[test]
fn coverage_with_every_column_prints_every_row_of_four_parts() {
    snapshot!("coverage", render(Shape::Served, |stu3, out| stu3.coverage(&everything(), out)));
}

#[test]
fn coverage_without_a_reference_year_prints_no_month() {
    snapshot!("coverage-least", render(Shape::Served, |stu3, out| stu3.coverage(&least(), out)));
}

#[test]
fn a_patient_asked_for_identifiers_and_address_tells_them() {
    let include = Include { identifiers: true, address: true, tax_numbers: true };
    let patient = bytes(Shape::Served, include, |stu3, out| stu3.patient(&everything(), &[], out));
    snapshot!("patient-included", pretty(&patient));
}
