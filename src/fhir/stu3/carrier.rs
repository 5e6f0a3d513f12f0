//! Carrier claim -> STU3 ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element; each list has one line a row, in the table's order.
//! Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::contained::ContainedList;
use super::diagnosis::Diagnoses;
use super::elements::{NDC, numbered};
use super::eob::{billable_period, in_order};
use super::fragments::{DiagnosisType, ExClaimType, Part, Role};
use super::resource::{
    Adjudication, ExplanationOfBenefit, ExtendedConcept, Extension, Information, Item, ItemQuantity, TypeConcept,
};
use super::rows::rows;
use crate::claim::carrier::{CarrierHeader, CarrierLine};
use crate::claim::{Carrier, ClaimType};
use crate::codes::{CodeExtension, Coding, Concept, Variable as V};
use crate::fhir::element::{Meta, Period};
use crate::measure::Decimal;

/// The ExplanationOfBenefit of a carrier claim.
pub(super) fn explanation_of_benefit<'r>(r: &'r Stu3<'r>, meta: Meta, claim: &'r Carrier) -> ExplanationOfBenefit<'r> {
    let header = &claim.header;
    let id = r.claim_id(ClaimType::Carrier, header.CLM_ID.unwrap_or(0));
    let mut lists =
        Lists { contained: ContainedList::new(r, id), care_team: CareTeam::new(r), diagnoses: diagnoses(r, header) };
    let referral = lists.contained.referral_request(&header.RFR_PHYSN_NPI, header.BENE_ID);
    let lines = in_order(&claim.lines, |line| line.LINE_NUM);
    let item = lines.into_iter().map(|line| item(r, header, line, &mut lists)).collect();
    ExplanationOfBenefit {
        resource_type: "ExplanationOfBenefit",
        id,
        meta,
        contained: lists.contained.into_resources(),
        extension: extension(r, header),
        identifier: r.claim_identifiers(V::CLM_ID, header.CLM_ID, header.CLM_GRP_ID),
        status: r.status(&header.FINAL_ACTION),
        kind: kind(r, header),
        patient: r.patient_reference(header.BENE_ID),
        billable_period: billable_period(header.CLM_FROM_DT, header.CLM_THRU_DT, None),
        provider: None,
        organization: None,
        referral,
        facility: None,
        disposition: header.CLM_DISP_CD.filled(),
        information: information(r, header),
        care_team: lists.care_team.into_members(),
        diagnosis: lists.diagnoses.into_entries(),
        procedure: Vec::new(),
        insurance: r.insurance(Part::B, header.BENE_ID),
        hospitalization: None,
        item,
        total_cost: None,
        payment: r.payment(header.CLM_PMT_AMT),
        benefit_balance: None,
    }
}

/// The lists that header and lines fill together.
struct Lists<'r> {
    contained: ContainedList<'r>,
    care_team: CareTeam<'r>,
    diagnoses: Diagnoses<'r>,
}

// ------------------------------------------------------------------------------------------------------ header

fn extension<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader) -> Vec<Extension<'r>> {
    rows![
        r.money(V::PRPAYAMT, header.CARR_CLM_PRMRY_PYR_PD_AMT),
        r.identifier(V::CARR_NUM, &header.CARR_NUM),
        r.identifier_if(V::CARR_CLM_CNTL_NUM, &header.CARR_CLM_CNTL_NUM),
        r.code(V::CARR_CLM_PMT_DNL_CD, &header.CARR_CLM_PMT_DNL_CD),
        r.code_if(V::ASGMNTCD, &header.CARR_CLM_PRVDR_ASGNMT_IND_SW),
        r.identifier_if(V::CLM_CLNCL_TRIL_NUM, &header.CLM_CLNCL_TRIL_NUM),
        r.money(V::CARR_CLM_CASH_DDCTBL_APLD_AMT, header.CARR_CLM_CASH_DDCTBL_APLD_AMT),
        r.money(V::NCH_CLM_PRVDR_PMT_AMT, header.NCH_CLM_PRVDR_PMT_AMT),
        r.money(V::NCH_CLM_BENE_PMT_AMT, header.NCH_CLM_BENE_PMT_AMT),
        r.money(V::NCH_CARR_CLM_SBMTD_CHRG_AMT, header.NCH_CARR_CLM_SBMTD_CHRG_AMT),
        r.money(V::NCH_CARR_CLM_ALOWD_AMT, header.NCH_CARR_CLM_ALOWD_AMT),
    ]
}

