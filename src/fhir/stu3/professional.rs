//! What carrier and equipment (DME) claims print alike: the columns of professionals' and suppliers' lines.
//!
//! Responsible for the elements whose columns both types have; the types' own files say what else they print
//! and in which order. Must not know how anything is printed.

use super::Stu3;
use super::care_team::CareTeam;
use super::contained::ContainedList;
use super::diagnosis::Diagnoses;
use super::elements::{NDC, numbered};
use super::eob::{self, Head};
use super::fragments::Role;
use super::resource::{Adjudication, CareTeamMember, ExplanationOfBenefit, Extension, Information, Item, ItemQuantity};
use super::rows::rows;
use super::view::view;
use crate::claim::ClaimType;
use crate::claim::carrier::{CarrierHeader, CarrierLine};
use crate::claim::dme::{DmeHeader, DmeLine};
use crate::claim::numbered::Diagnosis;
use crate::codes::{CodeExtension, Variable as V};
use crate::fhir::element::{Meta, Period};
use crate::measure::{Day, Decimal, Text};

view! {
    /// What the headers of both types say.
    pub struct Header of [CarrierHeader, DmeHeader] {
        BENE_ID: Option<i64>,
        NCH_WKLY_PROC_DT: Option<Day>,
        CLM_DISP_CD: Text,
        CARR_NUM: Text,
        CARR_CLM_PMT_DNL_CD: Text,
        CARR_CLM_PRMRY_PYR_PD_AMT: Decimal,
        CARR_CLM_PRVDR_ASGNMT_IND_SW: Text,
        NCH_CLM_PRVDR_PMT_AMT: Decimal,
        NCH_CLM_BENE_PMT_AMT: Decimal,
        NCH_CARR_CLM_SBMTD_CHRG_AMT: Decimal,
        NCH_CARR_CLM_ALOWD_AMT: Decimal,
        CARR_CLM_CASH_DDCTBL_APLD_AMT: Decimal,
        PRNCPAL_DGNS_CD: Text,
        PRNCPAL_DGNS_VRSN_CD: Text,
        ICD_DGNS: [Diagnosis; 12],
        RFR_PHYSN_NPI: Text,
        CLM_CLNCL_TRIL_NUM: Text,
        CARR_CLM_CNTL_NUM: Text,
    }
}

view! {
    /// What the lines of both types say.
    pub struct Line of [CarrierLine, DmeLine] {
        LINE_NUM: Option<i64>,
        TAX_NUM: Text,
        PRVDR_SPCLTY: Text,
        LINE_SRVC_CNT: Decimal,
        LINE_CMS_TYPE_SRVC_CD: Text,
        LINE_1ST_EXPNS_DT: Option<Day>,
        LINE_LAST_EXPNS_DT: Option<Day>,
        LINE_NCH_PMT_AMT: Decimal,
        LINE_BENE_PMT_AMT: Decimal,
        LINE_PRVDR_PMT_AMT: Decimal,
        LINE_BENE_PTB_DDCTBL_AMT: Decimal,
        LINE_BENE_PRMRY_PYR_PD_AMT: Decimal,
        LINE_COINSRNC_AMT: Decimal,
        LINE_SBMTD_CHRG_AMT: Decimal,
        LINE_ALOWD_CHRG_AMT: Decimal,
        LINE_PRCSG_IND_CD: Text,
        LINE_PMT_80_100_CD: Text,
        LINE_ICD_DGNS_CD: Text,
        LINE_ICD_DGNS_VRSN_CD: Text,
        LINE_HCT_HGB_RSLT_NUM: Decimal,
        LINE_HCT_HGB_TYPE_CD: Text,
        LINE_NDC_CD: Text,
    }
}

/// The lists that header and lines fill together.
pub(super) struct Lists<'r> {
    pub contained: ContainedList<'r>,
    pub care_team: CareTeam<'r>,
    pub diagnoses: Diagnoses<'r>,
}

