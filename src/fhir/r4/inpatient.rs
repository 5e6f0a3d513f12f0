//! Inpatient claim -> ExplanationOfBenefit.
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
use super::resource::{ExplanationOfBenefit, ExtendedConcept, Extension, Financial, Item, Money, Payment};
use super::rows::Rows;
use super::supporting_info::SupportingInfos;
use crate::claim::ClaimType;
use crate::claim::inpatient::{Inpatient, InpatientHeader, InpatientLine};
use crate::codes::{Coding, Variable as V};
use crate::measure::Text;

/// The ExplanationOfBenefit.
pub(super) fn explanation_of_benefit<'r>(r: &'r R4<'r>, claim: &'r Inpatient) -> impl Serialize + 'r {
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

fn head<'r>(r: &'r R4<'r>, header: &'r InpatientHeader) -> Head<'r> {
    Head {
        claim_type: ClaimType::Inpatient,
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

fn extension<'r>(r: &'r R4<'r>, header: &'r InpatientHeader) -> [Option<Extension<'r>>; 10] {
    [
        r.code(V::NCH_NEAR_LINE_REC_IDENT_CD, &header.NCH_NEAR_LINE_REC_IDENT_CD),
        r.code_if(V::FI_CLM_ACTN_CD, &header.FI_CLM_ACTN_CD),
        r.money_if(V::IME_OP_CLM_VAL_AMT, header.IME_OP_CLM_VAL_AMT),
        r.money_if(V::CLM_UNCOMPD_CARE_PMT_AMT, header.CLM_UNCOMPD_CARE_PMT_AMT),
        r.money_if(V::DSH_OP_CLM_VAL_AMT, header.DSH_OP_CLM_VAL_AMT),
        r.identifier_if(V::FI_DOC_CLM_CNTL_NUM, &header.FI_DOC_CLM_CNTL_NUM),
        r.date_if(V::FI_CLM_PROC_DT, header.FI_CLM_PROC_DT),
        r.code_if(V::CLM_MDCR_NON_PMT_RSN_CD, &header.CLM_MDCR_NON_PMT_RSN_CD),
        r.code(V::CLM_SRVC_CLSFCTN_TYPE_CD, &header.CLM_SRVC_CLSFCTN_TYPE_CD),
        r.code_if(V::FI_NUM, &header.FI_NUM),
    ]
}

fn header_care_team<'r>(r: &'r R4<'r>, header: &'r InpatientHeader) -> CareTeam<'r> {
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

fn supporting_info<'r>(r: &'r R4<'r>, header: &'r InpatientHeader) -> SupportingInfos<'r> {
    let mut rows = SupportingInfos::new(r, 14);
    rows.information(V::NCH_PTNT_STUS_IND_CD, &header.NCH_PTNT_STATUS_IND_CD);
    rows.period(r.slice(Slice::AdmissionPeriod), header.CLM_ADMSN_DT, header.NCH_BENE_DSCHRG_DT);
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
    rows.quantity(r.information(V::NCH_BLOOD_PNTS_FRNSHD_QTY), institutional::pints(header.NCH_BLOOD_PNTS_FRNSHD_QTY));
    rows.information(V::CLM_MCO_PD_SW, &header.CLM_MCO_PD_SW);
    rows.code(r.slice(Slice::TypeOfBill), V::CLM_FREQ_CD, &header.CLM_FREQ_CD);
    rows.code(r.slice(Slice::DischargeStatus), V::PTNT_DSCHRG_STUS_CD, &header.PTNT_DSCHRG_STUS_CD);
    rows.information(V::NCH_PRMRY_PYR_CD, &header.NCH_PRMRY_PYR_CD);
    rows.date(r.slice_of(Slice::ReceivedDate, V::NCH_WKLY_PROC_DT), header.NCH_WKLY_PROC_DT);
    rows
}

