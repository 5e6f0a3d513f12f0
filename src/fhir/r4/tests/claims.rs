//! ExplanationOfBenefit of each claim type: with every column filled, and with the least that the loader takes.

use super::*;
use crate::claim::carrier::{Carrier, CarrierHeader, CarrierLine};
use crate::claim::inpatient::{Inpatient, InpatientHeader};
use crate::claim::{ClaimType, Columns, Dme, Hha, Hospice, Outpatient, Pde, Snf};

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

/// What every header needs, and a claim type.
fn header<R: Columns + Default>(claim_type: &'static str, columns: &[(&str, &str)]) -> R {
    let mut header = filled(&[("BENE_ID", "-20140000008325"), ("CLM_ID", "-600"), ("FINAL_ACTION", "F")]);
    set(&mut header, &[("NCH_CLM_TYPE_CD", claim_type), ("NCH_NEAR_LINE_REC_IDENT_CD", "V")]);
    set(&mut header, columns);
    header
}

fn dme() -> Dme {
    let columns = [("ICD_DGNS_VRSN_CD1", "0"), ("ICD_DGNS_VRSN_CD2", "9"), ("CARR_CLM_ENTRY_CD", "1")];
    let line = filled(&[
        ("LINE_NUM", "1"),
        ("LINE_CMS_TYPE_SRVC_CD", "1"),
        ("LINE_PLACE_OF_SRVC_CD", "12"),
        ("DMERC_LINE_MTUS_CD", "3"),
        ("DMERC_LINE_SUPPLR_TYPE_CD", "3"),
        ("LINE_HCT_HGB_TYPE_CD", "R1"),
    ]);
    Dme { header: header("82", &columns), lines: vec![line] }
}

fn outpatient() -> Outpatient {
    let columns = [("RSN_VISIT_VRSN_CD1", "0"), ("ICD_PRCDR_VRSN_CD1", "0"), ("ICD_PRCDR_VRSN_CD2", "9")];
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0450"), ("REV_CNTR_1ST_ANSI_CD", "CO120")]);
    Outpatient { header: header("40", &columns), lines: vec![line] }
}

fn snf() -> Snf {
    let columns = [("ADMTG_DGNS_VRSN_CD", "0"), ("CLM_IP_ADMSN_TYPE_CD", "3"), ("PTNT_DSCHRG_STUS_CD", "01")];
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0022"), ("REV_CNTR_NDC_QTY_QLFR_CD", "UN")]);
    Snf { header: header("20", &columns), lines: vec![line] }
}

fn hha() -> Hha {
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0023"), ("REV_CNTR_STUS_IND_CD", "A")]);
    Hha { header: header("10", &[("CLM_HHA_LUPA_IND_CD", "L")]), lines: vec![line] }
}

fn hospice() -> Hospice {
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0651"), ("REV_CNTR_NDC_QTY_QLFR_CD", "ML")]);
    Hospice { header: header("50", &[("PTNT_DSCHRG_STUS_CD", "40")]), lines: vec![line] }
}

fn inpatient() -> Inpatient {
    let line = filled(&[("CLM_LINE_NUM", "1"), ("REV_CNTR", "0001"), ("REV_CNTR_NDC_QTY_QLFR_CD", "ML")]);
    Inpatient { header: inpatient_header(), lines: vec![line] }
}

/// A claim with every column filled; those with coded values hold real codes where displays shall show.
pub(super) fn full(claim_type: ClaimType) -> Claim {
    match claim_type {
        ClaimType::Carrier => {
            Claim::Carrier(Box::new(Carrier { header: carrier_header(), lines: vec![carrier_line()] }))
        }
        ClaimType::Dme => Claim::Dme(Box::new(dme())),
        ClaimType::Hha => Claim::Hha(Box::new(hha())),
        ClaimType::Hospice => Claim::Hospice(Box::new(hospice())),
        ClaimType::Inpatient => Claim::Inpatient(Box::new(inpatient())),
        ClaimType::Outpatient => Claim::Outpatient(Box::new(outpatient())),
        ClaimType::Pde => Claim::Pde(Box::new(pde(&[]))),
        ClaimType::Snf => Claim::Snf(Box::new(snf())),
    }
}

