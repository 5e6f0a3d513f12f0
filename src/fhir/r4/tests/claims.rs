//! ExplanationOfBenefit of each claim type: with every column filled, and with the least that the loader takes.

use super::*;
use crate::claim::carrier::{Carrier, CarrierHeader, CarrierLine};
use crate::claim::inpatient::{Inpatient, InpatientHeader, InpatientLine};
use crate::claim::{Columns, Dme, Hha, Hospice, Outpatient, Pde, Snf};

pub(super) fn carrier_header() -> CarrierHeader {
    filled(&[
        ("BENE_ID", "-20140000008325"),
        ("CLM_ID", "-22011027731"),
        ("FINAL_ACTION", "F"),
        ("NCH_NEAR_LINE_REC_IDENT_CD", "O"),
        ("NCH_CLM_TYPE_CD", "71"),
        ("CARR_CLM_ENTRY_CD", "1"),
        ("CARR_CLM_PMT_DNL_CD", "1"),
        ("CARR_CLM_PRVDR_ASGNMT_IND_SW", "A"),
        ("ICD_DGNS_VRSN_CD1", "0"),
        ("ICD_DGNS_VRSN_CD2", "9"),
        ("ICD_DGNS_VRSN_CD3", ""),
    ])
}

pub(super) fn carrier_line() -> CarrierLine {
    filled(&[
        ("LINE_NUM", "1"),
        ("PRVDR_SPCLTY", "41"),
        ("PRTCPTNG_IND_CD", "1"),
        ("CARR_LINE_RDCD_PMT_PHYS_ASTN_C", "0"),
        ("LINE_CMS_TYPE_SRVC_CD", "1"),
        ("LINE_PLACE_OF_SRVC_CD", "11"),
        ("BETOS_CD", "T2D"),
        ("LINE_PMT_80_100_CD", "0"),
        ("CARR_LINE_MTUS_CD", "3"),
        ("LINE_HCT_HGB_TYPE_CD", "R1"),
    ])
}

fn inpatient_header() -> InpatientHeader {
    filled(&[
        ("BENE_ID", "-20140000008325"),
        ("CLM_ID", "-300"),
        ("FINAL_ACTION", "N"),
        ("NCH_CLM_TYPE_CD", "60"),
        ("CLM_IP_ADMSN_TYPE_CD", "1"),
        ("PTNT_DSCHRG_STUS_CD", "01"),
        ("CLM_POA_IND_SW1", "Y"),
        ("ADMTG_DGNS_VRSN_CD", "0"),
        ("ICD_PRCDR_VRSN_CD1", "0"),
        ("ICD_PRCDR_VRSN_CD2", "9"),
    ])
}

fn pde(columns: &[(&str, &str)]) -> Pde {
    let mut event: Pde = filled(&[
        ("PDE_ID", "-500"),
        ("BENE_ID", "-20140000008325"),
        ("FINAL_ACTION", "F"),
        ("SRVC_PRVDR_ID_QLFYR_CD", "07"),
        ("PRSCRBR_ID_QLFYR_CD", "01"),
        ("CMPND_CD", "2"),
        ("DRUG_CVRG_STUS_CD", "C"),
        ("BRND_GNRC_CD", "G"),
        ("PHRMCY_SRVC_TYPE_CD", "01"),
    ]);
    set(&mut event, columns);
    event
}

#[test]
fn a_carrier_claim_with_every_column_prints_every_row() {
    let claim = Carrier { header: carrier_header(), lines: vec![carrier_line()] };
    snapshot!("carrier", render(|r4, out| r4.claim(&Claim::Carrier(Box::new(claim)), out)));
}

#[test]
fn a_carrier_claim_with_the_least_columns_prints_no_empty_element() {
    let header = only(&[("CLM_ID", "-1"), ("BENE_ID", "-2"), ("FINAL_ACTION", "F")]);
    let claim = Carrier { header, lines: vec![only(&[("LINE_NUM", "1")])] };
    snapshot!("carrier-least", render(|r4, out| r4.claim(&Claim::Carrier(Box::new(claim)), out)));
}

#[test]
fn an_inpatient_claim_with_every_column_prints_every_row() {
    let line: InpatientLine =
        filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0001"), ("REV_CNTR_NDC_QTY_QLFR_CD", "ML")]);
    let claim = Inpatient { header: inpatient_header(), lines: vec![line] };
    snapshot!("inpatient", render(|r4, out| r4.claim(&Claim::Inpatient(Box::new(claim)), out)));
}

#[test]
fn an_inpatient_claim_with_the_least_columns_prints_no_empty_element() {
    let header = only(&[("CLM_ID", "-1"), ("BENE_ID", "-2"), ("FINAL_ACTION", "F")]);
    let claim = Inpatient { header, lines: vec![only(&[("CLM_LINE_NUM", "1")])] };
    snapshot!("inpatient-least", render(|r4, out| r4.claim(&Claim::Inpatient(Box::new(claim)), out)));
}

#[test]
fn a_part_d_event_with_every_column_prints_every_row() {
    snapshot!("pde", render(|r4, out| r4.claim(&Claim::Pde(Box::new(pde(&[]))), out)));
}

#[test]
fn a_part_d_event_with_the_least_columns_prints_no_empty_element() {
    let event = only(&[("PDE_ID", "-1"), ("BENE_ID", "-2"), ("FINAL_ACTION", "F")]);
    snapshot!("pde-least", render(|r4, out| r4.claim(&Claim::Pde(Box::new(event)), out)));
}

