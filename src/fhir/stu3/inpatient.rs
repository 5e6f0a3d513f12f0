//! Inpatient claim -> STU3 ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element; each list has one line a row, in the table's order.
//! Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::diagnosis::Diagnoses;
use super::elements::{numbered, ucum};
use super::eob::{billable_period, in_order};
use super::fragments::{DiagnosisType, ExClaimType, Part, Role};
use super::procedure::Procedures;
use super::resource::{
    Address, Adjudication, BenefitBalance, ExplanationOfBenefit, ExtendedConcept, Extension, Identifier,
    IdentifierReference, Information, Item, ItemQuantity, Money, TypeConcept,
};
use super::rows::rows;
use crate::claim::inpatient::{InpatientHeader, InpatientLine};
use crate::claim::{ClaimType, Inpatient};
use crate::codes::{Coding, Variable as V};
use crate::fhir::element::{Meta, Period};

/// The ExplanationOfBenefit of an inpatient claim.
pub(super) fn explanation_of_benefit<'r>(
    r: &'r Stu3<'r>,
    meta: Meta,
    claim: &'r Inpatient,
) -> ExplanationOfBenefit<'r> {
    let header = &claim.header;
    let mut care_team = care_team(r, header);
    let lines = in_order(&claim.lines, |line| line.CLM_LINE_NUM);
    let item = lines.into_iter().map(|line| item(r, header, line, &mut care_team)).collect();
    ExplanationOfBenefit {
        resource_type: "ExplanationOfBenefit",
        id: r.claim_id(ClaimType::Inpatient, header.CLM_ID.unwrap_or(0)),
        meta,
        contained: Vec::new(),
        extension: extension(r, header),
        identifier: r.claim_identifiers(V::CLM_ID, header.CLM_ID, header.CLM_GRP_ID),
        status: r.status(&header.FINAL_ACTION),
        kind: kind(r, header),
        patient: r.patient_reference(header.BENE_ID),
        billable_period: billable_period(
            header.CLM_FROM_DT,
            header.CLM_THRU_DT,
            Some(r.coded(V::CLAIM_QUERY_CD, &header.CLAIM_QUERY_CODE)),
        ),
        provider: Some(provider(r, header)),
        organization: header.ORG_NPI_NUM.filled().map(|npi| r.npi(npi)),
        referral: None,
        facility: Some(facility(r, header)),
        disposition: None,
        information: information(r, header),
        care_team: care_team.into_members(),
        diagnosis: diagnoses(r, header).into_entries(),
        procedure: procedures(r, header).into_entries(),
        insurance: r.insurance(Part::A, header.BENE_ID),
        hospitalization: Period { start: header.CLM_ADMSN_DT, end: header.NCH_BENE_DSCHRG_DT }.filled(),
        item,
        total_cost: Some(Money::of(header.CLM_TOT_CHRG_AMT)),
        payment: r.payment(header.CLM_PMT_AMT),
        benefit_balance: Some([benefit_balance(r, header)]),
    }
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
        r.money(V::NCH_BENE_IP_DDCTBL_AMT, header.NCH_BENE_IP_DDCTBL_AMT),
        r.money(V::NCH_BENE_PTA_COINSRNC_LBLTY_AMT, header.NCH_BENE_PTA_COINSRNC_LBLTY_AM),
        r.money(V::NCH_IP_NCVRD_CHRG_AMT, header.NCH_IP_NCVRD_CHRG_AMT),
        r.money(V::NCH_IP_TOT_DDCTN_AMT, header.NCH_IP_TOT_DDCTN_AMT),
        r.money_if(V::CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT, header.CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT),
        r.money_if(V::CLM_PPS_CPTL_EXCPTN_AMT, header.CLM_PPS_CPTL_EXCPTN_AMT),
        r.money_if(V::CLM_PPS_CPTL_FSP_AMT, header.CLM_PPS_CPTL_FSP_AMT),
        r.money_if(V::CLM_PPS_CPTL_IME_AMT, header.CLM_PPS_CPTL_IME_AMT),
        r.money_if(V::CLM_PPS_CPTL_OUTLIER_AMT, header.CLM_PPS_CPTL_OUTLIER_AMT),
        r.money_if(V::CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT, header.CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT),
        r.money_if(V::NCH_DRG_OUTLIER_APRVD_PMT_AMT, header.NCH_DRG_OUTLIER_APRVD_PMT_AMT),
        r.money(V::NCH_BENE_BLOOD_DDCTBL_LBLTY_AM, header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM),
        r.code_if(V::CLM_MDCR_NON_PMT_RSN_CD, &header.CLM_MDCR_NON_PMT_RSN_CD),
        r.money(V::PRPAYAMT, header.NCH_PRMRY_PYR_CLM_PD_AMT),
        r.identifier_if(V::FI_NUM, &header.FI_NUM),
        r.identifier_if(V::FI_DOC_CLM_CNTL_NUM, &header.FI_DOC_CLM_CNTL_NUM),
        r.identifier_if(V::FI_ORIG_CLM_CNTL_NUM, &header.FI_ORIG_CLM_CNTL_NUM),
    ]
}

