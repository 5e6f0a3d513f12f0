//! Carrier claim -> STU3 ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element; each list has one line a row, in the table's order; what
//! equipment claims print alike stands in `professional.rs`. Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::contained::ContainedList;
use super::professional::{self, Lists};
use super::resource::{Adjudication, ExplanationOfBenefit, ExtendedConcept, Extension, Item};
use super::rows::rows;
use crate::claim::carrier::{CarrierHeader, CarrierLine};
use crate::claim::{Carrier, ClaimType};
use crate::codes::Variable as V;
use crate::fhir::element::Meta;
use crate::measure::Decimal;

/// The ExplanationOfBenefit of a carrier claim.
pub(super) fn explanation_of_benefit<'r>(r: &'r Stu3<'r>, meta: Meta, claim: &'r Carrier) -> ExplanationOfBenefit<'r> {
    let (header, lines) = (&claim.header, &claim.lines);
    let item = |line, lists: &mut Lists<'r>| item(r, header, line, lists);
    professional::explanation_of_benefit(r, meta, ClaimType::Carrier, header, lines, item)
}

fn item<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader, line: &'r CarrierLine, lists: &mut Lists<'r>) -> Item<'r> {
    let links = care_team(r, line, &mut lists.care_team);
    let year = header.CARR_CLM_HCPCS_YR_CD.filled();
    Item {
        extension: extension(r, line, &mut lists.contained),
        service: service(r, header, line),
        modifier: r.modifiers([&line.HCPCS_1ST_MDFR_CD, &line.HCPCS_2ND_MDFR_CD], year),
        location_codeable_concept: Some(location(r, line)),
        adjudication: adjudication(r, line),
        ..professional::item(r, line.into(), links, &mut lists.diagnoses)
    }
}

/// Adds the line's providers to the care team; their sequences are the links.
fn care_team<'r>(r: &'r Stu3<'r>, line: &'r CarrierLine, care_team: &mut CareTeam<'r>) -> Vec<usize> {
    let performing = professional::performing(r, &line.PRF_PHYSN_NPI, line.into(), care_team).map(|member| {
        member.extend(Some(r.coded(V::CARR_LINE_PRVDR_TYPE_CD, &line.CARR_LINE_PRVDR_TYPE_CD)));
        member.extend(r.coded_if(V::PRTCPTNG_IND_CD, &line.PRTCPTNG_IND_CD));
        member.extend(r.group_npi_if(&line.ORG_NPI_NUM));
        member.sequence
    });
    rows![performing, professional::tax_number(r, line.into(), care_team)]
}

fn extension<'r>(r: &'r Stu3<'r>, line: &'r CarrierLine, contained: &mut ContainedList<'r>) -> Vec<Extension<'r>> {
    rows![
        r.code_if(V::CARR_LINE_MTUS_CD, &line.CARR_LINE_MTUS_CD),
        mtus_count(r, line.CARR_LINE_MTUS_CNT),
        r.code_if(V::BETOS_CD, &line.BETOS_CD),
        r.code_if(V::LINE_BENE_PRMRY_PYR_CD, &line.LINE_BENE_PRMRY_PYR_CD),
        r.code_if(V::LINE_SERVICE_DEDUCTIBLE, &line.LINE_SERVICE_DEDUCTIBLE),
        professional::blood_count_and_drug(r, line.into(), contained),
    ]
}

/// The text `0` is skipped, `0.0` is printed (BFD).
fn mtus_count<'r>(r: &'r Stu3<'r>, count: Decimal) -> Option<Extension<'r>> {
    if count.is_plain_zero() { None } else { r.quantity(V::CARR_LINE_MTUS_CNT, count) }
}

fn service<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader, line: &'r CarrierLine) -> Option<ExtendedConcept<'r>> {
    let units = line.CARR_LINE_ANSTHSA_UNIT_CNT;
    let anesthesia = if units.to_f64() > 0.0 { r.quantity(V::CARR_LINE_ANSTHSA_UNIT_CNT, units) } else { None };
    let coding = r.service_if(&line.HCPCS_CD, header.CARR_CLM_HCPCS_YR_CD.filled());
    ExtendedConcept { extension: rows![anesthesia], coding }.filled()
}

fn location<'r>(r: &'r Stu3<'r>, line: &'r CarrierLine) -> ExtendedConcept<'r> {
    let extension = rows![
        r.code_if(V::PRVDR_STATE_CD, &line.PRVDR_STATE_CD),
        r.code_if(V::PRVDR_ZIP, &line.PRVDR_ZIP),
        r.code(V::CARR_LINE_PRCNG_LCLTY_CD, &line.CARR_LINE_PRCNG_LCLTY_CD),
        r.identifier_if(V::CARR_LINE_CLIA_LAB_NUM, &line.CARR_LINE_CLIA_LAB_NUM),
    ];
    r.extended(V::LINE_PLACE_OF_SRVC_CD, &line.LINE_PLACE_OF_SRVC_CD, extension)
}

fn adjudication<'r>(r: &'r Stu3<'r>, line: &'r CarrierLine) -> Vec<Adjudication<'r>> {
    rows![
        r.reason(V::CARR_LINE_RDCD_PMT_PHYS_ASTN_C, &line.CARR_LINE_RDCD_PMT_PHYS_ASTN_C),
        professional::amounts(r, line.into()),
    ]
}
