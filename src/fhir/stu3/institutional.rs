//! What the claims of institutions print alike: home health, hospice, inpatient, outpatient and skilled nursing.
//!
//! Responsible for the elements whose columns several of these types have; the types' own files say what else
//! they print and in which order. Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::elements::ucum;
use super::eob::{self, Head};
use super::fragments::Role;
use super::resource::{
    Address, BenefitBalance, ExplanationOfBenefit, ExtendedConcept, Extension, Financial, Hospitalization, Identifier,
    IdentifierReference, Information, Item, Money,
};
use super::rows::rows;
use super::view::view;
use crate::claim::ClaimType;
use crate::claim::hha::{HhaHeader, HhaLine};
use crate::claim::hospice::{HospiceHeader, HospiceLine};
use crate::claim::inpatient::{InpatientHeader, InpatientLine};
use crate::claim::outpatient::{OutpatientHeader, OutpatientLine};
use crate::claim::snf::{SnfHeader, SnfLine};
use crate::codes::Variable as V;
use crate::fhir::element::Meta;
use crate::measure::{Day, Decimal, Text};

view! {
    /// What the headers of all five types say.
    pub struct Header of [HhaHeader, HospiceHeader, InpatientHeader, OutpatientHeader, SnfHeader] {
        PRVDR_NUM: Text,
        CLM_FAC_TYPE_CD: Text,
        CLM_SRVC_CLSFCTN_TYPE_CD: Text,
        CLM_FREQ_CD: Text,
        FI_NUM: Text,
        CLM_MDCR_NON_PMT_RSN_CD: Text,
        NCH_PRMRY_PYR_CLM_PD_AMT: Decimal,
        NCH_PRMRY_PYR_CD: Text,
        ORG_NPI_NUM: Text,
        PTNT_DSCHRG_STUS_CD: Text,
        CLM_TOT_CHRG_AMT: Decimal,
        FI_DOC_CLM_CNTL_NUM: Text,
        FI_ORIG_CLM_CNTL_NUM: Text,
    }
}

view! {
    /// What the headers of hospitals' claims say of physicians.
    pub struct Physicians of [InpatientHeader, OutpatientHeader, SnfHeader] {
        AT_PHYSN_NPI: Text,
        OP_PHYSN_NPI: Text,
        OT_PHYSN_NPI: Text,
    }
}

view! {
    /// What the headers of stays say, in a hospital or a skilled nursing facility.
    pub struct Stay of [InpatientHeader, SnfHeader] {
        CLM_ADMSN_DT: Option<Day>,
        CLM_IP_ADMSN_TYPE_CD: Text,
        CLM_SRC_IP_ADMSN_CD: Text,
        NCH_BENE_IP_DDCTBL_AMT: Decimal,
        NCH_BENE_PTA_COINSRNC_LBLTY_AM: Decimal,
        NCH_IP_NCVRD_CHRG_AMT: Decimal,
        NCH_IP_TOT_DDCTN_AMT: Decimal,
        CLM_PPS_CPTL_FSP_AMT: Decimal,
        CLM_PPS_CPTL_OUTLIER_AMT: Decimal,
        CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT: Decimal,
        CLM_PPS_CPTL_IME_AMT: Decimal,
        CLM_PPS_CPTL_EXCPTN_AMT: Decimal,
        CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT: Decimal,
        NCH_VRFD_NCVRD_STAY_FROM_DT: Option<Day>,
        NCH_VRFD_NCVRD_STAY_THRU_DT: Option<Day>,
        NCH_ACTV_OR_CVRD_LVL_CARE_THRU: Option<Day>,
        NCH_BENE_MDCR_BNFTS_EXHTD_DT_I: Option<Day>,
        NCH_BENE_DSCHRG_DT: Option<Day>,
    }
}

view! {
    /// What the lines of all five types say.
    pub struct Line of [HhaLine, HospiceLine, InpatientLine, OutpatientLine, SnfLine] {
        CLM_LINE_NUM: Option<i64>,
        HCPCS_CD: Text,
        REV_CNTR_NDC_QTY: Decimal,
        REV_CNTR_NDC_QTY_QLFR_CD: Text,
        RNDRNG_PHYSN_NPI: Text,
    }
}

// ------------------------------------------------------------------------------------------------------ header