/// What every header needs, and a claim type.
fn header<R: Columns + Default>(claim_type: &'static str, columns: &[(&str, &str)]) -> R {
    let mut header = filled(&[("BENE_ID", "-20140000008325"), ("CLM_ID", "-600"), ("FINAL_ACTION", "F")]);
    set(&mut header, &[("NCH_CLM_TYPE_CD", claim_type), ("NCH_NEAR_LINE_REC_IDENT_CD", "V")]);
    set(&mut header, columns);
    header
}

/// The least header and the least line, which no loader refuses for want of a number.
fn least<H: Columns + Default, L: Columns + Default>(number: &str) -> (H, L) {
    (only(&[("CLM_ID", "-1"), ("BENE_ID", "-2"), ("FINAL_ACTION", "F")]), only(&[(number, "1")]))
}

#[test]
fn a_dme_claim_with_every_column_prints_every_row() {
    let columns = [("ICD_DGNS_VRSN_CD1", "0"), ("ICD_DGNS_VRSN_CD2", "9"), ("CARR_CLM_ENTRY_CD", "1")];
    let line = filled(&[
        ("LINE_NUM", "1"),
        ("LINE_CMS_TYPE_SRVC_CD", "1"),
        ("LINE_PLACE_OF_SRVC_CD", "12"),
        ("DMERC_LINE_MTUS_CD", "3"),
        ("DMERC_LINE_SUPPLR_TYPE_CD", "3"),
        ("LINE_HCT_HGB_TYPE_CD", "R1"),
    ]);
    let claim = Dme { header: header("82", &columns), lines: vec![line] };
    snapshot!("dme", render(|r4, out| r4.claim(&Claim::Dme(Box::new(claim)), out)));
}

#[test]
fn a_dme_claim_with_the_least_columns_prints_no_empty_element() {
    let (header, line) = least("LINE_NUM");
    let claim = Dme { header, lines: vec![line] };
    snapshot!("dme-least", render(|r4, out| r4.claim(&Claim::Dme(Box::new(claim)), out)));
}

#[test]
fn an_hha_claim_with_every_column_prints_every_row() {
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0023"), ("REV_CNTR_STUS_IND_CD", "A")]);
    let claim = Hha { header: header("10", &[("CLM_HHA_LUPA_IND_CD", "L")]), lines: vec![line] };
    snapshot!("hha", render(|r4, out| r4.claim(&Claim::Hha(Box::new(claim)), out)));
}

#[test]
fn an_hha_claim_with_the_least_columns_prints_no_empty_element() {
    let (header, line) = least("CLM_LINE_NUM");
    let claim = Hha { header, lines: vec![line] };
    snapshot!("hha-least", render(|r4, out| r4.claim(&Claim::Hha(Box::new(claim)), out)));
}

#[test]
fn a_hospice_claim_with_every_column_prints_every_row() {
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0651"), ("REV_CNTR_NDC_QTY_QLFR_CD", "ML")]);
    let claim = Hospice { header: header("50", &[("PTNT_DSCHRG_STUS_CD", "40")]), lines: vec![line] };
    snapshot!("hospice", render(|r4, out| r4.claim(&Claim::Hospice(Box::new(claim)), out)));
}

#[test]
fn a_hospice_claim_with_the_least_columns_prints_no_empty_element() {
    let (header, line) = least("CLM_LINE_NUM");
    let claim = Hospice { header, lines: vec![line] };
    snapshot!("hospice-least", render(|r4, out| r4.claim(&Claim::Hospice(Box::new(claim)), out)));
}

#[test]
fn an_outpatient_claim_with_every_column_prints_every_row() {
    let columns = [("RSN_VISIT_VRSN_CD1", "0"), ("ICD_PRCDR_VRSN_CD1", "0"), ("ICD_PRCDR_VRSN_CD2", "9")];
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0450"), ("REV_CNTR_1ST_ANSI_CD", "CO120")]);
    let claim = Outpatient { header: header("40", &columns), lines: vec![line] };
    snapshot!("outpatient", render(|r4, out| r4.claim(&Claim::Outpatient(Box::new(claim)), out)));
}

#[test]
fn an_outpatient_claim_with_the_least_columns_prints_no_empty_element() {
    let (header, line) = least("CLM_LINE_NUM");
    let claim = Outpatient { header, lines: vec![line] };
    snapshot!("outpatient-least", render(|r4, out| r4.claim(&Claim::Outpatient(Box::new(claim)), out)));
}

#[test]
fn a_snf_claim_with_every_column_prints_every_row() {
    let columns = [("ADMTG_DGNS_VRSN_CD", "0"), ("CLM_IP_ADMSN_TYPE_CD", "3"), ("PTNT_DSCHRG_STUS_CD", "01")];
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0022"), ("REV_CNTR_NDC_QTY_QLFR_CD", "UN")]);
    let claim = Snf { header: header("20", &columns), lines: vec![line] };
    snapshot!("snf", render(|r4, out| r4.claim(&Claim::Snf(Box::new(claim)), out)));
}

#[test]
fn a_snf_claim_with_the_least_columns_prints_no_empty_element() {
    let (header, line) = least("CLM_LINE_NUM");
    let claim = Snf { header, lines: vec![line] };
    snapshot!("snf-least", render(|r4, out| r4.claim(&Claim::Snf(Box::new(claim)), out)));
}
