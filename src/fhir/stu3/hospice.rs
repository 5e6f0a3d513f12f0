//! Hospice claim -> STU3 ExplanationOfBenefit.
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
use crate::claim::hospice::{HospiceHeader, HospiceLine};
use crate::claim::{ClaimType, Hospice};
use crate::codes::Variable as V;
use crate::fhir::element::Meta;

/// The ExplanationOfBenefit of a hospice claim.
pub(super) fn explanation_of_benefit<'r>(r: &'r Stu3<'r>, meta: Meta, claim: &'r Hospice) -> ExplanationOfBenefit<'r> {
    let header = &claim.header;
    let mut care_team = attending(r, &header.AT_PHYSN_NPI);
    let lines = in_order(&claim.lines, |line| line.CLM_LINE_NUM);
    ExplanationOfBenefit {
        extension: institutional::payer_and_control_numbers(r, header),
        information: information(r, header),
        item: lines.into_iter().map(|line| item(r, header, line, &mut care_team)).collect(),
        care_team: care_team.into_members(),
        diagnosis: diagnoses(r, header).into_entries(),
        hospitalization: hospitalization(r, header),
        benefit_balance: benefit_balance(r, vec![r.balance(V::CLM_UTLZTN_DAY_CNT, header.CLM_UTLZTN_DAY_CNT)]),
        ..institutional::head(r, meta, ClaimType::Hospice, header)
    }
}

fn information<'r>(r: &'r Stu3<'r>, header: &'r HospiceHeader) -> Vec<Information<'r>> {
    numbered(rows![
        r.information_date(V::NCH_WKLY_PROC_DT, header.NCH_WKLY_PROC_DT),
        r.information_code_if(V::NCH_PTNT_STUS_IND_CD, &header.NCH_PTNT_STATUS_IND_CD),
        institutional::frequency_discharge_and_payer(r, header),
    ])
}

fn diagnoses<'r>(r: &'r Stu3<'r>, header: &'r HospiceHeader) -> Diagnoses<'r> {
    let mut diagnoses = Diagnoses::new(r);
    diagnoses.numbered(&header.ICD_DGNS, &header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD);
    diagnoses.external(&header.ICD_DGNS_E, &header.FST_DGNS_E_CD, &header.FST_DGNS_E_VRSN_CD);
    diagnoses
}

/// The number of hospice periods, stored without decimals, hangs from it.
fn hospitalization<'r>(r: &'r Stu3<'r>, header: &'r HospiceHeader) -> Option<Hospitalization<'r>> {
    let periods = Some(header.BENE_HOSPC_PRD_CNT).filter(|count| !count.is_blank());
    Hospitalization {
        extension: periods
            .and_then(|count| r.quantity(V::BENE_HOSPC_PRD_CNT, count.with_scale(0)))
            .map(|count| [count]),
        start: header.CLM_HOSPC_START_DT_ID,
        end: header.NCH_BENE_DSCHRG_DT,
    }
    .filled()
}

// ------------------------------------------------------------------------------------------------------- lines

fn item<'r>(
    r: &'r Stu3<'r>,
    header: &'r HospiceHeader,
    line: &'r HospiceLine,
    care_team: &mut CareTeam<'r>,
) -> Item<'r> {
    Item {
        revenue: Some(revenue(r, line)),
        modifier: r.modifiers([&line.HCPCS_1ST_MDFR_CD, &line.HCPCS_2ND_MDFR_CD], None),
        serviced_date: line.REV_CNTR_DT,
        quantity: ItemQuantity::of(line.REV_CNTR_UNIT_CNT),
        adjudication: adjudication(r, line),
        ..institutional::item(r, &header.PRVDR_STATE_CD, line, care_team)
    }
}

fn revenue<'r>(r: &'r Stu3<'r>, line: &'r HospiceLine) -> ExtendedConcept<'r> {
    let extension = rows![r.code_if(V::REV_CNTR_DDCTBL_COINSRNC_CD, &line.REV_CNTR_DDCTBL_COINSRNC_CD)];
    r.extended(V::REV_CNTR, &line.REV_CNTR, extension)
}

fn adjudication<'r>(r: &'r Stu3<'r>, line: &'r HospiceLine) -> Vec<Adjudication<'r>> {
    rows![
        r.amount(V::REV_CNTR_PRVDR_PMT_AMT, line.REV_CNTR_PRVDR_PMT_AMT),
        r.amount(V::REV_CNTR_BENE_PMT_AMT, line.REV_CNTR_BENE_PMT_AMT),
        r.amount(V::REV_CNTR_RATE_AMT, line.REV_CNTR_RATE_AMT),
        r.amount(V::REV_CNTR_TOT_CHRG_AMT, line.REV_CNTR_TOT_CHRG_AMT),
        // A blank one fails the whole claim on the server.
        r.amount_if(V::REV_CNTR_NCVRD_CHRG_AMT, line.REV_CNTR_NCVRD_CHRG_AMT),
        r.amount(V::REV_CNTR_PMT_AMT_AMT, line.REV_CNTR_PMT_AMT_AMT),
    ]
}
