//! SNF claim -> ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element, rows in the table's order.

use serde::Serialize;

use super::R4;
use super::care_team::CareTeam;
use super::codings::Adjudicated::*;
use super::codings::{DiagnosisType, Role, Slice};
use super::diagnosis::Diagnoses;
use super::eob::{self, Head};
use super::institutional;
use super::items::{Items, Links};
use super::organization;
use super::procedure::procedures;
use super::resource::{ExplanationOfBenefit, Extension, Financial, Item, Money, Payment};
use super::rows::Rows;
use super::supporting_info::SupportingInfos;
use crate::claim::ClaimType;
use crate::claim::snf::{Snf, SnfHeader, SnfLine};
use crate::codes::Variable as V;
use crate::measure::Decimal;

/// The ExplanationOfBenefit.
pub(super) fn explanation_of_benefit<'r>(r: &'r R4<'r>, claim: &'r Snf) -> impl Serialize + 'r {
    let header = &claim.header;
    let mut care_team = header_care_team(r, header);
    let links = claim
        .lines
        .iter()
        .map(|line| institutional::line_links(&mut care_team, &line.RNDRNG_PHYSN_UPIN, &line.RNDRNG_PHYSN_NPI));
    let links = links.collect();
    let organization = organization::organization(r, &header.PRVDR_NUM, &header.ORG_NPI_NUM);
    ExplanationOfBenefit {
        extension: Rows(extension(r, header)),
        provider: organization.is_some().then(organization::provider),
        contained: organization.into_iter().collect(),
        facility: Some(institutional::facility(r, &header.CLM_FAC_TYPE_CD)),
        care_team: care_team.list,
        supporting_info: supporting_info(r, header).list,
        diagnosis: diagnoses(r, header).list,
        procedure: procedures(r, header.ICD_PRCDR.iter().map(|p| (&p.ICD_PRCDR_CD, &p.ICD_PRCDR_VRSN_CD, p.PRCDR_DT))),
        item: Items::of(&claim.lines, links, |line, links| item(r, header, line, links)),
        total: Rows([r.total(Submitted, V::CLM_TOT_CHRG_AMT, header.CLM_TOT_CHRG_AMT)]),
        payment: Some(Payment { date: None, amount: Some(Money::of(header.CLM_PMT_AMT)) }),
        benefit_balance: r.benefit_balance(financial(r, header)),
        ..eob::head(r, head(r, header))
    }
}

fn head<'r>(r: &'r R4<'r>, header: &'r SnfHeader) -> Head<'r> {
    Head {
        claim_type: ClaimType::Snf,
        id: header.CLM_ID,
        id_variable: V::CLM_ID,
        group: header.CLM_GRP_ID,
        bene_id: header.BENE_ID,
        final_action: &header.FINAL_ACTION,
        nch_type: Some(&header.NCH_CLM_TYPE_CD),
        from: header.CLM_FROM_DT,
        through: header.CLM_THRU_DT,
        processed: header.NCH_WKLY_PROC_DT,
        identifier: None,
        period_extension: r.code(V::CLAIM_QUERY_CD, &header.CLAIM_QUERY_CODE),
        coverage_extension: [None, None],
    }
}

fn extension<'r>(r: &'r R4<'r>, header: &'r SnfHeader) -> [Option<Extension<'r>>; 7] {
    [
        r.code(V::NCH_NEAR_LINE_REC_IDENT_CD, &header.NCH_NEAR_LINE_REC_IDENT_CD),
        r.code_if(V::FI_CLM_ACTN_CD, &header.FI_CLM_ACTN_CD),
        r.identifier_if(V::FI_DOC_CLM_CNTL_NUM, &header.FI_DOC_CLM_CNTL_NUM),
        r.date_if(V::FI_CLM_PROC_DT, header.FI_CLM_PROC_DT),
        r.code_if(V::CLM_MDCR_NON_PMT_RSN_CD, &header.CLM_MDCR_NON_PMT_RSN_CD),
        r.code(V::CLM_SRVC_CLSFCTN_TYPE_CD, &header.CLM_SRVC_CLSFCTN_TYPE_CD),
        r.code_if(V::FI_NUM, &header.FI_NUM),
    ]
}