/// The least claim that a loader takes.
pub(super) fn least(claim_type: ClaimType) -> Claim {
    let mut claim = Claim::blank(claim_type);
    let id = if claim_type == ClaimType::Pde { "PDE_ID" } else { "CLM_ID" };
    for (name, text) in [(id, "-1"), ("BENE_ID", "-2"), ("FINAL_ACTION", "F")] {
        claim.header_mut().set(name, text).expect("a column").expect("a value that fits");
    }
    if let Some(line) = claim.add_line() {
        let number = ["LINE_NUM", "CLM_LINE_NUM"].into_iter().find_map(|name| line.set(name, "1"));
        number.expect("a number").expect("a value that fits");
    }
    claim
}

#[test]
fn a_carrier_claim_with_every_column_prints_every_row() {
    snapshot!("carrier", render(|r4, out| r4.claim(&full(ClaimType::Carrier), out)));
}

#[test]
fn a_carrier_claim_with_the_least_columns_prints_no_empty_element() {
    snapshot!("carrier-least", render(|r4, out| r4.claim(&least(ClaimType::Carrier), out)));
}

#[test]
fn a_dme_claim_with_every_column_prints_every_row() {
    snapshot!("dme", render(|r4, out| r4.claim(&full(ClaimType::Dme), out)));
}

#[test]
fn a_dme_claim_with_the_least_columns_prints_no_empty_element() {
    snapshot!("dme-least", render(|r4, out| r4.claim(&least(ClaimType::Dme), out)));
}

#[test]
fn an_hha_claim_with_every_column_prints_every_row() {
    snapshot!("hha", render(|r4, out| r4.claim(&full(ClaimType::Hha), out)));
}

#[test]
fn an_hha_claim_with_the_least_columns_prints_no_empty_element() {
    snapshot!("hha-least", render(|r4, out| r4.claim(&least(ClaimType::Hha), out)));
}

#[test]
fn a_hospice_claim_with_every_column_prints_every_row() {
    snapshot!("hospice", render(|r4, out| r4.claim(&full(ClaimType::Hospice), out)));
}

#[test]
fn a_hospice_claim_with_the_least_columns_prints_no_empty_element() {
    snapshot!("hospice-least", render(|r4, out| r4.claim(&least(ClaimType::Hospice), out)));
}

#[test]
fn an_inpatient_claim_with_every_column_prints_every_row() {
    snapshot!("inpatient", render(|r4, out| r4.claim(&full(ClaimType::Inpatient), out)));
}

#[test]
fn an_inpatient_claim_with_the_least_columns_prints_no_empty_element() {
    snapshot!("inpatient-least", render(|r4, out| r4.claim(&least(ClaimType::Inpatient), out)));
}

#[test]
fn an_outpatient_claim_with_every_column_prints_every_row() {
    snapshot!("outpatient", render(|r4, out| r4.claim(&full(ClaimType::Outpatient), out)));
}

#[test]
fn an_outpatient_claim_with_the_least_columns_prints_no_empty_element() {
    snapshot!("outpatient-least", render(|r4, out| r4.claim(&least(ClaimType::Outpatient), out)));
}

#[test]
fn a_part_d_event_with_every_column_prints_every_row() {
    snapshot!("pde", render(|r4, out| r4.claim(&full(ClaimType::Pde), out)));
}

#[test]
fn a_part_d_event_with_the_least_columns_prints_no_empty_element() {
    snapshot!("pde-least", render(|r4, out| r4.claim(&least(ClaimType::Pde), out)));
}

#[test]
fn a_snf_claim_with_every_column_prints_every_row() {
    snapshot!("snf", render(|r4, out| r4.claim(&full(ClaimType::Snf), out)));
}

#[test]
fn a_snf_claim_with_the_least_columns_prints_no_empty_element() {
    snapshot!("snf-least", render(|r4, out| r4.claim(&least(ClaimType::Snf), out)));
}