fn kind<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> TypeConcept<'r> {
    TypeConcept {
        coding: vec![
            r.coding(V::NCH_CLM_TYPE_CD, &header.NCH_CLM_TYPE_CD),
            r.fragments.eob_type(ClaimType::Inpatient),
            r.fragments.ex_claim_type(ExClaimType::Institutional),
            r.coding(V::NCH_NEAR_LINE_REC_IDENT_CD, &header.NCH_NEAR_LINE_REC_IDENT_CD),
            r.coding(V::CLM_SRVC_CLSFCTN_TYPE_CD, &header.CLM_SRVC_CLSFCTN_TYPE_CD),
        ],
    }
}

fn provider<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> IdentifierReference<'r> {
    let identifier = Some(Identifier::of(r.url(V::PRVDR_NUM), header.PRVDR_NUM.as_str()));
    IdentifierReference { identifier, ..IdentifierReference::default() }
}

/// Without an NPI it holds the facility type alone.
fn facility<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> IdentifierReference<'r> {
    let organization = header.ORG_NPI_NUM.filled().map(|npi| r.npi(npi)).unwrap_or_default();
    IdentifierReference { extension: Some([r.coded(V::CLM_FAC_TYPE_CD, &header.CLM_FAC_TYPE_CD)]), ..organization }
}

fn information<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> Vec<Information<'r>> {
    numbered(rows![
        r.information_date(V::NCH_WKLY_PROC_DT, header.NCH_WKLY_PROC_DT),
        r.information_code_if(V::NCH_PTNT_STUS_IND_CD, &header.NCH_PTNT_STATUS_IND_CD),
        r.information_code(V::CLM_IP_ADMSN_TYPE_CD, &header.CLM_IP_ADMSN_TYPE_CD),
        r.information_code_if(V::CLM_SRC_IP_ADMSN_CD, &header.CLM_SRC_IP_ADMSN_CD),
        r.information_period_if(
            V::NCH_VRFD_NCVRD_STAY_FROM_DT,
            header.NCH_VRFD_NCVRD_STAY_FROM_DT,
            header.NCH_VRFD_NCVRD_STAY_THRU_DT,
        ),
        r.information_date_if(V::NCH_ACTV_OR_CVRD_LVL_CARE_THRU, header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU),
        r.information_date_if(V::NCH_BENE_MDCR_BNFTS_EXHTD_DT_I, header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I),
        r.information_quantity(V::NCH_BLOOD_PNTS_FRNSHD_QTY, header.NCH_BLOOD_PNTS_FRNSHD_QTY, "pint", "[pt_us]"),
        r.information_code_if(V::CLM_MCO_PD_SW, &header.CLM_MCO_PD_SW),
        r.information_code(V::CLM_FREQ_CD, &header.CLM_FREQ_CD),
        r.information_code_if(V::PTNT_DSCHRG_STUS_CD, &header.PTNT_DSCHRG_STUS_CD),
        r.information_code_if(V::NCH_PRMRY_PYR_CD, &header.NCH_PRMRY_PYR_CD),
    ])
}

fn care_team<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> CareTeam<'r> {
    let mut care_team = CareTeam::new(r);
    care_team.npi(&header.OP_PHYSN_NPI, Role::Assist);
    care_team.npi(&header.OT_PHYSN_NPI, Role::Other);
    care_team.npi(&header.AT_PHYSN_NPI, Role::Primary);
    care_team
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