fn header_care_team<'r>(r: &'r R4<'r>, header: &'r SnfHeader) -> CareTeam<'r> {
    let mut care_team = CareTeam::new(r);
    institutional::physicians(
        &mut care_team,
        [
            (Role::Attending, &header.AT_PHYSN_NPI, &header.AT_PHYSN_UPIN),
            (Role::Operating, &header.OP_PHYSN_NPI, &header.OP_PHYSN_UPIN),
            (Role::OtherOperating, &header.OT_PHYSN_NPI, &header.OT_PHYSN_UPIN),
        ],
    );
    care_team
}

fn supporting_info<'r>(r: &'r R4<'r>, header: &'r SnfHeader) -> SupportingInfos<'r> {
    let mut rows = SupportingInfos::new(r, 16);
    rows.date(r.slice_of(Slice::ReceivedDate, V::NCH_WKLY_PROC_DT), header.NCH_WKLY_PROC_DT);
    let admission_type = r.slice_of(Slice::AdmissionType, V::CLM_IP_ADMSN_TYPE_CD);
    rows.code(admission_type, V::CLM_IP_ADMSN_TYPE_CD, &header.CLM_IP_ADMSN_TYPE_CD);
    rows.information(V::CLM_SRC_IP_ADMSN_CD, &header.CLM_SRC_IP_ADMSN_CD);
    rows.period(
        r.information(V::NCH_VRFD_NCVRD_STAY_FROM_DT),
        header.NCH_VRFD_NCVRD_STAY_FROM_DT,
        header.NCH_VRFD_NCVRD_STAY_THRU_DT,
    );
    rows.date(r.information(V::NCH_ACTV_OR_CVRD_LVL_CARE_THRU), header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU);
    rows.date(r.information(V::NCH_BENE_MDCR_BNFTS_EXHTD_DT_I), header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I);
    rows.information(V::CLM_DRG_CD, &header.CLM_DRG_CD);
    rows.information(V::NCH_PTNT_STUS_IND_CD, &header.NCH_PTNT_STATUS_IND_CD);
    rows.period(r.slice(Slice::AdmissionPeriod), header.CLM_ADMSN_DT, header.NCH_BENE_DSCHRG_DT);
    let qualifying_stay = r.information(V::NCH_QLFYD_STAY_FROM_DT);
    rows.period(qualifying_stay, header.NCH_QLFYD_STAY_FROM_DT, header.NCH_QLFYD_STAY_THRU_DT);
    rows.information(V::CLM_PPS_IND_CD, &header.CLM_PPS_IND_CD);
    let pints = institutional::pints(header.NCH_BLOOD_PNTS_FRNSHD_QTY);
    rows.quantity(r.information(V::NCH_BLOOD_PNTS_FRNSHD_QTY), pints);
    rows.information(V::CLM_MCO_PD_SW, &header.CLM_MCO_PD_SW);
    rows.code(r.slice(Slice::TypeOfBill), V::CLM_FREQ_CD, &header.CLM_FREQ_CD);
    rows.code(r.slice(Slice::DischargeStatus), V::PTNT_DSCHRG_STUS_CD, &header.PTNT_DSCHRG_STUS_CD);
    rows.information(V::NCH_PRMRY_PYR_CD, &header.NCH_PRMRY_PYR_CD);
    rows
}

fn diagnoses<'r>(r: &'r R4<'r>, header: &'r SnfHeader) -> Diagnoses<'r> {
    let mut list = Diagnoses::new(r, 12);
    // This type's diagnoses are never called admitting.
    list.add(DiagnosisType::Other, &header.ADMTG_DGNS_CD, &header.ADMTG_DGNS_VRSN_CD);
    let kinds = (DiagnosisType::Principal, DiagnosisType::Other);
    list.numbered(kinds, &header.ICD_DGNS, (&header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD));
    let first = (&header.FST_DGNS_E_CD, &header.FST_DGNS_E_VRSN_CD);
    list.external(DiagnosisType::ExternalCause, &header.ICD_DGNS_E, first);
    list
}