/// The ExplanationOfBenefit with what all five types print alike.
pub(super) fn head<'r, H>(r: &'r Stu3<'r>, meta: Meta, claim_type: ClaimType, header: &'r H) -> ExplanationOfBenefit<'r>
where
    Head<'r>: From<&'r H>,
    Header<'r>: From<&'r H>,
{
    let (head, header) = (Head::from(header), Header::from(header));
    let mut eob = eob::head(r, meta, claim_type, head);
    eob.kind.coding.push(r.coding(V::CLM_SRVC_CLSFCTN_TYPE_CD, header.CLM_SRVC_CLSFCTN_TYPE_CD));
    eob.provider = Some(provider(r, header));
    eob.organization = header.ORG_NPI_NUM.filled().map(|npi| r.npi(npi));
    eob.facility = Some(facility(r, header));
    eob.total_cost = Some(Money::of(*header.CLM_TOT_CHRG_AMT));
    eob
}

fn provider<'r>(r: &'r Stu3<'r>, header: Header<'r>) -> IdentifierReference<'r> {
    let identifier = Some(Identifier::of(r.url(V::PRVDR_NUM), header.PRVDR_NUM.as_str()));
    IdentifierReference { identifier, ..IdentifierReference::default() }
}

/// Without an NPI it holds the facility type alone.
fn facility<'r>(r: &'r Stu3<'r>, header: Header<'r>) -> IdentifierReference<'r> {
    let organization = header.ORG_NPI_NUM.filled().map(|npi| r.npi(npi)).unwrap_or_default();
    IdentifierReference { extension: Some([r.coded(V::CLM_FAC_TYPE_CD, header.CLM_FAC_TYPE_CD)]), ..organization }
}

/// The last extensions of every header.
pub(super) fn payer_and_control_numbers<'r>(r: &'r Stu3<'r>, header: impl Into<Header<'r>>) -> Vec<Extension<'r>> {
    let header = header.into();
    rows![
        r.code_if(V::CLM_MDCR_NON_PMT_RSN_CD, header.CLM_MDCR_NON_PMT_RSN_CD),
        r.money(V::PRPAYAMT, *header.NCH_PRMRY_PYR_CLM_PD_AMT),
        r.identifier_if(V::FI_NUM, header.FI_NUM),
        r.identifier_if(V::FI_DOC_CLM_CNTL_NUM, header.FI_DOC_CLM_CNTL_NUM),
        r.identifier_if(V::FI_ORIG_CLM_CNTL_NUM, header.FI_ORIG_CLM_CNTL_NUM),
    ]
}

/// The informations that every header ends with, or nearly so.
pub(super) fn frequency_discharge_and_payer<'r>(
    r: &'r Stu3<'r>,
    header: impl Into<Header<'r>>,
) -> Vec<Information<'r>> {
    let header = header.into();
    rows![
        r.information_code(V::CLM_FREQ_CD, header.CLM_FREQ_CD),
        r.information_code_if(V::PTNT_DSCHRG_STUS_CD, header.PTNT_DSCHRG_STUS_CD),
        r.information_code_if(V::NCH_PRMRY_PYR_CD, header.NCH_PRMRY_PYR_CD),
    ]
}

/// The attending physician alone.
pub(super) fn attending<'r>(r: &'r Stu3<'r>, npi: &'r Text) -> CareTeam<'r> {
    let mut care_team = CareTeam::new(r);
    care_team.npi(npi, Role::Primary);
    care_team
}

/// The operating, other and attending physicians.
pub(super) fn physicians<'r>(r: &'r Stu3<'r>, header: impl Into<Physicians<'r>>) -> CareTeam<'r> {
    let header = header.into();
    let mut care_team = CareTeam::new(r);
    care_team.npi(header.OP_PHYSN_NPI, Role::Assist);
    care_team.npi(header.OT_PHYSN_NPI, Role::Other);
    care_team.npi(header.AT_PHYSN_NPI, Role::Primary);
    care_team
}

/// All counts stand in one balance.
pub(super) fn benefit_balance<'r>(r: &'r Stu3<'r>, financial: Vec<Financial<'r>>) -> Option<[BenefitBalance<'r>; 1]> {
    Some([BenefitBalance { category: r.fragments.medical(), financial }])
}

// -------------------------------------------------------------------------------------------------------- stay

