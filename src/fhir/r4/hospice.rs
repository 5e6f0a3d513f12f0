//! Hospice claim -> ExplanationOfBenefit.
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
use super::resource::{ExplanationOfBenefit, Extension, Financial, Item, Money, Payment};
use super::rows::Rows;
use super::supporting_info::SupportingInfos;
use crate::claim::ClaimType;
use crate::claim::hospice::{Hospice, HospiceHeader, HospiceLine};
use crate::codes::Variable as V;

/// The ExplanationOfBenefit.
pub(super) fn explanation_of_benefit<'r>(r: &'r R4<'r>, claim: &'r Hospice) -> impl Serialize + 'r {
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
        item: Items::of(&claim.lines, links, |line, links| item(r, header, line, links)),
        total: Rows([r.total(Submitted, V::CLM_TOT_CHRG_AMT, header.CLM_TOT_CHRG_AMT)]),
        payment: Some(Payment { date: None, amount: Some(Money::of(header.CLM_PMT_AMT)) }),
        benefit_balance: r.benefit_balance(financial(r, header)),
        ..eob::head(r, head(r, header))
    }
}

fn head<'r>(r: &'r R4<'r>, header: &'r HospiceHeader) -> Head<'r> {
    Head {
        claim_type: ClaimType::Hospice,
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
        period_extension: r.code_if(V::CLAIM_QUERY_CD, &header.CLAIM_QUERY_CODE),
        coverage_extension: [None, None],
    }
}

fn extension<'r>(r: &'r R4<'r>, header: &'r HospiceHeader) -> [Option<Extension<'r>>; 7] {
    [
        r.code(V::NCH_NEAR_LINE_REC_IDENT_CD, &header.NCH_NEAR_LINE_REC_IDENT_CD),
        r.identifier_if(V::FI_DOC_CLM_CNTL_NUM, &header.FI_DOC_CLM_CNTL_NUM),
        r.date_if(V::FI_CLM_PROC_DT, header.FI_CLM_PROC_DT),
        r.code_if(V::CLM_MDCR_NON_PMT_RSN_CD, &header.CLM_MDCR_NON_PMT_RSN_CD),
        r.code(V::CLM_SRVC_CLSFCTN_TYPE_CD, &header.CLM_SRVC_CLSFCTN_TYPE_CD),
        r.code_if(V::FI_NUM, &header.FI_NUM),
        r.quantity_if(V::BENE_HOSPC_PRD_CNT, header.BENE_HOSPC_PRD_CNT),
    ]
}

fn header_care_team<'r>(r: &'r R4<'r>, header: &'r HospiceHeader) -> CareTeam<'r> {
    let mut care_team = CareTeam::new(r);
    institutional::physicians(&mut care_team, [(Role::Attending, &header.AT_PHYSN_NPI, &header.AT_PHYSN_UPIN)]);
    care_team
}

fn supporting_info<'r>(r: &'r R4<'r>, header: &'r HospiceHeader) -> SupportingInfos<'r> {
    let mut rows = SupportingInfos::new(r, 6);
    rows.date(r.slice_of(Slice::ReceivedDate, V::NCH_WKLY_PROC_DT), header.NCH_WKLY_PROC_DT);
    rows.information(V::NCH_PTNT_STUS_IND_CD, &header.NCH_PTNT_STATUS_IND_CD);
    rows.period(r.slice(Slice::AdmissionPeriod), header.CLM_HOSPC_START_DT_ID, header.NCH_BENE_DSCHRG_DT);
    rows.code(r.slice(Slice::TypeOfBill), V::CLM_FREQ_CD, &header.CLM_FREQ_CD);
    rows.code(r.slice(Slice::DischargeStatus), V::PTNT_DSCHRG_STUS_CD, &header.PTNT_DSCHRG_STUS_CD);
    rows.information(V::NCH_PRMRY_PYR_CD, &header.NCH_PRMRY_PYR_CD);
    rows
}

fn diagnoses<'r>(r: &'r R4<'r>, header: &'r HospiceHeader) -> Diagnoses<'r> {
    let mut list = Diagnoses::new(r, 12);
    let kinds = (DiagnosisType::Principal, DiagnosisType::Other);
    list.numbered(kinds, &header.ICD_DGNS, (&header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD));
    let first = (&header.FST_DGNS_E_CD, &header.FST_DGNS_E_VRSN_CD);
    list.external(DiagnosisType::ExternalCause, &header.ICD_DGNS_E, first);
    list
}

fn financial<'r>(r: &'r R4<'r>, header: &HospiceHeader) -> [Option<Financial<'r>>; 2] {
    [r.count(V::CLM_UTLZTN_DAY_CNT, header.CLM_UTLZTN_DAY_CNT), r.used(V::PRPAYAMT, header.NCH_PRMRY_PYR_CLM_PD_AMT)]
}

fn item<'r>(r: &'r R4<'r>, header: &'r HospiceHeader, line: &'r HospiceLine, links: &Links) -> Item<'r, 1, 6> {
    Item {
        extension: Rows([institutional::units(r, line.REV_CNTR_UNIT_CNT)]),
        sequence: line.CLM_LINE_NUM.unwrap_or(0),
        care_team_sequence: links.care_team,
        diagnosis_sequence: links.diagnosis,
        information_sequence: links.information,
        revenue: Some(institutional::revenue(r, &line.REV_CNTR, Some(&line.REV_CNTR_DDCTBL_COINSRNC_CD), None)),
        category: None,
        product_or_service: institutional::service(r, &line.HCPCS_CD),
        modifier: Rows([
            institutional::ndc_unit(&line.REV_CNTR_NDC_QTY_QLFR_CD),
            r.modifier(&line.HCPCS_1ST_MDFR_CD),
            r.modifier(&line.HCPCS_2ND_MDFR_CD),
            None,
        ]),
        serviced_date: line.REV_CNTR_DT,
        serviced_period: None,
        location_codeable_concept: None,
        location_address: institutional::location(&header.PRVDR_STATE_CD),
        quantity: institutional::ndc_quantity(line.REV_CNTR_NDC_QTY),
        adjudication: Rows([
            r.amount(Submitted, V::REV_CNTR_RATE_AMT, line.REV_CNTR_RATE_AMT),
            r.amount(Submitted, V::REV_CNTR_TOT_CHRG_AMT, line.REV_CNTR_TOT_CHRG_AMT),
            r.amount_if(Noncovered, V::REV_CNTR_NCVRD_CHRG_AMT, line.REV_CNTR_NCVRD_CHRG_AMT),
            r.amount(PaidToProvider, V::REV_CNTR_PRVDR_PMT_AMT, line.REV_CNTR_PRVDR_PMT_AMT),
            r.amount(PaidToPatient, V::REV_CNTR_BENE_PMT_AMT, line.REV_CNTR_BENE_PMT_AMT),
            r.amount(Submitted, V::REV_CNTR_PMT_AMT_AMT, line.REV_CNTR_PMT_AMT_AMT),
        ]),
    }
}