/// The ExplanationOfBenefit with what both types print alike; `item` makes a line's.
pub(super) fn explanation_of_benefit<'r, H, L>(
    r: &'r Stu3<'r>,
    meta: Meta,
    claim_type: ClaimType,
    header: &'r H,
    lines: &'r [L],
    item: impl Fn(&'r L, &mut Lists<'r>) -> Item<'r>,
) -> ExplanationOfBenefit<'r>
where
    Head<'r>: From<&'r H>,
    Header<'r>: From<&'r H>,
    Line<'r>: From<&'r L>,
{
    let mut eob = eob::head(r, meta, claim_type, header);
    let header = Header::from(header);
    let mut lists = Lists {
        contained: ContainedList::new(r, eob.id),
        care_team: CareTeam::new(r),
        diagnoses: diagnoses(r, header),
    };
    eob.referral = lists.contained.referral_request(header.RFR_PHYSN_NPI, *header.BENE_ID);
    let lines = eob::in_order(lines, |line| *Line::from(line).LINE_NUM);
    eob.item = lines.into_iter().map(|line| item(line, &mut lists)).collect();
    eob.contained = lists.contained.into_resources();
    eob.extension = extension(r, header);
    eob.disposition = header.CLM_DISP_CD.filled();
    eob.information = information(r, header);
    eob.care_team = lists.care_team.into_members();
    eob.diagnosis = lists.diagnoses.into_entries();
    eob
}

// ------------------------------------------------------------------------------------------------------ header

fn extension<'r>(r: &'r Stu3<'r>, header: Header<'r>) -> Vec<Extension<'r>> {
    rows![
        r.money(V::PRPAYAMT, *header.CARR_CLM_PRMRY_PYR_PD_AMT),
        r.identifier(V::CARR_NUM, header.CARR_NUM),
        r.identifier_if(V::CARR_CLM_CNTL_NUM, header.CARR_CLM_CNTL_NUM),
        r.code(V::CARR_CLM_PMT_DNL_CD, header.CARR_CLM_PMT_DNL_CD),
        // Equipment claims always have it: the loader refuses a blank.
        r.code_if(V::ASGMNTCD, header.CARR_CLM_PRVDR_ASGNMT_IND_SW),
        r.identifier_if(V::CLM_CLNCL_TRIL_NUM, header.CLM_CLNCL_TRIL_NUM),
        r.money(V::CARR_CLM_CASH_DDCTBL_APLD_AMT, *header.CARR_CLM_CASH_DDCTBL_APLD_AMT),
        r.money(V::NCH_CLM_PRVDR_PMT_AMT, *header.NCH_CLM_PRVDR_PMT_AMT),
        r.money(V::NCH_CLM_BENE_PMT_AMT, *header.NCH_CLM_BENE_PMT_AMT),
        r.money(V::NCH_CARR_CLM_SBMTD_CHRG_AMT, *header.NCH_CARR_CLM_SBMTD_CHRG_AMT),
        r.money(V::NCH_CARR_CLM_ALOWD_AMT, *header.NCH_CARR_CLM_ALOWD_AMT),
    ]
}

fn information<'r>(r: &'r Stu3<'r>, header: Header<'r>) -> Vec<Information<'r>> {
    numbered(rows![r.information_date(V::NCH_WKLY_PROC_DT, *header.NCH_WKLY_PROC_DT)])
}

fn diagnoses<'r>(r: &'r Stu3<'r>, header: Header<'r>) -> Diagnoses<'r> {
    let mut diagnoses = Diagnoses::new(r);
    diagnoses.numbered(header.ICD_DGNS, header.PRNCPAL_DGNS_CD, header.PRNCPAL_DGNS_VRSN_CD);
    diagnoses
}

// ------------------------------------------------------------------------------------------------------- lines

/// The item with what both types print alike; `care_team_link_id`: the line's members of the care team.
pub(super) fn item<'r>(
    r: &'r Stu3<'r>,
    line: Line<'r>,
    care_team_link_id: Vec<usize>,
    diagnoses: &mut Diagnoses<'r>,
) -> Item<'r> {
    Item {
        sequence: line.LINE_NUM.unwrap_or(0),
        care_team_link_id,
        diagnosis_link_id: rows![diagnoses.add(line.LINE_ICD_DGNS_CD, line.LINE_ICD_DGNS_VRSN_CD, None, None)],
        category: Some(r.concept(V::LINE_CMS_TYPE_SRVC_CD, line.LINE_CMS_TYPE_SRVC_CD)),
        serviced_period: serviced(line),
        quantity: ItemQuantity::of(*line.LINE_SRVC_CNT),
        ..Item::default()
    }
}

