//! Carrier claim -> ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element, rows in the table's order.

use serde::Serialize;

use super::R4;
use super::codings::Adjudicated::*;
use super::codings::{DiagnosisType, IdType, Role, Slice};
use super::eob::{self, Head};
use super::items::{Items, Links};
use super::professional::{self, Lists};
use super::resource::{
    Adjudication, ExplanationOfBenefit, ExtendedConcept, Extension, Financial, Identifier, Item, Money, Party, Payment,
    Value,
};
use super::rows::Rows;
use crate::claim::ClaimType;
use crate::claim::carrier::{Carrier, CarrierHeader, CarrierLine};
use crate::codes::Variable as V;
use crate::fhir::element::Quantity;

/// The ExplanationOfBenefit.
pub(super) fn explanation_of_benefit<'r>(r: &'r R4<'r>, claim: &'r Carrier) -> impl Serialize + 'r {
    let header = &claim.header;
    let mut lists = header_lists(r, header);
    let links = claim.lines.iter().map(|line| add_line(&mut lists, line)).collect();
    ExplanationOfBenefit {
        contained: lists.contained,
        extension: Rows(extension(r, header)),
        provider: Some(provider(r, header)),
        referral: professional::referral(r, &header.RFR_PHYSN_NPI, &header.RFR_PHYSN_UPIN),
        disposition: header.CLM_DISP_CD.filled(),
        care_team: lists.care_team.list,
        supporting_info: lists.information.list,
        diagnosis: lists.diagnoses.list,
        item: Items::of(&claim.lines, links, |line, links| item(r, header, line, links)),
        total: Rows([r.total(PriorPayerPaid, V::CLM_TOT_CHRG_AMT, header.CARR_CLM_PRMRY_PYR_PD_AMT)]),
        payment: Some(Payment { date: None, amount: Some(Money::of(header.CLM_PMT_AMT)) }),
        benefit_balance: r.benefit_balance(financial(r, header)),
        ..eob::head(r, head(header))
    }
}

fn head(header: &CarrierHeader) -> Head<'_> {
    Head {
        claim_type: ClaimType::Carrier,
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
        period_extension: None,
        coverage_extension: [None, None],
    }
}

fn extension<'r>(r: &'r R4<'r>, header: &'r CarrierHeader) -> [Option<Extension<'r>>; 7] {
    [
        r.code(V::NCH_NEAR_LINE_REC_IDENT_CD, &header.NCH_NEAR_LINE_REC_IDENT_CD),
        r.identifier(V::CARR_NUM, &header.CARR_NUM),
        r.identifier_if(V::CARR_CLM_CNTL_NUM, &header.CARR_CLM_CNTL_NUM),
        r.code(V::CARR_CLM_PMT_DNL_CD, &header.CARR_CLM_PMT_DNL_CD),
        r.code_if(V::ASGMNTCD, &header.CARR_CLM_PRVDR_ASGNMT_IND_SW),
        r.identifier_if(V::CLM_CLNCL_TRIL_NUM, &header.CLM_CLNCL_TRIL_NUM),
        r.code(V::CARR_CLM_ENTRY_CD, &header.CARR_CLM_ENTRY_CD),
    ]
}

/// The billing provider; `UNKNOWN` stands for a blank.
fn provider<'r>(r: &'r R4<'r>, header: &'r CarrierHeader) -> Party<'r> {
    Party {
        identifier: Some(Identifier {
            system: Some(r.url(V::CARR_CLM_BLG_NPI_NUM)),
            value: Some(Value::Text(header.CARR_CLM_BLG_NPI_NUM.filled().unwrap_or("UNKNOWN"))),
            ..Identifier::default()
        }),
        ..Party::default()
    }
}

/// The lists as the header leaves them.
fn header_lists<'r>(r: &'r R4<'r>, header: &'r CarrierHeader) -> Lists<'r> {
    let mut lists = Lists::new(r);
    lists.information.date(r.slice_of(Slice::ReceivedDate, V::NCH_WKLY_PROC_DT), header.NCH_WKLY_PROC_DT);
    lists.add_referring(&header.RFR_PHYSN_NPI, &header.RFR_PHYSN_UPIN);
    // A PIN, but the server calls it an NPI.
    lists.care_team.add(Role::Referring, IdType::Npi, &header.CARR_CLM_RFRNG_PIN_NUM);
    let kinds = (DiagnosisType::PrincipalProfessional, DiagnosisType::Secondary);
    lists.diagnoses.numbered(kinds, &header.ICD_DGNS, (&header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD));
    lists
}

