//! Home health claim -> STU3 ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element; each list has one line a row, in the table's order; what
//! other institutions print alike stands in `institutional.rs`. Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::diagnosis::Diagnoses;
use super::elements::numbered;
use super::eob::in_order;
use super::institutional::{self, attending, benefit_balance};
use super::resource::{
    Adjudication, ExplanationOfBenefit, ExtendedConcept, Hospitalization, Information, Item, ItemQuantity,
};
use super::rows::rows;
use crate::claim::hha::{HhaHeader, HhaLine};
use crate::claim::{ClaimType, Hha};
use crate::codes::Variable as V;
use crate::fhir::element::Meta;

/// The ExplanationOfBenefit of a home health claim.
pub(super) fn explanation_of_benefit<'r>(r: &'r Stu3<'r>, meta: Meta, claim: &'r Hha) -> ExplanationOfBenefit<'r> {
    let header = &claim.header;
    let mut care_team = attending(r, &header.AT_PHYSN_NPI);
    let lines = in_order(&claim.lines, |line| line.CLM_LINE_NUM);
    ExplanationOfBenefit {
        extension: institutional::payer_and_control_numbers(r, header),
        information: information(r, header),
        item: lines.into_iter().map(|line| item(r, header, line, &mut care_team)).collect(),
        care_team: care_team.into_members(),
        diagnosis: diagnoses(r, header).into_entries(),
        hospitalization: Hospitalization { extension: None, start: header.CLM_ADMSN_DT, end: None }.filled(),
        benefit_balance: benefit_balance(r, vec![r.balance(V::CLM_HHA_TOT_VISIT_CNT, header.CLM_HHA_TOT_VISIT_CNT)]),
        ..institutional::head(r, meta, ClaimType::Hha, header)
    }
}

fn information<'r>(r: &'r Stu3<'r>, header: &'r HhaHeader) -> Vec<Information<'r>> {
    numbered(rows![
        r.information_date(V::NCH_WKLY_PROC_DT, header.NCH_WKLY_PROC_DT),
        institutional::frequency_discharge_and_payer(r, header),
        r.information_code_if(V::CLM_HHA_LUPA_IND_CD, &header.CLM_HHA_LUPA_IND_CD),
        r.information_code_if(V::CLM_HHA_RFRL_CD, &header.CLM_HHA_RFRL_CD),
    ])
}

fn diagnoses<'r>(r: &'r Stu3<'r>, header: &'r HhaHeader) -> Diagnoses<'r> {
    let mut diagnoses = Diagnoses::new(r);
    diagnoses.numbered(&header.ICD_DGNS, &header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD);
    diagnoses.external(&header.ICD_DGNS_E, &header.FST_DGNS_E_CD, &header.FST_DGNS_E_VRSN_CD);
    diagnoses
}

// ------------------------------------------------------------------------------------------------------- lines

fn item<'r>(r: &'r Stu3<'r>, header: &'r HhaHeader, line: &'r HhaLine, care_team: &mut CareTeam<'r>) -> Item<'r> {
    Item {
        revenue: Some(revenue(r, line)),
        modifier: r.modifiers([&line.HCPCS_1ST_MDFR_CD, &line.HCPCS_2ND_MDFR_CD], None),
        serviced_date: line.REV_CNTR_DT,
        quantity: ItemQuantity::of(line.REV_CNTR_UNIT_CNT),
        adjudication: adjudication(r, line),
        ..institutional::item(r, &header.PRVDR_STATE_CD, line, care_team)
    }
}

fn revenue<'r>(r: &'r Stu3<'r>, line: &'r HhaLine) -> ExtendedConcept<'r> {
    let extension = rows![
        // A blank one fails the whole claim on the server.
        r.code_if(V::REV_CNTR_STUS_IND_CD, &line.REV_CNTR_STUS_IND_CD),
        r.code_if(V::REV_CNTR_DDCTBL_COINSRNC_CD, &line.REV_CNTR_DDCTBL_COINSRNC_CD),
    ];
    r.extended(V::REV_CNTR, &line.REV_CNTR, extension)
}

fn adjudication<'r>(r: &'r Stu3<'r>, line: &'r HhaLine) -> Vec<Adjudication<'r>> {
    rows![
        r.reason_if(V::REV_CNTR_1ST_ANSI_CD, &line.REV_CNTR_1ST_ANSI_CD),
        r.amount(V::REV_CNTR_RATE_AMT, line.REV_CNTR_RATE_AMT),
        r.amount(V::REV_CNTR_TOT_CHRG_AMT, line.REV_CNTR_TOT_CHRG_AMT),
        r.amount(V::REV_CNTR_NCVRD_CHRG_AMT, line.REV_CNTR_NCVRD_CHRG_AMT),
        r.amount(V::REV_CNTR_PMT_AMT_AMT, line.REV_CNTR_PMT_AMT_AMT),
    ]
}
