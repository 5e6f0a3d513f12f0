//! Equipment (DME) claim -> STU3 ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element; each list has one line a row, in the table's order; what
//! carrier claims print alike stands in `professional.rs`. Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::contained::ContainedList;
use super::professional::{self, Lists};
use super::resource::{Adjudication, ExplanationOfBenefit, ExtendedConcept, Extension, Item};
use super::rows::rows;
use crate::claim::dme::{DmeHeader, DmeLine};
use crate::claim::{ClaimType, Dme};
use crate::codes::Variable as V;
use crate::fhir::element::{Meta, Quantity};

/// The ExplanationOfBenefit of an equipment claim.
pub(super) fn explanation_of_benefit<'r>(r: &'r Stu3<'r>, meta: Meta, claim: &'r Dme) -> ExplanationOfBenefit<'r> {
    let (header, lines) = (&claim.header, &claim.lines);
    let item = |line, lists: &mut Lists<'r>| item(r, header, line, lists);
    professional::explanation_of_benefit(r, meta, ClaimType::Dme, header, lines, item)
}

fn item<'r>(r: &'r Stu3<'r>, header: &'r DmeHeader, line: &'r DmeLine, lists: &mut Lists<'r>) -> Item<'r> {
    let links = care_team(r, line, &mut lists.care_team);
    let year = header.CARR_CLM_HCPCS_YR_CD.filled();
    let modifiers =
        [&line.HCPCS_1ST_MDFR_CD, &line.HCPCS_2ND_MDFR_CD, &line.HCPCS_3RD_MDFR_CD, &line.HCPCS_4TH_MDFR_CD];
    Item {
        extension: extension(r, line, &mut lists.contained),
        service: ExtendedConcept { extension: Vec::new(), coding: r.service_if(&line.HCPCS_CD, year) }.filled(),
        modifier: r.modifiers(modifiers, year),
        location_codeable_concept: Some(location(r, line)),
        adjudication: adjudication(r, line),
        ..professional::item(r, line.into(), links, &mut lists.diagnoses)
    }
}

/// Adds the line's supplier to the care team; the sequences are the links.
fn care_team<'r>(r: &'r Stu3<'r>, line: &'r DmeLine, care_team: &mut CareTeam<'r>) -> Vec<usize> {
    let supplier = professional::performing(r, &line.PRVDR_NPI, line.into(), care_team).map(|member| {
        member.extend(r.coded_if(V::PRTCPTNG_IND_CD, &line.PRTCPTNG_IND_CD));
        member.sequence
    });
    rows![supplier, professional::tax_number(r, line.into(), care_team)]
}

fn extension<'r>(r: &'r Stu3<'r>, line: &'r DmeLine, contained: &mut ContainedList<'r>) -> Vec<Extension<'r>> {
    rows![
        r.identifier_if(V::SUPLRNUM, &line.PRVDR_NUM),
        screen_savings(r, line),
        Some(mtus_count(r, line)),
        r.code_if(V::BETOS_CD, &line.BETOS_CD),
        r.code_if(V::LINE_BENE_PRMRY_PYR_CD, &line.LINE_BENE_PRMRY_PYR_CD),
        r.code_if(V::LINE_SERVICE_DEDUCTIBLE, &line.LINE_SERVICE_DEDUCTIBLE),
        professional::blood_count_and_drug(r, line.into(), contained),
    ]
}

/// An amount, which the server prints as a quantity; stored with two decimals.
fn screen_savings<'r>(r: &'r Stu3<'r>, line: &'r DmeLine) -> Option<Extension<'r>> {
    let savings = line.DMERC_LINE_SCRN_SVGS_AMT;
    if savings.is_blank() { None } else { r.quantity(V::DMERC_LINE_SCRN_SVGS_AMT, savings.with_scale(2)) }
}

/// Printed even when zero; the unit's code has its label as the unit.
fn mtus_count<'r>(r: &'r Stu3<'r>, line: &'r DmeLine) -> Extension<'r> {
    let (unit, code) = (r.context.codes.ccw.entry(V::DMERC_LINE_MTUS_CD), line.DMERC_LINE_MTUS_CD.filled());
    Extension::Quantity {
        url: r.url(V::DMERC_LINE_MTUS_CNT),
        value: Quantity {
            value: line.DMERC_LINE_MTUS_CNT,
            unit: code.and_then(|code| unit.display(code)),
            system: code.map(|_| unit.system.as_str()),
            code,
        },
    }
}

fn location<'r>(r: &'r Stu3<'r>, line: &'r DmeLine) -> ExtendedConcept<'r> {
    let extension = rows![
        r.code_if(V::PRVDR_STATE_CD, &line.PRVDR_STATE_CD),
        r.code_if(V::DMERC_LINE_PRCNG_STATE_CD, &line.DMERC_LINE_PRCNG_STATE_CD),
        r.code_if(V::DMERC_LINE_SUPPLR_TYPE_CD, &line.DMERC_LINE_SUPPLR_TYPE_CD),
    ];
    r.extended(V::LINE_PLACE_OF_SRVC_CD, &line.LINE_PLACE_OF_SRVC_CD, extension)
}

fn adjudication<'r>(r: &'r Stu3<'r>, line: &'r DmeLine) -> Vec<Adjudication<'r>> {
    rows![
        r.amount(V::LINE_PRMRY_ALOWD_CHRG_AMT, line.LINE_PRMRY_ALOWD_CHRG_AMT),
        r.amount(V::LINE_DME_PRCHS_PRICE_AMT, line.LINE_DME_PRCHS_PRICE_AMT),
        professional::amounts(r, line.into()),
    ]
}