/// What a stay was charged, deducted and paid by prospective payment.
pub(super) fn stay_amounts<'r>(r: &'r Stu3<'r>, stay: impl Into<Stay<'r>>) -> Vec<Extension<'r>> {
    let stay = stay.into();
    rows![
        r.money(V::NCH_BENE_IP_DDCTBL_AMT, *stay.NCH_BENE_IP_DDCTBL_AMT),
        r.money(V::NCH_BENE_PTA_COINSRNC_LBLTY_AMT, *stay.NCH_BENE_PTA_COINSRNC_LBLTY_AM),
        r.money(V::NCH_IP_NCVRD_CHRG_AMT, *stay.NCH_IP_NCVRD_CHRG_AMT),
        r.money(V::NCH_IP_TOT_DDCTN_AMT, *stay.NCH_IP_TOT_DDCTN_AMT),
        r.money_if(V::CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT, *stay.CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT),
        r.money_if(V::CLM_PPS_CPTL_EXCPTN_AMT, *stay.CLM_PPS_CPTL_EXCPTN_AMT),
        r.money_if(V::CLM_PPS_CPTL_FSP_AMT, *stay.CLM_PPS_CPTL_FSP_AMT),
        r.money_if(V::CLM_PPS_CPTL_IME_AMT, *stay.CLM_PPS_CPTL_IME_AMT),
        r.money_if(V::CLM_PPS_CPTL_OUTLIER_AMT, *stay.CLM_PPS_CPTL_OUTLIER_AMT),
        r.money_if(V::CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT, *stay.CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT),
    ]
}

/// How a stay began and until when it was covered.
pub(super) fn stay_information<'r>(r: &'r Stu3<'r>, stay: impl Into<Stay<'r>>) -> Vec<Information<'r>> {
    let stay = stay.into();
    rows![
        r.information_code(V::CLM_IP_ADMSN_TYPE_CD, stay.CLM_IP_ADMSN_TYPE_CD),
        r.information_code_if(V::CLM_SRC_IP_ADMSN_CD, stay.CLM_SRC_IP_ADMSN_CD),
        r.information_period_if(
            V::NCH_VRFD_NCVRD_STAY_FROM_DT,
            *stay.NCH_VRFD_NCVRD_STAY_FROM_DT,
            *stay.NCH_VRFD_NCVRD_STAY_THRU_DT,
        ),
        r.information_date_if(V::NCH_ACTV_OR_CVRD_LVL_CARE_THRU, *stay.NCH_ACTV_OR_CVRD_LVL_CARE_THRU),
        r.information_date_if(V::NCH_BENE_MDCR_BNFTS_EXHTD_DT_I, *stay.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I),
    ]
}

/// From admission to discharge.
pub(super) fn stay_period<'r>(stay: impl Into<Stay<'r>>) -> Option<Hospitalization<'r>> {
    let stay = stay.into();
    Hospitalization { extension: None, start: *stay.CLM_ADMSN_DT, end: *stay.NCH_BENE_DSCHRG_DT }.filled()
}

// ------------------------------------------------------------------------------------------------------- lines

/// The item with what all five types print alike; `state` is the header's, copied onto every item.
pub(super) fn item<'r>(
    r: &'r Stu3<'r>,
    state: &'r Text,
    line: impl Into<Line<'r>>,
    care_team: &mut CareTeam<'r>,
) -> Item<'r> {
    let line = line.into();
    let rendering = care_team.npi(line.RNDRNG_PHYSN_NPI, Role::Primary).map(|member| member.sequence);
    Item {
        extension: rows![drug_quantity(r, line)],
        sequence: line.CLM_LINE_NUM.unwrap_or(0),
        care_team_link_id: rows![rendering],
        // Without a year, which only professional claims tell.
        service: ExtendedConcept { extension: Vec::new(), coding: r.service_if(line.HCPCS_CD, None) }.filled(),
        location_address: state.filled().map(|state| Address { state: Some(state), ..Address::default() }),
        ..Item::default()
    }
}

/// Told when its qualifier is, in a unit that belongs to the qualifier; the qualifier is printed as it is.
fn drug_quantity<'r>(r: &'r Stu3<'r>, line: Line<'r>) -> Option<Extension<'r>> {
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
    let value = Some(*line.REV_CNTR_NDC_QTY).filter(|value| !value.is_blank())?;
    Some(Extension::Quantity { url: r.url(V::REV_CNTR_NDC_QTY), value: ucum(value, unit, qualifier) })
}