/// The member that performed or supplied the line; the last line's specialty stays.
pub(super) fn performing<'r, 't>(
    r: &'r Stu3<'r>,
    npi: &'r Text,
    line: Line<'r>,
    care_team: &'t mut CareTeam<'r>,
) -> Option<&'t mut CareTeamMember<'r>> {
    let member = care_team.npi(npi, Role::Primary)?;
    member.responsible = Some(true);
    if let Some(specialty) = r.concept_if(V::PRVDR_SPCLTY, line.PRVDR_SPCLTY) {
        member.qualification = Some(specialty);
    }
    Some(member)
}

/// The member that a tax number stands for, told only when asked; its sequence.
pub(super) fn tax_number<'r>(r: &'r Stu3<'r>, line: Line<'r>, care_team: &mut CareTeam<'r>) -> Option<usize> {
    r.context.include.tax_numbers.then(|| {
        let system = "http://terminology.hl7.org/CodeSystem/v2-0203";
        let member = care_team.member(system, line.TAX_NUM.as_str(), Role::Other);
        member.responsible = Some(true);
        member.sequence
    })
}

/// Only when both days are known.
fn serviced(line: Line<'_>) -> Option<Period> {
    let both = line.LINE_1ST_EXPNS_DT.is_some() && line.LINE_LAST_EXPNS_DT.is_some();
    both.then_some(Period { start: *line.LINE_1ST_EXPNS_DT, end: *line.LINE_LAST_EXPNS_DT })
}

/// A line's blood count, and the drug that it supplied: its last extensions.
pub(super) fn blood_count_and_drug<'r>(
    r: &'r Stu3<'r>,
    line: Line<'r>,
    contained: &mut ContainedList<'r>,
) -> Vec<Extension<'r>> {
    let drug = |code| Extension::Code(CodeExtension::Plain { url: NDC, coding: r.ndc(code) });
    rows![
        contained.blood_count(line.LINE_HCT_HGB_TYPE_CD, *line.LINE_HCT_HGB_RSLT_NUM),
        line.LINE_NDC_CD.filled().map(drug),
    ]
}

/// The line's last amounts, and its processing.
pub(super) fn amounts<'r>(r: &'r Stu3<'r>, line: Line<'r>) -> Vec<Adjudication<'r>> {
    let paid_share = r.coded_if(V::LINE_PMT_80_100_CD, line.LINE_PMT_80_100_CD).map(|code| [code]);
    rows![
        r.amount(V::LINE_NCH_PMT_AMT, *line.LINE_NCH_PMT_AMT)
            .map(|paid| Adjudication { extension: paid_share, ..paid }),
        r.amount(V::LINE_BENE_PMT_AMT, *line.LINE_BENE_PMT_AMT),
        r.amount(V::LINE_PRVDR_PMT_AMT, *line.LINE_PRVDR_PMT_AMT),
        r.amount(V::LINE_BENE_PTB_DDCTBL_AMT, *line.LINE_BENE_PTB_DDCTBL_AMT),
        r.amount(V::LINE_BENE_PRMRY_PYR_PD_AMT, *line.LINE_BENE_PRMRY_PYR_PD_AMT),
        r.amount(V::LINE_COINSRNC_AMT, *line.LINE_COINSRNC_AMT),
        r.amount(V::LINE_SBMTD_CHRG_AMT, *line.LINE_SBMTD_CHRG_AMT),
        r.amount(V::LINE_ALOWD_CHRG_AMT, *line.LINE_ALOWD_CHRG_AMT),
        r.reason_if(V::LINE_PRCSG_IND_CD, line.LINE_PRCSG_IND_CD),
    ]
}
