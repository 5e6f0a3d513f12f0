//! Outpatient claim -> STU3 ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element; each list has one line a row, in the table's order; what
//! other institutions print alike stands in `institutional.rs`. Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::diagnosis::Diagnoses;
use super::elements::numbered;
use super::eob::in_order;
use super::fragments::DiagnosisType;
use super::institutional::{self, physicians};
use super::procedure::procedures;
use super::resource::{
    Adjudication, ExplanationOfBenefit, ExtendedConcept, Extension, Information, Item, ItemQuantity,
};
use super::rows::rows;
use crate::claim::outpatient::{OutpatientHeader, OutpatientLine};
use crate::claim::{ClaimType, Outpatient};
use crate::codes::Variable as V;
use crate::fhir::element::Meta;

/// The ExplanationOfBenefit of an outpatient claim.
pub(super) fn explanation_of_benefit<'r>(
    r: &'r Stu3<'r>,
    meta: Meta,
    claim: &'r Outpatient,
) -> ExplanationOfBenefit<'r> {
    let header = &claim.header;
    let mut care_team = physicians(r, header);
    let lines = in_order(&claim.lines, |line| line.CLM_LINE_NUM);
    let mut eob = ExplanationOfBenefit {
        extension: extension(r, header),
        information: information(r, header),
        item: lines.into_iter().map(|line| item(r, header, line, &mut care_team)).collect(),
        care_team: care_team.into_members(),
        diagnosis: diagnoses(r, header).into_entries(),
        procedure: procedures(r, &header.ICD_PRCDR),
        ..institutional::head(r, meta, ClaimType::Outpatient, header)
    };
    eob.billable_period.extension = Some([r.coded(V::CLAIM_QUERY_CD, &header.CLAIM_QUERY_CODE)]);
    eob
}

// ------------------------------------------------------------------------------------------------------ header

fn extension<'r>(r: &'r Stu3<'r>, header: &'r OutpatientHeader) -> Vec<Extension<'r>> {
    rows![
        r.money(V::NCH_PROFNL_CMPNT_CHRG_AMT, header.NCH_PROFNL_CMPNT_CHRG_AMT),
        r.money(V::NCH_BENE_PTB_DDCTBL_AMT, header.NCH_BENE_PTB_DDCTBL_AMT),
        r.money(V::NCH_BENE_PTB_COINSRNC_AMT, header.NCH_BENE_PTB_COINSRNC_AMT),
        r.money(V::CLM_OP_PRVDR_PMT_AMT, header.CLM_OP_PRVDR_PMT_AMT),
        r.money(V::CLM_OP_BENE_PMT_AMT, header.CLM_OP_BENE_PMT_AMT),
        r.money(V::NCH_BENE_BLOOD_DDCTBL_LBLTY_AM, header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM),
        institutional::payer_and_control_numbers(r, header),
    ]
}

fn information<'r>(r: &'r Stu3<'r>, header: &'r OutpatientHeader) -> Vec<Information<'r>> {
    numbered(rows![
        r.information_date(V::NCH_WKLY_PROC_DT, header.NCH_WKLY_PROC_DT),
        r.information_code_if(V::CLM_MCO_PD_SW, &header.CLM_MCO_PD_SW),
        institutional::frequency_discharge_and_payer(r, header),
    ])
}

fn diagnoses<'r>(r: &'r Stu3<'r>, header: &'r OutpatientHeader) -> Diagnoses<'r> {
    let mut diagnoses = Diagnoses::new(r);
    diagnoses.numbered(&header.ICD_DGNS, &header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD);
    diagnoses.external(&header.ICD_DGNS_E, &header.FST_DGNS_E_CD, &header.FST_DGNS_E_VRSN_CD);
    for reason in &header.RSN_VISIT {
        diagnoses.add(&reason.RSN_VISIT_CD, &reason.RSN_VISIT_VRSN_CD, Some(DiagnosisType::ReasonForVisit), None);
    }
    diagnoses
}

// ------------------------------------------------------------------------------------------------------- lines

