//! Skilled nursing facility claim -> STU3 ExplanationOfBenefit.
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
use crate::claim::snf::{SnfHeader, SnfLine};
use crate::claim::{ClaimType, Snf};
use crate::codes::Variable as V;
use crate::fhir::element::Meta;
use crate::measure::Decimal;

/// The ExplanationOfBenefit of a skilled nursing facility's claim.
pub(super) fn explanation_of_benefit<'r>(r: &'r Stu3<'r>, meta: Meta, claim: &'r Snf) -> ExplanationOfBenefit<'r> {
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
        ..institutional::head(r, meta, ClaimType::Snf, header)
    };
    eob.billable_period.extension = Some([r.coded(V::CLAIM_QUERY_CD, &header.CLAIM_QUERY_CODE)]);
    eob
}

// ------------------------------------------------------------------------------------------------------ header

fn extension<'r>(r: &'r Stu3<'r>, header: &'r SnfHeader) -> Vec<Extension<'r>> {
    rows![
        stay_amounts(r, header),
        r.money(V::NCH_BENE_BLOOD_DDCTBL_LBLTY_AM, header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM),
        institutional::payer_and_control_numbers(r, header),
    ]
}

fn information<'r>(r: &'r Stu3<'r>, header: &'r SnfHeader) -> Vec<Information<'r>> {
    numbered(rows![
        r.information_date(V::NCH_WKLY_PROC_DT, header.NCH_WKLY_PROC_DT),
        stay_information(r, header),
        r.information_code_if(V::NCH_PTNT_STUS_IND_CD, &header.NCH_PTNT_STATUS_IND_CD),
        r.information_quantity(V::NCH_BLOOD_PNTS_FRNSHD_QTY, header.NCH_BLOOD_PNTS_FRNSHD_QTY, "pint", "[pt_us]"),
        r.information_period_if(
            V::NCH_QLFYD_STAY_FROM_DT,
            header.NCH_QLFYD_STAY_FROM_DT,
            header.NCH_QLFYD_STAY_THRU_DT,
        ),
        r.information_code_if(V::CLM_MCO_PD_SW, &header.CLM_MCO_PD_SW),
        institutional::frequency_discharge_and_payer(r, header),
    ])
}

/// The DRG, the admitting one, the numbered ones with the principal one, the external causes.
fn diagnoses<'r>(r: &'r Stu3<'r>, header: &'r SnfHeader) -> Diagnoses<'r> {
    let mut diagnoses = Diagnoses::new(r);
    diagnoses.package(r.concept_if(V::CLM_DRG_CD, &header.CLM_DRG_CD));
    diagnoses.add(&header.ADMTG_DGNS_CD, &header.ADMTG_DGNS_VRSN_CD, Some(DiagnosisType::Admitting), None);
    diagnoses.numbered(&header.ICD_DGNS, &header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD);
    diagnoses.external(&header.ICD_DGNS_E, &header.FST_DGNS_E_CD, &header.FST_DGNS_E_VRSN_CD);
    diagnoses
}

fn days<'r>(r: &'r Stu3<'r>, header: &'r SnfHeader) -> Vec<Financial<'r>> {
    vec![
        r.balance(V::CLM_UTLZTN_DAY_CNT, header.CLM_UTLZTN_DAY_CNT),
        r.balance(V::BENE_TOT_COINSRNC_DAYS_CNT, header.BENE_TOT_COINSRNC_DAYS_CNT),
        r.balance(V::CLM_NON_UTLZTN_DAYS_CNT, header.CLM_NON_UTLZTN_DAYS_CNT),
    ]
}

// ------------------------------------------------------------------------------------------------------- lines

fn item<'r>(r: &'r Stu3<'r>, header: &'r SnfHeader, line: &'r SnfLine, care_team: &mut CareTeam<'r>) -> Item<'r> {
    Item {
        revenue: Some(revenue(r, line)),
        // A whole number here, unlike the other types' units.
        quantity: ItemQuantity::of(Decimal::whole(line.REV_CNTR_UNIT_CNT.unwrap_or(0))),
        adjudication: adjudication(r, line),
        ..institutional::item(r, &header.PRVDR_STATE_CD, line, care_team)
    }
}

fn revenue<'r>(r: &'r Stu3<'r>, line: &'r SnfLine) -> ExtendedConcept<'r> {
    let extension = rows![r.code_if(V::REV_CNTR_DDCTBL_COINSRNC_CD, &line.REV_CNTR_DDCTBL_COINSRNC_CD)];
    r.extended(V::REV_CNTR, &line.REV_CNTR, extension)
}

fn adjudication<'r>(r: &'r Stu3<'r>, line: &'r SnfLine) -> Vec<Adjudication<'r>> {
    rows![
        r.amount(V::REV_CNTR_RATE_AMT, line.REV_CNTR_RATE_AMT),
        r.amount(V::REV_CNTR_TOT_CHRG_AMT, line.REV_CNTR_TOT_CHRG_AMT),
        r.amount(V::REV_CNTR_NCVRD_CHRG_AMT, line.REV_CNTR_NCVRD_CHRG_AMT),
    ]
}