fn diagnoses<'r>(r: &'r R4<'r>, header: &'r InpatientHeader) -> Diagnoses<'r> {
    use DiagnosisType::{Admitting, ExternalCause, Other, Principal};
    let mut list = Diagnoses::new(r, 12);
    list.add(Admitting, &header.ADMTG_DGNS_CD, &header.ADMTG_DGNS_VRSN_CD);
    for (at, (numbered, variable)) in header.ICD_DGNS.iter().zip(V::PRESENT_ON_ADMISSION).enumerate() {
        let kind = if at == 0 { Principal } else { Other };
        let present = r.code_if(variable, &numbered.CLM_POA_IND_SW);
        list.add_with(kind, &numbered.ICD_DGNS_CD, &numbered.ICD_DGNS_VRSN_CD, present);
        if at == 0 {
            list.add(Principal, &header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD);
        }
    }
    for (at, (numbered, variable)) in header.ICD_DGNS_E.iter().zip(V::EXTERNAL_PRESENT_ON_ADMISSION).enumerate() {
        let present = r.code_if(variable, &numbered.CLM_E_POA_IND_SW);
        list.add_with(ExternalCause, &numbered.ICD_DGNS_E_CD, &numbered.ICD_DGNS_E_VRSN_CD, present);
        if at == 0 {
            list.add(ExternalCause, &header.FST_DGNS_E_CD, &header.FST_DGNS_E_VRSN_CD);
        }
    }
    list
}

fn financial<'r>(r: &'r R4<'r>, header: &InpatientHeader) -> [Option<Financial<'r>>; 21] {
    [
        r.used(V::CLM_PASS_THRU_PER_DIEM_AMT, header.CLM_PASS_THRU_PER_DIEM_AMT),
        r.used(V::NCH_PROFNL_CMPNT_CHRG_AMT, header.NCH_PROFNL_CMPNT_CHRG_AMT),
        r.used_if(V::CLM_TOT_PPS_CPTL_AMT, header.CLM_TOT_PPS_CPTL_AMT),
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
        r.used_if(V::NCH_DRG_OUTLIER_APRVD_PMT_AMT, header.NCH_DRG_OUTLIER_APRVD_PMT_AMT),
        r.used(V::NCH_BENE_BLOOD_DDCTBL_LBLTY_AM, header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM),
        r.used(V::PRPAYAMT, header.NCH_PRMRY_PYR_CLM_PD_AMT),
        r.count(V::CLM_UTLZTN_DAY_CNT, header.CLM_UTLZTN_DAY_CNT),
        r.count_if(V::CLM_PPS_CPTL_DRG_WT_NUM, header.CLM_PPS_CPTL_DRG_WT_NUM),
        r.count_if(V::BENE_LRD_USED_CNT, header.BENE_LRD_USED_CNT),
    ]
}

fn item<'r>(r: &'r R4<'r>, header: &'r InpatientHeader, line: &'r InpatientLine, links: &Links) -> Item<'r, 1, 3> {
    Item {
        extension: Rows([institutional::units(r, line.REV_CNTR_UNIT_CNT)]),
        sequence: line.CLM_LINE_NUM.unwrap_or(0),
        care_team_sequence: links.care_team,
        diagnosis_sequence: links.diagnosis,
        information_sequence: links.information,
        revenue: Some(institutional::revenue(r, &line.REV_CNTR, Some(&line.REV_CNTR_DDCTBL_COINSRNC_CD), None)),
        category: None,
        product_or_service: ExtendedConcept { extension: Rows::none(), coding: Rows(hcpcs(r, &line.HCPCS_CD)) },
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

/// The HCPCS code under two systems; the code `NULL` stands for a blank, here with a display.
fn hcpcs<'r>(r: &'r R4<'r>, column: &'r Text) -> [Option<Coding<'r>>; 2] {
    if column.is_blank() {
        [Some(Coding::Rendered(&r.fragments.absent_hcpcs_displayed)), None]
    } else {
        [Some(r.coding(V::HCPCS_CD, column)), Some(r.hcpcs(column))]
    }
}