/// Adds what a line says to the lists.
fn add_line<'r>(lists: &mut Lists<'r>, line: &'r CarrierLine) -> Links {
    Links {
        care_team: Rows([
            add_performing(lists, line),
            lists.care_team.add(Role::Primary, IdType::Npi, &line.ORG_NPI_NUM),
        ]),
        information: Rows([lists.add_observation(
            line.LINE_NUM,
            &line.LINE_HCT_HGB_TYPE_CD,
            line.LINE_HCT_HGB_RSLT_NUM,
        )]),
        diagnosis: Rows([lists.diagnoses.add(
            DiagnosisType::Secondary,
            &line.LINE_ICD_DGNS_CD,
            &line.LINE_ICD_DGNS_VRSN_CD,
        )]),
    }
}

/// Who performed the service: by NPI, else by UPIN.
fn add_performing<'r>(lists: &mut Lists<'r>, line: &'r CarrierLine) -> Option<u32> {
    let sequence = if line.PRF_PHYSN_NPI.is_blank() {
        lists.care_team.add(Role::Performing, IdType::Upin, &line.PRF_PHYSN_UPIN)?
    } else {
        lists.care_team.add(Role::Performing, IdType::Npi, &line.PRF_PHYSN_NPI)?
    };
    lists.qualify_performing(sequence, &line.PRVDR_SPCLTY);
    lists.care_team.extend(sequence, V::CARR_LINE_PRVDR_TYPE_CD, &line.CARR_LINE_PRVDR_TYPE_CD);
    lists.care_team.extend(sequence, V::PRTCPTNG_IND_CD, &line.PRTCPTNG_IND_CD);
    Some(sequence)
}

fn financial<'r>(r: &'r R4<'r>, header: &CarrierHeader) -> [Option<Financial<'r>>; 5] {
    [
        r.used(V::CARR_CLM_CASH_DDCTBL_APLD_AMT, header.CARR_CLM_CASH_DDCTBL_APLD_AMT),
        r.used(V::NCH_CLM_PRVDR_PMT_AMT, header.NCH_CLM_PRVDR_PMT_AMT),
        r.used(V::NCH_CLM_BENE_PMT_AMT, header.NCH_CLM_BENE_PMT_AMT),
        r.used(V::NCH_CARR_CLM_SBMTD_CHRG_AMT, header.NCH_CARR_CLM_SBMTD_CHRG_AMT),
        r.used(V::NCH_CARR_CLM_ALOWD_AMT, header.NCH_CARR_CLM_ALOWD_AMT),
    ]
}

fn item<'r>(r: &'r R4<'r>, header: &'r CarrierHeader, line: &'r CarrierLine, links: &Links) -> Item<'r, 9, 9> {
    let (serviced_date, serviced_period) = professional::serviced(line.LINE_1ST_EXPNS_DT, line.LINE_LAST_EXPNS_DT);
    Item {
        extension: Rows(item_extension(r, line)),
        sequence: line.LINE_NUM.unwrap_or(0),
        care_team_sequence: links.care_team,
        diagnosis_sequence: links.diagnosis,
        information_sequence: links.information,
        revenue: None,
        category: Some(r.concept(V::LINE_CMS_TYPE_SRVC_CD, &line.LINE_CMS_TYPE_SRVC_CD)),
        product_or_service: ExtendedConcept {
            extension: Rows([Some(r.ndc_extension(&line.LINE_NDC_CD))]),
            coding: Rows([Some(r.hcpcs(&line.HCPCS_CD)), None]),
        },
        modifier: Rows([
            r.hcpcs_modifier(&header.CARR_CLM_HCPCS_YR_CD, &line.HCPCS_1ST_MDFR_CD),
            r.hcpcs_modifier(&header.CARR_CLM_HCPCS_YR_CD, &line.HCPCS_2ND_MDFR_CD),
            None,
            None,
        ]),
        serviced_date,
        serviced_period,
        location_codeable_concept: Some(location(r, line)),
        location_address: None,
        quantity: Some(Quantity::of(line.LINE_SRVC_CNT)),
        adjudication: Rows(adjudication(r, line)),
    }
}

