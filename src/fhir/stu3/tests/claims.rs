//! One claim of each type with every column filled, one with the least, and the rules between elements.

use super::*;
use crate::claim::carrier::{CarrierHeader, CarrierLine};
use crate::claim::inpatient::{InpatientHeader, InpatientLine};
use crate::claim::{Carrier, Inpatient, Pde};

pub fn carrier() -> Claim {
    let header: CarrierHeader = filled(&[
        ("BENE_ID", "-20140000008325"),
        ("CLM_ID", "-22011027731"),
        ("CLM_GRP_ID", "-52241843218"),
        ("FINAL_ACTION", "F"),
        ("NCH_NEAR_LINE_REC_IDENT_CD", "O"),
        ("NCH_CLM_TYPE_CD", "71"),
        ("NCH_WKLY_PROC_DT", "17-APR-2020"),
        ("CARR_CLM_PMT_DNL_CD", "1"),
        ("CLM_DISP_CD", "01"),
        ("CARR_CLM_PRVDR_ASGNMT_IND_SW", "A"),
        ("CARR_CLM_HCPCS_YR_CD", "5"),
        ("PRNCPAL_DGNS_VRSN_CD", "9"),
        ("ICD_DGNS_VRSN_CD1", "9"),
        ("ICD_DGNS_VRSN_CD2", "0"),
        ("ICD_DGNS_VRSN_CD3", ""),
    ]);
    let line = |number: &str, npi: &str| -> CarrierLine {
        filled(&[
            ("LINE_NUM", number),
            ("PRF_PHYSN_NPI", npi),
            ("CARR_LINE_PRVDR_TYPE_CD", "0"),
            ("PRVDR_SPCLTY", "18"),
            ("PRTCPTNG_IND_CD", "1"),
            ("CARR_LINE_RDCD_PMT_PHYS_ASTN_C", "0"),
            ("LINE_CMS_TYPE_SRVC_CD", "1"),
            ("LINE_PLACE_OF_SRVC_CD", "11"),
            ("CARR_LINE_PRCNG_LCLTY_CD", "15"),
            ("PRVDR_STATE_CD", "IL"),
            ("LINE_PRCSG_IND_CD", "A"),
            ("LINE_PMT_80_100_CD", "0"),
            ("LINE_SERVICE_DEDUCTIBLE", "0"),
            ("CARR_LINE_MTUS_CD", "3"),
            ("LINE_HCT_HGB_TYPE_CD", "R1"),
            ("BETOS_CD", "D1B"),
            ("LINE_BENE_PRMRY_PYR_CD", "E"),
        ])
    };
    Claim::Carrier(Box::new(Carrier { header, lines: vec![line("1", "1111111111")] }))
}

pub fn inpatient() -> Claim {
    let header: InpatientHeader = filled(&[
        ("BENE_ID", "-20140000008325"),
        ("CLM_ID", "-333333222222"),
        ("CLM_GRP_ID", "-900"),
        ("FINAL_ACTION", "F"),
        ("NCH_NEAR_LINE_REC_IDENT_CD", "V"),
        ("NCH_CLM_TYPE_CD", "60"),
        ("CLAIM_QUERY_CODE", "3"),
        ("CLM_FAC_TYPE_CD", "1"),
        ("CLM_SRVC_CLSFCTN_TYPE_CD", "1"),
        ("CLM_FREQ_CD", "1"),
        ("CLM_MDCR_NON_PMT_RSN_CD", "A"),
        ("NCH_PRMRY_PYR_CD", "A"),
        ("CLM_MCO_PD_SW", "0"),
        ("PTNT_DSCHRG_STUS_CD", "01"),
        ("CLM_IP_ADMSN_TYPE_CD", "1"),
        ("CLM_SRC_IP_ADMSN_CD", "4"),
        ("NCH_PTNT_STATUS_IND_CD", "A"),
        ("CLM_DRG_CD", "695"),
        ("ADMTG_DGNS_VRSN_CD", "9"),
        ("PRNCPAL_DGNS_VRSN_CD", "9"),
        ("ICD_DGNS_VRSN_CD1", "9"),
        ("CLM_POA_IND_SW1", "Y"),
        ("ICD_PRCDR_VRSN_CD1", "0"),
        ("ICD_PRCDR_VRSN_CD2", "9"),
        ("PRCDR_DT2", ""),
    ]);
    let line: InpatientLine = filled(&[
        ("CLM_LINE_NUM", "1"),
        ("REV_CNTR", "0001"),
        ("REV_CNTR_DDCTBL_COINSRNC_CD", "A"),
        ("REV_CNTR_NDC_QTY_QLFR_CD", "GR"),
    ]);
    Claim::Inpatient(Box::new(Inpatient { header, lines: vec![line] }))
}