fn kind<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader) -> TypeConcept<'r> {
    TypeConcept {
        coding: vec![
            r.coding(V::NCH_CLM_TYPE_CD, &header.NCH_CLM_TYPE_CD),
            r.fragments.eob_type(ClaimType::Carrier),
            r.fragments.ex_claim_type(ExClaimType::Professional),
            r.coding(V::NCH_NEAR_LINE_REC_IDENT_CD, &header.NCH_NEAR_LINE_REC_IDENT_CD),
        ],
    }
}

fn information<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader) -> Vec<Information<'r>> {
    numbered(rows![r.information_date(V::NCH_WKLY_PROC_DT, header.NCH_WKLY_PROC_DT)])
}

/// ICD_DGNS_CD1 and the principal diagnosis are both principal; the others have no type.
fn diagnoses<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader) -> Diagnoses<'r> {
    let principal = Some(DiagnosisType::Principal);
    let [first, others @ ..] = &header.ICD_DGNS;
    let mut diagnoses = Diagnoses::new(r);
    diagnoses.add(&first.ICD_DGNS_CD, &first.ICD_DGNS_VRSN_CD, principal, None);
    diagnoses.add(&header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD, principal, None);
    for other in others {
        diagnoses.add(&other.ICD_DGNS_CD, &other.ICD_DGNS_VRSN_CD, None, None);
    }
    diagnoses
}

// ------------------------------------------------------------------------------------------------------- lines

fn item<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader, line: &'r CarrierLine, lists: &mut Lists<'r>) -> Item<'r> {
    Item {
        sequence: line.LINE_NUM.unwrap_or(0),
        care_team_link_id: care_team(r, line, &mut lists.care_team),
        diagnosis_link_id: rows![lists.diagnoses.add(&line.LINE_ICD_DGNS_CD, &line.LINE_ICD_DGNS_VRSN_CD, None, None)],
        extension: item_extension(r, line, &mut lists.contained),
        category: Some(r.concept(V::LINE_CMS_TYPE_SRVC_CD, &line.LINE_CMS_TYPE_SRVC_CD)),
        service: service(r, header, line),
        modifier: modifier(r, header, line),
        serviced_period: serviced(line),
        location_codeable_concept: Some(location(r, line)),
        quantity: Some(ItemQuantity { extension: Vec::new(), value: line.LINE_SRVC_CNT }),
        adjudication: adjudication(r, line),
        ..Item::default()
    }
}

/// Adds the line's providers to the care team; their sequences are the links.
fn care_team<'r>(r: &'r Stu3<'r>, line: &'r CarrierLine, care_team: &mut CareTeam<'r>) -> Vec<usize> {
    let performing = care_team.npi(&line.PRF_PHYSN_NPI, Role::Primary).map(|member| {
        member.responsible = Some(true);
        if let Some(specialty) = r.concept_if(V::PRVDR_SPCLTY, &line.PRVDR_SPCLTY) {
            member.qualification = Some(specialty);
        }
        member.extend(Some(r.coded(V::CARR_LINE_PRVDR_TYPE_CD, &line.CARR_LINE_PRVDR_TYPE_CD)));
        member.extend(r.coded_if(V::PRTCPTNG_IND_CD, &line.PRTCPTNG_IND_CD));
        member.extend(r.group_npi_if(&line.ORG_NPI_NUM));
        member.sequence
    });
    let tax_number = r.context.include.tax_numbers.then(|| {
        let member =
            care_team.member("http://terminology.hl7.org/CodeSystem/v2-0203", line.TAX_NUM.as_str(), Role::Other);
        member.responsible = Some(true);
        member.sequence
    });
    rows![performing, tax_number]
}