fn item_extension<'r>(r: &'r R4<'r>, line: &'r CarrierLine) -> [Option<Extension<'r>>; 9] {
    let anesthesia = Some(line.CARR_LINE_ANSTHSA_UNIT_CNT).filter(|count| count.to_f64() > 0.0);
    let mtus = Some(line.CARR_LINE_MTUS_CNT).filter(|count| !count.is_plain_zero());
    [
        r.tax_number_if_asked(&line.TAX_NUM),
        anesthesia.map(|count| r.quantity(V::CARR_LINE_ANSTHSA_UNIT_CNT, count)),
        mtus.map(|count| r.quantity(V::CARR_LINE_MTUS_CNT, count)),
        // The server tells the code under the url of the count first.
        r.code_if(V::CARR_LINE_MTUS_CNT, &line.CARR_LINE_MTUS_CD),
        r.code_if(V::CARR_LINE_MTUS_CD, &line.CARR_LINE_MTUS_CD),
        r.code_if(V::BETOS_CD, &line.BETOS_CD),
        r.code_if(V::LINE_BENE_PRMRY_PYR_CD, &line.LINE_BENE_PRMRY_PYR_CD),
        r.code_if(V::LINE_PRCSG_IND_CD, &line.LINE_PRCSG_IND_CD),
        r.code_if(V::LINE_SERVICE_DEDUCTIBLE, &line.LINE_SERVICE_DEDUCTIBLE),
    ]
}

fn location<'r>(r: &'r R4<'r>, line: &'r CarrierLine) -> ExtendedConcept<'r, 4, 1> {
    ExtendedConcept {
        extension: Rows([
            r.code_if(V::PRVDR_STATE_CD, &line.PRVDR_STATE_CD),
            r.code_if(V::PRVDR_ZIP, &line.PRVDR_ZIP),
            r.code(V::CARR_LINE_PRCNG_LCLTY_CD, &line.CARR_LINE_PRCNG_LCLTY_CD),
            r.identifier_if(V::CARR_LINE_CLIA_LAB_NUM, &line.CARR_LINE_CLIA_LAB_NUM),
        ]),
        coding: Rows([Some(r.coding(V::LINE_PLACE_OF_SRVC_CD, &line.LINE_PLACE_OF_SRVC_CD))]),
    }
}

fn adjudication<'r>(r: &'r R4<'r>, line: &'r CarrierLine) -> [Option<Adjudication<'r>>; 9] {
    let rate = (V::LINE_PMT_80_100_CD, &line.LINE_PMT_80_100_CD);
    [
        r.denial_reason(V::CARR_LINE_RDCD_PMT_PHYS_ASTN_C, &line.CARR_LINE_RDCD_PMT_PHYS_ASTN_C),
        r.amount_with(Benefit, V::LINE_NCH_PMT_AMT, line.LINE_NCH_PMT_AMT, rate),
        r.amount(PaidToPatient, V::LINE_BENE_PMT_AMT, line.LINE_BENE_PMT_AMT),
        r.amount(PaidToProvider, V::LINE_PRVDR_PMT_AMT, line.LINE_PRVDR_PMT_AMT),
        r.amount(Deductible, V::LINE_BENE_PTB_DDCTBL_AMT, line.LINE_BENE_PTB_DDCTBL_AMT),
        r.amount(PriorPayerPaid, V::LINE_BENE_PRMRY_PYR_PD_AMT, line.LINE_BENE_PRMRY_PYR_PD_AMT),
        r.amount(Coinsurance, V::LINE_COINSRNC_AMT, line.LINE_COINSRNC_AMT),
        r.amount(Submitted, V::LINE_SBMTD_CHRG_AMT, line.LINE_SBMTD_CHRG_AMT),
        r.amount(Eligible, V::LINE_ALOWD_CHRG_AMT, line.LINE_ALOWD_CHRG_AMT),
    ]
}