fn procedures<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> Procedures<'r> {
    let mut procedures = Procedures::new(r);
    for procedure in &header.ICD_PRCDR {
        procedures.add(&procedure.ICD_PRCDR_CD, &procedure.ICD_PRCDR_VRSN_CD, procedure.PRCDR_DT);
    }
    procedures
}

fn benefit_balance<'r>(r: &'r Stu3<'r>, header: &'r InpatientHeader) -> BenefitBalance<'r> {
    BenefitBalance {
        category: r.fragments.medical(),
        financial: vec![
            r.balance(V::BENE_TOT_COINSRNC_DAYS_CNT, header.BENE_TOT_COINSRNC_DAYS_CNT),
            r.balance(V::CLM_NON_UTLZTN_DAYS_CNT, header.CLM_NON_UTLZTN_DAYS_CNT),
            r.balance(V::CLM_UTLZTN_DAY_CNT, header.CLM_UTLZTN_DAY_CNT),
        ],
    }
}

// ------------------------------------------------------------------------------------------------------- lines

fn item<'r>(
    r: &'r Stu3<'r>,
    header: &'r InpatientHeader,
    line: &'r InpatientLine,
    care_team: &mut CareTeam<'r>,
) -> Item<'r> {
    let rendering = care_team.npi(&line.RNDRNG_PHYSN_NPI, Role::Primary).map(|member| member.sequence);
    Item {
        extension: rows![drug_quantity(r, line)],
        sequence: line.CLM_LINE_NUM.unwrap_or(0),
        care_team_link_id: rows![rendering],
        revenue: Some(revenue(r, line)),
        service: service(r, line),
        location_address: header
            .PRVDR_STATE_CD
            .filled()
            .map(|state| Address { state: Some(state), ..Address::default() }),
        quantity: Some(ItemQuantity { extension: Vec::new(), value: line.REV_CNTR_UNIT_CNT }),
        adjudication: adjudication(r, line),
        ..Item::default()
    }
}

/// Told when its qualifier is, in a unit that belongs to the qualifier; the qualifier is printed as it is.
fn drug_quantity<'r>(r: &'r Stu3<'r>, line: &'r InpatientLine) -> Option<Extension<'r>> {
    let qualifier = line.REV_CNTR_NDC_QTY_QLFR_CD.filled()?;
    let unit = match qualifier {
        "F2" => Some("International Unit"),
        "GR" => Some("Gram"),
        "ML" => Some("Milliliter"),
        "ME" => Some("Milligram"),
        "UN" => Some("Unit"),
        _ => None,
    };
    // A blank quantity fails the whole claim on the server.
    let value = Some(line.REV_CNTR_NDC_QTY).filter(|value| !value.is_blank())?;
    Some(Extension::Quantity { url: r.url(V::REV_CNTR_NDC_QTY), value: ucum(value, unit, qualifier) })
}

fn revenue<'r>(r: &'r Stu3<'r>, line: &'r InpatientLine) -> ExtendedConcept<'r> {
    let extension = rows![r.code_if(V::REV_CNTR_DDCTBL_COINSRNC_CD, &line.REV_CNTR_DDCTBL_COINSRNC_CD)];
    r.extended(V::REV_CNTR, &line.REV_CNTR, extension)
}

/// Without a year, which only professional claims tell.
fn service<'r>(r: &'r Stu3<'r>, line: &'r InpatientLine) -> Option<ExtendedConcept<'r>> {
    let code = line.HCPCS_CD.filled()?;
    Some(ExtendedConcept { extension: Vec::new(), coding: Some([Coding::Plain(r.hcpcs(code, None))]) })
}

fn adjudication<'r>(r: &'r Stu3<'r>, line: &'r InpatientLine) -> Vec<Adjudication<'r>> {
    rows![
        r.amount(V::REV_CNTR_RATE_AMT, line.REV_CNTR_RATE_AMT),
        r.amount(V::REV_CNTR_TOT_CHRG_AMT, line.REV_CNTR_TOT_CHRG_AMT),
        r.amount(V::REV_CNTR_NCVRD_CHRG_AMT, line.REV_CNTR_NCVRD_CHRG_AMT),
    ]
}