fn item<'r>(
    r: &'r Stu3<'r>,
    header: &'r OutpatientHeader,
    line: &'r OutpatientLine,
    care_team: &mut CareTeam<'r>,
) -> Item<'r> {
    Item {
        revenue: Some(revenue(r, line)),
        service: service(r, line),
        modifier: r.modifiers([&line.HCPCS_1ST_MDFR_CD, &line.HCPCS_2ND_MDFR_CD], None),
        serviced_date: line.REV_CNTR_DT,
        quantity: ItemQuantity::of(line.REV_CNTR_UNIT_CNT),
        adjudication: adjudication(r, line),
        ..institutional::item(r, &header.PRVDR_STATE_CD, line, care_team)
    }
}

fn revenue<'r>(r: &'r Stu3<'r>, line: &'r OutpatientLine) -> ExtendedConcept<'r> {
    let extension = rows![r.code_if(V::REV_CNTR_STUS_IND_CD, &line.REV_CNTR_STUS_IND_CD)];
    r.extended(V::REV_CNTR, &line.REV_CNTR, extension)
}

/// The device or drug is told without a service too.
fn service<'r>(r: &'r Stu3<'r>, line: &'r OutpatientLine) -> Option<ExtendedConcept<'r>> {
    let extension = rows![r.code_if(V::REV_CNTR_IDE_NDC_UPC_NUM, &line.REV_CNTR_IDE_NDC_UPC_NUM)];
    ExtendedConcept { extension, coding: r.service_if(&line.HCPCS_CD, None) }.filled()
}

fn adjudication<'r>(r: &'r Stu3<'r>, line: &'r OutpatientLine) -> Vec<Adjudication<'r>> {
    rows![
        r.reason_if(V::REV_CNTR_1ST_ANSI_CD, &line.REV_CNTR_1ST_ANSI_CD),
        r.reason_if(V::REV_CNTR_2ND_ANSI_CD, &line.REV_CNTR_2ND_ANSI_CD),
        r.reason_if(V::REV_CNTR_3RD_ANSI_CD, &line.REV_CNTR_3RD_ANSI_CD),
        r.reason_if(V::REV_CNTR_4TH_ANSI_CD, &line.REV_CNTR_4TH_ANSI_CD),
        r.amount(V::REV_CNTR_BLOOD_DDCTBL_AMT, line.REV_CNTR_BLOOD_DDCTBL_AMT),
        r.amount(V::REV_CNTR_CASH_DDCTBL_AMT, line.REV_CNTR_CASH_DDCTBL_AMT),
        r.amount(V::REV_CNTR_COINSRNC_WGE_ADJSTD_C, line.REV_CNTR_COINSRNC_WGE_ADJSTD_C),
        r.amount(V::REV_CNTR_RDCD_COINSRNC_AMT, line.REV_CNTR_RDCD_COINSRNC_AMT),
        r.amount(V::REV_CNTR_1ST_MSP_PD_AMT, line.REV_CNTR_1ST_MSP_PD_AMT),
        r.amount(V::REV_CNTR_2ND_MSP_PD_AMT, line.REV_CNTR_2ND_MSP_PD_AMT),
        r.amount(V::REV_CNTR_PRVDR_PMT_AMT, line.REV_CNTR_PRVDR_PMT_AMT),
        r.amount(V::REV_CNTR_BENE_PMT_AMT, line.REV_CNTR_BENE_PMT_AMT),
        r.amount(V::REV_CNTR_PTNT_RSPNSBLTY_PMT, line.REV_CNTR_PTNT_RSPNSBLTY_PMT),
        r.amount(V::REV_CNTR_PMT_AMT_AMT, line.REV_CNTR_PMT_AMT_AMT),
        r.amount(V::REV_CNTR_RATE_AMT, line.REV_CNTR_RATE_AMT),
        r.amount(V::REV_CNTR_TOT_CHRG_AMT, line.REV_CNTR_TOT_CHRG_AMT),
        r.amount(V::REV_CNTR_NCVRD_CHRG_AMT, line.REV_CNTR_NCVRD_CHRG_AMT),
    ]
}
