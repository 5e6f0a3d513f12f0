//! Claims of any type made alike, one with every column filled and one with the least, and what the types that came
//! later print of them.

use super::*;
use crate::claim::{Blank, ClaimType, Columns};
use crate::fhir::fixtures::fill;

/// Real codes for the coded columns of these types, so that displays show; a type has those of them that it has.
const CODES: [(&str, &str); 42] = [
    ("BENE_ID", "-20140000008325"),
    ("CLM_ID", "-333333222222"),
    ("CLM_GRP_ID", "-900"),
    ("FINAL_ACTION", "F"),
    ("NCH_WKLY_PROC_DT", "17-APR-2020"),
    ("CLAIM_QUERY_CODE", "3"),
    ("CLM_SRVC_CLSFCTN_TYPE_CD", "1"),
    ("CLM_FREQ_CD", "1"),
    ("CLM_MDCR_NON_PMT_RSN_CD", "N"),
    ("NCH_PRMRY_PYR_CD", "A"),
    ("CLM_MCO_PD_SW", "0"),
    ("PTNT_DSCHRG_STUS_CD", "01"),
    ("CLM_IP_ADMSN_TYPE_CD", "1"),
    ("CLM_SRC_IP_ADMSN_CD", "4"),
    ("NCH_PTNT_STATUS_IND_CD", "A"),
    ("CLM_HHA_LUPA_IND_CD", "L"),
    ("CLM_HHA_RFRL_CD", "1"),
    ("CARR_CLM_PMT_DNL_CD", "1"),
    ("CARR_CLM_PRVDR_ASGNMT_IND_SW", "A"),
    ("CARR_CLM_HCPCS_YR_CD", "5"),
    ("PRNCPAL_DGNS_VRSN_CD", "9"),
    ("ICD_DGNS_VRSN_CD1", "9"),
    ("ICD_DGNS_VRSN_CD2", "0"),
    ("ICD_PRCDR_VRSN_CD1", "0"),
    ("PRCDR_DT2", ""),
    ("CLM_LINE_NUM", "25"),
    ("REV_CNTR", "0001"),
    ("REV_CNTR_1ST_ANSI_CD", "CO120"),
    ("REV_CNTR_STUS_IND_CD", " A"),
    ("REV_CNTR_DDCTBL_COINSRNC_CD", "A"),
    ("REV_CNTR_NDC_QTY_QLFR_CD", "GR"),
    ("LINE_NUM", "1"),
    ("PRVDR_SPCLTY", "A5"),
    ("PRTCPTNG_IND_CD", "1"),
    ("LINE_CMS_TYPE_SRVC_CD", "P"),
    ("LINE_PLACE_OF_SRVC_CD", "12"),
    ("DMERC_LINE_PRCNG_STATE_CD", "AL"),
    ("DMERC_LINE_SUPPLR_TYPE_CD", "3"),
    ("DMERC_LINE_MTUS_CD", "3"),
    ("LINE_HCT_HGB_TYPE_CD", "R1"),
    ("BETOS_CD", "D9Z"),
    ("CMPND_CD", "2"),
];

/// Near-line record, claim and facility type of each.
fn kinds(claim_type: ClaimType) -> [(&'static str, &'static str); 3] {
    let [record, kind, facility] = match claim_type {
        ClaimType::Carrier => ["O", "71", ""],
        ClaimType::Inpatient => ["V", "60", "1"],
        ClaimType::Dme => ["M", "82", ""],
        ClaimType::Hha => ["W", "10", "3"],
        ClaimType::Hospice => ["V", "50", "8"],
        ClaimType::Outpatient => ["W", "40", "1"],
        _ => ["V", "20", "2"],
    };
    [("NCH_NEAR_LINE_REC_IDENT_CD", record), ("NCH_CLM_TYPE_CD", kind), ("CLM_FAC_TYPE_CD", facility)]
}

fn set_those_there(record: &mut dyn Columns, columns: &[(&str, &str)]) {
    for (name, text) in columns {
        if let Some(done) = record.set(name, text) {
            done.expect("a value that fits");
        }
    }
}

/// Every column filled.
pub fn full(claim_type: ClaimType) -> Claim {
    let mut claim = Claim::blank(claim_type);
    let coded = |record: &mut dyn Columns| {
        fill(record);
        set_those_there(record, &CODES);
        set_those_there(record, &kinds(claim_type));
    };
    coded(claim.header_mut());
    if let Some(line) = claim.add_line() {
        coded(line);
    }
    claim
}

/// Only what the loader refuses to go without.
pub fn least(claim_type: ClaimType) -> Claim {
    let (full, mut claim) = (full(claim_type), Claim::blank(claim_type));
    let copy = |from: &dyn Columns, to: &mut dyn Columns| {
        from.visit(None, &mut |column, value| {
            if column.blank == Blank::Reject {
                let mut text = String::new();
                value.write(&mut text);
                to.set(&column.name, &text).expect("the same columns").expect("the same types");
            }
        });
    };
    copy(full.header(), claim.header_mut());
    if let (Some(from), Some(to)) = (full.line(0), claim.add_line()) {
        copy(from, to);
    }
    claim
}

macro_rules! every_row_and_the_least {
    ($($full:ident $least:ident $claim_type:ident $name:literal $least_name:literal)+) => {$(
        #[test]
        fn $full() {
            let claim = full(ClaimType::$claim_type);
            snapshot!($name, render(Shape::Served, |stu3, out| stu3.claim(&claim, out)));
        }

        #[test]
        fn $least() {
            let claim = least(ClaimType::$claim_type);
            snapshot!($least_name, render(Shape::Served, |stu3, out| stu3.claim(&claim, out)));
        }
    )+};
}

every_row_and_the_least! {
    a_dme_claim_with_every_column_prints_every_row
    a_dme_claim_with_the_least_columns_prints_no_empty_element Dme "dme" "dme-least"
    a_home_health_claim_with_every_column_prints_every_row
    a_home_health_claim_with_the_least_columns_prints_no_empty_element Hha "hha" "hha-least"
    a_hospice_claim_with_every_column_prints_every_row
    a_hospice_claim_with_the_least_columns_prints_no_empty_element Hospice "hospice" "hospice-least"
    an_outpatient_claim_with_every_column_prints_every_row
    an_outpatient_claim_with_the_least_columns_prints_no_empty_element Outpatient "outpatient" "outpatient-least"
    a_snf_claim_with_every_column_prints_every_row
    a_snf_claim_with_the_least_columns_prints_no_empty_element Snf "snf" "snf-least"
}
