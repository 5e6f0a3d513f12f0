//! ExplanationOfBenefit of each claim type: with every column filled, and with the least that the loader takes.

use super::*;
use crate::claim::carrier::{Carrier, CarrierHeader, CarrierLine};
use crate::claim::inpatient::{Inpatient, InpatientHeader, InpatientLine};
use crate::claim::pde::Pde;

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
