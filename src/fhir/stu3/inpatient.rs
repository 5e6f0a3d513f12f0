//! Inpatient claim -> STU3 ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element; each list has one line a row, in the table's order; what
//! other institutions print alike stands in `institutional.rs`. Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::diagnosis::Diagnoses;
use super::elements::numbered;
use super::eob::in_order;
use super::fragments::DiagnosisType;
use super::institutional::{self, benefit_balance, physicians, stay_amounts, stay_information, stay_period};
use super::procedure::procedures;
use super::resource::{
    Adjudication, ExplanationOfBenefit, ExtendedConcept, Extension, Financial, Information, Item, ItemQuantity,
};
use super::rows::rows;
use crate::claim::inpatient::{InpatientHeader, InpatientLine};
use crate::claim::{ClaimType, Inpatient};
use crate::codes::Variable as V;
use crate::fhir::element::Meta;

/// The ExplanationOfBenefit of an inpatient claim.
pub(super) fn explanation_of_benefit<'r>(
    r: &'r Stu3<'r>,
    meta: Meta,
    claim: &'r Inpatient,
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
        hospitalization: stay_period(header),
        benefit_balance: benefit_balance(r, days(r, header)),
        ..institutional::head(r, meta, ClaimType::Inpatient, header)
    };
    eob.billable_period.extension = Some([r.coded(V::CLAIM_QUERY_CD, &header.CLAIM_QUERY_CODE)]);
    eob
}

// ------------------------------------------------------------------------------------------------------ header

/// The server prints IME_OP_CLM_VAL_AMT twice.
fn extension<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> Vec<Extension<'r>> {
    rows![
        r.money_if(V::IME_OP_CLM_VAL_AMT, header.IME_OP_CLM_VAL_AMT),
        r.money_if(V::DSH_OP_CLM_VAL_AMT, header.DSH_OP_CLM_VAL_AMT),
        r.money(V::CLM_PASS_THRU_PER_DIEM_AMT, header.CLM_PASS_THRU_PER_DIEM_AMT),
        r.money(V::NCH_PROFNL_CMPNT_CHRG_AMT, header.NCH_PROFNL_CMPNT_CHRG_AMT),
        r.money_if(V::CLM_TOT_PPS_CPTL_AMT, header.CLM_TOT_PPS_CPTL_AMT),
        r.money_if(V::IME_OP_CLM_VAL_AMT, header.IME_OP_CLM_VAL_AMT),
        r.money_if(V::CLM_UNCOMPD_CARE_PMT_AMT, header.CLM_UNCOMPD_CARE_PMT_AMT),
        stay_amounts(r, header),
        r.money_if(V::NCH_DRG_OUTLIER_APRVD_PMT_AMT, header.NCH_DRG_OUTLIER_APRVD_PMT_AMT),
        r.money(V::NCH_BENE_BLOOD_DDCTBL_LBLTY_AM, header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM),
        institutional::payer_and_control_numbers(r, header),
    ]
}

fn information<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> Vec<Information<'r>> {
    numbered(rows![
        r.information_date(V::NCH_WKLY_PROC_DT, header.NCH_WKLY_PROC_DT),
        r.information_code_if(V::NCH_PTNT_STUS_IND_CD, &header.NCH_PTNT_STATUS_IND_CD),
        stay_information(r, header),
        r.information_quantity(V::NCH_BLOOD_PNTS_FRNSHD_QTY, header.NCH_BLOOD_PNTS_FRNSHD_QTY, "pint", "[pt_us]"),
        r.information_code_if(V::CLM_MCO_PD_SW, &header.CLM_MCO_PD_SW),
        institutional::frequency_discharge_and_payer(r, header),
    ])
}

/// DRG, admitting, ICD_DGNS 1, principal, ICD_DGNS 2 to 25, ICD_DGNS_E 1, first external, ICD_DGNS_E 2 to 12.
fn diagnoses<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> Diagnoses<'r> {
    let mut diagnoses = Diagnoses::new(r);
    diagnoses.package(r.concept_if(V::CLM_DRG_CD, &header.CLM_DRG_CD));
    diagnoses.add(&header.ADMTG_DGNS_CD, &header.ADMTG_DGNS_VRSN_CD, Some(DiagnosisType::Admitting), None);
    for (at, (diagnosis, variable)) in header.ICD_DGNS.iter().zip(V::PRESENT_ON_ADMISSION).enumerate() {
        let kind = if at == 0 { DiagnosisType::Principal } else { DiagnosisType::Other };
        let present = r.coded_if(variable, &diagnosis.CLM_POA_IND_SW);
        diagnoses.add(&diagnosis.ICD_DGNS_CD, &diagnosis.ICD_DGNS_VRSN_CD, Some(kind), present);
        if at == 0 {
            diagnoses.add(&header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD, Some(kind), None);
        }
    }
    for (at, (cause, variable)) in header.ICD_DGNS_E.iter().zip(V::EXTERNAL_PRESENT_ON_ADMISSION).enumerate() {
        let kind = if at == 0 { DiagnosisType::FirstExternal } else { DiagnosisType::External };
        let present = r.coded_if(variable, &cause.CLM_E_POA_IND_SW);
        diagnoses.add(&cause.ICD_DGNS_E_CD, &cause.ICD_DGNS_E_VRSN_CD, Some(kind), present);
        if at == 0 {
            diagnoses.add(&header.FST_DGNS_E_CD, &header.FST_DGNS_E_VRSN_CD, Some(kind), None);
        }
    }
    diagnoses
}

fn days<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> Vec<Financial<'r>> {
    vec![
        r.balance(V::BENE_TOT_COINSRNC_DAYS_CNT, header.BENE_TOT_COINSRNC_DAYS_CNT),
        r.balance(V::CLM_NON_UTLZTN_DAYS_CNT, header.CLM_NON_UTLZTN_DAYS_CNT),
        r.balance(V::CLM_UTLZTN_DAY_CNT, header.CLM_UTLZTN_DAY_CNT),
    ]
}

// ------------------------------------------------------------------------------------------------------- lines

fn item<'r>(
    r: &'r Stu3<'r>,
    header: &'r InpatientHeader,
    line: &'r InpatientLine,
    care_team: &mut CareTeam<'r>,
) -> Item<'r> {
    Item {
        revenue: Some(revenue(r, line)),
        quantity: ItemQuantity::of(line.REV_CNTR_UNIT_CNT),
        adjudication: adjudication(r, line),
        ..institutional::item(r, &header.PRVDR_STATE_CD, line, care_team)
    }
}

fn revenue<'r>(r: &'r Stu3<'r>, line: &'r InpatientLine) -> ExtendedConcept<'r> {
    let extension = rows![r.code_if(V::REV_CNTR_DDCTBL_COINSRNC_CD, &line.REV_CNTR_DDCTBL_COINSRNC_CD)];
    r.extended(V::REV_CNTR, &line.REV_CNTR, extension)
}

fn adjudication<'r>(r: &'r Stu3<'r>, line: &'r InpatientLine) -> Vec<Adjudication<'r>> {
    rows![
        r.amount(V::REV_CNTR_RATE_AMT, line.REV_CNTR_RATE_AMT),
        r.amount(V::REV_CNTR_TOT_CHRG_AMT, line.REV_CNTR_TOT_CHRG_AMT),
        r.amount(V::REV_CNTR_NCVRD_CHRG_AMT, line.REV_CNTR_NCVRD_CHRG_AMT),
    ]
}