pub fn pde() -> Claim {
    Claim::Pde(Box::new(filled::<Pde>(&[
        ("BENE_ID", "-20140000008325"),
        ("PDE_ID", "-89"),
        ("CLM_GRP_ID", "-900"),
        ("FINAL_ACTION", "N"),
        ("SRVC_PRVDR_ID_QLFYR_CD", "07"),
        ("SRVC_PRVDR_ID", "1023011079"),
        ("PRSCRBR_ID_QLFYR_CD", "01"),
        ("PRSCRBR_ID", "1750384806"),
        ("PROD_SRVC_ID", "00378395277"),
        ("CMPND_CD", "2"),
        ("DRUG_CVRG_STUS_CD", "C"),
        ("DAW_PROD_SLCTN_CD", "0"),
        ("DSPNSNG_STUS_CD", "P"),
        ("ADJSTMT_DLTN_CD", "A"),
        ("NSTD_FRMT_CD", "X"),
        ("PRCNG_EXCPTN_CD", "M"),
        ("CTSTRPHC_CVRG_CD", "C"),
        ("RX_ORGN_CD", "3"),
        ("BRND_GNRC_CD", "G"),
        ("PHRMCY_SRVC_TYPE_CD", "01"),
        ("PTNT_RSDNC_CD", "02"),
        ("SUBMSN_CLR_CD", "05"),
    ])))
}

#[test]
fn a_carrier_claim_with_every_column_prints_every_row() {
    snapshot!("carrier", render(Shape::Served, |stu3, out| stu3.claim(&carrier(), out)));
}

#[test]
fn an_inpatient_claim_with_every_column_prints_every_row() {
    snapshot!("inpatient", render(Shape::Served, |stu3, out| stu3.claim(&inpatient(), out)));
}

#[test]
fn a_part_d_event_with_every_column_prints_every_row() {
    snapshot!("pde", render(Shape::Served, |stu3, out| stu3.claim(&pde(), out)));
}

/// What the loader refuses to go without.
const LEAST: [(&str, &str); 4] =
    [("BENE_ID", "-19990000000001"), ("CLM_ID", "-7"), ("CLM_FROM_DT", "1999-01-01"), ("CLM_THRU_DT", "1999-02-01")];

pub fn least_carrier() -> Carrier {
    let mut header: CarrierHeader = only(&LEAST);
    set(
        &mut header,
        &[
            ("FINAL_ACTION", "F"),
            ("NCH_NEAR_LINE_REC_IDENT_CD", "O"),
            ("CARR_CLM_ENTRY_CD", "1"),
            ("NCH_WKLY_PROC_DT", "1999-02-05"),
        ],
    );
    Carrier { header, lines: vec![least_carrier_line()] }
}

pub fn least_carrier_line() -> CarrierLine {
    only(&[("CARR_LINE_PRVDR_TYPE_CD", "0"), ("CARR_LINE_RDCD_PMT_PHYS_ASTN_C", "0"), ("LINE_CMS_TYPE_SRVC_CD", "1")])
}

pub fn least_inpatient() -> Inpatient {
    let mut header: InpatientHeader = only(&LEAST);
    set(
        &mut header,
        &[
            ("FINAL_ACTION", "F"),
            ("NCH_NEAR_LINE_REC_IDENT_CD", "V"),
            ("NCH_WKLY_PROC_DT", "1999-02-05"),
            ("CLAIM_QUERY_CODE", "3"),
            ("CLM_FAC_TYPE_CD", "1"),
            ("CLM_SRVC_CLSFCTN_TYPE_CD", "1"),
            ("CLM_FREQ_CD", "1"),
            ("CLM_IP_ADMSN_TYPE_CD", "1"),
            ("CLM_DRG_OUTLIER_STAY_CD", "0"),
        ],
    );
    Inpatient { header, lines: vec![InpatientLine::default()] }
}

fn least_pde() -> Pde {
    only(&[
        ("BENE_ID", "-20140000000001"),
        ("PDE_ID", "-7"),
        ("FINAL_ACTION", "F"),
        ("SRVC_DT", "2014-01-01"),
        ("DAW_PROD_SLCTN_CD", "0"),
        ("DRUG_CVRG_STUS_CD", "E"),
    ])
}

#[test]
fn a_carrier_claim_with_the_least_columns_prints_no_empty_element() {
    let claim = Claim::Carrier(Box::new(least_carrier()));
    snapshot!("carrier-least", render(Shape::Served, |stu3, out| stu3.claim(&claim, out)));
}

#[test]
fn an_inpatient_claim_with_the_least_columns_prints_no_empty_element() {
    let claim = Claim::Inpatient(Box::new(least_inpatient()));
    snapshot!("inpatient-least", render(Shape::Served, |stu3, out| stu3.claim(&claim, out)));
}

#[test]
fn a_part_d_event_with_the_least_columns_prints_no_empty_element() {
    let claim = Claim::Pde(Box::new(least_pde()));
    snapshot!("pde-least", render(Shape::Served, |stu3, out| stu3.claim(&claim, out)));
}