fn item_extension<'r>(r: &'r Stu3<'r>, line: &'r CarrierLine, contained: &mut ContainedList<'r>) -> Vec<Extension<'r>> {
    rows![
        r.code_if(V::CARR_LINE_MTUS_CD, &line.CARR_LINE_MTUS_CD),
        mtus_count(r, line.CARR_LINE_MTUS_CNT),
        r.code_if(V::BETOS_CD, &line.BETOS_CD),
        r.code_if(V::LINE_BENE_PRMRY_PYR_CD, &line.LINE_BENE_PRMRY_PYR_CD),
        r.code_if(V::LINE_SERVICE_DEDUCTIBLE, &line.LINE_SERVICE_DEDUCTIBLE),
        contained.blood_count(&line.LINE_HCT_HGB_TYPE_CD, line.LINE_HCT_HGB_RSLT_NUM),
        line.LINE_NDC_CD.filled().map(|code| Extension::Code(CodeExtension::Plain { url: NDC, coding: r.ndc(code) })),
    ]
}

/// The text `0` is skipped, `0.0` is printed (BFD).
fn mtus_count<'r>(r: &'r Stu3<'r>, count: Decimal) -> Option<Extension<'r>> {
    if count.is_plain_zero() { None } else { r.quantity(V::CARR_LINE_MTUS_CNT, count) }
}

fn service<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader, line: &'r CarrierLine) -> Option<ExtendedConcept<'r>> {
    let units = line.CARR_LINE_ANSTHSA_UNIT_CNT;
    let anesthesia = if units.to_f64() > 0.0 { r.quantity(V::CARR_LINE_ANSTHSA_UNIT_CNT, units) } else { None };
    let year = header.CARR_CLM_HCPCS_YR_CD.filled();
    let coding = line.HCPCS_CD.filled().map(|code| [Coding::Plain(r.hcpcs(code, year))]);
    (coding.is_some() || anesthesia.is_some()).then(|| ExtendedConcept { extension: rows![anesthesia], coding })
}

fn modifier<'r>(r: &'r Stu3<'r>, header: &'r CarrierHeader, line: &'r CarrierLine) -> Vec<Concept<'r>> {
    let year = header.CARR_CLM_HCPCS_YR_CD.filled();
    rows![
        line.HCPCS_1ST_MDFR_CD.filled().map(|code| Concept::Plain(r.hcpcs(code, year))),
        line.HCPCS_2ND_MDFR_CD.filled().map(|code| Concept::Plain(r.hcpcs(code, year))),
    ]
}

/// Only when both days are known.
fn serviced(line: &CarrierLine) -> Option<Period> {
    let both = line.LINE_1ST_EXPNS_DT.is_some() && line.LINE_LAST_EXPNS_DT.is_some();
    both.then_some(Period { start: line.LINE_1ST_EXPNS_DT, end: line.LINE_LAST_EXPNS_DT })
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
    let paid_share = r.coded_if(V::LINE_PMT_80_100_CD, &line.LINE_PMT_80_100_CD).map(|code| [code]);
    rows![
        r.reason(V::CARR_LINE_RDCD_PMT_PHYS_ASTN_C, &line.CARR_LINE_RDCD_PMT_PHYS_ASTN_C),
        r.amount(V::LINE_NCH_PMT_AMT, line.LINE_NCH_PMT_AMT).map(|paid| Adjudication { extension: paid_share, ..paid }),
        r.amount(V::LINE_BENE_PMT_AMT, line.LINE_BENE_PMT_AMT),
        r.amount(V::LINE_PRVDR_PMT_AMT, line.LINE_PRVDR_PMT_AMT),
        r.amount(V::LINE_BENE_PTB_DDCTBL_AMT, line.LINE_BENE_PTB_DDCTBL_AMT),
        r.amount(V::LINE_BENE_PRMRY_PYR_PD_AMT, line.LINE_BENE_PRMRY_PYR_PD_AMT),
        r.amount(V::LINE_COINSRNC_AMT, line.LINE_COINSRNC_AMT),
        r.amount(V::LINE_SBMTD_CHRG_AMT, line.LINE_SBMTD_CHRG_AMT),
        r.amount(V::LINE_ALOWD_CHRG_AMT, line.LINE_ALOWD_CHRG_AMT),
        r.reason_if(V::LINE_PRCSG_IND_CD, &line.LINE_PRCSG_IND_CD),
    ]
}