fn financial<'r>(r: &'r R4<'r>, header: &SnfHeader) -> [Option<Financial<'r>>; 15] {
    [
        r.count(V::CLM_UTLZTN_DAY_CNT, header.CLM_UTLZTN_DAY_CNT),
        r.count(V::BENE_TOT_COINSRNC_DAYS_CNT, header.BENE_TOT_COINSRNC_DAYS_CNT),
        r.count(V::CLM_NON_UTLZTN_DAYS_CNT, header.CLM_NON_UTLZTN_DAYS_CNT),
        r.used(V::NCH_BENE_IP_DDCTBL_AMT, header.NCH_BENE_IP_DDCTBL_AMT),
        r.used(V::NCH_BENE_PTA_COINSRNC_LBLTY_AMT, header.NCH_BENE_PTA_COINSRNC_LBLTY_AM),
        r.used(V::NCH_IP_NCVRD_CHRG_AMT, header.NCH_IP_NCVRD_CHRG_AMT),
        r.used(V::NCH_IP_TOT_DDCTN_AMT, header.NCH_IP_TOT_DDCTN_AMT),
        r.used_if(V::CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT, header.CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT),
        r.used_if(V::CLM_PPS_CPTL_EXCPTN_AMT, header.CLM_PPS_CPTL_EXCPTN_AMT),
        r.used_if(V::CLM_PPS_CPTL_FSP_AMT, header.CLM_PPS_CPTL_FSP_AMT),
        r.used_if(V::CLM_PPS_CPTL_IME_AMT, header.CLM_PPS_CPTL_IME_AMT),
        r.used_if(V::CLM_PPS_CPTL_OUTLIER_AMT, header.CLM_PPS_CPTL_OUTLIER_AMT),
        r.used_if(V::CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT, header.CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT),
        r.used(V::NCH_BENE_BLOOD_DDCTBL_LBLTY_AM, header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM),
        r.used(V::PRPAYAMT, header.NCH_PRMRY_PYR_CLM_PD_AMT),
    ]
}

fn item<'r>(r: &'r R4<'r>, header: &'r SnfHeader, line: &'r SnfLine, links: &Links) -> Item<'r, 1, 3> {
    Item {
        extension: Rows([institutional::units(r, Decimal::whole(line.REV_CNTR_UNIT_CNT.unwrap_or(0)))]),
        sequence: line.CLM_LINE_NUM.unwrap_or(0),
        care_team_sequence: links.care_team,
        diagnosis_sequence: links.diagnosis,
        information_sequence: links.information,
        revenue: Some(institutional::revenue(r, &line.REV_CNTR, Some(&line.REV_CNTR_DDCTBL_COINSRNC_CD), None)),
        category: None,
        product_or_service: institutional::service(r, &line.HCPCS_CD),
        modifier: Rows([institutional::ndc_unit(&line.REV_CNTR_NDC_QTY_QLFR_CD), None, None, None]),
        serviced_date: None,
        serviced_period: None,
        location_codeable_concept: None,
        location_address: institutional::location(&header.PRVDR_STATE_CD),
        quantity: institutional::ndc_quantity(line.REV_CNTR_NDC_QTY),
        adjudication: Rows([
            r.amount(Submitted, V::REV_CNTR_RATE_AMT, line.REV_CNTR_RATE_AMT),
            r.amount(Submitted, V::REV_CNTR_TOT_CHRG_AMT, line.REV_CNTR_TOT_CHRG_AMT),
            r.amount(Noncovered, V::REV_CNTR_NCVRD_CHRG_AMT, line.REV_CNTR_NCVRD_CHRG_AMT),
        ]),
    }
}
